"""`learning-sites load`, `migrate` and `similarity`: bring data in."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated

import orjson
import typer
from pydantic import ValidationError
from rich.console import Console

from cli.contents import bring_migrations, bring_reference, bring_similarity
from cli.exits import exit_on_error
from cli.ingest import LoadSession, as_json, exit_code, mark_reported, stoppable
from cli.options import AsJson, Encoding, MostBad, Sheet
from cli.session import connected
from graph.errors import InvalidInput
from loaders.pipeline.load_options import LoadOptions
from loaders.pipeline.sweep import MAX_DELETED
from loaders.readers.remote_file import MAX_MB, RemoteFile, fetch, is_address, without_secrets
from loaders.sources import BY_NAME, unknown_source
from loaders.sources.jurisdictions.source import JURISDICTIONS


def migrate_() -> None:
    """Apply the migrations that the graph does not have yet."""
    with exit_on_error() as settings, connected(settings) as session:
        if not session.run(bring_migrations(session.database, Console())):
            typer.echo("Nothing to apply.")


def load_(
    source: Annotated[
        str, typer.Argument(help=f"`reference` (what comes with the program), or {', '.join(BY_NAME)}.")
    ],
    files: Annotated[
        list[str] | None,
        typer.Argument(
            help="Its files: .csv, .tsv, .jsonl, .ndjson, .json (.gz, .zip), .xlsx; or their addresses, "
            "https:// or s3://."
        ),
    ] = None,
    sha256: Annotated[
        str | None, typer.Option(help="Checksum of a file at an address: 64 hex digits.")
    ] = None,
    max_mb: Annotated[
        int, typer.Option(min=1, help="The most megabytes that are read from an address.")
    ] = MAX_MB,
    sheet: Sheet = None,
    encoding: Encoding = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Report what a load would do, write nothing.")
    ] = False,
    resume: Annotated[
        bool, typer.Option("--resume", help="Continue where an unfinished run over the same file stopped.")
    ] = False,
    most_bad: MostBad = None,
    complete: Annotated[
        bool,
        typer.Option("--complete", help="The files are the complete source: delete what is in none of them."),
    ] = False,
    most_deleted: Annotated[
        float,
        typer.Option(min=0, max=1, help="Delete nothing if that would be more than this share."),
    ] = MAX_DELETED,
    json: AsJson = False,
) -> None:
    """Load data. Loading the same data again changes nothing. Exit code 3: new bad rows were quarantined."""
    console = Console(stderr=True, quiet=json)
    with exit_on_error() as settings:
        kind = BY_NAME.get(source)
        if kind is None and source != "reference":
            raise InvalidInput(f"SOURCE: {unknown_source(source, 'reference')}")
        if (kind is None) == bool(files):
            need = "needs at least one file" if kind else "takes no file, its data come with the program"
            raise InvalidInput(f"FILE: {source} {need}.")
        if kind is None and (sheet or encoding or complete):
            raise InvalidInput("SHEET, ENCODING, COMPLETE: reference has no files; leave these options out.")
        if kind and complete and kind.list_keys is None:
            raise InvalidInput(f"COMPLETE: nothing of {source} can be deleted; leave out --complete.")
        with _on_disk(files or (), sha256, max_mb) as paths, connected(settings) as session:
            session.run(bring_migrations(session.database, console))
            if kind is None:
                counts = session.run(bring_reference(session.database, console, force=True))
                _print_json(json, {name: asdict(each) for name, each in counts.items()})
                return
            with stoppable() as stop:
                options = LoadOptions(
                    quarantine=settings.quarantine,
                    dry_run=dry_run,
                    resume=resume,
                    max_bad_share=most_bad,
                    sheet=sheet,
                    encoding=encoding,
                    stop=stop,
                )
                load_session = LoadSession(
                    settings, options, console, complete=most_deleted if complete else None
                )
                reports = session.run(load_session.load(session.database, kind, [*paths]))
            may_have_changed = complete or any(report.counts.changed for report in reports)
            if kind is JURISDICTIONS and may_have_changed and not dry_run:
                session.run(bring_similarity(session.database, console))
        _print_json(json, {paths[report.path]: as_json(report) for report in reports})
        mark_reported(settings, reports)
    raise typer.Exit(exit_code(reports))


@contextmanager
def _on_disk(files: Sequence[str], sha256: str | None, max_mb: int) -> Iterator[dict[Path, str]]:
    """What a caller named, by its path: files at an address are fetched for the block.

    Raises InvalidInput, FetchFailed and ExtraMissing.
    """
    addresses = [file for file in files if is_address(file)]
    if sha256 is not None and len(addresses) != 1:
        raise InvalidInput(f"--sha256: is of one address, got {len(addresses)}; name one, or leave it out.")
    with TemporaryDirectory(prefix="learning-sites-") as folder:
        paths = dict[Path, str]()
        for number, file in enumerate(files):
            path = Path(file)
            if is_address(file):
                own = Path(folder, str(number))  # two addresses may end alike
                own.mkdir()
                path = fetch(_remote(file, sha256, max_mb), own)
            paths[path] = file
        yield paths


def _remote(address: str, sha256: str | None, max_mb: int) -> RemoteFile:
    try:
        return RemoteFile(address=address, sha256=sha256, max_mb=max_mb)
    except ValidationError as error:
        field = str(error.errors()[0]["loc"][0])
        name = "FILE" if field in ("address", "name") else f"--{field}"
        wanted = RemoteFile.model_fields[field].description
        raise InvalidInput(f"{name}: {without_secrets(address)}: write {wanted}.") from None


def _print_json(wanted: bool, what: object) -> None:
    if wanted:
        typer.echo(orjson.dumps(what))


def similarity_(
    full: Annotated[
        bool, typer.Option("--full", help="Compute every list, even when nothing has changed.")
    ] = False,
    json: AsJson = False,
) -> None:
    """Update SIMILAR_TO: the most similar others of each jurisdiction."""
    with exit_on_error() as settings, connected(settings) as session:
        console = Console(quiet=json)
        built = session.run(bring_similarity(session.database, console, full=full))
    if json:
        typer.echo(orjson.dumps(asdict(built)))
