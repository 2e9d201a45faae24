"""What `learning-sites doctor` finds, one finding a check."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class State(StrEnum):
    """`ok`; `warn`: it works, but not as it should or not for long; `fail`: it does not work."""

    OK = "ok"
    WARN = "warn"
    FAIL = "fail"


@dataclass(frozen=True, slots=True)
class Finding:
    """The outcome of one check; `remedy` says what to do, and is empty where nothing is."""

    check: str
    state: State
    what: str
    remedy: str = ""


def ok(check: str, what: str) -> Finding:
    """All is well."""
    return Finding(check, State.OK, what)


def warn(check: str, what: str, remedy: str) -> Finding:
    """Something should be done."""
    return Finding(check, State.WARN, what, remedy)


def fail(check: str, what: str, remedy: str) -> Finding:
    """Something must be done."""
    return Finding(check, State.FAIL, what, remedy)
