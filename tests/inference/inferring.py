"""What the tests of inference share: closures of Turtle texts, and those of other reasoners."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import owlrl
import reasonable
from random_ontologies import PREFIXES
from rdflib import OWL, RDF, XSD, BNode, Graph, Literal, URIRef

from rolegraph.inference.closure import Application, Closure
from rolegraph.inference.facts import Stated
from rolegraph.rdf.terms import RdfFormat, Triple, parse, serialize

Node = tuple[object, object, object]


def triples_of(text: str) -> list[Stated]:
    """Return the triples of a Turtle text with the usual prefixes."""
    found = parse((PREFIXES + text).encode(), format=RdfFormat.TURTLE)
    return [(quad.subject, quad.predicate, quad.object) for quad in found]


def closure_of(triples: Iterable[Stated]) -> Closure:
    """Return the closure of triples."""
    known = list(triples)
    return Closure(lambda: known)


def infers(text: str, wanted: str) -> bool:
    """Tell whether a triple of Turtle follows from a text."""
    return set(triples_of(wanted)) <= set(closure_of(triples_of(text)).triples())


def contradictions(closure: Closure) -> set[tuple[str, frozenset[Stated]]]:
    """Return the contradictions by rule and facts, in terms."""
    triple = closure.terms.triple
    return {(a.clause.rule, frozenset(map(triple, a.facts))) for a in closure.contradictions}


def as_nodes(triples: Iterable[Iterable[object]]) -> set[Node]:
    """Return triples with all blank nodes alike, so that those of two graphs can be compared."""
    alike = "a blank node"
    return {
        (s, p, o)
        for triple in triples
        for s, p, o in [[alike if isinstance(n, BNode) else n for n in triple]]
    }


def graph_of(triples: Iterable[Stated]) -> Graph:
    """Return triples as an rdflib graph."""
    text = serialize((Triple(*triple) for triple in triples), format=RdfFormat.N_TRIPLES)  # type: ignore[arg-type]
    graph = Graph()
    graph.parse(data=text or b"", format="nt")
    return graph


def by_rolegraph(triples: list[Stated]) -> tuple[set[Node], list[Application]]:
    """Return what is stated and follows, and the contradictions."""
    closure = closure_of(triples)
    return as_nodes(graph_of([*triples, *closure.triples()])), list(closure.contradictions)


def by_owlrl(triples: list[Stated]) -> tuple[set[Node], list[str]]:
    """Return the closure of owlrl, and its error messages.

    Left out is what is decided otherwise here: that each thing is the same as itself (eq-ref),
    datatypes that OWL 2 RL has not, literals as subjects (of which RDF knows nothing), and
    errors as triples.
    """
    graph = graph_of(triples)
    reasoner = owlrl.OWLRL_Semantics(graph, axioms=False, daxioms=False, rdfs=False)
    reasoner.closure()
    others = {RDF.langString, RDF.HTML, XSD.date, XSD.time}
    kept = (
        (s, p, o)
        for s, p, o in graph
        if not (
            (p == OWL.sameAs and s == o)
            or (s in others and p == RDF.type)
            or isinstance(s, Literal)
            or "ErrorMessage" in o
            or str(p).endswith("#error")
        )
    )
    return as_nodes(kept), reasoner.error_messages


def by_reasonable(text: str, folder: Path) -> set[Node]:
    """Return the closure of reasonable.

    Left out is what no rule of the specification concludes: that everything is an owl:Thing.
    """
    path = folder / "ontology.ttl"
    path.write_text(PREFIXES + text)
    reasoner = reasonable.PyReasoner()
    reasoner.load_file(str(path))
    return {
        (s, p, o)
        for s, p, o in as_nodes(reasoner.reason())
        if not ((p == OWL.sameAs and s == o) or (p == RDF.type and o == OWL.Thing))
    }


def example(name: str) -> URIRef:
    """Return a name of the examples."""
    return URIRef(f"https://example.org/#{name}")
