"""The guide of Neo4j Browser: each block runs and has its columns, and both forms say the same."""

from __future__ import annotations

import html
import json
import re
from collections.abc import AsyncIterator, Mapping
from pathlib import Path
from typing import Any, Final

import httpx
import pytest
from starlette.applications import Starlette

from graph.database import Database
from graph.deadline import Deadline
from graph.embedded import browser_jar
from graph.settings import Settings
from graph.statements import Statement, folder, statement
from schema.data_model import DATA_MODEL
from schema.server.browser import Browser
from schema.server.browser.guide import as_html, chapters
from schema.server.browser.schema_text import EXAMPLE, MAX_BYTES
from sign_in.sessions import Sessions

VALUES: Final = {"state": "STATE", "citation": "CITATION"}
PLACE: Final = {"place": "us-county:39163"}
GRAPH: Final = ()
"""Of a block whose result is a picture."""
COLUMNS: Final[Mapping[str, tuple[str, ...]]] = {
    "sites_and_models": ("operates",),
    "guide/what_there_is": ("label", "nodes", "synthetic"),
    "guide/one_site": ("connected",),
    "guide/step_1": ("site",),
    "guide/step_2": ("operates",),
    "guide/step_3": ("site", "status", "state"),
    "guide/step_4": ("site", "requests", "synthetic"),
    "guide/find_a_key": ("key", "name", "state", "kind", "people"),
    "guide/places_like_mine": ("rank", "name", "state", "people", "similarity"),
    "guide/parts_of_a_similarity": ("part", "weight", "value", "contribution", "place"),
    "ages_of_facts": ("site", "status"),
    "requests_by_state": ("state", "requests"),
    "models_together": ("model", "together with"),
    "bridging_partners": ("bridge",),
}
"""The first columns of blocks; those of the fifteen questions and of saved queries are tested elsewhere."""


@pytest.fixture
async def client(settings: Settings, database: Database, tmp_path: Path) -> AsyncIterator[httpx.AsyncClient]:
    """The pages of Neo4j Browser over the graph."""
    browser = Browser(
        browser_jar(settings),
        bolt_port=7999,
        username="neo4j",
        password="a password",
        version="2026.09.0",
        sessions=Sessions(settings),
        links=tmp_path,
    )
    browser.reads(database)
    transport = httpx.ASGITransport(Starlette(routes=browser.routes))
    async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1:8000") as opened:
        yield opened


def rounded(name: str, count: int) -> int:
    """As everybody may see it: of requests a multiple of 5."""
    return 5 * round(count / 5) if name in {"Request", "FROM", "ABOUT", "CONCERNS", "ANSWERED_BY"} else count


def blocks() -> list[str]:
    """The code of each block that a reader may run."""
    found = re.findall(r'<pre class="code runnable">(.*?)</pre>', as_html(VALUES), re.DOTALL)
    return [html.unescape(each) for each in found]


def test_the_guide_has_eight_chapters_and_says_first_what_is_synthetic() -> None:
    pages = chapters(VALUES)
    assert len(pages) == 8
    assert all(page.startswith("# ") for page in pages)
    for said in ("All requests are synthetic", "Two of the fourteen", "Facts on sites are old"):
        assert said in pages[0]
    assert "${" not in "".join(pages)


def test_every_saved_query_and_every_statement_of_the_guide_is_in_it() -> None:
    texts = set(blocks())
    for name in ("research", "research/questions", "research/guide"):
        assert {each.text for each in folder(name)} <= texts


@pytest.mark.parametrize(
    "text", [each for each in blocks() if not each.startswith(":")], ids=lambda text: text[3:30]
)
async def test_each_block_runs_and_finds_something(database: Database, text: str) -> None:
    records = await database.read(Statement("block", text), PLACE, Deadline.after(60))
    assert records
    names = {statement(f"research/{name}").text: columns for name, columns in COLUMNS.items()}
    assert tuple(records[0].keys())[: len(names.get(text, ()))] == names.get(text, ())


async def test_the_parts_of_a_similarity_add_up_to_the_stored_score(database: Database) -> None:
    rows = await database.read(statement("research/guide/parts_of_a_similarity"), {}, Deadline.after(60))
    *parts, total = [row.data() for row in rows]
    assert [each["part"] for each in parts] == ["size", "density", "setting", "region", "distance"]
    assert sum(each["weight"] for each in parts) == pytest.approx(1, abs=1e-3)
    assert sum(each["contribution"] for each in parts) == pytest.approx(total["value"], abs=1e-3)
    assert total["contribution"] == pytest.approx(total["value"], abs=1e-3)


async def test_pages_say_the_release_of_the_graph_and_pictures_its_counts(
    client: httpx.AsyncClient, database: Database
) -> None:
    [state] = await database.read(statement("graph/guide"), {}, Deadline.after(60))
    page = await client.get("/research/guide.html")
    text = await client.get("/research/guide.adoc")
    picture = await client.get("/research/model.svg")
    synthetic, requests = (rounded("Request", n) for n in (state["synthetic"], state["nodes"]["Request"]))
    for each in (page, text):
        assert f"Data version {state['version']:,}" in each.text
        assert f"{synthetic:,} of {requests:,} requests" in each.text
    assert picture.headers["content-type"] == "image/svg+xml"
    for label, count in state["nodes"].items():
        assert f">{label}</tspan>" in picture.text
        assert f">{rounded(label, count):,}</tspan>" in picture.text
    for type_, count in state["relationships"].items():
        assert f"{type_} {rounded(type_, count):,}<" in picture.text
    drawn = {each.name for each in DATA_MODEL.nodes}
    assert drawn == state["nodes"].keys()
    assert {each.name for each in DATA_MODEL.relationships} == state["relationships"].keys()
    assert text.text.count("[source,cypher]") == len(blocks())
    assert text.text.count("\n== ") == 8


async def test_the_schema_for_programs_is_short_and_has_all_of_the_data_model(
    client: httpx.AsyncClient, database: Database
) -> None:
    text = await client.get("/research/schema.txt")
    facts: dict[str, Any] = (await client.get("/research/schema.json")).json()
    assert len(text.content) < MAX_BYTES
    assert len(json.dumps(facts).encode()) < MAX_BYTES
    for node in DATA_MODEL.nodes:
        assert f"\n{node.name}: key: text" in text.text
        assert facts["nodes"][node.name]["key"] == "text"
    for each in DATA_MODEL.relationships:
        assert re.search(rf"\(:{each.start}\)-\[:{each.name}\b.*\]->\(:{each.end}\)", text.text)
    assert {each["type"] for each in facts["relationships"]} == {
        each.name for each in DATA_MODEL.relationships
    }
    for word in ("CURRENT|FORMER", "4 Rural area", "12 * year + month - 1", "synthetic"):
        assert word in text.text
        assert word in json.dumps(facts)
    assert await database.read(Statement("example", EXAMPLE), {}, Deadline.after(60))


def test_chapters_are_markdown_that_a_repository_shows() -> None:
    folder_ = Path(__file__).parents[2] / "web" / "pages" / "guide"
    for path in folder_.iterdir():
        assert path.read_text(encoding="utf-8").count("```") % 2 == 0, path.name
