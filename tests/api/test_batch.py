"""Batches: many writes in one commit, or none."""

from __future__ import annotations

from typing import Any

import pytest
from editing import THINGS, Editing
from test_writes import PERSONA, WORKFLOW


def post(path: str, body: dict[str, Any]) -> dict[str, Any]:
    """Return an operation that creates."""
    return {"method": "POST", "path": path, "body": body}


def batch(editing: Editing, *operations: dict[str, Any], query: str = "", **more: Any) -> Any:
    """Send a batch."""
    body = {"operations": list(operations), **more}
    return editing.request("POST", f"batch{query}", body)


def test_new_things_refer_to_each_other_in_any_order(editing: Editing) -> None:
    """A persona, its workflow and a tool of both come into being together."""
    tool = editing.get("tools/maite") | {"id": "_:tool", "label": "Looking glass"}
    steps = [step | {"tools": ["_:tool"]} for step in WORKFLOW["steps"]]
    before = editing.store.revision

    answer = batch(
        editing,
        post("personas", PERSONA | {"workflows": ["_:w"], "tools": [{"id": "_:tool"}]}),
        post("workflows", WORKFLOW | {"id": "_:w", "steps": steps}),
        post("/api/v1/tools", tool),
    )

    assert 200 == answer.status_code, answer.text
    results = answer.json()["results"]
    assert [201] * 3 == [result["status"] for result in results]
    assert ["Ana Müller & Söhne", "Look twice", "Looking glass"] == [r["label"] for r in results]
    assert "/api/v1/tools/looking-glass" == results[2]["href"]
    assert before + 1 == editing.store.revision == answer.json()["commit"]["revision"]
    persona = editing.get("personas/ana-muller-sohne")
    assert ["Look twice"] == [link["label"] for link in persona["workflows"]]
    assert ["Looking glass"] == [link["label"] for link in persona["tools"]]
    assert "Add to personas, Add to workflows, Add to tools" == editing.store.entries()[-1].message


def test_one_bad_write_stops_all(editing: Editing) -> None:
    """A half-done batch would have to be found and undone by hand."""
    before = editing.store.revision
    good = post("personas", PERSONA)
    bad = [
        (422, post("personas", PERSONA | {"goals": []})),
        (422, post("personas", {"label": "X", "golas": []})),
        (404, {"method": "DELETE", "path": "personas/nobody", "ifMatch": "*"}),
        (404, post("persona", PERSONA)),
        (409, {"method": "DELETE", "path": "tools/maite", "ifMatch": "*"}),
        (409, post("tools", PERSONA | {"id": "maite"})),
        (412, {"method": "DELETE", "path": "personas/robin-castellanos", "ifMatch": '"x.y"'}),
        (428, {"method": "DELETE", "path": "personas/robin-castellanos"}),
    ]

    for status, operation in bad:
        answer = batch(editing, good, operation)

        assert status == answer.status_code, answer.text
    assert before == editing.store.revision


def test_a_fault_names_its_operation(trying: Editing) -> None:
    """Among a hundred writes the number matters."""
    fields = batch(trying, post("personas", PERSONA), post("personas", {"label": "X", "golas": []}))
    missing = batch(trying, post("personas", PERSONA), post("persona", PERSONA))

    assert ["/operations/1/body/golas"] == [e["pointer"] for e in fields.json()["errors"]]
    assert missing.json()["detail"].startswith("/operations/1: There is no class 'persona'")


def test_later_writes_see_earlier_ones(editing: Editing) -> None:
    """Each is judged on what the ones before it have made; the guard sees the end only."""
    robin = "personas/robin-castellanos"
    etag = editing.etag(robin)
    patch = {"method": "PATCH", "path": robin, "ifMatch": etag}

    answer = batch(
        editing,
        patch | {"body": {"goals": []}},
        patch | {"body": {"quote": "Second."}},
        patch | {"body": {"goals": ["Third."]}},
    )

    assert 200 == answer.status_code, answer.text
    persona = editing.get(robin)
    assert ("Second.", ["Third."]) == (persona["quote"], persona["goals"])


def test_things_that_need_each_other_go_together(editing: Editing) -> None:
    """Alone, neither could be deleted."""
    editing.write("POST", "workflows", WORKFLOW | {"followedBy": ["robin-castellanos"]})
    alone = editing.write("DELETE", "workflows/look-twice")

    together = batch(
        editing,
        {"method": "DELETE", "path": "workflows/look-twice", "ifMatch": "*"},
        {
            "method": "PATCH",
            "path": "personas/robin-castellanos",
            "ifMatch": "*",
            "body": {"workflows": ["evaluate-candidate-models", "assess-model-as-adversary"]},
        },
    )

    assert (409, 200) == (alone.status_code, together.status_code), together.text
    assert "Look twice" == together.json()["results"][0]["label"]
    assert 404 == editing.request("GET", "workflows/look-twice").status_code


def test_a_batch_is_tried_without_a_commit(editing: Editing) -> None:
    """The same answer, and the patch."""
    before = editing.store.revision
    operations = [post("personas", PERSONA), post("workflows", WORKFLOW)]

    dry = batch(editing, *operations, query="?dry-run=true")
    real = batch(editing, *operations, message="Two new things")

    assert dry.json()["results"] == real.json()["results"]
    assert dry.json()["commit"]["added"] == real.json()["commit"]["added"] > 20
    assert "A <" in dry.json()["commit"]["patch"]
    assert before + 1 == editing.store.revision
    assert "Two new things" == editing.store.entries()[-1].message


def test_put_and_create_in_one_batch(editing: Editing) -> None:
    """A whole thing under a chosen id, and another replaced by it."""
    robin = "personas/robin-castellanos"
    body = editing.get(robin) | {"workflows": ["workflows/look-twice"]}

    answer = batch(
        editing,
        {"method": "PUT", "path": robin, "body": body, "ifMatch": editing.etag(robin)},
        {"method": "PUT", "path": "workflows/look-twice", "body": WORKFLOW, "ifNoneMatch": "*"},
    )

    assert [200, 201] == [result["status"] for result in answer.json()["results"]], answer.text
    assert THINGS + "workflows/look-twice" == editing.get(robin)["workflows"][0]["id"]


@pytest.mark.parametrize(
    ("body", "pointer", "said"),
    [
        ({}, "/operations", "expected an array of writes, not null"),
        ({"operations": []}, "/operations", "expected an array"),
        ({"operations": [3]}, "/operations/0", "expected an object, not a number"),
        ({"operation": [], "operations": [{}]}, "/operation", "Did you mean 'operations'?"),
        ({"operations": [{"method": "GET", "path": "a"}]}, "/operations/0/method", "POST, PUT"),
        ({"operations": [{"method": "POST", "path": "a/b"}]}, "/operations/0/path", "'personas'"),
        ({"operations": [{"method": "POST", "path": "a"}]}, "/operations/0/body", "not null"),
        (
            {"operations": [{"method": "DELETE", "path": "a/b", "etag": ""}]},
            "/operations/0/etag",
            "there is no such member",
        ),
    ],
)
def test_a_batch_of_another_form_is_explained(
    trying: Editing, body: dict[str, Any], pointer: str, said: str
) -> None:
    """By pointers, as every body."""
    answer = trying.request("POST", "batch", body)

    assert 422 == answer.status_code
    found = {error["pointer"]: error["detail"] for error in answer.json()["errors"]}
    assert said in found[pointer]


def test_a_local_id_is_given_once(trying: Editing) -> None:
    """Else it would be unclear which thing is meant."""
    twice = [post("personas", PERSONA | {"id": "_:a"})] * 2

    answer = batch(trying, *twice)

    assert "'_:a' is the id of two new things" in answer.json()["errors"][0]["detail"]
