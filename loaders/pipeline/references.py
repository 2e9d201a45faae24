"""What rows refer to: nodes that the graph lacks, or has in another state than the row says."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, Iterator, Mapping, Sequence
from typing import Final, NamedTuple

from neo4j import Record

from domain.spellings import nearest_key
from domain.write_result import ProblemCode, RowProblem
from graph.errors import DataInvalid
from graph.statements import Statement, statement
from loaders.pipeline.contract import shortened
from loaders.pipeline.row import Row
from loaders.pipeline.target import NodeReference, Target

WRONG: Final = statement("load/wrong_references")
MAX_LISTED: Final = 10
"""Rows that one message lists."""

References = tuple[NodeReference, ...]
"""Those of one row."""
Run = Callable[[Statement, Mapping[str, object]], Awaitable[list[Record]]]
"""Runs a statement with its parameters."""


class _Named(NamedTuple):
    """A node, and its state if the row says one."""

    label: str
    key: str
    state: str | None


class _Wrong(NamedTuple):
    """Nodes that the graph lacks, by label and key, each with the most similar key that it has.

    Of the others, which are jurisdictions, the states: the main one first.
    """

    lacking: Mapping[tuple[str, str], str | None]
    states: Mapping[str, Sequence[str]]


class KnownReferences:
    """References that earlier batches of a run found right: a batch asks only for those that are new.

    They hold for one version of the data. Whoever writes data raises it, and writers take turns: where it is
    the version that the batch before has made, nobody has written since. Deletions by hand do not raise it.

    `deletions` says whether the graph remembers any (`tombstones`), at each turn anew.
    """

    def __init__(self) -> None:
        self.deletions = True
        self._version: int | None = None
        self._right: dict[str, set[_Named]] = {}

    def begin(self, version: int | None, *, deletions: bool = True) -> None:
        """A transaction has its turn, as the first or as another attempt; the data have this version."""
        self.deletions = deletions
        if version is None or version != self._version:
            self._right.clear()
        self._version = version

    def committed(self, version: int | None) -> None:
        """The transaction has committed, and made this version."""
        self._version = version

    def wrote(self, label: str | None) -> None:
        """The transaction changes nodes of this label, maybe also those that rows refer to."""
        if label is not None:
            self._right.pop(label, None)

    def add(self, right: Iterable[_Named]) -> None:
        """The transaction that has its turn found these right."""
        for each in right:
            self._right.setdefault(each.label, set()).add(each)

    def __contains__(self, named: _Named) -> bool:
        return named in self._right.get(named.label, ())


async def reference_problems(
    run: Run, references: Sequence[References], known: KnownReferences | None = None
) -> list[tuple[RowProblem, ...]]:
    """For each row, the problems of its references; the graph is not asked for those that are `known`."""
    wrong = await _wrong(run, references, KnownReferences() if known is None else known)
    return [
        (*map(unknown_key, _lacking(of_row, wrong)), *wrong_states(of_row, wrong.states))
        for of_row in references
    ]


async def require_references(run: Run, rows: Sequence[Row], target: Target) -> None:
    """Raises DataInvalid when rows refer to nodes that the graph lacks, with the first of them."""
    references = [target.references_of(row) for row in rows]
    wrong = await _wrong(run, references, KnownReferences())
    found = [
        (row["key"], each)
        for row, of_row in zip(rows, references, strict=True)
        for each in _lacking(of_row, wrong)
    ]
    if found:
        listed = "; ".join(f"{key}, field {each.field}: {each.key}" for key, each in found[:MAX_LISTED])
        raise DataInvalid(
            f"{listed}: the graph has no node with this key. Fix the row, or load that node first."
        )


def wrong_states(
    references: Iterable[NodeReference], states: Mapping[str, Sequence[str]]
) -> Iterator[RowProblem]:
    """The problems of references to jurisdictions in other states than their row says; `states` by key."""
    for each in references:
        there = states.get(each.key)
        if each.state and there and each.state not in there:
            what = f"{shortened(each.key)} is in {there[0]}, state is {each.state}"
            yield RowProblem(ProblemCode.INCONSISTENT, "state", what, "fix one of them")


def unknown_key(reference: NodeReference) -> RowProblem:
    """The problem of a row that refers to a node that the graph lacks."""
    meant = f", did you mean {reference.near}?" if reference.near else ""
    return RowProblem(
        ProblemCode.UNKNOWN_KEY,
        reference.field,
        f"the graph has no node with the key {shortened(reference.key)}{meant}",
        "use a key of the graph, or load that node first",
    )


async def _wrong(run: Run, references: Iterable[References], known: KnownReferences) -> _Wrong:
    named = {_Named(each.label, each.key, each.state) for of_row in references for each in of_row}
    asked = {each for each in named if each not in known}
    found = await run(WRONG, {"named": [list(each) for each in asked]}) if asked else []
    known.add(asked - {_Named(record["label"], record["key"], record["said"]) for record in found})
    return _Wrong(
        {
            (record["label"], record["key"]): nearest_key(record["key"], record["known"])
            for record in found
            if record["known"] is not None
        },
        {record["key"]: record["states"] for record in found if record["states"] is not None},
    )


def _lacking(references: References, wrong: _Wrong) -> Iterator[NodeReference]:
    for each in references:
        if (each.label, each.key) in wrong.lacking:
            yield each._replace(near=wrong.lacking[each.label, each.key])
