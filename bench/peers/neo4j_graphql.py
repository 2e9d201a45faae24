"""@neo4j/graphql as a contender: its commands, and its type definitions with our Cypher in them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

import orjson

from domain.program import CURRENT_SITES
from domain.question import Question
from domain.recommendation import RECOMMENDATION
from domain.similarity import SIMILARITY
from graph.statements import INCLUDE, statement
from graph.viewer import STAFF
from web.npm import NODE, copied

FOLDER: Final = Path(__file__).with_name("javascript")
COMMENT: Final = re.compile(r"^ *//.*\n", re.MULTILINE)


@contextmanager
def script() -> Iterator[tuple[str, ...]]:
    """The command that starts a server, without its arguments: `apollo` or `yoga`, and `cached`."""
    with copied(FOLDER) as folder:
        types = folder / "types.graphql"
        text = INCLUDE.sub(lambda found: statement(found[1]).body, types.read_text(encoding="utf-8"))
        types.write_text(COMMENT.sub("", text), encoding="utf-8")
        (folder / "parameters.json").write_bytes(orjson.dumps(_typed(parameters())))
        yield str(NODE), str(folder / "server.mjs")


def parameters() -> dict[str, Any]:
    """The parameters of the recommendation's statement; key, models and topics join the question later."""
    return {
        "viewer": STAFF.parameter,
        "similarity": SIMILARITY.parameter,
        "recommendation": RECOMMENDATION.parameter,
        "question": {**Question().parameter(), "currentSites": CURRENT_SITES},
    }


def _typed(value: Any) -> Any:
    """The value with its integers marked: JavaScript's driver sends each plain number as a float."""
    if isinstance(value, dict):
        return {name: _typed(each) for name, each in value.items()}
    if isinstance(value, list | tuple):
        return [_typed(each) for each in value]
    return {"integer": value} if isinstance(value, int) and not isinstance(value, bool) else value
