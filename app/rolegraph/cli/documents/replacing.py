"""A document that comes in the place of one that is gone: under another name or in another format.

The graph of a document lies under the document's name. What is imported under a new one would be a
second graph of the same things, each with a second IRI, without history and without what people
wrote. So the import asks, and `--replaces` gives graph and curation the new name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from shlex import quote

import typer

from rolegraph.cli.documents.merging import Merging
from rolegraph.cli.documents.output import write_file
from rolegraph.documents.drift.inputs import read_graph
from rolegraph.documents.language.names import name_key
from rolegraph.documents.reading import Reading
from rolegraph.documents.text.home import Lying, lying, shown_name
from rolegraph.errors import InputError
from rolegraph.folder.catalogue_folder import graph_key
from rolegraph.folder.writing import with_document_renamed
from rolegraph.resources import MANIFEST

_SOURCE = re.compile(r'rg:sourceFile "([^"\n]+)"')
_HALF = 0.5
"""With this share of its roles in the graph of one that is gone, a document may be that one."""


def ask_whether_replaces(document: Path, reading: Reading) -> None:
    """Refuse a new document that may be one that is gone, and say what to do in either case.

    Args:
        document: a document without a graph of its own.
        reading: what was read in it.

    Raises:
        InputError: at least half of its roles are in the graph of a document that is not there.
    """
    place = lying(document)
    if place.folder is None or place.key is None or place.graph.exists():
        return
    keys = {name_key(role.name) for role in reading.roles}
    best: tuple[int, str, Path] | None = None
    for name, graph in _gone(place):
        described = read_graph(graph, shown_name(graph)).described
        names = {name_key(described.label(iri)) for iri in described.present("rg:Role")}
        shared = len(keys & names)
        if shared and shared >= _HALF * len(keys) and (best is None or shared > best[0]):
            best = (shared, name, graph)
    if best is None:
        return
    shared, name, graph = best
    new, old = shown_name(document), shown_name(place.folder.root / name)
    curation = shown_name(lying(place.folder.root / name).curation)
    raise InputError(
        f"{new}: is this {name} under another name? {name} is not there any more, and {shared} of "
        f"the {len(keys)} roles of {new} are in its graph, {shown_name(graph)}. If it is, run: "
        f"rolegraph documents import {quote(new)} --replaces {quote(old)}. IRIs, history and what "
        f"people wrote stay then. If it is not, remove {shown_name(graph)} and {curation}, and the "
        f"line of {name} in rolegraph.toml."
    )


def _gone(place: Lying) -> Iterator[tuple[str, Path]]:
    """Yield the documents of a catalogue that are not there any more, each with its graph."""
    assert place.folder is not None  # noqa: S101 - asked of documents in a catalogue alone
    root = place.folder.root
    graphs: set[Path] = set()
    for key, _ in place.folder.documents():
        graph = root / graph_key(key)
        graphs.add(graph)
        if not (root / key).exists() and graph.exists():
            yield key, graph
    # `rolegraph.toml` may have the new name already.
    for graph in sorted({*(root / "data").rglob("*.ttl")} - graphs):
        found = _SOURCE.findall(graph.read_text(encoding="utf-8", errors="replace"))
        if found and not any((root / name).exists() for name in found):
            yield found[-1], graph


class Replacing:
    """Gives graph and curation of a document that is gone to the one in its place.

    Args:
        document: the document.
        olds: the one whose place it takes, and others that were merged into it.

    Raises:
        InputError: one of the two is in no catalogue, the old one is there or was never imported,
            or the new one was imported already.
    """

    def __init__(self, document: Path, olds: Sequence[Path]) -> None:
        old, *others = olds
        self._merging: Merging | None = None
        if _is_imported(document):
            # The document had a graph before others were merged into it.
            self._moves, self._merging = [], Merging(document, olds)
            return
        new, before = lying(document), lying(old)
        name, former = shown_name(document), shown_name(old)
        if new.folder is None or before.folder is None or new.folder.root != before.folder.root:
            raise InputError(f"{name} and {former} are not in one catalogue (`rolegraph.toml`).")
        if old.exists():
            raise InputError(
                f"{former} is still there. Two documents have a graph each; remove {former}, or "
                f"import {name} without --replaces."
            )
        if not before.graph.exists():
            raise InputError(f"{former} has no graph ({shown_name(before.graph)} is not there).")
        self._moves = [(before.graph, new.graph)]
        if not before.entry.curation and before.curation.exists():
            self._moves.append((before.curation, _beside(new, before)))
        self._moves = [(a, b) for a, b in self._moves if a.resolve() != b.resolve()]
        taken = next((target for _, target in self._moves if target.exists()), None)
        if taken is not None:
            raise InputError(
                f"{shown_name(taken)} is there already: {name} was imported as a document of its "
                "own. Remove its graph and curation first."
            )
        self._manifest = new.folder.root / MANIFEST
        self._text = self._manifest.read_text(encoding="utf-8")
        self._keys = (before.key or "", new.key or "")
        self._merging = Merging(document, others) if others else None

    def begin(self) -> None:
        """Move the files, and change the line in `rolegraph.toml`."""
        for source, target in self._moves:
            target.parent.mkdir(parents=True, exist_ok=True)
            source.replace(target)
            typer.echo(f"{shown_name(target)}: was {shown_name(source)}.")
        if self._moves:
            enter_renamed(self._manifest, *self._keys)
        if self._merging:
            self._merging.run()

    def undo(self) -> None:
        """Take all of it back, where the document could not be imported."""
        if self._merging:
            self._merging.undo()
        for source, target in self._moves:
            target.replace(source)
        if self._moves:
            write_file(self._manifest, self._text)
        typer.echo("Nothing was changed.", err=True)


def _is_imported(document: Path) -> bool:
    """Tell whether a document that its catalogue names has a graph of its own."""
    place = lying(document)
    named = place.folder is not None and place.key in place.folder.manifest.documents
    return named and place.graph.exists() and place.curation.exists()


def _beside(new: Lying, before: Lying) -> Path:
    """Return where a curation lies that the document before had beside it, or in `data/`."""
    name = f"{new.path.stem}.curation.yaml"
    is_beside = before.curation.resolve().parent == before.path.resolve().parent
    in_data = before.curation.resolve().parent == before.graph.resolve().parent
    return new.path.with_name(name) if is_beside and not in_data else new.graph.with_name(name)


def enter_renamed(manifest: Path, old: str, new: str) -> bool:
    """Change the name of a document in a `rolegraph.toml`; tell whether it was there."""
    text = with_document_renamed(manifest.read_text(encoding="utf-8"), old, new)
    if text is None:
        return False
    write_file(manifest, text)
    typer.echo(f"{shown_name(manifest)}: {new} has the place of {old}.")
    return True
