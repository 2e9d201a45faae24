"""What a person can do on the map can be done in the lists beside it, and both say the same."""

from __future__ import annotations

import re

import pytest
from playwright.async_api import Locator, Page, expect
from typescript import evaluate
from visit import Open

pytestmark = pytest.mark.browser

VINTON = "/?for=us-county:39163&asOf=2025-12"
MORGAN = (-81.85268, 39.62030)  # in the middle of Morgan County, Ohio
GUAM = "us-county:66010"


async def drawn(page: Page) -> Locator:
    """The map, once it has colors."""
    await expect(page.locator(".map-legend")).to_be_visible()
    drawing = page.locator(".map-drawing")
    await drawing.scroll_into_view_if_needed()
    return drawing


async def spot(drawing: Locator, longitude: float, latitude: float) -> tuple[float, float]:
    """Where a point of the country is in the window."""
    script = "import { project } from './map/projection.ts'; answer(project(...point));"
    x, y = evaluate(script, point=[longitude, latitude])
    box = await drawing.bounding_box()
    assert box is not None
    scale = box["width"] / 975
    return box["x"] + x * scale, box["y"] + y * scale


async def test_map_and_list_name_a_county_and_choose_it_alike(visit: Open, staff: str) -> None:
    async with visit(staff + VINTON) as by_mouse, visit(staff + VINTON) as by_list:
        drawing = await drawn(by_mouse.page)
        x, y = await spot(drawing, *MORGAN)
        await by_mouse.page.mouse.move(x, y)
        tip = by_mouse.page.locator(".map-tip")
        await expect(tip).to_have_text(re.compile(r"^Morgan County, OH · \d+% similar$"))
        said = await tip.text_content()

        await drawn(by_list.page)
        await by_list.page.get_by_text("Counties of the map").click()
        first = by_list.page.locator(".map-counties li").first
        name, score = (
            await first.get_by_role("button").text_content(),
            await first.locator(".score").inner_text(),
        )
        assert said == f"{name} · {score.strip()} similar"

        await by_mouse.page.mouse.click(x, y)
        await first.get_by_role("button").focus()
        await by_list.page.keyboard.press("Enter")
        for opened in (by_mouse, by_list):
            await expect(opened.page).to_have_url(re.compile(r"for=us-county:39115&asOf=2025-12$"))
            await expect(opened.page.locator(".county-map h2")).to_have_text(
                "Counties like Morgan County, OH"
            )


async def test_a_tap_shows_a_county_and_leaves_the_choice_to_a_button(visit: Open, staff: str) -> None:
    phone = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
    async with visit(staff + VINTON, **phone) as opened:
        drawing = await drawn(opened.page)
        await opened.page.touchscreen.tap(*await spot(drawing, *MORGAN))
        await expect(opened.page.locator(".map-tip")).to_contain_text("Morgan County, OH")
        assert "39163" in opened.page.url
        await opened.page.get_by_role("button", name="Ask for Morgan County").tap()
        await expect(opened.page).to_have_url(re.compile("for=us-county:39115"))


async def test_a_site_is_selected_on_the_map_and_in_its_list(visit: Open, staff: str) -> None:
    async with visit(staff + VINTON) as opened:
        page = opened.page
        await drawn(page)
        await page.locator(".map-drawing .site").nth(1).click()
        second = await page.locator(".site-name").nth(1).text_content()
        await expect(page.locator(".track-record h2")).to_have_text(f"Who asked {second} before")
        on_map = page.url
        await page.locator(".map-lists").get_by_text("Sites on the map").click()
        buttons = page.locator(".map-sites button")
        assert await buttons.count() == await page.locator(".map-drawing .site").count() == 12
        await buttons.nth(2).click()
        assert page.url != on_map
        await buttons.nth(1).click()
        assert page.url == on_map
        await expect(buttons.nth(1)).to_have_attribute("aria-pressed", "true")


async def test_territories_without_an_outline_are_in_the_list(visit: Open, staff: str) -> None:
    async with visit(staff + VINTON) as opened:
        page = opened.page
        await drawn(page)
        await page.get_by_text("Counties of the map").click()
        states = page.locator(".map-state select")
        options = await states.locator("option").all_text_contents()
        assert [each for each in options if "not on the map" in each] == [
            f"{code} (not on the map)" for code in ("AS", "GU", "MP", "VI")
        ]
        await states.select_option("GU")
        await page.locator(".map-counties").get_by_role("button", name="Guam, GU").click()
        await expect(page).to_have_url(re.compile(f"for={GUAM}"))
        await expect(page.locator(".county-map h2")).to_have_text("Counties like Guam, GU")


async def test_similarity_sliders_color_the_map_without_a_request(visit: Open, staff: str) -> None:
    async with visit(staff + VINTON) as opened:
        page = opened.page
        await drawn(page)
        await page.wait_for_load_state("networkidle")
        limits, asked = await page.locator(".map-legend").inner_text(), len(opened.operations)
        strongest = page.locator(".map-drawing .class-5")
        before = await strongest.get_attribute("d")
        await page.get_by_text("What makes places alike").click()
        for name, value in (("Population", "0"), ("Poverty", "100")):
            await page.get_by_role("slider", name=name, exact=True).fill(value)
        await expect(page.locator(".map-legend")).not_to_have_text(limits)
        assert await strongest.get_attribute("d") != before
        assert len(opened.operations) == asked


async def test_a_screen_reader_meets_one_image_with_a_name(visit: Open, reader: str) -> None:
    async with visit(reader + VINTON) as opened:
        await drawn(opened.page)
        figure = opened.page.locator(".county-map")
        image = figure.get_by_role("img")
        assert await image.count() == 1
        await expect(image).to_have_accessible_name(
            re.compile("Map of 3235 counties.*Vinton County, OH.*12 learning sites.*lists below")
        )
        paths = figure.locator("svg path[class^='class-']")
        assert await paths.count() == 6
        drawn_counties = await paths.evaluate_all(
            "paths => paths.reduce((sum, path) => sum + path.getAttribute('d').split('M').length - 1, 0)"
        )
        assert drawn_counties > 3_222, "each county has one ring or more"


async def test_a_state_has_no_colors_and_the_page_says_why(visit: Open, staff: str) -> None:
    async with visit(f"{staff}/?for=us-state:OH") as opened:
        page = opened.page
        await expect(page.locator(".county-map .note")).to_contain_text("Choose a county or city in it")
        await expect(page.locator(".map-drawing .site")).to_have_count(12)
        assert await page.locator(".map-legend").count() == 0
