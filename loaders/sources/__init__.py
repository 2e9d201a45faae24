"""The sources that files can bring: one file or folder each, with contract, rows, statements and headings.

A new source is such a file and a line in SOURCES.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pkgutil import resolve_name
from typing import Final

from domain.spellings import did_you_mean
from loaders.pipeline.source import Source

SOURCES: Final[Sequence[Source]] = tuple(
    resolve_name(f"{__name__}.{name}")
    for name in (
        "program_models:PROGRAM_MODELS",
        "topics:TOPICS",
        "jurisdictions.source:JURISDICTIONS",
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


def unknown_source(name: str, *more: str) -> str:
    """The end of a message on a source that is neither one of these nor of the others that fit there."""
    known = (*more, *BY_NAME)
    return f"unknown source {name[:60]!r}{did_you_mean(name, known)}; use one of {', '.join(known)}."


def source_of(name: str) -> Source | None:
    """The source of a file with this name, in a folder with files of several."""
    return next((source for source in SOURCES if source.accepts(name)), None)
