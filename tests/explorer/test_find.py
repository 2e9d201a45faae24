"""Finding the requester: a combobox after the ARIA Authoring Practices, and a form for the unknown."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest
from playwright.async_api import Locator, Page, expect
from visit import Open

pytestmark = pytest.mark.browser


def field(page: Page) -> Locator:
    return page.get_by_role("combobox", name="Your jurisdiction or agency")


def listed(page: Page) -> Locator:
    return page.get_by_role("listbox", name="Places and agencies").get_by_role("option")


async def test_a_place_is_found_and_answered_by_keyboard_alone(visit: Open, service_of_role: str) -> None:
    async with visit(f"{service_of_role}/") as opened:
        page, keys = opened.page, opened.page.keyboard
        for _ in range(10):
            await keys.press("Tab")
            if await field(page).evaluate("field => field === document.activeElement"):
                break
        await keys.type("vinton county ohio", delay=15)
        option = listed(page).and_(page.get_by_role("option", selected=True))
        await expect(option).to_have_text(re.compile(r"^Vinton County, Ohio.*County · 12,\d{3} people$"))
        await keys.press("Enter")
        await expect(page.locator("#answer")).to_contain_text("Ask ")
        await expect(field(page)).to_have_value("Vinton County, OH")
        await expect(field(page)).to_be_focused()
        assert page.url.endswith("/?for=us-county:39163")

        await keys.press("Tab")
        await expect(page.get_by_role("link", name="Skip to the answer")).to_be_focused()
        await keys.press("Enter")
        await keys.press("Tab")
        await expect(page.locator(".site-card button").first).to_be_focused()
        fourth = page.locator(".site-card").nth(3)
        for _ in range(60):
            await keys.press("Tab")
            if await fourth.locator("h3 button").evaluate("button => button === document.activeElement"):
                break
        await expect(fourth.locator("h3 button")).to_have_attribute("aria-expanded", "false")
        await keys.press("Enter")
        await expect(fourth.locator("h3 button")).to_have_attribute("aria-expanded", "true")
        assert f"site={await fourth.get_attribute('data-site')}" in page.url


async def test_the_combobox_is_that_of_the_authoring_practices(visit: Open, staff: str) -> None:
    async with visit(f"{staff}/") as opened:
        page, box, keys = opened.page, field(opened.page), opened.page.keyboard
        await expect(box).to_have_attribute("aria-expanded", "false")
        await expect(box).to_have_attribute("aria-autocomplete", "list")
        await expect(page.locator(".combobox")).to_match_aria_snapshot("""
            - text: Your jurisdiction or agency
            - combobox "Your jurisdiction or agency"
            - paragraph: /A name as you would write it/
            - status
        """)
        await box.press_sequentially("vinton")
        await expect(box).to_have_attribute("aria-expanded", "true")
        await expect(page.locator(".combobox")).to_match_aria_snapshot("""
            - text: Your jurisdiction or agency
            - combobox "Your jurisdiction or agency" [expanded]: vinton
            - listbox "Places and agencies":
              - option /Vinton/ [selected]
              - option
            - paragraph
            - status: '/\\d+ found\\. First: .*Vinton/'
        """)
        ids = [await option.get_attribute("id") for option in await listed(page).all()]
        await expect(box).to_have_attribute("aria-activedescendant", str(ids[0]))
        await keys.press("ArrowDown")
        await expect(box).to_have_attribute("aria-activedescendant", str(ids[1]))
        await keys.press("ArrowUp")
        await keys.press("ArrowUp")
        await expect(box).to_have_attribute("aria-activedescendant", str(ids[-1]))
        await expect(box).to_be_focused()
        await keys.press("Escape")
        await expect(box).to_have_attribute("aria-expanded", "false")
        await expect(box).to_have_value("vinton")
        await keys.press("ArrowDown")
        await expect(box).to_have_attribute("aria-expanded", "true")
        await keys.press("Escape")
        await keys.press("Escape")
        await expect(box).to_have_value("")
        assert not await page.locator("[aria-activedescendant]").count()


async def test_what_is_not_found_says_so_and_what_to_do(visit: Open, staff: str) -> None:
    async with visit(f"{staff}/") as opened:
        page = opened.page
        await field(page).press_sequentially("zzqqxx")
        nothing = listed(page).filter(has_text="Nothing found")
        await expect(nothing).to_have_attribute("aria-disabled", "true")
        await page.keyboard.press("Enter")
        assert page.url.endswith("/")


async def test_only_the_last_of_what_is_typed_counts(visit: Open, staff: str) -> None:
    async with visit(f"{staff}/") as opened:
        page = opened.page
        await field(page).focus()
        await page.clock.install()
        await page.clock.pause_at(datetime.now(UTC) + timedelta(seconds=60))
        searched = list[str]()
        page.on("request", lambda sent: searched.extend(re.findall('"search":"(.*?)"', sent.post_data or "")))
        await field(page).press_sequentially("houston tx")
        await page.clock.resume()  # a machine may take its time between two letters; the clock does not
        await expect(listed(page).first).to_contain_text("Houston")
        assert searched == ["houston tx"]


async def test_an_agency_is_a_requester(visit: Open, staff: str) -> None:
    async with visit(f"{staff}/") as opened:
        page = opened.page
        await field(page).press_sequentially("navajo county")
        await listed(page).filter(has_text="Sheriff").first.click()
        await expect(page).to_have_url(re.compile("for=agency:AZ"))
        await expect(page.locator("#answer")).to_contain_text("Ask ")
        await expect(page.locator(".verdict-requester")).to_contain_text("Sheriff")


async def test_what_the_graph_does_not_know_is_described(visit: Open, service_of_role: str) -> None:
    async with visit(f"{service_of_role}/") as opened:
        page = opened.page
        await page.get_by_text("Not in the list?").click()
        await page.get_by_label("It is").select_option("Tribe")
        await page.get_by_role("button", name="Rank the sites").click()
        await expect(page.get_by_role("alert")).to_have_text("State: choose the state that it lies in.")
        await expect(page.get_by_label("State", exact=True)).to_be_focused()
        await page.get_by_label("State", exact=True).select_option("Arizona")
        await page.get_by_label("People", exact=True).fill("many")
        await page.keyboard.press("Enter")
        await expect(page.get_by_role("alert")).to_contain_text("People: a whole number")
        await page.get_by_label("People", exact=True).fill("12,000")
        await page.get_by_label("Setting").select_option("NONCORE")
        await page.keyboard.press("Tab")
        await page.get_by_role("button", name="Rank the sites").click()
        await expect(page.locator("#answer")).to_contain_text("Ask ")
        assert page.url.endswith("/?for=profile&kind=TRIBE&state=AZ&people=12000&setting=NONCORE")
        await expect(page.locator(".verdict-requester")).to_contain_text(
            "a tribe of 12,000 people in Arizona"
        )
        await expect(page.locator(".site-card").filter(has_text="Works with a tribe")).not_to_have_count(0)
        await page.reload()
        await expect(page.locator("#answer")).to_contain_text("Ask ")
        await expect(page.get_by_label("State", exact=True)).to_have_value("AZ")


async def test_too_little_to_compare_says_what_is_missing(visit: Open, staff: str) -> None:
    async with visit(f"{staff}/?for=profile&kind=COUNTY&state=OH") as opened:
        await expect(opened.page.get_by_role("alert")).to_contain_text("INSUFFICIENT_PROFILE")
        opened.complaints.clear()
