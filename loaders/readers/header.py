"""A table's header: rows of cells become rows with names."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from pathlib import Path

from loaders.readers.broken import broken

Missing = Callable[[Collection[str]], Sequence[str]]
"""Says which columns a header with these lacks."""


def nothing(_: Collection[str]) -> Sequence[str]:
    """Any header will do."""
    return ()


def named_rows(
    path: Path,
    rows: Iterator[tuple[int, Sequence[str]]],
    missing: Missing = nothing,
    heading: Callable[[str], str] = str,
) -> Iterator[tuple[int, dict[str, object]]]:
    """Rows as maps; the first of `rows` heads the columns. Empty cells are left out.

    `missing` is asked with what `heading` makes of the names.

    Raises DataInvalid when there is no header, a name is missing, empty or stands twice, or a row has more
    or fewer cells than the header.
    """
    line, header = next(rows, (1, ()))
    names = [name.strip() for name in header]
    if lacking := missing([heading(name) for name in names]):
        raise broken(path, line, f"no column {', '.join(lacking)}; add it to the header")
    if not names:
        raise broken(path, line, "no header; name the columns in the first line")
    for number, name in enumerate(names, 1):
        if not name:
            raise broken(path, line, f"column {number} has no name; name it, or take the column out")
        if name in names[: number - 1]:
            raise broken(path, line, f"column {name[:60]!r} stands twice; leave one")
    for line, cells in rows:
        if len(cells) != len(names):
            raise broken(
                path,
                line,
                f"{len(cells)} cells where the header has {len(names)}; quote cells that hold the delimiter, "
                "and give each column a cell, an empty one too",
            )
        yield line, {name: cell for name, cell in zip(names, cells, strict=True) if cell.strip()}
