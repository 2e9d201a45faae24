"""The scores of the resolver for people and scripts, for `learning-sites resolve --report`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any, Final

import orjson
import typer
from rich.console import Console
from rich.table import Column, Table

from loaders.resolver.report import Half, ResolverReport
from loaders.resolver.score import Judged, Score, Scores

SHOWN_WRONG: Final = 20
TITLES: Final = {Half.TUNE: "the half that tunes", Half.TEST: "the half that is held out"}


def print_report(made: ResolverReport, kinds: Mapping[Half, Scores], as_json: bool) -> None:
    """The scores on the names that come with the program: by form, and by kind of government."""
    if as_json:
        of_kinds = {str(half): _as_json("kinds", "kind", scores) for half, scores in kinds.items()}
        numbers = {"half": made.half, "threshold": made.threshold, "margin": made.margin}
        _echo(numbers | _as_json("forms", "form", made.scores) | {"halves": of_kinds})
        return
    console = Console()
    console.print(_table("form", made.scores))
    console.print(
        f"Names that the tuning has not seen. A similar name needs a similarity of {made.threshold:g}, "
        f"{made.margin:g} above the next.",
        highlight=False,
    )
    _print_wrong(console, made.scores)
    for half, scores in kinds.items():
        console.print(_table("kind", scores, f"By kind of government: {TITLES[half]}"))
        _print_wrong(console, scores)


def print_file_report(name: str, scores: Scores, as_json: bool) -> None:
    """The scores on the names of a file, by kind of government."""
    if as_json:
        _echo({"file": name} | _as_json("kinds", "kind", scores))
        return
    console = Console()
    console.print(_table("kind", scores, f"By kind of government: {name}"))
    _print_wrong(console, scores)


def _echo(found: Mapping[str, Any]) -> None:
    typer.echo(orjson.dumps(found))


def _as_json(groups: str, group: str, scores: Scores) -> dict[str, Any]:
    return {
        groups: [_numbers(group, each) for each in scores.scores],
        "wrong": [_wrong(group, each) for each in scores.wrong],
    }


def _numbers(group: str, each: Score) -> dict[str, Any]:
    counts = asdict(each)
    return {group: counts.pop("group")} | counts | {"precision": each.precision, "recall": each.recall}


def _wrong(group: str, each: Judged) -> dict[str, Any]:
    return {
        group: each.group,
        "text": each.text,
        "state": each.state,
        "expected": each.expected,
        "resolved": each.keys,
    }


def _table(group: str, scores: Scores, title: str | None = None) -> Table:
    columns = ("rows", "answers", "resolved", "right", "precision", "recall")
    table = Table(Column(group, no_wrap=True), *columns, title=title)
    for each in scores.scores:
        counts = (each.rows, each.expected, each.resolved, each.right)
        table.add_row(each.group, *map(str, counts), _percent(each.precision), _percent(each.recall))
    return table


def _print_wrong(console: Console, scores: Scores) -> None:
    for each in scores.wrong[:SHOWN_WRONG]:
        state = f", {each.state}" if each.state else ""
        text = f"wrong: {each.text}{state} ({each.group}) became {', '.join(each.keys)}"
        console.print(text, highlight=False, markup=False)
    if len(scores.wrong) > SHOWN_WRONG:
        console.print(f"and {len(scores.wrong) - SHOWN_WRONG:,} more; --json has all.", highlight=False)


def _percent(share: float | None) -> str:
    return "" if share is None else f"{share:.2%}"
