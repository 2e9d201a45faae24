"""The export for research: tables of one data version, and what explains them."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from importlib.resources import files
from typing import Final

from domain.data_model import DataModel
from domain.release import Release
from graph.database import Database
from graph.deadline import Deadline
from graph.errors import Conflict, NothingToExport
from graph.statements import statement
from loaders.output_folder import OutputFolder
from loaders.research import dictionary
from loaders.research.core_graph import write_core_graph
from loaders.research.data_package import data_package
from loaders.research.reader import PAGE_DEADLINE_S, pages
from loaders.research.readme import readme
from loaders.research.table import tables_of
from loaders.research.table_files import TableFiles

log = logging.getLogger(__name__)

RELEASE: Final = statement("export/release")
ATTEMPTS: Final = 3
"""A change of the data during an export makes it begin again."""
REQUEST: Final = "Request"


@dataclass(frozen=True, slots=True)
class ResearchExport:
    """What was exported: rows by table."""

    release: Release
    rows: dict[str, int]


async def export_for_research(
    database: Database,
    model: DataModel,
    folder: OutputFolder,
    *,
    with_requests: bool,
    progress: Callable[[int], None] = lambda _: None,
) -> ResearchExport:
    """Fills the folder from the graph; `progress` takes numbers of rows.

    Raises NothingToExport, Conflict where the data keep changing, InvalidInput where the disk refuses, and as
    `Database.read`; the folder is empty then.
    """
    shown = model if with_requests else model.without(REQUEST)
    try:
        for _ in range(ATTEMPTS):
            release = await _release(database, with_requests=with_requests)
            with folder.disk_errors():
                written = await _write_tables(database, shown, folder, progress)
                if release == await _release(database, with_requests=with_requests):
                    _explain(folder, written, release)
                    return ResearchExport(release, {each.table.name: each.rows for each in written})
            log.info("the data changed during the export; it begins again")
            folder.clear()
    except BaseException:
        folder.clear()
        raise
    raise Conflict(f"The data changed during each of {ATTEMPTS} attempts; export when no load is running.")


async def _release(database: Database, *, with_requests: bool) -> Release:
    [found] = await database.read(RELEASE, {}, Deadline.after(PAGE_DEADLINE_S))
    if found["version"] is None:
        raise NothingToExport(
            "The graph holds no data; load them with `learning-sites up` or `learning-sites load` first."
        )
    day = date.fromisoformat(found["day"])
    return Release(found["version"], day, found["requests"], found["synthetic"], with_requests)


async def _write_tables(
    database: Database, model: DataModel, folder: OutputFolder, progress: Callable[[int], None]
) -> list[TableFiles]:
    written = []
    for table in tables_of(model):
        with TableFiles(folder.path, table) as table_files:
            async for rows in pages(database, table):
                table_files.write(rows)
                progress(len(rows))
        written.append(table_files)
    return written


def _explain(folder: OutputFolder, written: list[TableFiles], release: Release) -> None:
    entries = list(dictionary.entries(written))
    write_core_graph(folder.path / "core.graphml", written)
    texts = {
        "dictionary.csv": dictionary.as_csv(entries),
        "dictionary.md": dictionary.as_page(entries, written),
        "datapackage.json": data_package(folder.path, written, release),
        "CITATION.cff": release.citation,
        "NOTICE": files("data").joinpath("NOTICE").read_text(encoding="utf-8"),
        "README.md": readme(release, written),
    }
    for name, text in texts.items():
        (folder.path / name).write_text(text, encoding="utf-8")
