"""The schedule: whatever comes and goes, nothing that may start waits beside an idle worker."""

from __future__ import annotations

import asyncio

from hypothesis import given, settings
from hypothesis import strategies as st
from stand_ins import KINDS, World

from rolegraph.errors import Busy, RolegraphError
from rolegraph.store.workers.messages.job import Answer
from rolegraph.store.workers.turns.lane import Running

PICKS = st.integers(0, 7)
CLIENTS = st.integers(0, 3)
TEXTS = st.sampled_from(["ASK {}", "ASK { ?s ?p ?o }", "ASK { ?o ?p ?s }"])
EVENTS = st.one_of(
    st.tuples(st.just("arrive"), CLIENTS, st.sampled_from(KINDS), TEXTS),
    st.tuples(st.just("arrive"), CLIENTS, st.just("query"), TEXTS),
    st.tuples(st.just("answer"), PICKS),
    st.tuples(st.just("fork")),
    st.tuples(
        st.sampled_from(
            ["die", "stream", "take_long", "take_long", "turn_slow", "turn_slow", "hang_up"]
        ),
        PICKS,
    ),
    st.tuples(st.sampled_from(["run_out"]), PICKS),
    st.tuples(st.just("bury")),
    st.tuples(st.just("commit")),
)


@settings(max_examples=500, deadline=None, derandomize=True)
@given(
    st.integers(1, 2),
    st.integers(1, 2),
    st.integers(1, 3),
    st.lists(EVENTS, min_size=10, max_size=50),
)
def test_nothing_that_may_start_waits_beside_an_idle_worker(
    size: int, slow_places: int, per_client: int, events: list[tuple[str, ...]]
) -> None:
    """Over random arrivals, answers, kills and hang-ups; and in the end each has its answer."""
    world = started(size=size, slow_places=slow_places, per_client=per_client)
    for name, *rest in events:
        getattr(world, name)(*rest)
        world.check()
    world.drain()
    world.check()
    world.rest()

    reported = {number: len(found) for number, found in world.outcomes.items()}
    assert {} == {n: times for n, times in reported.items() if times > 1}
    assert world.hung_up >= {n for n, times in reported.items() if times == 0}
    lanes = world.schedule.lanes
    assert {"ordinary": size, "updates": 1} == {x.name: len(x.idle) for x in lanes if x.idle}
    assert {"ordinary": size, "updates": 1} == {x.name: x.count for x in lanes if x.count}
    assert 0 == world.schedule.waiting
    assert all(not lane.queue._running for lane in world.schedule.lanes)


def started(size: int = 2, **options: int) -> World:
    """A schedule whose workers are all there."""
    world = World(size=size, **options)
    while world.unborn:
        world.fork()
    return world


def test_a_client_at_its_limit_does_not_keep_others_waiting() -> None:
    """The stall: what one client may not start stood before what another one may."""
    world = started(size=3, per_client=1)
    for _ in range(3):
        world.arrive(0)
    other = world.arrive(1)

    assert other is not None
    assert other.worker is not None


def test_an_update_never_waits_for_queries() -> None:
    """However many queries run and wait, there is a worker for updates alone."""
    world = started()
    for client in range(6):
        world.arrive(client)
    update = world.arrive(0, "update")

    assert update is not None
    assert update.worker is not None
    assert update.worker.lane is world.schedule.updates


def test_what_needs_more_than_the_union_goes_to_workers_on_disk() -> None:
    """Where the replicas hold the union alone; one that turns out slow is asked nothing more."""
    world = World(size=1)
    world.schedule.keep_on_disk(graphs_alone=True)
    queries = [
        world.arrive(0, text="PREFIX graph: <urn:from> ASK { ?from ?p 'GRAPH' }"),
        world.arrive(0, text="ASK { GRAPH ?g { ?s ?p ?o } }"),
        world.arrive(0, text="ASK FROM <urn:g> { ?s ?p ?o }"),
        world.arrive(0, "update"),
        world.arrive(0, "data"),
        world.arrive(0, "past"),
    ]
    lanes = [query.lane.name for query in queries if query is not None]
    world.drain()
    world.schedule.shed()
    world.schedule.shed()

    assert ["ordinary", "graphs", "graphs", "updates", "data", "updates"] == lanes
    assert all(len(found) == 1 for found in world.outcomes.values())
    assert {"ordinary"} == {w.lane.name for w in world.workers if not w.ended}


def test_slow_queries_leave_the_ordinary_workers_to_others() -> None:
    """As many as there are: they wait for places of their own, and run anew there."""
    world = started(slow_places=2, queue_length=20)
    slow = [world.arrive(client, text=f"ASK {{ ?slow{client} ?p ?o }}") for client in range(8)]
    for _ in range(20):
        world.take_long(0)
        world.turn_slow(0)
        world.bury()
        world.fork()
    lookup = world.arrive(9)

    assert lookup is not None
    assert lookup.worker is not None
    assert lookup.worker.lane is world.schedule.ordinary
    assert world.schedule.slow.queue
    world.drain()
    assert all(query and _answered(world, query.number) for query in slow)


def test_a_query_that_was_slow_goes_to_the_slow_ones_at_once_the_next_time() -> None:
    """Else each repetition would hold an ordinary worker until it is found out again."""
    world = started()
    text = "ASK { ?slow ?p ?o }"
    world.arrive(0, text=text)
    world.take_long(0)
    world.turn_slow(0)
    world.drain()
    again = world.arrive(1, text=text)

    assert again is not None
    assert again.lane is world.schedule.slow
    world.drain()
    once_more = world.arrive(1, text=text)
    assert once_more is not None
    assert once_more.lane is world.schedule.ordinary, "it was fast the last time"


def test_a_question_with_another_number_in_it_is_known_to_be_slow() -> None:
    """An analyst asks one question about many things; each of them would hold ordinary workers."""
    world = started()
    world.arrive(0, text='ASK { ?slow <urn:p#a> 1, "one" } # the first')
    world.take_long(0)
    world.turn_slow(0)
    world.drain()
    again = world.arrive(1, text='ASK { ?slow <urn:p#a> 27,\n "another" } # the second')
    other = world.arrive(1, text='ASK { ?slow <urn:p#b> 27, "another" } # the third')

    assert again is not None
    assert again.lane is world.schedule.slow
    assert other is not None
    assert other.lane is world.schedule.ordinary, "it asks for something else"


def test_who_asks_a_slow_question_second_finds_the_worker_of_the_first() -> None:
    """A fresh one would copy all that the question reads before it can answer."""
    world = started()
    world.arrive(0, text="ASK { ?slow ?p 1 }")
    world.take_long(0)
    world.turn_slow(0)
    first = world.busy()[0]
    world.drain()
    for number in range(3):
        again = world.arrive(1, text=f"ASK {{ ?slow ?p {number} }}")
        assert again is not None
        assert again.worker is first
        world.take_long(0)
        world.answer(0)


def test_a_slow_worker_that_nobody_needs_gives_its_memory_back() -> None:
    """It holds a copy of much of the data; one that was used in between stays a while longer."""
    world = started()
    world.arrive(0, text="ASK { ?slow ?p 1 }")
    world.take_long(0)
    world.turn_slow(0)
    world.drain()
    world.schedule.shed()
    world.arrive(1, text="ASK { ?slow ?p 2 }")
    world.take_long(0)
    world.drain()
    world.schedule.shed()
    assert 1 == world.schedule.slow.count, "it has worked meanwhile"
    world.rest()

    assert 0 == world.schedule.slow.count


def test_a_query_whose_result_is_being_read_is_not_run_anew() -> None:
    """Its client has half of an answer; it goes on beyond the places, and beyond twice of them ends."""
    world = started(slow_places=1)
    queries = []
    for client in range(3):
        queries.append(world.arrive(client, text=f"ASK {{ ?slow{client} ?p ?o }}"))
        world.stream(len(world.busy()) - 1)
        world.take_long(len(world.busy()) - 1)
        world.turn_slow(0)
        world.bury()
        world.fork()

    lanes = [query.lane.name for query in queries if query and query.worker]
    assert ["slow", "slow"] == lanes[:2]
    assert 2 == len(world.schedule.slow.workers)
    assert isinstance(_ending(queries[2]), Busy)


def test_a_slow_query_for_which_there_is_no_place_to_wait_is_told_so() -> None:
    """It must not hang: its worker is given to others, and nobody would come for it."""
    world = started(size=4, slow_places=1, queue_length=2)
    queries = [world.arrive(client, text=f"ASK {{ ?slow{client} ?p ?o }}") for client in range(4)]
    for _ in queries:
        world.take_long(0)
        world.turn_slow(0)

    assert [Busy] == [type(outcome) for found in world.outcomes.values() for outcome in found]
    world.drain()
    assert 3 == sum(bool(query) and _answered(world, query.number) for query in queries)


def test_a_query_that_turns_out_slow_finds_the_idle_worker_for_slow_ones() -> None:
    """It stays for the next slow query, and this is one, though nobody knew it before."""
    world = started(slow_places=1)
    for client in range(2):
        world.arrive(client, text=f"ASK {{ ?slow{client} ?p ?o }}")
        world.take_long(0)
        world.turn_slow(0)
        world.check()
        world.drain()

    assert 2 == sum(_answered(world, number) for number in world.outcomes)


def test_slow_and_federated_queries_yield_the_processor_to_ordinary_ones() -> None:
    """A lookup that takes a millisecond must not wait for the turn of one that takes seconds."""
    world = started()
    lookup = world.arrive(0)
    world.arrive(1, "federated")
    world.arrive(2, text="ASK { ?slow ?p ?o }")
    world.take_long(1)
    world.turn_slow(0)
    world.drain()
    again = world.arrive(3, text="ASK { ?slow ?p ?o }")
    ordinary = world.arrive(4)

    assert lookup is not None
    assert again is not None
    assert ordinary is not None
    assert {"ordinary": {False}, "slow": {True}, "federated": {True}} == {
        name: {
            worker.yields
            for worker in world.workers
            if worker.answered and worker.lane.name == name
        }
        for name in ("ordinary", "slow", "federated")
    }


def test_who_has_written_is_answered_by_a_worker_that_has_the_change() -> None:
    """A worker that reads an older copy of the data is replaced, once it has answered the others."""
    world = started(size=1)
    before = world.arrive(0)
    world.commit()
    after = [world.arrive(client) for client in (1, 2)]
    while world.schedule.active:
        world.answer(0)
        world.bury()
        world.fork()
        world.check()
        assert all(worker.can_answer(worker.query) for worker in world.busy() if worker.query)

    assert all(query and _answered(world, query.number) for query in [before, *after])
    [worker] = world.schedule.ordinary.workers
    assert not worker.ended


def test_workers_that_others_replace_answer_first_what_they_run() -> None:
    """Once the data is in memory, those that read it from disk go; no query is lost with them."""
    world = started(size=2)
    query = world.arrive(0)
    before = list(world.workers)
    world.schedule.take_over()
    world.drain()

    assert query is not None
    assert _answered(world, query.number)
    assert all(worker.ended for worker in before)


def test_one_query_too_many_is_refused() -> None:
    """The queue has an end, and one client fills half of it at most."""
    world = started(size=1, per_client=1, queue_length=4)
    world.arrive(0)

    assert [True, True, False] == [world.arrive(0) is not None for _ in range(3)]
    # One of them is sent ahead to the busy worker.
    assert [True, True, True, False] == [world.arrive(n) is not None for n in (1, 2, 3, 4)]


def _ending(query: Running | None) -> RolegraphError | None:
    """Return the error that ends the result which its client reads."""
    assert query is not None
    assert query.stream is not None

    async def read() -> None:
        async for _ in query.stream:
            pass

    try:
        asyncio.run(read())
    except RolegraphError as error:
        return error
    return None


def _answered(world: World, number: int) -> bool:
    return [Answer] == [type(found) for found in world.outcomes[number]]
