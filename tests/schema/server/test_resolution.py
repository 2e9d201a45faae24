"""`resolveJurisdiction`: what a name means, the candidates, or why nothing was found."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

QUERY = """
query Resolve($name: String!, $state: String, $kind: JurisdictionType, $fips: String) {
  resolveJurisdiction(name: $name, state: $state, kind: $kind, fips: $fips) {
    outcome how score reason
    found { key name state kind county jurisdiction { key name population } }
    candidates { key name state county population score jurisdiction { key } }
  }
}
"""


async def asked(client: httpx.AsyncClient, **variables: Any) -> Any:
    answer = await client.post("/graphql", json={"query": QUERY, "variables": variables})
    assert int(answer.headers["x-graphql-cost"]) > 0
    return answer.json()


async def found(client: httpx.AsyncClient, **variables: Any) -> Any:
    answer = await asked(client, **variables)
    assert "errors" not in answer, answer
    return answer["data"]["resolveJurisdiction"]


@pytest.mark.parametrize(
    ("variables", "how", "keys"),
    [
        ({"name": "Houston Police Department", "state": "TX"}, "NAME", ["us-place:4699066"]),
        ({"name": "City of St. Louis, MO"}, "NAME", ["us-county:29510"]),
        ({"name": "Huston", "state": "Texas"}, "SIMILAR", ["us-place:4699066"]),
        ({"name": "", "fips": "48201"}, "FIPS", ["us-county:48201"]),
        ({"name": "Dinwiddie PD", "state": "VA", "kind": "COUNTY"}, "NAME", ["us-county:51053"]),
        ({"name": "Gallia-Jackson-Meigs", "state": "OH"}, "MEMBERS", ["us-region:gallia-jackson-meigs"]),
        (
            {"name": "Norfolk / Virginia Beach Police", "state": "VA"},
            "MEMBERS",
            ["us-county:51710", "us-county:51810"],
        ),
    ],
)
async def test_a_name_is_resolved_with_how_and_with_the_jurisdiction(
    client: httpx.AsyncClient, variables: dict[str, Any], how: str, keys: list[str]
) -> None:
    answer = await found(client, **variables)
    assert (answer["outcome"], answer["how"], answer["reason"]) == ("RESOLVED", how, None)
    assert [each["key"] for each in answer["found"]] == keys
    for each in answer["found"]:
        assert each["jurisdiction"]["key"] == each["key"]
        assert each["jurisdiction"]["name"] == each["name"]
    assert (answer["score"] < 1) == (how == "SIMILAR")
    assert answer["candidates"] == []


async def test_several_of_one_name_are_candidates_with_county_and_people(client: httpx.AsyncClient) -> None:
    answer = await found(client, name="Midway", state="FL")
    assert (answer["outcome"], answer["how"], answer["found"]) == ("AMBIGUOUS", None, [])
    assert "fips would decide" in answer["reason"]
    assert len(answer["candidates"]) == 3
    for each in answer["candidates"]:
        assert each["county"].endswith(" County")
        assert each["population"] > 0
        assert each["jurisdiction"] == {"key": each["key"]}


async def test_a_contradiction_is_ambiguous_and_a_government_without_a_node_unknown(
    client: httpx.AsyncClient,
) -> None:
    elsewhere = await found(client, name="Springfield", state="OH", fips="39061")
    assert elsewhere["outcome"] == "AMBIGUOUS"
    assert "fips is that of Hamilton County" in elsewhere["reason"]
    township = await found(client, name="Reading Township", state="PA")
    assert (township["outcome"], township["found"]) == ("UNKNOWN", [])
    assert "township" in township["reason"]


@pytest.mark.parametrize(
    ("variables", "said"),
    [
        ({"name": " "}, "name: it is empty; give a name"),
        ({"name": "x" * 201}, "name: 201 characters were given, at most 200"),
        ({"name": "\ufdfa" * 200}, "name: 3,600 characters were given, at most 200"),  # 18 letters in one
        ({"name": "Ohio", "state": "\ufdfa" * 12}, "state: 216 characters were given, at most 200"),
        ({"name": "Houston", "state": "T" * 300}, "state: 300 characters"),
        ({"name": "Houston", "fips": "4" * 300}, "fips: 300 characters"),
    ],
)
async def test_a_wrong_argument_is_refused_with_its_name_and_limit(
    client: httpx.AsyncClient, variables: dict[str, Any], said: str
) -> None:
    answer = await asked(client, **variables)
    assert answer["data"]["resolveJurisdiction"] is None
    [error] = answer["errors"]
    assert error["path"] == ["resolveJurisdiction"]
    assert error["extensions"]["code"] == "BAD_USER_INPUT"
    assert said in error["message"]


async def test_many_names_in_one_operation_are_answered_side_by_side(client: httpx.AsyncClient) -> None:
    text = """{
      a: resolveJurisdiction(name: "Houston", state: "TX") { outcome found { key } }
      b: resolveJurisdiction(name: "Midway", state: "FL") { outcome }
      c: resolveJurisdiction(name: "Qqqqq", state: "FL") { outcome }
      site(key: "site:houston-pd") { name }
    }"""
    data = (await client.post("/graphql", json={"query": text})).json()["data"]
    assert data["a"] == {"outcome": "RESOLVED", "found": [{"key": "us-place:4699066"}]}
    assert (data["b"]["outcome"], data["c"]["outcome"]) == ("AMBIGUOUS", "UNKNOWN")
    assert data["site"] == {"name": "Houston Police Department"}
