"""A data release: its name, its version and day, and how to cite it (Citation File Format 1.2.0)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

import orjson

from domain.program import NAME

AUTHORS: Final = "The learning-sites-graph contributors"
SOFTWARE: Final = f"Learning Sites Graph: a knowledge graph of the {NAME}"
KEYWORDS: Final = ("knowledge graph", "law enforcement", "mental health", "crisis response", "learning sites")


@dataclass(frozen=True, slots=True)
class Release:
    """What is exported or shown. The version rises with every change of the data; `day` is the last one's."""

    version: int
    day: date
    requests: int
    synthetic: int
    with_requests: bool

    @property
    def name(self) -> str:
        """Such as `learning-sites-graph data 2026-11 v117`."""
        return f"learning-sites-graph data {self.day:%Y-%m} v{self.version}"

    @property
    def citation(self) -> str:
        """The text of its CITATION.cff."""
        return cff(
            "dataset",
            f"{SOFTWARE} ({self.name})",
            f"v{self.version}",
            day=self.day,
            abstract=self.about_requests,
        )

    @property
    def about_requests(self) -> str:
        """Which of its numbers are facts, as a sentence."""
        if not self.with_requests:
            return "Requests for help are left out; jurisdictions, agencies and sites are real."
        if not self.requests:
            return "It holds no request for help; jurisdictions, agencies and sites are real."
        share = f"{self.synthetic:,} of {self.requests:,} requests for help are synthetic"
        if not self.synthetic:
            return f"{share}."
        return f"{share}: a generator made them, and no number that rests on them is a fact."


def software_citation(version: str) -> str:
    """The text of the CITATION.cff of the program itself."""
    return cff("software", SOFTWARE, version, license="Apache-2.0")


def cff(
    kind: str,
    title: str,
    version: str,
    *,
    day: date | None = None,
    license: str = "",
    abstract: str = "",
) -> str:
    """A citation file. Texts are JSON's, which YAML reads."""
    facts = {
        "cff-version": "1.2.0",
        "message": "If you use it, please cite it as below. NOTICE names the sources whose terms apply.",
        "type": kind,
        "title": title,
        "abstract": abstract,
        "authors": [{"name": AUTHORS}],
        "version": version,
        "date-released": day.isoformat() if day else "",
        "license": license,
        "keywords": list(KEYWORDS),
    }
    return "".join(f"{name}: {orjson.dumps(value).decode()}\n" for name, value in facts.items() if value)
