"""What a client can be told of when it happens."""

from __future__ import annotations

from graph.statements import statement
from schema.declare import one
from schema.sources import Fragment
from schema.types.query import DATA_VERSION


class Subscription:
    """Events, over a WebSocket (`graphql-transport-ws`) or as an event stream (`text/event-stream`)."""

    load_progress = one(
        "How far a loader has come: at once, and again each time that it has written; null without a run.",
        Fragment(statement("field/load_progress")),
        "LoadRun",
        arguments={"run": (str | None, "Key of a run; without it the one that wrote last.")},
    )
    data_changed = one(
        "The data changed, and this is their version now. Changes that come close together are one event.",
        DATA_VERSION,
        "DataVersion",
        arguments={
            "since": (
                int | None,
                "A version that you know: when the data have another by now, the first event comes at once. "
                "Without it the first event comes with the next change.",
            )
        },
    )
