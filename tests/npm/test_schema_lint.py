"""schema.graphql passes a linter: Relay's rules, names, and a description for everything."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from node import run_node

RULES = Path(__file__).with_name("lint")
SDL = (Path(__file__).parents[2] / "schema.graphql").read_text(encoding="utf-8")
ESLINT = "../node_modules/eslint/bin/eslint.js"


def lint(sdl: str, folder: Path) -> list[dict[str, Any]]:
    """What the linter finds in a schema."""
    shutil.copytree(RULES, folder, dirs_exist_ok=True)
    (folder / "schema.graphql").write_text(sdl, encoding="utf-8")
    done = run_node(folder, ESLINT, "--format", "json", "schema.graphql")
    assert done.stdout, done.stderr
    (file,) = json.loads(done.stdout)
    return list(file["messages"])


def test_schema_passes_the_linter(tmp_path: Path) -> None:
    assert [f"{found['line']}: {found['message']}" for found in lint(SDL, tmp_path)] == []


FLAWS = {
    'extend type Query { """d""" all: SiteConnection! }': "relay-arguments",
    '"""d""" type AConnection { """d""" edges: [SiteEdge!]! }': "relay-connection-types",
    '"""d""" type BConnection { """d""" edges: [Topic!]! """d""" pageInfo: PageInfo! }': "relay-edge-types",
    "extend type Query { every: SiteAggregate! }": "require-nullable-result-in-root",
    "extend type PageInfo { pages: Int! }": "require-description",
    '"""d""" enum Color { RED }': "require-description",
    '"""d""" type Tag { """d""" Name: String! }': "naming-convention",
    '"""d""" type Lost { """d""" name: String! }': "no-unreachable-types",
}
REPORTED_AT = {"relay-edge-types": "type Topic implements Node {"}
"""Not at the flaw itself but at the type that is no edge."""


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> set[tuple[str, str]]:
    """Rule and line of all that the linter finds in a schema with every flaw: Node starts once."""
    text = "\n".join([SDL, *FLAWS])
    lines = text.split("\n")
    return {
        (each["ruleId"], lines[each["line"] - 1]) for each in lint(text, tmp_path_factory.mktemp("flaws"))
    }


@pytest.mark.parametrize(("flaw", "rule"), list(FLAWS.items()))
def test_linter_finds(found: set[tuple[str, str]], flaw: str, rule: str) -> None:
    rules = [each for each, line in found if line == REPORTED_AT.get(rule, flaw)]
    assert f"@graphql-eslint/{rule}" in rules
