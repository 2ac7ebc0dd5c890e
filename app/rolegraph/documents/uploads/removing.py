"""Takes documents out of the catalogue of a service: graph, curation and file, by one commit.

What another document says as well stays. A role that only the document defined, and that others
name, is defined by these: they are brought in anew by the same commit, as they are kept.
"""

from __future__ import annotations

import asyncio
import hashlib
import json
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from rolegraph.access.identity import Identity
from rolegraph.documents.graph.builder import term
from rolegraph.documents.graph.described import Described
from rolegraph.documents.uploads.imports import DocumentImports, Overtaken, PlannedImport
from rolegraph.documents.uploads.known import KnownFile, Supposed
from rolegraph.documents.uploads.refusing import leaning_on
from rolegraph.errors import NotFound, RolegraphError
from rolegraph.history.commit import Commit
from rolegraph.history.proposals.keeping import Proposals
from rolegraph.history.proposals.model import Proposal
from rolegraph.rdf.namespaces import KEPT_DOCUMENTS, PREFIXES, is_people_graph
from rolegraph.rdf.patch import Patch
from rolegraph.rdf.terms import NamedNode, Quad, Triple
from rolegraph.sandbox.sandbox import Sandbox
from rolegraph.store.embedded import EmbeddedStore

_TYPE, _ROLE, _DEFINED = (term(name) for name in ("rdf:type", "rg:Role", "rg:definedIn"))
_OF_THE_FILE = frozenset(
    term(name).value
    for name in (
        *("void:Dataset", "rg:DocumentVersion", "rg:SourceDocument", "rg:RoleScheme"),
        *("oa:SpecificResource", "oa:TextPositionSelector", "oa:TextQuoteSelector"),
        *("oa:FragmentSelector", "rg:Citation"),
    )
)
"""Classes of what tells of a document and of places in it, and is nothing of the catalogue."""

_Triples = tuple[frozenset[Triple], frozenset[Triple]]


@dataclass(frozen=True)
class GoneThing:
    """A thing that only the document has: its IRI, its label, and the name of its class."""

    iri: str
    label: str
    kind: str


@dataclass(frozen=True)
class PlannedRemoval:
    """A document that is ready to be taken out.

    Attributes:
        file: what the catalogue has of it.
        revision: the revision that this was worked out for.
        graphs: the graphs that it was worked out from.
        gone: what vanishes, but for what is retired already.
        retired: how many retired things vanish, which were there for the record.
        staying: label of a thing that stays, and a document that has it as well.
        left: labels of things that people wrote into the graph of the document, and that stay.
        leaning: what refers to things that vanish: IRI and label of the thing, IRI of what refers.
        again: documents that are brought in anew, since they name roles that only it defined.
        not_again: documents that name such roles and cannot be brought in anew here.
        triples: what its graph says, and what stays of it.
    """

    file: KnownFile
    revision: int
    graphs: frozenset[str]
    gone: Sequence[GoneThing]
    retired: int
    staying: Sequence[tuple[str, str]]
    left: Sequence[str]
    leaning: Sequence[tuple[str, str, str]]
    again: Sequence[PlannedImport]
    not_again: Sequence[str]
    triples: _Triples

    @property
    def message(self) -> str:
        """What the change log says, where nobody says anything else."""
        return f"Take out {self.file.name}"

    @property
    def counts(self) -> Mapping[str, int]:
        """Kind of thing → how many vanish."""
        return Counter(each.kind for each in self.gone)

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
            before, was = self.files.triples(file.graph), self.files.imported(file)
            known = {_thing(each) for each in was} if was is not None else None
            left = frozenset(t for t in before if known is not None and _thing(t) not in known)
            return file, revision, (before, left)

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
        has, stays = Described(before), Described(left)
        names = {each.graph: each.name for each in self.files.all().values()}
        gone, retired, staying = list[GoneThing](), 0, list[tuple[str, str]]()
        for quad in sorted((t for t in before if t.predicate == _TYPE), key=str):
            iri, kind = getattr(quad.subject, "value", ""), getattr(quad.object, "value", "")
            if kind in _OF_THE_FILE or iri in stays or not iri or "#" in iri.rpartition("/")[2]:
                continue
            there = self._graphs_with(iri, _TYPE, None, supposed)
            if there:
                others = sorted(
                    names.get(each, each) for each in there if not is_people_graph(each)
                )
                staying += [(has.label(iri), other) for other in others[:1]]
            elif has.is_retired(iri):
                retired += 1
            else:
                gone.append(GoneThing(iri, has.label(iri), _kind(kind)))
        besides = {file.graph, *supposed}
        vanishing = [(each.iri, each.label) for each in gone]
        leaning = [
            (iri, label, by)
            for iri, label in vanishing
            for by in leaning_on(self._store, iri, besides)
        ]
        graphs = frozenset({file.graph, *KEPT_DOCUMENTS}).union(*(each.graphs for each in again))
        left_labels = [
            stays.label(iri)
            for iri in sorted({t.subject.value for t in left if isinstance(t.subject, NamedNode)})
            if iri in stays and "#" not in iri.rpartition("/")[2]
        ]
        return PlannedRemoval(
            file=file,
            revision=revision,
            graphs=graphs,
            gone=gone,
            retired=retired,
            staying=list(dict.fromkeys(staying)),
            left=left_labels,
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


def _thing(triple: Triple) -> str:
    """Return the IRI of the thing that a triple is of, without a fragment."""
    return str(getattr(triple.subject, "value", triple.subject)).partition("#")[0]


def _kind(class_iri: str) -> str:
    """Return the name of a class in small letters: `workflow step`."""
    name = class_iri.removeprefix(PREFIXES["rg"]).rpartition("/")[2].rpartition("#")[2]
    return "".join(f" {sign.lower()}" if sign.isupper() else sign for sign in name).strip()
