"""Which tests one worker of `pytest -n 3` takes together.

A worker takes whole files. Files that share something dear, such as a Neo4j beside that of the worker, are
one unit: otherwise several workers would make it.
"""

from __future__ import annotations

from typing import Final

from xdist.scheduler import LoadFileScheduling

TOGETHER: Final = {
    "tests/schema/test_browser.py": "the blank Neo4j",
    "tests/loaders/similarity/test_rebuild.py": "the blank Neo4j",
    "tests/schema/server/": "the graph",
    "tests/schema/": "the plans of the schema's statements",
    "tests/docs/test_docs_graphql.py": "the plans of the schema's statements",
    "tests/docs/test_docs_python_client.py": "the plans of the schema's statements",
    "tests/backtest/": "the graph",
    "tests/bench/test_gate.py": "the graph",
    "tests/cli/test_service_log.py": "the graph",
    "tests/cli/test_shutdown.py": "the graph",
    "tests/deploy/test_proxy.py": "the graph",
    "tests/docs/test_docs_backtest.py": "the graph",
    "tests/docs/test_docs_data_model.py": "the graph",
    "tests/docs/test_docs_example.py": "the graph",
    "tests/docs/test_docs_first_steps.py": "the graph",
    "tests/docs/test_docs_reference.py": "the graph",
    "tests/explorer/": "the graph",
    "tests/graph/test_": "the graph",
    "tests/loaders/pipeline/test_writer.py": "the graph",
    "tests/loaders/research/": "the graph",
    "tests/loaders/sources/test_record.py": "the graph",
    "tests/loaders/sources/test_requests_in_order.py": "the graph",
    "tests/npm/test_apollo_client.py": "the graph",
    "tests/npm/test_reference_clients.py": "the graph",
    "tests/npm/test_typescript_client.py": "the graph",
    "tests/cli/loads/": "the Neo4j of the loaders",
    "tests/loaders/export/": "the Neo4j of the loaders",
    "tests/loaders/pipeline/": "the Neo4j of the loaders",
    "tests/loaders/sources/": "the Neo4j of the loaders",
    "tests/loaders/test_load_rows.py": "the Neo4j of the loaders",
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
