"""A change in plain words, the most important first."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from rolegraph.analysis.score import percent
from rolegraph.checking.changes.cover import CoverChange, losing_workflows
from rolegraph.checking.changes.meaning import Meaning, plural
from rolegraph.checking.changes.readable import UNNAMED
from rolegraph.history.reports.differences import CHANGED
from rolegraph.rdf.namespaces import ONTOLOGY, PREFIXES

_MOST = 5
_PLACES = frozenset(
    {
        f"{PREFIXES['prov']}wasDerivedFrom",
        *(f"{PREFIXES['oa']}{name}" for name in ("start", "end", "prefix", "suffix", "hasSource")),
        *(f"{ONTOLOGY}{name}" for name in ("definedIn", "sourceLine", "sourceCell", "sourcePage")),
    }
)
"""Where a document says something, and in which version; not what it says."""
_NOTHING = "Nothing changed in meaning."


def sentences(found: Meaning) -> list[str]:
    """Return what a change means, a sentence each."""
    if not found:
        return [_NOTHING]
    return [
        *([found.reason] if found.reason else []),
        *_roles(found),
        *_things(found),
        *_cover(found),
        *_completeness(found),
        *_findings(found),
        *_rules(found),
    ]


def _roles(found: Meaning) -> Iterator[str]:
    for change in found.roles:
        parts = [
            f"{verb} {_counts(found, things)}"
            for verb, things in (("gained", change.gained), ("lost", change.lost))
            if things
        ]
        yield f"{found.words.label(change.role)} {' and '.join(parts)}."


def _counts(found: Meaning, things: Mapping[str, Sequence[str]]) -> str:
    counted = [found.words.counted(len(iris), cls) for cls, iris in sorted(things.items())]
    return listed(counted)


def _things(found: Meaning) -> Iterator[str]:
    reported = {
        iri
        for change in found.roles
        for things in (*change.gained.values(), *change.lost.values())
        for iri in things
    }
    for word, classes in (("came", found.came), ("went", found.went)):
        # Roles first: everything else hangs on them.
        for cls in sorted(classes, key=lambda c: (c != ONTOLOGY + "Role", found.words.label(c))):
            others = [iri for iri in classes[cls] if iri not in reported]
            if others:
                names = named(map(found.words.label, others))
                yield f"{found.words.counted(len(others), cls)} {word}: {names}."
    changed: dict[str, list[str]] = {}
    elsewhere = 0
    for thing in found.things:
        nested = thing.iri.startswith("_:") and thing.label != UNNAMED
        if thing.how != CHANGED or nested:  # what it hangs on changed as well
            continue
        if all(one.predicate in _PLACES for one in thing.properties):
            elsewhere += 1
        else:
            changed.setdefault(thing.kind or "other thing", []).append(thing.label)
    if changed:
        counted = [
            f"{len(labels)} {found.words.kind(kind, len(labels))} ({named(labels)})"
            for kind, labels in sorted(changed.items())
        ]
        yield f"Changed: {listed(counted)}."
    if elsewhere:
        many = "1 thing says" if elsewhere == 1 else f"{elsewhere} things say"
        yield f"{many} the same, in other lines or in a new version of the document."


def _cover(found: Meaning) -> Iterator[str]:
    flows = losing_workflows(found.cover)
    if flows:
        verb = "loses" if len(flows) == 1 else "lose"
        steps = sum(1 for c in found.cover if c.within and c.uncovered)
        last = "a step has" if steps == 1 else f"{steps} steps have"
        yield (
            f"{_number(len(flows), 'workflow')} {verb} cover: "
            f"{named(map(found.words.label, flows))} ({last} no tool any more)."
        )
    kinds = (("statement", "step"), ("statement", "tool"), ("step", "tool"), ("role", "persona"))
    for kind, by in kinds:
        inside = kind == "step"
        changes = [c for c in found.cover if c.by == by and (c.within is not None) == inside]
        if not inside:
            lost = [change for change in changes if change.uncovered]
            yield from _covered(found, lost, kind, f"last {by}", "loses")
        gained = [change for change in changes if change.covered]
        yield from _covered(found, gained, kind, f"first {by}", "gains")


def _covered(
    found: Meaning, changes: Sequence[CoverChange], kind: str, what: str, verb: str
) -> Iterator[str]:
    if changes:
        whose = "its"
        if len(changes) > 1:
            verb, whose = verb.removesuffix("s"), "their"
        names = named(found.words.label(change.thing) for change in changes)
        yield f"{_number(len(changes), kind)} {verb} {whose} {what}: {names}."


def _completeness(found: Meaning) -> Iterator[str]:
    was, now = found.before.share, found.after.share
    if now is None and was is None:
        return
    if was == now:
        yield f"Completeness stays at {percent(now)}."
    elif was is None:
        yield f"Completeness: {percent(now)}."
    else:
        yield f"Completeness: {percent(was, now)} → {percent(now, was)}."


def _findings(found: Meaning) -> Iterator[str]:
    parts = []
    if found.new:
        parts.append(f"{_number(len(found.new), 'new finding')}")
    if found.fixed:
        parts.append(f"{_number(len(found.fixed), 'finding')} fixed")
    if parts:
        yield f"Check: {' and '.join(parts)}."


def _rules(found: Meaning) -> Iterator[str]:
    if found.rules:
        yield f"The rules changed: {named(found.rules)}."


def _number(number: int, word: str) -> str:
    return f"{number} {word if number == 1 else plural(word)}"


def listed(parts: Sequence[str]) -> str:
    """Return parts as they stand in a sentence: `a, b and c`."""
    return " and ".join(filter(None, [", ".join(parts[:-1]), *parts[-1:]]))


def named(names: Iterator[str] | Sequence[str]) -> str:
    """Return names in a list, of which a long one is cut and says so."""
    every = list(names)
    if len(every) > _MOST + 1:
        return f"{', '.join(every[:_MOST])} and {len(every) - _MOST} more"
    return ", ".join(every)
