"""What OpenAPI says of the report of a validation; `shacl/formats/as_json.py` writes it."""

from __future__ import annotations

from rolegraph.api.schema.shared_schemas import TEXT, Described, an_array, an_object, text, whole
from rolegraph.catalogue.schema.json_schema import reference

_MAYBE: Described = {"type": ["string", "null"]}
_PLACE: Described = {"type": ["integer", "null"], "minimum": 1}
_TEXTS: Described = an_array(TEXT)
_OPEN: Described = {"type": "object", "additionalProperties": True}
_FINDING: Described = {
    "severity": {"type": "string", "enum": ["Violation", "Warning", "Info"]},
    "rule": text("Name of the shape or check."),
    "ruleIri": _MAYBE,
    "focus": {**_MAYBE, "description": "The thing at fault."},
    "focusLabel": _MAYBE,
    "path": {**_MAYBE, "description": "The property at fault."},
    "value": {**_MAYBE, "description": "The value at fault."},
    "message": text("What is wrong and how to fix it."),
    "file": _MAYBE,
    "line": _PLACE,
    "column": _PLACE,
    "endLine": _PLACE,
    "endColumn": _PLACE,
    "check": text("The check that found it."),
    "component": _MAYBE,
    "expected": _MAYBE,
    "hint": _MAYBE,
    "snippet": {**_MAYBE, "description": "What to write, as Turtle."},
    "fingerprint": text("The same finding has the same one in every report."),
    "details": an_array(reference("ReportFinding"), "What the alternatives of a shape found."),
}
REPORT: dict[str, Described] = {
    "ReportFinding": an_object(
        "A finding of a report.",
        _FINDING,
        *(name for name in _FINDING if name not in {"severity", "rule", "message", "check"}),
    ),
    "ReportCounts": an_object(
        "Findings by severity.",
        {name: whole("How many there are.") for name in ("violation", "warning", "info")},
    ),
    "ValidationReport": an_object(
        "The report of a validation.",
        {
            "conforms": {"type": "boolean", "description": "Whether there are no findings."},
            "passed": {"type": "boolean", "description": "Whether nothing forbids the data."},
            "complete": {"type": "boolean", "description": "Whether all of it was checked."},
            "summary": text("All of it in a sentence."),
            "counts": reference("ReportCounts"),
            "filesChecked": whole("How many files were checked."),
            "triples": whole("How many triples were read."),
            "shapes": whole("How many shapes there are."),
            "focusNodes": whole("How many nodes were judged."),
            "engine": text("The SHACL engine.", null=True),
            "leftOut": whole("How many findings are not shown."),
            "notRead": _TEXTS,
            "shapesWithoutFocus": {"type": "array", "items": {}},
            "notes": _TEXTS,
            "findings": an_array(reference("ReportFinding")),
            "removed": {"type": "array", "items": {}},
            "rules": {
                "type": "object",
                "description": "The rules that found something, by name.",
                "additionalProperties": _OPEN,
            },
        },
        *("engine", "removed", "rules", "notes"),
    ),
}
