"""Requests that are recorded and updated: the inputs and answers of the mutations."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import fields
from typing import Any, Final

import strawberry
from graphql.pyutils import suggestion_list

from domain.request_fields import ENUM_FIELDS, ENUM_LIST_FIELDS
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
from domain.write_result import Outcome, ProblemCode, RowProblem, WriteResult
from schema.declare import camel, many, one, prop
from schema.sources import ByKey, Column
from schema.types.enums import Month, graphql_enum

graphql_enum(Outcome, "RequestOutcome")
graphql_enum(ProblemCode, "RequestProblemCode")

UNKNOWN: Final = "input."
"""Stands before a field that the input has not: the contract may have one of this name."""
RENAMED: Final = {"jurisdictions": "jurisdiction_key"}
"""Fields that the contract of a row names otherwise."""
ENUMS: Final = {**ENUM_FIELDS, **ENUM_LIST_FIELDS}


def _optional(description: str) -> Any:
    return strawberry.field(description=description, default=strawberry.UNSET)


def _needed(description: str) -> Any:
    return strawberry.field(description=description)


@strawberry.input(description="What a request tells beside what every request has.")
class RequestDetails:
    jurisdictions: list[str] | None = _optional("Keys of the jurisdictions that ask.")
    agency_type: AgencyType | None = _optional("Kind of agency that asks.")
    sworn_band: SwornBand | None = _optional("Size of that agency; needs its basis.")
    sworn_band_basis: SwornBandBasis | None = _optional("Whether the agency stated its size.")
    asker_role: AskerRole | None = _optional("Role of the person who asks; never a name.")
    grantee: bool | None = _optional("Whether the agency holds a grant of the program's funder.")
    models: list[str] | None = _optional("Keys of the program models that it is about.")
    topics: list[str] | None = _optional("Keys of the topics that it concerns.")
    assistance_types: list[AssistanceType] | None = _optional("Kinds of help that are asked for.")
    sites: list[str] | None = _optional("Keys of the sites that were matched; `not_documented` for another.")
    matched_month: Month | None = _optional("Month in which it was matched; needs the sites.")
    days_to_match: int | None = _optional("Days from the request to its match, 0 to 3,650; needs its month.")
    closed_month: Month | None = _optional("Month in which it was closed.")
    counting_rule: CountingRule | None = _optional("Which published measure it counts toward.")


@strawberry.input(description="A request for help. It names no person, and a month is its finest date.")
class RequestInput(RequestDetails):
    request_id: str = _needed("Its id in the log: letters, digits, dot, dash, underscore.")
    month: Month = _needed("Month in which it was received.")
    jurisdiction_type: JurisdictionType = _needed("Kind of government that asks.")
    state: str = _needed("Postal code of the requester's state.")
    status: RequestStatus = _needed("Where it stands.")
    synthetic: bool = strawberry.field(description="True for a request that was made up.", default=False)


@strawberry.input(description="What of a request changes; what is left out stays, null takes a value away.")
class RequestChanges(RequestDetails):
    month: Month | None = _optional("Month in which it was received.")
    jurisdiction_type: JurisdictionType | None = _optional("Kind of government that asks.")
    state: str | None = _optional("Postal code of the requester's state.")
    status: RequestStatus | None = _optional("Where it stands.")


@strawberry.input(description="Requests to record.")
class RecordRequestsInput:
    requests: list[RequestInput] = _needed("At most 1,000; a request that is there already is updated.")


@strawberry.input(description="One request to change.")
class UpdateRequestInput:
    key: str = _needed("Its key, for example `request:r-0001`.")
    changes: RequestChanges = _needed("What changes.")


class RequestProblem:
    """What is wrong with one field of a row, and what to do."""

    code: ProblemCode = prop("What kind of problem; programs may rely on it.")
    field: str = prop("The field of the input.")
    reason: str = prop("What is wrong.")
    remedy: str = prop("What to do.")


class RecordedRequest:
    """What became of one row."""

    key: str | None = prop("Key of the request; null where its id cannot be one.")
    outcome: Outcome = prop("What became of it.")

    problems = many("Why it was rejected.", Column("problems"), "RequestProblem", order=(), whole=True)
    request = one("The request as it stands now.", ByKey("Request", "key"), "Request")


class RecordRequestsPayload:
    """What became of the rows of a call."""

    created: int = prop("Rows that were new.")
    updated: int = prop("Rows that had changed.")
    unchanged: int = prop("Rows that stood in the graph already.")
    rejected: int = prop("Rows of which nothing was written.")

    results = many(
        "One for each row, in the order given.", Column("results"), "RecordedRequest", order=(), whole=True
    )


class UpdateRequestPayload:
    """What became of a change."""

    result = one("The request and its outcome.", Column("result"), "RecordedRequest", nullable=False)


CONTRACT: Final = {camel(f.name): RENAMED.get(f.name, f.name) for f in fields(RequestInput)}
"""The contract's name of a field, by the schema's."""
NAMED: Final = {contract: name for name, contract in CONTRACT.items()}
SPELLED: Final = re.compile(r"\b(" + "|".join(name for name in NAMED if "_" in name) + r")\b")
"""Names of the contract in a sentence."""


def row(given: Mapping[str, Any]) -> dict[str, Any]:
    """A row of the contract from `RequestInput` or `RequestChanges`, also with fields that these lack."""
    return {CONTRACT.get(name, f"{UNKNOWN}{name}"): _value(name, value) for name, value in given.items()}


def recorded(found: Sequence[WriteResult]) -> dict[str, Any]:
    """The answer of `recordRequests`."""
    counts = Counter(each.outcome for each in found)
    return {"results": [_result(each) for each in found]} | {
        str(outcome): counts[outcome] for outcome in Outcome
    }


def updated(found: WriteResult) -> dict[str, Any]:
    """The answer of `updateRequest`."""
    return {"result": _result(found)}


def _value(name: str, value: Any) -> Any:
    enum = ENUMS.get(CONTRACT.get(name, ""))
    if enum is None or value is None:
        return value
    return [enum[each].value for each in value] if isinstance(value, list) else enum[value].value


def _result(found: WriteResult) -> dict[str, Any]:
    problems = [_problem(problem) for problem in found.problems]
    return {"key": found.key, "outcome": found.outcome.name, "problems": problems}


def _problem(found: RowProblem) -> dict[str, str]:
    field, remedy = NAMED.get(found.field, found.field), _in_our_words(found.remedy)
    if found.code is ProblemCode.UNKNOWN_FIELD:
        field = field.removeprefix(UNKNOWN)
        near = suggestion_list(field, list(CONTRACT))
        remedy = f"{remedy}, or write {near[0]}" if near else remedy
    return {
        "code": found.code.name,
        "field": field,
        "reason": _in_our_words(found.reason),
        "remedy": remedy,
    }


def _in_our_words(sentence: str) -> str:
    """A sentence of the contract with the schema's names of fields."""
    return SPELLED.sub(lambda match: NAMED[match[0]], sentence)
