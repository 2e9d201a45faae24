"""GraphQL over server-sent events, one operation for each connection (its distinct connections mode)."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncGenerator, AsyncIterator

from graphql import ExecutionResult
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from graph.settings import Settings
from schema.server import failures, media
from schema.server.answer import Answer

log = logging.getLogger(__name__)

HEADERS = {
    "content-type": f"{media.EVENTS}; charset=utf-8",
    "cache-control": "no-store",
    "vary": "accept",
    "x-accel-buffering": "no",  # or a proxy such as nginx keeps events until it has enough of them
}
COMPLETE = b"event: complete\ndata:\n\n"
SIGN_OF_LIFE = b":\n\n"


class EventStreams:
    """The event streams of the process. They end with their operation, their client or the process."""

    def __init__(self, settings: Settings) -> None:
        self._keep_alive_s = settings.keep_alive_s
        self._ending = asyncio.Event()

    def end(self) -> None:
        """Ends all streams without `complete`: their clients know to come back."""
        self._ending.set()

    def response(
        self, request: Request, results: AsyncGenerator[ExecutionResult, None], *, wants_cost: bool = False
    ) -> Response:
        """A response that sends each result as it comes."""
        return StreamingResponse(self._events(request, results, wants_cost), headers=HEADERS)

    async def _events(
        self, request: Request, results: AsyncGenerator[ExecutionResult, None], wants_cost: bool
    ) -> AsyncIterator[bytes]:
        ending = asyncio.ensure_future(self._ending.wait())
        upcoming = asyncio.ensure_future(anext(results))
        try:
            while not self._ending.is_set():
                await asyncio.wait(
                    (upcoming, ending), timeout=self._keep_alive_s, return_when=asyncio.FIRST_COMPLETED
                )
                if upcoming.done():
                    answer = Answer.of(upcoming.result(), request.state.request_id, wants_cost=wants_cost)
                    yield _next(request, answer)
                    upcoming = asyncio.ensure_future(anext(results))
                elif not ending.done():
                    yield SIGN_OF_LIFE
        except StopAsyncIteration:
            yield COMPLETE
        except Exception:
            log.exception("request %s failed", request.state.request_id)
            told = Answer.refusal(failures.TOLD, failures.INTERNAL, request.state.request_id)
            yield _next(request, told) + COMPLETE
        finally:
            ending.cancel()
            upcoming.cancel()


def _next(request: Request, answer: Answer) -> bytes:
    if answer.code:
        request.state.line["code"] = answer.code
    return b"event: next\ndata: " + answer.json() + b"\n\n"
