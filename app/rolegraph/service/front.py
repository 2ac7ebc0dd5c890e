"""What stands before every route: who asks, from where, how it is seen, and whether it may."""

from __future__ import annotations

from collections.abc import Callable

from fastapi import FastAPI
from starlette.types import ASGIApp, Scope

from rolegraph.access.authenticate import Authenticator
from rolegraph.api.operations.failures import methods_at
from rolegraph.api.operations.gate import Gate, Refuse, name_of
from rolegraph.history.commit import revision_marked
from rolegraph.http.bodies import BodyBudget
from rolegraph.http.front import AllowedHosts, CrossOrigin, Front
from rolegraph.http.once.keys import Keys
from rolegraph.http.once.middleware import Once
from rolegraph.http.proxies import BehindProxies, TrustedProxies
from rolegraph.mcp.endpoint import AgentEndpoint
from rolegraph.service.endpoints import METHODS
from rolegraph.service.operations import Operations
from rolegraph.service.upstream import Upstream
from rolegraph.settings import Settings
from rolegraph.store.embedded import EmbeddedStore


class FrontRules:
    """The rules that the settings give for every request.

    Args:
        settings: of the service.
        authenticator: knows who asks.
        operations: sees each request.

    Attributes:
        proxies: whose word is believed about who asks.
        hosts: the names that the service answers to.
        cross_origin: which pages of other origins may use it.
        keys: what was answered to requests that are sent once more.
    """

    def __init__(
        self, settings: Settings, authenticator: Authenticator, operations: Operations
    ) -> None:
        self._settings, self._authenticator, self._operations = settings, authenticator, operations
        self.proxies = TrustedProxies(settings.trusted_proxies)
        self.hosts = AllowedHosts(settings.allowed_hosts, settings.public_url, settings.host)
        self.cross_origin = CrossOrigin(settings.cors_origins)
        self.keys = Keys(settings.data_dir)

    def agents(self) -> AgentEndpoint:
        """Return what answers AI agents."""
        return AgentEndpoint(
            enabled=self._settings.mcp,
            commits=self._settings.mcp_commit,
            cross_origin=self.cross_origin,
        )

    def once(self, store: EmbeddedStore) -> Callable[[ASGIApp], ASGIApp]:
        """Return what has an application carry out no write twice.

        Args:
            store: has the commits of requests that are sent once more.
        """

        async def who(scope: Scope) -> str | None:
            return await name_of(self._authenticator, scope)

        return lambda inner: Once(
            inner,
            self.keys,
            who,
            lambda: store.revision,
            lambda mark, behind: revision_marked(store, mark, behind),
            self._settings.update_length,
        )

    def before(
        self,
        api: FastAPI,
        refuse: Refuse,
        upstream: Upstream | None,
    ) -> Callable[[ASGIApp], ASGIApp]:
        """Return what puts them before an application.

        Args:
            api: knows the methods of an address that is no plain endpoint.
            refuse: answers people who must sign in first.
            upstream: says how far the service has followed it, and where to write instead.
        """
        settings = self._settings
        opened = frozenset({"/metrics"} if settings.open_metrics else ())
        states = upstream.headers if upstream else None

        def methods(scope: Scope) -> tuple[str, ...]:
            return METHODS.get(scope["path"]) or methods_at(api, scope)

        def before(inner: ASGIApp) -> ASGIApp:
            leader = upstream.leader if upstream else None
            gate = Gate(inner, self._authenticator, opened, refuse, leader)
            budget = BodyBudget(settings.body_budget)
            # Where anybody may read, the gate would let each GET and HEAD through.
            reads = inner if self._authenticator.open_reading else gate
            front = Front(gate, reads, self.hosts, self.cross_origin, methods, budget)
            seen = self._operations.observed(
                front, frozenset(METHODS), states, front.headers, self._authenticator.name_of
            )
            return BehindProxies(seen, self.proxies) if self.proxies.any else seen

        return before
