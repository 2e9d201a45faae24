"""The numbers of the formulas are written once, in domain/: statements get them as parameters."""

from __future__ import annotations

import re
from dataclasses import fields, replace
from pathlib import Path
from typing import Final

import pytest
from changed_formulas import OTHER_RECOMMENDATION, OTHER_SIMILARITY

from domain.recommendation import RECOMMENDATION, RecommendationFormula
from domain.similarity import OTHER, SIMILARITY, SimilarityFormula
from domain.vocabulary import JurisdictionKind as Kind

CYPHER: Final = Path(__file__).parents[2] / "cypher"
FILES: Final = sorted(
    path.relative_to(CYPHER).as_posix()
    for pattern in ("field/*", "part/*", "backtest/*", "load/similarity*")
    for path in CYPHER.glob(f"{pattern}.cypher")
)
NUMBER: Final = re.compile(r"(?<![\w$.])\d+(?:\.\d+)?(?:e\d+)?|(?<=\.\.)\d+")
ANYWHERE: Final = {
    "0": "nothing, none, or the first item",
    "0.0": "the same, among fractions",
    "1": "one, all, or the next item",
    "1.0": "the same, among fractions",
    "2": "a square, or twice a rounding error",
    "0.5": "the half of a half-life, of a rounding, or of a median",
    "12": "months of a year",
}
"""Numbers that are nobody's choice, with their meaning."""
SOMEWHERE: Final = {
    "field/ancestors.cypher": {"4": "longest chain of PART_OF"},
    "field/coverage_of_areas.cypher": {
        "48271": "makes a second random number of a first, docs/decisions/small-counts.md",
        "2147483647": "as in part/published, so that the product is a number of 64 bits",
        "1000000.0": "a million people",
    },
    "field/coverage_of_models.cypher": {
        "48271": "as in field/coverage_of_areas",
        "2147483647": "as in field/coverage_of_areas",
        "5": "requests that reach the fit which readers see, docs/decisions/small-counts.md",
        "4": "position of the fifth",
        "10": "as in field/request_statistics",
    },
    "field/request_statistics.cypher": {
        "3": "months of a quarter; position of a count",
        "4": "position of a count",
        "10": "fewest values with a median for readers, docs/decisions/small-counts.md",
    },
    "field/search.cypher": {
        "0.99": "score of the county's name of a city and its county in one",
        "0.95": "score of the node's name in another spelling",
        "0.94": "score of a county's name without its designator, or in another spelling of a small place",
        "1000": "people of a small place",
        "0.92": "score of a name that begins with the text",
        "0.91": "score of a ZIP code of the place in its state",
        "0.9": "score of a ZIP code of the place; highest score of any other text",
        "0.1": "highest score of a text that is only like an agency's name: after those of the few sites",
        "10": "Lucene's score that counts half of that",
    },
    "field/similarity_map.cypher": {"1000": "thousandths"},
    "field/similar.cypher": {"10": "base of logPopulation", "1e12": "more people than there are"},
    "load/similarity.cypher": {str(position): "position in a neighbor" for position in range(3, 9)},
    "part/published_evidence.cypher": {"3": "months of a quarter", "2.0": "the middle of a period"},
    "part/nearest.cypher": {"99.0": "beyond every logarithm of a population"},
    "part/published.cypher": {
        "5": "smallest count for readers, docs/decisions/small-counts.md",
        "2147483647": "largest random number of a request",
    },
}
"""Numbers of one statement that belong to no formula, with their meaning."""


@pytest.mark.parametrize("file", FILES)
def test_a_statement_holds_no_number_of_a_formula(file: str) -> None:
    text = re.sub(r"//.*|'[^']*'|CYPHER 25", "", (CYPHER / file).read_text(encoding="utf-8"))
    numbers = set(NUMBER.findall(text)) - ANYWHERE.keys()
    assert numbers == SOMEWHERE.get(file, {}).keys()


def test_the_numbers_that_are_looked_for_are_found() -> None:
    """Or the test above could not fail."""
    text = "a <= 0.6 * sqrt(b - 1) LIMIT 50 [..20] n1.p2 $p3 range(0, 4) ^ 2 {4} 1e12"
    assert NUMBER.findall(text) == ["0.6", "1", "50", "20", "0", "4", "2", "4", "1e12"]


@pytest.mark.parametrize("name", OTHER_SIMILARITY)
def test_every_number_of_similarity_reaches_the_statements(name: str) -> None:
    other = replace(SIMILARITY, **{name: OTHER_SIMILARITY[name]})
    assert other.parameter != SIMILARITY.parameter


@pytest.mark.parametrize("name", OTHER_RECOMMENDATION)
def test_every_number_of_the_ranking_reaches_the_statements(name: str) -> None:
    other = replace(RECOMMENDATION, **{name: OTHER_RECOMMENDATION[name]})
    assert other.parameter != RECOMMENDATION.parameter


def test_no_number_is_left_out() -> None:
    of_callers = {"version", "weights"}  # weights are in the question
    assert {each.name for each in fields(SimilarityFormula)} == OTHER_SIMILARITY.keys() | of_callers
    assert {each.name for each in fields(RecommendationFormula)} == OTHER_RECOMMENDATION.keys()


def test_kinds_are_similar_both_ways_and_to_themselves() -> None:
    table = SIMILARITY.kind_table
    assert table["COUNTY|PLACE"] == table["PLACE|COUNTY"] == 0.5
    assert {table[f"{kind}|{kind}"] for kind in Kind} == {1.0}
    assert {table[f"{OTHER}|{kind}"] for kind in [*Kind, OTHER]} == {0.3}
    assert table["STATE|COUNTY"] == 0.0


@pytest.mark.parametrize(
    ("lead", "label"),
    [(0.0, "CLOSE_CALL"), (0.0299, "CLOSE_CALL"), (0.03, "LEANING"), (0.0999, "LEANING"), (0.1, "CLEAR")],
)
def test_a_label_says_how_far_the_first_site_leads(lead: float, label: str) -> None:
    assert RECOMMENDATION.label(lead) == label
