"""`requesterRole` is the name of today; `askerRole` is deprecated and does the same."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import pytest

from cli.mutations import ports
from graph.data_version import DataVersion
from graph.database import Database
from graph.deadline import Deadline
from graph.settings import Settings
from graph.statements import Statement
from schema.model import MODEL
from schema.planner.run.executor import Executor
from schema.types import recording
from schema.types.request import USE_REQUESTER_ROLE

NAMES = ("requesterRole", "askerRole")
RECORD = """
mutation ($request: RequestInput!) {
  recordRequests(input: {requests: [$request]}) {
    results { outcome problems { code field remedy } request { requesterRole askerRole } }
  }
}
"""
UPDATE = """
mutation ($changes: RequestChanges!) {
  updateRequest(input: {key: "request:role-1", changes: $changes}) {
    result { outcome request { requesterRole askerRole } }
  }
}
"""
READ = """{
  requests(where: {key: {eq: "request:role-1"}, NAME: {eq: CLINICIAN}}, sort: [{NAME: DESC}]) {
    edges { node { NAME } }
  }
  requestsAggregate(where: {key: {eq: "request:role-1"}}, groupBy: [ENUM]) { group { NAME } }
}"""
REQUEST = {
    "requestId": "role-1",
    "month": "2025-10",
    "jurisdictionType": "COUNTY",
    "state": "OH",
    "status": "SCOPING",
    "jurisdictions": ["us-county:39163"],
    "models": ["model:co-responder"],
    "synthetic": True,
}
CLEAN_UP = Statement("clean-up", "CYPHER 25 MATCH (q:Request {key: 'request:role-1'}) DETACH DELETE q")


@pytest.fixture
async def writer(database: Database, settings: Settings) -> AsyncIterator[Executor]:
    yield Executor(MODEL, database, settings, ports(database, DataVersion(database, settings), settings))
    await database.write(CLEAN_UP, {}, Deadline.after(30))


async def answer(executor: Executor, text: str, **variables: Any) -> Any:
    result = await executor.execute(text, variables, None, Deadline.after(60))
    assert result.errors is None
    return result.data


def test_the_former_name_is_deprecated_wherever_it_is() -> None:
    types: Any = MODEL.executable.type_map
    for name in ("Request", "RequestGroup", "RequestWhere", "RequestSort", "RequestInput", "RequestChanges"):
        assert types[name].fields["askerRole"].deprecation_reason == USE_REQUESTER_ROLE, name
        assert types[name].fields["requesterRole"].deprecation_reason is None, name
    assert types["RequestGroupBy"].values["ASKER_ROLE"].deprecation_reason == USE_REQUESTER_ROLE


@pytest.mark.parametrize("name", NAMES)
def test_both_names_are_one_field_of_a_row(name: str) -> None:
    assert recording.row({name: "CLINICIAN"}) == {"asker_role": "clinician"}


def test_both_names_at_once_are_a_problem_of_the_row() -> None:
    row = recording.row({"askerRole": "CLINICIAN", "requesterRole": "OTHER"})
    assert row == {"input.askerRole": "clinician", "asker_role": "other"}


@pytest.mark.parametrize("name", NAMES)
async def test_both_names_record_update_filter_sort_and_group(writer: Executor, name: str) -> None:
    await answer(writer, RECORD, request={**REQUEST, name: "OTHER"})
    updated = await answer(writer, UPDATE, changes={name: "CLINICIAN"})
    assert updated["updateRequest"]["result"] == {
        "outcome": "UPDATED",
        "request": {"requesterRole": "CLINICIAN", "askerRole": "CLINICIAN"},
    }
    text = READ.replace("NAME", name).replace("ENUM", group_by(name))
    found = await answer(writer, text)
    assert found["requests"]["edges"] == [{"node": {name: "CLINICIAN"}}]
    assert found["requestsAggregate"] == [{"group": {name: "CLINICIAN"}}]


async def test_a_row_with_both_names_is_rejected_with_the_name_to_use(writer: Executor) -> None:
    request = {**REQUEST, "askerRole": "CLINICIAN", "requesterRole": "OTHER"}
    recorded = await answer(writer, RECORD, request=request)
    [result] = recorded["recordRequests"]["results"]
    assert result["outcome"] == "REJECTED"
    [problem] = result["problems"]
    assert (problem["code"], problem["field"]) == ("UNKNOWN_FIELD", "askerRole")
    assert "requesterRole" in problem["remedy"]


def group_by(name: str) -> str:
    return {"requesterRole": "REQUESTER_ROLE", "askerRole": "ASKER_ROLE"}[name]
