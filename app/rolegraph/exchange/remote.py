"""The service on another machine, or in another process: over HTTP, with a token.

It is read by the graph store protocol and written by SPARQL Update, as any client could.
"""

from __future__ import annotations

from collections.abc import Iterator

import httpx

from rolegraph.client import Client, dataset
from rolegraph.client.requests import Writing
from rolegraph.errors import (
    AnswerLost,
    Conflict,
    InputError,
    NotFound,
    PermissionDenied,
    PreconditionFailed,
    RolegraphError,
    Unauthenticated,
)
from rolegraph.exchange.service import DatasetSnapshot, Pushed
from rolegraph.history.permission import Confirmation
from rolegraph.rdf.namespaces import is_people_graph
from rolegraph.rdf.patch import Patch
from rolegraph.rdf.terms import BlankNode, DefaultGraph, Quad, RdfFormat, parse
from rolegraph.store.journal.entry_format import decode_patch

_ADDED = "rolegraph-added"


class RemoteService:
    """A service by its address.

    Args:
        url, token, transport: see `Client`.
    """

    def __init__(
        self, url: str, token: str | None = None, transport: httpx.BaseTransport | None = None
    ) -> None:
        self._client = Client(url, token, transport=transport)

    @property
    def name(self) -> str:
        """Its address."""
        return self._client.url

    def close(self) -> None:
        """End its connections."""
        self._client.close()

    @property
    def client(self) -> Client:
        """What asks it."""
        return self._client

    def read(self) -> DatasetSnapshot:
        """Return the present state.

        Raises:
            StoreError: it cannot be reached, or is no such service.
            Unauthenticated: reading needs a token.
        """
        answer = self._client.send(dataset.dataset())
        quads = tuple(parse(answer.content, format=RdfFormat.N_QUADS))
        shown = any(is_people_graph(getattr(quad.graph_name, "value", "")) for quad in quads)
        return DatasetSnapshot(
            dataset.revision_of(answer), quads, not shown and self._hides_people()
        )

    def _hides_people(self) -> bool:
        """Tell whether the service keeps memberships from whoever asks."""
        try:
            self._client.send(dataset.memberships())
        except (Unauthenticated, PermissionDenied):
            return True
        except NotFound:
            return False  # a plain store, which knows of no memberships
        return False

    def history(self) -> Iterator[tuple[int, Patch]]:
        """Yield the commits, the newest first, as far as the service tells."""
        revision = self._client.send(dataset.present_revision())
        while revision > 0:
            try:
                answer = self._client.send(dataset.logged_patch(revision))
            except NotFound:
                return
            yield revision, decode_patch(answer.content)
            revision -= 1

    def commit(
        self,
        patch: Patch,
        message: str,
        expected: int,
        *,
        dry_run: bool,
        confirmed: frozenset[Confirmation] = frozenset(),
    ) -> Pushed:
        """Make one guarded commit.

        Raises:
            AnswerLost: it was sent, and whether it was stored is not known.
            InputError: it removes a blank node; nothing was sent.
            Conflict: another commit came after the revision `expected`.
            Refused: the guard found violations.
            Unauthenticated: there is no token, or a wrong one.
            PermissionDenied: the token may only read.
        """
        how = Writing(dry_run=dry_run, message=message, confirm=confirmed)
        try:
            answer = self._client.send(dataset.update(_update(patch), expected, how))
        except PreconditionFailed as error:
            raise Conflict(str(error)) from error
        except AnswerLost as error:
            raise AnswerLost(f"{error} {self._since(expected)}") from error
        document = answer.json() if answer.content else {}
        added = answer.headers.get(_ADDED, "")
        if not added.isdecimal():
            raise AnswerLost(f"{self.name} did not say what it stored. {self._since(expected)}")
        return Pushed(dataset.revision_of(answer), tuple(document.get("findings", ())), int(added))

    def _since(self, expected: int) -> str:
        """Say what has been committed since, for somebody who does not know the outcome."""
        known = f"The change was made for revision {expected}"
        try:
            revision = self._client.send(dataset.present_revision())
        except RolegraphError:
            return f"{known}. When the service answers again, rolegraph log shows what came after."
        if revision == expected:
            return f"{known}, and nothing has been committed since: send it again."
        return f"{known}, and the service is at revision {revision}: look at it by rolegraph log."


def _update(patch: Patch) -> str:
    """Return a patch as an update.

    Raises:
        InputError: it removes a blank node, which no update can name.
    """
    nameless = [q for q in patch.removed if BlankNode in {type(q.subject), type(q.object)}]
    if nameless:
        raise InputError(
            f"A blank node in the graph {nameless[0].graph_name} is to be removed, and SPARQL "
            "cannot name it. Nothing was sent. Give it an IRI, or push on the service's machine "
            "with --data-dir."
        )
    parts = []
    if patch.removed:
        parts.append(f"DELETE DATA {{\n{_pattern(patch.removed)}}}")
    if patch.added:
        parts.append(f"INSERT DATA {{\n{_pattern(patch.added)}}}")
    return " ;\n".join(parts)


def _pattern(quads: frozenset[Quad]) -> str:
    lines = []
    for quad in quads:
        triple = f"{quad.subject} {quad.predicate} {quad.object} ."
        graph = quad.graph_name
        loose = isinstance(graph, DefaultGraph)
        lines.append(f"{triple}\n" if loose else f"GRAPH {graph} {{ {triple} }}\n")
    return "".join(sorted(lines))
