"""Fragments, aliases, @skip and @include, __typename: what GraphQL promises of any answer."""

from __future__ import annotations

from typing import Any

HOUSTON = "site:houston-pd"


async def test_fragments_merge_with_fields(ask: Any) -> None:
    data = await ask(
        """
        query ($key: String!) {
          site(key: $key) { name ...A jurisdictions { edges { node { name } } } ... { state } }
        }
        fragment A on Site { key jurisdictions { edges { node { kind ...B } } } }
        fragment B on Jurisdiction { state }
        """,
        key=HOUSTON,
    )
    node = {"kind": "PLACE", "state": "TX", "name": "Houston"}
    assert data["site"] == {
        "name": "Houston Police Department",
        "key": HOUSTON,
        "jurisdictions": {"edges": [{"node": node}]},
        "state": "TX",
    }


async def test_a_field_may_be_selected_twice_with_other_arguments(ask: Any) -> None:
    data = await ask(
        """
        query ($key: String!) {
          one: site(key: $key) { first: models(first: 1) { key } all: models { key } }
          other: site(key: "site:tucson-pd") { key first: jurisdictions(first: 1) { totalCount } }
        }
        """,
        key=HOUSTON,
    )
    assert len(data["one"]["first"]) == 1
    assert data["one"]["all"][:1] == data["one"]["first"]
    assert len(data["one"]["all"]) > 1
    assert data["other"] == {"key": "site:tucson-pd", "first": {"totalCount": 1}}


async def test_skip_and_include_steer(ask: Any) -> None:
    text = """
    query ($yes: Boolean!) {
      site(key: "site:houston-pd") {
        key @include(if: $yes) name @skip(if: $yes) ... @include(if: $yes) { state } ...F @skip(if: $yes)
      }
      topic(key: "topic:rural") @skip(if: $yes) { key }
    }
    fragment F on Site { status }
    """
    assert await ask(text, yes=True) == {"site": {"key": HOUSTON, "state": "TX"}}
    assert await ask(text, yes=False) == {
        "site": {"name": "Houston Police Department", "status": "CURRENT"},
        "topic": {"key": "topic:rural"},
    }


async def test_typename_is_everywhere(ask: Any) -> None:
    data = await ask(
        """
        {
          __typename
          sites(first: 1) {
            __typename
            pageInfo { __typename }
            edges { __typename node {
              __typename operates(first: 1) { __typename edges { kind: __typename } }
            } }
          }
          dataVersion { __typename }
        }
        """
    )
    operates = {"__typename": "SiteOperatesConnection", "edges": [{"kind": "SiteOperatesEdge"}]}
    assert data == {
        "__typename": "Query",
        "sites": {
            "__typename": "SiteConnection",
            "pageInfo": {"__typename": "PageInfo"},
            "edges": [{"__typename": "SiteEdge", "node": {"__typename": "Site", "operates": operates}}],
        },
        "dataVersion": {"__typename": "DataVersion"},
    }


async def test_a_missing_node_is_null(ask: Any) -> None:
    data = await ask(
        """
        {
          site(key: "site:nowhere-pd") { name models { name } }
          partnerAgency(key: "partner:edinburg-center") { jurisdiction { name } note }
          jurisdiction(key: "us-state:OH") { urbanClass partOf { name } }
        }
        """
    )
    assert data == {
        "site": None,
        "partnerAgency": {"jurisdiction": None, "note": None},
        "jurisdiction": {"urbanClass": None, "partOf": []},
    }


async def test_edges_have_the_properties_of_the_relationship(ask: Any) -> None:
    data = await ask(
        """
        {
          programModel(key: "model:telehealth-co-response") {
            sites { edges { basis since node { key } } }
          }
          request(key: "request:syn-7-0000339") {
            answers { edges { matchedMonth closedMonth outcome assistanceTypes node { key } } }
          }
        }
        """
    )
    edges = data["programModel"]["sites"]["edges"]
    harris = next(edge for edge in edges if edge["node"]["key"] == "site:harris-county-so")
    assert (harris["basis"], harris["since"]) == ("published", 2017)
    answers = data["request"]["answers"]["edges"]
    assert answers
    assert all(edge["matchedMonth"] <= edge["closedMonth"] for edge in answers)
