"""The data model that pages, exports and dictionaries are made of says all that the schema declares."""

from __future__ import annotations

import pytest

from domain.credits import CREDITS, EVERYTHING, credits_of
from domain.data_model import ValueType
from schema.data_model import DATA_MODEL
from schema.declare import properties_of
from schema.sources import Direction, Relationship
from schema.types import DECLARATIONS

NUMBERS = {ValueType.INTEGER, ValueType.NUMBER}
LEDGER = "LoadRun"
PROPERTIES = [*DATA_MODEL.properties()]


def test_every_label_of_the_schema_is_in_it_but_the_ledger() -> None:
    assert {each.label for each in DECLARATIONS if each.label} == {
        *(each.name for each in DATA_MODEL.nodes),
        LEDGER,
    }


def test_every_relationship_that_the_schema_walks_is_in_it_with_its_ends_and_properties() -> None:
    labels = {each.name: each.label for each in DECLARATIONS}
    known = {each.name: each for each in DATA_MODEL.relationships}
    walked = [
        (related.source, each.label, labels[related.to], related.edge)
        for each in DECLARATIONS
        for related in each.related.values()
        if isinstance(related.source, Relationship)
    ]
    for source, here, there, edge in walked:
        found = known[source.type]
        start, end = (there, here) if source.direction is Direction.IN else (here, there)
        assert (found.start, found.end) == (start, end), source
        names = properties_of(edge).properties.keys() if edge else set()
        assert names <= {each.name for each in found.properties}, source
    assert known.keys() - {source.type for source, *_ in walked} == {"SIMILAR_TO"}  # GraphQL compares anew


def test_a_key_comes_first_and_no_name_twice() -> None:
    for each in DATA_MODEL.nodes:
        assert each.properties[0].name == "key"
    for each in (*DATA_MODEL.nodes, *DATA_MODEL.relationships):
        names = [found.name for found in each.properties]
        assert len(names) == len(set(names)), each.name


@pytest.mark.parametrize(
    ("table", "name"), [(t, p.name) for t, p in PROPERTIES if p.type in NUMBERS and not p.values]
)
def test_every_number_has_a_unit(table: str, name: str) -> None:
    [found] = [each for label, each in PROPERTIES if (label, each.name) == (table, name)]
    assert found.unit


def test_every_column_has_a_source_and_every_source_names_columns_that_exist() -> None:
    tables = {each.name: each for each in (*DATA_MODEL.nodes, *DATA_MODEL.relationships)}
    for table, each in PROPERTIES:
        assert credits_of(table, each.name), f"{table}.{each.name}"
    for name in tables.keys() - {table for table, _ in PROPERTIES}:
        assert credits_of(name, ""), name  # a relationship type without properties
    for credit in CREDITS:
        assert all((credit.license, credit.provides)), credit.title
        for table, names in credit.covers.items():
            known = {*EVERYTHING, *(each.name for each in tables[table].properties)}
            assert set(names) <= known, credit.title


def test_without_a_label_its_relationships_are_gone() -> None:
    left = DATA_MODEL.without("Request")
    assert {each.name for each in DATA_MODEL.nodes} - {each.name for each in left.nodes} == {"Request"}
    gone = {each.name for each in DATA_MODEL.relationships} - {each.name for each in left.relationships}
    assert gone == {"FROM", "ABOUT", "CONCERNS", "ANSWERED_BY"}
