"""Turns an SSSOM table into RDF: one reified mapping a row, as OWL annotates axioms.

Format: Simple Standard for Sharing Ontological Mappings 1.1,
https://mapping-commons.github.io/sssom/spec-formats-rdf/. Different here: a mapping without a
`record_id` gets an IRI made from its cells, not a blank node, so that it has an address. Labels of
subject, predicate and object go into the label of the mapping; the resources have their own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from pathlib import Path

from rolegraph.errors import SyntaxFault
from rolegraph.rdf.namespaces import DCTERMS, ONTOLOGY, OWL, RDF, SKOS, XSD
from rolegraph.rdf.sssom.slots import LITERAL, SLOTS, SSSOM, SlotKind
from rolegraph.rdf.sssom.table import (
    REQUIRED,
    WARNINGS,
    SssomRow,
    SssomTable,
    TableFault,
    near,
    parse_table,
)
from rolegraph.rdf.terms import Literal, NamedNode, Quad

_TYPE = NamedNode(RDF + "type")
_CURIE = re.compile(r"([^:\s]*):(\S*)")
_DATE = re.compile(r"\d{4}-\d\d-\d\d")
_UNDEFINED = "http://sssom.invalid/"
"""Begins the property of an extension whose definition gives none (SSSOM 1.1)."""
_USUAL = "ManualMappingCuration"
_LABELS = frozenset({"subject_label", "predicate_label", "object_label"})

CURATION_STATUS = "curation_status"
"""The one column that is an extension of this service, and of every table that it writes."""

PREDICATES: dict[str, str] = {
    name: slot.predicate
    for name, slot in SLOTS.items()
    if name not in _LABELS and name != "record_id"
} | {CURATION_STATUS: ONTOLOGY + "curationStatus"}
"""Column → predicate of the triple that carries it."""


def predicates(table: SssomTable) -> dict[str, str]:
    """Return `PREDICATES`, and those of the extensions that a table defines."""
    own = {
        name: expand(table, prop) or _UNDEFINED + name for name, prop in table.extensions.items()
    }
    return own | PREDICATES


def expand(table: SssomTable, curie: str) -> str | None:
    """Return the IRI of a CURIE by the prefixes of the table, or None where it has none."""
    match = _CURIE.fullmatch(curie)
    if not match:
        return None
    if match[2].startswith("//"):
        return curie
    namespace = table.prefixes.get(match[1])
    return namespace + match[2] if namespace is not None and match[2] else None


def mapping_iri(table: SssomTable, row: SssomRow) -> str:
    """Return the IRI of a mapping: its `record_id`, else one made of its cells.

    It is made of the last parts of role, predicate and target, and lies beside the roles:
    `{base}roles/x`, `skos:closeMatch` and `{base}external-roles/y` give
    `{base}mappings/x-closeMatch-y`. A negative mapping has `-not` behind the predicate. Another
    justification than manual curation, and the number of a row that repeats another, come last.
    """
    record = expand(table, row.get("record_id")) if row.get("record_id") else None
    if record:
        return record
    subject, target = (_end(table, row, side) for side in ("subject", "object"))
    base = re.sub(r"[^/]+/[^/]+$", "", subject) if ":" in subject else _set_base(table)
    predicate, justification = (
        expand(table, row.get(name)) or "" for name in ("predicate_id", "mapping_justification")
    )
    role, relation, entry, why = (
        re.split(r"[/#]", iri)[-1] for iri in (subject, predicate, target, justification)
    )
    negative = "-not" if row.get("predicate_modifier") else ""
    reason = f"-{why}" if why != _USUAL else ""
    number = f"-{row.repeat + 1}" if row.repeat else ""
    return f"{base}mappings/{role}-{relation}{negative}-{entry}{reason}{number}"


def _end(table: SssomTable, row: SssomRow, side: str) -> str:
    """Return the IRI of the subject or object; of a text, a slug."""
    iri = expand(table, row.get(f"{side}_id"))
    if iri or not row.is_literal(side):
        return iri or ""
    return re.sub(r"[^\w.-]+", "-", row.get(f"{side}_label").lower()).strip("-")


def _set_base(table: SssomTable) -> str:
    """Return where mappings lie whose subject has no IRI: beside the mapping set."""
    return re.sub(r"[^/]+/?$", "", str(table.metadata.get("mapping_set_id", "")))


def table_faults(table: SssomTable) -> list[TableFault]:
    """Return everything that is wrong with a table, by line and column."""
    faults = list(table.faults)
    if not table.metadata:  # without prefixes nothing more can be said
        return faults
    seen: dict[tuple[str, ...], int] = {}
    for row in table.rows:
        faults += _row_faults(table, row)
        key = tuple(cell.text for cell in row.cells.values())
        if key in seen:
            problem = f"The row repeats the mapping of line {seen[key]}; remove one of them."
            faults.append(TableFault("sssom-duplicate", problem, row.line, 1))
        seen.setdefault(key, row.line)
    return sorted(faults, key=lambda fault: (fault.line, fault.column))


def stopping(faults: list[TableFault]) -> list[TableFault]:
    """Return the faults that stop a table from being read."""
    return [fault for fault in faults if fault.rule not in WARNINGS]


def _row_faults(table: SssomTable, row: SssomRow) -> Iterator[TableFault]:
    def fault(
        name: str, message: str, rule: str = "sssom-value", mend: str | None = None
    ) -> TableFault:
        return TableFault(rule, message, *row.place(name), row.length(name), mend)

    for name, cell in row.cells.items():
        if cell.text != cell.text.strip() and cell.written == cell.text:
            message = f"Blanks surround the {name} {cell.text.strip()!r}; remove them."
            yield fault(name, message, mend=cell.text.strip())
            return
    for name in REQUIRED:
        side = name.removesuffix("_id")
        if not row.get(name) and (name in row.cells or row.is_literal(side)):
            if not row.is_literal(side):
                yield fault(name, f"The row lacks its {name}.", "sssom-missing")
            elif not row.get(f"{side}_label"):
                message = f"The {side} is a text ({LITERAL}); the row lacks it in {side}_label."
                yield fault(f"{side}_label", message, "sssom-missing")
    for name in row.cells:
        problem = _problem(table, row, name)
        if problem:
            yield fault(name, *problem)


def _problem(table: SssomTable, row: SssomRow, name: str) -> tuple[str, str, str | None] | None:
    """Return what is wrong with a cell: message, rule and what would fix it."""
    slot = SLOTS.get(name)
    if slot is None:
        return None
    for text in row.values(name):
        message, mend = "", None
        if slot.kind is SlotKind.ENTITY and expand(table, text) is None:
            message = _no_curie(table, text)
        elif slot.kind is SlotKind.CHOICE and text not in dict(slot.choices):
            choices = [word for word, _ in slot.choices]
            mend = next((word for word in choices if word.lower() == text.lower()), None)
            listed = ", ".join(map(repr, choices))
            message = f"The {name} is {text!r}; only {listed} or nothing is allowed."
        elif slot.kind is SlotKind.NUMBER and not _within(text, slot.least, slot.most):
            message = f"The {name} {text!r} is no number from {slot.least:g} to {slot.most:g}."
        elif slot.kind is SlotKind.DATE and not _is_date(text):
            message = f"The {name} {text!r} is no date; write it as 2026-11-28."
        elif slot.kind is SlotKind.URI and not re.fullmatch(r"[A-Za-z][\w+.-]*:\S+", text):
            message = f"The {name} {text!r} is no absolute URI."
        if message:
            return message, "sssom-value", mend
    return None


def _no_curie(table: SssomTable, text: str) -> str:
    prefix = text.partition(":")[0] if ":" in text else None
    reason = (
        f"the prefix {prefix!r} is not in the curie_map{near(prefix, table.prefixes)}"
        if prefix is not None and prefix not in table.prefixes
        else "it is not of the form prefix:name"
    )
    return f"{text!r} is no CURIE of this table: {reason}"


def _within(text: str, least: float, most: float) -> bool:
    """Tell whether a text is a number between bounds, in any spelling of a float."""
    try:
        return least <= Decimal(text) <= most
    except InvalidOperation:
        return False


def _is_date(text: str) -> bool:
    from datetime import date

    if not _DATE.fullmatch(text):
        return False
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


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
    faults = stopping(table_faults(table))
    if faults:
        first = faults[0]
        name = source or (str(file) if isinstance(file, Path) else None)
        raise SyntaxFault(first.message, source=name, line=first.line, column=first.column)
    yield from table_quads(table, graph)


def table_quads(table: SssomTable, graph: NamedNode) -> Iterator[Quad]:
    """Yield the quads of a table without faults."""
    yield from _header_quads(table, graph)
    for row in table.rows:
        yield from _row_quads(table, row, graph)


def _header_quads(table: SssomTable, graph: NamedNode) -> Iterator[Quad]:
    yield Quad(graph, _TYPE, NamedNode("http://rdfs.org/ns/void#Dataset"), graph)
    title = table.metadata.get("mapping_set_title")
    if title:
        yield Quad(graph, NamedNode(DCTERMS + "title"), Literal(str(title), language="en"), graph)
    licence = str(table.metadata.get("license", ""))
    if ":" in licence:
        yield Quad(graph, NamedNode(DCTERMS + "license"), NamedNode(licence), graph)
    for name, predicate in (
        ("mapping_set_description", DCTERMS + "description"),
        ("mapping_set_version", OWL + "versionInfo"),
    ):
        if table.metadata.get(name):
            text = Literal(str(table.metadata[name]))
            yield Quad(graph, NamedNode(predicate), text, graph)
    day = str(table.metadata.get("publication_date", ""))
    if _is_date(day):  # OWL 2 has no xsd:date
        moment = Literal(f"{day}T00:00:00Z", datatype=NamedNode(XSD + "dateTime"))
        yield Quad(graph, NamedNode(DCTERMS + "issued"), moment, graph)
    for creator in table.metadata.get("creator_label") or ():
        yield Quad(
            graph, NamedNode(DCTERMS + "creator"), Literal(str(creator), language="en"), graph
        )


def _row_quads(table: SssomTable, row: SssomRow, graph: NamedNode) -> Iterator[Quad]:
    mapping = NamedNode(mapping_iri(table, row))
    yield Quad(mapping, _TYPE, NamedNode(ONTOLOGY + "RoleMapping"), graph)
    label = Literal(_label(row), language="en")
    yield Quad(mapping, NamedNode(SKOS + "prefLabel"), label, graph)
    for name, predicate in predicates(table).items():
        for text in row.values(name):
            yield Quad(mapping, NamedNode(predicate), _value(table, name, text), graph)
    for side in ("subject", "object"):
        if row.is_literal(side) and not row.get(f"{side}_id"):
            named = NamedNode(f"{SSSOM}{side}_label")
            yield Quad(mapping, named, Literal(row.get(f"{side}_label")), graph)
    if not row.get(CURATION_STATUS):
        status = NamedNode(PREDICATES[CURATION_STATUS])
        yield Quad(mapping, status, Literal("unreviewed"), graph)


def _value(table: SssomTable, name: str, text: str) -> NamedNode | Literal:
    slot = SLOTS.get(name)
    kind = slot.kind if slot else SlotKind.TEXT
    choice = dict(slot.choices).get(text) if slot else None
    if kind is SlotKind.ENTITY or choice:
        return NamedNode(choice or expand(table, text) or text)
    if kind is SlotKind.URI:
        return NamedNode(text)
    if name == "confidence":  # a decimal since before SSSOM 1.1; the shape asks for it
        return Literal(f"{Decimal(text):f}", datatype=NamedNode(XSD + "decimal"))
    if kind is SlotKind.NUMBER:
        return Literal(text, datatype=NamedNode(XSD + "double"))
    if kind is SlotKind.DATE:
        return Literal(text, datatype=NamedNode(XSD + "date"))
    return Literal(text, language="en") if name == "comment" else Literal(text)


def _label(row: SssomRow) -> str:
    """Return a mapping in words, such as `X is not an exact match of Y (DCWF)`."""
    relation = re.sub(r"([a-z])([A-Z])", r"\1 \2", row.get("predicate_id").partition(":")[2])
    relation = relation.lower().replace("match", "match of")
    article = "an" if relation[:1] in "aeiou" else "a"
    negative = "not " if row.get("predicate_modifier") else ""
    subject = row.get("subject_label") or row.get("subject_id")
    identifier, label = row.get("object_id"), row.get("object_label")
    target = f"{label} ({identifier.partition(':')[0]})" if label and identifier else identifier
    target = target or label
    return f"{subject} is {negative}{article} {relation} {target}"


_LABEL_FORM = re.compile(r"(.+) is (?:not )?an? (?:\w+ )*match of (.+?)(?: \(([^()]*)\))?")


def label_parts(label: str) -> tuple[str, str, str | None] | None:
    """Return subject, object and prefix that the label of a mapping names, as `_label` makes it."""
    match = _LABEL_FORM.fullmatch(label)
    return (match[1], match[2], match[3]) if match else None
