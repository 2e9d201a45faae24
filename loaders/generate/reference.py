"""The reference data that a synthetic log is drawn over, with each city apart from its county."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from loaders.bundled.jurisdictions import read_adjacency, read_listed
from loaders.bundled.reference import read_models, read_sites, read_topics
from loaders.jurisdiction import Jurisdiction
from loaders.sources.sites.contract import Site


@dataclass(frozen=True, slots=True)
class Reference:
    """Read once (most of a second), drawn over as often as wanted. `models` and `topics` are keys."""

    jurisdictions: Sequence[Jurisdiction]
    adjacency: Sequence[tuple[str, str]]
    sites: Sequence[Site]
    models: Sequence[str]
    topics: Sequence[str]

    @classmethod
    def read(cls, folder: Path | None = None) -> Self:
        """The files of `folder`, by default `data/`. Raises DataInvalid when one breaks its contract."""
        return cls(
            jurisdictions=read_listed(folder),
            adjacency=read_adjacency(folder),
            sites=read_sites(folder),
            models=[model.key for model in read_models(folder)],
            topics=[topic.key for topic in read_topics(folder)],
        )
