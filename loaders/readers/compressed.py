"""The bytes of a file, decompressed, block by block."""

from __future__ import annotations

import gzip
import io
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Final, cast

from graph.errors import DataInvalid, GraphError
from loaders.readers.broken import empty, unreadable
from loaders.readers.side_files import is_side_file

COMPRESSIONS: Final = {"": "", ".gz": "gzip", ".zip": "zip"}
"""Last suffix of a name → how the file is compressed."""

BLOCK: Final = 1 << 16
"""Bytes of a block."""
MAX_DECOMPRESSED: Final = 16 << 30
"""Maximum number of bytes that a compressed file may decompress to."""
MAX_RATIO: Final = 200
"""Maximum number of decompressed bytes for a compressed byte; deflate can reach 1,032 in a malicious file."""
RATIO_FROM: Final = 16 << 20
"""Decompressed bytes up to which the ratio does no harm."""

MARKS: Final = {
    b"\x1f\x8b": "gzip (.gz)",
    b"PK\x03\x04": "a zip file or an Excel workbook (.zip, .xlsx)",
    b"PK\x05\x06": "an empty zip file",
    b"\xd0\xcf\x11\xe0": "an old or encrypted Office file",
}
"""First bytes of files that are not text."""

Reached = Callable[[float], None]
"""Called with the share of a file that was read, from 0 to 1."""


def blocks(path: Path, compression: str, reached: Reached = lambda _: None) -> Iterator[bytes]:
    """Blocks of the file, none empty, decompressed by `compression` (one of COMPRESSIONS).

    A zip must hold one file that is not a side file: the blocks are its.
    Raises DataInvalid when the file is empty, its content is not what the suffix says, or damaged, or a
    compressed file holds more than MAX_DECOMPRESSED or MAX_RATIO allow; OSError when the file cannot be read.
    """
    size = _size(path)
    most = min(MAX_DECOMPRESSED, max(RATIO_FROM, MAX_RATIO * size))
    total = 0
    try:
        with path.open("rb") as file, _decompressed(path, compression, file) as content:
            while block := content.read(BLOCK):
                if not total and (mark := mark_of(block)):
                    raise unreadable(path, f"holds {mark}; give it that suffix, or save it again")
                reached(file.tell() / size)
                total += len(block)
                if compression and total > most:
                    raise unreadable(
                        path,
                        f"decompresses to more than {most:,} bytes (limit: {MAX_RATIO} times its size, and "
                        f"{MAX_DECOMPRESSED:,}); decompress it yourself if you trust it",
                    )
                yield block
    except (gzip.BadGzipFile, zipfile.BadZipFile, EOFError, zlib.error):
        raise _damaged(path, compression) from None


def mark_of(start: bytes) -> str | None:
    """The format of a file that begins with these bytes, None for text."""
    return next((name for mark, name in MARKS.items() if start.startswith(mark)), None)


@contextmanager
def _decompressed(path: Path, compression: str, file: IO[bytes]) -> Iterator[IO[bytes]]:
    if compression == ".gz":
        # GzipFile reads an empty file as empty content.
        if file.read(2) != b"\x1f\x8b":
            raise unreadable(path, "is not a gzip file; compress it again, or remove .gz from its name")
        file.seek(0)
        with gzip.GzipFile(fileobj=file) as content:
            yield cast(IO[bytes], content)
    elif compression == ".zip":
        with _member(path, file)[0] as content:
            yield content
    else:
        yield file


def member_name(path: Path) -> str:
    """The name of the one file inside a zip, without its folders. Raises DataInvalid, OSError as `blocks`."""
    _size(path)
    with path.open("rb") as file:
        return _name(_member(path, file)[1])


@contextmanager
def opened(path: Path, compression: str, most: int) -> Iterator[IO[bytes]]:
    """The file, or the one inside a zip, to be read in any order. Raises DataInvalid, OSError as `blocks`.

    The content of a zip comes into memory, up to `most` bytes.
    """
    _size(path)
    with path.open("rb") as file:
        if not compression:
            yield file
            return
        member, known = _member(path, file)
        if known.file_size > most:
            size = f"{known.file_size:,} bytes (limit: {most:,})"
            raise unreadable(path, f"decompresses to {size}; save the sheet as CSV")
        try:
            content = member.read(known.file_size)
        except (zipfile.BadZipFile, EOFError, zlib.error):
            raise _damaged(path, compression) from None
        yield io.BytesIO(content)


def _damaged(path: Path, compression: str) -> DataInvalid:
    return unreadable(path, f"is damaged or truncated {COMPRESSIONS[compression]}; create it again")


def _size(path: Path) -> int:
    size = path.stat().st_size
    if not size:
        raise empty(path)
    return size


def _member(path: Path, file: IO[bytes]) -> tuple[IO[bytes], zipfile.ZipInfo]:
    """The one file inside, open, and its entry in the zip."""
    try:
        archive = zipfile.ZipFile(file)
        member = _only_member(path, archive)
        return archive.open(member), member
    except GraphError:
        raise
    # zipfile answers a damaged directory with whatever its code runs into.
    except Exception:
        raise unreadable(
            path, "is not a zip file, or damaged; zip it again, or remove .zip from its name"
        ) from None


def _only_member(path: Path, archive: zipfile.ZipFile) -> zipfile.ZipInfo:
    """The one file inside. Its folders are never used: they may lead anywhere."""
    members = [member for member in archive.infolist() if not _is_beside(member.filename)]
    if any(member.filename == "xl/workbook.xml" for member in members):
        raise unreadable(path, "is an Excel workbook; name it .xlsx")
    if len(members) != 1:
        names = ", ".join(_name(member)[:60] for member in members[:3])
        more = f": {names}{' …' if len(members) > 3 else ''}" if members else ""
        raise unreadable(path, f"holds {len(members)} files{more}; zip one file alone")
    if members[0].flag_bits & 0x1:
        raise unreadable(path, "is encrypted; zip it without a password")
    if members[0].compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise unreadable(path, "is compressed by a method other than deflate; zip it with deflate")
    return members[0]


def _is_beside(filename: str) -> bool:
    """Whether a member is a folder, or a file that a system added to those that were zipped."""
    parts = filename.replace("\\", "/").split("/")
    return not parts[-1] or any(is_side_file(part) for part in parts if part not in (".", ".."))


def _name(member: zipfile.ZipInfo) -> str:
    return member.filename.replace("\\", "/").rsplit("/", 1)[-1]
