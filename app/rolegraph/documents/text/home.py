"""Where a document belongs: the catalogue around it, which gives IRIs, language, licence, names."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from rolegraph.folder.catalogue_folder import CatalogueFolder, find_folder, graph_key
from rolegraph.folder.manifest import DocumentEntry
from rolegraph.folder.own_words import OwnWords
from rolegraph.rdf.namespaces import THINGS

UPLOADED = "rolegraph-document-"
"""How the folders begin in which documents that somebody sends lie while they are read."""
ACTIVITIES = "data/activities.ttl"
"""Where people write the activities of a catalogue."""
TOOLS = "data/tools.ttl"
"""Where people write its tools."""
ARTIFACTS = "data/artifacts.ttl"
"""Where people write what passes between steps."""
STAGES = "data/lifecycle.ttl"
"""Where people write the stages of the lifecycle."""


@dataclass(frozen=True)
class Home:
    """What the catalogue around a document says of it.

    Attributes:
        base: what the IRIs of things begin with.
        language: the tag of the document's texts.
        creator: who made the graph; empty where nobody is named.
        license: its licence by IRI, or None.
    """

    base: str = THINGS
    language: str = "en"
    creator: str = ""
    license: str | None = None

    def iri(self, plural: str, identifier: str) -> str:
        """Return the IRI of a thing, such as `roles` and `pilot`."""
        return f"{self.base}{plural}/{identifier}"


@dataclass(frozen=True)
class Lying:
    """A document as it lies in its catalogue, or alone.

    Attributes:
        path: the file.
        folder: the catalogue around it, or None.
        key: its path in the catalogue, or None where it lies in none.
    """

    path: Path
    folder: CatalogueFolder | None
    key: str | None

    @property
    def name(self) -> str:
        """Its name in the graph, the same from whatever folder it is read.

        In a catalogue that is its path below the folder of the catalogue; else its bare name, with
        `data/` before it where it lies in a folder of that name.
        """
        if self.key is not None:
            return self.key
        inside = self.path.resolve().parent.name == "data"
        return f"data/{self.path.name}" if inside else self.path.name

    @property
    def home(self) -> Home:
        """What the catalogue says of it."""
        if self.folder is None:
            return Home()
        about, entry = self.folder.manifest.catalogue, self.entry
        return Home(
            base=about.base,
            language=entry.language or about.language,
            creator=entry.creator or about.creator,
            license=entry.license or about.license,
        )

    @property
    def graph(self) -> Path:
        """Where its graph lies: in `data/` of its catalogue, else beside it."""
        if self.folder is None or self.key is None:
            return self.path.with_suffix(".ttl")
        return self._from_here(graph_key(self.key))

    @property
    def curation(self) -> Path:
        """Where its curation lies: as `rolegraph.toml` says, beside it, or beside its graph."""
        if self.folder is not None and self.entry.curation:
            return self.folder.root / self.entry.curation
        beside = self.path.with_name(f"{self.path.stem}.curation.yaml")
        return beside if beside.exists() else self.graph.with_name(beside.name)

    @property
    def tags(self) -> tuple[str, ...]:
        """The languages that the catalogue has; none where the document lies in no catalogue."""
        return self.folder.manifest.catalogue.tags if self.folder else ()

    @property
    def words(self) -> Mapping[str, OwnWords]:
        """The catalogue's own words for headings and labels, by language."""
        return self.folder.manifest.words if self.folder else {}

    @property
    def entry(self) -> DocumentEntry:
        """How `rolegraph.toml` says that the document is read."""
        entries = self.folder.manifest.documents if self.folder else {}
        return entries.get(self.key or "", DocumentEntry())

    def _from_here(self, key: str) -> Path:
        """Return a file of the catalogue by a path like that which the document was given by."""
        whole = self.folder.root / key if self.folder else Path(key)
        return whole if self.path.is_absolute() else Path(os.path.relpath(whole))


def lying(path: Path) -> Lying:
    """Return how a document (or its graph, or its curation) lies in the catalogue around it.

    Raises:
        ConfigurationError: the `rolegraph.toml` around it cannot be used.
    """
    folder = find_folder(path)
    return Lying(path, folder, folder.key_of(path) if folder else None)


def usual_base(title: str) -> str:
    """Return what the IRIs of a new catalogue begin with, until somebody chooses."""
    from rolegraph.catalogue.index.model import slug_of
    from rolegraph.rdf.values.letters import with_plain_letters

    return f"https://example.org/{slug_of(with_plain_letters(title)) or 'roles'}/id/"


def shown_name(path: Path, base: Path | None = None) -> str:
    """Return a file's name for people: relative to a folder where it lies below it."""
    folder = (base or Path.cwd()).resolve()
    resolved = path.resolve()
    if folder == Path(folder.anchor):
        return resolved.as_posix()  # the name of a file below `/` begins with that
    return resolved.relative_to(folder).as_posix() if resolved.is_relative_to(folder) else str(path)
