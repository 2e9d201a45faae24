"""One request for technical assistance: its contract.

The vocabulary is that of the program's public pages (flow, statuses, kinds of technical assistance); where
nothing is published the values are ours. There is no contact field and no free text that reaches the graph:
columns that the contract does not name are never read into a row.
"""

from __future__ import annotations

from typing import Annotated, Any, Final, Self

from pydantic import AfterValidator, Field, StringConstraints, model_validator

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
from loaders.jurisdiction import CountyFips
from loaders.pipeline.contract import (
    FileRow,
    NoDuplicates,
    SplitKeys,
    WholeNumber,
    inconsistent,
    without_duplicates,
)
from loaders.sources.fields import (
    COUNTY_FIPS,
    JURISDICTION_KEY,
    JURISDICTION_NAME,
    MOMENT,
    MONTH,
    SITE_PATTERN,
    STATE_CODE,
    ZIP_CODE,
    JurisdictionKey,
    JurisdictionName,
    ModelKey,
    Moment,
    PastMonth,
    State,
    TopicKey,
    ZipCode,
    check_keys,
    one_of,
)
from loaders.sources.values import any_form, by_label, with_designator

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
SiteKey = Annotated[str, Field(pattern=rf"^({SITE_PATTERN}|{NOT_DOCUMENTED})$", max_length=100)]
DaysToMatch = Annotated[WholeNumber, Field(ge=0, le=3650)]
Documented: Final = AfterValidator(lambda sites: without_duplicates(sites, but=NOT_DOCUMENTED))


class RequestFacts(FileRow):
    """One request for technical assistance. A description is also the remedy in a message on its field.

    Months are the finest date. `fips` is a county's: the jurisdiction itself, or the county that it lies in.
    `jurisdiction` and `fips` help to find the jurisdiction; the graph does not keep them.
    """

    request_id: RequestId = Field(
        description="an id of letters, digits, dot, dash or underscore, at most 64 characters"
    )
    month: PastMonth = Field(description=MONTH)
    jurisdiction: JurisdictionName | None = Field(None, description=JURISDICTION_NAME)
    jurisdiction_type: Annotated[JurisdictionType, any_form(JurisdictionType)] = Field(
        description=one_of(JurisdictionType)
    )
    jurisdiction_key: Annotated[list[JurisdictionKey], SplitKeys, NoDuplicates] = Field(
        default=[], max_length=25, description=f"{JURISDICTION_KEY}; several separated by ;"
    )
    state: State = Field(description=STATE_CODE)
    fips: CountyFips | None = Field(None, description=COUNTY_FIPS)
    agency_type: Annotated[AgencyType, any_form(AgencyType)] | None = Field(
        None, description=one_of(AgencyType)
    )
    sworn_band: Annotated[SwornBand, any_form(SwornBand)] | None = Field(None, description=one_of(SwornBand))
    sworn_band_basis: Annotated[SwornBandBasis, any_form(SwornBandBasis)] | None = Field(
        None, description=one_of(SwornBandBasis)
    )
    asker_role: Annotated[AskerRole, any_form(AskerRole)] | None = Field(
        None, description=f"{one_of(AskerRole)}; never a name"
    )
    grantee: bool | None = Field(None, description="true or false: holds a grant of the program's funder")
    models: Annotated[list[ModelKey], by_label("model:"), NoDuplicates] = Field(
        default=[], max_length=25, description="keys such as model:co-responder, or names, separated by ;"
    )
    topics: Annotated[list[TopicKey], by_label("topic:"), NoDuplicates] = Field(
        default=[], max_length=25, description="keys such as topic:rural, or names, separated by ;"
    )
    assistance_types: Annotated[
        list[Annotated[AssistanceType, any_form(AssistanceType)]], SplitKeys, NoDuplicates
    ] = Field(default=[], description=f"values separated by ; from {', '.join(AssistanceType)}")
    sites: Annotated[list[SiteKey], SplitKeys, Documented] = Field(
        default=[],
        max_length=25,
        description=f"keys such as site:houston-pd, or {NOT_DOCUMENTED}, separated by ;",
    )
    status: Annotated[RequestStatus, any_form(RequestStatus)] = Field(description=one_of(RequestStatus))
    matched_month: PastMonth | None = Field(None, description=MONTH)
    days_to_match: DaysToMatch | None = Field(
        None, description="whole days from the request to its match, 0 to 3,650"
    )
    closed_month: PastMonth | None = Field(None, description=MONTH)
    counting_rule: Annotated[CountingRule, any_form(CountingRule)] = Field(
        default=CountingRule.OTHER, description=one_of(CountingRule)
    )
    synthetic: bool = Field(default=False, description="true or false")
    updated_at: Moment | None = Field(None, description=MOMENT)

    @model_validator(mode="after")
    def _is_consistent(self) -> Self:
        if len(self.jurisdiction_key) > 1 and self.jurisdiction_type != JurisdictionType.MULTI_JURISDICTION:
            inconsistent(
                "jurisdiction_key", "several keys need jurisdiction_type multi-jurisdiction; leave one key"
            )
        check_keys(self.jurisdiction_key, self.state, self.fips)
        if self.sworn_band and not self.sworn_band_basis:
            inconsistent(
                "sworn_band_basis", f"a sworn_band needs its basis; add {' or '.join(SwornBandBasis)}"
            )
        if self.sites and not self.matched_month:
            inconsistent("matched_month", "sites need the month of the match; add it, or leave out the sites")
        if self.matched_month and not self.sites:
            inconsistent(
                "sites", f"a matched_month needs the sites that were matched; add them, or {NOT_DOCUMENTED}"
            )
        if self.days_to_match is not None and not self.matched_month:
            inconsistent(
                "matched_month", "days_to_match needs the month of the match; add it, or leave out the days"
            )
        if self.sites and self.status in BEFORE_MATCH:
            inconsistent(
                "status", f"{self.status} comes before a match, but sites are given; use a later status"
            )
        if self.closed_month and self.status not in CLOSED:
            inconsistent(
                "closed_month", f"status {self.status} is open; leave closed_month out, or close the request"
            )
        if self.matched_month and self.matched_month < self.month:
            inconsistent(
                "matched_month", f"{self.matched_month} is before month {self.month}; fix one of them"
            )
        if self.closed_month and self.closed_month < (self.matched_month or self.month):
            inconsistent(
                "closed_month",
                f"{self.closed_month} is before {self.matched_month or self.month}; fix one of them",
            )
        return self

    @property
    def key(self) -> str:
        """The key of the Request node."""
        return KEY_PREFIX + self.request_id


class RequestRow(RequestFacts):
    """A request as a row of a log, which always names its jurisdiction: by a name, a ZIP code or both."""

    jurisdiction: JurisdictionName = Field(description=JURISDICTION_NAME)
    zip: ZipCode | None = Field(None, description=ZIP_CODE)

    @model_validator(mode="before")
    @classmethod
    def _named_by_its_zip(cls, cells: Any) -> Any:
        if isinstance(cells, dict) and cells.get("zip") and not cells.get("jurisdiction"):
            return {**cells, "jurisdiction": cells["zip"]}
        return with_designator(cells)
