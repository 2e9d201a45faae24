"""API keys: shown once, stored as hashes, and refused in every other form."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

import sign_in.api_keys
from graph.errors import InvalidInput, SettingInvalid, Unauthenticated, UnknownKey
from graph.settings import Settings
from graph.viewer import Role, Viewer
from sign_in.api_keys import ApiKeys


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(home=tmp_path / "home")


@pytest.fixture
def keys(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> ApiKeys:
    monkeypatch.setattr(sign_in.api_keys, "REREAD_S", 0.0)
    return ApiKeys(settings)


def changed(keys: ApiKeys, **facts: Any) -> None:
    """The stored facts of the only key are changed."""
    [stored] = json.loads(keys.path.read_bytes())
    keys.path.write_text(json.dumps([stored | facts]))


@pytest.mark.parametrize("role", Role)
def test_a_key_signs_in_with_its_role_until_it_is_revoked(keys: ApiKeys, role: Role) -> None:
    key, text = keys.create("county dashboard", role, 30)
    found = keys.identity(text)
    assert found.viewer == Viewer(role)
    assert found.expires is not None
    assert found.caller.startswith("key:")
    assert key.id not in found.caller
    keys.revoke(key.id)
    with pytest.raises(Unauthenticated, match="revoked"):
        keys.identity(text)


def test_only_its_hash_is_stored_in_a_file_of_the_owner(keys: ApiKeys) -> None:
    _, text = keys.create("dash", Role.STAFF, None)
    secret = text.split("_", 2)[2]
    assert len(secret) >= 43
    assert secret not in keys.path.read_text()
    assert keys.path.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize(
    "damage",
    [
        lambda text: text[:-1],
        lambda text: text + "A",
        lambda text: text[:-1] + ("A" if text[-1] != "A" else "B"),
        lambda text: text.upper(),
        lambda text: text.replace("_", "-"),
        lambda text: "lsg_" + text,
        lambda text: "lsg_" + "0" * 12 + "_" + text.split("_", 2)[2],
        lambda text: text.rpartition("_")[0],
        lambda text: text.rpartition("_")[0] + "_",
        lambda _: "lsg_",
        lambda _: "lsg__",
        lambda text: text + "\x00",
        lambda text: text + "é" * 100_000,
    ],
)
def test_what_is_not_the_key_to_the_letter_is_refused(keys: ApiKeys, damage: Any) -> None:
    _, text = keys.create("dash", Role.ADMIN, None)
    with pytest.raises(Unauthenticated):
        keys.identity(damage(text))
    assert keys.identity(text).viewer.role is Role.ADMIN


def test_an_expired_key_is_refused(keys: ApiKeys) -> None:
    _, text = keys.create("dash", Role.STAFF, 1)
    changed(keys, expires=(datetime.now(UTC) - timedelta(seconds=1)).isoformat())
    with pytest.raises(Unauthenticated, match="expired"):
        keys.identity(text)


def test_the_hash_itself_is_no_key(keys: ApiKeys) -> None:
    key, _ = keys.create("dash", Role.STAFF, None)
    with pytest.raises(Unauthenticated):
        keys.identity(f"lsg_{key.id}_{key.sha256}")


def test_every_process_of_a_home_sees_a_change(settings: Settings, keys: ApiKeys) -> None:
    other = ApiKeys(settings)
    key, text = other.create("dash", Role.STAFF, None)
    assert keys.identity(text).viewer.role is Role.STAFF
    other.revoke(key.id)
    with pytest.raises(Unauthenticated):
        keys.identity(text)


def test_the_last_use_is_known_to_the_minute_also_in_another_process(
    settings: Settings, keys: ApiKeys
) -> None:
    key, text = keys.create("dash", Role.STAFF, None)
    assert keys.used() == {}
    keys.identity(text)
    used = ApiKeys(settings).used()[key.id]
    assert (used.second, used.microsecond) == (0, 0)
    assert abs(datetime.now(UTC) - used) < timedelta(minutes=2)


def test_a_key_works_where_its_last_use_cannot_be_stored(keys: ApiKeys) -> None:
    _, text = keys.create("dash", Role.STAFF, None)
    keys._used_path.mkdir()
    assert keys.identity(text).viewer.role is Role.STAFF


@pytest.mark.parametrize("name", ["", "   ", "x" * 61, "pat.doe@example.org", "two\nlines"])
def test_a_name_that_is_none_of_a_program_is_refused(keys: ApiKeys, name: str) -> None:
    with pytest.raises(InvalidInput, match=r"^--name: "):
        keys.create(name, Role.STAFF, 30)
    assert keys.all() == []


def test_an_unknown_id_cannot_be_revoked_and_says_where_they_are(keys: ApiKeys) -> None:
    with pytest.raises(UnknownKey, match="keys list"):
        keys.revoke("abc")


@pytest.mark.parametrize("content", ["", "{}", "[1]", '[{"id": "x"}]', "\x00", "[" * 100_000])
def test_a_damaged_file_is_said_and_not_overwritten(keys: ApiKeys, content: str) -> None:
    keys.path.parent.mkdir(parents=True)
    keys.path.write_text(content)
    with pytest.raises(SettingInvalid, match="LEARNING_SITES_API_KEYS: "):
        keys.create("dash", Role.STAFF, None)
    assert keys.path.read_text() == content


DAMAGES: list[Callable[[Path], object]] = [
    lambda path: path.write_text("{"),
    lambda path: path.write_text(""),
    lambda path: path.write_text(path.read_text().replace("staff", "boss")),
    lambda path: (path.unlink(), path.mkdir()),
]


@pytest.mark.parametrize("damage", DAMAGES)
def test_while_the_file_is_damaged_the_last_keys_stay(
    keys: ApiKeys, damage: Callable[[Path], object], caplog: pytest.LogCaptureFixture
) -> None:
    _, text = keys.create("dash", Role.STAFF, None)
    assert keys.identity(text).viewer == Viewer(Role.STAFF)
    damage(keys.path)
    for _ in range(3):
        assert keys.identity(text).viewer == Viewer(Role.STAFF)
        with pytest.raises(Unauthenticated):
            keys.identity(f"{text}x")
    assert caplog.text.count("LEARNING_SITES_API_KEYS") == 6


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_file_that_was_never_sound_is_the_same_fault_for_every_caller(
    settings: Settings, damage: Callable[[Path], object]
) -> None:
    maker = ApiKeys(settings)
    _, text = maker.create("dash", Role.STAFF, None)
    damage(maker.path)
    keys = ApiKeys(settings)
    for _ in range(3):  # within one second, in which the file is read once
        with pytest.raises(SettingInvalid, match="LEARNING_SITES_API_KEYS"):
            keys.identity(text)
