"""Every GraphQL document of docs/graphql.md is run, and says something."""

from __future__ import annotations

import json
import re
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from cli.mutations import ports
from graph.data_version import DataVersion
from graph.database import Database
from graph.deadline import Deadline
from graph.settings import Settings
from graph.statements import Statement
from schema.model import MODEL
from schema.planner.run.executor import Executor

PAGE = Path(__file__).parents[2] / "docs" / "graphql.md"
BLOCKS = re.compile(r"```graphql\n(.*?)```(?:\s+```json variables\n(.*?)```)?", re.DOTALL)

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
    """An executor whose mutations write; what they wrote is taken away again."""
    yield Executor(MODEL, database, settings, ports(database, settings, DataVersion(database, settings)))
    await database.write(CLEAN_UP, {}, Deadline.after(30))


@pytest.mark.parametrize("example", examples(), ids=name)
async def test_the_document_is_answered(writing: Executor, example: Example) -> None:
    result = await writing.execute(example.text, example.variables, None, Deadline.after(60))
    assert result.errors is None
    assert all(_says_something(value) for value in result.data.values()), result.data


def _says_something(value: Any) -> bool:
    if isinstance(value, dict):
        return any(map(_says_something, value.values()))
    return bool(value)


def test_the_page_has_examples() -> None:
    assert len(examples()) >= 9
