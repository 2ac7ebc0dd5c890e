"""A summary in Markdown, for job summaries and review comments."""

from __future__ import annotations

from rolegraph.shacl.findings import Finding
from rolegraph.shacl.formats.text import consequences
from rolegraph.shacl.report import NOT_RUN, Report

_SIGNS = {"Violation": "🔴", "Warning": "🟡", "Info": "🔵", "Debug": "⚪", "Trace": "⚪"}
_MOST = 100


def render(report: Report) -> str:
    """Return a report as Markdown with one table; long reports are cut and say so."""
    lines = ["## rolegraph check", "", report.summary, ""]
    if report.findings:
        lines += ["| | where | thing | what | rule |", "|---|---|---|---|---|"]
        lines += [_row(finding, report) for finding in report.leading[:_MOST]]
        lines.append("")
    if len(report.leading) > _MOST:
        lines += [f"… and {len(report.leading) - _MOST} more.", ""]
    if report.removed:
        lines += ["### Gone", ""]
        lines += [f"- {f.focus_label or f.focus or f.file}: {f.message}" for f in report.removed]
        lines.append("")
    lines += [f"> {note}" for note in report.notes]
    return "\n".join(lines).rstrip() + "\n"


def failed(message: str) -> str:
    """Return the report of a check that could not run."""
    return f"## {NOT_RUN}\n\n" + "".join(f"    {line}\n" for line in message.splitlines())


def _row(finding: Finding, report: Report) -> str:
    place = f"`{report.in_checkout(finding.file)}:{finding.line}`" if finding.file else ""
    known = report.rules.get(finding.rule)
    rule = f"[{finding.rule}]({known.iri})" if known else finding.rule
    message = f"{finding.message} {finding.hint}" if finding.hint else finding.message
    also = [f"Also: {reported}" for reported in consequences(finding, report)]
    severity = report.short(finding.severity)
    cells = [
        f"{_SIGNS.get(finding.severity, '🔴')} {severity}",
        place,
        finding.focus_label or (report.short(finding.focus) if finding.focus else ""),
        "\n".join([message, *also]),
        rule,
    ]
    return "| " + " | ".join(_cell(cell) for cell in cells) + " |"


def _cell(text: str) -> str:
    return text.replace("\\", "\\\\").replace("|", "\\|").replace("\n", "<br>")
