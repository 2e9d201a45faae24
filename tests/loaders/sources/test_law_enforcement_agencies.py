"""Law-enforcement agencies: from files as the FBI and BJS lay them out to GraphQL. All rows are made up."""

from __future__ import annotations

import gzip
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any, Final

import pytest
import xlsxwriter
from graph_answers import asked, row_counts

from graph.database import Database
from graph.deadline import Deadline
from graph.settings import Settings
from graph.statements import Statement
from loaders.bundled.bundled import REFERENCE
from loaders.bundled.jurisdictions import read_jurisdictions
from loaders.bundled.load import load
from loaders.pipeline.duplicates import DuplicateIndex
from loaders.pipeline.load_file import load_file
from loaders.pipeline.load_options import LoadOptions
from loaders.pipeline.load_report import LoadReport
from loaders.pipeline.placement import Placement
from loaders.pipeline.sweep import sweep
from loaders.resolver.resolver import Resolver
from loaders.sources.law_enforcement_agencies.source import LAW_ENFORCEMENT_AGENCIES as AGENCIES
from schema.model import MODEL
from schema.planner.run.executor import Executor

FBI_HEADER: Final = (
    "data_year,ori,pub_agency_name,pub_agency_unit,state_abbr,division_name,region_name,county_name,"
    "agency_type_name,population_group_desc,population,male_officer_ct,male_cilvilian_ct,male_total_ct,"
    "female_officer_ct,female_cilvilian_ct,female_total_ct,officer_ct,civilian_ct,total_pe_ct,pe_ct_per_1000"
)
BJS_HEADER: Final = (
    "FSTATE,FCOUNTY,FPLACE,FIPS_ST,FIPS_COUNTY,FIPS,ORI9,ORI7,NAME,UA,STATENAME,COUNTYNAME,UANAME,PARTOF,"
    "AGCYTYPE,SUBTYPE1,SUBTYPE2,GOVID,LG_NAME,ADDRESS_NAME,ADDRESS_STR1,ADDRESS_STR2,ADDRESS_CITY,"
    "ADDRESS_STATE,ADDRESS_ZIP,REPORT_FLAG,U_TPOP,LG_POPULATION,COMMENT"
)
FACTS: Final = """MATCH (a:LawEnforcementAgency {key: $key})
    RETURN a.year, a.officers, a.civilians, a.swornBand, a.populationServed"""
POLICED: Final = "MATCH (:LawEnforcementAgency {key: $key})-[:POLICES]->(j) RETURN j.key"

Take = Callable[..., Any]


def employees(
    year: int,
    officers: int = 53,
    *,
    ori: str = "GA9990100",
    name: str = "Covington",
    unit: str = "NULL",
    type: str = "City",
    county: str = "NEWTON",
    people: int = 13803,
) -> str:
    """A row of the FBI's file."""
    return (
        f'{year},{ori},{name},{unit},{ori[:2]},South Atlantic,South,"{county}",{type},Cities,{people},'
        f"{officers},0,{officers},0,11,11,{officers},11,{officers + 11},NULL"
    )


def identified(
    ori: str = "GA9990100", name: str = "COVINGTON POLICE DEPARTMENT", type: str = "0", fips: str = "13217"
) -> str:
    """A row of the crosswalk."""
    return (
        f"{fips[:2]},{fips[2:]},20064,{fips[:2]},{fips[2:]},{fips},{ori},{ori[:7]},{name},0,GEORGIA,NEWTON,"
        f"-1,0,{type},888,888,1,COVINGTON CITY,CHIEF JANE ROE,12 Elm Street,,Covington,GA,30014,1,13000,"
        "13118,Ask Jane"
    )


@pytest.fixture(scope="module")
def resolver() -> Resolver:
    return Resolver(read_jurisdictions())


@pytest.fixture
def placement(resolver: Resolver) -> Placement:
    return Placement(lambda: resolver)


@pytest.fixture
async def take(graph: Database, placement: Placement, tmp_path: Path) -> AsyncIterator[Take]:
    """Loads a file of these lines; at the end the graph has no agencies of files."""

    async def take(*lines: str, name: str = "lee_1960_2024.csv", **options: Any) -> LoadReport:
        path = tmp_path / name
        path.write_text("\n".join(lines), encoding="utf-8")
        aside = LoadOptions(quarantine=tmp_path / "aside", placement=placement, **options)
        return await load_file(graph, AGENCIES, path, aside)

    yield take
    clean_up = Statement(
        "clean-up", "CYPHER 25 MATCH (a:LawEnforcementAgency) WHERE a.listed IS NULL DETACH DELETE a"
    )
    await graph.write(clean_up, {}, Deadline.after(60))


async def test_a_file_of_police_employees_is_loaded_as_it_comes_and_again_unchanged(
    graph: Database, take: Take
) -> None:
    lines = (
        FBI_HEADER,
        employees(2023),
        employees(2023, 201, ori="GA9990000", name="Newton", type="County", people=101_000),
        employees(2023, 7, ori="GA9990200", name="Test College", type="University or College", people=0),
        employees(2023, 9, ori="GA9990300", name="State Patrol:", unit="Post 1", type="State Police"),
    )
    assert row_counts(await take(*lines)) == (4, 0, 0, 0, 0)
    assert row_counts(await take(*lines)) == (0, 0, 0, 4, 0)
    assert await asked(graph, FACTS, key="agency:GA9990100") == [(2023, 53, 11, "FROM_50", 13803)]
    assert await asked(graph, FACTS, key="agency:GA9990200") == [(2023, 7, 11, "UNDER_10", None)]
    assert await asked(graph, POLICED, key="agency:GA9990100") == ["us-place:4189785"]
    assert await asked(graph, POLICED, key="agency:GA9990000") == ["us-county:13217"]
    assert await asked(graph, POLICED, key="agency:GA9990200") == []
    assert await asked(graph, POLICED, key="agency:GA9990300") == ["us-state:GA"]
    names = "MATCH (a:LawEnforcementAgency) WHERE a.listed IS NULL RETURN a.name ORDER BY a.key"
    assert await asked(graph, names) == ["Newton", "Covington", "Test College", "State Patrol: Post 1"]


@pytest.mark.parametrize("batch", [2, 100])
async def test_of_the_years_of_an_agency_the_newest_counts(graph: Database, take: Take, batch: int) -> None:
    years = [employees(year, year - 1960) for year in (2021, 2023, 2022, 2020, 2024, 2019)]
    report = await take(FBI_HEADER, *years, batch=batch)
    assert (report.counts.read, report.counts.quarantined, report.counts.created) == (6, 0, 1)
    assert await asked(graph, FACTS, key="agency:GA9990100") == [(2024, 64, 11, "FROM_50", 13803)]
    again = await take(FBI_HEADER, *years, batch=batch)
    assert row_counts(again) == (0, 0, 0, 6, 0)


async def test_an_older_year_changes_nothing_and_a_newer_one_does(graph: Database, take: Take) -> None:
    await take(FBI_HEADER, employees(2022))
    assert row_counts(await take(FBI_HEADER, employees(2021, 40))) == (0, 0, 0, 1, 0)
    assert row_counts(await take(FBI_HEADER, employees(2023, 60))) == (0, 1, 0, 0, 0)
    assert await asked(graph, FACTS, key="agency:GA9990100") == [(2023, 60, 11, "FROM_50", 13803)]


async def test_of_several_files_the_newest_year_counts_whichever_is_named_last(
    graph: Database, take: Take
) -> None:
    for changed in (2, 0):
        seen = DuplicateIndex()
        later = await take(FBI_HEADER, employees(2021, 40), name="lee-2.csv", seen=seen, file=0)
        earlier = await take(FBI_HEADER, employees(2023, 60), name="lee-1.csv", seen=seen, file=1)
        assert later.counts.changed + earlier.counts.changed == changed
    assert await asked(graph, FACTS, key="agency:GA9990100") == [(2023, 60, 11, "FROM_50", 13803)]


async def test_one_year_twice_with_other_numbers_is_a_duplicate(take: Take) -> None:
    report = await take(FBI_HEADER, employees(2023, 53), employees(2023, 54), employees(2023, 53))
    assert row_counts(report) == (1, 0, 0, 1, 1)
    assert report.problems == {("DUPLICATE", "ori"): 1}


async def test_the_crosswalk_tells_what_an_agency_is_and_leaves_its_numbers(
    graph: Database, take: Take
) -> None:
    await take(FBI_HEADER, employees(2023, ori="GA9990000", name="Newton", type="County"))
    sheriff = identified("GA9990000", "NEWTON COUNTY SHERIFFS OFFICE", "1")
    assert row_counts(await take(BJS_HEADER, sheriff, name="leaic.csv")) == (0, 1, 0, 0, 0)
    assert row_counts(await take(BJS_HEADER, sheriff, name="leaic.csv")) == (0, 0, 0, 1, 0)
    facts = "MATCH (a:LawEnforcementAgency {key: 'agency:GA9990000'}) RETURN a.agencyType, a.officers, a.year"
    assert await asked(graph, facts) == [("SHERIFF", 53, 2023)]
    # The FBI's file does not tell a sheriff from county police: the type stays.
    await take(FBI_HEADER, employees(2024, 54, ori="GA9990000", name="Newton", type="County"))
    assert await asked(graph, facts) == [("SHERIFF", 54, 2024)]


async def test_addresses_persons_and_comments_of_the_crosswalk_never_reach_the_graph(
    graph: Database, take: Take
) -> None:
    report = await take(BJS_HEADER, identified(), name="leaic.csv")
    assert {"ADDRESS_NAME", "ADDRESS_STR1", "COMMENT"} <= set(report.ignored)
    [known] = await asked(graph, OF_A_FILE)
    assert known == {
        "key": "agency:GA9990100",
        "ori": "GA9990100",
        "name": "COVINGTON POLICE DEPARTMENT",
        "state": "GA",
        "agencyType": "MUNICIPAL_POLICE",
        "fingerprint": None,
    }


async def test_bad_rows_are_quarantined_each_with_its_field(take: Take) -> None:
    report = await take(
        FBI_HEADER,
        employees(2023),
        employees(2023, ori="GA999010"),
        employees(2023, ori="GA9990200", type="Sherifs"),
        employees(2023, ori="FL9990100", name="Midway", county="NOT SPECIFIED"),
        employees(2023, ori="GA9990300", county="NOSUCH"),
        max_bad_share=1,
    )
    assert row_counts(report) == (2, 0, 0, 0, 3)
    assert report.problems == {
        ("INVALID", "ori"): 1,
        ("INVALID", "agency_type"): 1,
        ("AMBIGUOUS", "jurisdiction"): 1,
    }
    assert report.placed == {"name": 1, "unknown": 1, "ambiguous": 1}


async def test_an_unknown_key_is_reported(take: Take) -> None:
    report = await take("ori,name,jurisdiction_key", "GA9990100,Test,us-county:99999", name="leaic.csv")
    assert report.problems == {("UNKNOWN_KEY", "jurisdiction_key"): 1}


async def test_a_workbook_and_a_compressed_file_are_read_alike(
    graph: Database, take: Take, placement: Placement, tmp_path: Path
) -> None:
    path = tmp_path / "Law Enforcement Employees.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        for number, line in enumerate((FBI_HEADER, employees(2023).replace('"', ""))):
            cells = [int(cell) if cell.isdigit() else cell for cell in line.split(",")]
            sheet.write_row(number, 0, cells)
    options = LoadOptions(quarantine=tmp_path / "aside", placement=placement)
    assert row_counts(await load_file(graph, AGENCIES, path, options)) == (1, 0, 0, 0, 0)
    packed = tmp_path / "lee_1960_2023.csv.gz"
    packed.write_bytes(gzip.compress(f"{FBI_HEADER}\n{employees(2023)}".encode()))
    assert row_counts(await load_file(graph, AGENCIES, packed, options)) == (0, 0, 0, 1, 0)


async def test_a_tombstone_and_a_sweep_take_agencies_away(graph: Database, take: Take) -> None:
    oris = [f"GA999{number:02}00" for number in range(4)]
    await take(FBI_HEADER, *(employees(2023, ori=ori) for ori in oris))
    report = await take(
        "ori,deleted", "GA99900,yes", "GA9999900,yes", "-1,yes", name="gone.csv", max_bad_share=1
    )
    assert row_counts(report) == (0, 0, 1, 1, 1)
    seen = DuplicateIndex()
    await take(FBI_HEADER, *(employees(2024, ori=ori) for ori in oris[1:3]), seen=seen)
    assert (await sweep(graph, AGENCIES, seen, by="test", dry_run=False)).deleted == 1
    own = "MATCH (a:LawEnforcementAgency) WHERE a.listed IS NULL RETURN a.key ORDER BY a.key"
    assert await asked(graph, own) == ["agency:GA9990100", "agency:GA9990200"]
    bundled = "MATCH (a:LawEnforcementAgency) WHERE a.listed = 2018 RETURN count(a)"
    assert await asked(graph, bundled) == [18_702]


async def test_a_jurisdictions_agencies_are_listed_filtered_sorted_and_counted(
    graph: Database, own_settings: Settings, take: Take
) -> None:
    await take(
        FBI_HEADER,
        employees(2023, 53),
        employees(2023, 5, ori="GA9990200", name="Covington", unit="Airport"),
        employees(2023, 201, ori="GA9990000", name="Newton", type="County"),
    )
    query = """{
      jurisdiction(key: "us-place:4189785") {
        lawEnforcementAgencies(where: {officers: {gte: 1}}, sort: [{officers: DESC}]) {
          totalCount
          edges { node { key ori name agencyType swornBand officers civilians populationServed year } }
        }
        lawEnforcementAgenciesAggregate(where: {listed: {isNull: true}}, groupBy: [SWORN_BAND]) {
          count sum { officers }
        }
      }
      lawEnforcementAgency(key: "agency:GA9990000") {
        agencyType jurisdictions { edges { node { key } } }
      }
      lawEnforcementAgencies(
        search: "covington", where: {jurisdictions: {some: {kind: {eq: PLACE}}}, listed: {isNull: true}}
      ) {
        totalCount
      }
      search(query: "Newton", types: [LAW_ENFORCEMENT_AGENCY], first: 1) {
        edges { node { ... on LawEnforcementAgency { ori } } }
      }
    }"""
    answer = await Executor(MODEL, graph, own_settings).execute(query, {}, None, Deadline.after(60))
    assert answer.errors is None
    covington = {
        "key": "agency:GA9990100",
        "ori": "GA9990100",
        "name": "Covington",
        "agencyType": "MUNICIPAL_POLICE",
        "swornBand": "FROM_50",
        "officers": 53,
        "civilians": 11,
        "populationServed": 13803,
        "year": 2023,
    }
    airport = {"ori": "GA9990200", "name": "Covington: Airport", "swornBand": "UNDER_10", "officers": 5}
    assert answer.data == {
        "jurisdiction": {
            "lawEnforcementAgencies": {
                "totalCount": 2,
                "edges": [{"node": covington}, {"node": covington | airport | {"key": "agency:GA9990200"}}],
            },
            "lawEnforcementAgenciesAggregate": [
                {"count": 1, "sum": {"officers": 5}},
                {"count": 1, "sum": {"officers": 53}},
            ],
        },
        "lawEnforcementAgency": {
            "agencyType": None,
            "jurisdictions": {"edges": [{"node": {"key": "us-county:13217"}}]},
        },
        "lawEnforcementAgencies": {"totalCount": 2},
        "search": {"edges": [{"node": {"ori": "GA9990000"}}]},
    }


OF_A_FILE = "MATCH (a:LawEnforcementAgency) WHERE a.listed IS NULL RETURN a {.*, fingerprint: null}"
FULTON = "agency:GA0600000"
[BUNDLED] = [source for source in REFERENCE if source.name == AGENCIES.name]
UNDO = """CYPHER 25
MATCH (a:LawEnforcementAgency {key: $key})
REMOVE a.fingerprint, a.listFingerprint, a.officers, a.civilians, a.year, a.swornBand, a.populationServed"""
OF_AN_AGENCY = """MATCH (a:LawEnforcementAgency {key: $key})
RETURN [a.name, a.agencyType, a.officers, a.listed, a.counties,
  COLLECT { MATCH (a)-[:POLICES]->(j) RETURN j.key }]"""


async def test_a_file_comes_before_the_bundled_list_which_fills_in_the_rest(
    graph: Database, take: Take
) -> None:
    [before] = await asked(graph, OF_AN_AGENCY, key=FULTON)
    assert before == ["Fulton County Sheriff's Office", "SHERIFF", None, 2018, ["13121"], ["us-county:13121"]]
    try:
        row = employees(2023, 700, ori="GA0600000", name="Fulton", type="County", people=0)
        assert row_counts(await take(FBI_HEADER, row)) == (0, 1, 0, 0, 0)
        newer = ["Fulton", "SHERIFF", 700, 2018, ["13121"], ["us-county:13217"]]  # the county of the file
        assert await asked(graph, OF_AN_AGENCY, key=FULTON) == [newer]
        rewritten = "MATCH (a:LawEnforcementAgency {key: $key}) SET a.listFingerprint = 'old'"
        await graph.write(Statement("old", f"CYPHER 25 {rewritten}"), {"key": FULTON}, Deadline.after(60))
        await load(graph, BUNDLED)
        assert await asked(graph, OF_AN_AGENCY, key=FULTON) == [newer]
    finally:
        await graph.write(Statement("undo", UNDO), {"key": FULTON}, Deadline.after(60))
        await load(graph, BUNDLED)
    assert await asked(graph, OF_AN_AGENCY, key=FULTON) == [before]
