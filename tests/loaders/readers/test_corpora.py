"""Corpora of others: csv-spectrum and JSONTestSuite (tests/corpora/, each with its ORIGIN.md)."""

from __future__ import annotations

import json
from codecs import BOM_UTF8
from pathlib import Path
from typing import Any

import orjson
import pytest
from reading import Read, problem

from graph.errors import DataInvalid
from loaders.readers import Fault

CORPORA = Path(__file__).parents[2] / "corpora"
TABLES = sorted((CORPORA / "csv-spectrum" / "csvs").glob("*.csv"))
MEANT_OTHERWISE = "location_coordinates"
"""Its JSON has another phone number than its CSV."""

SCRIPT = (CORPORA / "json-test-suite" / "parsing.js").read_text(encoding="utf-8")
CASES: dict[str, str] = {case["name"]: case["input"] for case in json.loads(SCRIPT[SCRIPT.index("[") :])}
STRICTER = {"y_object_duplicated_key.json", "y_object_duplicated_key_and_value.json"}
"""JSON leaves open what a name that is in an object twice means; a row must not."""


@pytest.mark.parametrize("path", TABLES, ids=lambda path: path.stem)
def test_a_table_means_what_its_authors_say(read: Read, path: Path) -> None:
    meant: Any = json.loads((path.parents[1] / "json" / f"{path.stem}.json").read_text(encoding="utf-8"))
    if path.stem == MEANT_OTHERWISE:
        meant = [meant | {"Contact Phone Number": "2095257564"}]
    rows = [row for _, row in read(path.name, path.read_bytes())]
    assert rows == [{name: cell for name, cell in row.items() if cell} for row in meant]


def test_the_corpora_are_complete() -> None:
    assert len(TABLES) == 12
    kinds = [name[0] for name in CASES]
    assert {kind: kinds.count(kind) for kind in "yni"} == {"y": 95, "n": 188, "i": 35}


def document(name: str) -> bytes:
    """The case, with a byte that is no UTF-8 wherever the original had one."""
    return CASES[name].encode("utf-8", "surrogatepass").replace("\ufffd".encode(), b"\xff")


@pytest.mark.parametrize("suffix", [".json", ".jsonl"])
@pytest.mark.parametrize("name", [name for name in CASES if name.startswith("y_")])
def test_a_value_that_is_json_is_read(read: Read, name: str, suffix: str) -> None:
    content = b'{"value": ' + (
        document(name) if suffix == ".json" else b" ".join(document(name).split(b"\n"))
    )
    content = b"[" + content + b"}]" if suffix == ".json" else content + b"}"
    if name in STRICTER:
        assert "is in an object twice" in problem(read, f"a{suffix}", content)
        return
    value = orjson.loads(document(name))
    assert read(f"a{suffix}", content) == [(1, {} if value is None else {"value": value})]


@pytest.mark.parametrize("name", [name for name in CASES if name.startswith("n_")])
def test_a_value_that_is_not_json_is_refused(read: Read, name: str) -> None:
    for suffix, content in {
        ".json": b'[{"value": ' + document(name) + b"}]",
        ".jsonl": b'{"value": ' + document(name) + b"}",
    }.items():
        assert problem(read, f"a{suffix}", content)


@pytest.mark.parametrize("name", [name for name in CASES if name[0] in "yn" and name not in STRICTER])
def test_a_document_is_read_when_it_is_an_array_of_objects_and_refused_when_not(
    read: Read, name: str
) -> None:
    value = orjson.loads(document(name)) if name[0] == "y" else None
    if isinstance(value, list) and all(isinstance(row, dict) for row in value):
        assert [row for _, row in read("a.json", document(name))] == value
    else:
        assert problem(read, "a.json", document(name))


@pytest.mark.parametrize("name", [name for name in CASES if name[0] in "yn" and name not in STRICTER])
def test_a_document_is_read_when_it_is_an_object_on_a_line_and_refused_when_not(
    read: Read, name: str
) -> None:
    value = orjson.loads(document(name)) if name[0] == "y" else None
    if isinstance(value, dict) and b"\n" not in document(name).strip():
        assert read("a.jsonl", document(name)) == [(1, value)]
    elif document(name).removeprefix(BOM_UTF8).strip():  # a file without a line is one without a row
        assert problem(read, "a.jsonl", document(name))


@pytest.mark.parametrize("name", [name for name in CASES if name.startswith("i_")])
def test_what_json_leaves_open_is_read_as_it_is_or_refused(read: Read, name: str) -> None:
    try:
        [(_, row)] = read("a.json", b'[{"value": ' + document(name) + b"}]")
    except DataInvalid:
        return
    assert not isinstance(row, Fault)
    assert isinstance(row["value"], Fault) or row == {"value": orjson.loads(document(name))}
