"""SARIF 2.1.0, for code scanning.

Format: https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html.
"""

from __future__ import annotations

import json
from pathlib import PurePath
from typing import Any
from urllib.parse import quote

from rolegraph import __version__
from rolegraph.shacl.findings import Edit, Finding, Place
from rolegraph.shacl.formats.text import facts
from rolegraph.shacl.report import Report, RuleHelp

_SCHEMA = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)
_LEVELS = {
    "Violation": "error",
    "Warning": "warning",
    "Info": "note",
    "Debug": "note",
    "Trace": "note",
}
_ROOT = "SRCROOT"


def render(report: Report) -> str:
    """Return a report as SARIF text."""
    return json.dumps(log(report), ensure_ascii=False, indent=2) + "\n"


def log(report: Report) -> dict[str, Any]:
    """Return a report as a SARIF log."""
    rules = sorted(report.rules.values(), key=lambda known: known.rule)
    index = {known.rule: position for position, known in enumerate(rules)}
    compared = bool(report.removed)
    results = [_result(f, report, index, "new" if compared else None) for f in report.findings]
    results += [_result(finding, report, index, "absent") for finding in report.removed]
    levels = {finding.rule: finding.severity for finding in report.findings}
    return {
        "$schema": _SCHEMA,
        "version": "2.1.0",
        "runs": [
            {
                "tool": {
                    "driver": {
                        "name": "rolegraph",
                        "semanticVersion": __version__,
                        "informationUri": "https://w3id.org/rolegraph/",
                        "rules": [_rule(known, levels.get(known.rule)) for known in rules],
                    }
                },
                "columnKind": "unicodeCodePoints",
                "originalUriBaseIds": {
                    _ROOT: {"description": {"text": "The folder that the check was run in."}}
                },
                "invocations": [
                    {
                        "executionSuccessful": not report.incomplete,
                        "exitCode": report.exit_code,
                        "toolExecutionNotifications": [
                            {"level": "note", "message": {"text": note}} for note in report.notes
                        ],
                    }
                ],
                "results": results,
            }
        ],
    }


def _rule(known: RuleHelp, severity: str | None) -> dict[str, Any]:
    return {
        "id": known.rule,
        "name": known.name,
        "shortDescription": {"text": known.name},
        "fullDescription": {"text": known.description},
        "help": {
            "text": f"{known.description} See {known.iri}",
            "markdown": f"{known.description}\n\nSee [{known.rule}]({known.iri}).",
        },
        "helpUri": known.iri,
        "defaultConfiguration": {"level": _LEVELS.get(severity or "", "warning")},
    }


def _result(
    finding: Finding, report: Report, index: dict[str, int], state: str | None
) -> dict[str, Any]:
    known = [f"{word}: {text}" for word, text in facts(finding, report) if word != "see"]
    result: dict[str, Any] = {
        "ruleId": finding.rule,
        "level": _LEVELS.get(finding.severity, "error"),
        "message": {"text": "\n".join([finding.message, *known])},
        "partialFingerprints": {"rolegraphFinding/v1": finding.fingerprint},
    }
    if finding.rule in index:
        result["ruleIndex"] = index[finding.rule]
    if finding.file:
        place = Place(
            finding.file,
            finding.line or 1,
            finding.column or 1,
            finding.end_line or finding.line or 1,
            finding.end_column or (finding.column or 1) + 1,
        )
        location = _location(place)
        if finding.focus:
            name = finding.focus_label or finding.focus
            logical = {"name": name, "fullyQualifiedName": finding.focus, "kind": "resource"}
            location["logicalLocations"] = [logical]
        result["locations"] = [location]
    if finding.related:
        result["relatedLocations"] = [
            _location(place) | {"id": number} for number, place in enumerate(finding.related, 1)
        ]
    if finding.fix:
        result["fixes"] = [
            {
                "description": {"text": finding.fix.title},
                "artifactChanges": [_change(edit) for edit in finding.fix.edits],
            }
        ]
    if state:
        result["baselineState"] = state
    return result


def _location(place: Place) -> dict[str, Any]:
    location: dict[str, Any] = {
        "physicalLocation": {
            "artifactLocation": _artifact(place.file),
            "region": {
                "startLine": place.line,
                "startColumn": place.column,
                "endLine": place.end_line,
                "endColumn": place.end_column,
            },
        }
    }
    if place.note:
        location["message"] = {"text": place.note}
    return location


def _artifact(file: str) -> dict[str, Any]:
    path = PurePath(file)
    if path.is_absolute():
        return {"uri": path.as_uri()}
    return {"uri": quote(path.as_posix()), "uriBaseId": _ROOT}


def _change(edit: Edit) -> dict[str, Any]:
    return {
        "artifactLocation": _artifact(edit.file),
        "replacements": [
            {
                "deletedRegion": {"charOffset": edit.start, "charLength": edit.end - edit.start},
                "insertedContent": {"text": edit.text},
            }
        ],
    }
