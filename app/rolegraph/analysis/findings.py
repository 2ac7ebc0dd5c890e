"""The findings of the present state: all shapes on all of the catalogue, kept up with commits."""

from __future__ import annotations

import contextlib
import io
import threading
from collections.abc import Collection, Iterator, Sequence

from msgspec import msgpack

from rolegraph.errors import ConfigurationError
from rolegraph.rdf.patch import Patch, composed
from rolegraph.rdf.terms import BlankNode, DefaultGraph, GraphName, NamedNode, RdfFormat, Term
from rolegraph.shacl.evaluation.states.state import Present, State, is_guarded
from rolegraph.shacl.findings import Finding
from rolegraph.shacl.guard.following import Results, followed
from rolegraph.shacl.guard.guard import Guard, touches_shapes
from rolegraph.shacl.guard.rules import CompiledRules, identity
from rolegraph.shacl.results import packed, unpacked
from rolegraph.shacl.retired import STATUS, still_asked
from rolegraph.store.background import Background
from rolegraph.store.embedded import EmbeddedStore
from rolegraph.store.kept import KeptIndex
from rolegraph.telemetry.long_work import LongWork

VALIDATING = "validating"
"""What the work is called."""
_MOST = 20_000
"""Quads of commits that are kept until somebody asks; with more, all is validated anew."""
_LARGE = 100_000
"""Quads from which on validating everything takes more than a moment."""
_FINDINGS, _RESULTS = "findings", "results"
"""Names of the parts that are kept for the next start."""


class PresentFindings:
    """Validates a store by the shapes it holds. Safe to share among threads.

    Args:
        store: the store.
        guard: has the shapes compiled.
        work: is told while everything is validated.
    """

    def __init__(self, store: EmbeddedStore, guard: Guard, work: LongWork | None = None) -> None:
        self._store, self._guard = store, guard
        self.work = work or LongWork()
        self._lock = threading.Lock()
        self._commits: list[tuple[int, Patch]] = []
        self._waiting = 0
        self._revision = -1
        self._results: Results | bytes = {}  # bytes until a commit has to be taken in
        self._findings: Sequence[Finding] = ()
        self._kept_index: KeptIndex | None = None
        self._beside = Background(self.all)
        store.on_commit(self._take)

    def use(self, kept: KeptIndex) -> None:
        """Take what an earlier start has found out, instead of validating everything."""
        self._kept_index = kept

    @property
    def take_long(self) -> bool:
        """Whether there is so much to validate, and nothing kept, that nobody should wait."""
        if self._revision >= 0 or (self._kept_index and self._kept_index.revision >= 0):
            return False
        return self._store.journal.size > _LARGE

    def keep(self) -> None:
        """Keep the findings for the next start, where they are known and not yet kept."""
        with self._lock:
            kept, revision = self._kept_index, self._revision
            if kept is None or revision < 0 or not kept.lacks(revision):
                return
            results = self._results
            if not isinstance(results, bytes):
                results = packed(results.values())
            kept.write(
                revision, {_FINDINGS: msgpack.encode(list(self._findings)), _RESULTS: results}
            )

    def all(self) -> Sequence[Finding]:
        """Return the findings at the present revision, the gravest first.

        Raises:
            ConfigurationError: the shapes cannot be compiled.
        """
        with self._lock:
            if self._revision < 0:
                self._take_kept()
            if self._store.revision == self._revision:
                return self._findings
            rules = self._guard.rules
            validated = not self._follow(rules)
            if validated:
                with self.work.doing(VALIDATING, self._store.journal.size):
                    self._validate(rules)
            found = self._findings
        if validated:
            self.keep()
        return found

    def within(self, seconds: float) -> Sequence[Finding] | None:
        """Return the findings, or None where it takes longer; the work then goes on.

        Raises:
            ConfigurationError: the shapes cannot be compiled.
        """
        return self._beside.within(seconds)

    def begin(self) -> None:
        """Begin to work out the findings, without waiting for them."""
        with contextlib.suppress(ConfigurationError):  # which whoever asks is told
            self.within(0)

    def _take_kept(self) -> None:
        """Begin with what an earlier start has found, and the commits since."""
        with self._store.reading() as revision:
            take = self._kept_index and self._kept_index.take
            findings = take and take(_FINDINGS, revision)
            results = take and take(_RESULTS, revision)
            if not findings or not results:
                return
            journal = self._store.journal
            since = [(one.revision, journal.patch(one)) for one in journal.since(findings.revision)]
            if any(touches_shapes(patch) for _, patch in since):
                return
            self._findings = msgpack.decode(findings.content, type=list[Finding])
            self._results, self._revision = results.content, findings.revision
            self._commits, self._waiting = since, sum(len(patch) for _, patch in since)

    def _take(self, revision: int, patch: Patch) -> None:
        """Keep a commit until somebody asks for the findings."""
        if self._revision < 0:
            return
        commits = self._commits
        if touches_shapes(patch) or self._waiting > _MOST:
            self._commits, self._waiting = [], 0  # a gap, which `_follow` sees
            return
        commits.append((revision, patch))
        self._waiting += len(patch)

    def _follow(self, rules: CompiledRules) -> bool:
        """Take in the commits since the findings were made; False where that cannot be."""
        with self._store.reading() as revision:
            commits = [c for c in self._commits if self._revision < c[0] <= revision]
            expected = list(range(self._revision + 1, revision + 1))
            if self._revision < 0 or [number for number, _ in commits] != expected:
                return False
            patch = composed(patch for _, patch in commits)
            if isinstance(self._results, bytes):
                self._results = {identity(one): one for one in unpacked(self._results)}
            results = followed(rules, self._store, self._results, patch)
            if results is None:
                return False
            self._keep(rules, results, revision)
        return True

    def _validate(self, rules: CompiledRules) -> None:
        """Validate everything; commits need not wait, unless they come without a pause."""
        revision = self._store.revision
        text = self._text()
        if self._store.revision != revision:
            with self._store.reading() as revision:
                text = self._text()
        found = rules.results_of(text)
        results = {identity(result): result for result in found}
        with self._store.reading():
            self._keep(rules, results, revision)

    def _keep(self, rules: CompiledRules, results: Results, revision: int) -> None:
        # Labels may be newer than the results for a moment; the next one who asks sees both new.
        state = State(Present(self._store))

        def statuses(things: Collection[Term]) -> Iterator[tuple[Term, Term]]:
            named = (each for each in things if isinstance(each, NamedNode | BlankNode))
            return ((each, status) for each in named for status in state.objects(each, STATUS))

        self._findings = rules.findings(still_asked(results.values(), statuses), state)
        self._results, self._revision = results, revision
        self._commits = [commit for commit in self._commits if commit[0] > revision]
        self._waiting = sum(len(patch) for _, patch in self._commits)

    def _text(self) -> bytes:
        """Return what the shapes speak of as N-Triples; written by the engine, off Python."""
        output = io.BytesIO()
        graphs: list[GraphName] = [DefaultGraph(), *self._store.graph_names()]
        for graph in graphs:
            if is_guarded(graph):
                self._store.dump(output, RdfFormat.N_TRIPLES, graph)
        return output.getvalue()
