"""How people write the values of our enums, beside the value itself, its name and its title.

A form that fits several members is ambiguous: `closed` may be completed, referred elsewhere or withdrawn. All
forms are as `plain_word` leaves them.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from functools import cache
from typing import Final

from domain.plain import APOSTROPHES, without_accents
from domain.titles import TITLES
from domain.vocabulary import (
    AgencyType,
    AskerRole,
    AssistanceType,
    DescribedEnum,
    JurisdictionType,
    PartnerKind,
    RequestStatus,
    SiteStatus,
    SwornBand,
    SwornBandBasis,
)

_QUIET: Final = re.compile(rf"[{APOSTROPHES}.]|(?<=[0-9]),(?=[0-9]{{3}})")
"""What a word may have or lack: apostrophes, points, commas between thousands."""
_BREAK: Final = re.compile(r"[^a-z0-9<>+]+")

NEAR: Final = 0.75
"""Similarity (difflib's ratio, 0 to 1) from which a message asks whether another word was meant."""

OTHER_FORMS: Final[Mapping[type[DescribedEnum], Mapping[DescribedEnum, tuple[str, ...]]]] = {
    RequestStatus: {
        RequestStatus.RECEIVED: ("new", "submitted"),
        RequestStatus.ACKNOWLEDGED: ("receipt confirmed",),
        RequestStatus.SCOPING: ("clarifying", "scoping call"),
        RequestStatus.MATCHED: ("match made", "site found", "site matched"),
        RequestStatus.SCHEDULED: ("booked",),
        RequestStatus.IN_PROGRESS: ("ongoing", "under way", "underway", "started"),
        RequestStatus.COMPLETED: ("complete", "done", "fulfilled", "ta completed"),
        RequestStatus.REFERRED_ELSEWHERE: ("referred", "referred out", "referral"),
        RequestStatus.WITHDRAWN: ("canceled", "cancelled", "withdrew"),
    },
    JurisdictionType: {
        JurisdictionType.CITY: ("municipality", "municipal", "city town", "incorporated place"),
        JurisdictionType.COUNTY: ("county equivalent", "county parish", "county or parish"),
        JurisdictionType.STATE: ("territory", "state or territory", "statewide"),
        JurisdictionType.MULTI_JURISDICTION: (
            *("multijurisdiction", "multijurisdictional", "multi jurisdictional", "multi county"),
            *("multicounty", "multiple jurisdictions", "multiple counties", "region", "regional"),
        ),
        JurisdictionType.CAMPUS: (
            *("university", "college", "college or university", "university or college"),
            *("college university", "university college", "university campus", "higher education"),
        ),
        JurisdictionType.TRIBAL: (
            *("tribe", "tribal nation", "tribal government", "tribal land", "indian tribe"),
            "reservation",
        ),
        JurisdictionType.TOWNSHIP: ("charter township", "civil township", "twp"),
    },
    AgencyType: {
        AgencyType.MUNICIPAL_POLICE: (
            *("municipal", "municipal police department", "city police department", "town police"),
        ),
        AgencyType.SHERIFF: (
            *("sheriff office", "sheriffs department", "sheriff department", "county sheriff", "sheriffs"),
        ),
        AgencyType.COUNTY_POLICE: ("county police department",),
        AgencyType.CAMPUS_POLICE: (
            *("campus", "campus police department", "university police", "college police"),
            *("campus public safety", "university or college police"),
        ),
        AgencyType.TRIBAL_POLICE: ("tribal", "tribal police department", "tribal law enforcement"),
        AgencyType.STATE_AGENCY: (
            "state",
            "state police",
            "state patrol",
            "highway patrol",
            "state troopers",
        ),
        AgencyType.COALITION: ("consortium", "regional coalition", "multi agency", "multiple agencies"),
        AgencyType.LOCAL_GOVERNMENT: ("city government", "county government", "local government agency"),
        AgencyType.BEHAVIORAL_HEALTH: (
            *("behavioral health provider", "behavioural health", "mental health", "mental health agency"),
            *("mental health provider", "mental health authority"),
        ),
    },
    AskerRole: {
        AskerRole.AGENCY_HEAD: ("chief", "chief of police", "police chief", "sheriff", "director"),
        AskerRole.COMMAND_STAFF: ("command", "deputy chief", "assistant chief", "captain", "major"),
        AskerRole.SUPERVISOR: ("sergeant",),
        AskerRole.PROGRAM_COORDINATOR: ("coordinator", "program manager", "cit coordinator"),
        AskerRole.CLINICIAN: ("mental health clinician", "social worker", "therapist"),
        AskerRole.GRANTS_MANAGER: ("grant manager", "grants coordinator", "grant writer", "grants"),
        AskerRole.GOVERNMENT_OFFICIAL: (
            *("elected official", "mayor", "city manager", "county commissioner", "county administrator"),
        ),
    },
    AssistanceType: {
        AssistanceType.PHONE_CALL: ("phone", "call", "telephone", "telephone call", "conference call"),
        AssistanceType.EMAIL_EXCHANGE: ("e mail", "emails", "email correspondence"),
        AssistanceType.DOCUMENT_SHARING: ("document", "documents shared", "materials", "shared documents"),
        AssistanceType.VIRTUAL_CONSULTATION: (
            *("video", "video call", "video conference", "virtual", "virtual meeting", "zoom"),
            *("videoconference", "virtual consult"),
        ),
        AssistanceType.VISIT_HOSTED: ("hosted visit", "visit to site", "site visit"),
        AssistanceType.SITE_TRAVELS: ("site traveled", "visit by site", "site visit"),
        AssistanceType.TRAINING_REVIEW: ("review of training",),
        AssistanceType.EXPERT_LINK: ("expert", "expert contact", "expert referral"),
        AssistanceType.WEBINAR: ("webinars", "web seminar"),
    },
    PartnerKind: {
        PartnerKind.BEHAVIORAL_HEALTH_PROVIDER: ("behavioral health", "mental health provider"),
        PartnerKind.NGO: ("non profit", "nonprofit organization", "non profit organization"),
        PartnerKind.COUNTY_DEPT: ("county agency",),
        PartnerKind.DISPATCH: ("911", "911 center", "psap"),
        PartnerKind.TRIBE: ("tribal", "tribal police"),
        PartnerKind.UNIVERSITY: ("college",),
    },
    SiteStatus: {
        SiteStatus.CURRENT: ("active",),
        SiteStatus.FORMER: ("inactive", "past site"),
    },
    SwornBand: {
        SwornBand.UNDER_10: ("< 10", "under 10", "less than 10", "fewer than 10", "0 9", "1 9"),
        # Excel takes 10-49 for October 1949.
        SwornBand.FROM_10: ("10 to 49", "oct 49", "1949 10"),
        SwornBand.FROM_50: ("50 to 249",),
        SwornBand.FROM_250: ("250 to 999",),
        SwornBand.FROM_1000: ("1000 +", "1000", "1000 or more", "1000 and over", "over 1000", "> 1000"),
    },
    SwornBandBasis: {
        SwornBandBasis.STATED: ("reported", "self reported"),
        SwornBandBasis.ESTIMATED: ("estimate",),
    },
}
"""Of each enum the forms that are no value, name or title of it."""

SEVERAL: Final[Mapping[type[DescribedEnum], Mapping[str, tuple[DescribedEnum, ...]]]] = {
    RequestStatus: {
        "closed": (RequestStatus.COMPLETED, RequestStatus.REFERRED_ELSEWHERE, RequestStatus.WITHDRAWN),
        "open": (RequestStatus.RECEIVED, RequestStatus.ACKNOWLEDGED, RequestStatus.SCOPING),
        "pending": (RequestStatus.RECEIVED, RequestStatus.ACKNOWLEDGED, RequestStatus.SCOPING),
    },
    AgencyType: {
        "police": (AgencyType.MUNICIPAL_POLICE, AgencyType.COUNTY_POLICE),
        "police department": (AgencyType.MUNICIPAL_POLICE, AgencyType.COUNTY_POLICE),
    },
}
"""Forms that do not tell which of several members is meant."""


def plain_word(text: str) -> str:
    """The form of a word by which writings are compared: `In-Progress ` and `in_progress` are alike."""
    return " ".join(_BREAK.split(_QUIET.sub("", without_accents(text).casefold()))).strip()


@cache
def spellings(values: type[DescribedEnum]) -> Mapping[str, tuple[DescribedEnum, ...]]:
    """Each known form of an enum's members, with the members that it may mean."""
    found = defaultdict[str, list[DescribedEnum]](list)
    titles = TITLES.get(values.__name__, {})
    for member in values:
        for form in _forms(member, titles, OTHER_FORMS.get(values, {}).get(member, ())):
            if member not in found[form]:
                found[form].append(member)
    several = SEVERAL.get(values, {})
    return {form: tuple(members) for form, members in found.items()} | dict(several)


def _forms(member: DescribedEnum, titles: Mapping[str, str], others: Iterable[str]) -> list[str]:
    title = [titles[member.name]] if member.name in titles else []
    return [plain_word(member.value), plain_word(member.name), *map(plain_word, title), *others]


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """The end of a message on an unknown word: asks whether the nearest was meant, or is empty."""
    near = nearest(word, known)
    return f", did you mean {near}?" if near else ""


def nearest_key(key: str, known: Iterable[str]) -> str | None:
    """The known key that is most like this one behind their common prefix, if one is near."""
    prefix, colon, word = key.partition(":")
    words = [other.removeprefix(prefix + colon) for other in known if other.startswith(prefix + colon)]
    found = nearest(word, words)
    return None if found is None else f"{prefix}{colon}{found}"


def nearest(word: str, known: Iterable[str]) -> str | None:
    """The known word that is most like this one, if one is near."""
    found = get_close_matches(word[:100], list(known), n=1, cutoff=NEAR)
    return found[0] if found else None
