"""A learning site, and how it stands to its models and partners."""

from __future__ import annotations

from domain.similarity import SIMILARITY
from domain.site_similarity import SITE_SIMILARITY
from domain.vocabulary import AgencyType, AssistanceType, SiteStatus, SwornBand
from graph.statements import statement
from schema.declare import By, many, pages, prop
from schema.sources import Derived, into, out
from schema.types.enums import MONTH, Month, by_index
from schema.types.question import SimilarityWeightsInput
from schema.types.similar import MOST_SIMILAR, SimilarSite, ask_similar_sites

SIMILAR_SITES = Derived(
    statement("field/similar_sites"),
    ask_similar_sites,
    parameters={"similarity": SIMILARITY.parameter, "siteSimilarity": SITE_SIMILARITY},
)
HELPED = Derived(statement("field/helped"))

FORMER = "Also sites that left the program."
NEWEST_FIRST = (By("month", descending=True), By("key", descending=True))
"""Both keys in one direction: so one index holds the order."""


class Operates:
    """How a site operates a program model."""

    basis: str = prop("`published` where a source names the model, `inferred` where we read it so.")
    since: int | None = prop("Year since when, where a source says so.")


class Helped:
    """What a site did for a jurisdiction."""

    requests: int = prop("Requests that it answered.")
    completed: int = prop("Of these, those that were completed.")
    first_matched: Month = prop("Month in which it was first matched.", form=MONTH)
    last_matched: Month = prop("Month in which it was last matched.", form=MONTH)
    synthetic: bool = prop("True when a generator made one of these requests.")


class Site:
    """A law enforcement agency that helps other jurisdictions to respond to people in mental health crises.

    Every fact is public and has a source; what no source says is null.
    """

    key: str = prop("Stable key, for example `site:houston-pd`.", exact=True)
    name: str = prop("Name of the agency.")
    state: str = prop("Postal code of its state.", exact=True)
    status: SiteStatus = prop("Whether it belongs to the program today.")
    status_basis: str = prop("What the status rests on.")
    agency_type: AgencyType = prop("Who polices.")
    joined_year: int = prop("Year in which it joined the program.")
    joined_year_inferred: bool = prop("True where no source states the year, so that we inferred it.")
    joined_month: Month = prop("Month from which on it counts as a site.", form=MONTH)
    specialties: list[str] = prop("What it is known for, in the words of its sources.")
    personnel_total: int | None = prop("All staff.")
    personnel_sworn: int | None = prop("Sworn officers.")
    personnel_civilian: int | None = prop("Civilian staff.")
    personnel_basis: str | None = prop("Where the numbers of staff come from.")
    sworn_band: SwornBand | None = prop("Size by sworn officers.", form=by_index(SwornBand))
    population_served: int | None = prop("People that it says it serves.")
    population_served_year: int | None = prop("Year of that number.")
    population_served_basis: str | None = prop("Where that number comes from.")
    monthly_capacity: int | None = prop("Requests that it can take on in a month.")
    assistance_offered: list[AssistanceType] | None = prop("Kinds of help that it offers.")
    notes: str | None = prop("What a reader of these facts should know.")

    jurisdictions = pages("Jurisdictions that it serves.", out("SERVES"), "Jurisdiction")
    models = many("Program models that it operates.", out("OPERATES"), "ProgramModel")
    operates = pages(
        "Program models that it operates, with what is known of how.",
        out("OPERATES"),
        "ProgramModel",
        edge=Operates,
    )
    similar_sites = pages(
        "Other sites that are like it, most similar first.",
        SIMILAR_SITES,
        "Site",
        edge=SimilarSite,
        order=MOST_SIMILAR,
        arguments={
            "weights": (SimilarityWeightsInput | None, "Moves the balance within the similarity of places."),
            "includeFormer": (bool | None, FORMER),
        },
    )
    helped = pages(
        "Jurisdictions whose requests it answered, the most requests first. For staff.",
        HELPED,
        "Jurisdiction",
        staff=True,
        edge=Helped,
        order=(By("requests", descending=True, edge=True), By("key")),
    )
    topics = many("Topics that its specialties are about.", out("SPECIALIZES_IN"), "Topic")
    partners = pages("Agencies that it works with.", out("PARTNERS_WITH"), "PartnerAgency")
    requests = pages(
        "Requests that it answered, newest first.",
        into("ANSWERED_BY", index=("site", "month", "request")),
        "Request",
        order=NEWEST_FIRST,
    )
    sources = many("Public pages that these facts rest on.", out("CITED_IN"), "Source")
