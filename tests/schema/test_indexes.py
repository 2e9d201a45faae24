"""Declarations against migrations: no filter or sort without an index behind it, or a stated bound."""

from __future__ import annotations

from contextlib import nullcontext

import pytest

from graph.errors import IndexMissing
from graph.migrations import Migration, migrations
from graph.statements import Statement
from schema.declare import Declaration, pages, place, prop
from schema.indexes import check
from schema.model import MODEL
from schema.sources import into


class Parcel:
    """A label that no migration knows."""

    key: str = prop("Its key.", keyword=True)
    size: int | None = prop("Its size.", "area")
    tags: list[str] = prop("What is said of it.")
    where = place("Where it is.", "location")


def migration(*texts: str) -> Migration:
    return Migration("0001_parcels", tuple(Statement("migrations/0001_parcels", text) for text in texts), "")


KEY = "CYPHER 25 CREATE CONSTRAINT parcel_key IF NOT EXISTS FOR (n:Parcel) REQUIRE n.key IS UNIQUE"
AREA = "CYPHER 25 CREATE RANGE INDEX parcel_area IF NOT EXISTS FOR (n:Parcel) ON (n.area, n.key)"
POINT = "CYPHER 25 CREATE POINT INDEX parcel_location IF NOT EXISTS FOR (n:Parcel) ON (n.location)"
TEXT = "CYPHER 25 CREATE FULLTEXT INDEX parcel_text IF NOT EXISTS FOR (n:Parcel) ON EACH [n.name, n.tags]"
WORDS = TEXT.replace("parcel_text", "parcel_text_words").replace("n.name, n.tags", "n.tags, n.name")
DROP = "CYPHER 25 DROP INDEX parcel_area IF EXISTS"


def test_every_filter_of_this_version_has_an_index_or_a_bound() -> None:
    check(MODEL.declarations)


def test_a_property_with_neither_is_named_with_the_remedy() -> None:
    declared = {"Parcel": Declaration.of(Parcel, "Parcel", text="parcel_text")}
    with pytest.raises(IndexMissing) as error:
        check(declared, migrations())
    assert error.value.code == "INDEX_MISSING"
    for named in ("Parcel.key", "Parcel.size", "Parcel.tags", "Parcel.where", "parcel_text", "migrations/"):
        assert named in str(error.value)


@pytest.mark.parametrize(
    ("texts", "missing"),
    [
        ((KEY, AREA, POINT, TEXT, WORDS), ["Parcel.tags"]),  # a list has no index: it needs a bound
        ((KEY, POINT, TEXT, WORDS), ["Parcel.size", "Parcel.tags"]),
        ((KEY, AREA, POINT, WORDS), ["Parcel.tags", "Parcel's text index parcel_text"]),
        ((KEY, AREA, POINT, TEXT), ["Parcel.tags", "Parcel's text index parcel_text_words"]),
        ((KEY, AREA, POINT, TEXT, WORDS, DROP), ["Parcel.size", "Parcel.tags"]),
    ],
)
def test_each_kind_of_index_counts_until_it_is_dropped(texts: tuple[str, ...], missing: list[str]) -> None:
    declared = {"Parcel": Declaration.of(Parcel, "Parcel", text="parcel_text")}
    with pytest.raises(IndexMissing) as error:
        check(declared, [migration(*texts)])
    assert str(error.value).startswith(f"{', '.join(missing)}: ")


class Sale:
    """Of which there are many, sorted by what many share."""

    key: str = prop("Its key.", keyword=True)
    year: int = prop("When.", paged=True)


@pytest.mark.parametrize(("properties", "missing"), [("n.year, n.key", False), ("n.year", True)])
def test_pages_in_the_order_of_a_property_need_its_index_to_hold_the_key(
    properties: str, missing: bool
) -> None:
    key = "CYPHER 25 CREATE CONSTRAINT sale_key IF NOT EXISTS FOR (n:Sale) REQUIRE n.key IS UNIQUE"
    year = f"CYPHER 25 CREATE RANGE INDEX sale_year IF NOT EXISTS FOR (n:Sale) ON ({properties})"
    declared = {"Sale": Declaration.of(Sale, "Sale")}
    with pytest.raises(IndexMissing, match=r"^Sale.year with its key: ") if missing else nullcontext():
        check(declared, [migration(key, year)])


class Owner:
    """Has parcels, newest first out of an index."""

    key: str = prop("Its key.", keyword=True)
    parcels = pages("Its parcels.", into("OWNED_BY", index=("owner", "year", "parcel")), "Parcel")


def test_an_order_that_an_index_over_a_relationship_gives_needs_that_index() -> None:
    declared = {"Owner": Declaration.of(Owner, "Owner", bound="a few owners")}
    with pytest.raises(IndexMissing, match=r"Owner.parcels's index over OWNED_BY\(owner, year, parcel\)"):
        check(declared, [])
    over = "FOR ()-[r:OWNED_BY]-() ON (r.owner, r.year, r.parcel)"
    check(declared, [migration(f"CYPHER 25 CREATE RANGE INDEX newest IF NOT EXISTS {over}")])


def test_a_stated_bound_replaces_an_index() -> None:
    check({"Parcel": Declaration.of(Parcel, "Parcel", bound="a dozen parcels")}, [])
