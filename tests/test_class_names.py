"""One name for one thing: no two classes of the program have the same name without a reason."""

from __future__ import annotations

import ast
from collections import defaultdict
from pathlib import Path

ROOT = Path(__file__).parents[1]
PACKAGES = ("domain", "graph", "schema", "loaders", "backtest", "cli")
GRAPHQL = "The class in schema/types is named as GraphQL's type; the other is the row that a file holds."
TWICE = {
    "DataVersion": "GraphQL's type shows what the poller of graph/ knows.",
    "Jurisdiction": GRAPHQL,
    "LawEnforcementAgency": GRAPHQL,
    "PartnerAgency": GRAPHQL,
    "ProgramModel": GRAPHQL,
    "Site": GRAPHQL,
    "Source": "A cited page, as GraphQL names it; a source of files in loaders. No module knows both.",
    "Topic": GRAPHQL,
    "Viewer": "GraphQL's type shows what the caller of graph/ may do.",
}


def test_no_class_name_is_defined_twice_without_a_reason() -> None:
    files = defaultdict[str, list[str]](list)
    for package in PACKAGES:
        for path in (ROOT / package).rglob("*.py"):
            for node in ast.parse(path.read_text(encoding="utf-8")).body:
                if isinstance(node, ast.ClassDef):
                    files[node.name].append(str(path.relative_to(ROOT)))
    twice = {name: found for name, found in files.items() if len(found) > 1}
    assert twice.keys() == TWICE.keys(), twice
    assert all(len(found) == 2 for found in twice.values()), twice
