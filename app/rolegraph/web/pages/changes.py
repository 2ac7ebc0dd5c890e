"""The changes: who did what and when, with differences that people can read."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from http import HTTPStatus
from urllib.parse import urlencode

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from rolegraph.catalogue import Catalogue, View
from rolegraph.catalogue.reading.view import Thing
from rolegraph.documents.keeping.kept import brought_in, kept_in
from rolegraph.errors import NotFound, ParameterError
from rolegraph.history.reports.commit_words import CommitWords, field_names, named_first
from rolegraph.history.reports.differences import (
    PropertyChange,
    ShownChange,
    ThingChange,
    differences,
)
from rolegraph.history.touched import Touched
from rolegraph.history.undone import taken_back, takes_back
from rolegraph.history.versions import Versions
from rolegraph.http.answers import holds_until, midnight_after
from rolegraph.http.request import iri
from rolegraph.rdf.terms import NamedNode
from rolegraph.store.background import Background
from rolegraph.store.embedded import EmbeddedStore
from rolegraph.store.journal.entry_format import Entry
from rolegraph.web.frame.pages import LITTLE_PATIENCE, Pages
from rolegraph.web.frame.paging import start_of

_DAY = re.compile(r"\d{4}-\d\d-\d\d")
AT_ONCE = 50
THINGS_AT_ONCE = 30
RULES_AT_ONCE = 50
SENTENCES_AT_ONCE = 4
LARGE = 20_000
"""Quads from which on a reader is told that it takes a moment."""
_LARGE_KEPT = 2
_STRETCHES = ("1", "7", "30")  # days that end today
_KEPT = ("thing", "since", "old", "new")
"""Parameters of the list that its further pages keep."""


@dataclass(frozen=True)
class _Shown:
    """What a page of changes shows.

    Attributes:
        things: what changed; a page tells of some of them.
        rules: the first terms and rules.
        hows, rule_hows: how many of all of them came, went or changed.
        proposals: those that were changed.
        kinds: how many things there are of each kind.
        added, removed: how many triples came and went.
    """

    things: Sequence[ThingChange]
    rules: Sequence[ThingChange]
    hows: Counter[str]
    rule_hows: Counter[str]
    proposals: Sequence[int]
    kinds: Counter[str]
    added: int
    removed: int


def router(
    pages: Pages,
    catalogue: Catalogue,
    store: EmbeddedStore,
    versions: Versions,
    touched: Touched,
    words: CommitWords,
) -> APIRouter:
    """Return the routes of the changes.

    Args:
        pages: renders them.
        catalogue: whose things are linked to.
        store: whose changes these are.
        versions: its history.
        touched: knows which commits speak of a thing.
        words: tells commits in words.
    """
    routes = pages.router()
    sorting = _Sorting(store, versions)

    @routes.get("/changes")
    def changes(request: Request) -> Response:
        given = request.query_params
        root = request.scope.get("root_path", "")
        problem, days = None, ""
        stretch: tuple[int, int] | None = None
        try:
            stretch, days = _stretch(versions, given), _days_of(given)
            until_tomorrow(request)
            if stretch and not given.get("thing"):
                query = f"?{urlencode({'days': days})}" if days else ""
                address = f"{root}/changes/{stretch[0]}..{stretch[1]}{query}"
                return RedirectResponse(address, status_code=303)
        except (ParameterError, NotFound) as error:
            problem = f"{error}"  # what was asked stays in the form
        thing = iri(given["thing"], "thing") if given.get("thing") else ""
        start = start_of(request)
        spoken = _within(versions, touched.revisions(thing) if thing else None, stretch)
        here = spoken[::-1][start - 1 : start - 1 + AT_ONCE]
        with catalogue.view(root, pages.languages(request)) as view:
            link = view.link(thing) if thing else None
        values = {
            "entries": [(one, words.of(one)) for one in map(versions.entry, here)],
            "sentences_at_once": SENTENCES_AT_ONCE,
            "thing": link,
            "days": days_in_words(days),
            "kept": urlencode({key: given[key] for key in _KEPT if given.get(key)}),
            "asked": {"old": given.get("old", ""), "new": given.get("new", "")},
            "problem": problem,
            "last": store.revision,
            "total": len(spoken),
            "start": start,
            "step": AT_ONCE,
        }
        status = HTTPStatus.BAD_REQUEST if problem else HTTPStatus.OK
        return pages.render(request, "changes.html", values, status=status)

    @routes.get("/changes/{revision:int}")
    def change(revision: int, request: Request) -> Response:
        return _difference(request, revision - 1, revision, versions.entry(revision))

    @routes.get("/changes/{old:int}..{new:int}")
    def between(old: int, new: int, request: Request) -> Response:
        return _difference(request, old, new, None)

    def _difference(request: Request, old: int, new: int, entry: Entry | None) -> Response:
        until_tomorrow(request)
        begin = old if entry else versions.without_filling(old, new)
        shown = sorting.within(begin, new)
        if shown is None:
            what = "All that was changed is being sorted by the things that it is about."
            return pages.waiting(request, f"Changes from {old} to {new}", what)
        between = [] if entry else [*range(max(begin + 1, versions.first), new + 1)]
        commits = [versions.entry(one) for one in between[: -AT_ONCE - 1 : -1]]
        of_service = [one for one in commits if one.is_of_service]
        if begin != old:
            of_service.append(versions.entry(begin))
        start = start_of(request)
        message = entry.headers.get("message", "") if entry else ""
        here = named_first(shown.things, message)[start - 1 : start - 1 + THINGS_AT_ONCE]
        with catalogue.view(request.scope.get("root_path", ""), pages.languages(request)) as view:
            told = {
                (one.words, one.predicate)
                for change in (*here, *shown.rules)
                for one in change.properties
            }
            values = {
                "entry": entry,
                "added": shown.added,
                "removed": shown.removed,
                "commits": [(one, words.of(one)) for one in commits if not one.is_of_service],
                "of_service": [(one, words.of(one)) for one in of_service],
                "fills": entry is not None and entry == versions.filling,
                "asking": _asking(store, versions, entry) if entry else [],
                "undone": entry and taken_back(versions, touched, entry),
                "undoes": entry and takes_back(versions, touched, entry),
                "times": [versions.entry(one).time if one else "" for one in (old, new)],
                "left_out": len(between) - len(commits),
                "sentences_at_once": SENTENCES_AT_ONCE,
                "days": days_in_words(request.query_params.get("days", "")),
                "kept": urlencode(
                    {"days": days} if (days := request.query_params.get("days")) else {}
                ),
                "old": old,
                "begin": begin,
                "new": new,
                "things": [linked(view, change) for change in here],
                "rules": [linked(view, change) for change in shown.rules],
                "hows": shown.hows,
                "rule_hows": shown.rule_hows,
                "proposals": shown.proposals,
                "kinds": shown.kinds,
                "properties": sorted(told),
                "start": start,
                "step": THINGS_AT_ONCE,
                "last": versions.revision,
                "link_of": lambda shown: link_of(view, shown),
                "field_words": field_words(catalogue),
            }
            return pages.render(request, "difference.html", values)

    return routes


def _asking(store: EmbeddedStore, versions: Versions, entry: Entry) -> list[tuple[str, int]]:
    """Return the documents that a commit brought in, with questions that are still open."""
    named = brought_in(versions.patch(entry.revision).added)
    kept = kept_in(store) if named else {}
    counts = ((name, kept[name].counts[0]) for name in sorted(named) if name in kept)
    return [(name, still) for name, still in counts if still]


class _Sorting:
    """Sorts the changes between two revisions by things; very many of them in the background."""

    def __init__(self, store: EmbeddedStore, versions: Versions) -> None:
        self._store, self._versions = store, versions
        self._large: dict[tuple[int, int, int], Background[_Shown]] = {}

    def within(self, old: int, new: int) -> _Shown | None:
        """Return what to show; of very many changes None while they are sorted."""
        versions, now = self._versions, self._versions.revision
        if versions.moved(old, new) + versions.moved(new, now) <= LARGE:
            return _shown(self._store, versions, old, new, now)
        work = Background(lambda: _shown(self._store, versions, old, new, now), once=True)
        work = self._large.setdefault((old, new, now), work)
        for other in list(self._large)[:-_LARGE_KEPT]:
            self._large.pop(other, None)
        return work.within(LITTLE_PATIENCE)


def _shown(store: EmbeddedStore, versions: Versions, old: int, new: int, now: int) -> _Shown:
    """Return what to show of the changes from one revision to another."""
    patch = versions.between(old, new)
    found = differences(store, patch, versions.between(new, now), tell=False)
    # Parts without a name say least, so they come last.
    found = sorted(found, key=lambda change: (change.iri.startswith("_:"), not change.kind))
    content = [change for change in found if not change.is_rule and change.proposal is None]
    rules = [change for change in found if change.is_rule]
    return _Shown(
        content,
        rules[:RULES_AT_ONCE],
        Counter(change.how for change in content),
        Counter(change.how for change in rules),
        sorted({change.proposal for change in found if change.proposal is not None}),
        Counter(change.kind for change in content if change.kind),
        len(patch.added),
        len(patch.removed),
    )


def _stretch(versions: Versions, given: Mapping[str, str]) -> tuple[int, int] | None:
    """Return the revisions before and after the stretch of time that is asked for, or None.

    Raises:
        ParameterError, NotFound: there is no such stretch.
    """
    if days := given.get("since"):
        if days not in _STRETCHES:
            raise ParameterError(f"since={days!r} is not known; take {', '.join(_STRETCHES)}.")
        first = datetime.now(UTC).date() - timedelta(days=int(days) - 1)
        return versions.resolve(first.isoformat()), versions.revision
    if not given.get("old") or not given.get("new"):
        return None
    old = versions.resolve(given["old"])
    new = versions.resolve(given["new"], end=True)
    dates = given["old"][:10], given["new"][:10]  # may lie before the first commit, both of them
    if new < old or (all("-" in day for day in dates) and dates[1] < dates[0]):
        raise ParameterError(f"{given['old']} is after {given['new']}; give the earlier one first.")
    return old, new


def _within(
    versions: Versions, of_thing: Sequence[int] | None, stretch: tuple[int, int] | None
) -> Sequence[int]:
    """Return the revisions of a thing, or all, that lie in a stretch of time, or in all of it."""
    found = range(versions.first, versions.revision + 1) if of_thing is None else of_thing
    return [one for one in found if stretch[0] < one <= stretch[1]] if stretch else found


def _days_of(given: Mapping[str, str]) -> str:
    """Return the days of a stretch, the first and the last; nothing where it has no such."""
    if days := given.get("since"):
        today = datetime.now(UTC).date()
        return f"{today - timedelta(days=int(days) - 1)}/{today}"
    ends = given.get("old", ""), given.get("new", "")
    return "/".join(ends) if all(map(_DAY.fullmatch, ends)) else ""


def until_tomorrow(request: Request) -> None:
    """Have a page that speaks of the last days be made anew on the next day."""
    if request.query_params.get("since") or request.query_params.get("days"):
        holds_until(request, midnight_after(datetime.now(UTC).date()))


def days_in_words(days: str) -> str:
    """Return a stretch of days for a heading: “The last 7 days: from … to …”.

    Args:
        days: the first and the last, `2026-11-24/2026-11-30`; may be empty.

    Raises:
        ParameterError: these are no two days.
    """
    if not days:
        return ""
    try:
        first, last = map(date.fromisoformat, days.split("/"))
    except ValueError:
        raise ParameterError(
            f"days={days!r} is no first and last day, such as 2026-11-24/2026-11-30."
        ) from None
    number = (last - first).days + 1
    if number == 1:
        return f"Of one day: {first}"
    latest = "The last " if last == datetime.now(UTC).date() else ""
    return f"{latest}{number} days: from {first} to {last}"


def linked(view: View, change: ThingChange) -> tuple[Thing, ThingChange]:
    """Return a change with a link to its thing, without an address where it is no more."""
    there = not change.iri.startswith("_:") and view.types_of(change.iri)
    href = view.link(change.iri)["href"] if there else None
    label = "a part without a name" if change.iri.startswith("_:") else change.label
    label = label or "the catalogue as a whole"
    return {"id": change.iri, "label": label, "href": href}, change


def field_words(catalogue: Catalogue) -> Callable[[ThingChange, PropertyChange], str]:
    """Return what names a field as the page of its thing does, else as its property is called."""
    names = field_names(catalogue.types.values())

    def words(thing: ThingChange, change: PropertyChange) -> str:
        found = None if change.part else names.get((thing.kind.casefold(), change.predicate))
        return found or change.words

    return words


def link_of(view: View, shown: ShownChange) -> Thing | None:
    """Return a link to the thing that a changed value is; None of other values."""
    term = shown.term
    if isinstance(term, NamedNode) and view.types_of(term.value):
        return view.link(term.value)
    return None
