"""A server that speaks enough Bolt 5.4 to fail in every way that Neo4j can, and three of them as a cluster.

What it answers is scripted; the driver in front of it, and all of ours, are real.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import dataclass, field
from typing import Any

from neo4j._codec.packstream.v1 import Packer, Unpacker

from graph.access import Access
from graph.embedded.ports import choose_port

VERSION = b"\x00\x00\x04\x05"
HELLO, RESET, RUN, BEGIN, COMMIT, ROLLBACK, PULL, ROUTE = 0x01, 0x0F, 0x10, 0x11, 0x12, 0x13, 0x3F, 0x66
GOODBYE = 0x02
SUCCESS, RECORD, IGNORED, FAILURE = 0x70, 0x71, 0x7E, 0x7F


class Fault(Exception):
    """Answers a message with FAILURE: a code of Neo4j, and its message."""

    def __init__(self, code: str, message: str = "scripted") -> None:
        self.code, self.message = code, message


Row = dict[str, Any]
Script = Callable[["Member", int, list[Any]], None]
"""Called with each message (tag, fields) before it is answered; raises Fault, or ConnectionError."""


@dataclass
class Member:
    """One server: `script` decides what fails, `rows` what a statement returns, `received` counts by tag."""

    script: Script = lambda *_: None
    rows: Callable[[str], list[Row]] = lambda _: [{"answer": 1}]
    table: Callable[[], dict[str, list[str]]] = dict
    """Roles (`ROUTE`, `READ`, `WRITE`) with the addresses of the members that have them."""
    address: str = ""
    received: dict[int, int] = field(default_factory=dict)
    _tasks: set[asyncio.Task[None]] = field(default_factory=set)

    @asynccontextmanager
    async def listening(self) -> AsyncIterator[Member]:
        """Listens during the block, on a port as Neo4j has it: pyproject.toml tells why that matters."""
        server = await asyncio.start_server(self._connected, "127.0.0.1", choose_port(0))
        self.address = f"127.0.0.1:{server.sockets[0].getsockname()[1]}"
        try:
            yield self
        finally:
            server.close()
            for task in self._tasks:
                task.cancel()
            await asyncio.gather(*self._tasks, return_exceptions=True)
            await server.wait_closed()

    async def _connected(self, client: asyncio.StreamReader, answers: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._tasks.add(task)
        with suppress(asyncio.CancelledError, asyncio.IncompleteReadError, ConnectionError):
            await client.readexactly(20)  # the versions that the client offers
            answers.write(VERSION)
            failed, rows = False, list[Row]()
            while True:
                tag, fields = await _message(client)
                if tag == GOODBYE:
                    break
                if tag == RUN:
                    rows = self.rows(fields[0])
                failed = self._answer(tag, fields, rows, answers, failed)
                await answers.drain()
        answers.close()

    def _answer(
        self, tag: int, fields: list[Any], rows: list[Row], answers: asyncio.StreamWriter, failed: bool
    ) -> bool:
        """Answers one message; True while the messages that follow are ignored, until RESET."""
        self.received[tag] = self.received.get(tag, 0) + 1
        if failed and tag != RESET:
            answers.write(_chunk(IGNORED))
            return True
        try:
            self.script(self, tag, fields)
        except Fault as fault:
            answers.write(_chunk(FAILURE, {"code": fault.code, "message": fault.message}))
            return True
        if tag == PULL:
            for row in rows:
                answers.write(_chunk(RECORD, list(row.values())))
        answers.write(_chunk(SUCCESS, self._facts(tag, rows)))
        return False

    def _facts(self, tag: int, rows: list[Row]) -> dict[str, Any]:
        match tag:
            case 0x01:
                return {"server": "Neo4j/2026.09.0", "connection_id": "bolt-1", "hints": {}}
            case 0x10:
                return {"fields": list(rows[0]) if rows else [], "t_first": 0}
            case 0x12:
                return {"bookmark": f"bookmark:{self.received[COMMIT]}@{self.address}"}
            case 0x3F:
                return {"type": "r", "t_last": 0, "db": "neo4j"}
            case 0x66:
                servers = [{"role": role, "addresses": found} for role, found in self.table().items()]
                return {"rt": {"ttl": 300, "db": "neo4j", "servers": servers}}
        return {}


@asynccontextmanager
async def scripted(script: Script) -> AsyncIterator[tuple[Access, Member]]:
    """One server with a script, and how to reach it."""
    async with Member(script).listening() as member:
        yield Access(f"bolt://{member.address}", "neo4j", "secret"), member


class Cluster:
    """Three members, of which one is the leader; only its COMMIT counts. `committed` holds what was run."""

    def __init__(self) -> None:
        self.leader = 0
        self.before_commit: Callable[[], None] = lambda: None
        """Called once, when the next transaction wants to commit."""
        self.committed: list[str] = []
        self.reads: list[tuple[str, list[str]]] = []
        """Of each read: the address of its member, and the bookmarks that the member has to wait for."""
        self.members = [Member(self._obey, table=self._table) for _ in range(3)]
        self._open: dict[asyncio.Task[Any] | None, list[str]] = {}

    @classmethod
    @asynccontextmanager
    async def open(cls) -> AsyncIterator[tuple[Access, Cluster]]:
        """Runs the members during the block."""
        cluster = cls()
        async with AsyncExitStack() as stack:
            for member in cluster.members:
                await stack.enter_async_context(member.listening())
            yield Access(f"neo4j://{cluster.members[0].address}", "neo4j", "secret"), cluster

    def _table(self) -> dict[str, list[str]]:
        addresses = [member.address for member in self.members]
        leader = addresses.pop(self.leader)
        return {"WRITE": [leader], "READ": addresses, "ROUTE": [*addresses, leader]}

    def _obey(self, member: Member, tag: int, fields: list[Any]) -> None:
        connection = asyncio.current_task()
        if tag == BEGIN:
            self._open[connection] = []
        elif tag == RUN and connection in self._open:
            if member is not self.members[self.leader]:
                raise Fault("Neo.ClientError.Cluster.NotALeader", "No write operations are allowed here.")
            self._open[connection].append(fields[0])
        elif tag == RUN:
            self.reads.append((member.address, fields[2].get("bookmarks", [])))
        elif tag == COMMIT:
            act, self.before_commit = self.before_commit, lambda: None
            act()
            if member is not self.members[self.leader]:
                raise Fault("Neo.TransientError.Transaction.LeaderSwitch", "The leader has changed.")
            self.committed += self._open.pop(connection)
        elif tag in (ROLLBACK, RESET):
            self._open.pop(connection, None)


async def _message(client: asyncio.StreamReader) -> tuple[int, list[Any]]:
    data = bytearray()
    while (size := int.from_bytes(await client.readexactly(2), "big")) or not data:
        data += await client.readexactly(size)
    buffer = Unpacker.new_unpackable_buffer()
    buffer.data[:] = data
    buffer.used = len(data)
    unpacker = Unpacker(buffer)
    size, tag = unpacker.unpack_structure_header()
    return tag[0], [unpacker.unpack() for _ in range(size)]


def _chunk(tag: int, *fields: Any) -> bytes:
    buffer = Packer.new_packable_buffer()
    Packer(buffer).pack_struct(bytes([tag]), list(fields))
    data = bytes(buffer.data)
    return len(data).to_bytes(2, "big") + data + b"\x00\x00"
