"""Differences as text for a terminal and as Markdown for a pull request."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from rolegraph.history.reports.differences import (
    ADDED,
    CHANGED,
    REMOVED,
    PropertyChange,
    ShownChange,
    ThingChange,
    differences,
)
from rolegraph.history.versions import Versions
from rolegraph.rdf.terms import Literal, NamedNode
from rolegraph.store.embedded import EmbeddedStore

_SIGNS = {ADDED: "+", REMOVED: "-", CHANGED: "~"}
_MARKUP = re.compile(r"([\\`*_{}\[\]<>#|~])")


def difference(
    store: EmbeddedStore, versions: Versions, old: int, new: int, *, markdown: bool
) -> str:
    """Return what changed between two revisions, as text or Markdown.

    The first filling of the catalogue is one line where later commits are asked for as well.
    """
    with store.reading() as now:
        begin = versions.without_filling(old, new) if new > 1 else old
        patch, since = versions.between(begin, new), versions.between(new, now)
        told = (as_markdown if markdown else as_text)(differences(store, patch, since))
    if begin == old:
        return told
    first = f"The catalogue was filled in revision {begin}; see the difference from 0 to {begin}."
    return f"{first}\n\n{told}"


def summary(things: Sequence[ThingChange]) -> str:
    """Return how many things came, went and changed, in a line."""
    counts = Counter(thing.how for thing in things)
    parts = [f"{counts[how]} {how}" for how in (ADDED, REMOVED, CHANGED) if counts[how]]
    number = f"{len(things)} thing" + ("" if len(things) == 1 else "s")
    return f"{number}: {', '.join(parts)}." if parts else "No difference."


def as_text(things: Sequence[ThingChange]) -> str:
    """Return differences as plain text, a block a thing."""
    lines = [summary(things)]
    for thing in things:
        kind = f"{thing.kind} " if thing.kind else ""
        lines += ["", f"{_SIGNS[thing.how]} {kind}{thing.label!r} ({thing.place}) {thing.how}"]
        lines.append(f"    in {', '.join(thing.files)}")
        for change in thing.properties:
            lines.append(f"    {_name(change)}")
            lines += [f"      - {_plain(value)}" for value in change.removed]
            lines += [f"      + {_plain(value)}" for value in change.added]
    return "\n".join(lines) + "\n"


def as_markdown(things: Sequence[ThingChange]) -> str:
    """Return differences as Markdown (https://commonmark.org/), ready for a pull request."""
    lines = [f"**{summary(things)}**", ""]
    for kind, group in _grouped(things):
        lines += [f"### {escaped(kind or 'other')}", ""]
        for thing in group:
            label, place = escaped(thing.label), thing.place
            files = ", ".join(f"`{file}`" for file in thing.files)
            lines.append(f"- **{label}** (`{place}`) {thing.how} in {files}")
            lines += [
                f"  - {line}" for change in thing.properties for line in _bullets(change, thing.how)
            ]
        lines.append("")
    return "\n".join(lines).rstrip("\n") + "\n"


def _grouped(things: Iterable[ThingChange]) -> Iterator[tuple[str, list[ThingChange]]]:
    groups: dict[str, list[ThingChange]] = {}
    for thing in things:
        groups.setdefault(thing.kind, []).append(thing)
    yield from groups.items()


def _bullets(change: PropertyChange, how: str) -> Iterator[str]:
    name = escaped(_name(change))
    if len(change.removed) == 1 == len(change.added):
        yield f"{name}: ~~{_marked(change.removed[0])}~~ → {_marked(change.added[0])}"
        return
    for value in change.removed:
        yield f"{name}: ~~{_marked(value)}~~"
    for value in change.added:
        yield f"{name}: {'added ' if how == CHANGED else ''}{_marked(value)}"


def _name(change: PropertyChange) -> str:
    return f"{change.label} (#{change.part})" if change.part else change.label


def _plain(value: ShownChange) -> str:
    if isinstance(value.term, NamedNode):
        return value.text if value.place == value.text else f"{value.text} ({value.place})"
    text = value.text.replace("\n", "\n        ")
    if isinstance(value.term, Literal) and value.term.language not in {None, "en"}:
        return f"{text} @{value.term.language}"
    return text


def _marked(value: ShownChange) -> str:
    return escaped(" ".join(_plain(value).split()))


def escaped(text: str) -> str:
    """Return a text that Markdown shows as it is."""
    return _MARKUP.sub(r"\\\1", text)
