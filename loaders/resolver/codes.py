"""Codes that stand for jurisdictions: FIPS of counties and states, and postal codes where a file is given."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Final

from domain.vocabulary import JurisdictionKind as Kind
from loaders.jurisdiction import Jurisdiction
from loaders.resolver.former import FORMER

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
        for former in FORMER:
            if now := self._by_fips.get(former.now):
                self._by_fips.setdefault(former.fips, now)
        self._zips = zips

    def area(self, fips: str) -> Jurisdiction | None:
        """The county or state of a code, which may lack its leading zero."""
        found = _WHOLE.fullmatch(fips.strip())
        return self._by_fips.get(found[1].zfill(2 if len(found[1]) <= 2 else 5)) if found else None

    def counties(self, zip_code: str) -> tuple[Jurisdiction, ...]:
        """The counties of a postal code of five or nine digits; none without a file."""
        found = _ZIP.fullmatch(zip_code.strip())
        codes = self._zips.get(found[1].zfill(5), frozenset()) if found else frozenset()
        return tuple(self._by_fips[code] for code in sorted(codes) if code in self._by_fips)
