"""No statement of ours makes Neo4j warn: a researcher would see the warning in Neo4j Browser."""

from __future__ import annotations

from pathlib import Path

import pytest
from explained import NO_SUCH_PROPERTY, explain, planned
from neo4j import AsyncSession

from graph.migrations import migrations
from graph.statements import names, statement
from schema.planner.run.executor import Executor

ROOT = Path(__file__).parents[2]
FILES = [*(ROOT / "docs/questions").glob("*.graphql"), *(ROOT / "web/explorer").rglob("*.graphql")]
DOCUMENTS = {path.stem: path.read_text(encoding="utf-8") for path in sorted(FILES)}
INSIDE = ("field/", "part/", "migrations/")
"""Texts that are parts of statements, or several of them."""


async def test_a_warning_would_be_seen(noticing: AsyncSession) -> None:
    for text in ("MATCH (a:Site), (b:Topic) RETURN a, b", "MATCH (s:Site) RETURN s.noSuchProperty AS x"):
        assert (await explain(noticing, f"CYPHER 25 {text}")).notifications, text


@pytest.mark.parametrize("name", [name for name in names() if name.startswith("research/")])
async def test_statements_for_researchers_raise_no_notification(noticing: AsyncSession, name: str) -> None:
    assert (await explain(noticing, statement(name).text)).notifications == []


@pytest.mark.slow  # Neo4j plans each of them anew
async def test_no_other_statement_raises_one_but_for_what_no_node_has_yet(noticing: AsyncSession) -> None:
    own = [statement(name) for name in names() if not name.startswith(INSIDE)]
    own += [part for migration in migrations() for part in migration.statements]
    for each in own:
        found = (await explain(noticing, each.text)).notifications
        assert [note for note in found if note[0] != NO_SUCH_PROPERTY] == [], (each.name, each.text)


@pytest.mark.slow
@pytest.mark.parametrize("document", DOCUMENTS.values(), ids=DOCUMENTS)
async def test_documents_are_planned_without_one(
    noticing: AsyncSession, executor: Executor, document: str
) -> None:
    found = (await explain(noticing, *planned(executor, document))).notifications
    assert [note for note in found if note[0] != NO_SUCH_PROPERTY] == []
