"""A GraphQL request: read from the body of a POST, from a URL, or from a WebSocket message."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, NamedTuple

import orjson
from starlette.requests import Request

from schema.server import media
from schema.server.bad_request import BadRequest
from schema.server.request_state import RequestState

HASH: Final = "extensions.persistedQuery.sha256Hash"
"""Where the persisted queries of Apollo's clients have the hash of a document."""


class GraphQLRequest(NamedTuple):
    """The parameters of a well-formed GraphQL request: a document, or the id of a trusted one.

    `by_hash` is True when the id is the hash of Apollo's persisted queries.
    """

    query: str | None
    variables: dict[str, Any]
    operation_name: str | None
    document_id: str | None = None
    wants_cost: bool = False
    by_hash: bool = False


def from_http(request: Request) -> GraphQLRequest:
    """The GraphQL request in an HTTP request whose body `RequestBody` has read. Raises BadRequest."""
    if request.method != "POST":  # GET, or HEAD, which is GET without its body
        return from_url(request.query_params)
    headers = request.headers
    _check_content(headers.get("content-type", ""), headers.get("content-encoding", "identity"))
    body = RequestState.of(request.scope).body
    if isinstance(body, BadRequest):
        raise body
    return from_json(parse_json(body or b"", "The body is"))


def from_url(parameters: Mapping[str, str]) -> GraphQLRequest:
    """The GraphQL request in a query string, in which maps are JSON. Raises BadRequest."""
    maps = {n: parse_json(t, f"{n}:") for n in ("variables", "extensions") if (t := parameters.get(n))}
    texts = {name: parameters.get(name) for name in ("query", "operationName", "documentId")}
    return from_json({**texts, **maps})


def from_json(parameters: object) -> GraphQLRequest:
    """The GraphQL request in a JSON value. Raises BadRequest."""
    if not isinstance(parameters, dict):
        raise BadRequest(400, "A request is one JSON object with `query` (batches are not supported).")
    for field in ("variables", "extensions"):
        if not isinstance(parameters.get(field), dict | None):
            raise BadRequest(400, f"{field}: must be a JSON object or null.")
    query, name = parameters.get("query"), _text("operationName", parameters.get("operationName"))
    extensions = parameters.get("extensions") or {}
    document_id = _text("documentId", parameters.get("documentId"))
    by_hash = document_id is None and isinstance(extensions.get("persistedQuery"), dict)
    if by_hash:
        document_id = _text(HASH, extensions["persistedQuery"].get("sha256Hash"))
    if not isinstance(query, str | None) or not (query or document_id):
        raise BadRequest(400, "query: must be a GraphQL document, as text.")
    variables, wants_cost = parameters.get("variables") or {}, extensions.get("cost") is True
    return GraphQLRequest(query or None, variables, name, document_id, wants_cost, by_hash)


def parse_json(text: str | bytes, subject: str) -> Any:
    """The JSON value of a text; `subject` begins the message of the BadRequest that it raises."""
    try:
        return orjson.loads(text)
    except orjson.JSONDecodeError as error:
        raise BadRequest(400, f"{subject} not JSON: {error}.") from None


def _text(field: str, value: object) -> str | None:
    """Text, or None where it is empty, null or absent. Raises BadRequest."""
    if not isinstance(value, str | None):
        raise BadRequest(400, f"{field}: must be text or null.")
    return value or None


def _check_content(content_type: str, encoding: str) -> None:
    """Raises BadRequest for a Content-Type or Content-Encoding that is not supported."""
    media_type = content_type.partition(";")[0].strip().lower()
    if media_type != media.JSON:
        raise BadRequest(415, f"Content-Type: {media.JSON} is needed (got {media_type[:60] or 'none'}).")
    if (charset := media.charset(content_type)) not in ("utf-8", "utf8"):
        raise BadRequest(415, f"Content-Type: charset utf-8 is needed (got {charset[:60]}).")
    if (encoding := encoding.strip().lower()) != "identity":
        message = f"Content-Encoding: identity is needed (got {encoding[:60]})."
        raise BadRequest(415, message, {"accept-encoding": "identity"})
