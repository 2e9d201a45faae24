"""What a page reads once: the caller, the proposed weights, the titles of enums."""

from __future__ import annotations

from typing import Any

import pytest
from graphql import GraphQLEnumType

import graph.viewer
from domain.recommendation import FACTORS, RECOMMENDATION
from domain.similarity import TRAITS, WEIGHTS
from domain.titles import TITLES
from graph.deadline import Deadline
from graph.errors import InvalidInput
from graph.viewer import Role, Viewer
from schema.declare import constant_case
from schema.model import MODEL
from schema.planner.run.executor import Executor
from schema.types.viewer import ViewerRole

VIEWER = "{ viewer { role canSeeRequests canWrite } }"
DEFAULTS = """{ recommendationDefaults {
  closeCall leaning
  factors { name title description weight }
  similarity { name title description weight }
} }"""
TITLED = "query ($enums: [String!]) { enumTitles(enums: $enums) { enum value title description } }"
RECOMMEND = """query ($input: RecommendInput!) {
  recommendSites(input: $input) { label edges { node { score tier } } }
}"""
VINTON = "us-county:39163"
GENERATED = ("GroupBy", "SortDirection")
"""How the names of enums end that hold no words of the domain: fields to group by, directions of sorts."""
ENUMS = {
    name: found
    for name, found in MODEL.executable.type_map.items()
    if isinstance(found, GraphQLEnumType) and not name.startswith("__") and not name.endswith(GENERATED)
}


@pytest.mark.parametrize(
    ("role", "sees_requests", "writes"),
    [
        (Role.READER, False, False),
        (Role.STAFF, True, False),
        (Role.LOADER, False, True),
        (Role.ADMIN, True, True),
    ],
)
async def test_the_viewer_is_the_caller(
    executor: Executor, role: Role, sees_requests: bool, writes: bool
) -> None:
    for stranger in (False, True):
        answer = await executor.execute(VIEWER, {}, None, Deadline.after(60), Viewer(role, stranger))
        expected = {"role": role.name, "canSeeRequests": sees_requests, "canWrite": writes}
        assert answer.data == {"viewer": expected}


def test_each_role_is_in_the_schema() -> None:
    assert [*ViewerRole.__members__] == [*graph.viewer.Role.__members__]


async def test_the_defaults_are_those_of_the_formula(ask: Any) -> None:
    found = (await ask(DEFAULTS))["recommendationDefaults"]
    assert {each["name"]: each["weight"] for each in found["factors"]} == {
        constant_case(name): weight for name, weight in FACTORS.items()
    }
    assert {each["name"]: each["weight"] for each in found["similarity"]} == {
        constant_case(name): weight for name, weight in {**WEIGHTS, **dict.fromkeys(TRAITS, 0.0)}.items()
    }
    for each in (*found["factors"], *found["similarity"]):
        assert each["title"]
        assert each["description"].endswith(".")


@pytest.mark.parametrize("models", [[], ["model:co-responder"], ["model:cit"], ["model:mobile-crisis"]])
async def test_a_label_follows_from_the_bounds(ask: Any, models: list[str]) -> None:
    bounds = (await ask(DEFAULTS))["recommendationDefaults"]
    assert (bounds["closeCall"], bounds["leaning"]) == (RECOMMENDATION.leaning, RECOMMENDATION.clear)
    given = {"for": {"jurisdictionKey": VINTON}, "models": models, "asOf": "2025-12-31"}
    found = (await ask(RECOMMEND, input=given))["recommendSites"]
    first, *others = [edge["node"] for edge in found["edges"]]
    lead = first["score"] - max((o["score"] for o in others if o["tier"] == first["tier"]), default=0.0)
    expected = "CLOSE_CALL" if lead < bounds["closeCall"] else "LEANING"
    if lead >= bounds["leaning"] and first["tier"] in (None, "OFFERS"):
        expected = "CLEAR"
    assert found["label"] == expected


def test_each_value_of_each_enum_has_a_title() -> None:
    titled = {enum: list(titles) for enum, titles in TITLES.items()}
    assert titled == {name: list(found.values) for name, found in sorted(ENUMS.items())}


@pytest.mark.parametrize("enum", TITLES)
def test_titles_are_short_and_differ(enum: str) -> None:
    titles = [*TITLES[enum].values()]
    assert len({*titles}) == len(titles)
    assert all(title == title.strip() and not title[0].islower() and title[-1] != "." for title in titles)
    assert max(map(len, titles)) <= 30


async def test_titles_are_given_in_the_order_of_the_enums(ask: Any) -> None:
    found = (await ask(TITLED))["enumTitles"]
    assert [(each["enum"], each["value"]) for each in found] == [
        (enum, value) for enum, titles in TITLES.items() for value in titles
    ]
    for each in found:
        assert each["title"] == TITLES[each["enum"]][each["value"]]
        assert each["description"] == ENUMS[each["enum"]].values[each["value"]].description


async def test_titles_of_some_enums(ask: Any) -> None:
    found = (await ask(TITLED, enums=["SwornBand", "Factor"]))["enumTitles"]
    assert {each["enum"] for each in found} == {"SwornBand", "Factor"}
    assert len(found) == len(TITLES["SwornBand"]) + len(TITLES["Factor"])
    assert (await ask(TITLED, enums=[]))["enumTitles"] == []


@pytest.mark.parametrize("name", ["factor", "SortDirection", "Site", ""])
async def test_an_enum_without_titles_is_refused_by_name(refusal: Any, name: str) -> None:
    error = await refusal(TITLED, enums=["Factor", name])
    assert isinstance(error, InvalidInput)
    assert f"enums: unknown {name!r}; use AgencyType, " in str(error)
