"""What a worker is lent comes back whole, at whatever moment the server takes it over."""

from __future__ import annotations

import contextlib
import socket
import time
from collections.abc import Iterator

import pytest

from rolegraph.errors import RolegraphError
from rolegraph.store.workers.lent.board import (
    ANSWERING,
    COMMITTED,
    IDLE,
    LENGTH,
    NUMBER,
    OPEN,
    RECALL,
    RING,
    RUNNING,
    SINCE,
    STATE,
    TURN,
    Board,
    Noted,
)
from rolegraph.store.workers.lent.lender import Lender, Loan, Submit
from rolegraph.store.workers.lent.lending import Lending
from rolegraph.store.workers.lent.terms import GET, KnownRequests, LoanTerms
from rolegraph.store.workers.messages import wire
from rolegraph.store.workers.messages.job import Answer, QueryJob
from rolegraph.store.workers.turns.lane import FairQueue, Lane, Running, Take

SECOND = 1_000_000_000
BLOCK = b"Host: localhost\r\n\r\n"
TERMS = LoanTerms(GET, b"", BLOCK, 1000, 1000, 100, False, b"", None, None)
LANE = Lane("ordinary", FairQueue(8, 4), places=2)


class Connection:
    """The server's end of a connection: keeps what happens to it."""

    def __init__(self) -> None:
        self.events: list[tuple[object, ...]] = []

    def note(self, noted: Noted, slot: int) -> None:
        self.events.append(("noted", noted.number, noted.revision, slot))

    def come_back(self, reason: int, idle: float, rest: bytes) -> None:
        self.events.append(("back", reason, idle, rest))

    def take_over(self, raw: bytes, submit: Submit) -> None:
        self.events.append(("taken over", raw))
        if raw:
            submit(QueryJob("ASK {}"), "client", forget)

    def cut(self) -> None:
        self.events.append(("cut",))


def forget(_: Answer | RolegraphError) -> None:
    """Take an outcome."""


class Place:
    """A lender, and what its worker would do, which has three connections."""

    def __init__(self) -> None:
        self.board = Board.new()
        self.slot = self.board.slots[3]
        self.words = self.slot.words
        ours, self.hand = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self.sent: list[bytes] = []
        self.queries: list[Running] = []
        self.lender = Lender(self.slot, ours, self.adopt, self.sent.append, time.process_time)
        self.connections = [Connection() for _ in range(3)]
        self.clients: list[socket.socket] = []
        for number, connection in enumerate(self.connections, 1):
            server, client = socket.socketpair()
            server.setblocking(False)
            self.clients.append(client)
            assert self.lender.lend(number, Loan(connection, "client", server), TERMS)

    def adopt(self, job: QueryJob, client: str, take: Take) -> Running:
        query = Running(len(self.queries) + 1, job, client, take, None, LANE, 0)
        self.queries.append(query)
        return query

    def begin(self, number: int) -> int:
        """Begin a piece of work, long ago."""
        self.words[NUMBER], self.words[LENGTH] = number, 7
        self.words[SINCE] = time.monotonic_ns() - SECOND
        self.words[TURN] += 1
        self.words[STATE] = RUNNING
        return self.words[TURN]

    def look(self, times: int = 1) -> None:
        for _ in range(times):
            self.lender.look(time.monotonic_ns())

    @property
    def events(self) -> list[list[str]]:
        return [[str(event[0]) for event in each.events] for each in self.connections]


@pytest.fixture
def place() -> Iterator[Place]:
    place = Place()
    yield place
    for client in place.clients:
        client.close()
    place.hand.close()
    with contextlib.suppress(OSError):
        place.lender.lost()


def test_a_long_question_is_taken_over_and_the_others_come_back(place: Place) -> None:
    """At the third look: seen, told, and still at it; then nobody lends to it until it knows."""
    place.clients[1].send(b"requestfurther")
    turn = place.begin(2)
    place.look(2)
    assert [[], [], []] == place.events
    assert turn == place.words[RECALL]

    place.look()
    assert [["back"], ["taken over"], ["back"]] == place.events
    assert [("taken over", b"request")] == place.connections[1].events
    assert not place.lender.takes

    place.lender.on_message((wire.CLEARED, turn, 2, [1, 2, 3]))
    assert place.lender.takes
    assert 1 == len(place.queries)
    assert place.queries[0] is place.lender.adopted


def test_a_worker_that_sees_it_first_gives_all_back(place: Place) -> None:
    """It had sent nothing yet, so the server tells the answer that follows."""
    place.clients[0].send(b"request")
    turn = place.begin(1)
    place.look(2)
    place.words[STATE] = ANSWERING
    place.lender.on_message((wire.CLEARED, turn, 1, [1, 2, 3]))
    place.words[STATE] = IDLE
    place.look(3)

    assert [["taken over"], ["back"], ["back"]] == place.events
    assert 1 == len(place.queries)
    assert place.lender.takes


def test_a_result_that_is_sent_in_parts_is_taken_over_once(place: Place) -> None:
    """The worker is at it still, when it has told that it knows."""
    place.clients[0].send(b"request")
    turn = place.begin(1)
    place.look(2)
    place.lender.on_message((wire.CLEARED, turn, 1, [1, 2, 3]))
    place.look(3)

    assert 1 == len(place.queries)


def test_an_answer_that_was_sent_just_then_stays_one(place: Place) -> None:
    """The worker had looked before it was told, so all goes on."""
    turn = place.begin(1)
    place.look(2)
    place.words[STATE] = IDLE
    place.slot.note(1.0, 0.5, 1, 7)
    place.look()

    assert [["noted"], [], []] == place.events
    assert place.lender.takes
    assert turn == place.words[RECALL]


def test_what_the_server_asks_keeps_no_lent_connection_waiting(place: Place) -> None:
    """Nor does a large commit that the worker takes in."""
    place.begin(0)
    place.look(3)

    assert [["back"], ["back"], ["back"]] == place.events
    assert [] == place.queries


def test_a_client_that_has_gone_leaves_a_query_that_nobody_waits_for(place: Place) -> None:
    """Its answer comes all the same, and must not be taken for another one."""
    place.lender.drop(1)
    place.begin(1)
    place.look(3)

    (query,) = place.queries
    assert query.settled
    assert b"" == place.clients[0].recv(1)


def test_a_worker_that_ends_leaves_its_connections(place: Place) -> None:
    """Only the one whose answer may be there in part is cut."""
    place.slot.note(1.0, 0.5, 3, 7)
    place.begin(2)
    place.words[STATE] = ANSWERING
    place.lender.lost()

    assert [["back"], ["cut"], ["noted", "back"]] == place.events


def test_a_worker_that_ends_at_work_leaves_the_question(place: Place) -> None:
    """It stands in the socket still."""
    place.clients[1].send(b"request")
    place.begin(2)
    place.lender.lost()

    assert [["back"], ["back"], ["back"]] == place.events


def test_answers_are_noted_before_their_connection_comes_back(place: Place) -> None:
    """So none is missing from counts and log; and many are kept until somebody looks."""
    for number in range(RING):
        assert not place.slot.full
        place.slot.note(1.0, 0.5, 1, number)
    assert place.slot.full
    place.lender.on_message((wire.BACK, 1, wire.UNUSED, 2.0, b"rest"))

    events = place.connections[0].events
    assert [("noted", n + 1, n, 3) for n in range(RING)] == events[:-1]
    assert ("back", wire.UNUSED, 2.0, b"rest") == events[-1]
    assert not place.slot.full


def test_reading_that_is_closed_by_a_commit_is_closed_before_it_is_acknowledged() -> None:
    """No worker may answer anybody from then on."""
    closed = False
    lending = Lending(4, list)
    lending.open(lambda: closed)
    lending.committed(5)
    assert (1, 5) == (lending.board.words[OPEN], lending.board.words[COMMITTED])

    closed = True
    lending.committed(6)
    assert 0 == lending.board.words[OPEN]
    lending.close()


def test_a_question_is_known_again() -> None:
    """By a number of 32 bits, which may be any."""
    marks = Board.new().marks
    numbers = [0, 1, 2**17, 2**32 - 1, 2**31]

    assert [False] * 5 == [marks.note(number) for number in numbers if number != 2**17] + [
        marks.note(77)
    ]
    assert marks.note(2**32 - 1)
    assert not marks.note(2**17)
    assert not marks.note(0)


@pytest.mark.parametrize(
    ("request_bytes", "text"),
    [
        (b"GET /sparql?query=ASK+%7B%7D HTTP/1.1\r\n" + BLOCK, "ASK {}"),
        (b"GET /sparql?query=ASK+%7B%7D HTTP/1.0\r\n" + BLOCK, None),
        (b"GET /sparql?query=ASK+%7B%7D HTTP/1.1\r\n" + BLOCK[:-1], None),
        (b"GET /sparql?query=ASK+%7B%7D HTTP/1.1\r\n" + BLOCK + b"G", None),
        (b"GET /sparql?query=ASK HTTP/1.1\r\n" + BLOCK + BLOCK, None),
        (b"GET /sparql?query=A HTTP/1.1\r\n" + BLOCK + b"GET / HTTP/1.1\r\n" + BLOCK, None),
        (b"GET /sparql?query=ASK HTTP/1.1\r\nAccept: text/csv\r\n" + BLOCK, None),
        (b"GET /sparql?query=ASK&at=1 HTTP/1.1\r\n" + BLOCK, None),
        (b"GET /sparql?query=%FF HTTP/1.1\r\n" + BLOCK, None),
        (b"GET /sparql?query=%zz HTTP/1.1\r\n" + BLOCK, None),
        (b"GET /sparql?update=ASK HTTP/1.1\r\n" + BLOCK, None),
        (b"GET /sparql?query=" + b"A" * 1000 + b" HTTP/1.1\r\n" + BLOCK, None),
        (b"POST /sparql HTTP/1.1\r\n" + BLOCK, None),
        (b"", None),
    ],
)
def test_only_requests_with_the_known_head_are_read(request_bytes: bytes, text: str | None) -> None:
    """All others are for the server, which reads them in full."""
    assert text == KnownRequests(TERMS).text(request_bytes)
