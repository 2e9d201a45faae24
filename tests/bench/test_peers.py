"""The comparison with others: what each is asked, how answers are compared, and how the tables come about."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
import strawberry
from graphql import build_schema, introspection_types, parse, validate

from bench.peers.contenders import APOLLO, CACHED, OURS
from bench.peers.dataloaders.schema import Mutation, Query
from bench.peers.dialects import Dialect
from bench.peers.neo4j_graphql import FOLDER, parameters
from bench.peers.report import summary, times
from bench.peers.values import values
from schema.model import MODEL


def test_packages_are_pinned_and_the_lock_names_no_address_to_fetch_from() -> None:
    pins = json.loads((FOLDER / "package.json").read_text(encoding="utf-8"))["dependencies"].values()
    assert all(re.fullmatch(r"\d+\.\d+\.\d+", pin) for pin in pins)
    locked = json.loads((FOLDER / "package-lock.json").read_text(encoding="utf-8"))["packages"]
    packages = [entry for name, entry in locked.items() if name]
    assert all("integrity" in entry and "resolved" not in entry for entry in packages)


@pytest.fixture
def second_schema() -> Iterator[None]:
    """Strawberry gives `__Type.isOneOf`, which all schemas of a process share, a resolver of its own."""
    fields = introspection_types["__Type"].fields  # type: ignore[attr-defined]
    ours = fields["isOneOf"]
    yield
    fields["isOneOf"] = ours


@pytest.mark.usefixtures("second_schema")
@pytest.mark.parametrize("dialect", [Dialect.OURS, Dialect.LOADERS])
def test_operations_are_valid(dialect: Dialect) -> None:
    sdl = MODEL.sdl if dialect is Dialect.OURS else strawberry.Schema(Query, Mutation).as_str()
    schema = build_schema(sdl)
    assert [error for text in dialect.operations.values() for error in validate(schema, parse(text))] == []


def test_all_are_asked_the_same_except_for_groups_which_neo4j_graphql_does_not_have() -> None:
    ours = set(Dialect.OURS.operations)
    assert set(Dialect.LOADERS.operations) == ours
    assert set(Dialect.NEO4J.operations) == ours - {"Groups"}


def test_values_are_compared_whatever_a_schema_calls_them() -> None:
    connection = {"sites": {"edges": [{"node": {"key": "a", "joinedYear": 2010}}, {"node": {"key": "b"}}]}}
    assert list(values(connection)) == list(values([{"id": "a", "year": 2010.0}, {"id": "b"}]))
    assert list(values(connection)) != list(values([{"id": "b", "year": 2010}, {"id": "a"}]))
    assert list(values({"mean": 0.1 + 0.2})) == list(values({"average": 0.3}))
    assert list(values({"name": None})) != list(values({}))


def test_the_statement_of_the_recommendation_gets_all_its_parameters() -> None:
    assert parameters().keys() == {"viewer", "similarity", "recommendation", "question"}


def run(p50: float, per_second: float) -> dict[str, Any]:
    return dict.fromkeys(("p90", "p99", "cpu", "database_cpu"), 1.0) | {"p50": p50, "per_second": per_second}


def test_a_ratio_is_taken_within_its_round_and_a_failed_run_counts_for_neither() -> None:
    runs = {
        OURS: {"1": [run(1, 100), run(2, 50), run(1, 10)], "16": [run(1, 100), run(2, 50), run(1, 10)]},
        APOLLO: {"1": [run(3, 50), run(8, 10), None], "16": [run(3, 50), run(8, 10), None]},
    }
    assert times(runs, OURS, APOLLO, "1") == [3, 4]
    assert times(runs, OURS, APOLLO, "16") == [2, 5]
    assert times(runs, OURS, "another", "1") == []
    cached = {name + CACHED: each for name, each in runs.items()}
    rows = summary({"runs": {"S": runs | cached}}).split("\n")[2:]
    assert [row.split(" | ")[0] for row in rows] == ["| S", f"| S{CACHED}"]
    assert all("**3.5** (3 to 4)" in row and "**3.5** (2 to 5)" in row for row in rows)
