"""The committed `schema.graphql` is the schema, and the schema documents itself."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from graphql import (
    GraphQLInputObjectType,
    GraphQLInterfaceType,
    GraphQLObjectType,
    build_client_schema,
    build_schema,
    get_introspection_query,
    is_specified_scalar_type,
    print_schema,
)
from typer.testing import CliRunner

from cli.app import command_line
from schema.declare import one
from schema.model import MODEL
from schema.sources import Label

FILE = Path(__file__).parents[2] / "schema.graphql"
REMEDY = "write it anew with `learning-sites schema print > schema.graphql`, if the change is meant"

# Names that clients rely on from the first release; the other root fields come with their features.
ROOT_FIELDS = {
    "node",
    "nodes",
    "site",
    "sites",
    "jurisdiction",
    "jurisdictions",
    "programModel",
    "programModels",
    "topic",
    "topics",
    "partnerAgency",
    "partnerAgencies",
    "request",
    "requests",
    "recommendSites",
    "requestStatistics",
    "coverageGaps",
    "dataVersion",
}


def test_the_committed_file_is_the_schema() -> None:
    assert FILE.read_text(encoding="utf-8") == MODEL.sdl, REMEDY
    build_schema(MODEL.sdl)


def test_the_command_prints_it() -> None:
    printed = CliRunner().invoke(command_line(), ["schema", "print"])
    assert printed.exit_code == 0
    assert printed.output == MODEL.sdl


def test_the_promised_root_fields_exist() -> None:
    query = MODEL.executable.query_type
    assert query is not None
    assert set(query.fields) >= ROOT_FIELDS


def test_everything_has_a_description() -> None:
    assert [name for name, description in _described() if not (description or "").strip()] == []


def _described() -> Iterator[tuple[str, str | None]]:
    for name, type in MODEL.executable.type_map.items():
        if name.startswith("__") or is_specified_scalar_type(type):
            continue
        yield name, type.description
        if isinstance(type, GraphQLObjectType | GraphQLInterfaceType):
            for field_name, field in type.fields.items():
                yield f"{name}.{field_name}", field.description
                for argument_name, argument in field.args.items():
                    yield f"{name}.{field_name}({argument_name})", argument.description
        elif isinstance(type, GraphQLInputObjectType):
            for field_name, given in type.fields.items():
                yield f"{name}.{field_name}", given.description


@pytest.mark.parametrize("options", [{"arguments": {"key": (str, "Its key.")}}, {"staff": True}])
def test_a_field_with_arguments_or_for_staff_must_be_nullable(options: dict[str, Any]) -> None:
    with pytest.raises(TypeError, match="must be nullable"):
        one("A site.", Label("Site"), "Site", nullable=False, **options)


async def test_introspection_is_answered(ask: Any) -> None:
    found = await ask(get_introspection_query(input_value_deprecation=True))
    names = {type["name"] for type in found["__schema"]["types"]}
    assert {"Query", "Site", "Recommendation", "RecommendInput", "PageInfo"} <= names
    requester = next(t for t in found["__schema"]["types"] if t["name"] == "RequesterInput")
    assert {field["name"] for field in requester["inputFields"]} == {
        "jurisdictionKey",
        "agencyOri",
        "profile",
    }


async def test_schema_rebuilt_from_introspection_is_the_committed_one(ask: Any) -> None:
    """Found by users: of the inputs that take exactly one of their fields introspection said the opposite."""
    rebuilt = build_client_schema(
        await ask(
            get_introspection_query(
                specified_by_url=True,
                directive_is_repeatable=True,
                schema_description=True,
                input_value_deprecation=True,
                one_of=True,
            )
        )
    )
    assert print_schema(rebuilt) == print_schema(build_schema(FILE.read_text(encoding="utf-8")))
    assert "input RequesterInput @oneOf {" in print_schema(rebuilt)


async def test_only_an_input_can_be_one_of_its_fields(ask: Any) -> None:
    found = await ask("{ __schema { types { name kind isOneOf } } }")
    said = {type["name"]: type["isOneOf"] for type in found["__schema"]["types"]}
    assert {name for name, one in said.items() if one} == set(
        re.findall(r"^input (\w+) @oneOf", FILE.read_text(encoding="utf-8"), re.MULTILINE)
    )
    kinds = {type["kind"] for type in found["__schema"]["types"] if type["isOneOf"] is not None}
    assert kinds == {"INPUT_OBJECT"}


async def test_introspection_and_data_go_together(ask: Any) -> None:
    found = await ask('{ __type(name: "Site") { name } site(key: "site:houston-pd") { state } }')
    assert found == {"__type": {"name": "Site"}, "site": {"state": "TX"}}
