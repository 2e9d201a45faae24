"""A jurisdiction: whom a site serves, and who asks."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from domain.distance import METERS_PER_MILE
from domain.recommendation import RECOMMENDATION
from domain.similarity import SIMILARITY
from domain.vocabulary import DensityBasis, JurisdictionKind, UrbanClass
from graph.errors import InvalidInput
from graph.statements import statement
from schema.declare import MOST_MILES, By, many, one, pages, place, prop
from schema.sources import Column, Derived, Direction, Relationship, into, out
from schema.types.enums import Date, by_index
from schema.types.question import SimilarityWeightsInput, ask_for_evidence
from schema.types.recommendation import WEIGHTIEST_FIRST
from schema.types.similar import MOST_SIMILAR, SimilarTo, ask_similar
from schema.types.site import FORMER, NEWEST_FIRST


def ask_nearby(arguments: Mapping[str, Any]) -> Mapping[str, Any]:
    """The map of `field/nearby_sites`. Raises InvalidInput for a distance that is none."""
    within = arguments.get("withinMiles")
    if within is not None and not 0 <= within <= MOST_MILES:
        raise InvalidInput(f"withinMiles: between 0 and {MOST_MILES:,} is allowed (got {within}).")
    return {"withinMiles": within, "includeFormer": bool(arguments.get("includeFormer"))}


SIMILAR = Derived(
    statement("field/similar"),
    ask_similar,
    filtered=True,
    filtered_early=True,
    parameters={"similarity": SIMILARITY.parameter},
)
SITES_THAT_HELPED_SIMILAR = Derived(
    statement("field/sites_that_helped_similar"),
    ask_for_evidence,
    parameters={"similarity": SIMILARITY.parameter, "recommendation": RECOMMENDATION.parameter},
)
NEARBY_SITES = Derived(
    statement("field/nearby_sites"), ask_nearby, parameters={"metersPerMile": METERS_PER_MILE}
)
ANCESTORS = Derived(statement("field/ancestors"))


class HelpedSimilar:
    """What a site did for jurisdictions like this one."""

    weight: float = prop(
        "The requests, each by similarity, fit to what is wanted, age and outcome: E of docs."
    )
    requests: int = prop("How many requests.")
    jurisdictions: int = prop("How many jurisdictions they came from.")
    synthetic: bool = prop("True when a generator made one of these requests.")

    evidence = pages(
        "The requests, weightiest first.",
        Column("evidence"),
        "Evidence",
        order=WEIGHTIEST_FIRST,
    )


class Nearby:
    """How near a site is."""

    miles: float = prop("Statute miles to the nearest jurisdiction that it serves.")

    jurisdiction = one("That jurisdiction.", Column("jurisdiction"), "Jurisdiction", nullable=False)


class Jurisdiction:
    """A state, county, place, campus or multi-county region."""

    key: str = prop(
        "Stable key, for example `us-county:48201`, `us-state:TX`, `us-place:4699066`.", exact=True
    )
    kind: JurisdictionKind = prop("What it is.")
    name: str = prop("Its name.")
    state: str = prop("Postal code of its state.", exact=True)
    population: int = prop("People who live there (on a campus: who study, work or visit there).")
    population_year: int | None = prop("Year of that number.", filtered=False)
    land_area: float | None = prop("Square miles of land.")
    density: float = prop("People per square mile of land.")
    density_basis: DensityBasis = prop("Whose density it is.", filtered=False)
    urban_class: UrbanClass | None = prop(
        "By the metropolitan or micropolitan area that it lies in.", form=by_index(UrbanClass)
    )
    division: str = prop("Census division.")
    census_region: str = prop("Census region.")
    cbsa: str | None = prop("Code of its metropolitan or micropolitan area.", exact=True)
    fips: str | None = prop("FIPS code of a state or county.", exact=True)
    geonames_id: int | None = prop("GeoNames id of a place.", exact=True)
    latitude: float | None = prop(
        "Degrees north of a representative point.", "location.latitude", filtered=False
    )
    longitude: float | None = prop(
        "Degrees east of a representative point.", "location.longitude", filtered=False
    )
    location = place("Where its representative point is.", "location")

    similar = pages(
        "The 25 most similar jurisdictions, of those that `where` lets through; states among states.",
        SIMILAR,
        "Jurisdiction",
        edge=SimilarTo,
        order=MOST_SIMILAR,
        arguments={"weights": (SimilarityWeightsInput | None, "Moves the balance of the parts.")},
    )
    sites_that_helped_similar = pages(
        "Sites that answered requests of the 50 most similar jurisdictions that asked before. For staff.",
        SITES_THAT_HELPED_SIMILAR,
        "Site",
        staff=True,
        edge=HelpedSimilar,
        order=(By("weight", descending=True, edge=True), By("key")),
        arguments={
            "models": (list[str] | None, "Keys of models: requests about them count more, others by half."),
            "topics": (list[str] | None, "Keys of topics: requests about them count more, others by half."),
            "weights": (SimilarityWeightsInput | None, "Moves the balance within similarity."),
            "asOf": (Date | None, "Answer as the graph stood at the end of this day."),
        },
    )
    nearby_sites = pages(
        "Sites by distance, nearest first.",
        NEARBY_SITES,
        "Site",
        edge=Nearby,
        order=(By("miles", edge=True), By("key")),
        arguments={
            "withinMiles": (float | None, "Not farther than so many statute miles."),
            "includeFormer": (bool | None, FORMER),
        },
    )
    ancestors = many(
        "All that it lies in, nearest first: a place in its county, a county in its state.",
        ANCESTORS,
        "Jurisdiction",
        order=(By("depth", edge=True), By("key")),
        whole=True,
    )
    part_of = many(
        "What it lies in: a place in its county, a county in its state.", out("PART_OF"), "Jurisdiction"
    )
    parts = pages("What lies in it.", into("PART_OF"), "Jurisdiction")
    adjacent = pages(
        "Counties that touch this one.", Relationship("ADJACENT_TO", Direction.BOTH), "Jurisdiction"
    )
    sites = pages("Sites that serve it.", into("SERVES"), "Site")
    law_enforcement_agencies = pages(
        "Agencies that police it, of the lists that were loaded.", into("POLICES"), "LawEnforcementAgency"
    )
    requests = pages(
        "Requests that came from it, newest first.",
        into("FROM", index=("jurisdiction", "month", "request")),
        "Request",
        order=NEWEST_FIRST,
    )
