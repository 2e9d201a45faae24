"""Sites: the learning sites that public sources document, each fact with its basis."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Any, Final, Literal, Self, get_args

from pydantic import BeforeValidator, Field, model_validator
from pydantic.alias_generators import to_camel

from domain.vocabulary import AgencyType, AssistanceType, PartnerKind, SiteStatus
from loaders.pipeline.contract import WholeNumber, inconsistent
from loaders.readers.strict import StrictRow
from loaders.sources.fields import (
    DAY,
    SITE_KEY,
    STATE_CODE,
    YEAR_OR_MONTH,
    Count,
    JurisdictionKey,
    ModelKey,
    PartnerKey,
    PastDay,
    SiteKey,
    SourceKey,
    State,
    TopicKey,
    Year,
    YearOrMonth,
    one_of,
)
from loaders.sources.values import any_form

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
    kind: Annotated[PartnerKind, any_form(PartnerKind)]
    jurisdiction: JurisdictionKey | None = None
    note: str | None = None


Fact = Literal[
    "status",
    "name",
    "agencyType",
    "joinedYear",
    "personnel",
    "personnelTotal",
    "personnelSworn",
    "personnelCivilian",
    "populationServed",
    "assistanceOffered",
    "directContactLastConfirmed",
    "specialties",
    "models",
    "topics",
    "partners",
]
"""What a page is cited for: a property of the site by its name, or `models`, `topics` and `partners`.

`personnel` stands for all numbers of staff that are known.
"""
EARLIER_NAMES: Final = {
    "population": "populationServed",
    "directContact": "directContactLastConfirmed",
    "profile": "specialties",
}
"""Names of facts in files of earlier versions, beside those in snake_case."""


def _fact(value: Any) -> Any:
    """`joined_year` → `joinedYear`, `profile` → `specialties`."""
    if not isinstance(value, str):
        return value
    name = to_camel(value.strip()) if "_" in value else value.strip()
    return EARLIER_NAMES.get(name, name)


class CitedPage(StrictRow):
    """A public page that facts of a site rest on; `seen_on` is the day on which it was last read."""

    key: SourceKey
    url: str = Field(pattern=r"^https?://")
    title: str | None = None
    seen_on: PastDay | None = Field(None, description=f"{DAY}, or null")
    cited_for: tuple[Annotated[Fact, BeforeValidator(_fact)], ...] = Field(
        description=f"a list from {', '.join(get_args(Fact))}"
    )


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
    state: State = Field(description=STATE_CODE)
    status: Annotated[SiteStatus, any_form(SiteStatus)] = Field(description=one_of(SiteStatus))
    status_basis: str = Field(description="the source that says so, as a text")
    agency_type: Annotated[AgencyType, any_form(AgencyType)] = Field(description=one_of(AgencyType))
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
    assistance_offered: tuple[Annotated[AssistanceType, any_form(AssistanceType)], ...] | None = Field(
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
        description='a list of {"key": "source:…", "url", "title", "seen_on": day or null, '
        f'"cited_for": a list from {", ".join(get_args(Fact))}}}, at least one',
    )

    @model_validator(mode="after")
    def _cites_the_pages_that_confirm_it(self) -> Self:
        confirming = {fact.confirmed_by for _, fact in self.confirmed_facts() if fact.confirmed_by}
        if missing := sorted(confirming - {page.key for page in self.sources}):
            inconsistent(
                "sources",
                f"lacks {', '.join(missing)}, which a confirmed_by names; "
                "add the page to sources, or name one of them in confirmed_by",
            )
        return self

    def confirmed_facts(self) -> Iterator[tuple[Fact, Confirmed]]:
        """Each fact that may name a page which confirms it, by the name under which that page is cited."""
        yield "status", self
        yield "personnel", self.personnel
        yield "populationServed", self.population
        yield from (("models", model) for model in self.models)
        yield from (("topics", topic) for topic in self.topics)
        yield from (("partners", partner) for partner in self.partners)
        if self.assistance_confirmed:
            yield "assistanceOffered", self.assistance_confirmed
        if self.direct_contact:
            yield "directContactLastConfirmed", self.direct_contact
