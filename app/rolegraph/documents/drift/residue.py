"""The rest of drift: where the graph is not what document and curation give, word for word.

This is what is left when every statement is the same: another state of the curation, or triples of
the generated graph that somebody changed by hand.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from rolegraph.documents.drift.explain import fault_finding, finding
from rolegraph.documents.drift.inputs import GraphSource, Inputs
from rolegraph.documents.graph.builder import term
from rolegraph.documents.graph.generated import GENERATED
from rolegraph.documents.graph.importer import bring_together
from rolegraph.documents.text.errors import MalformedDocument
from rolegraph.rdf.namespaces import compact
from rolegraph.rdf.terms import Literal, NamedNode, Term, Triple
from rolegraph.shacl.findings import Finding, Place

_SHOWN = 60


def residue(inputs: Inputs) -> Iterator[Finding]:
    """Yield a finding for each thing of which the graph says more or less than it should."""
    try:
        imported = bring_together(
            inputs.document, inputs.curated, inputs.name, inputs.graph.described.triples
        )
    except MalformedDocument as error:
        for fault in error.faults:
            yield fault_finding("curation-malformed", fault, inputs.name)
        return
    generated = {term(name) for name in GENERATED}
    said = {t for t in inputs.graph.described.triples if t.predicate in generated}
    given = {t for t in imported.triples if t.predicate in generated}
    versions = {t.subject for t in given if t.predicate == term("rg:sha256")}
    is_same_curation = versions <= {t.subject for t in said}
    head, differing = _by_thing(said, given, imported.graph)
    if is_same_curation:
        differing = {**differing, **head}
    hint = f"Put it into the curation, then run `rolegraph documents import {inputs.name}`."
    for iri, (extra, lacking) in sorted(differing.items()):
        message = _message(extra, lacking)
        triple = (extra or lacking)[0]
        found = finding(
            "drift-curation",
            message,
            focus=iri,
            label=inputs.graph.described.label(iri),
            path=triple.predicate.value,
            value=str(triple.object) if extra else None,
            hint=hint,
        )
        yield found.at(_place(triple, inputs.graph, is_there=bool(extra)))
    if head and not differing:
        name = inputs.curated.shown_as if inputs.curated else inputs.name
        message = "The graph was made from another state of the curation; no statement differs."
        hint = f"Run `rolegraph documents import {inputs.name}`."
        found = finding("drift-curation", message, focus=imported.graph, hint=hint)
        yield found.at(Place(name, 1, 1, 1, 2))


_Differences = dict[str, tuple[list[Triple], list[Triple]]]


def _by_thing(
    said: set[Triple], given: set[Triple], graph: str
) -> tuple[_Differences, _Differences]:
    """Return the differing triples by thing: those of the graph's head, and the others.

    The head tells of the curation's version; it differs with every change of the curation.
    """
    head: _Differences = defaultdict(lambda: ([], []))
    differing: _Differences = defaultdict(lambda: ([], []))
    for place, triples in enumerate((said - given, given - said)):
        for triple in sorted(triples, key=str):
            if not isinstance(triple.subject, NamedNode):
                continue
            iri = triple.subject.value.partition("#")[0]
            in_head = iri == graph or "/document-versions/" in iri or "/documents/" in iri
            (head if in_head else differing)[iri][place].append(triple)
    return head, differing


def _message(extra: list[Triple], lacking: list[Triple]) -> str:
    parts = []
    if extra:
        parts.append(f"has {_shown(extra)} that neither the document nor its curation gives")
    if lacking:
        parts.append(f"lacks {_shown(lacking)} that they give")
    return f"The graph {' and '.join(parts)}."


def _shown(triples: list[Triple]) -> str:
    first = triples[0]
    more = f" and {len(triples) - 1} more" if len(triples) > 1 else ""
    return f"{compact(first.predicate.value)} {_term(first.object)}{more}"


def _term(value: Term) -> str:
    if isinstance(value, Literal):
        text = value.value if len(value.value) <= _SHOWN else f"{value.value[: _SHOWN - 1]}…"
        return f"“{text}”"
    return compact(value.value) if isinstance(value, NamedNode) else str(value)


def _place(triple: Triple, graph: GraphSource, *, is_there: bool) -> Place | None:
    if graph.places is None or graph.name is None or not isinstance(triple.subject, NamedNode):
        return None
    subject = triple.subject.value
    written = [
        each.at_object
        for each in graph.places.triples(subject)
        if is_there and (each.predicate, each.object) == (triple.predicate, triple.object)
    ]
    at = written[0] if written else graph.places.subject(subject)
    at = at or graph.places.subject(subject.partition("#")[0])
    if at is None:
        return None
    lines = graph.places.lines
    return Place(graph.name, *lines.place(at.start), *lines.place(at.end))
