"""The sources that files can bring, in the order in which a night loads them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from loaders.pipeline.source import Source
from loaders.sources.law_enforcement_agencies.source import LAW_ENFORCEMENT_AGENCIES
from loaders.sources.partner_agencies import PARTNER_AGENCIES
from loaders.sources.populations import POPULATIONS
from loaders.sources.program_models import PROGRAM_MODELS
from loaders.sources.requests.source import REQUESTS
from loaders.sources.sites.source import SITES
from loaders.sources.topics import TOPICS

SOURCES: Final[Sequence[Source]] = (
    PROGRAM_MODELS,
    TOPICS,
    POPULATIONS,
    LAW_ENFORCEMENT_AGENCIES,
    SITES,
    PARTNER_AGENCIES,
    REQUESTS,
)
"""What a later one names is loaded by an earlier one. Of two that take a file, the earlier one gets it."""

BY_NAME: Final[Mapping[str, Source]] = {source.name: source for source in SOURCES}


def source_of(name: str) -> Source | None:
    """The source that a file of this name, in a folder with files of several, belongs to."""
    return next((source for source in SOURCES if source.takes(name)), None)
