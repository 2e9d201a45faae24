"""The data that come with the program: each kind with its reader, its rows and its target, in load order."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from graph.statements import statement
from loaders.bundled.agencies import agency_rows, read_agencies
from loaders.bundled.jurisdiction_rows import adjacency_rows, jurisdiction_rows
from loaders.bundled.jurisdictions import read_adjacency, read_jurisdictions
from loaders.bundled.reference import read_models, read_sites, read_topics
from loaders.pipeline.row import Row
from loaders.pipeline.target import Target
from loaders.sources.law_enforcement_agencies.source import LAW_ENFORCEMENT_AGENCIES
from loaders.sources.program_models import PROGRAM_MODELS
from loaders.sources.requests.log import read_requests
from loaders.sources.requests.rows import request_rows
from loaders.sources.requests.source import REQUESTS
from loaders.sources.sites.rows import site_rows
from loaders.sources.sites.source import SITES
from loaders.sources.topics import TOPICS
from loaders.sources.vocabulary import vocabulary_rows


@dataclass(frozen=True, slots=True)
class BundledSource:
    """A kind of data that is read completely or not at all.

    `read` takes a folder (None: that of this installation), for the sample the path of its log.
    """

    name: str
    read: Callable[[Path | None], Iterable[Row]]
    target: Target

    def rows(self, path: Path | None = None) -> Iterator[Row]:
        """Its rows with their fingerprints. Raises DataInvalid."""
        return map(self.target.fingerprinted, self.read(path))


REFERENCE: Final[Sequence[BundledSource]] = (
    BundledSource(
        PROGRAM_MODELS.name,
        lambda folder: vocabulary_rows(read_models(folder)),
        PROGRAM_MODELS.target,
    ),
    BundledSource(TOPICS.name, lambda folder: vocabulary_rows(read_topics(folder)), TOPICS.target),
    BundledSource(
        "jurisdictions",
        lambda folder: jurisdiction_rows(read_jurisdictions(folder)),
        Target(
            statement("load/jurisdictions"), batch=2000, follow_up=statement("load/populations_inherited")
        ),
    ),
    BundledSource(
        "adjacency",
        lambda folder: adjacency_rows(read_adjacency(folder)),
        Target(statement("load/adjacency"), batch=5000),
    ),
    BundledSource(
        LAW_ENFORCEMENT_AGENCIES.name,
        lambda folder: agency_rows(read_agencies(folder)),
        Target(statement("load/bundled_agencies"), batch=2000),
    ),
    BundledSource(SITES.name, lambda folder: site_rows(read_sites(folder)), SITES.target),
)
"""The reference data; a kind comes after those that its rows refer to."""


def _requests(path: Path | None) -> Iterable[Row]:
    assert path is not None
    return request_rows(read_requests(path))


SAMPLE: Final = BundledSource(REQUESTS.name, _requests, REQUESTS.target)
"""A request log that a generator made."""
