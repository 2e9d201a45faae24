"""One JSON object out of a text: a row."""

from __future__ import annotations

import json
import math
import re
from typing import Final, NoReturn

import orjson

MOST_DEPTH: Final = 32
"""Arrays and objects inside each other at most, the row itself counted."""

_WHITE: Final = re.compile(r"[ \t\r\n]*")


class NoRow(Exception):
    """What stands at a place of the text is no row; the message ends with the remedy."""

    def __init__(self, what: str, at: int) -> None:
        super().__init__(what)
        self.at = at


def after_white(text: str, at: int = 0) -> int:
    """The place of the first character from `at` on that is not white space of JSON, or the end."""
    found = _WHITE.match(text, at)
    assert found is not None  # it matches nothing, too
    return found.end()


def object_at(text: str, at: int) -> tuple[dict[str, object], int]:
    """The object that begins at a place of the text, without its nulls, and the place where it ends.

    Strict where RFC 8259 leaves room: a name that stands twice, NaN, a number that 64 bits do not hold, half
    a character (`\\ud800`) and more than MOST_DEPTH levels raise NoRow, as all that is no JSON does.
    """
    if not text.startswith("{", at):
        raise NoRow("not a JSON object; write an object for each row", at)
    try:
        row, end = _DECODER.raw_decode(text, at)
        # Counting brackets is quick, and enough for all but strange rows.
        if text.count("[", at, end) + text.count("{", at, end) > MOST_DEPTH and _depth(row) > MOST_DEPTH:
            raise RecursionError
    except json.JSONDecodeError as error:
        raise NoRow(f"no JSON ({error.msg}); mend it", error.pos) from None
    except ValueError as error:
        raise NoRow(str(error), at) from None
    except RecursionError:
        raise NoRow(f"nested deeper than {MOST_DEPTH} levels; flatten it", at) from None
    if text.find("\\u", at, end) >= 0 and _has_half_characters(row):
        raise NoRow("a \\u escape is half a character; write both halves, or the character", at)
    return {name: value for name, value in row.items() if value is not None}, end


def _object(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    if len(found) != len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise ValueError(f"{twice[:60]!r} stands twice in an object; give it once")
    return found


def _whole(text: str) -> int:
    # 64 bits take 20 characters; Python refuses to convert some thousands of them.
    if len(text) > 20 or not -(2**63) <= int(text) < 2**63:
        raise ValueError(f"the number {text[:60]} does not fit in 64 bits; write it as a string")
    return int(text)


def _real(text: str) -> float:
    if not math.isfinite(value := float(text)):
        raise ValueError(f"the number {text[:60]} does not fit in 64 bits; write it as a string")
    return value


def _constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is not JSON; write null, or leave the field out")


def _depth(value: object) -> int:
    if isinstance(value, dict):
        return 1 + max(map(_depth, value.values()), default=0)
    return 1 + max(map(_depth, value), default=0) if isinstance(value, list) else 0


def _has_half_characters(row: dict[str, object]) -> bool:
    try:
        orjson.dumps(row)
    except TypeError:
        return True
    return False


_DECODER: Final = json.JSONDecoder(
    object_pairs_hook=_object, parse_int=_whole, parse_float=_real, parse_constant=_constant
)
