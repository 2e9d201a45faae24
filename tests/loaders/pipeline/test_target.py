"""A fingerprint covers what a row says and the statements that write it, and nothing else."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

import pytest

from graph.statements import Statement
from loaders.pipeline.row import Row, fingerprint
from loaders.pipeline.target import Target, normalized

TEXT: Final = """// Horses.
CYPHER 25
UNWIND $rows AS row
MERGE (h:Horse {key: row.key, motto: 'http://  a'})  /* by key */
RETURN 'created' AS outcome, count(*) AS rows"""
TARGET: Final = Target(
    Statement("load/horses", TEXT), follow_up=Statement("load/stables", "CYPHER 25 RETURN 1")
)
ROW: Final[Row] = {"key": "horse:max", "year": 2024}


def of(text: str) -> str:
    target = replace(TARGET, statement=Statement("load/horses", text))
    return str(target.fingerprinted(ROW)["fingerprint"])


@pytest.mark.parametrize(
    "text",
    [
        TEXT.replace("// Horses.", "// Horses by their keys."),
        TEXT.replace("// Horses.\n", ""),
        TEXT.replace("/* by key */", "/* by key,\nof course */"),
        TEXT.replace("UNWIND $rows AS row\n", "UNWIND $rows AS row  // each\n\n  "),
    ],
)
def test_comments_and_white_space_of_a_statement_make_no_difference(text: str) -> None:
    assert text != TEXT
    assert of(text) == of(TEXT)


@pytest.mark.parametrize(
    "text",
    [
        TEXT.replace("Horse", "Pony"),
        TEXT.replace("//  a", "// a"),  # in a literal, white space and slashes say something
        TEXT.replace("//  a", ""),
        TEXT.replace("UNWIND $rows", "UNWIND$rows"),
    ],
)
def test_another_statement_gives_another_fingerprint_of_the_same_content(text: str) -> None:
    assert of(text) != of(TEXT)
    assert of(text).partition("-")[0] == of(TEXT).partition("-")[0] == fingerprint(ROW)


def test_so_does_another_follow_up() -> None:
    other = replace(TARGET, follow_up=Statement("stables", "CYPHER 25 RETURN 2"))
    assert other.digest != TARGET.digest != replace(TARGET, follow_up=None).digest


def test_literals_stay_as_they_are() -> None:
    assert normalized('RETURN  \'a  // b\',\n`x /* y */`, "it\\"s  //"  // c') == (
        'RETURN \'a  // b\', `x /* y */`, "it\\"s  //"'
    )
