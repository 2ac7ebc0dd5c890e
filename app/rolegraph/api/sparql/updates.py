"""SPARQL updates on their way to a commit."""

from __future__ import annotations

import asyncio
from dataclasses import astuple, replace
from itertools import pairwise
from urllib.parse import urljoin

from starlette.types import Scope

from rolegraph.access.authenticate import Authenticator
from rolegraph.access.identity import Right
from rolegraph.api.operations.gate import identify, same_at
from rolegraph.api.sparql.request import UpdateRequest
from rolegraph.errors import ConfirmationNeeded, Conflict, InputError, ReadOnlyReplica
from rolegraph.history.commit import Commit, Committer
from rolegraph.history.permission import confirmations
from rolegraph.http.commits import message_in
from rolegraph.http.conditions import Precondition
from rolegraph.http.request import base_in, party_in
from rolegraph.rdf.media import GRAPH_FORMATS
from rolegraph.rdf.namespaces import APART_GRAPHS, is_default_dataset_graph
from rolegraph.rdf.patch import Patch
from rolegraph.rdf.sparql_tokens import tokens
from rolegraph.rdf.terms import DefaultGraph, NamedNode, Quad, RdfFormat, serialize
from rolegraph.rdf.uploads.nesting import check_depth
from rolegraph.rdf.uploads.reading import Upload, Uploads
from rolegraph.sparql.outbound import Outbound
from rolegraph.sparql.update import read_update
from rolegraph.sparql.update_literals import require_values
from rolegraph.sparql.update_operations import (
    DataOperation,
    GraphOperation,
    LoadOperation,
    ModifyOperation,
)
from rolegraph.store.embedded import EmbeddedStore
from rolegraph.store.engine.reading import EngineReader
from rolegraph.store.workers.messages.job import Answer, UpdateJob
from rolegraph.store.workers.pool import QueryWorkers

_ATTEMPTS = 8
"""How often an update is evaluated anew because another commit came between."""


class SparqlUpdates:
    """Evaluates updates in workers and commits what they change.

    Args:
        store: whose default graph the workers are told of.
        workers: evaluate the updates.
        committer: commits the patches.
        authenticator: knows who may write.
        outbound: what LOAD may fetch.
        uploads: reads what LOAD fetched, and what workers made.
        union: whether the default graph is the union of the default dataset graphs.
        public_url: address of the service as clients see it; by default that of each request.
    """

    def __init__(
        self,
        store: EmbeddedStore,
        workers: QueryWorkers,
        committer: Committer,
        authenticator: Authenticator,
        outbound: Outbound,
        uploads: Uploads,
        *,
        union: bool,
        public_url: str | None = None,
    ) -> None:
        self._store, self._workers, self._committer = store, workers, committer
        self._authenticator, self._outbound, self._union = authenticator, outbound, union
        self._uploads, self._public_url = uploads, public_url
        self._turn = asyncio.Lock()

    async def update(self, request: UpdateRequest, scope: Scope) -> Commit:
        """Commit an update and return what became of it.

        Raises:
            Unauthenticated: there is no token, or a wrong one.
            PermissionDenied: the token may only read.
            SyntaxFault: the update does not parse.
            Refused: the guard found violations.
            ConfirmationNeeded: it changes the rules, and that was not confirmed.
            PreconditionFailed: the data is not in the state that If-Match names.
            Conflict: other commits kept coming between.
        """
        author = await identify(self._authenticator, scope, Right.WRITE.role)
        message = message_in(scope) or "SPARQL update"
        text = request.text.encode("utf-8", "replace")
        check_depth(text, RdfFormat.TURTLE, self._uploads.depth, "The update")
        base = f"{base_in(scope, self._public_url)}/sparql"
        update = read_update(request.text, request.using_graphs, request.using_named_graphs, base)
        require_values(update.operations)
        confirmed = confirmations(request.confirm)
        operations = []
        for operation in update.operations:
            if isinstance(operation, LoadOperation):
                operations.append(await self._load(operation, base))
            else:
                operations.append((_KINDS[type(operation)], *astuple(operation)))
        party = party_in(scope)
        precondition = Precondition.of(scope)
        job = UpdateJob(request.text, update.texts, tuple(operations), self._union, base=base)
        if all(isinstance(operation, DataOperation) for operation in update.operations):
            job = replace(job, reads=False)
        async with self._turn:
            for _ in range(_ATTEMPTS):
                await asyncio.to_thread(self._committer.refresh)
                if job.reads:
                    default = await asyncio.to_thread(self._stored_default)
                    job = replace(job, stored_default=default)
                precondition.check(_DATASET, self._store.revision)
                found = await self._workers.run(job, party)
                revision, patch = await asyncio.to_thread(self._patch, found, reads=job.reads)
                if not job.reads and not patch.graphs.isdisjoint(APART_GRAPHS):
                    job = replace(job, reads=True)  # what is in them, a worker is told
                    continue
                precondition.check(_DATASET, revision)
                try:
                    return await asyncio.to_thread(
                        self._committer.commit,
                        patch,
                        author=author,
                        message=message,
                        dry_run=request.dry_run,
                        expected=revision,
                        confirmed=confirmed,
                    )
                except ConfirmationNeeded:
                    raise
                except Conflict:
                    continue
        raise Conflict("Other commits kept coming between; send the update again.")

    def _stored_default(self) -> bytes:
        if not self._union:
            return b""
        triples = (
            Quad(quad.subject, quad.predicate, quad.object)
            for quad in self._store.match(graph=DefaultGraph())
        )
        return serialize(triples, format=RdfFormat.N_TRIPLES) or b""

    def _patch(self, found: Answer, *, reads: bool) -> tuple[int, Patch]:
        read = self._uploads.reread
        patch = Patch(frozenset(read(found.removed)), frozenset(read(found.body or b"")))
        if reads or not patch.graphs.isdisjoint(APART_GRAPHS):
            return found.revision, patch
        with self._store.reading() as revision:
            return revision, patch_of_data(self._store, patch, union=self._union)

    async def _load(self, operation: LoadOperation, base: str) -> tuple[object, ...]:
        """Fetch the document of a LOAD; with SILENT, a fault or a refusal loads nothing."""
        try:
            url = _address(operation, base)
            target = await asyncio.to_thread(self._outbound.target, url, "LOAD")
            body, content_type = await asyncio.to_thread(self._outbound.get, target, _ACCEPT)
            upload = Upload(content_type, target.url, merge=True, name=target.url)
            triples = await self._uploads.text(upload, body)
        except InputError:
            if not operation.silent:
                raise
            triples = b""
        return "load", operation.target, operation.prologue, triples


def patch_of_data(store: EngineReader, wanted: Patch, *, union: bool) -> Patch:
    """Return what INSERT DATA and DELETE DATA change.

    Args:
        store: what they change.
        wanted: what they name; see `UpdateJob.reads`.
        union: whether the default graph is the union of the default dataset graphs. What is deleted
            from that leaves each of them.
    """
    removed = set(wanted.removed)
    for quad in wanted.removed if union else ():
        if isinstance(quad.graph_name, DefaultGraph):
            removed.update(
                copy
                for copy in store.match(quad.subject, quad.predicate, quad.object)
                if isinstance(copy.graph_name, NamedNode)
                and is_default_dataset_graph(copy.graph_name.value)
            )
    return Patch.exact(removed, wanted.added, store.holds)


def _address(operation: LoadOperation, base: str) -> str:
    """Return the address of the document of a LOAD."""
    if not operation.source.startswith("<"):
        raise InputError("LOAD takes an IRI in angle brackets here.")
    declared = [
        token.text[1:-1]
        for word, token in pairwise(tokens(operation.prologue))
        if word.text == "BASE" and token.kind == "iri"
    ]
    for iri in declared:
        base = urljoin(base, iri)
    return urljoin(base, operation.source[1:-1])


class RefusedUpdates:
    """Refuses updates, at a read replica.

    Args:
        leader: its leader's address.
    """

    def __init__(self, leader: str) -> None:
        self._leader = leader

    async def update(self, request: UpdateRequest, scope: Scope) -> Commit:
        """Say where the update belongs.

        Raises:
            ReadOnlyReplica: always.
        """
        _ = request
        raise ReadOnlyReplica(same_at(self._leader, scope))


_DATASET = "The dataset"
_KINDS = {DataOperation: "data", ModifyOperation: "modify", GraphOperation: "graph"}
_ACCEPT = ", ".join(known.media_type for known in GRAPH_FORMATS)
