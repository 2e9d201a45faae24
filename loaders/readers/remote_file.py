"""A file at an address: it is in the folder whole and with the right checksum, or not at all."""

from __future__ import annotations

import hashlib
import os
import re
import secrets
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import BinaryIO, Final
from urllib.parse import unquote, urlsplit

import httpx2
from pydantic import BaseModel, ConfigDict, Field, ValidationInfo, field_validator

from graph.errors import ExtraMissing, FetchFailed

MAX_MB: Final = 1000
BYTES_PER_MB: Final = 1_000_000
MAX_REDIRECTS: Final = 5
CHUNK: Final = 1 << 20
TIMEOUT_S: Final = 30.0
"""Seconds without a byte after which the other side is given up."""
MAX_CHECKSUM_BYTES: Final = 4096
SHA256: Final = re.compile(r"[0-9a-fA-F]{64}")
HTTPS, S3 = "https://", "s3://"


class RemoteFile(BaseModel):
    """Where a file is, and what makes sure that it is the right one."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    address: str = Field(description=f"an address that begins with {HTTPS} or {S3}")
    name: str = Field(
        "",
        validate_default=True,
        description="the name that the file gets in the folder; default the last part of the address",
    )
    sha256: str | None = Field(
        None, description=f"64 hex digits, or the {HTTPS} address of a file that begins with them"
    )
    max_mb: int = Field(MAX_MB, ge=1, description="the most megabytes that are read, a whole number from 1")

    @field_validator("address")
    @classmethod
    def _is_read(cls, value: str) -> str:
        if not value.startswith((HTTPS, S3)) or not urlsplit(value).hostname:
            raise ValueError(value)
        return value

    @field_validator("sha256")
    @classmethod
    def _is_checksum(cls, value: str | None) -> str | None:
        if value is not None and not (SHA256.fullmatch(value) or value.startswith(HTTPS)):
            raise ValueError(value)
        return value

    @field_validator("name")
    @classmethod
    def _is_in_the_folder(cls, value: str, info: ValidationInfo) -> str:
        name = value or unquote(PurePosixPath(urlsplit(info.data.get("address", "")).path).name)
        if not name or name.startswith(".") or "/" in name or not name.isprintable():
            raise ValueError(name)
        return name


def is_address(text: str) -> bool:
    """Whether an argument is the address of a file."""
    return text.startswith((HTTPS, S3))


def without_secrets(address: str) -> str:
    """An address without user, password, query and fragment, which may hold a key."""
    parts = urlsplit(address)
    port = f":{parts.port}" if parts.port else ""
    return f"{parts.scheme}://{parts.hostname or ''}{port}{parts.path}"


def fetch(remote: RemoteFile, folder: Path) -> Path:
    """The file in the folder, replaced at once when all of it is there.

    Raises FetchFailed, which says why, and ExtraMissing where a package for the address is not installed.
    """
    where, path = without_secrets(remote.address), folder / remote.name
    expected = _expected(remote.sha256)
    part = folder / f".{remote.name}.{secrets.token_hex(4)}.part"
    try:
        with open(part, "xb", opener=_private) as file:
            digest = _copy(_chunks(remote.address), file, remote.max_mb, where)
        if expected not in (None, digest):
            raise FetchFailed(
                f"{where}: its SHA-256 is {digest}, not {expected}; nothing was replaced. Fetch it again, or "
                "correct sha256."
            )
        part.replace(path)
    except OSError as error:
        raise FetchFailed(f"{where}: {path} cannot be written ({error.strerror}).") from error
    finally:
        part.unlink(missing_ok=True)
    return path


def _copy(chunks: Iterator[bytes], file: BinaryIO, max_mb: int, where: str) -> str:
    """Writes the chunks; their SHA-256. Raises FetchFailed beyond so many megabytes."""
    digest, size = hashlib.sha256(), 0
    for chunk in chunks:
        size += len(chunk)
        if size > max_mb * BYTES_PER_MB:
            raise FetchFailed(f"{where}: is larger than {max_mb} MB; raise max_mb, or split the file.")
        digest.update(chunk)
        file.write(chunk)
    return digest.hexdigest()


def _expected(sha256: str | None) -> str | None:
    """The checksum, in lower case; read from its address where it has one."""
    if sha256 is None or not sha256.startswith(HTTPS):
        return sha256 and sha256.lower()
    content = b""
    for chunk in _chunks(sha256):
        content += chunk
        if len(content) >= MAX_CHECKSUM_BYTES:
            break
    found = SHA256.match(content[:MAX_CHECKSUM_BYTES].decode("ascii", errors="replace"))
    if found is None:
        raise FetchFailed(f"{without_secrets(sha256)}: does not begin with a SHA-256 of 64 hex digits.")
    return found[0].lower()


def _chunks(address: str) -> Iterator[bytes]:
    return _s3(address) if address.startswith(S3) else _https(address)


def _https(address: str) -> Iterator[bytes]:
    where = without_secrets(address)
    try:
        with (
            httpx2.Client(
                timeout=TIMEOUT_S,
                follow_redirects=True,
                max_redirects=MAX_REDIRECTS,
                headers={"accept-encoding": "identity"},  # a file that is compressed stays so
                event_hooks={"request": [_require_https]},
            ) as client,
            client.stream("GET", address) as answer,
        ):
            if not answer.is_success:
                raise FetchFailed(f"{where}: the server answered with status {answer.status_code}.")
            yield from answer.iter_raw(CHUNK)
    except (httpx2.HTTPError, httpx2.InvalidURL) as error:
        raise FetchFailed(f"{where}: {_reason(error)}.") from error


def _require_https(request: httpx2.Request) -> None:
    """Called before each request, also before those of a redirect."""
    if request.url.scheme != "https":
        raise FetchFailed(f"{without_secrets(str(request.url))}: a redirect leads away from HTTPS.")


def _reason(error: Exception) -> str:
    """What happened, without the address."""
    if isinstance(error, httpx2.TimeoutException):
        return f"no answer within {TIMEOUT_S:g} s"
    if "CERTIFICATE_VERIFY_FAILED" in str(error):
        return "its certificate is not trusted; SSL_CERT_FILE may name that of a private authority"
    return f"it was not read to its end ({type(error).__name__})"


def _s3(address: str) -> Iterator[bytes]:
    """Credentials and endpoint are those of the AWS tools: AWS_ENDPOINT_URL, AWS_ACCESS_KEY_ID, ~/.aws …"""
    try:
        import botocore.exceptions
        import s3fs
    except ImportError as error:
        raise ExtraMissing(
            "Files of S3 need s3fs; install it with `pip install 'learning-sites-graph[s3]'`."
        ) from error
    try:
        with s3fs.S3FileSystem().open(address, "rb") as file:
            while chunk := file.read(CHUNK):
                yield chunk
    except (OSError, botocore.exceptions.BotoCoreError, botocore.exceptions.ClientError) as error:
        raise FetchFailed(
            f"{without_secrets(address)}: it cannot be read ({type(error).__name__})."
        ) from error


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)
