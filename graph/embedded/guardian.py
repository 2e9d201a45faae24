"""The process between the owner and Neo4j: it starts Java, watches the owner, and stops Java with it.

It is run by its path with `python -I -S` and uses the standard library only, so that it is small (10 MB),
starts at once, and depends on no file that an upgrade may change. It holds the lock of the home, and so does
Java by inheritance: the lock is free only when both have ended.

Its standard input is a pipe from the owner: first one line of JSON (the keys are those of `_Job`), later
`ready`, `terminate` and `detach`. End of file means that the owner has ended, however it ended, and stops
Java, unless it was detached. On its standard output it sends `java PID`, `started`, `noted` and
`ended STATUS`; its standard error is the log file, which gets what Java prints.
"""

from __future__ import annotations

import contextlib
import ctypes
import json
import os
import select
import signal
import subprocess
import sys
import threading
from datetime import datetime, timezone
from pathlib import Path
from typing import TypedDict

PR_SET_PDEATHSIG = 1
WATCH_S = 1.0


class _Job(TypedDict):
    command: list[str]
    folder: str
    environment: dict[str, str]
    instance: str
    facts: dict[str, object]
    lock: int
    grace_s: float


class Guardian:
    """Runs one Java for one owner."""

    def __init__(self, job: _Job, rest: bytes) -> None:
        self._job = job
        self._owner = os.getppid()
        self._unread = rest
        self._detached = False
        self._stopping = threading.Lock()
        self._facts = job["facts"] | {
            "pid": os.getpid(),
            "started": datetime.now(timezone.utc).isoformat(timespec="seconds"),  # noqa: UP017
            "ready": False,
        }
        self._java = self._start()

    def run(self) -> int:
        """Returns the exit status of Java, after it ended."""
        self._note(java_pid=self._java.pid)
        _send(f"java {self._java.pid}")
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            signal.signal(number, lambda *_: self._stop_soon())
        threading.Thread(target=self._watch, daemon=True).start()
        assert self._java.stdout is not None
        for line in self._java.stdout:
            os.write(2, line)
            if line.rstrip().endswith(b"Started."):
                _send("started")
        status = self._java.wait()
        Path(self._job["instance"]).unlink(missing_ok=True)
        _send(f"ended {status}")
        return status

    def _start(self) -> subprocess.Popen[bytes]:
        libc = ctypes.CDLL(None) if sys.platform == "linux" else None
        guardian = os.getpid()

        def die_with_guardian() -> None:
            if libc is not None:
                libc.prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
                if os.getppid() != guardian:
                    os._exit(1)

        return subprocess.Popen(
            self._job["command"],
            cwd=self._job["folder"],
            env=self._job["environment"],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            pass_fds=(self._job["lock"],),
            preexec_fn=die_with_guardian,  # noqa: PLW1509 (no thread has been started yet)
        )

    def _watch(self) -> None:
        """Stops Java when the owner closes its pipe or is replaced as our parent."""
        while not self._detached:
            readable, _, _ = select.select([0], [], [], WATCH_S)
            if readable:
                received = os.read(0, 4096)
                if not received:
                    break
                *lines, self._unread = (self._unread + received).split(b"\n")
                for line in lines:
                    self._obey(line)
            elif os.getppid() != self._owner:
                break
        if not self._detached:
            self._stop()

    def _obey(self, line: bytes) -> None:
        if line == b"ready":
            self._note(ready=True)
            _send("noted")
        elif line == b"terminate":
            self._java.terminate()
        elif line == b"detach":
            self._note(mode="detached")
            self._detached = True

    def _stop_soon(self) -> None:
        threading.Thread(target=self._stop, daemon=True).start()

    def _stop(self) -> None:
        """Terminates Java, and kills it after the grace period."""
        if not self._stopping.acquire(blocking=False):
            return
        self._java.terminate()
        try:
            self._java.wait(self._job["grace_s"])
        except subprocess.TimeoutExpired:
            self._java.kill()

    def _note(self, **facts: object) -> None:
        self._facts |= facts
        path = Path(self._job["instance"])
        part = path.with_name(f".{path.name}.tmp")
        part.write_text(json.dumps(self._facts), encoding="utf-8")
        part.chmod(0o644)
        part.replace(path)


def _send(message: str) -> None:
    with contextlib.suppress(OSError):  # the owner of a detached instance does not read
        os.write(1, message.encode() + b"\n")


def main() -> int:
    """Reads the job, then runs it."""
    received = b""
    while b"\n" not in received:
        part = os.read(0, 65536)
        if not part:
            return 1
        received += part
    line, rest = received.split(b"\n", 1)
    return Guardian(json.loads(line), rest).run()


if __name__ == "__main__":
    sys.exit(main())
