"""OWL 2 RL consistency: contradictions, each explained by the triples that cause it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from rolegraph.checking.files.corpus import Corpus
from rolegraph.checking.files.sources import DATA, ONTOLOGY, Source
from rolegraph.checking.rules import registry as rules
from rolegraph.checking.rules.owl_closure import SAME, TYPE, Closure
from rolegraph.checking.rules.owl_schema import MARKS, Fact, Schema, read_schema
from rolegraph.rdf.namespaces import OWL, RDF, RDFS, XSD, compact
from rolegraph.rdf.terms import BlankNode, Literal, NamedNode, Quad, Term
from rolegraph.rdf.triple_text import TripleText
from rolegraph.shacl.findings import Finding, Place
from rolegraph.shacl.results import term_text
from rolegraph.shacl.wording import shown

_NOTHING = NamedNode(OWL + "Nothing")
_DECIMAL_NAMES = """decimal integer long int short byte nonNegativeInteger positiveInteger
nonPositiveInteger negativeInteger unsignedLong unsignedInt unsignedShort unsignedByte"""
_DECIMAL = frozenset(XSD + name for name in _DECIMAL_NAMES.split())
_TEXT = frozenset(XSD + n for n in ("string", "normalizedString", "token", "language", "Name"))


@dataclass(frozen=True)
class Contradiction:
    """Facts that cannot all be true.

    Attributes:
        rule: id of the rule, such as `owl-disjoint-classes`.
        message: what cannot be, in words.
        facts: the facts that contradict each other, and the axiom that forbids it.
    """

    rule: str
    message: str
    facts: tuple[Fact, ...]


def contradictions(quads: Iterable[Quad]) -> Iterator[tuple[Contradiction, list[Fact]]]:
    """Yield the contradictions among triples, each with the asserted triples behind it.

    The rules are those of OWL 2 RL that conclude `false`: cax-dw, cax-adc, cls-com, cls-nothing2,
    cls-maxc1, prp-pdw, prp-adp, prp-irp, prp-asyp, prp-npa1, prp-npa2, eq-diff1 to 3, and
    dt-not-type for the range of a property.
    """
    quads = list(quads)
    schema = read_schema(quads)
    closure = Closure(quads, schema)
    seen: set[frozenset[Fact]] = set()
    for found in _all(closure, schema, quads):
        causes = closure.explain(found.facts)
        key = frozenset(fact for fact in causes if not _is_axiom(fact))
        if key not in seen:
            seen.add(key)
            yield found, causes


def _all(closure: Closure, schema: Schema, quads: list[Quad]) -> Iterator[Contradiction]:
    yield from _of_classes(closure, schema)
    yield from _of_restrictions(closure, schema)
    yield from _of_disjoint_properties(closure, schema)
    yield from _of_properties(closure, schema)
    yield from _of_identity(closure, schema)
    yield from _of_datatypes(schema, quads)


def _of_classes(closure: Closure, schema: Schema) -> Iterator[Contradiction]:
    pairs = [(a, b, said, "disjoint") for a, b, said in schema.disjoint_classes]
    pairs += [(a, b, said, "complement") for a, b, said in schema.complements]
    by_class: dict[Term, list[tuple[Term, Term, Fact, str]]] = {}
    for pair in pairs:
        by_class.setdefault(pair[0], []).append(pair)
    for thing, kinds in closure.types.items():
        for kind in sorted(kinds & by_class.keys(), key=str):
            for one, other, said, why in by_class[kind]:
                if other in kinds:
                    yield Contradiction(
                        "owl-disjoint-classes" if why == "disjoint" else "owl-complement",
                        f"{shown(thing)} cannot be both a {_name(one)} and a {_name(other)}.",
                        ((thing, TYPE, one), (thing, TYPE, other), said),
                    )
        if _NOTHING in kinds:
            message = f"{shown(thing)} cannot exist: it belongs to owl:Nothing."
            yield Contradiction("owl-nothing", message, ((thing, TYPE, _NOTHING),))


def _of_restrictions(closure: Closure, schema: Schema) -> Iterator[Contradiction]:
    for restriction in schema.restrictions:
        if restriction.kind == "maxCardinality" and str(restriction.value)[1:2] == "0":
            for thing in [t for t, kinds in closure.types.items() if restriction.node in kinds]:
                for value in closure.values(thing, restriction.prop):
                    yield Contradiction(
                        "owl-max-cardinality",
                        f"{shown(thing)} must not have any {_name(restriction.prop)}.",
                        (
                            (thing, TYPE, restriction.node),
                            (thing, restriction.prop, value),
                            restriction.said,
                        ),
                    )


def _of_disjoint_properties(closure: Closure, schema: Schema) -> Iterator[Contradiction]:
    for one, other, said in schema.disjoint_properties:
        for subject, value in closure.pairs(one):
            if closure.holds((subject, other, value)):
                yield Contradiction(
                    "owl-disjoint-properties",
                    f"{_name(one)} and {_name(other)} cannot both lead from {shown(subject)} "
                    f"to {shown(value)}.",
                    ((subject, one, value), (subject, other, value), said),
                )


def _of_properties(closure: Closure, schema: Schema) -> Iterator[Contradiction]:
    for prop, said in schema.characteristics["IrreflexiveProperty"].items():
        for subject, value in closure.pairs(prop):
            if subject == value:
                message = f"{_name(prop)} cannot lead from {shown(subject)} to itself."
                yield Contradiction("owl-irreflexive", message, ((subject, prop, value), said))
    for prop, said in schema.characteristics["AsymmetricProperty"].items():
        for subject, value in closure.pairs(prop):
            if closure.holds((value, prop, subject)) and str(subject) <= str(value):
                yield Contradiction(
                    "owl-asymmetric",
                    f"{_name(prop)} cannot lead both from {shown(subject)} to {shown(value)} "
                    "and back.",
                    ((subject, prop, value), (value, prop, subject), said),
                )
    for subject, prop, value, said in schema.negative:
        if closure.holds((subject, prop, value)):
            yield Contradiction(
                "owl-negative",
                f"That {shown(subject)} {_name(prop)} {shown(value)} is said and denied.",
                ((subject, prop, value), said),
            )


def _of_identity(closure: Closure, schema: Schema) -> Iterator[Contradiction]:
    different = {(a, b): said for a, b, said in schema.different}
    different |= {(b, a): said for a, b, said in schema.different}
    for one, other in closure.pairs(SAME):
        said = different.get((one, other))
        if said:
            message = f"{shown(one)} and {shown(other)} cannot be both the same and different."
            yield Contradiction("owl-different", message, ((one, SAME, other), said))
    for prop, said in schema.characteristics["FunctionalProperty"].items():
        first: dict[Term, Term] = {}
        for subject, value in closure.pairs(prop):
            if isinstance(value, Literal) and first.setdefault(subject, value) != value:
                yield Contradiction(
                    "owl-different",
                    f"{shown(subject)} can have only one {_name(prop)}.",
                    ((subject, prop, first[subject]), (subject, prop, value), said),
                )


def _of_datatypes(schema: Schema, quads: list[Quad]) -> Iterator[Contradiction]:
    """Yield literals that are no value of the range of their property."""
    ranges = {
        prop: [axiom for axiom in axioms if _is_datatype(axiom.other)]
        for prop, axioms in schema.ranges.items()
    }
    for quad in quads:
        value = quad.object
        for axiom in ranges.get(quad.predicate, ()):
            if isinstance(value, Literal) and not _compatible(value, term_text(axiom.other)):
                fact = (quad.subject, quad.predicate, value)
                message = f"{_name(quad.predicate)} takes {_name(axiom.other)}, not {shown(value)}."
                yield Contradiction("owl-datatype", message, (fact, axiom.said))


def _is_datatype(term: Term) -> bool:
    name = term.value if isinstance(term, NamedNode) else ""
    return name.startswith(XSD) or name == RDF + "langString"


def _compatible(value: Literal, datatype: str) -> bool:
    own = value.datatype.value
    for family in (_DECIMAL, _TEXT):
        if own in family or datatype in family:
            return own in family and datatype in family
    return own == datatype


def _name(term: Term) -> str:
    return compact(term.value) if isinstance(term, NamedNode) else shown(term)


def _is_axiom(fact: Fact) -> bool:
    predicate = term_text(fact[1])
    if predicate == RDF + "type":
        return term_text(fact[2]).startswith((OWL, RDFS))
    return predicate.startswith((OWL, RDFS))


def check_consistency(corpus: Corpus) -> Iterator[Finding]:
    """Yield a finding for each contradiction, at the triple that is likeliest at fault."""
    if not _can_contradict(corpus.triples):
        return
    holders: dict[Fact, tuple[Source, Quad]] | None = None
    for found, causes in contradictions(corpus.quads):
        if holders is None:
            holders = {
                (quad.subject, quad.predicate, quad.object): (source, quad)
                for source in reversed(corpus.part(ONTOLOGY, DATA))
                for quad in source.quads
            }
        yield _finding(corpus, found, causes, holders)


def _can_contradict(triples: TripleText) -> bool:
    """Tell whether anything is forbidden; if not, all that follows need not be worked out."""
    schema = read_schema(triples.with_text(*MARKS))
    kinds = schema.characteristics
    forbidden = (
        *(schema.disjoint_classes, schema.complements, schema.disjoint_properties),
        *(schema.different, schema.negative),
        *(kinds[kind] for kind in ("IrreflexiveProperty", "AsymmetricProperty")),
        kinds["FunctionalProperty"],
    )
    return (
        any(forbidden)
        or any(restriction.kind == "maxCardinality" for restriction in schema.restrictions)
        or any(_is_datatype(a.other) for axioms in schema.ranges.values() for a in axioms)
        or triples.has(str(_NOTHING))
    )


def _finding(
    corpus: Corpus,
    found: Contradiction,
    causes: list[Fact],
    holders: dict[Fact, tuple[Source, Quad]],
) -> Finding:
    primary = _likeliest(causes)
    subject = term_text(primary[0])
    lines = [
        f"an axiom of type {shown(fact[2])}"
        if isinstance(fact[0], BlankNode)
        else " ".join(map(shown, fact))
        for fact in causes
    ]
    result = rules.finding(
        found.rule,
        corpus.readable(found.message),
        focus=subject,
        focus_label=corpus.labels.label(subject),
        path=term_text(primary[1]),
        value=term_text(primary[2]),
        hint=corpus.readable("Because: " + "; ".join(lines) + "."),
    )
    places: list[Place] = []
    for fact in [primary, *(cause for cause in causes if cause != primary)]:
        if fact in holders:
            place = corpus.triple_place(*holders[fact], note="takes part in the contradiction")
            if place:
                places.append(place)
    if not places:
        return result
    return replace(result, related=tuple(places[1:])).at(replace(places[0], note=""))


def _likeliest(causes: list[Fact]) -> Fact:
    """Return the triple likeliest at fault: a link or value rather than a type or an axiom."""
    data = [fact for fact in causes if not _is_axiom(fact)]
    links = [fact for fact in data if fact[1] != TYPE]
    return (links or data or causes)[-1]
