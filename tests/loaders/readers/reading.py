"""How the tests of the readers read a file: name and content in, lines and rows out."""

from __future__ import annotations

from collections.abc import Callable

Rows = list[tuple[int, dict[str, object]]]
Read = Callable[..., Rows]
