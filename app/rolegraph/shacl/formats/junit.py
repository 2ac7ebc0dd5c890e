"""JUnit XML, for CI servers: a suite for each check, a case for each finding.

Format: the de-facto schema that Jenkins and GitLab read.
"""

from __future__ import annotations

import xml.etree.ElementTree as ET

from rolegraph.shacl.findings import VIOLATION, WARNING, Finding, rank
from rolegraph.shacl.formats.text import facts, shown_path, shown_value
from rolegraph.shacl.report import NOT_RUN, Report


def render(report: Report) -> str:
    """Return a report as JUnit XML; a check without findings is one passed case."""
    root = ET.Element("testsuites", name="rolegraph check")
    checks = list(dict.fromkeys([*report.checks, *(f.check for f in report.findings)]))
    for check in checks:
        findings = [finding for finding in report.findings if finding.check == check]
        failed = [finding for finding in findings if _fails(finding, report)]
        suite = ET.SubElement(
            root,
            "testsuite",
            name=check,
            tests=str(max(1, len(findings))),
            failures=str(len(failed)),
            errors="0",
            skipped="0",
        )
        if not findings:
            ET.SubElement(
                suite, "testcase", classname=f"rolegraph.{check}", name=f"{check}: nothing found"
            )
        taken: set[str] = set()
        for finding in findings:
            name = _name(finding, report, taken)
            _case(suite, finding, report, name, fails=finding in failed)
    ET.indent(root)
    return ET.tostring(root, encoding="unicode", xml_declaration=True) + "\n"


def failed(message: str) -> str:
    """Return the report of a check that could not run."""
    root = ET.Element("testsuites", name="rolegraph check")
    suite = ET.SubElement(
        root, "testsuite", name="check", tests="1", failures="0", errors="1", skipped="0"
    )
    case = ET.SubElement(suite, "testcase", classname="rolegraph.check", name=NOT_RUN)
    ET.SubElement(case, "error", message=message).text = message
    ET.indent(root)
    return ET.tostring(root, encoding="unicode", xml_declaration=True) + "\n"


def _fails(finding: Finding, report: Report) -> bool:
    return rank(finding.severity) <= rank(WARNING if report.strict else VIOLATION)


def _name(finding: Finding, report: Report, taken: set[str]) -> str:
    """Return a name that no other case of the suite has: servers keep one of equal names."""
    subject = finding.focus_label or finding.focus or finding.file or "catalogue"
    more = (
        finding.path and shown_path(finding.path, report),
        finding.value and shown_value(finding.value, report),
        finding.component and finding.component.removesuffix("ConstraintComponent"),
    )
    name = _printable(f"{finding.rule}: {subject}")
    for text in filter(None, more):
        if name not in taken:
            break
        name = _printable(f"{name}, {text}")
    number, single = 1, name
    while name in taken:
        number += 1
        name = f"{single} ({number})"
    taken.add(name)
    return name


def _case(suite: ET.Element, finding: Finding, report: Report, name: str, *, fails: bool) -> None:
    file = finding.file and report.in_checkout(finding.file)
    place = ":".join(str(p) for p in (file, finding.line, finding.column) if p is not None)
    attributes = {"classname": f"rolegraph.{finding.check}", "name": name}
    if file:
        attributes |= {"file": file, "line": str(finding.line or 1)}
    case = ET.SubElement(suite, "testcase", attributes)
    lines = [place, finding.message, *(f"{word}: {text}" for word, text in facts(finding, report))]
    text = _printable("\n".join(line for line in lines if line))
    if fails:
        failure = ET.SubElement(
            case, "failure", type=finding.severity, message=_printable(finding.message)
        )
        failure.text = text
    else:
        ET.SubElement(case, "system-out").text = f"{finding.severity}\n{text}"


def _printable(text: str) -> str:
    """Leave out what XML 1.0 cannot hold."""
    return "".join(c for c in text if c in "\t\n\r" or ord(c) >= 0x20)  # noqa: PLR2004
