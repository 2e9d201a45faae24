"""axe finds nothing of any severity, in both themes and widths; nothing scrolls sideways or moves unasked."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.async_api import Page, expect
from visit import Open

from web.build import WEB
from web.npm import node_modules

pytestmark = pytest.mark.browser

VINTON = "/?for=us-county:39163&models=model:co-responder&topics=topic:rural&asOf=2025-12"
WIDTHS = (390, 1280)
AXE = "axe-core/axe.min.js"


@pytest.fixture(scope="session")
def axe() -> str:
    """The source of axe-core, of the version in web/package.json."""
    return (node_modules(WEB) / "node_modules" / AXE).read_text(encoding="utf-8")


ALL_RULES = "{resultTypes: ['violations']}"
RULES_OF_COLOR = "{resultTypes: ['violations'], runOnly: ['color-contrast', 'link-in-text-block']}"
"""A theme changes nothing else."""


async def violations(page: Page, rules: str = ALL_RULES) -> list[str]:
    found: Any = await page.evaluate(f"axe.run(document, {rules})")
    return [
        f"{each['id']} ({each['impact']}): {node['html'][:160]} {node['failureSummary'][:160]}"
        for each in found["violations"]
        for node in each["nodes"]
    ]


async def answered(page: Page) -> None:
    await expect(page.locator("#answer")).to_contain_text("Ask ")
    await expect(page.locator(".skeleton")).to_be_hidden()
    await page.wait_for_load_state("networkidle")


async def widen(page: Page) -> None:
    """Opens the question where the page is narrow."""
    if await page.locator(".refine").is_visible():
        await page.locator(".refine").click()


async def start(page: Page) -> None:
    await page.get_by_text("sites are documented").first.wait_for()


async def suggestions(page: Page) -> None:
    await page.get_by_role("combobox", name="Your jurisdiction or agency").press_sequentially("vinton")
    await expect(page.locator(".combobox [role=option]").first).to_be_visible()


async def everything_open(page: Page) -> None:
    await answered(page)
    await widen(page)
    await page.evaluate("for (const each of document.querySelectorAll('details')) each.open = true")


async def evidence_table(page: Page) -> None:
    await answered(page)
    await page.get_by_role("button", name="Show as table").click()


async def profile(page: Page) -> None:
    await widen(page)
    await page.get_by_text("Not in the list?").click()
    await page.get_by_role("button", name="Rank the sites").click()
    await page.get_by_role("alert").wait_for()


async def failure(page: Page) -> None:
    await page.get_by_role("alert").wait_for()


async def settled(page: Page) -> None:
    await page.locator("main h1").wait_for()
    await page.wait_for_load_state("networkidle")


VIEWS = {
    "start": ("/", start),
    "suggestions": ("/", suggestions),
    "profile": ("/", profile),
    "answer": (VINTON, answered),
    "everything open": (VINTON, everything_open),
    "evidence table": (VINTON, evidence_table),
    "compare": (f"{VINTON}&compare=site:houston-pd,site:tucson-pd", answered),
    "error": ("/?for=us-county:99999", failure),
    "site": ("/?page=site&site=site:houston-pd", settled),
    "statistics": ("/?page=statistics", settled),
    "about": ("/?page=about", settled),
}


@pytest.mark.parametrize("views", [["start", "answer"], pytest.param([*VIEWS], marks=pytest.mark.slow)])
async def test_axe_finds_nothing(visit: Open, staff: str, axe: str, views: list[str]) -> None:
    """Two views in `make test`; all of them, which take two minutes, in `make slow`."""
    found: dict[str, list[str]] = {}
    async with visit(f"{staff}/", color_scheme="light", reduced_motion="reduce") as opened:
        page = opened.page
        for name in views:
            address, prepare = VIEWS[name]
            for width in WIDTHS:
                await page.set_viewport_size({"width": width, "height": 900})
                await page.emulate_media(color_scheme="light")
                if width == WIDTHS[0]:
                    await page.goto(staff + address)
                    await prepare(page)
                    await page.evaluate(axe)  # not a script of the page: its policy would refuse that
                found[f"{name}, {width}, light"] = await violations(page)
                await page.emulate_media(color_scheme="dark")
                await expect(page.locator("html")).to_have_attribute("data-theme", "dark")
                found[f"{name}, {width}, dark"] = await violations(page, RULES_OF_COLOR)
        opened.complaints.clear()  # the key that is not known
    assert {view: problems for view, problems in found.items() if problems} == {}


async def test_nothing_scrolls_sideways_on_a_phone_nor_at_400_percent(visit: Open, staff: str) -> None:
    async with visit(f"{staff}/") as opened:
        page = opened.page
        for address, prepare in (("/", start), (VINTON, everything_open), ("/?page=statistics", settled)):
            for width in (390, 320):
                await page.set_viewport_size({"width": width, "height": 800})
                await page.goto(staff + address)
                await prepare(page)
                beyond = await page.evaluate("document.documentElement.scrollWidth - innerWidth")
                assert beyond <= 0, f"{address} at {width} px"


async def test_who_wants_less_motion_gets_none(visit: Open, staff: str) -> None:
    async with visit(staff + VINTON, reduced_motion="reduce") as opened:
        await answered(opened.page)
        await opened.page.get_by_role("slider", name="Track record").fill("0")
        assert await opened.page.evaluate("document.getAnimations().length") == 0


async def test_forced_colors_keep_what_only_a_color_says(visit: Open, staff: str) -> None:
    async with visit(staff + VINTON, forced_colors="active") as opened:
        page = opened.page
        await answered(page)
        colors = await page.evaluate(
            "[...document.querySelectorAll('.site-card .score-bar')][0].querySelectorAll('i').length"
        )
        shown = await page.evaluate(
            "new Set([...document.querySelector('.score-bar').children]"
            ".map((part) => getComputedStyle(part).backgroundColor)).size"
        )
        assert colors == shown > 1
