"""OWL 2 RL consistency: contradictions, each explained by the triples that cause it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from rolegraph.checking.files.corpus import Corpus
from rolegraph.checking.files.sources import DATA, ONTOLOGY, Source
from rolegraph.checking.rules import registry as rules
from rolegraph.inference.closure import Application, Closure
from rolegraph.inference.explain import Explainer, ProofStep
from rolegraph.inference.facts import Stated as Fact
from rolegraph.inference.literals import JUDGED
from rolegraph.rdf.namespaces import OWL, RDF, RDFS, compact
from rolegraph.rdf.terms import BlankNode, Literal, NamedNode, Quad, Term
from rolegraph.rdf.triple_text import TripleText
from rolegraph.shacl.findings import Finding, Place
from rolegraph.shacl.results import term_text
from rolegraph.shacl.wording import shown

_TYPE = NamedNode(RDF + "type")
_DIFFERENT, _NOTHING = NamedNode(OWL + "differentFrom"), NamedNode(OWL + "Nothing")
_MARKS = (
    f"<{OWL}",
    f" <{RDF}first> ",
    f" <{RDF}rest> ",
    *(f" <{RDFS}{name}> " for name in ("subClassOf", "subPropertyOf", "domain", "range")),
)
"""Texts of which each triple of an axiom has one, as N-Triples write it."""


@dataclass(frozen=True)
class Contradiction:
    """Facts that cannot all be true.

    Attributes:
        rule: id of the rule, such as `owl-disjoint-classes`.
        message: what cannot be, in words.
    """

    rule: str
    message: str


_RULES = {
    "cax-dw": "owl-disjoint-classes",
    "cax-adc": "owl-disjoint-classes",
    "cls-com": "owl-complement",
    "cls-nothing2": "owl-nothing",
    "cls-maxc1": "owl-max-cardinality",
    "cls-maxqc1": "owl-max-cardinality",
    "cls-maxqc2": "owl-max-cardinality",
    "prp-pdw": "owl-disjoint-properties",
    "prp-adp": "owl-disjoint-properties",
    "prp-irp": "owl-irreflexive",
    "prp-asyp": "owl-asymmetric",
    "prp-npa1": "owl-negative",
    "prp-npa2": "owl-negative",
    "eq-diff1": "owl-different",
    "eq-diff2": "owl-different",
    "eq-diff3": "owl-different",
    "dt-diff": "owl-different",
    "dt-not-type": "owl-datatype",
}
"""Rules of OWL 2 RL that conclude `false` → rules of `check`, in the order in which they speak."""
_ORDER = list(_RULES)


def contradictions(quads: Iterable[Quad]) -> Iterator[tuple[Contradiction, list[Fact]]]:
    """Yield the contradictions among triples, each with the asserted triples behind it."""
    known = list(quads)
    closure = Closure(lambda: ((q.subject, q.predicate, q.object) for q in known), only_false=True)
    explainer = Explainer(closure)
    seen: set[frozenset[Fact]] = set()
    for application in sorted(_each(closure), key=lambda found: _place(closure, found)):
        explanation = explainer.contradiction(application)
        causes = list(explanation.stated)
        key = frozenset(fact for fact in causes if not _is_axiom(fact))
        if key not in seen:
            seen.add(key)
            facts = tuple(map(closure.terms.triple, application.facts))
            message = _message(application.clause.rule, facts, explanation.steps)
            yield Contradiction(_RULES[application.clause.rule], message), causes


def _place(closure: Closure, found: Application) -> tuple[int, list[str]]:
    texts = [str(term) for fact in found.facts for term in closure.terms.triple(fact)]
    return _ORDER.index(found.clause.rule), texts


def _each(closure: Closure) -> Iterator[Application]:
    """Yield the contradictions, one about a value once for each triple that has it."""
    for found in closure.contradictions:
        if found.clause.rule == "dt-not-type":
            for use in closure.applications(found.facts[0]):
                yield replace(found, facts=use.premises)
        else:
            yield found


_WORDS = {
    "owl-disjoint-classes": "{s} cannot be both a {o} and a {o2}.",
    "owl-complement": "{s} cannot be both a {o} and a {o2}.",
    "owl-nothing": "{s} cannot exist: it belongs to owl:Nothing.",
    "owl-max-cardinality": "{s} must not have any {p2}.",
    "owl-disjoint-properties": "{p} and {p2} cannot both lead from {s} to {v}.",
    "owl-irreflexive": "{p} cannot lead from {s} to itself.",
    "owl-asymmetric": "{p} cannot lead both from {s} to {v} and back.",
    "owl-negative": "That {s} {p} {v} is said and denied.",
    "owl-datatype": "{p} takes {t}, not {v}.",
}


def _message(rule: str, facts: Sequence[Fact], steps: Sequence[ProofStep]) -> str:
    """Return in words what cannot be, from the facts that a rule found together."""
    kind = _RULES[rule]
    (subject, prop, value), other = facts[0], facts[-1]
    if kind == "owl-different":
        return _of_the_same(subject, value, steps)
    taken = value
    if kind == "owl-datatype":
        subject, prop, value = next(fact for fact in facts if isinstance(fact[2], Literal))
        taken = next((fact[2] for fact in facts if _is_datatype(fact[2])), taken)
    return _WORDS[kind].format(
        s=shown(subject),
        p=_name(prop),
        v=shown(value),
        o=_name(value),
        p2=_name(other[1]),
        o2=_name(other[2]),
        t=_name(taken),
    )


def _of_the_same(one: Term, other: Term, steps: Sequence[ProofStep]) -> str:
    for step in steps:
        if isinstance(one, Literal) and step.conclusion and step.conclusion[0] == one:
            for subject, prop, value in step.premises:
                if value == one:
                    return f"{shown(subject)} can have only one {_name(prop)}."
    return f"{shown(one)} and {shown(other)} cannot be both the same and different."


def _is_datatype(term: Term) -> bool:
    return isinstance(term, NamedNode) and term.value in JUDGED


def _name(term: Term) -> str:
    return compact(term.value) if isinstance(term, NamedNode) else shown(term)


def _is_axiom(fact: Fact) -> bool:
    predicate = term_text(fact[1])
    if predicate == RDF + "type":
        return term_text(fact[2]).startswith((OWL, RDFS))
    return predicate.startswith((OWL, RDFS)) or _is_of_a_list(fact)


def _is_of_a_list(fact: Fact) -> bool:
    """Tell whether a triple is a part of a list: the axiom that has the list says enough."""
    return term_text(fact[1]) in {RDF + "first", RDF + "rest"}


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
    axioms = tuple((q.subject, q.predicate, q.object) for q in triples.with_text(*_MARKS))
    return (
        _forbid(axioms)
        or any(predicate == _DIFFERENT for _, predicate, _ in axioms)
        or triples.has(str(_NOTHING))
    )


@lru_cache(maxsize=4)
def _forbid(axioms: tuple[Fact, ...]) -> bool:
    return Closure(lambda: axioms, only_false=True).program.forbids


def _finding(
    corpus: Corpus,
    found: Contradiction,
    causes: list[Fact],
    holders: dict[Fact, tuple[Source, Quad]],
) -> Finding:
    primary = _likeliest(causes)
    causes = [fact for fact in causes if not _is_of_a_list(fact)]
    subject = term_text(primary[0])
    lines = [
        f"an axiom of type {shown(fact[2])}"
        if isinstance(fact[0], BlankNode)
        else " ".join(map(shown, fact))
        for fact in causes
        if not isinstance(fact[0], BlankNode) or fact[1] == _TYPE
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
    links = [fact for fact in data if fact[1] != _TYPE]
    axioms = [fact for fact in causes if not _is_of_a_list(fact)]
    return (links or data or axioms or causes)[-1]
