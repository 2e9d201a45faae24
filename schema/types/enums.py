"""Enums and scalars of the schema: the domain's vocabulary for Strawberry."""

from __future__ import annotations

import re
from contextlib import suppress
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import Final, NewType, TypeVar

import strawberry
from strawberry.types.scalar import ScalarDefinition

from domain import vocabulary
from domain.months import month_index, month_text
from domain.vocabulary import DescribedEnum
from graph.errors import InvalidInput
from schema.declare import Codec, GroupingUnit

W = TypeVar("W", bound=type[DescribedEnum])

DESCRIBED: Final[dict[str, type[DescribedEnum]]] = {}
"""The enums of vocabularies, by their names in GraphQL."""


def graphql_enum(words: W, name: str | None = None) -> W:
    """Makes a GraphQL enum of a vocabulary, with the description of each member."""
    DESCRIBED[name or words.__name__] = words
    strawberry.enum(words, name=name, description=(words.__doc__ or "").strip())
    for value in words.__strawberry_definition__.values:  # type: ignore[attr-defined]
        value.description = words[value.name].description
    return words


for _words in vars(vocabulary).values():
    if isinstance(_words, type) and issubclass(_words, DescribedEnum) and _words is not DescribedEnum:
        graphql_enum(_words)

MONTH_PATTERN: Final = re.compile(r"[0-9]{4}-(0[1-9]|1[0-2])")
DAY_PATTERN: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")

Month = NewType("Month", str)
DateTime = NewType("DateTime", str)
Date = NewType("Date", str)

SCALARS: dict[object, ScalarDefinition] = {
    Month: strawberry.scalar(name="Month", description="A month such as `2023-05`.", serialize=str),
    Date: strawberry.scalar(name="Date", description="A day such as `2023-05-31`.", serialize=str),
    DateTime: strawberry.scalar(
        name="DateTime", description="A timestamp as ISO 8601 text with its offset.", serialize=str
    ),
}


def by_index(words: type[StrEnum]) -> Codec:
    """The codec of an enum whose members are stored as their index."""
    names = list(words.__members__)
    return Codec(names.__getitem__, names.index)


SWORN_BAND: Final = Codec(order=tuple(vocabulary.SwornBand.__members__))
"""The codec of bands: stored by name, sorted by size."""


def month_of(given: object) -> int:
    """From `2023-05` to months since year 0. Raises InvalidInput for any other value."""
    if not (isinstance(given, str) and MONTH_PATTERN.fullmatch(given)):
        raise InvalidInput(f"expected a month such as 2023-05 (got {_shown(given, 20)}).")
    return month_index(given)


def _shown(given: object, most: int) -> str:
    """The beginning of a value, for a message; text is quoted."""
    return repr(given[:most]) if isinstance(given, str) else repr(given)[:most]


def day_of(given: object) -> date:
    """From `2023-05-31` to a date. Raises InvalidInput for any other value, also other ISO 8601 dates."""
    if isinstance(given, str) and DAY_PATTERN.fullmatch(given):
        with suppress(ValueError):  # 2023-02-30
            return date.fromisoformat(given)
    raise InvalidInput(f"expected a day such as 2023-05-31 (got {str(given)[:20]!r}).")


def quarter_text(index: int) -> str:
    """From quarters since year 0 to `2023-Q2`."""
    return f"{index // 4:04d}-Q{index % 4 + 1}"


def moment(given: object) -> datetime:
    """From ISO 8601 text, by default in UTC, to a datetime in UTC. Raises InvalidInput for any other value.

    For Neo4j one moment in two offsets is not equal, so stored and compared values are all in UTC.
    """
    try:
        found = datetime.fromisoformat(given)  # type: ignore[arg-type]
        return found.astimezone(UTC) if found.tzinfo else found.replace(tzinfo=UTC)
    except (TypeError, ValueError, OverflowError):
        raise InvalidInput(
            f"expected a timestamp such as 2026-11-24T02:00:00Z (got {_shown(given, 40)})."
        ) from None


MONTH = Codec(
    month_text,
    month_of,
    units={"Quarter": GroupingUnit("{} / 3", quarter_text, str), "Year": GroupingUnit("{} / 12", None, int)},
)
"""The codec of months: stored as months since year 0, text in GraphQL."""

DATE_TIME = Codec(
    write=moment,
    cypher="toString({})",
    units={
        "Month": GroupingUnit("substring(toString({}), 0, 7)", None, str),
        "Quarter": GroupingUnit("{0}.year + '-Q' + {0}.quarter", None, str),
        "Year": GroupingUnit("{}.year", None, int),
    },
)
"""The codec of timestamps. Cypher formats them: the driver takes longer for one than for a whole row."""
