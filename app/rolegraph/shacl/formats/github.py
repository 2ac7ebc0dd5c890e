"""Workflow commands that GitHub shows as annotations of a pull request.

Format: https://docs.github.com/actions/reference/workflow-commands-for-github-actions.
"""

from __future__ import annotations

from rolegraph.shacl.findings import Finding
from rolegraph.shacl.formats.text import facts, shown_value
from rolegraph.shacl.report import STANDARD_INPUT, Report

_LEVELS = {"Warning": "warning", "Info": "notice", "Debug": "notice", "Trace": "notice"}


def render(report: Report) -> str:
    """Return one line for each finding, then the remarks and the summary as notices.

    A remark tells what was not read or not judged, so whoever sees a green run must see it too.
    """
    lines = [_line(finding, report) for finding in report.findings]
    told = (*report.notes, report.summary)
    lines += [f"::notice title=rolegraph check::{escaped(text)}" for text in told]
    return "\n".join(lines) + "\n"


def failed(message: str) -> str:
    """Return the report of a check that could not run."""
    return f"::error title=rolegraph check could not run::{escaped(message)}\n"


def _line(finding: Finding, report: Report) -> str:
    single = finding.line == finding.end_line
    properties = {
        "file": finding.file and report.in_checkout(finding.file),
        "line": finding.line,
        "endLine": finding.end_line,
        "col": finding.column if single else None,
        "endColumn": finding.end_column if single else None,
        "title": _title(finding, report),
    }
    if finding.file == STANDARD_INPUT:  # no file of the repository, so GitHub finds no line
        properties = {"title": properties["title"]}
    given = ",".join(f"{k}={_property(str(v))}" for k, v in properties.items() if v is not None)
    help_lines = [
        f"{word}: {text}" for word, text in facts(finding, report) if word not in {"see", "thing"}
    ]
    message = "\n".join([finding.message, *help_lines])
    return f"::{_LEVELS.get(finding.severity, 'error')} {given}::{escaped(message)}"


def _title(finding: Finding, report: Report) -> str:
    """Return the rule and the thing that it is about, by its label or else its short name."""
    focus = finding.focus
    thing = finding.focus_label or (focus and shown_value(focus, report))
    return f"{finding.rule}: {thing}" if thing else finding.rule


def escaped(text: str) -> str:
    """Return a text as the message of a workflow command."""
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return escaped(text).replace(":", "%3A").replace(",", "%2C")
