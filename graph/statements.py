"""Statements that a person wrote: one file each under cypher/, called by name.

A line `//: <folder>/<name>` stands for the text of `cypher/<folder>/<name>.cypher`: what several statements
have in common is written once.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Final

from graph.errors import StatementMissing

SUFFIX: Final = ".cypher"
PART: Final = re.compile(r"^ *//: (\w+/\w+)$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Statement:
    """A Cypher statement: the name is what logs and errors say, the text is what Neo4j reads."""

    name: str
    text: str

    @property
    def body(self) -> str:
        """The text without the name of its language, as it stands inside another."""
        return self.text.removeprefix("CYPHER 25").strip()


@cache
def statement(name: str) -> Statement:
    """The statement of `cypher/<name>.cypher`, for example `load/states`.

    Modules call this while they are imported, so a missing file stops the start: StatementMissing.
    """
    file = files("cypher").joinpath(*f"{name}{SUFFIX}".split("/"))
    if not file.is_file():
        raise StatementMissing(
            f"cypher/{name}{SUFFIX} does not exist; a statement is called by its file's name."
        )
    text = file.read_text(encoding="utf-8").strip()
    return Statement(name, PART.sub(lambda found: statement(found[1]).text, text))


def folder(name: str) -> list[Statement]:
    """All statements of one folder, in the order of their names."""
    return [statement(found) for found in names() if found.rpartition("/")[0] == name]


def names() -> list[str]:
    """The names of all statement files, sorted."""
    return sorted(_walk(files("cypher"), ""))


def _walk(directory: Traversable, prefix: str) -> list[str]:
    found: list[str] = []
    for entry in directory.iterdir():
        if entry.is_dir():
            found += _walk(entry, f"{prefix}{entry.name}/")
        elif entry.name.endswith(SUFFIX):
            found.append(prefix + entry.name.removesuffix(SUFFIX))
    return found
