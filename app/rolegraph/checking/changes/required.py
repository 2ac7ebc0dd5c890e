"""Completeness by shapes: of all values that shapes require, the share that is there.

It stands in for the questions of a catalogue where there are none. Counted are the property shapes
with one predicate for a path and an `sh:minCount`, of shapes with targets.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from rolegraph.analysis.score import Completeness, QuestionScore
from rolegraph.checking.files.corpus import Corpus
from rolegraph.checking.rules.targets import TargetsInData
from rolegraph.rdf.namespaces import RDFS
from rolegraph.rdf.terms import Literal, NamedNode, Term
from rolegraph.shacl.lint.graph import ShapesGraph


def required_values(corpus: Corpus) -> Completeness:
    """Count the nodes that have what the shapes require of them."""
    rules = corpus.linted.sound
    graph = ShapesGraph(rules)
    values: dict[tuple[str, Term], set[Term]] = defaultdict(set)
    for quad in corpus.triples:
        values[str(quad.subject), quad.predicate].add(quad.object)
    hierarchy = [quad for quad in rules if quad.predicate.value == RDFS + "subClassOf"]
    met: list[QuestionScore] = []
    for shape in sorted(corpus.linted.targeted, key=str):
        asked = list(_asked(graph, shape))
        own = [quad for quad in rules if quad.subject == shape]
        nodes = TargetsInData([*own, *hierarchy], corpus.triples).nodes if asked else set()
        for path, least in asked if nodes else ():
            having = sum(len(values.get((node, path), ())) >= least for node in nodes)
            title = f"{corpus.short(str(shape).strip('<>'))} without {corpus.short(path.value)}"
            met.append(QuestionScore(title, having, len(nodes)))
    return Completeness(tuple(met))


def _asked(graph: ShapesGraph, shape: Term) -> Iterator[tuple[NamedNode, int]]:
    """Yield the predicates that a shape requires, and how many values of each."""
    inner = [quad.object for quad in graph.of(shape, "property")]
    for node in (shape, *inner):
        paths = [quad.object for quad in graph.of(node, "path")]
        counts = [quad.object for quad in graph.of(node, "minCount")]
        least = max((int(n.value) for n in counts if isinstance(n, Literal)), default=0)
        for path in paths if least else ():
            if isinstance(path, NamedNode):
                yield path, least
