"""Writes: their precondition, message and outcome, the same whichever way they come."""

from __future__ import annotations

import httpx
import pytest
from surfaces import GRAPH, WRITES, Write

ways = pytest.mark.parametrize("write", WRITES.values(), ids=WRITES)


def revision_of(client: httpx.Client) -> int:
    return int(client.get("/api/v1/changes?limit=1").json()["total"])


def last_commit(client: httpx.Client) -> dict[str, object]:
    found: dict[str, object] = client.get("/api/v1/changes?limit=1").json()["items"][0]
    return found


@ways
def test_a_write_tells_its_outcome(editor: httpx.Client, write: Write) -> None:
    """A client that has to compare what it sent with what it reads back can only guess."""
    answer = write(editor, {})

    assert answer.is_success, answer.text
    commit = last_commit(editor)
    reported = [
        int(answer.headers[f"rolegraph-{name}"]) for name in ("revision", "added", "removed")
    ]
    assert [commit[name] for name in ("revision", "added", "removed")] == reported
    assert "no-store" == answer.headers["cache-control"]


@ways
def test_a_write_for_another_revision_is_refused(editor: httpx.Client, write: Write) -> None:
    """The revision's tag stands for the whole dataset: somebody else wrote, so look first."""
    before = revision_of(editor)

    answer = write(editor, {"If-Match": f'"revision-{before - 1}"'})

    assert 412 == answer.status_code, answer.text
    assert "precondition-failed" in answer.json()["type"]
    assert revision_of(editor) - before in ({1} if write is WRITES["revert"] else {0})


@ways
def test_a_write_for_the_present_revision_is_made(editor: httpx.Client, write: Write) -> None:
    """Alone or in a list with other tags."""
    ahead = 1 if write is WRITES["revert"] else 0
    for form in ('"revision-{}"', '"other", "revision-{}"'):
        tag = form.format(revision_of(editor) + ahead)

        answer = write(editor, {"If-Match": tag})

        assert answer.is_success, answer.text


@ways
def test_a_write_that_must_make_something_new_is_refused(
    editor: httpx.Client, write: Write
) -> None:
    """What these writes address is there already."""
    WRITES["graph"](editor, {})

    assert 412 == write(editor, {"If-None-Match": "*"}).status_code


@pytest.mark.parametrize("sent", ["update", "graph"])
def test_a_write_that_changes_nothing_says_so(editor: httpx.Client, sent: str) -> None:
    """Blank nodes and spellings set aside: the service itself knows whether anything changed."""
    editor.put("/graphs", params={"graph": GRAPH}, content="<urn:s> <urn:p> 1 .")
    before = revision_of(editor)

    if sent == "update":
        text = f"INSERT DATA {{ GRAPH <{GRAPH}> {{ <urn:s> <urn:p> 1 }} }}"
        answer = editor.post("/sparql", data={"update": text})
    else:
        answer = editor.put("/graphs", params={"graph": GRAPH}, content="<urn:s> <urn:p> 1 .")

    reported = [answer.headers[f"rolegraph-{name}"] for name in ("revision", "added", "removed")]
    assert [str(before), "0", "0"] == reported
    assert before == revision_of(editor)


MESSAGES = {
    "Café, with UTF-8": "Café, with UTF-8".encode(),
    "Café, with Latin-1": "Café, with Latin-1".encode("latin-1"),
    "Café — by RFC 8187": b"UTF-8''Caf%C3%A9%20%E2%80%94%20by%20RFC%208187",
    "100%25 is not encoded": b"100%25 is not encoded",
    "on one line": b"on \t one   line",
    "x" * 1000: b"x" * 1000,
}


@ways
def test_a_message_is_read_alike(editor: httpx.Client, write: Write) -> None:
    """Who looks through the log must not find the way a write came by its mistakes."""
    for message, sent in MESSAGES.items():
        answer = write(editor, {"Rolegraph-Message": sent})

        assert answer.is_success, answer.text
        assert message == last_commit(editor)["message"]


@ways
@pytest.mark.parametrize("sent", [b"x" * 1001, b"UTF-8''%FF"])
def test_a_message_that_cannot_be_kept_is_refused(
    editor: httpx.Client, write: Write, sent: bytes
) -> None:
    """Cutting it, or putting signs in the place of its letters, would be silent loss."""
    answer = write(editor, {"Rolegraph-Message": sent})

    assert 400 == answer.status_code, answer.text
    assert "Rolegraph-Message" in answer.json()["detail"]


def test_a_message_of_a_batch_has_the_same_limit(editor: httpx.Client) -> None:
    """It stands in the body there, and goes to the same log."""
    operation = {"method": "DELETE", "path": "tools/none", "ifMatch": "*"}
    body = {"operations": [operation], "message": "x" * 1001}

    answer = editor.post("/api/v1/batch", json=body)

    assert (400, True) == (answer.status_code, "1000" in answer.json()["detail"])
