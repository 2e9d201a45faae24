"""A search for the name of a node finds the node: first, or among those of the same name.

`make test` asks for the names that are hardest to find and for a sample of the others, `make fuzz` for every
name of the graph and for many random ones.
"""

from __future__ import annotations

import csv
import os
import random
import re
from collections import defaultdict
from typing import Any, Final

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from domain.city_counties import CITY_COUNTIES
from graph.database import Database
from graph.deadline import Deadline
from graph.statements import Statement
from loaders.bundled.reference import data_folder
from schema.model import MODEL
from schema.planner.cypher.lucene import STOP_WORDS

FUZZ: Final = "FUZZ_OPERATIONS" in os.environ
SAMPLE: Final = 50
"""Names of a label beside the hard ones, where it is not all."""
HARD: Final = 100
"""Hard names of a label: thousands of sheriff's offices have an apostrophe."""
FIELDS: Final = {
    "Site": "sites",
    "Jurisdiction": "jurisdictions",
    "ProgramModel": "programModels",
    "Topic": "topics",
    "PartnerAgency": "partnerAgencies",
    "LawEnforcementAgency": "lawEnforcementAgencies",
}
NAMES = "CYPHER 25 MATCH (n:{label}) RETURN n.name AS name, collect(n.key) AS keys ORDER BY name"


def test_every_label_with_a_text_index_is_searched_here() -> None:
    assert {each.label for each in MODEL.declarations.values() if each.text} == FIELDS.keys()


def hard(name: str) -> bool:
    """True where a name has a stop word, an accent or an apostrophe."""
    return not name.isascii() or "'" in name or not STOP_WORDS.isdisjoint(re.findall(r"\w+", name.lower()))


async def lost(ask: Any, field: str, keys: dict[str, set[str]]) -> dict[str, list[str]]:
    """Names whose nodes (`keys`) are not what comes first, with what does."""
    text = f"""query ($name: String!, $first: Int!) {{
      found: {field}(search: $name, first: $first) {{ edges {{ node {{ key }} }} }} }}"""
    lost = {}
    for name, wanted in keys.items():
        data = await ask(text, name=name, first=len(wanted))
        first = [edge["node"]["key"] for edge in data["found"]["edges"]]
        if set(first) != wanted:
            lost[name] = first
    return lost


@pytest.mark.parametrize("label", FIELDS)
async def test_every_node_is_found_first_by_its_own_name(ask: Any, database: Database, label: str) -> None:
    rows = await database.read(Statement("names", NAMES.format(label=label)), {}, Deadline.after(60))
    keys = {row["name"]: set(row["keys"]) for row in rows}
    if not FUZZ:
        others = sorted(name for name in keys if not hard(name))
        hardest = sorted(name for name in keys if hard(name))
        chance = random.Random(17)
        sample = {
            *chance.sample(others, min(SAMPLE, len(others))),
            *chance.sample(hardest, min(HARD, len(hardest))),
        }
        keys = {name: each for name, each in keys.items() if name in sample}
    assert await lost(ask, FIELDS[label], keys) == {}


async def test_every_zip_code_finds_its_places_on_the_first_page(ask: Any, database: Database) -> None:
    with (data_folder() / "places.csv").open(encoding="utf-8", newline="") as file:
        listed = {row["key"]: row["zips"].split("|") for row in csv.DictReader(file) if row["zips"]}
    places = defaultdict[str, set[str]](set)
    for key, codes in listed.items():
        for code in codes:
            places[code].add(CITY_COUNTIES.get(key, key))
    assert len(places) > 25_000
    crowded = sorted(places, key=lambda code: (-len(places[code]), code))[:SAMPLE]
    sample = places if FUZZ else {*random.Random(17).sample(sorted(places), SAMPLE), *crowded}
    text = """query ($code: String!) {
      jurisdictions(search: $code) { edges { searchScore node { key population } } }
      search(query: $code) { edges { node { ... on Jurisdiction { key } } } } }"""
    for code in sorted(sample):
        data = await ask(text, code=code)
        edges = data["jurisdictions"]["edges"]
        assert {edge["node"]["key"] for edge in edges} == places[code], code
        sizes = [edge["node"]["population"] for edge in edges]
        assert sizes == sorted(sizes, reverse=True), code
        first = [edge["node"].get("key") for edge in data["search"]["edges"]][: len(edges)]
        assert first == [edge["node"]["key"] for edge in edges], code


WORDS: Final = st.sampled_from([
    *sorted(STOP_WORDS), "San", "José", "Ávila", "O'Neill", "St.", "Mt", "Fort", "Co", "D.C.", "9-1-1", "911",
    "988", "Court", "court", "Lake", "County", "Police", "Dept", "Doña", "ʻEwa", "d’Alene", "Sheriff's",
    "No.", "N.", "IN", "Ohio", "OR", "Washington", "La", "Grange", "LaGrange", "de", "Kalb", "A", "B", "AT&T",
    "under_score", "x:y",
])  # fmt: skip
LETTERS: Final = st.text("aAbBéñøŁßжΩ019'’-./&,() ", min_size=1, max_size=12).map(str.strip)
NAME: Final = (
    st.builds(
        lambda words, between: between.join(words),
        st.lists(st.one_of(WORDS, WORDS, LETTERS), min_size=1, max_size=9),
        st.sampled_from([" ", " ", "-", ", ", " / "]),
    )
    .map(str.strip)
    .filter(lambda name: any(map(str.isalnum, name)))
)
PLANT = Statement(
    "plant",
    "CYPHER 25 UNWIND $names AS name "
    "CREATE (n:PartnerAgency {key: $prefix + name, name: name, kind: 'OTHER'})",
)
PULL = Statement("pull", "CYPHER 25 MATCH (n:PartnerAgency) WHERE n.key STARTS WITH $prefix DETACH DELETE n")


@given(names=st.lists(NAME, min_size=5, max_size=20, unique=True))
@settings(
    max_examples=200 if FUZZ else 10,
    deadline=None,
    derandomize=not FUZZ,
    suppress_health_check=list(HealthCheck),
    print_blob=True,
    database=None,
    phases=[Phase.explicit, Phase.generate, Phase.shrink],
)
async def test_random_names_are_found_first_by_themselves(
    ask: Any, database: Database, names: list[str]
) -> None:
    prefix = "test-own-name:"
    await database.write(PLANT, {"names": names, "prefix": prefix}, Deadline.after(60))
    try:
        keys = {name: {f"{prefix}{name}"} for name in names}
        assert await lost(ask, "partnerAgencies", keys) == {}
    finally:
        await database.write(PULL, {"prefix": prefix}, Deadline.after(60))
