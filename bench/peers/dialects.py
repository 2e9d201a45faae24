"""How the contenders are asked: a dialect is a file of operations, the same names with the same values."""

from __future__ import annotations

from enum import Enum
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import orjson

from bench.operations import operations


class Dialect(Enum):
    """A schema; its value is the file of its operations. The bare endpoint reads the variables alone."""

    OURS = "ours"
    NEO4J = "neo4j_graphql"
    LOADERS = "dataloaders"
    BARE = "bare"

    @property
    def operations(self) -> dict[str, str]:
        """The texts by name."""
        return _operations("ours" if self is Dialect.BARE else self.value)


class Question(NamedTuple):
    """An operation, the variables that all dialects have, and those of one dialect alone."""

    operation: str
    variables: dict[str, Any]
    own: dict[Dialect, dict[str, Any]] = {}  # noqa: RUF012 - nobody changes it

    def body(self, dialect: Dialect, number: int | None = None) -> bytes | None:
        """The JSON of a request; None where the dialect has no such operation.

        With a number the text is one that nobody has sent: the operation's name ends with it.
        """
        text = dialect.operations.get(self.operation)
        if text is None or (dialect is Dialect.BARE and self.operation != "Sites"):
            return None
        if number is not None:
            text = text.replace(self.operation, f"{self.operation}{number}", 1)
        own = self.own.get(Dialect.OURS if dialect is Dialect.BARE else dialect, {})
        return orjson.dumps({"query": text, "variables": self.variables | own})


@cache
def _operations(name: str) -> dict[str, str]:
    return operations(Path(__file__).with_name(f"{name}.graphql"))
