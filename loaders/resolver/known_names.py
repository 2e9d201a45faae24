"""Names of governments that are known to exist, whether our files hold them or not.

Most townships are missing from our files, and a name that is like another may be that of a real government.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import NamedTuple

from loaders.resolver.reading import readings
from loaders.resolver.words import MINOR_DIVISIONS


class KnownName(NamedTuple):
    """The name of a government or of its police, and the key of its jurisdiction, if our files hold it."""

    text: str
    state: str
    counties: tuple[str, ...]
    key: str | None


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
        found = self._by_name.get((state, minor, name), [])
        return [each for each in found if counties.intersection(each.counties)] if counties else found

    @cached_property
    def _by_name(self) -> Mapping[tuple[str, bool, str], list[KnownName]]:
        found = defaultdict[tuple[str, bool, str], list[KnownName]](list)
        for each in self._names:
            meanings = readings(each.text, self._states, each.state)
            for name, minor in {(one.name, one.word in MINOR_DIVISIONS) for one in meanings}:
                found[each.state, minor, name].append(each)
        return found
