"""Brings documents into the catalogue of a service, each by one commit or as a proposal."""

from __future__ import annotations

import asyncio
import hashlib
import json
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import PurePosixPath
from typing import Any

from rolegraph.access.identity import Identity
from rolegraph.documents.graph.described import Described, let_go
from rolegraph.documents.graph.record import mark_of
from rolegraph.documents.keeping.kept import (
    MOST_KEPT,
    KeptDocument,
    digest_of,
    packed,
)
from rolegraph.documents.uploads.bringing import DocumentPlan, plan_document
from rolegraph.documents.uploads.given import GivenAnswer
from rolegraph.documents.uploads.known import KnownFile, KnownFiles, Supposed
from rolegraph.documents.uploads.refusing import Refusals, leaning_on
from rolegraph.errors import Conflict, ForbiddenOperation
from rolegraph.history.commit import Commit, Committer
from rolegraph.history.proposals.keeping import Proposals
from rolegraph.history.proposals.model import Proposal
from rolegraph.history.touched import Touched
from rolegraph.history.versions import Versions
from rolegraph.rdf.namespaces import graph_of_file
from rolegraph.rdf.patch import Patch
from rolegraph.rdf.terms import NamedNode, Quad
from rolegraph.sandbox.sandbox import Sandbox
from rolegraph.store.embedded import EmbeddedStore
from rolegraph.store.journal.entry_format import Entry

_NAMED = 10
"""Changes of the catalogue that a refusal names."""


@dataclass(frozen=True)
class PlannedImport:
    """A document that is ready to be brought in.

    Attributes:
        plan: what that would do.
        file: what the catalogue has of it now.
        kept: what would be kept of it.
        revision: the revision that it was compared with.
        graphs: the graphs that it was compared with.
        leaning: what refers to things that the document no longer has: IRI of the thing, label of
            the thing, IRI of what refers to it.
        why_not_kept: why the bytes are not kept; empty where they are.
        was: what the catalogue has by now: `file`, or the document whose place it takes.
    """

    plan: DocumentPlan
    file: KnownFile
    kept: KeptDocument
    revision: int
    graphs: frozenset[str]
    leaning: Sequence[tuple[str, str, str]]
    why_not_kept: str
    was: KnownFile

    @property
    def replaces(self) -> str:
        """The name of the document whose place it takes; empty where it takes none."""
        return self.was.name if self.was.name != self.file.name else ""

    @property
    def message(self) -> str:
        """What the change log says, where nobody says anything else."""
        if self.replaces:
            return f"Bring in {self.file.name} in the place of {self.replaces}"
        if not self.plan.is_new:
            return f"Bring {self.file.name} up to date"
        roles = self.plan.added.get("role", 0)
        return f"Bring in {self.file.name}: {roles} role{'' if roles == 1 else 's'}"

    def refuse_undoing(self) -> None:
        """Refuse what takes back changes of the catalogue that nobody agreed to.

        Raises:
            Conflict: it does; names them.
        """
        undone = self.plan.undone
        if undone:
            more = f" And {len(undone) - _NAMED} more." if len(undone) > _NAMED else ""
            raise Conflict(
                f"Since the last version of {self.file.name} was brought in, somebody changed its "
                "things in the catalogue, and this version would take that back: "
                f"{' '.join(undone[:_NAMED])}{more} Nothing was stored. Write it in the document "
                "or its curation; or send the document with overwrite=true."
            )

    @property
    def seal(self) -> str:
        """What tells one outcome from another: who saw this one knows what would be stored."""
        plan = self.plan
        said = [self.file.name, self.kept.sha256, self.kept.digest, self.kept.curation]
        said += [self.replaces] if self.replaces else []
        told: list[Any] = [*said, list(plan.changes), list(plan.undone), list(plan.retired)]
        return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()[:32]


@dataclass(frozen=True)
class _Ready:
    """What a document is compared with: its file, the files laid out, and their graphs."""

    file: KnownFile
    was: KnownFile
    revision: int
    laid: dict[str, bytes]
    graphs: frozenset[str]
    order: int


class Overtaken(Conflict):
    """What a document was compared with has changed meanwhile; read anew, it may be brought in."""


class DocumentImports:
    """Brings documents in.

    Args:
        versions: the history of the committer's store.
        touched: knows which commits speak of a thing.
        committer: makes the commits; its store is the whole one.

    Attributes:
        files: the documents of the catalogue.
        committer: makes the commits.
    """

    def __init__(self, versions: Versions, touched: Touched, committer: Committer) -> None:
        self.committer, self._store = committer, committer.store
        self.files = KnownFiles(committer.store, versions, touched)
        self._refusals = Refusals(committer.store, self.files)

    async def plan(
        self,
        sandbox: Sandbox,
        name: str,
        content: bytes,
        answers: Sequence[GivenAnswer] = (),
        curation: str | None = None,
        *,
        replaces: str = "",
        supposed: Supposed = Supposed(),  # noqa: B008 - of no document, and frozen
    ) -> PlannedImport:
        """Work out what bringing a document in would do.

        Args:
            sandbox: where it is read.
            name: its path in the catalogue; see `path_of`.
            content: its bytes.
            answers: to its questions.
            curation: the text of its curation file, in place of the one that is kept.
            replaces: the name of the document whose place it takes, under another name or in
                another format; things keep their IRIs.
            supposed: what else will be by then.

        Raises:
            InputError: it cannot be read, an answer is none, or it replaces what is not there.
            NameTaken: its graph is that of another document, which it could replace.
            Conflict: its graph was written by people.
            ForbiddenOperation: its curation would name people where anybody could read it, or its
                graph is one of people.
        """
        ready = await asyncio.to_thread(self._ready, name, curation, replaces, supposed)
        plan = await plan_document(sandbox, ready.file.name, content, ready.laid, answers)
        return await asyncio.to_thread(self._planned, ready, plan, curation)

    def _ready(self, name: str, curation: str | None, replaces: str, supposed: Supposed) -> _Ready:
        """Return what a document is compared with."""
        self.committer.refresh()
        name = self.files.path_of(name)
        with self._store.reading() as revision:
            known = self.files.all()
            order = max((one.kept.order for one in known.values() if one.kept), default=0) + 1
            known |= {each: one for each, one in supposed.files.items() if each not in known}
            file = known.get(name) or self.files.named(name)
            was = self._refusals.replaced(file, replaces, known) if replaces else file
            self._refusals.refuse_shared(file, was, known)
            laid = self.files.laid(known, file, was, supposed)
        kept = was.kept
        text = curation if curation is not None else (kept.curation if kept else None)
        if not text:
            self._refusals.refuse_without_curation(was)
        else:
            beside = PurePosixPath(name).with_suffix(".curation.yaml")
            laid.files[str(beside)] = text.encode()
        return _Ready(file, was, revision, laid.files, laid.graphs, order)

    def _planned(self, ready: _Ready, plan: DocumentPlan, curation: str | None) -> PlannedImport:
        self._refusals.refuse_alike(ready.file, ready.was, plan)
        new, why = self._kept(plan, ready, curation)
        own = frozenset({ready.file.graph, ready.was.graph})
        leaning = [
            (iri, label, subject)
            for iri, label in plan.retired
            for subject in leaning_on(self._store, iri, own)
        ]
        return PlannedImport(
            plan, ready.file, new, ready.revision, ready.graphs, leaning, why, ready.was
        )

    def commit(
        self,
        planned: PlannedImport,
        *,
        author: Identity,
        message: str,
        dry_run: bool = False,
        check: Callable[[KnownFile | None], None] = lambda _: None,
    ) -> Commit:
        """Bring a document in by one guarded commit.

        Args:
            planned: the document.
            author: who answers for it.
            message: what the change log says.
            dry_run: judge it, and store nothing.
            check: is given what the catalogue has of it, or of the one it replaces, at the time of
                the commit, and may refuse.

        Raises:
            Overtaken: what it was compared with has changed meanwhile: plan it anew.
            Refused: the guard found violations.
            RolegraphError: see `Committer.commit`.
        """

        def build(store: EmbeddedStore) -> Patch:
            check(self.files.one(planned.was.name))
            return self.patch((planned,), store)

        return self.committer.commit(
            build, author=author, message=message, dry_run=dry_run, documents=True
        )

    def changed_since(self, graphs: frozenset[str], revision: int) -> list[Entry]:
        """Return the commits behind a revision that changed some graphs."""
        store = self._store
        with store.reading():
            later = [entry for entry in store.entries() if entry.revision > revision]
            return [
                entry for entry in later if not graphs.isdisjoint(store.journal.patch(entry).graphs)
            ]

    def propose(
        self, planned: PlannedImport, proposals: Proposals, *, author: Identity, title: str
    ) -> tuple[Proposal, Commit]:
        """Keep a document as a proposal; see `Proposals.propose`."""
        return proposals.propose(
            lambda store: self.patch((planned,), store), author=author, title=title, documents=True
        )

    def patch(self, planned: Sequence[PlannedImport], store: EmbeddedStore) -> Patch:
        """Return what brings documents in, each of which was planned with the others.

        Raises:
            Overtaken: what one was compared with has changed.
        """
        for each in planned:
            for entry in self.changed_since(each.graphs, each.revision):
                raise Overtaken(
                    f"Revision {entry.revision} changed what {each.file.name} was compared "
                    "with. Nothing was stored. Send the document again."
                )
        own = {each.file.graph for each in planned}
        moved: dict[str, set[str]] = defaultdict(set)
        for path, iri in (pair for each in planned for pair in each.plan.moved):
            # The others of these have let it go already.
            if graph_of_file(path) not in own:
                moved[path].add(iri)
        parts = [self._own(each, store) for each in planned]
        parts += [self._letting_go(path, iris, store) for path, iris in moved.items()]
        return Patch(
            frozenset[Quad]().union(*(each.removed for each in parts)),
            frozenset[Quad]().union(*(each.added for each in parts)),
        )

    def _own(self, planned: PlannedImport, store: EmbeddedStore) -> Patch:
        """Return what a document changes in its own graph, and in what is kept of it."""
        graph, kept = NamedNode(planned.file.graph), planned.was.kept
        before = frozenset(store.match(graph=NamedNode(planned.was.graph)))
        after = frozenset(
            Quad(each.subject, each.predicate, each.object, graph) for each in planned.plan.triples
        )
        was = frozenset(kept.quads()) if kept else frozenset[Quad]()
        now = frozenset(planned.kept.quads())
        return Patch((before - after) | (was - now), (after - before) | (now - was))

    def _letting_go(self, path: str, things: set[str], store: EmbeddedStore) -> Patch:
        """Return what takes out of another document's graph what has moved to these."""
        graph = NamedNode(graph_of_file(path))
        has = Described(store.match(graph=graph))
        going = let_go(has, things)
        removed = frozenset(Quad(t.subject, t.predicate, t.object, graph) for t in going)
        kept = next((e.kept for e in self.files.all().values() if e.graph == graph.value), None)
        if kept is None or not mark_of(has.triples).endswith(kept.digest):
            return Patch(removed, frozenset())
        # Else what is gone would count as an edit of that graph.
        digest = mark_of(has.triples - going).rpartition(" ")[2]
        was, now = (frozenset(each.quads()) for each in (kept, replace(kept, digest=digest)))
        return Patch(removed | (was - now), now - was)

    def _kept(
        self,
        plan: DocumentPlan,
        ready: _Ready,
        curation: str | None,
    ) -> tuple[KeptDocument, str]:
        """Return what is kept of a document, and why its bytes are not; empty where they are.

        Raises:
            ForbiddenOperation: its curation names people, and anybody could read it.
        """
        file = ready.file
        guarded, text = self.committer.guards_people, packed(plan.content)
        if plan.names_in_curation and not guarded:
            raise ForbiddenOperation(
                f"The curation of {file.name} names people ({', '.join(plan.names_in_curation)}), "
                "and this service has what anybody may read. Who runs it can have it keep people "
                "apart: ROLEGRAPH_READ_PEOPLE=reader."
            )
        why = ""
        if not guarded and not plan.is_whole_text:
            why = (
                "it may have more than its graph tells, such as names of people, and anybody may "
                "read what this service has"
            )
        elif len(text) > MOST_KEPT * 4 // 3:
            why = f"it has more than {MOST_KEPT:,} bytes, compressed"
        new = KeptDocument(
            file.name,
            hashlib.sha256(plan.content).hexdigest(),
            plan.curation,
            plan.digest,
            ready.order,
            None if why else text,
            frozenset({digest_of(curation)} if curation is not None else ()),
            guarded,
        )
        was = ready.was
        if was.kept is not None:
            new = was.kept.followed_by(new)
        elif was.name != new.name:
            new = replace(new, former_names=frozenset({was.name}))
        if was.kept is None and was.sha256 and was.sha256 != new.sha256:
            new = new.with_former(was.sha256)
        return new, why
