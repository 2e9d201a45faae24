"""`learning-sites keys`: a key is printed once, listed without its secret, and revoked by its id."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from cli.app import command_line
from graph.viewer import Role


@pytest.fixture(autouse=True)
def home(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    monkeypatch.setenv("LEARNING_SITES_HOME", str(tmp_path / "home"))
    return tmp_path / "home"


def keys(*arguments: str) -> Result:
    return CliRunner().invoke(command_line(["keys"]), ["keys", *arguments])


@pytest.mark.parametrize("role", Role)
def test_a_key_is_printed_once_with_role_and_end(role: Role, home: Path) -> None:
    made = keys("create", "--name", "dash", "--role", role, "--days", "30")
    assert made.exit_code == 0
    assert made.stdout.startswith("lsg_")
    assert made.stdout.count("\n") == 1
    assert f"Role {role}, expires on 20" in made.stderr
    listed = keys("list").stdout
    assert "dash" in listed
    assert made.stdout.strip().split("_", 2)[2] not in listed + (home / "api-keys.json").read_text()


def test_the_list_says_state_and_last_use() -> None:
    made = json.loads(keys("create", "--name", "a", "--role", "staff", "--forever", "--json").stdout)
    assert (made["expires"], made["state"]) == (None, "valid")
    assert keys("revoke", made["id"]).exit_code == 0
    [listed] = json.loads(keys("list", "--json").stdout)
    assert (listed["id"], listed["state"], listed["lastUsed"]) == (made["id"], "revoked", None)
    assert "key" not in listed


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("create", "--name", "", "--role", "staff"), "--name: 1 to 60"),
        (("create", "--name", "pat@example.org", "--role", "staff"), "no address of a person"),
        (("create", "--name", "x", "--role", "boss"), "boss"),
        (("create", "--name", "x", "--role", "staff", "--days", "0"), "greater than"),
        (("create", "--name", "x"), "--role"),
        (("revoke", "abc"), "no API key has the id 'abc'"),
    ],
)
def test_wrong_use_ends_with_2_and_says_what_is_wrong(arguments: tuple[str, ...], said: str) -> None:
    ended = keys(*arguments)
    assert ended.exit_code == 2
    assert said in ended.stderr


def test_a_damaged_file_is_said_and_kept(home: Path) -> None:
    home.mkdir()
    (home / "api-keys.json").write_text("[{]")
    for arguments in (("list",), ("create", "--name", "x", "--role", "staff"), ("revoke", "x")):
        ended = keys(*arguments)
        assert ended.exit_code == 2
        assert "it is damaged" in ended.stderr
    assert (home / "api-keys.json").read_text() == "[{]"
