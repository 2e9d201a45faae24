"""API keys: made by `learning-sites keys`, shown once, and stored as hashes in one file.

A key reads `lsg_<id>_<secret>`. The secret has 256 random bits, so that its SHA-256 needs no salt and no slow
hash: no one can guess it (NIST SP 800-63B, 5.1.1.2 asks for both where a person chooses the secret).
"""

from __future__ import annotations

import hashlib
import hmac
import logging
import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from time import monotonic
from typing import Final

from pydantic import BaseModel, ConfigDict, TypeAdapter, ValidationError

from graph.embedded.disk import locked, make_folder, write_atomically
from graph.errors import InvalidInput, SettingInvalid, Unauthenticated, UnknownKey
from graph.settings import Settings, variable
from graph.viewer import Role, Viewer
from sign_in.identity import Identity, hashed

log = logging.getLogger(__name__)

PREFIX: Final = "lsg_"
MAX_NAME: Final = 60
REREAD_S: Final = 1.0
"""Age of the known keys after which the file is looked at again: a revoked key works no longer than that."""
USED_S: Final = 60.0
"""The time of the last use is stored at most once in this many seconds."""
REFUSED: Final = "The API key is not valid; `learning-sites keys create` makes another."


class ApiKey(BaseModel):
    """A key without its secret. `name` says which program has it, never which person."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    name: str
    role: Role
    sha256: str
    created: datetime
    expires: datetime | None = None
    revoked: datetime | None = None

    @property
    def state(self) -> str:
        """`valid`, `expired` or `revoked`."""
        if self.revoked is not None:
            return "revoked"
        return "expired" if self.expires is not None and self.expires <= datetime.now(UTC) else "valid"


_KEYS: Final = TypeAdapter(list[ApiKey])
_USED: Final = TypeAdapter(dict[str, datetime])


class ApiKeys:
    """The keys of one file. Several processes may use it: each sees a change within a second."""

    def __init__(self, settings: Settings) -> None:
        self.path = settings.api_keys or settings.home / "api-keys.json"
        self._used_path = self.path.with_name(f"{self.path.stem}-used.json")
        self._known: dict[str, ApiKey] = {}
        self._accepted: dict[str, Identity] = {}
        self._mark: tuple[int, int, int] | None = None
        self._looked = float("-inf")
        self._noted: dict[str, float] = {}

    def create(self, name: str, role: Role, days: int | None) -> tuple[ApiKey, str]:
        """A new key, and its text, which is shown now and never again. Raises InvalidInput, HomeUnusable."""
        name = name.strip()
        if not 0 < len(name) <= MAX_NAME or not name.isprintable() or "@" in name:
            raise InvalidInput(
                f"--name: 1 to {MAX_NAME} printable characters are allowed, and no address of a person; name "
                "the program that uses the key."
            )
        id, secret = secrets.token_hex(6), secrets.token_urlsafe(32)
        now = datetime.now(UTC).replace(microsecond=0)
        try:
            expires = None if days is None else now + timedelta(days=days)
        except OverflowError:
            raise InvalidInput(f"--days: {days} days reach beyond the calendar; give fewer.") from None
        key = ApiKey(id=id, name=name, role=role, sha256=_sha256(secret), created=now, expires=expires)
        with self._changing() as keys:
            keys.append(key)
        return key, f"{PREFIX}{id}_{secret}"

    def revoke(self, id: str) -> ApiKey:
        """Ends a key, which stays in the list. Raises UnknownKey."""
        with self._changing() as keys:
            for number, key in enumerate(keys):
                if key.id == id:
                    now = datetime.now(UTC).replace(microsecond=0)
                    keys[number] = key.model_copy(update={"revoked": key.revoked or now})
                    return keys[number]
            raise UnknownKey(f"ID: no API key has the id {id!r}; `learning-sites keys list` lists them.")

    def all(self) -> list[ApiKey]:
        """All keys, in the order in which they were made. Raises SettingInvalid for a damaged file."""
        try:
            return _KEYS.validate_json(self.path.read_bytes())
        except FileNotFoundError:
            return []
        except IsADirectoryError:
            raise SettingInvalid(
                f"{variable('api_keys')}: {self.path} is a folder; name a file in it, such as api-keys.json."
            ) from None
        except (OSError, ValidationError) as error:
            reason = error.strerror if isinstance(error, OSError) else "it is damaged"
            raise SettingInvalid(
                f"{variable('api_keys')}: {self.path} cannot be read ({reason}); restore it, or remove it "
                "and make new keys."
            ) from None

    def used(self) -> dict[str, datetime]:
        """When each key was used last, to the minute; keys that never were are missing."""
        try:
            return _USED.validate_json(self._used_path.read_bytes())
        except (OSError, ValidationError):
            return {}

    def identity(self, text: str) -> Identity:
        """The caller with this key. Raises Unauthenticated."""
        keys = self._current()
        if (accepted := self._accepted.get(text)) is not None and not accepted.expired:
            return accepted
        id, _, secret = text.removeprefix(PREFIX).partition("_")
        key = keys.get(id)
        stored = _sha256("") if key is None else key.sha256
        if not hmac.compare_digest(stored, _sha256(secret)) or key is None:
            raise Unauthenticated(REFUSED)
        if key.state != "valid":
            raise Unauthenticated(
                f"The API key has {'expired' if key.state == 'expired' else 'been revoked'}."
            )
        self._note(id)
        expires = None if key.expires is None else key.expires.timestamp()
        self._accepted[text] = Identity(Viewer(key.role), f"key:{hashed(id)}", expires)
        return self._accepted[text]

    def _current(self) -> dict[str, ApiKey]:
        if monotonic() - self._looked >= REREAD_S:
            self._looked = monotonic()
            self._accepted.clear()
            if (mark := self._marked()) != self._mark:
                self._reread(mark)
        return self._known

    def _reread(self, mark: tuple[int, int, int] | None) -> None:
        """Reads the keys; while that fails, the last ones stay. Raises SettingInvalid without these."""
        try:
            self._known = {key.id: key for key in self.all()}
            self._mark = mark
        except SettingInvalid as error:
            if self._mark is None:
                self._looked = float("-inf")  # an error for every caller, not for one a second
                raise
            log.error("the API keys are those of before: %s", error)

    def _marked(self) -> tuple[int, int, int] | None:
        """What changes with the file; None without one."""
        try:
            found = self.path.stat()
        except FileNotFoundError:
            return None
        except OSError:
            return (0, 0, 0)  # reading it says why
        return (found.st_mtime_ns, found.st_size, found.st_ino)

    def _note(self, id: str) -> None:
        """Stores that the key was used; where the folder is read-only, that is not known."""
        if monotonic() - self._noted.get(id, float("-inf")) < USED_S:
            return
        self._noted[id] = monotonic()
        used = self.used() | {id: datetime.now(UTC).replace(second=0, microsecond=0)}
        with suppress(OSError):
            write_atomically(self._used_path, _USED.dump_json(used).decode(), 0o600)

    @contextmanager
    def _changing(self) -> Iterator[list[ApiKey]]:
        """All keys, to change; they are stored when the block ends without an error."""
        make_folder(self.path.parent, variable("api_keys"))
        with locked(self.path.with_name(f".{self.path.name}.lock"), wait_s=10):
            keys = self.all()
            yield keys
            write_atomically(self.path, _KEYS.dump_json(keys, indent=1).decode(), 0o600)


def _sha256(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
