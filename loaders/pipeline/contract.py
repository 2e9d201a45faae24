"""A row against its contract: what is wrong with it, each time with the field and a remedy."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import partial
from typing import Annotated, Any, Final, NoReturn, TypeVar

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, ValidationError
from pydantic_core import ErrorDetails, PydanticCustomError

from domain.write_result import ProblemCode, RowProblem
from loaders.pipeline.labels import Labels
from loaders.pipeline.privacy import redacted

C = TypeVar("C", bound=BaseModel)

WHOLE_NUMBER: Final = re.compile(r"[+-]?(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]{1,19})(?:\.0+)?")
"""A whole number as a text: with commas between thousands, or with `.0` as programs write it."""
MAX_SHOWN: Final = 60
"""Characters of a value that a message shows."""
MAX_SEARCHED: Final = 1000
"""Characters of a value that are searched for personal data before it is shown."""
DUPLICATE_ITEMS, INCONSISTENT_FIELDS, REPLACED_KEY = "duplicate_items", "inconsistent_fields", "replaced_key"
NOT_POSSIBLE: Final = "not_possible"
"""Types of our own errors of pydantic; their messages end with the remedy, after the last `; `."""
OWN_ERRORS: Final = {
    DUPLICATE_ITEMS: ProblemCode.INVALID,
    INCONSISTENT_FIELDS: ProblemCode.INCONSISTENT,
    REPLACED_KEY: ProblemCode.AMBIGUOUS,
    NOT_POSSIBLE: ProblemCode.INVALID,
}
UNKNOWN_VALUE: Final = "unknown_value"
"""Type of the error for a value that its field does not take; see `unknown_value`."""
SEPARATORS: Final = re.compile(r"[;|\r\n]")
"""What separates several values in a cell."""
SEPARATORS_OF_KEYS: Final = re.compile(r"[;|,\r\n]")
"""The same for values that hold no commas."""


class FileRow(BaseModel):
    """A row of a file: unknown columns are left out, and so is the space around a text."""

    model_config = ConfigDict(extra="ignore", frozen=True, str_strip_whitespace=True)


def split(text: str, separators: re.Pattern[str] = SEPARATORS_OF_KEYS) -> list[str]:
    """The parts of a text that are not blank."""
    return [part.strip() for part in separators.split(text) if part.strip()]


def split_list(value: object, *, separators: re.Pattern[str]) -> object:
    """A cell of several values becomes a list; a list stays one, without blank items."""
    if value is None:
        return []
    if isinstance(value, str):
        return split(value, separators)
    if isinstance(value, list):
        return [part for part in value if not isinstance(part, str) or part.strip()]
    return value


def without_duplicates(value: list[str], *, but: str | None = None) -> list[str]:
    """The list, if no item except `but` is in it twice."""
    if len(set(value)) == len(value):
        return value
    duplicates = sorted({item for item in value if item != but and value.count(item) > 1})
    if duplicates:
        raise PydanticCustomError(
            DUPLICATE_ITEMS, "{items} is listed twice; list each once", {"items": ", ".join(duplicates)}
        )
    return value


def whole_number(value: object) -> object:
    """A cell for an integer: "1,234,567" and "12.0" are whole numbers; true, "1_2" and "1e3" are not."""
    if isinstance(value, str) and WHOLE_NUMBER.fullmatch(value.strip()):
        return value.replace(",", "")
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return value
    raise PydanticCustomError("whole_number", "not a whole number")


Split: Final = BeforeValidator(partial(split_list, separators=SEPARATORS))
SplitKeys: Final = BeforeValidator(partial(split_list, separators=SEPARATORS_OF_KEYS))
NoDuplicates: Final = AfterValidator(without_duplicates)
WholeNumber = Annotated[int, BeforeValidator(whole_number)]


def inconsistent(field: str, what: str) -> NoReturn:
    """For a validator over several fields: `what` says what is wrong and, after the last `; `, the remedy."""
    raise PydanticCustomError(INCONSISTENT_FIELDS, "{what}", {"field": field, "what": what})


def not_possible(what: str, field: str = "") -> NoReturn:
    """For a validator of one field: `what` says what is wrong and, after the last `; `, the remedy.

    A validator of several names the `field`.
    """
    raise PydanticCustomError(NOT_POSSIBLE, "{what}", {"field": field, "what": what})


def replaced(what: str) -> NoReturn:
    """For a key with several successors: `what` names them and, after the last `; `, the remedy."""
    raise PydanticCustomError(REPLACED_KEY, "{what}", {"what": what.rstrip(".")})


def unknown_value(value: object, *, nearest: str | None = None, readings: Sequence[str] = ()) -> NoReturn:
    """For a validator of a value that the field does not know.

    `nearest` is a known one that is like it, `readings` are what an ambiguous one could mean.
    """
    context = {"value": value, "nearest": nearest or "", "readings": " or ".join(readings)}
    raise PydanticCustomError(UNKNOWN_VALUE, "unknown value", context)


def validated(
    contract: type[C], cells: Mapping[str, Any], labels: Labels | None = None
) -> C | tuple[RowProblem, ...]:
    """The row as the contract reads it, or its problems; it may write `labels` for keys."""
    try:
        return contract.model_validate(cells, context=labels)
    except ValidationError as error:
        return tuple(problems(error, contract))


def problems(error: ValidationError, contract: type[BaseModel]) -> list[RowProblem]:
    """The problems of one row, each with the field, the value (shortened) and a remedy.

    The remedy is the field's description in the contract.
    """
    return [_problem(detail, contract) for detail in error.errors(include_url=False)]


def shortened(value: object) -> str:
    """A value of a row as a message shows it, without personal data."""
    shown = redacted(repr(value)[:MAX_SEARCHED])
    return shown if len(shown) <= MAX_SHOWN else f"{shown[: MAX_SHOWN - 3]}..."


def _problem(detail: ErrorDetails, contract: type[BaseModel]) -> RowProblem:
    context = detail.get("ctx", {})
    field = str(detail["loc"][0] if detail["loc"] else context["field"])
    if (code := OWN_ERRORS.get(detail["type"])) is not None:
        what, _, remedy = detail["msg"].rpartition("; ")
        return RowProblem(code, field, what, remedy)
    remedy = f"write {contract.model_fields[field].description}"
    inside = ".".join(str(part) for part in detail["loc"][1:])
    if detail["type"] == "missing":
        return RowProblem(
            ProblemCode.MISSING, field, f"{inside} is missing" if inside else "is missing", remedy
        )
    got = f"got {shortened(context.get('value', detail['input']))}"
    if detail["type"] == UNKNOWN_VALUE:
        got += f", which could be {context['readings']}" if context["readings"] else ""
        if context["nearest"]:
            remedy = f"did you mean {context['nearest']}? Else {remedy}"
    return RowProblem(ProblemCode.INVALID, field, f"{inside}: {got}" if inside else got, remedy)
