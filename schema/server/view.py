"""GraphQL over HTTP: POST with JSON, GET for queries, events for subscriptions, a page for browsers."""

from __future__ import annotations

import logging

from graphql import ExecutionResult, OperationType
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from graph.settings import Settings
from schema.planner.request.invalid_operation import InvalidOperation
from schema.server import failures, media
from schema.server.answer import Answer
from schema.server.event_stream import EventStreams
from schema.server.guard import BadRequest, GraphQLRequest, Guard
from schema.server.pages import graphiql_page
from schema.server.response_cache import KEEP
from schema.server.results import Results

log = logging.getLogger(__name__)

COST = "x-graphql-cost"
"""How many objects the answer may hold."""
OFFERED = f"{media.RESPONSE_JSON}, {media.JSON} or {media.EVENTS}"


class GraphQLView:
    """The endpoint `/graphql` for HTTP."""

    def __init__(self, results: Results, streams: EventStreams, settings: Settings) -> None:
        self._guard = Guard(settings)
        self._viewer = settings.viewer
        self._results = results
        self._streams = streams

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers one request."""
        response = await self._respond(Request(scope, receive))
        await response(scope, receive, send)

    async def _respond(self, request: Request) -> Response:
        state, accept = request.scope["state"], media.accept_header(request.headers)
        if request.method != "POST" and media.prefers_html(accept) and "query" not in request.query_params:
            return graphiql_page(self._viewer)
        kind = media.accepted(accept)
        try:
            if kind is None:
                raise BadRequest(406, f"Accept: {OFFERED} is what this address gives.")
            asked = await self._guard.read(request)
            return await self._answer(request, asked, kind)
        except BadRequest as refusal:
            answer = Answer.refusal(str(refusal), failures.BAD_REQUEST, state["request_id"])
            return _response(request, answer, refusal.status, kind, dict(refusal.headers))
        except Exception:
            log.exception("request %s failed", state["request_id"])
            answer = Answer.refusal(failures.TOLD, failures.INTERNAL, state["request_id"])
            return _response(request, answer, 500, kind, {})

    async def _answer(self, request: Request, asked: GraphQLRequest, kind: str) -> Response:
        if asked.operation_name:
            request.scope["state"]["line"]["operation"] = asked.operation_name[:80]
        try:
            operation = self._results.operation(asked)
        except InvalidOperation as refused:
            if kind != media.EVENTS:
                return self._whole(request, ExecutionResult(None, refused.errors), kind, asked)
            return self._streams.response(request, self._results.each(asked), wants_cost=asked.wants_cost)
        kind = _admitted(request, operation.type, kind)
        if kind == media.EVENTS:
            return self._streams.response(request, self._results.each(asked), wants_cost=asked.wants_cost)
        result = await self._results.one(operation, asked)
        if operation.type is OperationType.QUERY and not result.errors:
            request.scope["state"][KEEP] = True
        return self._whole(request, result, kind, asked)

    def _whole(self, request: Request, result: ExecutionResult, kind: str, asked: GraphQLRequest) -> Response:
        state = request.scope["state"]
        answer = Answer.of(result, state["request_id"], wants_cost=asked.wants_cost)
        if answer.cost is not None:
            state["line"]["cost"] = answer.cost
        # GraphQL over HTTP: the newer media type gives 400 to what did not run, the older one 200.
        status = 400 if not answer.ran and kind == media.RESPONSE_JSON else 200
        headers = {} if answer.cost is None else {COST: str(answer.cost)}
        return _response(request, answer, status, kind, headers)


def _admitted(request: Request, operation: OperationType, kind: str) -> str:
    """The media type in which this method may bring such an operation. Raises BadRequest."""
    lasting = operation is OperationType.SUBSCRIPTION
    if lasting and media.accepts_events(media.accept_header(request.headers)):
        kind = media.EVENTS  # also where the client would like JSON better: it cannot hold events
    streamed = kind == media.EVENTS and request.method != "HEAD"
    if request.method != "POST" and (operation is OperationType.MUTATION or (lasting and not streamed)):
        raise BadRequest(405, f"{request.method}: a {operation.value} needs POST.", {"allow": "POST"})
    if lasting and not streamed:
        raise BadRequest(406, f"Accept: a subscription comes as {media.EVENTS}, or over a WebSocket.")
    return kind


def _response(
    request: Request, answer: Answer, status: int, kind: str | None, headers: dict[str, str]
) -> Response:
    if answer.code:
        request.scope["state"]["line"]["code"] = answer.code
    kind = media.RESPONSE_JSON if kind == media.RESPONSE_JSON else media.JSON
    headers = {"content-type": f"{kind}; charset=utf-8", "vary": "accept", **headers}
    return Response(answer.json(), status, headers)
