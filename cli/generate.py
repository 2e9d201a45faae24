"""`learning-sites generate`: synthetic data for trying things out; every row is marked synthetic."""

from __future__ import annotations

import json
from dataclasses import asdict
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from cli.bars import bar
from cli.exits import FAILED, exit_on_error
from cli.session import connected
from graph.errors import InvalidInput
from loaders.bundled.sample import remove_synthetic
from loaders.generate import GenerateArguments, write
from loaders.generate.arguments import MAX_REPEAT, MAX_REQUESTS, MAX_STATES, MAX_STRENGTH

DEFAULTS = GenerateArguments()

app = typer.Typer(no_args_is_help=True)


class LogFormat(StrEnum):
    """Formats of a request log."""

    CSV = "csv"
    CSV_GZ = "csv.gz"
    JSONL = "jsonl"
    JSONL_GZ = "jsonl.gz"


@app.callback()
def group() -> None:
    """Make synthetic data. The same arguments give the same data."""


@app.command("remove")
def remove_() -> None:
    """Delete every synthetic request from the graph; `make up` does not load the sample again."""
    with exit_on_error() as settings, connected(settings) as session:
        with bar("Removing synthetic requests", None) as advance:
            removed = session.run(remove_synthetic(session.database, advance))
        typer.echo(f"{removed:,} synthetic requests removed.")


@app.command()
def requests(
    seed: Annotated[int, typer.Option(help="Seed of the random numbers.")] = DEFAULTS.seed,
    count: Annotated[
        int, typer.Option("--requests", help=f"Number of rows, at most {MAX_REQUESTS:,}.")
    ] = DEFAULTS.requests,
    since: Annotated[str, typer.Option("--from", help="First month, YYYY-MM.")] = DEFAULTS.since,
    until: Annotated[str, typer.Option(help="Last month, YYYY-MM; the log ends with it.")] = DEFAULTS.until,
    states: Annotated[
        int, typer.Option(help=f"Exact number of states that ask, at most {MAX_STATES}.")
    ] = DEFAULTS.states,
    strength: Annotated[
        float,
        typer.Option(help=f"Strength of the planted preference, 0 (popularity only) to {MAX_STRENGTH:g}."),
    ] = DEFAULTS.strength,
    repeat: Annotated[
        float, typer.Option(help=f"Share of rows from an earlier requester, 0 to {MAX_REPEAT}.")
    ] = DEFAULTS.repeat,
    log_format: Annotated[
        LogFormat | None, typer.Option("--format", help="Default: by the suffix of --out, else csv.")
    ] = None,
    out: Annotated[
        Path | None, typer.Option(help="File to write; default: requests.FORMAT in the current folder.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the summary as JSON.")] = False,
) -> None:
    """Write a log of requests that matches the published figures: 510 since 2020, from 38 states."""
    with exit_on_error():
        path = _path(out, log_format)
        arguments = GenerateArguments(seed, count, since, until, states, strength, repeat)
        try:
            with bar("Writing requests", count) as advance:
                summary = write(path, arguments, advance)
        except OSError as error:
            text = f"error: {path} was not written: {error.strerror}; check the disk and try again"
            typer.echo(text, err=True)
            raise typer.Exit(FAILED) from None
    if as_json:
        typer.echo(json.dumps({"file": str(path), **asdict(summary)}))
    else:
        typer.echo(
            f"{path}: {summary.rows:,} synthetic requests of {summary.requesters:,} requesters "
            f"in {summary.states} states, SHA-256 {summary.sha256}"
        )


def _path(out: Path | None, log_format: LogFormat | None) -> Path:
    if out is None:
        return Path(f"requests.{log_format or LogFormat.CSV}")
    if log_format and not out.name.endswith(f".{log_format}"):
        raise InvalidInput(
            f"--out: {out.name} does not end in .{log_format}; leave out --format, or rename the file."
        )
    return out
