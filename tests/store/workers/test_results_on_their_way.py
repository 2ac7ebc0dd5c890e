"""A query on its way: who waits is told that it takes long, and gets a result whole or as it comes."""

from __future__ import annotations

import asyncio

from stand_ins import StandIn

from rolegraph.errors import RolegraphError
from rolegraph.store.workers.messages.job import Answer, QueryJob
from rolegraph.store.workers.turns.lane import FairQueue, Lane, Running
from rolegraph.store.workers.turns.stream import STREAM_BUFFER

LANE = Lane("ordinary", FairQueue(1, 1), places=1, spare=1, single_use=False)


class Waiting:
    """Who waits for a query, with what was told."""

    def __init__(self) -> None:
        self.outcomes: list[Answer | RolegraphError] = []
        self.told = 0
        self.query = Running(1, QueryJob("ASK {}"), "c", self.outcomes.append, self._slow, LANE, 0)

    def _slow(self) -> None:
        self.told += 1

    def take(self, part: bytes) -> None:
        self.query.add(part, "bindings", StandIn(LANE), lambda: None)


def test_who_waits_is_told_once_that_the_answer_takes_long() -> None:
    """From then on it pays to watch whether the client is still there, and only once."""
    waiting = Waiting()

    for _ in range(2):
        waiting.query.tell_slow()

    assert 1 == waiting.told


def test_a_result_of_a_megabyte_comes_whole_and_a_larger_one_as_a_stream() -> None:
    """What is sent whole has a length and an entity tag; what is larger must not wait in memory."""
    whole, larger = Waiting(), Waiting()
    whole.take(b"x" * STREAM_BUFFER)
    assert [] == whole.outcomes
    whole.query.end(b"y", "bindings")
    larger.take(b"x" * STREAM_BUFFER)
    larger.take(b"y")

    assert [b"x" * STREAM_BUFFER + b"y"] == [getattr(one, "body", None) for one in whole.outcomes]
    assert [None] == [getattr(one, "body", 0) for one in larger.outcomes]


def test_a_stream_ends_with_its_last_part() -> None:
    """Who reads it would wait for ever."""

    async def read() -> bytes:
        waiting = Waiting()
        waiting.take(b"x" * (STREAM_BUFFER + 1))
        waiting.query.end(b"y", "bindings")
        (answer,) = waiting.outcomes
        assert isinstance(answer, Answer)
        assert answer.stream is not None
        return b"".join([part async for part in answer.stream])

    assert b"x" * (STREAM_BUFFER + 1) + b"y" == asyncio.run(asyncio.wait_for(read(), 10))
