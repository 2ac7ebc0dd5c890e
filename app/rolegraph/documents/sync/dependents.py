"""What leans on a document: steps, tools, personas and mappings in the files beside its graph."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from rolegraph.documents.drift.inputs import read_graph
from rolegraph.documents.graph.builder import term
from rolegraph.documents.graph.described import Described
from rolegraph.documents.text.home import shown_name
from rolegraph.rdf.namespaces import compact, graph_of_file
from rolegraph.rdf.sssom.graph import mapping_iri, read_sssom
from rolegraph.rdf.sssom.table import parse_table
from rolegraph.rdf.terms import NamedNode, Quad, Triple
from rolegraph.rdf.turtle.places import TurtlePlaces

_RELATIONS = {
    "rg:fulfils": "fulfils it",
    "rg:supportsStatement": "supports it",
    "rg:representsRole": "represents it",
    "rg:performedByRole": "is performed by it",
    "rg:involvesRole": "involves it",
    "rg:ownedByRole": "is owned by it",
    "rg:worksWith": "works with it",
    "rg:escalatesTo": "escalates to it",
    "rg:escalatedToRole": "is escalated to it",
    "owl:annotatedSource": "maps it to a framework",
    "rg:hasStep": "has a step that fulfils it",
    "rg:followsWorkflow": "follows a workflow that fulfils it",
}
_FULFILS = _RELATIONS["rg:fulfils"]
_ONWARD = ("rg:hasStep", "rg:followsWorkflow")
_MAPPINGS = ".sssom.tsv"


@dataclass(frozen=True)
class Dependent:
    """Something that leans on a part of a document.

    Attributes:
        on: IRI of the part.
        on_label: its label.
        iri: IRI of what leans on it.
        label: its label.
        relation: how it does, in words that go on after its label.
        file, line: where it says so; line 0 where that is not known.
    """

    on: str
    on_label: str
    iri: str
    label: str
    relation: str
    file: str
    line: int


def dependents(
    graph: Path,
    changed: Mapping[str, str],
    base: Path | None = None,
    *,
    derived: frozenset[Path] = frozenset(),
) -> list[Dependent]:
    """Return what leans on things of a document, from all Turtle and SSSOM files beside its graph.

    Steps lead on to the workflows that have them, and these to the personas that follow them.

    Args:
        graph: the document's own Turtle file, whose triples do not count.
        changed: IRIs of the things, and their labels.
        base: the folder that names are relative to; the working directory unless given.
        derived: graphs of other documents, which are parsed only where they have one of the names.

    Raises:
        OSError: a file cannot be read.
        InputError: a file does not parse.
    """
    if not changed:
        return []
    wanted = [iri.rpartition("/")[2].encode() for iri in changed]
    files = [
        _File(path, base)
        for path in sorted(graph.parent.iterdir())
        if path.name.endswith((".ttl", _MAPPINGS))
        and path.resolve() != graph.resolve()
        and (path.resolve() not in derived or _has_any(path, wanted))
    ]
    everything = Described(triple for file in files for triple in file.triples)
    found: dict[tuple[str, str], Dependent] = {}
    for iri, label in sorted(changed.items()):
        direct: set[str | None] = {None, *_RELATIONS}.difference(_ONWARD)
        hops: list[tuple[set[str], set[str | None]]] = [({iri}, direct)]
        for targets, names in hops:
            new = [
                Dependent(iri, label, subject, everything.label(subject), relation, file.name, line)
                for file in files
                for subject, relation, line in file.pointing_to(targets, names)
                if not everything.is_retired(subject)
            ]
            for each in new:
                found.setdefault((iri, each.iri), each)
            if onward := next((name for name in _ONWARD[len(hops) - 1 :]), None):
                steps = {each.iri for each in new if len(hops) > 1 or each.relation == _FULFILS}
                hops.append((steps, {onward}))
    return list(found.values())


class _File:
    """One file and what it says."""

    def __init__(self, path: Path, base: Path | None) -> None:
        self.name = shown_name(path, base)
        self._places: TurtlePlaces | None = None
        self._rows: dict[str, int] = {}
        self.triples: frozenset[Triple]
        if path.name.endswith(_MAPPINGS):
            name = NamedNode(graph_of_file(path.name))
            quads: Iterable[Quad] = read_sssom(path, name, source=self.name)
            self.triples = frozenset(quad.triple for quad in quads)
            table = parse_table(path.read_bytes().decode())
            self._rows = {mapping_iri(table, row): row.line for row in table.rows}
        else:
            source = read_graph(path, self.name)
            self.triples = source.described.triples
            self._places = source.places
        self._pointing: dict[str, list[Triple]] = defaultdict(list)
        for triple in sorted(self.triples, key=str):
            if isinstance(triple.object, NamedNode):
                self._pointing[triple.object.value].append(triple)

    def pointing_to(
        self, targets: set[str], names: set[str | None]
    ) -> Iterator[tuple[str, str, int]]:
        """Yield subject, relation and line of the triples that point to some things.

        Args:
            targets: IRIs of the things.
            names: predicates, as prefixed names; None for all that this module does not know.
        """
        known = {term(name): name for name in _RELATIONS}
        for triple in (each for target in sorted(targets) for each in self._pointing[target]):
            name = known.get(triple.predicate)
            if isinstance(triple.subject, NamedNode) and name in names:
                relation = _RELATIONS.get(name or "", f"has {compact(triple.predicate.value)} it")
                yield triple.subject.value, relation, self._line(triple)

    def _line(self, triple: Triple) -> int:
        if not isinstance(triple.subject, NamedNode):
            return 0
        if self._places is None:
            return self._rows.get(triple.subject.value, 0)
        for written in self._places.triples(triple.subject.value):
            if (written.predicate, written.object) == (triple.predicate, triple.object):
                return self._places.lines.place(written.at_object.start)[0]
        return 0


def _has_any(path: Path, names: Iterable[bytes]) -> bool:
    content = path.read_bytes()
    return any(name in content for name in names)
