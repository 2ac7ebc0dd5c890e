"""The report as RDF: a `sh:ValidationReport`.

Vocabulary: https://www.w3.org/TR/shacl/#validation-report. Findings of other checks than SHACL are
results whose constraint component is their rule.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import quote

from rolegraph.rdf.namespaces import DCTERMS, PREFIXES, RDF, RDFS, SH, XSD
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
from rolegraph.shacl.report import BESIDE, NOT_RUN, Report
from rolegraph.shacl.results import read_term, sh_iri

_PATH_TOKEN = re.compile(r"<[^>]*>|_:[\w.-]+|[\^()*+?|/]")
_MODIFIERS = {"*": "zeroOrMorePath", "+": "oneOrMorePath", "?": "zeroOrOnePath"}


def render(report: Report) -> str:
    """Return a report as Turtle."""
    return as_rdf(report, RdfFormat.TURTLE).decode()


def failed(message: str) -> str:
    """Return a comment: where a check could not run, a SHACL report would speak of the data."""
    return "".join(f"# {line}\n" for line in [f"{NOT_RUN}.", *message.splitlines()])


def as_rdf(report: Report, rdf_format: RdfFormat) -> bytes:
    """Return a report in an RDF format."""
    triples = list(report_triples(report))
    text = serialize(triples, format=RdfFormat.N_TRIPLES) or b""
    known = {prefix: namespace for namespace, prefix in report.prefixes.items() if prefix}
    known |= {name: PREFIXES[name] for name in ("sh", "xsd", "dcterms")}
    used = {prefix: iri for prefix, iri in known.items() if f"<{iri}".encode() in text}
    return serialize(triples, format=rdf_format, prefixes=used) or b""


def report_triples(report: Report) -> Iterator[Triple]:
    """Yield the triples of a report; it conforms if nothing at all was found, as SHACL says."""
    writer = _Writer(report)
    conforms = "true" if report.conforms else "false"
    root = writer.fresh("report")
    yield Triple(root, _rdf("type"), _sh("ValidationReport"))
    yield Triple(root, _sh("conforms"), Literal(conforms, datatype=NamedNode(XSD + "boolean")))
    for finding in report.findings:
        if finding.check in BESIDE:  # no result about the data
            yield Triple(root, NamedNode(RDFS + "comment"), Literal(_told(finding), language="en"))
            continue
        node = writer.fresh("result")
        yield Triple(root, _sh("result"), node)
        yield from writer.result(node, finding)


def _told(finding: Finding) -> str:
    place = f"{finding.file}:{finding.line}:{finding.column}: " if finding.line else ""
    return place + " ".join(filter(None, (finding.message, finding.hint)))


class _Writer:
    """Writes results; its own blank nodes have labels that no node of the data has."""

    def __init__(self, report: Report) -> None:
        used = (f for finding in report.findings for f in (finding, *finding.details))
        self._taken = {term for f in used for term in (f.focus, f.value, f.shape, f.constraint)}
        self._made = 0

    def fresh(self, word: str) -> BlankNode:
        """Return a new blank node."""
        while True:
            self._made += 1
            label = word if word == "report" and self._made == 1 else f"{word}{self._made}"
            if f"_:{label}" not in self._taken:
                return BlankNode(label)

    def result(self, node: BlankNode, finding: Finding) -> Iterator[Triple]:
        """Yield the triples of a result and of its details."""
        yield Triple(node, _rdf("type"), _sh("ValidationResult"))
        yield Triple(node, _sh("resultSeverity"), NamedNode(sh_iri(finding.severity)))
        for message in finding.messages or (str(Literal(finding.message, language="en")),):
            yield Triple(node, _sh("resultMessage"), read_term(message))
        focus = finding.focus or f"file:{quote(finding.file or 'catalogue')}"
        yield Triple(node, _sh("focusNode"), read_term(focus))
        if finding.path:
            path, triples = path_triples(finding.path, f"{node.value}path")
            yield Triple(node, _sh("resultPath"), path)
            yield from triples
        if finding.value is not None:
            yield Triple(node, _sh("value"), read_term(finding.value))
        if finding.component:
            component = NamedNode(sh_iri(finding.component))
            yield Triple(node, _sh("sourceShape"), read_term(finding.shape or finding.rule_iri))
        else:
            component = NamedNode(finding.rule_iri)
        yield Triple(node, _sh("sourceConstraintComponent"), component)
        if finding.constraint:
            yield Triple(node, _sh("sourceConstraint"), read_term(finding.constraint))
        for detail in finding.details:
            inner = self.fresh("detail")
            yield Triple(node, _sh("detail"), inner)
            yield from self.result(inner, detail)
        if finding.file and finding.line:
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
