"""A table's header: rows of cells become rows with names."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from pathlib import Path

from loaders.readers.broken import broken


def named_rows(
    path: Path, rows: Iterator[tuple[int, Sequence[str]]], needed: Collection[str] = ()
) -> Iterator[tuple[int, dict[str, object]]]:
    """Rows as maps; the first of `rows` names the columns. Empty cells are left out.

    Raises DataInvalid when there is no header, a name is missing, empty or stands twice, or a row has more
    or fewer cells than the header.
    """
    line, header = next(rows, (1, ()))
    names = [name.strip() for name in header]
    if missing := [name for name in needed if name not in names]:
        raise broken(path, line, f"no column {', '.join(missing)}; add it to the header")
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
