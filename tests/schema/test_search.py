"""Searches as people type them: what comes first, what is found, and what is not an error."""

from __future__ import annotations

from typing import Any

import pytest

from graph.database import Database
from graph.deadline import Deadline
from graph.errors import InvalidInput
from graph.migrations import migrate
from graph.statements import Statement
from schema.model import MODEL

JURISDICTIONS = """
query ($search: String!, $first: Int!) {
  jurisdictions(search: $search, first: $first) {
    totalCount edges { searchScore node { name state kind population } }
  }
}
"""
OF_ALL = """query ($query: String!) {
  search(query: $query, first: 50) { totalCount edges { node { __typename } } }
}"""
PLANT = """CYPHER 25 UNWIND $rows AS row CREATE (n:{label})
SET n = row.properties, n.key = $prefix + row.key, n.description = coalesce(row.properties.description, '')"""


async def found(ask: Any, search: str, first: int = 20) -> list[str]:
    """Name and state of what a search of jurisdictions finds: "Gary, IN"."""
    edges = (await ask(JURISDICTIONS, search=search, first=first))["jurisdictions"]["edges"]
    return [f"{edge['node']['name']}, {edge['node']['state']}" for edge in edges]


async def plant(database: Database, prefix: str, label: str, *rows: dict[str, Any]) -> None:
    """Nodes of a label, which the fixture `key_prefix` takes away; their keys end in 0, 1, 2 …"""
    planted = [{"key": str(number), "properties": row} for number, row in enumerate(rows)]
    statement = Statement("plant", PLANT.format(label=label))
    await database.write(statement, {"prefix": prefix, "rows": planted}, Deadline.after(30))


@pytest.mark.parametrize(
    ("search", "first"),
    [
        # words that Lucene's English analyzers leave out
        ("Lake of the Woods County", "Lake of the Woods County, MN"),
        ("lake in the hills", "Lake in the Hills, IL"),
        ("Truth or Consequences", "Truth or Consequences, NM"),
        ("Will County", "Will County, IL"),
        ("the dalles", "The Dalles, OR"),
        ("king of prussia", "King of Prussia, PA"),
        ("University of Florida", "University of Florida, FL"),
        # states: letters, names, newspapers' short forms, with and without a comma, behind and before
        ("Portland OR", "Portland, OR"),
        ("Gary IN", "Gary, IN"),
        ("gary, in", "Gary, IN"),
        ("OR Portland", "Portland, OR"),
        ("Columbus OH", "Columbus, OH"),
        ("Milwaukee, WI", "Milwaukee, WI"),
        ("Vinton County, Ohio", "Vinton County, OH"),
        ("vinton county ohio", "Vinton County, OH"),
        ("Portland Oregon", "Portland, OR"),
        ("Portland, Ore.", "Portland, OR"),
        ("Gary, Indiana", "Gary, IN"),
        ("Charleston West Virginia", "Charleston, WV"),
        ("Charleston W. Va.", "Charleston, WV"),
        ("Winston-Salem, N.C.", "Winston-Salem, NC"),
        ("winston salem n c", "Winston-Salem, NC"),
        ("Kansas City Kansas", "Kansas City, KS"),
        ("Truth or Consequences, New Mexico", "Truth or Consequences, NM"),
        ("Washington D.C.", "Washington, DC"),
        ("washington dc", "Washington, DC"),
        ("Washington, District of Columbia", "Washington, DC"),
        ("New York", "New York, NY"),
        ("west virginia", "West Virginia, WV"),
        ("TX", "Texas, TX"),
        ("or", "Oregon, OR"),
        # the resolver's short forms, both ways
        ("mt vernon", "Mount Vernon, NY"),
        ("Mt. Vernon, Ohio", "Mount Vernon, OH"),
        ("ft worth", "Fort Worth, TX"),
        ("saint louis county", "St. Louis County, MO"),
        ("St.Louis MO", "St. Louis, MO"),
        ("st paul mn", "Saint Paul, MN"),
        ("n las vegas", "North Las Vegas, NV"),
        ("Cook Cnty IL", "Cook County, IL"),
        # apostrophes, points and hyphens
        ("o fallon", "O'Fallon, MO"),
        ("ofallon il", "O'Fallon, IL"),
        ("O’Fallon, Missouri", "O'Fallon, MO"),
        ("coeur d alene", "Coeur d'Alene, ID"),
        ("coeur dalene", "Coeur d'Alene, ID"),
        ("prince george s county", "Prince George's County, MD"),
        ("prince georges county", "Prince George's County, MD"),
        ("st mary s county", "St. Mary's County, MD"),
        ("land o lakes", "Land O' Lakes, FL"),
        ("kaaawa", "Ka‘a‘awa, HI"),
        ("Ka'a'awa", "Ka‘a‘awa, HI"),
        ("haleiwa", "Hale‘iwa, HI"),
        ("Winston Salem", "Winston-Salem, NC"),
        ("de kalb county", "DeKalb County, GA"),
        ("lagrange", "LaGrange, GA"),
        # accents, parts of words and misspellings, as before
        ("dona ana", "Doña Ana, NM"),
        ("canon city", "Cañon City, CO"),
        ("lake osw", "Lake Oswego, OR"),
        ("housotn", "Houston, TX"),
        # as a name grows while it is typed
        ("truth o", "Truth or Consequences, NM"),
        ("truth or", "Truth or Consequences, NM"),
        ("truth or c", "Truth or Consequences, NM"),
    ],
)
async def test_what_is_meant_comes_first(ask: Any, search: str, first: str) -> None:
    assert (await found(ask, search))[:1] == [first]


ALL_BY_ZIP = """query ($query: String!) { search(query: $query) {
  edges { node { ... on Jurisdiction { key } } } } }"""
ZIPS = """query ($search: String!, $first: Int!) { jurisdictions(search: $search, first: $first) {
  totalCount edges { searchScore node { key population zips } } } }"""


@pytest.mark.parametrize(
    ("search", "first"),
    [
        ("05401", ["us-place:5234372"]),
        ("05401-1234", ["us-place:5234372"]),
        ("05401–1234", ["us-place:5234372"]),
        ("Burlington 05401", ["us-place:5234372"]),
        ("Burlington, VT 05401-1234", ["us-place:5234372"]),
        ("burlington vermont 05401", ["us-place:5234372"]),
        ("05401 VT", ["us-place:5234372"]),
        ("VT 05401", ["us-place:5234372"]),
        ("149 Church St, 05401", ["us-place:5234372"]),
        ("Miami 33139", ["us-place:4164138", "us-place:4164143"]),
        ("33139 Miami Beach", ["us-place:4164143", "us-place:4164138"]),
        ("33139", ["us-place:4164138", "us-place:4164143"]),
        ("71749", ["us-place:4116918", "us-place:4329405"]),  # Junction City in two states
        ("71749 LA", ["us-place:4329405", "us-place:4116918"]),
        ("71749, Louisiana", ["us-place:4329405", "us-place:4116918"]),
        ("71749, Arkansas", ["us-place:4116918", "us-place:4329405"]),
        ("Junction City LA 71749", ["us-place:4329405", "us-place:4116918"]),
        ("80202", ["us-county:08031"]),  # Denver, a city and its county in one
        ("00601", ["us-place:4562485"]),
    ],
)
async def test_a_zip_code_gives_its_places_with_what_is_typed_around_it(
    ask: Any, search: str, first: list[str]
) -> None:
    edges = (await ask(ZIPS, search=search, first=20))["jurisdictions"]["edges"]
    assert [edge["node"]["key"] for edge in edges] == first
    found = (await ask(ALL_BY_ZIP, query=search))["search"]["edges"]
    assert [edge["node"].get("key") for edge in found][: len(first)] == first


async def test_of_the_places_of_a_zip_code_the_larger_comes_first(ask: Any) -> None:
    edges = (await ask(ZIPS, search="63121", first=20))["jurisdictions"]["edges"]
    assert len(edges) == 13
    sizes = [edge["node"]["population"] for edge in edges]
    assert sizes == sorted(sizes, reverse=True)
    assert all("63121" in edge["node"]["zips"] for edge in edges)
    assert len({edge["searchScore"] for edge in edges}) == 1


@pytest.mark.parametrize("search", ["99999", "0540", "054012", "1054011", "5401"])
async def test_a_number_that_is_not_a_known_zip_code_finds_nothing(ask: Any, search: str) -> None:
    assert (await ask(ZIPS, search=search, first=20))["jurisdictions"]["totalCount"] == 0


async def test_a_place_says_its_zip_codes_and_a_county_none(ask: Any) -> None:
    text = "query ($key: String!) { jurisdiction(key: $key) { zips } }"
    assert (await ask(text, key="us-place:5234372"))["jurisdiction"]["zips"] == [
        "05401",
        "05405",
        "05406",
        "05408",
    ]
    assert "80202" in (await ask(text, key="us-place:5419384"))["jurisdiction"]["zips"]
    assert (await ask(text, key="us-county:50007"))["jurisdiction"]["zips"] is None


async def test_a_state_leaves_out_the_others(ask: Any) -> None:
    assert all(name.endswith(", OR") for name in await found(ask, "portland, oregon"))
    assert set(await found(ask, "Springfield IL")) == {"Springfield, IL"}


@pytest.mark.parametrize(
    "name", ["Nashville", "portland", "Springfield", "houston", "Mt Vernon", "Washington"]
)
async def test_names_that_are_the_text_come_first_and_the_largest_of_them_before_the_others(
    ask: Any, name: str
) -> None:
    edges = (await ask(JURISDICTIONS, search=name, first=100))["jurisdictions"]["edges"]
    own = [edge["node"] for edge in edges if edge["searchScore"] >= 0.95]
    assert [edge["node"] for edge in edges][: len(own)] == own
    assert len({node["name"] for node in own}) == 1
    sizes = [node["population"] for node in own]
    assert len(sizes) > 3
    assert sizes == sorted(sizes, reverse=True)


async def test_the_first_five_of_nashville_hold_the_one_in_tennessee(ask: Any) -> None:
    assert (await found(ask, "Nashville", 5))[0] == "Nashville, TN"


async def test_pages_of_a_search_give_each_item_once_in_order(ask: Any) -> None:
    text = """query ($after: String) { jurisdictions(search: "springfield", first: 7, after: $after) {
      totalCount pageInfo { hasNextPage endCursor } edges { searchScore node { key population } } } }"""
    edges: list[Any] = []
    page: dict[str, Any] = {"pageInfo": {"hasNextPage": True, "endCursor": None}}
    while page["pageInfo"]["hasNextPage"]:
        page = (await ask(text, after=page["pageInfo"]["endCursor"]))["jurisdictions"]
        edges += page["edges"]
    assert len({edge["node"]["key"] for edge in edges}) == len(edges) == page["totalCount"]
    order = [(-edge["searchScore"], -edge["node"]["population"], edge["node"]["key"]) for edge in edges]
    assert order == sorted(order)


@pytest.mark.parametrize("text", ["", " ", "-", "…", "🚑", "'", '"', "&", "/", "\\", "()", "\t\n"])
async def test_text_without_a_letter_or_digit_finds_nothing(ask: Any, text: str) -> None:
    data = await ask(JURISDICTIONS, search=text, first=5)
    assert data["jurisdictions"] == {"totalCount": 0, "edges": []}
    assert (await ask(OF_ALL, query=text))["search"] == {"totalCount": 0, "edges": []}
    nested = 'query ($s: String) { jurisdiction(key: "us-state:OH") { parts(search: $s) { totalCount } } }'
    assert (await ask(nested, s=text))["jurisdiction"] == {"parts": {"totalCount": 0}}


async def test_a_search_has_a_maximum_length_that_fits_long_names(
    ask: Any, refusal: Any, database: Database, key_prefix: str
) -> None:
    name = " ".join(f"Word{number}" for number in range(28))
    await plant(database, key_prefix, "PartnerAgency", {"name": name, "kind": "OTHER"})
    text = "query ($s: String) { partnerAgencies(search: $s) { edges { node { name } } } }"
    assert (await ask(text, s=name))["partnerAgencies"]["edges"] == [{"node": {"name": name}}]
    error = await refusal(text, s="x" * 201)
    assert type(error) is InvalidInput
    assert str(error).startswith("search: at most 200 characters are allowed (got 201)")


@pytest.mark.parametrize(
    "text",
    [
        "x" * 200,
        "a " * 100,
        "o'" * 100,
        " ".join(["county", "lakes", "saint", "north", "mount", "springs"] * 2),
        " ".join(["their", "into", "such", "these"] * 3),
        "1-" * 100,
        "é" * 200,
    ],
)
async def test_the_dearest_texts_are_answered(ask: Any, text: str) -> None:
    await ask(OF_ALL, query=text)


ODD = [
    "Hospital San José",
    "Clínica Ávila",
    "9-1-1 Authority",
    "Board of the Blind",
    "Such Is It",
    "To Be or Not to Be",
    "A",
    "Court Court Court",
    "Court",
    "Cod & Sons",
    "AT&T",
    "Smith+Jones",
    "Under_Score of_the",
    "a:b c.d",
    "O`Neill",
    "St. John’s",
    "Łódź Æro Straße",
    "東京 警察",
    "Do\u0301n\u0303a decomposed",
    "No. 1 (2nd) 3.5 1,000",
    'say "x" \\ {y} [z] ~1 ^2 /re.*/ *:*',
    "state:or",
    "AND OR NOT",
    " ".join(["Department"] * 16),
]


@pytest.mark.parametrize(
    ("label", "field"),
    [
        ("PartnerAgency", "partnerAgencies"),
        ("Topic", "topics"),
        ("ProgramModel", "programModels"),
        ("Site", "sites"),
        ("Jurisdiction", "jurisdictions"),
        ("LawEnforcementAgency", "lawEnforcementAgencies"),
    ],
)
async def test_a_name_of_any_characters_is_found_first_by_itself(
    ask: Any, database: Database, key_prefix: str, label: str, field: str
) -> None:
    await plant(database, key_prefix, label, *({"name": name} for name in ODD))
    text = f"query ($s: String) {{ {field}(search: $s, first: 1) {{ edges {{ node {{ key }} }} }} }}"
    firsts = [(await ask(text, s=name))[field]["edges"] for name in ODD]
    assert firsts == [[{"node": {"key": f"{key_prefix}{number}"}}] for number in range(len(ODD))]


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("san jose", "Hospital San José"),
        ("HOSPITAL SAN JOSE", "Hospital San José"),
        ("clinica avila", "Clínica Ávila"),
        ("911 authority", "9-1-1 Authority"),
        ("9 1 1 authority", "9-1-1 Authority"),
        ("9-1-1", "9-1-1 Authority"),
        ("cod and sons", "Cod & Sons"),
        ("cod sons", "Cod & Sons"),
        ("st johns", "St. John’s"),
        ("saint john's", "St. John’s"),
        ("lodz aero strasse", "Łódź Æro Straße"),
        ("board blind", "Board of the Blind"),
        ("oneill", "O`Neill"),
        ("O'Neill", "O`Neill"),
    ],
)
@pytest.mark.parametrize(
    ("label", "field"),
    [("PartnerAgency", "partnerAgencies"), ("Topic", "topics"), ("ProgramModel", "programModels")],
)
async def test_accents_and_writings_do_not_matter_in_any_label(
    ask: Any, database: Database, key_prefix: str, label: str, field: str, typed: str, name: str
) -> None:
    await plant(database, key_prefix, label, *({"name": each} for each in ODD))
    text = f"query ($s: String) {{ {field}(search: $s, first: 1) {{ edges {{ node {{ name }} }} }} }}"
    assert (await ask(text, s=typed))[field]["edges"] == [{"node": {"name": name}}]


async def test_nine_one_one_is_found_as_it_is_written_in_a_topic(ask: Any) -> None:
    text = "query ($s: String) { topics(search: $s) { edges { node { key } } } }"
    for typed in ("9-1-1", "911", "9 1 1", "9-1-1 and 988", "911-988"):
        assert {"node": {"key": "topic:dispatch-988"}} in (await ask(text, s=typed))["topics"]["edges"]


async def test_sites_and_agencies_are_found_with_their_state(
    ask: Any, database: Database, key_prefix: str
) -> None:
    agencies = [
        {"name": "Zephyrine Police Department", "state": state, "populationServed": people}
        for state, people in (("GA", 14_000), ("LA", 11_000), ("KY", 40_000), ("IN", None))
    ]
    await plant(database, key_prefix, "LawEnforcementAgency", *agencies)
    text = """query ($s: String!) {
      lawEnforcementAgencies(search: $s) { edges { node { state } } }
      sites(search: $s) { edges { node { key } } }
      search(query: $s, first: 1) { edges { node { __typename } } }
    }"""
    data = await ask(text, s="Zephyrine Police Department, Indiana")
    assert data["lawEnforcementAgencies"]["edges"] == [{"node": {"state": "IN"}}]
    assert data["search"]["edges"] == [{"node": {"__typename": "LawEnforcementAgency"}}]
    data = await ask(text, s="zephyrine police dept")
    states = [edge["node"]["state"] for edge in data["lawEnforcementAgencies"]["edges"]]
    assert states == ["KY", "GA", "LA", "IN"]
    data = await ask(text, s="Houston Police Department Texas")
    assert data["sites"]["edges"] == [{"node": {"key": "site:houston-pd"}}]
    data = await ask(text, s="houston pd")
    assert data["sites"]["edges"] == [{"node": {"key": "site:houston-pd"}}]
    data = await ask(text, s="Harris Co. SO, TX")
    assert len(data["sites"]["edges"]) == 1
    data = await ask(text, s="University of Florida")
    assert len(data["sites"]["edges"]) == 1


NAMED = """query ($where: JurisdictionWhere) {
  jurisdictions(where: $where, first: 100) { edges { node { name } } }
}"""


@pytest.mark.parametrize(
    ("typed", "name", "state"),
    [
        *(("Nashville", "Nashville", "TN"), ("nashv", "Nashville", "TN"), ("New Haven", "New Haven", "CT")),
        *(("new hav", "New Haven", "CT"), ("springf", "Springfield", "MO"), ("portl", "Portland", "OR")),
        *(("Columbus", "Columbus", "OH"), ("nashvile", "Nashville", "TN"), ("houst", "Houston", "TX")),
    ],
)
async def test_the_best_match_comes_first_and_of_equal_ones_the_largest(
    ask: Any, typed: str, name: str, state: str
) -> None:
    text = """query ($s: String!) {
      search(query: $s, types: [JURISDICTION], first: 1) {
        edges { node { ... on Jurisdiction { name state } } }
      }
    }"""
    assert (await ask(text, s=typed))["search"]["edges"] == [{"node": {"name": name, "state": state}}]


async def test_bethel_in_alaska_is_among_the_first_five(ask: Any) -> None:
    text = """{ search(query: "Bethel", first: 5) { edges { node { ... on Jurisdiction { state } } } } }"""
    assert {"node": {"state": "AK"}} in (await ask(text))["search"]["edges"]


@pytest.mark.parametrize(
    ("where", "name"),
    [
        ({"contains": "o’fallon"}, "O'Fallon"),
        ({"contains": "O'FALLON"}, "O'Fallon"),
        ({"contains": "coeur d‘a"}, "Coeur d'Alene"),
        ({"contains": "hale'iwa"}, "Hale‘iwa"),
        ({"contains": "haleʻiwa"}, "Hale‘iwa"),
        ({"contains": "don\u0303a ana"}, "Doña Ana"),
        ({"startsWith": "Don\u0303a"}, "Doña Ana"),
        ({"startsWith": "'aiea"}, "‘Aiea"),
        ({"endsWith": "o’ lakes"}, "Land O' Lakes"),
        ({"endsWith": "espan\u0303ola"}, "Española"),
        ({"eqIgnoreCase": "prince george’s county"}, "Prince George's County"),
    ],
)
async def test_filters_of_text_take_apostrophes_and_accents_as_people_type_them(
    ask: Any, where: dict[str, str], name: str
) -> None:
    edges = (await ask(NAMED, where={"name": where}))["jurisdictions"]["edges"]
    assert {"node": {"name": name}} in edges
    others = (await ask(NAMED, where={"NOT": {"name": where}, "name": {"eq": name}}))["jurisdictions"][
        "edges"
    ]
    assert others == []


async def test_filters_ignore_the_kind_of_apostrophe_and_accent_marks(
    ask: Any, database: Database, key_prefix: str
) -> None:
    await plant(database, key_prefix, "Topic", {"name": "Chief’s Jose\u0301"})
    text = "query ($s: String) { topics(where: {name: {contains: $s}}) { edges { node { key } } } }"
    for typed in ("chief's", "CHIEF’S", "José", "jose\u0301"):
        assert (await ask(text, s=typed))["topics"]["edges"] == [{"node": {"key": f"{key_prefix}0"}}]


OLD = [
    "DROP INDEX {} IF EXISTS",
    "DROP INDEX {}_words IF EXISTS",
    "CREATE FULLTEXT INDEX {} IF NOT EXISTS FOR (n:PartnerAgency) ON EACH [n.name]",
    # 0017 too, which gives jurisdictions the indexes that later tests search.
    "MATCH (m:Migration) WHERE m.name STARTS WITH '0013' OR m.name STARTS WITH '0017' DELETE m",
]
ANALYZERS = Statement(
    "analyzers",
    "CYPHER 25 SHOW FULLTEXT INDEXES YIELD name, state, options "
    "RETURN name, state, options.indexConfig['fulltext.analyzer'] AS analyzer",
)


async def test_a_graph_of_the_version_before_gets_the_indexes_when_it_is_migrated(
    ask: Any, database: Database, key_prefix: str
) -> None:
    await plant(database, key_prefix, "PartnerAgency", {"name": "Hospital San José"})
    for text in OLD:
        statement = Statement("old", f"CYPHER 25 {text.format('partner_agency_text')}")
        await database.execute(statement, {}, Deadline.after(60))
    assert await migrate(database, Deadline.after(60)) == ["0013_search", "0017_one_government"]
    indexes = {row["name"]: row for row in await database.read(ANALYZERS, {}, Deadline.after(60))}
    for declaration in MODEL.declarations.values():
        for suffix, analyzer in (("", "standard-folding"), ("_words", "standard-no-stop-words")):
            if declaration.text:
                index = indexes[f"{declaration.text}{suffix}"]
                assert (index["state"], index["analyzer"]) == ("ONLINE", analyzer)
    text = '{ partnerAgencies(search: "san jose") { edges { node { key } } } }'
    assert (await ask(text))["partnerAgencies"]["edges"] == [{"node": {"key": f"{key_prefix}0"}}]


@pytest.mark.parametrize(
    ("search", "place", "is_found"),
    [
        ("cincinatti", "Cincinnati, OH", True),  # two wrong letters, and nothing has one
        ("cincinatti oh", "Cincinnati, OH", True),
        ("hilsborro or", "Hillsboro, OR", True),  # and the state is a stop word, which many names have
        ("45202 cincinatti", "Cincinnati, OH", True),
        ("philadephia", "Philadelphia, PA", True),  # one
        ("portland", "Cortland, IL", True),
        ("courtland", "Courtland, AL", True),
        ("portland", "Courtland, AL", False),  # two
    ],
)
async def test_two_wrong_letters_count_where_nothing_else_is_found(
    ask: Any, search: str, place: str, is_found: bool
) -> None:
    assert (place in await found(ask, search, first=100)) is is_found
