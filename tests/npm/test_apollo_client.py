"""Apollo Client, from npm, against the service on a real port: its persisted queries fall back to text."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path

from live import live
from node import run_node

from graph.access import Access
from graph.settings import Settings

APOLLO = Path(__file__).parent / "apollo"
NAMES = ["Houston Police Department", "Tucson Police Department"]


async def test_automatic_persisted_queries_are_given_up_after_the_first_and_answered(
    access: Access, settings: Settings
) -> None:
    async with live(access, settings) as url:
        done = await asyncio.to_thread(run_node, APOLLO, "persisted.mjs", f"{url}/graphql")
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    hashed = {"query": False, "hash": True}
    document = {"query": True, "hash": False}
    for way, method in (("post", "POST"), ("get", "GET")):
        assert found[way]["data"] == NAMES
        first, *others = found[way]["sent"]
        assert first == hashed | {"method": method}
        assert others == [document | {"method": "POST"}] * 2
