"""The field's words that loaders write and the schema shows.

A member's name stands in the graph and in GraphQL; its value is how request logs spell it. Where the
program publishes no list (statuses, roles) the words are ours.
"""

from __future__ import annotations

from enum import StrEnum


class JurisdictionKind(StrEnum):
    """What a jurisdiction is."""

    STATE = "STATE"
    COUNTY = "COUNTY"
    PLACE = "PLACE"
    CAMPUS = "CAMPUS"
    REGION = "REGION"


class DensityBasis(StrEnum):
    """Whose density it is: places have no area in our data, so theirs is that of their county."""

    OWN = "OWN"
    COUNTY = "COUNTY"


class UrbanClass(StrEnum):
    """Class by the population of the metropolitan or micropolitan area; stored as its index, 0 to 4."""

    LARGE_METRO = "large metro"
    MEDIUM_METRO = "medium metro"
    SMALL_METRO = "small metro"
    MICROPOLITAN = "micropolitan"
    NONCORE = "noncore"


class SiteStatus(StrEnum):
    """Whether a site belongs to the program today."""

    CURRENT = "CURRENT"
    FORMER = "FORMER"


class AgencyType(StrEnum):
    """Kind of agency: of a site who polices, of a request who asks."""

    MUNICIPAL_POLICE = "municipal_police"
    SHERIFF = "sheriff"
    COUNTY_POLICE = "county_police"
    CAMPUS_POLICE = "campus_police"
    TRIBAL_POLICE = "tribal_police"
    STATE_AGENCY = "state_agency"
    COALITION = "coalition"
    LOCAL_GOVERNMENT = "local_government"
    BEHAVIORAL_HEALTH = "behavioral_health"
    OTHER = "other"


class PartnerKind(StrEnum):
    """What a partner agency is."""

    BEHAVIORAL_HEALTH_PROVIDER = "BEHAVIORAL_HEALTH_PROVIDER"
    CRISIS_CENTER = "CRISIS_CENTER"
    HOSPITAL = "HOSPITAL"
    NGO = "NGO"
    UNIVERSITY = "UNIVERSITY"
    COUNTY_DEPT = "COUNTY_DEPT"
    COURT = "COURT"
    DISPATCH = "DISPATCH"
    OTHER = "OTHER"


class JurisdictionType(StrEnum):
    """Kind of government that asks, as the sister program's form lists them, plus campus and tribal."""

    CITY = "city"
    COUNTY = "county"
    STATE = "state"
    MULTI_JURISDICTION = "multi-jurisdiction"
    CAMPUS = "campus"
    TRIBAL = "tribal"


class SwornBand(StrEnum):
    """Sworn officers of an agency; the order of the members is the order of size."""

    UNDER_10 = "<10"
    FROM_10 = "10-49"
    FROM_50 = "50-249"
    FROM_250 = "250-999"
    FROM_1000 = "1000+"


class SwornBandBasis(StrEnum):
    """Whether the agency stated its band or we estimated it from population."""

    STATED = "stated"
    ESTIMATED = "estimated"


class AskerRole(StrEnum):
    """Role of the person who asked; never a name or a title that identifies one."""

    AGENCY_HEAD = "agency_head"
    COMMAND_STAFF = "command_staff"
    SUPERVISOR = "supervisor"
    PROGRAM_COORDINATOR = "program_coordinator"
    CLINICIAN = "clinician"
    GRANTS_MANAGER = "grants_manager"
    GOVERNMENT_OFFICIAL = "government_official"
    OTHER = "other"


class AssistanceType(StrEnum):
    """How a site helps (kinds of technical assistance)."""

    PHONE_CALL = "phone_call"
    EMAIL_EXCHANGE = "email_exchange"
    DOCUMENT_SHARING = "document_sharing"
    VIRTUAL_CONSULTATION = "virtual_consultation"
    VISIT_HOSTED = "visit_hosted"
    SITE_TRAVELS = "site_travels"
    TRAINING_REVIEW = "training_review"
    EXPERT_LINK = "expert_link"
    WEBINAR = "webinar"


class RequestStatus(StrEnum):
    """Where a request stands, in the order of its life; the last three are closed."""

    RECEIVED = "received"
    ACKNOWLEDGED = "acknowledged"
    SCOPING = "scoping"
    MATCHED = "matched"
    SCHEDULED = "scheduled"
    IN_PROGRESS = "in_progress"
    COMPLETED = "completed"
    REFERRED_ELSEWHERE = "referred_elsewhere"
    WITHDRAWN = "withdrawn"


class CountingRule(StrEnum):
    """Which published measure a request counts toward: the two differ by an order of magnitude.

    `program_overview`: just over 500 requests from 38 states since 2020. `fact_sheet`: 2,536 requests in
    2017 alone, by another federal sheet.
    """

    PROGRAM_OVERVIEW = "program_overview"
    FACT_SHEET = "fact_sheet"
    OTHER = "other"
