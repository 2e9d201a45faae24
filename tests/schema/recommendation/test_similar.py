"""`Jurisdiction.similar` against a comparison with every other jurisdiction, in plain Python.

`make test` asks once for each kind of jurisdiction with weights of one's own, `make fuzz` for many others.
"""

from __future__ import annotations

import os
import random
from collections.abc import Callable
from contextlib import suppress
from functools import cache
from typing import Any, NamedTuple

import pytest
from similarity_oracle import Comparison, nested, score
from world import Place, World

from bench.work import profiled, session_of
from domain.similarity import WEIGHTS
from graph.access import Access
from graph.errors import InsufficientProfile, InvalidInput
from schema.planner.run.executor import Executor

MOST = 25
KINDS = ["STATE", "COUNTY", "PLACE", "CAMPUS", "REGION"]
DRAWS = 100 if "FUZZ_OPERATIONS" in os.environ else len(KINDS)
SEED = os.environ.get("SEED", "0")
SIMILAR = """query ($key: String!, $weights: SimilarityWeightsInput, $where: JurisdictionSimilarWhere) {
  jurisdiction(key: $key) {
    similar(first: 25, weights: $weights, where: $where) {
      totalCount
      edges {
        rank score size density setting region distance
        factors { name weight value contribution reason }
        node { key }
      }
    }
  }
}"""

Test = Callable[[Place, Comparison], bool]
Ranked = list[tuple[str, Comparison]]
MostSimilar = Callable[..., Ranked]


class Filter(NamedTuple):
    """A `where`, and what it means."""

    where: dict[str, Any]
    means: Test


FILTERS = {
    "kind": Filter({"node": {"kind": {"eq": "COUNTY"}}}, lambda n, _: n.kind == "COUNTY"),
    "state": Filter({"node": {"state": {"eq": "NE"}}}, lambda n, _: n.state == "NE"),
    "few": Filter(
        {"node": {"state": {"eq": "DE"}, "population": {"gte": 20_000}}},
        lambda n, _: n.state == "DE" and n.population >= 20_000,
    ),
    "either": Filter(
        {"OR": [{"node": {"state": {"eq": "OH"}}}, {"edge": {"region": {"lt": 0.3}}}]},
        lambda n, c: n.state == "OH" or (c.region or 0) < 0.3,
    ),
    "far": Filter({"edge": {"distance": {"lte": 0.01}}}, lambda _, c: (c.distance or 1) <= 0.01),
    "both": Filter(
        {"node": {"kind": {"eq": "PLACE"}}, "edge": {"score": {"lte": 0.7}}},
        lambda n, c: n.kind == "PLACE" and c.score <= 0.7,
    ),
    "none": Filter({"node": {"key": {"eq": "us-place:nowhere"}}}, lambda *_: False),
}


def same(found: dict[str, Any], wanted: Ranked) -> None:
    edges = found["edges"]
    assert [edge["node"]["key"] for edge in edges] == [key for key, _ in wanted]
    assert found["totalCount"] == len(wanted)
    for place, (edge, (_, compared)) in enumerate(zip(edges, wanted, strict=True), start=1):
        assert edge["rank"] == place
        assert edge["score"] == pytest.approx(compared.score, abs=1e-9)
        for part in WEIGHTS:
            assert edge[part] == (
                None if getattr(compared, part) is None else pytest.approx(getattr(compared, part), abs=1e-9)
            )
        assert sum(factor["contribution"] for factor in edge["factors"]) == pytest.approx(
            edge["score"], abs=1e-9
        )
        assert sum(factor["weight"] for factor in edge["factors"]) == pytest.approx(1, abs=1e-9)
        assert all(factor["reason"].endswith(".") for factor in edge["factors"])


@pytest.fixture(scope="module")
def most_similar(world: World) -> MostSimilar:
    """The best of all others that pass a test, by score to 6 decimals, then key."""

    @cache
    def everyone(key: str, weights: tuple[tuple[str, float], ...]) -> Ranked:
        asks = world.places[key]
        found = []
        for other in world.places.values():
            if other.key == key or (other.kind == "STATE") != (asks.kind == "STATE"):
                continue
            if nested(asks, other):
                continue
            with suppress(InsufficientProfile):
                found.append((other.key, score(asks, other, world.adjacency, dict(weights))))
        return sorted(found, key=lambda pair: (-round(pair[1].score, 6), pair[0]))

    def best(key: str, weights: dict[str, float], test: Test = lambda *_: True) -> Ranked:
        ranked = everyone(key, tuple({**WEIGHTS, **weights}.items()))
        return [pair for pair in ranked if test(world.places[pair[0]], pair[1])][:MOST]

    return best


@pytest.fixture(scope="module")
def keys(world: World) -> dict[str, list[str]]:
    """Keys of each kind."""
    return {kind: sorted(k for k, place in world.places.items() if place.kind == kind) for kind in KINDS}


@pytest.mark.parametrize("number", range(DRAWS))
async def test_weights_of_ones_own_give_the_exact_list(
    ask: Any, most_similar: MostSimilar, keys: dict[str, list[str]], number: int
) -> None:
    draw = random.Random(f"{SEED} weights {number}")
    key = draw.choice(keys[KINDS[number % len(KINDS)]])
    weights = {part: draw.choice([0.0, 0.1, 0.5, 1.0, 3.0]) for part in WEIGHTS if draw.random() < 0.6}
    weights["size"] = weights.get("size") or 0.2
    data = await ask(SIMILAR, key=key, weights=weights)
    same(data["jurisdiction"]["similar"], most_similar(key, weights))


async def test_where_ones_own_density_is_unknown_a_known_one_excludes_nobody(
    ask: Any, most_similar: MostSimilar
) -> None:
    """Cannon Air Force Base has no density; Jal, the most similar to it by these weights, has one."""
    weights = {"density": 1.0, "region": 1.0, "size": 0.2}
    wanted = most_similar("us-place:7261002", weights)
    assert wanted[0][0] == "us-place:5473083"
    same((await ask(SIMILAR, key="us-place:7261002", weights=weights))["jurisdiction"]["similar"], wanted)


@pytest.mark.parametrize("name", FILTERS)
@pytest.mark.parametrize("key", ["us-county:39163", "us-place:4699066"])
async def test_a_filter_gives_the_best_of_the_matching_jurisdictions(
    ask: Any, most_similar: MostSimilar, name: str, key: str
) -> None:
    where, means = FILTERS[name]
    data = await ask(SIMILAR, key=key, where=where)
    same(data["jurisdiction"]["similar"], most_similar(key, {}, means))


async def test_a_filter_and_weights_go_together(ask: Any, most_similar: MostSimilar) -> None:
    where, means = FILTERS["kind"]
    weights = {"size": 0.0, "distance": 2.0}
    data = await ask(SIMILAR, key="us-county:48201", where=where, weights=weights)
    same(data["jurisdiction"]["similar"], most_similar("us-county:48201", weights, means))


@pytest.mark.parametrize("kind", KINDS)
async def test_the_stored_list_is_the_exact_one(
    ask: Any, most_similar: MostSimilar, keys: dict[str, list[str]], kind: str
) -> None:
    for key in random.Random(kind).sample(keys[kind], min(4, len(keys[kind]))):
        data = await ask(SIMILAR, key=key)
        same(data["jurisdiction"]["similar"], most_similar(key, {}))


async def test_a_stored_list_compares_with_nobody_else(executor: Executor, access: Access) -> None:
    """It read all jurisdictions of the index, and threw them away."""
    one = '{ jurisdiction(key: "us-county:39163") { similar(first: 25) { edges { score } } } }'
    async with session_of(access) as session:
        _, hits = await profiled(executor, session, one)
    assert hits <= 100 * MOST


async def test_pages_of_a_list_join(ask: Any) -> None:
    text = """query ($after: String) { jurisdiction(key: "us-county:39163") {
      similar(first: 10, after: $after, weights: {size: 1}) {
        pageInfo { hasNextPage endCursor } edges { rank node { key } } } } }"""
    after, ranks = None, []
    for _ in range(3):
        page = (await ask(text, after=after))["jurisdiction"]["similar"]
        ranks += [edge["rank"] for edge in page["edges"]]
        after = page["pageInfo"]["endCursor"]
    assert ranks == list(range(1, MOST + 1))
    assert not page["pageInfo"]["hasNextPage"]


async def test_another_order_sorts_the_same_list(ask: Any) -> None:
    text = """{ jurisdiction(key: "us-county:39163") {
      similar(first: 25) { edges { node { key } } }
      far: similar(first: 25, sort: [{edge: {distance: ASC}}]) { edges { distance node { key } } } } }"""
    found = (await ask(text))["jurisdiction"]
    distances = [edge["distance"] for edge in found["far"]["edges"]]
    assert distances == sorted(distances)
    assert {e["node"]["key"] for e in found["far"]["edges"]} == {
        e["node"]["key"] for e in found["similar"]["edges"]
    }


async def test_a_wrong_weight_is_named(refusal: Any) -> None:
    error = await refusal(SIMILAR, key="us-county:39163", weights={"size": -1})
    assert isinstance(error, InvalidInput)
    assert str(error) == "weights.size: must be 0 or more (got -1.0)."
