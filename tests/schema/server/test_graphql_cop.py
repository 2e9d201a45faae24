"""The checks of graphql-cop, the security auditor for GraphQL, as a stranger sends them.

Its names are those of the tests. One of its findings is meant: queries by GET (`GET_SUPPORT`) are a feature
here, and what it warns of, a page of another site that sends one, is refused (test_authentication.py).
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest
from graphql import get_introspection_query
from live import live

from graph.access import Access
from graph.settings import Settings
from graph.viewer import Audience, Role

ELSEWHERE = {"x-forwarded-for": "198.51.100.7"}


@pytest.fixture(scope="module")
async def stranger(
    access: Access, settings: Settings, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[httpx.AsyncClient]:
    """A caller elsewhere who has not signed in, of a service that anyone may read."""
    public = settings.model_copy(update={"open_reading": True, "home": tmp_path_factory.mktemp("home")})
    async with (
        live(access, public) as address,
        httpx.AsyncClient(base_url=address, headers=ELSEWHERE, timeout=60) as client,
    ):
        yield client


async def post(client: httpx.AsyncClient, body: Any, **more: Any) -> Any:
    answer = await client.post("/graphql", json=body, **more)
    return answer.json()


def refused(answer: Any) -> bool:
    return not answer.get("data") and bool(answer["errors"])


async def test_alias_overloading(stranger: httpx.AsyncClient) -> None:
    aliases = " ".join(f"alias{number}: __typename" for number in range(101))
    assert refused(await post(stranger, {"query": f"query cop {{ {aliases} }}"}))


async def test_array_based_query_batching(stranger: httpx.AsyncClient) -> None:
    answer = await stranger.post("/graphql", json=[{"query": "query cop { __typename }"}] * 10)
    assert answer.status_code == 400
    assert "data" not in answer.json()


async def test_directive_overloading(stranger: httpx.AsyncClient) -> None:
    answer = await post(stranger, {"query": f"query cop {{ __typename {'@aa' * 10} }}"})
    assert refused(answer)
    assert len(answer["errors"]) < 10
    known = await post(stranger, {"query": f"query cop {{ __typename {'@skip(if: false) ' * 10} }}"})
    assert refused(known)


async def test_circular_query_via_introspection(stranger: httpx.AsyncClient) -> None:
    types = "types { fields { type { fields { type { fields { type { fields { type { name } } } } } } } } }"
    assert refused(await post(stranger, {"query": f"query cop {{ __schema {{ {types} }} }}"}))


async def test_field_duplication(stranger: httpx.AsyncClient) -> None:
    answer = await post(stranger, {"query": f"query cop {{ {'__typename ' * 500} }}"})
    assert refused(answer) or answer["data"] == {"__typename": "Query"}


async def test_introspection(stranger: httpx.AsyncClient) -> None:
    for query in (
        get_introspection_query(),
        "query cop { __schema { types { name } } }",
        '{ __type(name: "Site") { name } }',
        "{ ... { __schema { queryType { name } } } }",
        "fragment F on Query { __schema { queryType { name } } } { ...F }",
        '{ topic(key: "topic:rural") { name } a: __type(name: "Site") { name } }',
    ):
        answer = await post(stranger, {"query": query})
        assert refused(answer)
        assert answer["errors"][0]["extensions"]["code"] == "FORBIDDEN"


async def test_graphiql(stranger: httpx.AsyncClient) -> None:
    for path in ("/graphql", "/graphiql", "/playground", "/console", "/"):
        page = await stranger.get(path, headers={"accept": "text/html"}, follow_redirects=True)
        assert not any(word in page.text.lower() for word in ('<div id="graphiql', "graphql-playground"))
        assert page.status_code in ((200,) if path == "/" else (401, 404))  # the explorer is for everyone


@pytest.mark.parametrize(
    "query",
    [
        "query cop { __schema { directive } }",
        "{ site { name } }",
        "{ sitez { name } }",
        '{ site(key: "x") { nam } }',
        '{ site(kay: "x") { name } }',
        "{ sites(sort: [{nam: ASC}]) { totalCount } }",
        "{ jurisdictions(where: {kind: {eq: COUNTI}}) { totalCount } }",
        "query ($w: SiteWher) { sites(where: $w) { totalCount } }",
        "{ ... on Sit { name } }",
    ],
)
async def test_field_suggestions(stranger: httpx.AsyncClient, query: str) -> None:
    answer = await post(stranger, {"query": query})
    assert refused(answer)
    assert "Did you mean" not in str(answer)


async def test_suggestions_in_variables_are_off_too(stranger: httpx.AsyncClient) -> None:
    text = "query Q($w: SiteWhere) { sites(where: $w) { totalCount } }"
    answer = await post(stranger, {"query": text, "variables": {"w": {"nam": {"eq": "x"}}}})
    assert refused(answer)
    assert "Did you mean" not in str(answer)


async def test_suggestions_help_callers_on_this_machine(access: Access, settings: Settings) -> None:
    async with live(access, settings) as address, httpx.AsyncClient(base_url=address) as client:
        answer = await post(client, {"query": "{ sitez { name } }"})
    assert "Did you mean" in str(answer)


async def test_suggestions_show_no_schema_to_those_who_may_not_introspect(
    access: Access, settings: Settings
) -> None:
    closed = settings.model_copy(update={"introspection": Audience.STAFF, "role": Role.READER})
    async with live(access, closed) as address, httpx.AsyncClient(base_url=address) as client:
        answer = await post(client, {"query": "{ sitez { name } }"})
        schema = await post(client, {"query": "{ __schema { queryType { name } } }"})
    assert "Cannot query field" in str(answer)
    assert "Did you mean" not in str(answer)
    assert "this caller may not see the schema" in str(schema)


async def test_get_based_mutation(stranger: httpx.AsyncClient) -> None:
    query = {"query": "mutation { recordRequests(input: {requests: []}) { created } }"}
    answer = await stranger.get("/graphql", params=query)
    assert answer.status_code == 405


async def test_post_based_csrf(stranger: httpx.AsyncClient) -> None:
    for kind in ("application/x-www-form-urlencoded", "text/plain", "multipart/form-data"):
        headers = {"content-type": kind}
        answer = await stranger.post("/graphql", content="query=query%20cop%7B__typename%7D", headers=headers)
        assert answer.status_code == 415


async def test_trace_mode(stranger: httpx.AsyncClient) -> None:
    answer = await post(stranger, {"query": "query cop { __typename }"}, headers={"x-apollo-tracing": "1"})
    assert "tracing" not in str(answer)


async def test_unhandled_errors(stranger: httpx.AsyncClient) -> None:
    answer = await stranger.post("/graphql", json={"query": "qwerty cop { abc }"})
    assert answer.status_code in (200, 400)
    assert not any(word in answer.text for word in ("Traceback", "exception", "stacktrace", "File "))
