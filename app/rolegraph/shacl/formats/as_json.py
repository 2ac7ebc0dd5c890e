"""Findings as JSON, for scripts."""

from __future__ import annotations

import json
from dataclasses import asdict, fields
from typing import Any

from rolegraph.shacl.findings import Finding
from rolegraph.shacl.report import Report


def _camel(name: str) -> str:
    first, *rest = name.split("_")
    return first + "".join(word.capitalize() for word in rest)


_NAMES = tuple((field.name, _camel(field.name)) for field in fields(Finding))


def finding_object(finding: Finding) -> dict[str, Any]:
    """Return a finding as a JSON object: its attributes in camelCase, and its fingerprint."""
    known = {shown: getattr(finding, name) for name, shown in _NAMES}
    known["related"] = [asdict(place) for place in finding.related]
    known["details"] = [finding_object(detail) for detail in finding.details]
    known["messages"] = list(finding.messages)
    known["fix"] = asdict(finding.fix) if finding.fix else None
    return known | {"fingerprint": finding.fingerprint}


def report_object(report: Report) -> dict[str, Any]:
    """Return a report as a JSON object.

    `conforms` is SHACL's: nothing at all was found. `passed` is what the exit code says: no
    violation, with `--strict` no warning either, and nothing that could not be judged.
    """
    return {
        "conforms": report.conforms,
        "passed": not report.failed and not report.incomplete,
        "complete": not report.incomplete,
        "summary": report.summary,
        "counts": {severity.lower(): number for severity, number in report.counts.items()},
        "filesChecked": report.checked,
        "triples": report.read.triples,
        "shapes": report.read.shapes,
        "focusNodes": report.read.focus_nodes,
        "engine": report.read.engine,
        "completeness": asdict(report.completed) if report.completed else None,
        "leftOut": report.hidden,
        "notRead": list(report.not_read),
        "shapesWithoutFocus": [asdict(shape) for shape in report.unfocused],
        "notes": list(report.notes),
        "findings": [finding_object(finding) for finding in report.findings],
        "removed": [finding_object(finding) for finding in report.removed],
        "rules": {
            rule: {"iri": known.iri, "name": known.name, "description": known.description}
            for rule, known in sorted(report.rules.items())
        },
    }


def render(report: Report) -> str:
    """Return a report as JSON text: a line for each finding, so that a comparison of lines tells.

    Indented JSON would take as long as half of the check: Python writes that without C.
    """
    parts = []
    for key, value in report_object(report).items():
        if isinstance(value, list) and value:
            lines = ",\n".join(json.dumps(item, ensure_ascii=False) for item in value)
            parts.append(f"{json.dumps(key)}: [\n{lines}\n]")
        else:
            parts.append(f"{json.dumps(key)}: {json.dumps(value, ensure_ascii=False)}")
    return "{\n" + ",\n".join(parts) + "\n}\n"


def failed(message: str) -> str:
    """Return the report of a check that could not run."""
    said = {"error": message, "passed": False, "complete": False, "findings": []}
    return json.dumps(said, ensure_ascii=False) + "\n"
