"""With the synthetic sample removed, no statement, question or number says that anything is synthetic."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from graph_answers import row_counts
from request_files import REQUEST

from graph.database import Database
from graph.deadline import Deadline
from graph.settings import Settings
from graph.statements import Statement, names, statement
from graph.viewer import READER, STAFF, Viewer
from loaders.sources.requests.source import REQUESTS
from schema.model import MODEL
from schema.planner.run.executor import Executor

QUESTIONS = Path(__file__).parents[3] / "docs" / "questions"
ROW = REQUEST | {
    "jurisdiction": "Monroe County, OH",
    "jurisdiction_type": "county",
    "jurisdiction_key": ["us-county:39111"],
    "state": "OH",
    "month": "2025-03",
    "models": ["model:co-responder", "model:civilian-responder"],
    "topics": ["topic:rural"],
    "assistance_types": ["visit_hosted"],
    "sworn_band": "10-49",
    "sworn_band_basis": "stated",
    "sites": ["site:portland-me-pd"],
    "status": "completed",
    "matched_month": "2025-04",
    "days_to_match": 20,
    "closed_month": "2025-06",
}
TURN_SYNTHETIC = Statement("turn-synthetic", "CYPHER 25 MATCH (q:Request) SET q.synthetic = true")
PLACE = {"place": "us-county:39163"}
"""The parameter of a block of the guide."""
STATEMENTS = [name for name in names() if name.startswith("research/")]
# Documents that readers may ask: the others show single requests, or choose a similarity.
FOR_READERS = ("05", "06", "08")
COUNTS = """{
  requestStatistics(input: {groupBy: [MODEL]}) {
    total { requests syntheticRequests } rows { requests syntheticRequests }
  }
  coverageGaps {
    areas(by: URBAN_CLASS) { requests syntheticRequests }
    models { requests syntheticRequests }
  }
  recruitmentGaps { requests syntheticRequests }
}"""
"""Every count of requests that readers see."""


@pytest.fixture(params=[False, True], ids=["real", "synthetic"])
async def synthetic(
    request: pytest.FixtureRequest, empty: Database, take: Callable[..., Any]
) -> AsyncIterator[bool]:
    """Whether the twelve requests of the graph are synthetic."""
    rows = [ROW | {"request_id": f"test-{number}", "synthetic": request.param} for number in range(12)]
    assert row_counts(await take(REQUESTS, *rows)) == (12, 0, 0, 0, 0)
    yield request.param
    # What is synthetic is removed after the test, with its counters.
    await empty.write(TURN_SYNTHETIC, {}, Deadline.after(30))


async def test_statements_count_what_is_synthetic(empty: Database, synthetic: bool) -> None:
    counted = 0
    for name in STATEMENTS:
        for record in await empty.read(statement(name), PLACE, Deadline.after(60)):
            row = dict(record)
            if "synthetic" not in row:
                continue
            number = int(row["synthetic"])  # of a single request true or false
            requests = row.get("requests", row.get("visits", 1))
            if "label" in row:
                requests = row["nodes"] if row["label"] == "Request" else 0
            assert number == (requests if synthetic else 0), (name, row)
            counted += requests
    assert counted > 0


@pytest.mark.parametrize(
    ("viewer", "numbers"), [(STAFF, ("",)), (READER, FOR_READERS)], ids=["staff", "reader"]
)
async def test_questions_count_what_is_synthetic(
    empty: Database, own_settings: Settings, synthetic: bool, viewer: Viewer, numbers: tuple[str, ...]
) -> None:
    executor, marked = Executor(MODEL, empty, own_settings), 0
    paths = [path for path in sorted(QUESTIONS.glob("*.graphql")) if path.name.startswith(numbers)]
    for text in (COUNTS, *(path.read_text(encoding="utf-8") for path in paths)):
        answer = await executor.execute(text, {}, None, Deadline.after(60), viewer)
        assert answer.errors is None, (text, answer.errors)
        for count, said in numbers_of(answer.data):
            assert said == (count if synthetic else 0), (text, count, said)
            marked += bool(count)
    assert marked > 5


def numbers_of(data: Any) -> Iterator[tuple[Any, Any]]:
    """Each count of requests with the number of synthetic ones beside it; a single request counts as one."""
    if isinstance(data, list):
        for item in data:
            yield from numbers_of(item)
    if not isinstance(data, dict):
        return
    if "syntheticRequests" in data:
        yield data["requests"], data["syntheticRequests"]
    match data.get("synthetic"):
        case {"totalCount": number}:
            yield (data.get("requests") or data["visits"])["totalCount"], number
        case bool(flag) if "key" in data:
            yield 1, int(flag)
    for value in data.values():
        yield from numbers_of(value)
