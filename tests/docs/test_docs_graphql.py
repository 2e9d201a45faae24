"""Every GraphQL document of docs/graphql.md is answered; the one that fails gets the documented errors."""

from __future__ import annotations

import json
import re
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any, NamedTuple

import httpx
import pytest

from cli.mutations import ports
from graph.access import Access
from graph.data_version import DataVersion
from graph.database import Database
from graph.deadline import Deadline
from graph.settings import Settings
from graph.statements import Statement
from schema.model import MODEL
from schema.planner.run.executor import Executor
from schema.server.app import create_app

PAGE = Path(__file__).parents[2] / "docs" / "graphql.md"
BLOCKS = re.compile(r"```graphql\n(.*?)```(?:\s+```json variables\n(.*?)```)?", re.DOTALL)

FAILURE = re.compile(r"```graphql fails\n(.*?)```\s+```json answer\n(.*?)```", re.DOTALL)

CLEAN_UP = Statement(
    "clean-up", "CYPHER 25 MATCH (q:Request) WHERE q.key STARTS WITH 'request:docs-' DETACH DELETE q"
)


class Example(NamedTuple):
    """A document of the page and its variables."""

    text: str
    variables: dict[str, Any]


def examples() -> list[Example]:
    found = BLOCKS.findall(PAGE.read_text(encoding="utf-8"))
    return [Example(text, json.loads(variables or "{}")) for text, variables in found]


def name(example: Example) -> str:
    return re.split(r"\W+", example.text)[1]


@pytest.fixture(scope="module")
async def writing(database: Database, settings: Settings) -> AsyncIterator[Executor]:
    """An executor whose mutations write; what they wrote is deleted afterwards."""
    yield Executor(MODEL, database, settings, ports(database, DataVersion(database, settings), settings))
    await database.write(CLEAN_UP, {}, Deadline.after(30))


async def test_the_error_is_the_one_of_the_service(settings: Settings, access: Access) -> None:
    [(document, answer)] = FAILURE.findall(PAGE.read_text(encoding="utf-8"))
    documented = json.loads(answer)
    request_id = documented["errors"][0]["extensions"]["requestId"]
    app = create_app(settings, access)
    transport = httpx.ASGITransport(app)
    async with (
        app.router.lifespan_context(app),
        httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1") as client,
    ):
        headers = {"x-request-id": request_id}
        found = await client.post("/graphql", json={"query": document}, headers=headers)
    assert found.json() == documented


@pytest.mark.parametrize("example", examples(), ids=name)
async def test_the_document_is_answered(writing: Executor, example: Example) -> None:
    result = await writing.execute(example.text, example.variables, None, Deadline.after(60))
    assert result.errors is None
    assert all(_has_values(value) for value in result.data.values()), result.data


def _has_values(value: Any) -> bool:
    if isinstance(value, dict):
        return any(map(_has_values, value.values()))
    return bool(value)


def test_the_page_has_examples() -> None:
    assert len(examples()) >= 15
