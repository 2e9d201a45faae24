"""Names of governments that are known to exist, whether our files hold them or not.

Most townships are missing from our files, and a name that is like another may be that of a real government.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Iterable, Mapping
from functools import cached_property
from typing import NamedTuple

from loaders.resolver.reading import OFFICES_OF, readings
from loaders.resolver.words import MINOR_DIVISIONS


class KnownName(NamedTuple):
    """The name of a government or of its police, and the key of its jurisdiction, if our files hold it.

    `of_county` is True for the police of a county, `has_police` for a municipality's.
    """

    text: str
    state: str
    counties: tuple[str, ...]
    key: str | None
    of_county: bool = False
    has_police: bool = False


class KnownNames:
    """Names by state: those of minor civil divisions, such as townships, apart from the others.

    They are read when the first is looked up, which few names need.
    """

    def __init__(self, names: Iterable[KnownName], states: Mapping[str, str]) -> None:
        """`states` is of `domain.states`."""
        self._names, self._states = names, states

    def of(
        self, name: str, state: str, *, minor: bool, counties: frozenset[str] = frozenset()
    ) -> list[KnownName]:
        """The governments of this name, a form, in these counties if there are any."""
        found = [
            each
            for word, each in self._by_name.get((state, name), ())
            if not each.of_county and (word in MINOR_DIVISIONS) is minor
        ]
        found = list(dict.fromkeys(found))
        return [each for each in found if counties.intersection(each.counties)] if counties else found

    def police_of_missing(self, name: str, state: str) -> bool:
        """True where police bear this name, a form, alone, and their municipality has no node."""
        found = self._by_name.get((state, name), ())
        return any(each.has_police and each.key is None and not word for word, each in found)

    def county_police(self, name: str, state: str) -> set[str]:
        """The keys of the counties of this name, a form without its designator, that have police."""
        found = self._by_name.get((state, name), ())
        return {each.key for word, each in found if each.of_county and each.key and word in OFFICES_OF}

    def designators(self, name: str, state: str) -> set[str]:
        """The designators that governments of this name are known by; empty for one that needs none."""
        return {word for word, each in self._by_name.get((state, name), ()) if not each.of_county}

    @cached_property
    def _by_name(self) -> Mapping[tuple[str, str], list[tuple[str, KnownName]]]:
        found = defaultdict[tuple[str, str], list[tuple[str, KnownName]]](list)
        for each in self._names:
            meanings = readings(each.text, self._states, each.state)
            for name, word in {(one.name, one.word) for one in meanings}:
                found[each.state, name].append((word, each))
        return found


def only_key(known: Iterable[KnownName], there: Container[str]) -> str | None:
    """The key that all of them have; None where they have several, or one that is not `there`."""
    keys = {each.key for each in known}
    [key, *others] = keys or {None}
    return key if key in there and not others else None
