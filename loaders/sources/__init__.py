"""The sources that files can bring: one file or folder each, with contract, rows, statements and headings.

A new source is such a file and a line in SOURCES.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pkgutil import resolve_name
from typing import Final

from loaders.pipeline.source import Source

SOURCES: Final[Sequence[Source]] = tuple(
    resolve_name(f"{__name__}.{name}")
    for name in (
        "program_models:PROGRAM_MODELS",
        "topics:TOPICS",
        "populations:POPULATIONS",
        "law_enforcement_agencies.source:LAW_ENFORCEMENT_AGENCIES",
        "sites.source:SITES",
        "partner_agencies:PARTNER_AGENCIES",
        "requests.source:REQUESTS",
    )
)
"""In the order in which a night loads them: a source comes after those that its rows refer to.

Where two accept a file, the earlier one gets it.
"""

BY_NAME: Final[Mapping[str, Source]] = {source.name: source for source in SOURCES}


def source_of(name: str) -> Source | None:
    """The source of a file with this name, in a folder with files of several."""
    return next((source for source in SOURCES if source.accepts(name)), None)
