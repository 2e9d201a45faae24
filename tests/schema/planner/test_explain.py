"""Neo4j's own plans of our statements: no reading of everything, no product of all with all.

Where a filter is given, jurisdictions and requests are found by an index.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import pytest
from case_file import read
from hypothesis import HealthCheck, Phase, given
from hypothesis import settings as profile
from neo4j import AsyncGraphDatabase, AsyncSession
from random_operations.drawn import Drawn, drawn
from random_operations.inputs import Inputs
from random_operations.operation import Operations
from toy.model import TOY

from graph.access import Access
from graph.database import Database
from graph.settings import Settings
from schema.model import MODEL
from schema.planner.run.executor import Executor
from schema.sources import Pending

HERE = Path(__file__).parent
CASES = {
    "cases": (MODEL, sorted((HERE / "cases").glob("*.md"))),
    "toy_cases": (TOY, sorted((HERE / "toy_cases").glob("*.md"))),
}
FUZZ = "FUZZ_OPERATIONS" in os.environ
NUMBER = 800 if FUZZ else 20
BY_TYPE = {
    "String": ["us-county:48201", "site:houston-pd", "a"],
    "ID": ["U2l0ZTpzaXRlOmhvdXN0b24tcGQ=", "VG9waWM6dG9waWM6cnVyYWw="],
    "Int": [0, 1, 3, 50_000],
    "Float": [1.5, 40.0],
    "Month": ["2023-05"],
    "Date": ["2025-12-31"],
    "DateTime": ["2026-01-01T00:00:00Z"],
}
# Statements that a person wrote have tests of their own.
WRITTEN = frozenset({"recommendSites", "requestStatistics", "coverageGaps", "dataVersion"})
RANDOM = drawn(Operations(MODEL.executable, Inputs(BY_TYPE, without=WRITTEN), depth=2))

Statement = tuple[str, dict[str, Any]]


@pytest.fixture
async def session(access: Access, toy: Executor) -> AsyncIterator[AsyncSession]:
    driver = AsyncGraphDatabase.driver(
        access.uri, auth=(access.username, access.password), notifications_min_severity="OFF"
    )
    async with driver, driver.session(database=access.database) as opened:
        yield opened


def planned(executor: Executor, text: str, variables: dict[str, Any]) -> Statement | None:
    """The statement of an operation, without running it; None for one that reads nothing.

    What a port would find has no value.
    """
    operation = executor.operation(text, None)
    plan, bound = executor.plan(operation, operation.variables.coerced(variables))
    values = {name: None if isinstance(value, Pending) else value for name, value in bound.parameters.items()}
    return plan.statement and (plan.statement.text, values)


def drawn_statements(executor: Executor) -> dict[str, dict[str, Any]]:
    """Distinct statements of random operations over the real model: new ones in `make fuzz`."""
    found: dict[str, dict[str, Any]] = {}

    @given(RANDOM)
    @profile(
        max_examples=3 * NUMBER,
        derandomize=not FUZZ,
        database=None,
        deadline=None,
        suppress_health_check=list(HealthCheck),
        phases=[Phase.generate],
    )
    def collect(operation: Drawn) -> None:
        statement = planned(executor, operation.text, operation.variables)
        if statement is not None and len(found) < NUMBER:
            found.setdefault(*statement)

    collect()
    return found


def operators(plan: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Name and details of each operator of a plan."""
    yield plan["operatorType"].partition("@")[0], plan["args"].get("Details", "")
    for child in plan.get("children", ()):
        yield from operators(child)


async def faults(session: AsyncSession, text: str, parameters: dict[str, Any]) -> list[str]:
    """What must not be in the plan of a statement, and is."""
    explained = text.replace("CYPHER 25", "CYPHER 25 EXPLAIN", 1)
    plan = (await (await session.run(explained, parameters)).consume()).plan
    assert plan is not None
    found = []
    for name, details in operators(plan):
        filtered = f"MATCH ({details}) WHERE" in text
        large = re.search(r":(Jurisdiction|Request|ToyShip)\b", details)
        if name in ("AllNodesScan", "CartesianProduct") or (name == "NodeByLabelScan" and filtered and large):
            found.append(f"{name} {details} in {text}")
    return found


@pytest.mark.parametrize("folder", CASES)
async def test_cases_are_found_by_index(
    session: AsyncSession, executor: Executor, toy: Executor, folder: str
) -> None:
    model, paths = CASES[folder]
    for path in paths:
        case = read(path)
        if "Within OneOf" in case.get("json answer", ""):
            continue  # refused before there is a plan
        statement = planned(
            toy if model is TOY else executor, case["graphql"], json.loads(case["json variables"])
        )
        if statement is not None:
            assert await faults(session, *statement) == []


async def test_random_operations_are_found_by_index(
    session: AsyncSession, settings: Settings, database: Database
) -> None:
    dear = Executor(MODEL, database, settings.model_copy(update={"max_cost": 10**12, "max_depth": 30}))
    statements = drawn_statements(dear)
    assert len(statements) == NUMBER or FUZZ  # fresh draws may repeat one
    for text, parameters in statements.items():
        assert await faults(session, text, parameters) == []
