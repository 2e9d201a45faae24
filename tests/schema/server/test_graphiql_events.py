"""GraphiQL, opened by a person, shows events: over a WebSocket, under the page's own policy."""

from __future__ import annotations

import pytest
from chromium import chromium
from live import live

from graph.access import Access
from graph.settings import Settings


@pytest.mark.browser
async def test_graphiql_shows_the_event_of_a_subscription(access: Access, settings: Settings) -> None:
    async with live(access, settings) as origin, chromium() as context:
        page = await context.new_page()
        opened, complaints = [], []
        page.on("websocket", lambda socket: opened.append(socket.url))
        page.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
        await page.goto(f"{origin}/graphql")
        await page.locator(".graphiql-query-editor").get_by_text("WhoShouldWeAsk").wait_for()
        await page.locator(".graphiql-query-editor .view-lines").click()
        await page.keyboard.press("Control+A")
        await page.keyboard.insert_text("subscription News { dataChanged(since: -1) { currentSites } }")
        await page.get_by_role("tab", name="News").wait_for()
        await page.keyboard.press("Control+Enter")
        await page.locator(".graphiql-response").get_by_text('"currentSites"').wait_for()
        assert opened == [f"{origin.replace('http', 'ws', 1)}/graphql"]
        assert complaints == []
