"""The errors that this project raises on purpose, as a tree.

    GraphError                      base; `code` is stable, `retryable` says whether a retry can succeed
    ├── Unavailable                 the database did not answer in time
    │   ├── DeadlineExceeded        it was reached, but the statement exceeded the deadline
    │   ├── StillPlanning           it has not planned the statement yet, which it does once
    │   ├── ReadOnly                it accepts no writes now
    │   └── LeaseHeld               another process holds the lease; the message says which
    ├── Overloaded                  too much runs at once, or a statement needs more memory than there is
    ├── AuthenticationFailed        the database refused our user name or password
    ├── StatementFailed             the database refused a statement: a defect of ours
    │   └── ConstraintViolated      a row broke a uniqueness constraint
    ├── StoreDamaged                the files of the database are damaged
    ├── Conflict                    a concurrent transaction won; a retry is safe
    ├── LeaseLost                   another process has taken the lease, or an operator ended it
    ├── InvalidInput                the caller sent a value that is not allowed
    │   ├── UnknownKey              no node has this key
    │   │   └── JurisdictionReplaced    several jurisdictions have replaced this one
    │   ├── BadCursor               a cursor is not valid, or belongs to another sort order
    │   ├── DocumentUnknown         no trusted document has this id
    │   ├── PersistedQueryNotSupported  no trusted document has this hash; send the document
    │   ├── DocumentNotTrusted      this service accepts only trusted documents
    │   ├── WritingClosed           this service does not accept writes
    │   ├── Unauthenticated         the caller must sign in, or its credentials are not accepted
    │   ├── CrossSite               a page of another site has made a browser send this request
    │   ├── HostNotAllowed          the request is for a host that the service does not answer for
    │   ├── Forbidden               the role of the caller may not see or do this
    │   ├── CostExceeded            the operation asks for more work than is allowed
    │   │   ├── FilterTooDeep       a filter follows more relationships than is allowed
    │   │   └── AnswerTooLarge      the response is larger than is allowed
    │   ├── InsufficientProfile     too little is known of a jurisdiction to compare it
    │   ├── TooManyOperations       one WebSocket has reached its maximum of operations
    │   └── RateLimited             one caller has reached its share; the message says which
    ├── NothingToLoad               a night found no file that it can load
    │   └── ExpectedMissing         what a night expects did not come, or too few rows of it
    ├── FetchFailed                 a file could not be fetched from its address, or has another checksum
    ├── NothingToExport             the graph holds no data yet
    ├── TooFewTrials                a backtest has too few past requests
    ├── SetupError                  the start needs an operator to act
    │   ├── SettingInvalid          a setting has a wrong value
    │   ├── StatementMissing        a named statement has no file in cypher/
    │   ├── IndexMissing            a declared filter has neither an index nor a bound
    │   ├── MigrationError          the migrations on disk and the ledger in the graph disagree
    │   ├── DataInvalid             a reference file breaks its contract
    │   └── ExtraMissing            a package that only this command needs is not installed
    └── EmbeddedError               the managed Neo4j could not do what was asked
        ├── PortTaken               another program listens on the port
        ├── InstanceRunning         another process runs the database of this home
        ├── NoSpace                 the disk has too little room
        ├── HomeUnusable            the home folder cannot be written
        ├── UnsupportedPlatform     the bundled Java does not run here
        ├── DownloadFailed          a file of Neo4j could not be downloaded
        ├── ChecksumWrong           a downloaded file does not have the checksum of the lock
        ├── BackupInvalid           a backup is damaged, or of another kind or version
        ├── CopyInterrupted         checkpoints of the running database fell into every attempt to copy it
        └── StartFailed             Neo4j exited, or was not ready in time

A message says what is wrong, the value, the limit, and the remedy. It is written for an operator;
`schema/server/error_format.py` decides what a GraphQL client sees.
"""

from __future__ import annotations

from typing import ClassVar


class GraphError(Exception):
    """Base of all errors of this project."""

    code: ClassVar[str] = "INTERNAL"
    retryable: ClassVar[bool] = False
    public_message: ClassVar[str] = (
        "The service could not answer because of a fault of its own; the request id finds it in the log."
    )
    """What a GraphQL client sees instead of the message, unless it is an InvalidInput."""


class Unavailable(GraphError):
    """The database did not answer in time."""

    code, retryable = "UNAVAILABLE", True
    public_message = "The database did not answer in time; try again in a moment."


class DeadlineExceeded(Unavailable):
    """The database was reached, but the statement exceeded the deadline."""

    code = "DEADLINE_EXCEEDED"


class StillPlanning(Unavailable):
    """The database has not planned the statement yet: that takes seconds once, past the deadline."""

    code = "STILL_PLANNING"
    public_message = (
        "Neo4j has not planned this query yet, which it does once; try again in a few seconds. After a start "
        "`/readyz` says when the usual queries are planned."
    )


class ReadOnly(Unavailable):
    """The database accepts no writes now: an operator closed it, or a cluster chooses another leader."""

    code = "READ_ONLY"
    public_message = "The database accepts no changes now; nothing was written. Try again in a moment."


class LeaseHeld(Unavailable):
    """Another process holds the lease; the message names it, and how to end its lease."""

    code = "LEASE_HELD"


class Overloaded(GraphError):
    """Too much runs at once, or a statement needs more memory than there is; retry later, or ask for less."""

    code, retryable = "OVERLOADED", True
    public_message = "The service is working at its limit; try again later, or ask for less at once."


class AuthenticationFailed(GraphError):
    """The database refused our user name or password."""

    code = "DATABASE_AUTHENTICATION"


class StatementFailed(GraphError):
    """The database refused a statement: a defect of ours."""

    code = "STATEMENT_FAILED"


class ConstraintViolated(StatementFailed):
    """A row broke a uniqueness constraint."""

    code = "CONSTRAINT_VIOLATED"


class StoreDamaged(GraphError):
    """The files of the database are damaged; restore a backup."""

    code = "STORE_DAMAGED"


class Conflict(GraphError):
    """A concurrent transaction won; a retry is safe."""

    code, retryable = "CONFLICT", True


class LeaseLost(GraphError):
    """Another process has taken the lease, or an operator ended it; this one writes nothing more."""

    code = "LEASE_LOST"


class InvalidInput(GraphError):
    """The caller sent a value that is not allowed; the message names field, limit and remedy."""

    code = "BAD_USER_INPUT"


class UnknownKey(InvalidInput):
    """No node has this key."""

    code = "UNKNOWN_KEY"


class JurisdictionReplaced(UnknownKey):
    """Several jurisdictions have replaced this one; the message names them."""

    code = "JURISDICTION_REPLACED"


class BadCursor(InvalidInput):
    """A cursor is not valid, or belongs to another sort order."""

    code = "BAD_CURSOR"


class DocumentUnknown(InvalidInput):
    """No trusted document has this id."""

    code = "DOCUMENT_UNKNOWN"


class PersistedQueryNotSupported(InvalidInput):
    """No trusted document has this hash, and clients cannot register documents; send the document."""

    code = "PERSISTED_QUERY_NOT_SUPPORTED"


class DocumentNotTrusted(InvalidInput):
    """This service accepts only trusted documents, and this is not one."""

    code = "DOCUMENT_NOT_TRUSTED"


class WritingClosed(InvalidInput):
    """This service does not accept writes; the message says how an operator allows them."""

    code = "WRITING_CLOSED"


class Unauthenticated(InvalidInput):
    """The caller must sign in, or its credentials are not accepted; the message says why not."""

    code = "UNAUTHENTICATED"


class CrossSite(InvalidInput):
    """A page of another site has made a browser send this request; the message says how to allow it."""

    code = "CROSS_SITE"


class HostNotAllowed(InvalidInput):
    """The request is for a host that the service does not answer for; the message names the setting."""

    code = "HOST_NOT_ALLOWED"


class Forbidden(InvalidInput):
    """The role of the caller may not see or do this; the message says which may, or what to query instead."""

    code = "FORBIDDEN"


class CostExceeded(InvalidInput):
    """The operation asks for more work than is allowed; the message names the limit."""

    code = "COST_EXCEEDED"


class FilterTooDeep(CostExceeded):
    """A filter follows more relationships, one within another, than is allowed."""

    code = "FILTER_TOO_DEEP"


class AnswerTooLarge(CostExceeded):
    """The response is larger than is allowed, or could be."""

    code = "ANSWER_TOO_LARGE"


class InsufficientProfile(InvalidInput):
    """Too little is known of a jurisdiction to compare it; the message lists what is missing."""

    code = "INSUFFICIENT_PROFILE"


class TooManyOperations(InvalidInput):
    """One WebSocket has reached its maximum of running operations; complete one, then retry."""

    code, retryable = "TOO_MANY_OPERATIONS", True


class RateLimited(InvalidInput):
    """One caller has reached its share of cost or connections; the message names the limit."""

    code, retryable = "RATE_LIMITED", True

    def __init__(self, message: str, retry_after_s: int = 5) -> None:
        super().__init__(message)
        self.retry_after_s = retry_after_s


class NothingToLoad(GraphError):
    """A night found no file that it can load; the message names what the folder has instead."""

    code = "NOTHING_TO_LOAD"


class ExpectedMissing(NothingToLoad):
    """What a night expects did not come, or too few rows of it; the message says what came."""

    code = "EXPECTED_MISSING"


class FetchFailed(GraphError):
    """A file could not be fetched from its address, or has another checksum; the message says why."""

    code = "FETCH_FAILED"


class NothingToExport(GraphError):
    """The graph holds no data yet, so there is nothing to export."""

    code = "NOTHING_TO_EXPORT"


class TooFewTrials(GraphError):
    """A backtest has too few past requests; the message says how many, and which do not count."""

    code = "TOO_FEW_TRIALS"


class SetupError(GraphError):
    """The start needs an operator to act."""

    code = "SETUP"


class SettingInvalid(SetupError):
    """A setting has a wrong value; the message names the variable."""

    code = "SETTING_INVALID"


class StatementMissing(SetupError):
    """A named statement has no file in cypher/."""

    code = "STATEMENT_MISSING"


class IndexMissing(SetupError):
    """A declared filter has neither an index in cypher/migrations/ nor a stated bound."""

    code = "INDEX_MISSING"


class MigrationError(SetupError):
    """The migrations on disk and the ledger in the graph disagree."""

    code = "MIGRATION"


class DataInvalid(SetupError):
    """A reference file breaks its contract; the message names file, line and field."""

    code = "DATA_INVALID"


class ExtraMissing(SetupError):
    """A package that only this command needs is not installed; the message says how to install it."""

    code = "EXTRA_MISSING"


class EmbeddedError(GraphError):
    """The managed Neo4j could not do what was asked."""

    code = "EMBEDDED"


class PortTaken(EmbeddedError):
    """Another program listens on the port."""

    code = "PORT_TAKEN"


class InstanceRunning(EmbeddedError):
    """Another process runs the database of this home."""

    code = "INSTANCE_RUNNING"


class NoSpace(EmbeddedError):
    """The disk has too little room."""

    code = "NO_SPACE"
    public_message = "The service has no room for more data; nothing was written. Try again later."


class HomeUnusable(EmbeddedError):
    """The home folder cannot be written."""

    code = "HOME_UNUSABLE"


class UnsupportedPlatform(EmbeddedError):
    """The bundled Java does not run here; set JAVA_HOME to Java 21 or newer, or NEO4J_URI."""

    code = "UNSUPPORTED_PLATFORM"


class DownloadFailed(EmbeddedError):
    """A file of Neo4j could not be downloaded; finished files are kept for the next attempt."""

    code, retryable = "DOWNLOAD_FAILED", True


class ChecksumWrong(EmbeddedError):
    """A downloaded file of Neo4j does not have the checksum of the lock."""

    code = "CHECKSUM_WRONG"


class BackupInvalid(EmbeddedError):
    """A backup is damaged, or of another kind or version; nothing was changed."""

    code = "BACKUP_INVALID"


class CopyInterrupted(EmbeddedError):
    """Checkpoints of the running database fell into every attempt to copy it; no copy was made."""

    code, retryable = "COPY_INTERRUPTED", True


class StartFailed(EmbeddedError):
    """Neo4j exited, or was not ready in time."""

    code = "START_FAILED"
