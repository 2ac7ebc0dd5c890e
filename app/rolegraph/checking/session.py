"""A check as a user asks for it: run, compared, fixed, and run again when files change."""

from __future__ import annotations

import gc
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

from rolegraph.checking.files.corpus import require_content
from rolegraph.checking.files.revisions import checkout_root
from rolegraph.checking.files.selecting import find_sources, read_corpus
from rolegraph.checking.files.sources import FileSelection
from rolegraph.checking.findings.compare import (
    against,
    at_revision,
    beyond,
    read_baseline,
    write_baseline,
)
from rolegraph.checking.fixes import as_diff, edits_of, with_fixes, write_fixes
from rolegraph.checking.options import UNAVOIDABLE, Options
from rolegraph.checking.run import check_corpus, finished, run
from rolegraph.shacl.findings import Finding
from rolegraph.shacl.report import Report
from rolegraph.shacl.wording import counted

_INTERVAL = 0.3
_NO_FIX = "There is no fix to offer: none is known, or none was found to work when it was tried."


@dataclass(frozen=True)
class Request:
    """What a user asks for.

    Attributes:
        selection: which files.
        options: how to check them.
        baselines: files of accepted findings.
        update_baseline: accept all present findings by writing that file; there is one then.
        since: a git revision; only what changed since then is reported.
        fix: work out fixes.
        write: write the fixes to the files.
        every: show each finding to people; else equal ones of many things as one.
    """

    selection: FileSelection = field(default_factory=FileSelection)
    options: Options = field(default_factory=Options)
    baselines: tuple[Path, ...] = ()
    update_baseline: bool = False
    since: str | None = None
    fix: bool = False
    write: bool = False
    every: bool = False


@dataclass(frozen=True)
class CheckOutcome:
    """What came of it: the report, and the fixes as a unified diff (empty without any)."""

    report: Report
    diff: str = ""


def perform(request: Request, shipped: Path, base: Path | None = None) -> CheckOutcome:
    """Carry out a request once.

    Args:
        request: what to do.
        shipped: the shipped catalogue's folder.
        base: the folder that names of files are relative to; the working directory unless given.

    Raises:
        InputError: a path, revision, baseline or rule does not exist.
        ConfigurationError: the shapes cannot be compiled.
    """
    base = base or Path.cwd()
    with _without_collector():
        outcome = _perform(request, shipped, base)
    root = checkout_root(base)
    report = replace(
        outcome.report,
        base=base.resolve(),
        root=root,
        groups=request.options.folds and not request.every,
    )
    return replace(outcome, report=report)


@contextmanager
def _without_collector() -> Iterator[None]:
    """Spare the search for cycles, which takes half the time of making millions of objects."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


def _perform(request: Request, shipped: Path, base: Path) -> CheckOutcome:
    corpus = read_corpus(request.selection, shipped, base, request.options.engine)
    require_content(corpus)
    report = check_corpus(corpus, request.options)
    if request.since:
        with at_revision(request.selection, request.since, base) as (selection, folder):
            before = run(selection, request.options, shipped, folder)
        report = against(report, before.findings)
    if request.baselines:
        report = _with_baselines(request, report)
    diff = ""
    if request.fix or request.write:
        report = with_fixes(corpus, report, request.options)
        diff = as_diff(corpus, report)
        if not diff and report.findings:
            report = replace(report, notes=(*report.notes, _NO_FIX))
        if request.write and diff:
            number = len(edits_of(report.findings))
            written = write_fixes(corpus, report)
            mended = _perform(replace(request, fix=False, write=False), shipped, base)
            fixes = "1 fix" if number == 1 else f"{number} fixes"
            note = f"Wrote {fixes} to {counted(len(written), 'file')}."
            return CheckOutcome(replace(mended.report, notes=(*mended.report.notes, note)), diff)
    return CheckOutcome(finished(corpus, report, request.options), diff)


def _with_baselines(request: Request, report: Report) -> Report:
    open_ones = [finding for finding in report.findings if finding.rule in UNAVOIDABLE]
    others = [finding for finding in report.findings if finding.rule not in UNAVOIDABLE]
    narrow = request.options.is_narrow
    if request.update_baseline and open_ones:
        # What could not be read or judged may have findings that are accepted already.
        fresh, note = others, _not_written(request, open_ones[0])
    elif request.update_baseline:
        (file,) = request.baselines
        write_baseline(file, others, keep=narrow)
        fresh = []
        kept = (
            "; what --only, --skip or --severity left out is accepted as before" if narrow else ""
        )
        note = f"Accepted {counted(len(others), 'finding')} in {file}{kept}."
    else:
        known = [mark for file in request.baselines for mark in read_baseline(file)]
        fresh = beyond(others, known)
        gone = 0 if narrow or open_ones else len(known) - (len(others) - len(fresh))
        verb, them = ("is", "it") if gone == 1 else ("are", "them")
        found = counted(gone, "accepted finding")
        note = f"{found} {verb} gone; --update-baseline forgets {them}." if gone else ""
    return replace(
        report,
        findings=tuple(open_ones + fresh),
        hidden=report.hidden + len(others) - len(fresh),
        notes=(*report.notes, note) if note else report.notes,
    )


def _not_written(request: Request, reason: Finding) -> str:
    (file,) = request.baselines
    place = f"{reason.file}:{reason.line}" if reason.line else reason.file
    return (
        f"{file} was not written, since not everything could be checked: see {place}. "
        "Fix that first, then accept the rest."
    )


def watch(request: Request, shipped: Path, base: Path | None = None) -> Iterator[CheckOutcome]:
    """Yield an outcome now and after each change of a file, until the caller stops."""
    while True:
        seen = _stamps(request, shipped, base)
        yield perform(request, shipped, base)
        while _stamps(request, shipped, base) == seen:
            time.sleep(_INTERVAL)


def _stamps(request: Request, shipped: Path, base: Path | None) -> dict[Path, tuple[int, int]]:
    stamps = {}
    for source in find_sources(request.selection, shipped, base):
        try:
            stat = source.path.stat()
        except OSError:
            continue  # it was removed a moment ago
        stamps[source.path] = (stat.st_mtime_ns, stat.st_size)
    return stamps
