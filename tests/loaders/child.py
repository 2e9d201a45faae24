"""Loads a log in small batches, as a process of its own: to be killed, or told to stop."""

from __future__ import annotations

import sys
from pathlib import Path

from cli.ingest import stoppable
from cli.session import connected
from graph.settings import Settings
from loaders.pipeline.load_file import load_file
from loaders.pipeline.load_options import LoadOptions
from loaders.sources.requests.source import REQUESTS


def say(*what: object) -> None:
    """A line that the test reads at once."""
    sys.stdout.write(" ".join(map(str, what)) + "\n")
    sys.stdout.flush()


path, quarantine, batch, resume = sys.argv[1:]
with connected(Settings.read()) as session, stoppable() as stop:
    options = LoadOptions(quarantine=Path(quarantine), batch=int(batch), resume=resume == "resume", stop=stop)
    say("begins")
    report = session.run(load_file(session.database, REQUESTS, Path(path), options, say))
say(report.status.name, report.counts.read)
