"""Traces by OpenTelemetry; imported only where they are switched on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from opentelemetry.context import Context
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk.resources import (
    SERVICE_NAME,
    SERVICE_VERSION,
    OTELResourceDetector,
    Resource,
)
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor
from opentelemetry.trace import Span, SpanKind, StatusCode, Tracer
from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator

from rolegraph import __version__
from rolegraph.telemetry.spans import Note, Tracing

_ROUTE, _STATUS = "http.route", "http.response.status_code"
_FAULT = 500
_PATIENCE = 5000
"""Milliseconds that the end of the service may wait for the last spans to be sent."""


class OpenTelemetry(Tracing):
    """Tracing with a provider of its own, told by the variables `OTEL_…` where spans go."""

    active = True

    def __init__(self) -> None:
        own = Resource({SERVICE_NAME: "rolegraph", SERVICE_VERSION: __version__})
        # What the environment says of the service goes before its own name.
        self._provider = TracerProvider(resource=own.merge(OTELResourceDetector().detect()))
        self._provider.add_span_processor(BatchSpanProcessor(OTLPSpanExporter()))
        self._tracer: Tracer = self._provider.get_tracer("rolegraph", __version__)
        self._propagator = TraceContextTextMapPropagator()

    @contextmanager
    def span(self, name: str) -> Iterator[Note]:
        """Return a span around a block, below the one that is open."""
        with self._open(name) as span:
            yield span.set_attribute

    @contextmanager
    def request(self, method: str, headers: Mapping[str, str]) -> Iterator[Note]:
        """Return the span of a request, below the one that its client tells of."""
        context = self._propagator.extract(headers)
        with self._open(method, context, SpanKind.SERVER) as span:
            span.set_attribute("http.request.method", method)
            yield lambda name, value: _note(span, method, name, value)

    @contextmanager
    def _open(
        self, name: str, context: Context | None = None, kind: SpanKind = SpanKind.INTERNAL
    ) -> Iterator[Span]:
        """Open a span. Of an error it tells the kind alone: its words may quote a query."""
        with self._tracer.start_as_current_span(
            name, context, kind, record_exception=False, set_status_on_exception=False
        ) as span:
            try:
                yield span
            except BaseException as error:
                span.set_attribute("error.type", type(error).__name__)
                span.set_status(StatusCode.ERROR)
                raise

    def close(self) -> None:
        """Send what is left, and end."""
        self._provider.force_flush(_PATIENCE)
        self._provider.shutdown()


def _note(span: Span, method: str, name: str, value: str | int) -> None:
    """Note something of a request; its route makes its name (HTTP semantic conventions)."""
    span.set_attribute(name, value)
    if name == _ROUTE:
        span.update_name(f"{method} {value}")
    elif name == _STATUS and int(value) >= _FAULT:
        span.set_status(StatusCode.ERROR)
