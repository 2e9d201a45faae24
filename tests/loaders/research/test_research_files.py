"""Files of a table: types and values are the same in pyarrow, polars and pandas, and the bytes every time."""

from __future__ import annotations

import bz2
from pathlib import Path
from typing import Any

import pandas as pd
import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.data_model import DataModel, EnumValue, NodeType, StoredProperty, ValueType
from loaders.research.table import tables_of
from loaders.research.table_files import TableFiles

SIZES = (EnumValue(0, "Small", "Small."), EnumValue(1, "Large", "Large."))
THING = NodeType(
    "Thing",
    "A thing.",
    (
        StoredProperty("key", ValueType.TEXT, "Key.", nullable=False),
        StoredProperty("count", ValueType.INTEGER, "Count.", nullable=True, unit="things"),
        StoredProperty("weight", ValueType.NUMBER, "Weight.", nullable=True, unit="kilograms"),
        StoredProperty("old", ValueType.BOOLEAN, "Old?", nullable=True),
        StoredProperty("since", ValueType.MONTH, "Since.", nullable=True),
        StoredProperty("size", ValueType.INTEGER, "Size.", nullable=True, enum="Size", values=SIZES),
        StoredProperty("parts", ValueType.TEXTS, "Parts.", nullable=True),
    ),
)
[TABLE] = tables_of(DataModel((THING,), ()))
NOVEMBER = 12 * 2025 + 10
ROWS: list[list[Any]] = [
    ["thing:1", 3, 0.1, True, NOVEMBER, 1, ["a", "b;c"]],
    ["thing:2", None, None, None, None, None, None],
    ['thing:"3", é\n', -(2**53), 1e-9, False, 24_000, 0, []],
]
READ: list[dict[str, Any]] = [
    *(
        {"key": "thing:1", "count": 3, "weight": 0.1, "old": True, "since": "2025-11"}
        | {"size": 1, "sizeName": "Large", "parts": ["a", "b;c"]},
    ),
    {"key": "thing:2"} | dict.fromkeys(("count", "weight", "old", "since", "size", "sizeName", "parts")),
    {"key": 'thing:"3", é\n', "count": -(2**53), "weight": 1e-9, "old": False, "since": "2000-01"}
    | {"size": 0, "sizeName": "Small", "parts": []},
]
FLAT: list[dict[str, Any]] = [
    READ[0] | {"parts": "a;b,c"},
    READ[1],
    READ[2] | {"parts": ""},
]
MISSING = {"": None}


def written(folder: Path, rows: list[list[Any]], pages: int = 1) -> TableFiles:
    """The files of rows, written in pages."""
    with TableFiles(folder, TABLE) as files:
        for first in range(0, len(rows), -(-len(rows) // pages) or 1):
            files.write(rows[first : first + -(-len(rows) // pages)])
    return files


def test_parquet_has_the_same_types_and_values_in_pyarrow_polars_and_pandas(tmp_path: Path) -> None:
    path = written(tmp_path, ROWS).parquet
    table = pq.read_table(path)
    assert table.to_pylist() == READ
    assert [str(field.type) for field in table.schema] == [
        *("string", "int64", "double", "bool", "string", "int64", "string"),
        "list<element: string not null>",
    ]
    assert not table.schema.field("key").nullable
    assert table.schema.field("weight").metadata == {b"description": b"Weight.", b"unit": b"kilograms"}

    frame = pl.read_parquet(path)
    assert frame.to_dicts() == READ
    assert frame.dtypes == [
        *(pl.String, pl.Int64, pl.Float64, pl.Boolean, pl.String, pl.Int64, pl.String),
        pl.List(pl.String),
    ]

    pandas = pd.read_parquet(path, dtype_backend="pyarrow")
    assert pa.Table.from_pandas(pandas, preserve_index=False).to_pylist() == READ


def test_csv_has_the_same_values_in_polars_and_pandas(tmp_path: Path) -> None:
    path = written(tmp_path, ROWS).csv
    assert pl.read_csv(bz2.decompress(path.read_bytes())).to_dicts() == FLAT
    pandas = pd.read_csv(path, dtype_backend="pyarrow", keep_default_na=False, na_values=[])
    assert list(pandas.columns) == [each.name for each in TABLE.columns]
    assert pandas["key"].tolist() == [row["key"] for row in READ]
    assert pandas["parts"].tolist() == ["a;b,c", "", ""]


def test_the_same_rows_make_the_same_bytes_however_they_arrive(tmp_path: Path) -> None:
    folders = [tmp_path / str(pages) for pages in (1, 2, 3)]
    for pages, folder in enumerate(folders, 1):
        folder.mkdir()
        written(folder, ROWS, pages)
    for name in ("parquet/Thing.parquet", "csv/Thing.csv.bz2"):
        assert len({(folder / name).read_bytes() for folder in folders}) == 1


def test_rows_and_missing_values_are_counted(tmp_path: Path) -> None:
    files = written(tmp_path, ROWS, 2)
    assert files.rows == 3
    assert files.nulls == {"key": 0} | dict.fromkeys(
        ("count", "weight", "old", "since", "size", "sizeName", "parts"), 1
    )


def test_a_table_without_rows_has_its_columns(tmp_path: Path) -> None:
    files = written(tmp_path, [])
    assert pq.read_table(files.parquet).column_names == [each.name for each in TABLE.columns]
    assert pl.read_csv(bz2.decompress(files.csv.read_bytes())).columns == [
        each.name for each in TABLE.columns
    ]


@settings(max_examples=50)
@given(
    texts=st.lists(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0\r"))),
    number=st.none() | st.floats(allow_nan=False, allow_infinity=False),
)
def test_any_text_and_number_is_read_as_it_was(
    tmp_path_factory: pytest.TempPathFactory, texts: list[str], number: float | None
) -> None:
    folder = tmp_path_factory.mktemp("files")
    files = written(folder, [["".join(texts), None, number, None, None, None, texts]])
    [row] = pq.read_table(files.parquet).to_pylist()
    assert (row["key"], row["weight"], row["parts"]) == ("".join(texts), number, texts)
    [read] = pl.read_csv(
        bz2.decompress(files.csv.read_bytes()), schema_overrides={"key": pl.String, "weight": pl.Float64}
    ).to_dicts()
    assert (read["key"], read["weight"]) == ("".join(texts), number)
