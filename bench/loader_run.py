"""The loader as a contender: `load_file` as `learning-sites load requests` calls it."""

from __future__ import annotations

import sys
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from bench.turns import Turns
from cli.ingest import resolver_of_files
from cli.session import connected
from domain.vocabulary import RunStatus
from graph.settings import Settings
from loaders.pipeline.load_file import load_file
from loaders.pipeline.load_options import LoadOptions
from loaders.pipeline.placement import Placement
from loaders.sources.requests.source import REQUESTS


def main() -> None:
    """Loads the log that is named first; takes a turn every so many rows, which is named second."""
    path, slice_rows = Path(sys.argv[1]), int(sys.argv[2])
    settings = Settings.read()
    placement = Placement(cache(lambda: resolver_of_files(settings)))
    with (
        TemporaryDirectory() as aside,
        connected(settings) as session,
        Turns(slice_rows) as turns,
    ):
        options = LoadOptions(quarantine=Path(aside), placement=placement)
        report = session.run(
            load_file(session.database, REQUESTS, path, options, lambda rows, _: turns.advance(rows))
        )
        assert report.status is RunStatus.DONE, report.problem
        assert not report.counts.quarantined, report.problems


if __name__ == "__main__":
    main()
