"""On paper: the verdict, the first three sites with reasons, map, evidence, address and date: two pages."""

from __future__ import annotations

import re

import pytest
from playwright.async_api import expect
from visit import Open

pytestmark = pytest.mark.browser

VINTON = "/?for=us-county:39163&models=model:co-responder&topics=topic:rural&asOf=2025-12"


async def test_an_answer_fits_on_two_pages(visit: Open, service_of_role: str) -> None:
    async with visit(service_of_role + VINTON, color_scheme="dark") as opened:
        page = opened.page
        await expect(page.locator("#answer")).to_contain_text("Ask ")
        await page.wait_for_load_state("networkidle")
        paper = await page.pdf(format="Letter", print_background=True)
        assert len(re.findall(rb"/Type\s*/Page\b", paper)) <= 2

        await page.emulate_media(media="print")
        assert await page.locator(".site-card:visible").count() == 3
        assert await page.locator(".part-reason:visible").count() == 12
        await expect(page.locator(".verdict .synthetic")).to_be_visible()
        await expect(page.locator(".county-map svg").first).to_be_visible()
        await expect(page.locator(".question")).to_be_hidden()
        await expect(page.locator(".printed")).to_contain_text(re.compile(r"Printed on \w+ \d+, \d{4} from "))
        await expect(page.locator(".printed")).to_contain_text(page.url)
        background = await page.evaluate("getComputedStyle(document.documentElement).backgroundColor")
        assert background == "rgb(255, 255, 255)", "a dark theme is for screens"
