"""What a running instance promises to those who use it; all on one shared instance."""

import json
import os
import stat
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import psutil
import pytest
from neo4j import GraphDatabase
from neo4j.exceptions import AuthError, Neo4jError

from graph.embedded import EmbeddedServer, Home, attach_or_start, reset, running
from graph.embedded.configuration import neo4j_conf
from graph.errors import InstanceRunning
from graph.settings import Settings

Ask = Callable[..., list[list[Any]]]
Command = Callable[..., subprocess.CompletedProcess[str]]


def test_the_password_is_for_its_owner_only_and_others_may_know_the_port(shared: Settings) -> None:
    home = Home(shared.home)
    assert stat.S_IMODE(home.password_file.stat().st_mode) == 0o600
    assert stat.S_IMODE(home.data.stat().st_mode) == 0o700
    assert stat.S_IMODE(home.instance.stat().st_mode) == 0o644
    assert len(home.password()) >= 32
    assert home.password() not in home.instance.read_text() + home.console_log.read_text()


def test_the_first_password_of_neo4j_is_refused(shared: Settings) -> None:
    instance = running(shared)
    assert instance is not None
    with (
        GraphDatabase.driver(instance.bolt_uri, auth=("neo4j", "neo4j")) as driver,
        pytest.raises(AuthError),
    ):
        driver.verify_connectivity()


def test_a_terminal_s_interrupt_cannot_reach_it(shared: Settings) -> None:
    instance = running(shared)
    assert instance is not None
    assert os.getsid(instance.pid) == os.getsid(instance.java_pid) == instance.pid != os.getsid(0)


def test_a_second_start_on_the_home_says_who_runs_it(shared: Settings) -> None:
    instance = running(shared)
    assert instance is not None
    with pytest.raises(InstanceRunning, match=rf"pid {instance.pid}, Bolt port {instance.bolt_port}"):
        EmbeddedServer.start(shared, train=False)


def test_reset_refuses_while_it_runs(shared: Settings) -> None:
    with pytest.raises(InstanceRunning):
        reset(shared)
    assert running(shared) is not None


def test_a_command_joins_the_running_instance_and_leaves_it_running(shared: Settings) -> None:
    before = running(shared)
    with attach_or_start(shared) as server:
        auth = (server.username, server.password)
        with GraphDatabase.driver(server.bolt_uri, auth=auth) as driver:
            assert driver.execute_query("RETURN 1 AS one").records[0]["one"] == 1
    assert running(shared) == before


def test_cypher_25_is_the_language_of_a_new_home(shared: Settings, ask: Ask) -> None:
    assert ask(shared, "SHOW DATABASE neo4j YIELD defaultLanguage") == [["CYPHER 25"]]


@pytest.mark.parametrize("address", ["file:///etc/hostname", "http://127.0.0.1:9/x", "http://[::1]:9/x"])
def test_load_csv_reads_neither_files_nor_the_network(shared: Settings, ask: Ask, address: str) -> None:
    with pytest.raises(Neo4jError, match=r"allow_csv_import_from_file_urls|blocked|IP blocklist"):
        ask(shared, "LOAD CSV FROM $address AS row RETURN row", address=address)


def test_it_makes_no_outgoing_calls_and_keeps_authentication(shared: Settings, ask: Ask) -> None:
    values = dict(ask(shared, "SHOW SETTINGS YIELD name, value"))
    assert values["dbms.usage_report.enabled"] == "false"
    assert values["dbms.fleet_manager.enabled"] == "false"
    assert values["server.fleet_discovery.enabled"] == "false"
    assert values["server.http.enabled"] == values["server.https.enabled"] == "false"
    assert values["dbms.security.auth_enabled"] == "true"
    assert values["server.bolt.listen_address"].startswith("127.0.0.1:")


def test_it_listens_on_loopback_only_and_nowhere_but_bolt(shared: Settings) -> None:
    instance = running(shared)
    assert instance is not None
    connections = psutil.Process(instance.java_pid).net_connections("inet")
    listening = {each.laddr for each in connections if each.status in (psutil.CONN_LISTEN, psutil.CONN_NONE)}
    addresses = {(each.ip.removeprefix("::ffff:"), each.port) for each in listening}
    assert addresses == {("127.0.0.1", instance.bolt_port)}


def test_a_runaway_statement_has_an_end(shared: Settings, ask: Ask) -> None:
    assert ask(shared, "SHOW SETTINGS 'db.transaction.timeout' YIELD value") == [["10m"]]


def test_the_browser_opens_the_guide_of_the_application(shared: Settings) -> None:
    text = neo4j_conf(shared, 7687, "http://127.0.0.1:8123/")
    assert "browser.post_connect_cmd=clear; guide http://127.0.0.1:8123/research/guide.html" in text
    assert "browser.remote_content_hostname_whitelist=127.0.0.1,localhost\n" in text
    assert "browser." not in neo4j_conf(shared, 7687, None)


def test_status_is_for_scripts_and_people(shared: Settings, command: Command) -> None:
    instance = running(shared)
    assert instance is not None
    told = json.loads(command(shared.home, "status", "--json").stdout)
    assert told["running"] is told["ready"] is told["downloaded"] is True
    assert (told["bolt_uri"], told["mode"]) == (instance.bolt_uri, "detached")
    assert instance.bolt_uri in command(shared.home, "status").stdout


def test_a_second_start_command_is_wrong_use(shared: Settings, command: Command) -> None:
    again = command(shared.home, "start")
    assert again.returncode == 2
    assert again.stderr.startswith("error [INSTANCE_RUNNING]: Another process runs")
    assert again.stderr.count("\n") == 1


def test_a_failed_start_command_is_one_line_and_status_1(tmp_path: Path, command: Command) -> None:
    (tmp_path / "file").touch()
    failed = command(tmp_path / "file" / "home", "start")
    assert failed.returncode == 1
    assert failed.stderr.startswith("error [HOME_UNUSABLE]: ")
    assert failed.stderr.count("\n") == 1


def test_commands_on_an_empty_home_do_no_harm(tmp_path: Path, command: Command) -> None:
    assert command(tmp_path, "path").stdout.strip() == str(tmp_path)
    assert command(tmp_path, "stop").returncode == 0
    assert json.loads(command(tmp_path, "status", "--json").stdout)["running"] is False
    assert command(tmp_path, "reset").returncode == 2
    assert command(tmp_path, "reset", "--yes").returncode == 0


def test_a_wrong_setting_is_wrong_use(tmp_path: Path, command: Command) -> None:
    wrong = command(tmp_path, "path", LEARNING_SITES_HEAP_MB="1")
    assert wrong.returncode == 2
    assert wrong.stderr.startswith("error [SETTING_INVALID]: LEARNING_SITES_HEAP_MB")
