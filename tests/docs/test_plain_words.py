"""Public text uses the words of the field, not the private ones of earlier versions.

Public text is README and docs/, descriptions of the schema, help of the commands, settings, error classes,
and every sentence that the program may write.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from graphql import GraphQLSchema, build_schema
from typer.main import get_command

import graph.errors
from cli.app import command_line
from docs.tables import ERRORS, PROTOCOL
from graph.errors import GraphError
from graph.settings import Settings, variable

ROOT = Path(__file__).parents[2]
PACKAGES = ("backtest", "cli", "domain", "graph", "loaders", "monitoring", "schema")
PLAIN = {
    # "Who asks for …" is ordinary.
    r"who (?:asks?|asked)(?! for)|that asks|askers?": "the caller; of a request for help: the requester",
    r"doors?": "endpoint; client",
    r"told|tells? nobody": "said, logged, recorded, reported",
    r"kept answers?|answers? (?:is|are) kept|answer cache|outlasts?": "response cache; staleness",
    r"warmth": "warmup",
    r"steers?|steering": "plan key",
    r"stretch(?:es)?|beyond by seeks": "page, keyset page",
    r"lasting": "cacheable",
    r"as a whole|whole lists?|written whole": "in total; entire",
    r"peeks?": "fetches one more",
    r"intakes?|take[ns]? in (?:files?|logs?|rows?)|shipped": "load, ingest; bundled",
    r"twins?|likeness": "in-memory ranker; similarity",
    r"mend(?:s|ed|ing)?": "fix",
    # `NONE` is a value of enums; "there is none" and "there is no …" are ordinary.
    r"(?<!there )(?:is|are) (?-i:none)|null is nowhere": "is not, with what is allowed",
    r"(?<!there )(?:is|are) no (?!longer|more)\w+": "is not a",
    r"nothing is kept": "nothing written",
    r"waits? (?:in|to be)|waiting (?:in|to be)|set aside|put by": "quarantined",
    r"parted": "separated",
    r"packed": "compressed",
    r"headed": "with the column",
    r"truth values?": "boolean",
    r"signs? of life": "heartbeat",
    r"introduces? (?:itself|themselves)": "send connection_init",
    r"states? that (?:anyone|who)": "acknowledge",
    r"(?:first|last|most|than|out) so many": "maximum number of",
    r"anything by its|things by their": "fetches an object by its global ID",
    r"nobody says": "default",
    # A symbol stands for something.
    r"stands?(?! for\b)|stood": "is, is stored, is listed",
    r"of what each|what of (?:a|the|it)|at the most": "a noun; at most",
}
"""Words of earlier versions, as patterns, and what to write instead."""
PATTERNS = {re.compile(rf"\b(?:{words})\b", re.IGNORECASE): instead for words, instead in PLAIN.items()}


def private_words(text: str) -> list[str]:
    """What `text` should say otherwise: the words with their neighbours, and what to write instead."""
    flat = " ".join(text.split())
    return [
        f"…{flat[max(0, found.start() - 30) : found.end() + 20]}… → {instead}"
        for pattern, instead in PATTERNS.items()
        for found in pattern.finditer(flat)
    ]


def prose(page: str) -> str:
    """A page without generated tables, code (it may name what is deprecated) and targets of links."""
    written = re.sub(r"<!-- (settings|commands)\b.*?<!-- end of \1 -->", "", page, flags=re.DOTALL)
    blocks = re.sub(r"^ *```.*?^ *```", "", written, flags=re.DOTALL | re.MULTILINE)
    return re.sub(r"`[^`\n]+`|\]\([^)]*\)", "`…`", blocks)


def pages() -> list[Path]:
    """README, docs/ and the notes beside the data; docs/errors.md is generated from the error classes."""
    found = [ROOT / "README.md", *ROOT.glob("docs/**/*.md"), *ROOT.glob("data/*.md")]
    return sorted(path for path in found if "node_modules" not in path.parts and path != ERRORS)


def messages(package: str) -> Iterator[tuple[str, str]]:
    """Each text of two words or more in the code of `package` that is not a docstring, with its place."""
    for path in sorted((ROOT / package).rglob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        docstrings = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
        for node in ast.walk(tree):
            match node:
                case ast.Constant(value=str(text)) if id(node) not in docstrings and " " in text.strip():
                    yield f"{path.relative_to(ROOT)}:{node.lineno}", text


def descriptions(schema: GraphQLSchema) -> Iterator[tuple[str, str]]:
    """Each description and deprecation of the schema, with its coordinate."""
    for name, type_ in schema.type_map.items():
        if name.startswith("__"):
            continue
        yield name, type_.description or ""
        members = {**getattr(type_, "fields", {}), **getattr(type_, "values", {})}
        for member, each in members.items():
            yield f"{name}.{member}", f"{each.description or ''} {each.deprecation_reason or ''}"
            for argument, value in getattr(each, "args", {}).items():
                yield f"{name}.{member}({argument}:)", value.description or ""


def commands(command: Any = None, name: str = "learning-sites") -> Iterator[tuple[str, Any]]:
    """Each command and group of commands, by the words that call it."""
    command = command or get_command(command_line())
    yield name, command
    for word, each in getattr(command, "commands", {}).items():
        yield from commands(each, f"{name} {word}")


@pytest.mark.parametrize("page", pages(), ids=lambda page: page.relative_to(ROOT).as_posix())
def test_a_page(page: Path) -> None:
    assert private_words(prose(page.read_text(encoding="utf-8"))) == []


def test_unreleased_changes() -> None:
    (unreleased,) = re.findall(
        r"^## Unreleased\n(.*?)^## ", (ROOT / "CHANGELOG.md").read_text("utf-8"), re.DOTALL | re.MULTILINE
    )
    assert private_words(prose(unreleased)) == []


def test_descriptions_of_the_schema() -> None:
    schema = build_schema((ROOT / "schema.graphql").read_text(encoding="utf-8"))
    found = {place: words for place, text in descriptions(schema) if (words := private_words(text))}
    assert found == {}


@pytest.mark.parametrize(("name", "command"), [pytest.param(*each, id=each[0]) for each in commands()])
def test_help_of_a_command(name: str, command: Any) -> None:
    texts = {name: command.help, **{each.name: getattr(each, "help", None) for each in command.params}}
    assert {part: words for part, text in texts.items() if (words := private_words(text or ""))} == {}


def test_settings() -> None:
    texts = {variable(name): field.description or "" for name, field in Settings.model_fields.items()}
    assert {name: words for name, text in texts.items() if (words := private_words(text))} == {}


def test_error_classes() -> None:
    texts = {name: each.__doc__ or "" for name, each in vars(graph.errors).items() if _is_error(each)}
    texts |= {"the tree of errors": graph.errors.__doc__ or "", **PROTOCOL}
    assert {name: words for name, text in texts.items() if (words := private_words(text))} == {}


@pytest.mark.parametrize("package", PACKAGES)
def test_messages(package: str) -> None:
    assert {place: words for place, text in messages(package) if (words := private_words(text))} == {}


def test_private_words_are_found() -> None:
    assert private_words("The doors\nthat were told") == [
        "…The doors that were told… → endpoint; client",
        "…The doors that were told… → said, logged, recorded, reported",
    ]
    assert private_words(prose("A `door`; see [it](door.md).\n```\ndoor\n```\n`·` stands for one step")) == []


def _is_error(each: object) -> bool:
    return isinstance(each, type) and issubclass(each, GraphError)
