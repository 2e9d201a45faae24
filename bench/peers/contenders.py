"""The contenders, each a process of its own over one Neo4j."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import Any, Final, NamedTuple

from bench.peers import neo4j_graphql
from bench.peers.dialects import Dialect
from bench.servers import API, BARE, PYTHON, Server, running, wait_until_warm
from graph.access import Access

OURS: Final = "this service"
BARE_ENDPOINT: Final = "bare endpoint"
APOLLO: Final = "@neo4j/graphql, Apollo"
YOGA: Final = "@neo4j/graphql, Yoga"
LOADERS: Final = "Strawberry, DataLoaders"
CACHED: Final = ", cached"
PEERS: Final = (APOLLO, YOGA, LOADERS)


class Contender(NamedTuple):
    """A server, how it is asked, and whether it keeps responses."""

    server: Server
    dialect: Dialect
    cached: bool = False

    @property
    def name(self) -> str:
        return self.server.name


@contextmanager
def contenders(access: Access) -> Iterator[list[Contender]]:
    """All of them: this service first, then the bare endpoint, then the peers."""
    with ExitStack() as stack:
        node = stack.enter_context(neo4j_graphql.script())

        def start(name: str, command: tuple[str, ...], dialect: Dialect, **settings: Any) -> Contender:
            server = stack.enter_context(running(name, command, access, **settings))
            if dialect is Dialect.OURS:
                wait_until_warm(server)
            return Contender(server, dialect, name.endswith(CACHED))

        yield [
            start(OURS, API, Dialect.OURS, answer_cache_mb=0),
            start(BARE_ENDPOINT, BARE, Dialect.BARE),
            start(APOLLO, (*node, "apollo"), Dialect.NEO4J),
            start(YOGA, (*node, "yoga"), Dialect.NEO4J),
            start(LOADERS, (*PYTHON, "-m", "bench.peers.dataloaders"), Dialect.LOADERS),
            start(OURS + CACHED, API, Dialect.OURS, answer_cache_mb=64),
            start(APOLLO + CACHED, (*node, "apollo", "cached"), Dialect.NEO4J),
            start(YOGA + CACHED, (*node, "yoga", "cached"), Dialect.NEO4J),
        ]
