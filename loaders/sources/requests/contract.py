"""One request for technical assistance: its contract.

The vocabulary is that of the program's public pages (flow, statuses, kinds of technical assistance); where
nothing is published the values are ours. There is no contact field and no free text that reaches the graph:
columns that the contract does not name are never read into a row.
"""

from __future__ import annotations

from typing import Annotated, Final, Self

from pydantic import AfterValidator, Field, StringConstraints, model_validator

from domain.months import month_index
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
from loaders.pipeline.contract import FileRow, Once, Split, WholeNumber, refuse, without_twins

NOT_DOCUMENTED: Final = "not_documented"
"""Stands in `sites` for a current site that no public source names; never becomes a node or an edge."""
KEY_PREFIX: Final = "request:"
"""A request's key is this and its id."""

CLOSED: Final = frozenset(
    {RequestStatus.COMPLETED, RequestStatus.REFERRED_ELSEWHERE, RequestStatus.WITHDRAWN}
)
BEFORE_MATCH: Final = frozenset({RequestStatus.RECEIVED, RequestStatus.ACKNOWLEDGED, RequestStatus.SCOPING})


RequestId = Annotated[
    str, StringConstraints(strip_whitespace=True, pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]*$", max_length=64)
]
Month = Annotated[str, Field(pattern=r"^20[0-9]{2}-(0[1-9]|1[0-2])$")]
JurisdictionName = Annotated[str, Field(min_length=1, max_length=200)]
JURISDICTION_NAME: Final = 'a name with state, such as "Houston, TX"'
JurisdictionKey = Annotated[str, Field(pattern=r"^[a-z][a-z-]*:[A-Za-z0-9][A-Za-z0-9-]*$", max_length=100)]
ModelKey = Annotated[str, Field(pattern=r"^model:[a-z0-9][a-z0-9-]*$", max_length=100)]
TopicKey = Annotated[str, Field(pattern=r"^topic:[a-z0-9][a-z0-9-]*$", max_length=100)]
SiteKey = Annotated[str, Field(pattern=rf"^(site:[a-z0-9][a-z0-9-]*|{NOT_DOCUMENTED})$", max_length=100)]
DaysToMatch = Annotated[WholeNumber, Field(ge=0, le=3650)]
Documented: Final = AfterValidator(lambda sites: without_twins(sites, but=NOT_DOCUMENTED))


class RequestFacts(FileRow):
    """One request for technical assistance. A description is also the remedy in a message on its field.

    Months are the finest date. `fips` is a county's: the jurisdiction itself, or the county that it lies in.
    `jurisdiction` and `fips` help to find the jurisdiction; the graph does not keep them.
    """

    request_id: RequestId = Field(
        description="an id of letters, digits, dot, dash or underscore, at most 64 characters"
    )
    month: Month = Field(description="a month as YYYY-MM, such as 2023-05")
    jurisdiction: JurisdictionName | None = Field(None, description=JURISDICTION_NAME)
    jurisdiction_type: JurisdictionType = Field(description=f"one of {', '.join(JurisdictionType)}")
    jurisdiction_key: Annotated[list[JurisdictionKey], Split, Once] = Field(
        default=[], max_length=25, description="a key such as us-county:48201; several parted by ;"
    )
    state: str = Field(pattern=r"^[A-Z]{2}$", description="a state's two capital letters, such as TX")
    fips: str | None = Field(
        None, pattern=r"^[0-9]{5}$", description="a county's 5 digits with leading zeros, such as 01001"
    )
    agency_type: AgencyType | None = Field(None, description=f"one of {', '.join(AgencyType)}")
    sworn_band: SwornBand | None = Field(None, description=f"one of {', '.join(SwornBand)}")
    sworn_band_basis: SwornBandBasis | None = Field(None, description=f"one of {', '.join(SwornBandBasis)}")
    asker_role: AskerRole | None = Field(None, description=f"one of {', '.join(AskerRole)}, never a name")
    grantee: bool | None = Field(None, description="true or false: holds a grant of the program's funder")
    models: Annotated[list[ModelKey], Split, Once] = Field(
        default=[], max_length=25, description="keys such as model:co-responder, parted by ;"
    )
    topics: Annotated[list[TopicKey], Split, Once] = Field(
        default=[], max_length=25, description="keys such as topic:rural, parted by ;"
    )
    assistance_types: Annotated[list[AssistanceType], Split, Once] = Field(
        default=[], description=f"values parted by ; out of {', '.join(AssistanceType)}"
    )
    sites: Annotated[list[SiteKey], Split, Documented] = Field(
        default=[],
        max_length=25,
        description=f"keys such as site:houston-pd, or {NOT_DOCUMENTED}, parted by ;",
    )
    status: RequestStatus = Field(description=f"one of {', '.join(RequestStatus)}")
    matched_month: Month | None = Field(None, description="a month as YYYY-MM, such as 2023-05")
    days_to_match: DaysToMatch | None = Field(
        None, description="whole days from the request to its match, 0 to 3,650"
    )
    closed_month: Month | None = Field(None, description="a month as YYYY-MM, such as 2023-05")
    counting_rule: CountingRule = Field(
        default=CountingRule.OTHER, description=f"one of {', '.join(CountingRule)}"
    )
    synthetic: bool = Field(default=False, description="true or false")

    @model_validator(mode="after")
    def _tells_one_story(self) -> Self:
        if len(self.jurisdiction_key) > 1 and self.jurisdiction_type != JurisdictionType.MULTI_JURISDICTION:
            refuse("jurisdiction_key", "several keys need jurisdiction_type multi-jurisdiction; leave one")
        if self.sworn_band and not self.sworn_band_basis:
            refuse("sworn_band_basis", f"a sworn_band needs its basis; add {' or '.join(SwornBandBasis)}")
        if self.sites and not self.matched_month:
            refuse(
                "matched_month", "sites were matched but no month says when; add it, or leave out the sites"
            )
        if self.matched_month and not self.sites:
            refuse(
                "sites", f"a matched_month needs the sites that were matched; add them, or {NOT_DOCUMENTED}"
            )
        if self.days_to_match is not None and not self.matched_month:
            refuse(
                "matched_month", "days_to_match needs the month of the match; add it, or leave out the days"
            )
        if self.sites and self.status in BEFORE_MATCH:
            refuse("status", f"{self.status} comes before a match, but sites are given; use a later status")
        if self.closed_month and self.status not in CLOSED:
            refuse(
                "closed_month", f"status {self.status} is open; leave closed_month out, or close the request"
            )
        if self.matched_month and self.matched_month < self.month:
            refuse("matched_month", f"{self.matched_month} lies before month {self.month}; mend one of them")
        if self.closed_month and self.closed_month < (self.matched_month or self.month):
            refuse(
                "closed_month",
                f"{self.closed_month} lies before {self.matched_month or self.month}; mend one of them",
            )
        return self

    @property
    def key(self) -> str:
        """The key of the Request node."""
        return KEY_PREFIX + self.request_id

    def properties(self) -> dict[str, object]:
        """Properties of the Request node, camelCase, nothing unknown; months are indexes, words are names.

        Jurisdiction, models, topics and documented sites become relationships and are not among them.
        """
        undocumented = self.sites.count(NOT_DOCUMENTED)
        known: dict[str, object | None] = {
            "key": self.key,
            "month": month_index(self.month),
            "monthText": self.month,
            "status": self.status.name,
            "state": self.state,
            "jurisdictionType": self.jurisdiction_type.name,
            "agencyType": self.agency_type and self.agency_type.name,
            "swornBand": self.sworn_band and self.sworn_band.name,
            "swornBandBasis": self.sworn_band_basis and self.sworn_band_basis.name,
            "askerRole": self.asker_role and self.asker_role.name,
            "grantee": self.grantee,
            "assistanceTypes": [kind.name for kind in self.assistance_types],
            "matchedMonth": self.matched_month and month_index(self.matched_month),
            "daysToMatch": self.days_to_match,
            "closedMonth": self.closed_month and month_index(self.closed_month),
            "undocumentedSites": undocumented,
            "countingRule": self.counting_rule.name,
            "synthetic": self.synthetic,
        }
        return {name: value for name, value in known.items() if value is not None}


class RequestRow(RequestFacts):
    """A request as a row of a log, which always names its jurisdiction in words."""

    jurisdiction: JurisdictionName = Field(description=JURISDICTION_NAME)
