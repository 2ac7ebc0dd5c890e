"""Equal findings of many things as one, for people: fifty hints of one rule fill no page."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from rolegraph.shacl.findings import VIOLATION, WARNING, Finding, rank
from rolegraph.shacl.report import Report

_MANY = 3
"""So many equal findings are shown as one."""


@dataclass(frozen=True)
class EqualFindings:
    """Findings of one rule that say the same of several things, in their order."""

    findings: tuple[Finding, ...]


def grouped(report: Report) -> Iterator[Finding | EqualFindings]:
    """Yield the leading findings of a report, equal ones as one where the first of them stands.

    What makes the check fail is never grouped: each of those has to be read.
    """
    if not report.groups:
        yield from report.leading
        return
    failing = rank(WARNING if report.strict else VIOLATION)
    equal: dict[tuple[str, str, str], list[Finding]] = defaultdict(list)
    for finding in report.leading:
        equal[_said(finding)].append(finding)
    for finding in report.leading:
        found = equal[_said(finding)]
        if rank(finding.severity) <= failing or len(found) < _MANY:
            yield finding
        elif finding is found[0]:
            yield EqualFindings(tuple(found))


def _said(finding: Finding) -> tuple[str, str, str]:
    return (finding.severity, finding.rule, finding.message)
