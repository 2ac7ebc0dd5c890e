"""Finds the files of a check: those that were asked for, and those they are checked against."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from rolegraph import resources
from rolegraph.checking.files.corpus import Corpus
from rolegraph.checking.files.endings import (
    COMPANIONS,
    SUFFIXES,
    UnreadFile,
    has_ending,
    is_evidently_rdf,
    is_json_ld,
    told,
    why_not,
)
from rolegraph.checking.files.given_names import GivenNames
from rolegraph.checking.files.imports import follow_imports
from rolegraph.checking.files.sources import (
    DATA,
    DOCUMENTS,
    ONTOLOGY,
    QUERIES,
    SHAPES,
    STANDARD_INPUT,
    FileSelection,
    NothingToRead,
    Source,
    choose_rules,
    read_source,
)
from rolegraph.errors import InputError
from rolegraph.rdf.namespaces import graph_of_file
from rolegraph.resources import MANIFEST
from rolegraph.shacl.engines.validator import EngineName
from rolegraph.shacl.report import STANDARD_INPUT as STDIN_NAME

if TYPE_CHECKING:
    from rolegraph.folder.catalogue_folder import CatalogueFolder

FOLDERS = (ONTOLOGY, SHAPES, DATA, QUERIES)
_RULES = frozenset({ONTOLOGY, SHAPES})
NOTHING = (
    "There is nothing to check: neither this folder nor one around it has a rolegraph.toml, and "
    "none of the folders ontology/, shapes/ and data/ is here. Name files or folders: rolegraph "
    "check data/ --shapes shapes/. Or make a catalogue with: rolegraph init."
)


@dataclass
class Files:
    """What was found.

    Attributes:
        sources: the files, in the order of their parts and names.
        passed: the files of given folders that are not read.
        notes: remarks on what was not found or not read, for people.
        unserved: files of RDF in a catalogue that no service has, by their names.
    """

    sources: list[Source] = field(default_factory=list)
    passed: list[UnreadFile] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    unserved: dict[Path, str] = field(default_factory=dict)


def read_files(selection: FileSelection, shipped: Path, base: Path | None = None) -> Files:
    """Find and read the files of a check; see `find_sources`.

    Files that others import are read as well. The shipped rules are left out again where the data
    turns out to hold shapes of its own.

    Raises:
        InputError: a given path does not exist or cannot be read, or there is nothing to check.
    """
    files = _found(selection, shipped, base)
    for source in files.sources:
        read_source(source, selection.contexts)
    imports = follow_imports(files.sources, selection.contexts)
    used = {file.resolve() for _, file in selection.contexts} | imports.catalogues
    used |= {path for source in files.sources for path in (source.path, *source.report.contexts)}
    files.passed = [file for file in files.passed if file.path not in used]
    files.notes += [*told(files.passed), *imports.notes]
    choose_rules(files.sources)
    files.sources.sort(key=lambda source: (source.rank, source.name))
    return files


def read_corpus(
    selection: FileSelection, shipped: Path, base: Path | None = None, engine: EngineName = "auto"
) -> Corpus:
    """Find and read the files of a check, with the catalogue that speaks for them.

    Raises:
        InputError: see `read_files`.
        ConfigurationError: a `rolegraph.toml` cannot be used.
    """
    files = read_files(selection, shipped, base)
    passed = sorted(files.passed, key=lambda file: file.name.casefold())
    folder = folder_of(selection, base)
    told_already = {file.path for file in passed if file.is_rdf}
    unserved = [name for path, name in files.unserved.items() if path not in told_already]
    return Corpus(
        files.sources, engine, folder=folder, notes=files.notes, passed=passed, unserved=unserved
    )


def read_sources(selection: FileSelection, shipped: Path, base: Path | None = None) -> list[Source]:
    """Find and read the files of a check; see `read_files`."""
    return read_files(selection, shipped, base).sources


def find_sources(selection: FileSelection, shipped: Path, base: Path | None = None) -> list[Source]:
    """Find the files of a check, in the order of their parts and names, without reading them.

    A given path inside a catalogue (the nearest folder with a `rolegraph.toml`, or with `ontology`,
    `shapes` and `data`) is checked in the context of that catalogue; where there is a
    `rolegraph.toml`, core ontology, shapes and queries belong to it. Any other path is checked as
    data against the given ontology and shapes, or the core ones where neither is given nor found in
    it. Without a path it is the catalogue around `base`, or the folders of one in `base`.

    Args:
        selection: what the user asked for.
        shipped: the shipped catalogue's folder.
        base: the folder that names are relative to; the working directory unless given.

    Raises:
        InputError: a given path does not exist or cannot be read, or there is nothing to check.
    """
    return _found(selection, shipped, base).sources


def _found(selection: FileSelection, shipped: Path, base: Path | None) -> Files:
    finder = _Finder((base or Path.cwd()).resolve(), shipped.resolve(), selection.within)
    if selection.ontology or selection.shapes:
        finder.add_given(selection)
    else:
        finder.add_in_context(selection)
    ordered = sorted(finder.found.values(), key=lambda source: (source.rank, source.name))
    passed = [file for path, file in finder.passed.items() if path not in finder.found]
    return Files(ordered, passed, unserved=finder.unserved)


class _Finder:
    """Collects files, each once.

    Args:
        base: the folder that names are relative to.
        shipped: the shipped catalogue's folder.
        within: see `FileSelection`.
    """

    def __init__(self, base: Path, shipped: Path, within: Path | None = None) -> None:
        self._within = within
        self._names = GivenNames(base)
        self._base = base
        self._shipped = shipped
        self.found: dict[Path, Source] = {}
        self.passed: dict[Path, UnreadFile] = {}
        self.unserved: dict[Path, str] = {}

    def add_given(self, selection: FileSelection) -> None:
        """Add data with the ontology and the shapes that were given for it."""
        for part, given in ((ONTOLOGY, selection.ontology), (SHAPES, selection.shapes)):
            for path in map(self._names.existing, given):
                self._add(path, path, part)
        paths = list(map(self._names.existing, selection.paths))
        if not paths:
            root = self._surrounding()
            parts = [root / part for part in (DATA, QUERIES)] if root else []
            paths = [part for part in parts if part.is_dir()]
        if not paths:
            raise InputError(NOTHING)
        for path in paths:
            self._add(path, path, DATA)
        if not selection.shapes:
            roots = [root for root in map(catalogue_root, paths) if root]
            for root in dict.fromkeys(roots):
                self._add(root / SHAPES, root, SHAPES, shown=False, required=False)
            if not any(SHAPES in source.parts for source in self.found.values()):
                self._lend(SHAPES)

    def add_in_context(self, selection: FileSelection) -> None:
        """Add what was asked for, with the catalogue around it or the shipped rules."""
        paths = [self._names.existing(path) for path in selection.paths]
        if not paths:
            root = self._surrounding()
            if root is None:
                raise InputError(NOTHING)
            self._add_catalogue(root, root)
            roots: list[Path | None] = [root]
        else:
            roots = [catalogue_root(path) for path in paths]
        for path, around in zip(paths, roots, strict=False):
            if around:
                self._add_catalogue(around, path)
            if path != around:
                self._add(path, around or path)
        given = {part for source in self.found.values() for part in source.parts}
        if not any(root and _is_whole(root) for root in roots):
            for part in sorted(_RULES - given):
                self._lend(part)

    def _lend(self, part: str) -> None:
        """Add rules that come with the package, for want of others."""
        before = set(self.found)
        self._add(self._shipped / part, self._shipped, part, shown=False)
        for file in self.found.keys() - before:
            self.found[file].lent = True

    def _surrounding(self) -> Path | None:
        """Return the catalogue around the working directory, or in it."""
        around = catalogue_root(self._base)
        if around is None and any((self._base / part).is_dir() for part in FOLDERS):
            return self._base
        return around

    def _add_catalogue(self, root: Path, asked: Path) -> None:
        """Add a catalogue, of which the user asked for a folder or file."""
        if (root / MANIFEST).is_file():
            self._add_folder(_catalogue_folder(root), asked)
            return
        for part in FOLDERS:
            folder = root / part
            if folder.is_dir():
                shown = folder.is_relative_to(asked)
                self._add(folder, root, shown=shown, required=False)

    def _add_folder(self, folder: CatalogueFolder, asked: Path) -> None:
        """Add the files of a catalogue with a `rolegraph.toml`, the core ones included."""
        for file in folder.files():
            shown = not file.core and (folder.root / file.part).is_relative_to(asked)
            root = resources.root() if file.core else folder.root
            self._add(file.path, root, file.part, shown=shown)
        for key in folder.left_out():
            path = folder.root / key
            if asked == path or (folder.root / key.partition("/")[0]).is_relative_to(asked):
                self.unserved[path] = self._names.shown(path)
        for queries in folder.query_folders():
            shown = queries.is_relative_to(folder.root) and queries.is_relative_to(asked)
            self._add(queries, queries.parent, shown=shown, required=False)
        documents = (folder.root / key for key, _ in folder.documents())
        parts = dict.fromkeys(documents, DOCUMENTS)
        for place, part in {folder.root / DATA: None, **parts}.items():
            if place.exists():
                shown = place.is_relative_to(asked)
                self._add(place, folder.root, part, shown=shown, required=False)

    def _add(
        self,
        path: Path,
        root: Path,
        part: str | None = None,
        *,
        shown: bool = True,
        required: bool = True,
    ) -> None:
        """Add a file or the files of a folder; a part is told by the folder unless given."""
        files = [path] if path == STANDARD_INPUT or path.is_file() else self._inside(path)
        if path == STANDARD_INPUT or path.is_file():
            if required:
                _require_readable(path, self._names.shown(path))
        elif not files and required:
            raise NothingToRead(
                f"{self._names.shown(path)}: no file to check. Files that are read end in "
                f"{', '.join(SUFFIXES)}."
            )
        for file in files:
            named = path.name if path == root and path.is_dir() and not _is_whole(path) else ""
            playing = _part(file, named, root, part)
            if file in self.found:
                known = self.found[file]
                known.shown |= shown
                if part:
                    known.parts |= {playing}
            else:
                self.found[file] = self._source(file, playing, root, shown=shown)

    def _source(self, file: Path, part: str, root: Path, *, shown: bool) -> Source:
        whole = self._within or (root if _is_whole(root) else catalogue_root(file))
        if file == STANDARD_INPUT:
            return Source(file, STDIN_NAME, "file:///-", frozenset({part}), shown)
        if whole and file.is_relative_to(whole):
            base = graph_of_file(file.relative_to(whole).as_posix())
        else:
            base = file.as_uri()
        return Source(file, self._names.shown(file), base, frozenset({part}), shown)

    def _inside(self, folder: Path) -> list[Path]:
        """Return the files of a folder that a check reads, and note the others."""
        files: list[Path] = []
        for file in sorted(folder.rglob("*")):
            if _passed_over(file.relative_to(folder)) or not file.is_file():
                continue
            reason = why_not(file)
            if reason is None and not has_ending(file.name, COMPANIONS):
                files.append(file)
            elif reason:
                rdf = is_evidently_rdf(file)
                self.passed[file] = UnreadFile(file, self._names.shown(file), reason, rdf)
        return files


def folder_of(selection: FileSelection, base: Path | None = None) -> CatalogueFolder | None:
    """Return the catalogue whose `rolegraph.toml` speaks for a selection, or None.

    Raises:
        InputError: the selection lies in several catalogues.
        ConfigurationError: the `rolegraph.toml` cannot be used.
    """
    if selection.ontology or selection.shapes:
        return None
    base = (base or Path.cwd()).resolve()
    places = [path.resolve() for path in selection.paths if path != STANDARD_INPUT] or [base]
    roots = {root for root in map(catalogue_root, places) if root and (root / MANIFEST).is_file()}
    if len(roots) > 1:
        raise InputError(
            f"These paths lie in several catalogues ({', '.join(map(str, sorted(roots)))}), each "
            "with rules of its own; check one after the other."
        )
    return _catalogue_folder(roots.pop()) if roots else None


def _catalogue_folder(root: Path) -> CatalogueFolder:
    from rolegraph.folder.catalogue_folder import CatalogueFolder  # loads pydantic

    return CatalogueFolder(root)


def catalogue_root(path: Path) -> Path | None:
    """Return the nearest folder around a path (or itself) that holds a whole catalogue.

    That is one with a `rolegraph.toml`; or one with `ontology`, `shapes` and `data`, which then
    brings all its words and rules itself.
    """
    if path == STANDARD_INPUT:
        return None
    return next((folder for folder in (path, *path.parents) if _is_whole(folder)), None)


def _is_whole(folder: Path) -> bool:
    parts = (folder / part for part in (ONTOLOGY, SHAPES, DATA))
    return (folder / MANIFEST).is_file() or all(part.is_dir() for part in parts)


def _require_readable(path: Path, name: str) -> None:
    """Refuse a file that nothing here reads.

    Raises:
        InputError: its name has another ending, or it is JSON without linked data in it.
    """
    if path == STANDARD_INPUT:
        return
    if has_ending(path.name, ".json"):
        if not is_json_ld(path):
            raise InputError(
                f"{name}: no JSON-LD. A .json file is read where its outermost object or array "
                "has @context, @graph or @id."
            )
    elif has_ending(path.name, ".md"):
        if not path.with_suffix(".ttl").is_file():
            graph = path.with_suffix(".ttl").name
            raise InputError(f"{name}: a document is checked with its graph, {graph}, beside it.")
    elif not has_ending(path.name):
        ending = path.suffix or "no ending"
        raise InputError(
            f"{name}: {ending} is not read here. Files that are read end in {', '.join(SUFFIXES)}, "
            ".json."
        )


def _passed_over(path: Path) -> bool:
    return any(part.startswith(".") or part == "node_modules" for part in path.parts)


def _part(file: Path, named: str, root: Path, part: str | None) -> str:
    """Return the part that a file plays: that of the outermost folder named like one.

    Args:
        file: the file.
        named: the name of the folder that the user gave, if that is where to begin.
        root: the folder to begin in.
        part: the part it plays in any case, unless it is a query or a document.
    """
    if has_ending(file.name, ".rq"):
        return QUERIES
    if has_ending(file.name, ".md"):
        return DOCUMENTS
    if part:
        return part
    inner = file.relative_to(root).parts[:-1] if file.is_relative_to(root) else ()
    folders = (named, *inner)
    known = (folder for folder in folders if folder in {ONTOLOGY, SHAPES, DATA})
    return next(known, DATA)
