"""Documents that a service had, and has no more: a pull takes them from the folder as well.

Only a file that the service can give back is taken: a version whose bytes are in its change log,
from where a revert brings them. All else is left, and told.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from rolegraph.documents.keeping.kept import KeptDocument, digests_in, kept_contents, paths_in
from rolegraph.documents.text.home import lying
from rolegraph.folder.catalogue_folder import CatalogueFolder
from rolegraph.folder.writing import with_document_renamed, without_document
from rolegraph.rdf.namespaces import KEPT_DOCUMENTS
from rolegraph.rdf.patch import Patch
from rolegraph.rdf.terms import Quad
from rolegraph.resources import MANIFEST


class KeptLog:
    """What the change log of a service tells of the documents that it ever kept.

    Args:
        history: the change log, which is read when it is asked for.
    """

    def __init__(self, history: Callable[[], Iterable[tuple[int, Patch]]]) -> None:
        self._history = history

    @cached_property
    def _said(self) -> list[Quad]:
        return [
            quad
            for _, patch in self._history()
            for quad in patch.removed | patch.added
            if getattr(quad.graph_name, "value", "") in KEPT_DOCUMENTS
        ]

    @cached_property
    def digests(self) -> frozenset[str]:
        """The digests of all files and curations that were ever kept.

        A version that was taken back is no former one of what the service has now.
        """
        return digests_in(self._said)

    @cached_property
    def names(self) -> frozenset[str]:
        """The names of all documents that were ever kept."""
        return paths_in(self._said)

    @cached_property
    def contents(self) -> frozenset[str]:
        """The digests of the files whose bytes the log has."""
        return frozenset(hashlib.sha256(each).hexdigest() for each in kept_contents(self._said))


@dataclass
class GoneDocuments:
    """What a pull does about documents that are gone.

    Attributes:
        files: the files to remove.
        names: the documents that are no longer entered in `rolegraph.toml` by that name.
        notes: what a person has to do.
    """

    files: list[Path] = field(default_factory=list)
    names: set[str] = field(default_factory=set)
    notes: list[str] = field(default_factory=list)

    def take(
        self,
        folder: CatalogueFolder,
        manifest: str,
        kept: Mapping[str, KeptDocument],
        stated: Iterable[str],
        agreed: Mapping[str, str],
        log: KeptLog,
    ) -> str:
        """Find the documents of a folder that are gone; return the text of its `rolegraph.toml`.

        Args:
            folder: the folder.
            manifest: the text of its `rolegraph.toml`.
            kept: the documents that the service keeps.
            stated: the documents that its graphs were made from.
            agreed: path of a file → its digest when folder and service last agreed.
            log: what the service kept before.
        """
        there = {*kept, *stated}
        now = {old: each.name for each in kept.values() for old in each.former_names}
        for name in folder.manifest.documents:
            if name in there or not (name in agreed or name in now or name in log.names):
                continue
            new = now.get(name, "")
            manifest = self._one(folder, manifest, name, new, agreed, log)
        return manifest

    def _one(
        self,
        folder: CatalogueFolder,
        manifest: str,
        name: str,
        new: str,
        agreed: Mapping[str, str],
        log: KeptLog,
    ) -> str:
        path, curation = folder.root / name, lying(folder.root / name).curation
        known, said = _sha256(path), _sha256(curation)
        became = f"{new} has its place" if new else "taken out"
        if known is not None and known not in log.contents:
            why = (
                "the service did not keep this file"
                if known in {agreed.get(name), *log.digests}
                else "it is another version than the service had"
            )
            self.notes.append(
                f"{name}: {became} in the service, and left here, since {why}. If it is to go here "
                f"as well, remove it, {curation.name} and its line in {MANIFEST}. An import would "
                "bring it in again"
            )
            return manifest
        entered = (
            with_document_renamed(manifest, name, new) if new else without_document(manifest, name)
        )
        if entered is None:
            self.notes.append(f"{name}: {became} in the service. Correct its line in {MANIFEST}")
            return manifest
        self.names.add(name)
        if known is not None:
            self.files.append(path)
        if said is not None and (new or said in {*agreed.values(), *log.digests}):
            self.files.append(curation)
        elif said is not None:
            self.notes.append(
                f"{curation.name}: left here, since it has answers that the service does not know. "
                f"The service has taken {name} out"
            )
        return entered


def _sha256(path: Path) -> str | None:
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else None
