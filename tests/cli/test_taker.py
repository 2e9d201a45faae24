"""Files that are taken in one after the other: what is said of those that a stop leaves out."""

from __future__ import annotations

from pathlib import Path

from rich.console import Console

from cli.exits import FAILED
from cli.intake import Taker, ending
from domain.vocabulary import RunStatus
from graph.settings import Settings
from loaders.pipeline.duplicates import Seen
from loaders.pipeline.load_file import Options, Progress, Report
from loaders.sources.requests.source import REQUESTS

DONE, STOPPED = RunStatus.DONE, RunStatus.STOPPED


async def test_files_that_were_not_begun_are_no_success(settings: Settings, tmp_path: Path) -> None:
    taken: list[Path] = []

    async def take(path: Path, _: Options, __: Progress) -> Report:
        taken.append(path)
        return Report(source=REQUESTS.name, path=path, status=DONE)

    options = Options(quarantine=tmp_path, stop=lambda: len(taken) == 1)
    taker = Taker(settings, options, Console(quiet=True))
    paths = [tmp_path / name for name in ("a.csv", "b.csv", "c.csv")]
    reports = await taker.each(take, REQUESTS, paths, seen=Seen())
    assert taken == paths[-1:]
    assert [(report.path, report.status) for report in reports] == list(
        zip(paths, (STOPPED, STOPPED, DONE), strict=True)
    )
    assert ending(reports) == FAILED
