"""Looking up a question's readings in the index: the same name, a like one, the same one elsewhere."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from domain.plain import form, long_words, pieces
from graph.vocabulary import JurisdictionKind as Kind
from loaders.jurisdictions import Jurisdiction
from loaders.resolver.index import LAST_LEVEL, Index, best
from loaders.resolver.question import ALL, COUNTY, Question
from loaders.resolver.reading import Reading, designated

NEAREST: Final = 0.6
"""Least likeness that is worth showing."""

Scored = tuple[float, Jurisdiction]
"""Likeness, from 0 to 1, and whose name it is."""


class Lookup:
    """Finds what a question may mean."""

    def __init__(self, index: Index) -> None:
        self._index = index

    def named(
        self, question: Question, kinds: frozenset[Kind], counties: frozenset[str] = frozenset()
    ) -> tuple[list[Jurisdiction], str | None]:
        """What bears the name, and the state it was looked for in (None: in all)."""
        for state, group in question.own():
            matches = (
                match
                for one in group
                for match in self._index.matches(one, state, kinds, self._within(one, state, counties))
            )
            if found := best(matches):
                return found, state
        return [], question.state

    def is_name(self, text: str, state: str | None) -> bool:
        """True when a folded text is a name as it stands."""
        words = [word for part in pieces(text) for word in long_words(part)]
        name, word = designated(words)
        return bool(self._index.matches(Reading(form(name), word), state, ALL))

    def strange(self, question: Question) -> list[Jurisdiction]:
        """What bears the name in the state that the text says, where that is not the one given."""
        for one in question.strange():
            if found := best(self._index.matches(one, one.state, question.kinds)):
                return found
        return []

    def elsewhere(self, question: Question) -> list[Jurisdiction]:
        """What has this very name in other states."""
        groups = (group for _, group in question.own())
        return best(
            match
            for group in groups
            for one in group
            for match in self._index.matches(one, None, question.kinds)
            if match.order[0] < LAST_LEVEL
        )

    def _within(self, one: Reading, state: str | None, counties: frozenset[str]) -> frozenset[str]:
        """The counties that the text itself names as context, else those given."""
        if not one.county:
            return counties
        named = best(self._index.matches(Reading(one.county, "county"), state, COUNTY))
        return frozenset(each.county or "" for each in named) or frozenset({one.county})

    def near(self, question: Question) -> list[Scored]:
        """Jurisdictions of the state with names like the one asked for, the nearest first."""
        scores = dict[str, Scored]()
        for state, group in question.own():
            for one in group if state else ():
                within = self._within(one, state, question.counties)
                for name, score in self._index.near(one.name, state or "", NEAREST):
                    alike = replace(one, name=name)
                    for found in best(self._index.matches(alike, state, question.kinds, within)):
                        if score > scores.get(found.key, (0.0,))[0]:
                            scores[found.key] = (score, found)
        return sorted(scores.values(), key=lambda each: (-each[0], -each[1].population, each[1].key))
