"""A question has an address; its answer comes with two operations, and weights need none."""

from __future__ import annotations

import re

import pytest
from playwright.async_api import Page, expect
from visit import Open

pytestmark = pytest.mark.browser

VINTON = "/?for=us-county:39163&models=model:co-responder&topics=topic:rural&asOf=2025-12"
"""The question of README."""


async def answered(page: Page) -> None:
    await expect(page.locator("#answer")).to_contain_text("Ask ")


async def names(page: Page) -> list[str]:
    return await page.locator(".site-name").all_text_contents()


async def test_a_deep_link_is_answered_with_two_operations(visit: Open, service_of_role: str) -> None:
    async with visit(service_of_role + VINTON) as opened:
        page = opened.page
        await answered(page)
        assert len(opened.operations) <= 3, "Start, Answer, and the map, which nothing waits for"
        assert await page.locator(".site-card").count() == 12
        assert await page.locator(".site-card.is-first .part-reason").count() == 12
        await expect(page.locator(".verdict")).to_contain_text("12 of 14 sites are documented")
        await expect(page.locator(".verdict .synthetic")).to_be_visible()
        assert await page.title() == "Vinton County, OH: whom to ask – Learning Sites"


async def test_sliders_rank_at_once_and_ask_nothing(visit: Open, staff: str) -> None:
    async with visit(staff + VINTON) as opened:
        page = opened.page
        await answered(page)
        await page.wait_for_load_state("networkidle")
        before, asked = await names(page), len(opened.operations)
        slider = page.get_by_role("slider", name="Track record")
        for value in ("40", "20", "3"):
            await slider.fill(value)
        await page.get_by_role("slider", name="Similar place").fill("100")
        assert await names(page) != before
        await expect(page).to_have_url(re.compile("w=evidence:3,fit:100"))
        await page.get_by_role("button", name="Back to the proposed").first.click()
        assert await names(page) == before
        assert len(opened.operations) == asked


async def test_a_link_restores_every_choice(visit: Open, staff: str) -> None:
    choices = "&w=evidence:10,fit:90&site=site:houston-pd&compare=site:houston-pd,site:tucson-pd"
    async with visit(staff + VINTON + choices) as opened:
        page = opened.page
        await answered(page)
        assert await page.get_by_role("slider", name="Similar place").input_value() == "90"
        assert "is-selected" in str(
            await page.locator("[data-site='site:houston-pd']").get_attribute("class")
        )
        for site in ("Houston Police Department", "Tucson Police Department"):
            await expect(page.locator(".comparison")).to_contain_text(site)
        shown = await names(page)
        await page.reload()
        await answered(page)
        assert await names(page) == shown


async def test_back_and_forward_go_through_the_choices(visit: Open, staff: str) -> None:
    async with visit(staff + "/") as opened:
        page = opened.page
        await page.get_by_role("link", name="A rural county in Ohio").click()
        await answered(page)
        rural = await names(page)
        await page.get_by_role("button", name=f"Leave out {rural[0]}").click()
        await expect(page.locator(".site-name").first).to_have_text(rural[1])
        await page.get_by_role("link", name="How the ranking works").click()
        await expect(page.get_by_role("heading", level=1)).to_have_text("How the ranking works")
        await page.go_back()
        await expect(page.locator(".site-name").first).to_have_text(rural[1])
        await page.go_back()
        await expect(page.locator(".site-name").first).to_have_text(rural[0])
        await page.go_forward()
        await expect(page.locator(".site-name").first).to_have_text(rural[1])
        await page.go_back()
        await page.go_back()
        await expect(page.get_by_role("heading", level=1)).to_have_text(
            "Which learning sites should you ask?"
        )


async def test_a_copied_link_has_weights_that_have_just_moved(visit: Open, staff: str) -> None:
    permissions = ["clipboard-read", "clipboard-write"]
    async with visit(staff + VINTON, permissions=permissions) as opened:
        page = opened.page
        await answered(page)
        await page.get_by_role("slider", name="Capacity").fill("77")
        await page.get_by_role("button", name="Copy link").click()
        await expect(page.get_by_text("Link copied")).to_be_visible()
        copied = await page.evaluate("navigator.clipboard.readText()")
        assert copied == page.url
        assert copied.endswith("w=capacity:77")


async def test_weights_that_are_all_zero_are_explained(visit: Open, staff: str) -> None:
    zero = "&w=evidence:0,fit:0,coverage:0,capacity:0"
    async with visit(staff + VINTON) as usual, visit(staff + VINTON + zero) as opened:
        await answered(usual.page)
        await answered(opened.page)
        await expect(opened.page.get_by_text("All weights are 0")).to_be_visible()
        assert await names(opened.page) == await names(usual.page)
        # A slider cannot bring about what the address can.
        slider = opened.page.get_by_role("slider", name="Capacity")
        await slider.fill("5")
        await slider.fill("0")
        assert await slider.input_value() == "1"


async def test_a_screen_reader_hears_how_the_sliders_end(visit: Open, staff: str) -> None:
    async with visit(staff + VINTON) as opened:
        page = opened.page
        await answered(page)
        status = page.locator(".headline [role=status]")
        await expect(status).to_have_text(re.compile(r"is first with \d+ of 100\. .+\. 12 sites\."))
        heard = await status.text_content()
        await page.get_by_role("slider", name="Track record").fill("0")
        assert await status.text_content() == heard, "it waits"
        await expect(status).not_to_have_text(str(heard))


async def test_similarity_is_ranked_anew_when_a_person_says_so(visit: Open, staff: str) -> None:
    async with visit(staff + VINTON) as opened:
        page = opened.page
        await answered(page)
        await page.wait_for_load_state("networkidle")
        asked, before = len(opened.operations), await page.locator(".site-score").all_text_contents()
        await page.get_by_text("What makes places alike").click()
        await page.get_by_role("slider", name="Kind and setting").fill("0")
        await page.get_by_role("slider", name="Population", exact=True).fill("100")
        assert len(opened.operations) == asked
        await page.get_by_role("button", name="Rank the sites by these").click()
        await expect(page.get_by_role("button", name="Rank the sites by these")).to_be_hidden()
        assert len(opened.operations) == asked + 1
        after = await page.locator(".site-score").all_text_contents()
        assert after != before
        await page.reload()
        await answered(page)
        assert await page.locator(".site-score").all_text_contents() == after
