"""Traces reach a collector, hold nothing that a caller wrote, and cost nothing when they are off."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest
from opentelemetry.proto.trace.v1.trace_pb2 import Span

from graph.access import Access
from graph.database import Database
from graph.deadline import Deadline
from graph.errors import Unavailable
from graph.settings import Settings
from loaders.pipeline.ledger import Run, recorded
from monitoring.traces import traced

TRACE, PARENT = "4bf92f3577b34da6a3ce929d0e0e4736", "00f067aa0ba902b7"
SECRET = "site:houston-pd"
BODY = {
    "query": "query Traced($key: String!) { site(key: $key) { name } }",
    "variables": {"key": SECRET},
}


class Collector:
    """A collector that keeps what it gets."""

    def __init__(self) -> None:
        self.requests: list[ExportTraceServiceRequest] = []
        collector = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                assert self.path == "/v1/traces"
                body = self.rfile.read(int(self.headers["content-length"]))
                collector.requests.append(ExportTraceServiceRequest.FromString(body))
                self.send_response(200)
                self.end_headers()

            def log_message(self, *_: Any) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}"

    @property
    def spans(self) -> list[Span]:
        return [
            span
            for request in self.requests
            for resource in request.resource_spans
            for scope in resource.scope_spans
            for span in scope.spans
        ]

    def named(self, beginning: str) -> Span:
        """The only span with such a name."""
        (found,) = (span for span in self.spans if span.name.startswith(beginning))
        return found


def attributes(span: Span) -> dict[str, Any]:
    return {each.key: getattr(each.value, each.value.WhichOneof("value") or "") for each in span.attributes}


@pytest.fixture
def collector() -> Iterator[Collector]:
    made = Collector()
    thread = threading.Thread(target=made.server.serve_forever)
    thread.start()
    yield made
    made.server.shutdown()
    thread.join()
    made.server.server_close()


async def test_a_request_its_plan_and_its_statement_are_spans_of_the_callers_trace(
    serve: Any, access: Access, collector: Collector
) -> None:
    headers = {"traceparent": f"00-{TRACE}-{PARENT}-01", "x-request-id": "traced-1"}
    async with serve(access, otlp_endpoint=collector.url) as client:
        for _ in range(2):
            assert (await client.post("/graphql", json=BODY, headers=headers)).status_code == 200
    mine = [span for span in collector.spans if span.trace_id.hex() == TRACE]
    first, cached = [span for span in mine if span.name == "POST /graphql"]
    plan, statement = (
        next(span for span in mine if span.name == name) for name in ("plan", "statement Traced")
    )
    assert first.parent_span_id.hex() == cached.parent_span_id.hex() == PARENT
    assert plan.parent_span_id == statement.parent_span_id == first.span_id
    assert first.start_time_unix_nano <= statement.start_time_unix_nano < first.end_time_unix_nano
    assert attributes(first) == {
        "http.request.method": "POST",
        "http.route": "/graphql",
        "http.response.status_code": 200,
        "learning_sites.request.id": "traced-1",
        "graphql.operation.name": "Traced",
        "learning_sites.cost": 2,
    }
    assert attributes(cached)["learning_sites.cached"] is True
    assert attributes(statement)["db.query.summary"] == "Traced"


async def test_spans_hold_no_document_variable_token_or_message(
    serve: Any, access: Access, collector: Collector
) -> None:
    async with serve(access, otlp_endpoint=f"{collector.url}/") as client:
        await client.post("/graphql", json=BODY, headers={"authorization": "Bearer lsg_secret_token"})
        await client.post("/graphql", json=BODY)
        await client.post("/graphql", json={"query": "{ privateText }"})
        await client.post("/graphql", json={"query": '{ sites(after: "private") { totalCount } }'})
        await client.get("/private/path", params={"token": "private"})
    told = "".join(str(request) for request in collector.requests)
    for private in (SECRET, "private", "lsg_", "MATCH", "RETURN", "$key"):
        assert private not in told
    refused = [attributes(span) for span in collector.spans if span.name == "POST /graphql"]
    assert {each.get("error.type") for each in refused} >= {"UNAUTHENTICATED", "GRAPHQL_VALIDATION_FAILED"}


async def test_who_waits_for_the_plan_of_another_request_has_a_span_of_it(
    serve: Any, access: Access, collector: Collector
) -> None:
    query = (
        'query Waits { recommendSites(input: {for: {jurisdictionKey: "us-county:39163"}}, first: 2) '
        "{ edges { node { waits: score site { name } factors { value } "
        "evidence(first: 2) { edges { node { similarity } } } } } } }"
    )
    async with serve(access, otlp_endpoint=collector.url, answer_cache_mb=0) as client:
        asked = [client.post("/graphql", json={"query": query}) for _ in range(3)]
        assert all(answer.status_code == 200 for answer in await asyncio.gather(*asked))
    waits = [span for span in collector.spans if span.name == "wait for the plan of another request"]
    assert len(waits) == 2


async def test_a_load_is_a_span_around_its_statements(
    access: Access, settings: Settings, collector: Collector, key_prefix: str
) -> None:
    with traced(settings.model_copy(update={"otlp_endpoint": collector.url})) as observer:
        async with Database.open(access, settings, observer) as database:
            run = Run(source="requests", by="test", key=f"{key_prefix}traced")
            async with recorded(database, run):
                await database.ping(Deadline.after(30))
    load, ping = collector.named("load"), collector.named("statement graph/ping")
    assert attributes(load) == {"learning_sites.source": "requests", "learning_sites.run": run.key}
    assert ping.parent_span_id == load.span_id


async def test_a_failed_statement_is_a_failed_span_with_its_code(
    settings: Settings, collector: Collector
) -> None:
    nobody = Access("bolt://127.0.0.1:1", "neo4j", "nobody")
    with traced(settings.model_copy(update={"otlp_endpoint": collector.url})) as observer:
        async with Database.open(nobody, settings, observer) as database:
            with pytest.raises(Unavailable):
                await database.ping(Deadline.after(1))
    failed = [attributes(span) for span in collector.spans]
    assert {each["error.type"] for each in failed} == {"UNAVAILABLE"}
    assert [each["learning_sites.attempt"] for each in failed] == list(range(1, len(failed) + 1))


CHECK = """
import sys
{before}
from cli.mutations import ports
from graph.access import Access
from graph.errors import GraphError
from graph.settings import Settings
from schema.server.app import create_app
try:
    create_app(Settings.read(), Access("bolt://127.0.0.1:1", "neo4j", "nobody"), ports)
except GraphError as error:
    print(error.code, error)
print([name for name in sys.modules if name.startswith("opentelemetry") and sys.modules[name]])
"""


@pytest.mark.parametrize(
    ("before", "endpoint", "output"),
    [
        ("", None, ["[]"]),
        ("sys.modules['opentelemetry'] = None", None, ["[]"]),
        ("sys.modules['opentelemetry'] = None", "http://127.0.0.1:1", ["EXTRA_MISSING", "[traces]", "[]"]),
    ],
)
def test_without_a_collector_nothing_is_imported_and_a_missing_package_is_named(
    tmp_path: Path, before: str, endpoint: str | None, output: list[str]
) -> None:
    environment = {**os.environ, "LEARNING_SITES_HOME": str(tmp_path)}
    environment.pop("OTEL_EXPORTER_OTLP_ENDPOINT", None)
    if endpoint is not None:
        environment["OTEL_EXPORTER_OTLP_ENDPOINT"] = endpoint
    ended = subprocess.run(
        [sys.executable, "-c", CHECK.format(before=before)],
        capture_output=True,
        text=True,
        env=environment,
        cwd=Path(__file__).parents[3],
        timeout=60,
        check=True,
    )
    assert all(each in ended.stdout for each in output)
