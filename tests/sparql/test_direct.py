"""Plain queries are answered below ASGI, and nobody can tell by the answer."""

from __future__ import annotations

import contextlib
import http.client
import itertools
import signal
import socket
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qsl, quote, urlsplit

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rolegraph.access.identity import AccessRole
from rolegraph.access.tokens import Tokens
from rolegraph.api.sparql.request import QueryRequest, read_request
from rolegraph.errors import InputError
from rolegraph.http.front import AllowedHosts
from rolegraph.server.limits import ConnectionLimits
from rolegraph.server.plain_request import PlainRequests
from serving import Server, StartServer

Answer = tuple[int, list[tuple[str, str]], bytes]
NUMBERS = itertools.count()
ROLES = "SELECT ?role { ?role a <https://w3id.org/rolegraph/ontology#Role> } ORDER BY ?role"
LARGE = "SELECT * { ?s ?p ?o . ?t ?q ?v } LIMIT 20000"
ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
QUERIES = [
    ROLES,
    "ASK {}",
    "CONSTRUCT WHERE { ?s a ?o }",
    "DESCRIBE <https://w3id.org/rolegraph/id/roles/product-manager>",
    "SELECT * { GRAPH ?g { ?s a ?o } } LIMIT 3",
    "SELECT (COUNT(*) AS ?n) FROM <urn:none> { ?s ?p ?o }",
    "SELECT ('é\n\"日本' AS ?x) {}",
    LARGE,
    "SELECT",
    "SELECT * { SERVICE <http://127.0.0.1/> { ?s ?p ?o } }",
    "SELECT (<urn:no-such-function>(1) AS ?x) {}",
    "",
]
HEADERS = [
    "Accept: application/sparql-results+xml",
    "Accept: text/csv;q=0.5, text/turtle",
    "Accept: image/png",
    "accept: */*\r\nACCEPT: text/csv",
    "Accept-Encoding: gzip, br",
    "Accept-Encoding: gzip;q=0",
    "If-None-Match: *",
    'If-None-Match: "nothing"',
    "Origin: http://elsewhere.example",
    "Connection: keep-alive",
    "Connection: close",
    "Authorization: Bearer wrong",
    "X-Unknown: 1",
    "Transfer-Encoding: chunked",
    "Content-Length: 0",
    "Content-Length: 3",
    "Expect: 100-continue",
    "Upgrade: h2c\r\nConnection: Upgrade",
    "Bad Header: 1",
    "No-Colon",
    " folded",
]
TARGETS = [
    "/sparql?query={}",
    "/sparql?query={}&format=csv",
    "/sparql?query={}&format=nonsense",
    "/sparql?format=turtle",
    "/sparql?query={}&query={}",
    "/sparql?query={}&at=1",
    "/sparql?query={}&default-graph-uri=urn:none",
    "/sparql?query={}&default-graph-uri=none",
    "/sparql?query=%FF",
    "/sparql?query=%zz{}",
    "/sparql?query={}=1",
    "/sparql?query={}#part",
    "/sparql?que%72y={}",
    "/sparql?update={}",
    "/sparql?{}",
    "/sparql?query={} x",
    "/sparql?query={}\x01",
    "/sparql?",
    "/sparql",
    "/sparql/?query={}",
    "http://example.org/sparql?query={}",
]
LINES = [
    "GET {} HTTP/1.1",
    "GET {} HTTP/1.0",
    "HEAD {} HTTP/1.1",
    "OPTIONS {} HTTP/1.1",
    "PUT {} HTTP/1.1",
    "GET  {} HTTP/1.1",
    "get {} HTTP/1.1",
    "GET {} HTTP/1.2",
    "GET {} HTTP/1.1 ",
    "GET {}",
]


def answer_to(server: Server, *parts: bytes, method: str = "GET") -> Answer:
    """Send a request in parts, each in a segment of its own, and return the answer."""
    with connected(server) as connection:
        for part in parts:
            if part is not parts[0]:
                time.sleep(0.02)
            with contextlib.suppress(BrokenPipeError, ConnectionResetError):
                connection.sendall(part)
        return read_answer(connection, method)


@contextlib.contextmanager
def connected(server: Server) -> Iterator[socket.socket]:
    address = urlsplit(server.url)
    with socket.create_connection((address.hostname or "", address.port or 0), 30) as connection:
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        yield connection


def read_answer(connection: socket.socket, method: str = "GET") -> Answer:
    response = http.client.HTTPResponse(connection, method=method)
    try:
        response.begin()
        body = response.read()
    except (http.client.HTTPException, ConnectionError):
        return 0, [], b""
    headers = [(name.lower(), value) for name, value in response.getheaders()]
    name = dict(headers).get("x-request-id", "").encode()
    differ = {"date", "x-request-id"}
    if "problem" in dict(headers).get("content-type", ""):  # has the name, which grows
        differ.add("content-length")
    reported = sorted(pair for pair in headers if pair[0] not in differ)
    return response.status, reported, body.replace(name, b"NAME") if name else body


def request_of(line: str, target: str, query: str, headers: list[str]) -> bytes:
    head = [line.format(target.replace("{}", quote(query))), "Host: localhost", *headers]
    return "\r\n".join([*head, "", ""]).encode("latin-1")


def form_of(query: str, headers: list[str], media_type: str) -> bytes:
    body = f"query={quote(query)}" if "form" in media_type else query
    head = [
        *("POST /sparql HTTP/1.1", "Host: localhost", f"Content-Type: {media_type}"),
        *(f"Content-Length: {len(body.encode())}", *headers),
    ]
    return "\r\n".join([*head, "", body]).encode()


def told_apart(server: Server, request: bytes, method: str = "GET") -> tuple[Answer, Answer]:
    """Return the answers to a request in one piece, asked twice alike, and in two pieces."""
    whole = answer_to(server, request, method=method)
    assert whole == answer_to(server, request, method=method)
    return whole, answer_to(server, request[:5], request[5:], method=method)


@pytest.mark.parametrize("query", QUERIES)
def test_every_kind_of_query_is_answered_alike(server: Server, query: str) -> None:
    """Tables, graphs, booleans, streams and faults."""
    fresh = f"{query} # {next(NUMBERS)}"
    by_get = request_of(LINES[0], TARGETS[0], fresh, ["Accept: */*", "Accept-Encoding: gzip"])
    by_form = form_of(fresh, [], "application/x-www-form-urlencoded")
    by_text = form_of(fresh, [], "application/sparql-query")

    for request in (by_get, by_form, by_text):
        direct, usual = told_apart(server, request)
        assert usual == direct
        assert 0 != direct[0]


@pytest.mark.parametrize("headers", [[], *([header] for header in HEADERS)])
def test_every_header_has_the_same_effect(server: Server, headers: list[str]) -> None:
    """Whatever is not known to change nothing goes the long way."""
    request = request_of(LINES[0], TARGETS[0], f"{ROLES} # {next(NUMBERS)}", headers)
    direct, usual = told_apart(server, request)

    assert usual == direct


@settings(
    max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    line=st.sampled_from(LINES),
    target=st.sampled_from(TARGETS),
    query=st.sampled_from(QUERIES[:4] + QUERIES[8:]),
    headers=st.lists(st.sampled_from(HEADERS), max_size=2),
)
def test_odd_requests_are_answered_alike(
    server: Server, line: str, target: str, query: str, headers: list[str]
) -> None:
    """However odd: what is not plain must reach the parser as it came."""
    method = line.split(" ", maxsplit=1)[0].upper()
    request = request_of(line, target, f"{query} # {next(NUMBERS)}", headers)
    direct, usual = told_apart(server, request, method)

    assert usual == direct


def test_an_answer_found_by_one_way_is_known_to_the_other(server: Server) -> None:
    """They share one cache, whoever came first."""
    request = request_of(LINES[0], TARGETS[0], f"{ROLES} # {next(NUMBERS)}", [])
    usual = answer_to(server, request[:5], request[5:])
    direct = answer_to(server, request)

    assert usual == direct
    assert 200 == direct[0]


def test_requests_in_a_row_are_answered_in_order(server: Server) -> None:
    """Plain ones, others, and ones that come while one is under way, on one connection."""
    numbers = [next(NUMBERS) for _ in range(12)]
    lines = [LINES[0], LINES[0], LINES[2]]
    requests = [
        request_of(lines[n % 3], TARGETS[0], f"SELECT ({n} AS ?n) {{}}", ["Accept: text/csv"])
        for n in numbers
    ]
    expected = [b"" if n % 3 == 2 else f"n\r\n{n}\r\n".encode() for n in numbers]
    found = []
    with connected(server) as connection:
        connection.sendall(b"".join(requests[:4]))
        for request in requests[4:]:
            connection.sendall(request)
            time.sleep(0.0005)
        stream = connection.makefile("rb")
        for n in numbers:
            status = stream.readline()
            assert b"HTTP/1.1 200 OK\r\n" == status
            length = 0
            while (header := stream.readline()) != b"\r\n":
                name, _, value = header.partition(b":")
                length = int(value) if name == b"content-length" else length
            found.append(b"" if n % 3 == 2 else stream.read(length))

    assert expected == found


def test_an_answer_under_way_is_finished_when_the_server_ends(start_server: StartServer) -> None:
    """A rolling restart must not cost a client its answer."""
    server = start_server()
    some = "{ SELECT * { ?a ?p ?b } LIMIT 1200 } { SELECT * { ?c ?q ?d } LIMIT 1200 }"
    heavy = f"SELECT (COUNT(*) AS ?n) {{ {some} FILTER(STR(?b) < STR(?d)) }}"
    with connected(server) as connection:
        connection.sendall(request_of(LINES[0], TARGETS[0], heavy, []))
        time.sleep(0.1)
        server.process.send_signal(signal.SIGTERM)
        status, _, body = read_answer(connection)

        assert 200 == status
        assert b"bindings" in body
        assert b"" == connection.recv(1)
    server.stop()


def test_a_query_past_its_time_is_told_alike(start_server: StartServer) -> None:
    """The direct way knows of no faults; the endpoint tells of all of them."""
    server = start_server(ROLEGRAPH_QUERY_TIMEOUT="0.5")
    request = request_of(LINES[0], TARGETS[0], ENDLESS, [])
    direct, usual = told_apart(server, request)

    assert usual == direct
    assert 503 == direct[0]
    server.stop()


def test_closed_reading_is_closed_this_way_too(start_server: StartServer, tmp_path: Path) -> None:
    """Who may not read learns nothing, however plainly he asks."""
    secret = Tokens(tmp_path).create("r", AccessRole.READER)
    server = start_server(data_dir=tmp_path, ROLEGRAPH_OPEN_READING="false")
    token = f"Authorization: Bearer {secret}"
    query = f"{ROLES} # {next(NUMBERS)}"

    assert 200 == answer_to(server, request_of(LINES[0], TARGETS[0], query, [token]))[0]
    assert 401 == answer_to(server, request_of(LINES[0], TARGETS[0], query, []))[0]
    server.stop()


def test_only_what_is_whole_and_known_is_plain() -> None:
    """The reader of plain requests takes exactly one request, and no header it does not know."""
    requests = PlainRequests(AllowedHosts(), ConnectionLimits())
    plain = request_of(LINES[0], TARGETS[0], ROLES, ["Accept: text/csv"])
    read = requests.read(plain)
    assert read is not None
    assert b"query=" + quote(ROLES).encode() == read.query_string
    assert b"text/csv" == read.head.accept

    for other in (plain[:-1], plain + b"G", plain + plain, plain[1:], b"\r\n" + plain):
        assert requests.read(other) is None
    for header in ("X-Unknown: 1", "Accept: a\r\nAccept: b", "Content-Length: 1", "Expect: x"):
        assert requests.read(request_of(LINES[0], TARGETS[0], ROLES, [header])) is None


@given(
    st.lists(
        st.sampled_from(["%41", "%c3%A9", "%FF", "%", "%4", "%zz", "+", "a", "=", "&", "é", ";"])
        | st.text(max_size=3),
        max_size=8,
    ).map("".join)
)
def test_the_quick_reading_of_a_form_is_that_of_the_slow_one(text: str) -> None:
    """The decoder of quoted-printable must never show."""
    query_string = f"query={text}".encode()
    try:
        pairs = parse_qsl(query_string.decode("ascii"), keep_blank_values=True, errors="strict")
    except (UnicodeDecodeError, ValueError):
        with pytest.raises(InputError):
            read_request("GET", query_string, None, b"")
        return
    if len(pairs) == 1:
        assert QueryRequest(pairs[0][1]) == read_request("GET", query_string, None, b"")
