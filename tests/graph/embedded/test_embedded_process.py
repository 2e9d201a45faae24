"""However an owner ends, its Neo4j ends, the home is free, and the next start has every committed node."""

import os
import signal
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import psutil
import pytest

from graph.embedded import Artifacts, EmbeddedServer, Home, Instance, reset, running, stop
from graph.embedded.aot import Training
from graph.embedded.java import bundled, find_java
from graph.settings import Settings

Ask = Callable[..., list[list[Any]]]
Command = Callable[..., subprocess.CompletedProcess[str]]
WRITE = "CYPHER 25 UNWIND range(1, 1000) AS i CREATE (:Written {by: $by})"
COUNT = "CYPHER 25 MATCH (n:Written) RETURN n.by AS by, count(*) ORDER BY by"


@pytest.fixture(scope="module")
def restartable(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """One home for the tests of this file, which tell one story in their order."""
    return Settings(home=tmp_path_factory.mktemp("process") / "home", bolt_port=0)


@pytest.mark.slow
def test_nothing_remains_when_the_owner_is_killed(restartable: Settings, owner: Any, ask: Ask) -> None:
    first = owner(restartable)
    ask(restartable, WRITE, by="killed owner")
    first.signal(signal.SIGKILL)
    assert first.remains() == []
    assert running(restartable) is None
    assert not Home(restartable.home).instance.exists()


@pytest.mark.slow
def test_nothing_remains_when_the_guardian_is_killed(restartable: Settings, owner: Any, ask: Ask) -> None:
    second = owner(restartable)
    ask(restartable, WRITE, by="killed guardian")
    second.process.send_signal(signal.SIGSTOP)  # its owner would start another
    os.kill(second.instance.pid, signal.SIGKILL)
    assert second.remains() == []
    assert Home(restartable.home).instance.exists()
    assert running(restartable) is None  # the file is stale, the free lock says so
    second.signal(signal.SIGKILL)


@pytest.mark.slow
def test_a_start_after_kills_has_every_committed_node_and_an_exception_stops_it(
    restartable: Settings,
    ask: Ask,
    tmp_path: Path,
    program: Callable[[Path, str], Path],
    caches: Callable[[Path], Path],
) -> None:
    damaged = caches(tmp_path)
    script = f'case "$*" in *AOTCache*) echo crash; exit 134;; *) exec {bundled()} "$@";; esac'
    java = program(tmp_path / "bin" / "java", script)
    here = restartable.model_copy(update={"cache": tmp_path})
    server = EmbeddedServer.start(here, train=False, java=java)
    assert not damaged.exists()  # Java ended with this AOT cache, so it was run without

    def work() -> None:
        with server:
            assert ask(restartable, COUNT) == [["killed guardian", 1000], ["killed owner", 1000]]
            raise ZeroDivisionError

    instance = running(restartable)
    assert instance is not None
    assert (instance.mode, instance.ready, instance.bolt_uri) == ("attached", True, server.bolt_uri)
    with pytest.raises(ZeroDivisionError):
        work()
    assert not server.alive()
    assert running(restartable) is None
    assert not psutil.pid_exists(instance.java_pid)


@pytest.mark.slow
def test_sigterm_ends_owner_and_neo4j(restartable: Settings, owner: Any, command: Command) -> None:
    third = owner(restartable)
    refused = command(restartable.home, "stop")
    assert refused.returncode == 2
    assert "--force" in refused.stderr
    third.signal(signal.SIGTERM)
    assert third.remains() == []
    assert running(restartable) is None


@pytest.mark.slow
def test_reset_removes_the_data_and_keeps_the_downloads(restartable: Settings) -> None:
    home = Home(restartable.home)
    foreign = home.root / "notes.txt"
    foreign.write_text("not ours")
    password = home.password()
    reset(restartable)
    assert home.is_new()
    assert home.password() != password
    assert foreign.exists()
    assert Artifacts(restartable.cache).missing() == []


def test_a_stale_instance_file_is_no_instance(settings: Settings) -> None:
    home = Home(settings.home)
    home.prepare()
    stale = Instance(
        pid=os.getpid(),
        java_pid=os.getpid(),
        bolt_port=7687,
        started="2026-01-01T00:00:00+00:00",
        mode="attached",
        ready=True,
        app_url=None,
        home=home.root,
        version="2026.09.0",
    )
    home.instance.write_text(stale.model_dump_json())
    assert running(settings) is None
    assert stop(settings) is None


def test_a_training_ends_when_it_is_stopped(tmp_path: Path) -> None:
    training = Training(tmp_path, find_java(bundled()), 256, detached=False)
    training.stop()
    # The training of the whole run may have ended and still be there as a zombie, which has no command line.
    mine = psutil.Process().children(recursive=True)
    alive = [each for each in mine if each.status() != psutil.STATUS_ZOMBIE]
    assert not [each for each in alive if str(tmp_path) in each.cmdline()]
