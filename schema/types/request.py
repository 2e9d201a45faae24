"""A past request for help, without anything about the people behind it."""

from __future__ import annotations

from domain.vocabulary import (
    AgencyType,
    AskerRole,
    AssistanceType,
    CountingRule,
    JurisdictionType,
    RequestStatus,
    SwornBand,
    SwornBandBasis,
)
from schema.declare import many, pages, prop
from schema.sources import out
from schema.types.enums import MONTH, Month


class AnsweredBy:
    """How a site answered a request."""

    matched_month: Month = prop("Month in which the request was matched with the site.", codec=MONTH)
    closed_month: Month | None = prop("Month in which it was closed.", codec=MONTH)
    assistance_types: list[AssistanceType] = prop("How the site helped.")
    outcome: RequestStatus = prop("Where it stands.")


class Request:
    """A request for help by a jurisdiction. Months are its finest dates; it names no person."""

    key: str = prop("Stable key, for example `request:r-0001`.", keyword=True)
    month: Month = prop("Month in which it was received.", codec=MONTH, paged=True)
    status: RequestStatus = prop("Where it stands.", paged=True)
    state: str = prop("Postal code of the requester's state.", keyword=True, paged=True)
    jurisdiction_type: JurisdictionType = prop("Kind of government that asked.", paged=True)
    agency_type: AgencyType | None = prop("Kind of agency that asked.")
    sworn_band: SwornBand | None = prop("Size of that agency by sworn officers.")
    sworn_band_basis: SwornBandBasis | None = prop("Whether the agency stated its size.", filtered=False)
    asker_role: AskerRole | None = prop("Role of the person who asked.")
    grantee: bool | None = prop("Whether the agency holds a grant of the program's funder.")
    assistance_types: list[AssistanceType] = prop(
        "Kinds of assistance that were asked for.",
        bound="a list has no index: read behind the other filters, at most every request once",
    )
    matched_month: Month | None = prop("Month in which it was matched.", codec=MONTH)
    days_to_match: int | None = prop("Days from the request to its match.")
    closed_month: Month | None = prop("Month in which it was closed.", codec=MONTH)
    undocumented_sites: int = prop("Answers by current sites that no public source names.", filtered=False)
    counting_rule: CountingRule = prop("Which published measure it counts toward.")
    synthetic: bool = prop("True when a generator made it: the real request log is not public.")

    jurisdictions = pages("Who asked.", out("FROM"), "Jurisdiction")
    models = many("Program models that it is about.", out("ABOUT"), "ProgramModel")
    topics = many("Topics that it concerns.", out("CONCERNS"), "Topic")
    sites = many("Sites that answered it.", out("ANSWERED_BY"), "Site")
    answers = pages("Sites that answered it, and how.", out("ANSWERED_BY"), "Site", edge=AnsweredBy)
