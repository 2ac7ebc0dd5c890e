"""Several documents that became one: their graphs and curations are joined under the new name."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import typer
import yaml

from rolegraph.cli.documents.output import write_file
from rolegraph.documents.drift.inputs import read_graph
from rolegraph.documents.graph.described import Described
from rolegraph.documents.graph.record import ImportRecord, mark_of
from rolegraph.documents.importing.answers import (
    AnsweredRole,
    Answers,
    answers_in,
    is_answers,
)
from rolegraph.documents.text.home import Lying, lying, shown_name
from rolegraph.errors import InputError
from rolegraph.folder.writing import without_document
from rolegraph.rdf.terms import NamedNode, Triple
from rolegraph.rdf.turtle.writer import write_turtle
from rolegraph.resources import MANIFEST


class Merging:
    """Joins the graphs and curations of documents that are gone with those of another one.

    Args:
        into: the document that is imported; its graph is there already, or gets there first.
        olds: the documents that are gone.

    Raises:
        InputError: one of them is in another catalogue, is still there, was never imported, or is
            of the form that can be written back.
    """

    def __init__(self, into: Path, olds: Sequence[Path]) -> None:
        self._into = lying(into)
        self._olds = [lying(each) for each in olds]
        for old in self._olds:
            self._refuse(old)
        self._before: dict[Path, bytes | None] = {}

    def _refuse(self, old: Lying) -> None:
        name, into = shown_name(old.path), shown_name(self._into.path)
        mine, other = self._into.folder, old.folder
        if mine is None or other is None or mine.root != other.root:
            raise InputError(f"{into} and {name} are not in one catalogue (`rolegraph.toml`).")
        if old.path.exists():
            raise InputError(f"{name} is still there. Remove it, or import {into} without it.")
        if not old.graph.exists():
            raise InputError(f"{name} has no graph ({shown_name(old.graph)} is not there).")
        text = old.curation.read_text(encoding="utf-8") if old.curation.exists() else ""
        if text and not is_answers(text):
            raise InputError(
                f"{shown_name(old.curation)} is of the form of a document that can be written "
                "back; such documents cannot be merged."
            )

    def run(self) -> None:
        """Join the files, remove those of the documents that are gone, and change the manifest."""
        target, curation = self._into.graph, self._into.curation
        assert self._into.folder is not None  # noqa: S101 - was asked before
        manifest = self._into.folder.root / MANIFEST
        for old in self._olds:
            for path in (target, curation, manifest, old.graph, old.curation):
                self._before.setdefault(path, path.read_bytes() if path.exists() else None)
            self._join(old, target)
            if old.curation.exists():
                write_file(
                    curation, _as_text(merged(answers_in(curation), answers_in(old.curation)))
                )
            for path in (old.graph, old.curation):
                path.unlink(missing_ok=True)
            text = without_document(manifest.read_text(encoding="utf-8"), old.key or "")
            if text is not None:
                write_file(manifest, text)
            typer.echo(f"{shown_name(target)}: has what {shown_name(old.graph)} had.")

    def undo(self) -> None:
        """Take all of it back, where the document could not be imported."""
        for path, content in self._before.items():
            if content is None:
                path.unlink(missing_ok=True)
            else:
                path.write_bytes(content)

    def _join(self, old: Lying, target: Path) -> None:
        own = read_graph(target, shown_name(target))
        other = read_graph(old.graph, shown_name(old.graph))
        sources = ((self._into, own), (old, other))
        edited = [
            ImportRecord(place).edited(source.text, source.described.triples)
            for place, source in sources
        ]
        triples = own.described.triples | _without_head(other.described)
        # Edits by hand are told by the import that follows, where the graph has no mark.
        mark = "" if any(edited) else mark_of(triples)
        write_file(target, write_turtle(triples, comment=mark))


def _without_head(described: Described) -> set[Triple]:
    """Return a graph without what it says of itself: the other one has a head of its own."""
    heads = {NamedNode(iri) for iri in described.of_class("void:Dataset")}
    return {triple for triple in described.triples if triple.subject not in heads}


def merged(first: Answers, second: Answers) -> Answers:
    """Return what two curations say; where both say something of one thing, the first counts."""
    roles = dict(first.roles)
    for name, role in second.roles.items():
        roles[name] = _role(roles[name], role) if name in roles else role
    about = first.document
    short = {**second.document.short_names, **about.short_names}
    return first.model_copy(
        update={
            "document": about.model_copy(update={"short_names": short}),
            "scheme": first.scheme or second.scheme,
            "questions": (*first.questions, *second.questions),
            "roles": roles,
            "activities": {**second.activities, **first.activities},
            "personas": {**second.personas, **first.personas},
            "tools": {**second.tools, **first.tools},
            "not_read": (),
            "waiting": (),
        }
    )


def _role(first: AnsweredRole, second: AnsweredRole) -> AnsweredRole:
    texts = {each.text for each in first.statements}
    update: dict[str, Any] = {
        field: getattr(first, field) or getattr(second, field)
        for field in ("definition", "formerly", "editorial_note")
    }
    update |= {
        field: tuple(dict.fromkeys((*getattr(first, field), *getattr(second, field))))
        for field in ("alt_labels", "hidden_labels")
    }
    more = tuple(each for each in second.statements if each.text not in texts)
    return first.model_copy(update=update | {"statements": (*first.statements, *more)})


def _as_text(answers: Answers) -> str:
    data = answers.model_dump(mode="json", exclude_defaults=True) | {"reading": answers.reading}
    return yaml.safe_dump(data, allow_unicode=True, sort_keys=False)
