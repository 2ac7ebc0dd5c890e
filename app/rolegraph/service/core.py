"""The catalogue in a store, how it is written, and what is known of it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from rolegraph.analysis.analyses import Analyses
from rolegraph.analysis.findings import PresentFindings
from rolegraph.analysis.gaps import Gaps
from rolegraph.analysis.questions import Questions
from rolegraph.analysis.scores import Scores
from rolegraph.catalogue.catalogue import Catalogue
from rolegraph.documents.uploads.imports import DocumentImports
from rolegraph.documents.uploads.removing import DocumentRemovals
from rolegraph.folder.catalogue_folder import CatalogueFolder, sample
from rolegraph.folder.description import Description, description_of
from rolegraph.history.commit import Committer
from rolegraph.history.feed import Feed
from rolegraph.history.proposals.keeping import Proposals
from rolegraph.history.reports.commit_words import CommitWords, field_names, owning
from rolegraph.history.touched import Touched
from rolegraph.history.versions import Versions
from rolegraph.inference.current import Inference
from rolegraph.inference.stated_at import StatedPlaces
from rolegraph.service.asgi import Whole
from rolegraph.service.keeping import Keeping
from rolegraph.service.opening import OpenStore
from rolegraph.service.operations import Operations
from rolegraph.settings import Settings
from rolegraph.shacl.guard.guard import Guard
from rolegraph.sparql.library import load_library
from rolegraph.telemetry.long_work import LongWork

_FINDINGS_FOR = 200_000
"""Quads up to which all findings are worked out in the background, where no earlier start has kept
them. With 900,000 that took 27 s of the processor's time and 700 MB: who asks first waits."""


class Core:
    """What every surface of the service reads and writes.

    Args:
        settings: of the service.
        opened: the store.
        operations: measures the guard.
        guards_people: whether people may be written about.
        whole: the service that knows about people, if this is the part of it that does not.

    Raises:
        ConfigurationError: shapes or queries break a convention.

    Attributes:
        store: the store that is read.
        mirror: the remote store behind it, or None.
        description: what the catalogue says of itself, or None.
        catalogue: the typed things.
        analyses, questions, scores, gaps, findings, touched: what is computed from them, and
            follows commits.
        work: what is done beside answers.
        keeping: keeps what lists, searches and analyses need for the next start.
        inference, places: what follows from the data (None where that is off), and where triples
            are stated.
        guard: judges what is written, by the rules that the store holds.
        committer: the one way to write.
        versions, feed, words: earlier states, commits as they happen, and commits in words.
        proposals: changes that wait for approval.
        imports, removals: bring documents in, and take them out.
        library: the named queries.
    """

    def __init__(
        self,
        settings: Settings,
        opened: OpenStore,
        operations: Operations,
        *,
        guards_people: bool,
        whole: Whole | None,
    ) -> None:
        store = self.store = opened.store
        self.mirror = opened.mirror
        self.description = description_of(store)
        catalogue = self.catalogue = Catalogue(store, kept=settings.thing_bytes)
        store.on_commit(lambda revision, patch: catalogue.follow(patch, revision))
        analyses = self.analyses = Analyses(catalogue)
        store.on_commit(lambda revision, patch: analyses.follow(patch, revision))
        guard = self.guard = Guard(store)
        self.work = LongWork()
        self.findings, self.touched = PresentFindings(store, guard, self.work), Touched(store)
        catalogue.removed = self.touched.removed
        # What is written goes through the whole service, whoever let it pass.
        self.committer = (
            whole.committer
            if whole
            else Committer(
                store,
                guard,
                settings.guard,
                operations.tracing,
                self.mirror,
                operations.guard_timer(),
                guards_people=guards_people,
            )
        )
        self.inference = (
            Inference(store, settings.inference_triples) if settings.inference else None
        )
        self.keeping = Keeping(
            store, catalogue, analyses, self.touched, self.findings, self.inference
        )
        folder = CatalogueFolder(settings.catalogue) if settings.catalogue else sample()
        self.places = StatedPlaces(store, [(file.key, file.path) for file in folder.files()])
        self.versions, self.feed = Versions(store), Feed(store)
        self.words = CommitWords(
            store,
            self.versions,
            lambda: owning(catalogue.types.values()),
            lambda: field_names(catalogue.types.values()),
        )
        self.proposals = Proposals(
            store,
            self.versions,
            self.committer,
            lambda: (description_of(store) or Description()).proposals,
        )
        # Documents are compared with the whole catalogue, and only editors see what comes of that.
        self.imports = (
            whole.imports if whole else DocumentImports(self.versions, self.touched, self.committer)
        )
        self.removals = DocumentRemovals(self.imports)
        self.library = load_library(*folder.query_folders(), about=self.description)
        self.questions = Questions(catalogue, self.library)
        self.scores = Scores(catalogue, analyses, self.library, self.versions)
        self.gaps = Gaps(analyses, self.library)
        self.keeping.add_gaps(self.gaps)
        large = store.journal.size > _FINDINGS_FOR
        self.at_once: tuple[Callable[[], object], ...] = ()
        """What is ready in a moment, since an earlier start has kept it."""
        if settings.prepare and self.keeping.has_something:
            self.at_once = (
                catalogue.prepare_index,
                *analyses.steps,
                catalogue.prepare,
                self.touched.prepare,
            )
        self.questions_beforehand: tuple[Callable[[], object], ...] = ()
        """Questions that are asked before anybody does, and again after commits."""
        self.preparations: tuple[Callable[[], object], ...] = (
            *map(
                self._told,
                (
                    catalogue.prepare,
                    guard.prepare,
                    analyses.prepare,
                    self.touched.prepare,
                    *(() if large else (catalogue.prepare_choices,)),
                    partial(self.gaps.prepare, catalogue),
                    self.keeping.keep,
                ),
            ),
            *(() if large else (self.findings.begin,)),
        )
        if not settings.prepare or not catalogue.types:  # a plain store has no pages and lists
            self.preparations = ()
        """What first requests need, in the order in which it is made ready."""

    def _told(self, step: Callable[[], object]) -> Callable[[], object]:
        """Return a step of the preparations that is known of while it runs."""

        def run() -> None:
            with self.work.doing("preparing", self.store.journal.size):
                step()

        return run

    def add_later(self, step: Callable[[], object]) -> None:
        """Have a further step made ready after all others, where there is anything."""
        if self.preparations:
            self.preparations = (*self.preparations, self._told(step))

    def add_at_once(self, step: Callable[[], object]) -> None:
        """Have a further step made ready at once, where there is anything.

        It comes after what nearly each page needs.
        """
        if self.at_once:
            self.at_once = (self.at_once[0], step, *self.at_once[1:])
