"""The documents of a service's catalogue, and the files that one of them is compared with."""

from __future__ import annotations

import gzip
import unicodedata
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import Any

from rolegraph.documents.graph.record import FOLDER as RECORDS
from rolegraph.documents.graph.record import mark_of
from rolegraph.documents.keeping.kept import KeptDocument, kept_in
from rolegraph.documents.text.home import ACTIVITIES, ARTIFACTS, STAGES, TOOLS
from rolegraph.documents.uploads.reading import ALLOWED, file_name
from rolegraph.errors import Archived, InputError
from rolegraph.folder.catalogue_folder import DATA, graph_key
from rolegraph.folder.description import Description, description_of
from rolegraph.folder.manifest import RuleProfile
from rolegraph.folder.writing import manifest_for_reading
from rolegraph.history.touched import Touched
from rolegraph.history.versions import Versions
from rolegraph.rdf.namespaces import (
    CATALOGUE_GRAPH,
    KEPT_DOCUMENTS,
    ONTOLOGY,
    PROV,
    graph_of_file,
    is_people_graph,
    path_of_graph,
)
from rolegraph.rdf.terms import NamedNode, Quad, RdfFormat, Triple, serialize
from rolegraph.resources import MANIFEST
from rolegraph.store.embedded import EmbeddedStore

_SOURCE_FILE, _SHA256 = NamedNode(ONTOLOGY + "sourceFile"), NamedNode(ONTOLOGY + "sha256")
_DERIVED = NamedNode(PROV + "wasDerivedFrom")
DRAFT = RuleProfile.DRAFT.value
_BESIDE = (ACTIVITIES, TOOLS, ARTIFACTS, STAGES)
"""Files in which people describe what documents name."""


@dataclass(frozen=True)
class KnownFile:
    """A document of the catalogue.

    Attributes:
        name: its path in the catalogue.
        graph: IRI of its graph.
        sha256: the digest of the version that its graph was made from; empty while there is none.
        kept: what the service keeps of it; None where its files alone have that.
    """

    name: str
    graph: str
    sha256: str
    kept: KeptDocument | None

    @property
    def is_there(self) -> bool:
        """Whether the catalogue has more of it than a line in its `rolegraph.toml`."""
        return bool(self.sha256) or self.kept is not None

    @property
    def is_behind(self) -> bool:
        """Whether the graph was made from another version than the one that is kept."""
        return self.kept is not None and bool(self.sha256) and self.sha256 != self.kept.sha256


@dataclass(frozen=True)
class Supposed:
    """What is supposed of a catalogue while a document is compared with it.

    Attributes:
        gone: the names of documents that are to go.
        graphs: the IRI of a graph → what it will say.
        files: the names of documents that come with it, in their order → each as it will be. The
            document itself may be one of them, which says where it stands in that order.
    """

    gone: frozenset[str] = frozenset()
    graphs: Mapping[str, frozenset[Triple]] = field(default_factory=dict)
    files: Mapping[str, KnownFile] = field(default_factory=dict)


@dataclass(frozen=True)
class Laid:
    """Files of a catalogue, by their paths, and the graphs that they are of."""

    files: dict[str, bytes]
    graphs: frozenset[str]


class KnownFiles:
    """The documents of a catalogue, as a store has them.

    Args:
        store: the store.
        versions: its history.
        touched: knows which commits speak of a thing.
    """

    def __init__(self, store: EmbeddedStore, versions: Versions, touched: Touched) -> None:
        self._store, self._versions, self._touched = store, versions, touched

    @property
    def revision(self) -> int:
        """The present revision."""
        return self._store.revision

    @property
    def is_draft(self) -> bool:
        """Whether the catalogue says that it is a draft."""
        about = description_of(self._store)
        return about is not None and about.profile == DRAFT

    def all(self) -> dict[str, KnownFile]:
        """Return the documents of the catalogue: those of its `rolegraph.toml`, then the others."""
        store = self._store
        with store.reading():
            about, kept = description_of(store) or Description(), kept_in(store)
            stated = {
                quad.object.value: graph
                for quad in store.match(predicate=_SOURCE_FILE)
                if (graph := getattr(quad.graph_name, "value", "")) not in KEPT_DOCUMENTS
                and hasattr(quad.object, "value")
                and self._is_current(quad, graph)
            }
            there = stated.keys() | kept.keys()
            now = {old: each.name for each in kept.values() for old in each.former_names}
            # `rolegraph.toml` may still have the name that a document had before.
            said = [each if each in there else now.get(each, each) for each in about.documents]
            names = dict.fromkeys([*said, *sorted(stated.keys() - kept.keys()), *kept])
            return {name: self.named(name, kept.get(name)) for name in names}

    def there(self) -> list[KnownFile]:
        """Return the documents of which the catalogue has more than a line in a file."""
        return [each for each in self.all().values() if each.is_there]

    def one(self, name: str) -> KnownFile | None:
        """Return a document of the catalogue by its path, or None."""
        return self.all().get(name)

    def named(self, name: str, kept: KeptDocument | None = None) -> KnownFile:
        """Return a document by its path, whether the catalogue has it or not."""
        graph = graph_of_file(graph_key(name))
        return KnownFile(name, graph, self._version_in(graph, name), kept)

    def _is_current(self, quad: Quad, graph: str) -> bool:
        """Tell whether a version is the one that its graph was made from."""
        return any(self._store.match(NamedNode(graph), _DERIVED, quad.subject))

    def _version_in(self, graph: str, name: str) -> str:
        store, node = self._store, NamedNode(graph)
        for quad in store.match(node, _DERIVED, graph=node):
            version = quad.object
            if isinstance(version, NamedNode) and any(
                getattr(said.object, "value", "") == name
                for said in store.match(version, _SOURCE_FILE, graph=node)
            ):
                found = (q.object for q in store.match(version, _SHA256, graph=node))
                return next((getattr(each, "value", "") for each in found), "")
        return ""

    def path_of(self, name: str) -> str:
        """Return the path in the catalogue that a name of a document stands for.

        A bare name stands for the document of that name which is there, else for one in `data/`.

        Raises:
            InputError: it is none, or has signs that names of documents here do not have.
        """
        folders, plain = list(PurePosixPath(name).parts[:-1]), file_name(name)
        wrong = [each for each in folders if not _is_plain(each)]
        if wrong:
            raise InputError(
                f"The folder {wrong[0]!r} of the document has signs that names of folders here do "
                "not have. Use letters, digits, blanks and plain signs."
            )
        if unicodedata.normalize("NFC", name) != "/".join([*folders, plain]):
            raise InputError(
                f"{name!r} cannot be the name of a document here. {ALLOWED} "
                f"It could be {'/'.join([*folders, plain])!r}."
            )
        if folders:
            return "/".join([*folders, plain])
        there = [each for each in self.all() if PurePosixPath(each).name == plain]
        return there[0] if len(there) == 1 else f"{DATA}/{plain}"

    def sent_as(self, name: str) -> KnownFile | None:
        """Return the document that a name stands for, bare or with its folders; or None."""
        known = self.one(name)
        if known is None:
            with suppress(InputError):
                known = self.one(self.path_of(name))
        return known

    def laid(
        self,
        known: Mapping[str, KnownFile],
        own: KnownFile,
        was: KnownFile,
        supposed: Supposed,
    ) -> Laid:
        """Return the files of the catalogue that take part.

        Args:
            known: its documents, in their order.
            own: the document that is compared with the others.
            was: the one whose graph and curation it has by now: itself, or the one it replaces.
            supposed: what else will be by then.
        """
        about = description_of(self._store) or Description()
        said = {
            "title": about.title or "Catalogue",
            "base": about.base,
            "language": about.language,
            "languages": list(about.languages),
            "creator": about.creator or None,
            "license": about.license,
        }
        known = {
            (own.name if name == was.name else name): (own if name == was.name else file)
            for name, file in known.items()
            if name in {own.name, was.name}
            or (name not in supposed.gone and (file.is_there or file.graph != own.graph))
        } | {own.name: own}
        # A document that the catalogue does not name stands in its `rolegraph.toml` last, as after
        # an import in the folder.
        entries = {
            name: _entry(about, name, was if name == own.name else file)
            for name, file in known.items()
        }
        files = {MANIFEST: manifest_for_reading(said, entries, about.words).encode()}
        stands = {path_of_graph(file.graph): file.graph for file in known.values()}
        stands |= {path: graph_of_file(path) for path in _BESIDE if path not in stands}
        stands[path_of_graph(own.graph)] = was.graph
        for path, graph in sorted(stands.items()):
            triples = supposed.graphs.get(graph)
            triples = self.triples(graph) if triples is None else triples
            if triples and not is_people_graph(graph):
                files[path] = _lines(triples)
        if was.kept is not None and not was.is_behind:
            files |= self._record(path_of_graph(own.graph), was, was.kept)
        graphs = {*stands.values(), own.graph, CATALOGUE_GRAPH, *KEPT_DOCUMENTS}
        return Laid(files, frozenset(graphs))

    def _record(self, path: str, file: KnownFile, kept: KeptDocument) -> dict[str, bytes]:
        """Return the files that tell which edits a graph has since its import."""
        now = self.triples(file.graph)
        mark = f"# Imported as {kept.digest}\n".encode()
        files = {path: mark + _lines(now)}
        was = self.imported(file)
        if was is not None:
            files[f"{RECORDS}/{path}.gz"] = gzip.compress(mark + _lines(was), mtime=0)
        return files

    def imported(self, file: KnownFile) -> frozenset[Triple] | None:
        """Return the graph of a document as the last import wrote it; None where nobody knows it.

        Also None where nothing of the document is kept, or something else than its graph is of.
        """
        kept, now = file.kept, self.triples(file.graph)
        if kept is None or file.is_behind:
            return None
        if mark_of(now).endswith(kept.digest):
            return now
        # Where a later version was taken back, an earlier commit than the last one has it.
        was, graph, last = now, NamedNode(file.graph), self._store.revision
        for revision in reversed(self._touched.revisions(kept.iri)):
            try:
                since = self._versions.between(revision, last)
            except Archived:
                return None
            added = {quad.triple for quad in since.added if quad.graph_name == graph}
            removed = {quad.triple for quad in since.removed if quad.graph_name == graph}
            was, last = (was - added) | removed, revision
            if mark_of(was).endswith(kept.digest):
                return was
        return None

    def triples(self, graph: str) -> frozenset[Triple]:
        """Return what a graph says."""
        return frozenset(quad.triple for quad in self._store.match(graph=NamedNode(graph)))


def _is_plain(folder: str) -> bool:
    """Tell whether a folder of a document may have that name; `..` may not."""
    try:
        return file_name(f"{folder}.x") == f"{folder}.x"
    except InputError:
        return False


def _entry(about: Description, name: str, was: KnownFile) -> dict[str, Any]:
    """Return how a document is read, by its name or one that it had before."""
    names = (name, was.name, *sorted(was.kept.former_names if was.kept else ()))
    said = next((about.documents[each] for each in names if each in about.documents), {})
    return {key: value for key, value in said.items() if key != "curation"}


def _lines(triples: Iterable[Triple]) -> bytes:
    return serialize(sorted(triples, key=str), format=RdfFormat.N_TRIPLES) or b""
