"""Sources beside the request log: what their files make of the graph, take back, and leave alone."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from math import log10
from pathlib import Path
from typing import Any, Final

import orjson
import pytest
from graph_answers import asked, row_counts
from pydantic import BaseModel, Field
from request_files import REQUEST
from source_rows import site_row

from graph.database import Database
from graph.deadline import Deadline
from graph.errors import DataInvalid
from graph.statements import Statement
from loaders.bundled.bundled import REFERENCE
from loaders.bundled.load import load
from loaders.pipeline.duplicates import DuplicateIndex
from loaders.pipeline.load_file import load_file
from loaders.pipeline.load_options import LoadOptions
from loaders.pipeline.placement import Placement
from loaders.pipeline.row import Row
from loaders.pipeline.source import Source
from loaders.pipeline.sweep import sweep
from loaders.pipeline.target import Target
from loaders.sources import SOURCES, source_of
from loaders.sources.jurisdictions.source import JURISDICTIONS
from loaders.sources.partner_agencies import PARTNER_AGENCIES
from loaders.sources.program_models import PROGRAM_MODELS
from loaders.sources.requests.record import record_requests, update_request
from loaders.sources.requests.source import REQUESTS
from loaders.sources.sites.source import SITES
from loaders.sources.topics import TOPICS

Cells = dict[str, Any]
Take = Callable[..., Any]

TOPIC: Final = {"key": "topic:test-horses", "name": "Mounted units", "description": "Horses."}
MODEL: Final = {
    "key": "model:test-mounted",
    "name": "Mounted team",
    "description": "Officers on horses.",
    "family": "family:training",
}
SITE: Final[Cells] = site_row("test-tx-pd") | {
    "models": [{"key": "model:cit", "basis": "published"}],
    "notes": "Ask Sgt. Jane Roe, jane.roe@example.org or (555) 010-7788, at 12 Elm Street.",
}
PARTNER: Final = {
    "key": "partner:test-center",
    "name": "Test Center",
    "kind": "CRISIS_CENTER",
    "jurisdiction_key": "us-county:48201",
    "sites": ["site:houston-pd"],
}


GIVE_BACK: Final = Statement("give_back", "MATCH (t:Topic {key: $key}) SET t = $properties")


@pytest.mark.parametrize(
    ("source", "row", "change"),
    [
        (TOPICS, TOPIC, {"name": "Horses"}),
        (PROGRAM_MODELS, MODEL, {"name": "Horses"}),
        (SITES, SITE, {"status": "FORMER"}),
        (PARTNER_AGENCIES, PARTNER, {"kind": "HOSPITAL"}),
        (REQUESTS, REQUEST | {"request_id": "test-1"}, {"status": "scoping"}),
    ],
    ids=lambda each: each.name if isinstance(each, Source) else "",
)
async def test_a_row_is_created_unchanged_updated_and_deleted(
    take: Take, source: Source, row: Cells, change: Cells
) -> None:
    tombstone = {source.key: row[source.key], "deleted": True}
    assert row_counts(await take(source, row)) == (1, 0, 0, 0, 0)
    assert row_counts(await take(source, row)) == (0, 0, 0, 1, 0)
    assert row_counts(await take(source, row | change)) == (0, 1, 0, 0, 0)
    assert row_counts(await take(source, tombstone, dry_run=True)) == (0, 0, 1, 0, 0)
    assert row_counts(await take(source, tombstone)) == (0, 0, 1, 0, 0)
    assert row_counts(await take(source, tombstone)) == (0, 0, 0, 1, 0)


@pytest.mark.parametrize(
    ("source", "key"),
    [(TOPICS, "topic:rural"), (PROGRAM_MODELS, "model:cit"), (SITES, "site:houston-pd")],
)
async def test_what_others_name_is_not_deleted(take: Take, source: Source, key: str) -> None:
    report = await take(source, {"key": key, "deleted": "yes"}, max_bad_share=1)
    assert row_counts(report) == (0, 0, 0, 0, 1)
    assert report.problems == {("IN_USE", "deleted"): 1}


async def test_an_operators_row_takes_precedence_over_the_programs(graph: Database, take: Take) -> None:
    name, all_of_it = (
        f"MATCH (t:Topic {{key: 'topic:rural'}}) RETURN {each}" for each in ("t.name", "t {.*}")
    )
    topics = next(each for each in REFERENCE if each.name == TOPICS.name)
    await load(graph, topics)
    [ours] = await asked(graph, all_of_it)
    await take(TOPICS, {"key": "topic:rural", "name": "Countryside", "description": "Far out."})
    assert (await load(graph, topics)).changed == 0
    assert await asked(graph, name) == ["Countryside"] != [ours["name"]]
    await graph.write(GIVE_BACK, {"key": "topic:rural", "properties": ours}, Deadline.after(30))


async def test_persons_in_the_texts_of_a_site_never_reach_the_graph(graph: Database, take: Take) -> None:
    await take(SITES, SITE)
    [notes] = await asked(graph, "MATCH (s:Site {key: $key}) RETURN s.notes", key=SITE["key"])
    assert notes == "Ask [removed], [removed] or [removed], at [removed]"
    await take(SITES, {"key": SITE["key"], "deleted": True})


async def test_what_a_site_offers_and_can_take_on_reaches_the_graph_and_leaves_it(
    graph: Database, take: Take
) -> None:
    found = "MATCH (s:Site {key: $key}) RETURN s.monthlyCapacity, s.assistanceOffered"
    more = {"monthly_capacity": 4, "assistance_offered": ["phone_call", "visit_hosted"]}
    await take(SITES, SITE | more)
    assert await asked(graph, found, key=SITE["key"]) == [(4, ["PHONE_CALL", "VISIT_HOSTED"])]
    await take(SITES, SITE | {"assistance_offered": []})  # it offers nothing, which is not unknown
    assert await asked(graph, found, key=SITE["key"]) == [(None, [])]
    await take(SITES, SITE)
    assert await asked(graph, found, key=SITE["key"]) == [(None, None)]
    await take(SITES, {"key": SITE["key"], "deleted": True})


async def test_dates_and_pages_of_an_operators_facts_reach_the_graph(graph: Database, take: Take) -> None:
    page = SITE["sources"][0]["key"]
    confirmed = {"last_confirmed": "2026-10", "confirmed_by": page}
    row = SITE | {
        "last_confirmed": "2026",  # somebody called
        "models": [{"key": "model:cit", "basis": "published", **confirmed}],
        "topics": ["topic:rural", {"key": "topic:campus", **confirmed}],
        "personnel": {"total": 9, **confirmed},
        "direct_contact": confirmed,
    }
    await take(SITES, row)
    found = """MATCH (s:Site {key: $key})-[how:OPERATES|SPECIALIZES_IN]->(to)
        RETURN to.key, how.lastConfirmed, how.confirmedBy ORDER BY to.key"""
    assert await asked(graph, found, key=SITE["key"]) == [
        ("model:cit", "2026-10", page),
        ("topic:campus", "2026-10", page),
        ("topic:rural", None, None),
    ]
    own = """MATCH (s:Site {key: $key}) RETURN s.lastConfirmed, s.confirmedBy, s.personnelLastConfirmed,
        s.personnelConfirmedBy, s.populationServedConfirmedBy, s.directContactConfirmedBy"""
    assert await asked(graph, own, key=SITE["key"]) == [("2026", None, "2026-10", page, None, page)]
    await take(SITES, {"key": SITE["key"], "deleted": True})


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"last_confirmed": "last May"}, "last_confirmed"),
        ({"last_confirmed": "2026-13"}, "last_confirmed"),
        ({"personnel": {"total": 9, "last_confirmed": "2026-13-01"}}, "personnel"),
        ({"confirmed_by": "https://example.org/a"}, "confirmed_by"),
        ({"topics": [{"key": "topic:rural", "confirmed": "2026"}]}, "topics"),
    ],
)
async def test_a_date_or_page_that_cannot_be_is_named(take: Take, change: Cells, field: str) -> None:
    report = await take(SITES, SITE | change, max_bad_share=1)
    assert row_counts(report) == (0, 0, 0, 0, 1)
    assert [(code, name.partition(".")[0]) for code, name in report.problems] == [("INVALID", field)]


async def test_a_fact_confirmed_by_a_page_that_the_site_does_not_cite_is_quarantined(take: Take) -> None:
    for change in (
        {"confirmed_by": "source:elsewhere"},
        {"models": [{"key": "model:cit", "basis": "published", "confirmed_by": "source:elsewhere"}]},
        {"direct_contact": {"confirmed_by": "source:elsewhere"}},
    ):
        report = await take(SITES, SITE | change, max_bad_share=1)
        assert row_counts(report) == (0, 0, 0, 0, 1)
        assert list(report.problems) == [("INCONSISTENT", "sources")]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("monthly_capacity", 0),
        ("monthly_capacity", 1001),
        ("monthly_capacity", True),
        ("assistance_offered", ["fax"]),
    ],
)
async def test_a_capacity_or_help_that_cannot_be_is_named(take: Take, field: str, value: object) -> None:
    report = await take(SITES, SITE | {field: value}, max_bad_share=1)
    assert row_counts(report) == (0, 0, 0, 0, 1)
    assert [(code, name.partition(".")[0]) for code, name in report.problems] == [("INVALID", field)]


async def test_a_partner_of_a_file_outlives_a_change_of_its_site(graph: Database, take: Take) -> None:
    await take(SITES, SITE)
    await take(PARTNER_AGENCIES, PARTNER | {"sites": [SITE["key"]]})
    await take(SITES, SITE | {"status": "FORMER"})
    partners = "MATCH (:Site {key: $key})-[:PARTNERS_WITH]->(p) RETURN p.key"
    assert await asked(graph, partners, key=SITE["key"]) == [PARTNER["key"]]
    await take(PARTNER_AGENCIES, {"key": PARTNER["key"], "deleted": True})
    await take(SITES, {"key": SITE["key"], "deleted": True})


async def test_new_people_of_a_county_reach_its_regions_not_its_places_and_stay(
    graph: Database, take: Take
) -> None:
    facts = """MATCH (j:Jurisdiction {key: $key})
        RETURN j.population, j.populationYear, j.logPopulation, j.density"""
    region = "us-region:gallia-jackson-meigs"
    [(people, _, _, _)] = await asked(graph, facts, key=region)
    [(gallia, _, _, density)] = await asked(graph, facts, key="us-county:39053")
    row = {"name": "Gallia County", "type": "county", "state": "OH", "pop": 2 * gallia, "year": 2024}
    placement = {"fips": "39053"}
    inside = """MATCH (:Jurisdiction {key: 'us-county:39053'})<-[:PART_OF]-(p {kind: 'PLACE'})
        RETURN p.key, p.density ORDER BY p.key"""
    densities = await asked(graph, inside)
    assert row_counts(await take(JURISDICTIONS, row | {"key": "us-county:39053"})) == (0, 1, 0, 0, 0)
    assert row_counts(await take(JURISDICTIONS, row | {"key": "us-county:39053"} | placement)) == (
        0,
        0,
        0,
        1,
        0,
    )
    [found] = await asked(graph, facts, key="us-county:39053")
    assert found == (2 * gallia, 2024, pytest.approx(log10(2 * gallia)), pytest.approx(2 * density, rel=1e-4))
    [(now, year, _, _)] = await asked(graph, facts, key=region)
    assert (now, year) == (people + gallia, 2024)
    assert await asked(graph, inside) == densities
    # Data that come with the program are older, and do not take it back.
    forget = "MATCH (j:Jurisdiction) WHERE j.key IN $keys SET j.fingerprint = 'other'"
    gallipolis = (
        await asked(graph, "MATCH (j:Jurisdiction {name: 'Gallipolis', state: 'OH'}) RETURN j.key")
    )[0]
    keys = {"keys": ["us-county:39053", region, gallipolis]}
    await graph.write(Statement("forget", f"CYPHER 25 {forget}"), keys, Deadline.after(60))
    jurisdictions = next(each for each in REFERENCE if each.name == "jurisdictions")
    assert (await load(graph, jurisdictions)).updated == 3
    assert await asked(graph, facts, key="us-county:39053") == [found]
    assert (await asked(graph, facts, key=region))[0][:2] == (people + gallia, 2024)
    assert await asked(graph, inside) == densities


async def test_a_campus_has_the_density_of_its_county_and_a_place_keeps_its_own(
    graph: Database, take: Take
) -> None:
    facts = "MATCH (j:Jurisdiction {key: $key}) RETURN j.population, j.density, j.densityBasis"
    houston = "us-place:4699066"
    [(_, density, basis)] = await asked(graph, facts, key=houston)
    rows = [{"key": key, "pop": 400_000, "year": 2024} for key in ("us-county:12001", houston)]
    assert row_counts(await take(JURISDICTIONS, *rows)) == (0, 2, 0, 0, 0)
    assert await asked(graph, facts, key=houston) == [(400_000, density, basis)]  # its land is not known
    [(_, alachua, _)] = await asked(graph, facts, key="us-county:12001")
    [campus] = await asked(graph, facts, key="us-campus:university-of-florida")
    assert campus[1:] == (alachua, "COUNTY")


async def test_of_the_years_of_a_county_the_newest_counts(graph: Database, take: Take) -> None:
    rows = [{"key": "us-county:48001", "pop": 57_000 + year, "year": year} for year in (2023, 2025, 2024)]
    assert row_counts(await take(JURISDICTIONS, *rows)) == (0, 1, 0, 2, 0)
    assert row_counts(await take(JURISDICTIONS, *rows)) == (0, 0, 0, 3, 0)
    facts = "MATCH (j:Jurisdiction {key: 'us-county:48001'}) RETURN j.population, j.populationYear"
    assert await asked(graph, facts) == [(59_025, 2025)]


async def test_populations_of_unknown_jurisdictions_are_quarantined(take: Take) -> None:
    def none() -> Any:
        raise AssertionError("a key needs no resolver")

    report = await take(
        JURISDICTIONS,
        {"key": "us-county:99999", "pop": 5, "year": 2024},
        {"key": "us-region:gallia-jackson-meigs", "pop": 5, "year": 2024},
        {"pop": 5, "year": 2024},
        placement=Placement(none),
    )
    assert report.counts.quarantined == 3
    assert set(report.problems) == {
        ("UNKNOWN_KEY", "jurisdiction_key"),
        ("INVALID", "jurisdiction_key"),
        ("INCONSISTENT", "jurisdiction_key"),
    }


async def test_of_two_files_of_a_run_the_later_one_counts(empty: Database, take: Take) -> None:
    old, new = REQUEST | {"request_id": "test-1"}, REQUEST | {"request_id": "test-1", "status": "scoping"}
    for changed in (1, 0):  # a second night changes nothing
        seen = DuplicateIndex()
        later = await take(REQUESTS, new, name="b.jsonl", seen=seen, file=0)
        earlier = await take(REQUESTS, old, name="a.jsonl", seen=seen, file=1)
        assert (later.counts.changed, earlier.counts.changed) == (changed, 0)
        assert (earlier.superseded, earlier.counts.unchanged) == (1, 1)
    assert await asked(empty, "MATCH (q:Request {key: 'request:test-1'}) RETURN q.status") == ["SCOPING"]


async def test_the_sweep_deletes_what_a_complete_source_no_longer_has(
    empty: Database, take: Take, tmp_path: Path
) -> None:
    rows = [REQUEST | {"request_id": f"test-{number}"} for number in range(5)]
    await take(REQUESTS, *rows)
    seen = DuplicateIndex()
    await take(REQUESTS, *rows[:3], seen=seen)
    keys = "MATCH (q:Request) RETURN q.key ORDER BY q.key"
    tried = await sweep(empty, REQUESTS, seen, by="test", dry_run=True)
    assert (tried.deleted, len(await asked(empty, keys))) == (2, 5)
    assert (await sweep(empty, REQUESTS, seen, by="test", dry_run=False)).deleted == 2
    assert await asked(empty, keys) == [f"request:test-{number}" for number in range(3)]
    with pytest.raises(DataInvalid, match="3 of 3 in the graph are in none of these files"):
        await sweep(empty, REQUESTS, DuplicateIndex(), by="test", dry_run=False)


async def test_an_unchanged_log_leaves_an_update_alone(empty: Database, take: Take) -> None:
    row = REQUEST | {"request_id": "test-1"}
    status = "MATCH (q:Request {key: 'request:test-1'}) RETURN q.status"
    await take(REQUESTS, row)
    for changes in ({"status": "scoping"}, {"status": "acknowledged"}):
        await update_request(empty, "request:test-1", changes, Deadline.after(60))
    assert row_counts(await take(REQUESTS, row)) == (0, 0, 0, 1, 0)
    assert await asked(empty, status) == ["ACKNOWLEDGED"]
    assert row_counts(await take(REQUESTS, row | {"status": "withdrawn"})) == (0, 1, 0, 0, 0)
    assert await asked(empty, status) == ["WITHDRAWN"]
    await record_requests(empty, [row], Deadline.after(60))
    assert await asked(empty, status) == ["RECEIVED"]


async def test_a_changed_statement_is_applied_to_rows_that_are_loaded(empty: Database, take: Take) -> None:
    rows = [REQUEST | {"request_id": f"test-{number}"} for number in range(2)]
    await take(REQUESTS, *rows)
    await update_request(empty, "request:test-1", {"status": "scoping"}, Deadline.after(60))
    statement = REQUESTS.target.statement
    comment = replace(statement, text=f"// Another comment.\n{statement.text}")
    written = "SET q = row.properties,"
    other = replace(statement, text=statement.text.replace(written, f"{written} q.test = 1,"))
    assert other != statement
    tested = "MATCH (q:Request) WHERE q.test = 1 RETURN q.key"
    assert row_counts(await take(_with(comment), *rows)) == (0, 0, 0, 2, 0)
    assert row_counts(await take(_with(other), *rows)) == (0, 1, 0, 1, 0)
    assert await asked(empty, tested) == ["request:test-0"]  # the other one was updated through the API
    assert row_counts(await take(_with(other), *rows)) == (0, 0, 0, 2, 0)
    await update_request(empty, "request:test-1", {"status": "acknowledged"}, Deadline.after(60))
    assert row_counts(await take(REQUESTS, *rows)) == (0, 1, 0, 1, 0)
    assert await asked(empty, tested) == []


def _with(statement: Statement) -> Source:
    return replace(REQUESTS, target=replace(REQUESTS.target, statement=statement))


async def test_a_changed_statement_is_applied_to_data_that_come_with_the_program(empty: Database) -> None:
    [topics] = [source for source in REFERENCE if source.name == "topics"]
    text = topics.target.statement.text
    comment, other = f"// Another comment.\n{text}", f"{text} SKIP 0"
    for changed, written in ((comment, 0), (other, 12), (text, 12), (text, 0)):
        target = replace(topics.target, statement=Statement("topics", changed))
        counts = await load(empty, replace(topics, target=target))
        assert (counts.updated, counts.read) == (written, 12)


async def test_an_array_on_one_line_is_read_to_its_end(empty: Database, tmp_path: Path) -> None:
    path = tmp_path / "log.json"
    path.write_bytes(orjson.dumps([REQUEST | {"request_id": f"test-{number}"} for number in range(5)]))
    for batch in (2, 3):
        report = await load_file(empty, REQUESTS, path, LoadOptions(quarantine=tmp_path, batch=batch))
        assert report.counts.read == 5
    assert report.counts.unchanged == 5


async def test_a_bad_row_of_a_line_hides_nothing_of_the_others(empty: Database, tmp_path: Path) -> None:
    later, earlier = tmp_path / "b.json", tmp_path / "a.json"
    row = REQUEST | {"request_id": "test-1"}
    later.write_bytes(orjson.dumps([row | {"status": "scoping"}, row | {"request_id": "a bad id"}]))
    earlier.write_bytes(orjson.dumps([row]))
    seen = DuplicateIndex()
    for number, path in enumerate((later, earlier)):
        report = await load_file(
            empty, REQUESTS, path, LoadOptions(quarantine=tmp_path, seen=seen, file=number)
        )
    assert (report.superseded, report.counts.changed) == (1, 0)


async def test_columns_that_are_never_read_are_named(empty: Database, take: Take) -> None:
    report = await take(REQUESTS, REQUEST | {"request_id": "test-1", "Contact": "Jane Roe"})
    assert report.ignored == ["Contact"]


async def test_a_wrong_tombstone_is_quarantined(take: Take) -> None:
    report = await take(TOPICS, {"key": "topic:x", "deleted": "maybe"}, {"deleted": True}, max_bad_share=1)
    assert report.problems == {("INVALID", "deleted"): 1, ("MISSING", "key"): 1}


@pytest.mark.parametrize(
    ("name", "source"),
    [
        ("Program_Models-2026.csv", "program-models"),
        ("topics.jsonl.gz", "topics"),
        ("populations 2024.xlsx", "jurisdictions"),
        ("sites.jsonl", "sites"),
        ("partners.csv", "partner-agencies"),
        ("law-enforcement-agencies.csv", "law-enforcement-agencies"),
        ("lee_1960_2024.csv.zip", "law-enforcement-agencies"),
        ("35158-0001-Data.tsv", "law-enforcement-agencies"),
        ("law-enforcement-requests.csv", "requests"),
        ("2024-05.csv", "requests"),
    ],
)
def test_a_file_belongs_to_a_source_by_its_name(name: str, source: str) -> None:
    found = source_of(name)
    assert found is not None
    assert found.name == source


def test_names_of_sources_are_distinct_and_each_field_says_its_remedy() -> None:
    assert len({source.name for source in SOURCES}) == len(SOURCES)
    for source in SOURCES:
        for name, field in source.contract.model_fields.items():
            assert field.description or not field.is_required(), (source.name, name)


class Horse(BaseModel):
    key: str = Field(pattern="^horse:[a-z]+$", description="a key such as horse:max")


def _horses(horses: Any) -> Iterator[Row]:
    for horse in horses:
        yield {"key": horse.key, "fromFile": True, "properties": {"key": horse.key}}


async def test_a_source_of_ones_own_is_one_value(graph: Database, take: Take) -> None:
    put = Statement(
        "horses",
        """CYPHER 25 UNWIND $rows AS row MERGE (h:TestHorse {key: row.key})
        WITH h, CASE WHEN h.name IS NULL THEN 'created' ELSE 'unchanged' END AS outcome
        SET h.name = h.key WITH h, outcome DETACH DELETE h RETURN outcome, count(*) AS rows""",
    )
    horses = Source(name="horses", patterns=("horses*",), contract=Horse, rows=_horses, target=Target(put))
    report = await take(horses, {"key": "horse:max"}, {"key": "cow:mia"})
    assert row_counts(report) == (1, 0, 0, 0, 1)
    assert report.problems == {("INVALID", "key"): 1}
