"""Files of an export: cells that neo4j-admin reads as they were meant, whole or none."""

from __future__ import annotations

import csv
import gzip
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from neo4j.spatial import WGS84Point

from graph.errors import InvalidInput
from loaders.bundled.bundled import REFERENCE
from loaders.export.export import LABELS, LINES
from loaders.export.files import ARGUMENTS, Files
from loaders.export.table import BETWEEN_ITEMS, Table, cell

THINGS = Table.of_nodes("Thing", "name", "parts:string[]")


@settings(deadline=None)
@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\r\n\0")))
def test_a_text_is_read_as_it_was(text: str) -> None:
    assert next(csv.reader([f"{cell(text)},{cell(None)}"])) == [text, ""]


def test_what_is_null_is_empty_and_an_empty_text_is_quoted() -> None:
    assert [cell(each) for each in (None, [], "")] == ["", "", '""']
    assert [cell(each) for each in (True, False, 3, 0.1)] == ["true", "false", "3", "0.1"]
    assert cell(["a;b", "c,d"]) == f'"a;b{BETWEEN_ITEMS}c,d"'
    assert cell(WGS84Point((-95.2, 38.9))) == '"{longitude:-95.2,latitude:38.9}"'


def test_a_value_without_a_column_is_not_lost_in_silence() -> None:
    with pytest.raises(AssertionError, match="Thing has no column for age"):
        THINGS.line({"key": "thing:1", "age": 3})


def test_every_source_of_the_reference_data_has_its_lines() -> None:
    assert {source.name for source in REFERENCE} == {*LINES, "jurisdictions"}
    assert LABELS.keys() <= {source.name for source in REFERENCE}


def test_a_file_has_a_header_and_the_arguments_name_it(tmp_path: Path) -> None:
    with Files(tmp_path / "new") as files:
        files.put([THINGS.line({"key": "thing:1", "parts": ["a", "b"]})])
        files.finish()
    with gzip.open(tmp_path / "new" / "nodes-Thing.csv.gz", "rt") as file:
        assert file.read() == f'key:ID,name,parts:string[]\n"thing:1",,"a{BETWEEN_ITEMS}b"\n'
    assert (tmp_path / "new" / ARGUMENTS).read_text().splitlines() == [
        "--array-delimiter=U+001F",
        "--nodes=Thing=./nodes-Thing.csv.gz",
    ]
    assert files.counts == {"nodes": 1}


def test_an_export_that_is_not_finished_leaves_nothing(tmp_path: Path) -> None:
    with Files(tmp_path) as files:
        files.put([THINGS.line({"key": "thing:1"})])
    assert not any(tmp_path.iterdir())


def test_a_folder_with_anything_in_it_is_refused(tmp_path: Path) -> None:
    (tmp_path / "mine").touch()
    with pytest.raises(InvalidInput, match="is not empty; empty it, or name a new folder"):
        Files(tmp_path)
    with pytest.raises(InvalidInput, match=r"mine/files cannot be written \(Not a directory\)"):
        Files(tmp_path / "mine" / "files")
    assert [path.name for path in tmp_path.iterdir()] == ["mine"]
