"""A site's page: facts with the pages that confirmed them, and whom it helped for those who may know."""

from __future__ import annotations

import re

import pytest
from playwright.async_api import expect
from visit import Open

pytestmark = pytest.mark.browser

HOUSTON = "/?page=site&site=site:houston-pd"


async def test_facts_name_the_page_that_confirmed_them(visit: Open, service_of_role: str) -> None:
    async with visit(service_of_role + HOUSTON) as opened:
        page = opened.page
        await expect(page.get_by_role("heading", level=1)).to_have_text("Houston Police Department")
        await expect(page).to_have_title("Houston Police Department – Learning Sites")
        staff = page.locator(".site-facts-list > div", has=page.get_by_text("Staff", exact=True))
        await expect(staff).to_contain_text("7,000 (5,200 sworn, 1,800 civilian)")
        await expect(staff).to_contain_text("confirmed 2017")
        listed = {
            str(await link.get_attribute("href")) for link in await page.locator(".source-list a").all()
        }
        cited = [str(await link.get_attribute("href")) for link in await page.locator(".confirmed a").all()]
        assert len(cited) > 15
        assert set(cited) <= listed
        numbers = await page.locator(".confirmed a").all_text_contents()
        links = await page.locator(".source-list a").all()
        for address, number in zip(cited, numbers, strict=True):
            found = re.match(r"\[(\d+)\]", number)
            assert found is not None
            assert await links[int(found[1]) - 1].get_attribute("href") == address
        await expect(page.locator(".how-to-ask")).to_contain_text("online request form")


async def test_staff_see_whom_it_helped_and_ask_for_one(visit: Open, staff: str) -> None:
    async with visit(staff + HOUSTON) as opened:
        page = opened.page
        helped = page.locator("section", has=page.get_by_role("heading", name="Whom it helped"))
        await expect(helped.locator(".synthetic")).to_be_visible()
        assert await helped.locator("tbody tr").count() > 50
        name = await helped.locator("tbody a").first.text_content()
        await helped.locator("tbody a").first.click()
        await expect(page.locator(".verdict-requester")).to_contain_text(str(name))


async def test_a_reader_is_told_why_they_do_not(visit: Open, reader: str) -> None:
    async with visit(reader + HOUSTON) as opened:
        page = opened.page
        helped = page.locator("section", has=page.get_by_role("heading", name="Whom it helped"))
        await expect(helped).to_contain_text("Program staff see which jurisdictions")
        assert await helped.locator("table").count() == 0


async def test_an_unknown_site_has_a_way_on(visit: Open, staff: str) -> None:
    async with visit(f"{staff}/?page=site&site=site:none-such") as opened:
        page = opened.page
        await expect(page.get_by_role("heading", level=1)).to_have_text("No such site")
        await expect(page.locator("main")).to_contain_text("site:none-such; it may be an old link")
        await page.get_by_role("link", name="See the sites for a jurisdiction").click()
        await expect(page).to_have_url(re.compile(r"/$"))


async def test_the_way_from_an_answer_and_back_keeps_the_question(visit: Open, staff: str) -> None:
    async with visit(
        f"{staff}/?for=us-county:39163&models=model:co-responder&topics=topic:rural&asOf=2025-12"
    ) as opened:
        page = opened.page
        await page.get_by_role("link", name=re.compile("^About this site ?: Portland")).click()
        await expect(page.locator(".site-profile header")).to_contain_text(
            re.compile(r"Rank 1 of 12 for Vinton County, OH, with [\d.]+ of 100 points\.")
        )
        await page.get_by_role("link", name="Back to the answer").click()
        await expect(page.locator("#answer")).to_contain_text("Ask Portland")
