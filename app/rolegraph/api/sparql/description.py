"""The service description of this service's endpoint, made once a revision."""

from __future__ import annotations

from starlette.types import Scope

from rolegraph.http.request import header
from rolegraph.rdf.media import Format
from rolegraph.rdf.terms import NamedNode
from rolegraph.settings import Settings
from rolegraph.sparql.description import describe
from rolegraph.store.embedded import EmbeddedStore


class EndpointDescription:
    """Describes the endpoint as it is now.

    Args:
        store: whose graphs are listed.
        settings: what is allowed.
    """

    def __init__(self, store: EmbeddedStore, settings: Settings) -> None:
        self._store, self._settings = store, settings
        self._counted: tuple[int, dict[str, int]] = (-1, {})

    def __call__(self, scope: Scope, graph_format: Format) -> bytes:
        """Return the description in an RDF format."""
        base = self._settings.public_url
        if base is None:
            base = f"{scope.get('scheme', 'http')}://{header(scope, b'host') or 'localhost'}"
        return describe(
            f"{base.rstrip('/')}/sparql",
            self._graphs(),
            union=self._settings.union,
            writable=self._settings.follow is None,
            federated=bool(self._settings.service_allow),
            graph_format=graph_format,
        )

    def _graphs(self) -> dict[str, int]:
        revision = self._store.revision
        if self._counted[0] != revision:
            counts = {
                name.value: sum(1 for _ in self._store.match(graph=NamedNode(name.value)))
                for name in self._store.graph_names()
            }
            self._counted = (revision, counts)
        return self._counted[1]
