"""GraphQL over HTTP: POST with JSON, GET for queries, a page for browsers."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from typing import Any

import orjson
from graphql import ExecutionResult
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response

from graph.deadline import Deadline
from graph.settings import Settings, variable
from schema.planner.executor import Executor
from schema.server import failures, media
from schema.server.pages import graphiql_page

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Asked:
    """The parameters of a well-formed GraphQL request."""

    query: str
    variables: dict[str, Any]
    operation_name: str | None


class Refusal(Exception):
    """A request that is not well-formed; `status` and `headers` go with the answer."""

    def __init__(self, status: int, message: str, headers: dict[str, str] | None = None) -> None:
        super().__init__(message)
        self.status = status
        self.headers = headers or {}


class GraphQLView:
    """The endpoint `/graphql`."""

    def __init__(self, executor: Executor, settings: Settings) -> None:
        self._executor = executor
        self._deadline_s = settings.deadline_s
        self._max_body = settings.max_body_kb * 1024

    async def __call__(self, request: Request) -> Response:
        """Answers one request."""
        accept = request.headers.get("accept")
        if request.method != "POST" and media.prefers_html(accept) and "query" not in request.query_params:
            return await graphiql_page(request)
        kind = media.accepted(accept) or media.JSON
        request_id: str = request.state.request_id
        try:
            if media.accepted(accept) is None:
                raise Refusal(
                    406, f"Accept: {media.RESPONSE_JSON} or {media.JSON} is what this address gives."
                )
            asked = await self._asked(request)
            result = await self._execute(request, asked)
        except Refusal as refusal:
            request.state.line["code"] = failures.BAD_REQUEST
            body = failures.refusal(str(refusal), failures.BAD_REQUEST, request_id)
            return _response(body, refusal.status, kind, refusal.headers)
        except Exception:
            log.exception("request %s failed", request_id)
            body = failures.refusal(failures.TOLD, failures.INTERNAL, request_id)
            return _response(body, 500, kind, {})
        return self._answer(request, result, kind)

    async def _execute(self, request: Request, asked: Asked) -> ExecutionResult:
        if asked.operation_name:
            request.state.line["operation"] = asked.operation_name[:80]
        return await self._executor.execute(
            asked.query,
            asked.variables,
            asked.operation_name,
            Deadline.after(self._deadline_s),
        )

    def _answer(self, request: Request, result: ExecutionResult, kind: str) -> Response:
        body: dict[str, Any] = {}
        if result.errors:
            body["errors"] = [failures.told(error, request.state.request_id) for error in result.errors]
            request.state.line["code"] = body["errors"][0]["extensions"]["code"]
        # A document that did not run has no `data`; one that ran has it, if only as null.
        ran = result.data is not None or any(error.path for error in result.errors or ())
        if ran:
            body["data"] = result.data
        # GraphQL over HTTP: the newer media type gives 400 to what did not run, the older one 200.
        status = 400 if not ran and kind == media.RESPONSE_JSON else 200
        return _response(body, status, kind, {})

    async def _asked(self, request: Request) -> Asked:
        if request.method != "POST":  # GET, or HEAD, which is GET without its body
            return _checked({**request.query_params}, in_url=True)
        content = request.headers.get("content-type", "").partition(";")[0].strip().lower()
        if content != media.JSON:
            raise Refusal(415, f"Content-Type: {media.JSON} is needed (got {content[:60] or 'none'}).")
        try:
            parameters = orjson.loads(await self._body(request))
        except orjson.JSONDecodeError as error:
            raise Refusal(400, f"The body is not JSON: {error}.") from None
        if not isinstance(parameters, dict):
            raise Refusal(400, "The body must be one JSON object with `query` (batches are not supported).")
        return _checked(parameters, in_url=False)

    async def _body(self, request: Request) -> bytes:
        body = bytearray()
        try:
            async for chunk in request.stream():
                body += chunk
                if len(body) > self._max_body:
                    limit = f"{self._max_body // 1024} KiB"
                    raise Refusal(
                        413,
                        f"The body is larger than {limit}; send less, or raise {variable('max_body_kb')}.",
                        {"connection": "close"},
                    )
        except ClientDisconnect:
            raise Refusal(400, "The body ended early.") from None
        return bytes(body)


def _checked(parameters: dict[str, Any], *, in_url: bool) -> Asked:
    query, name = parameters.get("query"), parameters.get("operationName")
    if not isinstance(query, str) or not query:
        raise Refusal(400, "query: a GraphQL document is needed, as text.")
    if name is not None and not isinstance(name, str):
        raise Refusal(400, "operationName: text or null is needed.")
    maps = {}
    for field in ("variables", "extensions"):
        value = parameters.get(field)
        if in_url and isinstance(value, str):
            try:
                value = orjson.loads(value)
            except orjson.JSONDecodeError as error:
                raise Refusal(400, f"{field}: not JSON: {error}.") from None
        if value is not None and not isinstance(value, dict):
            raise Refusal(400, f"{field}: a JSON object or null is needed.")
        maps[field] = value or {}
    return Asked(query, maps["variables"], name or None)


def _response(body: dict[str, Any], status: int, kind: str, headers: dict[str, str]) -> Response:
    return Response(
        orjson.dumps(body),
        status,
        {"content-type": f"{kind}; charset=utf-8", "vary": "accept", **headers},
    )
