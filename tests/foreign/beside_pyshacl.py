"""Judges a case by `rolegraph check` and by pySHACL alone, and compares what they found."""

from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import pyshacl
import rdflib
from foreign_repositories import Case
from rdflib import Graph
from rdflib.namespace import SH
from rdflib.term import Node

import rolegraph
from rolegraph.checking.files.selecting import read_sources
from rolegraph.checking.files.sources import DATA, ONTOLOGY, SHAPES, FileSelection, by_part
from rolegraph.rdf.terms import Quad, RdfFormat, serialize
from rolegraph.resources import root
from rolegraph.shacl.results import sh_name

Row = tuple[str, ...]
"""Focus node, path, value, component and severity; blank nodes have no names."""

CLASSES = Path(__file__).with_name("classes.ttl")
"""Says what pySHACL takes for granted: every owl:Class is an rdfs:Class."""
EMPTY = Path(__file__).with_name("empty-context.jsonld")
CONTEXTS = tuple(
    (f"https://w3id.org/ro/{name}", EMPTY)
    for name in (
        *("terms/workflow-run", "terms/workflow-run/context", "terms/test"),
        "crate/1.2-DRAFT/context",
    )
)
"""Contexts of some data that come from nowhere; both sides then see the data without their terms."""


def ours(case: Case) -> tuple[Counter[Row], list[str]]:
    """Return what `rolegraph check` finds, and what it says of the shapes."""
    report = rolegraph.check(
        case.data,
        shapes=[*case.shapes, CLASSES],
        ontology=case.ontology,
        contexts=dict(CONTEXTS),
        profile="shacl",
    )
    found = [finding for finding in report.findings if finding.check == "shacl"]
    reported = [finding.message for finding in report.findings if finding.check != "shacl"]
    rows = (
        (
            _plain(finding.focus),
            "a path" if _compound(finding.path) else finding.path or "",
            _plain(finding.value),
            finding.component or "",
            finding.severity,
        )
        for finding in found
    )
    return Counter(rows), [*reported, *report.notes]


def reference(case: Case) -> Counter[Row]:
    """Return what pySHACL finds in the same triples."""
    selection = FileSelection(case.data, case.ontology, case.shapes, CONTEXTS)
    sources = read_sources(selection, root())
    data = _graph(quad for source in by_part(sources, DATA, ONTOLOGY) for quad in source.quads)
    shapes = _graph(quad for source in by_part(sources, SHAPES) for quad in source.quads)
    shapes.remove((None, SH.rule, None))  # rules change the data; see docs/checking-peers.md
    _, report, text = pyshacl.validate(data, shacl_graph=shapes, advanced=True)
    if not isinstance(report, Graph):
        raise TypeError(text)
    results = report.objects(None, SH.result)
    return Counter(_row(report, result) for result in results)


def _row(report: Graph, result: Node) -> Row:
    path = report.value(result, SH.resultPath)
    return (
        _term(report.value(result, SH.focusNode)),
        "a path" if isinstance(path, rdflib.BNode) else str(path or ""),
        _term(report.value(result, SH.value)),
        sh_name(str(report.value(result, SH.sourceConstraintComponent))),
        sh_name(str(report.value(result, SH.resultSeverity))),
    )


def _graph(quads: Iterable[Quad]) -> Graph:
    text = serialize((quad.triple for quad in quads), format=RdfFormat.N_TRIPLES) or b""
    kept, rdflib.NORMALIZE_LITERALS = rdflib.NORMALIZE_LITERALS, False
    try:
        return Graph().parse(data=text, format="nt")
    finally:
        rdflib.NORMALIZE_LITERALS = kept


def _term(node: Node | None) -> str:
    if node is None:
        return ""
    return _plain(str(node) if isinstance(node, rdflib.URIRef) else node.n3())


def _plain(term: str | None) -> str:
    """Return a term without the name of a blank node, and literals as their text."""
    if term is None or term.startswith("_:"):
        return "_:" if term else ""
    if term.startswith('"'):
        return (
            next(iter(Graph().parse(data=f"<a:> <a:> {term} .", format="turtle")))[2]
            .toPython()
            .__str__()
        )
    return term


def _compound(path: str | None) -> bool:
    return bool(path) and str(path).startswith(("(", "^", "<"))
