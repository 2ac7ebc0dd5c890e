"""Many quads on their way into a store: as an engine of their own, and as a patch on disk.

The engine sorts out what comes twice, and finds a commit's size; where it is the larger one, it
takes the place of the store's own engine, so that no quad is indexed twice. Nothing here needs
memory for more than a batch of quads, besides what the engine's bulk loader takes.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from operator import attrgetter
from pathlib import Path
from typing import BinaryIO, Self, cast

import pyoxigraph as ox

from rolegraph.errors import StoreError
from rolegraph.rdf.namespaces import is_default_dataset_graph
from rolegraph.rdf.terms import GraphName, NamedNode, Quad, RdfFormat, serialize
from rolegraph.store.engine.engine import STAGED, remove
from rolegraph.store.files.fidelity import as_stored_batch
from rolegraph.store.files.line_text import Irregular, as_stored_text
from rolegraph.store.files.rdf_files import RdfFile
from rolegraph.store.journal.patch_file import PatchFile

_graph_name = attrgetter("graph_name")


class Staging:
    """Quads to be added to a store: written first, then indexed, which makes them exact.

    Args:
        folder: the data directory, whose lock is held.
        present: the engine of the store.

    Attributes:
        patch: the quads in a file; exact once they are indexed.
        engine: the quads, once they are indexed.
        graphs: the names of the graphs they are in.
    """

    def __init__(self, folder: Path, present: ox.Store) -> None:
        self._folder, self._present = folder, present
        self.patch = PatchFile(folder / f"{STAGED}.nq")
        self.engine = ox.Store(str(folder / STAGED))
        self.graphs: set[str] = set()

    def fill(
        self,
        files: Sequence[RdfFile],
        read: Callable[[int], None] = lambda _: None,
        written: Callable[[], None] = lambda: None,
    ) -> None:
        """Take in the quads of files.

        Args:
            files: the files.
            read: called now and then with the number of quads read so far.
            written: called once all quads are in the patch, if not exactly, before they are
                indexed, and once more where that has to be done anew.

        Raises:
            SyntaxFault: a file does not parse.
            InputError: a file cannot be read.
            StoreError: the disk does not take it.
        """
        try:
            self._fill(files, read, written)
        except OSError as error:
            raise StoreError(
                f"The load cannot be written to {self._folder} ({error}); nothing was stored. It "
                "needs about three times the size of the unpacked files there; free some space."
            ) from error

    def _fill(
        self, files: Sequence[RdfFile], read: Callable[[int], None], written: Callable[[], None]
    ) -> None:
        try:
            self._write(files, read, by_lines=True)
            written()
            self._index()
            if self._is_plain_data():
                return
        except SyntaxError:
            pass  # in lines that were taken as they are; the parser will tell where
        self._restart()
        self._write(files, read, by_lines=False)
        written()
        self._index()

    def _write(
        self, files: Sequence[RdfFile], read: Callable[[int], None], *, by_lines: bool
    ) -> None:
        for file in files:
            try:
                if not (by_lines and file.is_lines):
                    raise Irregular
                with self.patch.attempt():
                    for text in as_stored_text(file.parts(), file.target):
                        self.patch.write(text)
                        read(self.patch.added)
            except Irregular:
                for batch in file.batches():
                    self._write_batch(batch, file.target)
                    read(self.patch.added)
        self.patch.flush()

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

    def _index(self) -> None:
        """Have the engine hold the quads, and the patch each of them once, if the store has it not.

        Where both have quads of the same graphs, those of the smaller one are looked up in the
        larger one.
        """
        if self.patch.blank:
            self.engine.bulk_extend(self.patch.quads())
        else:  # faster, but blank nodes would be named anew
            self.engine.bulk_load(path=self.patch.path, format=RdfFormat.N_QUADS)
        known = remove(self.engine, self._known())
        if known or len(self.engine) != self.patch.added:
            self.patch.restart()  # its quads are all in the engine, blank nodes by their names
            self.engine.dump(cast("BinaryIO", self.patch), format=RdfFormat.N_QUADS)
            self.patch.flush()

    def _is_plain_data(self) -> bool:
        """Note the graphs, and tell whether those not noted so far are plain data, and have names.

        Lines that were taken as they are may lack a graph, or name a special one in other letters.
        """
        found = {name.value for name in self.engine.named_graphs() if isinstance(name, NamedNode)}
        plain = all(is_default_dataset_graph(name) for name in found - self.graphs)
        self.graphs |= found
        unnamed = self.engine.quads_for_pattern(None, None, None, ox.DefaultGraph())
        return plain and next(unnamed, None) is None

    def _restart(self) -> None:
        self.patch.restart()
        self.graphs.clear()
        del self.engine
        shutil.rmtree(self._folder / STAGED)
        self.engine = ox.Store(str(self._folder / STAGED))

    def _known(self) -> Iterator[Quad]:
        common = [name for name in self.engine.named_graphs() if self._is_present(name)]
        if not common:
            return
        small, large = self.engine, self._present
        if len(large) < len(small):
            small, large = large, small
        for name in common:
            for quad in small.quads_for_pattern(None, None, None, name):
                if quad in large:
                    yield quad

    def _is_present(self, graph: GraphName) -> bool:
        return next(self._present.quads_for_pattern(None, None, None, graph), None) is not None

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
        """Whether there is more to add than the store has."""
        return len(self._present) <= len(self.engine)

    def take_in_present(self) -> None:
        """Have the staged engine hold what the store has as well, on disk, and close it."""
        self.engine.bulk_extend(self._present)
        self.engine.flush()
        del self.engine, self._present

    def close(self) -> None:
        """Remove what is still there of it."""
        self.patch.close()
        self.__dict__.pop("engine", None)
        shutil.rmtree(self._folder / STAGED, ignore_errors=True)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
