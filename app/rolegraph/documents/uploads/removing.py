"""Takes documents out of the catalogue of a service: graph, curation and file, by one commit.

What another document says as well stays. A role that only the document defined, and that others
name, is defined by these: they are brought in anew by the same commit, as they are kept.
"""

from __future__ import annotations

import asyncio
import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from rolegraph.access.identity import Identity
from rolegraph.documents.graph.builder import term
from rolegraph.documents.graph.described import Described
from rolegraph.documents.sync.going import Going, left_of, what_goes
from rolegraph.documents.uploads.imports import DocumentImports, Overtaken, PlannedImport
from rolegraph.documents.uploads.known import KnownFile, Supposed
from rolegraph.documents.uploads.refusing import leaning_on
from rolegraph.errors import NotFound, RolegraphError
from rolegraph.history.commit import Commit
from rolegraph.history.proposals.keeping import Proposals
from rolegraph.history.proposals.model import Proposal
from rolegraph.rdf.namespaces import KEPT_DOCUMENTS, is_people_graph
from rolegraph.rdf.patch import Patch
from rolegraph.rdf.terms import NamedNode, Quad, Triple
from rolegraph.sandbox.sandbox import Sandbox
from rolegraph.store.embedded import EmbeddedStore

_TYPE, _ROLE, _DEFINED = (term(name) for name in ("rdf:type", "rg:Role", "rg:definedIn"))
_Triples = tuple[frozenset[Triple], frozenset[Triple]]


@dataclass(frozen=True)
class PlannedRemoval:
    """A document that is ready to be taken out.

    Attributes:
        file: what the catalogue has of it.
        revision: the revision that this was worked out for.
        graphs: the graphs that it was worked out from.
        going: what becomes of the things of the document.
        leaning: what refers to things that vanish: IRI and label of the thing, IRI of what refers.
        again: documents that are brought in anew, since they name roles that only it defined.
        not_again: documents that name such roles and cannot be brought in anew here.
        triples: what its graph says, and what stays of it.
    """

    file: KnownFile
    revision: int
    graphs: frozenset[str]
    going: Going
    leaning: Sequence[tuple[str, str, str]]
    again: Sequence[PlannedImport]
    not_again: Sequence[str]
    triples: _Triples

    @property
    def message(self) -> str:
        """What the change log says, where nobody says anything else."""
        return f"Take out {self.file.name}"

    @property
    def seal(self) -> str:
        """What tells one outcome from another: who saw this one knows what would go."""
        kept = self.file.kept
        said: list[Any] = [self.file.name, kept.sha256 if kept else "", kept.digest if kept else ""]
        said += [sorted(map(str, each)) for each in self.triples]
        said += [list(self.leaning), [each.seal for each in self.again], list(self.not_again)]
        return hashlib.sha256(json.dumps(said).encode()).hexdigest()[:32]


class DocumentRemovals:
    """Takes documents out.

    Args:
        imports: brings documents in; its store is the whole one.
    """

    def __init__(self, imports: DocumentImports) -> None:
        self._imports, self._committer = imports, imports.committer
        self._store = imports.committer.store
        self.files = imports.files

    async def plan(self, sandbox: Sandbox, name: str) -> PlannedRemoval:
        """Work out what taking a document out would do.

        Args:
            sandbox: where documents are read that are brought in anew.
            name: its path in the catalogue, or its bare name.

        Raises:
            NotFound: the catalogue has no such document.
            RolegraphError: see `DocumentImports.plan`.
        """
        file, revision, triples = await asyncio.to_thread(self._begin, name)
        before, left = triples
        supposed = {file.graph: left}
        again, tried = list[PlannedImport](), set[str]()
        while True:
            waiting = await asyncio.to_thread(self._undefined, before, supposed)
            other = next((each for each in waiting if each.name not in tried), None)
            if other is None:
                break
            tried.add(other.name)
            planned = await self._anew(sandbox, other, Supposed(frozenset({file.name}), supposed))
            if planned is not None:
                again.append(planned)
                supposed[other.graph] = planned.plan.triples
        not_again = [each.name for each in waiting]
        return await asyncio.to_thread(
            self._planned, file, revision, triples, supposed, again, not_again
        )

    def commit(
        self,
        planned: PlannedRemoval,
        *,
        author: Identity,
        message: str,
        dry_run: bool = False,
        check: Callable[[KnownFile | None], None] = lambda _: None,
    ) -> Commit:
        """Take a document out by one guarded commit.

        Args:
            planned: the document.
            author: who answers for it.
            message: what the change log says.
            dry_run: judge it, and store nothing.
            check: is given what the catalogue has of it at the time of the commit, and may refuse.

        Raises:
            Overtaken: what this was worked out from has changed meanwhile: plan it anew.
            Refused: the guard found violations, such as links to what would be gone.
            RolegraphError: see `Committer.commit`.
        """

        def build(store: EmbeddedStore) -> Patch:
            check(self.files.one(planned.file.name))
            return self._patch(planned, store)

        return self._committer.commit(
            build, author=author, message=message, dry_run=dry_run, documents=True
        )

    def propose(
        self, planned: PlannedRemoval, proposals: Proposals, *, author: Identity, title: str
    ) -> tuple[Proposal, Commit]:
        """Keep it as a proposal; see `Proposals.propose`."""
        return proposals.propose(
            lambda store: self._patch(planned, store), author=author, title=title, documents=True
        )

    def _begin(
        self, name: str
    ) -> tuple[KnownFile, int, tuple[frozenset[Triple], frozenset[Triple]]]:
        """Return a document, the revision, what its graph says, and what stays of that."""
        self._committer.refresh()
        with self._store.reading() as revision:
            file = self.files.sent_as(name)
            if file is None or not file.is_there:
                there = ", ".join(each.name for each in self.files.there())
                raise NotFound(
                    f"The catalogue has no document {name!r}. "
                    + (f"It has: {there}." if there else "It has none.")
                )
            before = self.files.triples(file.graph)
            return file, revision, (before, left_of(before, self.files.imported(file)))

    def _undefined(
        self, before: frozenset[Triple], supposed: Mapping[str, frozenset[Triple]]
    ) -> list[KnownFile]:
        """Return the documents that name a role of a graph that none defines any more."""
        has = Described(before)
        roles = [iri for iri in has.present("rg:Role") if has.links(iri, "rg:definedIn")]
        naming = set[str]()
        for iri in roles:
            graphs = self._graphs_with(iri, _DEFINED, None, supposed)
            if not graphs:
                naming |= self._graphs_with(iri, _TYPE, _ROLE, supposed)
        return [each for each in self.files.there() if each.graph in naming]

    def _graphs_with(
        self,
        iri: str,
        predicate: NamedNode,
        value: NamedNode | None,
        supposed: Mapping[str, frozenset[Triple]],
    ) -> set[str]:
        """Return the graphs that say something of a thing, as they will be."""
        subject = NamedNode(iri)
        found = {
            getattr(quad.graph_name, "value", "")
            for quad in self._store.match(subject, predicate, value)
        }
        found -= supposed.keys()
        return found | {
            graph
            for graph, triples in supposed.items()
            if any(
                t.subject == subject and t.predicate == predicate and value in {None, t.object}
                for t in triples
            )
        }

    async def _anew(
        self, sandbox: Sandbox, file: KnownFile, supposed: Supposed
    ) -> PlannedImport | None:
        """Return a document as it would be brought in anew; None where that cannot be."""
        content = None if file.kept is None or file.is_behind else file.kept.content
        if content is None:
            return None
        try:
            planned = await self._imports.plan(sandbox, file.name, content, supposed=supposed)
        except RolegraphError:
            return None  # it is told, and somebody has to bring it in
        return None if planned.plan.undone else planned

    def _planned(
        self,
        file: KnownFile,
        revision: int,
        triples: _Triples,
        supposed: Mapping[str, frozenset[Triple]],
        again: Sequence[PlannedImport],
        not_again: Sequence[str],
    ) -> PlannedRemoval:
        before, left = triples
        names = {each.graph: each.name for each in self.files.all().values()}

        def elsewhere(iri: str) -> list[str] | None:
            there = self._graphs_with(iri, _TYPE, None, supposed)
            told = sorted(names.get(each, each) for each in there if not is_people_graph(each))
            return told if there else None

        going = what_goes(before, left, elsewhere)
        besides = {file.graph, *supposed}
        leaning = [
            (each.iri, each.label, by)
            for each in going.gone
            for by in leaning_on(self._store, each.iri, besides)
        ]
        graphs = frozenset({file.graph, *KEPT_DOCUMENTS}).union(*(each.graphs for each in again))
        return PlannedRemoval(
            file=file,
            revision=revision,
            graphs=graphs,
            going=going,
            leaning=leaning,
            again=again,
            not_again=not_again,
            triples=triples,
        )

    def _patch(self, planned: PlannedRemoval, store: EmbeddedStore) -> Patch:
        """Return what takes a document out.

        Raises:
            Overtaken: what this was worked out from has changed.
        """
        file = planned.file
        for entry in self._imports.changed_since(planned.graphs, planned.revision):
            raise Overtaken(
                f"Revision {entry.revision} changed {file.name}, or what depends on it. Nothing "
                "was stored. Look at it again."
            )
        before, left = planned.triples
        graph = NamedNode(file.graph)
        removed = {Quad(t.subject, t.predicate, t.object, graph) for t in before - left}
        removed |= set(file.kept.quads()) if file.kept else set()
        others = [self._imports.patch((each,), store) for each in planned.again]
        return Patch(
            frozenset(removed).union(*(each.removed for each in others)),
            frozenset[Quad]().union(*(each.added for each in others)),
        )
