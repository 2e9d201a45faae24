"""The production shape serves: a night is loaded, callers sign in through a proxy, containers are closed."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable

import httpx
import pytest
from operations_page import lines

from deploy.containers.project import Project

pytestmark = pytest.mark.slow

Ask = Callable[[str, str | None], httpx.Response]
OPEN = '{ site(key: "site:houston-pd") { name } }'
SINGLE = '{ request(key: "request:syn-7-0000001") { key } }'
WRITE = "mutation { recordRequests(input: {requests: []}) { created } }"
RUNNING = ("neo4j", "api")
OUTSIDE = "192.0.2.1"
"""An address of the documentation networks, which nobody has."""
CONNECT = f"""
import errno, socket
try:
    socket.create_connection(("{OUTSIDE}", 443), timeout=3).close()
    print("CONNECTED")
except TimeoutError:
    print("SENT")
except OSError as error:
    print(errno.errorcode.get(error.errno, str(error)))
"""
RESOLVE = 'import socket; socket.create_connection(("neo4j", 7687), timeout=5); print("CONNECTED")'


def codes(answer: httpx.Response) -> tuple[int, list[str]]:
    return answer.status_code, [error["extensions"]["code"] for error in answer.json().get("errors", [])]


@pytest.mark.parametrize("service", RUNNING)
def test_a_service_is_healthy_by_its_own_check(project: Project, service: str) -> None:
    project.wait_until_healthy(service)
    assert project.inspect(service)["State"]["Running"] is True
    assert project.inspect(service)["RestartCount"] == 0


def test_callers_sign_in_through_nginx_with_tls(ask: Ask, secret: dict[str, str]) -> None:
    for query in (OPEN, SINGLE, WRITE):
        assert codes(ask(query, None)) == (401, ["UNAUTHENTICATED"])
    assert ask(OPEN, secret["reader"]).json() == {"data": {"site": {"name": "Houston Police Department"}}}
    assert codes(ask(SINGLE, secret["reader"])) == (200, ["FORBIDDEN"])
    assert ask(SINGLE, secret["staff"]).json() == {"data": {"request": {"key": "request:syn-7-0000001"}}}
    for role in ("reader", "staff"):
        assert codes(ask(WRITE, secret[role])) == (200, ["FORBIDDEN"])


def test_a_night_with_one_bad_row_ends_with_3(project: Project, secret: dict[str, str], ask: Ask) -> None:
    with (project.folder / "incoming" / "requests-1.csv").open(newline="") as file:
        first, second = list(csv.DictReader(file))[:2]
    log = project.folder / "incoming" / "requests-2.csv"
    with log.open("w", newline="") as file:
        writer = csv.DictWriter(file, first)
        writer.writeheader()
        writer.writerow(first | {"request_id": "night-2-0001"})
        writer.writerow(second | {"request_id": "night-2-0002", "month": "2020-99"})
    (night,) = [line for line in lines("production") if "run --rm loader" in line]
    ended = project.shell(f"sleep 6; {night}", check=False)
    assert ended.returncode == 3, ended.stdout + ended.stderr
    found = ask('{ request(key: "request:night-2-0001") { key } }', secret["staff"])
    assert found.json() == {"data": {"request": {"key": "request:night-2-0001"}}}
    log.unlink()
    again = project.shell(night, check=False)
    assert again.returncode == 0, again.stdout + again.stderr


@pytest.mark.parametrize(("service", "secret_file"), [("neo4j", "neo4j-auth"), ("api", "neo4j-password")])
def test_passwords_are_files_and_no_variables(project: Project, service: str, secret_file: str) -> None:
    password = (project.folder / "secrets" / "neo4j-password").read_text().strip()
    assert len(password) == 48
    assert password in project.execute(service, "cat", f"/run/secrets/{secret_file}").stdout
    assert password not in json.dumps(project.inspect(service))
    assert password not in project.logs(service)
    environment = project.execute(service, "cat", "/proc/1/environ")
    assert environment.returncode == 0
    assert "NEO4J_" in environment.stdout
    assert password not in environment.stdout


@pytest.mark.parametrize(
    ("service", "closed", "open_"),
    [
        ("neo4j", ("/", "/etc", "/opt/java", "/var/lib/neo4j/lib"), ("/tmp", "/data", "/logs")),
        ("api", ("/", "/etc", "/opt/venv", "/usr/bin"), ("/tmp", "/var/lib/learning-sites")),
    ],
)
def test_the_root_is_read_only(
    project: Project, service: str, closed: tuple[str, ...], open_: tuple[str, ...]
) -> None:
    for folder in closed:
        tried = project.execute(service, "touch", f"{folder}/tried", user="0")
        assert tried.returncode != 0, folder
        assert "Read-only file system" in tried.stderr
    for folder in open_:
        tried = project.execute(service, "sh", "-c", f"touch {folder}/tried && rm {folder}/tried")
        assert tried.returncode == 0, tried.stderr


@pytest.mark.parametrize(("service", "user"), [("neo4j", "7474"), ("api", "10001")])
def test_no_process_has_a_right_beyond_its_user(project: Project, service: str, user: str) -> None:
    # The first process may be the engine's init; the service is its child.
    listed = project.execute(service, "sh", "-c", "cat /proc/[0-9]*/status").stdout
    facts = [line.split() for line in listed.splitlines()]
    assert {words[1] for words in facts if words[0] == "Uid:"} == {user}
    assert {words[1] for words in facts if words[0] in ("CapEff:", "CapPrm:", "CapBnd:")} == {"0" * 16}
    assert {words[1] for words in facts if words[0] == "NoNewPrivs:"} == {"1"}


def test_no_outward_address_is_reached_from_the_internal_network(project: Project) -> None:
    inside = project.image_run("graph", "python", "-c", CONNECT).stdout.strip()
    assert inside in {"ENETUNREACH", "EHOSTUNREACH"}
    # The same attempt leaves by the other network, so it is the network that stops it.
    assert project.image_run("door", "python", "-c", CONNECT).stdout.strip() in {
        "SENT",
        "ECONNREFUSED",
        "CONNECTED",
    }
    assert project.image_run("graph", "python", "-c", RESOLVE).stdout.strip() == "CONNECTED"
    assert project.image_run("door", "python", "-c", RESOLVE).returncode != 0
    assert project.engine.run("port", project.container("neo4j"), check=False).stdout.strip() == ""
