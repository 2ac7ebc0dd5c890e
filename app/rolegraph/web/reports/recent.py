"""What changed in the last 30 days, for a report: commit by commit, in sentences."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from urllib.parse import urlencode

from rolegraph.catalogue.schema.values import Json
from rolegraph.errors import Archived
from rolegraph.history.reports.commit_words import CommitWords
from rolegraph.history.touched import Touched
from rolegraph.history.versions import Versions
from rolegraph.store.journal.entry_format import Entry
from rolegraph.web.reports.fitting import ReportLine, ReportPart, shortened

DAYS = 30
_COMMITS = 12
"""Commits that a report tells of at most."""
_SENTENCE = 150


@dataclass(frozen=True)
class Window:
    """The days that a report looks back on.

    Attributes:
        first, last: the first day and the last.
        begin, end: the revision before them, and the last one in them.
        present: whether they end today.
    """

    first: date
    last: date
    begin: int
    end: int
    present: bool


class RecentChanges:
    """Tells what changed lately.

    Args:
        versions: the history.
        touched: knows which commits speak of a thing.
        words: tells commits in words.
    """

    def __init__(self, versions: Versions, touched: Touched, words: CommitWords) -> None:
        self._versions, self._touched, self._words = versions, touched, words

    def window(self, as_of: int | None) -> Window:
        """Return the last days before today, or before the commit of an earlier revision."""
        versions = self._versions
        last, end = datetime.now(UTC).date(), versions.revision
        if as_of is not None:
            end, time = as_of, versions.time_of(as_of)
            last = date.fromisoformat(time[:10]) if time else last
        first = last - timedelta(days=DAYS - 1)
        try:
            begin = versions.resolve(first.isoformat())
        except Archived:
            begin = versions.first
        return Window(first, last, versions.without_filling(begin, end), end, as_of is None)

    def part(self, window: Window, root: str) -> ReportPart:
        """Return what changed in the whole catalogue, the newest first."""
        entries = [
            entry
            for revision in range(window.end, window.begin, -1)
            if not (entry := self._versions.entry(revision)).is_of_service
        ]
        told = [(entry, self._words.of(entry)) for entry in entries[:_COMMITS]]
        query = urlencode({"since": DAYS})
        place = f"/changes?{query}" if window.present else f"/changes/{window.begin}..{window.end}"
        return _part(window, root, told, len(entries), place)

    def part_of(
        self, window: Window, root: str, thing: str, belonging: Collection[str]
    ) -> ReportPart:
        """Return what changed of a thing and of what belongs to it, the newest first."""
        revisions = {
            revision
            for one in {thing, *belonging}
            for revision in self._touched.revisions(one)
            if window.begin < revision <= window.end
        }
        entries = [
            entry
            for revision in sorted(revisions, reverse=True)
            if not (entry := self._versions.entry(revision)).is_of_service
        ]
        told = [
            (entry, said)
            for entry in entries[:_COMMITS]
            if (said := self._words.about(entry, {thing, *belonging}))
        ]
        total = len(told) + len(entries[_COMMITS:])
        asked = {"thing": thing, **({"since": DAYS} if window.present else {})}
        return _part(window, root, told, total, f"/changes?{urlencode(asked)}")


def _part(
    window: Window, root: str, told: list[tuple[Entry, tuple[str, ...]]], total: int, place: str
) -> ReportPart:
    return ReportPart(
        "changes",
        f"Changed in the last {DAYS} days",
        [_line(root, entry, said) for entry, said in told],
        place,
        none=f"Nothing changed from {window.first} to {window.last}.",
        total=total,
        count=total,
    )


def _line(root: str, entry: Entry, said: tuple[str, ...]) -> ReportLine:
    by = f" ({entry.author})" if entry.author else ""
    more = f" And {len(said) - 1} more." if len(said) > 1 else ""
    day: Json = {"value": entry.time[:10], "language": "en"}
    return ReportLine(
        thing={"id": "", "label": day, "href": f"{root}/changes/{entry.revision}"},
        text=f"{shortened(said[0], _SENTENCE)}{more}{by}",
    )
