"""Groups findings for people: what only follows from another finding is reported with that one.

Nothing is left out. A finding that follows from another carries that one's fingerprint; formats for
people show it below the other, formats for machines as a finding of its own. A finding never
follows from a less grave one, so no violation stands behind a warning.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from rolegraph.checking.files.corpus import Corpus
from rolegraph.rdf.namespaces import RDF
from rolegraph.rdf.terms import NamedNode
from rolegraph.shacl.findings import Finding, rank
from rolegraph.shacl.report import Report

_TYPE = RDF + "type"
_OF_LINKS = frozenset({"ClassConstraintComponent", "NodeConstraintComponent"})
_COMPOUND = frozenset(
    f"{name}ConstraintComponent" for name in ("SPARQL", "Or", "And", "Not", "Xone", "Node")
)

Explain = Callable[[Finding], Finding | None]
"""Returns the finding that another one follows from, if there is one."""


def folded(corpus: Corpus, report: Report) -> Report:
    """Return a report whose findings say which other one they follow from.

    * Several constraints of one shape that one value breaks are one fault.
    * A link to nothing explains why its target has not the right class; so does a misspelt class.
    * A misspelt property explains why the right one is missing, a misspelt datatype why the value
      has not the right one.
    * A value of the wrong datatype explains why queries over it fail.
    * A shape explains a contradiction, a clash, or a row of a query about the same; a malformed
      passage of a document explains why the graph says something else.
    """
    # A query that has several rows for one thing (two accountable roles) has one finding.
    findings = list(dict.fromkeys(finding.but(follows=None) for finding in report.findings))
    leads = _leads(findings)
    causes: dict[int, Finding] = {n: lead for n, lead in leads.items() if lead is not findings[n]}
    for explaining in (_by_link, _by_term, _by_type, _by_saying):
        leading = [finding for n, finding in enumerate(findings) if n not in causes]
        explain = explaining(corpus, leading)
        for number, finding in enumerate(findings):
            cause = None if number in causes else explain(finding)
            if cause and cause is not finding and rank(cause.severity) <= rank(finding.severity):
                causes[number] = cause
    first = {finding.fingerprint: n for n, finding in reversed(list(enumerate(findings)))}

    def origin(number: int) -> str | None:
        seen = {number}
        found = None
        while number in causes:
            found = causes[number].fingerprint
            number = first[found]
            if number in seen:
                break
            seen.add(number)
        return found

    shown = [finding.but(follows=origin(n)) for n, finding in enumerate(findings)]
    return replace(report, findings=tuple(shown))


def _leads(findings: Sequence[Finding]) -> dict[int, Finding]:
    """Return number → the gravest finding of the same shape about the same value."""
    groups: dict[tuple[object, ...], list[int]] = defaultdict(list)
    for number, finding in enumerate(findings):
        key: tuple[object, ...] = (finding.check, finding.rule, finding.focus, finding.path)
        groups[(*key, finding.value, finding.file, finding.line, finding.column)].append(number)
    leads: dict[int, Finding] = {}
    for numbers in groups.values():
        first = min(numbers, key=lambda n: (rank(findings[n].severity), n))
        leads |= dict.fromkeys(numbers, findings[first])
    return leads


def _triple(finding: Finding) -> tuple[str | None, str | None, str | None]:
    """Return subject, predicate and object of the triple that a finding is about."""
    if finding.path and finding.path.startswith("^<"):
        return finding.value, finding.path[2:-1], finding.focus
    return finding.focus, finding.path, finding.value


def _first(findings: Iterable[Finding], key: Callable[[Finding], object]) -> dict[object, Finding]:
    found: dict[object, Finding] = {}
    for finding in findings:
        found.setdefault(key(finding), finding)
    return found


def _by_link(_corpus: Corpus, findings: Sequence[Finding]) -> Explain:
    dangling = _first((f for f in findings if f.rule == "dangling-link"), _triple)

    def explain(finding: Finding) -> Finding | None:
        about_links = finding.check == "consistency" or finding.component in _OF_LINKS
        return dangling.get(_triple(finding)) if about_links else None

    return explain


def _by_term(corpus: Corpus, findings: Sequence[Finding]) -> Explain:
    terms = [finding for finding in findings if finding.rule == "undeclared-term"]
    meant = _first(terms, lambda f: (f.focus, f.hint and f.hint.partition("?")[0]))
    classes = _first((f for f in terms if f.path == _TYPE), lambda f: f.focus)
    values = _first((f for f in terms if f.value), lambda f: (f.focus, f.path))

    def explain(finding: Finding) -> Finding | None:
        if finding.component == "MinCountConstraintComponent" and finding.path:
            return meant.get((finding.focus, f"Did you mean {corpus.short(finding.path)}"))
        if finding.component == "DatatypeConstraintComponent" or finding.rule == "owl-datatype":
            return values.get((finding.focus, finding.path))
        return classes.get(finding.value) if finding.component in _OF_LINKS else None

    return explain


def _by_type(corpus: Corpus, findings: Sequence[Finding]) -> Explain:
    wrong = _first(
        (
            finding
            for finding in findings
            if finding.component == "DatatypeConstraintComponent"
            or (finding.rule == "undeclared-term" and finding.value and finding.path != _TYPE)
        ),
        lambda f: (f.focus, f.path),
    )
    broken = _first(wrong.values(), lambda f: f.focus)
    around: dict[str | None, set[str]] = defaultdict(set)
    asked = wrong and any(finding.component in _COMPOUND for finding in findings)
    for quad in corpus.triples if asked else ():
        if isinstance(quad.object, NamedNode) and quad.object.value in broken:
            around[str(quad.subject)[1:-1]].add(quad.object.value)

    def explain(finding: Finding) -> Finding | None:
        if finding.component not in _COMPOUND:
            return None
        inner = (detail.path for detail in finding.details)
        reads = {*corpus.reads(finding.rule_iri), finding.path, *inner} - {None}
        if not reads and finding.component == "SPARQLConstraintComponent":
            return broken.get(finding.focus)  # nothing tells what such a query looks at
        things = [t for t in (finding.focus, *sorted(around.get(finding.focus, ()))) if t in broken]
        causes = (wrong.get((thing, path)) for thing in things for path in sorted(map(str, reads)))
        return next(filter(None, causes), None)

    return explain


def _by_saying(_corpus: Corpus, findings: Sequence[Finding]) -> Explain:
    shapes = [finding for finding in findings if finding.check == "shacl"]
    said = _first(shapes, lambda f: (f.focus, f.path, f.value))
    labelled = _first(shapes, lambda f: (f.focus, f.path))
    others = _first((f for f in findings if f.check not in {"queries", "links"}), lambda f: f.focus)
    of_links = (f for f in findings if f.check == "links" and f.rule != "unreachable-thing")
    linked = _first(of_links, lambda f: f.focus)
    malformed = _first(
        (f for f in findings if f.rule == "document-malformed"),
        lambda f: (f.file, f.line, f.column),
    )

    def explain(finding: Finding) -> Finding | None:
        if finding.rule.startswith("drift-"):
            return malformed.get((finding.file, finding.line, finding.column))
        if finding.check == "consistency":
            return said.get((finding.focus, finding.path, finding.value))
        if finding.focus is None:
            return None
        if finding.check == "queries" or finding.rule == "unreachable-thing":
            return others.get(finding.focus) or linked.get(finding.focus)
        is_clash = finding.rule == "label-clash"
        return labelled.get((finding.focus, finding.path)) if is_clash else None

    return explain


def without_repeats(findings: Sequence[Finding]) -> list[Finding]:
    """Leave out what a shape reports of the same value: one fault is one finding."""
    judged = {
        (f.focus, f.path, f.value) for f in findings if f.component == "DatatypeConstraintComponent"
    }
    return [
        f
        for f in findings
        if f.rule != "unknown-datatype" or (f.focus, f.path, f.value) not in judged
    ]
