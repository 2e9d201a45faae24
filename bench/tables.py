"""What was measured, as tables for a person."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rich.table import Table

from bench.attacks.attacks import Row as AttackRow
from bench.changes import CONNECTIONS as CHANGES_CONNECTIONS
from bench.changes import Row as ChangesRow
from bench.compiling import Compiled
from bench.devices import Row as DeviceRow
from bench.gate import WORSE, Gate
from bench.growth import Growth
from bench.growth import Measured as Grown
from bench.loading import Row as LoadingRow
from bench.marquee import BASE
from bench.marquee import Row as MarqueeRow
from bench.rounds import Row
from bench.sizes import TOGETHER
from bench.sizes import Row as SizeRow
from bench.start import Row as StartRow
from bench.work import HITS, correlation
from bench.work import Row as WorkRow


def questions(rows: Iterable[Row]) -> Table:
    """Questions of people through the API."""
    table = Table(
        "what", "ms, median", "ms, 95th percentile", "ratio to the bare statement", title="Questions"
    )
    for row in rows:
        table.add_row(row.name, f"{row.median:.1f}", f"{row.high:.1f}", f"{row.ratio:.2f}")
    return table


def graphs(found: Iterable[Growth]) -> Table:
    """The graphs that the work of operations was measured on."""
    table = Table(
        "requests",
        "jurisdictions",
        "Neo4j answers, s",
        "requests written a second",
        "memory of Java, MiB",
        title="Graphs",
    )
    for each in found:
        table.add_row(
            f"{each.requests:,}",
            f"× {1 + each.copies}",
            f"{each.start_s:.1f}",
            f"{each.rows_per_second:,.0f}",
            f"{each.memory_mib:,.0f}",
        )
    return table


def growth(found: Grown) -> Table:
    """The work of each operation on each graph: database hits, and milliseconds of Neo4j's processor."""
    heads = [f"{each.requests:,} × {1 + each.copies}" for each in found.graphs]
    table = Table("operation", *heads, title="Hits (CPU ms)")
    for row in found.rows:
        pairs = zip(row.hits, row.cpu_ms, strict=True)
        table.add_row(
            row.name,
            *("too much memory" if hits is None else f"{hits:,} ({cpu_ms:.1f})" for hits, cpu_ms in pairs),
        )
    return table


def start(row: StartRow) -> Table:
    """The second `make up`."""
    table = Table("until", "seconds, median", "ratio to the bare boot", title=f"Start, {row.rounds} rounds")
    for name, seconds in (
        ("a bare Neo4j answers", row.bare),
        ("Ready", row.ready),
        ("a simple answer", row.simple),
        ("a recommendation", row.recommendation),
    ):
        table.add_row(name, f"{seconds:.1f}", f"{seconds / row.bare:.2f}")
    return table


def sizes(rows: Iterable[SizeRow]) -> Table:
    """One question at three sizes."""
    table = Table(
        "size",
        "contender",
        "ms, median, alone",
        f"answers a second, {TOGETHER} connections",
        "ms, 99th percentile",
        "CPU ms, service",
        "CPU ms, Neo4j",
        "throughput to bare (lowest to highest)",
        "CPU of bare to its own",
        title="Sizes",
    )
    for row in rows:
        table.add_row(
            row.size,
            row.name,
            f"{row.alone:.2f}",
            f"{row.run.per_second:,.0f}",
            f"{row.run.p99:.1f}",
            f"{row.run.cpu:.2f}",
            f"{row.run.database_cpu:.2f}",
            f"{row.ratio:.2f} ({row.lowest:.2f} to {row.highest:.2f})",
            f"{row.cpu_ratio:.2f}",
        )
    return table


def changes(rows: Iterable[ChangesRow]) -> Table:
    """The response cache while the data change."""
    table = Table(
        "data change",
        "answers a second",
        "to data that never change",
        "ms, median",
        "ms, 99th percentile",
        "CPU ms, service",
        "CPU ms, Neo4j",
        title=f"Data that change, {CHANGES_CONNECTIONS} connections",
    )
    for row in rows:
        table.add_row(
            row.changes,
            f"{row.run.per_second:,.0f}",
            f"{row.ratio:.2f}",
            f"{row.run.p50:.2f}",
            f"{row.run.p99:.1f}",
            f"{row.run.cpu:.2f}",
            f"{row.run.database_cpu:.2f}",
        )
    return table


def attacks(rows: Iterable[AttackRow]) -> Table:
    """What an honest client sees while others attack."""
    table = Table(
        "attack",
        "requests of the honest client",
        "failures",
        "/livez, ms, 99th percentile",
        "cached answer",
        "computed answer",
        "MiB before",
        "peak",
        "after",
        title="Attacks",
    )
    for row in rows:
        table.add_row(
            row.attack,
            str(row.requests),
            str(row.failures),
            *(f"{ms:.0f}" for ms in (row.livez_p99, row.cached_p99, row.computed_p99)),
            *(f"{mb:.0f}" for mb in (row.before_mb, row.peak_mb, row.after_mb)),
        )
    return table


def compiling(found: Compiled) -> Table:
    """A new operation, and one that is known."""
    table = Table("operation", "CPU ms, median", "CPU ms, 95th percentile", title="Compiling, size M")
    table.add_row("new", f"{found.median:.2f}", f"{found.high:.2f}")
    table.add_row("known", f"{found.known:.3f}", "")
    return table


def marquee(rows: Iterable[MarqueeRow]) -> Table:
    """The question of questions on request logs."""
    table = Table(
        "requests",
        "requesters",
        "ms, median, first",
        "ms, median, again",
        "ms, 95th percentile",
        f"median to that of {BASE.requests:,} of {BASE.requesters:,}",
        "CPU ms, Neo4j",
        "database hits, median",
        "CPU ms, planning",
        title="Who should we ask?",
    )
    for row in rows:
        table.add_row(
            f"{row.requests:,}",
            f"{row.requesters:,}",
            f"{row.first:.1f}",
            f"{row.median:.1f}",
            f"{row.high:.1f}",
            f"{row.ratio:.2f}",
            f"{row.cpu:.1f}",
            f"{row.hits:,}",
            f"{row.planning:.0f}",
        )
    return table


def loading(rows: Iterable[LoadingRow]) -> Table:
    """The loader beside a bare loop."""
    table = Table(
        "contender",
        "rows",
        "rows a second",
        "in the last turn",
        "rate to the bare loop (lowest to highest turn)",
        "CPU s, process",
        "CPU s, Neo4j",
        "peak memory, MiB",
        title="Loading",
    )
    for row in rows:
        table.add_row(
            row.name,
            f"{row.rows:,}",
            f"{row.per_second:,.0f}",
            f"{row.last:,.0f}",
            f"{row.ratio:.2f} ({row.lowest:.2f} to {row.highest:.2f})",
            f"{row.cpu:.1f}",
            f"{row.database_cpu:.1f}",
            f"{row.peak_mb:.0f}",
        )
    return table


def devices(rows: Iterable[DeviceRow]) -> Table:
    """What exists for speed alone."""
    table = Table(
        "without",
        "measured at",
        "CPU to shipped",
        "time to shipped (lowest to highest)",
        "lines",
        title="Devices",
    )
    for row in rows:
        table.add_row(
            row.name,
            row.where,
            f"{row.cpu:.2f}",
            f"{row.time:.2f} ({row.lowest:.2f} to {row.highest:.2f})",
            str(row.lines),
        )
    return table


def gate(found: Gate) -> Table:
    """The service beside the bare endpoint."""
    table = Table("CPU to bare (lowest to highest)", "recorded", "fails above", title="Gate")
    table.add_row(
        f"{found.ratio:.2f} ({found.lowest:.2f} to {found.highest:.2f})",
        f"{found.recorded:.2f}",
        f"{WORSE * found.recorded:.2f}",
    )
    return table


def work(rows: Sequence[WorkRow]) -> Table:
    """Operations with their cost and what Neo4j does for them."""
    ranks = correlation([row.cost for row in rows], [row.hits for row in rows])
    table = Table("operation", "cost", "database hits", "hits to cost", "CPU ms, Neo4j", title="Work")
    for row in rows:
        ratio = row.hits / (HITS * row.cost)
        table.add_row(row.name, f"{row.cost:,}", f"{row.hits:,}", f"{ratio:.2f}", f"{row.cpu_ms:.1f}")
    table.caption = f"Rank correlation of cost and hits: {ranks:.3f}"
    return table
