"""Neo4j Browser: out of its jar, closed to the outside, and signed in by a link that works once."""

from __future__ import annotations

import json
import re
from collections.abc import AsyncIterator, Iterator
from itertools import combinations
from pathlib import Path
from zipfile import ZipFile

import httpx
import numpy as np
import pytest
from chromium import chromium, served
from neo4j import Driver, GraphDatabase
from rich.console import Console
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from graph.embedded import Artifacts, EmbeddedServer, browser_jar
from graph.settings import Settings
from graph.statements import Statement, folder
from graph.viewer import ADMIN
from monitoring.metrics import Metrics
from schema.server.access_log import AccessLog
from schema.server.browser import Browser, SignInLinks
from schema.server.browser.sign_in_links import LIFE_S
from schema.server.browser.style import GRASS
from schema.server.callers.allowed_hosts import AllowedHosts
from schema.server.security_headers import SecurityHeaders
from sign_in.sessions import Sessions

PASSWORD = "a </script> & password"
ORIGIN = "http://127.0.0.1:8000"
HOSTS = ("127.0.0.1", "localhost", "[::1]")


def application(browser: Browser) -> Starlette:
    async def root(request: Request) -> Response:
        return browser.discovery()

    settings = Settings(allowed_hosts=HOSTS)
    middleware = [
        Middleware(AccessLog, metrics=Metrics()),
        Middleware(SecurityHeaders, settings=settings),
        Middleware(AllowedHosts, settings=settings),
    ]
    return Starlette(middleware=middleware, routes=[Route("/", root), *browser.routes])


@pytest.fixture(scope="session")
def jar() -> Path:
    settings = Settings.read()
    Artifacts(settings.cache).ensure(Console(stderr=True))
    return browser_jar(settings)


@pytest.fixture
def sessions(tmp_path: Path) -> Sessions:
    return Sessions(Settings(home=tmp_path))


@pytest.fixture
def browser(jar: Path, sessions: Sessions, tmp_path: Path) -> Browser:
    return Browser(
        jar,
        bolt_port=7999,
        username="neo4j",
        password=PASSWORD,
        version="2026.09.0",
        sessions=sessions,
        links=tmp_path / "links",
    )


@pytest.fixture
async def client(browser: Browser) -> AsyncIterator[httpx.AsyncClient]:
    transport = httpx.ASGITransport(application(browser))
    async with httpx.AsyncClient(transport=transport, base_url=ORIGIN) as client:
        yield client


def seeded(page: httpx.Response) -> dict[str, object]:
    found = re.search(r'<script type="application/json" id="seed">(.*?)</script>', page.text, re.DOTALL)
    assert found is not None
    values = json.loads(found[1])
    assert isinstance(values, dict)
    return values


async def test_link_signs_in_with_the_password_in_the_page_and_nowhere_else(
    browser: Browser, client: httpx.AsyncClient
) -> None:
    link = browser.new_link(f"{ORIGIN}/")
    assert link.startswith(f"{ORIGIN}/explore?token=")
    assert PASSWORD not in link
    page = await client.get(link)
    assert page.status_code == 200
    assert PASSWORD not in str(page.headers)
    assert page.headers["cache-control"] == "no-store"
    assert page.headers["referrer-policy"] == "no-referrer"
    connections = seeded(page)["neo4j.connections"]
    assert connections == {
        "allConnectionIds": ["$$discovery"],
        "activeConnection": None,
        "connectionsById": {
            "$$discovery": {
                "id": "$$discovery",
                "name": "$$discovery",
                "type": "bolt",
                "host": "bolt://127.0.0.1:7999",
                "username": "neo4j",
                "password": PASSWORD,
                "authenticationMethod": "NATIVE",
            }
        },
    }


async def test_only_the_script_with_the_nonce_of_this_answer_may_run(
    browser: Browser, client: httpx.AsyncClient
) -> None:
    pages = [await client.get(browser.new_link(ORIGIN)) for _ in range(2)]
    nonces = []
    for page in pages:
        (nonce,) = re.findall(r'<script nonce="([^"]+)">', page.text)
        policy = page.headers["content-security-policy"]
        assert policy.startswith(f"default-src 'none'; script-src 'nonce-{nonce}';")
        assert "unsafe" not in policy
        nonces.append(nonce)
    assert nonces[0] != nonces[1]


async def test_link_works_once_and_says_how_to_get_another(
    browser: Browser, client: httpx.AsyncClient
) -> None:
    link = browser.new_link(ORIGIN)
    assert (await client.head(link)).status_code == 403, "a preview of the link must not use it up"
    assert (await client.get(link)).status_code == 200
    again = await client.get(link)
    assert again.status_code == 403
    assert "learning-sites browser" in again.text
    assert PASSWORD not in again.text
    assert again.headers["cache-control"] == "no-store"


@pytest.mark.parametrize("token", ["", "x", "..", "9999999999.ff.00", "9999999999.ff.é", "a.b.c.d"])
async def test_invented_token_is_refused(client: httpx.AsyncClient, token: str) -> None:
    assert (await client.get("/explore", params={"token": token})).status_code == 403


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "evil.example:8000"])
async def test_foreign_host_is_refused_and_does_not_use_up_the_link(
    browser: Browser, client: httpx.AsyncClient, host: str
) -> None:
    link = browser.new_link(ORIGIN)
    assert (await client.get(link, headers={"host": host})).status_code == 400
    assert (await client.get(link, headers={"host": "[::1]:8000"})).status_code == 200


def test_link_expires_after_an_hour_and_cannot_be_prolonged(tmp_path: Path) -> None:
    now = [1_000_000.0]
    links = SignInLinks(PASSWORD, tmp_path, clock=lambda: now[0])
    late, prolonged, in_time = (links.new(ORIGIN).partition("token=")[2] for _ in range(3))
    now[0] += LIFE_S
    assert links.redeem(in_time)
    now[0] += 1
    assert not links.redeem(late)
    assert not links.redeem(prolonged.replace("1000000000.", "2000000000."))


def test_link_of_another_process_with_the_same_password_is_redeemed(tmp_path: Path) -> None:
    service, stranger = SignInLinks(PASSWORD, tmp_path), SignInLinks("another password", tmp_path)
    token = SignInLinks(PASSWORD, tmp_path).new(ORIGIN).partition("token=")[2]
    assert not stranger.redeem(token)
    assert service.redeem(token)


def test_a_restart_makes_no_link_work_again(tmp_path: Path) -> None:
    now = [1_000_000.0]
    before = SignInLinks(PASSWORD, tmp_path, clock=lambda: now[0])
    redeemed, unused = (before.new(ORIGIN).partition("token=")[2] for _ in range(2))
    assert before.redeem(redeemed)
    now[0] += 0.5
    after = SignInLinks(PASSWORD, tmp_path, clock=lambda: now[0])
    assert not after.redeem(redeemed)
    assert not after.redeem(unused)
    assert after.redeem(after.new(ORIGIN).partition("token=")[2])


def test_a_link_that_one_process_redeemed_is_refused_by_every_other(tmp_path: Path) -> None:
    processes = [SignInLinks(PASSWORD, tmp_path) for _ in range(3)]
    token = processes[0].new(ORIGIN).partition("token=")[2]
    assert [each.redeem(token) for each in processes] == [True, False, False]


async def test_the_link_signs_in_to_graphql_too_in_a_cookie_that_no_script_reads(
    browser: Browser, client: httpx.AsyncClient, sessions: Sessions
) -> None:
    given = (await client.get(browser.new_link(ORIGIN))).headers["set-cookie"]
    assert all(part in given for part in ("HttpOnly", "SameSite=lax"))
    session = given.partition("=")[2].partition(";")[0]
    assert sessions.identity(session).viewer == ADMIN
    refused = await client.get(f"{ORIGIN}/explore?token=x")
    assert "set-cookie" not in refused.headers


async def test_every_file_of_the_jar_is_served_unmodified_with_its_type(
    jar: Path, client: httpx.AsyncClient
) -> None:
    with ZipFile(jar) as archive:
        names = [n for n in archive.namelist() if n.startswith("browser/") and not n.endswith("/")]
        for name in names:
            answer = await client.get(f"/{name}")
            assert answer.status_code == 200, name
            assert answer.content == archive.read(name), name
            assert answer.headers["content-type"] != "application/octet-stream", name
            assert answer.headers["x-content-type-options"] == "nosniff"
    assert "browser/LICENSE" in names


async def test_browser_opens_at_its_folder_under_a_policy_that_stops_calls_to_the_outside(
    client: httpx.AsyncClient,
) -> None:
    moved = await client.get("/browser")
    assert moved.headers["location"] == "/browser/"
    page = await client.get("/browser/")
    assert page.headers["content-type"] == "text/html; charset=utf-8"
    assert "Neo4j Browser" in page.text
    policy = dict(part.split(" ", 1) for part in page.headers["content-security-policy"].split("; "))
    assert policy["default-src"] == policy["script-src"] == "'self'"
    assert policy["connect-src"] == "'self' ws://127.0.0.1:7999 http://127.0.0.1:7999"
    assert page.headers["cache-control"] == "no-cache"
    assert (await client.get("/browser/", headers={"if-none-match": page.headers["etag"]})).status_code == 304
    script = re.search(r'src="(app-[^"]+)"', page.text)
    assert script is not None
    assert "immutable" in (await client.get(f"/browser/{script[1]}")).headers["cache-control"]


@pytest.mark.parametrize(
    "path", ["none.js", "../META-INF/MANIFEST.MF", "%2e%2e/META-INF/MANIFEST.MF", "assets"]
)
async def test_what_is_no_file_of_the_browser_is_not_served(client: httpx.AsyncClient, path: str) -> None:
    assert (await client.get(f"/browser/{path}")).status_code == 404


async def test_discovery_names_bolt_and_nothing_secret(client: httpx.AsyncClient) -> None:
    assert (await client.get("/")).json() == {
        "bolt_direct": "bolt://127.0.0.1:7999",
        "bolt_routing": "neo4j://127.0.0.1:7999",
        "neo4j_version": "2026.09.0",
        "neo4j_edition": "community",
    }


async def test_every_saved_question_has_a_title_and_is_a_favourite_and_in_the_guide(
    browser: Browser, client: httpx.AsyncClient
) -> None:
    questions = folder("research")
    favourites = seeded(await client.get(browser.new_link(ORIGIN)))["neo4j.documents"]
    assert isinstance(favourites, list)
    fifteen = folder("research/questions")
    assert [favourite["content"] for favourite in favourites] == [
        each.text for each in (*questions, *fifteen)
    ]
    assert len({favourite["id"] for favourite in favourites}) == len(questions) + len(fifteen)
    assert len(questions) >= 5
    for question in (*questions, *fifteen):
        # Browser's list cuts a title after 24 characters.
        assert re.match(r"// \S.{1,23}\n// \S.+\nCYPHER 25\n", question.text), question.name
    assert [each.text[3:8] for each in fifteen] == [f"{number:02} · " for number in range(1, 16)]


async def test_browser_begins_with_reads_only_and_draws_only_what_is_returned(
    browser: Browser, client: httpx.AsyncClient
) -> None:
    settings = seeded(await client.get(browser.new_link(ORIGIN)))["neo4j.settings"]
    assert isinstance(settings, dict)
    wanted = {"autoComplete": False, "useReadTransactions": True, "showSampleScripts": False}
    assert wanted.items() <= settings.items()


async def test_style_file_has_every_look(client: httpx.AsyncClient) -> None:
    style = (await client.get("/research/style.grass")).text
    assert re.findall(r"^(\S+) \{$", style, re.MULTILINE) == list(GRASS)
    assert '  caption: "{name}";\n' in style


# Machado, Oliveira, Fernandes 2009, severity 1.0, on linear RGB: protan, deutan, tritan.
BLINDNESS = np.array(
    [
        [[1, 0, 0], [0, 1, 0], [0, 0, 1]],
        [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]],
        [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]],
        [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]],
    ]
)
NODES = {name: look for name, look in GRASS.items() if name.startswith("node.")}


def linear(color: str) -> np.ndarray:
    srgb = np.array([int(color[i : i + 2], 16) for i in (1, 3, 5)]) / 255
    return np.where(srgb <= 0.04045, srgb / 12.92, ((srgb + 0.055) / 1.055) ** 2.4)


def lab(rgb: np.ndarray) -> np.ndarray:
    """OKLab (Ottosson 2020) of linear RGB."""
    to_lms = [
        [0.4122214708, 0.5363325363, 0.0514459929],
        [0.2119034982, 0.6806995451, 0.1073969566],
        [0.0883024619, 0.2817188376, 0.6299787005],
    ]
    to_lab = [
        [0.2104542553, 0.7936177850, -0.0040720468],
        [1.9779984951, -2.4285922050, 0.4505937099],
        [0.0259040371, 0.7827717662, -0.8086757660],
    ]
    return np.array(to_lab) @ np.cbrt(np.array(to_lms) @ rgb.clip(0, 1))


def contrast(one: str, other: str) -> float:
    """Contrast ratio of WCAG 2.2."""
    light, dark = sorted((linear(c) @ [0.2126, 0.7152, 0.0722] for c in (one, other)), reverse=True)
    return float((light + 0.05) / (dark + 0.05))


@pytest.mark.parametrize("name", NODES)
def test_caption_can_be_read_on_its_node(name: str) -> None:
    assert contrast(NODES[name]["color"], NODES[name]["text-color-internal"]) >= 4.5


@pytest.mark.parametrize("sight", range(4), ids=["usual", "protan", "deutan", "tritan"])
def test_labels_stay_apart_for_every_kind_of_colour_vision(sight: int) -> None:
    seen = {name: lab(BLINDNESS[sight] @ linear(look["color"])) for name, look in NODES.items()}
    apart = {pair: np.linalg.norm(seen[pair[0]] - seen[pair[1]]) for pair in combinations(NODES, 2)}
    closest = min(apart, key=lambda pair: float(apart[pair]))
    assert apart[closest] > 0.1, f"{closest} are hard to tell apart ({apart[closest]:.3f} in OKLab)"


@pytest.fixture(scope="module")
def driver(blank_neo4j: EmbeddedServer) -> Iterator[Driver]:
    auth = (blank_neo4j.username, blank_neo4j.password)
    with GraphDatabase.driver(blank_neo4j.bolt_uri, auth=auth) as driver:
        driver.execute_query("""
            CREATE (vinton:Jurisdiction {key: 'us-county:39163', name: 'Vinton County', state: 'OH',
                                         kind: 'COUNTY', population: 13000}),
              (like:Jurisdiction:Requester {key: 'us-county:1', name: 'Like County', state: 'OH',
                                            kind: 'COUNTY', population: 20000}),
              (unlike:Jurisdiction:Requester {key: 'us-county:2', name: 'Unlike County', state: 'OH',
                                              kind: 'COUNTY', population: 2000000}),
              (vinton)-[:SIMILAR_TO {score: 0.9}]->(like),
              (one:Site {key: 'site:houston-pd', name: 'One', status: 'CURRENT', lastConfirmed: '2023-06',
                         personnelLastConfirmed: '2018', populationServedLastConfirmed: '2018'}),
              (two:Site {key: 'site:two', name: 'Two', status: 'CURRENT'}),
              (a:ProgramModel {key: 'model:a', name: 'A'}), (b:ProgramModel {key: 'model:b', name: 'B'}),
              (one)-[:OPERATES]->(a), (one)-[:OPERATES]->(b), (two)-[:OPERATES]->(b),
              (two)-[:SERVES]->(like),
              (p:PartnerAgency {key: 'partner:p', name: 'P'}),
              (one)-[:PARTNERS_WITH]->(p), (two)-[:PARTNERS_WITH]->(p),
              (one)-[:CITED_IN]->(:Source {key: 'source:s'}),
              (r:Request {key: 'request:1', state: 'OH', synthetic: true})-[:FROM]->(like),
              (r)-[:ANSWERED_BY]->(one), (r)-[:ANSWERED_BY]->(two),
              (u:Request {key: 'request:2', state: 'OH', synthetic: false})-[:FROM]->(unlike),
              (u)-[:ANSWERED_BY]->(two), (:Request {key: 'request:3', state: 'AL'})
        """)
        yield driver
        driver.execute_query("MATCH (n) DETACH DELETE n")


@pytest.mark.parametrize("question", folder("research"), ids=lambda question: question.name)
def test_saved_question_runs_and_finds_something(driver: Driver, question: Statement) -> None:
    answer = driver.execute_query(question.text, routing_="r")
    assert answer.records
    assert answer.summary.gql_status_objects[0].gql_status == "00000", "no warning from Neo4j"


def test_sites_that_helped_similar_places_are_counted_without_the_unlike(driver: Driver) -> None:
    question = next(each for each in folder("research") if each.name.endswith("helped_places_like"))
    rows = [record.data() for record in driver.execute_query(question.text).records]
    row = {"places": 1, "requests": 1, "synthetic": 1, "examples": ["Like County, OH"]}
    assert rows == [{"site": "One"} | row, {"site": "Two"} | row]


def test_requests_are_counted_once_however_many_sites_answered(driver: Driver) -> None:
    question = next(each for each in folder("research") if each.name.endswith("requests_by_state"))
    rows = [record.data() for record in driver.execute_query(question.text).records]
    assert rows == [
        {"state": "OH", "requests": 2, "answered": 2, "sites": 2, "synthetic": 1},
        {"state": "AL", "requests": 1, "answered": 0, "sites": 0, "synthetic": 0},
    ]


@pytest.mark.browser
async def test_link_opens_neo4j_browser_signed_in_with_guide_and_favourites(
    jar: Path,
    blank_neo4j: EmbeddedServer,
    driver: Driver,
    app_port: int,
    sessions: Sessions,
    tmp_path: Path,
) -> None:
    browser = Browser(
        jar,
        bolt_port=blank_neo4j.bolt_port,
        username=blank_neo4j.username,
        password=blank_neo4j.password,
        version="2026.09.0",
        sessions=sessions,
        links=tmp_path,
    )
    async with served(application(browser), app_port) as origin, chromium() as context:
        asked: list[str] = []
        context.on("response", lambda response: asked.append(response.url))
        page = await context.new_page()
        await page.goto(browser.new_link(origin))
        await page.wait_for_url(f"{origin}/browser/")
        await page.get_by_text("Which learning sites are the right ones to ask?").first.wait_for()

        # The guide's first question, run from its arrow, is drawn in our style: only a signed-in Browser can.
        await page.locator("pre.runnable .fa-play-circle-o").first.click()
        await page.locator(f"svg circle[fill='{GRASS['node.Site']['color']}']").first.wait_for()
        await page.locator("svg text", has_text="Two").first.wait_for()

        await page.get_by_test_id("navigationFavorites").click()
        await page.get_by_test_id("expandFolder-Learning sites").click()
        await page.get_by_text("Bridging partners", exact=True).wait_for()

        ours = (origin, f"http://127.0.0.1:{blank_neo4j.bolt_port}/", "data:", "blob:")
        assert [url for url in asked if not url.startswith(ours)] == []
        assert blank_neo4j.password not in "".join(asked)
