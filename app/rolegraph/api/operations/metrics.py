"""`/metrics`: what Prometheus reads."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response
from prometheus_client import CollectorRegistry
from prometheus_client.exposition import choose_encoder

from rolegraph.http.accept import wanted_by

OFFERS = ("text/plain", "application/openmetrics-text")


def router(registry: CollectorRegistry) -> APIRouter:
    """Return the route of `/metrics`.

    Args:
        registry: the metrics of this application.
    """
    routes = APIRouter(tags=["operations"])

    @routes.get(
        "/metrics",
        operation_id="getMetrics",
        summary="Metrics for Prometheus, in its text format or as OpenMetrics",
        response_class=Response,
        responses={200: {"content": {"text/plain": {"schema": {"type": "string"}}}}},
    )
    def metrics(request: Request) -> Response:
        wanted = wanted_by(request, OFFERS)
        # Left to itself, the library forgets qualities and takes `application/*` for plain text.
        named = [kind for kind in request.headers.get("accept", "").split(",") if wanted in kind]
        encode, content_type = choose_encoder(",".join(named) or wanted)
        headers = {"Cache-Control": "no-store", "Content-Type": content_type}
        return Response(encode(registry), headers=headers)

    return routes
