"""The root fields of subscriptions."""

from __future__ import annotations

from graph.statements import statement
from schema.declare import one
from schema.sources import Fragment
from schema.types.query import DATA_VERSION


class Subscription:
    """Events, over a WebSocket (`graphql-transport-ws`) or as an event stream (`text/event-stream`)."""

    load_progress = one(
        "Progress of a loader: sent at once, and each time that it has written; null without a run.",
        Fragment(statement("field/load_progress")),
        "LoadRun",
        arguments={"run": (str | None, "Key of a run. Default the one that wrote last.")},
    )
    data_changed = one(
        "Sent when the data have changed, with the new version. Rapid changes are one event.",
        DATA_VERSION,
        "DataVersion",
        arguments={
            "since": (
                int | None,
                "A version that the client knows: if the data have another, the first event is sent at once. "
                "Without it the first event is sent at the next change.",
            )
        },
    )
