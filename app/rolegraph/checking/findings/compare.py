"""Compares reports: with a baseline of accepted findings, or with an earlier git revision."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from operator import attrgetter
from pathlib import Path

from rolegraph.checking.files.endings import COMPANIONS, SUFFIXES
from rolegraph.checking.files.selecting import FOLDERS, catalogue_root
from rolegraph.checking.files.sources import FileSelection
from rolegraph.errors import InputError
from rolegraph.shacl.findings import Finding
from rolegraph.shacl.report import Report

_NEEDED = (*SUFFIXES, *COMPANIONS, ".json", ".xml")


def anywhere(finding: Finding) -> str:
    """Return a fingerprint that is the same in whatever file a finding stands."""
    return finding.but(file=None).fingerprint


def beyond(
    findings: Iterable[Finding],
    known: Iterable[str],
    mark: Callable[[Finding], str] = attrgetter("fingerprint"),
) -> list[Finding]:
    """Return the findings whose fingerprints are not known, each known one used up once.

    Args:
        findings: all.
        known: fingerprints of those that are known.
        mark: makes them.
    """
    left = Counter(known)
    fresh = []
    for finding in findings:
        if left[mark(finding)]:
            left[mark(finding)] -= 1
        else:
            fresh.append(finding)
    return fresh


def against(report: Report, before: Sequence[Finding]) -> Report:
    """Return a report of what is new since `before`, with what is gone as removed."""
    fresh = beyond(report.findings, (finding.fingerprint for finding in before))
    gone = beyond(before, (finding.fingerprint for finding in report.findings))
    return replace(
        report,
        findings=tuple(fresh),
        removed=tuple(gone),
        hidden=report.hidden + len(report.findings) - len(fresh),
    )


def read_baseline(file: Path) -> list[str]:
    """Return the fingerprints that a baseline accepts.

    Raises:
        InputError: the file is missing or no baseline.
    """
    return [str(entry["fingerprint"]) for entry in _entries(file)]


def _entries(file: Path) -> list[dict[str, str | None]]:
    try:
        found = json.loads(file.read_text("utf-8"))["findings"]
        names = ("fingerprint", "rule", "thing", "message")
        return [
            {"fingerprint": entry["fingerprint"], **{name: entry.get(name) for name in names}}
            for entry in found
        ]
    except OSError as error:
        raise InputError(
            f"{file}: {error.strerror}. Write it with --update-baseline first."
        ) from None
    except (ValueError, KeyError, TypeError, AttributeError):
        raise InputError(f"{file} is no baseline; write it with --update-baseline.") from None


def write_baseline(file: Path, findings: Iterable[Finding], *, keep: bool = False) -> None:
    """Accept findings; what the file said before is lost.

    Args:
        file: the baseline.
        findings: what is accepted.
        keep: whether what it accepted before stays accepted; it is for a run that looked for less.
    """
    before = _entries(file) if keep and file.exists() else []
    entries = [
        {
            "fingerprint": finding.fingerprint,
            "rule": finding.rule,
            "thing": finding.focus_label or finding.focus or finding.file,
            "message": finding.message,
        }
        for finding in findings
    ]
    marks = {entry["fingerprint"] for entry in entries}
    entries += [entry for entry in before if entry["fingerprint"] not in marks]
    entries.sort(
        key=lambda entry: (entry["rule"] or "", entry["thing"] or "", entry["fingerprint"])
    )
    text = json.dumps({"version": 1, "findings": entries}, ensure_ascii=False, indent=2)
    file.write_text(text + "\n", "utf-8")


@contextmanager
def at_revision(
    selection: FileSelection, revision: str, base: Path
) -> Iterator[tuple[FileSelection, Path]]:
    """Give the same selection as of a git revision, in a folder that is removed afterwards.

    Args:
        selection: what is checked.
        revision: a commit, branch or tag.
        base: the working directory, inside the repository.

    Yields:
        the selection in that folder, and the folder that stands for `base`.

    Raises:
        InputError: `base` is in no git repository, the revision is unknown, or a path is outside.
    """
    from rolegraph.checking.files.revisions import extracted, repository

    top = repository(base)
    with extracted(top, revision, lambda name: name.lower().endswith(_NEEDED)) as folder:

        def there(path: Path) -> Path:
            try:
                return folder / path.resolve().relative_to(top)
            except ValueError:
                raise InputError(f"{path} is outside the git repository {top}.") from None

        root = catalogue_root(base.resolve())
        folders = (base / part for part in FOLDERS)
        paths = selection.paths or ((root,) if root else tuple(filter(Path.is_dir, folders)))
        then = FileSelection(
            tuple(filter(Path.exists, map(there, paths))),
            tuple(filter(Path.exists, map(there, selection.ontology))),
            tuple(filter(Path.exists, map(there, selection.shapes))),
            selection.contexts,
        )
        yield then, there(base)
