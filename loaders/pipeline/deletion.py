"""Deletes nodes of a source that nothing else uses."""

from __future__ import annotations

from collections.abc import Sequence

from graph.database import Transaction
from loaders.pipeline.source import Source
from loaders.pipeline.writer import run_follow_up


async def delete_nodes(transaction: Transaction, source: Source, keys: Sequence[str]) -> dict[str, int]:
    """Deletes nodes by their keys; key → how many uses it has, of those that were there.

    A node that has uses stays. The source must have a statement `delete`.
    """
    assert source.delete is not None
    found = await transaction.run(source.delete, {"keys": list(keys)})
    await run_follow_up(transaction, source.target, found)
    return {record["key"]: record["uses"] for record in found}
