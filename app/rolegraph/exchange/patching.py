"""Turns what changed in files into a patch of the service.

Where a quad is shown can depend on others: what was written to no file's graph follows its thing,
and a row holds one comment of two. So that files and service agree afterwards, quads that a push
would make appear elsewhere are moved, in the same commit, to the graph of the file that shows them.
"""

from __future__ import annotations

from collections.abc import Iterable

from rolegraph.exchange.files.units import FileUnit, View
from rolegraph.exchange.views import ServiceView, Tables, service_view
from rolegraph.rdf.namespaces import graph_of_file
from rolegraph.rdf.patch import Patch
from rolegraph.rdf.terms import NamedNode, Quad, Triple

_ROUNDS = 10
"""How often moving quads may make others appear elsewhere."""


def push_patch(
    view: ServiceView, quads: frozenset[Quad], ours: Iterable[FileUnit], files: View, tables: Tables
) -> Patch:
    """Return the patch that gives the service the state that things have in the files.

    Args:
        view: what the service shows.
        quads: its dataset.
        ours: the things whose state in the files counts.
        files: the view of the files.
        tables: gives the table of a file.
    """
    removed, added = _difference(view, ours, files)
    if not removed and not added:
        return Patch()
    shown = {quad: unit for unit, found in view.sources.items() for quad in found}
    shown |= {quad: unit for unit in ours for quad in _quads(unit, files.get(unit, frozenset()))}
    for _ in range(_ROUNDS):
        after = service_view((quads - removed) | added, tables)
        moves = {
            quad: _quad(shown[quad], quad.triple)
            for unit, found in after.sources.items()
            for quad in found
            if shown.get(quad, unit) != unit and quad != _quad(shown[quad], quad.triple)
        }
        if not moves:
            break
        for quad, moved in moves.items():
            shown[moved] = shown[quad]
            added.discard(quad)
            removed.add(quad)
            added.add(moved)
    return Patch.exact(removed, added, quads.__contains__)


def _difference(
    view: ServiceView, ours: Iterable[FileUnit], files: View
) -> tuple[set[Quad], set[Quad]]:
    removed: set[Quad] = set()
    added: set[Quad] = set()
    for unit in ours:
        wanted = files.get(unit, frozenset())
        present = view.units.get(unit, frozenset())
        removed |= {quad for quad in view.sources.get(unit, ()) if quad.triple not in wanted}
        added |= _quads(unit, wanted - present)
    return removed - added, added


def _quads(unit: FileUnit, triples: Iterable[Triple]) -> set[Quad]:
    return {_quad(unit, triple) for triple in triples}


def _quad(unit: FileUnit, triple: Triple) -> Quad:
    graph = NamedNode(graph_of_file(unit.file))
    return Quad(triple.subject, triple.predicate, triple.object, graph)
