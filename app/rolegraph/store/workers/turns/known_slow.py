"""Remembers which queries turned out slow, so that they hold up no ordinary worker again.

An analyst asks one question with many numbers and names in it. So queries count as the same that
differ in comments, space, numbers and strings alone. Whoever is wrongly taken for slow is run all
the same, and is not taken for slow the next time.
"""

from __future__ import annotations

import re
from collections import OrderedDict

from rolegraph.store.workers.messages.job import QueryJob, UpdateJob

_KEPT = 1000
_VARIES = re.compile(
    r"""(<[^<>"{}|^`\\\s]*>)"""  # an address, which stays
    r"""|\#[^\n\r]*|"(?:[^"\\\n\r]|\\.)*"|'(?:[^'\\\n\r]|\\.)*'|\s+|(?<![\w:.?$\-])\d[\d.]*"""
)


class KnownSlow:
    """The shapes of queries that were slow when they last ran."""

    def __init__(self) -> None:
        self._shapes: OrderedDict[int, None] = OrderedDict()

    def __contains__(self, job: QueryJob) -> bool:
        return bool(self._shapes) and shape(job.text) in self._shapes

    def note(self, job: QueryJob | UpdateJob, *, slow: bool) -> None:
        """Note how a query turned out."""
        key = shape(job.text)
        if slow:
            self._shapes[key] = None
            self._shapes.move_to_end(key)
            if len(self._shapes) > _KEPT:
                self._shapes.popitem(last=False)
        else:
            self._shapes.pop(key, None)


def shape(text: str) -> int:
    """Return a number that queries share which differ in what varies from one time to the next."""
    return hash(_VARIES.sub(_fixed, text))


def _fixed(found: re.Match[str]) -> str:
    return found[1] or " "
