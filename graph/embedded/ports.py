"""The Bolt port: the configured one if it is free, or any free one."""

from __future__ import annotations

import random
import socket

import psutil  # type: ignore[import-untyped]

from graph.errors import PortTaken
from graph.settings import variable

BELOW_EPHEMERAL = range(20_000, 30_000)
"""The range of free ports: the kernel does not use these for outgoing connections."""


def choose_port(port: int, last: int | None = None, setting: str = "bolt_port") -> int:
    """`port`; for 0 the port `last`, where clients look for the database, if it is free, else any free one.

    Raises PortTaken, which names the program that listens there, if known, and the `setting` to change.
    """
    if port:
        if not _is_free(port):
            raise PortTaken(port_taken(port, setting))
        return port
    if last is not None and _is_free(last):
        return last
    candidates = random.SystemRandom().sample(BELOW_EPHEMERAL, 100)
    return next(each for each in candidates if _is_free(each))


def port_taken(port: int, setting: str = "bolt_port") -> str:
    """The message of PortTaken."""
    return (
        f"Port {port} of 127.0.0.1 is used by {_listener(port)}. Stop that, or set {variable(setting)} "
        "to another port (0 takes a free one)."
    )


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # like Neo4j: a port in TIME_WAIT is free
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
