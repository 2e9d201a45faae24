"""Handwritten statements: the files of cypher/, used by name.

A line `//: <folder>/<name>` includes `cypher/<folder>/<name>.cypher`, a part that several statements share.
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
INCLUDE: Final = re.compile(r"^ *//: (\w+/\w+)$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Statement:
    """A Cypher statement, and its name in logs and errors."""

    name: str
    text: str

    @property
    def body(self) -> str:
        """The text without `CYPHER 25`, for use inside another statement."""
        return self.text.removeprefix("CYPHER 25").strip()


@cache
def statement(name: str) -> Statement:
    """The statement of `cypher/<name>.cypher`, for example `load/states`.

    Modules call this at import, so a missing file stops the start. Raises StatementMissing.
    """
    file = files("cypher").joinpath(*f"{name}{SUFFIX}".split("/"))
    if not file.is_file():
        raise StatementMissing(
            f"cypher/{name}{SUFFIX} does not exist; the name of a statement is that of its file."
        )
    text = file.read_text(encoding="utf-8").strip()
    return Statement(name, INCLUDE.sub(lambda found: statement(found[1]).text, text))


def folder(name: str) -> list[Statement]:
    """The statements of one folder, sorted by name."""
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
