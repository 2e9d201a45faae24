"""The audit log: one line of JSON for each sign-in, refusal, write and use of a link.

A line names the role of a caller and a hash of its subject; never a token, a name or a value.
"""

from __future__ import annotations

import logging
from datetime import UTC, datetime
from typing import Final

import orjson

from graph.activity import ACTIVITY
from graph.errors import GraphError, InvalidInput
from schema.server.request_state import RequestState
from sign_in.identity import SIGNED_IN, Identity, hashed

log: Final = logging.getLogger("learning_sites.audit")


def record(event: str, identity: Identity | None = None, **facts: object) -> None:
    """Logs an event: `sign_in`, `sign_out`, `refused`, `write`, `link`."""
    who = {} if identity is None else {"role": identity.viewer.role, "caller": _hashed(identity.caller)}
    request = (ACTIVITY.get() or {}).get("id")
    line = {"time": datetime.now(UTC), "audit": event, "id": request, **who, **facts}
    log.info(orjson.dumps(line).decode())


def refused(error: GraphError, state: RequestState) -> None:
    """Logs a refusal of this request."""
    if isinstance(error, InvalidInput):
        record("refused", state.identity, code=error.code, caller=_hashed(state.caller))


def _hashed(caller: str) -> str:
    return caller if caller.startswith(SIGNED_IN) else f"address:{hashed(caller)}"
