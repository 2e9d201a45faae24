"""Every failure that this project raises on purpose, drawn as a tree.

    GraphError                      base; `code` is stable, `retryable` says whether trying again can help
    ├── Unavailable                 the database did not answer in time
    │   └── DeadlineExceeded        it was reached, but the statement took longer than was allowed
    ├── AuthenticationFailed        the database refused our name or password
    ├── StatementFailed             the database refused a statement of ours: a defect here
    │   └── ConstraintViolated      a row broke a uniqueness constraint
    ├── Conflict                    a concurrent transaction won; a fresh try is safe
    ├── InvalidInput                the caller sent something outside what is allowed
    │   ├── UnknownKey              a key names nothing in the graph
    │   ├── BadCursor               a paging cursor is not one of ours, or belongs to another sort
    │   ├── DocumentUnknown         no trusted document has this id
    │   ├── PersistedQueryNotSupported  no trusted document has this hash; send the document
    │   ├── DocumentNotTrusted      this service takes trusted documents alone
    │   ├── WritingClosed           this service does not take changes
    │   ├── Forbidden               the role of who asks may not see this
    │   ├── CostExceeded            the answer may hold more objects than is allowed
    │   ├── InsufficientProfile     too little is known of a jurisdiction to compare it
    │   └── TooManyOperations       one WebSocket runs as many operations as it may
    ├── TooFewTrials                a backtest has too few past requests to judge by
    ├── SetupError                  the start cannot go on until an operator acts
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
        ├── UnsupportedPlatform     no Java of ours runs here
        ├── DownloadFailed          a file of Neo4j could not be fetched
        ├── ChecksumWrong           a file of Neo4j is not the one that the lock names
        └── StartFailed             Neo4j ended, or was not ready in time

Messages name the thing that is wrong, the limit, and the remedy. They may reach an operator;
what reaches a GraphQL client is decided in `schema/server/`.
"""

from __future__ import annotations

from typing import ClassVar


class GraphError(Exception):
    """Base of all errors of this project."""

    code: ClassVar[str] = "INTERNAL"
    retryable: ClassVar[bool] = False


class Unavailable(GraphError):
    """The database did not answer in time."""

    code, retryable = "UNAVAILABLE", True


class DeadlineExceeded(Unavailable):
    """The database was reached, but the statement took longer than the deadline allowed."""

    code = "DEADLINE_EXCEEDED"


class AuthenticationFailed(GraphError):
    """The database refused our name or password."""

    code = "DATABASE_AUTHENTICATION"


class StatementFailed(GraphError):
    """The database refused a statement of ours."""

    code = "STATEMENT_FAILED"


class ConstraintViolated(StatementFailed):
    """A row broke a uniqueness constraint."""

    code = "CONSTRAINT_VIOLATED"


class Conflict(GraphError):
    """A concurrent transaction won; a fresh try is safe."""

    code, retryable = "CONFLICT", True


class InvalidInput(GraphError):
    """The caller sent something outside what is allowed; the message names field, limit and remedy."""

    code = "BAD_USER_INPUT"


class UnknownKey(InvalidInput):
    """A key names nothing in the graph."""

    code = "UNKNOWN_KEY"


class BadCursor(InvalidInput):
    """A paging cursor is not one of ours, or belongs to another sort."""

    code = "BAD_CURSOR"


class DocumentUnknown(InvalidInput):
    """No trusted document has this id."""

    code = "DOCUMENT_UNKNOWN"


class PersistedQueryNotSupported(InvalidInput):
    """No trusted document has this hash, and documents are not registered on the fly; send the document."""

    code = "PERSISTED_QUERY_NOT_SUPPORTED"


class DocumentNotTrusted(InvalidInput):
    """This service takes trusted documents alone, and this is none."""

    code = "DOCUMENT_NOT_TRUSTED"


class WritingClosed(InvalidInput):
    """This service does not take changes; the message says how an operator opens it."""

    code = "WRITING_CLOSED"


class Forbidden(InvalidInput):
    """The role of who asks may not see this; the message says who may, or what may be asked instead."""

    code = "FORBIDDEN"


class CostExceeded(InvalidInput):
    """The answer may hold more objects than is allowed; the message says how many."""

    code = "COST_EXCEEDED"


class InsufficientProfile(InvalidInput):
    """Too little is known of a jurisdiction to compare it; the message lists what is missing."""

    code = "INSUFFICIENT_PROFILE"


class TooManyOperations(InvalidInput):
    """One WebSocket runs as many operations as it may; end one, then try again."""

    code, retryable = "TOO_MANY_OPERATIONS", True


class TooFewTrials(GraphError):
    """A backtest has too few past requests to judge by; the message says how many, and which do not count."""

    code = "TOO_FEW_TRIALS"


class SetupError(GraphError):
    """The start cannot go on until an operator acts."""

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


class HomeUnusable(EmbeddedError):
    """The home folder cannot be written."""

    code = "HOME_UNUSABLE"


class UnsupportedPlatform(EmbeddedError):
    """No Java of ours runs here; a JAVA_HOME of 21 or newer, or NEO4J_URI, is the way out."""

    code = "UNSUPPORTED_PLATFORM"


class DownloadFailed(EmbeddedError):
    """A file of Neo4j could not be fetched; what has arrived is kept and resumed."""

    code, retryable = "DOWNLOAD_FAILED", True


class ChecksumWrong(EmbeddedError):
    """A file of Neo4j is not the one that the lock names."""

    code = "CHECKSUM_WRONG"


class StartFailed(EmbeddedError):
    """Neo4j ended, or was not ready in time."""

    code = "START_FAILED"
