"""`datapackage.json`: the tables for programs, by the Data Package standard 2.0 (datapackage.org)."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import orjson

from domain.credits import CREDITS
from domain.data_model import ValueType
from domain.release import AUTHORS, SOFTWARE, Release
from loaders.research.table import ENDS, KEY, Column, ResearchTable
from loaders.research.table_files import BETWEEN_ITEMS, TableFiles

PROFILE: Final = "https://datapackage.org/profiles/2.0/datapackage.json"
TYPES: Final[Mapping[ValueType, Mapping[str, Any]]] = {
    ValueType.TEXT: {"type": "string"},
    ValueType.INTEGER: {"type": "integer"},
    ValueType.NUMBER: {"type": "number"},
    ValueType.BOOLEAN: {"type": "boolean"},
    ValueType.MONTH: {"type": "yearmonth"},
    ValueType.TEXTS: {"type": "list", "delimiter": BETWEEN_ITEMS, "itemType": "string"},
}
LICENSES: Final = {
    "Apache-2.0": "https://www.apache.org/licenses/LICENSE-2.0",
    "CC-BY-4.0": "https://creativecommons.org/licenses/by/4.0/",
}


def data_package(folder: Path, written: Sequence[TableFiles], release: Release) -> str:
    """The text of datapackage.json, with size and hash of each file of a table. Raises OSError."""
    package = {
        "$schema": PROFILE,
        "name": "learning-sites-graph",
        "title": f"{SOFTWARE} ({release.name})",
        "description": release.about_requests,
        "version": str(release.version),
        "created": f"{release.day.isoformat()}T00:00:00Z",
        "contributors": [{"title": AUTHORS, "roles": ["author"]}],
        "licenses": [{"name": name, "path": path} for name, path in LICENSES.items()],
        "sources": [{"title": each.title} | ({"path": each.url} if each.url else {}) for each in CREDITS],
        "resources": [
            resource for files in written for resource in (_csv(folder, files), _parquet(folder, files))
        ],
    }
    return orjson.dumps(package, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE).decode()


def _csv(folder: Path, files: TableFiles) -> dict[str, Any]:
    return _file(folder, files.csv, f"{_name(files.table)}") | {
        "title": files.table.name,
        "description": files.table.description,
        "type": "table",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "compression": "bz2",
        "schema": _schema(files.table),
    }


def _parquet(folder: Path, files: TableFiles) -> dict[str, Any]:
    return _file(folder, files.parquet, f"{_name(files.table)}-parquet") | {
        "title": files.table.name,
        "format": "parquet",
        "mediatype": "application/vnd.apache.parquet",
    }


def _file(folder: Path, path: Path, name: str) -> dict[str, Any]:
    content = path.read_bytes()
    return {
        "name": name,
        "path": path.relative_to(folder).as_posix(),
        "bytes": len(content),
        "hash": f"sha256:{hashlib.sha256(content).hexdigest()}",
    }


def _name(table: ResearchTable) -> str:
    return table.name.lower().replace("_", "-")


def _schema(table: ResearchTable) -> dict[str, Any]:
    schema: dict[str, Any] = {"fields": [_field(each) for each in table.columns], "missingValues": [""]}
    schema["primaryKey"] = [KEY] if table.is_nodes else list(ENDS)
    if references := [each for each in table.columns if each.references]:
        schema["foreignKeys"] = [
            {
                "fields": [each.name],
                "reference": {"resource": each.references.lower(), "fields": [KEY]},
            }
            for each in references
        ]
    return schema


def _field(column: Column) -> dict[str, Any]:
    field: dict[str, Any] = {
        "name": column.name,
        **TYPES[column.type],
        "description": column.description,
    }
    if column.unit:
        field["unit"] = column.unit
    if column.labels and column.type is not ValueType.TEXTS:
        field["categories"] = [{"value": value, "label": label} for value, label in column.labels.items()]
    # In CSV a list without items is empty, as what is missing.
    if not column.nullable and column.type is not ValueType.TEXTS:
        field["constraints"] = {"required": True}
    return field
