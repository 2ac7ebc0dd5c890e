"""The checker of histories knows right from wrong."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st
from order import History, Read, Write

LOG: list[Mapping[str, int]] = [{"a": 1}, {"b": 2}, {}, {"a": 3}]


def history() -> History:
    """A right history of the log: two clients, a replica that lags, a read of the past."""
    made = History()
    made.wrote(Write("a", 1, 0, 1, 1))
    made.wrote(Write("b", 2, 1, 3, 2))
    made.wrote(Write("a", 3, 4, 9))  # never answered
    made.wrote(Write("b", 9, 4, 5, refused=True))
    made.read(Read({"a": 1}, "leader", 1.5, 2.5, least=1))
    made.read(Read({"a": 1, "b": 2}, "leader", 2, 3.5, least=1))
    made.read(Read({"a": 3, "b": 2}, "leader", 5, 6, least=2))
    made.read(Read({"a": 1}, "replica", 7, 8, least=1, lags=True))
    made.read(Read({"a": 1}, "leader", 7, 8, at=1))
    return made


def test_a_right_history_is_explained() -> None:
    """Writes that were never answered, commits of others and replicas that lag included."""
    assert [] == history().problems(LOG)


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (Write("b", 7, 0, 1, 3), "acknowledged at 3, and is nowhere"),
        (Read({"a": 1, "b": 3}, "leader", 5, 6), "a state that never was"),
        (Read({"a": 3}, "leader", 5, 6), "a state that never was"),
        (Read({"b": 2}, "leader", 5, 6), "a state that never was"),
        (Read({"a": 8}, "leader", 5, 6), "a state that never was"),
        (Read({"a": 1}, "leader", 3.5, 4.5), "had to see 2"),
        (Read({}, "leader", 1.5, 2), "had to see 1"),
        (Read({"a": 1}, "replica", 5, 6, least=2, lags=True), "had to see 2"),
        (Read({"a": 3, "b": 2}, "replica", 1, 2, lags=True), "before it was sent"),
        (Read({"a": 1, "b": 2}, "leader", 6.5, 7), "s, answered with 2) saw 4"),
        (Read({"a": 1, "b": 2}, "leader", 6.5, 7, at=1), "asked for revision 1"),
    ],
)
def test_one_wrong_operation_is_found(wrong: Write | Read, said: str) -> None:
    """Lost writes, torn, stale, early and backward reads: what a faulty service would give."""
    made = history()
    if isinstance(wrong, Write):
        made.wrote(wrong)
    else:
        made.read(wrong)

    problems = made.problems(LOG)

    assert said in problems[0]


def test_a_log_in_another_order_or_with_more_is_found() -> None:
    """Two writes that followed each other cannot have changed places."""
    swapped = [{"b": 2}, {"a": 1}, {}, {"a": 3}]
    refused = [*LOG, {"b": 9}]
    strange = [*LOG, {"c": 5}]

    assert any("began when revision 2 was acknowledged" in p for p in replaced().problems(swapped))
    assert ["write b = 9 was refused, and is at 5"] == history().problems(refused)
    assert any("written by nobody" in problem for problem in history().problems(strange))


def replaced() -> History:
    """Writes that were acknowledged at the places which the swapped log gives them."""
    made = History()
    made.wrote(Write("a", 1, 0, 1, 2))
    made.wrote(Write("b", 2, 1.5, 3, 1))
    made.wrote(Write("a", 3, 4, 9))
    return made


@st.composite
def runs(draw: st.DrawFn) -> tuple[History, list[Mapping[str, int]]]:
    """A service that works: each operation takes effect at a moment within it."""
    steps = draw(
        st.lists(
            st.tuples(
                st.sampled_from(["write", "unanswered", "refused", "read", "replica", "past"]),
                st.sampled_from("abc"),
                st.floats(0, 3),
                st.floats(0, 3),
                st.integers(0, 5),
            ),
            max_size=30,
        )
    )
    made, log = History(), list[Mapping[str, int]]()
    states: list[dict[str, int]] = [{}]
    for value, (kind, register, before, after, lag) in enumerate(steps, start=1):
        moment = float(value)
        began, ended = moment - before, moment + after
        if kind in {"write", "unanswered"}:
            log.append({register: value})
            states.append({**states[-1], register: value})
            revision = len(log) if kind == "write" else None
            made.wrote(Write(register, value, began, ended, revision))
        elif kind == "refused":
            made.wrote(Write(register, value, began, ended, refused=True))
        elif kind == "read":
            made.read(Read(states[-1], "leader", began, ended))
        else:
            place = max(len(log) - lag, 0)
            if kind == "past":
                made.read(Read(states[place], "leader", began, ended, at=place))
            elif not made.reads or lag == 0:
                made.read(Read(states[-1], "replica", began, ended, least=place, lags=True))
    return made, log


@given(run=runs())
def test_what_a_right_service_gives_is_explained_whatever_overlaps(
    run: tuple[History, list[Mapping[str, int]]],
) -> None:
    """A checker that cries for nothing is switched off soon."""
    made, log = run

    assert [] == made.problems(log)


@given(run=runs(), data=st.data())
def test_a_commit_that_is_lost_is_found(
    run: tuple[History, list[Mapping[str, int]]], data: st.DataObject
) -> None:
    """The one thing that must never happen."""
    made, log = run
    answered = [write for write in made.writes if write.revision is not None]
    if not answered:
        return
    lost = data.draw(st.sampled_from(answered))
    assert lost.revision is not None

    assert made.problems([*log[: lost.revision - 1], {}, *log[lost.revision :]])
