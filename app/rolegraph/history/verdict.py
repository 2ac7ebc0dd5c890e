"""What becomes of a change that the guard has judged."""

from __future__ import annotations

import json

from rolegraph.errors import Refused
from rolegraph.rdf.patch import Patch
from rolegraph.settings import GuardMode
from rolegraph.shacl.findings import VIOLATION, Finding, NewFindings

_KEPT = 100
"""How many findings the change log keeps of a commit; their number is always kept."""


def require_sound(findings: NewFindings, mode: GuardMode, patch: Patch) -> None:
    """Go on only if the mode lets a change with new findings pass.

    Raises:
        Refused: there are violations, and the mode enforces the shapes.
    """
    number = findings.counts.get(VIOLATION, 0)
    if number and mode is GuardMode.ENFORCE:
        first = next(reported for reported in findings.reported if reported.severity == VIOLATION)
        raise Refused(
            f"The change was not stored: it brings {number} "
            f"{'violation' if number == 1 else 'violations'} of the shapes. "
            f"The first: {first.message}{f' {first.hint}' if first.hint else ''}",
            findings.reported,
            patch,
        )


def report(findings: NewFindings, mode: GuardMode) -> str:
    """Return what the change log keeps of a verdict, as JSON."""
    return json.dumps(
        {
            "mode": mode.value,
            "total": findings.total,
            "findings": [_brief(finding) for finding in findings.reported[:_KEPT]],
        },
        ensure_ascii=False,
    )


def _brief(finding: Finding) -> dict[str, str | None]:
    return {
        "severity": finding.severity,
        "rule": finding.rule,
        "focus": finding.focus,
        "path": finding.path,
        "value": finding.value,
        "message": finding.message,
    }
