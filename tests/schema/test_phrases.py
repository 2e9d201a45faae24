"""What people type, and the place that they mean: it is among the first three of the explorer's query.

The explorer's field for a place sends `jurisdictions(search:)`; `search` finds the same.
"""

from __future__ import annotations

from typing import Any

import pytest

PHRASES = {
    # states in full, abbreviated, with and without commas
    "vinton county ohio": "Vinton County, OH",
    "Vinton County, Ohio": "Vinton County, OH",
    "columbus, oh": "Columbus, OH",
    "columbus ohio": "Columbus, OH",
    "columbus": "Columbus, OH",
    "portland, maine": "Portland, ME",
    "springfield mo": "Springfield, MO",
    "gary in": "Gary, IN",
    "washington state": "Washington, WA",
    "washington dc": "Washington, DC",
    "charleston west virginia": "Charleston, WV",
    "kansas city missouri": "Kansas City, MO",
    "boston,ma": "Boston, MA",
    "  BOSTON  ": "Boston, MA",
    "dallas tx usa": "Dallas, TX",
    "Dallas, Texas, United States": "Dallas, TX",
    "texas": "Texas, TX",
    "pa": "Pennsylvania, PA",
    "state of ohio": "Ohio, OH",
    "puerto rico": "Puerto Rico, PR",
    "us virgin islands": "U.S. Virgin Islands, VI",
    "harris co tx": "Harris County, TX",
    # states as their names grow
    "vinton county, ohi": "Vinton County, OH",
    "vinton county o": "Vinton County, OH",
    "austin te": "Austin, TX",
    "austin tex": "Austin, TX",
    "portland, ore": "Portland, OR",
    "charleston west vir": "Charleston, WV",
    "springfield, mass": "Springfield, MA",
    # saints
    "st louis": "St. Louis, MO",
    "saint louis": "St. Louis, MO",
    "st. louis county": "St. Louis County, MO",
    "ste genevieve": "Ste. Genevieve County, MO",
    "st paul": "Saint Paul, MN",
    "saint petersburg florida": "St. Petersburg, FL",
    "st marys county": "St. Mary's County, MD",
    "saint tammany": "St. Tammany Parish, LA",
    "st george utah": "Saint George, UT",
    # other short forms
    "ft lauderdale": "Fort Lauderdale, FL",
    "mt pleasant sc": "Mount Pleasant, SC",
    "n charleston": "North Charleston, SC",
    "w hollywood": "West Hollywood, CA",
    "salt lk city": "Salt Lake City, UT",
    "nyc": "New York City, NY",
    "sf": "San Francisco, CA",
    "philly pa": "Philadelphia, PA",
    "la county": "Los Angeles County, CA",
    "uf": "University of Florida, FL",
    "brooklyn": "Kings County, NY",
    "brooklyn ny": "Kings County, NY",
    "brooklyn park": "Brooklyn Park, MN",
    "manhattan": "New York County, NY",
    "manhattan ks": "Manhattan, KS",
    "staten island": "Richmond County, NY",
    # accents
    "doña ana": "Doña Ana County, NM",
    "dona ana county": "Doña Ana County, NM",
    "espanola nm": "Española, NM",
    "mayaguez": "Mayagüez, PR",
    "bayamon puerto rico": "Bayamón, PR",
    "la canada flintridge": "La Cañada Flintridge, CA",
    # apostrophes and hyphens
    "coeur d'alene": "Coeur d'Alene, ID",
    "coeur dalene": "Coeur d'Alene, ID",
    "prince georges county": "Prince George's County, MD",
    "prince george's": "Prince George's County, MD",
    "o'fallon": "O'Fallon, MO",
    "winston salem": "Winston-Salem, NC",
    "wilkes barre": "Wilkes-Barre, PA",
    "queen annes": "Queen Anne's County, MD",
    "lees summit": "Lee's Summit, MO",
    "miami dade": "Miami-Dade County, FL",
    "mat-su borough": "Matanuska-Susitna Borough, AK",
    # ZIP codes
    "43215": "Columbus, OH",
    "90012": "Los Angeles, CA",
    "05401": "Burlington, VT",
    "chicago 60614": "Chicago, IL",
    "Burlington, VT 05401-1234": "Burlington, VT",
    # kinds of county
    "orleans parish": "New Orleans, LA",
    "parish of orleans": "New Orleans, LA",
    "jefferson parish": "Jefferson Parish, LA",
    "lafourche": "Lafourche Parish, LA",
    "kenai peninsula": "Kenai Peninsula Borough, AK",
    "north slope borough": "North Slope Borough, AK",
    "bethel census area": "Bethel Census Area, AK",
    "lake of the woods": "Lake of the Woods County, MN",
    "isle of wight": "Isle of Wight County, VA",
    "cook": "Cook County, IL",
    "maricopa": "Maricopa County, AZ",
    "county of los angeles": "Los Angeles County, CA",
    "county of san diego ca": "San Diego County, CA",
    "dupage": "DuPage County, IL",
    "la salle county": "LaSalle County, IL",
    "alexandria virginia": "Alexandria, VA",
    "capitol planning region": "Capitol Planning Region, CT",
    "hartford county": "Capitol Planning Region, CT",
    "litchfield county ct": "Northwest Hills Planning Region, CT",
    # cities that are their county, and cities named as one
    "san francisco county": "San Francisco, CA",
    "philadelphia county": "Philadelphia, PA",
    "baltimore city": "Baltimore, MD",
    "baltimore county": "Baltimore County, MD",
    "los angeles": "Los Angeles, CA",
    "city of houston": "Houston, TX",
    "town of brookline": "Brookline, MA",
    "village of oak park": "Oak Park, IL",
    "jackson": "Jackson, MS",
    "kings county ny": "Kings County, NY",
    "carson city nevada": "Carson City, NV",
    # campuses, regions, agencies of a place
    "university of florida": "University of Florida, FL",
    "gallia jackson meigs": "Gallia, Jackson and Meigs Counties, OH",
    "navajo county": "Navajo County, AZ",
    "tucson pd": "Tucson, AZ",
    "houston police department": "Houston, TX",
    "vinton county sheriff": "Vinton County, OH",
    "Vinton County Sheriff's Office": "Vinton County, OH",
    # misspellings
    "cincinatti": "Cincinnati, OH",
    "housotn": "Houston, TX",
    "albequerque": "Albuquerque, NM",
    "pittsburg pa": "Pittsburgh, PA",
    "philadelpia": "Philadelphia, PA",
    "milwakee": "Milwaukee, WI",
    "tuscon": "Tucson, AZ",
    "sacremento": "Sacramento, CA",
    "minneapolois": "Minneapolis, MN",
    "indianopolis": "Indianapolis, IN",
    "schenectedy": "Schenectady, NY",
    "gainsville fl": "Gainesville, FL",
    # names as they grow
    "san f": "San Francisco, CA",
    "vint": "Vinton County, OH",
    "nashv": "Nashville, TN",
    "los ang": "Los Angeles, CA",
    "new orl": "New Orleans, LA",
    "colu": "Columbus, OH",
    "pho": "Phoenix, AZ",
    "hous": "Houston, TX",
    "cook c": "Cook County, IL",
    "vinton coun": "Vinton County, OH",
}
FIND = """query ($search: String!) {
  jurisdictions(search: $search, first: 3) { edges { node { name state } } }
}"""
FIND_ALL = """query ($search: String!) {
  search(query: $search, types: [JURISDICTION], first: 3) {
    edges { node { ... on Jurisdiction { name state } } }
  }
}"""
SEARCH = """query ($search: String!) { search(query: $search, first: 3) { edges { node {
  __typename ... on Jurisdiction { name state } ... on LawEnforcementAgency { name state }
} } } }"""


async def found(ask: Any, text: str, search: str) -> list[str]:
    [connection] = (await ask(text, search=search)).values()
    return [f"{edge['node']['name']}, {edge['node']['state']}" for edge in connection["edges"]]


def test_there_are_more_than_sixty_phrases() -> None:
    assert len(PHRASES) > 60


@pytest.mark.parametrize("phrase", PHRASES)
async def test_the_place_that_is_meant_is_among_the_first_three(ask: Any, phrase: str) -> None:
    assert PHRASES[phrase] in await found(ask, FIND, phrase)
    assert PHRASES[phrase] in await found(ask, FIND_ALL, phrase)


@pytest.mark.parametrize(
    ("search", "agency"),
    [
        ("gila river", "Gila River Indian Community, AZ"),
        ("tohono oodham", "Tohono O'odham Nation, AZ"),
        ("navajo nation", "Navajo Nation, AZ"),
    ],
)
async def test_a_tribe_is_found_by_its_agency(ask: Any, search: str, agency: str) -> None:
    assert agency in await found(ask, SEARCH, search)


@pytest.mark.parametrize(
    ("search", "first"),
    [
        ("san f", "San Francisco, CA"),
        ("vint", "Vinton County, OH"),
        ("springf", "Springfield, MO"),
        ("nashv", "Nashville, TN"),
    ],
)
async def test_of_equal_matches_the_largest_comes_first(ask: Any, search: str, first: str) -> None:
    for text in (FIND, FIND_ALL):
        assert (await found(ask, text, search))[0] == first
