"""GraphiQL is served from bundled files, complete and unchanged, and works without internet."""

from __future__ import annotations

import json
import re
from html import unescape
from itertools import pairwise

import httpx
import pytest
from chromium import chromium, served
from graphql import build_schema, get_operation_ast, graphql_sync, parse, validate
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from graph.viewer import STAFF, Role, Viewer
from schema.model import MODEL
from schema.server.pages.built_files import COPIES
from schema.server.pages.graphiql import graphiql_files, graphiql_page
from web import build

SCHEMA = build_schema("""
    type Query { recommendSites(input: In, first: Int): [Site] }
    input In { models: [String!] }
    type Site { "What people call it." name: String }
""")


async def graphql(request: Request) -> Response:
    if request.method == "GET":
        return graphiql_page(STAFF)
    body = await request.json()
    result = graphql_sync(SCHEMA, body["query"], operation_name=body.get("operationName"))
    return JSONResponse(result.formatted)


APP = Starlette(routes=[Route("/graphql", graphql, methods=["GET", "POST"]), graphiql_files()])


@pytest.fixture
def client() -> httpx.AsyncClient:
    return httpx.AsyncClient(transport=httpx.ASGITransport(APP), base_url="http://127.0.0.1")


def test_committed_files_were_built_from_the_present_sources() -> None:
    said = json.loads((build.DIST / "manifest.json").read_text())
    assert said == build.manifest(), "web/ changed without its build: run `make web` and commit web/dist"


def test_built_files_stay_small() -> None:
    files = [path for path in build.built() if "explorer" not in path.parts]  # it has limits of its own
    assert sum(path.stat().st_size for path in files if path.suffix not in COPIES.values()) < 6_000_000
    for encoding, most in (("br", 1_500_000), ("gzip", 1_800_000)):
        assert sum(path.stat().st_size for path in files if path.suffix == COPIES[encoding]) < most


def test_packages_are_pinned_and_the_lock_names_no_address_to_fetch_from() -> None:
    wanted = json.loads((build.WEB / "package.json").read_text())
    pins = (wanted["dependencies"] | wanted["devDependencies"]).values()
    assert all(re.fullmatch(r"\d+\.\d+\.\d+", pin) for pin in pins)
    locked = json.loads((build.WEB / "package-lock.json").read_text())["packages"]
    packages = [entry for name, entry in locked.items() if name]
    assert all("integrity" in entry and "resolved" not in entry for entry in packages)


@pytest.mark.parametrize("role", Role)
def test_the_editor_opens_with_a_question_that_our_schema_understands(role: Role) -> None:
    page = bytes(graphiql_page(Viewer(role)).body).decode()
    [question] = re.findall(r'data-question="([^"]*)"', page)
    document = parse(unescape(question))
    assert get_operation_ast(document, "WhoShouldWeAsk") is not None
    assert validate(build_schema(MODEL.sdl), document) == []
    assert ("evidence" in question) == Viewer(role).is_staff


async def test_page_allows_no_script_but_our_files(client: httpx.AsyncClient) -> None:
    page = await client.get("/graphql", headers={"accept": "text/html"})
    policy = dict(part.split(" ", 1) for part in page.headers["content-security-policy"].split("; "))
    assert page.headers["content-type"] == "text/html; charset=utf-8"
    assert policy["default-src"] == policy["script-src"] == policy["connect-src"] == "'self'"
    [nonce] = re.findall(r'<script type="module" nonce="([^"]+)"', page.text)
    assert policy["style-src"] == f"'self' 'nonce-{nonce}'"
    assert nonce not in (await client.get("/graphql")).text, "a nonce is used once"
    assert re.findall(r"<script[^>]*>(.*?)</script>", page.text, re.DOTALL) == [""]
    assert not re.search(r"\son\w+=", page.text)
    assert not re.search(r"""=["']https?:""", page.text)


async def test_every_file_that_the_page_names_is_served_for_ever(client: httpx.AsyncClient) -> None:
    page = await client.get("/graphql")
    addresses = re.findall(r'"(/graphiql/[^"]+)"', page.text)
    assert len(addresses) == 5
    for address in addresses:
        answer = await client.get(address)
        assert answer.status_code == 200, address
        assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
        assert answer.headers["content-type"].split(";")[0] in {"text/javascript", "text/css"}


async def test_files_outside_the_assets_are_not_served(client: httpx.AsyncClient) -> None:
    for address in ("/graphiql/../manifest.json", "/graphiql/%2e%2e/manifest.json", "/graphiql/none.js"):
        assert (await client.get(address)).status_code == 404


@pytest.mark.browser
async def test_page_runs_a_query_without_leaving_our_origin() -> None:
    async with served(APP) as origin, chromium() as context:
        page = await context.new_page()
        asked: list[str] = []
        complaints: list[str] = []
        context.on("request", lambda request: asked.append(request.url))
        page.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        await page.goto(f"{origin}/graphql")

        assert await page.title() == "GraphiQL – Learning Sites Graph"
        await page.get_by_role("heading", name="Learning Sites Graph").wait_for()
        editor = page.locator(".graphiql-query-editor")
        await editor.get_by_text("WhoShouldWeAsk").wait_for()
        # The GraphQL worker is alive when it underlines what this small schema does not know.
        await editor.locator(".squiggly-error").first.wait_for()
        # Monaco's styles are there although the page allows no inline ones.
        line, top = "getComputedStyle(each).height", "each.getBoundingClientRect().top"
        lines = editor.locator(".view-line")
        [height] = await lines.evaluate_all(f"all => [...new Set(all.map(each => parseFloat({line})))]")
        tops = sorted(await lines.evaluate_all(f"all => all.map(each => {top})"))
        assert len(tops) > 5
        assert {after - before for before, after in pairwise(tops)} == {height}
        colors = await editor.locator("[class^=mtk]").evaluate_all(
            "all => all.map(e => getComputedStyle(e).color)"
        )
        assert len({*colors}) > 2

        await editor.locator(".view-lines").click()
        await page.keyboard.press("Control+A")
        await page.keyboard.type("query Kind {__typename")  # the editor closes the brace
        await page.get_by_role("tab", name="Kind").wait_for()  # what was typed reaches the tab, then runs
        await page.keyboard.press("Control+Enter")
        await page.locator(".graphiql-response").get_by_text('"Query"').wait_for()

        assert [url for url in asked if not url.startswith((origin, "data:", "blob:"))] == []
        assert any("/graphiql/graphql-" in url for url in asked), "the GraphQL worker was loaded"
        assert complaints == []
