"""Neo4j Browser over the whole graph, in a Chromium of 1280 px, as the researcher's link opens it."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any, Final, NamedTuple

import neo4j
import pytest
from neo4j.graph import Graph
from playwright.async_api import Browser, Page, expect
from service_thread import in_a_thread

from cli.application import application
from cli.researcher_link import link_to_graph
from graph.access import Access
from graph.embedded import EmbeddedServer
from graph.settings import Settings
from graph.statements import folder
from schema.server.browser.style import GRASS

pytestmark = [pytest.mark.browser, pytest.mark.slow]

CHAPTERS: Final = 8
WIDE: Final = """drawer => [drawer, ...drawer.querySelectorAll('*')].filter(each => each.offsetParent
  && each.scrollWidth > each.clientWidth + 1 && getComputedStyle(each).overflowX !== 'visible').length"""
BLOCKED: Final = "Content Security Policy"
"""Neo4j Browser's own calls to fonts, analytics and feedback of other hosts, which our policy stops."""


class Opened(NamedTuple):
    """Neo4j Browser after the link; `answered` are the addresses that it called, `complaints` its console."""

    page: Page
    origin: str
    answered: list[str]
    complaints: list[str]

    async def run(self, statement: str) -> None:
        """Types a statement and runs it."""
        await self.page.get_by_test_id("activeEditor").click()
        await self.page.keyboard.insert_text(statement)
        await self.page.keyboard.press("Control+Enter")


@pytest.fixture
async def opened(
    browser: Browser,
    neo4j_server: EmbeddedServer,
    settings: Settings,
    app_port: int,
) -> AsyncIterator[Opened]:
    with in_a_thread(application(settings, neo4j_server), app_port) as origin:
        async with _page(browser) as page:
            found = Opened(page, origin, [], [])
            page.on("response", lambda response: found.answered.append(response.url))
            page.on("pageerror", lambda error: found.complaints.append(str(error)))
            page.on(
                "console", lambda said: found.complaints.append(said.text) if said.type == "error" else None
            )
            await page.goto(link_to_graph(settings, neo4j_server, origin).url)
            await page.wait_for_url(f"{origin}/browser/")
            await page.get_by_text("What this is, and what it is not").first.wait_for()
            yield found
    ours = (origin, f"http://127.0.0.1:{neo4j_server.bolt_port}/", "data:", "blob:")
    assert [url for url in found.answered if not url.startswith(ours)] == []
    assert [each for each in found.complaints if BLOCKED not in each] == []


@asynccontextmanager
async def _page(browser: Browser) -> AsyncIterator[Page]:
    profile = await browser.new_context(viewport={"width": 1280, "height": 900})
    try:
        yield await profile.new_page()
    finally:
        await profile.close()


def returned(access: Access, statement: str) -> Graph:
    """The nodes and relationships of a statement's rows."""
    with neo4j.GraphDatabase.driver(access.uri, auth=(access.username, access.password)) as driver:
        found: Graph = driver.execute_query(
            statement, {"place": "us-county:39163"}, result_transformer_=neo4j.Result.graph
        )
    return found


async def test_every_block_of_the_guide_runs_and_draws_exactly_what_it_returns(
    opened: Opened, access: Access
) -> None:
    page, ran, drawn = opened.page, 0, 0
    for chapter in range(1, CHAPTERS + 1):
        drawer = page.get_by_test_id("guidesDrawer")
        assert await drawer.evaluate(WIDE) == 0, f"chapter {chapter} scrolls sideways"
        blocks = drawer.locator("pre.runnable:visible")
        for number in range(await blocks.count()):
            text = (await blocks.nth(number).inner_text()).strip()
            await blocks.nth(number).locator(".fa-play-circle-o").click()
            ran += 1
            frame = page.get_by_test_id("frame").first
            await expect(frame.get_by_test_id("frameCommand")).to_contain_text(text.split("\n")[0])
            if not text.startswith(":"):
                await expect(frame.get_by_test_id("frame-loaded-contents")).to_be_visible()
            await expect(frame).not_to_contain_text("ERROR")
            if not await frame.get_by_test_id("vizInspector").count():
                continue
            graph = returned(access, text)
            await expect(frame.locator("g.node")).to_have_count(len(graph.nodes))
            await expect(frame.locator("g.relationship")).to_have_count(len(graph.relationships))
            drawn += 1
        if chapter < CHAPTERS:
            await page.get_by_test_id("guideNextSlide").click()
    assert ran > len(folder("research/questions")) + CHAPTERS
    assert drawn >= 4


async def test_a_write_is_refused_and_nothing_is_made(opened: Opened, access: Access) -> None:
    await opened.run("CREATE (n:MadeInBrowser) RETURN n")
    frame = opened.page.get_by_test_id("frame").first
    await expect(frame).to_contain_text("Neo.ClientError.Statement.AccessMode")
    assert not returned(access, "MATCH (n:MadeInBrowser) RETURN n").nodes


async def test_the_list_of_favorites_has_our_questions_in_order_and_nothing_else(opened: Opened) -> None:
    page = opened.page
    await page.get_by_test_id("navigationFavorites").click()
    folders = page.locator("[data-testid^='savedScriptsFolder-']")
    await expect(folders).to_have_count(2)
    await page.get_by_test_id("expandFolder-Learning sites: fifteen questions").click()
    await page.get_by_text("15 · ").first.wait_for()
    titles = await folders.nth(1).inner_text()
    assert re.findall(r"^(\d\d) · ", titles, re.MULTILINE) == [f"{number:02}" for number in range(1, 16)]
    assert "Sample Scripts" not in await page.locator("body").inner_text()


async def test_former_sites_and_synthetic_requests_look_different(opened: Opened) -> None:
    async def colors(statement: str) -> set[Any]:
        await opened.run(statement)
        frame = opened.page.get_by_test_id("frame").first
        await expect(frame.get_by_test_id("frameCommand")).to_contain_text(statement)
        await frame.locator("g.node circle").first.wait_for()
        return set(
            await frame.locator("g.node circle.b-outline, g.node circle.outline").evaluate_all(
                "found => found.map(each => each.getAttribute('fill'))"
            )
        )

    assert await colors("MATCH (s:Site) RETURN s") == {
        GRASS["node.Site"]["color"],
        GRASS["node.FormerSite"]["color"],
    }
    assert await colors("MATCH (q:Request) RETURN q LIMIT 3") == {GRASS["node.SyntheticRequest"]["color"]}
