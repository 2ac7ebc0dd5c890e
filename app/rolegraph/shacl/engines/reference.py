"""The reference engine: pySHACL on an rdflib graph, never on a `pyoxigraph.Store`."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from rolegraph.errors import ConfigurationError
from rolegraph.rdf.namespaces import RDF, SH
from rolegraph.rdf.one_import import ONE_IMPORT
from rolegraph.rdf.terms import BlankNode, Literal, NamedNode, Quad, Term
from rolegraph.shacl.results import ValidationResult, sh_name
from rolegraph.shacl.shapes import Shapes

if TYPE_CHECKING:
    import rdflib


class ReferenceEngine:
    """Shapes as an rdflib graph, for pySHACL."""

    def __init__(self, shapes: Shapes) -> None:
        with ONE_IMPORT:
            import rdflib

        self._graph = rdflib.Graph(bind_namespaces="none")
        with _quiet():
            self._graph.parse(data=shapes.ntriples, format="nt")
        # pySHACL does not take every class for a shape that is one by its properties.
        for name in shapes.implicit_targets:
            kind = rdflib.URIRef(SH + "NodeShape")
            self._graph.add((rdflib.URIRef(name), rdflib.RDF.type, kind))
        # pySHACL takes every owl:Class for an rdfs:Class.
        for name in shapes.unaimed_classes:
            self._graph.remove((rdflib.URIRef(name), rdflib.RDF.type, rdflib.OWL.Class))
        # Rules make new triples. Validation runs them only where the shapes ask for that
        # (https://www.w3.org/TR/shacl-af/#rules-entailment).
        if not shapes.runs_rules:
            self._graph.remove((None, rdflib.URIRef(SH + "rule"), None))

    def validate(self, data: Iterable[Quad]) -> list[ValidationResult]:
        """Return the results for the union of the quads' graphs."""
        with ONE_IMPORT:
            import pyshacl
            import rdflib

        graph = _parsing_once()
        try:
            with _quiet():
                _add(graph, data)
                # The graph is made for this alone, so that no copy of it is needed.
                _, report, _ = pyshacl.validate(
                    graph, shacl_graph=self._graph, advanced=True, inplace=True
                )
        except Exception as error:  # pySHACL and rdflib pass on whatever their parts raise
            raise ConfigurationError(_reason(error) + _where(error)) from error
        if not isinstance(report, rdflib.Graph):  # pySHACL returns a failure in its place
            raise ConfigurationError(_reason(report))
        found = report.objects(None, rdflib.URIRef(SH + "result"))
        inner = set(report.objects(None, rdflib.URIRef(SH + "detail")))
        return [_result(report, node) for node in found if node not in inner]


def _parsing_once() -> rdflib.Graph:
    """Return an empty graph that parses no query twice.

    pySHACL asks the same text again for each focus node, and rdflib parsed it each time: more than
    half of the time of a validation.
    """
    import rdflib

    class ParsingOnce(rdflib.Graph):
        def query(self, query_object: Any, *given: Any, **named: Any) -> Any:
            if isinstance(query_object, str):
                query_object = _parsed(query_object, tuple(self.namespaces()))
            return super().query(query_object, *given, **named)

    return ParsingOnce(bind_namespaces="none")


@lru_cache(maxsize=256)
def _parsed(query: str, spaces: tuple[tuple[str, Any], ...]) -> Any:
    from rdflib.plugins.sparql import prepareQuery

    return prepareQuery(query, initNs=dict(spaces))


@contextmanager
def _quiet() -> Iterator[None]:
    """Keep the logs of pySHACL and rdflib off the standard error: what matters is raised.

    Of ill-typed literals, which rdflib logs with a traceback each, the results tell.
    """
    loggers = [logging.getLogger(name) for name in ("pyshacl-validate", "rdflib.term")]
    before = [logger.disabled for logger in loggers]
    for logger in loggers:
        logger.disabled = True
    try:
        yield
    finally:
        for logger, disabled in zip(loggers, before, strict=True):
            logger.disabled = disabled


def _reason(error: object) -> str:
    text = " ".join(str(getattr(error, "message", error)).split())
    return f"The shapes cannot be judged: {text or type(error).__name__}"


def _where(error: BaseException) -> str:
    """Return at which shape pySHACL gave up, as the end of a sentence; empty if that is not known.

    It does not say so itself. What it was busy with is read off the frames of the error.
    """
    from pyshacl.constraints.constraint_component import ConstraintComponent
    from pyshacl.shape import Shape
    from rdflib import URIRef

    shape = component = ""
    trace = error.__traceback__
    while trace is not None:
        busy = trace.tb_frame.f_locals.get("self")
        if isinstance(busy, Shape) and isinstance(busy.node, URIRef):
            shape = str(busy.node)
        elif isinstance(busy, ConstraintComponent):
            component = f", at its {busy.constraint_name()}"
        trace = trace.tb_next
    return f" (in the shape {shape}{component})" if shape else ""


def _add(graph: rdflib.Graph, data: Iterable[Quad]) -> None:
    # Not by way of a text: rdflib's parser would give blank nodes new labels.
    import rdflib

    def term(node: object) -> rdflib.term.Node:
        if isinstance(node, NamedNode):
            return rdflib.URIRef(node.value)
        if isinstance(node, BlankNode):
            return rdflib.BNode(node.value)
        if isinstance(node, Literal):
            datatype = None if node.language else rdflib.URIRef(node.datatype.value)
            if datatype == rdflib.XSD.string:
                datatype = None  # rdflib tells plain literals from xsd:string, RDF 1.1 does not
            return rdflib.Literal(
                node.value, lang=node.language, datatype=datatype, normalize=False
            )
        raise ValueError(f"pySHACL does not know triple terms, such as {node}")

    for quad in data:
        graph.add((term(quad.subject), term(quad.predicate), term(quad.object)))


def _result(report: rdflib.Graph, node: rdflib.term.Node) -> ValidationResult:
    import rdflib

    def value(name: str) -> rdflib.term.Node | None:
        return report.value(node, rdflib.URIRef(SH + name))

    path, found, focus = value("resultPath"), value("value"), value("focusNode")
    constraint = value("sourceConstraint")
    details = report.objects(node, rdflib.URIRef(SH + "detail"))
    messages = report.objects(node, rdflib.URIRef(SH + "resultMessage"))
    return ValidationResult(
        severity=sh_name(str(value("resultSeverity"))),
        shape=str(value("sourceShape")),
        component=sh_name(str(value("sourceConstraintComponent"))),
        focus=_term(focus) if focus is not None else BlankNode("unknown"),
        path=None if path is None else _path(report, path),
        value=None if found is None else _term(found),
        messages=tuple(sorted(str(message) for message in messages)),
        constraint=str(constraint) if isinstance(constraint, rdflib.URIRef) else None,
        details=tuple(_result(report, detail) for detail in details),
    )


_FORMS = {
    "inversePath": "^{}",
    "zeroOrMorePath": "{}*",
    "oneOrMorePath": "{}+",
    "zeroOrOnePath": "{}?",
}


def _path(report: rdflib.Graph, node: rdflib.term.Node) -> str:
    """Return a path of the report: a bare IRI, or a SPARQL property path."""
    import rdflib

    return str(node) if isinstance(node, rdflib.URIRef) else _step(report, node)


def _step(report: rdflib.Graph, node: rdflib.term.Node) -> str:
    import rdflib

    if isinstance(node, rdflib.URIRef):
        return f"<{node}>"
    if (node, rdflib.URIRef(RDF + "first"), None) in report:
        return "/".join(_step(report, item) for item in report.items(node))
    for name, form in _FORMS.items():
        inner = report.value(node, rdflib.URIRef(SH + name))
        if inner is not None:
            text = _step(report, inner)
            return form.format(text if isinstance(inner, rdflib.URIRef) else f"({text})")
    alternatives = report.value(node, rdflib.URIRef(SH + "alternativePath"))
    if alternatives is None:
        return f"_:{node}"
    return "(" + "|".join(_step(report, item) for item in report.items(alternatives)) + ")"


def _term(node: rdflib.term.Node) -> Term:
    import rdflib

    if isinstance(node, rdflib.URIRef):
        return NamedNode(str(node))
    if isinstance(node, rdflib.BNode):
        return BlankNode(str(node))
    if isinstance(node, rdflib.Literal):
        if node.language:
            return Literal(str(node), language=node.language)
        return Literal(str(node), datatype=NamedNode(str(node.datatype)) if node.datatype else None)
    raise ValueError(f"{node!r} is no RDF term")
