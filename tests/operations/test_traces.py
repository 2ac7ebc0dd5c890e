"""Traces: what a collector receives over OTLP, and that without one nothing is loaded."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import httpx
import pytest
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest

from rolegraph.errors import ConfigurationError
from rolegraph.telemetry.tracing import tracing_of
from serving import StartServer, fetch

TOKEN = "a-token-to-write"
TRACE, PARENT = "4bf92f3577b34da6a3ce929d0e0e4736", "00f067aa0ba902b7"


class Collector(ThreadingHTTPServer):
    """Receives spans as an OpenTelemetry collector does, over OTLP/HTTP."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Receiver)
        self.received: list[Any] = []
        self.services: set[str] = set()
        threading.Thread(target=self.serve_forever, daemon=True).start()


class Receiver(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        request = ExportTraceServiceRequest.FromString(body)
        collector = self.server
        assert isinstance(collector, Collector)
        for resource in request.resource_spans:
            named = {pair.key: pair.value.string_value for pair in resource.resource.attributes}
            collector.services.add(named["service.name"])
            for scope in resource.scope_spans:
                collector.received += scope.spans
        self.send_response(200)
        self.end_headers()

    def log_message(self, format: str, *values: object) -> None:  # noqa: A002 - the base's name
        """Say nothing."""


@pytest.fixture
def collector() -> Iterator[Collector]:
    with Collector() as running:
        yield running
        running.shutdown()


def values(span: Any) -> dict[str, Any]:
    return {pair.key: pair.value.string_value or pair.value.int_value for pair in span.attributes}


def test_a_write_is_one_trace_from_its_client_to_the_guard(
    start_server: StartServer, collector: Collector
) -> None:
    """Who asks why a write was slow sees the request, the update, the commit and the guard."""
    server = start_server(
        ROLEGRAPH_WRITE_TOKEN=TOKEN,
        OTEL_EXPORTER_OTLP_ENDPOINT=f"http://127.0.0.1:{collector.server_port}",
        OTEL_SERVICE_NAME="roles",
    )
    secret = 'INSERT DATA { GRAPH <urn:g> { <urn:s> <urn:p> "a secret" } }'
    httpx.post(
        f"{server.url}sparql",
        content=secret,
        headers={
            "Content-Type": "application/sparql-update",
            "Authorization": f"Bearer {TOKEN}",
            "traceparent": f"00-{TRACE}-{PARENT}-01",
            "X-Request-ID": "traced-1",
        },
    ).raise_for_status()
    fetch(f"{server.url}api/v1/roles/nobody", headers={"traceparent": f"00-{TRACE}-{PARENT}-01"})
    fetch(f"{server.url}sparql", params={"query": "SELECT * { a secret }"})
    server.stop()
    spans = {span.name: span for span in collector.received if span.trace_id.hex() == TRACE}
    write = spans["POST /sparql"]
    everything = b"".join(span.SerializeToString() for span in collector.received)

    assert {"roles"} == collector.services
    assert {"POST /sparql", "update", "commit", "guard", "GET /api/v1/roles/{id}"} == spans.keys()
    assert PARENT == write.parent_span_id.hex()
    assert [write.span_id] * 2 == [spans[n].parent_span_id for n in ("update", "commit")]
    assert spans["commit"].span_id == spans["guard"].parent_span_id
    assert (204, "traced-1") == (
        values(write)["http.response.status_code"],
        values(write)["rolegraph.request_id"],
    )
    assert {"rolegraph.revision": 2, "rolegraph.added": 1} == {
        name: values(spans["commit"])[name] for name in ("rolegraph.revision", "rolegraph.added")
    }
    assert b"a secret" not in everything
    assert TOKEN.encode() not in everything


def test_without_a_collector_nothing_of_opentelemetry_is_loaded(tmp_path: Path) -> None:
    """Nothing but its interface, which FastAPI brings; the rest need not be installed."""
    script = (
        "import sys; from rolegraph.main import create_app; from rolegraph.settings import Settings\n"
        f"create_app(Settings(data_dir={str(tmp_path / 'data')!r}, empty=True)).state.store.close()\n"
        "print([n for n in sys.modules if n.startswith(('opentelemetry.sdk', 'opentelemetry.exporter'))])"
    )
    ran = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)

    assert "[]\n" == ran.stdout


def test_traces_without_the_package_name_what_to_install(tmp_path: Path) -> None:
    """The extra is not part of an ordinary installation."""
    script = (
        "import sys; sys.modules['opentelemetry.sdk'] = None\n"
        "from rolegraph.cli.main import main; sys.argv[1:] = ['serve', '--port', '0']; main()"
    )
    ran = subprocess.run(
        [sys.executable, "-c", script],
        env={
            "ROLEGRAPH_DATA_DIR": str(tmp_path),
            "OTEL_EXPORTER_OTLP_ENDPOINT": "http://127.0.0.1:1/",
        },
        capture_output=True,
        text=True,
        check=False,
    )

    assert 2 == ran.returncode
    assert "pip install 'rolegraph[otel]'" in ran.stderr


@pytest.mark.parametrize(
    ("environment", "active"),
    [
        ({}, False),
        ({"OTEL_EXPORTER_OTLP_ENDPOINT": ""}, False),
        ({"OTEL_EXPORTER_OTLP_ENDPOINT": "http://127.0.0.1:1"}, True),
        ({"OTEL_TRACES_EXPORTER": "otlp"}, True),
        ({"OTEL_EXPORTER_OTLP_ENDPOINT": "http://x", "OTEL_TRACES_EXPORTER": "none"}, False),
        ({"OTEL_EXPORTER_OTLP_ENDPOINT": "http://x", "OTEL_SDK_DISABLED": "true"}, False),
    ],
)
def test_the_standard_variables_switch_traces_on_and_off(
    environment: dict[str, str], active: bool
) -> None:
    """As any other service of an installation understands them."""
    assert active == tracing_of(environment).active


@pytest.mark.parametrize(
    "environment",
    [
        {"OTEL_TRACES_EXPORTER": "zipkin"},
        {"OTEL_TRACES_EXPORTER": "otlp", "OTEL_EXPORTER_OTLP_PROTOCOL": "grpc"},
    ],
)
def test_what_is_not_supported_is_said_at_the_start(environment: dict[str, str]) -> None:
    """Traces that silently never arrive are looked for in vain."""
    with pytest.raises(ConfigurationError, match=next(reversed(environment))):
        tracing_of(environment)
