"""The files of a check: which there are, what part they play, and what they say."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from rolegraph.check.syntax import SUFFIXES, SyntaxReport, read_quads
from rolegraph.errors import InputError
from rolegraph.rdf.namespaces import graph_of_file
from rolegraph.rdf.terms import NamedNode, Quad
from rolegraph.rdf.turtle_tokens import Lines

ONTOLOGY, SHAPES, DATA, QUERIES, DOCUMENTS = "ontology", "shapes", "data", "queries", "documents"
PARTS = (ONTOLOGY, SHAPES, DATA, QUERIES, DOCUMENTS)


@dataclass
class Source:
    """One file.

    Attributes:
        path: where it lies.
        name: how people call it: relative to the working directory where it lies below it.
        key: its path in its catalogue, which names its graph, such as `data/personas.ttl`.
        part: the part it plays, one of `PARTS`.
        shown: whether the user asked about this file; the others are only context.
        text: what it says; empty where it is no text.
    """

    path: Path
    name: str
    key: str
    part: str
    shown: bool
    text: str = ""
    report: SyntaxReport = field(default_factory=SyntaxReport)

    @property
    def graph(self) -> NamedNode:
        """The name of the graph that a store keeps the file in."""
        return NamedNode(graph_of_file(self.key))

    @property
    def quads(self) -> list[Quad]:
        """The triples of the file; empty where it does not parse or is no RDF."""
        return self.report.quads

    @cached_property
    def lines(self) -> Lines:
        """Lines and columns of the text."""
        return Lines(self.text)

    @cached_property
    def subjects(self) -> frozenset[str]:
        """The subjects of its triples: `<IRI>` or `_:label`."""
        return frozenset({str(subject) for subject in {quad.subject for quad in self.quads}})


@dataclass(frozen=True)
class Selection:
    """What to check.

    Attributes:
        paths: files and folders; empty means the shipped catalogue.
        ontology, shapes: files or folders to use in place of the shipped ones.
    """

    paths: tuple[Path, ...] = ()
    ontology: tuple[Path, ...] = ()
    shapes: tuple[Path, ...] = ()


def read_sources(selection: Selection, shipped: Path, base: Path | None = None) -> list[Source]:
    """Find and read the files of a check; see `find_sources`.

    Raises:
        InputError: a given path does not exist or cannot be read.
    """
    sources = find_sources(selection, shipped, base)
    for source in sources:
        read_source(source)
    return sources


def find_sources(selection: Selection, shipped: Path, base: Path | None = None) -> list[Source]:
    """Find the files of a check, in the order of their parts and names, without reading them.

    A given path inside a catalogue (a folder with `ontology`, `shapes` and `data`) is checked in
    the context of that catalogue. Any other is checked as data against the given ontology and
    shapes, or the shipped ones where neither is given nor found in it. Without a path it is the
    catalogue around `base`, else the shipped one.

    Args:
        selection: what the user asked for.
        shipped: the shipped catalogue's folder.
        base: the folder that names are relative to; the working directory unless given.

    Raises:
        InputError: a given path does not exist.
    """
    base = (base or Path.cwd()).resolve()
    finder = _Finder(base)
    paths = [_existing(path) for path in selection.paths]
    if selection.ontology or selection.shapes:
        finder.add_parts(selection)
        for path in paths:
            finder.add(path, path if path.is_dir() else path.parent)
    else:
        roots = [catalogue_root(path) for path in paths]
        for path, root in zip(paths, roots, strict=True):
            if root:
                finder.add_catalogue(root, path)
            if path != root:
                finder.add(path, root or (path if path.is_dir() else path.parent))
        if not paths:
            root = catalogue_root(base) or shipped.resolve()
            finder.add_catalogue(root, root)
        elif not any(roots):
            given = {source.part for source in finder.found.values()}
            for part in {ONTOLOGY, SHAPES} - given:
                finder.add(shipped / part, shipped, part, shown=False)
    return sorted(finder.found.values(), key=lambda s: (PARTS.index(s.part), s.name))


class _Finder:
    """Collects files, each once."""

    def __init__(self, base: Path) -> None:
        self._base = base
        self.found: dict[Path, Source] = {}

    def add(self, path: Path, root: Path, part: str | None = None, *, shown: bool = True) -> None:
        """Add a file or the files of a folder; a part is told by the name unless given."""
        for file in _files(path):
            key = file.relative_to(root).as_posix() if file.is_relative_to(root) else file.name
            playing = part or _part(key)
            if file in self.found:
                self.found[file].shown |= shown
            else:
                name = _shown_name(file, self._base)
                self.found[file] = Source(file, name, key, playing, shown)

    def add_catalogue(self, root: Path, asked: Path) -> None:
        """Add a catalogue, of which the user asked for a folder or file."""
        for part in (ONTOLOGY, SHAPES, DATA, QUERIES):
            folder = root / part
            if folder.is_dir():
                self.add(folder, root, shown=folder.is_relative_to(asked))

    def add_parts(self, selection: Selection) -> None:
        """Add the given ontology and shapes."""
        for part, paths in ((ONTOLOGY, selection.ontology), (SHAPES, selection.shapes)):
            for path in map(_existing, paths):
                self.add(path, path if path.is_dir() else path.parent, part)


def catalogue_root(path: Path) -> Path | None:
    """Return the nearest folder around a path (or itself) that holds a whole catalogue."""
    for folder in (path, *path.parents):
        if all((folder / part).is_dir() for part in (ONTOLOGY, SHAPES, DATA)):
            return folder
    return None


def _existing(path: Path) -> Path:
    if not path.exists():
        raise InputError(f"{path}: no such file or folder.")
    return path.resolve()


def _files(path: Path) -> Iterable[Path]:
    if path.is_file():
        return [path]
    inner = (file for file in path.rglob("*") if file.name.endswith(SUFFIXES) and file.is_file())
    return sorted(file for file in inner if not _passed_over(file.relative_to(path)))


def _passed_over(path: Path) -> bool:
    return any(part.startswith(".") or part == "node_modules" for part in path.parts)


def _part(key: str) -> str:
    if key.endswith(".rq"):
        return QUERIES
    if key.endswith(".md"):
        return DOCUMENTS
    folders = key.split("/")[-2::-1]  # the nearest one decides
    return next((folder for folder in folders if folder in {ONTOLOGY, SHAPES, DATA}), DATA)


def _shown_name(file: Path, base: Path) -> str:
    return file.relative_to(base).as_posix() if file.is_relative_to(base) else str(file)


def read_source(source: Source) -> None:
    """Read a file.

    Raises:
        InputError: it cannot be read.
    """
    try:
        content = source.path.read_bytes()
    except OSError as error:
        raise InputError(f"{source.name}: {error.strerror or error}.") from None
    source.text, source.report = read_quads(content, source.path.name, source.graph)


def by_part(sources: Sequence[Source], *parts: str) -> list[Source]:
    """Return the sources that play one of some parts."""
    return [source for source in sources if source.part in parts]
