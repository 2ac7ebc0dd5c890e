"""A report: findings together with what every format needs to show them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from rolegraph.rdf.namespaces import compact
from rolegraph.shacl.findings import SEVERITIES, VIOLATION, WARNING, Finding


def shortened(iri: str, prefixes: Mapping[str, str]) -> str:
    """Return an IRI with a prefix where one fits (namespace → prefix), else as it is."""
    cut = max(iri.rfind("#"), iri.rfind("/")) + 1
    prefix = prefixes.get(iri[:cut])
    return f"{prefix}:{iri[cut:]}" if prefix is not None and iri[cut:] else compact(iri)


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
        hidden: number of findings that were left out on request (baseline, other files).
        strict: whether warnings count as failures.
    """

    findings: tuple[Finding, ...]
    removed: tuple[Finding, ...] = ()
    rules: Mapping[str, RuleHelp] = field(default_factory=dict)
    prefixes: Mapping[str, str] = field(default_factory=dict)
    texts: Mapping[str, str] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    checks: tuple[str, ...] = ()
    checked: int = 0
    hidden: int = 0
    strict: bool = False

    def short(self, iri: str) -> str:
        """Return an IRI as the checked files would write it."""
        return shortened(iri, self.prefixes)

    @property
    def counts(self) -> dict[str, int]:
        """Number of findings of each severity, the gravest first."""
        found = Counter(finding.severity for finding in self.findings)
        return {severity: found[severity] for severity in SEVERITIES}

    @property
    def failed(self) -> bool:
        """Whether there is a violation, or with `strict` a warning."""
        counts = self.counts
        return bool(counts[VIOLATION] or (self.strict and counts[WARNING]))

    @property
    def summary(self) -> str:
        """The outcome in one line."""
        counted = ", ".join(
            f"{number} {_plural(severity.lower(), number)}"
            for severity, number in self.counts.items()
            if number
        )
        files = f"{self.checked} {_plural('file', self.checked)}"
        outcome = f"{counted or 'nothing to mend'} in {files}"
        left = f" ({self.hidden} left out)" if self.hidden else ""
        return f"{outcome[0].upper()}{outcome[1:]}{left}."


def _plural(word: str, number: int) -> str:
    if word == "info":
        return "hint" if number == 1 else "hints"
    return word if number == 1 else word + "s"
