"""Public text uses the field's words: pages, schema, command line, settings, errors."""

from __future__ import annotations

import ast
import inspect
import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, Final, NamedTuple

import pytest
from graphql import build_schema
from typer.main import get_command

from cli.app import command_line
from graph import errors
from graph.errors import GraphError
from graph.settings import Settings, variable

ROOT = Path(__file__).parents[2]


class Word(NamedTuple):
    """A word of the dialect as a pattern, and what to write instead."""

    pattern: str
    instead: str


DIALECT: Final = (
    Word(r"who(ever)? asks", "the caller; of a request for help: the requester"),
    Word(r"askers?", "the requester"),
    Word(r"doors?", "endpoint; client; entry point"),
    Word(r"told", "says, reports, sends: the verb of what happens"),
    Word(r"kept answers?|answers? (is|are) kept|answer cache", "response cache"),
    Word(r"steering", "plan key"),
    Word(r"intake|tak(e|es|en|ing) in(?! order)", "ingest; load"),
    Word(r"mend(s|ed|ing)?", "fix"),
    Word(r"(?<!there )is none", "a sentence with the allowed values"),
    Word(r"null is nowhere", "null is not a location"),
    Word(r"nothing is kept|^tried,", "Dry run, nothing written"),
    Word(r"waits? in|set aside|put by|put away", "quarantined"),
    Word(r"parted by", "separated by"),
    Word(r"(un)?packed", "compressed"),
    Word(r"headed", "column"),
    Word(r"truth value", "boolean"),  # the plural is a term of logic
    Word(r"signs? of life", "heartbeat"),
    Word(r"introduces? (itself|themselves)", "connection_init"),
    Word(r"states? that (anyone|whoever|no)", "acknowledge unauthenticated access"),
    Word(r"so many,|at most so many|at the most", "number of …; maximum …"),
    Word(r"anything by its", "fetches an object by its global ID"),
    Word(r"where nobody says", "default"),
    Word(r"shipped", "bundled"),
    Word(r"likeness", "similarity"),
    Word(r"twins?", "in-memory ranker; duplicate"),
    Word(r"stands? (in|on|beside|still|there|before|alone)", "is in; is stored"),  # "stand for" is ordinary
    Word(r"(is|are|read|written|kept) whole(?! number)", "unpaged; complete"),  # "the whole …" is ordinary
    Word(r"lasting", "cacheable"),
    Word(r"what of|of what each", "short main clauses"),
)
IN_MESSAGES: Final = (
    *DIALECT,
    # Ordinary on a page. A message says what is allowed: "unknown state 'x'; use a two-letter code".
    Word(r"(?<!there )(is|are) no (?!longer|more)\w+", "unknown …; not a …"),
)
MESSAGES: Final = {"refuse", "RowProblem", "BadParameter"}
"""Functions beside `raise` whose arguments are read by people."""
PACKAGES: Final = ("domain", "graph", "schema", "loaders", "backtest", "cli")
PAGES: Final = sorted(
    path.relative_to(ROOT).as_posix()
    for path in (ROOT / "README.md", *ROOT.glob("docs/**/*.md"), *ROOT.glob("data/*.md"))
    if "node_modules" not in path.parts
)


@pytest.mark.parametrize("page", PAGES)
def test_pages_use_plain_words(page: str) -> None:
    check([(page, prose((ROOT / page).read_text(encoding="utf-8")))])


def test_unreleased_changes_use_plain_words() -> None:
    text = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    check([("CHANGELOG.md", prose(text.split("\n## ")[1]))])


def test_comments_of_questions_use_plain_words() -> None:
    for path in sorted((ROOT / "docs" / "questions").glob("*.graphql")):
        lines = path.read_text(encoding="utf-8").splitlines()
        check([(path.name, " ".join(line for line in lines if line.startswith("#")))])


def test_descriptions_of_the_schema_use_plain_words() -> None:
    check(descriptions((ROOT / "schema.graphql").read_text(encoding="utf-8")))


def test_help_of_settings_uses_plain_words() -> None:
    check((variable(name), each.description or "") for name, each in Settings.model_fields.items())


def test_catalogue_of_errors_uses_plain_words() -> None:
    kinds = [each for each in vars(errors).values() if inspect.isclass(each) and issubclass(each, GraphError)]
    check((kind.__name__, kind.__doc__ or "") for kind in kinds)


@pytest.mark.parametrize("package", PACKAGES)
def test_messages_of_errors_use_plain_words(package: str) -> None:
    paths = sorted((ROOT / package).rglob("*.py"))
    check((place for path in paths for place in messages(path)), IN_MESSAGES)


def help_texts(command: Any, name: str) -> Iterator[tuple[str, str]]:
    """Every command by name, with its help and that of its options and arguments."""
    yield (
        name,
        "\n".join([command.help or "", *(getattr(each, "help", None) or "" for each in command.params)]),
    )
    for sub, each in getattr(command, "commands", {}).items():
        yield from help_texts(each, f"{name} {sub}")


@pytest.mark.parametrize(
    ("command", "text"),
    [pytest.param(*each, id=each[0]) for each in help_texts(get_command(command_line()), "learning-sites")],
)
def test_help_of_commands_uses_plain_words(command: str, text: str) -> None:
    check([(command, text)])


def test_the_list_finds_the_dialect_and_leaves_ordinary_english_alone() -> None:
    for text in ("Rows set aside", "is none", "who asks", "this is no CSV", "State that anyone may read"):
        assert dialect(text, IN_MESSAGES), text
    for text in ("There is no sign-in yet", "is no longer", "amendment", "the whole run", "npm package"):
        assert not dialect(text, IN_MESSAGES), text


def check(texts: Iterable[tuple[str, str]], words: Sequence[Word] = DIALECT) -> None:
    """Fails with every place, by name, that has the dialect."""
    found = [f"{name}: {each}" for name, text in texts for each in dialect(text, words)]
    assert not found, "\n" + "\n".join(found)


def dialect(text: str, words: Sequence[Word] = DIALECT) -> list[str]:
    """The dialect in a text, each with what to write instead."""
    flat = " ".join(text.split())
    return [
        f"{found[0]!r}: {word.instead}"
        for word in words
        for found in re.finditer(rf"\b(?:{word.pattern})\b".replace(r"\b(?:^", r"(?:^"), flat, re.IGNORECASE)
    ]


def prose(page: str) -> str:
    """A page without code, addresses and comments."""
    page = re.sub(r"^ *```.*?^ *```", "", page, flags=re.DOTALL | re.MULTILINE)
    return re.sub(r"`[^`]*`|\]\([^)]*\)|<!--.*?-->", " ", page, flags=re.DOTALL)


def descriptions(sdl: str) -> Iterator[tuple[str, str]]:
    """Every description of a schema, by the name of what it describes."""
    for kind in build_schema(sdl).type_map.values():
        if kind.name.startswith("__"):
            continue
        yield kind.name, kind.description or ""
        for name, member in {**getattr(kind, "fields", {}), **getattr(kind, "values", {})}.items():
            yield f"{kind.name}.{name}", member.description or ""
            for argument, each in getattr(member, "args", {}).items():
                yield f"{kind.name}.{name}({argument})", each.description or ""


def messages(path: Path) -> Iterator[tuple[str, str]]:
    """The texts that a module raises or hands to a person, by file and line."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        match node:
            case ast.Raise(exc=ast.Call() as call):
                pass
            case ast.Call(func=ast.Name(id=name) | ast.Attribute(attr=name)) as call if name in MESSAGES:
                pass
            case ast.Assign(targets=[ast.Name(id=name)], value=value) if "REMEDY" in name:
                call = value
            case _:
                continue
        texts = [
            each.value
            for each in ast.walk(call)
            if isinstance(each, ast.Constant) and isinstance(each.value, str)
        ]
        yield f"{path.relative_to(ROOT)}:{node.lineno}", " ".join(texts)
