"""The owner's side of a guardian process: start, messages, stop."""

from __future__ import annotations

import json
import os
import select
import subprocess
import sys
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from time import monotonic

from graph.embedded.home import Home

GUARDIAN = Path(__file__).with_name("guardian.py")
GRACE_S = 15.0
"""How long Neo4j may take to stop, seconds; with a full disk it never stops by itself."""
MARGIN_S = 5.0


class Process:
    """A guardian with its Java. It ends with this process, however that ends, unless `detach` is called.

    `command`, `folder` and `environment` are those of Java; `facts` go into instance.json; `lock` is the
    descriptor of the home's lock; `start_timeout_s` is how long a restart may take.
    """

    def __init__(
        self,
        home: Home,
        command: list[str],
        *,
        folder: Path,
        environment: Mapping[str, str],
        facts: Mapping[str, object],
        lock: int,
        grace_s: float = GRACE_S,
        start_timeout_s: float = 120.0,
    ) -> None:
        job = {
            "command": command,
            "folder": str(folder),
            "environment": dict(environment),
            "instance": str(home.instance),
            "facts": dict(facts),
            "lock": lock,
            "grace_s": grace_s,
            "start_timeout_s": start_timeout_s,
        }
        self._grace_s = grace_s
        self._owner = os.getpid()
        self._received = b""
        self.ended: int | None = None
        """The exit status of Java, once `receive` has returned it."""
        if home.console_log.exists():
            home.console_log.replace(home.console_log.with_suffix(".log.1"))
        with home.console_log.open("ab") as log:
            self._guardian = subprocess.Popen(
                [sys.executable, "-I", "-S", GUARDIAN, home.root],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=log,
                pass_fds=(lock,),
                start_new_session=True,  # a Ctrl-C of the terminal reaches this process only
                bufsize=0,
            )
        self._send(json.dumps(job))

    @property
    def pid(self) -> int:
        """The process id of the guardian."""
        return self._guardian.pid

    def alive(self) -> bool:
        """True while the guardian, and so Neo4j, runs."""
        return self._guardian.poll() is None

    def receive(self, timeout_s: float | None) -> str | None:
        """The next message of the guardian, or None after the timeout; `ended …` is the last."""
        assert self._guardian.stdout is not None
        while b"\n" not in self._received:
            readable, _, _ = select.select([self._guardian.stdout], [], [], timeout_s)
            if not readable:
                return None
            received = os.read(self._guardian.stdout.fileno(), 4096)
            self._received += received or f"ended {self._guardian.wait()}\n".encode()
        line, self._received = self._received.split(b"\n", 1)
        message = line.decode()
        if message.startswith("ended"):
            self.ended = int(message.split()[1])
        return message

    def ready(self) -> None:
        """Marks the instance as ready in instance.json; returns when that is written."""
        self._send("ready")
        while self.receive(MARGIN_S) not in ("noted", None) and self.ended is None:
            pass

    def terminate(self, timeout_s: float) -> None:
        """Terminates Java; returns when it has ended, or after the timeout."""
        self._send("terminate")
        self.wait(timeout_s)

    def wait(self, timeout_s: float) -> int | None:
        """The exit status of Java; None when it still runs after the timeout."""
        until = monotonic() + timeout_s
        while self.ended is None and (left := until - monotonic()) > 0:
            self.receive(left)
        return self.ended

    def close_input(self) -> None:
        """Lets the guardian stop Neo4j, without waiting for its end."""
        assert self._guardian.stdin is not None
        self._guardian.stdin.close()

    def detach(self) -> None:
        """Lets Neo4j outlive this process."""
        self._send("detach")
        self._close()

    def stop(self) -> None:
        """Stops Neo4j and waits for its end; does nothing in a forked child of the owner."""
        if os.getpid() != self._owner:
            return
        self._close()
        try:
            self._guardian.wait(self._grace_s + MARGIN_S)
        except subprocess.TimeoutExpired:
            self._guardian.kill()  # Java goes with it, see guardian.py
            self._guardian.wait()

    def _send(self, line: str) -> None:
        assert self._guardian.stdin is not None
        with suppress(BrokenPipeError):  # it has ended: `receive` says so
            self._guardian.stdin.write(line.encode() + b"\n")

    def _close(self) -> None:
        for pipe in (self._guardian.stdin, self._guardian.stdout):
            if pipe is not None:
                pipe.close()
