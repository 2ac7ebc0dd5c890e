"""Answers are made once a revision, kept, and given again; nobody can tell by the answer."""

from __future__ import annotations

import http.client
import itertools
import json
import re
import shutil
import threading
from urllib.parse import urlsplit

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from surfaces import TAGGED, TOKEN, WRITE

from rolegraph.access.identity import AccessRole
from rolegraph.access.tokens import Tokens
from serving import Server, StartServer

ADDRESSES = [path for path in TAGGED if not path.startswith(("/sparql", "/graphs"))]
HEADERS = {
    "Accept": ["*/*", "application/json", "text/html", "text/turtle, */*;q=0.1", "image/png"],
    "Accept-Encoding": ["gzip", "identity", "gzip;q=0"],
    "Origin": ["http://elsewhere.example"],
    "If-None-Match": ["*", '"nothing"'],
    "If-Match": ["*", '"nothing"'],
    "Cookie": ["colour=green", "rolegraph-session=none"],
    "Connection": ["close"],
    "Range": ["bytes=0-9"],
    "X-Unknown": ["1"],
}
DIFFER = {"date", "x-request-id"}
TOOL = "/api/v1/tools/armory-library"
Answer = tuple[int, list[tuple[str, str]], bytes]


@pytest.fixture(scope="module")
def both(
    start_module_server: StartServer, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Server, Server]:
    """A service that keeps answers, and one that makes each anew, of the same history."""
    one = tmp_path_factory.mktemp("one") / "data"
    other = tmp_path_factory.mktemp("other") / "data"
    start_module_server(data_dir=one).stop()
    shutil.copytree(one, other)
    environment = {"ROLEGRAPH_CORS_ORIGINS": "*", "ROLEGRAPH_WRITE_TOKEN": TOKEN}
    return (
        start_module_server(data_dir=one, **environment),
        start_module_server(data_dir=other, ROLEGRAPH_ANSWER_BYTES="0", **environment),
    )


@pytest.fixture
def keeping(both: tuple[Server, Server]) -> Server:
    """The one that keeps."""
    return both[0]


@pytest.fixture
def forgetting(both: tuple[Server, Server]) -> Server:
    """The one that does not."""
    return both[1]


def ask(server: Server, path: str, headers: dict[str, str], times: int = 1) -> list[Answer]:
    """Ask the same a number of times on one connection, by the very same bytes."""
    address = urlsplit(server.url)
    connection = http.client.HTTPConnection(address.hostname or "", address.port, timeout=60)
    answers = []
    for _ in range(times):
        connection.request("GET", path, headers={"Host": "localhost", **headers})
        answer = connection.getresponse()
        reported = sorted((n.lower(), v) for n, v in answer.getheaders() if n.lower() not in DIFFER)
        body = answer.read()
        if "problem" in (answer.getheader("content-type") or ""):  # names the request
            reported, body = [], b""
        answers.append((answer.status, reported, body))
    connection.close()
    return answers


@pytest.mark.parametrize("path", ADDRESSES)
def test_an_answer_given_again_is_the_answer_made_anew(
    keeping: Server, forgetting: Server, path: str
) -> None:
    """First made, then kept, then answered before it reaches the application."""
    for headers in ({}, {"Accept-Encoding": "gzip"}):
        made, kept, again = ask(keeping, path, headers, 3)
        (anew,) = ask(forgetting, path, headers)

        assert made == kept == again == anew


@settings(max_examples=60, suppress_health_check=list(HealthCheck))
@given(
    path=st.sampled_from(ADDRESSES),
    headers=st.fixed_dictionaries(
        {}, optional={name: st.sampled_from(values) for name, values in HEADERS.items()}
    ),
)
def test_no_header_gets_another_answer_than_without_keeping(
    keeping: Server, forgetting: Server, path: str, headers: dict[str, str]
) -> None:
    """Whatever a client sends, keeping is about time alone."""
    kept = ask(keeping, path, headers, 3)
    (anew,) = ask(forgetting, path, headers)

    assert [anew] * 3 == kept


def test_keeping_is_what_happens(keeping: Server) -> None:
    """The tests above would pass as well where nothing is kept."""
    with keeping.client() as client:
        before = _hits(client)
        ask(keeping, "/api/v1/roles?limit=3", {}, 5)

        assert before + 4 == _hits(client)


def test_a_client_that_has_the_answer_gets_304_in_its_encoding(keeping: Server) -> None:
    """Each encoding has an entity tag of its own, and HEAD tells the same."""
    with keeping.client() as client:
        tags = set()
        for encoding in ("gzip", "identity"):
            headers = {"Accept-Encoding": encoding}
            first = client.get("/api/v1/roles", headers=headers)
            tags.add(first.headers["etag"])
            known = {**headers, "If-None-Match": first.headers["etag"]}

            assert 304 == client.get("/api/v1/roles", headers=known).status_code
            assert (
                first.headers["etag"]
                == client.head("/api/v1/roles", headers=headers).headers["etag"]
            )
        assert 2 == len(tags)


def test_no_reader_sees_a_state_before_a_commit_that_was_acknowledged(
    start_server: StartServer,
) -> None:
    """Eight readers of JSON, a list and pages, while 40 commits are made."""
    server = start_server(ROLEGRAPH_WRITE_TOKEN=TOKEN)
    acknowledged = itertools.count(1)
    newest = 0
    stale: list[tuple[str, int, int]] = []
    ended = threading.Event()

    def read(path: str) -> None:
        with server.client() as client:
            while not ended.is_set():
                least = newest
                text = client.get(path).text
                seen = max(map(int, re.findall(r"state (\d+)\.", text)), default=0)
                if seen < least:
                    stale.append((path, seen, least))

    paths = [TOOL, "/api/v1/tools?limit=100", "/tools/armory-library", "/api/v1/search?q=zyxstate"]
    readers = [threading.Thread(target=read, args=(path,)) for path in paths * 2]
    with server.client() as client:
        thing = client.get(TOOL)
        for reader in readers:
            reader.start()
        for number in itertools.islice(acknowledged, 40):
            body = {**thing.json(), "description": f"zyxstate in state {number}."}
            thing = client.put(
                TOOL, json=body, headers={**WRITE, "If-Match": thing.headers["etag"]}
            )
            assert 200 == thing.status_code, thing.text
            newest = number
    ended.set()
    for reader in readers:
        reader.join()

    assert [] == stale


def test_an_answer_outlasts_the_commits_that_touch_nothing_of_it(start_server: StartServer) -> None:
    """A thing and a list stay; what shows what was written, or lists it, is made anew."""
    server = start_server(ROLEGRAPH_WRITE_TOKEN=TOKEN)
    other, listed, roles = "/api/v1/documents", "/api/v1/tools?limit=100", "/api/v1/roles"
    with server.client() as client:

        def made_anew(path: str) -> bool:
            before = _hits(client)
            ask(server, path, {}, 1)
            return _hits(client) == before

        for path in (TOOL, other, listed, roles):
            ask(server, path, {}, 2)
        thing = client.get(TOOL)
        body = {**thing.json(), "label": "Zyx renamed"}
        headers = {**WRITE, "If-Match": thing.headers["etag"]}
        assert 200 == client.put(TOOL, json=body, headers=headers).status_code

        assert [made_anew(path) for path in (other, roles)] == [False, False]
        assert [made_anew(path) for path in (TOOL, listed)] == [True, True]
        shown = [json.loads(ask(server, path, {}, 1)[0][2]) for path in (TOOL, listed)]
        assert "Zyx renamed" == shown[0]["label"]
        assert "Zyx renamed" in [item["label"] for item in shown[1]["items"]]


def test_what_a_token_may_read_is_given_to_nobody_else(
    start_server: StartServer, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Where reading is closed, an answer that was kept for a reader stays closed to others."""
    folder = tmp_path_factory.mktemp("data")
    reader = Tokens(folder).create("reader", AccessRole.READER)
    server = start_server(data_dir=folder, ROLEGRAPH_OPEN_READING="false")
    for path in ("/api/v1/roles", "/roles/ml-developer", "/context.jsonld"):
        as_reader = {"Authorization": f"Bearer {reader}"}
        first, second = ask(server, path, as_reader, 2)
        nobody, wrong = ask(server, path, {}), ask(server, path, {"Authorization": "Bearer wrong"})

        assert (200, first) == (first[0], second)
        assert {303, 401} >= {nobody[0][0], wrong[0][0]}


def test_an_answer_too_large_to_keep_comes_whole(start_server: StartServer) -> None:
    """With little room, answers go through as they are made, and 304 is found all the same."""
    server = start_server(ROLEGRAPH_ANSWER_BYTES="4000")
    (answer, *others) = ask(server, "/ontology.ttl", {}, 3)
    tag = dict(answer[1])["etag"]

    assert [answer] * 2 == others
    assert [304, 304] == [
        found[0] for found in ask(server, "/ontology.ttl", {"If-None-Match": tag}, 2)
    ]


def _hits(client: httpx.Client) -> float:
    lines = client.get("/metrics", headers={"Accept": "text/plain"}).text.splitlines()
    return float(
        next(line for line in lines if line.startswith("rolegraph_answer_cache_hits")).split()[1]
    )
