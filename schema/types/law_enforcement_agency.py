"""Law-enforcement agencies of public lists."""

from __future__ import annotations

from domain.vocabulary import AgencyType, SwornBand
from schema.declare import pages, prop
from schema.sources import out
from schema.types.enums import SWORN_BAND


class LawEnforcementAgency:
    """A law-enforcement agency: of the FBI's list of 2018, or of a newer list that an operator has loaded."""

    key: str = prop("Stable key: `agency:` and its ORI, for example `agency:TXHPD0000`.", keyword=True)
    ori: str = prop("Originating Agency Identifier of the FBI, 9 characters.", keyword=True)
    name: str = prop("Name, as in the list.")
    state: str = prop("Postal code of the state.", keyword=True)
    agency_type: AgencyType | None = prop(
        "Kind of agency; null if the list does not tell a sheriff's office from county police."
    )
    officers: int | None = prop("Number of sworn officers.", unit="people")
    civilians: int | None = prop("Number of civilian staff.", unit="people")
    sworn_band: SwornBand | None = prop("Size by sworn officers.", codec=SWORN_BAND)
    population_served: int | None = prop(
        "Population that it serves; null for an agency without an own population.", unit="people"
    )
    year: int | None = prop("Year of the numbers.", unit="year")
    listed: int | None = prop("Year of the bundled list that has it.", unit="year")
    counties: list[str] | None = prop("FIPS codes of the counties that it lies in.", filtered=False)
    latitude: float | None = prop(
        "Latitude of a point in its area, often its county's; degrees north.",
        "location.latitude",
        filtered=False,
        unit="degrees",
    )
    longitude: float | None = prop(
        "Longitude of a point in its area, often its county's; degrees east.",
        "location.longitude",
        filtered=False,
        unit="degrees",
    )

    jurisdictions = pages(
        "Jurisdictions that it polices, as far as they were matched.", out("POLICES", rows=1), "Jurisdiction"
    )
