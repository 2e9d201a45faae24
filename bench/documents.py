"""`python -m bench.documents 2000`: the service's memory after so many distinct large documents.

Each is parsed, planned and compiled as the service does it; no database is needed.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Final, cast

from graph.database import Database
from graph.settings import Settings
from graph.viewer import Role
from schema.model import MODEL
from schema.planner.run.executor import Executor

SHOWN: Final = 200
"""Documents between two lines of the output; memory is compared with that after the first so many."""


def document(number: int) -> str:
    """A document with as many aliases as are allowed, each document with its own."""
    fields = " ".join(f"a{number}_{i}: key" for i in range(490))
    return f"{{ sites(first: 1) {{ edges {{ node {{ {fields} }} }} }} }}"


def main() -> None:
    """Prints the resident memory, in MiB and compared with that after the first documents."""
    executor = Executor(MODEL, cast(Database, None), Settings(role=Role.STAFF))
    first = 0.0
    for number in range(1, int(sys.argv[1]) + 1):
        operation = executor.operation(document(number), None)
        plan, _ = executor.plan(operation, operation.variables.coerced({}))
        assert plan.strict is not None
        if number % SHOWN == 0:
            memory = _resident_mib()
            first = first or memory
            print(f"{number:,} documents: {memory:.0f} MiB, {memory / first:.2f} of that after {SHOWN}")


def _resident_mib() -> float:
    line = next(
        each for each in Path("/proc/self/status").read_text().splitlines() if each.startswith("VmRSS")
    )
    return int(line.split()[1]) / 1024


if __name__ == "__main__":
    main()
