"""A change as text, as Markdown for a pull request, and as JSON."""

from __future__ import annotations

import json
from collections.abc import Iterator

from rolegraph.analysis.score import percent
from rolegraph.checking.changes.cover import CoverChange
from rolegraph.checking.changes.meaning import Meaning
from rolegraph.checking.changes.sentences import listed, sentences
from rolegraph.history.reports.differences import PropertyChange, ThingChange
from rolegraph.history.reports.rendering import as_markdown, as_text, escaped
from rolegraph.shacl.findings import Finding
from rolegraph.shacl.results import plain_text
from rolegraph.shacl.wording import counted

_MOST = 100


def text(found: Meaning, title: str) -> str:
    """Return a change as plain text: the sentences, then the things."""
    lines = [title, "", *(f"  {sentence}" for sentence in sentences(found))]
    for heading, details in _sections(found):
        lines += ["", heading, *(f"  {detail}" for detail in details)]
    if found.things:
        lines += ["", as_text(found.things).rstrip("\n")]
    return "\n".join(lines) + "\n"


def markdown(found: Meaning, title: str) -> str:
    """Return a change as Markdown; a long list of things is cut and says so."""
    lines = [f"## {escaped(title)}", ""]
    lines += [f"- {_line(sentence)}" for sentence in sentences(found)]
    for heading, details in _sections(found):
        lines += ["", f"### {heading}", "", *(f"- {_line(detail)}" for detail in details)]
    if found.things:
        shown = as_markdown(found.things[:_MOST]).replace("### ", "#### ").rstrip("\n")
        left = len(found.things) - _MOST
        lines += ["", "<details><summary>All changes, thing by thing</summary>", "", shown, ""]
        lines += [f"… and {counted(left, 'more thing')}.", ""] if left > 0 else []
        lines.append("</details>")
    return "\n".join(lines) + "\n"


def as_json(found: Meaning, old: str, new: str | None) -> str:
    """Return a change as JSON.

    Args:
        found: the change.
        old: the revision before.
        new: the revision after; None for the working tree.
    """
    words = found.words

    def things(iris: dict[str, list[str]]) -> list[dict[str, str]]:
        return [
            {"id": iri, "label": words.label(iri), "class": words.label(cls)}
            for cls, several in iris.items()
            for iri in several
        ]

    said = {
        "from": old,
        "to": new,
        "changed": bool(found),
        "summary": sentences(found),
        "came": things({cls: [*iris] for cls, iris in found.came.items()}),
        "went": things({cls: [*iris] for cls, iris in found.went.items()}),
        "roles": [
            {
                "id": change.role,
                "label": words.label(change.role),
                "gained": things({cls: [*iris] for cls, iris in change.gained.items()}),
                "lost": things({cls: [*iris] for cls, iris in change.lost.items()}),
            }
            for change in found.roles
        ],
        "cover": [
            {
                "id": change.thing,
                "label": words.label(change.thing),
                "by": change.by,
                "lost": [words.label(iri) for iri in change.lost],
                "gained": [words.label(iri) for iri in change.gained],
                "left": change.left,
            }
            for change in found.cover
        ],
        "completeness": {"before": found.before.share, "after": found.after.share},
        "findings": {
            "new": [_finding_json(finding) for finding in found.new],
            "fixed": [_finding_json(finding) for finding in found.fixed],
        },
        "rules": list(found.rules),
        "things": [_thing_json(thing) for thing in found.things],
    }
    return json.dumps(said, ensure_ascii=False, indent=2) + "\n"


def _line(text: str) -> str:
    """Return a text as one line of Markdown, in which a line break would end the list."""
    return escaped(" ".join(text.split()))


def _sections(found: Meaning) -> Iterator[tuple[str, list[str]]]:
    if found.roles:
        yield "Roles", [line for change in found.roles for line in _role_lines(found, change.role)]
    if found.cover:
        yield "Cover", [_cover_line(found, change) for change in found.cover]
    if found.before.share != found.after.share:
        yield "Completeness", list(_questions(found))
    if found.new:
        yield "New findings", [_finding_line(found, finding) for finding in found.new[:_MOST]]
    if found.fixed:
        yield "Fixed findings", [_finding_line(found, finding) for finding in found.fixed[:_MOST]]


def _role_lines(found: Meaning, role: str) -> Iterator[str]:
    for change in found.roles:
        if change.role == role:
            for verb, classes in (("gained", change.gained), ("lost", change.lost)):
                for cls, iris in sorted(classes.items()):
                    for iri in iris:
                        kind, label = found.words.label(cls), found.words.label(iri)
                        yield f"{found.words.label(role)} {verb} the {kind} “{label}”."


def _cover_line(found: Meaning, change: CoverChange) -> str:
    words = found.words
    name = f"“{words.label(change.thing)}”"
    if change.within:
        name += f" in {words.label(change.within)}"
    parts = [
        f"{verb} the {change.by} {listed([words.label(iri) for iri in iris])}"
        for verb, iris in (("lost", change.lost), ("gained", change.gained))
        if iris
    ]
    return f"{name} {' and '.join(parts)}; {change.left or 'none'} left."


def _questions(found: Meaning) -> Iterator[str]:
    before = {one.question: one for one in found.before.questions}
    for now in found.after.questions:
        was = before.get(now.question)
        if was != now:
            then = f"{was.of - was.met} of {was.of} → " if was else ""
            yield f"{now.question}: {then}{now.of - now.met} of {now.of}"
    if found.before.share is not None:
        yield f"In all: {percent(found.before.share)} → {percent(found.after.share)} is there."


def _finding_line(found: Meaning, finding: Finding) -> str:
    place = f" ({finding.file}:{finding.line})" if finding.file else ""
    label = finding.focus_label or found.words.labels.get(finding.focus or "")
    thing = f"{label}: " if label else ""
    value = finding.value if finding.value and not finding.value.startswith("_:") else None
    told = f" Value: {plain_text(value)}." if value and value != finding.focus else ""
    return f"{finding.severity}: {thing}{finding.message}{told}{place}"


def _finding_json(finding: Finding) -> dict[str, object]:
    return {
        "severity": finding.severity,
        "rule": finding.rule,
        "thing": finding.focus,
        "label": finding.focus_label,
        "message": finding.message,
        "file": finding.file,
        "line": finding.line,
    }


def _thing_json(thing: ThingChange) -> dict[str, object]:
    return {
        "id": thing.iri,
        "label": thing.label,
        "class": thing.kind,
        "how": thing.how,
        "files": list(thing.files),
        "properties": [_property_json(change) for change in thing.properties],
    }


def _property_json(change: PropertyChange) -> dict[str, object]:
    return {
        "property": change.predicate,
        "label": change.label,
        "part": change.part,
        "removed": [value.text for value in change.removed],
        "added": [value.text for value in change.added],
    }
