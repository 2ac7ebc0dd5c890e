"""Writes a mapping set: as a table, or as the graph that SSSOM tools read.

Formats: https://mapping-commons.github.io/sssom/spec-formats-tsv/ and
https://mapping-commons.github.io/sssom/spec-formats-rdf/.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from rolegraph.errors import NotFound
from rolegraph.rdf.namespaces import OWL, RDF, XSD
from rolegraph.rdf.sssom.graph import CURATION_STATUS, PREDICATES, mapping_iri
from rolegraph.rdf.sssom.mapping_set import IRIS, SET_SLOTS, MappingSet, mapping_set
from rolegraph.rdf.sssom.prefixes import curie
from rolegraph.rdf.sssom.slots import BUILT_IN_PREFIXES, SLOTS, SSSOM, SlotKind
from rolegraph.rdf.sssom.table import REQUIRED, parse_table, written
from rolegraph.rdf.terms import (
    BlankNode,
    GraphName,
    Literal,
    NamedNode,
    Quad,
    RdfFormat,
    Term,
    Triple,
    serialize,
)

_TYPE = NamedNode(RDF + "type")
_COLUMNS = (
    *("record_id", "subject_id", "subject_label", "subject_category", "subject_type"),
    *("predicate_id", "predicate_label", "predicate_modifier", "predicate_type"),
    *("object_id", "object_label", "object_category", "object_type", "mapping_justification"),
)


def as_table(found: MappingSet) -> bytes:
    """Return a set as SSSOM/TSV, in UTF-8.

    A mapping whose IRI does not follow from its cells has it in `record_id`.
    """
    rows = [(iri, _cells(found, slots)) for iri, slots in found.mappings.items()]
    rows.sort(key=lambda row: [row[1].get(name, "") for name in _COLUMNS] + [row[0]])
    plain = parse_table(_table(found, [cells for _, cells in rows]))
    named = [
        cells
        if mapping_iri(plain, row) == iri
        else {**cells, "record_id": curie(iri, found.prefixes)}
        for (iri, cells), row in zip(rows, plain.rows, strict=True)
    ]
    return _table(found, named).encode()


def _cells(found: MappingSet, slots: Mapping[str, Sequence[Term]]) -> dict[str, str]:
    cells = {}
    for name, terms in slots.items():
        slot = SLOTS.get(name)
        texts = [_cell(found, name, term) for term in terms]
        if slot and slot.many:
            texts = [text.replace("\\", "\\\\").replace("|", "\\|") for text in texts]
        cells[name] = "|".join(texts)
    return cells


def _cell(found: MappingSet, name: str, term: Term) -> str:
    slot = SLOTS.get(name)
    if isinstance(term, NamedNode):
        words = {iri: word for word, iri in slot.choices if iri} if slot else {}
        if slot and slot.kind is SlotKind.ENTITY:
            return curie(term.value, found.prefixes)
        return words.get(term.value, term.value)
    return term.value if isinstance(term, Literal) else str(term)


def _table(found: MappingSet, rows: Sequence[Mapping[str, str]]) -> str:
    import yaml

    used = {name for row in rows for name, text in row.items() if text}
    # A reader judges the cells that SSSOM asks for where they stand, so these columns are there.
    used |= {*REQUIRED}
    last = ("comment", "other", CURATION_STATUS)
    others = [*(name for name in SLOTS if name not in {*_COLUMNS, *last}), *last]
    columns = [name for name in (*_COLUMNS, *others) if name in used]
    header: dict[str, object] = {
        "curie_map": {
            prefix: namespace
            for prefix, namespace in sorted(found.prefixes.items())
            if prefix not in BUILT_IN_PREFIXES
        },
        "mapping_set_id": found.iri,
    }
    for name, texts in found.slots.items():
        header[name] = list(texts) if name.startswith("creator") else texts[0]
    if CURATION_STATUS in used:
        header["extension_definitions"] = [
            {
                "slot_name": CURATION_STATUS,
                "property": curie(PREDICATES[CURATION_STATUS], found.prefixes),
                "type_hint": curie(XSD + "string", found.prefixes),
            }
        ]
    text = yaml.safe_dump(header, sort_keys=False, allow_unicode=True, width=2**20)
    lines = [f"#{line}" for line in text.splitlines()]
    lines.append(written(columns))
    lines += [written(row.get(name, "") for name in columns) for row in rows]
    return "\n".join(lines) + "\n"


def as_graph(found: MappingSet) -> bytes:
    """Return a set as SSSOM/RDF in Turtle, with all its prefixes: tools make CURIEs by them."""
    triples = sorted(set(_triples(found)), key=str)
    written = serialize(triples, format=RdfFormat.TURTLE, prefixes=dict(found.prefixes))
    return written or b""


def _triples(found: MappingSet) -> Iterator[Triple]:
    this = NamedNode(found.iri)
    yield Triple(this, _TYPE, NamedNode(SSSOM + "MappingSet"))
    for name, texts in found.slots.items():
        predicate = SSSOM + name if name == "creator_label" else SET_SLOTS[name]
        for text in texts:
            term = NamedNode(text) if name in IRIS else _term(name, Literal(text))
            yield Triple(this, NamedNode(predicate), term)
    extension = BlankNode("curation")
    yield Triple(this, NamedNode(SSSOM + "extension_definitions"), extension)
    yield Triple(extension, _TYPE, NamedNode(SSSOM + "ExtensionDefinition"))
    yield Triple(extension, NamedNode(SSSOM + "slot_name"), Literal(CURATION_STATUS))
    own, hint = NamedNode(PREDICATES[CURATION_STATUS]), NamedNode(XSD + "string")
    yield Triple(extension, NamedNode(SSSOM + "property"), own)
    yield Triple(extension, NamedNode(SSSOM + "type_hint"), hint)
    for iri, slots in found.mappings.items():
        mapping = NamedNode(iri)
        yield Triple(this, NamedNode(SSSOM + "mappings"), mapping)
        yield Triple(mapping, _TYPE, NamedNode(OWL + "Axiom"))
        for name, terms in slots.items():
            predicate = PREDICATES.get(name, SSSOM + name)
            for one in terms:
                yield Triple(mapping, NamedNode(predicate), _term(name, one))


def _term(name: str, term: Term) -> NamedNode | Literal:
    """Return a term as SSSOM/RDF has it: numbers are doubles, and texts have no language."""
    if not isinstance(term, Literal):
        return term if isinstance(term, NamedNode) else Literal(str(term))
    slot = SLOTS.get(name)
    kind = slot.kind if slot else SlotKind.TEXT
    if kind is SlotKind.NUMBER:
        return Literal(term.value, datatype=NamedNode(XSD + "double"))
    if kind is SlotKind.DATE:
        return Literal(term.value[:10], datatype=NamedNode(XSD + "date"))
    return Literal(term.value)


def written_mappings(quads: Iterable[Quad], graph: GraphName | None, form: str) -> bytes:
    """Return the mappings of a graph, or with None of all the data, in a form of SSSOM.

    Args:
        quads: see `mapping_set`.
        graph: the graph they are in.
        form: `sssom-tsv` or `sssom-ttl`.

    Raises:
        NotFound: there are none.
    """
    found = mapping_set(quads, graph)
    if found is None:
        place = f"in the graph <{graph.value}>" if isinstance(graph, NamedNode) else "here"
        raise NotFound(f"There are no mappings {place}: nothing has a sssom:mapping_justification.")
    return as_table(found) if form == "sssom-tsv" else as_graph(found)
