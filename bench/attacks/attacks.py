"""The service under each attack: what an honest client beside it sees, and what memory is left."""

from __future__ import annotations

import subprocess
import sys
from time import sleep
from typing import Final, NamedTuple
from urllib.parse import urlsplit

import orjson

from bench.attacks.attackers import KINDS
from bench.processor import resident_mib
from bench.servers import API, ROOT, Server, running
from graph.access import Access

SECONDS: Final = 20.0
REST_S: Final = 5.0
"""After an attack, before the memory is read."""


class Row(NamedTuple):
    """One attack. Failures and milliseconds are those of the honest client; memory is in MiB."""

    attack: str
    requests: int
    failures: int
    livez_p99: float
    cached_p99: float
    computed_p99: float
    before_mb: float
    peak_mb: float
    after_mb: float


def attacks(access: Access) -> list[Row]:
    """Each attack in turn, on one process; its memory must come back each time."""
    with running("service", API, access) as server:
        _answer(server, "nothing", 3.0)  # plans and caches
        return [_answer(server, kind, SECONDS) for kind in KINDS]


def _answer(server: Server, kind: str, seconds: float) -> Row:
    before = resident_mib(server.pid)
    address = urlsplit(server.url)
    command = [sys.executable, "-m", "bench.attacks.honest", f"http://{address.netloc}"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=ROOT) as honest:
        sleep(1)
        where = [str(address.hostname), str(address.port), str(seconds)]
        attack = subprocess.Popen([sys.executable, "-m", "bench.attacks.attackers", kind, *where], cwd=ROOT)
        peak = before
        while attack.poll() is None:
            peak = max(peak, resident_mib(server.pid))
            sleep(0.2)
        said, _ = honest.communicate()
    sleep(REST_S)
    seen = orjson.loads(said)
    return Row(
        attack=kind,
        requests=sum(each["count"] for each in seen.values()),
        failures=sum(each["failures"] for each in seen.values()),
        livez_p99=seen["livez"]["p99"],
        cached_p99=seen["cached"]["p99"],
        computed_p99=seen["computed"]["p99"],
        before_mb=before,
        peak_mb=peak,
        after_mb=resident_mib(server.pid),
    )
