"""What changes with a document that is brought in, also in other graphs, as a plan has it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from rolegraph.documents.curation.model import KINDS
from rolegraph.documents.drift.inputs import read_graph
from rolegraph.documents.graph.described import Described, let_go
from rolegraph.documents.graph.moved import moved_away
from rolegraph.documents.importing.elsewhere import Elsewheres
from rolegraph.documents.text.home import Lying
from rolegraph.folder.catalogue_folder import graph_key

_THINGS = ("rg:Role", "rg:Persona", "rg:Tool", "rg:Activity", "rg:Workflow", "rg:Assignment")
_STATEMENTS = tuple(class_name for _, class_name, _ in KINDS.values())


@dataclass(frozen=True)
class MovedHere:
    """A thing that another graph keeps as retired, and lets go, since it stands here now.

    Attributes:
        graph: the path of that graph.
        iri: the thing.
        told: the same as a difference, for people.
    """

    graph: str
    iri: str
    told: dict[str, Any]


def moved_here(known: Elsewheres, place: Lying, after: Described) -> list[MovedHere]:
    """Return what moved to a document from others; what their graphs hold then is learnt.

    Args:
        known: what the graphs of the catalogue hold, with the one of the document as it will be.
        place: the document.
        after: its graph as it will be.
    """
    assert place.folder is not None  # noqa: S101 - what is known lies in a folder
    root, own = place.folder.root.resolve(), place.graph.resolve()
    documents = {graph_key(key): key for key, _ in place.folder.documents()}
    found: list[MovedHere] = []
    for graph in known.overtaken():
        if graph.resolve() == own:
            continue
        there = read_graph(graph, str(graph)).described
        iris = moved_away(there, after)
        key = graph.resolve().relative_to(root).as_posix()
        for iri in iris:
            text = f"“{after.label(iri)}” goes on here, with its IRI. It went from {{}}."
            line = after.number(iri, "rg:sourceLine") or None
            told = {"what": "moved", "text": text.format(documents.get(key, key)), "line": line}
            found.append(MovedHere(key, iri, told))
        known.learn(graph, there.triples - let_go(there, iris), is_written=False)
    return found


def kept_edits(names: Iterable[str]) -> list[dict[str, Any]]:
    """Return as differences, for people, that edits of things went into the curation."""
    return [
        {
            "what": "kept",
            "text": f"What was changed of “{name}” in the catalogue stands in the curation now, so "
            "that it stays.",
            "line": None,
        }
        for name in names
    ]


def drift(rule: str, message: str, line: int | None) -> dict[str, Any]:
    """Return a difference for people."""
    return {"what": rule.removeprefix("drift-"), "text": message, "line": line}


def counted(after: Described, before: Described, elsewhere: Iterable[str]) -> Mapping[str, int]:
    """Return how many things of which kind are new in the catalogue."""
    new: Counter[str] = Counter()
    there = {*before.present(*_THINGS, *_STATEMENTS), *elsewhere}
    for name in (*_THINGS, *_STATEMENTS):
        kind = "statement" if name in _STATEMENTS else name.partition(":")[2].lower()
        new[kind] += sum(iri not in there for iri in after.present(name))
    return {kind: number for kind, number in new.items() if number}


def gone(before: Described, after: Described) -> Iterator[str]:
    """Yield roles and statements that are no longer in force."""
    there = set(after.present("rg:Role", *_STATEMENTS))
    yield from (iri for iri in before.present("rg:Role", *_STATEMENTS) if iri not in there)
