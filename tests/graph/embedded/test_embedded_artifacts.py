"""The files of Neo4j arrive whole or not at all, and only once."""

import gc
import hashlib
import io
import threading
from collections.abc import Callable, Iterator
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from time import sleep
from typing import Any

import pytest
from rich.console import Console

from graph.embedded import Artifacts, browser_jar, is_ready_offline
from graph.embedded.artifacts import Artifact, lock, maven, version
from graph.errors import ChecksumWrong, DownloadFailed, HomeUnusable, NoSpace
from graph.settings import Settings


def content(name: str) -> bytes:
    return f"content of {name}".encode() * 100


def artifact(name: str) -> Artifact:
    return Artifact("org.example", name, "1.0", "", hashlib.sha256(content(name)).hexdigest())


FILES = tuple(artifact(name) for name in ("one", "two", "three"))


class Repository:
    """Hands out the files it has, and counts."""

    def __init__(self, **replaced: bytes) -> None:
        self.asked: list[str] = []
        self.replaced = replaced

    def __call__(self, wanted: Artifact, into: Path) -> Path:
        self.asked.append(wanted.name)
        path = into / "file"
        path.write_bytes(self.replaced.get(wanted.name, content(wanted.name)))
        return path


@pytest.fixture
def console() -> Console:
    return Console(file=io.StringIO(), force_terminal=False)


@pytest.fixture
def served(tmp_path: Path) -> Iterator[tuple[Path, str]]:
    """A Maven repository on loopback: its folder and its address."""
    folder = tmp_path / "repository"
    folder.mkdir()

    class Quiet(SimpleHTTPRequestHandler):
        def __init__(self, *arguments: Any) -> None:
            super().__init__(*arguments, directory=str(folder))

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Quiet)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield folder, f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def test_files_arrive_from_a_maven_repository(
    tmp_path: Path, served: tuple[Path, str], console: Console
) -> None:
    folder, address = served
    for each in FILES:
        (folder / each.path).parent.mkdir(parents=True)
        (folder / each.path).write_bytes(content(each.name))
    artifacts = Artifacts(tmp_path / "cache", fetch=maven({"local": address}), files=FILES)
    artifacts.ensure(console)
    assert artifacts.missing() == []
    assert [(artifacts.folder / each.path).read_bytes() for each in FILES] == [content(e.name) for e in FILES]


def test_a_second_call_fetches_nothing(tmp_path: Path, console: Console) -> None:
    repository = Repository()
    Artifacts(tmp_path, fetch=repository, files=FILES).ensure(console)
    Artifacts(tmp_path, fetch=repository, files=FILES).ensure(console)
    assert sorted(repository.asked) == ["one", "three", "two"]


def test_files_that_arrived_before_a_kill_are_kept_after_a_check(tmp_path: Path, console: Console) -> None:
    whole, partial, _ = FILES
    folder = Artifacts(tmp_path, files=FILES).folder
    for each, size in ((whole, None), (partial, 20)):
        (folder / each.path).parent.mkdir(parents=True)
        (folder / each.path).write_bytes(content(each.name)[:size])
    (folder / "arriving" / "left").mkdir(parents=True)
    repository = Repository()
    Artifacts(tmp_path, fetch=repository, files=FILES).ensure(console)
    assert sorted(repository.asked) == ["three", "two"]
    assert (folder / partial.path).read_bytes() == content("two")
    assert not (folder / "arriving").exists()


def test_a_file_that_changed_is_fetched_again(tmp_path: Path, console: Console) -> None:
    repository = Repository()
    artifacts = Artifacts(tmp_path, fetch=repository, files=FILES)
    artifacts.ensure(console)
    repository.asked.clear()
    (artifacts.folder / FILES[0].path).write_bytes(b"changed")
    assert artifacts.missing() == [FILES[0]]
    artifacts.ensure(console)
    assert repository.asked == ["one"]
    assert (artifacts.folder / FILES[0].path).read_bytes() == content("one")


def test_a_wrong_checksum_is_named_and_nothing_of_the_file_stays(tmp_path: Path, console: Console) -> None:
    artifacts = Artifacts(tmp_path, fetch=Repository(two=b"<html>sign in</html>"), files=FILES)
    with pytest.raises(ChecksumWrong, match=r"two-1\.0\.jar.*removed"):
        artifacts.ensure(console)
    assert FILES[1] in artifacts.missing()
    assert not [path for path in artifacts.folder.rglob("*") if path.name in ("two-1.0.jar", "file")]
    good = Repository()
    Artifacts(tmp_path, fetch=good, files=FILES).ensure(console)
    assert "two" in good.asked


def test_a_closed_repository_is_a_failed_download_that_keeps_what_arrived(
    tmp_path: Path, console: Console
) -> None:
    Artifacts(tmp_path, fetch=Repository(), files=FILES[:1]).ensure(console)
    artifacts = Artifacts(tmp_path, fetch=maven({"closed": "http://127.0.0.1:9"}), files=FILES)
    with pytest.raises(DownloadFailed, match=r"(two|three)-1\.0\.jar .*try again.*NEO4J_URI"):
        artifacts.ensure(console)
    assert FILES[0] not in artifacts.missing()


@pytest.mark.filterwarnings("ignore:unclosed:ResourceWarning")  # jgo leaves the answer to a 404 open
def test_a_file_that_the_repository_lacks_is_a_failed_download(
    tmp_path: Path, served: tuple[Path, str], console: Console
) -> None:
    artifacts = Artifacts(tmp_path / "cache", fetch=maven({"local": served[1]}), files=FILES[:1])
    with pytest.raises(DownloadFailed, match=r"one-1\.0\.jar"):
        artifacts.ensure(console)
    gc.collect()


def test_no_space_is_said_before_anything_is_fetched(tmp_path: Path, console: Console) -> None:
    repository = Repository()
    with pytest.raises(NoSpace, match=r"needs 1,099,511,627,776 MB free.*LEARNING_SITES_CACHE"):
        Artifacts(tmp_path, fetch=repository, files=FILES, needed=1 << 60).ensure(console)
    assert repository.asked == []


def test_a_cache_that_cannot_be_written_is_named(tmp_path: Path, console: Console) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(HomeUnusable, match="LEARNING_SITES_CACHE"):
        Artifacts(tmp_path / "file", fetch=Repository(), files=FILES).ensure(console)


@pytest.mark.parametrize(("seconds", "lines"), [(0.0, 0), (1.1, 1)])
def test_a_wait_is_one_plain_line_away_from_a_terminal(
    tmp_path: Path, console: Console, seconds: float, lines: int
) -> None:
    def slow(wanted: Artifact, into: Path) -> Path:
        sleep(seconds)
        return Repository()(wanted, into)

    Artifacts(tmp_path, fetch=slow, files=FILES).ensure(console)
    assert isinstance(console.file, io.StringIO)
    shown = console.file.getvalue()
    assert shown.count("\n") == lines
    assert (f"Downloading Neo4j {version()} (3 files)" in shown) == bool(lines)


def test_two_processes_download_a_file_once(tmp_path: Path, console: Console) -> None:
    repository = Repository()

    def slow(wanted: Artifact, into: Path) -> Path:
        sleep(0.2)
        return repository(wanted, into)

    both: list[Callable[[], None]] = [
        lambda: Artifacts(tmp_path, fetch=slow, files=FILES).ensure(console) for _ in range(2)
    ]
    threads = [threading.Thread(target=each) for each in both]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(repository.asked) == ["one", "three", "two"]


def test_the_lock_names_each_file_once_with_its_hash() -> None:
    assert len({each.path for each in lock()}) == len(lock()) == 242
    assert all(len(each.sha256) == 64 for each in lock())


def test_an_empty_cache_is_not_ready_offline(tmp_path: Path) -> None:
    settings = Settings(cache=tmp_path)
    assert not is_ready_offline(settings)
    assert browser_jar(settings).name == "neo4j-browser-5.24.0.jar"
