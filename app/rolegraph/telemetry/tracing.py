"""Traces: what a request was busy with, as spans.

Switched on by the standard variables of OpenTelemetry
(https://opentelemetry.io/docs/specs/otel/configuration/sdk-environment-variables/). Without them a
span is nothing, and nothing of OpenTelemetry is imported (FastAPI brings its interface).
"""

from __future__ import annotations

from collections.abc import Mapping

from rolegraph.errors import ConfigurationError
from rolegraph.telemetry.spans import Tracing

_ENDPOINTS = ("OTEL_EXPORTER_OTLP_ENDPOINT", "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT")
_PROTOCOLS = ("OTEL_EXPORTER_OTLP_PROTOCOL", "OTEL_EXPORTER_OTLP_TRACES_PROTOCOL")


def tracing_of(environment: Mapping[str, str]) -> Tracing:
    """Return the tracing that variables `OTEL_…` describe.

    Raises:
        ConfigurationError: they ask for what is not installed or not supported.
    """
    if environment.get("OTEL_SDK_DISABLED", "").strip().lower() == "true":
        return Tracing()
    reached = any(environment.get(name) for name in _ENDPOINTS)
    exporter = environment.get("OTEL_TRACES_EXPORTER", "").strip() or ("otlp" * reached or "none")
    if exporter == "none":
        return Tracing()
    if exporter != "otlp":
        raise ConfigurationError(
            f"OTEL_TRACES_EXPORTER is {exporter!r}; traces are sent by otlp, or not at all (none)."
        )
    for name in _PROTOCOLS:
        if environment.get(name, "http/protobuf") != "http/protobuf":
            raise ConfigurationError(f"{name} can only be http/protobuf.")
    try:
        from rolegraph.telemetry.otel import OpenTelemetry
    except ImportError:
        raise ConfigurationError(
            "The environment asks for traces (OTEL_…), but OpenTelemetry is not installed: "
            "pip install 'rolegraph[otel]', or set OTEL_TRACES_EXPORTER=none."
        ) from None
    return OpenTelemetry()
