"""Who polices, beside the learning sites: agencies as public lists have them."""

from __future__ import annotations

from domain.vocabulary import AgencyType, SwornBand
from schema.declare import pages, prop
from schema.sources import out
from schema.types.enums import by_index


class LawEnforcementAgency:
    """An agency of the FBI's list of police employees or the crosswalk of agency identifiers.

    These lists do not come with the program: the graph has the agencies of the files that were loaded.
    """

    key: str = prop("Stable key: `agency:` and its ORI, for example `agency:TXHPD0000`.", keyword=True)
    ori: str = prop("Originating Agency Identifier of the FBI, 9 characters.", keyword=True)
    name: str = prop("Its name, as its list writes it.")
    state: str = prop("Postal code of its state.", keyword=True)
    agency_type: AgencyType | None = prop(
        "What it is; null where its list does not tell a sheriff's office from county police."
    )
    officers: int | None = prop("Sworn officers.")
    civilians: int | None = prop("Civilian staff.")
    sworn_band: SwornBand | None = prop("Size by sworn officers.", codec=by_index(SwornBand))
    population_served: int | None = prop("People whom it serves; null where it has none of its own.")
    year: int | None = prop("Year of these numbers.")

    jurisdictions = pages("What it polices, as far as it was found.", out("POLICES"), "Jurisdiction")
