"""Runs the checks over a selection of files and puts the findings in order."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches
from pathlib import Path

from rolegraph.check import rules
from rolegraph.check.consistency import check_consistency
from rolegraph.check.corpus import Corpus
from rolegraph.check.drift import check_documents
from rolegraph.check.enrich import enrich
from rolegraph.check.fold import fold
from rolegraph.check.hygiene import check_queries
from rolegraph.check.links import check_links
from rolegraph.check.sources import DATA, Selection, Source, folder_of, read_sources
from rolegraph.check.terms import check_terms
from rolegraph.errors import ParameterError
from rolegraph.folder.manifest import RuleSeverity
from rolegraph.rdf.namespaces import RDFS, SH
from rolegraph.shacl.engines.validator import EngineName
from rolegraph.shacl.findings import INFO, Edit, Finding, Fix, Place, in_order, rank
from rolegraph.shacl.report import Report, RuleHelp

Check = Callable[[Corpus], Iterable[Finding]]


def check_shapes(corpus: Corpus) -> list[Finding]:
    """Return the SHACL findings of ontology and data."""
    return corpus.validator.validate(corpus.quads)


CHECKS: dict[str, tuple[str, Check | None]] = {
    "syntax": ("every file parses as its format", None),
    "sssom": ("mapping tables keep to SSSOM", None),
    "terms": ("every term is declared, every class has a shape", check_terms),
    "links": ("no dangling links, duplicates, clashing labels", check_links),
    "consistency": ("no contradictions by OWL 2 RL", check_consistency),
    "shacl": ("the shapes, the lint of the ontology among them", check_shapes),
    "documents": ("documents and their graphs say the same", check_documents),
    "queries": ("queries parse, and hygiene queries find nothing", check_queries),
}
"""Name of a check → what it looks for, and the function that does (None: reading does)."""


@dataclass(frozen=True)
class Options:
    """How to check.

    Attributes:
        engine: the SHACL engine.
        strict: whether warnings count as failures.
        only: names of checks or ids of rules to report; empty means all.
        skip: names of checks or ids of rules to leave out.
        severity: the least severity to report.
    """

    engine: EngineName = "auto"
    strict: bool = False
    only: tuple[str, ...] = ()
    skip: tuple[str, ...] = ()
    severity: str = INFO

    def runs(self, check: str) -> bool:
        """Tell whether a check has to run at all."""
        rules_named = any(name not in CHECKS for name in self.only)
        return check not in self.skip and (not self.only or rules_named or check in self.only)

    def reports(self, finding: Finding) -> bool:
        """Tell whether a finding is wanted."""
        names = {finding.check, finding.rule}
        wanted = not self.only or bool(names & set(self.only))
        return (
            wanted and not names & set(self.skip) and rank(finding.severity) <= rank(self.severity)
        )


def run(selection: Selection, options: Options, shipped: Path, base: Path | None = None) -> Report:
    """Check files and return the report.

    Args:
        selection: which files.
        options: how.
        shipped: the shipped catalogue's folder.
        base: the folder that names of files are relative to; the working directory unless given.

    Raises:
        InputError: a given path does not exist, or a name in `only` or `skip` means nothing.
        ConfigurationError: the shapes cannot be compiled.
    """
    sources = read_sources(selection, shipped, base)
    corpus = Corpus(sources, options.engine, folder=folder_of(selection, base))
    return check_corpus(corpus, options)


def check_corpus(corpus: Corpus, options: Options) -> Report:
    """Check files that were read before."""
    findings = list(_syntax(corpus.sources))
    notes: list[str] = []
    if any(source.report.stopped for source in corpus.sources):
        notes.append("The other checks wait until every file parses.")
    else:
        _refuse_unknown(corpus, options)
        for name, (_, function) in CHECKS.items():
            if function and options.runs(name):
                findings += function(corpus)
    judged = [found for finding in fold(corpus, findings) for found in _judged(corpus, finding)]
    located = [corpus.locator.locate(finding) for finding in judged]
    report = _report(corpus, [f for f in located if options.reports(f)], notes, options)
    if corpus.folder and not corpus.part(DATA):
        return replace(report, notes=(*report.notes, _NOTHING_YET))
    return report


_NOTHING_YET = (
    "Nothing is recorded yet in this catalogue. Read a document with: "
    "rolegraph documents import FILE"
)


def _judged(corpus: Corpus, finding: Finding) -> Iterator[Finding]:
    """Yield a finding with the severity that the catalogue gives its rule; nothing if it is off."""
    severity = corpus.severities.get(finding.rule)
    if severity is None:
        yield finding
    elif severity is not RuleSeverity.OFF:
        yield replace(finding, severity=severity.value.capitalize())


def _refuse_unknown(corpus: Corpus, options: Options) -> None:
    known = [*CHECKS, *rules.RULES]
    for name in (*options.only, *options.skip):
        if name not in known and not corpus.shapes.has_rule(name):
            close = get_close_matches(name, known, n=1)
            hint = f"; did you mean {close[0]!r}?" if close else "."
            raise ParameterError(f"{name!r} is neither a check nor a rule{hint}")


def _syntax(sources: Sequence[Source]) -> Iterable[Finding]:
    for source in sources:
        for fault in source.report.faults:
            place = Place(source.name, fault.line, fault.column, fault.end_line, fault.end_column)
            found = rules.finding(fault.rule, fault.message, hint=fault.hint).at(place)
            if fault.replacement is not None:
                start = source.lines.offset(fault.line, fault.column)
                end = source.lines.offset(fault.end_line, fault.end_column)
                edit = Edit(source.name, start, end, fault.replacement)
                found = replace(found, fix=Fix(f"write {fault.replacement!r} instead", (edit,)))
            yield found


def _report(corpus: Corpus, findings: list[Finding], notes: list[str], options: Options) -> Report:
    shown = {source.name for source in corpus.sources if source.shown}
    kept = enrich(corpus, [f for f in findings if _concerns(f, shown)])
    files = {f.file for f in kept}
    return Report(
        findings=tuple(in_order(kept)),
        rules={f.rule: _help(f, corpus) for f in kept},
        prefixes=corpus.prefixes if kept else {},
        texts={source.name: source.text for source in corpus.sources if source.name in files},
        notes=tuple(notes),
        checks=tuple(
            name
            for name, (_, function) in CHECKS.items()
            if options.runs(name) and not (notes and function)
        ),
        checked=len(shown),
        hidden=len(findings) - len(kept),
        strict=options.strict,
    )


def _concerns(finding: Finding, shown: set[str]) -> bool:
    """Tell whether a finding has to do with a file that the user asked about."""
    places = {finding.file, *(place.file for place in finding.related)}
    return finding.file is None or bool(places & shown)


def _help(finding: Finding, corpus: Corpus) -> RuleHelp:
    known = rules.RULES.get(finding.rule)
    if known:
        return RuleHelp(finding.rule, finding.rule_iri, known.name, known.description)
    if finding.rule in corpus.helps:
        return corpus.helps[finding.rule]
    iri, shapes = finding.rule_iri, corpus.shapes
    name = shapes.text(iri, SH + "name") or shapes.text(iri, RDFS + "label") or finding.rule
    described = shapes.text(iri, SH + "description") or shapes.text(iri, RDFS + "comment")
    return RuleHelp(finding.rule, iri, name, described or finding.message)
