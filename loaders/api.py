"""Loading from Python: rows that a program has in its hands, with the report of `learning-sites load`."""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import Iterable, Mapping
from contextlib import nullcontext
from functools import cache
from pathlib import Path
from typing import Any, Final

import orjson

from domain.vocabulary import RunStatus
from graph.access import Access, access_to
from graph.database import Database
from graph.deadline import Deadline
from graph.embedded import attach_or_start
from graph.errors import InvalidInput
from graph.migrations import migrate
from graph.settings import Settings
from loaders.bundled.resolver import resolver_of
from loaders.own_jurisdictions import read_own_jurisdictions
from loaders.pipeline.load_file import load_file
from loaders.pipeline.load_options import LoadOptions
from loaders.pipeline.load_report import LoadReport
from loaders.pipeline.placement import Placement
from loaders.pipeline.source import Source
from loaders.sources import BY_NAME, unknown_source

SETUP_S: Final = 120.0


def load_rows(
    source: str,
    rows: Iterable[Mapping[str, Any]],
    *,
    name: str = "rows",
    dry_run: bool = False,
    settings: Settings | None = None,
) -> LoadReport:
    """Loads rows of a source as a file `name`.jsonl with them would be, and returns its report.

    A row maps headings to texts, numbers, booleans, dates, lists of them, or None. `source` is a name that
    `learning-sites load` takes. The database is that of the settings, by default those of the environment; an
    embedded one is started if it does not run, and stops again. A bad row is quarantined, as the counts and
    `problems` of the report say. Rows are consumed once, in constant memory; of none nothing is loaded.
    Raises InvalidInput for an unknown source, and for a row that is not such a map, by its number: nothing is
    loaded then; HomeUnusable, and the errors of the database.
    """
    kind = BY_NAME.get(source)
    if kind is None:
        raise InvalidInput(f"source: {unknown_source(source)}")
    settings = settings or Settings.read()
    with tempfile.TemporaryDirectory() as folder:
        path = _written(Path(folder) / f"{name}.jsonl", rows)
        if not path.stat().st_size:
            return LoadReport(source=source, path=path, status=RunStatus.DONE)
        server = attach_or_start(settings, train=False) if settings.embedded else nullcontext(None)
        with server as embedded, asyncio.Runner() as runner:
            access = access_to(settings, embedded)
            return runner.run(_load(access, settings, kind, path, dry_run=dry_run))


async def _load(
    access: Access, settings: Settings, source: Source, path: Path, *, dry_run: bool
) -> LoadReport:
    async with Database.open(access, settings) as database:
        await migrate(database, Deadline.after(SETUP_S))
        own = await read_own_jurisdictions(database, Deadline.after(SETUP_S))
        placement = Placement(cache(lambda: resolver_of(settings, own)))
        options = LoadOptions(
            quarantine=settings.quarantine, by="load_rows", dry_run=dry_run, placement=placement
        )
        return await load_file(database, source, path, options)


def _written(path: Path, rows: Iterable[Mapping[str, Any]]) -> Path:
    with path.open("wb") as file:
        for number, row in enumerate(rows, 1):
            try:
                file.write(orjson.dumps(dict(row), option=orjson.OPT_APPEND_NEWLINE))
            except (TypeError, ValueError) as error:
                raise InvalidInput(
                    f"rows: row {number} cannot be written as JSON ({error}); give texts, numbers, booleans, "
                    "dates, lists, or None."
                ) from None
    return path
