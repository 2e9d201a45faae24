"""Who calls, over HTTP, WebSocket and event streams: roles by request, refusals, ends of connections."""

from __future__ import annotations

import json
import logging
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
from live import live
from websockets import Subprotocol, connect

import sign_in.api_keys
import sign_in.credentials
from graph.access import Access
from graph.settings import Settings
from graph.viewer import Audience, Role
from schema.server.callers.session_cookie import NAME as COOKIE
from sign_in.api_keys import ApiKeys
from sign_in.sessions import Sessions

SINGLE = '{ request(key: "request:syn-7-0000001") { key } }'
OPEN = '{ site(key: "site:houston-pd") { name } }'
WRITE = "mutation { recordRequests(input: {requests: []}) { created } }"
CHANGED = "subscription { dataChanged(since: 0) { version } }"
CLIENT_HEADERS = [
    "ali-cdn-real-ip",
    "cdn-loop",
    "cf-connecting-ip",
    "cf-ray",
    "client-ip",
    "cloudfront-viewer-address",
    "do-connecting-ip",
    "fastly-client-ip",
    "fastly-ff",
    "fly-client-ip",
    "forwarded",
    "front-end-https",
    "incap-client-ip",
    "proxy-client-ip",
    "true-client-ip",
    "via",
    "wl-proxy-client-ip",
    "x-amz-cf-id",
    "x-amzn-trace-id",
    "x-appengine-user-ip",
    "x-azure-clientip",
    "x-azure-socketip",
    "x-client-ip",
    "x-cloud-trace-context",
    "x-cluster-client-ip",
    "x-envoy-expected-rq-timeout-ms",
    "x-envoy-external-address",
    "x-envoy-internal",
    "x-nf-client-connection-ip",
    "x-original-forwarded-for",
    "x-proxyuser-ip",
    "x-real-ip",
    "x-sucuri-clientip",
    "x-vercel-forwarded-for",
    "x-vercel-id",
]
PROXIED = [
    {"x-forwarded-for": "198.51.100.7"},
    {"x-forwarded-for": "127.0.0.1"},
    {"x-forwarded-proto": "https"},
    {"x-forwarded-host": "sites.example"},
    {"forwarded": "for=198.51.100.7"},
    {"via": "1.1 proxy"},
    {"CDN-Loop": "cloudflare"},
    {"Fly-Client-IP": "198.51.100.7"},
    {"X-Amzn-Trace-Id": "Root=1-67891233-abcdef012345678912345678"},
    *({name: "198.51.100.7"} for name in CLIENT_HEADERS),
]


class Service:
    """A service of its own home, with a key for each role."""

    def __init__(self, address: str, settings: Settings) -> None:
        self.address = address
        self.settings = settings
        self.keys = ApiKeys(settings)
        self.texts = {role: self.keys.create(f"{role} program", role, 30)[1] for role in Role}

    def bearer(self, role: Role) -> dict[str, str]:
        return {"authorization": f"Bearer {self.texts[role]}"}


@pytest.fixture(scope="module", autouse=True)
def quick() -> Any:
    """Keys are read again, and connections checked, at once."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sign_in.api_keys, "REREAD_S", 0.0)
        patch.setattr(sign_in.credentials, "CHECK_S", 0.1)
        yield


@pytest.fixture(scope="module")
def alone(settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Settings of a service as it comes, with a home of its own."""
    return settings.model_copy(update={"home": tmp_path_factory.mktemp("home"), "change_poll_s": 0.2})


@pytest.fixture(scope="module")
async def service(access: Access, alone: Settings) -> AsyncIterator[Service]:
    async with live(access, alone) as address:
        yield Service(address, alone)


async def post(service: Service, query: str, headers: dict[str, str] | None = None) -> httpx.Response:
    async with httpx.AsyncClient(timeout=60) as client:
        return await client.post(f"{service.address}/graphql", json={"query": query}, headers=headers)


def codes(answer: httpx.Response) -> list[str]:
    return [error["extensions"]["code"] for error in answer.json().get("errors", [])]


# Roles ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("role", "sees", "writes"),
    [
        (Role.READER, False, False),
        (Role.STAFF, True, False),
        (Role.LOADER, False, True),
        (Role.ADMIN, True, True),
    ],
)
async def test_each_request_has_the_role_of_its_key(
    service: Service, role: Role, sees: bool, writes: bool
) -> None:
    for headers in (service.bearer(role), service.bearer(role) | PROXIED[0]):
        assert codes(await post(service, OPEN, headers)) == []
        assert codes(await post(service, SINGLE, headers)) == ([] if sees else ["FORBIDDEN"])
        assert codes(await post(service, WRITE, headers)) == ([] if writes else ["FORBIDDEN"])


async def test_the_answer_of_one_role_is_never_that_of_another(service: Service) -> None:
    """The same bytes, by turns: nothing of the caches of plans and responses crosses over."""
    text = "{ requestStatistics(input: {groupBy: [YEAR]}) { exact total { requests } } }"
    exact = {}
    for _ in range(3):
        for role in Role:
            answer = await post(service, text, service.bearer(role))
            exact.setdefault(role, set()).add(answer.json()["data"]["requestStatistics"]["exact"])
    assert exact == {Role.READER: {False}, Role.STAFF: {True}, Role.LOADER: {False}, Role.ADMIN: {True}}


async def test_each_caller_learns_its_own_role(service: Service) -> None:
    for method in ("POST", "GET") * 2:
        async with httpx.AsyncClient(timeout=60) as client:
            for role in Role:
                query = {"query": "{ viewer { role canSeeRequests canWrite } }"}
                given: dict[str, Any] = {"json": query} if method == "POST" else {"params": query}
                answer = await client.request(
                    method, f"{service.address}/graphql", headers=service.bearer(role), **given
                )
                assert answer.json()["data"]["viewer"] == {
                    "role": role.name,
                    "canSeeRequests": role in (Role.STAFF, Role.ADMIN),
                    "canWrite": role in (Role.LOADER, Role.ADMIN),
                }


async def test_an_etag_of_one_role_is_not_valid_for_another(service: Service) -> None:
    async with httpx.AsyncClient(timeout=60) as client:
        url = f"{service.address}/graphql"
        tags = {}
        for role in Role:
            answer = await client.get(url, params={"query": OPEN}, headers=service.bearer(role))
            tags[role] = answer.headers["etag"]
            assert {"authorization", "cookie"} <= {*answer.headers["vary"].replace(" ", "").split(",")}
        assert len({*tags.values()}) == len(Role)
        for role, tag in tags.items():
            for other in Role:
                headers = service.bearer(other) | {"if-none-match": tag}
                answer = await client.get(url, params={"query": OPEN}, headers=headers)
                assert answer.status_code == (304 if other is role else 200)


# Callers who have not signed in ------------------------------------------------------------------------


async def test_on_this_machine_a_caller_may_do_everything(service: Service) -> None:
    for text in (OPEN, SINGLE, WRITE):
        assert codes(await post(service, text)) == []


@pytest.mark.parametrize("headers", PROXIED, ids=str)
async def test_a_caller_through_a_proxy_must_sign_in(service: Service, headers: dict[str, str]) -> None:
    for text in (OPEN, SINGLE, WRITE):
        answer = await post(service, text, headers)
        assert (answer.status_code, codes(answer)) == (401, ["UNAUTHENTICATED"])
        assert answer.headers["www-authenticate"].startswith("Bearer")
        assert "data" not in answer.json()


@pytest.mark.parametrize("path", ["/livez", "/readyz"])
async def test_probes_need_no_sign_in(service: Service, path: str) -> None:
    async with httpx.AsyncClient() as client:
        answer = await client.get(f"{service.address}{path}", headers=PROXIED[0])
    assert answer.status_code in (200, 503)
    assert "UNAUTHENTICATED" not in answer.text


@pytest.mark.parametrize(
    "changes", [{"open_reading": True}, {"role": Role.READER}, {"open_reading": True, "role": Role.ADMIN}]
)
async def test_where_reading_is_open_a_caller_through_a_proxy_reads_and_no_more(
    access: Access, alone: Settings, changes: dict[str, Any]
) -> None:
    async with live(access, alone.model_copy(update=changes)) as address:
        service = Service(address, alone)
        for headers in PROXIED:
            assert codes(await post(service, OPEN, headers)) == []
            assert codes(await post(service, SINGLE, headers)) == ["FORBIDDEN"]
            assert codes(await post(service, WRITE, headers)) == ["FORBIDDEN"]
        assert codes(await post(service, SINGLE, PROXIED[0] | service.bearer(Role.STAFF))) == []


async def test_a_reader_on_this_machine_never_writes(access: Access, alone: Settings) -> None:
    async with live(access, alone.model_copy(update={"role": Role.READER})) as address:
        service = Service(address, alone)
        assert codes(await post(service, WRITE)) == ["FORBIDDEN"]
        assert codes(await post(service, WRITE, service.bearer(Role.LOADER))) == []


async def test_where_writing_is_open_a_stranger_writes_and_sees_no_request(
    access: Access, alone: Settings
) -> None:
    async with live(access, alone.model_copy(update={"open_writing": True})) as address:
        service = Service(address, alone)
        assert codes(await post(service, WRITE, PROXIED[0])) == []
        assert codes(await post(service, SINGLE, PROXIED[0])) == ["FORBIDDEN"]


# Credentials that are not valid ------------------------------------------------------------------------


@pytest.mark.parametrize(
    "sent",
    [
        "",
        "Bearer",
        "Basic dXNlcjpwYXNz",
        "Bearer lsg_",
        "Bearer lsg_0123456789ab_wrong",
        "Bearer a.b.c",
        "Token x",
        "x" * 20_000,
        "Bearer \xe9\xff",
    ],
)
async def test_wrong_credentials_are_refused_also_where_none_are_needed(service: Service, sent: str) -> None:
    answer = await post(service, OPEN, {"authorization": sent.encode("latin-1")})  # type: ignore[dict-item]
    assert (answer.status_code, codes(answer)) == (401, ["UNAUTHENTICATED"])
    assert sent[7:30] not in answer.text or len(sent) <= 8


async def test_two_credentials_at_once_are_refused(service: Service) -> None:
    values = [("authorization", f"Bearer {service.texts[role]}") for role in (Role.READER, Role.ADMIN)]
    async with httpx.AsyncClient() as client:
        answer = await client.post(f"{service.address}/graphql", json={"query": OPEN}, headers=values)
    assert codes(answer) == ["UNAUTHENTICATED"]


async def test_a_revoked_and_an_expired_key_are_refused(service: Service) -> None:
    key, text = service.keys.create("short", Role.ADMIN, 30)
    headers = {"authorization": f"Bearer {text}"}
    assert codes(await post(service, OPEN, headers)) == []
    service.keys.revoke(key.id)
    answer = await post(service, OPEN, headers)
    assert (answer.status_code, codes(answer)) == (401, ["UNAUTHENTICATED"])


# Cookies and pages of other sites ----------------------------------------------------------------------


def cookie(service: Service, role: Role = Role.STAFF) -> dict[str, str]:
    value, _ = Sessions(service.settings).new(role, "sub:test")
    return PROXIED[0] | {"cookie": f"other=1; {COOKIE}={value}"}


async def test_a_session_signs_in(service: Service) -> None:
    assert codes(await post(service, SINGLE, cookie(service))) == []
    assert codes(await post(service, WRITE, cookie(service))) == ["FORBIDDEN"]


@pytest.mark.parametrize(
    "value", ["", "x", "eyJyb2xlIjoiYWRtaW4ifQ.x", '{"role":"admin"}', "x" * 5000, "a=b; =; ;;"]
)
async def test_a_session_that_is_not_ours_counts_as_none(service: Service, value: str) -> None:
    headers = PROXIED[0] | {"cookie": f"{COOKIE}={value}"}
    assert codes(await post(service, OPEN, headers)) == ["UNAUTHENTICATED"]


async def test_a_session_of_another_secret_or_that_has_ended_counts_as_none(
    service: Service, tmp_path: Path
) -> None:
    foreign, _ = Sessions(Settings(home=tmp_path)).new(Role.ADMIN, "sub:x")
    hours = service.settings.model_copy(update={"session_hours": -1.0})
    ended, _ = Sessions(hours).new(Role.ADMIN, "sub:x")
    for value in (foreign, ended):
        headers = PROXIED[0] | {"cookie": f"{COOKIE}={value}"}
        assert codes(await post(service, OPEN, headers)) == ["UNAUTHENTICATED"]


CROSS_SITE = [
    {"sec-fetch-site": "cross-site"},
    {"sec-fetch-site": "same-site"},
    {"origin": "https://evil.example"},
    {"origin": "null"},
    {"origin": "http://127.0.0.1:1"},
    {"sec-fetch-site": "cross-site", "sec-fetch-mode": "no-cors", "sec-fetch-dest": "image"},
    {"sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate", "accept": "text/html, */*"},
]


@pytest.mark.parametrize("headers", CROSS_SITE, ids=str)
async def test_a_page_of_another_site_makes_a_browser_execute_nothing(
    service: Service, headers: dict[str, str]
) -> None:
    async with httpx.AsyncClient(timeout=60) as client:
        url = f"{service.address}/graphql"
        answer = await client.get(url, params={"query": OPEN}, headers=headers)
        assert (answer.status_code, codes(answer)) == (403, ["CROSS_SITE"])
        assert (await client.head(url, params={"query": OPEN}, headers=headers)).status_code == 403
        stream = {"accept": "text/event-stream"}
        answer = await client.get(url, params={"query": CHANGED}, headers=headers | stream)
        assert answer.status_code == 403
    assert codes(await post(service, OPEN, cookie(service) | headers)) == ["CROSS_SITE"]


@pytest.mark.parametrize("site", ["same-origin", "none"])
async def test_a_page_of_ours_and_an_address_that_is_typed_in_execute(service: Service, site: str) -> None:
    own = {"sec-fetch-site": site} | ({"origin": service.address} if site == "same-origin" else {})
    async with httpx.AsyncClient(timeout=60) as client:
        answer = await client.get(f"{service.address}/graphql", params={"query": OPEN}, headers=own)
    assert codes(answer) == []
    assert codes(await post(service, SINGLE, cookie(service) | own)) == []


async def test_a_page_of_an_allowed_origin_executes(access: Access, alone: Settings) -> None:
    origin = "https://app.example"
    async with live(access, alone.model_copy(update={"allowed_origins": (origin,)})) as address:
        headers = {"sec-fetch-site": "cross-site", "origin": origin}
        async with httpx.AsyncClient(timeout=60) as client:
            answer = await client.get(f"{address}/graphql", params={"query": OPEN}, headers=headers)
        assert codes(answer) == []
        assert answer.headers["access-control-allow-origin"] == origin


async def test_a_link_on_another_site_still_opens_graphiql(service: Service) -> None:
    headers = {"accept": "text/html", "sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate"}
    async with httpx.AsyncClient() as client:
        answer = await client.get(f"{service.address}/graphql", headers=headers)
    assert answer.status_code == 200
    assert "text/html" in answer.headers["content-type"]


# WebSockets --------------------------------------------------------------------------------------------


async def talk(
    service: Service, payload: Any, query: str, headers: dict[str, str] | None = None
) -> tuple[str, Any]:
    """The first message after `subscribe`, or `closed` with code and reason."""
    url = service.address.replace("http", "ws", 1) + "/graphql"
    protocols = [Subprotocol("graphql-transport-ws")]
    async with connect(url, subprotocols=protocols, additional_headers=headers) as socket:
        await socket.send(json.dumps({"type": "connection_init", "payload": payload}))
        try:
            assert json.loads(await socket.recv())["type"] == "connection_ack"
        except Exception:
            await socket.wait_closed()
            return "closed", (socket.close_code, socket.close_reason)
        await socket.send(json.dumps({"id": "1", "type": "subscribe", "payload": {"query": query}}))
        message = json.loads(await socket.recv())
        return message["type"], message["payload"]


@pytest.mark.parametrize("name", ["authorization", "Authorization", "AUTHORIZATION"])
async def test_a_websocket_signs_in_with_connection_init(service: Service, name: str) -> None:
    payload = {name: service.bearer(Role.STAFF)["authorization"]}
    kind, answer = await talk(service, payload, SINGLE, PROXIED[0])
    assert (kind, "errors" in answer) == ("next", False)
    payload = {name: service.bearer(Role.READER)["authorization"]}
    kind, answer = await talk(service, payload, SINGLE, PROXIED[0])
    assert answer["errors"][0]["extensions"]["code"] == "FORBIDDEN"


async def test_a_websocket_signs_in_with_the_headers_of_its_request(service: Service) -> None:
    for headers in (cookie(service), PROXIED[0] | service.bearer(Role.STAFF)):
        kind, answer = await talk(service, None, SINGLE, headers)
        assert (kind, "errors" in answer) == ("next", False)


@pytest.mark.parametrize(
    "payload",
    [
        None,
        {},
        {"authorization": "Bearer lsg_x_y"},
        {"authorization": 7},
        {"authorization": None},
        {"a": "b"},
    ],
)
async def test_a_websocket_of_a_stranger_is_closed_with_4403(service: Service, payload: Any) -> None:
    kind, (code, reason) = await talk(service, payload, OPEN, PROXIED[0])
    assert (kind, code) == ("closed", 4403)
    assert reason


async def test_over_a_websocket_a_reader_does_not_write(service: Service) -> None:
    payload = {"authorization": service.bearer(Role.READER)["authorization"]}
    kind, answer = await talk(service, payload, WRITE)
    assert kind == "error"
    assert answer[0]["extensions"]["code"] == "FORBIDDEN"


def expiring(service: Service) -> str:
    """A key that ends in a second."""
    key, text = service.keys.create("short", Role.STAFF, 30)
    stored = json.loads(service.keys.path.read_bytes())
    soon = (datetime.now(UTC) + timedelta(seconds=1)).isoformat()
    changed = [each | ({"expires": soon} if each["id"] == key.id else {}) for each in stored]
    service.keys.path.write_text(json.dumps(changed))
    return f"Bearer {text}"


async def test_a_key_that_expires_ends_its_websocket(service: Service) -> None:
    url = service.address.replace("http", "ws", 1) + "/graphql"
    async with connect(url, subprotocols=[Subprotocol("graphql-transport-ws")]) as socket:
        payload = {"authorization": expiring(service)}
        await socket.send(json.dumps({"type": "connection_init", "payload": payload}))
        await socket.send(json.dumps({"id": "1", "type": "subscribe", "payload": {"query": CHANGED}}))
        await socket.wait_closed()
        assert (socket.close_code, socket.close_reason) == (4403, "The API key has expired.")


async def test_a_key_that_is_revoked_ends_its_event_stream_with_an_error(service: Service) -> None:
    key, text = service.keys.create("short", Role.STAFF, 30)
    headers = {"accept": "text/event-stream", "authorization": f"Bearer {text}"}
    body = {"query": CHANGED}
    async with (
        httpx.AsyncClient(timeout=60) as client,
        client.stream("POST", f"{service.address}/graphql", json=body, headers=headers) as stream,
    ):
        lines = stream.aiter_lines()
        assert await anext(lines) == "event: next"
        service.keys.revoke(key.id)
        rest = "\n".join([line async for line in lines])
    assert "UNAUTHENTICATED" in rest
    assert rest.rstrip().endswith("event: complete\ndata:")


# What strangers are shown ------------------------------------------------------------------------------


@pytest.mark.parametrize("audience", Audience)
async def test_graphiql_and_the_schema_are_for_the_audience_of_the_setting(
    access: Access, alone: Settings, audience: Audience
) -> None:
    changes = {"introspection": audience, "open_reading": True}
    async with live(access, alone.model_copy(update=changes)) as address:
        service = Service(address, alone)
        callers = {
            "stranger": PROXIED[0],
            "reader": service.bearer(Role.READER),
            "staff": service.bearer(Role.STAFF),
            "here": {},
        }
        shown = {
            Audience.EVERYONE: {"stranger", "reader", "staff", "here"},
            Audience.SIGNED_IN: {"reader", "staff", "here"},
            Audience.STAFF: {"staff", "here"},
            Audience.NOBODY: set(),
        }[audience]
        async with httpx.AsyncClient() as client:
            for path, headers in (("/schema.graphql", {}), ("/graphql", {"accept": "text/html"})):
                found = {
                    name
                    for name, more in callers.items()
                    if (await client.get(f"{address}{path}", headers=headers | more)).status_code == 200
                }
                assert found == shown, path


async def test_introspection_is_for_the_same_audience_over_every_transport(
    access: Access, alone: Settings
) -> None:
    schema = "{ __schema { queryType { name } } }"
    changes = {"introspection": Audience.SIGNED_IN, "open_reading": True}
    async with live(access, alone.model_copy(update=changes)) as address:
        service = Service(address, alone)
        for headers, shown in ((PROXIED[0], False), (PROXIED[0] | service.bearer(Role.READER), True)):
            answer = await post(service, schema, headers)
            assert ("FORBIDDEN" in answer.text) is not shown
            _, message = await talk(service, None, schema, headers)
            assert ("FORBIDDEN" in json.dumps(message)) is not shown
            streamed = await post(service, schema, headers | {"accept": "text/event-stream"})
            assert streamed.text.startswith("event: next")
            assert ("FORBIDDEN" in streamed.text) is not shown
            for said in (answer.text, json.dumps(message), streamed.text):
                assert ("queryType" in said) is shown


# The audit log -----------------------------------------------------------------------------------------


async def test_sign_ins_refusals_and_writes_leave_a_line_without_a_token(
    service: Service, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, "learning_sites.audit")
    await post(service, WRITE, service.bearer(Role.LOADER))
    await post(service, WRITE, service.bearer(Role.READER))
    await post(service, OPEN, {"authorization": "Bearer lsg_000000000000_secret"})
    await talk(service, {}, OPEN, PROXIED[0])
    text = [r.getMessage() for r in caplog.records if r.name == "learning_sites.audit"]
    lines = [json.loads(each) for each in text]
    assert [(each["audit"], each.get("role"), each.get("refused")) for each in lines] == [
        ("write", "loader", False),
        ("write", "reader", True),
        ("refused", None, None),
        ("refused", None, None),
    ]
    assert all(each["caller"].split(":")[0] in ("key", "address") for each in lines)
    assert all(each["id"] for each in lines)
    everything = "\n".join(text)
    assert "secret" not in everything
    assert "198.51.100.7" not in everything
    assert not [role for role in Role if service.texts[role] in everything]


# Headers -----------------------------------------------------------------------------------------------

SECURITY = (
    "content-security-policy",
    "x-content-type-options",
    "referrer-policy",
    "cross-origin-opener-policy",
    "cross-origin-resource-policy",
    "permissions-policy",
)


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/"),
        ("GET", "/livez"),
        ("GET", "/readyz"),
        ("GET", "/schema.graphql"),
        ("GET", "/graphql"),
        ("GET", "/graphql?query={__typename}"),
        ("POST", "/graphql"),
        ("DELETE", "/graphql"),
        ("GET", "/sign-in"),
        ("POST", "/sign-out"),
        ("GET", "/no/such/page"),
        ("GET", "/graphiql/no-such-file.js"),
    ],
)
async def test_every_answer_has_the_headers_that_make_browsers_careful(
    service: Service, method: str, path: str
) -> None:
    async with httpx.AsyncClient() as client:
        for accept in ("text/html", "application/json"):
            headers = {"accept": accept}
            answer = await client.request(method, f"{service.address}{path}", headers=headers)
            for name in SECURITY:
                assert len(answer.headers.get_list(name)) == 1, (name, path)
            assert "frame-ancestors 'none'" in answer.headers["content-security-policy"]
            assert "strict-transport-security" not in answer.headers


async def test_transport_security_is_sent_where_an_operator_says_so(access: Access, alone: Settings) -> None:
    stated = alone.model_copy(update={"hsts_s": 63072000})
    async with live(access, stated) as address, httpx.AsyncClient() as client:
        answer = await client.get(f"{address}/livez")
    assert answer.headers["strict-transport-security"] == "max-age=63072000"
