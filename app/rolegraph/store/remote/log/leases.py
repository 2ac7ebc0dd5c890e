"""Leases in the log: for how long a service may take it that nobody else has committed.

A service that holds the lease has a mark in the log. No other service publishes while a mark is
there: the update that publishes finds out. Who wants to write ends the lease first. It replaces the
mark, waits for as long as the mark says, and removes what it put there. The holder trusts what a
look has found for as long as its mark says, counted from before that look, and looks whether the
mark is still there. So whatever the holder found before the mark was replaced is over by the time
that another service publishes. No two clocks are compared. (C. Gray and D. Cheriton, "Leases",
https://doi.org/10.1145/74850.74870)
"""

from __future__ import annotations

import time
import uuid
from collections.abc import Iterable
from contextlib import suppress

import structlog

from rolegraph.errors import StoreTimeout, StoreUnavailable
from rolegraph.store.remote.endpoints.client import EngineFault, StoreClient
from rolegraph.store.remote.log import names
from rolegraph.store.remote.log.names import in_log
from rolegraph.store.remote.log.templates import LOCK, head_at, literal

LONGEST = 10.0
"""Seconds that a lease may last."""
_ENDING = "ending"
_MARGIN, _DRIFT = 0.02, 1.05
"""Seconds, and a share of the time, that is waited longer: clocks run a little differently."""
_log = structlog.get_logger(__name__)


class Leases:
    """The marks of leases in one log, and the one of this service.

    Args:
        client: the store.
    """

    def __init__(self, client: StoreClient) -> None:
        self._client = client
        self._me = str(uuid.uuid4())
        self._mine = ""

    def condition(self) -> str:
        """Return a pattern that holds as long as no other service has a lease."""
        mark = in_log(f"{names.HEAD} {names.LEASE} ?lease .")
        but = f"FILTER(?lease != {self._mine}) " if self._mine else ""
        return f"FILTER NOT EXISTS {{ {mark} {but}}}"

    def claim(self, revision: int, seconds: float, turn: str) -> str:
        """Put a mark into the log, if the head is at a revision and no other mark is there.

        Whether it is there then, a look has to find out.

        Args:
            revision: the revision.
            seconds: how long the lease lasts after a look, `LONGEST` at most.
            turn: a triple of the log that has to be there; none where empty.

        Returns:
            The object of the mark, as SPARQL and N-Triples write it.

        Raises:
            StoreError: the store fails; the mark may be there.
        """
        self._mine = mine = literal(f"{self._me} {seconds:g}")
        added = in_log(f"{names.HEAD} {names.LEASE} {mine} .")
        where = f"{head_at(revision, turn)} {self.condition()}"
        self._client.update(f"{LOCK}INSERT {{ {added} }} WHERE {{ {where} }}")
        return mine

    def give_back(self) -> None:
        """Remove the mark of this service, which trusts in nothing any more.

        Raises:
            StoreError: the store fails; the others wait for the lease then.
        """
        mine, self._mine = self._mine, ""
        if mine:
            self._client.update(f"DELETE DATA {{ {_marks([mine])} }}")

    def others(self) -> list[str]:
        """Return the texts of the marks that other services have put there, or ended.

        Raises:
            StoreError: the store fails.
        """
        return [text for text in self._texts() if literal(text) != self._mine]

    def is_mine_there(self) -> bool:
        """Tell whether the mark of this service is there.

        Raises:
            StoreError: the store fails.
        """
        return bool(self._mine) and self._mine in map(literal, self._texts())

    def _texts(self) -> list[str]:
        mark = in_log(f"{names.HEAD} {names.LEASE} ?lease .")
        rows = self._client.select(f"SELECT ?lease WHERE {{ {mark} }}")
        return sorted(str(getattr(row["lease"], "value", "")) for row in rows)

    def stood_in_the_way(self) -> bool:
        """End the leases of other services, if any; where that fails, the next attempt is to tell.

        Raises:
            StoreRefusal, StoreAnswer: the engine does not take that.
        """
        with suppress(StoreUnavailable, StoreTimeout, EngineFault):
            return self.end_others()
        return False

    def end_others(self) -> bool:
        """End the leases of other services, and wait until none of them trusts in its own.

        Returns:
            Whether there were any.

        Raises:
            StoreError: the store fails; the leases may be there still.
        """
        found = self.others()
        if not found:
            return False
        live = [text for text in found if not text.endswith(_ENDING)]
        ended = [text if text not in live else f"{text} {_ENDING}" for text in found]
        if live:
            # First the new one: a third service must find one of the two at any moment.
            self._client.update(
                f"INSERT DATA {{ {_marks(map(literal, ended))} }} ;\n"
                f"DELETE DATA {{ {_marks(map(literal, live))} }}"
            )
        longest = max(map(_seconds, found))
        _log.info("store.lease_ended", seconds=longest)
        time.sleep(longest * _DRIFT + _MARGIN)
        self._client.update(f"DELETE DATA {{ {_marks(map(literal, ended))} }}")
        return True


def _marks(objects: Iterable[str]) -> str:
    return in_log(f"{names.HEAD} {names.LEASE} {', '.join(objects)} .")


def _seconds(text: str) -> float:
    """Return how long the lease of a mark lasts: the longest, where that is not understood."""
    try:
        return min(max(float(text.split()[1]), 0.0), LONGEST)
    except (IndexError, ValueError):
        _log.warning("store.lease_not_understood", text=text[:100])
        return LONGEST
