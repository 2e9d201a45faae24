"""Settings: each is documented and read from its variable, which a wrong value is reported with."""

from __future__ import annotations

from pathlib import Path

import pytest
from pydantic import SecretStr, ValidationError

from graph.errors import SettingInvalid
from graph.settings import Settings, variable
from graph.viewer import Audience, Role

FIELDS = list(Settings.model_fields)
FIELD_NAMES = ("neo4j_uri", "neo4j_username", "neo4j_password", "neo4j_database", "port")
"""Settings that carry the names of the Neo4j world and of hosting platforms."""
OTHERS: dict[type, tuple[str, object]] = {
    int: ("97", 97),
    float: ("7.5", 7.5),
    bool: ("true", True),
    Path: ("/a/folder", Path("/a/folder")),
    str: ("another", "another"),
    tuple: ("a.example, b.example,", ("a.example", "b.example")),
    SecretStr: ("hidden " * 5, SecretStr("hidden " * 5)),
    Role: ("reader", Role.READER),
    Audience: ("nobody", Audience.NOBODY),
    type(None): ("bolt://db.example", "bolt://db.example"),
}
"""Type of a default → a text that a variable may hold, and the value that it means."""


@pytest.fixture(autouse=True)
def clean(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in FIELDS:
        monkeypatch.delenv(variable(name), raising=False)


@pytest.mark.parametrize("name", FIELDS)
def test_every_setting_has_a_sentence(name: str) -> None:
    description = Settings.model_fields[name].description
    assert description is not None
    assert description.endswith(".")


@pytest.mark.parametrize("name", [name for name in FIELDS if name.endswith(("_s", "_mb", "_kb"))])
def test_a_setting_with_a_unit_says_it(name: str) -> None:
    unit = {"s": "seconds", "mb": "MiB", "kb": "KiB"}[name.rpartition("_")[2]]
    assert unit in str(Settings.model_fields[name].description)


def test_variables_have_the_names_of_the_field_or_our_prefix() -> None:
    for name in FIELDS:
        expected = name.upper() if name in FIELD_NAMES else f"LEARNING_SITES_{name.upper()}"
        assert variable(name) == expected


@pytest.mark.parametrize("name", FIELDS)
def test_every_setting_is_read_from_its_variable(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    paths = ("trusted_documents", "jurisdiction_aliases", "zip_counties", "api_keys")
    secrets = ("neo4j_password", "jwt_secret", "oidc_client_secret", "session_secret", "webhook_url")
    unset = {"role": Role, "shutdown_grace_s": float, "cost_rate": int, "cost_burst": int}
    unset |= {"research_port": int, "research_bolt_port": int}
    unset |= dict.fromkeys(paths, Path) | dict.fromkeys(secrets, SecretStr)
    kind = unset.get(name, type(getattr(Settings.read(), name)))
    text, value = OTHERS[kind] if kind is not type(Path()) else OTHERS[Path]
    if name == "max_depth":  # Python nests no more loops
        text, value = "7", 7
    if name == "allowed_origins":
        text, value = "https://a.example, http://[::1]:3000", ("https://a.example", "http://[::1]:3000")
    if name in ("otlp_endpoint", "webhook_url"):
        text = "https://a.example/path?key=b"
        value = SecretStr(text) if name == "webhook_url" else text
    if name == "trusted_proxies":
        text, value = "10.0.0.7, fd00::/8", ("10.0.0.7", "fd00::/8")
    monkeypatch.setenv(variable(name), text)
    assert getattr(Settings.read(), name) == value


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("port", "web"),
        ("port", "-1"),
        ("port", "65536"),
        ("bolt_port", "70000"),
        ("heap_mb", "1"),
        ("deadline_s", "0"),
        ("connect_timeout_s", "soon"),
        ("pool_size", "0"),
        ("max_page_size", "1.5"),
        ("open_reading", "perhaps"),
        ("role", "boss"),
        ("introspection", "friends"),
        ("jwt_leeway_s", "301"),
        ("allowed_hosts", "https://sites.example"),
        ("allowed_hosts", "localhost, sites.example:8000"),
        ("allowed_hosts", "*sites.example"),
        ("allowed_origins", "sites.example"),
        ("allowed_origins", "https://sites.example/"),
        ("allowed_origins", "https://a.example, https://Sites.example"),
        ("allowed_origins", "https://user@sites.example"),
        ("trusted_proxies", "proxy"),
        ("trusted_proxies", "10.0.0.1/8"),
        ("trusted_proxies", "10.0.0.0/33"),
        *((name, "inf") for name, field in Settings.model_fields.items() if field.annotation is float),
        ("shutdown_grace_s", "inf"),
        ("allowed_hosts", ""),
        ("home", ""),
        ("api_keys", ""),
        ("trusted_documents", ""),
        ("otlp_endpoint", "collector:4318"),
    ],
)
def test_a_wrong_value_names_the_variable_and_the_value(
    name: str, text: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(variable(name), text)
    with pytest.raises(SettingInvalid) as caught:
        Settings.read()
    assert str(caught.value).startswith(f"{variable(name)}: ")
    assert repr(text) in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_wrong_secret_is_not_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LEARNING_SITES_JWT_SECRET", "too short")
    with pytest.raises(SettingInvalid, match="LEARNING_SITES_JWT_SECRET: ") as caught:
        Settings.read()
    assert "too short" not in str(caught.value)
    assert "32" in str(caught.value)


def test_all_wrong_values_are_in_one_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PORT", "web")
    monkeypatch.setenv("LEARNING_SITES_HEAP_MB", "small")
    with pytest.raises(SettingInvalid, match=r"PORT: .*; LEARNING_SITES_HEAP_MB: "):
        Settings.read()


def test_the_password_is_not_printed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NEO4J_PASSWORD", "very-secret")
    settings = Settings.read()
    assert "very-secret" not in repr(settings) + str(settings)


@pytest.mark.parametrize("uri", ["", None])
def test_without_an_address_neo4j_is_embedded(uri: str | None, monkeypatch: pytest.MonkeyPatch) -> None:
    if uri is not None:
        monkeypatch.setenv("NEO4J_URI", uri)
    assert Settings.read().embedded
    monkeypatch.setenv("NEO4J_URI", "neo4j://db.example")
    assert not Settings.read().embedded


def test_settings_do_not_change_once_read() -> None:
    with pytest.raises(ValidationError):
        Settings.read().port = 1  # type: ignore[misc]


@pytest.mark.parametrize(
    ("name", "deprecated"), [("cache_max_staleness_s", "LEARNING_SITES_ANSWER_PERIOD_S")]
)
def test_a_renamed_setting_is_still_read_from_its_old_name(
    name: str, deprecated: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(deprecated, "7.5")
    assert getattr(Settings.read(), name) == 7.5
    monkeypatch.setenv(variable(name), "8.5")
    assert getattr(Settings.read(), name) == 8.5
    monkeypatch.delenv(variable(name))
    monkeypatch.setenv(deprecated, "soon")
    with pytest.raises(SettingInvalid, match=f"{deprecated}: .*'soon'"):
        Settings.read()
