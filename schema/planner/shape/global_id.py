"""Global IDs of Relay: the name of the type and the key of the node, in base64."""

from __future__ import annotations

import base64

from graph.errors import InvalidInput


def encode(type_name: str, key: str) -> str:
    """The ID of a node, for example of `Site` and `site:houston-pd`."""
    return base64.b64encode(f"{type_name}:{key}".encode()).decode()


def decode(global_id: str) -> tuple[str, str]:
    """The type name and key of an ID. Raises InvalidInput for other text."""
    try:
        name, colon, key = base64.b64decode(global_id, validate=True).decode().partition(":")
    except ValueError:
        name, colon, key = "", "", ""
    if not (name and colon and key):
        raise InvalidInput(f"id: {global_id[:60]!r} is not a global ID; take one from a field `id`.")
    return name, key
