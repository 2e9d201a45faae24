"""The error tree: what the docstring draws is what the classes are."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from graph import errors
from graph.errors import GraphError

RETRYABLE = {
    "Unavailable",
    "DeadlineExceeded",
    "StillPlanning",
    "LeaseHeld",
    "ReadOnly",
    "Overloaded",
    "Conflict",
    "DownloadFailed",
    "CopyInterrupted",
} | {
    "TooManyOperations",
    "RateLimited",
}


def drawn() -> Iterator[tuple[str, str]]:
    """Class and parent of each line of the drawing; the root has the parent `Exception`."""
    path = ["Exception"]
    for line in (errors.__doc__ or "").splitlines():
        if found := re.fullmatch(r" {4}((?:[│ ] {3})*(?:[├└]── )?)(\w+) {2,}\S.*", line):
            depth = len(found[1]) // 4
            path[depth + 1 :] = [found[2]]
            yield found[2], path[depth]


def classes(base: type[GraphError] = GraphError) -> Iterator[type[GraphError]]:
    """The whole tree that is defined in graph/errors.py."""
    yield base
    for child in base.__subclasses__():
        yield from classes(child)


ALL = sorted(classes(), key=lambda each: each.__name__)


def test_the_drawn_tree_is_the_tree_of_classes() -> None:
    assert dict(drawn()) == {each.__name__: each.__base__.__name__ for each in ALL if each.__base__}


def test_every_error_is_defined_in_one_place() -> None:
    assert {each.__module__ for each in ALL} == {"graph.errors"}


def test_codes_are_stable_words_and_unique() -> None:
    codes = [each.code for each in ALL]
    assert len(codes) == len(set(codes))
    assert all(re.fullmatch(r"[A-Z]+(_[A-Z]+)*", code) for code in codes)


def test_only_errors_that_a_retry_can_fix_are_retryable() -> None:
    assert {each.__name__ for each in ALL if each.retryable} == RETRYABLE


@pytest.mark.parametrize("error", ALL, ids=lambda each: each.__name__)
def test_every_error_says_in_a_line_when_it_is_raised(error: type[GraphError]) -> None:
    assert (error.__doc__ or "").strip().endswith(".")
