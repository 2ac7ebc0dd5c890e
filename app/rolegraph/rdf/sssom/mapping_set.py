"""Mappings of a dataset as a mapping set of SSSOM.

The stored mappings are things of the catalogue: they have a type, a label and more of their own.
Tools for SSSOM refuse such a graph. A mapping set has what SSSOM 1.1 defines, and nothing else:
the slots of the set and of its mappings, and `curation_status` as a declared extension.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from rolegraph.rdf.namespaces import (
    DCTERMS,
    GRAPHS,
    OWL,
    RDF,
    SKOS,
    is_default_dataset_graph,
)
from rolegraph.rdf.quad_source import QuadSource
from rolegraph.rdf.sssom.graph import PREDICATES, label_parts
from rolegraph.rdf.sssom.prefixes import prefixes_of
from rolegraph.rdf.sssom.slots import SLOTS, SSSOM, SlotKind
from rolegraph.rdf.terms import (
    BlankNode,
    GraphName,
    Literal,
    NamedNode,
    Quad,
    Term,
    Triple,
)

MAPPING = NamedNode(SSSOM + "mapping_justification")
"""What each mapping has: SSSOM asks for it."""
LABEL = NamedNode(SKOS + "prefLabel")
ENDS = tuple(NamedNode(PREDICATES[f"{side}_id"]) for side in ("subject", "object"))

_TYPE = NamedNode(RDF + "type")
SET_SLOTS = {
    "mapping_set_version": OWL + "versionInfo",
    "mapping_set_title": DCTERMS + "title",
    "mapping_set_description": DCTERMS + "description",
    "creator_id": DCTERMS + "creator",
    "creator_label": DCTERMS + "creator",
    "license": DCTERMS + "license",
    "publication_date": DCTERMS + "issued",
}
"""Slot of a set → property that the description of a graph has."""
IRIS = frozenset({"creator_id", "license"})
_NO_LICENCE = "https://w3id.org/sssom/license/unspecified"
"""What SSSOM has where nothing is said of a licence."""


@dataclass(frozen=True)
class MappingSet:
    """A mapping set.

    Attributes:
        iri: its name.
        slots: what is said of the set, by slot; several values only of creators.
        mappings: IRI of each mapping, and its terms by slot.
        prefixes: prefix → namespace, for all names in it.
    """

    iri: str
    slots: Mapping[str, Sequence[str]]
    mappings: Mapping[str, Mapping[str, Sequence[Term]]]
    prefixes: Mapping[str, str] = field(default_factory=dict)


def quads_of_mappings(data: QuadSource, graph: GraphName | None) -> Iterator[Quad]:
    """Yield what `mapping_set` reads of the mappings in a graph, or with None in all the data."""
    graphs: dict[GraphName, None] = {}
    ends: dict[NamedNode, None] = {}
    found = [(quad.subject, quad.graph_name) for quad in data.match(None, MAPPING, None, graph)]
    for mapping, name in found:
        if graph is None and not _is_seen(name):
            continue
        graphs[name] = None
        for quad in data.match(mapping, None, None, name):
            yield quad
            if quad.predicate in ENDS and isinstance(quad.object, NamedNode):
                ends[quad.object] = None
    for end in ends:
        yield from data.match(end, LABEL)
    for name in graphs:
        if isinstance(name, NamedNode):
            yield from data.match(name, None, None, name)


def _is_seen(graph: GraphName) -> bool:
    return not isinstance(graph, NamedNode) or is_default_dataset_graph(graph.value)


def mapping_set(quads: Iterable[Quad], graph: GraphName | None = None) -> MappingSet | None:
    """Return the mappings among quads, or None where there are none.

    Args:
        quads: all that is said of the mappings and of the graphs they are in; also the labels of
            what they map, which go into columns of their own.
        graph: the graph that the mappings are in; None for all that queries see.
    """
    said = defaultdict[str, list[Quad]](list)
    found: dict[str, None] = {}
    graphs: dict[str, None] = {}
    for quad in quads:
        here = _is_seen(quad.graph_name) if graph is None else quad.graph_name == graph
        if isinstance(quad.subject, NamedNode) and (here or quad.predicate == LABEL):
            said[quad.subject.value].append(quad)
            if here and quad.predicate == MAPPING:
                found[quad.subject.value] = None
                if isinstance(quad.graph_name, NamedNode):
                    graphs[quad.graph_name.value] = None
    if not found:
        return None
    mappings = {iri: _slots_of(said[iri], said) for iri in sorted(found)}
    names = list(graphs)
    iri = names[0] if len(names) == 1 else f"{GRAPHS}mappings"
    of_set = _set_slots([said[name] for name in names])
    labels = {iri: _texts(said[iri], LABEL) for iri in mappings}
    return MappingSet(iri, of_set, mappings, _prefixes(mappings, labels))


def _prefixes(
    mappings: Mapping[str, Mapping[str, Sequence[Term]]], labels: Mapping[str, Sequence[str]]
) -> dict[str, str]:
    """Return the prefixes of a set: those that labels of its mappings show stay as they are."""
    labelled: list[tuple[str, str]] = []
    short: dict[str, str] = {}
    for iri, slots in mappings.items():
        for subject, target, shown in filter(None, map(label_parts, labels[iri])):
            for side, text in (("subject", subject), ("object", target)):
                for end in slots.get(f"{side}_id", ()):
                    prefix, namespace = _shortened(text, end)
                    if prefix:
                        short[prefix] = namespace
                    elif side == "object" and shown and isinstance(end, NamedNode):
                        labelled.append((shown, end.value))
    iris = [
        term.value
        for slots in mappings.values()
        for name, terms in slots.items()
        if name in SLOTS and SLOTS[name].kind is SlotKind.ENTITY
        for term in terms
        if isinstance(term, NamedNode)
    ]
    return prefixes_of(iris, labelled, mappings, short)


def _texts(quads: Iterable[Quad], predicate: NamedNode) -> list[str]:
    return [
        q.object.value for q in quads if q.predicate == predicate and isinstance(q.object, Literal)
    ]


def _slots_of(quads: list[Quad], said: Mapping[str, list[Quad]]) -> dict[str, list[Term]]:
    """Return the terms of a mapping by slot, with the labels of what it maps."""
    by_predicate = defaultdict[str, list[Term]](list)
    for quad in quads:
        by_predicate[quad.predicate.value].append(quad.object)
    slots: dict[str, list[Term]] = {}
    for name, predicate in PREDICATES.items():
        terms = sorted(set(by_predicate[predicate]), key=str)
        if terms:
            slots[name] = terms if name in SLOTS and SLOTS[name].many else terms[:1]
    parts = next(filter(None, map(label_parts, _texts(quads, LABEL))), None)
    for side, place in (("subject", 0), ("object", 1)):
        own = by_predicate[f"{SSSOM}{side}_label"]
        ends = slots.get(f"{side}_id", [])
        known = [text for end in ends for text in _labels(said, end)]
        stated = (parts[0], parts[1])[place] if parts and ends else None
        label = next(iter([*own, *map(Literal, [stated] if stated else known)]), None)
        if label is not None and not (stated and any(_shortened(stated, end)[0] for end in ends)):
            slots[f"{side}_label"] = [label]
    return slots


def _shortened(text: str, end: Term) -> tuple[str, str]:
    """Return prefix and namespace where a label names a thing by a CURIE, as it has no label."""
    prefix, colon, local = text.partition(":")
    if colon and local and isinstance(end, NamedNode) and end.value.endswith(local):
        return prefix, end.value.removesuffix(local)
    return "", ""


def _labels(said: Mapping[str, list[Quad]], end: Term) -> list[str]:
    """Return the labels of a thing, those in English first."""
    found = [
        quad.object
        for quad in (said.get(end.value, ()) if isinstance(end, NamedNode) else ())
        if quad.predicate == LABEL and isinstance(quad.object, Literal)
    ]
    return [text.value for text in sorted(found, key=lambda one: (one.language != "en", str(one)))]


def _set_slots(descriptions: list[list[Quad]]) -> dict[str, list[str]]:
    """Return what is said of a set; of several graphs, what is said of all of them."""
    of_each = []
    for quads in descriptions:
        slots = defaultdict[str, list[str]](list)
        for name, predicate in SET_SLOTS.items():
            for quad in quads:
                value = quad.object
                if quad.predicate.value != predicate or isinstance(value, BlankNode | Triple):
                    continue
                if isinstance(value, NamedNode) == (name in IRIS):
                    slots[name].append(value.value)
        of_each.append({name: sorted(set(texts)) for name, texts in slots.items()})
    first, *others = of_each or [{}]
    shared = {
        name: texts if name.startswith("creator") else texts[:1]
        for name, texts in first.items()
        if all(other.get(name) == texts for other in others)
    }
    if "publication_date" in shared:
        shared["publication_date"] = [shared["publication_date"][0][:10]]
    return {"license": [_NO_LICENCE]} | shared
