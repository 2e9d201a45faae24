"""A Bolt port: the one asked for when it is free, or a free one."""

from __future__ import annotations

import random
import socket

import psutil  # type: ignore[import-untyped]

from graph.errors import PortTaken
from graph.settings import variable

BELOW_EPHEMERAL = range(20_000, 30_000)
"""Where a free port is looked for: the kernel gives none of these to an outgoing connection meanwhile."""


def choose_port(port: int) -> int:
    """`port`, or a free one for 0. Raises PortTaken, which names who listens there where that is known."""
    if port:
        if not _is_free(port):
            raise PortTaken(taken(port))
        return port
    candidates = random.SystemRandom().sample(BELOW_EPHEMERAL, 100)
    return next(each for each in candidates if _is_free(each))


def taken(port: int) -> str:
    """The sentence that says who has the port and what to do."""
    return (
        f"Port {port} of 127.0.0.1 is taken by {_listener(port)}. End that, or set {variable('bolt_port')} "
        "to another port (0 takes a free one)."
    )


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # as Neo4j: TIME_WAIT is no hindrance
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
        return True


def _listener(port: int) -> str:
    try:
        for connection in psutil.net_connections("tcp"):
            if connection.status == psutil.CONN_LISTEN and connection.laddr.port == port and connection.pid:
                return f"{psutil.Process(connection.pid).name()} (pid {connection.pid})"
    except psutil.Error:  # only root sees the processes of others on some systems
        pass
    return "another program"
