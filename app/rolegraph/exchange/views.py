"""The dataset of a service as the view that files would give of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection
from dataclasses import dataclass, field

from rolegraph.exchange.files.table_file import TableFile
from rolegraph.exchange.files.units import TABLE, FileUnit, Triples, View, is_table_head, side_file
from rolegraph.exchange.routing import Routed, Router
from rolegraph.rdf.terms import Quad

Tables = Callable[[str], TableFile | None]


@dataclass(frozen=True)
class ServiceView:
    """What the service has of each thing in each file.

    Attributes:
        units: the view.
        sources: the quads behind it; what one file shows may lie in several graphs.
        notes: what no file can hold, for people.
    """

    units: View
    sources: dict[FileUnit, tuple[Quad, ...]] = field(repr=False)
    notes: tuple[str, ...] = ()


def service_view(quads: Collection[Quad], tables: Tables) -> ServiceView:
    """Return the view of a dataset.

    Args:
        quads: the whole dataset.
        tables: gives the table of a file, which says what it can hold.
    """
    return view_of(Router(quads).route(), tables)


def view_of(routed: Routed, tables: Tables) -> ServiceView:
    """Return the view of routed quads; what a table cannot hold goes to the file beside it."""
    units: dict[FileUnit, Triples] = {}
    sources: dict[FileUnit, list[Quad]] = defaultdict(list)
    for unit, quads in routed.quads.items():
        table = tables(unit.file) if unit.file.endswith(TABLE) else None
        triples = frozenset(quad.triple for quad in quads)
        held = _held(unit, triples, table)
        beside = FileUnit(side_file(unit.file), unit.subject) if held != triples else unit
        for quad in quads:
            sources[unit if quad.triple in held else beside].append(quad)
    for unit, found in sources.items():
        units[unit] = frozenset(quad.triple for quad in found)
    kept = {unit: tuple(found) for unit, found in sources.items()}
    return ServiceView(units, kept, routed.notes)


def _held(unit: FileUnit, triples: Triples, table: TableFile | None) -> Triples:
    """Return what the file of a thing can hold of it."""
    if not unit.file.endswith(TABLE) or is_table_head(unit):
        return triples
    return frozenset() if table is None else table.held(unit.subject, triples)
