"""Each way to fail says what happened, by which code to report it, and a way on."""

from __future__ import annotations

import re

import pytest
from playwright.async_api import Route, expect
from visit import Open

pytestmark = pytest.mark.browser

VINTON = "/?for=us-county:39163"


async def test_a_stale_link_names_what_it_does_not_know(visit: Open, service_of_role: str) -> None:
    async with visit(f"{service_of_role}/?for=us-county:99999") as opened:
        alert = opened.page.get_by_role("alert")
        await expect(alert).to_contain_text("us-county:99999")
        await expect(alert).to_contain_text(re.compile("UNKNOWN_KEY · request [0-9a-f]+"))
        await opened.page.get_by_role("button", name="Start over").first.click()
        await expect(opened.page.get_by_role("heading", level=1)).to_have_text(
            "Which learning sites should you ask?"
        )
        assert opened.page.url == f"{service_of_role}/"


async def test_a_model_that_is_no_more_can_be_taken_back(visit: Open, staff: str) -> None:
    async with visit(f"{staff}{VINTON}&models=model:gone") as opened:
        page = opened.page
        await expect(page.get_by_role("alert")).to_contain_text("model:gone")
        await page.locator("summary", has_text="Models you want").click()
        await page.get_by_role("checkbox", name="model:gone").click()
        await expect(page.locator("#answer")).to_contain_text("Ask ")
        assert page.url == f"{staff}{VINTON}"


async def test_offline_waits_for_the_network(visit: Open, staff: str) -> None:
    async with visit(f"{staff}/") as opened:
        page = opened.page
        await page.wait_for_load_state("networkidle")
        await page.context.set_offline(True)
        await page.get_by_role("link", name="A rural county in Ohio").click()
        await expect(page.get_by_role("heading", name="No connection")).to_be_visible()
        await expect(page.get_by_role("alert")).to_contain_text("This device is offline")
        await page.context.set_offline(False)
        await expect(page.locator("#answer")).to_contain_text("Ask ")
        opened.complaints.clear()  # Chromium logs each request that fails


@pytest.mark.parametrize(
    ("status", "body", "code"),
    [(502, "<h1>Bad Gateway</h1>", "HTTP_502"), (503, '{"errors": [{"message": "Full."}]}', "HTTP_503")],
)
async def test_an_answer_that_is_none_is_explained_and_tried_again(
    visit: Open, staff: str, status: int, body: str, code: str
) -> None:
    failing = True

    async def fail(route: Route) -> None:
        if failing and route.request.method == "POST":
            await route.fulfill(status=status, body=body)
        else:
            await route.continue_()

    async with visit(f"{staff}/") as opened:
        page = opened.page
        await page.route("**/graphql", fail)
        await page.goto(staff + VINTON)
        await expect(page.get_by_role("alert")).to_contain_text(code)
        failing = False
        await page.get_by_role("button", name="Try again").click()
        await expect(page.locator("#answer")).to_contain_text("Ask ")
        opened.complaints.clear()


async def test_a_page_without_its_start_can_be_tried_again(visit: Open, staff: str) -> None:
    async with visit(f"{staff}/") as opened:
        page = opened.page
        await page.route("**/graphql?*", lambda route: route.abort())
        await page.reload()
        await expect(page.get_by_role("alert")).to_contain_text("The service does not answer.")
        await page.unroute("**/graphql?*")
        await page.get_by_role("button", name="Try again").click()
        await expect(page.get_by_role("alert")).to_be_hidden()
        opened.complaints.clear()


async def test_waiting_shows_a_skeleton_but_not_at_once(visit: Open, staff: str) -> None:
    async with visit(f"{staff}/") as opened:
        page = opened.page

        async def slow(route: Route) -> None:
            if route.request.method == "POST":
                await page.wait_for_timeout(1200)
            await route.continue_()

        await page.route("**/graphql", slow)
        await page.get_by_role("link", name="A rural county in Ohio").click()
        skeleton = page.locator(".skeleton")
        await skeleton.wait_for()
        assert float(await skeleton.evaluate("each => getComputedStyle(each).opacity")) < 1
        await page.wait_for_timeout(500)
        assert float(await skeleton.evaluate("each => getComputedStyle(each).opacity")) == 1
        await expect(page.locator("#answer")).to_contain_text("Ask ")
        await expect(skeleton).to_be_hidden()


async def test_changed_data_are_offered_and_not_forced(visit: Open, staff: str) -> None:
    """The page is given an older version than the service has: then the data have changed since."""

    async def outdate(route: Route) -> None:
        response = await route.fetch()
        text = re.sub(
            r'"version":(\d+)', lambda found: f'"version":{int(found[1]) - 1}', await response.text()
        )
        await route.fulfill(response=response, body=text)

    async with visit(f"{staff}/") as opened:
        page = opened.page
        await page.clock.install()
        await page.route("**/graphql?documentId=*variables=%7B%7D", outdate)
        await page.reload()
        await expect(page.get_by_text("sites are documented")).to_be_visible()
        await expect(page.get_by_text("The data have changed")).to_be_hidden()
        await page.clock.run_for(16_000)
        await expect(page.get_by_text("The data have changed")).to_be_visible()
        await page.unroute("**/graphql?documentId=*variables=%7B%7D")
        await page.get_by_role("button", name="Reload").click()
        await expect(page.get_by_text("The data have changed")).to_be_hidden()
