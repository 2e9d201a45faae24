"""Two or three sites side by side: what makes their scores differ adds up."""

from __future__ import annotations

import re

import pytest
from playwright.async_api import Page, expect
from typescript import evaluate
from visit import Open

pytestmark = pytest.mark.browser

VINTON = "/?for=us-county:39163&models=model:co-responder&asOf=2025-12"
THREE = "site:houston-pd,site:tucson-pd,site:madison-county-tn-so"


async def compared(page: Page) -> list[str]:
    await expect(page.locator(".comparison thead th").first).to_be_visible()
    return [str(await each.text_content()) for each in await page.locator(".comparison thead th a").all()]


async def test_scores_and_parts_add_up(visit: Open, staff: str) -> None:
    async with visit(f"{staff}{VINTON}&compare={THREE}") as opened:
        page = opened.page
        names = await compared(page)
        assert names == [
            "Houston Police Department",
            "Tucson Police Department",
            "Madison County Sheriff's Office",
        ]
        scores = [float(each) for each in await page.locator(".compared-score strong").all_inner_texts()]
        for column, score in enumerate(scores, start=1):
            cells = page.locator(f".comparison tbody tr:has(.swatch) > :nth-child({column + 1}) strong")
            parts = [float(each) for each in await cells.all_inner_texts()]
            assert len(parts) == 4
            assert sum(parts) == pytest.approx(score, abs=0.05 * 5)
        for sentence in await page.locator(".comparison > p").all_inner_texts():
            found = re.search(r"is ([\d.]+) points ahead of .*?: (.*)\.$", sentence)
            assert found is not None, sentence
            gains = [float(each.replace("−", "-")) for each in re.findall(r"[+−][\d.]+", found[2])]
            assert sum(gains) == pytest.approx(float(found[1]), abs=0.05 * len(gains) + 0.5)


async def test_comparison_works_by_keyboard(visit: Open, staff: str) -> None:
    async with visit(staff + VINTON) as opened:
        page = opened.page
        boxes = page.get_by_role("checkbox", name=re.compile("Compare"))
        await boxes.nth(0).focus()
        await page.keyboard.press("Space")
        await expect(page.locator(".comparison")).to_contain_text("Choose “Compare” at one or two more sites")
        await boxes.nth(1).focus()
        await page.keyboard.press("Space")
        first, second = await compared(page)
        await page.get_by_role("button", name=f"Remove {first}").focus()
        await page.keyboard.press("Enter")
        await expect(page.locator(".comparison thead th")).to_have_count(0)
        assert "compare=site:" in page.url
        assert second in await page.locator(".comparison").inner_text()
        await page.locator(".comparison").get_by_role("button", name="Close").press("Enter")
        await expect(page.locator(".comparison")).to_have_count(0)


async def test_a_site_that_is_not_ranked_is_named(visit: Open, staff: str) -> None:
    stale = "site:houston-pd,site:tucson-pd,site:none-such"
    async with visit(f"{staff}{VINTON}&compare={stale}&exclude=site:tucson-pd") as opened:
        note = opened.page.locator(".comparison .note")
        await expect(note).to_contain_text("Not in this ranking: site:tucson-pd, site:none-such.")


def test_difference_is_told_from_the_site_ahead() -> None:
    def site(name: str, *parts: float) -> dict[str, object]:
        titled = [
            {"name": str(index), "title": f"Part {index}", "contribution": part}
            for index, part in enumerate(parts)
        ]
        return {"name": name, "score": sum(parts), "parts": titled}

    a, b, c = site("A", 0.30, 0.10, 0.05), site("B", 0.10, 0.16, 0.05), site("C", 0.1005, 0.16, 0.05)
    script = """
    import { difference } from "./compare/difference.ts";
    answer(pairs.map(([one, other]) => difference(one, other)));
    """
    assert evaluate(script, pairs=[[a, b], [b, a], [b, c]]) == [
        "A is 14.0 points ahead of B: Part 0 +20.0; Part 1 −6.0.",
        "A is 14.0 points ahead of B: Part 0 +20.0; Part 1 −6.0.",
        "C and B have the same score.",
    ]
