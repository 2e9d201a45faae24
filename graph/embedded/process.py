"""Our end of a guardian: starting it, hearing from it, stopping it."""

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
"""How long Neo4j may take to stop; with a full disk it never does by itself."""
MARGIN_S = 5.0


class Process:
    """A guardian with its Java. It ends with us, however we end, unless `detach` is called.

    `command`, `folder` and `environment` are those of Java; `facts` go into instance.json; `lock` is the
    descriptor of the home's lock.
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
    ) -> None:
        job = {
            "command": command,
            "folder": str(folder),
            "environment": dict(environment),
            "instance": str(home.instance),
            "facts": dict(facts),
            "lock": lock,
            "grace_s": grace_s,
        }
        self._grace_s = grace_s
        self._owner = os.getpid()
        self._heard = b""
        self.ended: int | None = None
        """The status with which Java ended, once `hear` has said so."""
        if home.console_log.exists():
            home.console_log.replace(home.console_log.with_suffix(".log.1"))
        with home.console_log.open("ab") as log:
            self._guardian = subprocess.Popen(
                [sys.executable, "-I", "-S", GUARDIAN, home.root],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=log,
                pass_fds=(lock,),
                start_new_session=True,  # the Ctrl-C of a terminal is ours alone
                bufsize=0,
            )
        self._say(json.dumps(job))

    @property
    def pid(self) -> int:
        """The process id of the guardian."""
        return self._guardian.pid

    def alive(self) -> bool:
        """True while the guardian, and so Neo4j, runs."""
        return self._guardian.poll() is None

    def hear(self, timeout_s: float) -> str | None:
        """The next message of the guardian, or None when none came in time; `ended …` is the last."""
        assert self._guardian.stdout is not None
        while b"\n" not in self._heard:
            readable, _, _ = select.select([self._guardian.stdout], [], [], timeout_s)
            if not readable:
                return None
            received = os.read(self._guardian.stdout.fileno(), 4096)
            self._heard += received or f"ended {self._guardian.wait()}\n".encode()
        line, self._heard = self._heard.split(b"\n", 1)
        message = line.decode()
        if message.startswith("ended"):
            self.ended = int(message.split()[1])
        return message

    def ready(self) -> None:
        """Lets instance.json say that the database answers; returns when it does."""
        self._say("ready")
        while self.hear(MARGIN_S) not in ("noted", None) and self.ended is None:
            pass

    def terminate(self, timeout_s: float) -> None:
        """Asks Java to end, and returns when it has, or after that time."""
        self._say("terminate")
        self.wait(timeout_s)

    def wait(self, timeout_s: float) -> int | None:
        """The status with which Java ended; None when it has not, after that time."""
        until = monotonic() + timeout_s
        while self.ended is None and (left := until - monotonic()) > 0:
            self.hear(left)
        return self.ended

    def detach(self) -> None:
        """Lets Neo4j outlive us."""
        self._say("detach")
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

    def _say(self, line: str) -> None:
        assert self._guardian.stdin is not None
        with suppress(BrokenPipeError):  # it has ended: `hear` tells
            self._guardian.stdin.write(line.encode() + b"\n")

    def _close(self) -> None:
        for pipe in (self._guardian.stdin, self._guardian.stdout):
            if pipe is not None:
                pipe.close()
