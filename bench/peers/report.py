"""What was measured, from its JSON, as tables in Markdown."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from statistics import median
from typing import Any, Final

from bench.peers.contenders import APOLLO, BARE_ENDPOINT, CACHED, LOADERS, OURS, YOGA

ALONE: Final = "1"
TOGETHER: Final = "16"
OTHERS: Final = (APOLLO, YOGA, LOADERS, BARE_ENDPOINT)
FAILED: Final = "failed"
Found = dict[str, Any]


def to_json(found: Found) -> str:
    """The measurement as text, a line for each class; numbers have four digits."""
    runs = ",\n".join(f"{_json(name)}: {_json(each)}" for name, each in found["runs"].items())
    rest = ",\n".join(f"{_json(name)}: {_json(each)}" for name, each in found.items() if name != "runs")
    return f'{{\n{rest},\n"runs": {{\n{runs}\n}}\n}}\n'


def summary(found: Found) -> str:
    """A row for each class: this service's time and rate, and how many times those of each other they are."""
    head = ["asked", "ms, 1 client", *OTHERS, "answers a second, 16 clients", *OTHERS]
    rows = [
        [
            label,
            f"{_median(runs[own], ALONE, 'p50'):.2f}",
            *(_cell(runs, own, other, ALONE) for other in others),
            f"{_median(runs[own], TOGETHER, 'per_second'):,.0f}",
            *(_cell(runs, own, other, TOGETHER) for other in others),
        ]
        for label, runs, own, others in _lines(found)
    ]
    return _table(head, rows)


def details(found: Found) -> str:
    """A row for each class and contender: percentiles, rate, and CPU a request."""
    head = [
        "asked",
        "of",
        "1 client: ms, p50 / p90 / p99",
        "16 clients: a second",
        "ms, p50 / p90 / p99",
        "CPU ms, server",
        "CPU ms, Neo4j",
    ]
    rows = [
        [
            name,
            contender,
            _percentiles(runs, ALONE),
            *_together(runs),
        ]
        for name, by_contender in found["runs"].items()
        for contender, runs in by_contender.items()
    ]
    return _table(head, rows)


def memory(found: Found) -> str:
    """A row for each process: memory after its start and at the end."""
    rows = [[name, f"{start:,.0f}", f"{end:,.0f}"] for name, (start, end) in found["memory"].items()]
    return _table(["process", "MiB, started", "MiB, at the end"], rows)


def machine(found: Found) -> str:
    """When, on what, and with which versions."""
    versions = ", ".join(f"{name} {version}" for name, version in found["versions"].items())
    before, after = found["load"]
    return (
        f"{found['date']}, {found['rounds']} rounds, {found['cores']} cores, load average {before:.1f} "
        f"before and {after:.1f} after; {versions}."
    )


def times(runs: dict[str, Any], own: str, other: str, connections: str) -> list[float]:
    """How many times as fast this service was as another, in each round: by p50 alone, by rate together."""
    if other not in runs:
        return []
    pairs = zip(runs[own][connections], runs[other][connections], strict=True)
    whole = [(mine, its) for mine, its in pairs if mine and its]
    if connections == ALONE:
        return [its["p50"] / mine["p50"] for mine, its in whole]
    return [mine["per_second"] / its["per_second"] for mine, its in whole]


def _lines(found: Found) -> Iterator[tuple[str, dict[str, Any], str, Sequence[str]]]:
    for name, runs in found["runs"].items():
        yield name, runs, OURS, OTHERS
        if OURS + CACHED in runs:
            yield name + CACHED, runs, OURS + CACHED, [other + CACHED for other in OTHERS]


def _cell(runs: dict[str, Any], own: str, other: str, connections: str) -> str:
    ratios = times(runs, own, other, connections)
    if not ratios:
        return FAILED if other in runs else "–"
    return f"**{median(ratios):.2g}** ({min(ratios):.2g} to {max(ratios):.2g})"


def _together(runs: dict[str, Any]) -> list[str]:
    if not _made(runs[TOGETHER]):
        return [FAILED] * 4
    return [
        f"{_median(runs, TOGETHER, 'per_second'):,.0f}",
        _percentiles(runs, TOGETHER),
        f"{_median(runs, TOGETHER, 'cpu'):.2f}",
        f"{_median(runs, TOGETHER, 'database_cpu'):.2f}",
    ]


def _percentiles(runs: dict[str, Any], connections: str) -> str:
    if not _made(runs[connections]):
        return FAILED
    return " / ".join(f"{_median(runs, connections, name):.3g}" for name in ("p50", "p90", "p99"))


def _median(runs: dict[str, Any], connections: str, name: str) -> float:
    return float(median(run[name] for run in _made(runs[connections])))


def _made(runs: Iterable[Any]) -> list[Any]:
    return [run for run in runs if run]


def _table(head: list[str], rows: list[list[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _json(value: Any) -> str:
    return json.dumps(_rounded(value))


def _rounded(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _rounded(each) for name, each in value.items()}
    if isinstance(value, list):
        return [_rounded(each) for each in value]
    return float(f"{value:.4g}") if isinstance(value, float) else value
