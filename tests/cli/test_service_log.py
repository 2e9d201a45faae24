"""The log of a service is JSON from its first line to its last, and says for which request a line is."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import httpx
import pytest
from processes import STOP_S, serve

from graph.access import Access

SITE = 'query %s { site(key: "site:houston-pd") { name } }'


def lines(text: str) -> list[dict[str, Any]]:
    """Each line parsed; one that is not JSON fails the test."""
    return [json.loads(line) for line in text.splitlines()]


@pytest.fixture(scope="module")
def service_log(access: Access, tmp_path_factory: pytest.TempPathFactory) -> list[dict[str, Any]]:
    """The log of a service that was started, called, and stopped; every statement is slow."""
    home = tmp_path_factory.mktemp("service-log")
    with serve(access, home, LEARNING_SITES_SLOW_STATEMENT_S="0.000001") as running:
        with httpx.Client(base_url=running.url, timeout=60) as client:
            for number, body in enumerate(
                (
                    {"query": SITE % "OnlyOne"},
                    {"query": SITE % "OnlyOne"},
                    {"query": SITE % "One" + SITE % "Two", "operationName": "Two"},
                    {"query": SITE % "OnlyOne", "operationName": "Jane Doe 555-0100"},
                    {"query": SITE % ("L" * 1000)},
                    {"query": "query Invalid { nothing }"},
                    {"query": "query Broken {"},
                    {"query": '{ site(key: "site:houston-pd") { name } }'},
                )
            ):
                client.post("/graphql", json=body, headers={"x-request-id": f"request-{number}"})
            client.get("/nothing%0Ahere")
        running.process.send_signal(signal.SIGTERM)
        running.process.wait(STOP_S)
        return lines(running.log.read_text())


def test_every_line_of_a_service_is_json_with_a_time(service_log: list[dict[str, Any]]) -> None:
    assert len(service_log) > 10
    assert all("time" in line for line in service_log)
    assert any("GraphQL answers at" in line.get("message", "") for line in service_log)


@pytest.mark.parametrize(
    ("number", "operation"),
    [
        (0, "OnlyOne"),
        (1, "OnlyOne"),  # from the response cache
        (2, "Two"),
        (3, None),
        (4, "L" * 80),
        (5, "Invalid"),
        (6, None),
        (7, None),
    ],
)
def test_a_line_names_an_operation_of_the_document_and_no_other_text(
    service_log: list[dict[str, Any]], number: int, operation: str | None
) -> None:
    (line,) = [line for line in service_log if line.get("id") == f"request-{number}" and "method" in line]
    assert line.get("operation") == operation
    assert "Jane" not in json.dumps(service_log)


def test_a_slow_statement_is_logged_with_its_request_operation_and_cost(
    service_log: list[dict[str, Any]],
) -> None:
    slow = [line for line in service_log if "ms" in line and line.get("log") == "graph.database"]
    mine = [line for line in slow if line.get("id") == "request-0"]
    statement = next(line for line in mine if line["statement"] == "OnlyOne")
    assert statement["level"] == "WARNING"
    assert (statement["operation"], statement["cost"]) == ("OnlyOne", 2)
    assert statement["ms"] > 0
    assert all("id" not in line for line in slow if line["statement"] == "graph/migration_ledger")


EVENTS = {
    "an error with its traceback": (
        "try:\n 1 / 0\nexcept ZeroDivisionError:\n logging.getLogger('a.b').exception('%s', 'it broke')",
        {"level": "ERROR", "log": "a.b", "message": "it broke", "error": "ZeroDivisionError"},
    ),
    "a warning of a library": (
        "warnings.warn('old\\nway', DeprecationWarning)",
        {"level": "WARNING", "log": "py.warnings"},
    ),
    "a line of the driver": (
        "logging.getLogger('neo4j.pool').warning('connection %d lost', 7)",
        {"log": "neo4j.pool", "message": "connection 7 lost"},
    ),
    "a line of uvicorn": (
        "logging.getLogger('uvicorn.error').error('Exception in ASGI application\\n', "
        "exc_info=(ValueError, ValueError('x'), None))",
        {"log": "uvicorn.error", "error": "ValueError"},
    ),
    "an exception of a thread": (
        "t = threading.Thread(target=lambda: [][1]); t.start(); t.join()",
        {"level": "CRITICAL", "error": "IndexError"},
    ),
    "an exception that Python cannot raise": (
        "class Bad:\n def __del__(self): raise KeyError('gone')\nBad()",
        {"level": "CRITICAL", "error": "KeyError"},
    ),
    "an exception that ends the process": ("raise RuntimeError('end')", {"error": "RuntimeError"}),
    "text for a person": (
        "from cli.service_console import service_console\nservice_console().print('Downloading …')",
        {"level": "INFO", "message": "Downloading …"},
    ),
    "an object that is no JSON": (
        "logging.getLogger('x').error('y', extra={'facts': {'path': __import__('pathlib').Path('/a')}})",
        {"path": "/a"},
    ),
}
"""What a process of a service may say, and facts of its line."""


@pytest.mark.parametrize("event", EVENTS)
def test_whatever_a_process_says_is_one_line_of_json(event: str) -> None:
    code, facts = EVENTS[event]
    start = "import logging, threading, warnings\nfrom cli.service_log import log_service\nlog_service()\n"
    ended = subprocess.run(
        [sys.executable, "-W", "default", "-c", start + code],
        capture_output=True,
        text=True,
        cwd=Path(__file__).parents[2],
        env={**os.environ, "PYTHONUTF8": "1"},
        timeout=60,
    )
    (line,) = lines(ended.stderr)
    assert {name: line.get(name) for name in facts} == facts
    assert ("traceback" in line) == ("error" in line)
