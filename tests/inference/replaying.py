"""Replays the steps of an explanation: does the rule that a step names conclude what it says?

Independent of the closure: a rule becomes a SPARQL query over the premises of the step alone.
"""

from __future__ import annotations

import pyoxigraph as ox

from rolegraph.inference.explain import Explanation, ProofStep
from rolegraph.inference.facts import Stated
from rolegraph.inference.owl_rules import InferenceRule, ListKind, Written, all_rules
from rolegraph.rdf.namespaces import OWL, RDF
from rolegraph.rdf.terms import Term

OF_VALUES = {"dt-not-type", "dt-diff", "dt-type2"}
"""Rules about the values of literals, which no graph pattern can express."""
CELLS = f"?list <{RDF}rest>*/<{RDF}first> "


def replays(step: ProofStep) -> bool:
    """Tell whether some reading of the rule leads from the premises to the conclusion."""
    if step.rule in OF_VALUES:
        return True
    return any(_fits(rule, step) for rule in all_rules() if rule.name == step.rule)


def in_order(explanation: Explanation) -> bool:
    """Tell whether each step uses only what is stated or concluded before it."""
    known: set[Stated] = set(explanation.stated)
    for step in explanation.steps:
        if not set(step.premises) <= known:
            return False
        if step.conclusion is not None:
            known.add(step.conclusion)
    return True


def _fits(rule: InferenceRule, step: ProofStep) -> bool:
    if (rule.conclusion is None) != (step.conclusion is None):
        return False
    store = ox.Store()
    store.extend(ox.Quad(*premise) for premise in step.premises)
    if rule.name == "eq-diff1":
        # eq-ref, which is never written out: each thing is the same as itself.
        same = ox.NamedNode(OWL + "sameAs")
        store.extend(ox.Quad(s, same, s) for s, _, _ in step.premises)
    values: dict[str, Term] = {}
    if rule.conclusion is not None and step.conclusion is not None:
        for part, term in zip(rule.conclusion, step.conclusion, strict=True):
            if part.startswith("?"):
                if values.setdefault(part, term) != term:
                    return False
            elif str(term) != f"<{part}>":
                return False
    patterns = " ".join(map(_pattern, _premises(rule, step)))
    if rule.items is ListKind.PAIRS:
        patterns += f" FILTER (?i != ?j) {CELLS} ?i . {CELLS} ?j ."
    elif rule.items is ListKind.EACH:
        patterns += f" {CELLS} ?i ."
    names = " ".join(values) or "*"
    put_in = {ox.Variable(name[1:]): term for name, term in values.items()}
    rows = store.query(f"SELECT {names} {{ {patterns} }}", substitutions=put_in)
    return next(iter(rows), None) is not None


def _premises(rule: InferenceRule, step: ProofStep) -> list[Written]:
    """Return the premises with those that a list asks for, written out for the step's list."""
    if rule.items not in {ListKind.EVERY, ListKind.CHAIN, ListKind.KEY}:
        return list(rule.premises)
    cells = {s: o for s, p, o in step.premises if p.value == RDF + "first"}
    rest = {s: o for s, p, o in step.premises if p.value == RDF + "rest"}
    node = next(iter(cells.keys() - set(rest.values())))
    items = []
    while node in cells:
        items.append(cells[node].value)
        node = rest[node]
    if rule.items is ListKind.EVERY:
        return [(s, p, item if o == "?i" else o) for s, p, o in rule.premises for item in items]
    if rule.items is ListKind.KEY:
        shared = [(who, item, f"?z{n}") for n, item in enumerate(items) for who in ("?x", "?y")]
        return [*rule.premises, *shared]
    names = ["?x", *(f"?u{n}" for n in range(len(items) - 1)), "?y"]
    return [*rule.premises, *((names[n], item, names[n + 1]) for n, item in enumerate(items))]


def _pattern(written: Written) -> str:
    size = {"0": "?zero", "1": "?one"}
    parts = [p if p.startswith("?") else size.get(p) or f"<{p}>" for p in written]
    return " ".join(parts) + " ."
