"""Says, after the tests of containers, what became of each promise of docs/operations.md."""

from __future__ import annotations

from typing import Any

from promises import PROMISES

OF_CONTAINERS = "tests/deploy/containers/"


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """Each promise with its test, where containers have run."""
    results = {
        name: [each.nodeid for each in reports if hasattr(each, "nodeid")]
        for name, reports in terminalreporter.stats.items()
    }
    if not any(
        OF_CONTAINERS in each for name in ("passed", "failed", "error") for each in results.get(name, ())
    ):
        return
    terminalreporter.section("promises of docs/operations.md")
    for promise in PROMISES:
        terminalreporter.write_line(f"{promise.result(results)}: {promise.says} ({promise.named})")
