"""Whom sites work with."""

from __future__ import annotations

from domain.vocabulary import PartnerKind
from schema.declare import one, pages, prop
from schema.sources import into, out


class PartnerAgency:
    """An agency that works with a site: a provider, hospital, crisis center, university, court …"""

    key: str = prop("Stable key, for example `partner:nami-dane-county`.", keyword=True)
    name: str = prop("Its name.")
    kind: PartnerKind = prop("What it is.")
    note: str | None = prop("What a reader should know of it.")

    sites = pages("Sites that work with it.", into("PARTNERS_WITH"), "Site")
    jurisdiction = one("Where it is, where its own name says so.", out("LOCATED_IN"), "Jurisdiction")
