"""What comes in is a well-formed GraphQL request, or is refused at once with the reason."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import Any, NamedTuple

import orjson
from starlette.requests import ClientDisconnect, Request

from graph.settings import Settings, variable
from schema.server import media
from schema.server.response_cache import BODY

CLOSE = {"connection": "close"}
"""Goes with a refusal that leaves a part of the body unread."""


HASH = "extensions.persistedQuery.sha256Hash"
"""Where the persisted queries of Apollo's clients have the hash of a document."""


class GraphQLRequest(NamedTuple):
    """The parameters of a well-formed GraphQL request: a document, or the id of one that is trusted.

    `by_hash` where the id came as the hash of Apollo's persisted queries.
    """

    query: str | None
    variables: dict[str, Any]
    operation_name: str | None
    document_id: str | None = None
    wants_cost: bool = False
    by_hash: bool = False


class BadRequest(Exception):
    """A request that is not well-formed; `status` and `headers` go with the answer."""

    def __init__(self, status: int, message: str, headers: Mapping[str, str] | None = None) -> None:
        super().__init__(message)
        self.status = status
        self.headers = headers or {}


class Guard:
    """Reads the parameters of one HTTP request: JSON in the body (POST), or the address (GET)."""

    def __init__(self, settings: Settings) -> None:
        self._deadline_s = settings.deadline_s
        self._max_body = settings.max_body_kb * 1024

    async def read(self, request: Request) -> GraphQLRequest:
        """What the request asks. Raises BadRequest."""
        if request.method != "POST":  # GET, or HEAD, which is GET without its body
            return in_url(request.query_params)
        headers = request.headers
        _check_content(headers.get("content-type", ""), headers.get("content-encoding", "identity"))
        body: bytes | None = request.scope["state"].get(BODY)
        if body is None:
            try:
                async with asyncio.timeout(self._deadline_s):
                    body = await self._body(request)
            except TimeoutError:
                seconds = f"{self._deadline_s:g} seconds ({variable('deadline_s')})"
                raise BadRequest(408, f"The body did not arrive in {seconds}.", CLOSE) from None
            except ClientDisconnect:
                raise BadRequest(400, "The body ended early.") from None
        return checked(parsed(body, "The body is"))

    async def _body(self, request: Request) -> bytes:
        length = request.headers.get("content-length", "0")
        self._check_size(int(length) if length.isascii() and length.isdecimal() else 0)
        body = bytearray()
        async for chunk in request.stream():
            body += chunk
            self._check_size(len(body))
        return bytes(body)

    def _check_size(self, size: int) -> None:
        if size > self._max_body:
            limit = f"{self._max_body // 1024} KiB"
            message = f"The body is larger than {limit}; send less, or raise {variable('max_body_kb')}."
            raise BadRequest(413, message, CLOSE)


def parsed(text: str | bytes, what: str) -> Any:
    """The JSON value of `text`. Raises BadRequest."""
    try:
        return orjson.loads(text)
    except orjson.JSONDecodeError as error:
        raise BadRequest(400, f"{what} not JSON: {error}.") from None


def in_url(parameters: Mapping[str, str]) -> GraphQLRequest:
    """What an address asks: its maps are JSON in text. Raises BadRequest."""
    maps = {n: parsed(t, f"{n}:") for n in ("variables", "extensions") if (t := parameters.get(n))}
    texts = {name: parameters.get(name) for name in ("query", "operationName", "documentId")}
    return checked({**texts, **maps})


def checked(parameters: object) -> GraphQLRequest:
    """What a JSON value asks. Raises BadRequest."""
    if not isinstance(parameters, dict):
        raise BadRequest(400, "A request is one JSON object with `query` (batches are not supported).")
    for field in ("variables", "extensions"):
        if not isinstance(parameters.get(field), dict | None):
            raise BadRequest(400, f"{field}: a JSON object or null is needed.")
    query, name = parameters.get("query"), _text("operationName", parameters.get("operationName"))
    extensions = parameters.get("extensions") or {}
    document_id = _text("documentId", parameters.get("documentId"))
    by_hash = document_id is None and isinstance(extensions.get("persistedQuery"), dict)
    if by_hash:
        document_id = _text(HASH, extensions["persistedQuery"].get("sha256Hash"))
    if not isinstance(query, str | None) or not (query or document_id):
        raise BadRequest(400, "query: a GraphQL document is needed, as text.")
    variables, wants_cost = parameters.get("variables") or {}, extensions.get("cost") is True
    return GraphQLRequest(query or None, variables, name, document_id, wants_cost, by_hash)


def _text(field: str, given: object) -> str | None:
    """Text, or None where it is empty, null or left out. Raises BadRequest."""
    if not isinstance(given, str | None):
        raise BadRequest(400, f"{field}: text or null is needed.")
    return given or None


@media.remembered
def _check_content(kind: str, coding: str) -> None:
    """Raises BadRequest for a Content-Type or a Content-Encoding that is not ours."""
    name = kind.partition(";")[0].strip().lower()
    if name != media.JSON:
        raise BadRequest(415, f"Content-Type: {media.JSON} is needed (got {name[:60] or 'none'}).")
    if (charset := media.charset(kind)) not in ("utf-8", "utf8"):
        raise BadRequest(415, f"Content-Type: charset utf-8 is needed (got {charset[:60]}).")
    if (coding := coding.strip().lower()) != "identity":
        message = f"Content-Encoding: identity is needed (got {coding[:60]})."
        raise BadRequest(415, message, {"accept-encoding": "identity"})
