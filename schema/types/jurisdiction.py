"""A jurisdiction: whom a site serves, and who asks."""

from __future__ import annotations

from graph.vocabulary import DensityBasis, JurisdictionKind, UrbanClass
from schema.declare import By, many, pages, place, prop
from schema.sources import Direction, Relationship, into, out
from schema.types.site import NEWEST_FIRST
from schema.types.words import by_index


class SimilarTo:
    """How similar, and on what: each part and the score between 0 and 1, null where one side is unknown."""

    rank: int = prop("1 for the most similar.")
    score: float = prop("Weighted mean of the parts that are known.")
    size: float | None = prop("By population: half at four times the people.")
    density: float | None = prop("By people per square mile: half at four times denser.")
    setting: float | None = prop("By kind of jurisdiction and urban class.")
    region: float | None = prop("1 in the same state, less by Census division and region.")
    distance: float | None = prop("1 for the same or an adjacent county; half at 150 miles.")


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
        "The most similar jurisdictions of the same kind, most similar first. Built for counties.",
        out("SIMILAR_TO"),
        "Jurisdiction",
        edge=SimilarTo,
        order=(By("rank", edge=True),),
    )
    part_of = many(
        "What it lies in: a place in its county, a county in its state.", out("PART_OF"), "Jurisdiction"
    )
    parts = pages("What lies in it.", into("PART_OF"), "Jurisdiction")
    adjacent = pages(
        "Counties that touch this one.", Relationship("ADJACENT_TO", Direction.BOTH), "Jurisdiction"
    )
    sites = pages("Sites that serve it.", into("SERVES"), "Site")
    requests = pages(
        "Requests that came from it, newest first.",
        into("FROM", index=("jurisdiction", "month", "request")),
        "Request",
        order=NEWEST_FIRST,
    )
