"""Forward chaining by the OWL 2 RL rules, with the reason of every inferred triple kept.

Facts are derived breadth first, so the reason kept for a triple is among its shortest.
"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterable, Iterator

from rolegraph.checking.rules.owl_schema import Fact, Restriction, Schema
from rolegraph.rdf.namespaces import OWL, RDF
from rolegraph.rdf.terms import Literal, NamedNode, Quad, Term

TYPE = NamedNode(RDF + "type")
SAME = NamedNode(OWL + "sameAs")
_THING = NamedNode(OWL + "Thing")


class Closure:
    """What follows from triples and axioms.

    Attributes:
        reasons: each known fact → the facts it was inferred from; empty for an asserted one.
        types: thing → its classes, asserted or inferred.

    Args:
        quads: the asserted triples.
        schema: the axioms among them.
    """

    def __init__(self, quads: Iterable[Quad], schema: Schema) -> None:
        self.schema = schema
        self.reasons: dict[Fact, tuple[Fact, ...]] = {}
        self.types: dict[Term, set[Term]] = defaultdict(set)
        self._out: dict[tuple[Term, Term], set[Term]] = defaultdict(set)
        self._in: dict[tuple[Term, Term], set[Term]] = defaultdict(set)
        self._pairs: dict[Term, list[tuple[Term, Term]]] = defaultdict(list)
        self._queue: deque[Fact] = deque()
        self._restrictions = _by_trigger(schema.restrictions)
        self._joined = _joined_properties(schema)
        for quad in quads:
            self._add((quad.subject, quad.predicate, quad.object), ())
        while self._queue:
            fact = self._queue.popleft()
            for inferred, reason in self._consequences(fact):
                self._add(inferred, reason)

    def explain(self, facts: Iterable[Fact]) -> list[Fact]:
        """Return the asserted triples behind some facts, in the order in which they are used."""
        found: dict[Fact, None] = {}
        stack, seen = list(reversed(list(facts))), set()
        while stack:
            fact = stack.pop()
            if fact in seen:
                continue
            seen.add(fact)
            reasons = self.reasons.get(fact, ())
            if reasons:
                stack += reversed(reasons)
            else:
                found[fact] = None
        return list(found)

    def pairs(self, prop: Term) -> Iterator[tuple[Term, Term]]:
        """Yield subject and object of every fact of a property that axioms join or forbid."""
        yield from self._pairs.get(prop, ())

    def holds(self, fact: Fact) -> bool:
        """Tell whether a fact is known."""
        return fact in self.reasons

    def values(self, subject: Term, prop: Term) -> set[Term]:
        """Return the known values of a property that axioms join or forbid."""
        return self._out.get((subject, prop), set())

    def _add(self, fact: Fact, reason: tuple[Fact, ...]) -> None:
        if fact in self.reasons or isinstance(fact[0], Literal):
            return
        self.reasons[fact] = reason
        subject, predicate, value = fact
        if predicate == TYPE:
            self.types[subject].add(value)
        elif predicate in self._joined:
            self._out[subject, predicate].add(value)
            self._in[value, predicate].add(subject)
            self._pairs[predicate].append((subject, value))
        self._queue.append(fact)

    def _consequences(self, fact: Fact) -> Iterator[tuple[Fact, tuple[Fact, ...]]]:
        subject, predicate, value = fact
        if predicate == TYPE:
            yield from self._of_type(fact)
            return
        schema = self.schema
        for axiom in schema.superproperties.get(predicate, ()):  # prp-spo1, prp-eqp
            yield (subject, axiom.other, value), (fact, axiom.said)
        for axiom in schema.domains.get(predicate, ()):  # prp-dom
            yield (subject, TYPE, axiom.other), (fact, axiom.said)
        if isinstance(value, Literal):
            return
        for axiom in schema.ranges.get(predicate, ()):  # prp-rng
            yield (value, TYPE, axiom.other), (fact, axiom.said)
        for axiom in schema.inverses.get(predicate, ()):  # prp-inv
            yield (value, axiom.other, subject), (fact, axiom.said)
        said = schema.characteristics["SymmetricProperty"].get(predicate)
        if said:  # prp-symp
            yield (value, predicate, subject), (fact, said)
        if predicate in self._joined:
            yield from self._joins(fact)

    def _of_type(self, fact: Fact) -> Iterator[tuple[Fact, tuple[Fact, ...]]]:
        subject, _, kind = fact
        for axiom in self.schema.superclasses.get(kind, ()):  # cax-sco, cax-eqc, cls-int2, cls-uni
            yield (subject, TYPE, axiom.other), (fact, axiom.said)
        for node, members, said in self.schema.intersections:  # cls-int1
            if kind in members and self.types[subject].issuperset(members):
                facts = tuple((subject, TYPE, member) for member in members)
                yield (subject, TYPE, node), (*facts, said)
        for restriction in self._restrictions.get(kind, ()):
            yield from self._restricted(restriction, fact)

    def _restricted(
        self, restriction: Restriction, fact: Fact
    ) -> Iterator[tuple[Fact, tuple[Fact, ...]]]:
        subject, _, kind = fact
        prop, said = restriction.prop, restriction.said
        if kind == restriction.node and restriction.kind == "hasValue":  # cls-hv1
            yield (subject, prop, restriction.value), (fact, said)
        if kind == restriction.node and restriction.kind == "allValuesFrom":  # cls-avf
            for value in self.values(subject, prop):
                reason = (fact, (subject, prop, value), said)
                yield (value, TYPE, restriction.value), reason
        if kind == restriction.value and restriction.kind == "someValuesFrom":  # cls-svf1
            for holder in self._in.get((subject, prop), ()):
                yield (holder, TYPE, restriction.node), ((holder, prop, subject), fact, said)

    def _joins(self, fact: Fact) -> Iterator[tuple[Fact, tuple[Fact, ...]]]:
        subject, prop, value = fact
        kinds = self.schema.characteristics
        if said := kinds["TransitiveProperty"].get(prop):  # prp-trp
            for further in self.values(value, prop):
                yield (subject, prop, further), (fact, (value, prop, further), said)
            for earlier in self._in.get((subject, prop), ()):
                yield (earlier, prop, value), ((earlier, prop, subject), fact, said)
        if said := kinds["FunctionalProperty"].get(prop):  # prp-fp
            for other in self.values(subject, prop) - {value}:
                yield (value, SAME, other), (fact, (subject, prop, other), said)
        if said := kinds["InverseFunctionalProperty"].get(prop):  # prp-ifp
            for other in self._in.get((value, prop), set()) - {subject}:
                yield (subject, SAME, other), (fact, (other, prop, value), said)
        yield from self._compound(fact)

    def _compound(self, fact: Fact) -> Iterator[tuple[Fact, tuple[Fact, ...]]]:
        """Apply chains and restrictions to a new fact of a property that takes part in them."""
        subject, prop, _ = fact
        for head, chain, said in self.schema.chains:  # prp-spo2
            if prop in chain:
                yield from self._chained(head, chain, said, subject)
        for restriction in self._restrictions.get(prop, ()):
            yield from self._met(restriction, fact)

    def _met(self, restriction: Restriction, fact: Fact) -> Iterator[tuple[Fact, tuple[Fact, ...]]]:
        """Apply a restriction to a new fact of the property that it restricts."""
        subject, _, value = fact
        node, filler, said = restriction.node, restriction.value, restriction.said
        if restriction.kind == "someValuesFrom":
            if filler == _THING:  # cls-svf2
                yield (subject, TYPE, node), (fact, said)
            elif filler in self.types.get(value, ()):  # cls-svf1
                yield (subject, TYPE, node), (fact, (value, TYPE, filler), said)
        elif restriction.kind == "hasValue" and filler == value:  # cls-hv2
            yield (subject, TYPE, node), (fact, said)
        elif restriction.kind == "allValuesFrom" and node in self.types.get(subject, ()):  # cls-avf
            yield (value, TYPE, filler), ((subject, TYPE, node), fact, said)

    def _chained(
        self, head: Term, chain: list[Term], said: Fact, touched: Term
    ) -> Iterator[tuple[Fact, tuple[Fact, ...]]]:
        """Walk a chain from every node that begins it; chains are rare and short."""
        starts = {start for start, _ in self._pairs.get(chain[0], ())}
        for start in starts | {touched}:
            paths: list[tuple[Term, tuple[Fact, ...]]] = [(start, ())]
            for prop in chain:
                paths = [
                    (further, (*walked, (node, prop, further)))
                    for node, walked in paths
                    for further in self.values(node, prop)
                ]
            for end, walked in paths:
                yield (start, head, end), (*walked, said)


def _by_trigger(restrictions: list[Restriction]) -> dict[Term, list[Restriction]]:
    """Index restrictions by the class or property whose new facts may set them off."""
    found: dict[Term, list[Restriction]] = defaultdict(list)
    for restriction in restrictions:
        for trigger in {restriction.node, restriction.prop, restriction.value}:
            found[trigger].append(restriction)
    return found


def _joined_properties(schema: Schema) -> set[Term]:
    """Return the properties whose facts some rule joins or forbids: only they are indexed."""
    found: set[Term] = {SAME}
    for kind in schema.characteristics.values():
        found |= set(kind)
    for one, other, _ in schema.disjoint_properties:
        found |= {one, other}
    for head, chain, _ in schema.chains:
        found |= {head, *chain}
    found |= {restriction.prop for restriction in schema.restrictions}
    return found | {prop for _, prop, _, _ in schema.negative}
