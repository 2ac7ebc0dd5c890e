"""What a report says of one role."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast
from urllib.parse import quote

from rolegraph.analysis.analyses import Analyses
from rolegraph.analysis.flows import glance
from rolegraph.analysis.gaps import GapGroup, GapKind, Gaps, number_of
from rolegraph.analysis.raci import LETTERS
from rolegraph.analysis.score import Completeness, of_roles, percent
from rolegraph.analysis.scores import Scores
from rolegraph.catalogue import View
from rolegraph.catalogue.index.model import SEGMENT
from rolegraph.catalogue.reading.view import Thing
from rolegraph.catalogue.schema.values import Json
from rolegraph.history.proposals.model import Proposal
from rolegraph.web.frame.links import both_ways, text_of
from rolegraph.web.reports.fitting import ReportLine, ReportPart, brief, named, shortened

_NAMED = 4
"""Things that one line names."""
_SHORT = 60
"""Characters of names where several stand in one line."""
_EXAMPLES = 3
"""Things that are named of each kind of gap."""
_STEPS = 4
"""Steps of a workflow that are named."""
_WEIGHTS = {"responsibilities": 4}

_KINDS = {
    "responsibilities": "Answers for",
    "exclusions": "Must not",
    "privileges": "May",
    "requirements": "Has to meet",
    "practices": "Practices",
    "characteristics": "Characteristics",
}
"""Kinds of statements → the heading over them."""
_ALWAYS = ("responsibilities", "exclusions")
"""Those that are told even where there are none: a meeting asks for them."""
_NONE = {
    "responsibilities": "No responsibility is recorded.",
    "exclusions": "Nothing is recorded that it must not do.",
}
_WITHOUT = {
    "responsibilities-without-a-step": "no step",
    "responsibilities-without-a-tool": "no tool",
}
"""Kinds of gaps of responsibilities → what stands behind one that has it."""


@dataclass(frozen=True)
class RoleFacts:
    """What was found out about a role.

    Attributes:
        thing: the role as JSON.
        statements: its statements, each with its kind, in the order of its document.
        workflows: those it takes part in, each with its steps there.
    """

    thing: Thing
    statements: Sequence[tuple[str, Thing]]
    workflows: Sequence[tuple[Thing, Sequence[Thing]]]


def parts_of_role(
    view: View,
    facts: RoleFacts,
    analyses: Analyses,
    gaps: Gaps,
    scores: Scores,
    whole: Completeness | None,
    proposed: Sequence[Proposal],
    root: str | None,
    changes: ReportPart,
    settled: Sequence[ReportPart] = (),
) -> list[ReportPart]:
    """Return the parts of the report of a role, in the order of the page.

    Args:
        view: the catalogue.
        facts: of the role.
        analyses: set things against one another.
        gaps: know what is missing.
        scores: know how complete a role is.
        whole: the score of the catalogue; None where it was not worked out.
        proposed: open proposals that would change the role or what belongs to it.
        root: path that the service is mounted under; None for an earlier state, of which pages such
            as Coverage are not there.
        changes: what changed lately.
        settled: what the checks find of it.
    """
    role = str(facts.thing["id"])
    page = page_of(facts.thing)
    slug = quote(page.rpartition("/")[2], safe=SEGMENT)
    groups = gaps.within(view, gaps.of_coverage(view), {role})
    return [
        _at_a_glance(view, facts, analyses, page),
        *_statements(facts, groups, page),
        _work(facts, page),
        *_letters(view, analyses, role),
        gaps_part(view, gaps, groups, root, f"/coverage?role={slug}"),
        *settled,
        _completeness(view, gaps, scores, whole, role),
        changes,
        proposals_part(proposed, root or ""),
    ]


def page_of(thing: Thing) -> str:
    """Return the path of a thing's page, without what the service is mounted under."""
    return "/roles/" + str(thing.get("href") or "").rpartition("/")[2]


def gaps_part(
    view: View, gaps: Gaps, groups: Sequence[GapGroup], root: str | None, place: str
) -> ReportPart:
    """Return the gaps of Coverage, the largest kind first, with examples of each kind."""
    lines = [
        _gaps_of_kind(view, gaps, one, root)
        for one in sorted((one for one in groups if one.things), key=lambda one: -len(one.things))
    ]
    absent = sorted({one.absent for one in groups if one.absent and not one.things})
    note = f"The catalogue has no {' and no '.join(absent)} yet." if absent else ""
    looked = any(one.of for one in groups)
    return ReportPart(
        "gaps",
        "What is missing: the gaps of Coverage",
        lines,
        place,
        note=note if lines else "",
        none=(f"Coverage misses nothing of it. {note}" if looked else "Nothing is recorded yet."),
        least=len(lines),
        count=number_of(groups),
    )


def _gaps_of_kind(view: View, gaps: Gaps, group: GapGroup, root: str | None) -> ReportLine:
    things = [thing for thing, _ in gaps.each(view, group)]
    examples = [brief(view.link(one), _SHORT) for one in things[:_EXAMPLES]]
    return ReportLine(
        str(len(things)),
        kind_link(group.kind, root),
        f"(the catalogue has no {group.absent} yet):" if group.absent else ":",
        [("", one) for one in examples],
        len(things) - len(examples),
    )


def kind_link(kind: GapKind, root: str | None) -> Thing:
    """Return a kind of gap as a link to its place on Coverage, where there is that page."""
    label: Json = {"value": kind.title, "language": kind.language}
    return {"id": kind.name, "label": label, "href": None if root is None else root + kind.place}


def proposals_part(proposed: Sequence[Proposal], root: str) -> ReportPart:
    """Return open proposals, the oldest first."""
    return ReportPart(
        "proposals",
        "Open proposals",
        [
            ReportLine(
                str(one.number),
                {
                    "id": "",
                    "label": shortened(one.title, 100),
                    "href": f"{root}/proposals/{one.number}",
                },
                f"by {one.author}, {one.time[:10]}",
            )
            for one in proposed
        ],
        "/proposals?status=open",
        none="No proposal is open.",
        count=len(proposed),
    )


def _at_a_glance(view: View, facts: RoleFacts, analyses: Analyses, page: str) -> ReportPart:
    relations, role = analyses.relations(view), str(facts.thing["id"])
    one = glance(view, relations, [role])[0]
    stages = [view.link(iri) for iri in sorted({*one.stages, *filter(None, one.shares)})]
    tools = {str(tool["id"]): tool for tool in one.tools}
    for _, statement in facts.statements:
        for tool in cast("list[Thing]", statement.get("supportedBy") or []):
            tools.setdefault(str(tool["id"]), tool)
    told: tuple[tuple[str, Sequence[Thing], str], ...] = (
        ("Represented by:", one.personas, "no persona yet"),
        ("Reports to:", _links(facts.thing, "reportsTo"), "not recorded"),
        ("Reporting to it:", _links(facts.thing, "directReports"), ""),
        ("Deputy:", _links(facts.thing, "deputies"), ""),
        ("Deputy for:", _links(facts.thing, "deputyFor"), ""),
        ("Works with:", both_ways(facts.thing, "worksWith", "workedWithBy"), ""),
        ("Works with others:", [], _texts(facts.thing, "worksWithParty")),
        ("Escalates to:", _links(facts.thing, "escalatesTo"), ""),
        ("Escalates to others:", [], _texts(facts.thing, "escalatesToParty")),
        ("Escalating to it:", _links(facts.thing, "escalationsFrom"), ""),
        ("Works in:", stages, "no stage is recorded"),
        ("Tools:", list(tools.values()), "none is recorded"),
    )
    lines = []
    for lead, things, none in told:
        if things or none:
            shown, more = named([brief(thing, _SHORT) for thing in things], 2 * _NAMED)
            lines.append(ReportLine(lead, None, "" if things else none, shown, more))
    return ReportPart("glance", "At a glance", lines, page, least=len(lines))


def _statements(facts: RoleFacts, groups: Sequence[GapGroup], page: str) -> Iterator[ReportPart]:
    lacking: dict[str, list[str]] = {}
    for group in groups:
        for thing in group.things if group.kind.name in _WITHOUT else ():
            lacking.setdefault(thing, []).append(_WITHOUT[group.kind.name])
    for kind, title in _KINDS.items():
        lines = [
            ReportLine(
                thing=brief(statement),
                text=_marked(lacking.get(str(statement["id"]), ())),
                part="partOf" in statement,
            )
            for found, statement in facts.statements
            if found == kind
        ]
        if lines or kind in _ALWAYS:
            yield ReportPart(
                kind,
                title,
                lines,
                f"{page}#statements",
                none=_NONE.get(kind, ""),
                weight=_WEIGHTS.get(kind, 1),
                count=len(lines),
            )


def _marked(lacks: Sequence[str]) -> str:
    return f"⚠ {', '.join(lacks)}" if lacks else ""


def _work(facts: RoleFacts, page: str) -> ReportPart:
    lines = []
    for workflow, steps in facts.workflows:
        shown = [
            (f"{step['stepOrder']}." if "stepOrder" in step else "•", brief(step, _SHORT))
            for step in steps
        ]
        lines.append(
            ReportLine("", brief(workflow), ":", shown[:_STEPS], max(0, len(shown) - _STEPS))
        )
    return ReportPart(
        "work",
        "Takes part in",
        lines,
        f"{page}#work",
        none="No step of a workflow is recorded as its own.",
        weight=2,
        count=len(lines),
    )


def _letters(view: View, analyses: Analyses, role: str) -> Iterator[ReportPart]:
    """Yield who it is in the RACI matrix, where the catalogue has assignments."""
    raci = analyses.raci(view)
    if not raci.assigned:
        return
    found: dict[str, list[Thing]] = {}
    for row in raci.rows:
        for letter in dict.fromkeys(one.mark for one in raci.cells[row].get(role, ())):
            found.setdefault(letter, []).append(brief(view.link(row), _SHORT))
    lines = []
    for way, letter in LETTERS.items():
        if letter in found:
            shown, more = named(found[letter], _NAMED)
            lines.append(ReportLine(f"{letter} {way}:", None, "", shown, more))
    none = "It takes part in no activity of the RACI matrix."
    number = sum(map(len, found.values()))
    yield ReportPart("raci", "RACI", lines, "/raci", none=none, weight=2, count=number)


def _completeness(
    view: View, gaps: Gaps, scores: Scores, whole: Completeness | None, role: str
) -> ReportPart:
    if whole is None:
        none = "It was not worked out for this state of the catalogue."
        return ReportPart("score", "Completeness", [], "/score", none=none)
    own = scores.of_role(view, whole, role)
    lines = [
        ReportLine(
            thing=brief(view.link(thing), _SHORT),
            text=": "
            + " ".join(
                f"{kind.missing} {kind.advice}".strip()
                for kind in (gaps.kind(one.name, view.languages) for one in lacking)
            )
            + f" (+\N{NO-BREAK SPACE}{100 * len(lacking) / own.of:.1f}\N{NO-BREAK SPACE}%)",
        )
        for thing, lacking in own.missing.items()
    ]
    if not own.of:
        none = "Nothing is asked for yet."
        return ReportPart("score", "Completeness", [], "/score", none=none)
    said = f"{percent(own.share)}: {own.met} of {own.of} that the questions ask for are there."
    return ReportPart(
        "score",
        f"Completeness: {percent(own.share)}",
        lines,
        "/score",
        note=f"{own.met} of {own.of} are there. What would raise it most:" if lines else "",
        none=said,
        weight=1,
        total=len(lines),
    )


def belonging(view: View, analyses: Analyses, role: str) -> Collection[str]:
    """Return what belongs to a role: its statements, personas and steps, and itself."""
    return of_roles(analyses.relations(view), [role])[role]


def _texts(thing: Mapping[str, Any], name: str) -> str:
    return ", ".join(map(text_of, thing.get(name) or ()))


def _links(thing: Mapping[str, Any], name: str) -> list[Thing]:
    found = thing.get(name) or []
    return cast("list[Thing]", found if isinstance(found, list) else [found])
