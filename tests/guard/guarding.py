"""Small catalogues that the guard is tried on."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from rolegraph import resources
from rolegraph.rdf.patch import Patch
from rolegraph.rdf.terms import NamedNode, Quad, RdfFormat, Triple, parse
from rolegraph.rdf.triple_text import TripleText
from rolegraph.shacl.engines.validator import EngineName, Validator
from rolegraph.shacl.findings import Finding
from rolegraph.shacl.shapes import Shapes
from rolegraph.shacl.writing import labels_for
from rolegraph.store.embedded import EmbeddedStore

EXAMPLES = Path(__file__).parent.parent / "shapes"
DATA = NamedNode("https://w3id.org/rolegraph/graph/data/test.ttl")
ONTOLOGY = NamedNode("https://w3id.org/rolegraph/graph/ontology/test.ttl")
SHAPES = NamedNode("https://w3id.org/rolegraph/graph/shapes/test.ttl")

PREFIXES = """
@prefix ex: <https://example.org/id/> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix rg: <https://w3id.org/rolegraph/ontology#> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""

Key = tuple[str | None, ...]


def quads(turtle: str, graph: NamedNode = DATA) -> frozenset[Quad]:
    """The triples of Turtle, with the usual prefixes, in a named graph."""
    triples = parse(PREFIXES + turtle, format=RdfFormat.TURTLE)
    return frozenset(Quad(t.subject, t.predicate, t.object, graph) for t in triples)


def files(paths: Iterable[Path], graph: NamedNode) -> frozenset[Quad]:
    """The triples of Turtle files in a named graph."""
    found = {triple for path in paths for triple in parse(path=str(path), format=RdfFormat.TURTLE)}
    return frozenset(Quad(t.subject, t.predicate, t.object, graph) for t in found)


def shipped(part: str, graph: NamedNode) -> frozenset[Quad]:
    """The triples of a part of the shipped catalogue."""
    return files(resources.files(part, ".ttl"), graph)


def key(finding: Finding) -> Key:
    """What makes a finding the same one, however it was found."""
    parts = (finding.severity, finding.rule_iri, finding.component)
    return (*parts, finding.focus, finding.path, finding.value)


def keys(findings: Iterable[Finding]) -> set[Key]:
    """What makes findings the same ones."""
    return {key(finding) for finding in findings}


def rules(findings: Iterable[Finding]) -> set[tuple[str, str]]:
    """Severity and rule of findings."""
    return {(finding.severity, finding.rule) for finding in findings}


@dataclass
class Truth:
    """Full validation by an engine: what the guard's findings are measured by."""

    shapes: frozenset[Quad]
    engine: EngineName

    @cached_property
    def _validator(self) -> Validator:
        return Validator(Shapes(self.shapes), self.engine)

    def new(self, before: frozenset[Quad], after: frozenset[Quad]) -> set[Key]:
        """What is wrong after a change and was not before."""
        return self._found(after) - self._found(before)

    def _found(self, state: frozenset[Quad]) -> set[Key]:
        """What an engine finds, also of what is retired: the guard asks that as before."""
        triples = TripleText.of(Quad(*_triple(each)) for each in _once(state))
        results = self._validator.results(triples)
        return keys(self._validator.writer.findings(results, labels_for(results, triples)))


def _triple(triple: Triple) -> tuple:
    return (triple.subject, triple.predicate, triple.object)


def _once(state: Iterable[Quad]) -> set[Triple]:
    return {quad.triple for quad in state}


def store_of(*parts: frozenset[Quad]) -> EmbeddedStore:
    """A store in memory with some quads."""
    store = EmbeddedStore()
    store.load(frozenset().union(*parts))
    return store


@dataclass
class Example:
    """A change that breaks a rule, and what must be found."""

    patch: Patch
    expected: set[tuple[str, str]]


def read_example(path: Path, valid: frozenset[Quad]) -> Example:
    """An example file as a patch of the small catalogue."""
    text = path.read_text()
    prefixes = dict(re.findall(r"@prefix (\w+:) <([^>]+)>", text + PREFIXES))
    added = files([path], DATA)
    removed = {
        quad
        for line in re.findall(r"^# remove: (.+)$", text, re.MULTILINE)
        for quad in _matching(valid, line.split(), prefixes)
    }
    found = re.findall(r"^# expect: (\w+) (\S+)$", text, re.MULTILINE)
    patch = Patch.exact(removed - added, added, valid.__contains__)
    return Example(patch, set(found))


def _matching(
    state: frozenset[Quad], pattern: list[str], prefixes: dict[str, str]
) -> Iterable[Quad]:
    def term(word: str) -> str | None:
        if word == "*":
            return None
        prefix, colon, local = word.partition(":")
        if word == "a":
            return "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"
        return f"<{prefixes[prefix + colon]}{local}>" if prefix + colon in prefixes else word

    wanted = [term(word) for word in pattern]
    for quad in state:
        parts = (str(quad.subject), str(quad.predicate), str(quad.object))
        if all(want in (None, part) for want, part in zip(wanted, parts, strict=True)):
            yield quad
