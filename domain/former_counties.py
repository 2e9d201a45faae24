"""County equivalents that were replaced or renamed: old FIPS codes and names, and what there is instead.

Sources: the Census Bureau's list of substantial changes to counties; for Connecticut its planning regions of
2022 by the towns in them, checked against the outlines of 2019 and 2023 (docs/decisions/counties-of-2023.md).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, NamedTuple

from domain.city_counties import government
from domain.same_places import SAME_PLACES
from domain.states import STATE_OF_FIPS
from graph.errors import JurisdictionReplaced

COUNTY_KEY: Final = "us-county:"


class FormerCounty(NamedTuple):
    """`now` are the codes of all county equivalents that have a part of it."""

    fips: str
    name: str
    now: tuple[str, ...]
    year: int

    @property
    def state(self) -> str:
        """Postal code of its state."""
        return STATE_OF_FIPS[self.fips[:2]]

    @property
    def keys(self) -> list[str]:
        """The keys of those that have a part of it."""
        return [COUNTY_KEY + fips for fips in self.now]

    @property
    def reason(self) -> str:
        """What happened to it, as a sentence without its end."""
        several = len(self.now) > 1
        return (
            f"{self.name} ({self.fips}) was replaced in {self.year} by {'parts of ' if several else ''}"
            f"{', '.join(self.keys)}"
        )


FORMER_COUNTIES: Final[Mapping[str, FormerCounty]] = {
    former.fips: former
    for former in (
        FormerCounty("02261", "Valdez-Cordova Census Area", ("02063", "02066"), 2019),
        FormerCounty("02270", "Wade Hampton Census Area", ("02158",), 2015),
        FormerCounty("09001", "Fairfield County", ("09120", "09140", "09190"), 2022),
        FormerCounty("09003", "Hartford County", ("09110", "09140", "09160"), 2022),
        FormerCounty("09005", "Litchfield County", ("09140", "09160", "09190"), 2022),
        FormerCounty("09007", "Middlesex County", ("09130",), 2022),
        FormerCounty("09009", "New Haven County", ("09140", "09170"), 2022),
        FormerCounty("09011", "New London County", ("09130", "09150", "09180"), 2022),
        FormerCounty("09013", "Tolland County", ("09110", "09150", "09180"), 2022),
        FormerCounty("09015", "Windham County", ("09150", "09180"), 2022),
        FormerCounty("12025", "Dade County", ("12086",), 1997),
        FormerCounty("46113", "Shannon County", ("46102",), 2015),
        FormerCounty("51515", "Bedford city", ("51019",), 2013),
    )
}
"""By their FIPS code."""


def current_fips(fips: str) -> str:
    """The code of the county equivalent that a code stands for today; an unknown code is returned as it is.

    Raises JurisdictionReplaced, which names the candidates, where it was divided.
    """
    former = FORMER_COUNTIES.get(fips)
    if former is None:
        return fips
    if len(former.now) > 1:
        raise JurisdictionReplaced(f"{former.reason}; use one of them.")
    return former.now[0]


def current_key(key: str) -> str:
    """The key of a jurisdiction today: `us-county:09007` → `us-county:09130`.

    Of a place that is a double, its place; of a city that is one government with its county, the county.
    Raises as `current_fips`.
    """
    if key.startswith(COUNTY_KEY):
        return COUNTY_KEY + current_fips(key.removeprefix(COUNTY_KEY))
    return government(SAME_PLACES.get(key, key))


def replaced_by(fips: str) -> str | None:
    """What the county equivalent of this code has replaced, as a sentence; None if nothing."""
    whole = [former for former in FORMER_COUNTIES.values() if former.now == (fips,)]
    parts = [former for former in FORMER_COUNTIES.values() if fips in former.now and len(former.now) > 1]
    if not whole and not parts:
        return None
    names = [f"{former.name} ({former.fips})" for former in whole]
    names += [f"a part of {former.name} ({former.fips})" for former in parts]
    return f"Since {(whole + parts)[0].year} in place of {', '.join(names)}."
