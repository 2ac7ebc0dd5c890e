"""Whose turn it is to publish, where an engine does not run updates one after the other.

Oxigraph 0.5, for one, gives an update a snapshot to read and then writes blindly: two updates that
run at once may both find the head where they want it. So services take turns before they publish,
by Lamport's bakery algorithm (https://doi.org/10.1145/361082.361093). It needs no more of an engine
than that a triple, once written, is seen: each service writes triples of its own only, takes a
number higher than all it sees, and waits until nobody has a lower one.

A service that ended in its turn is found out by its number staying where it is; the others remove
it, after a time that it may have asked for beforehand. What it sent before still finds out:
everything that is sent in a turn also asks for the number.
"""

from __future__ import annotations

import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager

from rolegraph.errors import StoreError, StoreUnavailable
from rolegraph.store.remote.endpoints.client import StoreClient
from rolegraph.store.remote.log import names
from rolegraph.store.remote.log.names import in_log

DEAD_AFTER = 15.0
"""Seconds that a number may stay before its service is held to have ended in its turn."""
_LONGEST_WAIT = 2 * DEAD_AFTER
_PAUSE = 0.01


class Turnstile:
    """Lets one service at a time publish.

    Args:
        client: the store.
        dead_after: seconds that a number of another may stay as it is.
    """

    def __init__(self, client: StoreClient, dead_after: float = DEAD_AFTER) -> None:
        self._client, self._dead_after = client, dead_after
        self._me = names.writer_iri(str(uuid.uuid4()))

    @contextmanager
    def turn(self, seconds: float = 0) -> Iterator[str]:
        """Wait for the turn, and give the triple that is in the log as long as it lasts.

        Args:
            seconds: how long it may take; the others wait for as long if that is more than usual.

        Raises:
            StoreUnavailable: others have their turn all the time.
            StoreError: the store fails.
        """
        choosing = f"{self._me} {names.CHOOSING} 1 ."
        patience = f"{self._me} {names.PATIENCE} {round(seconds)} ."
        asked = patience if seconds > self._dead_after else ""
        mine = ""
        try:
            self._client.update(f"INSERT DATA {{ {in_log(f'{choosing} {asked}')} }}")
            number = 1 + max((number for _, number in self._seen()[0]), default=0)
            mine = f"{self._me} {names.NUMBER} {number} ."
            self._client.update(
                f"DELETE DATA {{ {in_log(choosing)} }} ;\nINSERT DATA {{ {in_log(mine)} }}"
            )
            self._wait(number)
            yield mine
        finally:
            self._leave(f"{choosing} {mine} {asked}")

    def _wait(self, mine: int) -> None:
        """Wait until all who chose before have chosen, and nobody has a lower number."""
        began = time.monotonic()
        since: dict[tuple[str, int], float] = {}
        chosen: set[str] = set()
        while True:
            numbers, patience = self._seen()
            others = [(who, number) for who, number in numbers if who != self._me]
            choosing = {who for who, number in others if number == 0}
            # Who chooses only now sees my number and takes a higher one.
            chosen |= {who for who, _ in others} - choosing
            first = [
                (who, number)
                for who, number in others
                if (who in choosing and who not in chosen)
                or (number and (number, who) < (mine, self._me))
            ]
            if not first:
                return
            now = time.monotonic()
            since = {one: since.get(one, now) for one in first}
            for who, number in first:
                if now - since[who, number] > patience.get(who, self._dead_after):
                    state = f"{names.NUMBER} {number}" if number else f"{names.CHOOSING} 1"
                    self._client.update(f"DELETE DATA {{ {in_log(f'{who} {state} .')} }}")
            if now - began > max(_LONGEST_WAIT, 2 * self._dead_after):
                raise StoreUnavailable("Other services are writing to the store; try again.", 1)
            time.sleep(_PAUSE)

    def _seen(self) -> tuple[list[tuple[str, int]], dict[str, float]]:
        """Return who has which number, 0 for who is choosing, and who asked for how much time."""
        rows = self._client.select(
            f"SELECT ?w ?p ?n WHERE {{ {in_log('?w ?p ?n .')} "
            f"FILTER(?p IN ({names.NUMBER}, {names.CHOOSING}, {names.PATIENCE})) }}"
        )
        said = [(str(row["w"]), str(row["p"]), int(row["n"].value)) for row in rows]  # type: ignore[union-attr]
        numbers = [(w, n if p == names.NUMBER else 0) for w, p, n in said if p != names.PATIENCE]
        return numbers, {w: float(n) for w, p, n in said if p == names.PATIENCE}

    def _leave(self, triples: str) -> None:
        try:
            self._client.update(f"DELETE DATA {{ {in_log(triples)} }}")
        except StoreError:
            return  # the others will find out
