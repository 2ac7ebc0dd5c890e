"""Answers of named queries in the forms people and programs read.

Formats: SPARQL 1.1 Query Results JSON, XML, CSV and TSV, with the terms of SPARQL 1.2
(https://www.w3.org/TR/sparql11-results-json/, https://www.w3.org/TR/rdf-sparql-XMLres/,
https://www.w3.org/TR/sparql11-results-csv-tsv/); and *plain rows*, JSON without ceremony: numbers
and booleans as such, texts as strings, things as links.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from math import isfinite
from typing import Any
from xml.etree import ElementTree as ET

from rolegraph.rdf.namespaces import RDF, THINGS, XSD
from rolegraph.rdf.terms import BlankNode, Literal, NamedNode, Term, Triple

Rows = Sequence[Mapping[str, Term]]
Plain = str | int | float | bool | dict[str, str] | None

LABEL = "Label"
"""What the name of a column ends in that holds the label of the thing in the column before it."""

_INTEGERS = {XSD + name for name in ("integer", "int", "long", "nonNegativeInteger")}
_NUMBERS = {XSD + name for name in ("decimal", "double", "float")}
_TEXTS = {XSD + "string", RDF + "langString"}
_RESULTS = "http://www.w3.org/2005/sparql-results#"
_XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
# With the usual prefix, since some readers look at that and not at the namespace.
_ITS = {"xmlns:its": "http://www.w3.org/2005/11/its", "its:version": "2.0"}


def plain_rows(
    columns: Sequence[str], rows: Rows, address: Callable[[str], str | None]
) -> list[dict[str, Plain]]:
    """Return rows as JSON values; every column is in every row, null where nothing is bound.

    Args:
        columns: names of the columns.
        rows: bound variables of each solution.
        address: gives the address under which a thing is served, or None for other IRIs.
    """
    return [{name: _plain(row, name, address) for name in columns} for row in rows]


def _plain(row: Mapping[str, Term], name: str, address: Callable[[str], str | None]) -> Plain:
    term = row.get(name)
    if isinstance(term, NamedNode):
        link = {"id": term.value}
        label = row.get(name + LABEL)
        if isinstance(label, Literal):
            link["label"] = label.value
        if href := address(term.value):
            link["href"] = href
        return link
    return plain_term(term)


def plain_term(term: Term | None) -> Plain:
    """Return a term that is no link as a JSON value.

    What is no number of its datatype, or has none in JSON (`INF`), stays a text.
    """
    if isinstance(term, Literal):
        datatype = term.datatype.value
        with suppress(ValueError):
            if datatype in _INTEGERS:
                return int(term.value)
            if datatype in _NUMBERS and isfinite(number := float(term.value)):
                return number
        if datatype == XSD + "boolean":
            return term.value in {"true", "1"}
        return term.value
    return None if term is None else str(term)


def text_of(term: Term | None, base: str = THINGS) -> str:
    """Return a term as people read it: IRIs of things as `plural/slug`, literals by their text."""
    if term is None:
        return ""
    if isinstance(term, NamedNode):
        return term.value.removeprefix(base)
    return term.value if isinstance(term, Literal) else str(term)


def results_json(columns: Sequence[str], rows: Rows) -> bytes:
    """Return SPARQL results in JSON."""
    bindings = [{name: _json_term(row[name]) for name in columns if name in row} for row in rows]
    document = {"head": {"vars": list(columns)}, "results": {"bindings": bindings}}
    return json.dumps(document, ensure_ascii=False, indent=1).encode()


def _json_term(term: Term) -> dict[str, Any]:
    if isinstance(term, NamedNode):
        return {"type": "uri", "value": term.value}
    if isinstance(term, BlankNode):
        return {"type": "bnode", "value": term.value}
    if isinstance(term, Triple):
        return {"type": "triple", "value": {k: _json_term(t) for k, t in _parts(term).items()}}
    value = {"type": "literal", "value": term.value}
    if term.language:
        value["xml:lang"] = term.language
        if term.direction:
            value["its:dir"] = term.direction.value
    elif term.datatype.value not in _TEXTS:
        value["datatype"] = term.datatype.value
    return value


def _parts(triple: Triple) -> dict[str, Term]:
    return {"subject": triple.subject, "predicate": triple.predicate, "object": triple.object}


def results_xml(columns: Sequence[str], rows: Rows) -> bytes:
    """Return SPARQL results in XML."""
    root = ET.Element("sparql", xmlns=_RESULTS)
    head = ET.SubElement(root, "head")
    for name in columns:
        ET.SubElement(head, "variable", name=name)
    results = ET.SubElement(root, "results")
    for row in rows:
        result = ET.SubElement(results, "result")
        for name in columns:
            if name in row:
                _add_term(ET.SubElement(result, "binding", name=name), row[name])
    return bytes(ET.tostring(root, encoding="utf-8", xml_declaration=True))


def _add_term(parent: ET.Element, term: Term) -> None:
    if isinstance(term, Triple):
        element = ET.SubElement(parent, "triple")
        for name, part in _parts(term).items():
            _add_term(ET.SubElement(element, name), part)
        return
    cell = _json_term(term)
    element = ET.SubElement(parent, cell.pop("type"))
    element.text = cell.pop("value")
    for key, value in cell.items():
        element.set(_XML_LANG if key == "xml:lang" else key, value)
    if "its:dir" in cell:
        element.attrib.update(_ITS)


def results_csv(columns: Sequence[str], rows: Rows) -> bytes:
    """Return SPARQL results in CSV: the bare values."""
    output = io.StringIO()
    writer = csv.writer(output, lineterminator="\r\n")
    writer.writerow(columns)
    for row in rows:
        cells = [row.get(name) for name in columns]
        writer.writerow(
            [getattr(cell, "value", "" if cell is None else str(cell)) for cell in cells]
        )
    return output.getvalue().encode()


def results_tsv(columns: Sequence[str], rows: Rows) -> bytes:
    """Return SPARQL results in TSV: terms as in Turtle."""
    lines = ["\t".join(f"?{name}" for name in columns)]
    for row in rows:
        # A term's string is its N-Triples form, in which tabs and line ends are escaped.
        cells = [row.get(name) for name in columns]
        lines.append("\t".join("" if cell is None else _tsv(cell) for cell in cells))
    return ("\n".join(lines) + "\n").encode()


def _tsv(term: Term) -> str:
    if isinstance(term, Triple):
        return f"<<( {' '.join(map(_tsv, _parts(term).values()))} )>>"
    return str(term).replace("\t", "\\t")


WRITERS: Mapping[str, Callable[[Sequence[str], Rows], bytes]] = {
    "json": results_json,
    "xml": results_xml,
    "csv": results_csv,
    "tsv": results_tsv,
}
"""Name of a SPARQL result format, as in `rolegraph.rdf.media.RESULT_FORMATS` → its writer."""
