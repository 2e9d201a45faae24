"""What can be loaded: each source with its reader, its rows and its statement, in load order."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from graph.statements import statement
from loaders import rows
from loaders.jurisdictions import read_adjacency, read_jurisdictions
from loaders.request_log import read_requests
from loaders.rows import Row
from loaders.sites import read_sites
from loaders.vocabulary import read_models, read_topics
from loaders.writer import Target


@dataclass(frozen=True, slots=True)
class Source:
    """A kind of data. `read` takes a folder of reference files (None: ours) or the path of a log."""

    name: str
    read: Callable[[Path | None], Iterable[Row]]
    target: Target


REFERENCE: Final[Sequence[Source]] = (
    Source(
        "program-models",
        lambda folder: rows.vocabulary_rows(read_models(folder)),
        Target(statement("load/program_models")),
    ),
    Source(
        "topics", lambda folder: rows.vocabulary_rows(read_topics(folder)), Target(statement("load/topics"))
    ),
    Source(
        "jurisdictions",
        lambda folder: rows.jurisdiction_rows(read_jurisdictions(folder)),
        Target(statement("load/jurisdictions"), batch=2000),
    ),
    Source(
        "adjacency",
        lambda folder: rows.adjacency_rows(read_adjacency(folder)),
        Target(statement("load/adjacency"), batch=5000),
    ),
    Source("sites", lambda folder: rows.site_rows(read_sites(folder)), Target(statement("load/sites"))),
)
"""The reference data: later sources refer to earlier ones."""


def _requests(path: Path | None) -> Iterable[Row]:
    assert path is not None
    return rows.request_rows(read_requests(path))


REQUESTS: Final = Source(
    "requests",
    _requests,
    Target(
        statement("load/requests"),
        batch=1000,
        check=statement("load/requests_unknown"),
        follow_up=statement("load/requesters"),
    ),
)
"""The request log; the jurisdictions and sites that it names are loaded before."""
