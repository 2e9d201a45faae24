"""People sign in with a browser at a small OpenID provider of the tests, with the code flow and PKCE."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import AsyncIterator
from time import time
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from chromium import served
from issuer import Issuer
from live import live
from pydantic import SecretStr
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from graph.access import Access
from graph.errors import SettingInvalid
from graph.settings import Settings
from schema.server.callers.people import People
from schema.server.callers.session_cookie import NAME as COOKIE
from sign_in.sessions import Sessions

CLIENT = "learning-sites"
SECRET = "the client secret"
SINGLE = '{ request(key: "request:syn-7-0000001") { key } }'


class Provider:
    """An OpenID provider whose one person is always signed in; `claims` change what it says of them."""

    def __init__(self) -> None:
        self.keys = Issuer()
        self.origin = ""
        self.claims: dict[str, Any] = {}
        self.codes: dict[str, dict[str, str]] = {}
        self.requests: list[dict[str, str]] = []
        self.app = Starlette(
            routes=[
                Route("/.well-known/openid-configuration", self._discovery),
                Route("/authorize", self._authorize),
                Route("/token", self._token, methods=["POST"]),
                Route("/jwks", self._jwks),
            ]
        )

    async def _discovery(self, _: Request) -> Response:
        return JSONResponse(
            {
                "issuer": self.origin,
                "authorization_endpoint": f"{self.origin}/authorize",
                "token_endpoint": f"{self.origin}/token",
                "jwks_uri": f"{self.origin}/jwks",
                "id_token_signing_alg_values_supported": ["RS256"],
            }
        )

    async def _authorize(self, request: Request) -> Response:
        asked = dict(request.query_params)
        self.requests.append(asked)
        code = f"code-{len(self.codes)}"
        self.codes[code] = asked
        return RedirectResponse(f"{asked['redirect_uri']}?code={code}&state={asked['state']}", 302)

    async def _token(self, request: Request) -> Response:
        form = parse_qs((await request.body()).decode())
        asked = self.codes.pop(form["code"][0], None)
        secret = base64.b64encode(f"{CLIENT}:{SECRET}".encode()).decode()
        verifier = form.get("code_verifier", [""])[0]
        challenge = base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).decode().rstrip("=")
        if (
            asked is None
            or asked["code_challenge"] != challenge
            or request.headers["authorization"] != f"Basic {secret}"
        ):
            return JSONResponse({"error": "invalid_grant"}, 400)
        claims = {"iss": self.origin, "aud": CLIENT, "nonce": asked["nonce"], "exp": int(time()) + 60}
        token = self.keys.token(**(claims | self.claims))
        return JSONResponse({"access_token": "opaque", "token_type": "Bearer", "id_token": token})

    async def _jwks(self, _: Request) -> Response:
        return JSONResponse(self.keys.key_set())


@pytest.fixture
async def provider() -> AsyncIterator[Provider]:
    made = Provider()
    async with served(made.app) as origin:
        made.origin = origin
        yield made


@pytest.fixture
def signing_in(settings: Settings, provider: Provider, tmp_path: Any) -> Settings:
    changes = {
        "home": tmp_path,
        "oidc_issuer": provider.origin,
        "oidc_client_id": CLIENT,
        "oidc_client_secret": SecretStr(SECRET),
    }
    return settings.model_copy(update=changes)


@pytest.fixture
async def browser(access: Access, signing_in: Settings) -> AsyncIterator[httpx.AsyncClient]:
    """A person's browser, which comes through a proxy and keeps cookies."""
    async with (
        live(access, signing_in) as address,
        httpx.AsyncClient(base_url=address, headers={"x-forwarded-for": "198.51.100.7"}) as client,
    ):
        yield client


async def follow(browser: httpx.AsyncClient, path: str) -> httpx.Response:
    return await browser.get(path, follow_redirects=True, headers={"accept": "text/html"})


async def answered(started: httpx.Response) -> str:
    """Where the provider sends a browser that has begun to sign in."""
    async with httpx.AsyncClient() as client:
        return str((await client.get(started.headers["location"])).headers["location"])


async def code_of(browser: httpx.AsyncClient) -> tuple[int, list[str]]:
    answer = await browser.post("/graphql", json={"query": SINGLE})
    return answer.status_code, [each["extensions"]["code"] for each in answer.json().get("errors", [])]


async def test_a_person_signs_in_sees_single_requests_and_signs_out(
    browser: httpx.AsyncClient, provider: Provider
) -> None:
    assert await code_of(browser) == (401, ["UNAUTHENTICATED"])
    page = await follow(browser, "/graphql")
    assert (page.status_code, page.url.path) == (200, "/graphql")
    assert "text/html" in page.headers["content-type"]
    assert await code_of(browser) == (200, [])
    [asked] = provider.requests
    assert (asked["response_type"], asked["code_challenge_method"]) == ("code", "S256")
    assert {"nonce", "state", "code_challenge"} <= asked.keys()
    assert "signed in as staff" in (await browser.get("/sign-in")).text
    out = await browser.post("/sign-out", headers={"origin": str(browser.base_url).rstrip("/")})
    assert out.status_code == 303
    assert await code_of(browser) == (401, ["UNAUTHENTICATED"])


async def test_the_cookie_is_signed_hidden_from_scripts_and_bound_to_the_site(
    browser: httpx.AsyncClient, signing_in: Settings
) -> None:
    await follow(browser, "/sign-in")
    value = browser.cookies[COOKIE]
    found = Sessions(signing_in).identity(value)
    assert found.caller.startswith("sub:")
    assert "person" not in found.caller
    again = await browser.get("/sign-in", headers={"cookie": ""})
    back = await browser.get(again.headers["location"], headers={"cookie": ""})
    assert back.status_code == 302
    for header in (await follow(browser, "/sign-in")).headers.get_list("set-cookie"):
        assert "HttpOnly" in header
    assert all(
        "httponly" in each.lower() and "samesite=lax" in each.lower() for each in await cookies(browser)
    )


async def cookies(browser: httpx.AsyncClient) -> list[str]:
    """The cookies that one sign-in sets, as they are sent."""
    sent: list[str] = []
    browser.cookies.clear()
    path: str | httpx.URL = "/sign-in"
    for _ in range(3):
        answer = await browser.get(path)
        sent += answer.headers.get_list("set-cookie")
        path = answer.headers["location"]
    assert any(each.startswith(f"{COOKIE}=") for each in sent)
    return [each for each in sent if "expires=Thu, 01 Jan 1970" not in each]


async def test_behind_https_the_cookies_are_secure(access: Access, signing_in: Settings) -> None:
    headers = {"x-forwarded-proto": "https", "x-forwarded-for": "198.51.100.7"}
    async with live(access, signing_in) as address, httpx.AsyncClient(base_url=address) as client:
        answer = await client.get("/sign-in", headers=headers)
    assert "secure" in answer.headers["set-cookie"].lower()
    target = parse_qs(urlsplit(answer.headers["location"]).query)
    assert target["redirect_uri"][0].startswith("https://")


@pytest.mark.parametrize(
    ("claims", "status"),
    [
        ({"role": "boss"}, 401),
        ({"role": None}, 401),
        ({"aud": "another"}, 401),
        ({"iss": "https://evil.example"}, 401),
        ({"nonce": "another"}, 401),
        ({"exp": 1}, 401),
        ({"sub": None}, 401),
    ],
)
async def test_a_person_whom_the_provider_does_not_vouch_for_is_not_signed_in(
    browser: httpx.AsyncClient, provider: Provider, claims: dict[str, Any], status: int
) -> None:
    provider.claims = claims
    page = await follow(browser, "/sign-in")
    assert page.status_code == status
    assert COOKIE not in browser.cookies
    assert await code_of(browser) == (401, ["UNAUTHENTICATED"])


async def test_an_answer_that_this_browser_did_not_ask_for_is_refused(
    browser: httpx.AsyncClient, provider: Provider
) -> None:
    started = await browser.get("/sign-in")
    back = await answered(started)
    browser.cookies.clear()
    page = await browser.get(back)
    assert (page.status_code, COOKIE in browser.cookies) == (401, False)


@pytest.mark.parametrize(
    "query",
    [
        "",
        "?code=x",
        "?state=x",
        "?code=x&state=x",
        "?error=access_denied",
        "?error=<script>alert(1)</script>",
    ],
)
async def test_a_broken_answer_of_the_provider_is_a_page_that_says_so(
    browser: httpx.AsyncClient, query: str
) -> None:
    page = await browser.get(f"/sign-in/callback{query}")
    assert page.status_code == 401
    assert "<script>" not in page.text
    assert "Try again" in page.text


async def test_a_code_works_once(browser: httpx.AsyncClient) -> None:
    started = await browser.get("/sign-in")
    back = await answered(started)
    assert (await browser.get(back)).status_code == 303
    browser.cookies.delete(COOKIE)
    assert (await browser.get(back)).status_code == 401


@pytest.mark.parametrize(
    ("wanted", "reached"),
    [
        ("/schema.graphql", "/schema.graphql"),
        ("//evil.example", "/graphql"),
        ("https://evil.example/", "/graphql"),
        ("/\\evil.example", "/graphql"),
        ("evil.example", "/graphql"),
        ("/a\r\nset-cookie: x=1", "/graphql"),
        ("javascript:alert(1)", "/graphql"),
    ],
)
async def test_after_the_sign_in_a_person_is_on_a_page_of_ours(
    browser: httpx.AsyncClient, wanted: str, reached: str
) -> None:
    answer = await browser.get("/sign-in", params={"next": wanted})
    for _ in range(2):
        answer = await browser.get(answer.headers["location"])
    assert answer.headers["location"] == reached


@pytest.mark.parametrize("origin", ["https://evil.example", "null"])
async def test_a_page_of_another_site_signs_no_one_out(browser: httpx.AsyncClient, origin: str) -> None:
    await follow(browser, "/sign-in")
    assert (await browser.post("/sign-out", headers={"origin": origin})).status_code == 403
    assert await code_of(browser) == (200, [])


async def test_while_the_provider_is_away_the_page_says_so(access: Access, signing_in: Settings) -> None:
    away = signing_in.model_copy(update={"oidc_issuer": "http://127.0.0.1:9"})
    async with live(access, away) as address, httpx.AsyncClient(base_url=address) as client:
        page = await client.get("/sign-in")
    assert page.status_code == 401
    assert "did not work" in page.text


@pytest.mark.parametrize(
    "changes",
    [
        {"oidc_issuer": "http://provider.example", "oidc_client_id": "x"},
        {"oidc_issuer": "https://provider.example", "oidc_client_id": None},
    ],
)
def test_settings_that_cannot_work_stop_the_start(
    settings: Settings, changes: dict[str, Any], tmp_path: Any
) -> None:
    wrong = settings.model_copy(update=changes | {"home": tmp_path})
    with pytest.raises(SettingInvalid, match=r"^LEARNING_SITES_OIDC_"):
        People(Sessions(wrong), wrong)


def test_the_secret_of_sessions_is_made_once_and_for_its_owner(settings: Settings, tmp_path: Any) -> None:
    own = settings.model_copy(update={"home": tmp_path})
    first, second = Sessions(own).secret(), Sessions(own).secret()
    assert first == second
    assert (tmp_path / "session-secret").stat().st_mode & 0o777 == 0o600
    assert json.dumps(first)
