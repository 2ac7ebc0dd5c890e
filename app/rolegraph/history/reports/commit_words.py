"""Commits in words: “ML Developer gained the responsibility …”, for pages and feeds alike."""

from __future__ import annotations

import re
import threading
from collections import OrderedDict
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from itertools import islice

from rolegraph.catalogue import ResourceType
from rolegraph.folder.description import DEPLOYMENT, base_of
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
from rolegraph.rdf.namespaces import RDF, SKOS, whole_of
from rolegraph.rdf.patch import Patch
from rolegraph.rdf.terms import NamedNode
from rolegraph.store.embedded import EmbeddedStore
from rolegraph.store.journal.entry_format import Entry

MOST_SENTENCES = 100
"""Sentences of one commit; what is beyond is counted."""
_LARGE = 5_000
"""Statements of a commit that is counted, not told: a first filling, an import."""
_FAR, _MANY = 20_000, 100
"""Statements and commits that came since, beyond which names are those of today."""
_KEPT = 500
_MOST_READ = 50_000_000
"""Bytes of a first filling that are read to count its things; of a larger one, values are told."""
_TYPE = re.escape(f"{RDF}type".encode())
_LONGEST = 120
_NAME = SKOS + "prefLabel"
FieldNames = Mapping[tuple[str, str], str]
"""Kind of a thing in small letters and predicate → what forms call that field."""


class CommitWords:
    """Tells commits in words. Safe to share among threads.

    Args:
        store: the store.
        versions: its history.
        owned_by: gives the predicates by which a thing says what it belongs to, as a
            responsibility names its role.
        fields: gives what forms call the fields of a kind of thing, see `field_names`.
    """

    def __init__(
        self,
        store: EmbeddedStore,
        versions: Versions,
        owned_by: Callable[[], Collection[str]] = tuple,
        fields: Callable[[], FieldNames] = dict,
    ) -> None:
        self._store, self._versions, self._owned_by = store, versions, owned_by
        self._fields = fields
        self._lock = threading.Lock()
        self._told: OrderedDict[int, tuple[str, ...]] = OrderedDict()

    def of(self, entry: Entry) -> tuple[str, ...]:
        """Return what a commit did, in at most `MOST_SENTENCES` sentences and one that counts."""
        with self._lock:
            known = self._told.get(entry.revision)
        if known is None:
            known = self._tell(entry)
            with self._lock:
                self._told[entry.revision] = known
                while len(self._told) > _KEPT:
                    self._told.popitem(last=False)
        return known

    def about(self, entry: Entry, things: Collection[str]) -> tuple[str, ...]:
        """Return what a commit did to some things, and to what came to them or left them.

        Args:
            entry: the commit.
            things: their IRIs.
        """
        filling = self._versions.filling
        if (filling is not None and filling.revision == entry.revision) or (
            entry.is_snapshot or _size(entry) > _LARGE
        ):
            return self.of(entry)
        found = self._differences(self._versions.patch(entry.revision), entry.revision)
        base = base_of(self._store)
        meant = [one for one in found if one.proposal is None and _concerns(one, things, base)]
        message = entry.headers.get("message", "")
        return tuple(
            islice(sentences(meant, self._owned_by(), self._fields(), message), MOST_SENTENCES)
        )

    def _tell(self, entry: Entry) -> tuple[str, ...]:
        filling = self._versions.filling
        if filling is not None and filling.revision == entry.revision:
            return (self._filled(entry),)
        if entry.is_snapshot or _size(entry) > _LARGE:
            return (_counted(entry),)
        patch = self._versions.patch(entry.revision)
        things = self._differences(patch, entry.revision)
        numbers = sorted({thing.proposal for thing in things if thing.proposal is not None})
        # What a proposal is made of is for machines; people see its page.
        content = [thing for thing in things if thing.proposal is None]
        rules = sum(thing.is_rule for thing in content)
        content = [thing for thing in content if not (thing.is_rule or _is_deployment(thing))]
        message = entry.headers.get("message", "")
        found = list(sentences(content, self._owned_by(), self._fields(), message))
        if numbers and not found:
            return (f"Proposal {', '.join(map(str, numbers))}: something was said or decided.",)
        if rules:
            what = "One rule or term" if rules == 1 else f"{rules:,} rules and terms"
            found.append(f"{what} of the catalogue came, went or changed.")
        if not found:
            return (_counted(entry),)
        more = len(found) - MOST_SENTENCES
        return (*found[:MOST_SENTENCES], *([f"And {more} more."] if more > 0 else ()))

    def _filled(self, entry: Entry) -> str:
        """Tell the first filling in one line: how many things it brought."""
        if entry.length > _MOST_READ:
            return f"The catalogue was filled: {entry.added:,} values."
        things = re.compile(
            rb"^A (<%b[^>#]*>) <%b> " % (re.escape(base_of(self._store).encode()), _TYPE),
            re.MULTILINE,
        )
        number = len(set(things.findall(self._store.journal.text(entry))))
        return f"The catalogue was filled: {number:,} thing{'' if number == 1 else 's'}."

    def _differences(self, patch: Patch, revision: int) -> list[ThingChange]:
        with self._store.reading() as now:
            later = range(revision + 1, now + 1)
            since = Patch(frozenset(), frozenset())
            if len(later) <= _MANY and sum(map(self._size_of, later)) <= _FAR:
                since = self._versions.between(revision, now)
            return differences(self._store, patch, since)

    def _size_of(self, revision: int) -> int:
        return _size(self._versions.entry(revision))


def _is_deployment(thing: ThingChange) -> bool:
    """Tell whether it only notes the files that the service was filled from."""
    said = thing.properties
    return bool(said) and all(change.predicate in DEPLOYMENT for change in said)


def owning(types: Collection[ResourceType]) -> set[str]:
    """Return the predicates by which things say what they belong to.

    A thing has one such value, and what it names lists things of its kind: a step is of one
    workflow. A workflow has criteria as well, but it belongs to none of them.
    """
    return {
        field.predicate
        for kind in types
        for field in kind.fields
        if field.single and field.min_count and not field.inverse
        for whole in types
        if whole.iri in field.targets
        if any(kind.iri in listed.targets and not listed.single for listed in whole.fields)
    }


def field_names(types: Collection[ResourceType]) -> FieldNames:
    """Return what forms call the fields of things: kind in small letters and predicate → name."""
    return {
        (kind.label.casefold(), field.predicate): field.label
        for kind in types
        for field in kind.fields
        if not field.inverse
    }


def _concerns(change: ThingChange, things: Collection[str], base: str) -> bool:
    """Tell whether a change is of one of some things, or of what named one of them."""
    return whole_of(change.iri, base) in things or any(
        isinstance(value.term, NamedNode) and value.term.value in things
        for one in change.properties
        for value in (*one.removed, *one.added)
    )


def named_first(things: Sequence[ThingChange], message: str) -> list[ThingChange]:
    """Return things with those first that the message of their commit names."""
    said = message.casefold()
    return sorted(things, key=lambda one: not one.label or one.label.casefold() not in said)


def sentences(
    things: Sequence[ThingChange],
    owned_by: Collection[str] = (),
    fields: FieldNames | None = None,
    message: str = "",
) -> Iterator[str]:
    """Yield what happened to things, a sentence each; first what came, went, then what changed.

    Args:
        things: what happened.
        owned_by: predicates by which a thing says what it belongs to.
        fields: what forms call fields.
        message: of the commit; the things that it names come before all others.
    """
    rank = {ADDED: 0, REMOVED: 1, CHANGED: 2}
    named = [thing for thing in things if not thing.iri.startswith("_:")]
    in_order = sorted(named, key=lambda thing: (rank[thing.how], not thing.kind))
    for thing in named_first(in_order, message):
        yield from _of_thing(thing, owned_by, fields or {})
    parts = len(things) - len(named)
    if parts:
        yield f"{parts} part{'s' if parts > 1 else ''} without a name changed."


def _of_thing(thing: ThingChange, owned_by: Collection[str], fields: FieldNames) -> Iterator[str]:
    name = (
        f"the {thing.kind.lower()} {_quoted(thing.label)}" if thing.kind else _quoted(thing.label)
    )
    owners = [change for change in thing.properties if change.predicate in owned_by]
    for change in owners:
        yield from (f"{value.text} lost {name}." for value in change.removed)
        yield from (f"{value.text} gained {name}." for value in change.added)
    if thing.how == CHANGED:
        for change in thing.properties:
            if change.predicate == _NAME and len(change.removed) == 1 == len(change.added):
                kind = f"the {thing.kind.lower()} " if thing.kind else ""
                before, now = (_quoted(v[0].text) for v in (change.removed, change.added))
                yield _capital(f"{kind}{before} is now called {now}.")
            elif change not in owners:
                known = fields.get((thing.kind.casefold(), change.predicate))
                yield f"{_capital(name)}: {_of_property(change, known)}"
    elif not owners:
        yield f"{_capital(name)} was {thing.how}."


def _of_property(change: PropertyChange, known: str | None) -> str:
    what = change.words if change.part else known or change.words
    what = f"{what} of its part “{change.part}”" if change.part else what
    if not change.removed:
        return f"{what}, added: {_listed(change.added)}."
    if not change.added:
        return f"{what}, removed: {_listed(change.removed)}."
    return f"{what}, before: {_listed(change.removed)}, now: {_listed(change.added)}."


def _listed(values: Sequence[ShownChange]) -> str:
    shown = [_quoted(value.text) for value in values[:3]]
    more = len(values) - len(shown)
    return ", ".join(shown) + (f" and {more} more" if more else "")


def _quoted(text: str) -> str:
    plain = " ".join(text.split())
    return f"“{plain if len(plain) <= _LONGEST else plain[: _LONGEST - 1] + '…'}”"


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _size(entry: Entry) -> int:
    return sum(int(entry.headers.get(name) or 0) for name in ("added", "removed"))


def _counted(entry: Entry) -> str:
    added, removed = (int(entry.headers.get(name) or 0) for name in ("added", "removed"))
    return f"{added:,} values were added, {removed:,} removed."
