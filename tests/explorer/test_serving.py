"""A browser that opens the service gets the explorer, which says what its caller may see."""

from __future__ import annotations

import json
import re
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from html import unescape
from types import MappingProxyType
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest

from graph.access import Access
from graph.settings import Settings
from schema.server.app import create_app

BROWSER = {"accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}
HOST = "http://127.0.0.1"


ELSEWHERE = {"x-forwarded-for": "203.0.113.7"}
"""As a proxy passes on what comes from another machine."""


@asynccontextmanager
async def client(
    access: Access, headers: Mapping[str, str] = MappingProxyType({}), **changes: Any
) -> AsyncIterator[httpx.AsyncClient]:
    app = create_app(Settings(**changes), access)
    transport = httpx.ASGITransport(app)
    async with (
        app.router.lifespan_context(app),
        httpx.AsyncClient(transport=transport, base_url=HOST, headers={**BROWSER, **headers}) as browser,
    ):
        yield browser


@pytest.fixture
def access() -> Access:
    """Of a database that no test here asks."""
    return Access("bolt://127.0.0.1:1", "neo4j", "none")


def service_in(page: httpx.Response) -> dict[str, Any]:
    [found] = re.findall(r'data-service="([^"]*)"', page.text)
    return dict(json.loads(unescape(found)))


@pytest.mark.parametrize(
    ("role", "sees"), [(None, True), ("staff", True), ("reader", False), ("loader", False)]
)
async def test_the_page_knows_what_its_caller_may_see(access: Access, role: str | None, sees: bool) -> None:
    async with client(access, role=role) as browser:
        page = await browser.get("/")
        assert page.status_code == 200
        assert service_in(page)["canSeeRequests"] is sees
        assert page.headers["cache-control"] == "private, no-cache"
        assert {"accept", "authorization", "cookie"} <= {*page.headers["vary"].split(", ")}


async def test_the_page_runs_nothing_but_our_files(access: Access) -> None:
    async with client(access) as browser:
        page = await browser.get("/")
        policy = dict(part.split(" ", 1) for part in page.headers["content-security-policy"].split("; "))
        assert policy["default-src"] == "'self'"
        assert "unsafe" not in page.headers["content-security-policy"]
        assert not {"script-src", "style-src", "connect-src"} & policy.keys(), "default-src decides"
        assert re.findall(r"<script[^>]*>(.*?)</script>", page.text, re.DOTALL) == [""]
        assert not re.search(r"""<style|\sstyle=|\son\w+=|["'](https?:)?//""", page.text)


async def test_every_file_that_the_page_names_is_served_for_ever(access: Access) -> None:
    async with client(access) as browser:
        page = await browser.get("/")
        addresses = re.findall(r'"(/explorer/assets/[^"]+)"', page.text)
        assert len(addresses) >= 3
        for address in addresses:
            file = await browser.get(address)
            assert file.status_code == 200, address
            assert file.headers["cache-control"] == "public, max-age=31536000, immutable"
        for address in ("/explorer/documents.json", "/explorer/assets/../documents.json"):
            assert (await browser.get(address)).status_code == 404


async def test_programs_get_no_page(access: Access) -> None:
    async with client(access) as program:
        answer = await program.get("/", headers={"accept": "application/json"})
        assert answer.headers["location"] == "/graphql"
        assert (await program.get("/", headers={"accept": "*/*"})).status_code == 307
        assert (await program.head("/")).headers["content-type"].startswith("text/html")


@pytest.mark.parametrize(("audience", "linked"), [("everyone", "/graphql"), ("nobody", None)])
async def test_graphiql_is_linked_for_those_who_may_open_it(
    access: Access, audience: str, linked: str | None
) -> None:
    async with client(access, introspection=audience) as browser:
        assert service_in(await browser.get("/"))["graphiql"] == linked


OIDC = {"oidc_issuer": "https://login.example", "oidc_client_id": "x", "oidc_client_secret": "y"}


async def test_a_stranger_signs_in_and_comes_back_to_the_same_question(access: Access) -> None:
    question = "/?for=us-county:39163&models=model:co-responder,model:cit&w=evidence:40"
    async with client(access, ELSEWHERE, **OIDC) as stranger:
        answer = await stranger.get(question)
        assert answer.status_code == 303
        address = urlsplit(answer.headers["location"])
        assert address.path == "/sign-in"
        assert parse_qs(address.query)["next"] == [question]
    async with client(access, ELSEWHERE) as stranger:
        assert (await stranger.get(question)).status_code == 401


@pytest.mark.parametrize(("changes", "account"), [(OIDC, "signed out"), ({}, None)], ids=["provider", "none"])
async def test_a_reader_is_told_whether_one_can_sign_in(
    access: Access, changes: dict[str, Any], account: str | None
) -> None:
    async with client(access, ELSEWHERE, open_reading=True, **changes) as reader:
        assert service_in(await reader.get("/"))["account"] == account
