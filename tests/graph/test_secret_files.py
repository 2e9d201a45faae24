"""Every secret may come from a file that `<variable>_FILE` names; a wrong file stops the start."""

from __future__ import annotations

from pathlib import Path

import pytest

from graph.errors import SettingInvalid
from graph.secret_files import is_secret
from graph.settings import Settings, variable

SECRETS = [name for name, field in Settings.model_fields.items() if is_secret(field)]
SECRET = "https://" + "päss:word/" * 4
"""One that is an address, too, as `webhook_url` must be."""


@pytest.fixture(autouse=True)
def clean(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in SECRETS:
        monkeypatch.delenv(variable(name), raising=False)
        monkeypatch.delenv(f"{variable(name)}_FILE", raising=False)


def test_there_are_secrets() -> None:
    assert {"neo4j_password", "jwt_secret", "oidc_client_secret", "session_secret"} <= set(SECRETS)


@pytest.mark.parametrize("name", SECRETS)
@pytest.mark.parametrize("ending", ["", "\n", "\r\n"])
def test_a_secret_is_read_from_its_file_without_the_last_newline(
    name: str, ending: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "secret").write_bytes((SECRET + ending).encode())
    monkeypatch.setenv(f"{variable(name)}_FILE", str(tmp_path / "secret"))
    settings = Settings.read()
    assert getattr(settings, name).get_secret_value() == SECRET
    assert SECRET not in repr(settings)


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (None, "cannot be read"),
        (b"", "is empty"),
        (b"\n", "is empty"),
        (b"one\ntwo\n", "more than one line"),
        (b"\xff\xfe", "is not UTF-8"),
        (b"x" * 100_000, "more than one line"),
    ],
)
@pytest.mark.parametrize("name", SECRETS)
def test_a_file_that_is_no_secret_stops_the_start(
    name: str, content: bytes | None, problem: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "secret"
    if content is not None:
        path.write_bytes(content)
    monkeypatch.setenv(f"{variable(name)}_FILE", str(path))
    with pytest.raises(SettingInvalid, match=f"^{variable(name)}_FILE: .*{problem}") as error:
        Settings.read()
    assert "two" not in str(error.value)


@pytest.mark.parametrize("name", SECRETS)
def test_a_secret_and_its_file_together_are_refused(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "secret").write_text(SECRET)
    monkeypatch.setenv(variable(name), SECRET)
    monkeypatch.setenv(f"{variable(name)}_FILE", str(tmp_path / "secret"))
    with pytest.raises(SettingInvalid, match=f"{variable(name)}_FILE: .*not both"):
        Settings.read()


def test_a_secret_of_a_file_has_the_same_limits(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "secret").write_text("short-secret")
    monkeypatch.setenv("LEARNING_SITES_JWT_SECRET_FILE", str(tmp_path / "secret"))
    with pytest.raises(SettingInvalid, match=r"LEARNING_SITES_JWT_SECRET.*32") as error:
        Settings.read()
    assert "short-secret" not in str(error.value)
