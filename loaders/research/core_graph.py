"""`core.graphml`: a graph to draw, for Gephi and other tools.

The core is every site, model, topic, partner, source and request, the jurisdictions that one of them names,
and all relationships between these but `SIMILAR_TO`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import count
from pathlib import Path
from typing import Any, Final

import networkx as nx
import pyarrow.parquet as pq

from loaders.research.table import ENDS, KEY
from loaders.research.table_files import BETWEEN_ITEMS, TableFiles

LEFT_OUT: Final = frozenset({"LawEnforcementAgency", "POLICES", "SIMILAR_TO"})
BETWEEN_JURISDICTIONS: Final = frozenset({"PART_OF", "ADJACENT_TO"})
TITLES: Final = ("name", "title", "url", KEY)
"""The label of a drawn node is the first of these that it has."""

DRAWN: Final = (
    *("kind", "state", "status", "agencyType", "family", "population", "urbanClassName", "joinedYear"),
    *("month", "synthetic", "basis", "since", "matchedMonth", "outcome", "citedFor"),
)
"""Columns that a picture shows, by size, color, filter or time; the tables have the others."""

Row = Mapping[str, Any]


def write_core_graph(path: Path, written: Sequence[TableFiles]) -> None:
    """Writes the core of the tables. Raises OSError."""
    tables = [each for each in written if each.table.name not in LEFT_OUT]
    relationships = {each.table.name: _rows(each) for each in tables if not each.table.is_nodes}
    named = {
        row[end]
        for type_, rows in relationships.items()
        if type_ not in BETWEEN_JURISDICTIONS
        for row in rows
        for end in ENDS
    }
    graph = nx.MultiDiGraph()
    for each in tables:
        if each.table.is_nodes:
            for row in _rows(each):
                if each.table.name != "Jurisdiction" or row[KEY] in named:
                    graph.add_node(row[KEY], labels=each.table.name, label=_title(row), **_attributes(row))
    number = count()  # a key of an edge, for no two of one file may be equal
    for type_, rows in relationships.items():
        for row in rows:
            start, end = (row[end] for end in ENDS)
            if start in graph and end in graph:
                graph.add_edge(start, end, key=next(number), type=type_, **_attributes(row))
    # Not `write_graphml`, which writes other bytes where lxml is installed.
    nx.write_graphml_xml(graph, path, prettyprint=False)


def _rows(files: TableFiles) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = pq.read_table(files.parquet).to_pylist()
    return rows


def _title(row: Row) -> str:
    return next(str(row[name]) for name in TITLES if row.get(name) is not None)


def _attributes(row: Row) -> dict[str, Any]:
    """The values that are known; GraphML has no lists."""
    return {
        name: BETWEEN_ITEMS.join(value) if isinstance(value, list) else value
        for name in DRAWN
        if (value := row.get(name)) is not None
    }
