"""Traces by OpenTelemetry: requests, plans, statements, waits and loads as spans, sent to a collector (OTLP).

Off unless a collector is set, and then nothing of OpenTelemetry is imported. A span names an operation, a
statement or a run; it never has a document, a variable, a header or the message of an error.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from importlib.metadata import version
from typing import TYPE_CHECKING, Final

from graph.activity import Facts
from graph.errors import ExtraMissing, GraphError
from graph.observer import Observer
from graph.settings import PACKAGE, Settings, variable

if TYPE_CHECKING:
    from opentelemetry.sdk.trace import TracerProvider
    from opentelemetry.trace import Span

SERVICE: Final = "learning-sites"
PATH: Final = "/v1/traces"
FACTS: Final = {
    "id": "learning_sites.request.id",
    "operation": "graphql.operation.name",
    "cost": "learning_sites.cost",
    "kept": "learning_sites.cached",
    "code": "error.type",
    "status": "http.response.status_code",
}
"""Facts of the line of a request that its span has, and the names of these attributes."""


class Traces(Observer):
    """Makes spans and sends them; `close` sends the last ones."""

    def __init__(self, provider: TracerProvider) -> None:
        from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator

        self._provider = provider
        self._tracer = provider.get_tracer(SERVICE, version(PACKAGE))
        self._propagator = TraceContextTextMapPropagator()

    @contextmanager
    def statement(self, name: str, attempt: int) -> Iterator[None]:
        """A span of one attempt of a statement."""
        from opentelemetry.trace import SpanKind

        facts: dict[str, str | int] = {"db.system.name": "neo4j", "db.query.summary": name}
        facts["learning_sites.attempt"] = attempt
        with self._span(f"statement {name}", facts, SpanKind.CLIENT):
            yield

    @contextmanager
    def span(self, name: str, **attributes: str) -> Iterator[None]:
        """A span within the one that is open."""
        with self._span(name, {f"learning_sites.{key}": value for key, value in attributes.items()}):
            yield

    @contextmanager
    def request(self, method: str, route: str, traceparent: str | None, line: Facts) -> Iterator[None]:
        """A span of an HTTP request, which continues the trace of its caller; `line` is that of its log."""
        from opentelemetry.trace import SpanKind

        parent = self._propagator.extract({"traceparent": traceparent} if traceparent else {})
        facts = {"http.request.method": method, "http.route": route}
        with self._span(f"{method} {route}", facts, SpanKind.SERVER, parent) as span:
            try:
                yield
            finally:
                for fact, name in FACTS.items():
                    if fact in line:
                        span.set_attribute(name, line[fact])  # type: ignore[arg-type] # text and numbers

    def close(self) -> None:
        """Sends what is not sent yet."""
        self._provider.shutdown()

    @contextmanager
    def _span(
        self, name: str, attributes: Mapping[str, str | int], kind: object = None, parent: object = None
    ) -> Iterator[Span]:
        from opentelemetry.trace import SpanKind, StatusCode

        with self._tracer.start_as_current_span(
            name,
            context=parent,  # type: ignore[arg-type] # of the propagator
            kind=kind or SpanKind.INTERNAL,  # type: ignore[arg-type] # a SpanKind
            attributes=attributes,
            record_exception=False,  # its message may have a value of the caller
            set_status_on_exception=False,
        ) as span:
            try:
                yield span
            except BaseException as error:
                code = error.code if isinstance(error, GraphError) else type(error).__name__
                span.set_attribute("error.type", code)
                span.set_status(StatusCode.ERROR)
                raise


def traces_of(settings: Settings) -> Traces | None:
    """The traces of this process; None where they are off. Raises ExtraMissing."""
    if settings.otlp_endpoint is None:
        return None
    try:
        from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
        from opentelemetry.sdk.resources import Resource
        from opentelemetry.sdk.trace import TracerProvider
        from opentelemetry.sdk.trace.export import BatchSpanProcessor
    except ImportError:
        raise ExtraMissing(
            f"{variable('otlp_endpoint')}: traces need OpenTelemetry; install it with "
            f"`pip install '{PACKAGE}[traces]'`, or unset the variable."
        ) from None
    endpoint = settings.otlp_endpoint.rstrip("/") + PATH
    resource = Resource({"service.name": SERVICE, "service.version": version(PACKAGE)})
    provider = TracerProvider(resource=resource.merge(Resource.create()), shutdown_on_exit=False)
    provider.add_span_processor(BatchSpanProcessor(OTLPSpanExporter(endpoint=endpoint)))
    return Traces(provider)


@contextmanager
def traced(settings: Settings) -> Iterator[Observer]:
    """The observer of a command, whose last spans are sent when the block ends."""
    traces = traces_of(settings)
    try:
        yield traces or Observer()
    finally:
        if traces is not None:
            traces.close()
