"""Texts that name several: a region, each of them, or ambiguous with the candidates of all."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Final

from domain.vocabulary import JurisdictionType as Type
from loaders.jurisdiction import Jurisdiction
from loaders.resolver.answer import Ambiguous, Answer, How, Resolved
from loaders.resolver.candidates import candidates
from loaders.resolver.lookup import Lookup, Scored
from loaders.resolver.members import Members, agencies, members, names_agency
from loaders.resolver.name_query import NameQuery

SINGLE: Final = (Type.STATE, Type.TRIBAL)
"""Types of which no row names several: a state's posts, and tribes such as Sac and Fox."""


class Several:
    """Takes names apart that stand side by side, and resolves each of them.

    `resolve` is the resolver's own, for one of them. `states` is of `state_names`.
    """

    def __init__(
        self,
        resolve: Callable[..., Answer],
        lookup: Lookup,
        by_key: Mapping[str, Jurisdiction],
        states: Mapping[str, str],
    ) -> None:
        self._resolve, self._lookup, self._by_key, self._states = resolve, lookup, by_key, states
        self._regions = {frozenset(one.members): one for one in by_key.values() if one.members}

    def of_list(self, query: NameQuery) -> Answer | None:
        """A list of counties or other governments, or the region that they are."""
        found = members(query.text, self._states, query.state)
        if found is None or any(map(names_agency, found.names)):
            return None
        if not (found.listed or query.kind is Type.MULTI_JURISDICTION):
            return self._region(found)
        counties = self._each(found, Type.COUNTY)
        answer = counties if isinstance(counties, Resolved) else self._each(found, None)
        return self._for_type(query, answer) if isinstance(answer, Resolved) else answer

    def of_agencies(self, query: NameQuery) -> Answer | None:
        """Agencies or governments side by side: all of them, or why one is not found.

        None where a part of the text is not a name: it may be one government then. The caller has to make
        sure that the text is not the name of one.
        """
        if query.kind in SINGLE:
            return None
        unsure = query.kind is not Type.MULTI_JURISDICTION
        undecided = None
        for found in agencies(query.text, self._states, query.state):
            answers = [self._resolve(text, state=found.state) for text in found.texts]
            sure = found.listed or not unsure
            resolved = [one for one in answers if isinstance(one, Resolved) and (sure or one.score == 1)]
            if len(resolved) == len(answers):
                keys = dict.fromkeys(key for one in resolved for key in one.keys)
                score = min(one.score for one in resolved)
                return self._for_type(query, self._together(tuple(keys), score))
            if sure and undecided is None:
                undecided = self._undecided(found, answers)
        return undecided

    def _for_type(self, query: NameQuery, answer: Resolved) -> Answer:
        """Several need a row whose type allows them."""
        if query.kind in (None, Type.MULTI_JURISDICTION) or answer.how is not How.MEMBERS:
            return answer
        return Ambiguous(
            f"jurisdiction_type is {query.kind}, the name lists several; write {Type.MULTI_JURISDICTION}",
            candidates(self._scored([answer])),
        )

    def _undecided(self, found: Members, answers: Sequence[Answer]) -> Answer:
        name, answer = next(
            pair for pair in zip(found.names, answers, strict=True) if not isinstance(pair[1], Resolved)
        )
        assert not isinstance(answer, Resolved)
        why = f"{name!r}, one of several: {answer.why}"
        if not any(isinstance(one, Resolved) for one in answers):
            return replace(answer, why=why)
        return Ambiguous(why, candidates(self._scored(answers)))

    def _scored(self, answers: Sequence[Answer]) -> Iterator[Scored]:
        for answer in answers:
            if isinstance(answer, Resolved):
                yield from ((answer.score, self._by_key[key]) for key in answer.keys)
            else:
                yield from ((each.score, self._by_key[each.key]) for each in answer.candidates)

    def _region(self, found: Members) -> Answer | None:
        """The region whose members have these names: hyphens alone do not say that several are meant."""
        for those, region in self._regions.items():
            if found.state in (None, region.state) and len(those) == len(found.names):
                answer = self._each(replace(found, state=region.state), Type.COUNTY)
                if isinstance(answer, Resolved) and answer.keys == (region.key,):
                    return answer
        return None

    def _each(self, found: Members, kind: Type | None) -> Answer:
        """All members resolved: the region that they are, or one by one; else why one is not."""
        keys, score = list[str](), 1.0
        for name in self._joined(found):
            answer = self._resolve(f"{name} {found.word}", state=found.state, kind=kind)
            if not isinstance(answer, Resolved):
                return replace(answer, why=f"{name!r}, one of several: {answer.why}")
            keys += [key for key in answer.keys if key not in keys]
            score = min(score, answer.score)
        return self._together(tuple(keys), score)

    def _together(self, keys: tuple[str, ...], score: float) -> Resolved:
        region = self._regions.get(frozenset(keys))
        if region or len(keys) > 1:
            return Resolved((region.key,) if region else keys, How.MEMBERS, score)
        return Resolved(keys, How.NAME if score == 1 else How.SIMILAR, score)

    def _joined(self, found: Members) -> list[str]:
        """The names; where a name contains "and" its parts are joined: Lewis and Clark is one county."""
        names = list[str]()
        for name in found.names:
            if names and self._lookup.is_name(joined := f"{names[-1]} and {name}", found.state):
                names[-1] = joined
            else:
                names.append(name)
        return names
