"""Bringing in a document of the strict form, which can be written back from its graph.

It asks nothing: what its text cannot say stands in a curation file of its own form. The first
version comes as `rolegraph documents import` writes it, later ones as `documents sync` does.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from rolegraph.documents.drift.edited import edit_findings
from rolegraph.documents.drift.inputs import read_graph
from rolegraph.documents.grammar.parse import read_document
from rolegraph.documents.graph.described import Described
from rolegraph.documents.graph.importer import import_document
from rolegraph.documents.graph.record import ImportRecord, mark_of, sources, turned
from rolegraph.documents.sync.sync import sync
from rolegraph.documents.text.home import lying
from rolegraph.documents.text.model import ParsedDocument
from rolegraph.documents.uploads.along import counted, drift, gone
from rolegraph.documents.uploads.given import GivenAnswer
from rolegraph.rdf.terms import Literal, RdfFormat, Triple, parse, serialize


def strict_plan(
    path: Path, name: str, given: Sequence[GivenAnswer], *, is_text: bool
) -> dict[str, Any]:
    """Return what bringing a document of the strict form in would do; see `planning.plan`.

    Raises:
        MalformedDocument: it or its curation is not of the form, with every fault and its place.
        InputError: its graph describes no document.
    """
    place = lying(path)
    document, before = read_document(path), Described(())
    curation = place.curation.read_text("utf-8") if place.curation.exists() else ""
    changes: list[dict[str, Any]] = []
    undone: list[str] = []
    if not place.graph.exists():
        triples: frozenset[Triple] = import_document(path).triples
    else:
        source = read_graph(place.graph, place.name)
        before = source.described
        plan = sync(path, base=place.folder.root if place.folder else None)
        new = {change.path.resolve(): change.new for change in plan.changes}
        text = new.get(place.graph.resolve())
        triples = before.triples if text is None else _triples(text)
        curation = new.get(place.curation.resolve(), curation)
        shown = place.name
        changes = [
            drift(each.rule, each.message, each.line if each.file == shown else None)
            for each in plan.drifts
        ]
        undone = [each.message for each in plan.undone]
        edited = ImportRecord(place).edited(source.text, before.triples)
        if edited is not None:
            # Graph and curation tell what it was made from, so the same input gives what it was.
            is_same = sources(triples) == sources(before.triples)
            was = edited.imported or (triples if is_same else None)
            if was is not None or edited.is_marked:
                found = edit_findings(source, turned(was, before.triples, triples))
                undone += [e.message for e in found if e.message not in undone]
    after = Described(triples)
    told = " ".join(t.object.value for t in triples if isinstance(t.object, Literal))
    return {
        "data": _reading(document, name),
        "shown": {},
        "triples": (serialize(triples, format=RdfFormat.N_TRIPLES) or b"").decode(),
        "curation": curation,
        "digest": mark_of(triples).rpartition(" ")[2],
        "is_new": not before.triples,
        "added": counted(after, before, ()),
        "changes": changes,
        "moved": [],
        "undone": undone,
        "retired": [[iri, before.label(iri)] for iri in gone(before, after)],
        "joined": [],
        "shared": [],
        "unmatched": [[each.topic, [*each.texts]] for each in given],
        "overtaken": [],
        "questions": [],
        "names_people": False,
        "names_in_curation": [],
        "is_whole_text": is_text and document.text in told,
        "tag_of_others": "",
        "language": "",
    }


def _reading(document: ParsedDocument, name: str) -> dict[str, Any]:
    """Return what was read, as of other documents; nothing of it is guessed."""
    roles = [
        {
            "name": role.name,
            "statements": [
                {"text": each.plain, "kind": None, "status": "read"} for each in role.bullets
            ],
        }
        for role in document.roles
    ]
    return {"file": name, "language": document.home.language, "roles": roles, "waiting": []}


def _triples(text: str) -> frozenset[Triple]:
    return frozenset(quad.triple for quad in parse(text, format=RdfFormat.TURTLE))
