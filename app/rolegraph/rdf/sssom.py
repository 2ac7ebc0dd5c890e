"""Turns an SSSOM table into RDF: one reified mapping a row, as OWL annotates axioms.

Format: Simple Standard for Sharing Ontological Mappings 1.0, https://mapping-commons.github.io/sssom/.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from rolegraph.errors import SyntaxFault
from rolegraph.rdf.namespaces import DCTERMS, ONTOLOGY, OWL, RDF, RDFS, SKOS, XSD
from rolegraph.rdf.sssom_table import REQUIRED, Row, Table, TableFault, near, parse_table
from rolegraph.rdf.terms import Literal, NamedNode, Quad

SSSOM = "https://w3id.org/sssom/"
_TYPE = NamedNode(RDF + "type")
_CURIE = re.compile(r"([^:\s]*):(\S*)")
_IRIS = ("subject_id", "predicate_id", "object_id", "mapping_justification")

PREDICATES: dict[str, str] = {
    "subject_id": OWL + "annotatedSource",
    "predicate_id": OWL + "annotatedProperty",
    "object_id": OWL + "annotatedTarget",
    "predicate_modifier": SSSOM + "predicate_modifier",
    "mapping_justification": SSSOM + "mapping_justification",
    "confidence": SSSOM + "confidence",
    "object_source_version": SSSOM + "object_source_version",
    "comment": RDFS + "comment",
    "curation_status": ONTOLOGY + "curationStatus",
}
"""Column → predicate of the triple that carries it."""


def expand(table: Table, curie: str) -> str | None:
    """Return the IRI of a CURIE by the prefixes of the table, or None where it has none."""
    match = _CURIE.fullmatch(curie)
    if not match:
        return None
    if match[2].startswith("//"):
        return curie
    namespace = table.prefixes.get(match[1])
    return namespace + match[2] if namespace is not None and match[2] else None


def mapping_iri(table: Table, row: Row) -> str:
    """Return the IRI of a mapping.

    It is made of the last parts of role, predicate and target, and lies beside the roles:
    `{base}roles/x`, `skos:closeMatch` and `{base}external-roles/y` give
    `{base}mappings/x-closeMatch-y`; a negative mapping has `-not` behind the predicate.
    """
    subject, predicate, target = (expand(table, row.get(name)) or "" for name in _IRIS[:3])
    base = re.sub(r"[^/]+/[^/]+$", "", subject)
    role, relation, entry = (re.split(r"[/#]", iri)[-1] for iri in (subject, predicate, target))
    negative = "-not" if row.get("predicate_modifier") else ""
    return f"{base}mappings/{role}-{relation}{negative}-{entry}"


def table_faults(table: Table) -> list[TableFault]:
    """Return everything that is wrong with a table, by line and column."""
    faults = list(table.faults)
    if not table.metadata:  # without prefixes nothing more can be said
        return faults
    seen: dict[tuple[str, ...], int] = {}
    for row in table.rows:
        faults += _row_faults(table, row)
        key = tuple(
            row.get(n) for n in ("subject_id", "predicate_id", "object_id", "predicate_modifier")
        )
        if all(key[:3]) and key in seen:
            problem = f"The row repeats the mapping of line {seen[key]}; remove one of them."
            faults.append(TableFault("sssom-duplicate", problem, row.line, 1))
        seen.setdefault(key, row.line)
    return sorted(faults, key=lambda fault: (fault.line, fault.column))


def _row_faults(table: Table, row: Row) -> Iterator[TableFault]:
    def fault(
        name: str, message: str, rule: str = "sssom-value", mend: str | None = None
    ) -> TableFault:
        return TableFault(rule, message, row.line, row.place(name), len(row.get(name)), mend)

    for name, (text, _) in row.cells.items():
        if text != text.strip():
            message = f"Blanks surround the {name} {text.strip()!r}; remove them."
            yield fault(name, message, mend=text.strip())
            return
    for name in REQUIRED:
        text = row.get(name)
        if not text and name in row.cells:
            yield fault(name, f"The row lacks its {name}.", "sssom-missing")
        elif text and expand(table, text) is None:
            prefix = text.partition(":")[0] if ":" in text else None
            reason = (
                f"the prefix {prefix!r} is not in the curie_map{near(prefix, list(table.prefixes))}"
                if prefix is not None and prefix not in table.prefixes
                else "it is not of the form prefix:name"
            )
            yield fault(name, f"{text!r} is no CURIE of this table: {reason}")
    modifier = row.get("predicate_modifier")
    if modifier not in {"", "Not"}:
        mend = "Not" if modifier.lower() == "not" else None
        yield fault(
            "predicate_modifier",
            f"The predicate_modifier is {modifier!r}; only 'Not' or nothing is allowed.",
            mend=mend,
        )
    confidence = row.get("confidence")
    if confidence and not (
        re.fullmatch(r"\d+(\.\d+)?|\.\d+", confidence) and float(confidence) <= 1
    ):
        yield fault("confidence", f"The confidence {confidence!r} is no number from 0 to 1.")


def read_sssom(file: Path | str, graph: NamedNode, *, source: str | None = None) -> Iterator[Quad]:
    """Yield the quads of a table.

    Args:
        file: the path of the table, or its text.
        graph: the graph that the quads go to; it is described as a `void:Dataset`.
        source: what to call the table in an error.

    Raises:
        SyntaxFault: the table departs from the format; has line and column.
        OSError: the file cannot be read.
    """
    text = file.read_text(encoding="utf-8") if isinstance(file, Path) else file
    table = parse_table(text)
    faults = table_faults(table)
    if faults:
        first = faults[0]
        name = source or (str(file) if isinstance(file, Path) else None)
        raise SyntaxFault(first.message, source=name, line=first.line, column=first.column)
    yield from table_quads(table, graph)


def table_quads(table: Table, graph: NamedNode) -> Iterator[Quad]:
    """Yield the quads of a table without faults."""
    yield from _header_quads(table, graph)
    for row in table.rows:
        yield from _row_quads(table, row, graph)


def _header_quads(table: Table, graph: NamedNode) -> Iterator[Quad]:
    yield Quad(graph, _TYPE, NamedNode("http://rdfs.org/ns/void#Dataset"), graph)
    title = table.metadata.get("mapping_set_title")
    if title:
        yield Quad(graph, NamedNode(DCTERMS + "title"), Literal(str(title), language="en"), graph)
    licence = str(table.metadata.get("license", ""))
    if ":" in licence:
        yield Quad(graph, NamedNode(DCTERMS + "license"), NamedNode(licence), graph)
    for creator in table.metadata.get("creator_label") or ():
        yield Quad(
            graph, NamedNode(DCTERMS + "creator"), Literal(str(creator), language="en"), graph
        )


def _row_quads(table: Table, row: Row, graph: NamedNode) -> Iterator[Quad]:
    mapping = NamedNode(mapping_iri(table, row))
    yield Quad(mapping, _TYPE, NamedNode(ONTOLOGY + "RoleMapping"), graph)
    label = Literal(_label(row), language="en")
    yield Quad(mapping, NamedNode(SKOS + "prefLabel"), label, graph)
    for name, predicate in PREDICATES.items():
        text = row.get(name)
        if text:
            yield Quad(mapping, NamedNode(predicate), _value(table, name, text), graph)
    if not row.get("curation_status"):
        status = NamedNode(PREDICATES["curation_status"])
        yield Quad(mapping, status, Literal("unreviewed"), graph)


def _value(table: Table, name: str, text: str) -> NamedNode | Literal:
    if name in _IRIS:
        return NamedNode(expand(table, text) or text)
    if name == "confidence":
        return Literal(text, datatype=NamedNode(XSD + "decimal"))
    return Literal(text, language="en") if name == "comment" else Literal(text)


def _label(row: Row) -> str:
    """Return a mapping in words, such as `X is not an exact match of Y (DCWF)`."""
    relation = re.sub(r"([a-z])([A-Z])", r"\1 \2", row.get("predicate_id").partition(":")[2])
    relation = relation.lower().replace("match", "match of")
    article = "an" if relation[:1] in "aeiou" else "a"
    negative = "not " if row.get("predicate_modifier") else ""
    subject = row.get("subject_label") or row.get("subject_id")
    identifier, label = row.get("object_id"), row.get("object_label")
    target = f"{label} ({identifier.partition(':')[0]})" if label else identifier
    return f"{subject} is {negative}{article} {relation} {target}"
