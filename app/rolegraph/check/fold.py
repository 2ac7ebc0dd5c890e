"""Makes one fault one finding: what only follows from another finding is folded into that."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace

from rolegraph.rdf.namespaces import compact
from rolegraph.shacl.findings import Finding, rank

_LINK_COMPONENTS = frozenset({"ClassConstraintComponent", "NodeConstraintComponent"})
_ROOT_CAUSES = frozenset({"undeclared-term", "dangling-link"})


def fold(findings: Iterable[Finding]) -> list[Finding]:
    """Return findings without those that say of the same value what another one says better.

    * Several constraints of one shape that one value breaks are one finding.
    * A link to nothing explains why its target has not the right class.
    * A misspelt property explains why the right one is missing.
    * A shape explains a contradiction, clash or query row about the same value or thing.
    """
    merged = _merged(findings)
    roots = [finding for finding in merged if finding.rule in _ROOT_CAUSES]
    dangling = {(f.focus, f.path, f.value) for f in roots if f.rule == "dangling-link"}
    misspelt = {(f.focus, f.hint and f.hint.partition("?")[0]) for f in roots}
    kept = [
        finding
        for finding in merged
        if not (_follows_from_link(finding, dangling) or _follows_from_term(finding, misspelt))
    ]
    return _without_echoes(kept)


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


def _follows_from_link(
    finding: Finding, dangling: set[tuple[str | None, str | None, str | None]]
) -> bool:
    if finding.check == "consistency":
        return (finding.focus, finding.path, finding.value) in dangling
    if finding.component not in _LINK_COMPONENTS:
        return False
    if finding.path and finding.path.startswith("^"):
        return (finding.value, finding.path[2:-1], finding.focus) in dangling
    return (finding.focus, finding.path, finding.value) in dangling


def _follows_from_term(finding: Finding, misspelt: set[tuple[str | None, str | None]]) -> bool:
    if finding.component != "MinCountConstraintComponent" or not finding.path:
        return False
    return (finding.focus, f"Did you mean {compact(finding.path)}") in misspelt


def _without_echoes(findings: list[Finding]) -> list[Finding]:
    said = {(f.focus, f.path, f.value) for f in findings if f.check == "shacl"}
    of_thing = {f.focus for f in findings if f.check != "queries"}
    labelled = {(f.focus, f.path) for f in findings if f.check == "shacl"}

    def is_echo(finding: Finding) -> bool:
        if finding.check == "consistency":
            return (finding.focus, finding.path, finding.value) in said
        if finding.check == "queries":
            return finding.focus is not None and finding.focus in of_thing
        return finding.rule == "label-clash" and (finding.focus, finding.path) in labelled

    return [finding for finding in findings if not is_echo(finding)]
