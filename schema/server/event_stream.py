"""GraphQL over server-sent events, one operation per connection (distinct connections mode)."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncGenerator, AsyncIterator

from graphql import ExecutionResult
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from graph.settings import Settings
from monitoring.metrics import Metrics
from schema.server import media
from schema.server.error_format import INTERNAL, MASKED_MESSAGE
from schema.server.graphql_response import GraphQLResponse, refusal
from schema.server.request_state import RequestState
from sign_in.credentials import Credentials

log = logging.getLogger(__name__)

HEADERS = {
    "content-type": f"{media.EVENTS}; charset=utf-8",
    "cache-control": "no-store",
    "vary": media.VARY,
    "x-accel-buffering": "no",  # or a proxy such as nginx keeps events until it has enough of them
}
COMPLETE = b"event: complete\ndata:\n\n"
HEARTBEAT = b":\n\n"


class EventStreams:
    """The event streams of the process; each ends with its operation, its client or the process."""

    def __init__(self, credentials: Credentials, metrics: Metrics, settings: Settings) -> None:
        self._credentials = credentials
        self._metrics = metrics
        self._keep_alive_s = settings.keep_alive_s
        self._ending = asyncio.Event()

    def end(self) -> None:
        """Ends all streams without `complete`, so that their clients reconnect."""
        self._ending.set()

    def response(
        self, request: Request, results: AsyncGenerator[ExecutionResult, None], *, wants_cost: bool = False
    ) -> Response:
        """A response that sends each result as an event."""
        RequestState.of(request.scope).line["stream"] = True
        return StreamingResponse(self._events(request, results, wants_cost), headers=HEADERS)

    async def _events(
        self, request: Request, results: AsyncGenerator[ExecutionResult, None], wants_cost: bool
    ) -> AsyncIterator[bytes]:
        state = RequestState.of(request.scope)
        ending = asyncio.ensure_future(self._ending.wait())
        invalid = asyncio.ensure_future(self._credentials.until_invalid(state.sent, state.admitted))
        upcoming = asyncio.ensure_future(anext(results))
        self._metrics.stream(1)
        try:
            while not self._ending.is_set():
                await asyncio.wait(
                    (upcoming, ending, invalid),
                    timeout=self._keep_alive_s,
                    return_when=asyncio.FIRST_COMPLETED,
                )
                if invalid.done():
                    refused = GraphQLResponse.of(refusal(invalid.result()), state.request_id)
                    yield _next(state, refused) + COMPLETE
                    return
                if upcoming.done():
                    response = GraphQLResponse.of(upcoming.result(), state.request_id, wants_cost=wants_cost)
                    yield _next(state, response)
                    upcoming = asyncio.ensure_future(anext(results))
                elif not ending.done():
                    yield HEARTBEAT
        except StopAsyncIteration:
            yield COMPLETE
        except Exception:
            log.exception("request %s failed", state.request_id)
            failure = GraphQLResponse.of_error(MASKED_MESSAGE, INTERNAL, state.request_id)
            yield _next(state, failure) + COMPLETE
        finally:
            self._metrics.stream(-1)
            ending.cancel()
            invalid.cancel()
            upcoming.cancel()


def _next(state: RequestState, response: GraphQLResponse) -> bytes:
    if response.code:
        state.line["code"] = response.code
    return b"event: next\ndata: " + response.json() + b"\n\n"
