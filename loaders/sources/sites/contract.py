"""Sites: the learning sites that public sources document, each fact with its basis."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from domain.vocabulary import AgencyType, AssistanceType, PartnerKind, SiteStatus
from loaders.jurisdiction import StateCode
from loaders.pipeline.contract import WholeNumber
from loaders.readers.strict import StrictRow
from loaders.sources.fields import (
    SITE_KEY,
    STATE_CODE,
    Count,
    JurisdictionKey,
    ModelKey,
    PartnerKey,
    SiteKey,
    TopicKey,
    Year,
    one_of,
)

Capacity = Annotated[WholeNumber, Field(ge=1, le=1000)]


class Operated(StrictRow):
    """A program model that a site operates; `since` only where a source says so."""

    key: ModelKey
    basis: Literal["published", "inferred"]
    since: Year | None = None


class Partner(StrictRow):
    """An agency that works with a site; `jurisdiction` only where its own name says so."""

    key: PartnerKey
    name: str
    kind: PartnerKind
    jurisdiction: JurisdictionKey | None = None
    note: str | None = None


class CitedPage(StrictRow):
    """A public page that facts of a site rest on."""

    key: str = Field(pattern=r"^source:")
    url: str = Field(pattern=r"^https?://")
    title: str | None = None
    cited_for: tuple[Literal["profile", "status", "joined_year", "population", "personnel"], ...]


class Personnel(StrictRow):
    """Staff of the agency, as `basis` gives it."""

    total: Count | None = None
    sworn: Count | None = None
    civilian: Count | None = None
    basis: str | None = None


class PopulationServed(StrictRow):
    """People whom the agency says it serves; comparisons use the jurisdiction's population, not this."""

    people: Count | None = None
    year: Year | None = None
    basis: str | None = None


class Site(StrictRow):
    """A learning site; null is unknown. A description is also the remedy in a message on its field."""

    key: SiteKey = Field(description=SITE_KEY)
    name: str = Field(description="the name of the agency")
    state: StateCode = Field(description=STATE_CODE)
    status: SiteStatus = Field(description=one_of(SiteStatus))
    status_basis: str = Field(description="the source that says so, as a text")
    agency_type: AgencyType = Field(description=one_of(AgencyType))
    joined_year: Year = Field(description="the year in which it joined, such as 2017")
    joined_year_inferred: bool = Field(description="true if no source gives the year, else false")
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
        None, description=f"a list from {', '.join(AssistanceType)}; null where it is not known"
    )
    notes: str | None = Field(description="a text without contacts or names of people")
    sources: tuple[CitedPage, ...] = Field(
        min_length=1,
        description='a list of {"key": "source:…", "url", "title", "cited_for": list}, at least one',
    )
