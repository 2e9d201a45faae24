"""The export for research holds what the graph holds of the declared data model, and nothing else."""

from __future__ import annotations

import bz2
import csv
import hashlib
import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import networkx as nx
import polars as pl
import pyarrow.parquet as pq
import pytest
from neo4j import Record
from second_labels import SECOND_LABELS

from domain.data_model import DataModel
from graph.database import Database
from graph.deadline import Deadline
from graph.errors import Conflict, InvalidInput
from graph.statements import Statement, statement
from loaders.output_folder import OutputFolder
from loaders.research.export import ResearchExport, export_for_research
from schema.data_model import DATA_MODEL

SIMILAR_TO = "SIMILAR_TO"


def model_without(*names: str) -> DataModel:
    """The data model without some labels and relationship types."""
    return DataModel(
        tuple(each for each in DATA_MODEL.nodes if each.name not in names),
        tuple(
            each
            for each in DATA_MODEL.relationships
            if not {each.name, each.start, each.end}.intersection(names)
        ),
    )


WITHOUT_PAIRS = model_without(SIMILAR_TO)
"""The pairs are half of the work; the slow test of the command has them."""
SMALL = model_without("LawEnforcementAgency", "PART_OF", "ADJACENT_TO", SIMILAR_TO)
TINY = model_without("Jurisdiction", "LawEnforcementAgency", "Request")
COUNTS = Statement(
    "counts",
    """CYPHER 25
    CALL () {
      MATCH (n) UNWIND labels(n) AS name RETURN name, count(*) AS rows
      UNION ALL
      MATCH ()-[r]->() RETURN type(r) AS name, count(*) AS rows
    }
    RETURN name, rows""",
)
INTERNAL = ("SiteMonth", "LOAD", "Graph", "LoadRun", "Migration", "Lease", "Tombstone")
RAISE_VERSION = statement("graph/data_version_raise")
PAGE = (Path(__file__).parents[3] / "docs" / "data-model.md").read_text(encoding="utf-8")


@dataclass(frozen=True, slots=True)
class Exported:
    folder: Path
    facts: ResearchExport

    def parquet(self, table: str) -> list[dict[str, Any]]:
        rows: list[dict[str, Any]] = pq.read_table(self.folder / "parquet" / f"{table}.parquet").to_pylist()
        return rows

    def csv(self, table: str) -> pl.DataFrame:
        packed = (self.folder / "csv" / f"{table}.csv.bz2").read_bytes()
        return pl.read_csv(bz2.decompress(packed), infer_schema=False)

    def files(self) -> dict[str, bytes]:
        return {
            path.relative_to(self.folder).as_posix(): path.read_bytes()
            for path in sorted(self.folder.rglob("*"))
            if path.is_file()
        }


class Changing:
    """The database of an export; a load changes the data when the topics have been read, so many times."""

    def __init__(self, database: Database, times: int) -> None:
        self._database, self._times = database, times

    async def read(self, statement: Statement, *arguments: Any) -> list[Record]:
        records = await self._database.read(statement, *arguments)
        if self._times and statement.name == "research/Topic":
            self._times -= 1
            await self._database.write(RAISE_VERSION, {}, Deadline.after(30))
        return records


async def export(database: Any, folder: Path, model: DataModel = WITHOUT_PAIRS, **options: Any) -> Exported:
    facts = await export_for_research(
        database, model, OutputFolder(folder), **{"with_requests": True, **options}
    )
    return Exported(folder, facts)


@pytest.fixture(scope="module")
async def exported(database: Database, tmp_path_factory: pytest.TempPathFactory) -> Exported:
    return await export(database, tmp_path_factory.mktemp("research") / "export")


@pytest.fixture(scope="module")
async def published(database: Database, tmp_path_factory: pytest.TempPathFactory) -> Exported:
    return await export(
        database, tmp_path_factory.mktemp("research") / "published", SMALL, with_requests=False
    )


async def counts(database: Database) -> dict[str, int]:
    found = await database.read(COUNTS, {}, Deadline.after(60))
    return {record["name"]: record["rows"] for record in found}


async def test_rows_of_every_table_are_as_many_as_in_the_graph(
    database: Database, exported: Exported
) -> None:
    rows = {name: len(exported.parquet(name)) for name in exported.facts.rows}
    assert rows == exported.facts.rows
    known = await counts(database)
    assert rows == {name: known[name] for name in rows}
    assert known.keys() - rows.keys() == {SIMILAR_TO, *INTERNAL, *SECOND_LABELS} & known.keys()
    csv_rows = {name: len(exported.csv(name)) for name in rows}
    assert csv_rows == rows


def test_rows_are_in_the_order_of_their_keys(exported: Exported) -> None:
    for name in exported.facts.rows:
        ends = [tuple(row.values())[: 1 if "key" in row else 2] for row in exported.parquet(name)]
        assert ends == sorted(set(ends)), name


def test_columns_are_the_properties_that_the_data_model_shows_and_none_of_its_own(exported: Exported) -> None:
    labels = re.findall(r"^### (\w+)\n(.*?)(?=^##|\Z)", PAGE, re.DOTALL | re.MULTILINE)
    for label, text in labels:
        cells = re.findall(r"^\| ([^|]*`[^|]*) \|", text, re.MULTILINE)
        shown = {name for cell in cells for name in re.findall(r"(?<!\*)`([a-z]\w*)`(?!\*)", cell)}
        if label not in exported.facts.rows:
            continue
        columns = set(pq.read_schema(exported.folder / "parquet" / f"{label}.parquet").names)
        if "location" in shown:
            shown = shown - {"location"} | {"latitude", "longitude"}
        titles = {
            f"{each.name}Name" for name, each in DATA_MODEL.properties() if name == label and each.coded
        }
        assert columns - titles == shown, label


def test_values_are_those_of_the_graph_with_months_as_text_and_codes_with_titles(exported: Exported) -> None:
    counties = {row["key"]: row for row in exported.parquet("Jurisdiction")}
    harris = counties["us-county:48201"]
    assert (harris["name"], harris["state"], harris["population"]) == ("Harris County", "TX", 4_835_125)
    assert (harris["urbanClass"], harris["urbanClassName"]) == (0, "Large metro area")
    assert 29 < harris["latitude"] < 31
    assert counties["us-state:TX"]["urbanClass"] is counties["us-state:TX"]["urbanClassName"] is None
    requests = exported.parquet("Request")
    assert all(re.fullmatch(r"20\d\d-(0[1-9]|1[0-2])", row["month"]) for row in requests)
    assert all(row["synthetic"] is True for row in requests)


def test_the_dictionary_has_every_column_with_type_unit_values_nulls_source_and_license(
    exported: Exported,
) -> None:
    with (exported.folder / "dictionary.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    columns = {(row["table"], row["column"]): row for row in rows}
    assert list(columns) == [
        (name, column)
        for name in exported.facts.rows
        for column in pq.read_schema(exported.folder / "parquet" / f"{name}.parquet").names
    ]
    assert all(row["type"] and row["description"] and row["source"] and row["license"] for row in rows)
    urban = columns["Jurisdiction", "urbanClass"]
    assert urban["values"].startswith("0 = Large metro area; 1 = Medium metro area")
    assert urban["license"] == "public domain (work of the US government)"
    known = exported.parquet("Jurisdiction")
    missing = sum(row["urbanClass"] is None for row in known) / len(known)
    assert float(urban["null_share"]) == pytest.approx(missing, abs=1e-4)
    assert columns["Jurisdiction", "landArea"]["unit"] == "square miles"
    assert "CC-BY-4.0" in columns["Jurisdiction", "zips"]["license"]
    page = (exported.folder / "dictionary.md").read_text(encoding="utf-8")
    for (table, column), row in columns.items():
        section = page.partition(f"\n## {table}\n")[2].partition("\n## ")[0]
        assert f"| `{column}` | {row['type']} |" in section


def test_the_data_package_names_every_file_with_its_hash_and_every_column_in_order(
    exported: Exported,
) -> None:
    package = json.loads((exported.folder / "datapackage.json").read_text(encoding="utf-8"))
    resources = {each["path"]: each for each in package["resources"]}
    files = exported.files()
    assert resources.keys() == {name for name in files if name.startswith(("csv/", "parquet/"))}
    for path, resource in resources.items():
        assert resource["bytes"] == len(files[path])
        assert resource["hash"] == f"sha256:{hashlib.sha256(files[path]).hexdigest()}"
        if resource["format"] == "csv":
            names = [field["name"] for field in resource["schema"]["fields"]]
            assert names == exported.csv(resource["title"]).columns
    known = {each["name"] for each in package["resources"]}
    assert len(known) == len(package["resources"])
    for resource in resources.values():
        for key in resource.get("schema", {}).get("foreignKeys", ()):
            assert key["reference"]["resource"] in known


def test_the_core_is_a_graph_without_pairs_and_places_that_nothing_names(exported: Exported) -> None:
    graph = nx.read_graphml(exported.folder / "core.graphml")
    kinds = [data["labels"] for _, data in graph.nodes(data=True)]
    for kind in ("Site", "ProgramModel", "Topic", "PartnerAgency", "Source", "Request"):
        assert kinds.count(kind) == exported.facts.rows[kind]
    assert "LawEnforcementAgency" not in kinds
    assert 14 < kinds.count("Jurisdiction") < 1_000
    assert graph.nodes["site:houston-pd"]["label"] == "Houston Police Department"
    types = {data["type"] for _, _, data in graph.edges(data=True)}
    assert types == exported.facts.rows.keys() - {each.name for each in DATA_MODEL.nodes} - {"POLICES"}
    ids = re.findall(r'<edge [^>]*id="(\d+)"', (exported.folder / "core.graphml").read_text(encoding="utf-8"))
    assert len(ids) == len(set(ids)) == graph.number_of_edges()


async def test_the_same_data_make_the_same_bytes(
    database: Database, published: Exported, tmp_path: Path
) -> None:
    again = await export(database, tmp_path / "again", SMALL, with_requests=False)
    assert again.files() == published.files()


def test_readme_and_citation_say_version_day_and_what_is_synthetic(exported: Exported) -> None:
    release = exported.facts.release
    readme = (exported.folder / "README.md").read_text(encoding="utf-8")
    assert readme.startswith(f"# {release.name}\n")
    assert f"{release.synthetic} of {release.requests} requests for help are synthetic" in readme
    assert "It holds single requests" in readme
    citation = (exported.folder / "CITATION.cff").read_text(encoding="utf-8")
    assert f'version: "v{release.version}"' in citation
    assert f'date-released: "{release.day}"' in citation
    for path in exported.files():
        assert path.partition("/")[0] in readme.replace("TABLE", path), path


def test_without_requests_no_file_names_one(exported: Exported, published: Exported) -> None:
    shown = {each.name for each in (*SMALL.nodes, *SMALL.relationships)}
    assert shown - published.facts.rows.keys() == {"Request", "FROM", "ABOUT", "CONCERNS", "ANSWERED_BY"}
    keys = {row["key"] for row in exported.parquet("Request")}
    for name in published.facts.rows:
        for row in published.parquet(name):
            assert not keys.intersection(value for value in row.values() if isinstance(value, str))
    texts = (published.folder / "core.graphml").read_text(), (published.folder / "README.md").read_text()
    assert not any("request:" in text for text in texts)
    assert "Requests for help are left out" in texts[1]
    for name, rows in published.facts.rows.items():
        assert rows == exported.facts.rows[name]


async def test_data_that_change_meanwhile_make_it_begin_again(database: Database, tmp_path: Path) -> None:
    before = await export(database, tmp_path / "before", TINY)
    found = await export(Changing(database, times=1), tmp_path / "changed", TINY)
    assert found.facts.release.version == before.facts.release.version + 1
    assert found.facts.rows == before.facts.rows


async def test_data_that_always_change_end_it_and_leave_the_folder_empty(
    database: Database, tmp_path: Path
) -> None:
    with pytest.raises(Conflict, match="3 attempts; export when no load is running"):
        await export(Changing(database, times=99), tmp_path / "changed", TINY)
    assert not any((tmp_path / "changed").iterdir())


async def test_a_folder_that_is_not_empty_is_refused(tmp_path: Path) -> None:
    (tmp_path / "mine").touch()
    with pytest.raises(InvalidInput, match="is not empty; empty it, or name a new folder"):
        OutputFolder(tmp_path)
