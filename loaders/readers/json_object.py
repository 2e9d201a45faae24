"""One JSON object out of a text: a row."""

from __future__ import annotations

import json
import math
import re
from typing import Final, TypeVar

from loaders.readers.fault import Fault

MAX_DEPTH: Final = 32
"""Maximum depth of nested arrays and objects, with the row itself."""

_WHITE: Final = re.compile(r"[ \t\r\n]*")


class InvalidJson(Exception):
    """A place of the text has no JSON, so nothing shows where it ends. The message ends with the remedy."""

    def __init__(self, what: str, at: int) -> None:
        super().__init__(what)
        self.at = at


def after_white(text: str, at: int = 0) -> int:
    """The place of the first character from `at` on that is not white space of JSON, or the end."""
    found = _WHITE.match(text, at)
    assert found is not None  # the pattern matches the empty text too
    return found.end()


def object_at(text: str, at: int) -> tuple[dict[str, object] | Fault, int]:
    """The object that begins at a place of the text, without its nulls, and the place where it ends.

    Another value in its place is a Fault. So is a field that RFC 8259 allows and we do not: a name that is
    there twice, NaN, a number that does not fit in 64 bits, more than MAX_DEPTH levels. Raises InvalidJson
    for all that is not JSON.
    """
    try:
        row, end = _decoded(text, at)
        # Counting brackets is quick, and enough for all but strange rows.
        if text.count("[", at, end) + text.count("{", at, end) > MAX_DEPTH and isinstance(row, dict):
            row = {name: _TOO_DEEP if _depth(value) >= MAX_DEPTH else value for name, value in row.items()}
    except json.JSONDecodeError as error:
        if not text.startswith("{", at):
            raise InvalidJson(str(_NOT_OBJECT), at) from None
        raise InvalidJson(f"not JSON ({error.msg}); fix it", error.pos) from None
    except RecursionError:
        raise InvalidJson(str(_TOO_DEEP), at) from None
    if not isinstance(row, dict):
        return _NOT_OBJECT, end
    return {name: value for name, value in row.items() if value is not None}, end


def _decoded(text: str, at: int) -> tuple[object, int]:
    try:
        return _STRICT.raw_decode(text, at)
    except json.JSONDecodeError:
        raise
    except ValueError:
        return _TOLERANT.raw_decode(text, at)


def _object(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError
    return found


def _object_with_faults(pairs: list[tuple[str, object]]) -> dict[str, object]:
    names = [name for name, _ in pairs]
    return {
        name: value
        if names.count(name) == 1
        else Fault(f"{name[:60]!r} is in an object twice", "write it once")
        for name, value in pairs
    }


def _number(text: str) -> int | float | Fault:
    # 64 bits take 20 characters; Python refuses to convert some thousands of them.
    if text.lstrip("-").isdecimal():
        if len(text) <= 20 and -(2**63) <= (whole := int(text)) < 2**63:
            return whole
    elif math.isfinite(real := float(text)):
        return real
    return Fault(f"the number {text[:60]} does not fit in 64 bits", "write it as a string", text[:60])


def _constant(name: str) -> Fault:
    return Fault(f"{name} is not JSON", "write null, or leave the field out", name)


T = TypeVar("T")


def _or_raise(value: T | Fault) -> T:
    if isinstance(value, Fault):
        raise ValueError
    return value


def _depth(value: object) -> int:
    if isinstance(value, dict):
        return 1 + max(map(_depth, value.values()), default=0)
    return 1 + max(map(_depth, value), default=0) if isinstance(value, list) else 0


_NOT_OBJECT: Final = Fault("not a JSON object", "write an object for each row")
_TOO_DEEP: Final = Fault(f"nested deeper than {MAX_DEPTH} levels", "flatten it")
# The strict decoder is quick; where it fails the tolerant one finds the faults.
_STRICT: Final = json.JSONDecoder(
    object_pairs_hook=_object,
    parse_int=lambda text: _or_raise(_number(text)),
    parse_float=lambda text: _or_raise(_number(text)),
    parse_constant=lambda name: _or_raise(_constant(name)),
)
_TOLERANT: Final = json.JSONDecoder(
    object_pairs_hook=_object_with_faults, parse_int=_number, parse_float=_number, parse_constant=_constant
)
