"""Translates the errors of the Neo4j driver into those of graph.errors.

Neo4j's codes are `Neo.<classification>.<category>.<title>`; the titles are those of Neo4j 2026.09
(org.neo4j.kernel.api.exceptions.Status). The table of docs/operations.md is tested against this module.
"""

from __future__ import annotations

from typing import Final

from neo4j import exceptions as driver

from graph.errors import (
    AuthenticationFailed,
    Conflict,
    ConstraintViolated,
    DeadlineExceeded,
    GraphError,
    NoSpace,
    Overloaded,
    ReadOnly,
    SettingInvalid,
    StatementFailed,
    StoreDamaged,
    Unavailable,
)

FAULTS: Final = (driver.DriverError, driver.Neo4jError, OSError)
"""The errors that a driver call may raise and `translate` takes."""

TIMED_OUT: Final = {
    "TransactionTimedOut",  # Neo4j's own limit, which is set from the deadline
    "TransactionTimedOutClientConfiguration",
    "LockClientStopped",
    "ExecutionTimeout",
    "ProcedureTimedOut",
}
MEMORY: Final = {
    "MemoryPoolOutOfMemoryError",  # all statements together have reached their limit
    "TransactionOutOfMemoryError",
    "TransactionMemoryLimit",
    "OutOfMemoryError",
    "StackOverFlowError",
}
BUSY: Final = {"MaximumTransactionLimitReached", "NoThreadsAvailable", "ResourceExhaustion"}
READ_ONLY: Final = {"ForbiddenOnReadOnlyDatabase", "NotALeader", "ReadOnly", "WriteOnReadOnlyAccessDatabase"}
DAMAGED: Final = {
    "IndexCorruptionDetected",
    "SchemaCorruptionDetected",
    "SchemaRuleDuplicateFound",
    "StorageDamageDetected",
}
CONFLICTS: Final = {
    "ConstraintsChanged",
    "DeadlockDetected",
    "LockAcquisitionTimeout",
    "ModifiedConcurrently",
    "Outdated",
    "TransactionValidationFailed",
}
# The server runs but the database does not, or a cluster is choosing another leader; and any other error
# that Neo4j calls transient.
DOWN: Final = {
    "AuthorizationExpired",
    "DatabaseNotFound",
    "DatabaseUnavailable",
    "DbmsInPanic",
    "Interrupted",
    "LeaderSwitch",
    "LinkedTransactionError",
    "RemoteExecutionFailed",
    "Routing",
    "RoutingFailed",
    "Terminated",
    "TransactionCommitFailed",
    "TransactionNotFound",
    "TransactionRollbackFailed",
    "TransactionStartFailed",
    "TransactionTerminationFailed",
    "UnableToStartDatabase",
}
OURS: Final = (driver.ResultError, driver.TransactionError, driver.SessionError, driver.BrokenRecordError)
"""The driver was used wrongly, which is a defect of ours."""


def translate(error: Exception, name: str) -> GraphError:
    """The error of graph.errors for one that the driver raised while the statement `name` ran."""
    if isinstance(error, driver.Neo4jError):
        return _of_server(error, name)
    if isinstance(error, driver.ConnectionAcquisitionTimeoutError):
        return Overloaded(f"{name}: every connection to Neo4j was in use.")
    if isinstance(error, driver.WriteServiceUnavailable):
        return ReadOnly(f"{name}: no server accepts writes.")
    if isinstance(error, driver.ConfigurationError | driver.UnsupportedServerProduct) or (
        "looks like HTTP" in str(error)
    ):
        return SettingInvalid(f"NEO4J_URI: this program cannot use the server that it names: {error}")
    if isinstance(error, OURS):
        return StatementFailed(f"{name}: {type(error).__name__}: {error}")
    return Unavailable(f"{name}: no answer from Neo4j ({type(error).__name__}).")


def _of_server(error: driver.Neo4jError, name: str) -> GraphError:
    code, message = error.code or "", error.message or ""
    title = code.rpartition(".")[2]
    if "No space left on device" in message:
        return NoSpace(f"{name}: the disk of Neo4j is full; free some space there, then try again.")
    if title == "TransactionLogError":
        return Unavailable(f"{name}: Neo4j could not write its log; see whether its disk is full.")
    if title in TIMED_OUT:
        return DeadlineExceeded(f"{name}: the statement took longer than its deadline.")
    if title in MEMORY:
        return Overloaded(f"{name}: Neo4j has no memory for this statement now ({title}).")
    if title in BUSY:
        return Overloaded(f"{name}: Neo4j runs as much as it can ({title}).")
    if title in READ_ONLY:
        return ReadOnly(f"{name}: the database accepts no writes ({title}).")
    if title in DAMAGED:
        return StoreDamaged(
            f"{name}: Neo4j reports damaged files ({title}); stop it, and restore the last backup."
        )
    if title in CONFLICTS:
        return Conflict(f"{name}: a concurrent transaction won ({title}).")
    if isinstance(error, driver.ConstraintError):
        return ConstraintViolated(f"{name}: a row breaks a uniqueness constraint: {message}")
    if title in DOWN or isinstance(error, driver.TransientError):
        return Unavailable(f"{name}: the database is not available ({title}).")
    if isinstance(error, driver.AuthError) or code.startswith("Neo.ClientError.Security."):
        return AuthenticationFailed(_refused(title))
    return StatementFailed(f"{name}: {title}: {message}")


def _refused(title: str) -> str:
    if title == "Forbidden":
        return "Neo4j does not allow this user what the program needs; grant it reading, writing and indexes."
    if title == "CredentialsExpired":
        return "Neo4j wants another password for this user first; change it, then set NEO4J_PASSWORD."
    return (
        f"Neo4j refused the user name or password ({title or 'no reason given'}); check NEO4J_USERNAME and "
        "NEO4J_PASSWORD."
    )
