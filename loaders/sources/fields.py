"""Fields that several contracts have: what each takes, and what a message asks for."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from typing import Annotated, Final

from pydantic import AfterValidator, BeforeValidator, Field

from domain.former_counties import COUNTY_KEY, FORMER_COUNTIES, current_key
from domain.months import january, month_index
from domain.plain import MAX_NAME
from domain.states import STATE_KEY, STATE_OF_FIPS
from graph.errors import JurisdictionReplaced
from loaders.jurisdiction import StateCode
from loaders.pipeline.contract import WholeNumber, inconsistent, not_possible, replaced
from loaders.sources.values import AnyDay, AnyMoment, AnyMonth, AnyState, year_or_month

State = Annotated[StateCode, AnyState]
STATE_CODE: Final = "a state's two capital letters, such as TX, or its name"
COUNTY_FIPS: Final = "a county's 5 digits with leading zeros, such as 01001"
ZipCode = Annotated[str, Field(pattern=r"^[0-9]{5}(-[0-9]{4})?$")]
ZIP_CODE: Final = "a ZIP code's 5 digits with leading zeros, such as 05401, or 9 such as 05401-1234"
Month = Annotated[str, Field(pattern=r"^20[0-9]{2}-(0[1-9]|1[0-2])$"), AnyMonth]
MONTH: Final = "a month as YYYY-MM, such as 2023-05"


def _has_come(month: str) -> str:
    now = datetime.now(UTC)
    latest = january(now.year) + now.month  # a month of slack: clocks and time zones differ
    if month_index(month) > latest:
        not_possible(f"{month} is in the future, the clock says {now:%Y-%m}; fix the month, or the clock")
    return month


PastMonth = Annotated[Month, AfterValidator(_has_come)]
"""A month that is no later than the next one."""
Moment = Annotated[str, Field(pattern=r"^20[0-9-]{8}T[0-9:.]{12}Z$"), AnyMoment]
MOMENT: Final = "a date, with a time or without, such as 2023-05-17 08:30"
YearOrMonth = Annotated[
    str, Field(pattern=r"^(19|20)[0-9]{2}(-(0[1-9]|1[0-2]))?$"), BeforeValidator(year_or_month)
]
YEAR_OR_MONTH: Final = "a year or a month, such as 2023 or 2023-05"


def _day_has_come(day: str) -> str:
    latest = datetime.now(UTC).date() + timedelta(days=1)  # clocks and time zones differ
    if date.fromisoformat(day) > latest:
        not_possible(
            f"{day} is in the future, the clock says {latest - timedelta(days=1)}; fix the day, or the clock"
        )
    return day


PastDay = Annotated[
    str, Field(pattern=r"^20[0-9]{2}-[0-9]{2}-[0-9]{2}$"), AnyDay, AfterValidator(_day_has_come)
]
"""A day that is no later than tomorrow."""
DAY: Final = "a day as YYYY-MM-DD, such as 2023-05-17"
Year = Annotated[WholeNumber, Field(ge=1900, le=2100)]
Count = Annotated[WholeNumber, Field(ge=0, lt=500_000_000)]


def current(key: str) -> str:
    try:
        return current_key(key)
    except JurisdictionReplaced as error:
        replaced(str(error))


Current: Final = AfterValidator(current)
"""The key of a county that was replaced becomes that of its successor."""
JurisdictionKey = Annotated[
    str, Field(pattern=r"^[a-z][a-z-]*:[A-Za-z0-9][A-Za-z0-9-]*$", max_length=100), Current
]
JURISDICTION_KEY: Final = "a key such as us-county:48201"


def check_keys(keys: Sequence[str], state: str | None, fips: str | None) -> None:
    """Raises the error of a contract where keys contradict state or FIPS code, as far as the codes tell.

    Of several keys one has to be in the state. A place's key does not tell where it lies: see `Placement`.
    """
    if not keys:
        return
    states = [_state_of(key) for key in keys]
    if state and None not in states and state not in states:
        inconsistent("state", f"{', '.join(keys)} is in {states[0]}, state is {state}; fix one of them")
    if fips is None:
        return
    there = STATE_OF_FIPS.get(fips[:2])
    if there is None:
        inconsistent("fips", f"no state has a county {fips}; fix it, or leave it out")
    if state and there != state and len(keys) == 1:
        inconsistent("fips", f"{fips} is in {there}, state is {state}; fix one of them")
    # A key of no state is unknown to the graph, and reported as such.
    counties = {key.removeprefix(COUNTY_KEY) for key in keys if key.startswith(COUNTY_KEY) and _state_of(key)}
    now = FORMER_COUNTIES[fips].now if fips in FORMER_COUNTIES else (fips,)
    if len(counties) == len(keys) and not counties.intersection(now):
        inconsistent("fips", f"{fips} is not {', '.join(keys)}; fix one of them, or leave fips out")


def _state_of(key: str) -> str | None:
    """The state of a state's or county's key; None where the key does not tell."""
    if key.startswith(STATE_KEY):
        return key.removeprefix(STATE_KEY)
    return STATE_OF_FIPS.get(key.removeprefix(COUNTY_KEY)[:2]) if key.startswith(COUNTY_KEY) else None


JurisdictionName = Annotated[str, Field(min_length=1, max_length=MAX_NAME)]
JURISDICTION_NAME: Final = 'a name with state, such as "Houston, TX"'

ModelKey = Annotated[str, Field(pattern=r"^model:[a-z0-9][a-z0-9-]*$", max_length=100)]
TopicKey = Annotated[str, Field(pattern=r"^topic:[a-z0-9][a-z0-9-]*$", max_length=100)]
SourceKey = Annotated[str, Field(pattern=r"^source:", max_length=500)]
PartnerKey = Annotated[str, Field(pattern=r"^partner:[a-z0-9][a-z0-9-]*$", max_length=100)]
SITE_PATTERN: Final = r"site:[a-z0-9][a-z0-9-]*"
SiteKey = Annotated[str, Field(pattern=rf"^{SITE_PATTERN}$", max_length=100)]
SITE_KEY: Final = "a key such as site:houston-pd, lower-case letters and dashes"
PARTNER_KEY: Final = "a key such as partner:the-harris-center, lower-case letters and dashes"


def one_of(values: type[StrEnum]) -> str:
    """The description of a field that takes one value of a vocabulary."""
    return f"one of {', '.join(values)}"
