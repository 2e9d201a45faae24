"""How many nodes of each label a graph has, to find the file of tests that leaves some behind."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Self

import neo4j

from graph.access import Access
from schema.data_model import LABELS


class NodeCounts:
    """Of the labels of the schema; each costs one look at Neo4j's count store."""

    def __init__(self, driver: neo4j.Driver, statement: str) -> None:
        self._driver = driver
        self._statement = statement
        self._known = self._read()

    @classmethod
    @contextmanager
    def of(cls, access: Access) -> Iterator[Self]:
        """The counts of now."""
        parts = (f"MATCH (n:{label}) RETURN '{label}' AS label, count(n) AS nodes" for label in LABELS)
        with neo4j.GraphDatabase.driver(access.uri, auth=(access.username, access.password)) as driver:
            yield cls(driver, "\nUNION ALL ".join(parts))

    def changed(self) -> dict[str, int]:
        """How many nodes each label has more than at the last call; only those that changed."""
        before, self._known = self._known, self._read()
        return {label: now - before[label] for label, now in self._known.items() if now != before[label]}

    def _read(self) -> dict[str, int]:
        return dict(self._driver.execute_query(self._statement).records)
