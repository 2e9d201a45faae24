"""Counties whose code or name changed: what older and newer logs call the counties of our files (of 2019).

Source: the Census Bureau's list of substantial changes to counties. Connecticut's planning regions of 2022
are not among them: they are no parts of its counties.
"""

from __future__ import annotations

from typing import Final, NamedTuple


class Former(NamedTuple):
    """A code and name that our files do not have, and the code that they have for it."""

    fips: str
    name: str
    now: str


FORMER: Final = (
    Former("02063", "Chugach Census Area", "02261"),  # half of Valdez-Cordova since 2019
    Former("02066", "Copper River Census Area", "02261"),  # the other half
    Former("02270", "Wade Hampton Census Area", "02158"),
    Former("12025", "Dade County", "12086"),
    Former("46113", "Shannon County", "46102"),
    Former("51515", "Bedford city", "51019"),
)
