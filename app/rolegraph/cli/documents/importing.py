"""`rolegraph documents import`: one document after the other, and what each brought."""

from __future__ import annotations

import gc
import os
from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet
from pathlib import Path
from shlex import quote

import typer

from rolegraph.cli.documents.edited import EditsInGraph
from rolegraph.cli.documents.output import FINDINGS, exit_codes, summary, write_file
from rolegraph.cli.documents.readings import tell, tell_retired
from rolegraph.cli.documents.replacing import ask_whether_replaces, enter_renamed
from rolegraph.documents.drift.graph_there import is_as_imported, refuse_shared
from rolegraph.documents.drift.inputs import graph_path, read_triples
from rolegraph.documents.graph.importer import import_document
from rolegraph.documents.graph.record import ImportRecord
from rolegraph.documents.importing import service
from rolegraph.documents.importing.elsewhere import Elsewhere, Elsewheres
from rolegraph.documents.language.likeness import forget_texts
from rolegraph.documents.outline import Outline
from rolegraph.documents.outline.sections import LINKS
from rolegraph.documents.reading.output import nothing_in
from rolegraph.documents.text.home import lying, shown_name
from rolegraph.errors import InputError
from rolegraph.folder.catalogue_folder import find_folder, graph_key
from rolegraph.folder.writing import with_document
from rolegraph.rdf.terms import Triple
from rolegraph.resources import MANIFEST

_NAMED_ELSEWHERE = ("short-name", "role")
"""Questions about a role that another document may answer."""
_ROUNDS = 2
"""A graph that is made again may overtake one more."""


def documents_around(place: Path) -> list[Path]:
    """Return the documents of the catalogue around a folder.

    Raises:
        InputError: there is none, or it names no document.
        ConfigurationError: its `rolegraph.toml` cannot be used.
    """
    folder = find_folder(place)
    if folder is None:
        where = "here" if place == Path() else f"in {place}"
        raise InputError(f"No `rolegraph.toml` was found {where} or above; name a document.")
    root = folder.root if place.is_absolute() else Path(os.path.relpath(folder.root))
    found = [root / key for key, _ in folder.documents()]
    if not found:
        raise InputError(f"{folder.root / 'rolegraph.toml'} names no document under [documents].")
    gone = [each for each in found if not each.exists()]
    if gone:
        raise InputError("\n".join(map(_gone, gone)))
    return found


def _gone(document: Path) -> str:
    """Return what to do about a document that `rolegraph.toml` names and that is not there."""
    name = quote(shown_name(document))
    return (
        f"{shown_name(document)}, which rolegraph.toml names, is not there. Has it another name "
        f"now? Then run: rolegraph documents import NEW --replaces {name}. Is it gone? Then run: "
        f"rolegraph documents remove {name}"
    )


def documents_of(place: Path) -> list[Path]:
    """Return a document, or the catalogue's documents in a folder; all for `Path()`.

    Raises:
        InputError: the folder belongs to no catalogue, or no document of it lies there.
        ConfigurationError: its `rolegraph.toml` cannot be used.
    """
    if not place.is_dir():
        return [place]
    found = documents_around(place)
    within = place.resolve()
    inside = [each for each in found if each.resolve().is_relative_to(within)]
    if place != Path() and not inside:
        names = ", ".join(shown_name(each) for each in found)
        raise InputError(f"{place}: no document of the catalogue lies there. It has: {names}.")
    return found if place == Path() else inside


def only_document(place: Path) -> Path:
    """Return a document, or the only one of the catalogue around a folder.

    Raises:
        InputError: there are several.
        ConfigurationError: its `rolegraph.toml` cannot be used.
    """
    found = documents_of(place)
    if len(found) > 1:
        names = ", ".join(shown_name(each) for each in found)
        raise InputError(f"{place} is a folder with several documents. Name one of them: {names}.")
    return found[0]


def _enter(document: Path, curation: Path | None) -> None:
    """Enter a document in the `rolegraph.toml` around it, which else would not know of it."""
    place = lying(document)
    if place.folder is None or place.key is None or place.key in place.folder.manifest.documents:
        return
    manifest = place.folder.root / MANIFEST
    for key, _ in place.folder.documents():
        # `roles.docx` has the graph of `roles.md`, and so takes its place.
        is_gone = not (place.folder.root / key).exists()
        is_same = is_gone and graph_key(key) == graph_key(place.key)
        if is_same and enter_renamed(manifest, key, place.key):
            return
    text = with_document(manifest.read_text("utf-8"), place.key) if curation is None else None
    shown = shown_name(manifest)
    if text is None:
        typer.echo(f"{shown} does not name {place.key}. Enter it there, below [documents].")
        return
    write_file(manifest, text)
    typer.echo(f"{shown}: {place.key} is one of its documents now.")


def overtaken(root: Path, held: Elsewheres) -> list[Path]:
    """Return the documents of a catalogue whose graphs others have overtaken.

    Args:
        root: the folder of the catalogue.
        held: what its graphs hold.
    """
    return made_from(root, held.overtaken())


def made_from(root: Path, graphs: Sequence[Path]) -> list[Path]:
    """Return the documents of a catalogue that some of its graphs were made from.

    Args:
        root: the folder of the catalogue.
        graphs: where the graphs lie.
    """
    folder = find_folder(root)
    keys = [key for key, _ in folder.documents()] if folder else []
    documents = {(root / graph_key(key)).resolve(): (root / key).resolve() for key in keys}
    return [documents[graph] for graph in graphs if graph in documents]


class Importing:
    """Imports documents; what the graphs of a catalogue hold is read once for all of them.

    Args:
        fresh: whether what the present graphs know of earlier versions is forgotten.
        language: the language of the documents; None finds it out for each.
        overwrite: whether edits by hand in a graph that cannot be kept are taken back.
    """

    def __init__(self, *, fresh: bool, language: str | None, overwrite: bool = False) -> None:
        self._fresh = fresh
        self._overwrite = overwrite
        self._language = language
        self._elsewheres: dict[Path, Elsewheres] = {}
        self._read: set[Path] = set()
        self._waiting: dict[Path, list[str]] = {}
        """Names in documents of this run of which it is asked what or whom they name."""

    def run(
        self,
        document: Path,
        output: Path | None,
        curation: Path | None,
        outline: Outline | None = None,
    ) -> int:
        """Import a document, tell what it brought, and return the exit code.

        `outline` is what a reader made of it, where that is known already.
        """
        try:
            with exit_codes("read"):
                if service.is_strict(document, curation):
                    return self._strict(document, output, curation)
                return self._reading(document, output, curation, outline)
        except typer.Exit as end:
            return end.exit_code
        finally:
            forget_texts()
            gc.collect(1)  # a reading is a circle of objects, and only this document needs it

    def end(self) -> int:
        """Make graphs again that others have overtaken; keep what all hold for the next import.

        A role that was moved from one document to another is retired in the graph of the first as
        long as that one does not know the second. Documents of this run are read again, and
        others that are as they were imported; else the command is told. Returns the exit code of
        what was read again.
        """
        code = self._again_with_names()
        for root, each in self._elsewheres.items():
            for _ in range(_ROUNDS):
                again = [d for d in overtaken(root, each) if self._is_read_again(d)]
                for document in again:
                    typer.echo(f"{shown_name(document)} is read again, since a role was moved.")
                    code = max(code, self.run(document, None, None))
            for document in overtaken(root, each):
                name = shown_name(document)
                command = f"rolegraph documents import {quote(name)}"
                typer.echo(f"A role was moved from or to {name}. So run: {command}")
            each.remember()
        return code

    def _is_read_again(self, document: Path) -> bool:
        return document.resolve() in self._read or is_as_imported(document)

    def _again_with_names(self) -> int:
        """Read documents again with names that a later one explains, such as “QMB”."""
        code = 0
        for document, names in list(self._waiting.items()):
            elsewhere = self._elsewhere(document)
            if any(elsewhere.short(name) or elsewhere.spelled(name) for name in names):
                shown = shown_name(document)
                typer.echo(f"{shown} is read again, since another document explains its names.")
                code = max(code, self.run(document, None, None))
        return code

    def _previous(self, document: Path, graph: Path) -> tuple[Triple, ...]:
        """Return the graph of a document as it is; nothing of it where it is to be forgotten.

        What is forgotten must be the document's own all the same, and not that of another one.
        """
        if not (document.exists() and graph.exists()):
            return ()
        try:
            known = read_triples(graph, shown_name(graph))
        except InputError:
            if self._fresh:
                return ()  # nothing of it can be read, and nothing of it is wanted
            raise
        refuse_shared(lying(document), known)
        return () if self._fresh else known

    def _edits(self, document: Path, previous: Iterable[Triple]) -> EditsInGraph:
        return EditsInGraph(document, frozenset(previous), overwrite=self._overwrite)

    def _strict(self, document: Path, output: Path | None, curation: Path | None) -> int:
        present = graph_path(document)
        previous = self._previous(document, present)
        imported = import_document(document, curation, previous)
        target = output or present
        text = imported.turtle()
        if output is None:
            self._edits(document, previous).tell_lost(imported.triples, names_curation=True)
            present.parent.mkdir(parents=True, exist_ok=True)
        write_file(target, text)
        if output is None:
            ImportRecord(lying(document)).keep(text)
        if str(target) != "-":
            typer.echo(f"{target}: {summary(imported)}")
            tell_retired(document, previous, imported.triples)
        return 0

    def _reading(
        self,
        document: Path,
        output: Path | None,
        curation: Path | None,
        outline: Outline | None,
    ) -> int:
        present = output if output and str(output) != "-" else graph_path(document)
        previous = self._previous(document, present)
        edits = self._edits(document, () if output or curation else previous)
        edits.keep_in_curation()
        result = service.import_document(
            document,
            curation=curation,
            previous=previous,
            elsewhere=self._elsewhere(document),
            language=self._language,
            shown_as=shown_name(document),
            outline=outline,
        )
        if result.reading.is_empty:
            links = next((e.reason for e in result.reading.not_read if LINKS in e.reason), "")
            reported = f"It {links}." if links else nothing_in(result.reading)
            typer.echo(f"{shown_name(document)}: {reported}", err=True)
            return FINDINGS
        if output is None and not present.exists():
            ask_whether_replaces(document, result.reading)
        edits.tell_lost(result.triples)
        target = output or result.target
        if output is None:
            target.parent.mkdir(parents=True, exist_ok=True)
        write_file(target, result.turtle)
        if str(target) != "-":
            write_file(result.curation_target, result.curation)
            tell(result, target)
            tell_retired(document, previous, result.triples)
            if output is None:
                ImportRecord(lying(document)).keep(result.turtle)
                _enter(document, curation)
                self._read.add(document.resolve())
                self._waiting[document.resolve()] = [
                    each.name for each in result.reading.roles if each.waits_for in _NAMED_ELSEWHERE
                ]
                self._learn(document, target, result.triples)
        return 0

    def _of(self, document: Path) -> Elsewheres | None:
        folder = lying(document).folder
        if folder is None:
            return None
        if folder.root not in self._elsewheres:
            found = service.elsewheres_of(document)
            assert found is not None  # noqa: S101 - it lies in a folder
            self._elsewheres[folder.root] = found
        return self._elsewheres[folder.root]

    def _elsewhere(self, document: Path) -> Elsewhere:
        found = self._of(document)
        return found.without(lying(document).graph) if found else Elsewhere()

    def _learn(self, document: Path, target: Path, triples: AbstractSet[Triple]) -> None:
        if found := self._of(document):
            found.learn(target, triples)
