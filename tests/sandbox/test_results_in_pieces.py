"""A large result comes in pieces, while the rest of the text still goes in."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from rolegraph.errors import SyntaxFault, TooLarge, Unreadable
from rolegraph.sandbox.sandbox import Sandbox, SandboxLimits

TASK = "trial_tasks"
TEXT = os.urandom(1000) * 20_000


@pytest.fixture(autouse=True)
def tasks_are_found(monkeypatch: pytest.MonkeyPatch) -> None:
    """The fork server finds the tasks of this folder."""
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parent), prepend=os.pathsep)


@pytest.fixture
def sandbox() -> Iterator[Sandbox]:
    with closing(Sandbox(SandboxLimits(seconds=20, memory=64 * 2**20))) as made:
        yield made


class Pieces:
    """Takes pieces, up to a number of them."""

    def __init__(self, most: int = 10**9) -> None:
        self.found: list[bytes] = []
        self._most = most

    def take(self, piece: bytes) -> None:
        if len(self.found) == self._most:
            raise Unreadable("not this one")
        self.found.append(piece)


def collect(sandbox: Sandbox, most: int = 10**9, **options: object) -> bytes:
    taken = asyncio.run(sandbox.collect(TASK, options, lambda: Pieces(most), TEXT))
    return b"".join(taken.found)


def echoed(sandbox: Sandbox) -> bytes:
    return asyncio.run(sandbox.run(TASK, {"do": "echo"}, b"again"))


def test_all_of_it_comes_in_pieces_and_the_process_is_ready_for_the_next(sandbox: Sandbox) -> None:
    """More of it than both sockets hold is on its way in both directions."""
    assert TEXT == collect(sandbox, do="sleep", seconds=0)
    assert TEXT == collect(sandbox, do="sleep", seconds=0)
    assert b"again" == echoed(sandbox)


@pytest.mark.parametrize("pieces", [0, 3])
def test_a_fault_after_some_pieces_is_told_and_the_next_text_is_read_from_its_beginning(
    sandbox: Sandbox, pieces: int
) -> None:
    """What had come by then is worth nothing, nor is what the task left unread."""
    with pytest.raises(SyntaxFault, match="wrong here"):
        collect(sandbox, do="fault", pieces=pieces)
    assert b"again" == echoed(sandbox)


def test_who_refuses_a_piece_ends_the_task(sandbox: Sandbox) -> None:
    with pytest.raises(Unreadable, match="not this one"):
        collect(sandbox, most=2, do="sleep", seconds=0)
    assert b"again" == echoed(sandbox)


def test_a_process_that_ends_between_two_pieces_leaves_nothing(sandbox: Sandbox) -> None:
    """Neither a part of the text, nor a thread that waits for the rest."""
    with pytest.raises(TooLarge, match="has ended"):
        collect(sandbox, do="die", pieces=2)
    assert b"again" == echoed(sandbox)


def test_one_that_takes_too_long_is_ended_although_a_thread_waits_for_it() -> None:
    with (
        closing(Sandbox(SandboxLimits(seconds=2, memory=64 * 2**20))) as sandbox,
        pytest.raises(Unreadable, match="longer to read than the limit of 2 s"),
    ):
        collect(sandbox, do="sleep", seconds=3600, pieces=2)


def test_pieces_have_together_no_more_bytes_than_the_process_may_have() -> None:
    """It could not have made them in good faith, and the server would hold them."""
    with (
        closing(Sandbox(SandboxLimits(memory=10 * 2**20))) as sandbox,
        pytest.raises(TooLarge, match="has ended"),
    ):
        collect(sandbox, do="sleep", seconds=0)
