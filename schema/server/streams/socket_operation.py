"""One operation over a WebSocket, from its `subscribe` message to its end."""

from __future__ import annotations

import logging
from collections.abc import AsyncGenerator
from contextlib import aclosing
from typing import Protocol
from uuid import uuid4

from graphql import ExecutionResult
from starlette.websockets import WebSocketDisconnect

from graph.data_version import Stopped
from schema.server.access_log import LogOnExit
from schema.server.error_format import INTERNAL, MASKED_MESSAGE, request_error
from schema.server.graphql_request import GraphQLRequest
from schema.server.graphql_response import GraphQLResponse
from schema.server.operation_runner import OperationRunner
from schema.server.request_state import LogLine
from sign_in.identity import Identity

log = logging.getLogger(__name__)


class Send(Protocol):
    """Sends a message of this operation: `next`, and once `error` or `complete`."""

    async def __call__(self, type: str, payload: object = None) -> None: ...


async def run_operation(
    request: GraphQLRequest, runner: OperationRunner, identity: Identity, send: Send, socket_id: str
) -> None:
    """Sends the results of an operation, which has an id and a log line of its own, like a request."""
    line: LogLine = {"id": uuid4().hex, "socket": socket_id, "method": "SUBSCRIBE"}
    with LogOnExit(line):
        try:
            await _send_all(runner.results(request, identity), request, send, line)
        except (WebSocketDisconnect, Stopped):
            pass  # a client that reconnects subscribes again, unless it has received `complete`
        except Exception:
            log.exception("request %s failed", line["id"])
            line["code"] = INTERNAL
            await send("error", [request_error(MASKED_MESSAGE, INTERNAL, str(line["id"]))])
    if "code" in line:
        runner.metrics.error(str(line["code"]))


async def _send_all(
    results: AsyncGenerator[ExecutionResult, None], request: GraphQLRequest, send: Send, line: LogLine
) -> None:
    async with aclosing(results):
        async for result in results:
            response = GraphQLResponse.of(result, str(line["id"]), wants_cost=request.wants_cost)
            if response.code:
                line["code"] = response.code
            if not response.ran:
                await send("error", response.body["errors"])
                return
            await send("next", response.body)
    await send("complete")
