"""The schedule: which query runs on which worker.

It knows no clock and no process, and so is held to its rules by random histories of events
(`tests/store/workers/test_schedule.py`). The first rule: no query that may start waits beside an
idle worker of its lane.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import partial

from rolegraph.errors import Busy, RolegraphError
from rolegraph.store.workers.messages.faults import too_many_slow, worker_died
from rolegraph.store.workers.messages.job import QueryJob, UpdateJob
from rolegraph.store.workers.turns.clock import Clock
from rolegraph.store.workers.turns.lane import (
    FairQueue,
    KnownSlow,
    Lane,
    Runner,
    Running,
    asks_graphs,
    spoils,
)


class Schedule:
    """Which query runs on which worker.

    Args:
        spawn: has a worker forked for a lane; `ready` is told of it later.
        clock: looks after queries that take long.
        size: workers that are kept ready for ordinary queries.
        slow_places: slow queries that may run at once.
        slow_kept: workers that stay for the next slow query once they have run one.
        federated_places: queries with SERVICE that may run at once.
        queue_length: queries that may wait in each lane.
        per_client: queries of one client that may run at once in each lane.

    Attributes:
        active: the queries that wait or run, by their numbers.
        on_disk: whether new workers read a state that stays as it is: one that changes what it
            reads is of another kind then.
    """

    def __init__(
        self,
        spawn: Callable[[Lane], None],
        clock: Clock,
        *,
        size: int,
        slow_places: int,
        slow_kept: int,
        federated_places: int,
        queue_length: int,
        per_client: int,
    ) -> None:
        self._spawn, self._clock = spawn, clock
        self._known_slow = KnownSlow()
        self._open = False
        self.on_disk = self._one_copy = False
        self._unused: set[Runner] = set()
        self.active: dict[int, Running] = {}
        queue = partial(FairQueue, queue_length, per_client)
        self.ordinary = Lane(
            "ordinary", queue(), places=size, spare=size, single_use=False, sends_ahead=True
        )
        # The engine counts its references in the data, so a fresh worker copies each page that its
        # first large query reads. The second one finds them copied.
        self.slow = Lane("slow", queue(), places=slow_places, kept=slow_kept, single_use=False)
        # No update waits for a query. It leaves its replica changed, so the worker for the next
        # one is forked while it runs.
        self.updates = Lane("updates", queue(), places=2, spare=1)
        # Nor for the dataset, where its text alone says what it changes.
        self.data = Lane("data", queue(), places=2, kept=1, single_use=False)
        self.federated = Lane("federated", queue(), places=federated_places)
        self.graphs = Lane(
            "graphs", queue(), places=slow_places, kept=size, single_use=False, on_disk=True
        )
        self._kept = (self.slow, self.graphs, self.data)
        self.lanes = (self.ordinary, self.updates, self.federated, *self._kept)

    def keep_on_disk(self, *, graphs_alone: bool) -> None:
        """Have all read from disk for good, or what needs more than the union; before `open`.

        A worker for updates is outdated by the next commit, so none is forked before its update.
        """
        self._one_copy = graphs_alone
        self.updates.on_disk = self.federated.on_disk = self.data.on_disk = graphs_alone
        self.updates.spare = 0

    @property
    def waiting(self) -> int:
        """How many queries wait for a worker."""
        return sum(len(lane.queue) for lane in self.lanes)

    def open(self) -> None:
        """Have the workers forked that are kept ready."""
        self._open = True
        for lane in self.lanes:
            self._staff(lane)

    def close(self) -> None:
        """Have no more workers forked."""
        self._open = False

    # What callers do

    def lane_of(self, job: QueryJob | UpdateJob) -> Lane:
        """Return the lane that a query belongs to."""
        if isinstance(job, UpdateJob):
            return self.updates if job.reads else self.data
        if (self.on_disk or self._one_copy) and spoils(job):
            return self.updates
        if job.federated:
            return self.federated
        if self._one_copy and asks_graphs(job):
            return self.graphs
        return self.slow if job.background or job in self._known_slow else self.ordinary

    def submit(self, query: Running) -> None:
        """Run a query, at once or when its turn comes.

        Raises:
            Busy: too many queries wait.
        """
        lane, queue = query.lane, query.lane.queue
        if not queue and queue.may_start(query.client) and (worker := self._free_for(query)):
            self.active[query.number] = query
            self._dispatch(worker, query)
            if lane.single_use:
                self._staff(lane)
            return
        queue.put(query)
        self.active[query.number] = query
        self._clock.waits(query)
        self._feed(lane)

    def abandon(self, query: Running) -> None:
        """Free the worker of a query that nobody waits for any more, or its place in the queue."""
        query.settled = True
        if query.number not in self.active:
            return
        worker = query.worker
        if worker is None:
            query.lane.queue.remove(query)
            self.active.pop(query.number)
        elif worker.query is query:
            self.retire(worker)

    def adopt(self, worker: Runner, query: Running) -> None:
        """Take in a query that a worker runs already, before what it was sent."""
        lane = worker.lane
        if worker in lane.idle:
            lane.idle.remove(worker)
        if worker.ahead is not None:  # it has three to run then, and would mix them up
            worker.last = True
            self._take_back(worker)
        following, worker.query = worker.query, None
        if following is not None:
            following.started, following.due = None, math.inf
        worker.ahead, query.worker = following, worker
        self.active[query.number] = query
        lane.queue.started(query.client)
        self._begin(worker, query)

    # What happens to workers

    def ready(self, worker: Runner) -> None:
        """Take in a worker that has been forked."""
        lane = worker.lane
        lane.unborn -= 1
        lane.workers.add(worker)
        lane.idle.append(worker)
        self._feed(lane)
        self._dismiss(lane)

    def finished(self, worker: Runner, query: Running, *, retires: bool) -> None:
        """Note that a worker has answered its query.

        Args:
            worker: who.
            query: what it ran.
            retires: whether it holds more than it should.
        """
        self._release(worker, query)
        lane = worker.lane
        if retires or worker.last or lane.single_use:
            self.retire(worker)
        elif worker.ahead is not None:
            following, worker.ahead = worker.ahead, None
            self._begin(worker, following)
        else:
            lane.idle.append(worker)
            self._dismiss(lane)
        if lane.queue:  # the client may have one more running
            self._feed(lane)

    def lost(self, worker: Runner) -> None:
        """Note that a worker has ended: by its limits, by us, or by somebody else."""
        worker.ended = True
        lane, query = worker.lane, worker.query
        lane.workers.discard(worker)
        if worker in lane.idle:
            lane.idle.remove(worker)
        if query is not None:
            query.fail(worker_died())
            self._release(worker, query)
        self._take_back(worker)
        self._feed(lane)

    def retire(self, worker: Runner) -> None:
        """End a worker that is not idle; `lost` is told when it is gone."""
        worker.ended = True
        self._take_back(worker)
        worker.end()

    def take_over(self) -> None:
        """Have all workers replaced by those that are forked from now on, without a query lost."""
        for lane in self.lanes:
            for worker in () if lane.on_disk else list(lane.workers):
                if worker in lane.idle:
                    lane.idle.remove(worker)
                    self.retire(worker)
                else:
                    worker.last = True

    def shed(self) -> None:
        """End the idle workers that nobody keeps ready and that have done nothing since last."""
        for lane in self._kept:
            for worker in [worker for worker in lane.idle if worker in self._unused]:
                lane.idle.remove(worker)
                self.retire(worker)
        self._unused = {worker for lane in self._kept for worker in lane.idle}

    # What the clock finds

    def takes_long(self, worker: Runner, query: Running) -> None:
        """Have nothing wait behind a query that takes long."""
        query.taken_long = True
        query.tell_slow()
        if worker.ahead is not None:
            # The worker has that query all the same, and must end before it answers it in the
            # place of another.
            worker.last = True
            self._take_back(worker)
        if worker.lane is self.ordinary:
            self._feed(worker.lane)

    def is_slow(self, worker: Runner, query: Running) -> None:
        """Move a query that uses the processor for long to the lane of slow ones.

        Where all places there are taken, it waits for one and is run anew: it has used little so
        far, and a worker that only waits would keep its memory.
        """
        if worker.lane is self.graphs:
            worker.last = True
            worker.yield_to_others()
            return
        self._known_slow.note(query.job, slow=True)
        slow, ordinary = self.slow, self.ordinary
        free = not slow.queue and slow.count < slow.places and slow.queue.may_start(query.client)
        # What a client reads already cannot be run anew.
        if free or (query.stream is not None and slow.count < 2 * slow.places):
            ordinary.workers.discard(worker)
            slow.workers.add(worker)
            ordinary.queue.ended(query.client)
            slow.queue.started(query.client)
            worker.lane = query.lane = slow
            self._take_back(worker)
            worker.yield_to_others()
        elif query.stream is not None:
            query.fail(too_many_slow())
            self.retire(worker)
        else:
            worker.query = None
            ordinary.queue.ended(query.client)
            query.lane = slow
            query.wait_again()
            self.retire(worker)
            self._wait_for_place(query)
        self._feed(ordinary)

    def _wait_for_place(self, query: Running) -> None:
        try:
            self.slow.queue.put(query)
        except Busy:
            self.active.pop(query.number)
            query.fail(too_many_slow())
            return
        self._clock.waits(query)
        self._feed(self.slow)

    def fail(self, query: Running, error: RolegraphError) -> None:
        """Tell who waits for a query that it failed, and drop it."""
        query.fail(error)
        self.abandon(query)

    # How it is done

    def _free(self, lane: Lane) -> Runner | None:
        """Return a worker that can be sent a query: an idle one, or one that is about to be.

        A busy worker is sent one query ahead, which it finds without going to sleep in between;
        where the one before takes long, the query is taken back.
        """
        if lane.idle:
            return lane.idle.pop()
        if not lane.sends_ahead:
            return None
        for worker in lane.workers:
            query = worker.query
            ends = worker.ended or worker.last
            if not (query is None or query.taken_long or ends or worker.ahead is not None):
                return worker
        return None

    def _free_for(self, query: Running) -> Runner | None:
        """Return a worker that can be sent a query, and has the state that it is to see."""
        while worker := self._free(query.lane):
            if worker.can_answer(query):
                return worker
            self._outdated(worker)
        return None

    def _outdated(self, worker: Runner) -> None:
        """Give up a worker whose state is too old, once its present query is answered."""
        if worker.query is None:
            self.retire(worker)
        else:
            worker.last = True

    def _feed(self, lane: Lane) -> None:
        """Start what may start, and have the workers forked that are missing."""
        queue = lane.queue
        while queue and (worker := self._free(lane)):
            query = queue.take()
            if query is None:
                if worker.query is None:
                    lane.idle.append(worker)
                break
            if worker.can_answer(query):
                self._dispatch(worker, query)
            else:
                queue.put_first(query)
                self._outdated(worker)
        self._staff(lane)

    def _staff(self, lane: Lane) -> None:
        while self._open and lane.count < lane.wanted:
            lane.unborn += 1
            self._spawn(lane)

    def _dismiss(self, lane: Lane) -> None:
        """End a worker that is one too many."""
        if lane.idle and lane.count > lane.spare and lane.count > lane.wanted:
            self.retire(lane.idle.pop())

    def _dispatch(self, worker: Runner, query: Running) -> None:
        lane = query.lane
        if lane is self.slow or lane is self.federated:
            worker.yield_to_others()
        worker.ask(query.job)  # first: the worker begins while the rest goes on
        query.worker = worker
        lane.queue.started(query.client)
        if worker.query is None:
            self._begin(worker, query)
        else:
            worker.ahead = query
            query.due = math.inf

    def _begin(self, worker: Runner, query: Running) -> None:
        if spoils(query.job):
            worker.last = True  # its replica goes its own way
        self._unused.discard(worker)
        worker.start(query)
        self._clock.begins(query)

    def _take_back(self, worker: Runner) -> None:
        """Give the query that was sent ahead to another worker; this one will not come to it."""
        query, worker.ahead = worker.ahead, None
        if query is None:
            return
        query.lane.queue.ended(query.client)
        query.worker = None
        if query.settled:  # its client has gone meanwhile
            self.active.pop(query.number, None)
            return
        query.lane.queue.put_first(query)
        self._clock.waits(query)
        self._feed(query.lane)

    def _release(self, worker: Runner, query: Running) -> None:
        worker.query = None
        self.active.pop(query.number, None)
        query.lane.queue.ended(query.client)
        if query.lane is self.slow and not query.taken_long:
            self._known_slow.note(query.job, slow=False)
