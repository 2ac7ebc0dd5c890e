"""Ways to fix findings: computed, tried out in memory, shown as a diff, written on request."""

from __future__ import annotations

import difflib
import itertools
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path

from rolegraph.checking.files.corpus import Corpus
from rolegraph.checking.files.sources import SHAPES, Source
from rolegraph.checking.files.syntax import read_quads
from rolegraph.checking.findings.compare import beyond
from rolegraph.checking.findings.proposed_fixes import propose
from rolegraph.checking.options import Options
from rolegraph.checking.run import check_corpus
from rolegraph.shacl.findings import Edit, Finding
from rolegraph.shacl.report import Report

_MOST_ALONE = 40


def with_fixes(corpus: Corpus, report: Report, options: Options) -> Report:
    """Return a report whose findings carry those fixes that fix them and break nothing.

    All proposed fixes are tried together first; where that fails, each is tried alone.
    """
    proposed = [propose(corpus, finding) for finding in report.findings]
    fixable = [finding for finding in proposed if finding.fix]
    if not fixable:
        return report
    good = _works(corpus, report, options, fixable)
    accepted = {finding.key for finding in fixable} if good else set()
    if not good:
        for finding in fixable[:_MOST_ALONE]:
            if _works(corpus, report, options, [finding]):
                accepted.add(finding.key)
    findings = [f if f.key in accepted else replace(f, fix=None) for f in proposed]
    return replace(report, findings=tuple(findings))


def _works(corpus: Corpus, report: Report, options: Options, findings: Sequence[Finding]) -> bool:
    """Tell whether fixes fix their findings and cause no other, by checking the fixed files."""
    texts = edited(corpus.sources, edits_of(findings))
    if texts is None:
        return False
    after = check_corpus(_mended(corpus, texts), options)
    known = [finding.fingerprint for finding in report.findings]
    still = {finding.fingerprint for finding in after.findings}
    fresh = beyond(after.findings, known)
    mended = all(finding.fingerprint not in still for finding in findings)
    syntax_before = any(finding.check in {"syntax", "sssom"} for finding in report.findings)
    return mended and (syntax_before or not fresh)


def _mended(corpus: Corpus, texts: dict[str, str]) -> Corpus:
    sources = []
    for source in corpus.sources:
        if source.name in texts:
            content = texts[source.name].encode()
            text, read = read_quads(
                content, source.path.name, source.base, source.path, source.contexts
            )
            sources.append(replace(source, text=text, report=read))
        else:
            sources.append(source)
    same_shapes = not any(source.name in texts for source in corpus.part(SHAPES))
    parsed = same_shapes and not any(source.report.stopped for source in corpus.sources)
    validator = corpus.validator if parsed else None
    return Corpus(sources, corpus.engine, validator, corpus.folder)


def edits_of(findings: Iterable[Finding]) -> list[Edit]:
    """Return the edits of all fixes, each once."""
    return list(dict.fromkeys(e for finding in findings if finding.fix for e in finding.fix.edits))


def edited(sources: Iterable[Source], edits: Iterable[Edit]) -> dict[str, str] | None:
    """Return file name → its text after edits, or None where two edits overlap."""
    by_file: dict[str, list[Edit]] = {}
    for edit in edits:
        by_file.setdefault(edit.file, []).append(edit)
    texts = {source.name: source.text for source in sources if source.name in by_file}
    for name, changes in by_file.items():
        changes.sort(key=lambda edit: (edit.start, edit.end))
        if any(one.end > other.start for one, other in itertools.pairwise(changes)):
            return None
        text = texts[name]
        for edit in reversed(changes):
            text = text[: edit.start] + edit.text + text[edit.end :]
        texts[name] = text
    return texts


def as_diff(corpus: Corpus, report: Report) -> str:
    """Return the fixes of a report as a unified diff."""
    texts = edited(corpus.sources, edits_of(report.findings)) or {}
    before = {source.name: source.text for source in corpus.sources}
    return "".join(
        line
        for name, text in sorted(texts.items())
        for line in difflib.unified_diff(
            before[name].splitlines(keepends=True),
            text.splitlines(keepends=True),
            f"a/{name}",
            f"b/{name}",
        )
    )


def write_fixes(corpus: Corpus, report: Report) -> list[Path]:
    """Write the fixes of a report to the files and return which files were changed."""
    texts = edited(corpus.sources, edits_of(report.findings)) or {}
    changed = []
    for source in corpus.sources:
        if source.name in texts:
            source.path.write_text(texts[source.name], encoding="utf-8", newline="")
            changed.append(source.path)
    return changed
