"""Files that are loaded in one after the other: what is said of those that a stop leaves out."""

from __future__ import annotations

from pathlib import Path

from rich.console import Console

from cli.exits import FAILED
from cli.ingest import LoadSession, exit_code
from domain.vocabulary import RunStatus
from graph.settings import Settings
from loaders.pipeline.duplicates import DuplicateIndex
from loaders.pipeline.file_ingest import FileProgress
from loaders.pipeline.load_options import LoadOptions
from loaders.pipeline.load_report import LoadReport
from loaders.sources.requests.source import REQUESTS

DONE, STOPPED = RunStatus.DONE, RunStatus.STOPPED


async def test_files_that_were_not_begun_are_no_success(settings: Settings, tmp_path: Path) -> None:
    loaded: list[Path] = []

    async def load_one(path: Path, _: LoadOptions, __: FileProgress) -> LoadReport:
        loaded.append(path)
        return LoadReport(source=REQUESTS.name, path=path, status=DONE)

    options = LoadOptions(quarantine=tmp_path, stop=lambda: len(loaded) == 1)
    session = LoadSession(settings, options, Console(quiet=True))
    paths = [tmp_path / name for name in ("a.csv", "b.csv", "c.csv")]
    reports = await session.load_each(load_one, REQUESTS, paths, seen=DuplicateIndex())
    assert loaded == paths[-1:]
    assert [(report.path, report.status) for report in reports] == list(
        zip(paths, (STOPPED, STOPPED, DONE), strict=True)
    )
    assert exit_code(reports) == FAILED
