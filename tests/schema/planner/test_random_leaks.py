"""Random questions of a reader, over a graph and over the same graph with one request changed.

What differs must be a number that is published, in a place that is listed here with its reason. A few
questions run in `make test`, 2,000 new ones in `make fuzz`; SEED and the number of the question replay one.
"""

from __future__ import annotations

import os
import re
from base64 import b64encode
from collections.abc import AsyncIterator
from typing import Any, Final

import pytest
from random_operations.dice import Dice
from random_operations.inputs import Inputs
from random_operations.operation import Operation, Operations

from cli.mutations import ports
from graph.data_version import DataVersion
from graph.database import Database
from graph.deadline import Deadline
from graph.settings import Settings
from graph.statements import Statement
from graph.viewer import READER
from schema.model import MODEL
from schema.planner.run.executor import Executor

QUESTIONS: Final = int(os.environ.get("FUZZ_QUESTIONS", "8"))
SEED: Final = int(os.environ.get("SEED", "20261130"))
KEY: Final = "request:leak-1"
PLACE: Final = "us-county:39163"
"""A county without requests."""

PUBLISHED: Final = {
    "requestStatistics": "counts with noise, as docs/decisions/small-counts.md publishes them",
    "coverageGaps.areas": "the same",
    "coverageGaps.models": "the same, and similarities that at least five requests reach, to one decimal",
    "recruitmentGaps": "the same, in their order",
    "recommendSites.gaps": "the same",
    "recommendSites.edges": "arithmetic on them: tests/schema/statistics/test_readers_recommendation.py",
    "recommendSites.pageInfo": "cursors hold the score",
    "recommendSites.label": "the lead of the first score",
    "dataVersion.version": "that something was written",
    "dataVersion.changedAt": "and when",
    "dataVersion.requests": "rounded to a multiple of 5",
    "dataVersion.syntheticRequests": "the same",
}
"""All that a reader may see change with a single request, by path, with the reason."""

PLACES: Final = [PLACE, "us-county:48201", "us-state:OH", "us-place:4274277"]
MODELS: Final = ["model:co-responder", "model:cit"]
SITES: Final = ["site:houston-pd", "site:tucson-pd"]


def _id(type: str, key: str) -> str:
    return b64encode(f"{type}:{key}".encode()).decode()


INPUTS: Final = Inputs(
    {
        "String": ["OH", "a", "co", PLACE, KEY, *MODELS],
        "ID": [
            _id("Request", KEY),
            _id("Jurisdiction", PLACE),
            _id("Site", SITES[0]),
            _id("LoadRun", "run:x"),
        ],
        "Int": [0, 1, 3, 5, 2025],
        "Float": [0.0, 0.5, 1.0, 40.0],
        "Month": ["2020-01", "2025-10", "2025-11"],
        "Date": ["2025-09-30", "2025-10-31", "2025-11-30", "2026-01-31"],
        "DateTime": ["2020-01-01T00:00:00Z", "2026-01-01T00:00:00Z"],
    },
    {
        "key": [*PLACES, *MODELS, *SITES, KEY],
        "jurisdictionKey": PLACES,
        "agencyOri": ["AZDI06900"],
        "state": ["OH", "TX"],
        "states": ["OH", "TX"],
        "models": MODELS,
        "topics": ["topic:rural"],
        "sites": SITES,
        "exclude": SITES,
        "search": ["houston", "vinton county"],
        "query": ["houston", "leak-1", "vinton county"],
    },
)
OPERATIONS: Final = Operations(MODEL.executable, INPUTS, depth=3)
RECORD: Final = """
mutation ($request: RequestInput!) {
  recordRequests(input: {requests: [$request]}) { created updated rejected results { problems { reason } } }
}
"""
REQUEST: Final = {
    "requestId": KEY.removeprefix("request:"),
    "month": "2025-10",
    "jurisdictionType": "COUNTY",
    "state": "OH",
    "status": "COMPLETED",
    "jurisdictions": [PLACE],
    "models": MODELS[:1],
    "topics": ["topic:rural"],
    "sites": SITES[:1],
    "matchedMonth": "2025-10",
    "closedMonth": "2025-11",
    "synthetic": True,
}
NEIGHBORS: Final[list[dict[str, Any]]] = [
    {},
    {"sites": SITES[1:]},
    {"month": "2025-09", "matchedMonth": "2025-09"},
    {"models": MODELS[1:]},
    {"status": "WITHDRAWN"},
    {"jurisdictions": ["us-county:48201"], "state": "TX"},
]
"""Changes of the request, each against the one before the graph had it."""
DELETE: Final = Statement("delete", "CYPHER 25 MATCH (q:Request {key: $key}) DETACH DELETE q")


@pytest.fixture
async def write(database: Database, settings: Settings) -> AsyncIterator[Any]:
    """Writes the request with changes; afterwards the graph is as before."""
    executor = Executor(MODEL, database, settings, ports(database, DataVersion(database, settings), settings))

    async def record(**changes: Any) -> None:
        request = REQUEST | changes
        result = await executor.execute(RECORD, {"request": request}, None, Deadline.after(60))
        assert result.errors is None
        assert result.data is not None
        assert result.data["recordRequests"]["rejected"] == 0, result.data

    yield record
    bare = {"sites": None, "matchedMonth": None, "closedMonth": None, "status": "RECEIVED"}
    await record(**bare, jurisdictions=[PLACE])  # takes its answers out of the counters
    await database.write(DELETE, {"key": KEY}, Deadline.after(30))


class Seen:
    """All that one answer shows a reader: data, errors, cost and the number of statements."""

    def __init__(self, operation: Operation, result: Any, statements: int) -> None:
        names = dict(re.findall(r"\b(f\d+): (\w+)", operation.text))
        self.data = _without_published(result.data, names, "")
        self.errors = [
            (error.message, error.path, type(error.original_error).__name__) for error in result.errors or ()
        ]
        self.cost = (result.extensions or {}).get("cost")
        self.statements = statements

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Seen) and vars(self) == vars(other)

    def __repr__(self) -> str:
        return repr(vars(self))


def _without_published(value: Any, names: dict[str, str], path: str) -> Any:
    """The data without what is published; `names` are the fields of aliases."""
    if isinstance(value, list):
        return [_without_published(each, names, path) for each in value]
    if not isinstance(value, dict):
        return value
    found = {}
    for response, each in value.items():
        below = f"{path}.{names.get(response, response)}".lstrip(".")
        found[response] = "published" if below in PUBLISHED else _without_published(each, names, below)
    return found


async def test_one_request_more_or_changed_shows_in_published_numbers_alone(
    executor: Executor, write: Any, bolt_requests: list[str]
) -> None:
    drawn = [OPERATIONS.draw(Dice(SEED + number)) for number in range(QUESTIONS)]

    async def answers() -> list[Seen]:
        found = []
        for each in drawn:
            bolt_requests.clear()
            result = await executor.execute(each.text, each.values, None, Deadline.after(60), READER)
            found.append(Seen(each, result, len(bolt_requests)))
        return found

    before = await answers()
    assert sum(bool(seen.data) for seen in before) > len(drawn) / 2  # not a draw of refusals
    for changes in NEIGHBORS:
        await write(**changes)
        after = await answers()
        for number, (one, other) in enumerate(zip(before, after, strict=True)):
            assert one == other, f"SEED={SEED}, question {number}, {changes}: {drawn[number].text}"


async def test_the_published_places_are_there() -> None:
    """A place of the list that the schema has no more would hide a typing error."""
    for path in PUBLISHED:
        declaration = MODEL.declarations["Query"]
        for name in path.split("."):
            if name in declaration.related:
                declaration = MODEL.declarations[declaration.related[name].to]
            else:
                assert name in (*declaration.properties, "edges", "pageInfo", "label", "gaps"), path
