"""What the resolvers of one request share: the graph, and a DataLoader for each relationship."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from neo4j import READ_ACCESS, AsyncDriver
from strawberry.dataloader import DataLoader

Rows = list[Mapping[str, Any]]


class Graph:
    """The driver, and the rows of a statement."""

    def __init__(self, driver: AsyncDriver, database: str) -> None:
        self._driver, self._database = driver, database

    async def rows(self, text: str, **parameters: Any) -> list[Any]:
        """The values of `row`."""
        return [record["row"] for record in await self._read(text, parameters)]

    def loader(self, text: str, first: int) -> DataLoader[str, Rows]:
        """The rows of a relationship by the key of the parent, at most `first` of each."""

        async def load(keys: list[str]) -> list[Rows]:
            found = await self._read(text, {"keys": keys, "first": first})
            rows = {record["key"]: record["rows"] for record in found}
            return [rows.get(key, []) for key in keys]

        return DataLoader(load)

    async def write(self, text: str, rows: list[dict[str, Any]]) -> int:
        """Runs a statement that returns a number, and again if it loses to another."""
        async with self._driver.session(database=self._database) as session:

            async def work(transaction: Any) -> int:
                return int((await (await transaction.run(text, rows=rows)).single(strict=True))["row"])

            return await session.execute_write(work)

    async def _read(self, text: str, parameters: dict[str, Any]) -> list[Any]:
        async with self._driver.session(
            database=self._database, default_access_mode=READ_ACCESS, fetch_size=-1
        ) as session:
            return [record async for record in await session.run(text, parameters)]


@dataclass
class Context:
    """The graph, and the loaders of one request by statement and `first`."""

    graph: Graph
    loaders: dict[tuple[str, int], DataLoader[str, Rows]] = field(default_factory=dict)

    async def related(self, text: str, key: str, first: int) -> Rows:
        """The rows of one parent."""
        if (text, first) not in self.loaders:
            self.loaders[text, first] = self.graph.loader(text, first)
        return await self.loaders[text, first].load(key)
