"""The copy of the dataset on disk: made once, kept up with commits, checked when it is opened.

It is made from the engine's files by hard links, so what both have alike takes its place once. It
follows from the journal as the engine does: where it does not fit, it is made anew.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

import pyoxigraph as ox
import structlog

from rolegraph.errors import StoreError
from rolegraph.rdf.namespaces import is_default_dataset_graph
from rolegraph.rdf.terms import DefaultGraph, NamedNode, Quad
from rolegraph.store.copies import preparing
from rolegraph.store.embedded import EmbeddedStore
from rolegraph.store.engine.engine import ENGINE, FAULTS, open_engine
from rolegraph.store.files.durable import make_private_folder, write_durably
from rolegraph.store.recovery.settled import (
    Settled,
    difference,
    known_sums,
    note_closed,
    read_settled,
)

FOLDER, _NEW = "copy", "copy.new"
_OF = "of"
"""The file that says what it is a copy of."""
_FEW = 50_000
"""Quads that are copied in this process: starting another one takes longer."""
_MOST = 200_000
"""Quads of commits; with more, making the copy anew takes less time than taking them in."""

_log = structlog.get_logger(__name__)


class DiskCopy:
    """A copy of a store on disk, as query workers read it. Safe to share among threads.

    Args:
        store: the store, which has a folder; the copy is in a folder of it.
        union: whether the default graph of the copy is the union of the default dataset graphs.
    """

    def __init__(self, store: EmbeddedStore, *, union: bool) -> None:
        if store.folder is None:
            raise StoreError("A store in memory has no copy on disk.")
        self._store, self._union = store, union
        self._folder, self._new = store.folder / FOLDER, store.folder / _NEW
        self._lock = threading.Lock()
        self._engine: ox.Store | None = None
        self._pending: list[tuple[int, bytes, bytes]] | None = []
        self.revision = -1

    def open(self) -> None:
        """Open the copy at the present revision; make it where there is none that fits.

        Raises:
            StoreError: it cannot be made.
        """
        try:
            opened = self._reuse() or self._make()
        except (*FAULTS, subprocess.SubprocessError) as error:
            raise StoreError(f"The copy of the data cannot be made: {error}.") from error
        with self._lock:
            self._engine, self.revision = opened
            pending, self._pending = self._pending or [], None
            for patch in pending:
                self._apply(*patch)

    def follow(self, revision: int, removed: bytes, added: bytes) -> None:
        """Take in a commit: N-Quads to remove and to add, those of the union included.

        Call it once for each commit in their order, from before `open` on.
        """
        with self._lock:
            if self._pending is not None:
                self._pending.append((revision, removed, added))
            elif self._engine is not None:
                self._apply(revision, removed, added)

    def snapshot(self, target: Path) -> int:
        """Write a copy of the files that can be opened on its own, and return its revision.

        Raises:
            StoreError: the copy is closed, or the disk does not take it.
        """
        with self._lock:
            if self._engine is None:
                raise StoreError("The copy of the data is closed.")
            try:
                self._engine.backup(str(target))
            except FAULTS as error:
                raise StoreError(f"The copy of the data cannot be read: {error}.") from error
            return self.revision

    def close(self) -> None:
        """Let go of the files, and note what they are like for the next start."""
        with self._lock:
            engine, self._engine, self._pending = self._engine, None, None
            if engine is None:
                return
            try:
                engine.flush()
                del engine  # which closes its files
                self._note()
                note_closed(self._folder, self.revision)
            except FAULTS as error:
                _log.warning("copy.not_closed", error=str(error))

    def _apply(self, revision: int, removed: bytes, added: bytes) -> None:
        engine = self._engine
        if engine is None or revision <= self.revision:
            return
        try:
            for quad in ox.parse(removed, format=ox.RdfFormat.N_QUADS):
                engine.remove(quad)
            engine.extend(ox.parse(added, format=ox.RdfFormat.N_QUADS))
        except FAULTS as error:
            # Whoever asks for a snapshot is told, and the next start makes the copy anew.
            self._engine = None
            (self._folder / _OF).unlink(missing_ok=True)
            _log.error("copy.failed", revision=revision, error=str(error))
            return
        self.revision = revision

    def _reuse(self) -> tuple[ox.Store, int] | None:
        """Open the copy of an earlier time and take in what was committed since."""
        settled = read_settled(self._folder) if self._folder.is_dir() else None
        if settled is None or not self._fits(settled.revision):
            return None
        fault = difference(self._folder / ENGINE, settled, known_sums(self._folder.parent))
        if fault is not None:
            _log.warning("copy.differs", reason=fault)
            return None
        replace(settled, clean=False).write(self._folder)
        engine = open_engine(self._folder)
        with self._store.reading() as revision:
            touched = self._touched(settled.revision, revision)
            if touched is None:
                return None
            for quad, there in touched:
                (engine.add if there else engine.remove)(quad)
            engine.flush()
        self.revision = revision
        self._note()
        replace(settled, clean=False, revision=revision).write(self._folder)
        return engine, revision

    def _fits(self, revision: int) -> bool:
        """Tell whether it is a copy of this history at a revision, made for the same queries."""
        entry = self._store.journal.entry(revision)
        if entry is None or entry.revision != revision:
            return False
        try:
            said = json.loads((self._folder / _OF).read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return False
        return bool(said == self._said(revision))

    def _said(self, revision: int) -> dict[str, object]:
        entry = self._store.journal.entry(revision)
        return {"seal": entry.link if entry else "", "union": self._union, "layout": 1}

    def _note(self) -> None:
        said = json.dumps(self._said(self.revision)).encode()
        write_durably(self._folder / _OF, said)

    def _touched(self, after: int, until: int) -> list[tuple[Quad, bool]] | None:
        """Return the quads that commits touched, and whether they are there now; None for many."""
        changes = self._store.journal.changes(after, until, _MOST)
        if changes is None:
            return None
        quads: set[Quad] = set()
        for piece in changes:
            quads |= piece.removed | piece.added
        return list(self._states(quads))

    def _states(self, quads: Iterable[Quad]) -> Iterator[tuple[Quad, bool]]:
        for quad in quads:
            named = isinstance(quad.graph_name, NamedNode)
            if named or not self._union:
                yield quad, self._store.holds(quad)
            if self._union and _in_union(quad):
                copies = self._store.match(quad.subject, quad.predicate, quad.object)
                merged = Quad(quad.subject, quad.predicate, quad.object, DefaultGraph())
                yield merged, any(map(_in_union, copies))

    def _make(self) -> tuple[ox.Store, int]:
        """Copy the engine's files, prepare the copy and open it."""
        for folder in (self._new, self._folder):
            shutil.rmtree(folder, ignore_errors=True)
        make_private_folder(self._new)
        with self._store.reading() as revision:
            self._store.backup(self._new / ENGINE)
        if self._store.journal.size <= _FEW:
            preparing.prepare(self._new / ENGINE, union=self._union)
        else:
            how = "union" if self._union else "plain"
            command = [sys.executable, "-P", "-m", preparing.__name__, str(self._new / ENGINE), how]
            subprocess.run(command, check=True, stdin=subprocess.DEVNULL)
        self._new.rename(self._folder)
        engine = open_engine(self._folder)
        self.revision = revision
        self._note()
        Settled(revision).write(self._folder)
        return engine, revision


def _in_union(quad: Quad) -> bool:
    graph = quad.graph_name
    return not isinstance(graph, NamedNode) or is_default_dataset_graph(graph.value)
