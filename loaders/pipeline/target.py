"""A target: how rows of one kind reach the graph, and by what a statement sees that nothing has changed."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache
from typing import Final, NamedTuple

from graph.statements import Statement
from loaders.pipeline.row import Row, fingerprint

TOKEN: Final = re.compile(
    r"""(?P<literal>'(?:\\.|[^'\\])*'|"(?:\\.|[^"\\])*"|`[^`]*`)|(?:\s+|//[^\n]*|/\*.*?\*/)+""", re.DOTALL
)
"""A literal, which stays as it is, or a stretch of comments and white space, which says nothing."""


class NodeReference(NamedTuple):
    """A node that a row refers to: by which field of it, its label and its key.

    A jurisdiction has to be in `state`, if the row says one. `near` is the most similar key of the graph,
    where it lacks this one.
    """

    field: str
    label: str
    key: str
    state: str | None = None
    near: str | None = None


@dataclass(frozen=True, slots=True)
class Target:
    """How rows reach the graph: `statement` takes `$rows` and returns `outcome, rows` for each outcome.

    `references` gives the other nodes that a row refers to: unless all of them exist it is not written. Where
    there is a `follow_up`, `statement` also returns `touched`, and these keys are its `$keys`. All of it is
    one transaction.
    """

    statement: Statement
    batch: int = 1000
    references: Callable[[Row], Iterable[NodeReference]] | None = None
    follow_up: Statement | None = None

    def references_of(self, row: Row) -> tuple[NodeReference, ...]:
        """The other nodes that a row refers to."""
        return tuple(self.references(row)) if self.references else ()

    def fingerprinted(self, row: Row) -> Row:
        """The row with its `fingerprint`: a hash of its content, a dash, and a hash of the statements.

        So a row is written again when its content changes, and when what is made of it does.
        """
        return row | {"fingerprint": f"{fingerprint(row)}-{self.digest}"}

    @property
    def digest(self) -> str:
        """A hash of the statements, 8 hexadecimal digits; comments and white space make no difference."""
        return _digest(self.statement.text, self.follow_up.text if self.follow_up else "")


def normalized(cypher: str) -> str:
    """The text without comments, with one space for each stretch of white space outside literals."""
    return TOKEN.sub(lambda token: token["literal"] or " ", cypher).strip()


@cache
def _digest(*texts: str) -> str:
    content = "\0".join(map(normalized, texts))
    return hashlib.blake2b(content.encode(), digest_size=4).hexdigest()
