"""The axioms of an ontology in the form that the OWL 2 RL rules use them.

Rule names are those of https://www.w3.org/TR/owl2-profiles/#Reasoning_in_OWL_2_RL_and_RDF_Graphs_using_Rules.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from rolegraph.rdf.namespaces import OWL, RDF, RDFS
from rolegraph.rdf.terms import Quad, Term

Fact = tuple[Term, Term, Term]
"""Subject, predicate and object of a triple."""


@dataclass(frozen=True)
class Axiom:
    """What an axiom says of a class or property, and the triple that says it."""

    other: Term
    said: Fact


@dataclass
class Restriction:
    """A class of things restricted in one property."""

    node: Term
    prop: Term
    kind: str
    value: Term
    said: Fact


@dataclass
class Schema:
    """Axioms by the class or property that triggers them."""

    superclasses: dict[Term, list[Axiom]] = field(default_factory=lambda: defaultdict(list))
    superproperties: dict[Term, list[Axiom]] = field(default_factory=lambda: defaultdict(list))
    inverses: dict[Term, list[Axiom]] = field(default_factory=lambda: defaultdict(list))
    domains: dict[Term, list[Axiom]] = field(default_factory=lambda: defaultdict(list))
    ranges: dict[Term, list[Axiom]] = field(default_factory=lambda: defaultdict(list))
    characteristics: dict[str, dict[Term, Fact]] = field(default_factory=lambda: defaultdict(dict))
    chains: list[tuple[Term, list[Term], Fact]] = field(default_factory=list)
    disjoint_classes: list[tuple[Term, Term, Fact]] = field(default_factory=list)
    disjoint_properties: list[tuple[Term, Term, Fact]] = field(default_factory=list)
    complements: list[tuple[Term, Term, Fact]] = field(default_factory=list)
    intersections: list[tuple[Term, list[Term], Fact]] = field(default_factory=list)
    restrictions: list[Restriction] = field(default_factory=list)
    different: list[tuple[Term, Term, Fact]] = field(default_factory=list)
    negative: list[tuple[Term, Term, Term, Fact]] = field(default_factory=list)


_SIMPLE = {
    RDFS + "subClassOf": "superclasses",
    RDFS + "subPropertyOf": "superproperties",
    RDFS + "domain": "domains",
    RDFS + "range": "ranges",
}
_SYMMETRIC = {
    OWL + "equivalentClass": "superclasses",
    OWL + "equivalentProperty": "superproperties",
    OWL + "inverseOf": "inverses",
}
_KINDS = (
    "FunctionalProperty",
    "InverseFunctionalProperty",
    "SymmetricProperty",
    "AsymmetricProperty",
    "TransitiveProperty",
    "IrreflexiveProperty",
)
_RESTRICTIONS = ("someValuesFrom", "allValuesFrom", "hasValue", "maxCardinality")


MARKS = (
    f"<{OWL}",
    f" <{RDF}first> ",
    f" <{RDF}rest> ",
    *(f" <{RDFS}{name}> " for name in ("subClassOf", "subPropertyOf", "domain", "range")),
)
"""Texts of which each triple of an axiom has one, as N-Triples write it."""


class _Triples:
    """The triples about schema, by predicate and by subject."""

    def __init__(self, quads: Iterable[Quad]) -> None:
        self.by_predicate: dict[str, list[Fact]] = defaultdict(list)
        self._out: dict[tuple[Term, str], list[Term]] = defaultdict(list)
        for quad in quads:
            name = quad.predicate.value
            if name.startswith((OWL, RDFS, RDF)) and name not in {RDFS + "label", RDFS + "comment"}:
                self.by_predicate[name].append((quad.subject, quad.predicate, quad.object))
                if name != RDF + "type":
                    self._out[quad.subject, name].append(quad.object)

    def value(self, node: Term, name: str) -> Term | None:
        return next(iter(self._out.get((node, name), ())), None)

    def items(self, node: Term | None) -> list[Term]:
        found = []
        while node is not None and (first := self.value(node, RDF + "first")) is not None:
            found.append(first)
            node = self.value(node, RDF + "rest")
        return found


def read_schema(quads: Iterable[Quad]) -> Schema:
    """Collect the axioms among some triples."""
    triples, schema = _Triples(quads), Schema()
    for name, table in _SIMPLE.items():
        for fact in triples.by_predicate[name]:
            getattr(schema, table)[fact[0]].append(Axiom(fact[2], fact))
    for name, table in (
        ("equivalentClass", "superclasses"),
        ("equivalentProperty", "superproperties"),
    ):
        for fact in triples.by_predicate[OWL + name]:
            getattr(schema, table)[fact[0]].append(Axiom(fact[2], fact))
            getattr(schema, table)[fact[2]].append(Axiom(fact[0], fact))
    for fact in triples.by_predicate[OWL + "inverseOf"]:
        schema.inverses[fact[0]].append(Axiom(fact[2], fact))
        schema.inverses[fact[2]].append(Axiom(fact[0], fact))
    for fact in triples.by_predicate[RDF + "type"]:
        kind = getattr(fact[2], "value", "").removeprefix(OWL)
        if kind in _KINDS:
            schema.characteristics[kind][fact[0]] = fact
    _read_pairs(triples, schema)
    _read_classes(triples, schema)
    return schema


def _read_pairs(triples: _Triples, schema: Schema) -> None:
    pairs = {
        "disjointWith": schema.disjoint_classes,
        "propertyDisjointWith": schema.disjoint_properties,
        "complementOf": schema.complements,
        "differentFrom": schema.different,
    }
    for name, table in pairs.items():
        table += [(f[0], f[2], f) for f in triples.by_predicate[OWL + name]]
    groups = {
        "AllDisjointClasses": schema.disjoint_classes,
        "AllDisjointProperties": schema.disjoint_properties,
        "AllDifferent": schema.different,
    }
    for fact in triples.by_predicate[RDF + "type"]:
        kind = getattr(fact[2], "value", "").removeprefix(OWL)
        if kind in groups:
            members = triples.items(triples.value(fact[0], OWL + "members")) or triples.items(
                triples.value(fact[0], OWL + "distinctMembers")
            )
            groups[kind] += [(a, b, fact) for a, b in _couples(members)]
    for fact in triples.by_predicate[OWL + "sourceIndividual"]:
        prop = triples.value(fact[0], OWL + "assertionProperty")
        target = triples.value(fact[0], OWL + "targetIndividual")
        target = target or triples.value(fact[0], OWL + "targetValue")
        if prop is not None and target is not None:
            schema.negative.append((fact[2], prop, target, fact))


def _read_classes(triples: _Triples, schema: Schema) -> None:
    for fact in triples.by_predicate[OWL + "propertyChainAxiom"]:
        schema.chains.append((fact[0], triples.items(fact[2]), fact))
    for fact in triples.by_predicate[OWL + "intersectionOf"]:
        members = triples.items(fact[2])
        schema.intersections.append((fact[0], members, fact))
        for member in members:
            schema.superclasses[fact[0]].append(Axiom(member, fact))
    for fact in triples.by_predicate[OWL + "unionOf"]:
        for member in triples.items(fact[2]):
            schema.superclasses[member].append(Axiom(fact[0], fact))
    for kind in _RESTRICTIONS:
        for fact in triples.by_predicate[OWL + kind]:
            prop = triples.value(fact[0], OWL + "onProperty")
            if prop is not None:
                schema.restrictions.append(Restriction(fact[0], prop, kind, fact[2], fact))


def _couples(members: list[Term]) -> Iterator[tuple[Term, Term]]:
    for position, one in enumerate(members):
        for other in members[position + 1 :]:
            yield one, other
