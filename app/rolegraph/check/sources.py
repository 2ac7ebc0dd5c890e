"""The files of a check: which there are, what part they play, and what they say."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from rolegraph import resources
from rolegraph.check.syntax import SUFFIXES, SyntaxReport, read_quads
from rolegraph.errors import InputError
from rolegraph.folder.catalogue_folder import CatalogueFolder
from rolegraph.rdf.namespaces import graph_of_file
from rolegraph.rdf.terms import NamedNode, Quad
from rolegraph.rdf.turtle_tokens import Lines
from rolegraph.resources import MANIFEST

ONTOLOGY, SHAPES, DATA, QUERIES, DOCUMENTS = "ontology", "shapes", "data", "queries", "documents"
PARTS = (ONTOLOGY, SHAPES, DATA, QUERIES, DOCUMENTS)
NOTHING = (
    "There is nothing to check: neither this folder nor one around it has a rolegraph.toml. Make a "
    "catalogue with: rolegraph init. Or name files: rolegraph check FILE."
)


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
        paths: files and folders; empty means the catalogue around the working directory.
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

    A given path inside a catalogue (the nearest folder with a `rolegraph.toml`, or with `ontology`,
    `shapes` and `data`) is checked in the context of that catalogue; where there is a
    `rolegraph.toml`, core ontology, shapes and queries belong to it. Any other path is checked as
    data against the given ontology and shapes, or the core ones where neither is given nor found in
    it. Without a path it is the catalogue around `base`.

    Args:
        selection: what the user asked for.
        shipped: the shipped catalogue's folder.
        base: the folder that names are relative to; the working directory unless given.

    Raises:
        InputError: a given path does not exist, or there is nothing to check.
        ConfigurationError: a `rolegraph.toml` cannot be used.
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
            root = catalogue_root(base)
            if root is None:
                raise InputError(NOTHING)
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
        if (root / MANIFEST).is_file():
            self._add_folder(CatalogueFolder(root), asked)
            return
        for part in (ONTOLOGY, SHAPES, DATA, QUERIES):
            folder = root / part
            if folder.is_dir():
                self.add(folder, root, shown=folder.is_relative_to(asked))

    def _add_folder(self, folder: CatalogueFolder, asked: Path) -> None:
        """Add the files of a catalogue with a `rolegraph.toml`, the core ones included."""
        for file in folder.files():
            part, whole = file.part, folder.root / file.part
            shown = not file.core and whole.is_relative_to(asked)
            self.add(
                file.path, folder.root if not file.core else resources.root(), part, shown=shown
            )
        for queries in folder.query_folders():
            shown = queries.is_relative_to(folder.root) and queries.is_relative_to(asked)
            self.add(queries, queries.parent, QUERIES, shown=shown)
        for place in (folder.root / DATA, *(folder.root / key for key, _ in folder.documents())):
            if place.exists():
                self.add(place, folder.root, shown=place.is_relative_to(asked))

    def add_parts(self, selection: Selection) -> None:
        """Add the given ontology and shapes."""
        for part, paths in ((ONTOLOGY, selection.ontology), (SHAPES, selection.shapes)):
            for path in map(_existing, paths):
                self.add(path, path if path.is_dir() else path.parent, part)


def folder_of(selection: Selection, base: Path | None = None) -> CatalogueFolder | None:
    """Return the catalogue whose `rolegraph.toml` speaks for a selection, or None.

    Raises:
        InputError: the selection lies in several catalogues.
        ConfigurationError: the `rolegraph.toml` cannot be used.
    """
    if selection.ontology or selection.shapes:
        return None
    base = (base or Path.cwd()).resolve()
    places = [path.resolve() for path in selection.paths] or [base]
    roots = {root for root in map(catalogue_root, places) if root and (root / MANIFEST).is_file()}
    if len(roots) > 1:
        raise InputError(
            f"These paths lie in several catalogues ({', '.join(map(str, sorted(roots)))}), each "
            "with rules of its own; check one after the other."
        )
    return CatalogueFolder(roots.pop()) if roots else None


def catalogue_root(path: Path) -> Path | None:
    """Return the nearest folder around a path (or itself) that holds a whole catalogue.

    That is one with a `rolegraph.toml`; or one with `ontology`, `shapes` and `data`, which then
    brings all its words and rules itself.
    """
    for folder in (path, *path.parents):
        if (folder / MANIFEST).is_file() or all(
            (folder / part).is_dir() for part in (ONTOLOGY, SHAPES, DATA)
        ):
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
