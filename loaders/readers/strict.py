"""Files of our own, read strictly: every line must keep its contract, or nothing of the file is read."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, ClassVar, TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError

from graph.errors import DataInvalid

REMEDY = "fix the line, or restore the file (data/README.md says how it is made)"


class StrictRow(BaseModel):
    """One row of such a file: every column named, none missing (but with a default), none more.

    `REMEDY` ends the message on a row that breaks its contract.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)
    REMEDY: ClassVar[str] = REMEDY


R = TypeVar("R", bound=StrictRow)


def read_csv(path: Path, contract: type[R]) -> list[R]:
    """All rows of a CSV file with a header. An empty cell is null. Raises DataInvalid."""
    return _read(path, contract, lambda: list(_csv_rows(path, contract)))


def read_jsonl(path: Path, contract: type[R]) -> list[R]:
    """All rows of a JSON Lines file. Raises DataInvalid."""
    return _read(path, contract, lambda: list(_jsonl_rows(path, contract)))


def _csv_rows(path: Path, contract: type[R]) -> Iterator[R]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.reader(file, strict=True)
        header = next(reader, [])
        if differing := _differing(header, contract):
            raise _invalid(path, contract, 1, ", ".join(sorted(differing)), "column is missing or unknown")
        for cells in reader:
            if len(cells) != len(header):
                found = f"{len(cells)} cells where the header has {len(header)}"
                raise _invalid(path, contract, reader.line_num, "(row)", found)
            row = {name: cell or None for name, cell in zip(header, cells, strict=True)}
            yield _validated(path, reader.line_num, contract, row)


def _differing(header: Sequence[str], contract: type[StrictRow]) -> set[str]:
    """Columns that are needed and missing, or unknown where the contract does not ignore these."""
    needed = {name for name, field in contract.model_fields.items() if field.is_required()}
    unknown = set(header) - set(contract.model_fields)
    return needed - set(header) | (set() if contract.model_config.get("extra") == "ignore" else unknown)


def _jsonl_rows(path: Path, contract: type[R]) -> Iterator[R]:
    with path.open(encoding="utf-8") as file:
        for number, line in enumerate(file, start=1):
            try:
                row = json.loads(line)
            except json.JSONDecodeError as error:
                raise _invalid(path, contract, number, "(row)", f"not JSON: {error}") from None
            yield _validated(path, number, contract, row)


def _validated(path: Path, line: int, contract: type[R], row: Any) -> R:
    try:
        return contract.model_validate(row)
    except ValidationError as error:
        problem = error.errors()[0]
        field = ".".join(str(part) for part in problem["loc"]) or "(row)"
        raise _invalid(path, contract, line, field, f"{problem['msg']} (got {problem['input']!r})") from None


def _read(path: Path, contract: type[R], read: Callable[[], list[R]]) -> list[R]:
    try:
        return read()
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise DataInvalid(f"{path.name}: cannot be read: {error}; {contract.REMEDY}") from error


def _invalid(path: Path, contract: type[StrictRow], line: int, field: str, found: str) -> DataInvalid:
    return DataInvalid(f"{path.name}, line {line}, field {field}: {found}; {contract.REMEDY}")
