"""Findings for people at a terminal: message, source line with a caret, and how to fix it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from rolegraph.rdf.turtle.tokens import Lines
from rolegraph.shacl.findings import Finding
from rolegraph.shacl.formats.grouping import EqualFindings, grouped
from rolegraph.shacl.report import Report, shortened_path
from rolegraph.shacl.results import plain_text

if TYPE_CHECKING:
    from rich.console import Console
    from rich.text import Text

_STYLES = {"Violation": "bold red", "Warning": "bold yellow", "Info": "bold cyan"}
_WIDEST = 160
_NAMED = 3
"""So many things are named of those that equal findings are about."""
_CONTROL = re.compile(r"[\a\b\v\f\r\x1b]")
"""Bell, backspace, form feed, carriage return, escape."""


def shown_value(value: str, report: Report) -> str:
    """Return a value for people: prefixed names, literals in quotes."""
    if value.startswith('"'):
        return f'"{plain_text(value)}"'
    return report.short(value.strip("<>"))


def shown_path(path: str, report: Report) -> str:
    """Return a path for people, with prefixed names."""
    return shortened_path(path, report.prefixes)


def facts(finding: Finding, report: Report) -> Iterator[tuple[str, str]]:
    """Yield what is known of a finding beyond its message: pairs of a word and a text."""
    value = finding.value
    if value is not None and (value == finding.focus or value.startswith("_:")):
        value = None  # the thing itself, or a node without a name
    known = (
        ("thing", shown_thing(finding, report)),
        ("property", finding.path and shown_path(finding.path, report)),
        ("value", value and shown_value(value, report)),
        ("expected", finding.expected),
        ("help", finding.hint),
        ("add", finding.snippet),
        ("fix", finding.fix and finding.fix.title),
        ("ask", finding.responsible),
    )
    yield from ((word, text) for word, text in known if text)
    if not finding.own_words:  # else the rule has said what it wants to say
        yield from (("inside", text) for text in inner_messages(finding, report))
    for place in finding.related:
        yield "see", f"{place.file}:{place.line}:{place.column} {place.note}".rstrip()


def inner_messages(finding: Finding, report: Report) -> Iterator[str]:
    """Yield what is wrong inside a value that does not conform to a shape."""
    for detail in finding.details:
        known = [shown_path(detail.path, report)] if detail.path else []
        if detail.value and detail.value != detail.focus:
            known.append(shown_value(detail.value, report))
        place = ", ".join(known)
        yield f"{detail.message} ({place})" if place else detail.message
        yield from inner_messages(detail, report)


def consequences(finding: Finding, report: Report) -> list[str]:
    """Return what follows from a finding, each in a line."""
    found = []
    for other in report.following.get(finding.fingerprint, ()):
        reported = other.message
        if other.focus != finding.focus and other.focus_label:
            reported = f"{other.focus_label}: {reported}"
        if reported == finding.message and other.expected:
            reported = f"{other.expected} is expected"
        found.append(f"{reported} [{report.short(other.severity)}, {other.rule}]")
    return found


def shown_thing(finding: Finding, report: Report) -> str | None:
    """Return the thing a finding is about: its label and IRI."""
    if finding.focus is None or finding.focus.startswith("_:"):
        return finding.focus_label
    name = shown_value(finding.focus, report)
    return f"{finding.focus_label} ({name})" if finding.focus_label else name


def render(report: Report) -> str:
    """Return a report as plain text."""
    return "".join(f"{paragraph.plain}\n" for paragraph in _paragraphs(report))


def failed(message: str) -> str:
    """Return the report of a check that could not run."""
    return f"rolegraph check: {message}\n"


def print_text(report: Report, console: Console) -> None:
    """Print a report, with colours where the console has some."""
    for paragraph in _paragraphs(report):
        console.print(paragraph.coloured(), soft_wrap=True)


class _Paragraph:
    """A text in pieces with a style each. rich colours it; without colours nothing needs rich."""

    def __init__(self, text: str = "", style: str = "") -> None:
        self._pieces = [(text, style)]

    def append(self, text: str, style: str = "") -> None:
        self._pieces.append((text, style))

    def append_text(self, other: _Paragraph) -> None:
        self._pieces += other._pieces

    @property
    def plain(self) -> str:
        """The text without what would move the cursor of a terminal."""
        return _CONTROL.sub("", "".join(text for text, _ in self._pieces))

    def coloured(self) -> Text:
        """Return the text for rich."""
        from rich.text import Text

        return Text.assemble(*self._pieces)


def _paragraphs(report: Report) -> Iterator[_Paragraph]:
    sources = _Sources(report)
    for found in grouped(report):
        if isinstance(found, EqualFindings):
            yield _equal(found, report)
        else:
            yield _finding(found, report, sources)
    for finding in report.removed:
        yield _Paragraph(f"gone: {finding.rule}: {_subject(finding, report)}", "green")
    for note in report.notes:
        yield _Paragraph(f"note: {note}", "dim")
    if report.first_steps:
        yield _steps(report)
    bad = report.failed or report.incomplete
    yield _Paragraph(report.summary, "bold red" if bad else "bold green")


def _subject(finding: Finding, report: Report) -> str:
    return finding.focus_label or (
        report.short(finding.focus) if finding.focus else finding.message
    )


class _Sources:
    """The lines of the files."""

    def __init__(self, report: Report) -> None:
        self._texts = report.texts
        self._lines: dict[str, Lines | None] = {}

    def line(self, file: str, number: int) -> str | None:
        """Return a line of a file, counted from 1; None where there is none."""
        if file not in self._texts:
            return None
        if file not in self._lines:
            text = self._texts.get(file, "")
            self._lines[file] = Lines(text) if text else None
        lines = self._lines[file]
        return lines.line(number) if lines else None


def _steps(report: Report) -> _Paragraph:
    text = _Paragraph("What to do first:\n", "bold")
    for number, step in enumerate(report.first_steps, start=1):
        text.append(f"  {number}. {step}\n")
    return text


def _head(finding: Finding, report: Report) -> _Paragraph:
    text = _Paragraph(report.short(finding.severity), _STYLES.get(finding.severity, "bold red"))
    text.append(f" [{finding.rule}] ", "dim")
    return text


def _equal(equal: EqualFindings, report: Report) -> _Paragraph:
    first, *_ = equal.findings
    text = _head(first, report)
    text.append(f"{len(equal.findings)} times: ", "bold")
    text.append(f"{first.message}\n")
    left = len(equal.findings) - _NAMED
    left = left if left > 1 else 0  # “and 1 more” takes as much room as its name
    for finding in equal.findings[: len(equal.findings) - left]:
        text.append("--> ", "blue")
        place = _place(finding)
        text.append(f"{place}: " if place else "")
        text.append(f"{_subject(finding, report)}\n")
    if left:
        text.append(" = ", "blue")
        text.append(f"and {left} more; --all shows each\n")
    if first.hint:
        text.append(" = ", "blue")
        text.append("help: ", "bold")
        text.append(f"{first.hint}\n")
    return text


def _place(finding: Finding) -> str:
    return ":".join(str(p) for p in (finding.file, finding.line, finding.column) if p)


def _finding(finding: Finding, report: Report, sources: _Sources) -> _Paragraph:
    text = _head(finding, report)
    if finding.focus_label:
        text.append(f"{finding.focus_label}: ", "bold")
    text.append(f"{finding.message}\n")
    lines = list(facts(finding, report))
    number = str(finding.line or "")
    margin = " " * len(number)
    if finding.file:
        text.append(f"{margin}--> ", "blue")
        text.append(f"{_place(finding)}\n")
        text.append_text(_source(finding, sources, number))
    for word, fact in lines:
        text.append(f"{margin} = ", "blue")
        text.append(f"{word}: ", "bold")
        text.append(fact.replace("\n", f"\n{margin}   ") + "\n")
    for reported in consequences(finding, report):
        text.append(f"{margin} = ", "blue")
        text.append("also: ", "bold")
        text.append(f"{reported}\n")
    return text


def _source(finding: Finding, sources: _Sources, number: str) -> _Paragraph:
    """Return the source line with a caret below what is at fault."""
    text = _Paragraph()
    line = sources.line(finding.file or "", finding.line or 0)
    if line is None:
        return text
    column = finding.column or 1
    single = finding.end_line in {None, finding.line} and finding.end_column
    end = (finding.end_column or 0) if single else len(line) + 1
    cut = max(0, column - _WIDEST // 2) if len(line) > _WIDEST else 0
    shown = line[cut : cut + _WIDEST].replace("\t", " ")
    carets = "^" * max(1, min(end, cut + _WIDEST + 1) - column)
    margin = " " * len(number)
    text.append(f"{margin} |\n{number} | ", "blue")
    text.append(f"{shown}\n")
    text.append(f"{margin} | ", "blue")
    text.append(" " * (column - 1 - cut) + carets, _STYLES.get(finding.severity, "bold"))
    text.append("\n")
    return text
