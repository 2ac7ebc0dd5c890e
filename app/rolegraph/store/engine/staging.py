"""Many quads on their way into a store: as an engine of their own, and as a patch on disk.

What comes twice is found by the engine, or by the text where that is enough. Where the engine is
the larger one, it takes the place of the store's own, so that no quad is indexed twice. Nothing
here needs memory for more than a batch of quads, besides what the engine's bulk loader takes, and
eight bytes a quad while lines are compared.
"""

from __future__ import annotations

import os
import shutil
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager, suppress
from operator import attrgetter
from pathlib import Path
from typing import BinaryIO, Self, cast

import pyoxigraph as ox

from rolegraph.errors import StoreError
from rolegraph.rdf.terms import NamedNode, Quad, RdfFormat, serialize
from rolegraph.rdf.uploads.plain_lines import has_each_once
from rolegraph.store.engine.engine import STAGED, remove
from rolegraph.store.files.fidelity import as_stored_batch
from rolegraph.store.files.line_text import Irregular, as_stored_text
from rolegraph.store.files.rdf_files import RdfFile
from rolegraph.store.journal.patch_file import PatchFile

_NICENESS = 10
_graph_name = attrgetter("graph_name")


class Staging:
    """Quads to be added to a store: written first, then indexed, and sorted out.

    Args:
        folder: the data directory, whose lock is held.
        present: the engine of the store.

    Attributes:
        patch: the quads in a file; exact once they are sorted out.
        graphs: the names of the graphs they are in.
    """

    def __init__(self, folder: Path, present: ox.Store) -> None:
        self._folder, self._present = folder, present
        self.patch = PatchFile(folder / f"{STAGED}.nq")
        self.graphs: set[str] = set()
        self._engine = ox.Store(str(folder / STAGED))
        self._beside = ThreadPoolExecutor(1)
        self._indexing: Future[None] | None = None

    def fill(
        self,
        files: Sequence[RdfFile],
        read: Callable[[int], None] = lambda _: None,
        written: Callable[[], None] = lambda: None,
        *,
        gives_way: bool = False,
    ) -> None:
        """Take in the quads of files. They are indexed from then on, in another thread.

        Args:
            files: the files.
            read: called now and then with the number of quads read so far.
            written: called once all quads are in the patch, if not exactly, before they are
                indexed.
            gives_way: whether other threads are to have the processor before the one that indexes.

        Raises:
            SyntaxFault: a file does not parse.
            InputError: a file cannot be read.
            StoreError: the disk does not take it.
        """
        with self._telling():
            for file in files:
                self._write(file, read)
            self.patch.flush()
            written()
            self._indexing = self._beside.submit(self._index_at, _NICENESS if gives_way else 0)

    def sort_out(self, *, early: bool = False) -> None:
        """Have the patch hold each quad once, if the store has it not.

        Where both have quads of the same graphs, those of the smaller one are looked up in the
        larger one.

        Args:
            early: try to tell by the text, before the quads are indexed. That takes a second for
                a million.

        Raises:
            StoreError: the disk does not take it.
        """
        with self._telling():
            if early and not self._shared(self.graphs) and has_each_once(self.patch.lines()):
                return
            engine = self.engine
            known = remove(engine, self._known())
            if known or len(engine) != self.patch.added:
                blank, plain = self.patch.blank, self.patch.plain
                self.patch.restart()  # its quads are all in the engine, blank nodes by their names
                self.patch.blank, self.patch.plain = blank, plain
                engine.dump(cast("BinaryIO", self.patch), format=RdfFormat.N_QUADS)
                self.patch.flush()

    @property
    def engine(self) -> ox.Store:
        """The quads, once they are indexed.

        Raises:
            StoreError: the disk does not take them.
        """
        with self._telling():
            if self._indexing is not None:
                self._indexing.result()
            return self._engine

    @contextmanager
    def _telling(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            raise StoreError(
                f"The load cannot be written to {self._folder} ({error}); nothing was stored. It "
                "needs about three times the size of the unpacked files there; free some space."
            ) from error

    def _write(self, file: RdfFile, read: Callable[[int], None]) -> None:
        try:
            if not file.is_lines:
                raise Irregular
            with self.patch.attempt():
                for lines in as_stored_text(file.parts(), file.target):
                    self.graphs |= lines.graphs
                    self.patch.plain = self.patch.plain and lines.plain
                    self.patch.write(lines.text)
                    read(self.patch.added)
        except Irregular:
            for batch in file.batches():
                self._write_batch(batch, file.target)
                read(self.patch.added)

    def _write_batch(self, read: list[Quad], graph: NamedNode | None) -> None:
        # What comes twice mostly comes again soon; the rest is found in the end, at a price.
        once = dict.fromkeys(read)
        batch = read if len(once) == len(read) else list(once)
        text = serialize(batch, format=RdfFormat.N_QUADS) or b""
        stored = as_stored_batch(batch, text)
        if stored is not batch:
            text = serialize(dict.fromkeys(stored), format=RdfFormat.N_QUADS) or b""
        if graph is None:
            names = set(map(_graph_name, batch))
            self.graphs.update(name.value for name in names if isinstance(name, NamedNode))
        else:
            text = text.replace(b" .\n", f" {graph} .\n".encode())
            self.graphs.add(graph.value)
        self.patch.write(text)
        self.patch.blank = self.patch.blank or b"_:" in text
        self.patch.plain = self.patch.plain and b"_:" not in text and b"<<" not in text

    def _index_at(self, niceness: int) -> None:
        if niceness:
            with suppress(OSError):
                os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), niceness)
        self._index()

    def _index(self) -> None:
        """Have the engine hold the quads of the patch, whose lines are all valid."""
        if self.patch.blank:
            self._engine.bulk_extend(self.patch.quads())
        else:  # faster, but blank nodes would be named anew
            self._engine.bulk_load(path=self.patch.path, format=RdfFormat.N_QUADS, lenient=True)

    def _known(self) -> Iterator[Quad]:
        common = self._shared(self.graphs)
        if not common:
            return
        small, large = self.engine, self._present
        if len(large) < len(small):
            small, large = large, small
        for name in common:
            for quad in small.quads_for_pattern(None, None, None, name):
                if quad in large:
                    yield quad

    def _shared(self, graphs: Iterable[str]) -> list[NamedNode]:
        """Return those of some graphs of which the store has quads."""
        found = self._present.quads_for_pattern
        names = map(NamedNode, sorted(graphs))
        return [name for name in names if next(found(None, None, None, name), None) is not None]

    @contextmanager
    def file(self, name: str) -> Iterator[Path]:
        """Give the path of a file beside the staged quads, which is removed afterwards."""
        path = self._folder / f"{STAGED}.{name}"
        try:
            yield path
        finally:
            path.unlink(missing_ok=True)

    @property
    def is_larger(self) -> bool:
        """Whether there is more to add than the store has; known once it is sorted out."""
        return len(self._present) <= self.patch.added

    def take_in_present(self) -> None:
        """Have the staged engine hold what the store has as well, on disk, and close it.

        Raises:
            StoreError: the disk does not take it.
        """
        if len(self.engine) != self.patch.added:  # never seen: it would be a fault of the checks
            raise StoreError(
                f"The engine made {len(self.engine):,} quads of {self.patch.added:,} lines."
            )
        with self._telling():
            self._engine.bulk_extend(self._present)
            self._engine.flush()
        del self._engine, self._present

    def close(self) -> None:
        """Remove what is still there of it."""
        self._beside.shutdown()
        self.patch.close()
        for engine in ("_engine", "_present"):  # whose files stay open as long as they are held
            self.__dict__.pop(engine, None)
        shutil.rmtree(self._folder / STAGED, ignore_errors=True)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
