"""Partner agencies of sites."""

from __future__ import annotations

from domain.vocabulary import PartnerKind
from schema.declare import one, pages, prop
from schema.sources import into, out
from schema.types.site import ONLY_DOCUMENTED


class PartnerAgency:
    """An agency that works with a site: a provider, hospital, crisis center, university, court …"""

    key: str = prop("Stable key, for example `partner:nami-dane-county`.", keyword=True)
    name: str = prop("Name of the agency.")
    kind: PartnerKind = prop("Kind of agency.")
    note: str | None = prop("Note for readers of these facts.")

    sites = pages(
        f"Sites that work with the agency. {ONLY_DOCUMENTED}", into("PARTNERS_WITH", rows=1), "Site"
    )
    jurisdiction = one(
        "Jurisdiction where it is, if its name says so.", out("LOCATED_IN", rows=1), "Jurisdiction"
    )
