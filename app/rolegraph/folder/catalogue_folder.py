"""Finds the folder of a catalogue, and the files that belong to it."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path, PurePosixPath

from rolegraph import resources
from rolegraph.errors import ConfigurationError, InputError
from rolegraph.folder.manifest import DocumentEntry, Manifest, read_manifest
from rolegraph.resources import MANIFEST

ONTOLOGY, SHAPES, DATA, QUERIES = "ontology", "shapes", "data", "queries"
RULE_PARTS = (ONTOLOGY, SHAPES)
"""The parts that say what the words mean and what the rules are; the package has core ones."""
_PLAIN = re.compile(r"[A-Za-z0-9_][A-Za-z0-9._-]*")
_NOT_PLAIN = re.compile(r"[^A-Za-z0-9._]+")
_SUFFIXES = {ONTOLOGY: (".ttl",), SHAPES: (".ttl",), DATA: (".ttl", ".sssom.tsv")}
_OTHER_RDF = (".trig", ".nt", ".nq", ".n3", ".turtle", ".rdf", ".owl", ".jsonld")
"""Endings of files of RDF that a catalogue is not served from: pull could not write them back."""
_PACKED = (".gz", ".bz2", ".xz", ".zst")
_NAMED = 5
LEFT_OUT_ADVICE = (
    "A catalogue is served from files that end in .ttl (Turtle), and in .sssom.tsv for mappings, "
    "in small letters. Save it as Turtle; data go into the store with `rolegraph load` as well."
)


@dataclass(frozen=True)
class CatalogueFile:
    """A file that the store keeps, as a graph of its own.

    Attributes:
        key: its path in the catalogue, which names its graph, such as `data/personas.ttl`.
        path: where it lies.
        core: whether it comes with the package.
    """

    key: str
    path: Path
    core: bool

    @property
    def part(self) -> str:
        """The part of the catalogue that it belongs to: `ontology`, `shapes` or `data`."""
        return self.key.partition("/")[0]


class CatalogueFolder:
    """A folder with a `rolegraph.toml`, together with the core ontology and the core shapes.

    Args:
        root: the folder.

    Raises:
        ConfigurationError: the `rolegraph.toml` cannot be used.
    """

    def __init__(self, root: Path) -> None:
        self.root = root.resolve()
        self.manifest: Manifest = read_manifest(root / MANIFEST)

    @property
    def base(self) -> str:
        """What the IRIs of the catalogue's resources begin with."""
        return self.manifest.catalogue.base

    @property
    def is_sample(self) -> bool:
        """Whether this is the catalogue that is shipped with the package."""
        return self.root == resources.root().resolve()

    @property
    def data_dir(self) -> Path:
        """Where `serve` keeps the store of this catalogue when nothing else is said."""
        return self.root / ".rolegraph"

    def files(self, *parts: str) -> list[CatalogueFile]:
        """Return the files of some parts (all by default), in the order of loading.

        Raises:
            ConfigurationError: a file of the catalogue has the name of a core file.
        """
        found: list[CatalogueFile] = []
        for part in parts or (*RULE_PARTS, DATA):
            own = _files(self.root, part, core=False)
            core = _files(resources.root(), part, core=True) if part in RULE_PARTS else []
            found += [*_without_clash(core, own, self.root), *own]
        return found

    def left_out(self, *parts: str) -> list[str]:
        """Return the paths of files of RDF that do not belong to the catalogue, for their endings.

        They lie in some of its parts (all by default), and no service has what they say.
        """
        found: list[str] = []
        for part in parts or (*RULE_PARTS, DATA):
            read = {file.path for file in _files(self.root, part, core=False)}
            found += [
                path.relative_to(self.root).as_posix()
                for path in _visible(self.root / part)
                if path not in read and _is_rdf(path.name.lower())
            ]
        return sorted(found)

    def query_folders(self) -> list[Path]:
        """Return the folders of named queries: the core ones, then the catalogue's own."""
        core, own = resources.part(QUERIES), self.root / QUERIES
        return [core, own] if own.is_dir() and own.resolve() != core.resolve() else [core]

    @cached_property
    def digest(self) -> str:
        """A hash of what is deployed: `rolegraph.toml`, ontology and shapes."""
        digest = hashlib.sha256((self.root / MANIFEST).read_bytes())
        for file in self.files(*RULE_PARTS):
            digest.update(f"\0{file.key}\0".encode() + file.path.read_bytes())
        return digest.hexdigest()

    def key_of(self, path: Path) -> str | None:
        """Return the path of a file relative to the folder, or None where it lies elsewhere."""
        place = path.resolve()
        return place.relative_to(self.root).as_posix() if place.is_relative_to(self.root) else None

    def documents(self) -> Iterator[tuple[str, DocumentEntry]]:
        """Yield the source documents: path below the folder, and how it is read."""
        yield from self.manifest.documents.items()


def graph_key(document: str) -> str:
    """Return the file that a document's graph is kept in, which also names the graph.

    It lies in `data/`, at the path of the document: `data/roles.ttl` for `data/roles.md` and for
    `roles.md`, `data/handbook/roles.ttl` for `handbook/roles.md`. A graph is named with letters
    from a to z, digits and `. _ -` only: `data/Our-roles-2024.ttl` for `Our rôles (2024).md`.
    """
    path = PurePosixPath(document)
    inside = path.relative_to(DATA) if path.parts[:1] == (DATA,) and path.parts[1:] else path
    plain = [_plain_name(part) for part in inside.with_suffix("").parts]
    return f"{PurePosixPath(DATA, *plain)}.ttl"


def _plain_name(name: str) -> str:
    """Return a name of a file with signs that every file system and every IRI can have.

    Where letters are lost by that, the digest of the whole name tells it from others.
    """
    if _PLAIN.fullmatch(name):
        return name
    bare = "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c))
    plain = _NOT_PLAIN.sub("-", bare).strip("-.")
    if any(c.isalnum() and not c.isascii() for c in bare) or not plain:
        digest = hashlib.sha256(name.encode()).hexdigest()[:8]
        plain = f"{plain}-{digest}".lstrip("-")
    return plain


def sample() -> CatalogueFolder:
    """Return the catalogue that is shipped with the package."""
    return CatalogueFolder(resources.root())


def find_folder(start: Path | None = None) -> CatalogueFolder | None:
    """Return the catalogue around a file or folder, or None.

    Args:
        start: where to look first, then upwards; the working directory unless given.

    Raises:
        ConfigurationError: the nearest `rolegraph.toml` cannot be used.
    """
    root = find_root(start or Path.cwd())
    return CatalogueFolder(root) if root else None


def find_root(start: Path) -> Path | None:
    """Return the nearest folder around a path (or itself) with a `rolegraph.toml`."""
    place = start.resolve()
    return next((f for f in (place, *place.parents) if (f / MANIFEST).is_file()), None)


def open_folder(path: Path) -> CatalogueFolder:
    """Return the catalogue in a folder that a user named, or the nearest one around it.

    Raises:
        InputError: there is none; says how to make one.
        ConfigurationError: its `rolegraph.toml` cannot be used.
    """
    if not path.exists():
        raise InputError(f"{path}: no such folder.")
    found = find_folder(path)
    if found is None:
        raise InputError(
            f"{path}: no catalogue is here; neither this folder nor one around it has a "
            f"{MANIFEST}. Make one with: rolegraph init {path}"
        )
    return found


def told_left_out(folder: CatalogueFolder, *parts: str) -> str | None:
    """Return a sentence on the files of RDF that no service of a catalogue has; None without any.

    Args:
        folder: the catalogue.
        parts: where they lie; in any of its parts by default.
    """
    files = folder.left_out(*parts)
    if not files:
        return None
    more = f" and {len(files) - _NAMED} more" if len(files) > _NAMED else ""
    return f"Not served, for the ending: {', '.join(files[:_NAMED])}{more}. {LEFT_OUT_ADVICE}"


def _is_rdf(name: str) -> bool:
    """Tell whether a name, in small letters, is that of a file of RDF or of mappings."""
    inner = name.removesuffix(next((end for end in _PACKED if name.endswith(end)), ""))
    return inner.endswith((".ttl", ".sssom.tsv", *_OTHER_RDF))


def _visible(folder: Path) -> list[Path]:
    """Return the files of a folder and of those in it, but for hidden ones."""
    return [
        path
        for path in sorted(folder.rglob("*"))
        if not any(name.startswith(".") for name in path.relative_to(folder).parts)
        and path.is_file()
    ]


def _files(root: Path, part: str, *, core: bool) -> list[CatalogueFile]:
    visible = _visible(root / part)
    paths = [path for end in _SUFFIXES[part] for path in visible if path.name.endswith(end)]
    return [CatalogueFile(path.relative_to(root).as_posix(), path, core) for path in paths]


def _without_clash(
    core: list[CatalogueFile], own: list[CatalogueFile], root: Path
) -> list[CatalogueFile]:
    """Return the core files beside which a catalogue's own ones can stand.

    A catalogue that brings all core files, as this package's own repository does, uses those.
    """
    names = {file.key for file in own}
    taken = [file for file in core if file.key in names]
    if not taken:
        return core
    if len(taken) == len(core):
        return []
    raise ConfigurationError(
        f"{root / taken[0].key}: the package has a core file {taken[0].key} of its own. Give yours "
        "another name, such as "
        f"{PurePosixPath(taken[0].key).with_stem('own-' + PurePosixPath(taken[0].key).stem)}."
    )
