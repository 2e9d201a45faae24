"""The process between the owner and Neo4j: it starts Java, keeps it running, and stops it with the owner.

It is run by its path with `python -I -S` and uses the standard library only, so that it is small (10 MB),
starts at once, and depends on no file that an upgrade may change. It holds the lock of the home, and so does
Java by inheritance: the lock is free only when both have ended.

Its standard input is a pipe from the owner: first one line of JSON (the keys are those of `_Job`), later
`ready`, `terminate` and `detach`. End of file means that the owner has ended, however it ended, and stops
Java, unless it was detached. On its standard output it sends `java PID`, `started`, `noted`, `event TEXT` and
`ended STATUS`; its standard error is the log file, which gets what Java prints and one line for each event.

Once the owner has sent `ready`, a Java that ends without being stopped is started again, after 1, 2, 4 … 60
seconds, and so is one whose database has panicked: Neo4j then refuses every transaction until it restarts.
Writing to a full disk or a pipe that nobody reads loses lines, and never ends the guardian.
"""

from __future__ import annotations

import contextlib
import ctypes
import json
import os
import re
import select
import signal
import subprocess
import sys
import threading
from datetime import datetime, timezone
from pathlib import Path
from time import monotonic
from typing import TypedDict

PR_SET_PDEATHSIG = 1
WATCH_S = 1.0
LONGEST_PAUSE_S = 60.0
STABLE_S = 60.0
"""After a run of this length the next pause is the shortest again."""
ROOM = 16 * 1024 * 1024
"""Bytes free on the disk of the home below which Neo4j does not start (measured: with 8 MB it does)."""
LONGEST_LOG = 16 * 1024 * 1024
"""Bytes of the log file before a restart empties it."""
PANICS = (b"and needs to be restarted", b"Transaction.TransactionLogError", b"DatabaseHealth.panic")
"""What Neo4j prints when its database panics, and with each transaction that it refuses from then on."""
BROKEN = re.compile(rb'Failed to start DatabaseId\{\w+\[(\w+)\]\}","stacktrace":"([^"\\]*)')
"""What Neo4j writes into debug.log (JSON lines) when it runs but cannot open a database."""
TAIL = 1024 * 1024
LAST_WORDS = (b"Caused by: ", b"Terminating due to ")
"""With these begins a line of Java that says why it ends."""


class _Job(TypedDict):
    command: list[str]
    folder: str
    environment: dict[str, str]
    instance: str
    facts: dict[str, object]
    lock: int
    grace_s: float
    start_timeout_s: float


class Guardian:
    """Runs Java for one owner, one process after the other."""

    def __init__(self, job: _Job, rest: bytes) -> None:
        self._job = job
        self._owner = os.getppid()
        self._unread = rest
        self._detached = False
        self._keep = False
        self._changing = threading.Lock()
        self._noting = threading.Lock()
        self._stopping = threading.Event()
        self._problem = ""
        self._started = threading.Event()
        self._debug_log = Path(job["instance"]).parent / "logs" / "debug.log"
        self._log_from = 0
        self._facts = job["facts"] | {
            "pid": os.getpid(),
            "started": _now(),
            "ready": False,
            "restarts": 0,
            "problem": None,
        }
        self._libc = ctypes.CDLL(None) if sys.platform == "linux" else None
        self._java = self._start()

    def run(self) -> int:
        """Returns the exit status of the last Java, after it has ended."""
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            signal.signal(number, lambda *_: _in_background(self._stop))
        _in_background(self._watch)
        pause = 1.0
        while True:
            since = monotonic()
            status = self._follow()
            if monotonic() - since > STABLE_S:
                pause = 1.0
            if not self._keep or not self._restart(status, pause):
                break
            pause = min(2 * pause, LONGEST_PAUSE_S)
        with contextlib.suppress(OSError):
            Path(self._job["instance"]).unlink()
        _send(f"ended {status}")
        return status

    def _follow(self) -> int:
        """Copies what Java prints into the log; returns its exit status."""
        java, panicked = self._java, False
        self._note(java_pid=java.pid)
        _send(f"java {java.pid}")
        if self._keep:  # the first start is for the owner to judge
            _in_background(self._attend, java)
        assert java.stdout is not None
        for line in java.stdout:
            _write(2, line)
            if line.rstrip().endswith(b"Started."):
                self._problem = ""
                self._started.set()
                _send("started")
            elif self._keep and not panicked and any(each in line for each in PANICS):
                panicked = True
                self._problem = "its database had stopped after a failed write"
                _in_background(self._end_panicked, java)
            elif not panicked and (
                line.startswith(LAST_WORDS) or (b" ERROR " in line and not self._started.is_set())
            ):
                self._problem = line.decode(errors="replace").strip()[:300]
        java.stdout.close()
        return java.wait()

    def _attend(self, java: subprocess.Popen[bytes]) -> None:
        """Reports a restart that has succeeded; ends one that hangs, or whose database cannot be opened."""
        until = monotonic() + self._job["start_timeout_s"]
        while java.poll() is None:
            started = self._started.wait(WATCH_S)
            if problem := self._broken():
                self._problem = problem
            elif started:
                self._note(ready=True, problem=None)
                self._event(f"Neo4j is started again (pid {java.pid})")
                return
            elif monotonic() > until:
                self._problem = f"not ready in {self._job['start_timeout_s']:g} s"
            else:
                continue
            java.kill()
            return

    def _broken(self) -> str:
        """Why Neo4j could not open a database since this start, from its debug.log; empty if it could."""
        with contextlib.suppress(OSError), self._debug_log.open("rb") as log:
            size = log.seek(0, 2)
            log.seek(max(self._log_from if self._log_from <= size else 0, size - TAIL))
            if found := BROKEN.search(log.read()):
                name, reason = (each.decode(errors="replace") for each in found.groups())
                return f"the database {name} cannot be opened: {reason.rpartition('Exception: ')[2]}"
        return ""

    def _restart(self, status: int, pause: float) -> bool:
        """Starts Java again after a pause; False when the guardian is stopping."""
        if self._stopping.is_set():
            return False
        why = f"Neo4j ended with status {status}"
        if self._problem:
            why += f": {self._problem}"
        if self._full():
            why += "; the disk is full"
        restarts = int(str(self._facts["restarts"])) + 1
        self._note(ready=False, problem=why, restarts=restarts)
        self._event(f"{why}; restart {restarts} in {pause:g} s")
        while True:
            self._pause(pause)
            with self._changing:
                if self._stopping.is_set():
                    return False
                _shorten_log()
                try:
                    self._java = self._start()
                except (OSError, subprocess.SubprocessError) as error:
                    pause = min(2 * pause, LONGEST_PAUSE_S)
                    self._event(f"Java cannot be run ({error}); the next attempt is in {pause:g} s")
                else:
                    return True

    def _pause(self, seconds: float) -> None:
        """Waits; a full disk that has room again ends the wait, and so does a stop."""
        until, full = monotonic() + seconds, self._full()
        while (left := until - monotonic()) > 0:
            if self._stopping.wait(min(left, WATCH_S)) or (full and not self._full()):
                return

    def _end_panicked(self, java: subprocess.Popen[bytes]) -> None:
        """Ends a Java whose database has panicked, once the disk has room for its next start.

        It is killed: it writes nothing any more, and the next start recovers from the log either way.
        """
        if self._full():
            why = "the database has stopped because its disk is full; it restarts once there is room"
            self._note(ready=False, problem=why)
            self._event(why)
        while self._full():
            if self._stopping.wait(WATCH_S):
                return
        java.kill()

    def _start(self) -> subprocess.Popen[bytes]:
        """Starts Java. Called by the main thread: Linux ends Java with the thread that started it."""
        self._started.clear()
        with contextlib.suppress(OSError):
            self._log_from = self._debug_log.stat().st_size
        guardian = os.getpid()

        def die_with_guardian() -> None:
            if self._libc is not None:
                self._libc.prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
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
            preexec_fn=die_with_guardian,  # noqa: PLW1509 (it takes no lock that another thread may hold)
        )

    def _watch(self) -> None:
        """Stops Java when the owner closes its pipe or is replaced as our parent."""
        while not self._detached:
            *lines, self._unread = self._unread.split(b"\n")
            for line in lines:
                self._obey(line)
            readable, _, _ = select.select([0], [], [], WATCH_S)
            if readable:
                received = os.read(0, 4096)
                if not received:
                    break
                self._unread += received
            elif os.getppid() != self._owner:
                break
        if not self._detached:
            self._stop()

    def _obey(self, line: bytes) -> None:
        if line == b"ready":
            self._keep = True
            self._note(ready=True)
            _send("noted")
        elif line == b"terminate":
            self._java.terminate()
        elif line == b"detach":
            self._note(mode="detached")
            self._detached = True

    def _stop(self) -> None:
        """Terminates Java for good, and kills it after the grace period."""
        with self._changing:
            if self._stopping.is_set():
                return
            self._stopping.set()
            java = self._java
        java.terminate()
        try:
            java.wait(self._job["grace_s"])
        except subprocess.TimeoutExpired:
            java.kill()

    def _full(self) -> bool:
        try:
            disk = os.statvfs(Path(self._job["instance"]).parent)
        except OSError:
            return False
        return disk.f_bavail * disk.f_frsize < ROOM

    def _note(self, **facts: object) -> None:
        """Writes the facts into instance.json; a full disk keeps the old ones there."""
        path = Path(self._job["instance"])
        part = path.with_name(f".{path.name}.tmp")
        with self._noting, contextlib.suppress(OSError):
            self._facts |= facts
            part.write_text(json.dumps(self._facts), encoding="utf-8")
            part.chmod(0o644)
            part.replace(path)

    def _event(self, text: str) -> None:
        _write(2, f"{_now()} guardian: {text}\n".encode())
        _send(f"event {text}")


def _now() -> str:
    return datetime.now(timezone.utc).isoformat(timespec="seconds")  # noqa: UP017


def _in_background(work: object, *arguments: object) -> None:
    threading.Thread(target=work, args=arguments, daemon=True).start()  # type: ignore[arg-type]


def _shorten_log() -> None:
    with contextlib.suppress(OSError):
        if os.fstat(2).st_size > LONGEST_LOG:
            os.ftruncate(2, 0)


def _send(message: str) -> None:
    _write(1, message.encode() + b"\n")


def _write(descriptor: int, line: bytes) -> None:
    """Writes a line, or loses it: on a full disk, and to an owner that has ended or does not read."""
    with contextlib.suppress(OSError):
        os.write(descriptor, line)


def main() -> int:
    """Reads the job, then runs it."""
    received = b""
    while b"\n" not in received:
        part = os.read(0, 65536)
        if not part:
            return 1
        received += part
    line, rest = received.split(b"\n", 1)
    os.set_blocking(1, False)
    return Guardian(json.loads(line), rest).run()


if __name__ == "__main__":
    sys.exit(main())
