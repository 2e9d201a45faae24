"""GraphQL over HTTP: POST, GET for queries, event streams for subscriptions, GraphiQL for browsers."""

from __future__ import annotations

import logging
from collections.abc import Mapping

from graphql import ExecutionResult, OperationType
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from graph.errors import GraphError
from graph.settings import Settings
from schema.planner.request.invalid_operation import InvalidOperation
from schema.server import audit, media
from schema.server.bad_request import BadRequest
from schema.server.callers.people import People
from schema.server.error_format import BAD_REQUEST, INTERNAL, MASKED_MESSAGE
from schema.server.graphql_request import GraphQLRequest, from_http
from schema.server.graphql_response import GraphQLResponse
from schema.server.operation_runner import OperationRunner
from schema.server.pages.graphiql import graphiql_page
from schema.server.refusal import Refusal, refusal, refusal_of
from schema.server.request_state import RequestState
from schema.server.streams.event_stream import EventStreams
from sign_in.identity import Identity

log = logging.getLogger(__name__)

OPERATION_PARAMETERS = frozenset({"query", "documentId"})
"""Parameters of a URL that names an operation: a browser that opens it gets the answer."""
COST_HEADER = "x-graphql-cost"
"""The nodes that the database may read for the operation."""
SUPPORTED = f"{media.RESPONSE_JSON}, {media.JSON} or {media.EVENTS}"


class GraphQLView:
    """The endpoint `/graphql` for HTTP."""

    def __init__(
        self, runner: OperationRunner, streams: EventStreams, people: People, settings: Settings
    ) -> None:
        self._introspection = settings.introspection
        self._runner = runner
        self._streams = streams
        self._people = people

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers one request, whose body `RequestBody` has read."""
        response = await self._respond(Request(scope, receive))
        await response(scope, receive, send)

    async def _respond(self, request: Request) -> Response:
        state, accept = RequestState.of(request.scope), media.accept_header(request.headers)
        if (
            request.method != "POST"
            and media.prefers_html(accept)
            and OPERATION_PARAMETERS.isdisjoint(request.query_params)
        ):
            return self._page(request, state)
        media_type = media.accepted(accept)
        try:
            if media_type is None:
                raise BadRequest(406, f"Accept: one of {SUPPORTED} is needed.")
            return await self._run(request, state, state.admitted, from_http(request), media_type)
        except GraphError as error:
            audit.refused(error, state)
            refused = refusal(error) or Refusal(500, {})
            failure = GraphQLResponse.of_refusal(error, state.request_id)
            return _response(state, failure, refused.status, media_type, refused.headers)
        except BadRequest as error:
            failure = GraphQLResponse.of_error(str(error), BAD_REQUEST, state.request_id)
            return _response(state, failure, error.status, media_type, error.headers)
        except Exception:
            log.exception("request %s failed", state.request_id)
            failure = GraphQLResponse.of_error(MASKED_MESSAGE, INTERNAL, state.request_id)
            return _response(state, failure, 500, media_type, {})

    def _page(self, request: Request, state: RequestState) -> Response:
        """GraphiQL, for a browser; a stranger is sent to sign in."""
        viewer = None if state.identity is None else state.identity.viewer
        if viewer is not None and self._introspection.includes(viewer):
            return graphiql_page(viewer)
        return self._people.page(request)

    async def _run(
        self,
        request: Request,
        state: RequestState,
        identity: Identity,
        graphql: GraphQLRequest,
        media_type: str,
    ) -> Response:
        deadline = self._runner.deadline()
        try:
            operation = await self._runner.operation(graphql, identity, deadline)
        except InvalidOperation as invalid:
            if media_type != media.EVENTS:
                return self._result_response(
                    state, ExecutionResult(None, invalid.errors), graphql, media_type
                )
        else:
            media_type = _media_type_of(request, operation.type, media_type)
            if media_type != media.EVENTS:
                state.field_use = operation.field_use
                result = await self._runner.run(operation, graphql, identity, deadline)
                state.cacheable = operation.type is OperationType.QUERY and not result.errors
                return self._result_response(state, result, graphql, media_type)
        results = self._runner.results(graphql, identity)
        try:
            return self._streams.response(request, results, wants_cost=graphql.wants_cost)
        except GraphError as error:
            refused = ExecutionResult(None, InvalidOperation.of(error).errors)
            return self._result_response(state, refused, graphql, media.JSON)

    def _result_response(
        self, state: RequestState, result: ExecutionResult, graphql: GraphQLRequest, media_type: str
    ) -> Response:
        response = GraphQLResponse.of(result, state.request_id, wants_cost=graphql.wants_cost)
        headers = {**self._runner.rate_limit(state.caller)}
        if response.cost is not None:
            state.line["cost"] = response.cost
            headers[COST_HEADER] = str(response.cost)
        if (refused := refusal_of(result)) is not None:
            return _response(state, response, refused.status, media_type, {**headers, **refused.headers})
        # GraphQL over HTTP: where nothing was executed, the newer media type has status 400, the older 200.
        status = 400 if not response.ran and media_type == media.RESPONSE_JSON else 200
        return _response(state, response, status, media_type, headers)


def _media_type_of(request: Request, operation: OperationType, media_type: str) -> str:
    """The media type of the response to an operation. Raises BadRequest when the request cannot have it."""
    is_subscription = operation is OperationType.SUBSCRIPTION
    if is_subscription and media.accepts_events(media.accept_header(request.headers)):
        media_type = media.EVENTS  # also where the client prefers JSON, which cannot hold events
    streamed = media_type == media.EVENTS and request.method != "HEAD"
    if request.method != "POST" and (
        operation is OperationType.MUTATION or (is_subscription and not streamed)
    ):
        raise BadRequest(405, f"{request.method}: a {operation.value} needs POST.", {"allow": "POST"})
    if is_subscription and not streamed:
        raise BadRequest(406, f"Accept: a subscription needs {media.EVENTS}, or a WebSocket.")
    return media_type


def _response(
    state: RequestState,
    response: GraphQLResponse,
    status: int,
    media_type: str | None,
    headers: Mapping[str, str],
) -> Response:
    if response.code:
        state.line["code"] = response.code
    media_type = media.RESPONSE_JSON if media_type == media.RESPONSE_JSON else media.JSON
    headers = {"content-type": f"{media_type}; charset=utf-8", "vary": media.VARY, **headers}
    return Response(response.json(), status, headers)
