"""What a person should do first about the findings of a catalogue, in sentences."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from rolegraph.checking.files.corpus import Corpus
from rolegraph.checking.files.sources import DOCUMENTS
from rolegraph.checking.findings.origins import CURATION_KEYS
from rolegraph.checking.rules.drift import base_of
from rolegraph.shacl.findings import INFO, VIOLATION, WARNING, Finding, rank
from rolegraph.shacl.report import Report
from rolegraph.shacl.wording import counted

_NAMED = 2
"""So many files are named in a sentence."""


@dataclass(frozen=True)
class _Document:
    """A document of the catalogue: its name, that of its curation, and what is open there."""

    name: str
    curation: str
    questions: int
    is_imported: bool


def first_steps(corpus: Corpus, report: Report) -> tuple[str, ...]:
    """Return what to do first, the most urgent first; nothing where only hints are left.

    Args:
        corpus: the files of the catalogue; of other files nothing is said.
        report: what was found in them.
    """
    if corpus.folder is None or report.incomplete:
        return ()
    documents = tuple(_documents(corpus))
    found = report.findings
    failing = rank(WARNING if report.strict else VIOLATION)
    grave = sum(rank(finding.severity) <= failing for finding in found)
    steps = list(_of_violations(grave))
    steps += _of_documents(documents)
    steps += _of_curation(documents, found)
    if any(finding.severity == WARNING for finding in found):
        steps.append("`rolegraph check --explain NAME` says what the rule in brackets asks for.")
    hints = sum(finding.severity == INFO for finding in found)
    if steps and hints:
        some, them = ("The hint", "it") if hints == 1 else (f"The {hints} hints", "them")
        steps.append(f"{some} can wait; `--severity warning` leaves {them} out.")
    return tuple(steps)


def _of_violations(number: int) -> Iterator[str]:
    if number:
        yield f"Fix what makes the check fail: {counted(number, 'finding')}, each shown above."


def _of_documents(documents: Sequence[_Document]) -> Iterator[str]:
    unread = [each.name for each in documents if not each.is_imported]
    if unread:
        yield f"Read {_names(unread)}: `{_import(unread)}`."
    asked = [each for each in documents if each.questions]
    if asked:
        number = sum(each.questions for each in asked)
        yield (
            f"Answer {counted(number, 'question')}: write one of the choices behind `answer:` in "
            f"{_names([each.curation for each in asked])}, then run "
            f"`{_import([each.name for each in asked])}`. Until then, what cannot be guessed "
            "is not in the graph; the import names it. The rest stands there as it was guessed."
        )


def _of_curation(documents: Sequence[_Document], findings: Sequence[Finding]) -> Iterator[str]:
    """Yield what is missing and has a place in the curation files."""
    of = {each.curation: each for each in documents}
    missing = {
        (finding.file, CURATION_KEYS[finding.path], finding.focus)
        for finding in findings
        if finding.file in of
        and finding.path in CURATION_KEYS
        and rank(finding.severity) <= rank(WARNING)
    }
    if not missing:
        return
    entries = Counter(key for _, key, _ in missing)
    written = ", ".join(
        f"`{key}` of {counted(number, 'thing')}" for key, number in entries.most_common()
    )
    files = sorted({file for file, _, _ in missing if file})
    yield (
        f"Write what is missing in {_names(files)}: {written}. Then run "
        f"`{_import([of[file].name for file in files])}`."
    )


def _documents(corpus: Corpus) -> Iterator[_Document]:
    sources = corpus.part(DOCUMENTS)
    if not sources:
        return
    from rolegraph.documents.text.home import lying, shown_name

    for source in sources:
        place = lying(source.path)
        curation = shown_name(place.curation, base_of(source))
        yield _Document(
            source.name, curation, _open_questions(place.curation), place.graph.is_file()
        )


def _open_questions(curation: Path) -> int:
    """Return how many questions of a curation file have no answer; 0 where it cannot be read."""
    from rolegraph.documents.importing.answers import is_answers, read_answers
    from rolegraph.errors import InputError

    try:
        text = curation.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return 0
    if not is_answers(text) or "\nquestions: []" in text:
        return 0
    try:
        return sum(not each.answer for each in read_answers(curation, str(curation)).questions)
    except InputError:
        return 0  # a check of its own tells that


def _names(names: Sequence[str]) -> str:
    shown = list(names[:_NAMED])
    left = len(names) - len(shown)
    if left:
        shown.append(f"{left} more")
    return " and ".join([", ".join(shown[:-1]), shown[-1]] if len(shown) > 1 else shown)


def _import(documents: Sequence[str]) -> str:
    """Return the command that reads documents; without a name it reads all of the folder."""
    one = f" {documents[0]}" if len(documents) == 1 else ""
    return f"rolegraph documents import{one}"
