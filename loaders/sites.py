"""Sites: the learning sites that public sources document, each fact with its basis."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field

from graph.vocabulary import AgencyType, PartnerKind, SiteStatus
from loaders.reference import Contract, data_folder, read_jsonl

Year = Annotated[int, Field(ge=1900, le=2100)]
Count = Annotated[int, Field(ge=0)]
ModelKey = Annotated[str, Field(pattern=r"^model:[a-z0-9-]+$")]
TopicKey = Annotated[str, Field(pattern=r"^topic:[a-z0-9-]+$")]
JurisdictionKey = Annotated[str, Field(pattern=r"^us-(state|county|place|campus|region):[A-Za-z0-9-]+$")]


class Operated(Contract):
    """A program model that a site operates; `since` only where a source says so."""

    key: ModelKey
    basis: Literal["published", "inferred"]
    since: Year | None


class Partner(Contract):
    """An agency that works with a site; `jurisdiction` only where its own name says it."""

    key: str = Field(pattern=r"^partner:[a-z0-9-]+$")
    name: str
    kind: PartnerKind
    jurisdiction: JurisdictionKey | None
    note: str | None


class Source(Contract):
    """A public page that facts of a site rest on."""

    key: str = Field(pattern=r"^source:")
    url: str = Field(pattern=r"^https?://")
    title: str | None
    cited_for: tuple[Literal["profile", "status", "joined_year", "population", "personnel"], ...]


class Personnel(Contract):
    """Staff of the agency, as `basis` gives it."""

    total: Count | None
    sworn: Count | None
    civilian: Count | None
    basis: str | None


class PopulationServed(Contract):
    """People whom the agency says it serves; comparisons use the jurisdiction's population, not this."""

    people: Count | None
    year: Year | None
    basis: str | None


class Site(Contract):
    """A learning site and what is known of it; unknown is null."""

    key: str = Field(pattern=r"^site:[a-z0-9-]+$")
    name: str
    state: str = Field(pattern=r"^[A-Z]{2}$")
    status: SiteStatus
    status_basis: str
    agency_type: AgencyType
    joined_year: Year
    joined_year_inferred: bool
    serves: tuple[JurisdictionKey, ...] = Field(min_length=1)
    models: tuple[Operated, ...]
    specialties: tuple[str, ...]
    topics: tuple[TopicKey, ...]
    partners: tuple[Partner, ...]
    personnel: Personnel
    population: PopulationServed
    notes: str | None
    sources: tuple[Source, ...] = Field(min_length=1)


def read_sites(folder: Path | None = None) -> list[Site]:
    """All documented sites, current and former, by key. Raises DataInvalid."""
    return read_jsonl((folder or data_folder()) / "sites.jsonl", Site)
