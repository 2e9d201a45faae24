"""The enums that loaders write and the schema shows, each member with a description.

The graph and GraphQL use a member's name; request logs spell its value. Where the program publishes no list
(statuses, roles) the words are ours.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Final, Self


class DescribedEnum(StrEnum):
    """A member is the text that request logs use; `description` is a sentence on it."""

    description: str

    def __new__(cls, value: str, description: str = "") -> Self:
        """A member with its description."""
        member = str.__new__(cls, value)
        member._value_ = value
        member.description = description
        return member


class JurisdictionKind(DescribedEnum):
    """What a jurisdiction is."""

    STATE = "STATE", "A state, or the District of Columbia."
    COUNTY = "COUNTY", "A county or its equivalent, such as a parish."
    PLACE = "PLACE", "A city, town or other place."
    CAMPUS = "CAMPUS", "A university campus."
    REGION = "REGION", "Several counties that act together."
    TRIBE = "TRIBE", "A tribe. The data have none; files of an operator add them."
    TOWNSHIP = "TOWNSHIP", "A township. The data have it as a place, or not; files of an operator add them."


class DensityBasis(DescribedEnum):
    """The area of a density: a campus has no area in our data, so its density is that of its county."""

    OWN = "OWN", "Its own people and land."
    COUNTY = "COUNTY", "Those of its county."


class UrbanClass(DescribedEnum):
    """Class by the population of the metropolitan or micropolitan area; stored as its index, 0 to 4."""

    LARGE_METRO = "large metro", "A metropolitan area of 1 million people or more."
    MEDIUM_METRO = "medium metro", "A metropolitan area of 250,000 to 1 million people."
    SMALL_METRO = "small metro", "A metropolitan area of fewer than 250,000 people."
    MICROPOLITAN = "micropolitan", "Around a town of 10,000 to 50,000 people."
    NONCORE = "noncore", "Neither metropolitan nor micropolitan: rural."


class RunStatus(DescribedEnum):
    """State of a loader run."""

    RUNNING = "RUNNING", "In progress; a run that did not finish is marked stopped by the next nightly run."
    DONE = "DONE", "Everything was read; rows that could not be loaded are counted as quarantined."
    FAILED = "FAILED", "It ended early: the source could not be read on, or too many rows were bad."
    STOPPED = "STOPPED", "Interrupted, or its process died; rows that it had written stay."


class SiteStatus(DescribedEnum):
    """Whether a site belongs to the program today."""

    CURRENT = "CURRENT", "It belongs to the program."
    FORMER = "FORMER", "It belonged to the program once."


class AgencyType(DescribedEnum):
    """Type of agency, of a site or of a requester."""

    MUNICIPAL_POLICE = "municipal_police", "Police of a city or town."
    SHERIFF = "sheriff", "A sheriff's office."
    COUNTY_POLICE = "county_police", "Police of a county."
    CAMPUS_POLICE = "campus_police", "Police of a university."
    TRIBAL_POLICE = "tribal_police", "Police of a tribe."
    STATE_AGENCY = "state_agency", "An agency of a state."
    COALITION = "coalition", "Several agencies together."
    LOCAL_GOVERNMENT = "local_government", "A local government other than police."
    BEHAVIORAL_HEALTH = "behavioral_health", "A provider or office of behavioral health."
    OTHER = "other", "Any other agency."


class PartnerKind(DescribedEnum):
    """What a partner agency is."""

    BEHAVIORAL_HEALTH_PROVIDER = (
        "BEHAVIORAL_HEALTH_PROVIDER",
        "A provider of mental health or substance use care.",
    )
    CRISIS_CENTER = "CRISIS_CENTER", "A place that takes in people in crisis."
    HOSPITAL = "HOSPITAL", "A hospital."
    NGO = "NGO", "A nonprofit or advocacy organization."
    UNIVERSITY = "UNIVERSITY", "A university."
    COUNTY_DEPT = "COUNTY_DEPT", "A department of a county."
    COURT = "COURT", "A court."
    DISPATCH = "DISPATCH", "A center that takes and sends calls for help."
    TRIBE = "TRIBE", "A tribe, or an agency of one such as its police."
    OTHER = "OTHER", "Any other partner."


class JurisdictionType(DescribedEnum):
    """Type of the requester's government, as the sister program's form lists them, plus campus and tribal."""

    CITY = "city", "A city, town or village."
    COUNTY = "county", "A county."
    STATE = "state", "A state."
    MULTI_JURISDICTION = "multi-jurisdiction", "Several jurisdictions together."
    CAMPUS = "campus", "A university."
    TRIBAL = "tribal", "A tribe."
    TOWNSHIP = "township", "A township."


class SwornBand(DescribedEnum):
    """Sworn officers of an agency; the order of the members is the order of size."""

    UNDER_10 = "<10", "Fewer than 10 sworn officers."
    FROM_10 = "10-49", "10 to 49 sworn officers."
    FROM_50 = "50-249", "50 to 249 sworn officers."
    FROM_250 = "250-999", "250 to 999 sworn officers."
    FROM_1000 = "1000+", "1,000 sworn officers or more."


class SwornBandBasis(DescribedEnum):
    """Whether the agency stated its band or we estimated it from population."""

    STATED = "stated", "The agency stated it."
    ESTIMATED = "estimated", "Estimated from the population."


class AskerRole(DescribedEnum):
    """Role of the requester's contact; never a name or a title that identifies a person."""

    AGENCY_HEAD = "agency_head", "The head of the agency."
    COMMAND_STAFF = "command_staff", "Command staff."
    SUPERVISOR = "supervisor", "A supervisor."
    PROGRAM_COORDINATOR = "program_coordinator", "A coordinator of a program."
    CLINICIAN = "clinician", "A clinician."
    GRANTS_MANAGER = "grants_manager", "A manager of grants."
    GOVERNMENT_OFFICIAL = "government_official", "An official of a government."
    OTHER = "other", "Any other role."


class AssistanceType(DescribedEnum):
    """How a site helps (kinds of technical assistance)."""

    PHONE_CALL = "phone_call", "A call by phone or a conference call."
    EMAIL_EXCHANGE = "email_exchange", "Letters by email."
    DOCUMENT_SHARING = "document_sharing", "Policies, agreements, procedures or curricula are shared."
    VIRTUAL_CONSULTATION = "virtual_consultation", "A meeting by video."
    VISIT_HOSTED = "visit_hosted", "The site hosts a visit."
    SITE_TRAVELS = "site_travels", "Staff of the site travel to the requester."
    TRAINING_REVIEW = "training_review", "The design of a training or program is reviewed."
    EXPERT_LINK = "expert_link", "An expert is named."
    WEBINAR = "webinar", "A webinar."


class RequestStatus(DescribedEnum):
    """Status of a request, in the order of its life; the last three are closed."""

    RECEIVED = "received", "It has arrived."
    ACKNOWLEDGED = "acknowledged", "Its receipt was confirmed to the requester."
    SCOPING = "scoping", "The need is being clarified."
    MATCHED = "matched", "A site was found."
    SCHEDULED = "scheduled", "Help has a date."
    IN_PROGRESS = "in_progress", "Help is under way."
    COMPLETED = "completed", "Help was given."
    REFERRED_ELSEWHERE = "referred_elsewhere", "It was passed on to others."
    WITHDRAWN = "withdrawn", "The requester withdrew it."


class CountingRule(DescribedEnum):
    """Which published measure a request counts toward: the two differ by an order of magnitude.

    `program_overview`: just over 500 requests from 38 states since 2020. `fact_sheet`: 2,536 requests in
    2017 alone, by another federal sheet.
    """

    PROGRAM_OVERVIEW = "program_overview", "Just over 500 requests from 38 states since 2020."
    FACT_SHEET = "fact_sheet", "2,536 requests in 2017 alone."
    OTHER = "other", "Neither of the two."


class TitleBasis(DescribedEnum):
    """Where the title of a source comes from."""

    RECORDED = "RECORDED", "The page's own title, or a description by who read it."
    ADDRESS = "ADDRESS", "Made from the words of the page's address, as no title was recorded."


_SWORN_BOUNDS: Final = (10, 50, 250, 1000)


def sworn_band(sworn: int | None) -> str | None:
    """The name of the band of a number of officers: 120 → `FROM_50`."""
    if sworn is None:
        return None
    return list(SwornBand.__members__)[sum(sworn >= bound for bound in _SWORN_BOUNDS)]
