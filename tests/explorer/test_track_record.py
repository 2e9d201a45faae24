"""Past requests as a drawing and as a table; without the right to see them, the page says so and why."""

from __future__ import annotations

import re
from itertools import combinations
from typing import Any

import pytest
from playwright.async_api import expect
from visit import Open

pytestmark = pytest.mark.browser

VINTON = "/?for=us-county:39163&models=model:co-responder&topics=topic:rural&asOf=2025-12"
SITES = ("portland-me-pd", "madison-county-tn-so", "houston-pd")
TEXTS = """
() => [...document.querySelectorAll('.track-drawing *')]
  .filter((element) => [...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim()))
  .filter((element) => element.tagName !== 'title')
  .map((element) => {
    const { left, top, right, bottom } = element.getBoundingClientRect();
    return { text: element.textContent, left, top, right, bottom };
  })
"""


async def test_table_and_drawing_hold_the_same_requests(visit: Open, staff: str) -> None:
    async with visit(staff + VINTON) as opened:
        page = opened.page
        record = page.locator(".track-record")
        circles = record.locator(".layer-requests circle")
        await expect(circles.first).to_be_visible()
        drawn = await circles.evaluate_all("all => all.map((one) => one.dataset.request)")
        names = await record.locator(".layer-name").all_text_contents()
        titles = [
            " ".join((text or "").split()) for text in await circles.locator("title").all_text_contents()
        ]
        await record.get_by_role("button", name="Show as table").click()
        await expect(circles.first).to_be_hidden()
        rows = record.locator("tbody tr")
        assert await rows.evaluate_all("all => all.map((one) => one.dataset.request)") == drawn
        assert len(drawn) == 16
        cells = [await row.locator("th, td").all_inner_texts() for row in await rows.all()]
        assert list(dict.fromkeys(row[0] for row in cells)) == names
        for (_, _, month, about, outcome, points), title in zip(cells, titles, strict=True):
            assert title == f"{month}, {outcome.lower()}: {about} ({points} points)"
        total = sum(float(row[5]) for row in cells)
        said = re.search(r"add ([\d.]+) points", await record.inner_text())
        assert said is not None
        assert total == pytest.approx(float(said[1]), abs=0.05 * len(cells))


async def test_points_of_requests_follow_the_sliders(visit: Open, staff: str) -> None:
    async with visit(staff + VINTON) as opened:
        page = opened.page
        await page.get_by_role("button", name="Show as table").click()
        points = page.locator(".track-record tbody td:last-child")
        texts = await points.all_inner_texts()
        before = [float(each) for each in texts]
        await page.get_by_role("slider", name="Track record").fill("20")
        share = (20 / (20 + 20 + 15 + 10)) / 0.55
        near = [f"{before[0] * share + step:.1f}" for step in (-0.1, 0, 0.1)]
        await expect(points.first).to_have_text(re.compile("|".join(map(re.escape, near))))
        after = [float(each) for each in await points.all_inner_texts()]
        assert after == pytest.approx([each * share for each in before], abs=0.1)


@pytest.mark.parametrize("width", [1280, 390, 320])
async def test_no_text_of_the_drawing_covers_another(visit: Open, staff: str, width: int) -> None:
    for site in SITES:
        address = f"{staff}{VINTON}&site=site:{site}"
        async with visit(address, viewport={"width": width, "height": 900}) as opened:
            await expect(opened.page.locator(".layer-name").first).to_be_visible()
            texts: list[dict[str, Any]] = await opened.page.evaluate(TEXTS)
            assert len(texts) > 8
            for one, other in combinations(texts, 2):
                apart = (
                    one["right"] <= other["left"] + 1
                    or other["right"] <= one["left"] + 1
                    or one["bottom"] <= other["top"] + 1
                    or other["bottom"] <= one["top"] + 1
                )
                assert apart, (one, other)


async def test_a_reader_sees_that_there_is_a_record_and_why_not_what(visit: Open, reader: str) -> None:
    async with visit(reader + VINTON) as opened:
        record = opened.page.locator(".track-record")
        await expect(record).to_contain_text(re.compile(r"Its track record adds [\d.]+ points\."))
        await expect(record).to_contain_text("shown to program staff only")
        await expect(record.locator(".synthetic")).to_be_visible()
        assert await record.locator("table, svg").count() == 0
        assert await record.get_by_role("button").count() == 0
