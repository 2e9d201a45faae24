"""A wrong argument is the caller's error, of its field alone: null there, and all around it is answered."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any, NamedTuple

import httpx
import pytest
from graphql import GraphQLField, GraphQLObjectType, is_composite_type, is_non_null_type

from graph.database import Database
from graph.deadline import Deadline
from graph.statements import Statement
from schema.model import MODEL

AGENCY = Statement("agency", "CYPHER 25 CREATE (:LawEnforcementAgency {key: $key, name: 'Made for a test'})")
NAMED = {"site": {"name": "Houston Police Department"}}
RECORD = """
mutation ($key: String = "request:syn-7-0000001", $first: Int = 1) {
  wrong: updateRequest(input: {key: $key, changes: {}}) { result { outcome } }
  right: updateRequest(input: {key: "request:nope", changes: {}}) { result { outcome problems { code } } }
  inside: recordRequests(input: {requests: []}) {
    created results { request { models(first: $first) { key } } }
  }
}
"""


class Wrong(NamedTuple):
    """A field that is refused, with the variables that it takes; the operation names a site beside it."""

    field: str
    variables: str
    path: list[str | int]
    said: str
    given: dict[str, Any] | None = None

    @property
    def document(self) -> str:
        return f'query ({self.variables}) {{ site(key: "site:houston-pd") {{ name }} {self.field} }}'


WRONG = [
    Wrong("sites(sort: [{name: $d}]) { totalCount }", "$d: SortDirection", ["sites"], "'sort'", {}),
    Wrong("sites(sort: [{name: $d}]) { totalCount }", "$d: SortDirection", ["sites"], "'sort'"),
    Wrong("topic(key: $k) { name }", '$k: String = "topic:rural"', ["topic"], "'key'"),
    Wrong("node(id: $i) { id }", '$i: ID = "U2l0ZTp4"', ["node"], "'id'"),
    Wrong("nodes(ids: [$i]) { id }", '$i: ID = "U2l0ZTp4"', ["nodes"], "'ids' has invalid value at [0]"),
    Wrong(
        "sites(where: {key: {in: [$k]}}) { totalCount }",
        '$k: String = "site:houston-pd"',
        ["sites"],
        "'where' has invalid value at .key.in[0]",
    ),
    Wrong("sites(where: {AND: [$w]}) { totalCount }", "$w: SiteWhere = {}", ["sites"], "at .AND[0]"),
    Wrong(
        "jurisdictions(where: {location: {within: {latitude: $n, longitude: 1, miles: 2}}}) { totalCount }",
        "$n: Float = 40",
        ["jurisdictions"],
        "at .location.within.latitude",
    ),
    Wrong("resolveJurisdiction(name: $n) { outcome }", '$n: String = "x"', ["resolveJurisdiction"], "'name'"),
    Wrong("search(query: $q) { totalCount }", '$q: String = "madison"', ["search"], "'query'"),
    Wrong("sitesAggregate(first: $n) { count }", "$n: Int = 3", ["sitesAggregate"], "'first'"),
    Wrong(
        "recommendSites(input: {for: {jurisdictionKey: $k}}) { totalCount }",
        '$k: String = "us-county:39163"',
        ["recommendSites"],
        "'input' has invalid value at .for",
    ),
    Wrong(
        'recommendSites(input: {for: {jurisdictionKey: "us-county:39163"}, models: $m}) { totalCount }',
        "$m: [String!] = []",
        ["recommendSites"],
        "'input' has invalid value at .models",
    ),
    Wrong(
        "requestStatistics(input: {groupBy: [$g]}) { exact }",
        "$g: RequestDimension = YEAR",
        ["requestStatistics"],
        "'input' has invalid value at .groupBy[0]",
    ),
    Wrong(
        'jurisdiction(key: "us-state:OH") { name parts(where: {key: {eq: "us-county:39163"}}) '
        "{ edges { node { sites(sort: [{name: $d}]) { totalCount } } } } }",
        "$d: SortDirection",
        ["jurisdiction", "parts", "edges", 0, "node", "sites"],
        "'sort'",
    ),
    Wrong("__type(name: $n) { name }", '$n: String = "Site"', ["__type"], "'name'"),
    Wrong(
        '__type(name: "Site") { fields(includeDeprecated: $b) { name } }',
        "$b: Boolean = true",
        ["__type", "fields"],
        "'includeDeprecated'",
    ),
    Wrong("topics { totalCount @skip(if: $b) }", "$b: Boolean = false", ["topics"], "'if'"),
    Wrong(
        "topics(first: 1) { edges { ... @include(if: $b) { node { key } } } }",
        "$b: Boolean = true",
        ["topics"],
        "'if'",
    ),
]


async def ask(client: httpx.AsyncClient, text: str, variables: dict[str, Any] | None = None) -> Any:
    """The answer of an operation that ran."""
    answer = await client.post("/graphql", json={"query": text, "variables": variables})
    assert answer.status_code == 200
    return answer.json()


def at(data: Any, path: list[str | int]) -> Any:
    for step in path:
        data = data[step]
    return data


@pytest.mark.parametrize("wrong", WRONG, ids=lambda wrong: wrong.field)
async def test_a_variable_that_is_null_where_null_may_not_be_is_bad_input_of_its_field(
    client: httpx.AsyncClient, wrong: Wrong
) -> None:
    name = wrong.variables[1]
    answer = await ask(client, wrong.document, {name: None} if wrong.given is None else wrong.given)
    [error] = answer["errors"]
    assert error["extensions"]["code"] == "BAD_USER_INPUT"
    assert error["extensions"]["retryable"] is False
    assert error["path"] == wrong.path
    assert error["locations"]
    assert f"Argument {wrong.said}" in error["message"] or f"invalid value {wrong.said}" in error["message"]
    assert answer["data"]["site"] == NAMED["site"]
    assert at(answer["data"], wrong.path) is None


@pytest.mark.parametrize(
    "value", [5, -1.5, True, [], ["2023-05"], {}, {"a": "2023-05"}, "", "2023-13", "today"]
)
@pytest.mark.parametrize(
    ("type", "field"),
    [
        ("Month", "requests(where: {month: {gte: $value}}) { totalCount }"),
        ("Month", "requestsAggregate(where: {month: {in: [$value]}}) { count }"),
        ("Month", "requestStatistics(input: {until: $value}) { exact }"),
        ("Month", "coverageGaps(from: $value) { exact }"),
        ("DateTime", "loadRuns(where: {startedAt: {gte: $value}}) { totalCount }"),
        ("DateTime", "loadRuns(where: {startedAt: {in: [$value]}}) { totalCount }"),
        (
            "Date",
            'recommendSites(input: {for: {jurisdictionKey: "us-county:39163"}, asOf: $value}) { totalCount }',
        ),
    ],
)
async def test_whatever_is_no_month_day_or_moment_is_bad_input_of_its_field(
    client: httpx.AsyncClient, type: str, field: str, value: object
) -> None:
    """Found here: a number, a list or an object where text is needed was a fault of ours, with status 500."""
    text = f'query ($value: {type}!) {{ site(key: "site:houston-pd") {{ name }} field: {field} }}'
    answer = await ask(client, text, {"value": value})
    assert answer["data"] == NAMED | {"field": None}
    [error] = answer["errors"]
    assert (error["extensions"]["code"], error["path"]) == ("BAD_USER_INPUT", ["field"])
    assert "expected a" in error["message"]


async def test_a_null_that_decides_about_a_root_field_refuses_the_operation_as_bad_input(
    client: httpx.AsyncClient,
) -> None:
    text = "query ($b: Boolean = true) { topics @skip(if: $b) { totalCount } sites { totalCount } }"
    answer = await client.post("/graphql", json={"query": text, "variables": {"b": None}})
    assert "data" not in answer.json()
    [error] = answer.json()["errors"]
    assert error["extensions"]["code"] == "BAD_USER_INPUT"
    assert "Argument 'if'" in error["message"]


async def test_a_wrong_argument_of_a_mutation_is_not_done_and_the_others_are(
    client: httpx.AsyncClient,
) -> None:
    answer = await ask(client, RECORD, {"key": None})
    assert answer["data"] == {
        "wrong": None,
        "right": {"result": {"outcome": "REJECTED", "problems": [{"code": "UNKNOWN_KEY"}]}},
        "inside": {"created": 0, "results": []},
    }
    [error] = answer["errors"]
    assert (error["extensions"]["code"], error["path"]) == ("BAD_USER_INPUT", ["wrong"])


async def test_a_payload_that_cannot_be_read_is_not_written(client: httpx.AsyncClient) -> None:
    text = """mutation ($request: RequestInput!, $b: Boolean = true) {
      recordRequests(input: {requests: [$request]}) { created @skip(if: $b) } }"""
    request = {"requestId": "never", "month": "2025-10", "jurisdictionType": "COUNTY", "state": "OH"}
    answer = await ask(client, text, {"request": request | {"status": "RECEIVED"}, "b": None})
    assert answer["data"] == {"recordRequests": None}
    assert [error["extensions"]["code"] for error in answer["errors"]] == ["BAD_USER_INPUT"]
    assert (await ask(client, '{ request(key: "request:never") { key } }'))["data"] == {"request": None}


# Every field that takes arguments -----------------------------------------------------------------------

AROUND = {
    "Query": ("{ %s }", []),
    "Site": ('{ site(key: "site:houston-pd") { %s } }', ["site"]),
    "Jurisdiction": ('{ jurisdiction(key: "us-county:39163") { %s } }', ["jurisdiction"]),
    "ProgramModel": ('{ programModel(key: "model:co-responder") { %s } }', ["programModel"]),
    "Topic": ('{ topic(key: "topic:rural") { %s } }', ["topic"]),
    "PartnerAgency": ('{ partnerAgency(key: "partner:arnold-ventures") { %s } }', ["partnerAgency"]),
    "LawEnforcementAgency": ("{ lawEnforcementAgency(key: $agency) { %s } }", ["lawEnforcementAgency"]),
    "Request": ('{ request(key: "request:syn-7-0000499") { %s } }', ["request"]),
    "Source": ('{ site(key: "site:houston-pd") { sources(first: 1) { %s } } }', ["site", "sources", 0]),
    "CoverageGaps": ("{ coverageGaps { %s } }", ["coverageGaps"]),
    "Recommendation": (
        '{ recommendSites(input: {for: {jurisdictionKey: "us-county:39163"}}, first: 1) '
        "{ edges { node { %s } } } }",
        ["recommendSites", "edges", 0, "node"],
    ),
    "JurisdictionSitesThatHelpedSimilarEdge": (
        '{ jurisdiction(key: "us-county:39163") { sitesThatHelpedSimilar(first: 1) { edges { %s } } } }',
        ["jurisdiction", "sitesThatHelpedSimilar", "edges", 0],
    ),
}
"""An operation around fields of each type, and the path to them."""
BAD = {
    "first": "-1",
    "id": '"no id"',
    "ids": '["no id"]',
    "key": "$text",
    "input": "$statistics",
    "from": '"today"',
    "by": "$by",
    "similarity": "2",
    "enums": '["Nothing"]',
    "name": '" "',
    "kind": "PLACE",
}
"""A wrong value of each argument that can be wrong; one of them is given."""
NEEDED = {
    "search": 'query: "x", ',
    "recommendSites": 'input: {for: {jurisdictionKey: "us-county:39163"}}, ',
    "similarityMap": 'for: {jurisdictionKey: "us-county:39163"}, ',
}
VARIABLES = {
    "$text": '$text: String = "x"',
    "$statistics": "$statistics: RequestStatisticsInput = {}",
    "$by": "$by: CoverageArea = STATE",
    "$agency": "$agency: String!",
}
"""Those that stand for a wrong value are null."""


def with_arguments() -> dict[str, dict[str, GraphQLField]]:
    """The fields that take arguments, by type and name."""
    found = {
        name: {field: each for field, each in type.fields.items() if each.args}
        for name, type in MODEL.executable.type_map.items()
        if isinstance(type, GraphQLObjectType) and not name.startswith("__")
    }
    return {name: fields for name, fields in found.items() if fields}


def wrongly(name: str, field: GraphQLField) -> str:
    """The field with a wrong argument."""
    argument = next(each for each in BAD if each in field.args)
    below = " { __typename }" if is_composite_type(field.type) or "[" in str(field.type) else ""
    return f"{name}({NEEDED.get(name, '')}{argument}: {BAD[argument]}){below or ' { __typename }'}"


@pytest.fixture
async def agency(database: Database, key_prefix: str) -> AsyncIterator[str]:
    key = f"{key_prefix}agency"
    await database.write(AGENCY, {"key": key}, Deadline.after(30))
    return key


def test_every_field_that_takes_arguments_may_be_null() -> None:
    found = with_arguments()
    assert sum(map(len, found.values())) > 80
    assert [
        f"{owner}.{name}"
        for owner, fields in found.items()
        for name, field in fields.items()
        if is_non_null_type(field.type)
    ] == []
    assert found.keys() == AROUND.keys() | {"Mutation", "Subscription"}


@pytest.mark.parametrize("owner", AROUND)
async def test_every_field_that_takes_a_wrong_argument_is_null_alone(
    client: httpx.AsyncClient, agency: str, owner: str
) -> None:
    around, path = AROUND[owner]
    fields = with_arguments()[owner]
    text = around % " ".join(["__typename", *(wrongly(name, field) for name, field in fields.items())])
    used = [variable for variable in VARIABLES if variable in text]
    header = f"query ({', '.join(map(VARIABLES.__getitem__, used))})" if used else ""
    answer = await ask(client, f"{header} {text}", dict.fromkeys(v[1:] for v in used) | {"agency": agency})
    assert at(answer["data"], path) == {"__typename": owner} | dict.fromkeys(fields)
    assert [error["path"] for error in answer["errors"]] == [[*path, name] for name in fields]
    assert {error["extensions"]["code"] for error in answer["errors"]} == {"BAD_USER_INPUT"}


async def test_each_row_of_a_list_has_its_error_and_the_rows_stay(client: httpx.AsyncClient) -> None:
    text = "{ sites(first: 3) { edges { node { key models(first: -1) { key } topics(first: 1) { key } } } } }"
    answer = await ask(client, text)
    nodes = [edge["node"] for edge in answer["data"]["sites"]["edges"]]
    assert [node["models"] for node in nodes] == [None] * 3
    assert all(node["key"] and len(node["topics"]) <= 1 for node in nodes)
    assert [error["path"] for error in answer["errors"]] == [
        ["sites", "edges", row, "node", "models"] for row in range(3)
    ]


async def test_errors_of_rows_count_as_objects_so_that_the_limit_holds_them_too(
    serve: Any, access: Any
) -> None:
    text = "{ sites(first: 3) { edges { node { %s } } } }"
    async with serve(access) as client:
        costs = [
            int((await client.post("/graphql", json={"query": text % below})).headers["x-graphql-cost"])
            for below in ("key", "key models(first: -1) { key } topics(first: -1) { key }")
        ]
    assert costs[1] == costs[0] + 2 * 3
