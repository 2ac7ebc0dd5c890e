"""Documents that were brought into the service: a pull writes them beside their graphs.

A document and its curation are files of the folder, which the service keeps in a graph of their
own. What lies in the folder already and is no earlier version of theirs is left as it is, and told.
"""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import chain
from pathlib import Path, PurePosixPath

from rolegraph.client import Client
from rolegraph.documents.graph.record import ImportRecord, mark_of
from rolegraph.documents.importing.answers import is_answers
from rolegraph.documents.keeping.kept import (
    KeptDocument,
    digest_of,
    kept_documents,
)
from rolegraph.documents.text.home import lying
from rolegraph.errors import RolegraphError
from rolegraph.exchange.compare import Side
from rolegraph.exchange.files.agreed_state import read_state, write_state
from rolegraph.exchange.files.units import is_exchanged
from rolegraph.exchange.gone_documents import GoneDocuments, KeptLog
from rolegraph.folder.catalogue_folder import CatalogueFolder, find_folder, graph_key
from rolegraph.folder.manifest import parse_manifest
from rolegraph.folder.writing import with_document
from rolegraph.rdf.namespaces import (
    ONTOLOGY,
    PROV,
    graph_of_file,
    is_people_graph,
)
from rolegraph.rdf.patch import Patch
from rolegraph.rdf.terms import Literal, NamedNode, Quad, RdfFormat, Triple, parse, serialize
from rolegraph.resources import MANIFEST

_SOURCE_FILE, _SHA256 = ONTOLOGY + "sourceFile", ONTOLOGY + "sha256"
_DERIVED = PROV + "wasDerivedFrom"
_MARK = re.compile(r"^# Imported as [0-9a-f]+\.?\n", re.MULTILINE)
_PLAIN = re.compile(r"[^\x00-\x1f\x7f/\\:*?\"<>|.][^\x00-\x1f\x7f/\\:*?\"<>|]*")


@dataclass
class PulledDocuments:
    """What a pull writes of documents.

    Attributes:
        files: the files to write, with their bytes.
        versions: the documents of which another version is written.
        gone: the files to remove: those of documents that the service has taken out.
        notes: what a person has to do.
    """

    files: dict[Path, bytes] = field(default_factory=dict)
    versions: list[Path] = field(default_factory=list)
    gone: list[Path] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class _Stated:
    """A document as a graph of the service states it: its path, and its version's digest."""

    name: str
    sha256: str


class DocumentsOfService:
    """The documents of a service, beside the folder that is pulled into.

    Args:
        data: the folder of the data.
        quads: the dataset of the service.
        agreed: path of a file → its digest when folder and service last agreed; None where nothing
            tells, as in a fresh copy of the folder.
        history: the change log of the service, which knows versions that were taken back.
        prefer: whose documents count where they differ.
    """

    def __init__(
        self,
        data: Path,
        quads: Iterable[Quad],
        agreed: Mapping[str, str] | None = None,
        history: Callable[[], Iterable[tuple[int, Patch]]] = tuple,
        prefer: Side | None = None,
    ) -> None:
        quads = tuple(quads)
        self._folder: CatalogueFolder | None = find_folder(data)
        self._kept = kept_documents(quads)
        self._quads = quads
        self._stated = {each.name: each for each in _stated(quads)}
        self._agreed, self._history, self._prefer = agreed, history, prefer
        self._log = KeptLog(history)

    def pulled(self) -> PulledDocuments:
        """Return what is to be written, and what is told; nothing is written yet."""
        found, folder = PulledDocuments(), self._folder
        if folder is None:
            if self._kept:
                names = ", ".join(self._kept)
                found.notes.append(
                    f"{names}: this folder belongs to no catalogue (it has no {MANIFEST}), so the "
                    "documents that the service keeps were not written"
                )
            return found
        manifest = (folder.root / MANIFEST).read_text("utf-8")
        left = GoneDocuments()
        manifest = left.take(
            folder, manifest, self._kept, self._stated, self._agreed or {}, self._log
        )
        found.gone, found.notes = left.files, left.notes
        named = {*parse_manifest(manifest, MANIFEST).documents}
        for kept in self._kept.values():
            if _is_safe(kept.name):
                manifest = self._one(folder, kept, manifest, named, found)
            else:
                found.notes.append(f"{kept.name!r}: no path of a file in the folder, left out")
        if manifest != (folder.root / MANIFEST).read_text("utf-8"):
            found.files[folder.root / MANIFEST] = manifest.encode()
        found.notes += self._missing(folder)
        # `ferry.csv` in the place of `ferry.md` has the same curation file.
        stays = {lying(folder.root / name).curation for name in self._kept if _is_safe(name)}
        found.gone = [path for path in found.gone if path not in stays]
        return found

    def agreed(self) -> dict[str, str]:
        """Return the digests of the files of documents that folder and service both have."""
        root = self._folder.root if self._folder else None
        same: dict[str, str] = {}
        for kept in self._kept.values() if root else ():
            if root is None or not _is_safe(kept.name):
                continue
            digest, curation = _sha256(root / kept.name), lying(root / kept.name).curation
            if digest == kept.sha256:
                same[kept.name] = digest
            told = _sha256(curation)
            if told == digest_of(kept.curation):
                same[_key(root, curation)] = told
        # What was taken back altogether is told until it is gone.
        left = (self._agreed or {}).items() if root else ()
        for name, known in left:
            is_kept = any(name in (each, _curation_key(root, each)) for each in self._kept)
            if not is_kept and root is not None and _sha256(root / name) == known:
                same[name] = known
        return same

    def mark_graphs(self) -> None:
        """Note in the graphs that were written which import they are of.

        So edits in file or service are known as such.
        """
        folder = self._folder
        for kept in self._kept.values() if folder else ():
            stated = self._stated.get(kept.name)
            if folder is None or stated is None or stated.sha256 != kept.sha256:
                continue
            path = folder.root / graph_key(kept.name)
            if not _is_safe(kept.name) or not path.is_file():
                continue
            text = path.read_text("utf-8")
            head = f"# Imported as {kept.digest}\n"
            marked = _MARK.sub(head, text) if _MARK.search(text) else _head(kept) + head + text
            if not is_answers(kept.curation):
                marked = text  # an import of the strict form writes no mark
            if marked != text:
                path.write_text(marked, "utf-8")
            triples = {quad.triple for quad in parse(marked, format=RdfFormat.TURTLE)}
            record = ImportRecord(lying(folder.root / kept.name))
            if mark_of(triples).endswith(kept.digest):
                record.keep(marked)
            elif (edited := record.edited(marked, triples)) and edited.imported is None:
                was = serialize(self._imported(kept), format=RdfFormat.N_TRIPLES) or b""
                if was:
                    record.keep(head + was.decode())

    def _imported(self, kept: KeptDocument) -> frozenset[Triple]:
        """Return a graph as it was imported, by the change log; nothing where that is not there."""
        graph = NamedNode(graph_of_file(graph_key(kept.name)))
        was = {quad.triple for quad in self._quads if quad.graph_name == graph}
        for _, patch in chain([(0, Patch())], self._history()):
            added = {quad.triple for quad in patch.added if quad.graph_name == graph}
            removed = {quad.triple for quad in patch.removed if quad.graph_name == graph}
            if not (added or removed) and patch:
                continue
            was = (was - added) | removed
            if mark_of(was).endswith(kept.digest):
                return frozenset(was)
        return frozenset()

    def _one(
        self,
        folder: CatalogueFolder,
        kept: KeptDocument,
        manifest: str,
        named: Collection[str],
        found: PulledDocuments,
    ) -> str:
        """Find what is to be written of one document, and return the text of the manifest."""
        path, name = folder.root / kept.name, kept.name
        stated, here = self._stated.get(name), _sha256(path)
        if stated is None or stated.sha256 != kept.sha256:
            return manifest  # the files of the catalogue have brought in a later version
        if here not in {None, kept.sha256} and not self._is_replaced(folder, path, kept):
            found.notes.append(
                f"{name}: left as it is, since it was changed here: it is neither the version that "
                "the service has nor an earlier one of it; its curation was left as well. "
                "`rolegraph pull --prefer service` takes both from the service"
            )
            return manifest
        if here != kept.sha256:
            if kept.content is None:
                found.notes.append(
                    f"{name}: the service does not keep this file. Put the version there that was "
                    f"brought in ({_entering(name, folder)})"
                )
            else:
                found.files[path] = kept.content
                found.versions.append(path)
        self._curation(folder, path, kept, found)
        is_there = here is not None or kept.packed is not None
        if not is_there or name in named:
            return manifest
        entered = with_document(manifest, name)
        if entered is None:
            found.notes.append(f"{MANIFEST} does not name {name}. Enter it there, in [documents]")
        return entered or manifest

    def _is_replaced(self, folder: CatalogueFolder, path: Path, kept: KeptDocument) -> bool:
        """Tell whether a file is one that the service had, or does not count."""
        here = _sha256(path)
        if self._prefer is Side.SERVICE or here in kept.former:
            return True
        known = None if self._agreed is None else self._agreed.get(_key(folder.root, path))
        if known is None:
            return here in self._log.digests
        return known == here

    def _curation(
        self, folder: CatalogueFolder, path: Path, kept: KeptDocument, found: PulledDocuments
    ) -> None:
        target, content = lying(path).curation, kept.curation.encode()
        here = _sha256(target)
        if not kept.curation or here == digest_of(kept.curation):
            return  # one of the strict form may have none
        if here is None or self._is_replaced(folder, target, kept):
            found.files[target] = content
        else:
            found.notes.append(
                f"{target.name}: left as it is. The service has other answers to the questions of "
                f"{kept.name}; its text is at /api/v1/document-files/{kept.name}?format=curation"
            )

    def _missing(self, folder: CatalogueFolder) -> Iterator[str]:
        """Yield what to do about documents whose graphs are there, and nothing else of them."""
        for name, _ in sorted(self._stated.items()):
            known = name in self._kept or name in folder.manifest.documents
            if not known and not (folder.root / name).exists():
                yield (
                    f"{graph_key(name)} was made from {name}, which the service does not show to "
                    f"you, or does not keep. Put the document there ({_entering(name, folder)})"
                )


def keep_current(client: Client, data: Path) -> Iterator[str]:
    """Bring what a service keeps of documents up to the files of a folder, after a push.

    Only documents that it keeps already, and whose graphs are those of the files: nothing of the
    catalogue changes by it.

    Args:
        client: the service.
        data: the folder of the data.

    Yields:
        What was done, or why it was not, for people.
    """
    folder = find_folder(data)
    try:
        known = client.documents.list() if folder is not None else []
    except RolegraphError:
        return  # an earlier version, which keeps none
    same: dict[str, str] = {}
    for each in known:
        name = str(each["name"])
        if folder is None or not each["curated"] or name not in folder.manifest.documents:
            continue
        path = folder.root / name
        curation = lying(path).curation
        if _sha256(path) != each["sha256"] or not curation.is_file():
            continue
        try:
            if _is_kept_anew(client, path, name, curation.read_text("utf-8"), each["behind"]):
                same[name] = str(each["sha256"])
                same[_key(folder.root, curation)] = _sha256(curation) or ""
                yield f"{name}: the service keeps this version and its curation now"
        except RolegraphError as error:
            yield f"{name}: the service keeps an earlier curation of it: {error}"
    if same and (state := read_state(data)) is not None:
        write_state(data, replace(state, documents={**state.documents, **same}))


def _is_kept_anew(client: Client, path: Path, name: str, curation: str, behind: bool) -> bool:
    """Have a service keep a document as the folder has it; tell whether that was needed."""
    documents, content = client.documents, path.read_bytes()
    if not behind and documents.curation(name) == curation:
        return False
    told = documents.bring_in(name, content, curation=curation, dry_run=True)
    if told["changes"] or told["undone"]:
        return False  # document and graph do not say the same: `documents check` tells
    etag = documents.get(name).etag
    message = f"Push: the curation of {name}"
    made = documents.bring_in(name, content, curation=curation, etag=etag, message=message)
    return bool(made["commit"]["added"])


def _key(root: Path, path: Path) -> str:
    return Path(os.path.relpath(path.resolve(), root.resolve())).as_posix()


def _curation_key(root: Path | None, name: str) -> str:
    return _key(root, lying(root / name).curation) if root is not None and _is_safe(name) else ""


def _entering(name: str, folder: CatalogueFolder) -> str:
    if name in folder.manifest.documents:
        return f"{MANIFEST} names it"
    return f"and enter it in {MANIFEST}, below [documents]: {name!r} = {{}}"


def _head(kept: KeptDocument) -> str:
    return f"# Generated from {kept.name} and its curation, which lie beside this catalogue.\n"


def _is_safe(name: str) -> bool:
    """Tell whether a path of the service is that of a document in the folder, and leads nowhere."""
    path = PurePosixPath(name)
    is_graph = path.suffix.lower() in {".ttl", ".toml", ".rq"} or name == MANIFEST
    parts = name.split("/")
    key = graph_key(name) if all(map(_PLAIN.fullmatch, parts)) else ""
    return bool(key) and not is_graph and is_exchanged(key) and not _is_people(key)


def _is_people(key: str) -> bool:
    return is_people_graph(graph_of_file(key))


def _sha256(path: Path) -> str | None:
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else None


def _stated(quads: Iterable[Quad]) -> Iterator[_Stated]:
    """Yield the documents that graphs were made from."""
    derived: dict[str, set[str]] = {}
    facts: dict[tuple[str, str], dict[str, str]] = {}
    for quad in quads:
        graph, predicate = getattr(quad.graph_name, "value", ""), quad.predicate.value
        if not isinstance(quad.subject, NamedNode):
            continue
        if predicate == _DERIVED and quad.subject.value == graph:
            derived.setdefault(graph, set()).add(getattr(quad.object, "value", ""))
        elif predicate in {_SOURCE_FILE, _SHA256} and isinstance(quad.object, Literal):
            facts.setdefault((graph, quad.subject.value), {})[predicate] = quad.object.value
    for graph, versions in derived.items():
        for version in versions:
            said: Mapping[str, str] = facts.get((graph, version), {})
            name = said.get(_SOURCE_FILE)
            if name and graph_of_file(graph_key(name)) == graph:
                yield _Stated(name, said.get(_SHA256, ""))
