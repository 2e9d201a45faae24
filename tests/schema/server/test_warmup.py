"""Ready means that Neo4j has planned the default query and every document of the explorer, for every role."""

from __future__ import annotations

import asyncio
import hashlib
import json
import re
from typing import Any

import httpx
import pytest
from graphql import parse
from live import until, warm

from graph.access import Access
from graph.deadline import Deadline
from graph.errors import Forbidden, StillPlanning
from graph.viewer import READER, STAFF, Role, Viewer
from schema.model import MODEL
from schema.planner.run.executor import Executor
from schema.server.pages.example_variables import examples
from schema.server.trusted_documents import explorer_documents
from schema.server.warmup import Warmup

DOCUMENTS = {
    re.search(r"(?:query|subscription|mutation)\s+(\w+)", text)[1]: (id_, text)  # type: ignore[index]
    for id_, text in explorer_documents().items()
}
REQUESTERS = [
    {"jurisdictionKey": "us-county:48201"},
    {"jurisdictionKey": "us-place:4699066"},
    {"jurisdictionKey": "us-state:OH"},
    {"jurisdictionKey": "us-campus:university-of-florida"},
    {"agencyOri": "TXHPD0000"},
    {"agencyOri": "AZDI06900"},
    {"profile": {"state": "OH", "population": 13_000, "setting": "NONCORE"}},
    {
        "profile": {
            "state": "AZ",
            "kind": "TRIBE",
            "population": 12_000,
            "density": 3.5,
            "setting": "NONCORE",
            "county": "04005",
            "latitude": 35.0,
            "longitude": -111.0,
            "agencyType": "TRIBAL_POLICE",
            "swornBand": "FROM_10",
        }
    },
]
WISHES = [
    {},
    {"models": ["model:cit"], "topics": ["topic:rural"], "assistanceTypes": ["VISIT_HOSTED"]},
    {
        "weights": {"evidence": 0.4, "similarity": {"size": 0.3, "poverty": 0.1}},
        "asOf": "2025-06-30",
        "exclude": ["site:houston-pd"],
        "includeFormer": True,
        "rank": "BY_SCORE",
    },
]
TYPES = {
    "RequesterInput": REQUESTERS,
    "RecommendInput": [{"for": requester, **wishes} for requester in REQUESTERS for wishes in WISHES],
    "SimilarityWeightsInput": [None, {"size": 1.0}, {"poverty": 0.5, "age": 0.2}],
}


def asked(text: str, viewer: Viewer) -> list[dict[str, Any]]:
    """Variables as a page sends them: those of the types above in every shape, others as in the examples."""
    [operation] = parse(text).definitions
    usual = next(examples(MODEL.executable, operation, {"canSeeRequests": viewer.is_staff}))  # type: ignore[arg-type]
    found = [usual]
    for variable, type_ in re.findall(r"\$(\w+): (\w+)", text):
        found += [{**usual, variable: value} for value in TYPES.get(type_, ())]
    return found


def statements(bolt_requests: list[str]) -> set[str]:
    """The texts that Neo4j was sent, without their parameters."""
    return {re.split(r"['\"] \{['}]", each.partition("C: RUN ")[2])[0] for each in bolt_requests}


@pytest.mark.parametrize("viewer", [READER, STAFF], ids=["reader", "staff"])
async def test_nothing_that_the_explorer_asks_is_planned_after_ready(
    executor: Executor, bolt_requests: list[str], warm_up_requests: list[str], viewer: Viewer
) -> None:
    texts = [text for _, text in DOCUMENTS.values()]
    await Warmup(executor, [READER, STAFF], texts).warm_up()
    planned = statements(warm_up_requests)
    assert len(planned) >= len(texts)
    assert bolt_requests == []
    for text in texts:
        for variables in asked(text, viewer):
            answer = await executor.execute(text, variables, None, Deadline.after(60), viewer)
            assert answer.errors is None, answer.errors
    assert statements(bolt_requests) <= planned
    assert bolt_requests


async def test_a_service_is_ready_when_the_documents_are_planned(
    serve: Any, access: Access, warm_up_requests: list[str]
) -> None:
    async with serve(access, role=Role.READER) as client:
        first = await client.get("/readyz")
        assert (first.status_code, first.json()["checks"]["plans"]) == (503, "warming up")
        await warm(client)
        planned = "\n".join(warm_up_requests)
        for part in ("SIMILAR_TO", "similarity.unknownDensity", "published", "nearest", "graph.dataVersion"):
            assert part in planned


@pytest.mark.parametrize("name", DOCUMENTS)
async def test_a_reader_gets_an_answer_where_a_document_asks_for_more(executor: Executor, name: str) -> None:
    """As a page does whose staff have signed out: what is FORBIDDEN is null, and all the rest is there."""
    _, text = DOCUMENTS[name]
    [operation] = parse(text).definitions
    variables = next(examples(MODEL.executable, operation, {"canSeeRequests": True}))  # type: ignore[arg-type]
    of_staff = await executor.execute(text, variables, None, Deadline.after(60), STAFF)
    answer = await executor.execute(text, variables, None, Deadline.after(60), READER)
    assert of_staff.errors is None
    assert answer.data is not None
    assert of_staff.data is not None
    assert {name for name, value in answer.data.items() if value is None} == {
        name for name, value in of_staff.data.items() if value is None
    }
    assert all(isinstance(error.original_error, Forbidden) for error in answer.errors or ())


def test_each_document_of_the_explorer_has_the_hash_of_its_text_as_id() -> None:
    for id_, text in DOCUMENTS.values():
        assert id_ == hashlib.sha256(text.encode()).hexdigest()


async def test_the_default_query_is_planned_before_the_documents(
    executor: Executor, warm_up_requests: list[str]
) -> None:
    warmup = Warmup(executor, [STAFF], [text for _, text in DOCUMENTS.values()])
    task = asyncio.create_task(warmup.warm_up())
    async with asyncio.timeout(60):
        while not warmup.default_planned:
            assert not warmup.warm
            await asyncio.sleep(0.001)
    first = len(statements(warm_up_requests))
    await task
    assert first < len(statements(warm_up_requests))
    assert warmup.warm


async def test_what_neo4j_has_not_planned_at_the_deadline_says_so_and_is_answered_later(
    serve: Any, access: Access
) -> None:
    asked = 'input: {for: {jurisdictionKey: "us-county:39163"}, topics: ["topic:rural"]}'
    query = {"query": f"{{ recommendSites({asked}) {{ edges {{ node {{ score site {{ key }} tier }} }} }} }}"}
    async with serve(access, deadline_s=1.0) as client:
        await warm(client)
        [error] = (await client.post("/graphql", json=query)).json()["errors"]
        assert (error["extensions"]["code"], error["extensions"]["retryable"]) == ("STILL_PLANNING", True)
        assert error["message"] == StillPlanning.public_message

        async def answered() -> bool:
            return "errors" not in (await client.post("/graphql", json=query)).json()

        await until(answered)


async def test_a_document_that_is_not_valid_keeps_no_service_from_getting_ready(executor: Executor) -> None:
    warmup = Warmup(
        executor,
        [READER],
        ["query Broken { nothing }", "query Again($n: Month!) { sites(first: $n) { totalCount } }"],
    )
    async with asyncio.timeout(60):
        await warmup.warm_up()
    assert warmup.warm


@pytest.mark.parametrize("changes", [{}, {"trusted_only": True}], ids=["any document", "trusted only"])
async def test_the_documents_of_the_explorer_are_always_trusted(
    serve: Any, access: Access, tmp_path: Any, changes: dict[str, Any]
) -> None:
    manifest = tmp_path / "documents.json"
    manifest.write_text(json.dumps({"own": "{ __typename }"}))
    async with serve(access, trusted_documents=manifest, **changes) as client:
        [id_] = [id_ for id_, text in explorer_documents().items() if "viewer" in text]
        for document_id in (id_, f"sha256:{id_}"):
            posted: httpx.Response = await client.post("/graphql", json={"documentId": document_id})
            got: httpx.Response = await client.get("/graphql", params={"documentId": document_id})
            assert posted.json()["data"]["viewer"] == got.json()["data"]["viewer"] != None  # noqa: E711
        assert (await client.post("/graphql", json={"documentId": "own"})).json()["data"]
    async with serve(access) as client:
        assert (await client.post("/graphql", json={"documentId": id_})).json()["data"]["viewer"]
