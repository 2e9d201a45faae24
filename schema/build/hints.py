"""Type annotations of declarations."""

from __future__ import annotations

from enum import Enum
from typing import Any, get_args, get_origin


def bare(hint: Any) -> Any:
    """The hint without `| None`."""
    if get_origin(hint) is list:
        return hint
    arguments = [each for each in get_args(hint) if each is not type(None)]
    return arguments[0] if len(arguments) == 1 else hint


def item(hint: Any) -> Any:
    """The hint without `| None`; of a list that of its items."""
    kind = bare(hint)
    return bare(get_args(kind)[0]) if get_origin(kind) is list else kind


def is_list(hint: Any) -> bool:
    """True for a list of values, nullable or not."""
    return get_origin(bare(hint)) is list


def nullable(hint: Any) -> bool:
    """True where null is allowed."""
    return type(None) in get_args(hint)


def has_many_values(hint: Any) -> bool:
    """True for a scalar of which few nodes share a value: neither a list, an enum nor a boolean."""
    kind = bare(hint)
    return not (is_list(hint) or kind is bool or (isinstance(kind, type) and issubclass(kind, Enum)))
