"""Trusted documents: sent by id, and where an operator wants it no others."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import httpx
import pytest

from graph.access import Access
from graph.errors import SettingInvalid
from graph.settings import Settings
from schema.server.trusted_documents import TrustedDocuments

JSON, RESPONSE_JSON = "application/json", "application/graphql-response+json"
TEXT = "query Name($key: String!) { site(key: $key) { name } }"
ID = hashlib.sha256(TEXT.encode()).hexdigest()
VARIABLES = {"key": "site:houston-pd"}
HOUSTON = {"data": {"site": {"name": "Houston Police Department"}}}
MANIFESTS = {
    "graphql-codegen": {ID: TEXT},
    "apollo": {
        "format": "apollo-persisted-query-manifest",
        "version": 1,
        "operations": [{"id": ID, "body": TEXT}],
    },
}


@pytest.fixture(params=MANIFESTS)
def manifest(request: Any, tmp_path: Path) -> Path:
    path = tmp_path / "documents.json"
    path.write_text(json.dumps(MANIFESTS[request.param]))
    return path


def code(answer: httpx.Response) -> str:
    [error] = answer.json()["errors"]
    return str(error["extensions"]["code"])


async def test_a_trusted_document_is_sent_by_its_id(serve: Any, access: Access, manifest: Path) -> None:
    by_id = {"documentId": ID, "variables": VARIABLES}
    as_apollo = {"extensions": {"persistedQuery": {"version": 1, "sha256Hash": ID}}, "variables": VARIABLES}
    async with serve(access, trusted_documents=manifest) as client:
        for body in (by_id, by_id | {"documentId": f"sha256:{ID}"}, as_apollo):
            assert (await client.post("/graphql", json=body)).json() == HOUSTON
        in_address = {"documentId": ID, "variables": json.dumps(VARIABLES)}
        assert (await client.get("/graphql", params=in_address)).json() == HOUSTON
        unknown = await client.post("/graphql", json={"documentId": "nope"})
        assert code(unknown) == "DOCUMENT_UNKNOWN"
        other = await client.post("/graphql", json={"query": "{ __typename }"})
        assert other.json() == {"data": {"__typename": "Query"}}


async def test_a_service_may_take_trusted_documents_alone(serve: Any, access: Access, manifest: Path) -> None:
    async with serve(access, trusted_documents=manifest, trusted_only=True) as client:
        assert (
            await client.post("/graphql", json={"documentId": ID, "variables": VARIABLES})
        ).json() == HOUSTON
        assert (await client.post("/graphql", json={"query": TEXT, "variables": VARIABLES})).json() == HOUSTON
        for query in ("{ __typename }", f"{TEXT} ", "{ __schema { types { name } } }"):
            assert code(await client.post("/graphql", json={"query": query})) == "DOCUMENT_NOT_TRUSTED"


async def test_without_a_manifest_no_id_is_known(client: httpx.AsyncClient) -> None:
    answer = await client.post("/graphql", json={"documentId": ID})
    assert code(answer) == "DOCUMENT_UNKNOWN"


HASHED = {"persistedQuery": {"version": 1, "sha256Hash": hashlib.sha256(b"{ __typename }").hexdigest()}}


@pytest.mark.parametrize(("accept", "status"), [(JSON, 200), (RESPONSE_JSON, 400)])
async def test_an_unknown_hash_is_an_error_that_makes_the_client_send_its_document(
    client: httpx.AsyncClient, accept: str, status: int
) -> None:
    """Apollo's clients compare the message, or the code: the npm client is asked in tests/npm."""
    headers = {"accept": accept}
    posted = await client.post("/graphql", json={"extensions": HASHED}, headers=headers)
    got = await client.get("/graphql", params={"extensions": json.dumps(HASHED)}, headers=headers)
    for answer in (posted, got):
        [error] = answer.json()["errors"]
        assert (answer.status_code, answer.headers.get("etag")) == (status, None)
        assert error["message"] == "PersistedQueryNotSupported"
        assert error["extensions"]["code"] == "PERSISTED_QUERY_NOT_SUPPORTED"
        assert error["extensions"]["retryable"] is False
    sent = {"query": "{ __typename }", "extensions": HASHED}
    assert (await client.post("/graphql", json=sent)).json() == {"data": {"__typename": "Query"}}


async def test_a_hash_that_is_not_trusted_is_no_way_round_the_manifest(
    serve: Any, access: Access, manifest: Path
) -> None:
    async with serve(access, trusted_documents=manifest, trusted_only=True) as client:
        assert code(await client.post("/graphql", json={"extensions": HASHED})) == (
            "PERSISTED_QUERY_NOT_SUPPORTED"
        )
        sent = {"query": "{ __typename }", "extensions": HASHED}
        assert code(await client.post("/graphql", json=sent)) == "DOCUMENT_NOT_TRUSTED"


@pytest.mark.parametrize("hash", [1, [], {}, True])
async def test_a_hash_is_text(client: httpx.AsyncClient, hash: Any) -> None:
    body = {"extensions": {"persistedQuery": {"version": 1, "sha256Hash": hash}}}
    answer = await client.post("/graphql", json=body)
    assert (answer.status_code, code(answer)) == (400, "BAD_REQUEST")
    assert "extensions.persistedQuery.sha256Hash" in answer.text


@pytest.mark.parametrize("documentId", [1, [], {}, True])
async def test_an_id_is_text(client: httpx.AsyncClient, documentId: Any) -> None:  # noqa: N803
    answer = await client.post("/graphql", json={"documentId": documentId})
    assert answer.status_code == 400
    assert code(answer) == "BAD_REQUEST"


@pytest.mark.parametrize("content", ["", "[]", "[1]", '{"a": 1}', '{"operations": [{"id": "a"}]}'])
def test_what_is_no_manifest_stops_the_start(settings: Settings, tmp_path: Path, content: str) -> None:
    path = tmp_path / "documents.json"
    path.write_text(content)
    with pytest.raises(SettingInvalid, match="LEARNING_SITES_TRUSTED_DOCUMENTS"):
        TrustedDocuments(settings.model_copy(update={"trusted_documents": path}))


def test_trusting_alone_needs_a_manifest(settings: Settings) -> None:
    with pytest.raises(SettingInvalid, match="LEARNING_SITES_TRUSTED_ONLY"):
        TrustedDocuments(settings.model_copy(update={"trusted_only": True}))
