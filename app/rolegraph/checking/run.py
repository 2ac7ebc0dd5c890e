"""Runs the checks over a selection of files and puts the findings in order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from difflib import get_close_matches
from pathlib import Path

from rolegraph.checking.files.blanks import BlankNames
from rolegraph.checking.files.corpus import Corpus
from rolegraph.checking.files.selecting import read_corpus
from rolegraph.checking.files.sources import DATA, FileSelection, Source
from rolegraph.checking.findings.enrich import enrich
from rolegraph.checking.findings.fold import folded, without_repeats
from rolegraph.checking.findings.origins import at_origins
from rolegraph.checking.findings.placing import placed
from rolegraph.checking.first_steps import first_steps
from rolegraph.checking.options import CHECKS, UNAVOIDABLE, Options
from rolegraph.checking.rules import registry as rules
from rolegraph.checking.rules.hygiene import check_query_syntax
from rolegraph.checking.rules.idle import idle_shapes, told_idle, unused_paths
from rolegraph.checking.rules.registry import INCOMPLETE
from rolegraph.checking.rules.shapes import not_judged, require_shapes
from rolegraph.checking.rules.targets import TargetsInData
from rolegraph.errors import ParameterError
from rolegraph.rdf.namespaces import RDFS, SH
from rolegraph.shacl.findings import LEVELS, Edit, Finding, Fix, Place, in_order
from rolegraph.shacl.report import BESIDE, Completed, Report, RuleHelp, WhatWasRead


def run(
    selection: FileSelection, options: Options, shipped: Path, base: Path | None = None
) -> Report:
    """Check files and return the report.

    Args:
        selection: which files.
        options: how.
        shipped: the shipped catalogue's folder.
        base: the folder that names of files are relative to; the working directory unless given.

    Raises:
        InputError: a given path does not exist, there is nothing to check or to check by, or a
            name in `only` or `skip` means nothing.
        ConfigurationError: the shapes cannot be judged by.
    """
    return check_corpus(read_corpus(selection, shipped, base, options.engine), options)


def check_corpus(corpus: Corpus, options: Options) -> Report:
    """Check files that were read before."""
    corpus.as_stored = options.judges_as_stored(ours=corpus.is_ours)
    findings = list(_syntax(corpus.sources))
    notes = list(corpus.notes)
    waiting = any(source.report.stopped for source in corpus.sources)
    if waiting:
        notes.append("The other checks wait until every file parses.")
    else:
        _refuse_unknown(corpus, options)
        if options.runs("shacl", ours=corpus.is_ours):
            require_shapes(corpus)
        for name, (_, function) in CHECKS.items():
            if function and options.runs(name, ours=corpus.is_ours):
                findings += function(corpus)
        if not options.runs("queries", ours=corpus.is_ours):
            findings += check_query_syntax(corpus)
    judged = [found for finding in findings for found in _judged(corpus, finding)]
    located = [corpus.locator.locate(finding) for finding in judged]
    if corpus.folder and not corpus.part(DATA):
        notes.append(_NOTHING_YET)
    return _report(corpus, located, notes, options, waiting=waiting)


_NOTHING_YET = (
    "Nothing is recorded yet in this catalogue. Read a document with: "
    "rolegraph documents import FILE"
)

_NO_FOCUS = (
    "No node of the data is a target of a shape, or the shapes with targets are deactivated, so "
    "SHACL had nothing to judge."
)


def _judged(corpus: Corpus, finding: Finding) -> Iterator[Finding]:
    """Yield a finding with the severity that the catalogue gives its rule; nothing if it is off."""
    if not corpus.severities:
        yield finding
        return
    from rolegraph.folder.manifest import RuleSeverity  # loads pydantic

    severity = corpus.severities.get(finding.rule)
    if severity is None or finding.rule in UNAVOIDABLE:
        yield finding
    elif severity is not RuleSeverity.OFF:
        yield replace(finding, severity=severity.value.capitalize())


def _refuse_unknown(corpus: Corpus, options: Options) -> None:
    known = [*CHECKS, *rules.RULES]
    for name in (*options.only, *options.skip):
        if name not in known and not corpus.shapes.has_rule(name):
            close = get_close_matches(name, [*known, *sorted(corpus.shapes.rule_names)], n=1)
            hint = f"; did you mean {close[0]!r}?" if close else "."
            raise ParameterError(f"{name!r} is neither a check nor a rule{hint}")
    if options.only or options.skip:
        ran = {name for name in CHECKS if options.runs(name, ours=corpus.is_ours)}
        asked = {_check_of(name) for name in options.only if name not in options.skip}
        if not (ran & asked if options.only else ran - {"syntax", *options.skip}):
            raise ParameterError("Nothing is left to check: see --only and --skip.")


def _check_of(name: str) -> str:
    """Return the check that a name of a check or rule belongs to."""
    if name in CHECKS:
        return name
    return rules.RULES[name].check if name in rules.RULES else "shacl"


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


def _report(
    corpus: Corpus, findings: list[Finding], notes: list[str], options: Options, *, waiting: bool
) -> Report:
    shown = {source.name for source in corpus.sources if source.shown}
    asked = shown | {file.name for file in corpus.passed} | set(corpus.unserved)
    wanted = [finding for finding in findings if options.reports(finding)]
    concerned = [placed(corpus, finding) for finding in wanted if _concerns(finding, asked)]
    kept = in_order(at_origins(corpus, enrich(corpus, without_repeats(concerned))))
    rules_of = {finding.rule: _help(finding, corpus) for finding in kept}
    files = {place for f in kept for place in (f.file, *(p.file for p in f.related))}
    ran = [name for name in CHECKS if options.runs(name, ours=corpus.is_ours)]
    judged = "shacl" in ran and not waiting
    targets = TargetsInData(corpus.linted.sound, corpus.triples) if judged else None
    read = _read(corpus, targets)
    incomplete = any(finding.rule in INCOMPLETE for finding in findings)
    unfocused = idle_shapes(corpus, targets) if targets else ()
    if targets and not read.shapes and not incomplete:
        notes.append("There are no shapes, so SHACL had nothing to judge by; see --shapes.")
    elif targets and not read.focus_nodes and not incomplete:
        notes.append(_NO_FOCUS)
    if unfocused:
        notes.append(told_idle(unfocused))
    if judged:
        notes += unused_paths(corpus)
    notes += not_judged(corpus, findings)
    if judged and options.engine == "auto" and corpus.validator.why:
        notes.append(f"The reference engine, pySHACL, judged: {corpus.validator.why}.")
    if judged:
        notes += corpus.validator.notes
    return Report(
        findings=tuple(kept),
        rules=rules_of,
        prefixes=corpus.prefixes if kept else {},
        texts={source.name: source.text for source in corpus.sources if source.name in files},
        notes=tuple(notes),
        checks=tuple(n for n in ran if not (waiting and CHECKS[n][1])),
        checked=len(shown),
        read=read,
        conforms=not _in_question(findings, options),
        incomplete=incomplete,
        not_read=tuple(file.name for file in corpus.passed),
        unfocused=unfocused,
        hidden=len(wanted) - len(concerned) + _too_slight(findings, options, asked),
        strict=options.strict,
        completed=None if waiting or "queries" not in ran else _completed(corpus),
    )


def _too_slight(findings: Iterable[Finding], options: Options, asked: set[str]) -> int:
    """Return how many findings `--severity` alone leaves out."""
    everything = replace(options, severity=LEVELS[-1])
    left = (f for f in findings if not options.reports(f) and everything.reports(f))
    return sum(_concerns(finding, asked) for finding in left)


def _completed(corpus: Corpus) -> Completed | None:
    if corpus.folder is None:
        return None
    from rolegraph.checking.completeness import completed  # loads pydantic

    return completed(corpus)


def finished(corpus: Corpus, report: Report, options: Options) -> Report:
    """Return a report as it is shown: grouped for people, blank nodes named as in the files."""
    if options.folds:
        report = folded(corpus, report)
    names = BlankNames(corpus.sources, corpus.shapes if report.findings else None)
    return replace(
        report,
        findings=tuple(map(names.shown, report.findings)),
        first_steps=first_steps(corpus, report),
    )


def _in_question(findings: Iterable[Finding], options: Options) -> bool:
    """Tell whether a check that was asked for found anything, of whatever severity.

    What is odd in the shapes, or in how the data are written, is not about what the data say,
    unless the shapes cannot be judged by.
    """
    everything = replace(options, severity=LEVELS[-1])
    about_data = (f for f in findings if f.check not in BESIDE or f.rule in INCOMPLETE)
    return any(everything.reports(finding) for finding in about_data)


def _read(corpus: Corpus, targets: TargetsInData | None) -> WhatWasRead:
    triples = len(corpus.triples)
    if targets is None:
        return WhatWasRead(triples)
    linted = corpus.linted
    sound = {quad.subject for quad in linted.sound} if linted.spoilt else linted.shapes
    shapes = len(linted.shapes & sound)
    return WhatWasRead(triples, shapes, len(targets.nodes), corpus.validator.engine)


def _concerns(finding: Finding, shown: set[str]) -> bool:
    """Tell whether a finding has to do with a file that the user asked about, or with all of it."""
    if finding.rule in UNAVOIDABLE:
        return True
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
