"""The shapes themselves: ill-formed ones and misspelt terms."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from rolegraph.checking.files.corpus import Corpus, Part
from rolegraph.checking.files.sources import SHAPES, Source
from rolegraph.checking.rules import registry as rules
from rolegraph.checking.rules.idle import misspelt_targets
from rolegraph.checking.rules.targets import TargetsInData
from rolegraph.checking.rules.terms import renamed
from rolegraph.errors import ShapesFault
from rolegraph.rdf.namespaces import OWL, SH
from rolegraph.rdf.terms import BlankNode, NamedNode, Quad, Term
from rolegraph.rdf.turtle.tokens import TokenSpan
from rolegraph.shacl.findings import Finding, Fix, Place
from rolegraph.shacl.lint.graph import ShapeFault
from rolegraph.shacl.results import term_text
from rolegraph.shacl.wording import counted

_PARTS: dict[str, Part] = {"predicate": "predicate", "object": "object"}
_TARGETS = ("targetClass", "targetNode", "targetSubjectsOf", "targetObjectsOf")
_NONE = (
    "There are no shapes, so nothing would be validated. Name them: --shapes PATH. For the other "
    "checks alone: --skip shacl."
)


def check_well_formed(corpus: Corpus) -> Iterator[Finding]:
    """Yield what is wrong in the shapes, each at its triple."""
    holders: dict[object, Source] = {}
    faults = corpus.linted.faults
    if faults:
        for source in corpus.part(SHAPES):
            for quad in source.quads:
                holders.setdefault(quad.triple, source)
    for fault in faults:
        yield _finding(corpus, fault, holders[fault.quad.triple])
    yield from misspelt_targets(corpus, TargetsInData(corpus.linted.sound, corpus.triples))


def not_judged(corpus: Corpus, findings: Iterable[Finding]) -> list[str]:
    """Return a remark where not everything could be judged: what was left out, and what not."""
    faults = [finding for finding in findings if finding.rule in rules.INCOMPLETE]
    if not faults:
        return []
    first = faults[0]
    place = f"{first.file}:{first.line}" if first.line else str(first.file)
    more = f" and {counted(len(faults) - 1, 'other place')}" if len(faults) > 1 else ""
    left = ""
    if corpus.linted.spoilt:
        sound = {quad.subject for quad in corpus.linted.sound}
        number = len(corpus.linted.shapes - sound)
        were = "was" if number == 1 else "were"
        out = f"{counted(number, 'shape')} {were}" if number else "What is wrong there was"
        left = f" {out} left out, and the rest was judged."
    return [f"Not everything could be judged, so the exit code is 2: see {place}{more}.{left}"]


def require_shapes(corpus: Corpus) -> None:
    """Make sure that there is something to judge by.

    Raises:
        ShapesFault: there is no shape, or none has a target, so nothing would be judged.
    """
    files = corpus.part(SHAPES)
    names = ", ".join(source.name for source in files[:3])
    if not files:
        if corpus.triples and f"<{OWL}Ontology>" not in corpus.triples.instances:
            raise ShapesFault(_NONE)
        return  # an ontology has checks of its own; the report says that SHACL judged nothing
    linted = corpus.linted
    if linted.spoilt:
        return  # reported, each at its place
    if not linted.shapes:
        raise ShapesFault(
            f"{names}: no shape in it, so nothing would be checked. A shape is a sh:NodeShape or "
            f"sh:PropertyShape of <{SH}>."
        )
    if not linted.targeted:
        unaimed = next((f.message for f in linted.faults if f.rule == "unaimed-shape"), None)
        raise ShapesFault(
            f"{names}: no shape has a target, so nothing would be checked. "
            + (
                unaimed
                or f"Add {', '.join(f'sh:{n}' for n in _TARGETS[:-1])} or sh:{_TARGETS[-1]}."
            )
        )


def _finding(corpus: Corpus, fault: ShapeFault, source: Source) -> Finding:
    quad, part = fault.quad, _PARTS[fault.part]
    shape = _named(corpus, fault.shape)
    found = rules.finding(
        fault.rule,
        fault.message,
        focus=shape,
        path=quad.predicate.value,
        value=term_text(quad.object) if part == "object" else None,
        hint=fault.hint,
    )
    place = corpus.triple_place(source, quad, part) or _around(corpus, source, quad)
    found = found.at(place)
    if place is None:
        found = replace(found, file=source.name)
    term = quad.predicate if part == "predicate" else quad.object
    if place and fault.near and isinstance(term, NamedNode):
        start = source.lines.offset(place.line, place.column)
        end = source.lines.offset(place.end_line, place.end_column)
        edit = renamed(source, TokenSpan(start, end), term.value, fault.near)
        if edit:
            title = f"replace {corpus.short(term.value)} by {corpus.short(fault.near)}"
            found = replace(found, fix=Fix(title, (edit,)))
    return found


def _around(corpus: Corpus, source: Source, quad: Quad) -> Place | None:
    """Return the place of the triple's subject, where the triple itself is not found."""
    span = corpus.locator.open(source).subject(str(quad.subject).strip("<>"))
    return corpus.locator.place(source, span) if span else None


def _named(corpus: Corpus, node: Term | None) -> str | None:
    """Return the IRI of a shape, or that of the nearest one around it that has one."""
    if node is None:
        return None
    if not isinstance(node, BlankNode):
        return term_text(node)
    seen: set[Term] = set()
    queue: list[Term] = [node]
    parents = corpus.shape_parents
    while queue:
        here = queue.pop(0)
        if isinstance(here, NamedNode):
            return here.value
        if here not in seen:
            seen.add(here)
            queue += parents.get(here, ())
    return str(node)
