"""Which tests one worker of `pytest -n 2` takes together.

A worker takes whole files. Files that share something dear, such as a Neo4j beside that of the worker, are
one unit: otherwise both workers would make it.
"""

from __future__ import annotations

from typing import Final

from xdist.scheduler import LoadFileScheduling

TOGETHER: Final = {
    "tests/backtest/": "the snapshot of the graph",
    "tests/loaders/export/": "the Neo4j of the loaders",
    "tests/loaders/pipeline/": "the Neo4j of the loaders",
    "tests/loaders/sources/": "the Neo4j of the loaders",
    "tests/loaders/similarity/test_rebuild.py": "the blank Neo4j",
    "tests/schema/test_browser.py": "the blank Neo4j",
    "tests/schema/recommendation/": "the rows that recommendations rest on, and the plans of its documents",
    "tests/schema/statistics/": "the plans of its documents",
}
"""Files and folders, each with what it shares."""


class WorkUnits(LoadFileScheduling):
    """Hands out files, and in one piece all that share the same."""

    def _split_scope(self, nodeid: str) -> str:
        shared = (what for path, what in TOGETHER.items() if nodeid.startswith(path))
        return next(shared, super()._split_scope(nodeid))
