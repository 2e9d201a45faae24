"""The GraphQL community's own audit and clients, from npm, against the service on a real port."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from live import live
from node import run_node

from graph.access import Access
from graph.settings import Settings

AUDIT = Path(__file__).parent / "audit"
AUDITS = 61
"""How many there were when this was written; fewer would mean that nothing was audited."""


@pytest.fixture(scope="module")
async def url(access: Access, settings: Settings) -> AsyncIterator[str]:
    async with live(access, settings) as opened:
        yield f"{opened}/graphql"


async def run(script: str, url: str) -> Any:
    done = await asyncio.to_thread(run_node, AUDIT, script, url)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


async def test_graphql_over_http_is_spoken_to_the_letter(url: str) -> None:
    """Every audit, those of SHOULD and MAY too."""
    found = await run("audit.mjs", url)
    assert len(found) >= AUDITS
    assert [each for each in found if each["status"] != "ok"] == []


@pytest.mark.parametrize(("script", "scheme"), [("socket.mjs", "ws"), ("events.mjs", "http")])
async def test_the_reference_client_gets_results_refusals_and_events(
    url: str, script: str, scheme: str
) -> None:
    found = await run(script, url.replace("http", scheme, 1))
    assert found["site"] == {"data": {"site": {"name": "Houston Police Department"}}}
    refusals = found["refused"] if script == "socket.mjs" else found["refused"]["errors"]
    assert [error["extensions"]["code"] for error in refusals] == ["GRAPHQL_VALIDATION_FAILED"]
    assert found["event"]["data"]["dataChanged"]["version"] >= 1
