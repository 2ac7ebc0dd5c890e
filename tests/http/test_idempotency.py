"""What is sent twice is done once: `Idempotency-Key` on every write, over real sockets."""

from __future__ import annotations

import asyncio
import socket
import uuid
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import pytest
from surfaces import PERSONA, TOKEN, WRITE

from rolegraph.errors import Busy, KeyReused, StillRunning
from rolegraph.http.once import keys as kept_keys
from rolegraph.http.once.keys import FILE, KEPT, FirstAnswer, Keys, Unanswered
from serving import Server, StartServer

PATH = "/api/v1/personas"
DIFFER = {"date", "x-request-id", "idempotency-replayed", "server"}


def body(name: str) -> dict[str, object]:
    return PERSONA | {"id": name}


def keyed() -> dict[str, str]:
    return {"Idempotency-Key": str(uuid.uuid4())}


def revision(client: httpx.Client) -> int:
    found: int = client.get("/health/ready").json()["revision"]
    return found


def test_a_post_that_is_sent_again_is_answered_the_same(editor: httpx.Client) -> None:
    """A client that did not see the answer asks again, and must not make a second thing."""
    headers, name = keyed(), f"once-{uuid.uuid4()}"

    first = editor.post(PATH, json=body(name), headers=headers)
    again = editor.post(PATH, json=body(name), headers=headers)

    assert (201, 201) == (first.status_code, again.status_code), again.text
    assert first.content == again.content
    kept = {k: v for k, v in first.headers.items() if k not in DIFFER}
    assert kept == {k: v for k, v in again.headers.items() if k not in DIFFER}
    assert "idempotency-replayed" not in first.headers
    assert "true" == again.headers["idempotency-replayed"]


POSTS = {
    "thing": (PATH, {"json": None}),
    "batch": ("/api/v1/batch", {"json": None}),
    "update": (
        "/sparql",
        {"data": {"update": "INSERT { <urn:o> <urn:n> ?x } WHERE { BIND(UUID() AS ?x) }"}},
    ),
    "text of an update": (
        "/sparql",
        {
            "content": "INSERT { <urn:o> <urn:t> ?x } WHERE { BIND(UUID() AS ?x) }",
            "headers": {"Content-Type": "application/sparql-update"},
        },
    ),
    "graph": (
        "/graphs",
        {"content": "<urn:a> <urn:b> [] .", "headers": {"Content-Type": "text/turtle"}},
    ),
    "revert": ("revert", {}),
}


@pytest.mark.parametrize("kind", POSTS)
def test_every_post_that_writes_takes_a_key(kind: str, editor: httpx.Client) -> None:
    """One rule for all surfaces: the second time, nothing is committed."""
    path, request = POSTS[kind]
    request = dict(request)
    made = body(f"every-{uuid.uuid4()}")
    if kind == "thing":
        request["json"] = made
    if kind == "batch":
        operation = {"method": "POST", "path": "personas", "body": made}
        request["json"] = {"operations": [operation]}
    if kind == "revert":
        path = f"/api/v1/changes/{editor.post(PATH, json=made).json()['commit']['revision']}/revert"
    headers = {**request.pop("headers", {}), **keyed()}  # type: ignore[dict-item]

    first = editor.post(path, headers=headers, **request)  # type: ignore[arg-type]
    before = revision(editor)
    again = editor.post(path, headers=headers, **request)  # type: ignore[arg-type]

    assert first.is_success, first.text
    assert (first.status_code, first.content) == (again.status_code, again.content)
    assert first.headers["rolegraph-revision"] == again.headers["rolegraph-revision"]
    assert before == revision(editor)


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE"])
def test_a_write_to_a_state_is_answered_the_same_when_it_is_sent_again(
    method: str, editor: httpx.Client
) -> None:
    """The second answer would else be 412, and its client would take the write for lost."""
    made = body(f"state-{uuid.uuid4()}")
    at = f"{PATH}/{made['id']}"
    etag = editor.post(PATH, json=made).headers["etag"]
    headers = keyed() | {"If-Match": etag}
    content: dict[str, object] = {}
    if method == "PUT":
        content["json"] = made | {"label": "Somebody else"}
    if method == "PATCH":
        content["content"] = b'{"label": "Somebody else"}'
        headers["Content-Type"] = "application/merge-patch+json"

    first = editor.request(method, at, headers=headers, **content)  # type: ignore[arg-type]
    before = revision(editor)
    again = editor.request(method, at, headers=headers, **content)  # type: ignore[arg-type]
    other = editor.request("DELETE" if method == "PUT" else "PUT", at, headers=headers)

    assert first.is_success, first.text
    assert (first.status_code, first.content) == (again.status_code, again.content)
    assert before == revision(editor)
    assert (422, True) == (other.status_code, other.json()["type"].endswith("/key-reused"))


def test_a_key_with_another_request_is_refused(editor: httpx.Client) -> None:
    """Two requests under one key are a fault of the client, which must hear of it."""
    headers, name = keyed(), f"other-{uuid.uuid4()}"
    editor.post(PATH, json=body(name), headers=headers)

    other = editor.post(PATH, json=body(f"{name}-b"), headers=headers)
    elsewhere = editor.post("/api/v1/roles", json=body(name), headers=headers)

    assert (422, 422) == (other.status_code, elsewhere.status_code)
    assert other.json()["type"].endswith("/key-reused")
    assert 404 == editor.get(f"{PATH}/{name}-b").status_code


def test_quotation_marks_belong_to_no_key(editor: httpx.Client) -> None:
    """The draft has them, most clients leave them out."""
    key, name = str(uuid.uuid4()), f"quoted-{uuid.uuid4()}"
    editor.post(PATH, json=body(name), headers={"Idempotency-Key": key})

    again = editor.post(PATH, json=body(name), headers={"Idempotency-Key": f'"{key}"'})

    assert "idempotency-replayed" in again.headers


@pytest.mark.parametrize("key", ["", "a b", "x" * 256, '""'])
def test_a_key_that_is_none_is_refused(key: str, editor: httpx.Client) -> None:
    """Nothing is worse than a key that is passed over in silence."""
    answer = editor.post(PATH, json=body("never"), headers={"Idempotency-Key": key})

    assert 400 == answer.status_code
    assert "Idempotency-Key" in answer.json()["detail"]


def test_a_refused_request_is_tried_again_with_a_token(written_server: Server) -> None:
    """Whoever had no token has done nothing, and may send the same again."""
    headers, name = keyed(), f"token-{uuid.uuid4()}"
    with written_server.client() as stranger, written_server.client(headers=WRITE) as editor:
        refused = stranger.post(PATH, json=body(name), headers=headers)
        done = editor.post(PATH, json=body(name), headers=headers)

    assert (401, 201) == (refused.status_code, done.status_code)
    assert "idempotency-replayed" not in done.headers


def test_a_key_belongs_to_who_sent_it(start_server: StartServer, tmp_path: Path) -> None:
    """No answer goes to somebody else, who may have other rights."""
    import subprocess
    import sys

    command = [sys.executable, "-m", "rolegraph", "token", "create", "--data-dir", str(tmp_path)]
    made = [*command, "--role", "editor", "--name", "second"]
    text = subprocess.run(made, capture_output=True, text=True, check=True).stdout
    secret = next(word for word in text.split() if len(word) > 30)
    server = start_server(data_dir=tmp_path, ROLEGRAPH_WRITE_TOKEN=TOKEN)
    headers = keyed()
    with server.client(headers=WRITE) as one:
        first = one.post(PATH, json=body("mine"), headers=headers)
    with server.client(headers={"Authorization": f"Bearer {secret}"}) as two:
        other = two.post(PATH, json=body("mine"), headers=headers)

    assert 201 == first.status_code
    assert 409 == other.status_code, "there is one of that id, and it is no replay"
    assert "idempotency-replayed" not in other.headers


def test_three_at_once_make_one_thing(written_server: Server, editor: httpx.Client) -> None:
    """A browser that is clicked three times, a proxy that sends again: one commit."""
    headers, name = keyed(), f"three-{uuid.uuid4()}"
    before = revision(editor)

    async def send_all() -> list[httpx.Response]:
        async with httpx.AsyncClient(base_url=written_server.url, headers=WRITE, timeout=60) as c:
            return await asyncio.gather(
                *(c.post(PATH, json=body(name), headers=headers) for _ in range(3))
            )

    answers = asyncio.run(send_all())

    assert {201, 409} >= {answer.status_code for answer in answers}
    assert 1 <= sum(answer.status_code == httpx.codes.CREATED for answer in answers)
    for answer in answers:
        if answer.status_code == httpx.codes.CONFLICT:
            assert answer.json()["type"].endswith("/still-running")
            assert answer.headers["retry-after"]
    assert 201 == editor.post(PATH, json=body(name), headers=headers).status_code
    assert before + 1 == revision(editor)


def test_a_cut_connection_makes_one_thing(written_server: Server, editor: httpx.Client) -> None:
    """The client sends all of it and goes away before the answer; then it asks again."""
    headers, name = keyed(), f"cut-{uuid.uuid4()}"
    before = revision(editor)
    request = editor.build_request("POST", PATH, json=body(name), headers=headers)
    parts = urlsplit(written_server.url)
    head = [f"POST {PATH} HTTP/1.1", *(f"{n}: {v}" for n, v in request.headers.items())]
    with socket.create_connection((parts.hostname, parts.port)) as raw:
        raw.sendall("\r\n".join([*head, "", ""]).encode() + request.read())

    for _ in range(100):
        answer = editor.post(PATH, json=body(name), headers=headers)
        if answer.status_code != httpx.codes.CONFLICT:
            break

    assert 201 == answer.status_code, answer.text
    assert before + 1 == revision(editor)


def test_keys_outlive_a_restart(start_server: StartServer, tmp_path: Path) -> None:
    """A service that is restarted between two tries must know the first."""
    headers = keyed()
    first = start_server(data_dir=tmp_path, ROLEGRAPH_WRITE_TOKEN=TOKEN)
    with first.client(headers=WRITE) as client:
        made = client.post(PATH, json=body("restarted"), headers=headers)
    first.stop()
    second = start_server(data_dir=tmp_path, ROLEGRAPH_WRITE_TOKEN=TOKEN)
    with second.client(headers=WRITE) as client:
        again = client.post(PATH, json=body("restarted"), headers=headers)

    assert (201, 201) == (made.status_code, again.status_code)
    assert made.content == again.content
    assert 0o600 == (tmp_path / FILE).stat().st_mode & 0o777


def test_a_commit_whose_answer_was_lost_is_not_made_again(
    start_server: StartServer, tmp_path: Path
) -> None:
    """Killed between commit and answer: the journal knows the request by its mark."""
    import sqlite3

    headers = keyed()
    first = start_server(data_dir=tmp_path, ROLEGRAPH_WRITE_TOKEN=TOKEN)
    with first.client(headers=WRITE) as client:
        made = client.post(PATH, json=body("lost"), headers=headers)
    first.stop()
    connection = sqlite3.connect(tmp_path / FILE)
    with connection:
        connection.execute("UPDATE keys SET status = NULL, headers = NULL, body = NULL")
    connection.close()
    second = start_server(data_dir=tmp_path, ROLEGRAPH_WRITE_TOKEN=TOKEN)
    with second.client(headers=WRITE) as client:
        again = client.post(PATH, json=body("lost"), headers=headers)
        present = revision(client)

    assert 409 == again.status_code
    assert again.json()["type"].endswith("/answer-lost")
    assert made.headers["rolegraph-revision"] == again.headers["rolegraph-revision"]
    assert made.json()["commit"]["revision"] == present


def test_keys_are_kept_for_a_day(tmp_path: Path) -> None:
    """Then they are new again, and the file does not grow for ever."""
    now = [0.0]
    keys = Keys(tmp_path, lambda: now[0])
    answer = FirstAnswer(201, [(b"etag", b'"x"')], b"{}")
    assert keys.begin("k", "print", 1) is None
    keys.finish("k", answer)

    now[0] = KEPT - 1
    assert answer == keys.begin("k", "print", 2)
    now[0] = KEPT + 1
    assert keys.begin("k", "other", 3) is None
    keys.close()


def test_a_key_is_held_by_one_request_at_a_time(tmp_path: Path) -> None:
    """Until it is finished or forgotten, by this process or, after its end, by nobody."""
    keys = Keys(tmp_path)
    assert keys.begin("k", "print", 7) is None
    with pytest.raises(StillRunning):
        keys.begin("k", "print", 7)
    with pytest.raises(KeyReused):
        keys.begin("k", "other", 7)
    keys.close()

    later = Keys(tmp_path)
    assert Unanswered(7) == later.begin("k", "print", 9)
    later.forget("k")
    assert later.begin("k", "other", 9) is None
    later.close()


def test_no_more_keys_are_taken_than_can_be_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A promise that cannot be held is not given."""
    monkeypatch.setattr(kept_keys, "MOST", 2)
    keys = Keys(tmp_path)
    keys.begin("a", "x", 1)
    keys.begin("b", "x", 1)

    with pytest.raises(Busy):
        keys.begin("c", "x", 1)
    keys.close()


def test_a_broken_file_of_keys_stops_nobody(tmp_path: Path) -> None:
    """It is put aside with a word in the log; writes go on."""
    (tmp_path / FILE).write_bytes(b"not a database, by any means" * 100)

    keys = Keys(tmp_path)

    assert keys.begin("k", "print", 1) is None
    assert list(tmp_path.glob("*.broken"))
    keys.close()
