"""RDF files of any format, plain or packed, read quad by quad."""

from __future__ import annotations

import bz2
import gzip
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import islice
from operator import attrgetter
from pathlib import Path
from typing import BinaryIO, cast

from rolegraph.errors import InputError, ParameterError, SyntaxFault
from rolegraph.rdf.media import GRAPH_FORMATS, format_of_name, rdf_format
from rolegraph.rdf.namespaces import graph_of_file
from rolegraph.rdf.terms import DefaultGraph, NamedNode, Quad, RdfFormat, parse
from rolegraph.store.files.pieces import as_file

BATCH = 20_000
"""How many quads are read at once."""
_BUFFER = 2**20
_DEFAULT = DefaultGraph()
_graph_name = attrgetter("graph_name")


def _frames(file: BinaryIO) -> Iterator[bytes]:
    """Yield what a Zstandard file (RFC 8878) holds; the package's reader takes half for a whole."""
    import zstandard

    unpacker, packed = zstandard.ZstdDecompressor(), file.read(_BUFFER)
    try:
        while packed:
            frame = unpacker.decompressobj()
            yield frame.decompress(packed)
            while not frame.eof:
                if not (packed := file.read(_BUFFER)):
                    raise EOFError("it ends too early")
                yield frame.decompress(packed)
            packed = frame.unused_data or file.read(_BUFFER)
    except zstandard.ZstdError as error:
        raise EOFError(str(error)) from None


_UNPACKED: dict[str, Callable[[BinaryIO], BinaryIO]] = {
    ".gz": lambda file: cast("BinaryIO", gzip.GzipFile(fileobj=file)),
    ".bz2": lambda file: cast("BinaryIO", bz2.BZ2File(file)),
    ".zst": lambda file: as_file(_frames(file)),
}
PACKINGS = tuple(_UNPACKED)
"""Endings of packed files."""

_MEND = "Nothing of this load was stored; fix the file there and load again."


class RdfFile:
    """A file to be read once, from its beginning to its end.

    Args:
        path: the file; its ending tells format and packing.
        graph: IRI of the graph that triples go to which name none; by default that of the file.
        fix: what to say to somebody whose file does not parse.

    Attributes:
        size: its bytes on disk.

    Raises:
        InputError: it cannot be read, or its ending tells no format.
        ParameterError: `graph` is no IRI.
    """

    def __init__(self, path: Path, graph: str | None = None, mend: str = _MEND) -> None:
        self.path = path
        self._mend = mend
        packed = path.suffix.lower() in _UNPACKED
        self._unpack = _UNPACKED[path.suffix.lower()] if packed else None
        name = path.name[: -len(path.suffix)] if packed else path.name
        chosen = format_of_name(name.rsplit(".", 1)[-1], GRAPH_FORMATS) if "." in name else None
        if chosen is None:
            endings = ", ".join(f".{known.extensions[0]}" for known in GRAPH_FORMATS)
            raise InputError(
                f"{path}: the ending of a file tells its format ({endings}), and the one after it "
                f"how it is packed ({', '.join(PACKINGS)}). Rename the file."
            )
        self._format: RdfFormat = rdf_format(chosen)
        try:
            self._target = NamedNode(graph or graph_of_file(f"data/{name}"))
        except ValueError as error:
            raise ParameterError(f"{graph!r} cannot name a graph: {error}.") from None
        self._raw: BinaryIO | None = None
        try:
            with path.open("rb"):
                self.size = path.stat().st_size
        except OSError as error:
            raise InputError(f"{path} cannot be read: {error.strerror or error}.") from None

    @property
    def position(self) -> int:
        """How many of its bytes on disk have been read."""
        if self._raw is None:
            return 0
        return self.size if self._raw.closed else self._raw.tell()

    @property
    def is_lines(self) -> bool:
        """Whether it has one statement a line."""
        return self._format in {RdfFormat.N_TRIPLES, RdfFormat.N_QUADS}

    @property
    def target(self) -> NamedNode | None:
        """The graph that all of it goes to; None where it names graphs itself."""
        return None if self._format.supports_datasets else self._target

    def parts(self) -> Iterator[bytes]:
        """Yield its text, unpacked, in pieces.

        Raises:
            InputError: it cannot be read or unpacked.
        """
        with self._telling(), self._opened() as file:
            while part := file.read(_BUFFER):
                yield part

    def batches(self, number: int = BATCH, *, rename: bool = True) -> Iterator[list[Quad]]:
        """Yield what it says, so much at once: quads, or triples of the `target`.

        Args:
            number: of quads.
            rename: give blank nodes new names, so that those of two files are never one.

        Raises:
            SyntaxFault: it does not parse; has file, line and column.
            InputError: it cannot be read or unpacked.
        """
        with self._telling(), self._opened() as file:
            quads = parse(
                file,
                format=self._format,
                base_iri=self._target.value,
                rename_blank_nodes=rename,
            )
            while batch := list(islice(quads, number)):
                yield self._placed(batch) if self.target is None else batch

    def quads(self, number: int = BATCH, *, rename: bool = True) -> Iterator[list[Quad]]:
        """Yield its quads, so many at once; see `batches`."""
        graph = self.target
        for batch in self.batches(number, rename=rename):
            yield (
                batch
                if graph is None
                else [
                    Quad(triple.subject, triple.predicate, triple.object, graph) for triple in batch
                ]
            )

    @contextmanager
    def _opened(self) -> Iterator[BinaryIO]:
        with self.path.open("rb", buffering=_BUFFER) as raw:
            self._raw = raw
            yield raw if self._unpack is None else self._unpack(raw)

    def _placed(self, quads: list[Quad]) -> list[Quad]:
        """Return quads, those of the default graph in the graph of the file."""
        if _DEFAULT not in map(_graph_name, quads):
            return quads
        return [
            Quad(quad.subject, quad.predicate, quad.object, self._target)
            if quad.graph_name == _DEFAULT
            else quad
            for quad in quads
        ]

    @contextmanager
    def _telling(self) -> Iterator[None]:
        """Tell of the file where reading it fails."""
        try:
            yield
        except SyntaxError as error:
            raise SyntaxFault(
                f"{error.msg.rstrip('.')}. {self._mend}",
                source=str(self.path),
                line=error.lineno,
                column=error.offset,
            ) from None
        except OSError as error:
            raise InputError(f"{self.path} cannot be read: {error.strerror or error}.") from None
        except (EOFError, zlib.error) as error:
            raise InputError(
                f"{self.path} cannot be unpacked: {error}. Fetch or pack it anew."
            ) from None
