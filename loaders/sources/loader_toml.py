"""`loader.toml`: how the files of one folder are read."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import replace
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Annotated, Any, Final, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, field_validator
from pydantic_core import ErrorDetails

from domain.spellings import did_you_mean
from graph.errors import SettingInvalid
from loaders.pipeline.dates import DateOrder
from loaders.pipeline.load_options import LoadOptions
from loaders.pipeline.source import Source
from loaders.readers import ENCODINGS
from loaders.readers.remote_file import RemoteFile
from loaders.sources import BY_NAME, source_of, unknown_source

NAME: Final = "loader.toml"
WORKBOOK: Final = ".xlsx"


def _patterns(value: object) -> object:
    return (value,) if isinstance(value, str) else value


class TomlOptions(BaseModel):
    """How a file is read; what is not given is as without a `loader.toml`."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    encoding: str | None = Field(None, description=f"{' or '.join(ENCODINGS)}")
    sheet: str | None = Field(None, description="name of the sheet to read, of a workbook")
    date_order: Annotated[DateOrder | None, Field(strict=False)] = Field(
        None, description=f"{' or '.join(DateOrder)}: what 3/4/2025 means"
    )
    most_bad: float | None = Field(
        None, ge=0, le=1, description="a share from 0 to 1: reading ends when more of the rows are bad"
    )
    headings: Mapping[str, str] = Field(default={}, description="a table: heading of the file = field")
    values: Mapping[str, Mapping[str, str]] = Field(
        default={}, description="a table for a field: value of the file = value of the field"
    )

    @field_validator("encoding")
    @classmethod
    def _is_known(cls, value: str | None) -> str | None:
        if value not in (None, *ENCODINGS):
            raise ValueError(value)
        return value

    def fields(self) -> Iterator[tuple[str, str]]:
        """The fields that it names, each after the key that names it."""
        yield from (("headings", field) for field in self.headings.values())
        yield from (("values", field) for field in self.values)


class TomlFiles(TomlOptions):
    """The files whose names match a pattern: what they are, and how they are read."""

    names: Annotated[tuple[str, ...], BeforeValidator(_patterns), Field(strict=False)] = Field(
        min_length=1, description='a pattern or a list of patterns, such as "ta-log*.xlsx"; case is ignored'
    )
    source: str | None = Field(None, description=f"one of {', '.join(BY_NAME)}")

    @field_validator("source")
    @classmethod
    def _is_known_source(cls, value: str | None) -> str | None:
        if value is not None and value not in BY_NAME:
            raise ValueError(value)
        return value

    def match(self, name: str) -> bool:
        """Whether a file of this name is one of them."""
        return any(fnmatchcase(name.casefold(), pattern.casefold()) for pattern in self.names)


class LoaderToml(TomlOptions):
    """The content of a `loader.toml`: for all files of its folder, and for some of them in `files`.

    Of several entries that match a file the first counts, before what holds for all.
    """

    expect: Mapping[str, Annotated[int, Field(ge=1)]] = Field(
        default={}, description="a table: source = rows, at least 1, that must come in new files each night"
    )
    files: tuple[TomlFiles, ...] = Field(default=(), strict=False, description="a list of tables, [[files]]")
    fetch: tuple[RemoteFile, ...] = Field(
        default=(), strict=False, description="a list of tables, [[fetch]]: files to fetch before each night"
    )

    @classmethod
    def of(cls, folder: Path) -> Self:
        """That of a folder, or an empty one. Raises SettingInvalid, which names key and remedy."""
        path = folder / NAME
        try:
            content = tomllib.loads(path.read_text(encoding="utf-8-sig")) if _is_there(path) else {}
        except OSError as error:
            raise SettingInvalid(
                f"{path}: cannot be read ({error.strerror}); fix its permissions, or remove it."
            ) from None
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            raise SettingInvalid(f"{path}: not TOML ({error}); fix it, or remove it.") from None
        try:
            found = cls.model_validate(content)
        except ValidationError as error:
            raise SettingInvalid(f"{path}: {_said(error.errors()[0])}.") from None
        found._check_fields(path)
        return found

    def source_of(self, name: str) -> Source | None:
        """The source of a file: that of its entry, or by its name."""
        entry = self._entry(name)
        return BY_NAME[entry.source] if entry and entry.source else source_of(name)

    def options(self, path: Path, source: Source, options: LoadOptions) -> LoadOptions:
        """The options of a file; those that a command gives count before those of the folder."""
        entry = self._entry(path.name)
        levels: tuple[TomlOptions, ...] = (entry, self) if entry else (self,)
        is_workbook = path.name.lower().endswith(WORKBOOK)
        fields = source.fields()
        headings = dict[str, str]()
        values = dict[str, dict[str, str]]()
        for level in reversed(levels):
            headings |= {name: field for name, field in level.headings.items() if field in fields}
            for field in fields & level.values.keys():
                values[field] = {**values.get(field, {}), **level.values[field]}
        return replace(
            options,
            encoding=options.encoding or (None if is_workbook else _first(levels, "encoding")),
            sheet=options.sheet or (_first(levels, "sheet") if is_workbook else None),
            date_order=options.date_order or _first(levels, "date_order"),
            max_bad_share=(
                _first(levels, "most_bad") if options.max_bad_share is None else options.max_bad_share
            ),
            headings=headings,
            values=values,
        )

    def _entry(self, name: str) -> TomlFiles | None:
        return next((each for each in self.files if each.match(name)), None)

    def _check_fields(self, path: Path) -> None:
        if unknown := self.expect.keys() - BY_NAME.keys():
            raise SettingInvalid(f"{path}: expect: {unknown_source(min(unknown))}")
        names = [each.name for each in self.fetch]
        if twice := sorted(name for name in set(names) if names.count(name) > 1):
            raise SettingInvalid(f"{path}: fetch: two files would be {twice[0]!r}; give one another name.")
        everything = frozenset[str]().union(*(source.fields() for source in BY_NAME.values()))
        levels: list[tuple[str, TomlOptions, frozenset[str]]] = [("", self, everything)]
        for number, entry in enumerate(self.files, 1):
            known = BY_NAME[entry.source].fields() if entry.source else everything
            levels.append((f"files {number}: ", entry, known))
        for where, level, known in levels:
            for key, field in level.fields():
                if field not in known:
                    what = f"unknown field {field!r}{did_you_mean(field, known)}"
                    raise SettingInvalid(
                        f"{path}: {where}{key}: {what}; use one of {', '.join(sorted(known))}."
                    )


TABLES: Final[Mapping[str, type[BaseModel]]] = {"files": TomlFiles, "fetch": RemoteFile}
"""Lists of tables."""


def _is_there(path: Path) -> bool:
    if path.exists() and not path.is_file():
        raise SettingInvalid(f"{path}: is not a regular file; write a file, or remove it.")
    return path.exists()


def _first(levels: tuple[TomlOptions, ...], key: str) -> Any:
    return next((value for each in levels if (value := getattr(each, key)) is not None), None)


def _said(detail: ErrorDetails) -> str:
    """What is wrong with a key, and what it takes."""
    *above, key = detail["loc"] or ("",)
    table = str(above[0]) if len(above) > 1 and above[0] in TABLES else ""
    model: type[BaseModel] = TABLES[table] if table else LoaderToml
    where = f"{table} {int(above[1]) + 1}: " if table else ""
    if detail["type"] == "extra_forbidden":
        known = frozenset(model.model_fields)
        what = f"unknown key {str(key)!r}{did_you_mean(str(key), known)}"
        return f"{where}{what}; use one of {', '.join(sorted(known))}"
    levels = detail["loc"][2:] if table else detail["loc"]
    name = next((str(part) for part in levels if part in model.model_fields), None)
    if name is None:
        return f"{where}got {str(detail['input'])[:60]!r}; write a table"
    wanted = model.model_fields[name].description
    if detail["type"] == "missing":
        return f"{where}{name}: is missing; write {wanted}"
    return f"{where}{name}: got {str(detail['input'])[:60]!r}; write {wanted}"
