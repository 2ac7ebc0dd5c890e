"""The endpoints in plain ASGI, for the sake of their hot path: `/sparql` and `/graphs`."""

from __future__ import annotations

from starlette.types import ASGIApp

from rolegraph.access.authenticate import Authenticator
from rolegraph.api.sparql import graphs
from rolegraph.api.sparql import request as sparql
from rolegraph.api.sparql.description import EndpointDescription
from rolegraph.api.sparql.endpoint import SparqlEndpoint
from rolegraph.api.sparql.graphs import GraphStore
from rolegraph.api.sparql.past_queries import PastQueries
from rolegraph.api.sparql.updates import RefusedUpdates, SparqlUpdates
from rolegraph.http.request import base_in
from rolegraph.mcp.endpoint import METHODS as AGENT_METHODS
from rolegraph.mcp.endpoint import PATH, AgentEndpoint
from rolegraph.service.core import Core
from rolegraph.service.querying import Querying
from rolegraph.service.upstream import Upstream
from rolegraph.settings import Settings
from rolegraph.web.reference.dataset import dump_signposts

METHODS = {
    "/sparql": sparql.METHODS,
    "/graphs": graphs.METHODS,
    PATH: AGENT_METHODS,
}
"""Path → the methods that it has."""


def endpoints_of(
    settings: Settings,
    core: Core,
    querying: Querying,
    authenticator: Authenticator,
    upstream: Upstream | None,
    agents: AgentEndpoint | None,
) -> dict[str, ASGIApp]:
    """Return the endpoints by their paths."""
    updates = (
        RefusedUpdates(upstream.leader)
        if upstream and upstream.leader
        else SparqlUpdates(
            core.store,
            querying.workers,
            core.committer,
            authenticator,
            querying.outbound,
            querying.uploads,
            union=settings.union,
            public_url=settings.public_url,
        )
    )
    of_agents: dict[str, ASGIApp] = {} if agents is None else {PATH: agents}
    return {
        **of_agents,
        "/sparql": SparqlEndpoint(
            querying.asked,
            querying.results,
            EndpointDescription(core.store, settings),
            updates,
            querying.bounds,
            settings.update_length,
            PastQueries(core.store, core.versions, querying.workers, union=settings.union),
            querying.relay if querying.outbound.any else None,
            settings.public_url,
        ),
        "/graphs": GraphStore(
            core.store,
            core.committer,
            authenticator,
            querying.uploads,
            settings.update_length,
            lambda scope: dump_signposts(core.catalogue.about, base_in(scope, settings.public_url)),
        ),
    }
