"""What else changes with a document that is brought in: other graphs, and edits that are kept."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from rolegraph.documents.drift.inputs import read_graph
from rolegraph.documents.graph.described import Described
from rolegraph.documents.graph.moved import let_go, moved_away
from rolegraph.documents.importing.elsewhere import Elsewheres
from rolegraph.documents.text.home import Lying
from rolegraph.folder.catalogue_folder import graph_key


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
