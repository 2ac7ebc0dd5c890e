"""Findings as JSON, for scripts."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

from rolegraph.shacl.findings import Finding
from rolegraph.shacl.report import Report


def finding_object(finding: Finding) -> dict[str, Any]:
    """Return a finding as a JSON object: its attributes in camelCase, and its fingerprint."""
    known = {_camel(name): value for name, value in asdict(finding).items()}
    return known | {"fingerprint": finding.fingerprint}


def report_object(report: Report) -> dict[str, Any]:
    """Return a report as a JSON object."""
    return {
        "conforms": not report.failed,
        "summary": report.summary,
        "counts": {severity.lower(): number for severity, number in report.counts.items()},
        "filesChecked": report.checked,
        "leftOut": report.hidden,
        "notes": list(report.notes),
        "findings": [finding_object(finding) for finding in report.findings],
        "removed": [finding_object(finding) for finding in report.removed],
        "rules": {
            rule: {"iri": known.iri, "name": known.name, "description": known.description}
            for rule, known in sorted(report.rules.items())
        },
    }


def render(report: Report) -> str:
    """Return a report as JSON text."""
    return json.dumps(report_object(report), ensure_ascii=False, indent=2) + "\n"


def _camel(name: str) -> str:
    first, *rest = name.split("_")
    return first + "".join(word.capitalize() for word in rest)
