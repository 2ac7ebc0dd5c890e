"""A report: findings together with what every format needs to show them."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from rolegraph.rdf.namespaces import compact
from rolegraph.shacl.findings import (
    DEBUG,
    LEVELS,
    SEVERITIES,
    TRACE,
    VIOLATION,
    WARNING,
    Finding,
    rank,
)

BESIDE = frozenset({"shapes", "reading"})
"""Checks that say nothing of whether data conform: how shapes and files are written."""
NOT_RUN = "The check could not run"
STANDARD_INPUT = "standard input"
"""The name of what was read there."""


def shortened(iri: str, prefixes: Mapping[str, str]) -> str:
    """Return an IRI with a prefix where one fits (namespace → prefix), else as it is."""
    cut = max(iri.rfind("#"), iri.rfind("/")) + 1
    prefix = prefixes.get(iri[:cut])
    return f"{prefix}:{iri[cut:]}" if prefix is not None and iri[cut:] else compact(iri)


def shortened_path(path: str, prefixes: Mapping[str, str]) -> str:
    """Return a path, an IRI or a SPARQL property path, with prefixes where they fit."""
    if "<" not in path:
        return shortened(path, prefixes)
    return re.sub(r"<([^>]*)>", lambda match: shortened(match[1], prefixes), path)


@dataclass(frozen=True)
class RuleHelp:
    """What a rule asks for.

    Attributes:
        rule: its id.
        iri: its IRI, where its description is found.
        name: a short name, for people.
        description: what it asks for, in a sentence.
    """

    rule: str
    iri: str
    name: str
    description: str


@dataclass(frozen=True)
class WhatWasRead:
    """What a check has read.

    Attributes:
        triples: of the data and the ontology.
        shapes: how many shapes there are.
        focus_nodes: how many nodes of the data are targets of shapes.
        engine: the SHACL engine that judged, None where none did.
    """

    triples: int = 0
    shapes: int = 0
    focus_nodes: int = 0
    engine: str | None = None


@dataclass(frozen=True)
class Completed:
    """How complete a catalogue is, by its own questions.

    Attributes:
        met: how often something that is asked for is there.
        of: how often something is asked for.
        percent: the share for people, such as `84 %`.
    """

    met: int
    of: int
    percent: str


@dataclass(frozen=True)
class ShapeWithoutFocus:
    """A shape that is for no node of the data.

    Attributes:
        shape: its name, as the files write it, or where it stands.
        target: what it is for, in words.
        near: a class of the data that may be meant.
        file, line: where it stands.
    """

    shape: str
    target: str
    near: str | None
    file: str | None
    line: int | None


@dataclass(frozen=True)
class Report:
    """The outcome of a check.

    Attributes:
        findings: what is wrong, in order.
        removed: findings of an earlier state that are gone, where two states were compared.
        rules: rule id → what it asks for, for all rules among the findings.
        prefixes: namespace → prefix, as the checked files abbreviate.
        texts: file name → its text, for files that findings stand in.
        notes: remarks on the run, for people.
        checks: names of the checks that were run.
        checked: number of files that were checked.
        read: what was read, see `WhatWasRead`.
        conforms: whether nothing at all was found, as SHACL has it: before a severity, a baseline
            or the choice of files left anything out.
        incomplete: whether something could not be judged, such as an ill-formed shape.
        unfocused: shapes that are for no node of the data.
        not_read: names of files in the given folders that were not read.
        hidden: number of findings that were left out on request (baseline, other files).
        strict: whether warnings count as failures.
        completed: how complete the catalogue is; None where there is none with questions.
        base: the folder that names of files are relative to, if they are names of files.
        root: the top of the checkout around it, if it lies in one.
        groups: whether the text for people shows equal findings of many things as one.
        first_steps: what a person should do first, each in a sentence.
    """

    findings: tuple[Finding, ...]
    removed: tuple[Finding, ...] = ()
    rules: Mapping[str, RuleHelp] = field(default_factory=dict)
    prefixes: Mapping[str, str] = field(default_factory=dict)
    texts: Mapping[str, str] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    checks: tuple[str, ...] = ()
    checked: int = 0
    read: WhatWasRead = field(default_factory=WhatWasRead)
    conforms: bool = True
    incomplete: bool = False
    unfocused: tuple[ShapeWithoutFocus, ...] = ()
    not_read: tuple[str, ...] = ()
    hidden: int = 0
    strict: bool = False
    completed: Completed | None = None
    base: Path | None = None
    root: Path | None = None
    groups: bool = False
    first_steps: tuple[str, ...] = ()

    def in_checkout(self, file: str) -> str:
        """Return the name of a file from the top of the checkout, as review tools need it.

        What lies outside, or is no file, keeps its name.
        """
        if self.base is None or self.root is None or file == STANDARD_INPUT:
            return file
        path = self.base / file
        return path.relative_to(self.root).as_posix() if path.is_relative_to(self.root) else file

    def short(self, iri: str) -> str:
        """Return an IRI as the checked files would write it."""
        return shortened(iri, self.prefixes)

    @cached_property
    def leading(self) -> tuple[Finding, ...]:
        """The findings that follow from no other one: what people are shown first."""
        return tuple(finding for finding in self.findings if finding.follows is None)

    @cached_property
    def following(self) -> Mapping[str, Sequence[Finding]]:
        """Fingerprint of a leading finding → those that follow from it."""
        found: dict[str, list[Finding]] = defaultdict(list)
        for finding in self.findings:
            if finding.follows:
                found[finding.follows].append(finding)
        return found

    @property
    def counts(self) -> dict[str, int]:
        """Number of findings of each severity, the gravest first."""
        found = Counter(finding.severity for finding in self.findings)
        own = sorted(found.keys() - set(LEVELS))
        seldom = [severity for severity in (DEBUG, TRACE) if found[severity]]
        return {severity: found[severity] for severity in (*own, *SEVERITIES, *seldom)}

    @property
    def failed(self) -> bool:
        """Whether there is a violation, or with `strict` a warning.

        A severity that the shapes define themselves counts as a violation.
        """
        worst = min((rank(finding.severity) for finding in self.findings), default=len(LEVELS))
        return worst <= rank(WARNING if self.strict else VIOLATION)

    @property
    def exit_code(self) -> int:
        """2 where not everything could be judged, else 1 where it failed, else 0."""
        return 2 if self.incomplete else int(self.failed)

    @property
    def summary(self) -> str:
        """The outcome in one line, with what was read."""
        counted = ", ".join(
            f"{number} {_plural(self._severity(severity), number)}"
            for severity, number in self.counts.items()
            if number
        )
        files = f"{self.checked} {_plural('file', self.checked)}"
        outcome = f"{counted or 'nothing to fix'} in {files}"
        hidden = f"{self.hidden} {_plural('finding', self.hidden)} not shown"
        left = f" ({hidden})" if self.hidden else ""
        counts = (
            ("triple", self.read.triples),
            ("shape", self.read.shapes),
            ("focus node", self.read.focus_nodes),
        )
        read = ", ".join(f"{number} {_plural(word, number)}" for word, number in counts)
        # Where documents are compared with their graphs, nothing of it is counted.
        read = f" Read: {read}." if any(number for _, number in counts) else ""
        whole = self.completed
        share = f" Completeness: {whole.percent}, {whole.met} of {whole.of}." if whole else ""
        return f"{outcome[0].upper()}{outcome[1:]}{left}.{read}{share}"

    def _severity(self, severity: str) -> str:
        return self.short(severity) if ":" in severity else severity.lower()


def _plural(word: str, number: int) -> str:
    return word if number == 1 or ":" in word or word == "info" else word + "s"
