"""What clients of the last release rely on stays, or its end is listed with a reason."""

from __future__ import annotations

import json
import re
import tomllib
from pathlib import Path

import pytest
from graphql import build_schema
from typer.testing import CliRunner

from cli.app import command_line
from schema.changes import RELEASED, SchemaChange, schema_changes
from schema.model import MODEL

ROOT = Path(__file__).parents[2]
ACCEPTED = Path(__file__).with_name("accepted_breaks.toml")
BEFORE = """
    enum Setting { RURAL URBAN }
    interface Node { id: ID! }
    type Site implements Node { id: ID! name: String! fax: String models(first: Int! = 20): [String!]! }
    input Requester { key: String profile: String }
    input Weights { fit: Float! = 1 }
    type Query {
      site(key: String!): Site
      sites(setting: Setting, first: Int! = 20): [Site!]!
      ask(for: Requester!, weights: Weights): Float
    }
"""


def test_only_accepted_changes_break_clients_of_the_last_release() -> None:
    released = build_schema(RELEASED.read_text(encoding="utf-8"))
    accepted = tomllib.loads(ACCEPTED.read_text(encoding="utf-8")).get("accepted", [])
    assert all(each["reason"].strip() for each in accepted)
    remedy = f"take the change back, or list it with a reason in {ACCEPTED.name}"
    meant = {SchemaChange(each["kind"], each["description"]) for each in accepted}
    assert set(schema_changes(released, MODEL.executable).breaking) == meant, remedy


def test_the_released_schema_is_that_of_the_last_version() -> None:
    version = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
    first = RELEASED.read_text(encoding="utf-8").partition("\n")[0]
    assert first.startswith(f"# Released with {version}. "), "copy schema.graphql below the first line"


@pytest.mark.parametrize(
    ("old", "new", "kind"),
    [
        (" fax: String", "", "FIELD_REMOVED"),
        ("name: String!", "name: String", "FIELD_CHANGED_KIND"),
        (" implements Node", "", "IMPLEMENTED_INTERFACE_REMOVED"),
        ("RURAL URBAN", "URBAN", "VALUE_REMOVED_FROM_ENUM"),
        ("(setting: Setting, ", "(", "ARG_REMOVED"),
        ("(key: String!)", "(key: String!, state: String!)", "REQUIRED_ARG_ADDED"),
        ("weights: Weights", "weights: Weights!", "ARG_CHANGED_KIND"),
        ("profile: String", "profile: String state: String!", "REQUIRED_INPUT_FIELD_ADDED"),
        ("input Requester", "input Requester @oneOf", "INPUT_BECAME_ONE_OF"),
        ("models(first: Int! = 20)", "models(first: Int!)", "DEFAULT_REMOVED"),
        ("fit: Float! = 1", "fit: Float!", "DEFAULT_REMOVED"),
    ],
)
def test_a_change_that_makes_a_document_invalid_is_breaking(old: str, new: str, kind: str) -> None:
    assert BEFORE.count(old) == 1
    found = schema_changes(build_schema(BEFORE), build_schema(BEFORE.replace(old, new)))
    assert [change.kind for change in found.breaking] == [kind]


@pytest.mark.parametrize(
    ("old", "new", "kind"),
    [
        ("RURAL URBAN", "RURAL URBAN SUBURBAN", "VALUE_ADDED_TO_ENUM"),
        ("(key: String!)", "(key: String!, asOf: String)", "OPTIONAL_ARG_ADDED"),
        ("profile: String", "profile: String state: String", "OPTIONAL_INPUT_FIELD_ADDED"),
        (
            "setting: Setting, first: Int! = 20",
            "setting: Setting, first: Int! = 50",
            "ARG_DEFAULT_VALUE_CHANGE",
        ),
    ],
)
def test_a_change_unknown_to_a_client_is_dangerous_and_not_breaking(old: str, new: str, kind: str) -> None:
    assert BEFORE.count(old) == 1
    found = schema_changes(build_schema(BEFORE), build_schema(BEFORE.replace(old, new)))
    assert found.breaking == ()
    assert [change.kind for change in found.dangerous] == [kind]


def test_new_fields_and_types_are_neither() -> None:
    after = (
        BEFORE
        + "type Topic { key: String! } extend type Query { topic: Topic } extend type Site { state: ID }"
    )
    found = schema_changes(build_schema(BEFORE), build_schema(after))
    assert (found.breaking, found.dangerous) == ((), ())


def test_the_command_fails_on_a_break_and_names_it(tmp_path: Path) -> None:
    earlier = tmp_path / "earlier.graphql"
    earlier.write_text(MODEL.sdl + "\nextend type Site { fax: String }\n")
    said = CliRunner().invoke(command_line(), ["schema", "check", str(earlier)])
    assert said.exit_code == 1
    assert said.output == (
        "breaking   FIELD_REMOVED: Field Site.fax was removed.\n1 breaking, 0 dangerous.\n"
    )
    for_scripts = CliRunner().invoke(command_line(), ["schema", "check", str(earlier), "--json"])
    assert for_scripts.exit_code == 1
    assert json.loads(for_scripts.output) == {
        "breaking": [{"kind": "FIELD_REMOVED", "description": "Field Site.fax was removed."}],
        "dangerous": [],
    }


def test_the_command_passes_over_dangerous_changes_and_lists_them(tmp_path: Path) -> None:
    earlier = tmp_path / "earlier.graphql"
    earlier.write_text(re.sub(r'\n( +"""[^"]*""")?\s+FORMER\n', "\n", MODEL.sdl, count=1))
    said = CliRunner().invoke(command_line(), ["schema", "check", str(earlier)])
    assert said.exit_code == 0
    assert "dangerous  VALUE_ADDED_TO_ENUM: Enum value SiteStatus.FORMER was added." in said.output


def test_the_command_compares_with_the_last_release_by_default() -> None:
    said = CliRunner().invoke(command_line(), ["schema", "check", "--json"])
    released = schema_changes(build_schema(RELEASED.read_text(encoding="utf-8")), MODEL.executable)
    assert [SchemaChange(**each) for each in json.loads(said.output)["breaking"]] == list(released.breaking)
    assert said.exit_code == (1 if released.breaking else 0)


@pytest.mark.parametrize("text", [None, "not a schema", "query { sites { totalCount } }"])
def test_an_invalid_schema_file_is_a_usage_error(tmp_path: Path, text: str | None) -> None:
    file = tmp_path / "wrong.graphql"
    if text is not None:
        file.write_text(text)
    refused = CliRunner().invoke(command_line(), ["schema", "check", str(file)])
    assert refused.exit_code == 2
    assert "wrong.graphql" in refused.output
    assert refused.output.count("\n") == 1
