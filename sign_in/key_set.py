"""A JSON Web Key Set: a file, read again when it changes, or a URL, fetched, cached and renewed."""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from threading import Lock
from time import monotonic
from typing import Any, Final
from urllib.parse import urlsplit

import jwt

from graph.errors import SettingInvalid, Unavailable

log = logging.getLogger(__name__)

CACHE_S: Final = 300.0
"""Age at which a fetched set is fetched again."""
COOLDOWN_S: Final = 30.0
"""Pause between two fetches for a key that the set does not have: anyone can send tokens that name one."""
RETRY_S: Final = 5.0
"""Pause after a fetch that failed."""
TIMEOUT_S: Final = 3.0
LOOPBACK: Final = ("127.0.0.1", "localhost", "::1")


class KeySet:
    """The keys of one issuer; call it from a thread, for a fetch takes its time."""

    def __init__(self, source: str, variable: str) -> None:
        """`source` is a URL or a path. Raises SettingInvalid, which names `variable`."""
        url = urlsplit(source)
        if url.scheme == "http" and url.hostname not in LOOPBACK:
            raise SettingInvalid(f"{variable}: {source} is not encrypted; use https.")
        self._client: jwt.PyJWKClient | None = None
        self._file = Path(url.path if url.scheme == "file" else source)
        if url.scheme in ("http", "https"):
            self._client = jwt.PyJWKClient(
                source, lifespan=CACHE_S, timeout=TIMEOUT_S, cooldown_duration=COOLDOWN_S
            )
        self._last: jwt.PyJWKSet | None = None
        self._mark: tuple[int, int] | None = None
        self._retry_at = 0.0
        self._lock = Lock()
        if self._client is None:
            try:
                self._from_file()
            except (OSError, ValueError, jwt.PyJWTError) as error:
                raise SettingInvalid(f"{variable}: {source} is no JSON Web Key Set ({error}).") from None

    def key(self, header: Mapping[str, Any]) -> jwt.PyJWK:
        """The key that the header of a token names.

        Raises PyJWTError for an unknown one, Unavailable without a set.
        """
        kid = header.get("kid")
        with self._lock:
            keys = self._from_file() if self._client is None else self._fetched(self._client, kid)
        candidates = [key for key in keys.keys if key.public_key_use in ("sig", None)]
        if kid is not None:
            candidates = [key for key in candidates if key.key_id == kid]
        if len(candidates) != 1:
            raise jwt.InvalidSignatureError("no key of the set fits")
        [found] = candidates
        if found.algorithm_name != header.get("alg"):
            raise jwt.InvalidAlgorithmError
        return found

    def _fetched(self, client: jwt.PyJWKClient, kid: Any) -> jwt.PyJWKSet:
        """The set, renewed where it is old or has no such key; while that fails, the last one."""
        if monotonic() >= self._retry_at:
            try:
                self._last = client.get_jwk_set()
                if kid is not None and kid not in [key.key_id for key in self._last.keys]:
                    with suppress(jwt.PyJWKClientError):  # rotated since, or a wrong token
                        client.get_signing_key(kid)
                    self._last = client.get_jwk_set()
            except (jwt.PyJWTError, OSError, ValueError) as error:
                self._retry_at = monotonic() + RETRY_S
                log.warning("the key set of the issuer cannot be fetched: %s", type(error).__name__)
        if self._last is None:
            raise Unavailable("The key set of the issuer cannot be fetched; try again in a moment.")
        return self._last

    def _from_file(self) -> jwt.PyJWKSet:
        found = self._file.stat()
        mark = (found.st_mtime_ns, found.st_size)
        if self._last is None or mark != self._mark:
            self._last, self._mark = jwt.PyJWKSet.from_dict(json.loads(self._file.read_bytes())), mark
        return self._last
