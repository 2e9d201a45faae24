"""Requests are recorded and updated through GraphQL: an outcome for each row, and what hangs on it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from time import monotonic
from typing import Any

import pytest
from graphql import ExecutionResult

from cli.mutations import ports
from graph.data_version import DataVersion
from graph.database import Database
from graph.deadline import Deadline
from graph.errors import CostExceeded, DeadlineExceeded, Forbidden, InvalidInput, WritingClosed
from graph.settings import Settings
from graph.statements import Statement
from graph.viewer import Role, Viewer
from schema.model import MODEL
from schema.planner.run.executor import Executor

RECORD = """
mutation Record($requests: [RequestInput!]!) {
  recordRequests(input: {requests: $requests}) {
    created updated unchanged rejected
    results { key outcome problems { code field reason remedy } request { month status models { key } } }
  }
}
"""
UPDATE = """
mutation Update($key: String!, $changes: RequestChanges!) {
  updateRequest(input: {key: $key, changes: $changes}) {
    result { outcome problems { code field } request { status closedMonth } }
  }
}
"""
GOOD = {
    "requestId": "gql-1",
    "month": "2025-10",
    "jurisdictionType": "COUNTY",
    "state": "OH",
    "status": "SCOPING",
    "jurisdictions": ["us-county:39163"],
    "models": ["model:co-responder"],
    "synthetic": True,
}
COUNT = '{ requestsAggregate(where: {key: {startsWith: "request:gql-"}}) { count } }'
CLEAN_UP = Statement(
    "clean-up", "CYPHER 25 MATCH (q:Request) WHERE q.key STARTS WITH 'request:gql-' DETACH DELETE q"
)


@pytest.fixture
async def writer(database: Database, settings: Settings) -> AsyncIterator[Executor]:
    yield Executor(MODEL, database, settings, ports(database, DataVersion(database, settings), settings))
    await database.write(CLEAN_UP, {}, Deadline.after(30))


async def execute(executor: Executor, text: str, **variables: Any) -> ExecutionResult:
    return await executor.execute(text, variables, None, Deadline.after(60))


async def done(executor: Executor, text: str, **variables: Any) -> Any:
    result = await execute(executor, text, **variables)
    assert result.errors is None
    assert result.data is not None
    return next(iter(result.data.values()))


async def test_each_row_has_its_outcome_in_the_order_given(writer: Executor) -> None:
    bad = GOOD | {"requestId": "gql-2", "models": ["model:nope"], "swornBand": "FROM_10"}
    wrong = GOOD | {"requestId": "not an id", "month": "2025-13"}
    found = await done(writer, RECORD, requests=[GOOD, bad, GOOD, wrong])
    assert [each["outcome"] for each in found["results"]] == ["CREATED", "REJECTED", "UNCHANGED", "REJECTED"]
    assert (found["created"], found["updated"], found["unchanged"], found["rejected"]) == (1, 0, 1, 2)
    created, refused, _, strange = found["results"]
    models = [{"key": "model:co-responder"}]
    assert created["request"] == {"month": "2025-10", "status": "SCOPING", "models": models}
    assert refused["request"] is None
    assert [(p["code"], p["field"]) for p in refused["problems"]] == [("INCONSISTENT", "swornBandBasis")]
    assert strange["key"] is None
    assert {p["field"] for p in strange["problems"]} == {"requestId", "month"}


async def test_an_unknown_key_is_a_problem_of_its_input_field(writer: Executor) -> None:
    found = await done(writer, RECORD, requests=[GOOD | {"jurisdictions": ["us-county:00000"]}])
    [problem] = found["results"][0]["problems"]
    assert (problem["code"], problem["field"]) == ("UNKNOWN_KEY", "jurisdictions")
    assert "us-county:00000" in problem["reason"]


async def test_reasons_and_remedies_speak_of_the_fields_of_the_input(writer: Executor) -> None:
    found = await done(writer, RECORD, requests=[GOOD | {"status": "MATCHED", "sites": ["site:houston-pd"]}])
    [problem] = found["results"][0]["problems"]
    assert problem["field"] == "matchedMonth"
    assert "_" not in problem["reason"] + problem["remedy"]


SECRET = "Pat Doe, 555-0100, pat.doe@example.org"


@pytest.mark.parametrize(
    "name",
    [
        "contactEmail",
        "jurisdictionName",
        "zip",
        "request_id",
        "sworn_band",
        "Status",
        "__proto__",
        "",
        "a.b c",
        "x" * 90,
    ],
)
async def test_an_unknown_field_rejects_its_row_without_showing_its_value(
    writer: Executor, caplog: pytest.LogCaptureFixture, name: str
) -> None:
    rows = [GOOD, GOOD | {"requestId": "gql-2", name: SECRET}, GOOD | {"requestId": "gql-3"}]
    result = await execute(writer, RECORD, requests=rows)
    assert result.errors is None
    assert result.data is not None
    found = result.data["recordRequests"]
    assert [each["outcome"] for each in found["results"]] == ["CREATED", "REJECTED", "CREATED"]
    [problem] = found["results"][1]["problems"]
    assert (problem["code"], problem["field"]) == ("UNKNOWN_FIELD", name[:54])
    assert "leave it out" in problem["remedy"]
    assert (found["results"][1]["key"], found["results"][1]["request"]) == ("request:gql-2", None)
    assert SECRET not in str(result.data) + caplog.text


NAMED = {
    "requestId": "gql-1",
    "month": "2025-10",
    "jurisdictionType": "CITY",
    "state": "OH",
    "status": "SCOPING",
    "synthetic": True,
}
PLACES = """
query { requests(where: {key: {startsWith: "request:gql-"}}, sort: [{key: ASC}]) {
  edges { node { key jurisdictions(first: 5) { edges { node { key } } } } }
} }
"""


async def test_a_request_finds_its_jurisdictions_by_name_as_a_row_of_a_file_does(writer: Executor) -> None:
    rows = [
        NAMED | {"jurisdiction": "City of Athens"},
        NAMED | {"requestId": "gql-2", "jurisdiction": "Vinton Co. Sheriff", "jurisdictionType": "COUNTY"},
        NAMED | {"requestId": "gql-3", "fips": "39163", "jurisdictionType": "COUNTY"},
        NAMED
        | {"requestId": "gql-4", "jurisdictionType": "MULTI_JURISDICTION"}
        | {"jurisdiction": "Springfield PD and Clark County Sheriff's Office"},
        NAMED | {"requestId": "gql-5", "jurisdiction": "Reading Township", "state": "PA"},
        NAMED | {"requestId": "gql-6", "jurisdiction": "Dayton", "jurisdictions": ["us-place:4505542"]},
    ]
    found = await done(writer, RECORD, requests=rows)
    assert [each["outcome"] for each in found["results"]] == ["CREATED"] * 6
    result = await execute(writer, PLACES)
    assert result.data is not None
    places = {
        each["node"]["key"]: [at["node"]["key"] for at in each["node"]["jurisdictions"]["edges"]]
        for each in result.data["requests"]["edges"]
    }
    assert places == {
        "request:gql-1": ["us-place:4505542"],
        "request:gql-2": ["us-county:39163"],
        "request:gql-3": ["us-county:39163"],
        "request:gql-4": ["us-county:39023", "us-place:4525353"],
        "request:gql-5": [],  # a township without a node
        "request:gql-6": ["us-place:4505542"],
    }
    again = await done(writer, RECORD, requests=rows)
    assert again["unchanged"] == 6


async def test_a_name_of_several_rejects_its_row_with_the_candidates(writer: Executor) -> None:
    rows = [
        NAMED | {"jurisdiction": "City of Athens"},
        NAMED | {"requestId": "gql-2", "jurisdiction": "Midway", "state": "FL"},
        NAMED | {"requestId": "gql-3", "jurisdiction": "Norfolk / Virginia Beach Police", "state": "VA"},
        NAMED | {"requestId": "gql-4", "jurisdiction": "Springfield", "fips": "39061"},
    ]
    found = await done(writer, RECORD, requests=rows)
    assert [each["outcome"] for each in found["results"]] == ["CREATED", *["REJECTED"] * 3]
    several, listed, elsewhere = (each["problems"][0] for each in found["results"][1:])
    for problem in (several, listed, elsewhere):
        assert (problem["code"], problem["field"]) == ("AMBIGUOUS", "jurisdiction")
        assert "jurisdictions" in problem["remedy"]
    assert "us-place:4164343, Midway, FL (Gadsden County" in several["reason"]
    assert "us-county:51710" in listed["reason"]
    assert "us-county:51810" in listed["reason"]
    assert "fips is that of Hamilton County" in elsewhere["reason"]


async def test_an_update_does_not_look_names_up(writer: Executor) -> None:
    await done(writer, RECORD, requests=[GOOD])
    found = await done(
        writer, UPDATE, key="request:gql-1", changes={"jurisdiction": "Dayton", "fips": "39113"}
    )
    problems = {(each["field"], each["code"]) for each in found["result"]["problems"]}
    assert problems == {("jurisdiction", "FIXED_FIELD"), ("fips", "FIXED_FIELD")}


async def test_a_misspelled_field_has_a_suggestion(writer: Executor) -> None:
    found = await done(writer, RECORD, requests=[GOOD | {"sworn_band": "FROM_10", "topic": []}])
    problems = {each["field"]: each["remedy"] for each in found["results"][0]["problems"]}
    assert problems == {
        "sworn_band": "leave it out, or write swornBand",
        "topic": "leave it out, or write topics",
    }


@pytest.mark.parametrize(
    ("declared", "argument", "given"),
    [
        ("$r: RequestInput!", "{requests: [$r]}", lambda row: {"r": row}),
        ("$r: [RequestInput!]!", "{requests: $r}", lambda row: {"r": row}),  # a list of one
        ("$r: RecordRequestsInput!", "$r", lambda row: {"r": {"requests": [row]}}),
        ("$r: RecordRequestsInput!", "$r", lambda row: {"r": {"requests": row}}),
    ],
)
async def test_a_row_is_judged_wherever_a_variable_holds_it(
    writer: Executor, declared: str, argument: str, given: Any
) -> None:
    text = f"""mutation M({declared}) {{ recordRequests(input: {argument}) {{
      results {{ outcome problems {{ field }} request {{ sites(first: 1) {{ key }} }} }} }} }}"""
    found = await done(writer, text, **given(GOOD | {"email": SECRET}))
    problems = [{"field": "email"}]
    assert found["results"] == [{"outcome": "REJECTED", "problems": problems, "request": None}]


async def test_an_update_is_rejected_for_a_field_that_it_has_not(writer: Executor) -> None:
    await done(writer, RECORD, requests=[GOOD])
    changes = {"status": "COMPLETED", "email": SECRET, "requestId": "gql-9", "synthetic": False}
    found = await done(writer, UPDATE, key="request:gql-1", changes=changes)
    assert (found["result"]["outcome"], found["result"]["request"]["status"]) == ("REJECTED", "SCOPING")
    assert {each["field"]: each["code"] for each in found["result"]["problems"]} == {
        "email": "UNKNOWN_FIELD",
        "requestId": "FIXED_FIELD",
        "synthetic": "FIXED_FIELD",
    }


MISFITS: dict[str, Any] = {
    "status": SECRET,
    "agencyType": [SECRET],
    "requestId": [SECRET],
    "synthetic": SECRET,
    "daysToMatch": SECRET,
    "models": [{"key": SECRET}],
    "assistanceTypes": [SECRET],
}
"""Values that do not fit the types of a request."""


@pytest.mark.parametrize("field", MISFITS)
async def test_a_value_of_a_wrong_type_is_reported_by_path_without_the_value(
    writer: Executor, field: str
) -> None:
    result = await execute(writer, RECORD, requests=[GOOD, GOOD | {field: MISFITS[field]}])
    assert result.data is None
    assert result.errors is not None
    [error] = result.errors
    assert f"Variable '$requests' has invalid value at [1].{field}" in error.message
    assert ": expected " in error.message
    assert not any(word in error.message for word in ("Pat", "Doe", "555", "example"))
    assert await done(writer, COUNT) == [{"count": 0}]


@pytest.mark.parametrize(
    ("requests", "said"),
    [
        ([{"requestId": SECRET}], "at [0]: 'month' is missing; 'jurisdictionType' is missing"),
        ([SECRET], "at [0]: expected a value of type 'RequestInput!'."),
        ([None], "at [0]: expected a value of type 'RequestInput!'."),
        (SECRET, "value: expected a value of type '[RequestInput!]!'."),
        (None, "value: expected a value of type '[RequestInput!]!'."),
    ],
)
async def test_an_invalid_row_is_reported_without_its_values(
    writer: Executor, requests: Any, said: str
) -> None:
    result = await execute(writer, RECORD, requests=requests)
    assert result.errors is not None
    assert said in result.errors[0].message
    assert "Pat" not in str(result.errors)


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (
            '{requestId: "a", email: "%s"}',
            "Invalid value at .requests[0]: 'RequestInput' has no field 'email'",
        ),
        (
            '{requestId: "a", status: "%s"}',
            "Invalid value at .requests[0].status: expected one of RECEIVED, ",
        ),
        ('"%s"', "Invalid value at .requests[0]: expected a value of type 'RequestInput!'."),
        (
            '{requestId: 1, models: [{a: "%s"}]}',
            "Invalid value at .requests[0].models[0]: expected a value of type",
        ),
    ],
)
async def test_an_invalid_row_in_the_document_is_reported_without_its_values(
    writer: Executor, row: str, said: str
) -> None:
    result = await execute(
        writer, "mutation { recordRequests(input: {requests: [%s]}) { created } }" % (row % SECRET)
    )
    assert result.data is None
    assert result.errors is not None
    assert any(said in error.message for error in result.errors)
    assert "Pat" not in "".join(error.message for error in result.errors)


async def test_a_variable_that_nests_too_deep_is_an_error(writer: Executor) -> None:
    text = """mutation M($requests: [RequestInput!]!, $where: SiteWhere) {
      recordRequests(input: {requests: $requests}) {
        results { request { sites(where: $where) { key } } } } }"""
    where: Any = {}
    for _ in range(1000):
        where = {"NOT": where}
    for row in (GOOD, GOOD | {"email": SECRET}, GOOD | {"status": SECRET}):
        result = await execute(writer, text, requests=[row], where=where)
        assert result.errors is not None
        assert [error.message for error in result.errors] == ["Variable values are nested too deeply."]


async def test_errors_of_many_wrong_rows_are_limited(writer: Executor) -> None:
    result = await execute(writer, RECORD, requests=[GOOD | {"status": SECRET}] * 1000)
    assert result.errors is not None
    *first, last = result.errors
    assert len(first) == 50
    assert last.message.startswith("There are more than 50 errors.")


@pytest.mark.parametrize("days", [True, "1_2", "12", 1.5])
async def test_days_to_match_are_an_integer(writer: Executor, days: object) -> None:
    result = await execute(writer, RECORD, requests=[GOOD | {"daysToMatch": days}])
    assert result.errors is not None
    assert "daysToMatch" in result.errors[0].message


async def test_a_second_time_changes_nothing(writer: Executor) -> None:
    assert (await done(writer, RECORD, requests=[GOOD]))["created"] == 1
    version = "{ dataVersion { version } }"
    before = await done(writer, version)
    assert (await done(writer, RECORD, requests=[GOOD]))["unchanged"] == 1
    assert await done(writer, version) == before


async def test_an_update_changes_the_given_fields_alone(writer: Executor) -> None:
    await done(writer, RECORD, requests=[GOOD])
    changes = {"status": "WITHDRAWN", "closedMonth": "2025-11"}
    found = await done(writer, UPDATE, key="request:gql-1", changes=changes)
    request = {"status": "WITHDRAWN", "closedMonth": "2025-11"}
    assert found == {"result": {"outcome": "UPDATED", "problems": [], "request": request}}
    again = await done(writer, UPDATE, key="request:gql-1", changes=changes)
    assert again["result"]["outcome"] == "UNCHANGED"
    taken_away = await done(writer, UPDATE, key="request:gql-1", changes={"closedMonth": None})
    assert taken_away["result"]["request"]["closedMonth"] is None


async def test_an_update_of_a_missing_request_is_rejected(writer: Executor) -> None:
    found = await done(writer, UPDATE, key="request:gql-none", changes={"status": "COMPLETED"})
    assert found["result"]["outcome"] == "REJECTED"
    assert found["result"]["problems"] == [{"code": "UNKNOWN_KEY", "field": "key"}]
    assert found["result"]["request"] is None


async def test_mutations_of_one_operation_run_in_order(writer: Executor) -> None:
    text = """
    mutation Both($requests: [RequestInput!]!) {
      one: recordRequests(input: {requests: $requests}) { results { request { status } } }
      other: updateRequest(input: {key: "request:gql-1", changes: {status: RECEIVED}}) {
        result { request { status } } }
      __typename
    }
    """
    result = await execute(writer, text, requests=[GOOD])
    assert result.errors is None
    assert result.data == {
        "one": {"results": [{"request": {"status": "SCOPING"}}]},
        "other": {"result": {"request": {"status": "RECEIVED"}}},
        "__typename": "Mutation",
    }


async def test_more_rows_than_allowed_are_an_error_and_none_is_written(writer: Executor) -> None:
    rows = [GOOD | {"requestId": f"gql-{number}"} for number in range(1001)]
    result = await execute(writer, RECORD, requests=rows)
    assert result.errors is not None
    assert type(result.errors[0].original_error) is InvalidInput
    assert await done(writer, COUNT) == [{"count": 0}]


PLAIN = """
mutation Record($requests: [RequestInput!]!) {
  recordRequests(input: {requests: $requests}) { created results { key outcome problems { reason } } }
}
"""


@pytest.mark.parametrize("role", [Role.READER, Role.STAFF])
@pytest.mark.parametrize(
    ("text", "variables"),
    [
        (PLAIN, {"requests": [GOOD]}),
        (PLAIN, {"requests": []}),
        (PLAIN, {"requests": [GOOD | {"requestId": "no id"}]}),
        (UPDATE, {"key": "request:syn-7-0000001", "changes": {}}),
        (UPDATE, {"key": "request:syn-7-0000001", "changes": {"month": "2026-01"}}),
        (
            "mutation M($k: String!) { a: updateRequest(input: {key: $k, changes: {}}) { __typename } }",
            {"k": "x"},
        ),
    ],
)
async def test_one_who_may_not_write_is_told_nothing_of_what_is_stored(
    writer: Executor, role: Role, text: str, variables: Any
) -> None:
    result = await writer.execute(text, variables, None, Deadline.after(60), Viewer(role))
    assert result.data is None
    assert result.errors is not None
    [error] = result.errors
    assert type(error.original_error) is Forbidden
    assert error.message.startswith("Mutations need the role loader or admin")
    assert await done(writer, COUNT) == [{"count": 0}]


async def test_a_loader_writes_and_is_told_outcomes(writer: Executor) -> None:
    result = await writer.execute(PLAIN, {"requests": [GOOD]}, None, Deadline.after(60), Viewer(Role.LOADER))
    assert result.errors is None
    assert await done(writer, COUNT) == [{"count": 1}]


async def test_names_in_ligatures_hold_no_other_request_up(writer: Executor) -> None:
    async def longest_wait() -> None:
        nonlocal longest
        while True:
            started = monotonic()
            await asyncio.sleep(0.005)
            longest = max(longest, monotonic() - started)

    rows = [NAMED | {"requestId": f"gql-{n}", "jurisdiction": "\ufdfa" * 190 + str(n)} for n in range(100)]
    await done(writer, RECORD, requests=[NAMED | {"jurisdiction": "Dayton"}])  # makes the resolver
    longest = 0.0
    waiting = asyncio.create_task(longest_wait())
    found = await done(writer, RECORD, requests=rows)
    waiting.cancel()
    assert len(found["results"]) == 100
    assert longest < 0.5  # 4 s before


async def test_names_are_looked_up_within_the_deadline(writer: Executor) -> None:
    rows = [NAMED | {"requestId": f"gql-{n}", "jurisdiction": f"Springfeild Twp {n}"} for n in range(500)]
    await done(writer, RECORD, requests=[NAMED | {"jurisdiction": "Dayton"}])
    result = await writer.execute(RECORD, {"requests": rows}, None, Deadline.after(0.2))
    assert result.errors is not None
    assert type(result.errors[0].original_error) is DeadlineExceeded
    await asyncio.sleep(1)  # a mutation runs to its end
    assert await done(writer, COUNT) == [{"count": 1}]


UNSEEN = """
mutation Unseen($key: String!, $changes: RequestChanges!) {
  updateRequest(input: {key: $key, changes: $changes}) {
    result { outcome problems { code field reason remedy } }
  }
}
"""
STORED = GOOD | {
    "status": "COMPLETED",
    "sites": ["site:houston-pd"],
    "matchedMonth": "2025-11",
    "closedMonth": "2026-02",
}


@pytest.mark.parametrize(
    ("changes", "code", "field"),
    [
        ({"matchedMonth": "2015-01"}, "INCONSISTENT", "matchedMonth"),
        ({"closedMonth": "2015-01"}, "INCONSISTENT", "closedMonth"),
        ({"month": "2026-06"}, "INCONSISTENT", "month"),
        ({"state": "CA"}, "INCONSISTENT", "state"),
        ({"jurisdictions": ["us-county:48201"]}, "INCONSISTENT", "jurisdictions"),
        ({"status": "RECEIVED"}, "INCONSISTENT", "status"),
        ({"sites": []}, "INCONSISTENT", "sites"),
        ({"state": "ZZ"}, "INVALID", "state"),
        ({"month": None}, "MISSING", "month"),
        ({"models": ["model:nope"]}, "UNKNOWN_KEY", "models"),
    ],
)
async def test_problems_show_a_loader_no_stored_value(
    writer: Executor, changes: dict[str, Any], code: str, field: str
) -> None:
    assert (await done(writer, RECORD, requests=[STORED]))["created"] == 1
    variables = {"key": "request:gql-1", "changes": changes}
    result = await writer.execute(UNSEEN, variables, None, Deadline.after(60), Viewer(Role.LOADER))
    assert result.errors is None
    assert result.data is not None
    found = result.data["updateRequest"]["result"]
    assert found["outcome"] == "REJECTED"
    [problem] = found["problems"]
    assert (problem["code"], problem["field"]) == (code, field)
    for stored in ("2025-10", "2025-11", "2026-02", "OH", "39163", "houston", "sites are given"):
        assert stored not in problem["reason"] + problem["remedy"]
    [full] = (await done(writer, UNSEEN, **variables))["result"]["problems"]
    assert (full["code"] == "INCONSISTENT") == (full["reason"] != problem["reason"])


@pytest.mark.parametrize(
    "selection",
    [
        "created results { request { key } }",
        "results { ... on RecordedRequest { request { sites { name } } } }",
        "results { request { jurisdictions { edges { node { requests { totalCount } } } } } }",
    ],
)
async def test_a_mutation_that_selects_what_its_caller_may_not_see_writes_nothing(
    writer: Executor, selection: str
) -> None:
    both = f"""mutation Both($requests: [RequestInput!]!) {{
      one: recordRequests(input: {{requests: $requests}}) {{ created }}
      other: recordRequests(input: {{requests: $requests}}) {{ {selection} }}
    }}"""
    result = await writer.execute(both, {"requests": [GOOD]}, None, Deadline.after(60), Viewer(Role.LOADER))
    assert result.data is None
    assert result.errors is not None
    assert type(result.errors[0].original_error) is Forbidden
    assert await done(writer, COUNT) == [{"count": 0}]


async def test_a_read_only_service_has_no_ports(executor: Executor) -> None:
    result = await execute(executor, RECORD, requests=[GOOD])
    assert result.errors is not None
    assert type(result.errors[0].original_error) is WritingClosed


async def test_a_mutation_whose_answer_costs_too_much_writes_nothing(
    writer: Executor,
) -> None:
    text = """
    mutation Two($requests: [RequestInput!]!) {
      one: recordRequests(input: {requests: $requests}) { created }
      other: recordRequests(input: {requests: $requests}) { results { request {
        jurisdictions(first: 100) { edges { node { parts(first: 100) { edges { node {
          parts(first: 100) { edges { node { key } } } } } } } } } } } }
    }
    """
    result = await execute(writer, text, requests=[GOOD])
    assert result.data is None
    assert result.errors is not None
    assert type(result.errors[0].original_error) is CostExceeded
    assert await done(writer, COUNT) == [{"count": 0}]


async def test_the_cost_of_an_answer_grows_with_the_rows_of_the_call(writer: Executor) -> None:
    text = """mutation M($requests: [RequestInput!]!) {
      recordRequests(input: {requests: $requests}) { results { request { models(first: 10) { key } } } } }"""
    costs = []
    for rows in (1, 10):
        requests = [GOOD | {"requestId": f"gql-{number}"} for number in range(rows)]
        result = await execute(writer, text, requests=requests)
        assert result.extensions is not None
        costs.append(result.extensions["cost"])
    assert costs[1] > 8 * costs[0]
