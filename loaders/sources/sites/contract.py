"""Sites: the learning sites that public sources document, each fact with its basis."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Any, Literal, Self

from pydantic import BeforeValidator, Field, model_validator

from domain.vocabulary import AgencyType, AssistanceType, PartnerKind, SiteStatus
from loaders.jurisdiction import StateCode
from loaders.pipeline.contract import WholeNumber, inconsistent
from loaders.readers.strict import StrictRow
from loaders.sources.fields import (
    SITE_KEY,
    STATE_CODE,
    YEAR_OR_MONTH,
    Count,
    JurisdictionKey,
    ModelKey,
    PartnerKey,
    SiteKey,
    SourceKey,
    TopicKey,
    Year,
    YearOrMonth,
    one_of,
)

Capacity = Annotated[WholeNumber, Field(ge=1, le=1000)]


class Confirmed(StrictRow):
    """When a fact was last confirmed, to the year or the month, and which of the site's sources confirms it.

    Where a person confirms it, only the date is given.
    """

    last_confirmed: YearOrMonth | None = Field(None, description=f"{YEAR_OR_MONTH}, or null")
    confirmed_by: SourceKey | None = Field(None, description="the key of one of the site's sources, or null")


class Operated(Confirmed):
    """A program model that a site operates; `since` only where a source says so."""

    key: ModelKey
    basis: Literal["published", "inferred"]
    since: Year | None = None


def _with_key(value: Any) -> Any:
    return {"key": value} if isinstance(value, str) else value


class SpecialTopic(Confirmed):
    """A topic that a site specializes in; the key alone may stand for it."""

    key: TopicKey


class Partner(Confirmed):
    """An agency that works with a site; `jurisdiction` only where its own name says so."""

    key: PartnerKey
    name: str
    kind: PartnerKind
    jurisdiction: JurisdictionKey | None = None
    note: str | None = None


CitedFact = Literal[
    "status",
    "name",
    "agency_type",
    "joined_year",
    "population",
    "personnel",
    "models",
    "topics",
    "partners",
    "assistance_offered",
    "direct_contact",
    "profile",
]
"""A fact that a page is cited for; `profile` is what a site is known for."""


class CitedPage(StrictRow):
    """A public page that facts of a site rest on."""

    key: SourceKey
    url: str = Field(pattern=r"^https?://")
    title: str | None = None
    cited_for: tuple[CitedFact, ...]


class Personnel(Confirmed):
    """Staff of the agency, as `basis` gives it."""

    total: Count | None = None
    sworn: Count | None = None
    civilian: Count | None = None
    basis: str | None = None


class PopulationServed(Confirmed):
    """People whom the agency says it serves; comparisons use the jurisdiction's population, not this."""

    people: Count | None = None
    year: Year | None = None
    basis: str | None = None


class Site(Confirmed):
    """A learning site; null is unknown. A description is also the remedy in a message on its field.

    Its own `last_confirmed` and `confirmed_by` are those of its status.
    """

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
        description='a list of {"key": "model:…", "basis": "published" or "inferred", "since": year, '
        '"last_confirmed", "confirmed_by"}',
    )
    specialties: tuple[str, ...] = Field(description="a list of short texts")
    topics: tuple[Annotated[SpecialTopic, BeforeValidator(_with_key)], ...] = Field(
        description='a list of keys such as topic:rural, or of {"key", "last_confirmed", "confirmed_by"}'
    )
    partners: tuple[Partner, ...] = Field(
        description='a list of {"key": "partner:…", "name", "kind", "jurisdiction": key or null, "note", '
        '"last_confirmed", "confirmed_by"}'
    )
    personnel: Personnel = Field(
        description='{"total", "sworn", "civilian": numbers or null, "basis", '
        '"last_confirmed", "confirmed_by"}'
    )
    population: PopulationServed = Field(
        description='{"people", "year": numbers or null, "basis", "last_confirmed", "confirmed_by"}'
    )
    monthly_capacity: Capacity | None = Field(
        None, description="the requests that it can take on in a month, 1 to 1,000, or null"
    )
    assistance_offered: tuple[AssistanceType, ...] | None = Field(
        None, description=f"a list from {', '.join(AssistanceType)}; null where it is not known"
    )
    assistance_confirmed: Confirmed | None = Field(
        None, description='{"last_confirmed", "confirmed_by"} of assistance_offered, or null'
    )
    direct_contact: Confirmed | None = Field(
        None,
        description='{"last_confirmed", "confirmed_by"} of the page that says that the site may be contacted '
        "directly, or null",
    )
    notes: str | None = Field(description="a text without contacts or names of people")
    sources: tuple[CitedPage, ...] = Field(
        min_length=1,
        description='a list of {"key": "source:…", "url", "title", "cited_for": list}, at least one',
    )

    @model_validator(mode="after")
    def _cites_the_pages_that_confirm_it(self) -> Self:
        confirming = {fact.confirmed_by for fact in self._facts() if fact.confirmed_by}
        if missing := sorted(confirming - {page.key for page in self.sources}):
            inconsistent(
                "sources",
                f"lacks {', '.join(missing)}, which a confirmed_by names; "
                "add the page to sources, or name one of them in confirmed_by",
            )
        return self

    def _facts(self) -> Iterator[Confirmed]:
        yield from (self, self.personnel, self.population, *self.models, *self.topics, *self.partners)
        yield from (fact for fact in (self.assistance_confirmed, self.direct_contact) if fact)
