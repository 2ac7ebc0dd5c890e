"""Runs the checks over a selection of files and puts the findings in order."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from rolegraph.check import rules
from rolegraph.check.consistency import check_consistency
from rolegraph.check.corpus import Corpus
from rolegraph.check.links import check_links
from rolegraph.check.sources import Selection, Source, read_sources
from rolegraph.check.terms import check_terms
from rolegraph.rdf.namespaces import RDFS, SH
from rolegraph.shacl.engine import EngineName
from rolegraph.shacl.findings import Finding, Place, in_order
from rolegraph.shacl.report import Report, RuleHelp
from rolegraph.shacl.shapes import Shapes


@dataclass(frozen=True)
class Options:
    """How to check.

    Attributes:
        engine: the SHACL engine.
        strict: whether warnings count as failures.
    """

    engine: EngineName = "auto"
    strict: bool = False


def run(selection: Selection, options: Options, shipped: Path, base: Path | None = None) -> Report:
    """Check files and return the report.

    Args:
        selection: which files.
        options: how.
        shipped: the shipped catalogue's folder.
        base: the folder that names of files are relative to; the working directory unless given.

    Raises:
        InputError: a given path does not exist.
        ConfigurationError: the shapes cannot be compiled.
    """
    sources = read_sources(selection, shipped, base)
    corpus = Corpus(sources, options.engine)
    findings = list(_syntax(sources))
    notes: list[str] = []
    if findings:
        notes.append("The other checks wait until every file parses.")
    else:
        findings += check_terms(corpus)
        findings += check_links(corpus)
        findings += check_consistency(corpus)
        findings += corpus.validator.validate(corpus.quads)
    shapes = Shapes(()) if notes else corpus.shapes
    return _report(sources, [corpus.locator.locate(f) for f in findings], shapes, notes, options)


def _syntax(sources: Sequence[Source]) -> Iterable[Finding]:
    for source in sources:
        for fault in source.report.faults:
            place = Place(source.name, fault.line, fault.column, fault.end_line, fault.end_column)
            found = rules.finding(fault.rule, fault.message, hint=fault.hint)
            yield found.at(place)


def _report(
    sources: Sequence[Source],
    findings: list[Finding],
    shapes: Shapes,
    notes: list[str],
    options: Options,
) -> Report:
    shown = {source.name for source in sources if source.shown}
    kept = [f for f in findings if _concerns(f, shown)]
    files = {f.file for f in kept}
    return Report(
        findings=tuple(in_order(kept)),
        rules={f.rule: _help(f, shapes) for f in kept},
        texts={source.name: source.text for source in sources if source.name in files},
        notes=tuple(notes),
        checked=len(shown),
        hidden=len(findings) - len(kept),
        strict=options.strict,
    )


def _concerns(finding: Finding, shown: set[str]) -> bool:
    """Tell whether a finding has to do with a file that the user asked about."""
    places = {finding.file, *(place.file for place in finding.related)}
    return finding.file is None or bool(places & shown)


def _help(finding: Finding, shapes: Shapes) -> RuleHelp:
    known = rules.RULES.get(finding.rule)
    if known:
        return RuleHelp(finding.rule, finding.rule_iri, known.name, known.description)
    iri = finding.rule_iri
    name = shapes.text(iri, SH + "name") or shapes.text(iri, RDFS + "label") or finding.rule
    described = shapes.text(iri, SH + "description") or shapes.text(iri, RDFS + "comment")
    return RuleHelp(finding.rule, iri, name, described or finding.message)
