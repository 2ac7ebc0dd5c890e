"""What waits for a person: questions about documents that nobody answered, and findings."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence

from rolegraph.analysis.gaps import GapGroup
from rolegraph.catalogue import View
from rolegraph.documents.keeping.open_questions import WaitingQuestion
from rolegraph.shacl.findings import INFO, SEVERITIES, Finding
from rolegraph.web.reports.fitting import ReportLine, ReportPart, brief, shortened

LOOKED_UP_FOR = 60.0
"""Seconds for which a report is kept: files change without a commit."""
_QUESTION = 220
_SHORT = 60
_EXAMPLES = 2


def questions_part(found: Sequence[WaitingQuestion]) -> ReportPart:
    """Return open questions about documents, and where each is answered."""
    in_files = any(one.curation for one in found)
    kept = any(not one.curation for one in found)
    notes = ["Documents that were brought in here are answered at /read."] if kept else []
    notes += ["Answers go into the curation file beside each document."] if in_files else []
    if len(notes) > 1:
        notes[1] = "For the others they go into the curation file beside the document."
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
        "/read" if kept else "",
        note=" ".join(notes),
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
