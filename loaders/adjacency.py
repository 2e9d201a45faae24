"""Counties that touch."""

from __future__ import annotations

from collections.abc import Iterable


class Adjacency:
    """Which counties touch, by FIPS code."""

    def __init__(self, pairs: Iterable[tuple[str, str]]) -> None:
        """`pairs` of county keys, each pair once, as `read_adjacency` gives them."""
        self._near: dict[str, set[str]] = {}
        for a, b in pairs:
            first, second = fips_of(a), fips_of(b)
            self._near.setdefault(first, {first}).add(second)
            self._near.setdefault(second, {second}).add(first)

    def around(self, counties: Iterable[str]) -> frozenset[str]:
        """The counties (FIPS) and all that touch one of them."""
        return frozenset(each for fips in counties for each in self._near.get(fips, {fips}))


def fips_of(county_key: str) -> str:
    """`us-county:48201` → `48201`."""
    return county_key.removeprefix("us-county:")
