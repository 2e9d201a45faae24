"""The files of Neo4j: those of the lock file, those in the cache, and the download of the missing ones."""

from __future__ import annotations

import errno
import hashlib
import shutil
import tempfile
import tomllib
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass
from functools import cache
from itertools import count
from pathlib import Path
from time import sleep

from rich.console import Console

from graph.embedded.disk import MB, locked, make_folder, require_space
from graph.embedded.java import EXTRA
from graph.embedded.manifest import Manifest
from graph.embedded.progress import Downloads
from graph.errors import ChecksumWrong, DownloadFailed, ExtraMissing, NoSpace
from graph.settings import Settings, variable

THREADS = 8
ATTEMPTS = 3
TIMEOUT_S = 20
FILE_BYTES = 195 * MB // 242
"""Mean size of a file of the lock (242 files, 195 MB, measured on Neo4j 2026.09.0)."""


@dataclass(frozen=True, slots=True)
class Artifact:
    """One file of the lock file, with its Maven coordinate."""

    group: str
    name: str
    version: str
    classifier: str
    sha256: str

    @property
    def path(self) -> Path:
        """Its path in the layout of a Maven repository."""
        suffix = f"-{self.classifier}" if self.classifier else ""
        folder = Path(*self.group.split("."), self.name, self.version)
        return folder / f"{self.name}-{self.version}{suffix}.jar"


Fetch = Callable[[Artifact, Path], Path]
"""Downloads one file into a folder and returns its path. Raises OSError, RuntimeError."""


@cache
def lock() -> tuple[Artifact, ...]:
    """The files of `neo4j.lock.toml`, in the order of the class path."""
    return read_lock(Path(__file__).with_name("neo4j.lock.toml"))


def read_lock(path: Path) -> tuple[Artifact, ...]:
    """The files of a lock file of jgo, in the order of the class path."""
    text = path.read_text(encoding="utf-8")
    return tuple(
        Artifact(
            entry["groupId"],
            entry["artifactId"],
            entry["version"],
            entry.get("classifier", ""),
            entry["sha256"],
        )
        for entry in tomllib.loads(text)["dependencies"]
    )


def version() -> str:
    """The version of Neo4j in the lock file."""
    return next(each.version for each in lock() if each.name == "neo4j-server")


def maven(repositories: dict[str, str] | None = None) -> Fetch:
    """Downloads with jgo, from its default repository or from `repositories` (URL by name)."""

    def fetch(artifact: Artifact, into: Path) -> Path:
        try:
            from jgo.maven import MavenContext  # slow to import, and needed once per machine
        except ImportError as error:
            raise ExtraMissing(EXTRA.format(missing="jgo")) from error
        context = MavenContext(repo_cache=into, remote_repos=repositories, timeout=TIMEOUT_S)
        component = context.project(artifact.group, artifact.name).at_version(artifact.version)
        return Path(component.artifact(artifact.classifier, "jar").resolve())

    return fetch


class Artifacts:
    """The files of Neo4j in the user's cache, shared by all homes.

    `fetch` downloads a missing file, `files` are those required, `needed` is the free space that a download
    requires, bytes (default: by the number of missing files).
    """

    def __init__(
        self,
        cache: Path,
        *,
        fetch: Fetch | None = None,
        files: Iterable[Artifact] | None = None,
        needed: int | None = None,
    ) -> None:
        self.folder = cache / "neo4j"
        self._fetch = fetch or maven()
        self._files = tuple(files) if files is not None else lock()
        self._needed = needed
        self._manifest = Manifest(self.folder)

    def missing(self) -> list[Artifact]:
        """The files that do not exist, or have changed since they were checked."""
        return [each for each in self._files if not self._manifest.holds(each.path, each.sha256)]

    def verify(self) -> tuple[list[Artifact], list[Artifact]]:
        """The files that do not exist, and those whose content is not that of the lock. Reads them all."""
        present = [each for each in self._files if (self.folder / each.path).is_file()]
        absent = [each for each in self._files if each not in present]
        return absent, [each for each in present if sha256(self.folder / each.path) != each.sha256]

    def ensure(self, console: Console) -> None:
        """Downloads and checks the missing files; quick when there are none.

        Raises DownloadFailed, ChecksumWrong, NoSpace, HomeUnusable or ExtraMissing. Finished files are kept.
        """
        if not self.missing():
            return
        make_folder(self.folder, variable("cache"))
        with locked(self.folder / "lock"):
            self._manifest.reload()
            wanted = [each for each in self.missing() if not self._recheck(each)]
            self._manifest.save()
            if wanted:
                self._download(wanted, console)

    def class_path(self) -> str:
        """Every file, relative to `folder`: short, and without special characters of the user's path."""
        return ":".join(str(each.path) for each in self._files)

    def stamps(self) -> list[tuple[str, int, int]]:
        """Path, size and modification time of every file, by which Java recognizes a class path."""
        return [(str(each.path), *self._manifest.stamp(each.path)) for each in self._files]

    def _recheck(self, artifact: Artifact) -> bool:
        """True for a file whose hash is right, which is added to the manifest; others are removed."""
        path = self.folder / artifact.path
        if not path.is_file():
            return False
        if sha256(path) == artifact.sha256:
            self._manifest.add(artifact.path, artifact.sha256)
            return True
        path.unlink()
        return False

    def _download(self, wanted: list[Artifact], console: Console) -> None:
        needed = len(wanted) * FILE_BYTES + 64 * MB if self._needed is None else self._needed
        require_space(self.folder, needed, variable("cache"), "downloading Neo4j")
        arriving = self.folder / "arriving"
        shutil.rmtree(arriving, ignore_errors=True)  # left by a killed process: not trusted
        arriving.mkdir()
        pool = ThreadPoolExecutor(THREADS, thread_name_prefix="download")
        try:
            with Downloads(console, f"Downloading Neo4j {version()}", len(wanted)) as progress:
                waiting = [pool.submit(self._fetch_one, each, arriving) for each in wanted]
                for arrived in as_completed(waiting):
                    artifact = arrived.result()
                    self._manifest.add(artifact.path, artifact.sha256)
                    progress.advance()
        finally:
            pool.shutdown(cancel_futures=True)
            self._manifest.save()
            shutil.rmtree(arriving, ignore_errors=True)

    def _fetch_one(self, artifact: Artifact, arriving: Path) -> Artifact:
        for attempt in count(1):
            folder = Path(tempfile.mkdtemp(dir=arriving))  # jgo refuses to write over a partial file
            try:
                path = self._fetch(artifact, folder)
                break
            except (OSError, RuntimeError) as error:
                if isinstance(error, OSError) and error.errno == errno.ENOSPC:
                    raise NoSpace(f"The disk of {self.folder} is full; free some space there.") from error
                if attempt == ATTEMPTS:
                    raise DownloadFailed(_download_failed(artifact, error)) from error
                sleep(0.5 * attempt)
        found = sha256(path)
        if found != artifact.sha256:
            raise ChecksumWrong(
                f"{artifact.path.name} has SHA-256 {found[:16]}…, but the lock file has "
                f"{artifact.sha256[:16]}…; it was removed. Try again; if the error persists, a proxy or "
                "mirror of the Maven repository changes files."
            )
        target = self.folder / artifact.path
        target.parent.mkdir(parents=True, exist_ok=True)
        path.replace(target)
        return artifact


def browser_jar(settings: Settings) -> Path:
    """The jar of Neo4j Browser in the cache, for the web application that serves its files."""
    found = next(each for each in lock() if each.name == "neo4j-browser")
    return Artifacts(settings.cache).folder / found.path


def sha256(path: Path) -> str:
    """The SHA-256 of a file, as hexadecimal digits."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _download_failed(artifact: Artifact, error: Exception) -> str:
    reason = f"{type(error).__name__}: {error}".splitlines()[0][:200]
    return (
        f"{artifact.path.name} could not be downloaded in {ATTEMPTS} attempts ({reason}). Finished files "
        "are kept: try again when the network is back. Without a network, set "
        f"{variable('neo4j_uri')} to a Neo4j that you run, or copy {variable('cache')} from a machine "
        "that has the files."
    )
