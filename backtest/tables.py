"""A report as tables and sentences for a person."""

from __future__ import annotations

from collections.abc import Iterator

from rich.box import SIMPLE_HEAD
from rich.table import Table

from backtest.ranker import Family
from backtest.report import BacktestReport, Difference, Findings, Segment

SYNTHETIC = (
    "The requests are synthetic: this shows that the machinery finds what was planted, not that its advice "
    "is good."
)
TITLES = {"hit1": "hit@1", "hit3": "hit@3", "mrr": "MRR", "ndcg3": "nDCG@3"}


def measures(report: BacktestReport) -> Table:
    """The mean measures of each ranker."""
    title = f"{report.observed.trials} requests of {report.source}, ranked as of the month before"
    table = _table(title, *TITLES.values())
    for standings in map(report.observed.family, Family):
        for each in standings:
            table.add_row(each.name, *(f"{value:.3f}" for value in each.means))
        table.add_section()
    return table


def differences(report: BacktestReport) -> Table:
    """How far the recommender is ahead of each other ranker, in MRR."""
    logs = {"the log": report.observed}
    if report.shuffled:
        logs["its answers shuffled"] = report.shuffled
    table = _table("MRR of recommendSites minus that of …, with 95 % interval", *logs)
    for family in (Family.BASELINE, Family.ABLATION):
        for each in report.observed.family(family):
            table.add_row(each.name, *(ahead(found, each.name) for found in logs.values()))
        table.add_section()
    return table


def sentences(report: BacktestReport) -> Iterator[str]:
    """The rest of the report, after the tables."""
    found, agreed = report.observed, report.agreement
    left_out = ", ".join(f"{reason.replace('_', ' ')} {count}" for reason, count in report.left_out.items())
    yield f"{report.requests} requests; ranked for {report.requesters} requesters; left out: {left_out}."
    yield (
        f"Ranked in memory. For comparison, the API answered {agreed.questions} questions over the "
        f"graph's requests: {agreed.equal} lists were the same, their numbers at most "
        f"{agreed.largest_difference:.0e} apart."
    )
    yield _segments("Requesters", found.requesters)
    yield _segments("Lists by their label", found.labels)
    yield (
        f"Exposure gap {found.exposure_gap:.2f}: the share of the first three places that would have to move "
        "to match the shares of answers."
    )
    yield (
        "Smallest difference in MRR to the strongest baseline that so many requests would show 4 times of 5: "
        f"{found.smallest_difference:.3f}."
    )
    if report.synthetic:
        yield SYNTHETIC


def ahead(found: Findings, name: str) -> str:
    """How far the recommender is ahead of a ranker in MRR."""
    return interval(found.of(name).ahead["mrr"])


def interval(difference: Difference) -> str:
    """`+0.045 [+0.012, +0.078]`."""
    return f"{difference.value:+.3f} [{difference.low:+.3f}, {difference.high:+.3f}]"


def _table(title: str, *columns: str) -> Table:
    table = Table(title=title, box=SIMPLE_HEAD, title_justify="left")
    table.add_column("ranker", no_wrap=True)
    for column in columns:
        table.add_column(column, justify="right", no_wrap=True)
    return table


def _segments(title: str, segments: dict[str, Segment]) -> str:
    listed = [
        f"{name.replace('_', ' ').lower()} {segment.trials}"
        + (f" (hit@1 {segment.means.hit1:.3f}, MRR {segment.means.mrr:.3f})" if segment.means else "")
        for name, segment in segments.items()
    ]
    return f"{title}: {'; '.join(listed)}."
