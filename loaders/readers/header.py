"""A table's header: rows of cells become rows with names."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from pathlib import Path

from loaders.readers.broken import broken
from loaders.readers.fault import Fault, fault_in

Missing = Callable[[Collection[str]], Sequence[str]]
"""Returns the columns that a header with these lacks."""
Heading = Callable[[str], str]
"""Returns the name of a column with this heading."""


def nothing(_: Collection[str]) -> Sequence[str]:
    """Every header is complete."""
    return ()


def named_rows(
    path: Path,
    rows: Iterator[tuple[int, Sequence[str] | Fault]],
    missing: Missing = nothing,
    heading: Heading = str,
) -> Iterator[tuple[int, dict[str, object] | Fault]]:
    """Rows as maps; the first of `rows` is the header. Empty cells are left out.

    `missing` is called with the names that `heading` returns. A row may end before its last columns: they are
    empty. It is a Fault where a cell is in a column without a name.
    Raises DataInvalid when there is no header, or a name is missing or is there twice.
    """
    line, header = next(rows, (1, ()))
    assert not isinstance(header, Fault)  # a table whose header cannot be read has raised
    names = [name.strip() for name in header]
    fields = [heading(name) for name in names]
    if fault := fault_in([field for field in fields if not field.startswith("#")]):
        raise broken(path, line, f"the header {fault}")
    if not any(names):
        raise broken(path, line, "the header is missing; name the columns in the first line")
    if lacking := missing(fields):
        remedy = "add it to the header, or name the heading that means it in a loader.toml"
        raise broken(path, line, f"missing column {', '.join(lacking)}; {remedy}")
    for number, name in enumerate(names, 1):
        if name and name in names[: number - 1]:
            raise broken(path, line, f"column {name[:60]!r} is there twice; leave one")
    for line, cells in rows:
        if isinstance(cells, Fault):
            yield line, cells
            continue
        row = _named(names, cells)
        yield line, row.of_row("\t".join(cells)) if isinstance(row, Fault) else row


def _named(names: Sequence[str], cells: Sequence[str]) -> dict[str, object] | Fault:
    row: dict[str, object] = {name: cell for name, cell in zip(names, cells, strict=False) if cell.strip()}
    if "" in row:
        number = next(n for n, cell in enumerate(cells, 1) if cell.strip() and not names[n - 1])
        return Fault(f"column {number} has a cell and no name", "name it in the header, or remove the column")
    if len(cells) > len(names) and any(cell.strip() for cell in cells[len(names) :]):
        return Fault(
            f"{len(cells)} cells where the header has {len(names)}", "quote cells that contain the delimiter"
        )
    return row
