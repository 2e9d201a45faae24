"""How the tests of the readers read a file: name and content in, lines and rows out, or what is wrong."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from graph.errors import DataInvalid
from loaders.readers import Fault

Rows = list[tuple[int, dict[str, object] | Fault]]
Read = Callable[..., Rows]


def problem(read: Read, name: str, content: bytes | str, **how: Any) -> str:
    """What is wrong with a file, or with its first row that cannot be read or has such a cell."""
    try:
        rows = read(name, content, **how)
    except DataInvalid as error:
        return str(error)
    faults = [
        f"{name}, line {line}: {each}"
        for line, row in rows
        for each in ([row] if isinstance(row, Fault) else row.values())
        if isinstance(each, Fault)
    ]
    assert faults, rows
    return faults[0]
