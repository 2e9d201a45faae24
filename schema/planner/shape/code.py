"""Generated Python: the function that shapes a record into the answer.

Generated code is a few times faster than closures: it is straight-line code over local variables. It consists
of names made here, `repr` of response names, and constants by name; never of other text of a client.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

INDENT = "    "


class Code:
    """The body of one function `shape(row, c)`: `row` is the record's list, `c` are the shape values.

    A `strict` function returns None as soon as a value is not one of its type; another tests nothing, and
    leaves that to graphql-core.
    """

    def __init__(self, *, strict: bool) -> None:
        self.strict = strict
        self._lines: list[str] = []
        self._depth = 1
        self._names = 0
        self._constants: dict[str, Any] = {}
        self._known: dict[int, str] = {}

    def line(self, text: str) -> None:
        """One statement."""
        self._lines.append(f"{INDENT * self._depth}{text}")

    @contextmanager
    def block(self, head: str) -> Iterator[None]:
        """A statement with a body."""
        self.line(head)
        self._depth += 1
        mark = len(self._lines)
        yield
        if len(self._lines) == mark:
            self.line("pass")
        self._depth -= 1

    def fresh(self, prefix: str) -> str:
        """A new variable."""
        self._names += 1
        return f"{prefix}{self._names}"

    def constant(self, value: Any) -> str:
        """The name of a value in the code."""
        if id(value) not in self._known:
            name = f"K{len(self._constants)}"
            self._known[id(value)] = name
            self._constants[name] = value
        return self._known[id(value)]

    def require(self, test: str) -> None:
        """In a strict function, a test that must hold."""
        if self.strict:
            self.line(f"if not ({test}): return None")

    def unpack(self, source: str, count: int) -> list[str]:
        """Variables for the values of a list."""
        names = [self.fresh("v") for _ in range(count)]
        if names:
            self.line(f"{', '.join(names)}, = {source}")
        return names

    def source(self, result: str) -> str:
        """The source of the function, which returns the expression `result`."""
        return "\n".join(("def shape(row, c):", *self._lines, f"{INDENT}return {result}"))

    def function(self, result: str) -> Callable[[Any, Any], Any]:
        """The compiled function, which returns the expression `result`."""
        namespace = dict(self._constants)
        exec(compile(self.source(result), "<shape>", "exec"), namespace)  # noqa: S102 - our own text, see above
        shape: Callable[[Any, Any], Any] = namespace["shape"]
        return shape
