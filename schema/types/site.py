"""Learning sites, with their models, partners and requests."""

from __future__ import annotations

from domain.similarity import SIMILARITY
from domain.site_similarity import SITE_SIMILARITY
from domain.vocabulary import AgencyType, AssistanceType, SiteStatus, SwornBand
from graph.statements import statement
from schema.declare import SortKey, many, pages, prop
from schema.sources import Derived, into, out
from schema.types.enums import MONTH, Month, by_index
from schema.types.question import SimilarityWeightsInput
from schema.types.similar import MOST_SIMILAR_FIRST, SimilarSite, ask_similar_sites

SIMILAR_SITES = Derived(
    statement("field/similar_sites"),
    ask_similar_sites,
    parameters={"similarity": SIMILARITY.parameter, "siteSimilarity": SITE_SIMILARITY},
)
HELPED = Derived(statement("field/helped"))

FORMER = "Includes sites that have left the program. Default false."
NEWEST_FIRST = (SortKey("month", descending=True), SortKey("key", descending=True))
"""Both keys in one direction: so one index holds the order."""


class Operates:
    """How a site operates a program model."""

    basis: str = prop("`published` if a source names the model, `inferred` if we inferred it from one.")
    since: int | None = prop("First year, if a source states it.")


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
    agency_type: AgencyType = prop("Kind of agency.")
    joined_year: int = prop("Year in which it joined the program.")
    joined_year_inferred: bool = prop("True if no source states the year and we inferred it.")
    joined_month: Month = prop("Month from which it counts as a site.", codec=MONTH)
    specialties: list[str] = prop("Specialties, in the words of its sources.")
    personnel_total: int | None = prop("Number of all staff.")
    personnel_sworn: int | None = prop("Number of sworn officers.")
    personnel_civilian: int | None = prop("Number of civilian staff.")
    personnel_basis: str | None = prop("Basis of the numbers of staff.")
    sworn_band: SwornBand | None = prop("Size by sworn officers.", codec=by_index(SwornBand))
    population_served: int | None = prop("Population that it states to serve.")
    population_served_year: int | None = prop("Year of the population served.")
    population_served_basis: str | None = prop("Basis of the population served.")
    monthly_capacity: int | None = prop("Number of requests that it can take per month.")
    assistance_offered: list[AssistanceType] | None = prop("Kinds of help that it offers.")
    notes: str | None = prop("Notes for readers of these facts.")

    jurisdictions = pages("Jurisdictions that it serves.", out("SERVES"), "Jurisdiction")
    models = many("Program models that it operates.", out("OPERATES"), "ProgramModel")
    operates = pages(
        "Program models that it operates, with details of the relationship.",
        out("OPERATES"),
        "ProgramModel",
        edge=Operates,
    )
    similar_sites = pages(
        "Other sites by similarity, most similar first.",
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
    partners = pages("Partner agencies that it works with.", out("PARTNERS_WITH"), "PartnerAgency")
    requests = pages(
        "Requests that it answered, newest first. For staff.",
        into("ANSWERED_BY", index=("site", "month", "request")),
        "Request",
        order=NEWEST_FIRST,
    )
    sources = many("Public pages that are the sources of these facts.", out("CITED_IN"), "Source")
