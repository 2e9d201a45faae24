"""The diff of a dry run: which nodes a file would create, update and delete, field by field."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from graph.database import Transaction
from graph.statements import statement

STATES: Final = statement("load/node_states")
OUR_OWN: Final = frozenset({"fingerprint", "fileFingerprint", "recordKey", "loadRun", "loadLine", "fromFile"})
"""Properties that say nothing of what a node is about."""
COMPUTED: Final = "similarity"
CREATED, UPDATED, DELETED = "created", "updated", "deleted"

NodeStates = Mapping[str, dict[str, Any]]
"""What nodes say, by key: values of their properties, and keys of other nodes by type of relationship."""


@dataclass(frozen=True, slots=True)
class Change:
    """A node that would change; `fields` have the old and the new value of each that an update changes."""

    outcome: str
    key: str
    fields: dict[str, tuple[Any, Any]]


async def node_states(transaction: Transaction, label: str, keys: Iterable[str]) -> NodeStates:
    """What the nodes of these keys say now; those that do not exist are left out."""
    if not label:
        return {}
    found = await transaction.run(STATES, {"label": label, "keys": list(keys)})
    return {record["key"]: dict(_fields(record)) for record in found}


def changes(before: NodeStates, after: NodeStates) -> list[Change]:
    """What changed from one state to the other, in the order of the keys."""
    found = list[Change]()
    for key in sorted(before.keys() | after.keys()):
        old, new = before.get(key), after.get(key)
        if old is None or new is None:
            found.append(Change(CREATED if old is None else DELETED, key, {}))
            continue
        fields = sorted(name for name in old.keys() | new.keys() if old.get(name) != new.get(name))
        if fields:
            found.append(Change(UPDATED, key, {name: (old.get(name), new.get(name)) for name in fields}))
    return found


def _fields(record: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    for name, value in record["properties"].items():
        if name not in OUR_OWN and not name.startswith(COMPUTED):
            yield name, value if isinstance(value, (str, int, float, list, type(None))) else str(value)
    ties = dict[str, list[str]]()
    for kind, key in record["ties"]:
        ties.setdefault(kind, []).append(key)
    yield from ties.items()
