"""Remembers which queries turned out slow, so that they hold up no ordinary worker again."""

from __future__ import annotations

from collections import OrderedDict

from rolegraph.store.workers.messages.job import QueryJob, UpdateJob

_KEPT = 1000


class KnownSlow:
    """The texts of queries that were slow when they last ran."""

    def __init__(self) -> None:
        self._texts: OrderedDict[int, None] = OrderedDict()

    def __contains__(self, job: QueryJob) -> bool:
        return bool(self._texts) and hash(job.text) in self._texts

    def note(self, job: QueryJob | UpdateJob, *, slow: bool) -> None:
        """Note how a query turned out."""
        key = hash(job.text)
        if slow:
            self._texts[key] = None
            self._texts.move_to_end(key)
            if len(self._texts) > _KEPT:
                self._texts.popitem(last=False)
        else:
            self._texts.pop(key, None)
