"""Fields that several contracts have: what each takes, and what a message asks for."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Final

from pydantic import AfterValidator, Field

from domain.former_counties import current_key
from graph.errors import JurisdictionReplaced
from loaders.pipeline.contract import WholeNumber, replaced

STATE_CODE: Final = "a state's two capital letters, such as TX"
COUNTY_FIPS: Final = "a county's 5 digits with leading zeros, such as 01001"
ZipCode = Annotated[str, Field(pattern=r"^[0-9]{5}(-[0-9]{4})?$")]
ZIP_CODE: Final = "a ZIP code's 5 digits with leading zeros, such as 05401, or 9 such as 05401-1234"
Month = Annotated[str, Field(pattern=r"^20[0-9]{2}-(0[1-9]|1[0-2])$")]
MONTH: Final = "a month as YYYY-MM, such as 2023-05"
YearOrMonth = Annotated[str, Field(pattern=r"^(19|20)[0-9]{2}(-(0[1-9]|1[0-2]))?$")]
YEAR_OR_MONTH: Final = "a year or a month, such as 2023 or 2023-05"
Year = Annotated[WholeNumber, Field(ge=1900, le=2100)]
Count = Annotated[WholeNumber, Field(ge=0, lt=500_000_000)]


def _current(key: str) -> str:
    try:
        return current_key(key)
    except JurisdictionReplaced as error:
        replaced(str(error))


Current: Final = AfterValidator(_current)
"""The key of a county that was replaced becomes that of its successor."""
JurisdictionKey = Annotated[
    str, Field(pattern=r"^[a-z][a-z-]*:[A-Za-z0-9][A-Za-z0-9-]*$", max_length=100), Current
]
JURISDICTION_KEY: Final = "a key such as us-county:48201"
JurisdictionName = Annotated[str, Field(min_length=1, max_length=200)]
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
