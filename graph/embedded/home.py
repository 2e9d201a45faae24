"""The folder of one database: its paths, its password, and its reset."""

from __future__ import annotations

import secrets
import shutil
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

from graph.embedded.disk import make_folder, write_atomically
from graph.settings import variable


class Home:
    """`conf/ data/ logs/ password lock instance.json` below one folder.

    `restored` holds the data of a restore, complete, until they are moved to `data`. `research` is the home
    of the read-only copy, where there is one.
    """

    def __init__(self, root: Path) -> None:
        self.root = root.absolute()
        self.conf = self.root / "conf"
        self.data = self.root / "data"
        self.restored = self.root / "data.restored"
        self.logs = self.root / "logs"
        self.console_log = self.logs / "console.log"
        self.debug_log = self.logs / "debug.log"
        self.password_file = self.root / "password"
        self.lock = self.root / "lock"
        self.instance = self.root / "instance.json"
        self.research = self.root / "research"

    def prepare(self) -> None:
        """Makes the folders; only the owner may read those with data and logs. Raises HomeUnusable."""
        make_folder(self.root, variable("home"))
        self._finish_replacement()
        for folder in (self.conf, self.data, self.logs):
            make_folder(folder, variable("home"))
            folder.chmod(0o700)

    def size(self) -> int:
        """Bytes of its data, also while Neo4j makes and removes files there."""
        total = 0
        for path in self.data.rglob("*"):
            with suppress(FileNotFoundError):
                total += path.stat().st_size
        return total

    def is_new(self) -> bool:
        """True before Neo4j has made its system database here, which holds the password."""
        return not (self.data / "databases" / "system").exists()

    def password(self) -> str:
        """The password, made on first use and readable by the owner only."""
        try:
            return self.password_file.read_text(encoding="utf-8").strip()
        except FileNotFoundError:
            password = secrets.token_urlsafe(24)
            write_atomically(self.password_file, password, 0o600)
            return password

    def share_password(self, other: Home) -> None:
        """Gives another home, in which Neo4j has not run yet, the password of this one."""
        write_atomically(other.password_file, self.password(), 0o600)

    def replace_data(self, other: Home) -> Path | None:
        """Takes the data of another, stopped home on the same disk; returns where the old ones are now.

        A kill leaves the old data in place, or the next start finishes the replacement.
        """
        shutil.rmtree(self.restored, ignore_errors=True)
        other.data.rename(self.restored)
        old = None
        if any(self.data.iterdir()):
            old = self.data.with_name(f"data.replaced-{datetime.now(UTC):%Y%m%dT%H%M%S}")
            self.data.rename(old)
        else:
            self.data.rmdir()
        self._finish_replacement()
        return old

    def _finish_replacement(self) -> None:
        if self.restored.exists() and not self.data.exists():
            self.restored.rename(self.data)

    def clear(self) -> None:
        """Removes the files of Neo4j and of this program; other files and the lock stay."""
        for folder in (self.conf, self.data, self.restored, self.logs, self.research):
            shutil.rmtree(folder, ignore_errors=True)
        for name in ("import", "plugins", "licenses", "run"):
            folder = self.root / name
            if folder.is_dir() and not any(folder.iterdir()):
                folder.rmdir()
        for file in (self.password_file, self.instance):
            file.unlink(missing_ok=True)
