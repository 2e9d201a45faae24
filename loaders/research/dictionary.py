"""The dictionary: a row for each column, as CSV and as a page."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from io import StringIO
from typing import NamedTuple

from domain.credits import credits_of
from loaders.research.table_files import TableFiles


class DictionaryEntry(NamedTuple):
    """A column; `null_share` is between 0 and 1, of a table without rows empty."""

    table: str
    column: str
    type: str
    unit: str
    description: str
    values: str
    null_share: str
    source: str
    license: str


def entries(written: Sequence[TableFiles]) -> Iterator[DictionaryEntry]:
    """The columns of all tables, in their order."""
    for files in written:
        for column in files.table.columns:
            sources = credits_of(files.table.name, column.property)
            yield DictionaryEntry(
                files.table.name,
                column.name,
                column.type.value,
                column.unit,
                column.description,
                "; ".join(f"{value} = {label}" for value, label in column.labels.items()),
                f"{files.nulls[column.name] / files.rows:.4f}" if files.rows else "",
                "; ".join(each.title for each in sources),
                "; ".join(dict.fromkeys(each.license for each in sources)),
            )


def as_csv(found: Sequence[DictionaryEntry]) -> str:
    """The text of dictionary.csv."""
    text = StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(DictionaryEntry._fields)
    writer.writerows(found)
    return text.getvalue()


def as_page(found: Sequence[DictionaryEntry], written: Sequence[TableFiles]) -> str:
    """The text of dictionary.md."""
    parts = ["# Dictionary\n"]
    for files in written:
        parts.append(f"## {files.table.name}\n\n{files.table.description} {files.rows:,} rows.\n")
        parts.append("| column | type | unit | meaning | values | null | source | license |")
        parts.append("|---|---|---|---|---|---|---|---|")
        parts += [
            "| " + " | ".join([f"`{each.column}`", *map(_cell, _facts(each))]) + " |"
            for each in found
            if each.table == files.table.name
        ]
        parts.append("")
    return "\n".join(parts)


def _facts(each: DictionaryEntry) -> Iterator[str]:
    share = f"{float(each.null_share):.1%}" if each.null_share else ""
    yield from (each.type, each.unit, each.description, each.values, share, each.source, each.license)


def _cell(text: str) -> str:
    return text.replace("|", "\\|")
