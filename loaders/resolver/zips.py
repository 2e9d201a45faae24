"""An operator's ZIP codes: a CSV file that says in which counties each lies."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path
from typing import Annotated, ClassVar

from pydantic import Field

from loaders.jurisdiction import CountyFips
from loaders.readers.strict import StrictRow, read_csv
from loaders.resolver.codes import ZipCounties


class ZipRow(StrictRow):
    """A row of a file of ZIP codes; a code that lies in several counties has a row for each."""

    REMEDY: ClassVar[str] = "fix the line (columns zip, county_fips: 5 digits each; save as UTF-8)"

    zip: Annotated[str, Field(pattern=r"^\d{5}$")]
    county_fips: CountyFips


def read_zips(path: Path) -> ZipCounties:
    """ZIP code → FIPS of its counties. Raises DataInvalid, which names file, line and field."""
    counties = defaultdict[str, set[str]](set)
    for row in read_csv(path, ZipRow):
        counties[row.zip].add(row.county_fips)
    return {code: frozenset(those) for code, those in counties.items()}
