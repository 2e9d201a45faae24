"""Statements: each file under cypher/ is used, each name that code says has its file."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from graph.errors import StatementMissing
from graph.statements import INCLUDE, folder, names, statement

PROJECT = Path(__file__).parents[2]
# The AOT training plans whatever a folder holds; that makes nothing used.
NOT_A_USE = PROJECT / "graph" / "embedded" / "training.py"


def named(function: str) -> Iterator[str]:
    """The names that our sources hand to `statement` or `folder`."""
    for package in ("graph", "loaders", "backtest", "monitoring", "schema", "cli"):
        for path in (PROJECT / package).rglob("*.py"):
            if path == NOT_A_USE:
                continue
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if (
                    isinstance(node, ast.Call)
                    and isinstance(node.func, ast.Name)
                    and node.func.id == function
                ):
                    (argument,) = node.args
                    if isinstance(argument, ast.Constant):
                        yield str(argument.value)


def test_every_file_is_used_and_every_name_has_its_file() -> None:
    used = set(named("statement"))
    for each in set(named("folder")):
        found = {statement.name for statement in folder(each)}
        assert found, f"cypher/{each}/ is asked for and empty"
        used |= found
    used |= {
        part for path in (PROJECT / "cypher").rglob("*.cypher") for part in INCLUDE.findall(path.read_text())
    }
    assert used == set(names())


def test_a_part_stands_where_it_is_named() -> None:
    written = (PROJECT / "cypher" / "field" / "recommend_sites.cypher").read_text(encoding="utf-8")
    parts = INCLUDE.findall(written)
    assert parts
    whole = statement("field/recommend_sites").text
    assert not INCLUDE.search(whole)
    assert all(statement(part).text in whole for part in parts)


def test_a_missing_file_stops_the_start_and_is_named() -> None:
    with pytest.raises(StatementMissing, match=r"^cypher/load/nothing\.cypher does not exist"):
        statement("load/nothing")


@pytest.mark.parametrize(
    "name", [name for name in names() if not name.startswith(("field/", "migrations/", "part/"))]
)
def test_every_statement_names_its_language(name: str) -> None:
    lines = [line for line in statement(name).text.splitlines() if not line.startswith("//")]
    assert lines[0].startswith("CYPHER 25")


def test_a_folder_is_in_the_order_of_its_names() -> None:
    found = [each.name for each in folder("migrations")]
    assert found == sorted(found)
    assert found[0] == "migrations/0001_keys"
