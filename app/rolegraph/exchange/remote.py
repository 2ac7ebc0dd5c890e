"""The service on another machine, or in another process: over HTTP, with a token.

It is read by the graph store protocol and written by SPARQL Update, as any client could.
"""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import quote

import httpx

from rolegraph.errors import Conflict, NotFound, StoreError
from rolegraph.exchange.service import Pushed, Snapshot
from rolegraph.history.service_client import ServiceClient
from rolegraph.rdf.namespaces import CHANGES_GRAPH
from rolegraph.rdf.patch import Patch
from rolegraph.rdf.terms import DefaultGraph, GraphName, Quad, RdfFormat, parse
from rolegraph.store.journal.entry_format import decode_patch

_REVISION = "rolegraph-revision"


class RemoteService:
    """A service by its address.

    Args:
        url, token, transport: see `ServiceClient`.
    """

    def __init__(
        self, url: str, token: str | None = None, transport: httpx.BaseTransport | None = None
    ) -> None:
        self._client = ServiceClient(url, token, transport)

    @property
    def name(self) -> str:
        """Its address."""
        return self._client.url

    def close(self) -> None:
        """End its connections."""
        self._client.close()

    def read(self) -> Snapshot:
        """Return the present state.

        Raises:
            StoreError: it cannot be reached, or is no such service.
            Unauthenticated: reading needs a token.
        """
        answer = self._client.ask("GET", "graphs", headers={"Accept": "application/n-quads"})
        return Snapshot(
            self._revision(answer), tuple(parse(answer.content, format=RdfFormat.N_QUADS))
        )

    def history(self) -> Iterator[tuple[int, Patch]]:
        """Yield the commits, the newest first, as far as the service tells."""
        revision = self._revision(self._client.ask("HEAD", "graphs?default"))
        while revision > 0:
            try:
                answer = self._client.ask(
                    "GET",
                    f"api/v1/changes/{revision}",
                    headers={"Accept": "application/rdf-patch"},
                )
            except NotFound:
                return
            yield revision, decode_patch(answer.content)
            revision -= 1

    def commit(self, patch: Patch, message: str, expected: int, *, dry_run: bool) -> Pushed:
        """Make one guarded commit.

        Raises:
            Conflict: another commit came after the revision `expected`.
            Refused: the guard found violations.
            Unauthenticated: there is no token, or a wrong one.
            PermissionDenied: the token may only read.
        """
        answer = self._client.ask(
            "POST",
            "sparql" + ("?dry-run=true" if dry_run else ""),
            content=_update(patch, expected).encode(),
            headers={
                "Content-Type": "application/sparql-update",
                "Rolegraph-Message": " ".join(message.split()).encode(),
            },
        )
        if not dry_run and not self._has(patch):
            raise Conflict(f"Another commit came after revision {expected}; nothing was stored.")
        document = answer.json() if answer.content else {}
        return Pushed(self._revision(answer), tuple(document.get("findings", ())))

    def _has(self, patch: Patch) -> bool:
        """Tell whether a patch is in: an update whose condition fails is answered like another."""
        for graph in {quad.graph_name for quad in (*patch.removed, *patch.added)}:
            name = (
                "default"
                if isinstance(graph, DefaultGraph)
                else f"graph={quote(graph.value, safe='')}"
            )
            present = self._graph(name, graph)
            wanted = {quad for quad in patch.added if quad.graph_name == graph}
            if not wanted <= present or not present.isdisjoint(patch.removed):
                return False
        return True

    def _graph(self, name: str, graph: GraphName) -> set[Quad]:
        try:
            answer = self._client.ask(
                "GET", f"graphs?{name}", headers={"Accept": "application/n-triples"}
            )
        except NotFound:
            return set()
        triples = parse(answer.content, format=RdfFormat.N_TRIPLES)
        return {Quad(t.subject, t.predicate, t.object, graph) for t in triples}

    def _revision(self, answer: httpx.Response) -> int:
        text = answer.headers.get(_REVISION, "")
        if not text.isdecimal():
            raise StoreError(f"{self.name} is no rolegraph service: it names no revision.")
        return int(text)


def _update(patch: Patch, expected: int) -> str:
    """Return a patch as an update that does nothing once another commit has come.

    The graph of changes names each revision, and an update is evaluated on one of them.
    """
    following = f"<{CHANGES_GRAPH}#revision-{expected + 1}>"
    return (
        f"DELETE {{\n{_pattern(patch.removed)}}}\nINSERT {{\n{_pattern(patch.added)}}}\n"
        f"WHERE {{ FILTER NOT EXISTS {{ GRAPH <{CHANGES_GRAPH}> {{ {following} ?p ?o }} }} }}"
    )


def _pattern(quads: frozenset[Quad]) -> str:
    lines = []
    for quad in quads:
        triple = f"{quad.subject} {quad.predicate} {quad.object} ."
        graph = quad.graph_name
        loose = isinstance(graph, DefaultGraph)
        lines.append(f"{triple}\n" if loose else f"GRAPH {graph} {{ {triple} }}\n")
    return "".join(sorted(lines))
