"""Codes that stand for jurisdictions: FIPS of counties and states, and postal codes where a file is given."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Final

from domain.former_counties import FORMER_COUNTIES, FormerCounty
from domain.vocabulary import JurisdictionKind as Kind
from loaders.jurisdiction import Jurisdiction

_WHOLE: Final = re.compile(r"(\d+)(?:\.0)?")
"""A spreadsheet may have made a number of it: the leading zero is lost, or ".0" is added."""
_ZIP: Final = re.compile(r"(\d{3,5})(?:-\d{4})?")

ZipCounties = Mapping[str, frozenset[str]]
"""Five digits → FIPS of the counties that they lie in."""


class Codes:
    """Jurisdictions by FIPS, counties by postal code."""

    def __init__(self, jurisdictions: Iterable[Jurisdiction], zips: ZipCounties) -> None:
        areas = (Kind.COUNTY, Kind.STATE)
        self._by_fips = {one.fips: one for one in jurisdictions if one.fips and one.kind in areas}
        self._zips = zips

    def areas(self, fips: str) -> tuple[Jurisdiction, ...]:
        """The county or state of a code; several where they have replaced a county."""
        return self._now(_whole(fips))

    def former(self, fips: str) -> FormerCounty | None:
        """The county of a code that is no longer in use."""
        return FORMER_COUNTIES.get(_whole(fips))

    def counties(self, zip_code: str) -> tuple[Jurisdiction, ...]:
        """The counties of a postal code of five or nine digits; none without a file."""
        found = _ZIP.fullmatch(zip_code.strip())
        codes = self._zips.get(found[1].zfill(5), frozenset()) if found else frozenset()
        return tuple(dict.fromkeys(one for code in sorted(codes) for one in self._now(code)))

    def _now(self, fips: str) -> tuple[Jurisdiction, ...]:
        former = FORMER_COUNTIES.get(fips)
        codes = (fips,) if former is None or fips in self._by_fips else former.now
        return tuple(self._by_fips[code] for code in codes if code in self._by_fips)


def _whole(fips: str) -> str:
    """A code with its leading zero; empty if the text is not a code."""
    found = _WHOLE.fullmatch(fips.strip())
    return found[1].zfill(2 if len(found[1]) <= 2 else 5) if found else ""
