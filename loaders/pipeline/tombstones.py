"""Tombstones: what was deleted is remembered, so that no older file brings it back.

In a folder of `nightly` a file is older than another if its name comes before it (`file_order`). A deletion
by hand has no place in that order: what had come before that moment is older. A row that somebody loads by
hand is newer than all. Before all that counts when rows say that they were changed.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from graph.database import Transaction
from graph.statements import statement
from loaders.pipeline.duplicates import DuplicateStatus
from loaders.pipeline.row import Row
from loaders.pipeline.row_checker import CheckedRow
from loaders.readers import file_order

FIND: Final = statement("load/tombstones")
VERSIONS: Final = statement("load/request_versions")
RECORD: Final = statement("load/tombstones_record")


@dataclass(frozen=True, slots=True)
class FileOrigin:
    """Where rows come from: a file of a night's folder, or of a command (`file` is None).

    `first_seen` is when a file of this content came for the first time, `now` when this run began.
    """

    file: str | None
    first_seen: datetime
    now: datetime

    def older_than(self, tombstone: Mapping[str, Any], row: Row) -> bool:
        """Whether a row of it came before a deletion, so that this one counts.

        Where both say when they were changed, that decides.
        """
        if row.get("updatedAt") and tombstone["updatedAt"]:
            return bool(row["updatedAt"] < tombstone["updatedAt"])
        if self.file is None:
            return False
        if tombstone["file"] is None:
            return bool(self.first_seen < tombstone["at"].to_native())
        return file_order(self.file) < file_order(tombstone["file"])


async def supersede_older(
    transaction: Transaction, rows: Iterable[CheckedRow], origin: FileOrigin
) -> set[str]:
    """Marks rows SUPERSEDED that came before a deletion of their key; the keys of all that are remembered."""
    fresh = {each.row["key"]: each for each in rows if each.fresh and each.row is not None}
    found = await transaction.run(FIND, {"keys": list(fresh)})
    for record in found:
        each = fresh[record["key"]]
        if each.row is not None and origin.older_than(record, each.row):
            each.status = DuplicateStatus.SUPERSEDED
    return {record["key"] for record in found}


async def supersede_outdated(transaction: Transaction, rows: Iterable[CheckedRow]) -> None:
    """Marks rows SUPERSEDED whose node is of a newer row, as far as both say when they were changed."""
    fresh = {
        each.row["key"]: each
        for each in rows
        if each.fresh and each.row is not None and each.row.get("updatedAt")
    }
    if not fresh:
        return
    for record in await transaction.run(VERSIONS, {"keys": list(fresh)}):
        each = fresh[record["key"]]
        if each.row is not None and each.row["updatedAt"] < record["updatedAt"]:
            each.status = DuplicateStatus.SUPERSEDED


async def remember_deletions(
    transaction: Transaction,
    origin: FileOrigin,
    deleted: Sequence[str],
    returned: Sequence[str] = (),
    updated: Mapping[str, str] | None = None,
) -> None:
    """Remembers the keys that were deleted, `updated` when, and forgets those that came back."""
    if deleted or returned:
        at = origin.now.isoformat(timespec="milliseconds")
        known = {"updated": updated or {}, "file": origin.file, "at": at}
        parameters = {"deleted": deleted, "returned": returned} | known
        await transaction.run(RECORD, parameters)


async def remember_batch(
    transaction: Transaction,
    origin: FileOrigin,
    rows: Iterable[CheckedRow],
    bad: Collection[CheckedRow],
    remembered: Collection[str],
) -> None:
    """Remembers the tombstones of a batch that was written; another row ends the one of its key."""
    deleted, returned, updated = list[str](), list[str](), dict[str, str]()
    for each in rows:
        if not each.fresh or each.row is None or each in bad:
            continue
        if each.tombstone:
            deleted.append(each.row["key"])
            updated |= {each.row["key"]: each.row["updatedAt"]} if each.row.get("updatedAt") else {}
        elif each.row["key"] in remembered:
            returned.append(each.row["key"])
    await remember_deletions(transaction, origin, deleted, returned, updated)
