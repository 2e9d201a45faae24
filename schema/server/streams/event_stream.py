"""GraphQL over server-sent events, one operation per connection (distinct connections mode)."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncGenerator, AsyncIterator, Callable
from functools import partial

from graphql import ExecutionResult
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.types import Receive, Scope, Send

from graph.data_version import Stopped
from graph.settings import Settings
from monitoring.metrics import Metrics
from schema.server import media
from schema.server.error_format import INTERNAL, MASKED_MESSAGE
from schema.server.graphql_response import GraphQLResponse
from schema.server.request_state import RequestState
from schema.server.streams.open_streams import OpenStreams
from sign_in.credentials import Credentials

log = logging.getLogger(__name__)

HEADERS = {
    "content-type": f"{media.EVENTS}; charset=utf-8",
    "cache-control": "no-store",
    "vary": media.VARY,
    "x-accel-buffering": "no",  # or a proxy such as nginx keeps events until it has enough of them
}
STOPPING = b": the service is stopping; connect again\n\n"
COMPLETE = b"event: complete\ndata:\n\n"
HEARTBEAT = b":\n\n"


class EventStreams:
    """The event streams of the process; each ends with its operation, its client or the process."""

    def __init__(
        self, credentials: Credentials, open_streams: OpenStreams, metrics: Metrics, settings: Settings
    ) -> None:
        self._credentials = credentials
        self._open_streams = open_streams
        self._metrics = metrics
        self._keep_alive_s = settings.keep_alive_s

    def response(
        self, request: Request, results: AsyncGenerator[ExecutionResult, None], *, wants_cost: bool = False
    ) -> Response:
        """A response that sends each result as an event. Raises RateLimited, Overloaded."""
        state = RequestState.of(request.scope)
        self._open_streams.enter(state.caller)
        state.line["stream"] = True
        ended = partial(self._open_streams.leave, state.caller)
        return EventStream(self._events(request, results, wants_cost), ended)

    async def _events(
        self, request: Request, results: AsyncGenerator[ExecutionResult, None], wants_cost: bool
    ) -> AsyncIterator[bytes]:
        state = RequestState.of(request.scope)
        upcoming = asyncio.ensure_future(anext(results))
        invalid = asyncio.ensure_future(self._credentials.until_invalid(state.sent, state.admitted))
        self._metrics.stream(1)
        try:
            while True:
                await asyncio.wait(
                    (upcoming, invalid), timeout=self._keep_alive_s, return_when=asyncio.FIRST_COMPLETED
                )
                if invalid.done():
                    refused = GraphQLResponse.of_refusal(invalid.result(), state.request_id)
                    yield _next(state, refused) + COMPLETE
                    return
                if upcoming.done():
                    response = GraphQLResponse.of(upcoming.result(), state.request_id, wants_cost=wants_cost)
                    yield _next(state, response)
                    upcoming = asyncio.ensure_future(anext(results))
                else:
                    yield HEARTBEAT
        except StopAsyncIteration:
            yield COMPLETE
        except Stopped:
            yield STOPPING  # and no `complete`, so that the client connects again
        except Exception:
            log.exception("request %s failed", state.request_id)
            failure = GraphQLResponse.of_error(MASKED_MESSAGE, INTERNAL, state.request_id)
            yield _next(state, failure) + COMPLETE
        finally:
            self._metrics.stream(-1)
            invalid.cancel()
            upcoming.cancel()


class EventStream(StreamingResponse):
    """The response with the events; calls `ended` once, however it ends."""

    def __init__(self, events: AsyncIterator[bytes], ended: Callable[[], None]) -> None:
        super().__init__(events, headers=HEADERS)
        self._ended = ended

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            await super().__call__(scope, receive, send)
        finally:
            self._ended()


def _next(state: RequestState, response: GraphQLResponse) -> bytes:
    if response.code:
        state.line["code"] = response.code
    return b"event: next\ndata: " + response.json() + b"\n\n"
