"""Program models and topics: cypher/load/program_models.cypher and topics.cypher."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from loaders.export.table import Line, Table
from loaders.pipeline.row import Row

PROGRAM_MODELS = Table.of_nodes("ProgramModel", "name", "description", "family", "fingerprint")
TOPICS = Table.of_nodes("Topic", "name", "description", "fingerprint")


def program_models(rows: Iterable[Row]) -> Iterator[Line]:
    """Models that come with the program."""
    for row in rows:
        yield PROGRAM_MODELS.line(row["properties"] | {"fingerprint": row["fingerprint"]})


def topics(rows: Iterable[Row]) -> Iterator[Line]:
    """Topics that come with the program."""
    for row in rows:
        yield TOPICS.line(row["properties"] | {"fingerprint": row["fingerprint"]})
