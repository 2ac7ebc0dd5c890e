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
from rolegraph.shacl.formats.code_scanning import ScannedText
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


def failed(message: str) -> str:
    """Return the report of a check that could not run."""
    said = log(Report((), incomplete=True))
    (invocation,) = said["runs"][0]["invocations"]
    invocation["toolExecutionNotifications"] = [{"level": "error", "message": {"text": message}}]
    return json.dumps(said, ensure_ascii=False, indent=2) + "\n"


def log(report: Report) -> dict[str, Any]:
    """Return a report as a SARIF log."""
    rules = sorted(report.rules.values(), key=lambda known: known.rule)
    index = {known.rule: position for position, known in enumerate(rules)}
    compared = bool(report.removed)
    made = _Results(report, index)
    results = [made.result(f, "new" if compared else None) for f in report.findings]
    results += [made.result(finding, "absent") for finding in report.removed]
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
                "columnKind": "utf16CodeUnits",
                "originalUriBaseIds": {
                    _ROOT: {
                        "description": {
                            "text": "The top of the checkout; without one, the folder that the "
                            "check was run in."
                        }
                    }
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


class _Results:
    """Makes results; columns are in UTF-16 units, as GitHub reads them."""

    def __init__(self, report: Report, index: dict[str, int]) -> None:
        self._report = report
        self._index = index
        self._texts: dict[str, ScannedText] = {}

    def result(self, finding: Finding, state: str | None) -> dict[str, Any]:
        """Return a result; `state` is that beside a baseline."""
        known = [f"{word}: {text}" for word, text in facts(finding, self._report) if word != "see"]
        result: dict[str, Any] = {
            "ruleId": finding.rule,
            "level": _LEVELS.get(finding.severity, "error"),
            "message": {"text": "\n".join([finding.message, *known])},
            "partialFingerprints": {"rolegraphFinding/v1": finding.fingerprint},
        }
        if finding.rule in self._index:
            result["ruleIndex"] = self._index[finding.rule]
        line = finding.line or 1
        column = finding.column or 1
        place = Place(
            finding.file or ".",
            line,
            column,
            finding.end_line or line,
            finding.end_column or column + 1,
        )
        line_hash = self._text(place.file).line_hash(line) if finding.file else None
        if line_hash:
            result["partialFingerprints"]["primaryLocationLineHash"] = line_hash
        location = self._location(place)
        if finding.focus:
            name = finding.focus_label or finding.focus
            logical = {"name": name, "fullyQualifiedName": finding.focus, "kind": "resource"}
            location["logicalLocations"] = [logical]
        result["locations"] = [location]
        if finding.related:
            result["relatedLocations"] = [
                self._location(related) | {"id": number}
                for number, related in enumerate(finding.related, 1)
            ]
        if finding.fix:
            result["fixes"] = [
                {
                    "description": {"text": finding.fix.title},
                    "artifactChanges": [self._change(edit) for edit in finding.fix.edits],
                }
            ]
        if state:
            result["baselineState"] = state
        return result

    def _text(self, file: str) -> ScannedText:
        if file not in self._texts:
            self._texts[file] = ScannedText(self._report.texts.get(file, ""))
        return self._texts[file]

    def _location(self, place: Place) -> dict[str, Any]:
        text = self._text(place.file)
        location: dict[str, Any] = {
            "physicalLocation": {
                "artifactLocation": _artifact(self._report.in_checkout(place.file)),
                "region": {
                    "startLine": place.line,
                    "startColumn": text.column(place.line, place.column),
                    "endLine": place.end_line,
                    "endColumn": text.column(place.end_line, place.end_column),
                },
            }
        }
        if place.note:
            location["message"] = {"text": place.note}
        return location

    def _change(self, edit: Edit) -> dict[str, Any]:
        text = self._text(edit.file)
        start, end = text.offset(edit.start), text.offset(edit.end)
        return {
            "artifactLocation": _artifact(self._report.in_checkout(edit.file)),
            "replacements": [
                {
                    "deletedRegion": {"charOffset": start, "charLength": end - start},
                    "insertedContent": {"text": edit.text},
                }
            ],
        }


def _artifact(file: str) -> dict[str, Any]:
    path = PurePath(file)
    if path.is_absolute():
        return {"uri": path.as_uri()}
    return {"uri": quote(path.as_posix()), "uriBaseId": _ROOT}
