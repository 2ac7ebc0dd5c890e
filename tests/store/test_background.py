"""Work in the background: who asks waits no longer than they said."""

from __future__ import annotations

import threading

import pytest

from rolegraph.store.background import Background


def test_who_does_not_wait_is_answered_later() -> None:
    """A page says what is being worked out, and comes again."""
    may_end, made = threading.Event(), []

    def work() -> int:
        may_end.wait()
        made.append(1)
        return len(made)

    beside = Background(work, once=True)
    assert beside.within(0) is None
    assert beside.within(0) is None
    may_end.set()

    assert 1 == beside.within(60)
    assert 1 == beside.within(0)
    assert [1] == made


def test_what_fails_is_told_and_tried_again() -> None:
    """An error must not stay for ever where a result would."""
    outcomes = iter([ValueError("first"), None])

    def work() -> bool:
        if error := next(outcomes):
            raise error
        return True

    beside = Background(work, once=True)
    with pytest.raises(ValueError, match="first"):
        beside.within(60)

    assert beside.within(60)
