"""Waits for Neo4j until it has started, accepts our password and answers a query."""

from __future__ import annotations

from time import sleep
from typing import LiteralString

from graph.deadline import Deadline
from graph.embedded.failures import cannot_work, explain
from graph.embedded.home import Home
from graph.embedded.process import Process
from graph.errors import EmbeddedError, StartFailed, Unavailable

USERNAME = "neo4j"
FIRST_PASSWORD = "neo4j"  # noqa: S105 (that of every new Neo4j, replaced at once)
CHANGE: LiteralString = "ALTER CURRENT USER SET PASSWORD FROM $old TO $new"
WARM_UP: tuple[LiteralString, ...] = (
    "CYPHER 25 MATCH (n) RETURN count(n)",
    "CYPHER 25 MATCH (n) WHERE n.key = $key RETURN n {.*, near: COLLECT { MATCH (n)--(m) RETURN m.key }}",
)
"""The first query of a new Java process takes 1 to 2 s, the next ones milliseconds."""


def wait_until_ready(
    process: Process, home: Home, bolt_port: int, *, new: bool, log_from: int, timeout_s: float
) -> None:
    """Returns when Neo4j answers queries with our password.

    `new`: its first start in this home, which sets the password; `log_from`: length of debug.log before.
    Raises the error that names the cause, StartFailed when none is known.
    """
    deadline = Deadline.after(timeout_s)
    try:
        _wait_for_start(process, home, bolt_port, log_from, deadline)
        _sign_in(process, home, bolt_port, log_from, new, deadline)
    except Unavailable as error:
        raise explain(home, bolt_port, f"was not ready in {timeout_s:g} s", log_from) from error


def _wait_for_start(process: Process, home: Home, bolt_port: int, log_from: int, deadline: Deadline) -> None:
    while (message := process.receive(min(1.0, deadline.remaining()))) != "started":
        if process.ended is not None:
            raise explain(home, bolt_port, f"ended with status {process.ended}", log_from)
        if message is None and cannot_work(home, log_from):
            raise explain(home, bolt_port, "cannot work", log_from)  # Java runs on, Bolt never opens


def _sign_in(
    process: Process, home: Home, bolt_port: int, log_from: int, new: bool, deadline: Deadline
) -> None:
    """Sets the password in a new home, and runs the first queries under it.

    A crash after the database was made and before its password was set leaves Neo4j's initial password: so
    whichever password is refused, the other is tried once.
    """
    from neo4j.exceptions import AuthError, ClientError, DriverError, Neo4jError

    uri = f"bolt://127.0.0.1:{bolt_port}"
    password = home.password()
    refused = set()
    while True:
        try:
            if new:
                _run(uri, FIRST_PASSWORD, "system", CHANGE, old=FIRST_PASSWORD, new=password)
                new = False
            for query in WARM_UP:
                _run(uri, password, "neo4j", query, key="")
        except AuthError as error:
            refused.add(new)
            if len(refused) == 2:
                raise _wrong_password(home) from error
            new = not new
        except ClientError as error:
            raise StartFailed(f"Neo4j refused a first query: {error.message}") from error
        except (DriverError, Neo4jError) as error:  # Bolt answers before the database does
            if not process.alive() or cannot_work(home, log_from):
                raise explain(home, bolt_port, "ended", log_from) from error
            sleep(min(0.1, deadline.remaining()))
        else:
            return


def _run(uri: str, password: str, database: str, query: LiteralString, **parameters: str) -> None:
    from neo4j import GraphDatabase, NotificationMinimumSeverity  # 0.3 s, spent while Java boots

    with GraphDatabase.driver(
        uri,
        auth=(USERNAME, password),
        notifications_min_severity=NotificationMinimumSeverity.OFF,
        connection_timeout=5.0,
        max_transaction_retry_time=0.0,
    ) as driver:
        driver.execute_query(query, parameters, database_=database)


def _wrong_password(home: Home) -> EmbeddedError:
    return StartFailed(
        f"The database in {home.data} has another password than {home.password_file}. Write the right one "
        "into that file; or start over with `learning-sites database reset`, which removes the data."
    )
