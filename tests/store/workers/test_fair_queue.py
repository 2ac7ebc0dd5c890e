"""The queue: clients take turns, whatever each of them sends."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rolegraph.errors import Busy
from rolegraph.store.workers.messages.job import QueryJob
from rolegraph.store.workers.turns.lane import FairQueue, Lane, Running

LANE = Lane("ordinary", FairQueue(1, 1), places=1, spare=1, single_use=False)


def query(client: str, number: int = 0) -> Running:
    return Running(number, QueryJob("ASK {}"), client, lambda _: None, None, LANE, 0)


def filled(clients: str, length: int = 20, per_client: int = 9) -> FairQueue:
    """A queue in which a query waits for each letter, numbered in their order."""
    queue = FairQueue(length, per_client)
    for number, client in enumerate(clients):
        queue.put(query(client, number))
    return queue


def taken(queue: FairQueue) -> list[tuple[str, int]]:
    """Take all that may start, without noting that it does."""
    found = []
    while (one := queue.take()) is not None:
        found.append((one.client, one.number))
    return found


def test_clients_take_turns() -> None:
    """One that sends four has waited no less than one that sends one."""
    assert [("a", 0), ("b", 4), ("c", 5), ("a", 1), ("c", 6), ("a", 2), ("a", 3)] == taken(
        filled("aaaabcc")
    )


def test_a_client_at_its_limit_is_passed_over_and_keeps_its_turn() -> None:
    """It is the first again as soon as one of its queries has ended."""
    queue = filled("aab", per_client=1)
    queue.started("a")
    assert 1 == queue.startable
    assert not queue.may_start("a")
    assert [("b", 2)] == taken(queue)
    queue.put(query("b", 3))
    queue.ended("a")

    assert queue.may_start("a")
    assert 2 == queue.startable
    assert ("a", 0) == taken(queue)[0]


def test_the_limit_counts_what_runs() -> None:
    """Each start and each end, exactly."""
    queue = filled("aaa", per_client=2)
    queue.started("a")
    assert 1 == queue.startable
    queue.started("a")
    assert 0 == queue.startable
    assert queue.take() is None
    queue.ended("a")
    queue.ended("a")
    assert 2 == queue.startable
    assert not queue._running


def test_what_is_taken_out_is_counted_and_gone() -> None:
    """A client that hangs up leaves no hole in the queue."""
    queue = filled("aab")
    first = queue.take()
    assert first is not None
    queue.put_first(first)
    second = queue._waiting["a"][1]

    assert queue.remove(second)
    assert 2 == len(queue)
    assert not queue.remove(second)
    assert not queue.remove(query("c"))
    assert 2 == len(queue)
    assert queue.remove(first)
    assert 1 == len(queue)
    assert "a" not in queue._waiting
    assert [("b", 2)] == taken(queue)
    assert 0 == len(queue)


def test_what_is_put_back_is_the_next() -> None:
    """It has waited its turn already, and is never refused."""
    queue = filled("abc", length=3)
    queue.put_first(query("d", 9))
    assert 4 == len(queue)

    assert ("d", 9) == taken(queue)[0]


def test_a_queue_has_an_end_and_a_client_half_of_it() -> None:
    """So that one client cannot keep all others out."""
    queue = filled("aa", length=4)
    with pytest.raises(Busy) as refused:
        queue.put(query("a"))
    assert 2 == refused.value.retry_after
    queue.put(query("b"))
    queue.put(query("c"))
    with pytest.raises(Busy):
        queue.put(query("d"))
    assert 4 == len(queue)
    queue.take()
    queue.put(query("d"))


@settings(derandomize=True, deadline=None)
@given(st.lists(st.sampled_from("abc"), max_size=20), st.integers(1, 3))
def test_nobody_is_served_twice_while_another_waits(clients: list[str], limit: int) -> None:
    """Between two turns of one client each other one that waits has had its own."""
    queue = FairQueue(100, limit)
    for number, client in enumerate(clients):
        queue.put(query(client, number))
    order = [client for client, _ in taken(queue)]
    left = Counter(clients)
    since: dict[str, set[str]] = {}
    for client in order:
        others = {other for other, count in left.items() if count} - {client}
        assert others <= since.get(client, others)
        left[client] -= 1
        since = {other: seen | {client} for other, seen in since.items()} | {client: set()}

    assert sorted(order) == sorted(clients)
