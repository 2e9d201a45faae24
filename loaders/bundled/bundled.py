"""Data that come with the program: each kind with its reader, its rows and its statement, in load order."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from graph.statements import statement
from loaders.bundled.jurisdictions import read_adjacency, read_jurisdictions
from loaders.bundled.rows import adjacency_rows, jurisdiction_rows
from loaders.pipeline.row import Row
from loaders.pipeline.writer import Target
from loaders.sources.program_models import PROGRAM_MODELS
from loaders.sources.requests.log import read_requests
from loaders.sources.requests.rows import request_rows
from loaders.sources.requests.source import REQUESTS
from loaders.sources.sites.contract import read_sites
from loaders.sources.sites.rows import site_rows
from loaders.sources.sites.source import SITES
from loaders.sources.topics import TOPICS
from loaders.sources.vocabulary import read_models, read_topics, vocabulary_rows


@dataclass(frozen=True, slots=True)
class Shipped:
    """A kind of data, read whole or not at all: `read` takes a folder (None: ours), of a sample its path."""

    name: str
    read: Callable[[Path | None], Iterable[Row]]
    target: Target


REFERENCE: Final[Sequence[Shipped]] = (
    Shipped(
        PROGRAM_MODELS.name,
        lambda folder: vocabulary_rows(read_models(folder)),
        PROGRAM_MODELS.target,
    ),
    Shipped(TOPICS.name, lambda folder: vocabulary_rows(read_topics(folder)), TOPICS.target),
    Shipped(
        "jurisdictions",
        lambda folder: jurisdiction_rows(read_jurisdictions(folder)),
        Target(
            statement("load/jurisdictions"), batch=2000, follow_up=statement("load/populations_inherited")
        ),
    ),
    Shipped(
        "adjacency",
        lambda folder: adjacency_rows(read_adjacency(folder)),
        Target(statement("load/adjacency"), batch=5000),
    ),
    Shipped(SITES.name, lambda folder: site_rows(read_sites(folder)), SITES.target),
)
"""The reference data: later ones refer to earlier ones."""


def _requests(path: Path | None) -> Iterable[Row]:
    assert path is not None
    return request_rows(read_requests(path))


SAMPLE: Final = Shipped(REQUESTS.name, _requests, REQUESTS.target)
"""A request log that a generator made."""
