"""Bodies that are nearly right, and bytes that are no request at all, against a live server."""

from __future__ import annotations

import json
import socket
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from mangling import SIGNS, mangled, trying

from serving import Server, StartServer

TOKEN = "an-editor-for-fuzzing"
PROBLEM = "application/problem+json"
JSON = {"Content-Type": "application/json"}
PATIENCE = 20.0
"""Seconds after which a request counts as one that hangs."""


@pytest.fixture(scope="module")
def server(start_module_server: StartServer) -> Iterator[Server]:
    """A server whose data may come to harm."""
    started = start_module_server(ROLEGRAPH_WRITE_TOKEN=TOKEN)
    yield started
    started.stop()


@pytest.fixture(scope="module")
def editor(server: Server) -> Iterator[httpx.Client]:
    with server.client(headers={"Authorization": f"Bearer {TOKEN}"}) as client:
        yield client


@pytest.fixture(scope="module")
def examples(editor: httpx.Client) -> dict[str, Any]:
    """The examples of bodies that the OpenAPI document gives."""
    schemas = editor.get("/openapi.json").json()["components"]["schemas"]
    return {
        name: schema["examples"][0] for name, schema in schemas.items() if schema.get("examples")
    }


plain = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(allow_nan=False, allow_infinity=False),
    st.lists(st.sampled_from(SIGNS), max_size=6).map("".join),
    st.sampled_from(
        [
            "personas/kai-okonedo",
            "https://w3id.org/rolegraph/id/roles/ml-developer",
            "_:x",
            "javascript:x",
            "urn:",
        ]
    ),
)
anything = st.recursive(
    plain,
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.dictionaries(
            st.sampled_from(
                ["id", "type", "label", "value", "@context", "@id", "language", "", "x"]
            ),
            inner,
            max_size=3,
        ),
    ),
    max_leaves=6,
)


@st.composite
def spoilt(draw: st.DrawFn, body: dict[str, Any]) -> dict[str, Any]:
    """A body in which some members are lost, or are something else."""
    made = dict(body)
    for name in draw(
        st.lists(st.sampled_from([*body, "id", "type", "status", "unknown"]), max_size=4)
    ):
        made[name] = draw(anything)
    for name in draw(st.lists(st.sampled_from(sorted(body)), max_size=2)):
        made.pop(name, None)
    return made


def check(answer: httpx.Response, allowed: set[int]) -> None:
    assert answer.status_code in allowed, (answer.status_code, answer.text[:500])
    if answer.is_error:
        problem = answer.json()
        assert PROBLEM == answer.headers["content-type"]
        assert {"type", "title", "status", "detail"} <= problem.keys()
        assert answer.status_code == problem["status"]
        assert "Traceback" not in answer.text
        assert "/work" not in problem["detail"]


@trying(25)
@given(data=st.data())
def test_a_spoilt_thing_is_written_or_refused(
    editor: httpx.Client, examples: dict[str, Any], data: st.DataObject
) -> None:
    """With what is wrong in it, and never with a fault of the service."""
    name, plural = data.draw(
        st.sampled_from(
            [("Persona", "personas"), ("WorkflowStep", "steps"), ("RoleMapping", "mappings")]
        )
    )
    body = data.draw(st.one_of(spoilt(examples[f"{name}Input"]), anything))
    check(
        editor.post(f"/api/v1/{plural}?dry-run=true", content=json.dumps(body), headers=JSON),
        {200, 201, 400, 404, 409, 422},
    )
    slug = examples[name]["id"].rpartition("/")[2]
    for method, kind in (("PUT", "application/json"), ("PATCH", "application/merge-patch+json")):
        headers = {"If-Match": "*", "Content-Type": kind}
        answer = editor.request(
            method,
            f"/api/v1/{plural}/{slug}?dry-run=true",
            content=json.dumps(body),
            headers=headers,
        )
        check(answer, {200, 201, 400, 404, 409, 412, 422})


@pytest.mark.parametrize("kind", [None, []])
def test_a_type_that_names_no_class_is_as_good_as_none(
    editor: httpx.Client, examples: dict[str, Any], kind: object
) -> None:
    """Found by spoiling bodies: it was a fault of the service once."""
    body = {**examples["ActivityInput"], "label": "Something new", "type": kind}
    for plural, expected in (("activities", 201), ("statements", 422)):
        answer = editor.post(f"/api/v1/{plural}?dry-run=true", json=body)
        check(answer, {200, expected})


operations = st.lists(
    st.fixed_dictionaries(
        {},
        optional={
            "method": st.sampled_from(["POST", "PUT", "PATCH", "DELETE", "GET", "", 1]),
            "path": st.one_of(
                st.sampled_from(
                    [
                        "personas",
                        "personas/kai-okonedo",
                        "/api/v1/roles",
                        "x/y",
                        "..",
                        "tools/maite",
                    ]
                ),
                plain,
            ),
            "body": anything,
            "ifMatch": st.sampled_from(["*", '"x"', "", 1]),
            "ifNoneMatch": st.sampled_from(["*", "x"]),
        },
    ),
    max_size=3,
)


@trying(25)
@given(
    body=st.one_of(
        st.fixed_dictionaries({"operations": operations}, optional={"message": plain}), anything
    )
)
def test_a_spoilt_batch_is_written_or_refused(editor: httpx.Client, body: Any) -> None:
    check(
        editor.post("/api/v1/batch?dry-run=true", content=json.dumps(body), headers=JSON),
        {200, 400, 404, 409, 412, 413, 422, 428},
    )


@trying(25)
@given(
    path=st.sampled_from(
        [
            "personas",
            "roles",
            "search",
            "changes",
            "changes/diff",
            "queries/meaning-of-a-term",
            "analysis/impact",
            "statements",
        ]
    ),
    pairs=st.lists(
        st.tuples(
            st.sampled_from(
                [
                    "limit",
                    "cursor",
                    "order",
                    "fields",
                    "expand",
                    "include",
                    "at",
                    "q",
                    "types",
                    "from",
                    "to",
                    "label",
                    "status",
                    "term",
                    "without",
                    "since",
                    "x",
                ]
            ),
            st.one_of(
                st.lists(st.sampled_from([*SIGNS, "label", ".", ",", "-", "1"]), max_size=5).map(
                    "".join
                ),
                st.integers().map(str),
            ),
        ),
        max_size=4,
    ),
)
def test_odd_parameters_are_used_or_refused(
    editor: httpx.Client, path: str, pairs: list[tuple[str, str]]
) -> None:
    check(editor.get(f"/api/v1/{path}", params=pairs), {200, 400, 404})


SPARQL = "SELECT ?s (COUNT(*) AS ?n) WHERE { GRAPH ?g { ?s a ?t } FILTER(?s != <urn:x>) } GROUP BY ?s LIMIT 5"
TURTLE = "@prefix e: <urn:e:> . e:a e:b 'x'@en , [ e:c ( 1 2.5 true ) ] ."


@trying(25)
@given(
    query=mangled(SPARQL),
    turtle=mangled(TURTLE),
    kind=st.sampled_from(
        [
            "text/turtle",
            "application/n-quads",
            "application/ld+json",
            "application/rdf+xml",
            "application/json",
            "x",
        ]
    ),
)
def test_odd_queries_and_graphs_are_answered_or_refused(
    editor: httpx.Client, query: str, turtle: str, kind: str
) -> None:
    check(editor.post("/sparql", data={"query": query}), {200, 400, 403, 413, 503})
    check(
        editor.get("/sparql", params={"query": query, "at": turtle[:20]}), {200, 400, 403, 404, 503}
    )
    content = turtle.encode("utf-8", "surrogatepass")
    headers = {"Content-Type": kind}
    check(editor.post("/api/v1/validate", content=content, headers=headers), {200, 400, 413, 415})
    check(
        editor.post("/graphs?graph=urn:g&dry-run=true", content=content, headers=headers),
        {200, 201, 204, 400, 409, 415, 422},
    )


LINES = [
    b"GET / HTTP/1.1",
    b"POST /sparql HTTP/1.1",
    b"PUT /graphs?default HTTP/1.1",
    b"GET /api/v1/roles HTTP/1.0",
    b"BREW / HTTP/1.1",
    b"GET http://[ HTTP/1.1",
    b"PRI * HTTP/2.0",
]
HEADERS = [
    b"Host: x",
    b"Content-Length: 5",
    b"Content-Length: -1",
    b"Transfer-Encoding: chunked",
    b"Content-Type: application/sparql-query",
    b"Accept: \xff\xfe",
    b"Cookie: rolegraph-session=\xff",
    b"Authorization: Bearer \xff",
    b"If-None-Match: \x01",
    b"X" * 9000 + b": y",
    b": empty",
    b"Expect: 100-continue",
    b"Connection: Upgrade",
    b"Upgrade: websocket",
]


@trying(40)
@given(
    raw=st.one_of(
        st.binary(max_size=200),
        st.builds(
            lambda line, headers, body: b"\r\n".join([line, *headers, b"", b""]) + body,
            st.sampled_from(LINES),
            st.lists(st.sampled_from(HEADERS), max_size=5),
            st.one_of(
                st.binary(max_size=30),
                st.sampled_from([b"5\r\nASK{}\r\n0\r\n\r\n", b"zz\r\n", b"ffffffffffffffff\r\n"]),
            ),
        ),
    )
)
def test_bytes_that_are_no_request_harm_nobody(server: Server, raw: bytes) -> None:
    """The connection ends or says 4xx; the next one is served."""
    place = urlsplit(server.url)
    with socket.create_connection((place.hostname, place.port), timeout=PATIENCE) as connection:
        connection.sendall(raw)
        connection.shutdown(socket.SHUT_WR)
        answer = b""
        try:
            while part := connection.recv(65536):
                answer += part
        except ConnectionResetError:
            pass
    for status in answer.split(b"HTTP/1.")[1:]:
        assert not status[2:].startswith(b"500"), (raw, answer[:400])


def test_after_all_of_it_the_service_is_well(editor: httpx.Client, server: Server) -> None:
    """Nothing that was tried has left a mark."""
    assert 200 == editor.get("/health/ready").status_code
    assert 1 == editor.get("/api/v1/changes?limit=1").json()["items"][0]["revision"]
    faults = [line for line in server.log.read_text().splitlines() if "service.fault" in line]
    assert [] == faults
