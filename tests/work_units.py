"""Which tests one worker of `pytest -n 2` takes together.

A worker takes whole files. Files that share something dear, such as a Neo4j beside that of the worker, are
one unit: otherwise both workers would make it.
"""

from __future__ import annotations

from typing import Final

from xdist.scheduler import LoadFileScheduling

TOGETHER: Final = {
    "tests/backtest/": "the snapshot of the graph",
    "tests/cli/loads/": "the Neo4j of the loaders",
    "tests/explorer/": "two services and a Chromium",
    "tests/loaders/export/": "the Neo4j of the loaders",
    "tests/loaders/pipeline/": "the Neo4j of the loaders",
    "tests/loaders/sources/": "the Neo4j of the loaders",
    "tests/loaders/test_load_rows.py": "the Neo4j of the loaders",
    "tests/loaders/similarity/test_rebuild.py": "the blank Neo4j",
    "tests/schema/test_browser.py": "the blank Neo4j",
    "tests/schema/": "the plans of the schema's statements",
    "tests/docs/test_docs_graphql.py": "the plans of the schema's statements",
    "tests/docs/test_docs_python_client.py": "the plans of the schema's statements",
    "tests/npm/": "the plans of the schema's statements",
}
"""Files and folders, each with what it shares; the first that fits counts."""


def unit_of(nodeid: str) -> str:
    """The unit of a test: what its files share, or its file."""
    shared = (what for path, what in TOGETHER.items() if nodeid.startswith(path))
    return next(shared, nodeid.partition("::")[0])


class WorkUnits(LoadFileScheduling):
    """Hands out files, and in one piece all that share the same."""

    def _split_scope(self, nodeid: str) -> str:
        return unit_of(nodeid)
