"""The report as RDF: a `sh:ValidationReport`.

Vocabulary: https://www.w3.org/TR/shacl/#validation-report. Findings of other checks than SHACL are
results whose constraint component is their rule.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import quote

from rolegraph.rdf.namespaces import DCTERMS, PREFIXES, RDF, SH, XSD
from rolegraph.rdf.terms import (
    BlankNode,
    Literal,
    NamedNode,
    RdfFormat,
    Term,
    Triple,
    serialize,
)
from rolegraph.shacl.findings import Finding
from rolegraph.shacl.report import Report
from rolegraph.shacl.results import read_term

_REPORT = BlankNode("report")
_PATH_TOKEN = re.compile(r"<[^>]*>|_:[\w.-]+|[\^()*+?|/]")
_MODIFIERS = {"*": "zeroOrMorePath", "+": "oneOrMorePath", "?": "zeroOrOnePath"}


def render(report: Report) -> str:
    """Return a report as Turtle."""
    return as_rdf(report, RdfFormat.TURTLE).decode()


def as_rdf(report: Report, rdf_format: RdfFormat) -> bytes:
    """Return a report in an RDF format."""
    prefixes = {name: PREFIXES[name] for name in ("sh", "xsd", "dcterms", "rg", "rgsh")}
    return serialize(report_triples(report), format=rdf_format, prefixes=prefixes) or b""


def report_triples(report: Report) -> Iterator[Triple]:
    """Yield the triples of a report; it conforms if it has no finding at all, as SHACL says."""
    conforms = "false" if report.findings else "true"
    yield Triple(_REPORT, _rdf("type"), _sh("ValidationReport"))
    yield Triple(_REPORT, _sh("conforms"), Literal(conforms, datatype=NamedNode(XSD + "boolean")))
    for number, finding in enumerate(report.findings, 1):
        node = BlankNode(f"result{number}")
        yield Triple(_REPORT, _sh("result"), node)
        yield from _result_triples(node, finding)


def _result_triples(node: BlankNode, finding: Finding) -> Iterator[Triple]:
    yield Triple(node, _rdf("type"), _sh("ValidationResult"))
    yield Triple(node, _sh("resultSeverity"), _sh(finding.severity))
    yield Triple(node, _sh("resultMessage"), Literal(finding.message, language="en"))
    focus = finding.focus or f"file:{quote(finding.file or 'catalogue')}"
    yield Triple(node, _sh("focusNode"), read_term(focus))
    if finding.path:
        path, triples = path_triples(finding.path, f"{node.value}path")
        yield Triple(node, _sh("resultPath"), path)
        yield from triples
    if finding.value is not None:
        yield Triple(node, _sh("value"), read_term(finding.value))
    if finding.component:
        component = _sh(finding.component)
        yield Triple(node, _sh("sourceShape"), NamedNode(finding.rule_iri))
    else:
        component = NamedNode(finding.rule_iri)
    yield Triple(node, _sh("sourceConstraintComponent"), component)
    if finding.file:
        place = Literal(f"{finding.file}:{finding.line}:{finding.column}")
        yield Triple(node, NamedNode(DCTERMS + "source"), place)


def path_triples(path: str, label: str) -> tuple[Term, list[Triple]]:
    """Return the node of a property path (an IRI, or a SPARQL property path) and its triples."""
    if not re.search(r"[<^(_]", path) or "<" not in path:
        return NamedNode(path), []
    parser = _PathParser(_PATH_TOKEN.findall(path), label)
    return parser.alternatives(), parser.triples


class _PathParser:
    """Reads a SPARQL property path, https://www.w3.org/TR/sparql11-query/#rPath."""

    def __init__(self, tokens: list[str], label: str) -> None:
        self._tokens = tokens
        self._label = label
        self.triples: list[Triple] = []
        self._made = 0

    def alternatives(self) -> Term:
        options = [self._sequence()]
        while self._tokens[:1] == ["|"]:
            self._tokens.pop(0)
            options.append(self._sequence())
        if len(options) == 1:
            return options[0]
        return self._wrap("alternativePath", self._list(options))

    def _sequence(self) -> Term:
        steps = [self._step()]
        while self._tokens[:1] == ["/"]:
            self._tokens.pop(0)
            steps.append(self._step())
        return steps[0] if len(steps) == 1 else self._list(steps)

    def _step(self) -> Term:
        written = self._tokens.pop(0)
        if written == "^":
            return self._wrap("inversePath", self._step())
        if written == "(":
            node = self.alternatives()
            self._tokens.pop(0)
        else:
            node = read_term(written)
        while self._tokens[:1] and self._tokens[0] in _MODIFIERS:
            node = self._wrap(_MODIFIERS[self._tokens.pop(0)], node)
        return node

    def _fresh(self) -> BlankNode:
        self._made += 1
        return BlankNode(f"{self._label}{self._made}")

    def _wrap(self, name: str, inner: Term) -> BlankNode:
        node = self._fresh()
        self.triples.append(Triple(node, _sh(name), inner))
        return node

    def _list(self, items: list[Term]) -> Term:
        rest: Term = _rdf("nil")
        for item in reversed(items):
            node = self._fresh()
            self.triples.append(Triple(node, _rdf("first"), item))
            self.triples.append(Triple(node, _rdf("rest"), rest))
            rest = node
        return rest


def _sh(name: str) -> NamedNode:
    return NamedNode(SH + name)


def _rdf(name: str) -> NamedNode:
    return NamedNode(RDF + name)
