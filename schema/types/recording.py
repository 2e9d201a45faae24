"""Inputs and answers of the mutations that record and update requests."""

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
from schema.sources import ByKey, FromParent
from schema.types.enums import Month, graphql_enum
from schema.types.request import USE_REQUESTER_ROLE

graphql_enum(Outcome, "RequestOutcome")
graphql_enum(ProblemCode, "RequestProblemCode")

UNKNOWN: Final = "input."
"""Prefix of an unknown field of the input: the contract may have a field of its name."""
RENAMED: Final = {"jurisdictions": "jurisdiction_key", "requester_role": "asker_role"}
"""Fields with another name in the contract of a row."""
FORMER: Final = {"askerRole": "requesterRole"}
"""Deprecated names of fields, and their names of today."""
ENUMS: Final = {**ENUM_FIELDS, **ENUM_LIST_FIELDS}
"""Fields of the contract with values of an enum."""


def _optional(description: str) -> Any:
    return strawberry.field(description=description, default=strawberry.UNSET)


def _needed(description: str) -> Any:
    return strawberry.field(description=description)


@strawberry.input(description="Optional fields of a request.")
class RequestDetails:
    jurisdictions: list[str] | None = _optional("Keys of the jurisdictions that make the request.")
    agency_type: AgencyType | None = _optional("Kind of agency that makes the request.")
    sworn_band: SwornBand | None = _optional(
        "Size of the agency by sworn officers; requires `swornBandBasis`."
    )
    sworn_band_basis: SwornBandBasis | None = _optional("Whether the agency stated its size.")
    requester_role: AskerRole | None = _optional("Role of the person who makes the request; never a name.")
    asker_role: AskerRole | None = strawberry.field(
        description="Role of the person who makes the request; never a name.",
        default=strawberry.UNSET,
        deprecation_reason=USE_REQUESTER_ROLE,
    )
    grantee: bool | None = _optional("Whether the agency holds a grant of the program's funder.")
    models: list[str] | None = _optional("Keys of the program models that it is about.")
    topics: list[str] | None = _optional("Keys of the topics that it concerns.")
    assistance_types: list[AssistanceType] | None = _optional("Requested kinds of help.")
    sites: list[str] | None = _optional(
        "Keys of the matched sites; `not_documented` for a site that is not in the graph."
    )
    matched_month: Month | None = _optional("Month in which it was matched; requires `sites`.")
    days_to_match: int | None = _optional(
        "Days from the request to its match, 0 to 3,650; requires `matchedMonth`."
    )
    closed_month: Month | None = _optional("Month in which it was closed.")
    counting_rule: CountingRule | None = _optional("Published measure that it counts toward.")


@strawberry.input(description="A request for help. It names no person, and its dates are months.")
class RequestInput(RequestDetails):
    request_id: str = _needed("ID in the log: letters, digits, dots, dashes and underscores.")
    month: Month = _needed("Month in which it was received.")
    jurisdiction_type: JurisdictionType = _needed("Kind of jurisdiction that makes the request.")
    state: str = _needed("Postal code of the requester's state.")
    status: RequestStatus = _needed("Status of the request.")
    jurisdiction: str | None = _optional(
        "Name of the jurisdiction or its agency, looked up as `resolveJurisdiction` does if `jurisdictions` "
        "has no key. The graph keeps the key that was found, not the name."
    )
    fips: str | None = _optional(
        "FIPS code of the county, or of the county that the jurisdiction lies in, 5 digits."
    )
    synthetic: bool = strawberry.field(description="True for a synthetic request.", default=False)


@strawberry.input(description="Changes to a request. Omitted fields stay as they are; null removes a value.")
class RequestChanges(RequestDetails):
    month: Month | None = _optional("Month in which it was received.")
    jurisdiction_type: JurisdictionType | None = _optional("Kind of jurisdiction that makes the request.")
    state: str | None = _optional("Postal code of the requester's state.")
    status: RequestStatus | None = _optional("Status of the request.")


@strawberry.input(description="Requests to record.")
class RecordRequestsInput:
    requests: list[RequestInput] = _needed("Requests, at most 1,000. Existing ones are updated.")


@strawberry.input(description="One request to change.")
class UpdateRequestInput:
    key: str = _needed("Key of the request, for example `request:r-0001`.")
    changes: RequestChanges = _needed("The changes.")


class RequestProblem:
    """A problem with one field of a row, and its remedy."""

    code: ProblemCode = prop("Kind of problem; stable, so programs may rely on it.")
    field: str = prop("Name of the input field.")
    reason: str = prop("Reason, for people.")
    remedy: str = prop("Remedy, for people.")


class RecordedRequest:
    """The outcome of one row."""

    key: str | None = prop("Key of the request; null for an invalid ID.")
    outcome: Outcome = prop("Outcome of the row.")

    problems = many(
        "Problems of a rejected row.", FromParent("problems"), "RequestProblem", order=(), unpaged=True
    )
    request = one("The request after the mutation.", ByKey("Request", "key"), "Request")


class RecordRequestsPayload:
    """The outcomes of `recordRequests`."""

    created: int = prop("Number of new rows.")
    updated: int = prop("Number of changed rows.")
    unchanged: int = prop("Number of rows that were in the graph already.")
    rejected: int = prop("Number of rejected rows; nothing of them was written.")

    results = many(
        "Outcomes of the rows, in the order of the input.",
        FromParent("results"),
        "RecordedRequest",
        order=(),
        unpaged=True,
    )


class UpdateRequestPayload:
    """The outcome of `updateRequest`."""

    result = one("The request and its outcome.", FromParent("result"), "RecordedRequest", nullable=False)


CONTRACT: Final = {
    camel(f.name): RENAMED.get(f.name, f.name) for f in fields(RequestInput) if camel(f.name) not in FORMER
}
"""The contract's name of a field, by the schema's."""
NAMED: Final = {contract: name for name, contract in CONTRACT.items()}
CONTRACT_NAME: Final = re.compile(r"\b(" + "|".join(name for name in NAMED if "_" in name) + r")\b")
"""Names of the contract in a sentence."""


def row(given: Mapping[str, Any]) -> dict[str, Any]:
    """A row of the contract from `RequestInput` or `RequestChanges`, unknown fields included.

    A deprecated name beside its name of today is unknown.
    """
    return {_contract_name(name, given): _value(name, value) for name, value in given.items()}


def recorded(found: Sequence[WriteResult]) -> dict[str, Any]:
    """The parent row of the answer of `recordRequests`."""
    counts = Counter(each.outcome for each in found)
    return {"results": [_result(each) for each in found]} | {
        str(outcome): counts[outcome] for outcome in Outcome
    }


def updated(found: WriteResult) -> dict[str, Any]:
    """The parent row of the answer of `updateRequest`."""
    return {"result": _result(found)}


def _contract_name(name: str, given: Mapping[str, Any]) -> str:
    today = FORMER.get(name, name)
    known = CONTRACT.get(today) if name == today or today not in given else None
    return known or f"{UNKNOWN}{name}"


def _value(name: str, value: Any) -> Any:
    enum = ENUMS.get(CONTRACT.get(FORMER.get(name, name), ""))
    if enum is None or value is None:
        return value
    return [enum[each].value for each in value] if isinstance(value, list) else enum[value].value


def _result(found: WriteResult) -> dict[str, Any]:
    problems = [_problem(problem) for problem in found.problems]
    return {"key": found.key, "outcome": found.outcome.name, "problems": problems}


def _problem(found: RowProblem) -> dict[str, str]:
    field, remedy = NAMED.get(found.field, found.field), _with_schema_names(found.remedy)
    if found.code is ProblemCode.UNKNOWN_FIELD:
        field = field.removeprefix(UNKNOWN)
        near = [FORMER[field]] if field in FORMER else suggestion_list(field, list(CONTRACT))
        remedy = f"{remedy}, or write {near[0]}" if near else remedy
    return {
        "code": found.code.name,
        "field": field,
        "reason": _with_schema_names(found.reason),
        "remedy": remedy,
    }


def _with_schema_names(sentence: str) -> str:
    """A sentence of the contract with the names of the schema's fields."""
    return CONTRACT_NAME.sub(lambda match: NAMED[match[0]], sentence)
