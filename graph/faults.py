"""Translates the errors of the Neo4j driver into those of graph.errors."""

from __future__ import annotations

from neo4j import exceptions as driver

from graph.errors import (
    AuthenticationFailed,
    Conflict,
    ConstraintViolated,
    DeadlineExceeded,
    GraphError,
    StatementFailed,
    Unavailable,
)

FAULTS = (driver.DriverError, driver.Neo4jError, OSError)
"""The errors that a driver call may raise and `translate` takes."""

# Neo4j has terminated the transaction at its timeout, which is set from the deadline.
_TIMED_OUT = ("TransactionTimedOut", "TransactionTimedOutClientConfiguration", "LockClientStopped")
# The server runs but the database does not: starting, stopping, or failed.
_DATABASE_DOWN = ("DatabaseUnavailable", "DatabaseNotFound", "TransactionStartFailed", "TransactionLogError")


def translate(error: Exception, name: str) -> GraphError:
    """The error of graph.errors for one that the driver raised while the statement `name` ran."""
    code = getattr(error, "code", None) or ""
    title = code.rpartition(".")[2]
    if isinstance(error, driver.AuthError) or code.startswith("Neo.ClientError.Security."):
        return AuthenticationFailed(
            "Neo4j refused the user name or password; check NEO4J_USERNAME and NEO4J_PASSWORD."
        )
    if title in _TIMED_OUT:
        return DeadlineExceeded(f"{name}: the statement took longer than its deadline.")
    if title in _DATABASE_DOWN:
        return Unavailable(f"{name}: the database is not available ({title}).")
    if isinstance(error, driver.ConstraintError):
        return ConstraintViolated(f"{name}: a row breaks a uniqueness constraint: {error.message}")
    if isinstance(error, driver.TransientError):
        return Conflict(f"{name}: a concurrent transaction won ({title}).")
    if isinstance(error, driver.Neo4jError):
        return StatementFailed(f"{name}: {title}: {error.message}")
    if isinstance(error, driver.ConfigurationError):
        return StatementFailed(f"{name}: {error}")
    return Unavailable(f"{name}: no answer from Neo4j ({type(error).__name__}).")
