"""JSON Web Tokens: the one good form is accepted, and every forged, stale or foreign one is refused."""

from __future__ import annotations

import asyncio
import base64
import hashlib
import hmac
import json
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from time import time
from typing import Any

import jwt
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from issuer import AUDIENCE, ISSUER, Issuer

import sign_in.key_set
import sign_in.tokens
from graph.errors import SettingInvalid, Unauthenticated, Unavailable
from graph.settings import Settings
from graph.viewer import Role
from sign_in.tokens import Tokens

NOW = int(time())
ANOTHER = rsa.generate_private_key(65537, 2048)
SMALL = rsa.generate_private_key(65537, 1024)
SECRET = "a shared secret of more than 32 bytes"


@pytest.fixture(scope="session")
def issuer() -> Issuer:
    return Issuer()


@pytest.fixture(scope="session")
def key_file(issuer: Issuer, tmp_path_factory: pytest.TempPathFactory) -> str:
    return issuer.write(tmp_path_factory.mktemp("keys") / "jwks.json")


def settings(keys: str | None = None, **changes: Any) -> Settings:
    return Settings(jwt_issuer=ISSUER, jwt_audience=AUDIENCE, jwt_keys=keys).model_copy(update=changes)


@pytest.fixture
def tokens(key_file: str) -> Tokens:
    return Tokens(settings(key_file))


def part(value: Any) -> str:
    data = value if isinstance(value, bytes) else json.dumps(value).encode()
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def public_pem(issuer: Issuer) -> bytes:
    return issuer.rsa.public_key().public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    )


def with_public_key_as_secret(issuer: Issuer) -> str:
    """The classic confusion of RS256 and HS256: the public key, which all know, as a shared secret."""
    head = part({"alg": "HS256", "kid": issuer.kid, "typ": "JWT"})
    signed = f"{head}.{part(issuer.claims())}".encode()
    return f"{signed.decode()}.{part(hmac.new(public_pem(issuer), signed, hashlib.sha256).digest())}"


def unsigned(issuer: Issuer, alg: str) -> str:
    return f"{part({'alg': alg, 'kid': issuer.kid})}.{part(issuer.claims())}."


def resigned(issuer: Issuer, **changes: Any) -> str:
    """Another payload under the signature of a good token."""
    head, _, signature = issuer.token().split(".")
    return f"{head}.{part(issuer.claims(**changes))}.{signature}"


def embedded_key(issuer: Issuer) -> str:
    """A token that brings its own key along."""
    own = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(ANOTHER.public_key()))
    return jwt.encode(issuer.claims(), ANOTHER, "RS256", headers={"kid": issuer.kid, "jwk": own})


Make = Callable[[Issuer], str]
REFUSED: dict[str, Make] = {
    "nothing": lambda _: "",
    "no token": lambda _: "abc",
    "two dots": lambda _: "..",
    "five parts": lambda _: "a.b.c.d.e",
    "not base64": lambda i: i.token()[:-4] + "€€",
    "binary": lambda _: "\x00\x01.\x02.\x03",
    "a header that is a list": lambda _: f"{part([])}.{part({})}.{part(b'x')}",
    "a header that is a number": lambda _: f"{part(1)}.{part({})}.{part(b'x')}",
    "deep json": lambda _: f"{part(b'[' * 3000)}.{part({})}.{part(b'x')}",
    "deep json in the payload": lambda i: f"{i.token().split('.')[0]}.{part(b'[' * 3000)}.{part(b'x')}",
    "no algorithm": lambda i: f"{part({'kid': i.kid})}.{part(i.claims())}.{part(b'x')}",
    "none": lambda i: unsigned(i, "none"),
    "None": lambda i: unsigned(i, "None"),
    "NONE with a signature": lambda i: unsigned(i, "NONE") + part(b"x"),
    "an algorithm that is a list": lambda i: f"{part({'alg': ['RS256']})}.{part(i.claims())}.{part(b'x')}",
    "the public key as a secret": with_public_key_as_secret,
    "an empty secret": lambda i: jwt.encode(i.claims(), "x" * 32, "HS256", headers={"kid": i.kid}),
    "no signature": lambda i: i.token().rpartition(".")[0] + ".",
    "a cut signature": lambda i: i.token()[:-10],
    "another payload": lambda i: resigned(i, role="admin"),
    "another subject": lambda i: resigned(i, sub="person-2"),
    "another key": lambda i: jwt.encode(i.claims(), ANOTHER, "RS256", headers={"kid": i.kid}),
    "a key in the token": embedded_key,
    "a key at an address": lambda i: jwt.encode(
        i.claims(), ANOTHER, "RS256", headers={"kid": "x", "jku": "https://evil.example/jwks"}
    ),
    "an unknown key": lambda i: i.token(headers={"kid": "unknown"}),
    "a key that is a path": lambda i: i.token(headers={"kid": "../../etc/passwd"}),
    "an empty key id": lambda i: i.token(headers={"kid": ""}),
    "no key id among several keys": lambda i: jwt.encode(i.claims(), i.rsa, "RS256"),
    "an algorithm that the key is not for": lambda i: jwt.encode(
        i.claims(), i.rsa, "PS256", headers={"kid": i.kid}
    ),
    "an algorithm that is not accepted": lambda i: jwt.encode(
        i.claims(), i.rsa, "RS512", headers={"kid": i.kid}
    ),
    "the other key's id": lambda i: i.token(headers={"kid": "ec-1"}),
    "a proof of possession": lambda i: i.token(headers={"typ": "dpop+jwt"}),
    "a sign-out": lambda i: i.token(headers={"typ": "logout+jwt"}),
    "a type that is a part of one": lambda i: i.token(headers={"typ": "at"}),
    "a critical extension": lambda i: i.token(headers={"crit": ["exp"]}),
    "an unencoded payload": lambda i: i.token(headers={"b64": False, "crit": ["b64"]}),
    "expired": lambda i: i.token(exp=NOW - 3600),
    "expired just beyond the leeway": lambda i: i.token(exp=int(time()) - 32),
    "no end": lambda i: i.token(exp=None),
    "an end that is text": lambda i: resigned(i, exp="tomorrow"),
    "an end that is text, signed": lambda i: jwt.encode(
        i.claims() | {"exp": "tomorrow"}, i.rsa, "RS256", headers={"kid": i.kid}
    ),
    "an end that is a number as text": lambda i: jwt.encode(
        i.claims() | {"exp": str(NOW + 600)}, i.rsa, "RS256", headers={"kid": i.kid}
    ),
    "an end beyond all numbers": lambda i: i.token(exp=float("inf")),
    "an end that is no number": lambda i: i.token(exp=float("nan")),
    "an end in 1e400": lambda i: i.token(exp=10**400),
    "an end that is true": lambda i: i.token(exp=True),
    "an end that is a list": lambda i: i.token(exp=[NOW + 600]),
    "not valid yet": lambda i: i.token(nbf=NOW + 3600),
    "issued in the future": lambda i: i.token(iat=NOW + 3600),
    "another issuer": lambda i: i.token(iss="https://evil.example"),
    "an issuer with a slash more": lambda i: i.token(iss=f"{ISSUER}/"),
    "an issuer in capitals": lambda i: i.token(iss=ISSUER.upper()),
    "no issuer": lambda i: i.token(iss=None),
    "a list of issuers": lambda i: i.token(iss=[ISSUER]),
    "another audience": lambda i: i.token(aud="another"),
    "the beginning of the audience": lambda i: i.token(aud=AUDIENCE[:-1]),
    "no audience": lambda i: i.token(aud=None),
    "an empty list of audiences": lambda i: i.token(aud=[]),
    "no subject": lambda i: i.token(sub=None),
    "an empty subject": lambda i: i.token(sub=""),
    "a subject that is a number": lambda i: resigned(i, sub=1),
    "no role": lambda i: i.token(role=None),
    "an unknown role": lambda i: i.token(role="boss"),
    "an empty role": lambda i: i.token(role=""),
    "a role in capitals": lambda i: i.token(role="ADMIN"),
    "a role that is an object": lambda i: i.token(role={"staff": True}),
    "a role within text": lambda i: i.token(role="staff,admin"),
    "an empty list of roles": lambda i: i.token(role=[]),
    "larger than 8 KiB": lambda i: i.token(more="x" * 8192),
}


@pytest.mark.parametrize("make", REFUSED.values(), ids=REFUSED)
async def test_is_refused(issuer: Issuer, tokens: Tokens, make: Make) -> None:
    with pytest.raises(Unauthenticated) as refused:
        await tokens.identity(make(issuer))
    assert str(refused.value).startswith(("The token", "The claim"))


ACCEPTED: dict[str, tuple[Make, Role]] = {
    "staff": (lambda i: i.token(), Role.STAFF),
    "reader": (lambda i: i.token(role="reader"), Role.READER),
    "loader": (lambda i: i.token(role="loader"), Role.LOADER),
    "an access token": (lambda i: i.token(headers={"typ": "at+jwt"}), Role.STAFF),
    "an access token, in full": (lambda i: i.token(headers={"typ": "application/AT+JWT"}), Role.STAFF),
    "several audiences": (lambda i: i.token(aud=["another", AUDIENCE]), Role.STAFF),
    "several roles: the first of the setting": (lambda i: i.token(role=["reader", "admin"]), Role.ADMIN),
    "roles of others": (lambda i: i.token(role=["boss", "staff", 7, None]), Role.STAFF),
    "within the leeway": (lambda i: i.token(exp=int(time()) - 20), Role.STAFF),
    "a clock that is ahead": (lambda i: i.token(iat=int(time()) + 20, nbf=int(time()) + 20), Role.STAFF),
    "neither nbf nor iat": (lambda i: i.token(nbf=None, iat=None), Role.STAFF),
    "an elliptic curve": (
        lambda i: jwt.encode(i.claims(), i.ec, "ES256", headers={"kid": "ec-1"}),
        Role.STAFF,
    ),
}


@pytest.mark.parametrize(("make", "role"), ACCEPTED.values(), ids=ACCEPTED)
async def test_is_accepted(issuer: Issuer, tokens: Tokens, make: Make, role: Role) -> None:
    found = await tokens.identity(make(issuer))
    assert found.viewer.role is role
    assert found.caller.startswith("sub:")
    assert "person" not in found.caller


async def test_a_subject_is_one_caller_in_all_its_tokens(issuer: Issuer, tokens: Tokens) -> None:
    callers = [(await tokens.identity(issuer.token(jti=str(n)))).caller for n in range(2)]
    other = (await tokens.identity(issuer.token(sub="person-2"))).caller
    assert callers[0] == callers[1] != other


async def test_a_token_that_was_accepted_is_refused_once_it_has_expired(
    issuer: Issuer, key_file: str
) -> None:
    tokens = Tokens(settings(key_file, jwt_leeway_s=0))
    token = issuer.token(exp=int(time()) + 2)
    assert (await tokens.identity(token)).viewer.role is Role.STAFF
    await asyncio.sleep(2.1)
    with pytest.raises(Unauthenticated, match="expired"):
        await tokens.identity(token)


@pytest.mark.parametrize(
    ("claim", "values", "claims", "role"),
    [
        (
            "realm_access.roles",
            ("crisis-staff=staff",),
            {"realm_access": {"roles": ["x", "crisis-staff"]}},
            "staff",
        ),
        ("https://a.example/role", ("a=loader",), {"https://a.example/role": "a"}, "loader"),
        ("groups", ("b=admin", "a=reader"), {"groups": ["a", "b"]}, "admin"),
        ("groups", ("x=y=admin",), {"groups": "x=y"}, "admin"),
    ],
)
async def test_the_role_comes_from_the_claim_of_the_setting(
    issuer: Issuer, key_file: str, claim: str, values: tuple[str, ...], claims: Any, role: str
) -> None:
    tokens = Tokens(settings(key_file, role_claim=claim, role_values=values))
    assert (await tokens.identity(issuer.token(role=None, **claims))).viewer.role == role
    with pytest.raises(Unauthenticated, match="has no value with a role"):
        await tokens.identity(issuer.token())


async def test_a_shared_secret_verifies_instead_of_keys(issuer: Issuer) -> None:
    tokens = Tokens(Settings(jwt_issuer=ISSUER, jwt_audience=AUDIENCE, jwt_secret=SECRET))
    token = jwt.encode(issuer.claims(), SECRET, "HS256")
    assert (await tokens.identity(token)).viewer.role is Role.STAFF
    for forged in (
        jwt.encode(issuer.claims(), SECRET[:-1] + "?", "HS256"),
        issuer.token(),
        unsigned(issuer, "none"),
    ):
        with pytest.raises(Unauthenticated):
            await tokens.identity(forged)


@pytest.mark.parametrize(
    "changes",
    [
        {"jwt_issuer": None},
        {"jwt_audience": None},
        {"jwt_keys": None},
        {"jwt_secret": SECRET},
        {"jwt_algorithms": ("none",)},
        {"jwt_algorithms": ("RS256", "HS256")},
        {"jwt_keys": "http://issuer.example/jwks"},
        {"jwt_keys": "/no/such/file"},
        {"role_values": ("staff",)},
        {"role_values": ("staff=boss",)},
        {"role_values": ("=staff",)},
    ],
)
def test_settings_that_contradict_stop_the_start(key_file: str, changes: dict[str, Any]) -> None:
    with pytest.raises(SettingInvalid, match=r"^LEARNING_SITES_"):
        Tokens(settings(key_file, **changes))


async def test_a_file_of_keys_is_read_again_when_it_changes(tmp_path: Path) -> None:
    issuer, path = Issuer(), tmp_path / "jwks.json"
    tokens = Tokens(settings(issuer.write(path)))
    before = issuer.token(jti="1")
    await tokens.identity(before)
    issuer.rotate()
    issuer.write(path)
    assert (await tokens.identity(issuer.token())).viewer.role is Role.STAFF
    with pytest.raises(Unauthenticated):
        await tokens.identity(before.rpartition(".")[0] + ".AAAA")


class KeyServer:
    """A key set at an address; it counts how often it is fetched."""

    def __init__(self) -> None:
        self.issuer, self.fetched, self.status = Issuer(), 0, 200
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                outer.fetched += 1
                self.send_response(outer.status)
                self.end_headers()
                self.wfile.write(json.dumps(outer.issuer.key_set()).encode())

            def log_message(self, *_: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        Thread(target=self.server.serve_forever, daemon=True).start()
        self.url = f"http://127.0.0.1:{self.server.server_port}/jwks"


@pytest.fixture
def key_server(monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.setattr(sign_in.key_set, "RETRY_S", 0.0)
    server = KeyServer()
    yield server
    server.server.shutdown()
    server.server.server_close()


async def test_a_key_set_is_fetched_once_for_many_tokens(key_server: KeyServer) -> None:
    tokens = Tokens(settings(key_server.url))
    for number in range(20):
        await tokens.identity(key_server.issuer.token(jti=str(number)))
    assert key_server.fetched == 1


async def test_rotated_keys_are_found_and_unknown_ones_do_not_fetch_each_time(
    key_server: KeyServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sign_in.key_set, "COOLDOWN_S", 0.0)
    tokens = Tokens(settings(key_server.url))
    await tokens.identity(key_server.issuer.token())
    key_server.issuer.rotate()
    assert (await tokens.identity(key_server.issuer.token())).viewer.role is Role.STAFF
    monkeypatch.setattr(sign_in.key_set, "COOLDOWN_S", 30.0)
    tokens = Tokens(settings(key_server.url))
    await tokens.identity(key_server.issuer.token())
    before = key_server.fetched
    for number in range(20):
        with pytest.raises(Unauthenticated):
            await tokens.identity(key_server.issuer.token(headers={"kid": f"unknown-{number}"}))
    assert key_server.fetched == before


async def test_while_the_key_set_is_away_the_last_one_is_used(key_server: KeyServer) -> None:
    tokens = Tokens(settings(key_server.url))
    await tokens.identity(key_server.issuer.token())
    key_server.status = 500
    assert tokens._keys is not None
    assert tokens._keys._client is not None
    tokens._keys._client.jwk_set_cache.lifespan = -1  # type: ignore[union-attr]
    assert (await tokens.identity(key_server.issuer.token(jti="2"))).viewer.role is Role.STAFF


async def test_without_a_key_set_the_service_is_unavailable_and_no_token_is_wrong(
    key_server: KeyServer,
) -> None:
    key_server.status = 500
    tokens = Tokens(settings(key_server.url))
    with pytest.raises(Unavailable, match="key set"):
        await tokens.identity(key_server.issuer.token())
    key_server.status = 200
    assert (await tokens.identity(key_server.issuer.token())).viewer.role is Role.STAFF


async def test_without_settings_no_token_is_accepted(issuer: Issuer) -> None:
    with pytest.raises(Unauthenticated, match="API keys"):
        await Tokens(Settings()).identity(issuer.token())
