"""Sites: the learning sites that public sources document, each fact with its basis."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Final, Literal

from pydantic import Field

from domain.vocabulary import AgencyType, AssistanceType, PartnerKind, SiteStatus
from loaders.bundled.reference import Contract, data_folder, read_jsonl
from loaders.pipeline.contract import WholeNumber

Year = Annotated[WholeNumber, Field(ge=1900, le=2100)]
Count = Annotated[WholeNumber, Field(ge=0, lt=500_000_000)]
Capacity = Annotated[WholeNumber, Field(ge=1, le=1000)]
ModelKey = Annotated[str, Field(pattern=r"^model:[a-z0-9-]+$")]
TopicKey = Annotated[str, Field(pattern=r"^topic:[a-z0-9-]+$")]
JurisdictionKey = Annotated[str, Field(pattern=r"^us-(state|county|place|campus|region):[A-Za-z0-9-]+$")]
PartnerKey = Annotated[str, Field(pattern=r"^partner:[a-z0-9-]+$")]
SiteKey = Annotated[str, Field(pattern=r"^site:[a-z0-9-]+$")]
JURISDICTION_KEY: Final = "a key such as us-county:48201"
PARTNER_KEY: Final = "a key such as partner:the-harris-center, small letters and dashes"
SITE_KEY: Final = "a key such as site:houston-pd, small letters and dashes"


class Operated(Contract):
    """A program model that a site operates; `since` only where a source says so."""

    key: ModelKey
    basis: Literal["published", "inferred"]
    since: Year | None = None


class Partner(Contract):
    """An agency that works with a site; `jurisdiction` only where its own name says it."""

    key: PartnerKey
    name: str
    kind: PartnerKind
    jurisdiction: JurisdictionKey | None = None
    note: str | None = None


class Source(Contract):
    """A public page that facts of a site rest on."""

    key: str = Field(pattern=r"^source:")
    url: str = Field(pattern=r"^https?://")
    title: str | None = None
    cited_for: tuple[Literal["profile", "status", "joined_year", "population", "personnel"], ...]


class Personnel(Contract):
    """Staff of the agency, as `basis` gives it."""

    total: Count | None = None
    sworn: Count | None = None
    civilian: Count | None = None
    basis: str | None = None


class PopulationServed(Contract):
    """People whom the agency says it serves; comparisons use the jurisdiction's population, not this."""

    people: Count | None = None
    year: Year | None = None
    basis: str | None = None


class Site(Contract):
    """A learning site and what is known of it; unknown is null. A description is the remedy for its field."""

    key: SiteKey = Field(description=SITE_KEY)
    name: str = Field(description="the name of the agency")
    state: str = Field(pattern=r"^[A-Z]{2}$", description="a state's two capital letters, such as TX")
    status: SiteStatus = Field(description=f"one of {', '.join(SiteStatus)}")
    status_basis: str = Field(description="what says that it has this status")
    agency_type: AgencyType = Field(description=f"one of {', '.join(AgencyType)}")
    joined_year: Year = Field(description="the year in which it joined, such as 2017")
    joined_year_inferred: bool = Field(description="true if no source says the year, else false")
    serves: tuple[JurisdictionKey, ...] = Field(
        min_length=1, description="a list of keys such as us-county:48201, at least one"
    )
    models: tuple[Operated, ...] = Field(
        description='a list of {"key": "model:…", "basis": "published" or "inferred", "since": year}',
    )
    specialties: tuple[str, ...] = Field(description="a list of short texts")
    topics: tuple[TopicKey, ...] = Field(description="a list of keys such as topic:rural")
    partners: tuple[Partner, ...] = Field(
        description='a list of {"key": "partner:…", "name", "kind", "jurisdiction": key or null, "note"}'
    )
    personnel: Personnel = Field(description='{"total", "sworn", "civilian": numbers or null, "basis"}')
    population: PopulationServed = Field(description='{"people", "year": numbers or null, "basis"}')
    monthly_capacity: Capacity | None = Field(
        None, description="the requests that it can take on in a month, 1 to 1,000, or null"
    )
    assistance_offered: tuple[AssistanceType, ...] | None = Field(
        None, description=f"a list out of {', '.join(AssistanceType)}; null where it is not known"
    )
    notes: str | None = Field(description="a text without contacts or names of people")
    sources: tuple[Source, ...] = Field(
        min_length=1,
        description='a list of {"key": "source:…", "url", "title", "cited_for": list}, at least one',
    )


def read_sites(folder: Path | None = None) -> list[Site]:
    """All documented sites, current and former, by key. Raises DataInvalid."""
    return read_jsonl((folder or data_folder()) / "sites.jsonl", Site)
