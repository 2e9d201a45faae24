"""Learning sites, with their models, partners and requests."""

from __future__ import annotations

from domain.program import how_to_ask
from domain.similarity import SIMILARITY
from domain.site_similarity import SITE_SIMILARITY
from domain.vocabulary import AgencyType, AssistanceType, SiteStatus, SwornBand
from graph.statements import statement
from schema.declare import SortKey, many, pages, prop
from schema.sources import Derived, Weight, into, out
from schema.types.enums import MONTH, SWORN_BAND, Month
from schema.types.question import SimilarityWeightsInput
from schema.types.similar import MOST_SIMILAR_FIRST, SimilarSite, ask_similar_sites

SIMILAR_SITES = Derived(
    statement("field/similar_sites"),
    ask_similar_sites,
    parameters={"similarity": SIMILARITY.parameter, "siteSimilarity": SITE_SIMILARITY},
    weight=Weight(run=1_500, planning=250),
)
HELPED = Derived(statement("field/helped"), weight=Weight(run=300, planning=40))

ONLY_DOCUMENTED = "Current sites without a public source are missing; `sitesNote` of `program` says how many."
LAST_CONFIRMED = "Year, or year and month, in which {} last confirmed."
CONFIRMED_BY = "Key of the source that confirmed {}."
FORMER = "Includes sites that have left the program. Default false."
OF_LARGEST = (
    "COLLECT {{ MATCH ({{0}})-[:SERVES]->(served) RETURN served.location.{} "
    "ORDER BY served.population DESC, served.key LIMIT 1 }}[0]"
)
"""A coordinate of the served jurisdiction with most people: a region has more than its counties."""
NEWEST_FIRST = (SortKey("month", descending=True), SortKey("key", descending=True))
"""Both keys in one direction: so one index holds the order."""


class Operates:
    """How a site operates a program model."""

    basis: str = prop("`published` if a source names the model, `inferred` if we inferred it from one.")
    since: int | None = prop("First year, if a source states it.", unit="year")
    last_confirmed: str | None = prop(LAST_CONFIRMED.format("it was"), keyword=True)
    confirmed_by: str | None = prop(CONFIRMED_BY.format("it"), keyword=True)


class SpecializesIn:
    """How a site specializes in a topic."""

    last_confirmed: str | None = prop(LAST_CONFIRMED.format("it was"), keyword=True)
    confirmed_by: str | None = prop(CONFIRMED_BY.format("it"), keyword=True)


class PartnersWith:
    """How a site works with a partner agency."""

    last_confirmed: str | None = prop(LAST_CONFIRMED.format("it was"), keyword=True)
    confirmed_by: str | None = prop(CONFIRMED_BY.format("it"), keyword=True)


class CitedIn:
    """What a page says about a site."""

    cited_for: list[str] = prop(
        "Facts that the page is cited for, by the names of the fields of `Site`, such as `joinedYear`, "
        "`personnelTotal` or `models`."
    )


class Helped:
    """Help of a site for a jurisdiction."""

    requests: int = prop("Number of requests that it answered.")
    completed: int = prop("Number of completed requests among them.")
    first_matched: Month = prop("Month of the first match.", codec=MONTH)
    last_matched: Month = prop("Month of the last match.", codec=MONTH)
    synthetic: bool = prop("True if one of these requests is synthetic.")


class Site:
    """A law enforcement agency that helps other jurisdictions to respond to people in mental health crises.

    Every fact is public and has a source; a fact without a source is null.
    """

    key: str = prop("Stable key, for example `site:houston-pd`.", keyword=True)
    name: str = prop("Name of the agency.")
    state: str = prop("Postal code of the state.", keyword=True)
    status: SiteStatus = prop("Whether it belongs to the program today.")
    status_basis: str = prop("Basis of the status.")
    last_confirmed: str | None = prop(LAST_CONFIRMED.format("the status was"), keyword=True)
    confirmed_by: str | None = prop(CONFIRMED_BY.format("the status"), keyword=True)
    agency_type: AgencyType = prop("Kind of agency.")
    joined_year: int = prop("Year in which it joined the program.", unit="year")
    joined_year_inferred: bool = prop("True if no source states the year and we inferred it.")
    joined_month: Month = prop("Month from which it counts as a site.", codec=MONTH)
    specialties: list[str] = prop("Specialties, in the words of its sources.")
    personnel_total: int | None = prop("Number of all staff.", unit="people")
    personnel_sworn: int | None = prop("Number of sworn officers.", unit="people")
    personnel_civilian: int | None = prop("Number of civilian staff.", unit="people")
    personnel_basis: str | None = prop("Basis of the numbers of staff.")
    personnel_last_confirmed: str | None = prop(LAST_CONFIRMED.format("the staff was"), keyword=True)
    personnel_confirmed_by: str | None = prop(CONFIRMED_BY.format("the staff"), keyword=True)
    sworn_band: SwornBand | None = prop("Size by sworn officers.", codec=SWORN_BAND)
    population_served: int | None = prop("Population that it states to serve.", unit="people")
    population_served_year: int | None = prop("Year of the population served.", unit="year")
    population_served_basis: str | None = prop("Basis of the population served.")
    population_served_last_confirmed: str | None = prop(
        LAST_CONFIRMED.format("the population served was"), keyword=True
    )
    population_served_confirmed_by: str | None = prop(
        CONFIRMED_BY.format("the population served"), keyword=True
    )
    monthly_capacity: int | None = prop(
        "Number of requests that it can take per month.", unit="requests per month"
    )
    assistance_offered: list[AssistanceType] | None = prop(
        "Kinds of help that a source says it offers; null if unknown."
    )
    assistance_last_confirmed: str | None = prop(
        LAST_CONFIRMED.format("the kinds of help were"), keyword=True
    )
    assistance_confirmed_by: str | None = prop(CONFIRMED_BY.format("the kinds of help"), keyword=True)
    how_to_ask: str = prop(
        "How to ask for its help: the public page of the support center, and whether a page says that the "
        "site may also be contacted directly.",
        needs=("status", "directContactLastConfirmed", "directContactConfirmedBy"),
        read=how_to_ask,
    )
    direct_contact_last_confirmed: str | None = prop(
        LAST_CONFIRMED.format("a page's word that the site may be contacted directly was"), keyword=True
    )
    direct_contact_confirmed_by: str | None = prop(
        CONFIRMED_BY.format("that the site may be contacted directly"), keyword=True
    )
    notes: str | None = prop("Notes for readers of these facts.")
    latitude: float | None = prop(
        "Latitude of the jurisdiction with most people that it serves, degrees north; of a coalition that "
        "serves a region, the middle of the region.",
        expression=OF_LARGEST.format("latitude"),
    )
    longitude: float | None = prop(
        "Longitude of that jurisdiction, degrees east.", expression=OF_LARGEST.format("longitude")
    )

    jurisdictions = pages("Jurisdictions that it serves.", out("SERVES"), "Jurisdiction")
    models = many("Program models that it operates.", out("OPERATES"), "ProgramModel")
    operates = pages(
        "Program models that it operates, with details of the relationship.",
        out("OPERATES"),
        "ProgramModel",
        edge=Operates,
    )
    similar_sites = pages(
        f"Other sites by similarity, most similar first. {ONLY_DOCUMENTED}",
        SIMILAR_SITES,
        "Site",
        edge=SimilarSite,
        order=MOST_SIMILAR_FIRST,
        arguments={
            "weights": (SimilarityWeightsInput | None, "Weights of the parts of the similarity of places."),
            "includeFormer": (bool | None, FORMER),
        },
    )
    helped = pages(
        "Jurisdictions whose requests it answered, most requests first. For staff.",
        HELPED,
        "Jurisdiction",
        staff=True,
        edge=Helped,
        order=(SortKey("requests", descending=True, edge=True), SortKey("key")),
    )
    topics = many("Topics of its specialties.", out("SPECIALIZES_IN"), "Topic")
    specializes_in = pages(
        "Topics of its specialties, with details of the relationship.",
        out("SPECIALIZES_IN"),
        "Topic",
        edge=SpecializesIn,
    )
    partners = pages("Partner agencies that it works with.", out("PARTNERS_WITH"), "PartnerAgency")
    partners_with = pages(
        "Partner agencies that it works with, with details of the relationship.",
        out("PARTNERS_WITH"),
        "PartnerAgency",
        edge=PartnersWith,
    )
    requests = pages(
        "Requests that it answered, newest first. For staff.",
        into("ANSWERED_BY", index=("site", "month", "request"), rows=50),
        "Request",
        order=NEWEST_FIRST,
    )
    sources = many("Public pages that are the sources of these facts.", out("CITED_IN"), "Source")
    cited_in = pages(
        "Public pages that are the sources of these facts, with the facts.",
        out("CITED_IN"),
        "Source",
        edge=CitedIn,
    )
