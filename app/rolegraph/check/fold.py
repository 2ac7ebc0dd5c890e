"""Makes one fault one finding: what only follows from another finding is folded into that."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from rolegraph.check.corpus import Corpus
from rolegraph.rdf.namespaces import RDF
from rolegraph.rdf.terms import NamedNode
from rolegraph.shacl.findings import Finding, rank

_TYPE = RDF + "type"
_OF_LINKS = frozenset({"ClassConstraintComponent", "NodeConstraintComponent"})
_COMPOUND = frozenset(
    f"{name}ConstraintComponent" for name in ("SPARQL", "Or", "And", "Not", "Xone", "Node")
)


def fold(corpus: Corpus, findings: Iterable[Finding]) -> list[Finding]:
    """Return findings without those that only follow from another one.

    * Several constraints of one shape that one value breaks are one finding.
    * A link to nothing explains why its target has not the right class; so does a misspelt class.
    * A misspelt property explains why the right one is missing, a misspelt datatype why the value
      has not the right one.
    * A value of the wrong datatype explains why queries over it fail.
    * A shape explains a contradiction, a clash, or a row of a query about the same; a malformed
      passage of a document explains why the graph says something else.
    """
    kept = _merged(findings)
    for follows in (_follow_from_link, _follow_from_term, _follow_from_type, _echo):
        is_consequence = follows(corpus, kept)
        kept = [finding for finding in kept if not is_consequence(finding)]
    return kept


Test = Callable[[Finding], bool]


def _merged(findings: Iterable[Finding]) -> list[Finding]:
    groups: dict[tuple[object, ...], list[Finding]] = defaultdict(list)
    for finding in findings:
        key: tuple[object, ...] = (finding.check, finding.rule, finding.focus, finding.path)
        groups[(*key, finding.value, finding.file, finding.line, finding.column)].append(finding)
    return [_union(group) for group in groups.values()]


def _union(group: list[Finding]) -> Finding:
    first = min(group, key=lambda finding: (rank(finding.severity), finding.component or ""))
    if len(group) == 1 or first.check != "shacl":
        return first
    expected = dict.fromkeys(f.expected for f in group if f.expected)
    return replace(first, expected=", ".join(expected) or None)


def _triple(finding: Finding) -> tuple[str | None, str | None, str | None]:
    """Return subject, predicate and object of the triple that a finding is about."""
    if finding.path and finding.path.startswith("^<"):
        return finding.value, finding.path[2:-1], finding.focus
    return finding.focus, finding.path, finding.value


def _follow_from_link(_corpus: Corpus, findings: Sequence[Finding]) -> Test:
    dangling = {_triple(f) for f in findings if f.rule == "dangling-link"}

    def follows(finding: Finding) -> bool:
        about_links = finding.check == "consistency" or finding.component in _OF_LINKS
        return about_links and _triple(finding) in dangling

    return follows


def _follow_from_term(corpus: Corpus, findings: Sequence[Finding]) -> Test:
    terms = [finding for finding in findings if finding.rule == "undeclared-term"]
    meant = {(f.focus, f.hint and f.hint.partition("?")[0]) for f in terms}
    classes = {f.focus for f in terms if f.path == _TYPE}
    values = {(f.focus, f.path) for f in terms if f.value}

    def follows(finding: Finding) -> bool:
        if finding.component == "MinCountConstraintComponent" and finding.path:
            return (finding.focus, f"Did you mean {corpus.short(finding.path)}") in meant
        if finding.component == "DatatypeConstraintComponent" or finding.rule == "owl-datatype":
            return (finding.focus, finding.path) in values
        return finding.component in _OF_LINKS and finding.value in classes

    return follows


def _follow_from_type(corpus: Corpus, findings: Sequence[Finding]) -> Test:
    wrong = {
        (finding.focus, finding.path)
        for finding in findings
        if finding.component == "DatatypeConstraintComponent"
        or (finding.rule == "undeclared-term" and finding.value and finding.path != _TYPE)
    }
    broken = {thing for thing, _ in wrong}
    around: dict[str | None, set[str]] = defaultdict(set)
    for quad in corpus.quads if wrong else ():
        if isinstance(quad.object, NamedNode) and quad.object.value in broken:
            around[str(quad.subject)[1:-1]].add(quad.object.value)

    def follows(finding: Finding) -> bool:
        if finding.component not in _COMPOUND:
            return False
        reads = {*corpus.reads(finding.rule_iri), finding.path}
        things = {finding.focus, *around.get(finding.focus, ())} & broken
        if reads == {None}:  # nothing tells what such a node shape looks at
            return finding.focus in broken
        return any((thing, path) in wrong for thing in things for path in reads)

    return follows


def _echo(_corpus: Corpus, findings: Sequence[Finding]) -> Test:
    said = {(f.focus, f.path, f.value) for f in findings if f.check == "shacl"}
    labelled = {(f.focus, f.path) for f in findings if f.check == "shacl"}
    others = {f.focus for f in findings if f.check not in {"queries", "links"}}
    linked = {f.focus for f in findings if f.check == "links" and f.rule != "unreachable-thing"}

    malformed = {(f.file, f.line, f.column) for f in findings if f.rule == "document-malformed"}

    def is_echo(finding: Finding) -> bool:
        if finding.rule.startswith("drift-"):
            return (finding.file, finding.line, finding.column) in malformed
        if finding.check == "consistency":
            return (finding.focus, finding.path, finding.value) in said
        if finding.check == "queries":
            return finding.focus is not None and finding.focus in others | linked
        if finding.rule == "unreachable-thing":
            return finding.focus in others | linked
        return finding.rule == "label-clash" and (finding.focus, finding.path) in labelled

    return is_echo
