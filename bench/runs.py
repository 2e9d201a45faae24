"""One run of the load generator against a contender, and what it cost."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Sequence
from typing import Final, NamedTuple

import orjson

from bench.processor import cpu_s
from bench.servers import ROOT, Server

GRACE_S: Final = 30


class Run(NamedTuple):
    """Milliseconds of an answer by percentile, answers, and CPU milliseconds a request: server and Neo4j."""

    p50: float
    p90: float
    p99: float
    per_second: float
    answers: int
    cpu: float
    database_cpu: float

    @property
    def all_cpu(self) -> float:
        """Of the server and of Neo4j."""
        return self.cpu + self.database_cpu


class RunFailed(Exception):
    """The load generator ended with an error: a status other than 200, an error of GraphQL, no answer."""


def run(
    server: Server,
    bodies: Sequence[bytes],
    connections: int,
    seconds: float,
    database_pid: int,
    *,
    once: bool = False,
) -> Run:
    """Sends bodies over so many connections, in turn; with `once` each one time. Raises RunFailed."""
    arguments = [server.url, str(connections), str(seconds), *(["once"] if once else [])]
    pids = server.pid, database_pid
    before = [cpu_s(pid) for pid in pids]
    try:
        done = subprocess.run(
            [sys.executable, "-m", "bench.load", *arguments],
            input=b"\n".join(bodies),
            capture_output=True,
            check=True,
            cwd=ROOT,
            timeout=seconds + GRACE_S,
        )
    except subprocess.CalledProcessError as error:
        raise RunFailed(error.stderr.decode(errors="replace").strip().rpartition("\n")[2][:500]) from None
    except subprocess.TimeoutExpired:
        raise RunFailed(f"no answer within {GRACE_S} s") from None
    found = orjson.loads(done.stdout)
    own, database = (
        1000 * (cpu_s(pid) - was) / found["answers"] for pid, was in zip(pids, before, strict=True)
    )
    return Run(**{name: found[name] for name in Run._fields[:5]}, cpu=own, database_cpu=database)
