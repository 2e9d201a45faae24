"""The one statement against plain Python over the same rows."""

from __future__ import annotations

import oracle
from asking import Recommend, drawn, without_reasons
from sameness import assert_same
from world import World


async def test_answers_are_those_of_plain_python(world: World, recommend: Recommend) -> None:
    questions = list(drawn(world))
    evidence = 0
    for asked in questions:
        wanted = oracle.shown(oracle.recommend(world, asked))
        found = await recommend(asked)
        assert_same(without_reasons(found), wanted, f"{asked}")
        evidence += sum(edge["node"]["evidence"]["totalCount"] for edge in found["edges"])
    assert len(questions) >= 30
    assert evidence > 500  # the draw must not be one of empty answers
