"""The file of a backup: a tar archive with `manifest.json` and Neo4j's own `neo4j.dump`, in this order.

    tar xf FILE neo4j.dump && neo4j-admin database load neo4j --from-path=.

loads it into any other Neo4j of the same version or a newer one.
"""

from __future__ import annotations

import hashlib
import io
import os
import tarfile
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Final, Literal

from pydantic import BaseModel, ConfigDict, ValidationError

from graph.embedded.artifacts import version
from graph.errors import BackupInvalid
from graph.inventory import Inventory
from graph.migrations import migrations

FORMAT: Final = 1
MANIFEST: Final = "manifest.json"
DUMP: Final = "neo4j.dump"
PIECE: Final = 1024 * 1024

Advance = Callable[[int], None]
"""Called with a number of bytes that are done."""


class BackupManifest(BaseModel):
    """What a backup holds. `created` is ISO 8601, UTC; `store_bytes` the size of the database on disk."""

    model_config = ConfigDict(frozen=True)

    kind: Literal["learning-sites-backup"] = "learning-sites-backup"
    format: int = FORMAT
    created: str
    program: str
    neo4j: str
    inventory: Inventory
    store_bytes: int
    dump_bytes: int
    dump_sha256: str

    @classmethod
    def of(cls, dump: Path, inventory: Inventory, program: str, store_bytes: int) -> BackupManifest:
        """The manifest of a dump that was made now."""
        with dump.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
        return cls(
            created=datetime.now(UTC).isoformat(timespec="seconds"),
            program=program,
            neo4j=version(),
            inventory=inventory,
            store_bytes=store_bytes,
            dump_bytes=dump.stat().st_size,
            dump_sha256=digest,
        )

    def check_versions(self) -> None:
        """Raises BackupInvalid when this program cannot run what the backup holds."""
        if self.format > FORMAT or _numbers(self.neo4j) > _numbers(version()):
            raise BackupInvalid(
                f"A newer version made this backup (program {self.program}, format {self.format}, Neo4j "
                f"{self.neo4j}; this one has format {FORMAT}, Neo4j {version()}); use that version."
            )
        known = {each.name: each.checksum for each in migrations()}
        if strange := sorted(
            name for name, found in self.inventory.migrations.items() if known.get(name) != found
        ):
            raise BackupInvalid(
                f"The backup has migrations that this version does not have: {', '.join(strange)}; restore "
                f"it with the version that made it ({self.program})."
            )


def write(target: Path, dump: Path, manifest: BackupManifest) -> None:
    """Writes a backup, whole or not at all; `target` appears when all of it is on the disk."""
    part = target.with_name(f".{target.name}.part")
    text = manifest.model_dump_json(indent=2).encode()
    try:
        with part.open("wb") as file:
            part.chmod(0o600)  # it holds everything
            with tarfile.open(fileobj=file, mode="w", format=tarfile.PAX_FORMAT) as archive:
                head = tarfile.TarInfo(MANIFEST)
                head.size, head.mtime, head.mode = len(text), int(dump.stat().st_mtime), 0o600
                archive.addfile(head, io.BytesIO(text))
                archive.add(dump, DUMP)
            file.flush()
            os.fsync(file.fileno())
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)


def read_manifest(source: Path) -> BackupManifest:
    """The manifest of a backup. Raises BackupInvalid when the file is none, or its beginning is damaged."""
    try:
        with tarfile.open(source) as archive:
            first = archive.next()
            file = None if first is None or first.name != MANIFEST else archive.extractfile(first)
            if file is None:
                raise BackupInvalid(f"{source} is not a backup of this program: it has no {MANIFEST}.")
            return BackupManifest.model_validate_json(file.read())
    except (tarfile.TarError, ValidationError, EOFError) as error:
        raise BackupInvalid(f"{source} is not a backup of this program, or it is damaged.") from error


def extract(source: Path, manifest: BackupManifest, into: Path, advance: Advance) -> Path:
    """Writes `neo4j.dump` into a folder. Raises BackupInvalid when it is not the one of the manifest."""
    target, digest = into / DUMP, hashlib.sha256()
    try:
        with tarfile.open(source) as archive, target.open("wb") as file:
            member = archive.extractfile(DUMP)
            assert member is not None
            while piece := member.read(PIECE):
                digest.update(piece)
                file.write(piece)
                advance(len(piece))
    except (tarfile.TarError, KeyError, EOFError) as error:
        raise BackupInvalid(f"{source} is damaged: it ends too early. Use another backup.") from error
    if digest.hexdigest() != manifest.dump_sha256:
        raise BackupInvalid(
            f"{source} is damaged: the SHA-256 of {DUMP} is {digest.hexdigest()[:16]}…, and the manifest has "
            f"{manifest.dump_sha256[:16]}…. Use another backup."
        )
    return target


def _numbers(text: str) -> tuple[int, ...]:
    return tuple(int(part) for part in text.split(".") if part.isdigit())
