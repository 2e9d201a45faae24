"""Codes that stand for jurisdictions: FIPS of counties and states, ZIP codes of places and counties."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Final

from domain.former_counties import FORMER_COUNTIES, FormerCounty
from domain.vocabulary import JurisdictionKind as Kind
from domain.zip_codes import HYPHENS
from loaders.jurisdiction import Jurisdiction
from loaders.resolver.index import by_size

_WHOLE: Final = re.compile(r"(\d+)(?:\.0)?")
"""A spreadsheet may have made a number of it: the leading zero is lost, or ".0" is added."""
_ZIP: Final = re.compile(rf"([0-9]{{3,5}})(?:\.0|[{HYPHENS}]?[0-9]{{4}})?")

ZipCounties = Mapping[str, frozenset[str]]
"""Five digits → FIPS of the counties that they lie in."""


class Codes:
    """Jurisdictions by FIPS, places and counties by ZIP code.

    `zips`, the operator's, come before those of the places.
    """

    def __init__(self, jurisdictions: Sequence[Jurisdiction], zips: ZipCounties) -> None:
        areas = (Kind.COUNTY, Kind.STATE)
        self._by_fips = {one.fips: one for one in jurisdictions if one.fips and one.kind in areas}
        self._zips = zips
        self._places = defaultdict[str, list[Jurisdiction]](list)
        for one in sorted(jurisdictions, key=by_size):
            for code in one.zips or ():
                self._places[code].append(one)

    def areas(self, fips: str) -> tuple[Jurisdiction, ...]:
        """The county or state of a code; several where they have replaced a county."""
        return self._now(_whole(fips))

    def former(self, fips: str) -> FormerCounty | None:
        """The county of a code that is no longer in use."""
        return FORMER_COUNTIES.get(_whole(fips))

    def places(self, zip_code: str) -> tuple[Jurisdiction, ...]:
        """The places that have a ZIP code, larger ones first; none of a code of the operator's file."""
        code = _five_digits(zip_code)
        return () if code in self._zips else tuple(self._places.get(code, ()))

    def counties(self, zip_code: str) -> tuple[Jurisdiction, ...]:
        """The counties of a ZIP code: by the operator's file, else those of its places."""
        code = _five_digits(zip_code)
        codes = self._zips.get(code) or {one.county for one in self.places(code) if one.county}
        return tuple(dict.fromkeys(one for fips in sorted(codes) for one in self._now(fips)))

    def _now(self, fips: str) -> tuple[Jurisdiction, ...]:
        former = FORMER_COUNTIES.get(fips)
        codes = (fips,) if former is None or fips in self._by_fips else former.now
        return tuple(self._by_fips[code] for code in codes if code in self._by_fips)


def _whole(fips: str) -> str:
    """A code with its leading zero; empty if the text is not a code."""
    found = _WHOLE.fullmatch(fips.strip())
    return found[1].zfill(2 if len(found[1]) <= 2 else 5) if found else ""


def _five_digits(zip_code: str) -> str:
    """A ZIP code without its ending, with its leading zeros; empty if the text is not a code."""
    found = _ZIP.fullmatch(zip_code.strip())
    return found[1].zfill(5) if found else ""
