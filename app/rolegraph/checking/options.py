"""What is checked, and what of it somebody asks for: checks, profiles, severity."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from rolegraph.checking.files.corpus import Corpus
from rolegraph.checking.rules.consistency import check_consistency
from rolegraph.checking.rules.drift import check_documents
from rolegraph.checking.rules.hygiene import check_queries
from rolegraph.checking.rules.links import check_links
from rolegraph.checking.rules.reading import check_reading
from rolegraph.checking.rules.registry import INCOMPLETE
from rolegraph.checking.rules.shapes import check_well_formed
from rolegraph.checking.rules.terms import check_terms
from rolegraph.checking.rules.values import check_values
from rolegraph.errors import ParameterError
from rolegraph.shacl.engines.validator import ENGINES, EngineName
from rolegraph.shacl.findings import LEVELS, Finding, rank

Check = Callable[[Corpus], Iterable[Finding]]
UNAVOIDABLE = INCOMPLETE | {"syntax", "query-syntax", "query-header"}
"""Rules whose findings are reported whatever was asked for."""


def check_shapes(corpus: Corpus) -> list[Finding]:
    """Return the SHACL findings of ontology and data."""
    return corpus.validator.validate(corpus.judged)


CHECKS: dict[str, tuple[str, Check | None]] = {
    "syntax": ("every file parses as its format", None),
    "sssom": ("mapping tables keep to SSSOM", None),
    "reading": ("keys of JSON-LD and names of datatypes mean something", check_reading),
    "shapes": ("the shapes are well-formed, and no SHACL term is misspelt", check_well_formed),
    "values": ("literals have values, and shapes ask for what is kept", check_values),
    "terms": ("every term is declared, every class has a shape", check_terms),
    "links": ("no dangling links, duplicates, clashing labels", check_links),
    "consistency": ("no contradictions by OWL 2 RL", check_consistency),
    "shacl": ("the shapes, the lint of the ontology among them", check_shapes),
    "documents": ("documents and their graphs say the same", check_documents),
    "queries": ("queries parse, and hygiene queries find nothing", check_queries),
}
"""Name of a check → what it looks for, and the function that does (None: reading does)."""

PROFILES: dict[str, frozenset[str]] = {
    "catalogue": frozenset(CHECKS),
    "own": frozenset(CHECKS) - {"values", "terms", "links", "documents"},
    "shacl": frozenset({"syntax", "shapes", "shacl"}),
}
"""Name of a profile → the checks that it runs."""


@dataclass(frozen=True)
class Options:
    """How to check.

    Attributes:
        engine: the SHACL engine.
        strict: whether warnings count as failures.
        only: names of checks or ids of rules to report; empty means all.
        skip: names of checks or ids of rules to leave out.
        severity: the least severity to report.
        profile: one of `PROFILES`, or `auto`: `catalogue` where the rules are those of a catalogue
            of roles, `own` where they are somebody's own.
    """

    engine: EngineName = "auto"
    strict: bool = False
    only: tuple[str, ...] = ()
    skip: tuple[str, ...] = ()
    severity: str = LEVELS[-1]
    profile: str = "auto"

    def __post_init__(self) -> None:
        """Refuse what does not exist.

        Raises:
            ParameterError: there is no such engine, severity or profile.
        """
        for what, given, known in (
            ("engine", self.engine, ENGINES),
            ("severity", self.severity, LEVELS),
            ("profile", self.profile, ("auto", *PROFILES)),
        ):
            if given not in known:
                raise ParameterError(f"There is no {what} {given!r}; there are {', '.join(known)}.")

    @property
    def folds(self) -> bool:
        """Whether people are shown what follows from another finding together with that one."""
        return self.profile != "shacl"

    @property
    def is_narrow(self) -> bool:
        """Whether some findings are left out by their check, rule or severity."""
        return bool(self.only or self.skip or self.severity != LEVELS[-1])

    def of_profile(self, *, ours: bool) -> frozenset[str]:
        """Return the checks of the profile."""
        if self.profile == "auto":
            return PROFILES["catalogue" if ours else "own"]
        return PROFILES[self.profile]

    def runs(self, check: str, *, ours: bool = True) -> bool:
        """Tell whether a check has to run at all.

        Args:
            check: its name.
            ours: whether the rules are those of a catalogue of roles.
        """
        if check == "syntax":
            return True
        names = {check, "shacl"} if check == "shapes" else {check}
        if names & set(self.skip):
            return False
        if names & set(self.only):
            return True
        rules_named = any(name not in CHECKS for name in self.only)
        return (not self.only or rules_named) and check in self.of_profile(ours=ours)

    def judges_as_stored(self, *, ours: bool) -> bool:
        """Tell whether triples are judged as the store will keep them, not as they stand."""
        return self.runs("values", ours=ours) or (ours and self.profile != "shacl")

    def reports(self, finding: Finding) -> bool:
        """Tell whether a finding is wanted. What could not be read or judged always is."""
        if finding.rule in UNAVOIDABLE:
            return True
        names = {finding.check, finding.rule}
        if finding.check == "shapes":
            names.add("shacl")
        wanted = not self.only or bool(names & set(self.only))
        return wanted and not names & set(self.skip) and self.is_grave(finding)

    def is_grave(self, finding: Finding) -> bool:
        """Tell whether a finding is as grave as those that are to be reported."""
        return rank(finding.severity) <= rank(self.severity)
