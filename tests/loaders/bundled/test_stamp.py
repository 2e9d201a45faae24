"""The stamp of the reference data follows files, code and statements, and no comment."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from graph.statements import Statement
from loaders.bundled.bundled import REFERENCE, BundledSource
from loaders.bundled.reference import data_folder
from loaders.bundled.stamp import code_of, reference_stamp


def with_statement(source: BundledSource, text: str) -> BundledSource:
    return replace(source, target=replace(source.target, statement=Statement("other", text)))


@pytest.mark.parametrize("number", range(len(REFERENCE)), ids=[source.name for source in REFERENCE])
def test_the_stamp_follows_every_statement_and_none_of_its_comments(number: int) -> None:
    sources = list(REFERENCE)
    text = sources[number].target.statement.text
    sources[number] = with_statement(sources[number], f"// Another comment.\n{text}\n")
    assert reference_stamp(sources=sources) == reference_stamp()
    sources[number] = with_statement(sources[number], f"{text} SKIP 0")
    assert reference_stamp(sources=sources) != reference_stamp()


def test_the_stamp_follows_the_files(tmp_path: Path) -> None:
    for path in data_folder().glob("*.*"):
        if path.suffix in (".csv", ".jsonl"):
            shutil.copy(path, tmp_path)
    assert reference_stamp(tmp_path) == reference_stamp()
    with (tmp_path / "topics.jsonl").open("a", encoding="utf-8") as file:
        file.write("\n")
    assert reference_stamp(tmp_path) != reference_stamp()


def test_code_is_compared_without_comments_docstrings_and_layout() -> None:
    code = '"""A module."""\nA = 1\n"""One."""\n\ndef f(x):\n    """Doubles."""\n    return 2 * x  # twice\n'
    same = "A=1\n\n\n\ndef f(\n    x):\n    return 2*x\n"
    assert code_of(code) == code_of(same)
    assert code_of(code) != code_of(same.replace("2", "3"))
    assert code_of(code) != code_of(same.replace("A=1", "A=2"))
