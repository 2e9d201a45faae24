"""Past requests for help; they name no person."""

from __future__ import annotations

from typing import Final

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
from schema.types.enums import MONTH, SWORN_BAND, Month

USE_REQUESTER_ROLE: Final = "Use `requesterRole`; deprecated since 2026-11-29."


class AnsweredBy:
    """How a site answered a request."""

    matched_month: Month = prop("Month of the match with the site.", codec=MONTH)
    closed_month: Month | None = prop("Month in which it was closed.", codec=MONTH)
    assistance_types: list[AssistanceType] = prop("Kinds of help that the site gave.")
    outcome: RequestStatus = prop("Status of the answer.")


class Request:
    """A request for help by a jurisdiction. Its dates are months; it names no person."""

    key: str = prop("Stable key, for example `request:r-0001`.", keyword=True)
    month: Month = prop("Month in which it was received.", codec=MONTH, paged=True)
    status: RequestStatus = prop("Status of the request.", paged=True)
    state: str = prop("Postal code of the requester's state.", keyword=True, paged=True)
    jurisdiction_type: JurisdictionType = prop("Kind of jurisdiction that made the request.", paged=True)
    agency_type: AgencyType | None = prop("Kind of agency that made the request.")
    sworn_band: SwornBand | None = prop("Size of the agency by sworn officers.", codec=SWORN_BAND)
    sworn_band_basis: SwornBandBasis | None = prop("Whether the agency stated its size.", filtered=False)
    requester_role: AskerRole | None = prop("Role of the person who made the request.", "askerRole")
    asker_role: AskerRole | None = prop(
        "Role of the person who made the request.", deprecated=USE_REQUESTER_ROLE
    )
    grantee: bool | None = prop("Whether the agency holds a grant of the program's funder.")
    assistance_types: list[AssistanceType] = prop(
        "Kinds of assistance that were requested.",
        bound="a list has no index: read behind the other filters, at most every request once",
    )
    matched_month: Month | None = prop("Month in which it was matched.", codec=MONTH)
    days_to_match: int | None = prop("Days from the request to its match.", unit="days")
    closed_month: Month | None = prop("Month in which it was closed.", codec=MONTH)
    undocumented_sites: int = prop(
        "Number of answers by current sites that no public source names.", filtered=False, unit="answers"
    )
    counting_rule: CountingRule = prop("Published measure that it counts toward.")
    synthetic: bool = prop("True for a synthetic request: the real request log is not public.")
    load_run: str | None = prop(
        "Key of the loader run that wrote it last; null if the API did, or it is bundled. For staff.",
        filtered=False,
        staff=True,
    )
    load_line: int | None = prop("Line of the file of that run. For staff.", filtered=False, staff=True)

    jurisdictions = pages("Jurisdictions that made the request.", out("FROM", rows=1), "Jurisdiction")
    models = many("Program models that it is about.", out("ABOUT"), "ProgramModel")
    topics = many("Topics that it concerns.", out("CONCERNS"), "Topic")
    sites = many("Sites that answered it.", out("ANSWERED_BY"), "Site")
    answers = pages(
        "Sites that answered it, with details of the answers.", out("ANSWERED_BY"), "Site", edge=AnsweredBy
    )
