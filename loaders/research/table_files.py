"""The two files of a table: Parquet, compressed by zstd, and CSV, compressed by bzip2.

The same rows make the same bytes: no file holds a time or the name of a machine.
"""

from __future__ import annotations

import bz2
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any, Final, Self

import pyarrow as pa
import pyarrow.csv as pa_csv
import pyarrow.parquet as pq

from domain.data_model import ValueType
from loaders.research.table import ENDS, KEY, Column, ResearchTable

BETWEEN_ITEMS: Final = ";"
ZSTD_LEVEL: Final = 19
ROW_GROUP: Final = 200_000
"""Rows that are compressed together; they are in memory until then, some 100 bytes each."""
SORTED: Final = {KEY}
"""Columns whose texts begin as the one before does."""
TYPES: Final = {
    ValueType.TEXT: pa.string(),
    ValueType.INTEGER: pa.int64(),
    ValueType.NUMBER: pa.float64(),
    ValueType.BOOLEAN: pa.bool_(),
    ValueType.MONTH: pa.string(),
    ValueType.TEXTS: pa.list_(pa.field("element", pa.string(), nullable=False)),
}


class TableFiles:
    """Open files of one table; after the block `rows` and `nulls` say what is in them."""

    def __init__(self, folder: Path, table: ResearchTable) -> None:
        """Makes both files below `folder`. Raises OSError."""
        self.table = table
        self.rows = 0
        self.nulls = dict.fromkeys((each.name for each in table.columns), 0)
        self.parquet = folder / "parquet" / f"{table.name}.parquet"
        self.csv = folder / "csv" / f"{table.name}.csv.bz2"
        self._waiting: list[pa.Table] = []
        self._schema = pa.schema([_field(each) for each in table.columns])
        self._stack = ExitStack()
        for path in (self.parquet, self.csv):
            path.parent.mkdir(exist_ok=True)

    def __enter__(self) -> Self:
        self._parquet = self._stack.enter_context(
            pq.ParquetWriter(
                self.parquet,
                self._schema,
                compression="zstd",
                compression_level=ZSTD_LEVEL,
                use_dictionary=[name for name in self._schema.names if name not in SORTED],
                column_encoding=dict.fromkeys(SORTED & {*self._schema.names}, "DELTA_BYTE_ARRAY"),
            )
        )
        packed = self._stack.enter_context(bz2.open(self.csv, "wb"))
        flat = pa.schema([(each.name, _flat_type(each.type)) for each in self._schema])
        self._csv = self._stack.enter_context(pa_csv.CSVWriter(packed, flat))
        return self

    def __exit__(self, *failure: object) -> None:
        try:
            if failure == (None, None, None):
                self._write_parquet()
        finally:
            self._stack.close()

    def write(self, rows: Sequence[Sequence[Any]]) -> None:
        """Writes rows of stored values. Raises OSError."""
        if not rows:
            return
        stored = list(zip(*rows, strict=True))
        values = [_decoded(each, stored[each.at]) for each in self.table.columns]
        arrays = [pa.array(column, field.type) for column, field in zip(values, self._schema, strict=True)]
        for each, array in zip(self.table.columns, arrays, strict=True):
            self.nulls[each.name] += array.null_count
        self.rows += len(rows)
        page = pa.Table.from_arrays(arrays, schema=self._schema)
        self._csv.write_table(_flat(page))
        self._waiting.append(page)
        if sum(each.num_rows for each in self._waiting) >= ROW_GROUP:
            self._write_parquet()

    def _write_parquet(self) -> None:
        if self._waiting:
            self._parquet.write_table(pa.concat_tables(self._waiting).combine_chunks())
            self._waiting.clear()


def _field(column: Column) -> pa.Field:
    facts = {"description": column.description, "unit": column.unit}
    return pa.field(
        column.name,
        TYPES[column.type],
        nullable=column.name not in (KEY, *ENDS),
        metadata={name: text for name, text in facts.items() if text},
    )


def _decoded(column: Column, stored: Sequence[Any]) -> Sequence[Any]:
    decode = column.decode
    if decode is None:
        return stored
    return [None if value is None else decode(value) for value in stored]


def _flat_type(type_: pa.DataType) -> pa.DataType:
    return pa.string() if pa.types.is_list(type_) else type_


def _flat(page: pa.Table) -> pa.Table:
    """A page as CSV holds it: a list becomes text. In an item `;` becomes `,`, for it ends an item."""
    columns = {
        name: pa.array(map(_joined, column.to_pylist()), pa.string())
        if pa.types.is_list(column.type)
        else column
        for name, column in zip(page.column_names, page.columns, strict=True)
    }
    return pa.table(columns)


def _joined(items: list[str] | None) -> str | None:
    return None if items is None else BETWEEN_ITEMS.join(item.replace(BETWEEN_ITEMS, ",") for item in items)
