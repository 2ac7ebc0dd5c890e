"""What waits for a person: questions about documents that nobody answered, and findings."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from rolegraph.analysis.gaps import GapGroup
from rolegraph.catalogue import View
from rolegraph.documents.importing.answers import is_answers, read_answers
from rolegraph.documents.text.home import Lying
from rolegraph.errors import RolegraphError
from rolegraph.folder.catalogue_folder import CatalogueFolder
from rolegraph.shacl.findings import INFO, SEVERITIES, Finding
from rolegraph.web.reports.fitting import ReportLine, ReportPart, brief, shortened

LOOKED_UP_FOR = 60.0
"""Seconds for which a report is kept: files change without a commit."""
_QUESTION = 220
_SHORT = 60
_EXAMPLES = 2
_OF_PEOPLE = frozenset({"person", "role"})
"""Topics whose questions quote names that may be people's, which not all may read."""
_NOT_QUOTED = "A name stands here that may be a role's or a person's. Which is it?"
_UNREADABLE = "Its curation file cannot be read; `rolegraph check` says why."


@dataclass(frozen=True)
class WaitingQuestion:
    """A question about a document that nobody has answered.

    Attributes:
        document: path of the document in the catalogue.
        line: the first line that it is about, if it is about one.
        text: the question, without names that may be people's.
    """

    document: str
    line: int | None
    text: str


class OpenQuestions:
    """Reads which questions about the documents of a catalogue are open. Safe to share.

    A question is open while the curation file of its document has no answer to it.

    Args:
        folder: the catalogue.
    """

    def __init__(self, folder: CatalogueFolder) -> None:
        self._folder = folder
        self._known: dict[Path, tuple[tuple[int, int], list[WaitingQuestion] | None]] = {}

    def all(self) -> list[WaitingQuestion] | None:
        """Return them, document by document; None where no document asks any.

        A curation file that cannot be read is told as a question of its document.
        """
        found: list[WaitingQuestion] | None = None
        for document, _ in self._folder.documents():
            path = Lying(self._folder.root / document, self._folder, document).curation
            try:
                stat = path.stat()
            except OSError:
                continue
            seen = stat.st_mtime_ns, stat.st_size
            known = self._known.get(path)
            if known is None or known[0] != seen:
                known = self._known[path] = seen, _open(document, path)
            if known[1] is not None:
                found = [*(found or ()), *known[1]]
        return found


def questions_part(found: Sequence[WaitingQuestion]) -> ReportPart:
    """Return open questions about documents."""
    return ReportPart(
        "questions",
        "To answer: questions about the documents",
        [
            ReportLine(
                f"{one.document}{f', line {one.line}' if one.line else ''}:",
                text=shortened(one.text, _QUESTION),
            )
            for one in found
        ],
        "",
        note="Answers go into the curation file beside each document.",
        none="All questions about the documents are answered.",
        weight=2,
        least=min(3, len(found)),
        count=len(found),
    )


def findings_part(
    view: View,
    found: Sequence[Finding] | None,
    names: Mapping[str, str],
    among: Collection[str] | None = None,
    gaps: Collection[GapGroup] = (),
) -> ReportPart:
    """Return what the checks find, the gravest first, rule by rule with examples.

    What is of severity Info (MAY) nobody has to settle: it is counted only. So is what the same
    report names as a gap.

    Args:
        view: the catalogue.
        found: the findings; None while they are worked out.
        names: rule → what it is about, for people.
        among: only findings about these things are told, if given.
        gaps: those that the report names.
    """
    named = {group.kind.rule: frozenset(group.things) for group in gaps if group.kind.rule}
    by_rule: dict[tuple[int, str], list[Finding]] = defaultdict(list)
    every = [one for one in found or () if among is None or one.focus in among]
    about = [o for o in every if o.severity == INFO or o.focus not in named.get(o.rule, ())]
    for one in about:
        if one.severity != INFO:
            by_rule[_grave(one.severity), one.rule].append(one)
    groups = sorted(by_rule.items(), key=lambda pair: (pair[0][0], -len(pair[1]), pair[0][1]))
    notes = len(about) - sum(map(len, by_rule.values()))
    besides = f"{notes} of severity Info are on the page of the checks." if notes else ""
    if twice := len(every) - len(about):
        besides += f" {twice} {'is a gap' if twice == 1 else 'are gaps'} of Coverage, told there."
    nothing = "nothing else" if twice else "nothing of it"
    none = f"The checks find {nothing} that waits for anybody. {besides.strip()}".strip()
    return ReportPart(
        "findings",
        "To settle: findings of the checks",
        [_rule(view, names.get(rule, rule), each) for (_, rule), each in groups],
        "/checks",
        note=besides.strip(),
        none="The checks are still at work; ask again in a moment." if found is None else none,
        least=min(3, len(groups)),
        count=sum(map(len, by_rule.values())),
    )


def _rule(view: View, name: str, findings: Sequence[Finding]) -> ReportLine:
    things = list(dict.fromkeys(one.focus for one in findings if one.focus))
    known = [thing for thing in things if view.types_of(thing)]
    shown = [("", brief(view.link(thing), _SHORT)) for thing in known[:_EXAMPLES]]
    text = f"{findings[0].severity}: {name}{':' if shown else ''}"
    return ReportLine(str(len(findings)), None, text, shown, len(things) - len(shown))


def _grave(severity: str) -> int:
    return SEVERITIES.index(severity) if severity in SEVERITIES else len(SEVERITIES)


def _open(document: str, curation: Path) -> list[WaitingQuestion] | None:
    try:
        if not is_answers(curation.read_text(encoding="utf-8")):
            return None  # a person wrote all of it, and nothing asks
        answers = read_answers(curation, curation.name)
    except (OSError, UnicodeDecodeError, RolegraphError):
        return [WaitingQuestion(document, None, _UNREADABLE)]
    return [
        WaitingQuestion(
            document, one.line, _NOT_QUOTED if one.topic in _OF_PEOPLE else one.question
        )
        for one in answers.questions
        if not one.answer
    ]
