"""The values of an answer, whatever its schema calls and nests them.

All documents select the same values in the same order, so `{"edges": [{"node": {"key": "a"}}]}` and
`[{"id": "a"}]` are both `["a"]`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, Final

DIGITS: Final = 12
"""A mean or a sum of floating-point numbers depends on the order of the rows from here on."""


def values(answer: Any) -> Iterator[object]:
    """Texts, numbers, booleans and nulls in the order of the answer."""
    match answer:
        case dict():
            yield from _all(answer.values())
        case list():
            yield from _all(answer)
        case float():
            yield float(f"{answer:.{DIGITS}g}")
        case _:
            yield answer


def _all(answers: Iterable[Any]) -> Iterator[object]:
    for each in answers:
        yield from values(each)
