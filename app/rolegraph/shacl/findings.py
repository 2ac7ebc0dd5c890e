"""Findings: what is wrong, with what, where, and how to fix it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

VIOLATION, WARNING, INFO = "Violation", "Warning", "Info"
DEBUG, TRACE = "Debug", "Trace"
SEVERITIES = (VIOLATION, WARNING, INFO)
"""From the gravest: MUST, SHOULD, MAY."""
LEVELS = (*SEVERITIES, DEBUG, TRACE)
"""All severities that SHACL has, those of version 1.2 among them, from the gravest."""


@dataclass(frozen=True)
class Place:
    """A stretch of a file.

    Attributes:
        file: path as shown to people, relative to the working directory where it lies below it.
        line, column: where it begins, in characters, counted from 1.
        end_line, end_column: where it ends; the end column is the first behind it.
        note: what stands there, for people.
    """

    file: str
    line: int
    column: int
    end_line: int
    end_column: int
    note: str = ""


@dataclass(frozen=True)
class Edit:
    """Replaces the characters from `start` to `end` (offsets) of a file by `text`."""

    file: str
    start: int
    end: int
    text: str


@dataclass(frozen=True)
class Fix:
    """A way to fix a finding: edits of files, and what they do in words."""

    title: str
    edits: tuple[Edit, ...]


@dataclass(frozen=True)
class Finding:
    """One thing that is wrong.

    Attributes:
        severity: one of `LEVELS`, or the IRI of a severity that the shapes define themselves.
        rule: id of the rule: the local name of a shape, or the name of a check.
        rule_iri: the rule's IRI.
        focus: IRI of the thing, `_:label`, a literal in N-Triples form, or None where it is about
            no thing.
        focus_label: its label, for people.
        path: the property: an IRI, or a SPARQL property path where it is not one predicate.
        value: the value at fault, an IRI or a literal in N-Triples form.
        message: what is wrong and how to fix it.
        file, line, column, end_line, end_column: the primary place, see `Place`.
        related: other places that take part.
        check: the check that found it: `syntax`, `shacl`, `terms` and so on.
        component: the SHACL constraint component: its local name, or the IRI of one that is not
            SHACL's own.
        expected: what was expected, in words.
        hint: a near miss or another help, in words.
        snippet: Turtle that would fill what is missing.
        responsible: who answers for the thing.
        shape: the source shape: its IRI or `_:label`.
        constraint: the SPARQL constraint that it breaks: its IRI or `_:label`.
        messages: the messages of the SHACL report, in N-Triples form with their languages.
        own_words: whether the shapes give the message; else it is made from the constraint.
        details: what is wrong inside the value, where that does not conform to a shape.
        follows: fingerprint of the finding that explains this one; see `check.fold`.
        fix: a patch that fixes it.
    """

    severity: str
    rule: str
    rule_iri: str
    focus: str | None
    focus_label: str | None
    path: str | None
    value: str | None
    message: str
    file: str | None = None
    line: int | None = None
    column: int | None = None
    end_line: int | None = None
    end_column: int | None = None
    related: tuple[Place, ...] = ()
    check: str = "shacl"
    component: str | None = None
    expected: str | None = None
    hint: str | None = None
    snippet: str | None = None
    responsible: str | None = None
    shape: str | None = None
    constraint: str | None = None
    messages: tuple[str, ...] = ()
    details: tuple[Finding, ...] = ()
    follows: str | None = field(default=None, compare=False)
    fix: Fix | None = field(default=None, compare=False)
    own_words: bool = field(default=False, compare=False)

    def but(self, **changes: Any) -> Finding:
        """Return the finding with other values of some attributes.

        `dataclasses.replace` does the same seven times slower, and a check makes many findings.
        """
        made = object.__new__(Finding)
        made.__dict__.update(self.__dict__)
        made.__dict__.update(changes)
        return made

    def at(self, place: Place | None) -> Finding:
        """Return the finding with a primary place."""
        if place is None:
            return self
        return self.but(
            file=place.file,
            line=place.line,
            column=place.column,
            end_line=place.end_line,
            end_column=place.end_column,
        )

    @property
    def key(self) -> tuple[str, ...]:
        """What makes it the same finding wherever it stands: no line, no wording."""
        if self.focus is None or self.focus.startswith("_:"):
            subject = f"{self.file} {self.message}"
        else:
            subject = self._portable(self.focus)
        value = self._portable(self.value or "")
        return (self.rule, self.component or "", subject, self.path or "", value)

    def _portable(self, term: str) -> str:
        """Return a term without what differs from one run or one machine to the next."""
        if term.startswith("_:"):
            return "_:"
        folder, found, rest = term.partition(f"/{self.file}")
        return f"{found}{rest}" if found and folder.startswith("file:") else term

    @property
    def fingerprint(self) -> str:
        """A hash of `key`: 32 hexadecimal digits that survive moved lines."""
        return hashlib.sha256("\0".join(self.key).encode()).hexdigest()[:32]

    def to_json(self) -> dict[str, object]:
        """Return the finding as plain values, what is not known left out."""
        known = {
            "severity": self.severity,
            "rule": self.rule,
            "ruleIri": self.rule_iri,
            "check": self.check,
            "focus": self.focus,
            "label": self.focus_label,
            "path": self.path,
            "value": self.value,
            "message": self.message,
            "component": self.component,
            "expected": self.expected,
            "hint": self.hint,
            "snippet": self.snippet,
            "responsible": self.responsible,
            "file": self.file,
            "line": self.line,
            "column": self.column,
            "endLine": self.end_line,
            "endColumn": self.end_column,
            "related": [vars(place) for place in self.related] or None,
            "fingerprint": self.fingerprint,
        }
        return {name: value for name, value in known.items() if value is not None}


def rank(severity: str) -> int:
    """Return 0 for the gravest severity and more for lesser ones.

    One that the shapes define themselves is as grave as any: nothing says that it is not.
    """
    return LEVELS.index(severity) if severity in LEVELS else 0


def in_order(findings: Iterable[Finding]) -> list[Finding]:
    """Return findings, the gravest first, then by place and rule."""
    return sorted(
        findings,
        key=lambda f: (
            rank(f.severity),
            f.file or "",
            f.line or 0,
            f.column or 0,
            f.rule,
            f.key,
        ),
    )
