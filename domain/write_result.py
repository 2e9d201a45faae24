"""Result of writing a request: loaders return it, the schema shows it."""

from __future__ import annotations

from dataclasses import dataclass

from domain.vocabulary import DescribedEnum


class Outcome(DescribedEnum):
    """Outcome of writing a row."""

    CREATED = "created", "It is new."
    UNCHANGED = "unchanged", "The graph already had exactly this."
    UPDATED = "updated", "The graph had other values."
    REJECTED = "rejected", "Nothing of it was written; its problems say why."


class ProblemCode(DescribedEnum):
    """What kind of problem a field has. Stable: programs may rely on it, not on the reason."""

    MISSING = "MISSING", "Every request needs this field, and it is not given."
    INVALID = "INVALID", "The value lies outside what the field allows."
    INCONSISTENT = "INCONSISTENT", "The value does not fit the other fields of the request."
    UNKNOWN_FIELD = "UNKNOWN_FIELD", "The contract has no field of this name."
    FIXED_FIELD = "FIXED_FIELD", "An update cannot change this field."
    AMBIGUOUS = "AMBIGUOUS", "What is named could be one of several jurisdictions."
    UNKNOWN_KEY = "UNKNOWN_KEY", "Nothing in the graph has this key."
    UNREADABLE = "UNREADABLE", "The row is not valid CSV or JSON, or does not fit the header of its table."
    DUPLICATE = "DUPLICATE", "An earlier row of the same file has this key and says something else."
    PERSONAL_DATA = "PERSONAL_DATA", "A name holds a person's contact, or a text nothing but personal data."
    IN_USE = "IN_USE", "What should be deleted is still named by others."


@dataclass(frozen=True, slots=True)
class RowProblem:
    """What is wrong with one field of a row, and what to do. Never shows a value that no field is for."""

    code: ProblemCode
    field: str
    reason: str
    remedy: str

    def __str__(self) -> str:
        return f"field {self.field}: {self.reason}; {self.remedy}"


@dataclass(frozen=True, slots=True)
class WriteResult:
    """Result of one row. `key` is None where the row's id is invalid; only REJECTED has problems."""

    key: str | None
    outcome: Outcome
    problems: tuple[RowProblem, ...] = ()
