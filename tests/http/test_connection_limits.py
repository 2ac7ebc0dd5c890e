"""What no client may take of the server, over raw sockets and with low limits."""

from __future__ import annotations

import contextlib
import http.client
import json
import socket
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from urllib.parse import urlsplit

import pytest

from rolegraph.errors import Busy
from rolegraph.http.bodies import BodyBudget
from serving import Server, StartServer

PLAIN = "GET /sparql?query=ASK%20%7B%7D HTTP/1.1"
"""Answered below the application, where it comes in one piece."""
USUAL = "GET /api/v1/roles/data-analyst HTTP/1.1"
WAYS = pytest.mark.parametrize("line", [PLAIN, USUAL])
HOST = "Host: localhost"
LIMITS = {
    "ROLEGRAPH_HEADER_BYTES": "2000",
    "ROLEGRAPH_HEADER_COUNT": "20",
    "ROLEGRAPH_TARGET_BYTES": "3000",
    "ROLEGRAPH_HEADER_TIMEOUT": "1",
    "ROLEGRAPH_BODY_TIMEOUT": "1",
    "ROLEGRAPH_BODY_RATE": "1000",
    "ROLEGRAPH_IDLE_TIMEOUT": "1",
    "ROLEGRAPH_CONNECTIONS": "12",
    "ROLEGRAPH_BODY_BUDGET": "200000",
    "ROLEGRAPH_QUERY_LENGTH": "300000",
    "ROLEGRAPH_QUERY_TIMEOUT": "2.5",
}
PATIENCE = 30
"""Seconds after which a connection that should have been ended is held to be forgotten."""


@dataclass
class Answer:
    """What came back: no status where the connection just ended."""

    status: int | None = None
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""

    @property
    def detail(self) -> str:
        return str(json.loads(self.body)["detail"])


@pytest.fixture(scope="module")
def limited(start_module_server: StartServer) -> Iterator[Server]:
    """A server with low limits."""
    server = start_module_server(**LIMITS)
    yield server
    server.stop()


@contextlib.contextmanager
def connected(server: Server) -> Iterator[socket.socket]:
    address = urlsplit(server.url)
    with socket.create_connection((address.hostname or "", address.port or 0), PATIENCE) as made:
        made.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        yield made


def read(connection: socket.socket) -> Answer:
    response = http.client.HTTPResponse(connection)
    try:
        response.begin()
    except (http.client.HTTPException, ConnectionError):
        return Answer()
    headers = {name.lower(): value for name, value in response.getheaders()}
    return Answer(response.status, headers, response.read())


def ask(server: Server, *lines: str, body: bytes = b"", pieces: int = 1) -> Answer:
    """Send a request in one or more pieces, and return the answer."""
    data = "\r\n".join([*lines, "", ""]).encode() + body
    size = -(-len(data) // pieces)
    with connected(server) as connection:
        for start in range(0, len(data), size):
            with contextlib.suppress(ConnectionError):
                connection.sendall(data[start : start + size])
            if pieces > 1:
                time.sleep(0.01)
        return read(connection)


def is_closed(connection: socket.socket) -> bool:
    """Wait for the other end to close, whatever it says before."""
    with contextlib.suppress(ConnectionError):
        while connection.recv(65536):
            pass
    return True


def headers_of(size: int, count: int = 1) -> list[str]:
    """Headers of so many bytes together, the Host header and each end of a line included."""
    each, rest = divmod(size - len(HOST) - 2, count)
    sizes = [each + (1 if n < rest else 0) for n in range(count)]
    return [HOST, *(f"X-{n:03}: ".ljust(size - 2, "x") for n, size in enumerate(sizes))]


@WAYS
@pytest.mark.parametrize("pieces", [1, 4])
def test_headers_up_to_the_limit_are_read_and_more_are_refused(
    limited: Server, line: str, pieces: int
) -> None:
    """To the byte, whichever way the request goes and however it is cut."""
    kept = ask(limited, line, *headers_of(2000, 4), pieces=pieces)
    refused = ask(limited, line, *headers_of(2001, 4), pieces=pieces)

    assert (200, 431) == (kept.status, refused.status)
    assert "application/problem+json" == refused.headers["content-type"]
    assert ("close", "nosniff") == (
        refused.headers["connection"],
        refused.headers["x-content-type-options"],
    )
    assert "2000 bytes" in refused.detail


@WAYS
def test_so_many_headers_are_read_and_one_more_is_refused(limited: Server, line: str) -> None:
    """Small ones cost as much as large ones."""
    kept = ask(limited, line, HOST, *[f"X-{n}: 1" for n in range(19)])
    refused = ask(limited, line, HOST, *[f"X-{n}: 1" for n in range(20)])

    assert (200, 431) == (kept.status, refused.status)
    assert "20 lines" in refused.detail


def test_a_header_without_end_is_refused_while_it_comes(limited: Server) -> None:
    """It is not gathered until memory ends; and the client still hears why."""
    with connected(limited) as connection:
        connection.sendall(f"{USUAL}\r\n{HOST}\r\nX: ".encode())
        with contextlib.suppress(ConnectionError):
            for _ in range(1000):
                connection.sendall(b"x" * 65536)
        answer = read(connection)

    assert answer.status in {431, None}
    with limited.client() as client:
        assert client.get("/health/live").is_success


@pytest.mark.parametrize("pieces", [1, 3])
def test_an_address_up_to_the_limit_is_read_and_a_longer_one_is_refused(
    limited: Server, pieces: int
) -> None:
    """The answer says what to do instead."""
    query = "/sparql?query=ASK%20%7B%7D"
    line = "GET {} HTTP/1.1"
    kept = ask(limited, line.format(query + "%20" + "+" * (3000 - len(query) - 3)), HOST)
    refused = ask(limited, line.format(query + "+" * (3001 - len(query))), HOST, pieces=pieces)

    assert (200, 414) == (kept.status, refused.status)
    assert "POST" in refused.detail


def until(happens: Callable[[], bool]) -> None:
    end = time.monotonic() + PATIENCE
    while not happens():
        assert time.monotonic() < end
        time.sleep(0.05)


# Host (RFC 9112, 3.2)


@WAYS
@pytest.mark.parametrize(
    ("hosts", "status"),
    [
        ([], 400),
        ([HOST, HOST], 400),
        ([HOST, "Host: evil.example"], 400),
        (["Host: local host"], 400),
        (["Host: user@localhost"], 400),
        (["Host:"], 400),
        (["Host: evil.example"], 421),
        (["host: LOCALHOST:1"], 200),
    ],
)
def test_a_request_names_exactly_one_host(
    limited: Server, line: str, hosts: list[str], status: int
) -> None:
    """Two of them would be two readings of one request, by a proxy and here."""
    assert status == ask(limited, line, *hosts).status


def test_an_old_client_needs_no_host(limited: Server) -> None:
    """HTTP/1.0 has none."""
    assert 200 == ask(limited, USUAL.replace("1.1", "1.0")).status


def test_an_address_that_names_another_host_is_refused(limited: Server) -> None:
    """Proxies go by the one, virtual hosts by the other."""
    absolute = "GET http://{}/health/live HTTP/1.1"

    assert 400 == ask(limited, absolute.format("evil.example"), HOST).status
    assert 200 == ask(limited, absolute.format("localhost"), HOST).status


# Time


@pytest.mark.parametrize("sent", [b"", b"GET ", f"{USUAL}\r\n{HOST}\r\n".encode(), b"\r\n\r\n"])
def test_a_connection_without_a_whole_head_is_ended(limited: Server, sent: bytes) -> None:
    """Two thousand of them held the server."""
    with connected(limited) as connection:
        connection.sendall(sent)
        answer = read(connection)

    assert answer.status in ({408} if sent.strip() else {None})


def test_dripping_headers_buy_no_time(limited: Server) -> None:
    """A byte every now and then is how such attacks go."""
    with connected(limited) as connection:
        connection.sendall(f"{USUAL}\r\n{HOST}\r\nX: ".encode())
        connection.settimeout(0.1)
        for _ in range(PATIENCE * 10):
            try:
                connection.sendall(b"x")
                if connection.recv(65536):
                    break
            except TimeoutError:
                continue
            except ConnectionError:
                break
        else:
            raise AssertionError("it was not ended")


@pytest.mark.parametrize("line", [PLAIN, USUAL])
def test_an_idle_connection_is_ended(limited: Server, line: str) -> None:
    """After an answer it may wait for the next request, but not for ever; blanks are no request."""
    with connected(limited) as connection:
        connection.sendall(f"{line}\r\n{HOST}\r\n\r\n".encode())
        assert 200 == read(connection).status
        connection.sendall(b"\r\n")

        assert is_closed(connection)


def test_a_body_that_stops_is_answered(limited: Server) -> None:
    """The one who sends it hears that it was too slow."""
    kind = "Content-Type: application/sparql-query"

    answer = ask(limited, "POST /sparql HTTP/1.1", HOST, kind, "Content-Length: 9", body=b"ASK")

    assert 408 == answer.status
    assert "1000 bytes a second" in answer.detail


def test_a_request_in_pieces_has_as_much_time_for_its_answer_as_one_in_one(limited: Server) -> None:
    """A large body comes in pieces; its connection was closed under the work on it."""
    head = f"POST /sparql HTTP/1.1\r\n{HOST}\r\nContent-Type: application/sparql-query\r\n"
    never = b'FILTER(CONCAT(STR(?c), STR(?f), STR(?i)) = "never")'
    slow = b"ASK { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i " + never + b" }"
    with connected(limited) as connection:
        connection.sendall(f"{head}Content-Length: {len(slow)}\r\n\r\n".encode())
        time.sleep(0.1)
        connection.sendall(slow)
        answer = read(connection)

    assert (503, "application/problem+json") == (answer.status, answer.headers["content-type"])
    assert "2.5 s" in answer.detail


def test_a_body_that_is_slow_but_goes_on_is_read(limited: Server) -> None:
    """Longer than the time limit, at more than the least rate."""
    text = b"ASK {}" + b" " * 6000
    head = f"POST /sparql HTTP/1.1\r\n{HOST}\r\nContent-Type: application/sparql-query\r\n"
    with connected(limited) as connection:
        connection.sendall(f"{head}Content-Length: {len(text)}\r\n\r\n".encode())
        for start in range(0, len(text), 500):
            connection.sendall(text[start : start + 500])
            time.sleep(0.2)

        assert 200 == read(connection).status


def test_nobody_goes_on_sending_what_is_answered_already(limited: Server) -> None:
    """A refused upload without end would hold its connection."""
    with connected(limited) as connection:
        connection.sendall(
            f"PUT /graphs?default HTTP/1.1\r\n{HOST}\r\nContent-Length: 99999\r\n\r\n".encode()
        )
        assert 401 == read(connection).status
        assert is_closed(connection)


def test_what_is_no_http_is_answered_as_other_faults_are(limited: Server) -> None:
    """With a problem document, and a line in the log."""
    answer = ask(limited, "NONSENSE")

    assert (400, "application/problem+json") == (answer.status, answer.headers["content-type"])
    until(lambda: answer.headers["x-request-id"] in limited.log.read_text())


# Numbers


def test_connections_beyond_the_limit_are_told_to_come_later(limited: Server) -> None:
    """Each at once, with one line of the log for all of them; afterwards all is as before."""
    before = limited.log.read_text().count("connections_full")
    with contextlib.ExitStack() as stack:
        held = [stack.enter_context(connected(limited)) for _ in range(12)]
        for connection in held:
            connection.sendall(f"{USUAL}\r\n{HOST}\r\n\r\n".encode())
        statuses = [read(connection).status for connection in held]
        refused = [ask(limited, USUAL, HOST) for _ in range(3)]

    assert [200] * 12 == statuses
    assert [503] * 3 == [answer.status for answer in refused]
    assert "5" == refused[0].headers["retry-after"]
    until(lambda: ask(limited, USUAL, HOST).status == 200)
    until(lambda: "connections_free_again" in limited.log.read_text())
    assert before + 1 == limited.log.read_text().count("connections_full")


def test_bodies_together_hold_no_more_than_the_budget(limited: Server) -> None:
    """What is held for one request is there for others when it has its answer."""
    head = f"POST /sparql HTTP/1.1\r\n{HOST}\r\nContent-Type: application/sparql-query\r\n"
    part, whole = b"ASK {}" + b" " * 119_994, 130_000
    with connected(limited) as first:
        first.sendall(f"{head}Content-Length: {whole}\r\n\r\n".encode() + part)
        time.sleep(0.3)
        second = ask(
            limited, *head.splitlines(), f"Content-Length: {len(part)}", body=part, pieces=2
        )
        first.sendall(b" " * (whole - len(part)))
        assert 200 == read(first).status

    assert (503, "5") == (second.status, second.headers["retry-after"])
    again = ask(limited, *head.splitlines(), f"Content-Length: {len(part)}", body=part)
    assert 200 == again.status


def from_client(address: str) -> dict[str, object]:
    """The scope of a request of a client."""
    return {"type": "http", "client": (address, 4711)}


@pytest.mark.parametrize("also", ["198.51.100.7", "2001:db8::8"])
def test_the_requests_of_one_client_hold_half_of_the_budget(also: str) -> None:
    """Ten unfinished uploads of one client must not keep everybody else's out."""
    mine = also if "." in also else "2001:db8::7"
    budget = BodyBudget(100)
    first, second = budget.share(from_client(mine)), budget.share(from_client(also))
    first.take(30)
    second.take(20)
    with pytest.raises(Busy, match="Your requests"):
        second.take(1)
    somebody = budget.share(from_client("203.0.113.9"))
    somebody.take(50)

    first.give_back()
    second.take(1)
    second.give_back()
    somebody.give_back()
    assert (0, {}) == (budget.held, budget.of_party)


def test_a_single_request_may_hold_all_that_is_left() -> None:
    """Its body has a limit of its own, and a large one must not be refused for ever."""
    budget = BodyBudget(100)
    budget.share(from_client("198.51.100.7")).take(100)

    assert 100 == budget.held


def test_a_budget_gives_back_what_a_request_took() -> None:
    """Also where the request ended in an error."""
    budget = BodyBudget(100)
    one, other = budget.share(from_client("192.0.2.1")), budget.share(from_client("192.0.2.2"))
    one.take(60)
    with pytest.raises(Busy):
        other.take(41)
    other.take(40)
    one.give_back()
    one.give_back()

    assert 40 == budget.held
