"""One operation over a WebSocket, from its subscribe message to its end."""

from __future__ import annotations

import logging
from contextlib import aclosing
from typing import Protocol
from uuid import uuid4

from starlette.websockets import WebSocketDisconnect

from schema.server import failures
from schema.server.access_log import Line, Logged
from schema.server.answer import Answer
from schema.server.guard import GraphQLRequest
from schema.server.results import Results

log = logging.getLogger(__name__)


class Send(Protocol):
    """Sends a message of this operation: `next`, and once `error` or `complete`."""

    async def __call__(self, type: str, payload: object = None) -> None: ...


async def operate(asked: GraphQLRequest, results: Results, send: Send, socket_id: str) -> None:
    """Sends the results of an operation, which has an id and a log line of its own, like a request."""
    line: Line = {"id": uuid4().hex, "socket": socket_id, "method": "SUBSCRIBE"}
    if asked.operation_name:
        line["operation"] = asked.operation_name[:80]
    with Logged(line):
        try:
            await _send_all(asked, results, send, line)
        except WebSocketDisconnect:
            pass
        except Exception:
            log.exception("request %s failed", line["id"])
            line["code"] = failures.INTERNAL
            refusal = failures.refusal(failures.TOLD, failures.INTERNAL, str(line["id"]))
            await send("error", [refusal])


async def _send_all(asked: GraphQLRequest, results: Results, send: Send, line: Line) -> None:
    async with aclosing(results.each(asked)) as each:
        async for result in each:
            answer = Answer.of(result, str(line["id"]), wants_cost=asked.wants_cost)
            if answer.code:
                line["code"] = answer.code
            if not answer.ran:
                await send("error", answer.body["errors"])
                return
            await send("next", answer.body)
    await send("complete")
