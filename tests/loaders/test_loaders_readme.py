"""loaders/README.md follows a row of a log: its files are there, and it goes the way that is told."""

from __future__ import annotations

import csv
import re
from pathlib import Path

from loaders.bundled.jurisdictions import read_jurisdictions
from loaders.pipeline.duplicates import DuplicateIndex
from loaders.pipeline.placement import Placement
from loaders.pipeline.row_checker import RowChecker
from loaders.pipeline.source_reader import SourceReader
from loaders.resolver.resolver import Resolver
from loaders.sources import source_of

LOADERS = Path(__file__).parents[2] / "loaders"
README = (LOADERS / "README.md").read_text(encoding="utf-8")


def test_every_file_of_the_readme_is_there() -> None:
    links = re.findall(r"\]\(([^)]+)\)", README)
    assert len(links) > 15
    assert [link for link in links if not (LOADERS / link).is_file()] == []


def test_every_room_is_named_in_the_docstring_of_the_package() -> None:
    story = (LOADERS / "__init__.py").read_text(encoding="utf-8")
    rooms = {path.name for path in LOADERS.iterdir() if (path / "__init__.py").exists()}
    assert rooms == set(re.findall(r"`(\w+)`", story))


def test_the_row_of_the_readme_goes_the_way_that_it_tells(tmp_path: Path) -> None:
    [block] = re.findall(r"```csv\n(.*?)```", README, re.DOTALL)
    assert len(list(csv.reader(block.splitlines()))) == 2
    path = tmp_path / "march.csv"
    path.write_text(block, encoding="utf-8")
    source = source_of(path.name)
    assert source is not None
    resolver = Resolver(read_jurisdictions())
    checker = RowChecker(source, Placement(lambda: resolver), DuplicateIndex(), 0)
    [checked] = checker.check(SourceReader(source, path))
    assert (checked.line, checked.problems) == (2, ())
    assert checked.row is not None
    fields = "{" + ", ".join(name for name in checked.row if name != "fingerprint") + "}"
    assert f"`{fields}`" in README
    [key] = checked.row["jurisdictions"]
    assert f"finds `{key}` for" in README
