"""The cells of a row without personal data: free text is cut, a name that holds some is a problem."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Any, Final

from domain.write_result import ProblemCode, RowProblem
from loaders.pipeline.privacy import is_private_name, redacted, says_nothing
from loaders.pipeline.row import Cells

IN_NAME: Final = (
    "holds a contact or is a person's name, and names are not cut",
    "write the name alone, without mail address, telephone number or person",
)
NOTHING_LEFT: Final = (
    "is nothing but personal data, which is not stored",
    "describe it without names and contacts of people, or leave it empty",
)


@dataclass(frozen=True, slots=True)
class Screened:
    """Cells that may be stored or shown; the field of each text that was cut, and what is wrong with the row.

    A field inside another is named by both: `partners.note`.
    """

    cells: Cells
    redacted: tuple[str, ...] = ()
    problems: tuple[RowProblem, ...] = ()


def screened(cells: Cells, names: Collection[str]) -> Screened:
    """The cells, of which the fields `names` are never cut."""
    cut, problems = list[str](), dict[RowProblem, None]()

    def screen(field: str, text: str) -> str:
        if field in names:
            if is_private_name(text) or says_nothing(text):
                problems[RowProblem(ProblemCode.PERSONAL_DATA, field, *IN_NAME)] = None
            return text
        rest = redacted(text)
        if rest != text:
            cut.append(field)
        if says_nothing(rest):
            problems[RowProblem(ProblemCode.PERSONAL_DATA, field, *NOTHING_LEFT)] = None
        return rest

    return Screened(changed(cells, screen), tuple(cut), tuple(problems))


def hidden(cells: Cells, names: Collection[str]) -> dict[str, Any]:
    """The cells of a row that is not stored, for a person to fix: a name is cut only where it is private."""

    def hide(field: str, text: str) -> str:
        return text if field in names and not is_private_name(text) else redacted(text)

    return changed(cells, hide)


def changed(cells: Cells, change: Callable[[str, str], str]) -> dict[str, Any]:
    """The cells with another text for each text, by its field; lists and maps item by item."""

    def of(field: str, value: Any) -> Any:
        if isinstance(value, str):
            return change(field, value)
        if isinstance(value, list):
            return [of(field, item) for item in value]
        if isinstance(value, dict):
            return {name: of(f"{field}.{name}", item) for name, item in value.items()}
        return value

    return {field: of(field, value) for field, value in cells.items()}
