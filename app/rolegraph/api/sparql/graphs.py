"""The SPARQL 1.1 Graph Store HTTP Protocol at `/graphs`.

Source: https://www.w3.org/TR/sparql11-http-rdf-update/. Graphs are named indirectly, by
`?graph=IRI` or `?default`; the collection itself stands for the whole dataset. Writes are patches
like every other change.
"""

from __future__ import annotations

import asyncio
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus
from urllib.parse import quote, urlsplit

from starlette.types import Receive, Scope, Send

from rolegraph.access.authenticate import Authenticator
from rolegraph.access.identity import Identity, Right
from rolegraph.api.operations.gate import identify
from rolegraph.api.sparql.graph_file import Graph, etag_of, write_graph
from rolegraph.api.sparql.results import VARY
from rolegraph.errors import (
    MethodNotAllowed,
    NotFound,
    ParameterError,
    RolegraphError,
)
from rolegraph.history.commit import Commit, Committer
from rolegraph.history.permission import Confirmation, confirmations
from rolegraph.http.accept import negotiate_format
from rolegraph.http.answers import answer_unchanged
from rolegraph.http.bodies import media_type_of, read_body
from rolegraph.http.commits import message_in, send_commit
from rolegraph.http.conditions import Precondition, is_known
from rolegraph.http.problems import answer_error
from rolegraph.http.request import Headers, boolean, header, pairs_in
from rolegraph.http.signposting import Signposts
from rolegraph.rdf.media import GRAPH_FORMATS, MAPPING_FORMATS, Format, format_of_name
from rolegraph.rdf.namespaces import GRAPHS
from rolegraph.rdf.patch import Patch, WrittenPatch
from rolegraph.rdf.sssom.mapping_set import MAPPING
from rolegraph.rdf.terms import DefaultGraph, NamedNode
from rolegraph.rdf.uploads.reading import Upload, Uploads
from rolegraph.store.embedded import EmbeddedStore
from rolegraph.store.written_lines import can_be_compared, lines_of

METHODS = ("GET", "HEAD", "PUT", "POST", "DELETE", "OPTIONS")
_KNOWN = ("graph", "default", "format", "dry-run", "confirm")
_DATASET_FORMATS = tuple(f for f in GRAPH_FORMATS if f.name in {"trig", "nquads", "jsonld"})

_CHUNK = 256 * 1024


@dataclass(frozen=True)
class _Target:
    """What a request is about: one graph, or with None the whole dataset."""

    graph: Graph | None
    format: str | None
    dry_run: bool
    confirmed: frozenset[Confirmation]


class GraphStore:
    """The graph store.

    Args:
        store: where the graphs are.
        committer: commits writes.
        authenticator: knows who may write.
        uploads: reads what is sent.
        body_limit: bytes that an uploaded graph may have.
        signposts: gives the typed links of the whole dataset's answers.
    """

    def __init__(
        self,
        store: EmbeddedStore,
        committer: Committer,
        authenticator: Authenticator,
        uploads: Uploads,
        body_limit: int,
        signposts: Callable[[Scope], Signposts],
    ) -> None:
        self._store, self._committer, self._uploads = store, committer, uploads
        self._authenticator = authenticator
        self._body_limit, self._signposts = body_limit, signposts

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        method: str = scope["method"]
        try:
            if method in {"GET", "HEAD"}:
                await self._read(scope, send)
            elif method in METHODS:
                await self._write(method, scope, receive, send)
            else:
                raise MethodNotAllowed(f"{method} is not for the graph store.", METHODS)
        except RolegraphError as error:
            await answer_error(send, error, [], head=method == "HEAD")
        except ConnectionResetError:
            return  # the client has gone

    async def _read(self, scope: Scope, send: Send) -> None:
        target = _target(scope)
        formats = GRAPH_FORMATS if target.graph is not None else _DATASET_FORMATS
        formats = (*formats, *MAPPING_FORMATS)
        chosen, media_type = _format(target.format, header(scope, b"accept"), formats)
        content_type = chosen.content_type(media_type)
        written = await asyncio.to_thread(
            write_graph, self._store, target.graph, chosen, content_type
        )
        with written.file:
            headers: Headers = [
                (b"content-type", content_type.encode()),
                (b"etag", written.etag.encode()),
                (b"cache-control", b"no-cache"),
                (b"rolegraph-revision", str(written.revision).encode()),
                VARY,
            ]
            if target.graph is None:
                headers.append((b"link", self._signposts(scope).header.encode()))
            if is_known(scope, written.etag):
                await answer_unchanged(send, headers[1:])
                return
            headers.append((b"content-length", str(written.size).encode()))
            await send({"type": "http.response.start", "status": 200, "headers": headers})
            if scope["method"] != "HEAD":
                while part := await asyncio.to_thread(written.file.read, _CHUNK):
                    await send({"type": "http.response.body", "body": part, "more_body": True})
            await send({"type": "http.response.body", "body": b""})

    async def _write(self, method: str, scope: Scope, receive: Receive, send: Send) -> None:
        author = await identify(self._authenticator, scope, Right.WRITE.role)
        target = _target(scope)
        headers: Headers = []
        graph = target.graph
        if graph is None:
            if method != "POST":
                raise ParameterError(
                    f"{method} needs ?default or ?graph=IRI; the whole dataset is not "
                    "replaced or deleted at once."
                )
            graph = NamedNode(f"{GRAPHS}{uuid.uuid4()}")
            location = f"{_base(scope)}/graphs?graph={quote(graph.value, safe='')}"
            headers.append((b"location", location.encode()))
        base = graph.value if isinstance(graph, NamedNode) else _base(scope) + "/graphs?default"
        sent = Patch()
        if method != "DELETE":
            body = await read_body(scope, receive, self._body_limit)
            kind = header(scope, b"content-type")
            media_type_of(kind)
            name = graph.value if isinstance(graph, NamedNode) else None
            sent = await self._uploads.added(Upload(kind, base, name), body)
        existed, precondition = False, Precondition.of(scope)

        def build(store: EmbeddedStore) -> Patch:
            nonlocal existed
            found, patch = _changed(store, graph, method, sent)
            existed = found or isinstance(graph, DefaultGraph)
            precondition.check(
                f"The graph <{base}>",
                store.revision,
                exists=existed,
                tags=lambda: self._etags(graph),
            )
            if method == "DELETE" and not existed:
                raise NotFound(f"There is no graph <{base}> to delete.")
            return patch

        message = message_in(scope) or f"{method} graph <{base}>"
        commit = await self._commit(build, author, message, target)
        status = HTTPStatus.NO_CONTENT
        if not existed and method != "DELETE":
            status = HTTPStatus.CREATED
        await send_commit(send, commit, headers, status=status)

    async def _commit(
        self,
        build: Callable[[EmbeddedStore], Patch],
        author: Identity,
        message: str,
        target: _Target,
    ) -> Commit:
        return await asyncio.to_thread(
            self._committer.commit,
            build,
            author=author,
            message=message,
            dry_run=target.dry_run,
            confirmed=target.confirmed,
        )

    def _etags(self, graph: Graph) -> list[str]:
        mapped = next(iter(self._store.match(None, MAPPING, None, graph)), None) is not None
        return [
            etag_of(self._store, graph, known, known.content_type(name))
            for known in (*GRAPH_FORMATS, *(MAPPING_FORMATS if mapped else ()))
            for name in (known.media_type, *known.synonyms)
        ]


def _changed(store: EmbeddedStore, graph: Graph, method: str, sent: Patch) -> tuple[bool, Patch]:
    """Return whether a graph has anything, and the patch that does with it what was asked.

    Args:
        store: has the graph.
        graph: the graph.
        method: PUT, POST or DELETE.
        sent: adds what came with it.
    """
    if method == "POST" and isinstance(sent, WrittenPatch) and can_be_compared(sent):
        lines = lines_of(store, graph)
        return bool(lines), sent.without(lines) if lines else sent
    present = set(store.match(graph=graph))
    if method == "DELETE":
        return bool(present), Patch(removed=frozenset(present))
    if method == "POST" or not present:
        return bool(present), sent
    return True, Patch(removed=frozenset(present - sent.added), added=sent.added - present)


def _target(scope: Scope) -> _Target:
    """Read what a request is about.

    Raises:
        ParameterError: unknown, repeated or contradicting parameters, or a relative IRI.
    """
    pairs = pairs_in(scope["query_string"], "The URL")
    given = {name: values[-1] for name, values in pairs.items()}
    unknown = [name for name in given if name not in _KNOWN]
    if unknown:
        raise ParameterError(f"Unknown parameter {unknown[0]!r}. Known: {', '.join(_KNOWN)}.")
    if any(len(values) > 1 for values in pairs.values()):
        raise ParameterError("A parameter is given twice; name one graph.")
    if "graph" in given and "default" in given:
        raise ParameterError("The request has both ?default and ?graph; name one graph.")
    graph: Graph | None = None
    if "default" in given:
        graph = DefaultGraph()
    elif "graph" in given:
        graph = _graph_name(given["graph"])
    dry_run, confirmed = boolean(given.get("dry-run")), confirmations(given.get("confirm"))
    return _Target(graph, given.get("format"), dry_run, confirmed)


def _graph_name(iri: str) -> NamedNode:
    try:
        parts = urlsplit(iri)
        node = NamedNode(iri)
    except ValueError:
        raise ParameterError(f"?graph is {iri!r}, which is not an absolute IRI.") from None
    if not parts.scheme:
        raise ParameterError(f"?graph is {iri!r}; a graph is named by an absolute IRI.")
    return node


def _format(
    name: str | None, accept: str | None, formats: tuple[Format, ...]
) -> tuple[Format, str]:
    if name is None:
        return negotiate_format(accept, formats)
    found = format_of_name(name, formats)
    if found is None:
        known = ", ".join(known.name for known in formats)
        raise ParameterError(f"The format {name!r} is not known here; known are {known}.")
    return found, found.media_type


def _base(scope: Scope) -> str:
    host = header(scope, b"host") or "localhost"
    return f"{scope.get('scheme', 'http')}://{host}{scope.get('root_path', '')}"
