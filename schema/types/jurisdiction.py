"""Jurisdictions: they make requests, and sites serve them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from domain.distance import METERS_PER_MILE
from domain.former_counties import current_key, replaced_by
from domain.recommendation import RECOMMENDATION
from domain.similarity import SIMILARITY
from domain.vocabulary import DensityBasis, JurisdictionKind, UrbanClass
from graph.errors import InvalidInput
from graph.statements import statement
from schema.declare import MAX_MILES, Codec, SortKey, many, one, pages, place, prop
from schema.sources import Derived, Direction, FromParent, Relationship, Weight, into, out
from schema.types.enums import Date, by_index
from schema.types.question import SimilarityWeightsInput, ask_for_evidence
from schema.types.recommendation import WEIGHTIEST_FIRST
from schema.types.similar import MOST_SIMILAR_FIRST, SimilarTo, ask_similar, work_of_similar
from schema.types.site import FORMER, NEWEST_FIRST, ONLY_DOCUMENTED


def ask_nearby(arguments: Mapping[str, Any]) -> Mapping[str, Any]:
    """The map of `field/nearby_sites`. Raises InvalidInput for a distance out of range."""
    within = arguments.get("withinMiles")
    if within is not None and not 0 <= within <= MAX_MILES:
        raise InvalidInput(f"withinMiles: between 0 and {MAX_MILES:,} is allowed (got {within}).")
    return {"withinMiles": within, "includeFormer": bool(arguments.get("includeFormer"))}


SIMILAR = Derived(
    statement("field/similar"),
    ask_similar,
    filtered=True,
    filtered_early=True,
    parameters={"similarity": SIMILARITY.parameter},
    weight=Weight(run=work_of_similar, planning=350),
)
SITES_THAT_HELPED_SIMILAR = Derived(
    statement("field/sites_that_helped_similar"),
    ask_for_evidence,
    parameters={"similarity": SIMILARITY.parameter, "recommendation": RECOMMENDATION.parameter},
    weight=Weight(run=10_000, planning=500),
)
NEARBY_SITES = Derived(
    statement("field/nearby_sites"),
    ask_nearby,
    parameters={"metersPerMile": METERS_PER_MILE},
    weight=Weight(run=100, planning=60),
)
ANCESTORS = Derived(statement("field/ancestors"), rows=3, weight=Weight(run=50, planning=40))


class HelpedSimilar:
    """Help of a site for similar jurisdictions."""

    weight: float = prop("Sum of the weights of the requests: E in docs/recommendation.md.")
    requests: int = prop("Number of requests.")
    jurisdictions: int = prop("Number of jurisdictions that made them.")
    synthetic: bool = prop("True if one of these requests is synthetic.")

    evidence = pages(
        "The requests, highest weight first.",
        FromParent("evidence"),
        "Evidence",
        order=WEIGHTIEST_FIRST,
    )


class Nearby:
    """Distance of a site."""

    miles: float = prop("Statute miles to the nearest jurisdiction that it serves.")

    jurisdiction = one(
        "The nearest jurisdiction that the site serves.",
        FromParent("jurisdiction"),
        "Jurisdiction",
        nullable=False,
    )


NO_POLICE = "no agency of the FBI's list of 2018 polices it alone; ask for its county or town."
WITHOUT_POLICE = {
    True: f"N{NO_POLICE[1:]}",
    False: f"A census-designated place, which is not incorporated: {NO_POLICE}",
    None: "Not listed as incorporated or census-designated: a township, a neighborhood or a settlement; "
    + NO_POLICE,
}
"""By whether a place is incorporated."""


def _note(
    fips: str | None,
    kind: str,
    incorporated: bool | None,
    name: str,
    county_name: str | None,
    has_police: bool | None,
) -> str | None:
    if county_name and county_name not in (name, f"{name} city"):
        return f"One government with {county_name}."
    if kind != JurisdictionKind.PLACE:
        return fips and replaced_by(fips)
    return None if has_police else WITHOUT_POLICE[incorporated]


class Jurisdiction:
    """A state, county, place, campus or multi-county region."""

    key: str = prop(
        "Stable key, for example `us-county:48201`, `us-state:TX`, `us-place:4699066`.",
        codec=Codec(write=current_key),
        keyword=True,
    )
    kind: JurisdictionKind = prop("Kind of jurisdiction.")
    name: str = prop("Name of the jurisdiction.")
    state: str = prop("Postal code of the state.", keyword=True)
    population: int = prop("Population (of a campus: people who study, work or visit there).", unit="people")
    population_year: int | None = prop("Year of the population.", filtered=False, unit="year")
    land_area: float | None = prop("Land area in square miles.", unit="square miles")
    density: float | None = prop(
        "People per square mile of land; null where it is not known.", unit="people per square mile"
    )
    density_basis: DensityBasis | None = prop("The area whose density it is.", filtered=False)
    incorporated: bool | None = prop(
        "True for an incorporated place, false for one that the Census Bureau designates for its counts."
    )
    rural_urban_code: int | None = prop(
        "Rural-urban continuum code of 2023 of the county, 1 (large metro) to 9 (most rural).",
        filtered=False,
        unit="code, 1 to 9",
    )
    mental_health_providers: float | None = prop(
        "Mental-health providers per 100,000 people of the county, about 2022.",
        filtered=False,
        unit="per 100,000 people",
    )
    poverty_percent: float | None = prop(
        "Percent of the county's people below 150% of the poverty line, 2018 to 2022.",
        filtered=False,
        unit="percent",
    )
    limited_english_percent: float | None = prop(
        "Percent of the county's people who speak limited English, 2018 to 2022.",
        filtered=False,
        unit="percent",
    )
    native_percent: float | None = prop(
        "Percent of American Indians and Alaska Natives in the county, 2018 to 2022.",
        filtered=False,
        unit="percent",
    )
    age65_percent: float | None = prop(
        "Percent of the county's people of 65 and over, 2018 to 2022.", filtered=False, unit="percent"
    )
    group_quarters_percent: float | None = prop(
        "Percent of the county's people in group quarters, 2018 to 2022.", filtered=False, unit="percent"
    )
    has_police: bool | None = prop(
        "True if an agency of the FBI's list of 2018 polices it; null for states and regions."
    )
    urban_class: UrbanClass | None = prop(
        "Urban class, by the metropolitan or micropolitan area.", codec=by_index(UrbanClass)
    )
    division: str = prop("Census division; of a territory: Caribbean or Pacific territories.")
    census_region: str = prop("Census region; of a territory: Territories.")
    cbsa: str | None = prop("Code of the metropolitan or micropolitan area (CBSA).", keyword=True)
    fips: str | None = prop("FIPS code of a state or county.", keyword=True)
    note: str | None = prop(
        "What a reader should know: counties that it has replaced, or who may police a place.",
        needs=("fips", "kind", "incorporated", "name", "countyName", "hasPolice"),
        read=_note,
    )
    place_key: str | None = prop(
        "Key of the city, where a city and its county are one government; it asks for the same jurisdiction.",
        keyword=True,
    )
    county_name: str | None = prop(
        "Name of the county, where a city and its county are one government.", filtered=False
    )
    geonames_id: int | None = prop("GeoNames ID of a place.", keyword=True, unit="identifier")
    zips: list[str] | None = prop(
        "ZIP codes of a place, in order; null where they are not known. `search` finds it by them.",
        filtered=False,
    )
    latitude: float | None = prop(
        "Latitude of a representative point, degrees north.",
        "location.latitude",
        filtered=False,
        unit="degrees",
    )
    longitude: float | None = prop(
        "Longitude of a representative point, degrees east.",
        "location.longitude",
        filtered=False,
        unit="degrees",
    )
    location = place("Location of a representative point.", "location")

    similar = pages(
        "The 25 most similar jurisdictions that pass `where`; for a state, states.",
        SIMILAR,
        "Jurisdiction",
        edge=SimilarTo,
        order=MOST_SIMILAR_FIRST,
        arguments={"weights": (SimilarityWeightsInput | None, "Weights of the parts of similarity.")},
    )
    sites_that_helped_similar = pages(
        "Sites that answered requests of the 50 most similar jurisdictions with requests. For staff.",
        SITES_THAT_HELPED_SIMILAR,
        "Site",
        staff=True,
        edge=HelpedSimilar,
        order=(SortKey("weight", descending=True, edge=True), SortKey("key")),
        arguments={
            "models": (list[str] | None, "Keys of program models; requests about others count half."),
            "topics": (list[str] | None, "Keys of topics; requests about others count half."),
            "weights": (SimilarityWeightsInput | None, "Weights of the parts of similarity."),
            "asOf": (Date | None, "Answers with the data up to the end of this day."),
        },
    )
    nearby_sites = pages(
        f"Sites by distance, nearest first. {ONLY_DOCUMENTED}",
        NEARBY_SITES,
        "Site",
        edge=Nearby,
        order=(SortKey("miles", edge=True), SortKey("key")),
        arguments={
            "withinMiles": (float | None, "Maximum distance in statute miles, at most 12,500."),
            "includeFormer": (bool | None, FORMER),
        },
    )
    ancestors = many(
        "All jurisdictions that contain it, smallest first: the county of a place, then the state.",
        ANCESTORS,
        "Jurisdiction",
        order=(SortKey("depth", edge=True), SortKey("key")),
        unpaged=True,
    )
    part_of = many(
        "The jurisdiction that contains it: the county of a place, the state of a county.",
        out("PART_OF", rows=1),
        "Jurisdiction",
    )
    parts = pages("Jurisdictions that it contains.", into("PART_OF", rows=70, mean=1), "Jurisdiction")
    adjacent = pages(
        "Adjacent counties.", Relationship("ADJACENT_TO", Direction.BOTH, rows=9), "Jurisdiction"
    )
    sites = pages(f"Sites that serve it. {ONLY_DOCUMENTED}", into("SERVES", rows=1, mean=0.1), "Site")
    law_enforcement_agencies = pages(
        "Law-enforcement agencies that police it.",
        into("POLICES", rows=3, mean=0.6),
        "LawEnforcementAgency",
    )
    requests = pages(
        "Requests from it, newest first. For staff.",
        into("FROM", index=("jurisdiction", "month", "request"), rows=3, mean=0.1),
        "Request",
        order=NEWEST_FIRST,
    )
