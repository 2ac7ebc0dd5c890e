"""Documents are brought into a running service, as they are imported in the folder."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bringing import (
    AT,
    EDITOR,
    HANDBOOK,
    MANIFEST,
    NAME,
    SECOND,
    Yard,
    triples,
    yard_of,
)
from serving import StartServer

NEVER = {"topic": "negation", "texts": ["Never lift people"], "answer": "exclusion"}
KEPT = "https://w3id.org/rolegraph/graph/documents"


def test_the_graph_is_that_of_an_import_in_the_folder(yard: Yard) -> None:
    answer = yard.put(HANDBOOK)

    assert 201 == answer.status_code, answer.text
    assert AT == answer.headers["location"]
    assert yard.import_here(HANDBOOK) == yard.graph()
    assert {"role": 2, "statement": 4} == answer.json()["added"]
    commit = yard.client.get(f"/api/v1/changes/{yard.revision}").json()
    assert "Bring in data/handbook.md: 2 roles" == commit["message"]


def test_a_second_version_is_that_of_a_sync_in_the_folder(yard: Yard) -> None:
    """Identity, answers and what is retired are the same, whichever way a version comes."""
    assert 201 == yard.put(HANDBOOK, answers=[NEVER]).status_code
    told = yard.put(SECOND)
    assert 200 == told.status_code, told.text

    yard.import_here(HANDBOOK)
    curation = yard.folder / "data" / "handbook.curation.yaml"
    asked = curation.read_text("utf-8")
    curation.write_text(asked.replace("answer:\n", "answer: exclusion\n", 1), "utf-8")
    assert 0 == yard.run("documents", "import", NAME).returncode
    (yard.folder / NAME).write_text(SECOND, "utf-8")
    yard.run("documents", "sync", NAME, "--write")

    assert triples(yard.folder / "data" / "handbook.ttl") == yard.graph()
    kept = yard.client.get(AT, params={"format": "curation"})
    assert curation.read_text("utf-8") == kept.text
    assert ["Reports defects of the crane"] == [each["label"] for each in told.json()["retired"]]


def test_what_would_vanish_is_told_before_anything_is_stored(yard: Yard) -> None:
    yard.put(HANDBOOK)
    before, was = yard.revision, yard.graph()

    told = yard.put(SECOND, **{"dry-run": "true"}).json()

    assert (before, was) == (yard.revision, yard.graph())
    assert "“Reports defects of the crane” is no longer in the document." in {
        each["text"] for each in told["changes"]
    }
    assert told["commit"]["dryRun"]


def test_what_leans_on_a_statement_that_vanishes_is_told(yard: Yard) -> None:
    yard.put(HANDBOOK)
    items = yard.client.get("/api/v1/responsibilities").json()["items"]
    (gone,) = [each["id"] for each in items if "defects" in each["label"]]
    tool = {"label": "Logbook", "supports": [{"id": gone}]}
    made = yard.client.post("/api/v1/tools", json=tool, headers=EDITOR)
    assert 201 == made.status_code, made.text

    (leaning,) = yard.put(SECOND, **{"dry-run": "true"}).json()["leaning"]

    assert (gone, made.json()["id"]) == (leaning["on"], leaning["id"])


def test_the_same_document_again_changes_nothing(yard: Yard) -> None:
    yard.put(HANDBOOK, answers=[NEVER])
    before = yard.revision

    again = yard.put(HANDBOOK)

    assert (200, before) == (again.status_code, yard.revision)
    assert 0 == again.json()["commit"]["added"]


def test_an_answer_is_kept_and_not_asked_for_again(yard: Yard) -> None:
    (asked,) = [each for each in yard.put(HANDBOOK).json()["questions"] if not each["answer"]]
    assert NEVER["texts"] == asked["texts"]
    form = {"answers": (None, json.dumps([NEVER]))}
    yard.client.put(AT, headers=EDITOR | yard.state(), files=form)

    later = yard.put(SECOND).json()["questions"]

    assert ["exclusion"] == [each["answer"] for each in later]
    assert "Never lift people" in {
        each["label"] for each in yard.client.get("/api/v1/exclusions").json()["items"]
    }


def test_an_answer_can_be_changed_and_taken_back(yard: Yard) -> None:
    yard.put(HANDBOOK, answers=[NEVER])
    other = yard.put(HANDBOOK, answers=[NEVER | {"answer": "requirement"}])
    assert ["requirement"] == [each["answer"] for each in other.json()["questions"]]

    back = yard.put(HANDBOOK, answers=[NEVER | {"answer": ""}])

    assert [""] == [each["answer"] for each in back.json()["questions"]]
    assert 1 == len(back.json()["waiting"])


def test_a_guessed_kind_is_corrected_and_stays_so(yard: Yard) -> None:
    kind = {
        "topic": "kind-of",
        "texts": ["Crane Driver\nThe crane driver is responsible for the crane."],
        "answer": "characteristic",
    }
    yard.put(HANDBOOK, answers=[kind])
    yard.put(SECOND)

    found = yard.client.get("/api/v1/characteristics").json()["items"]

    assert ["The crane driver is responsible for the crane."] == [each["label"] for each in found]


@pytest.mark.parametrize(
    ("answers", "said"),
    [
        ([NEVER | {"answer": "perhaps"}], "is no answer to this question"),
        ([{"topic": "kind-of", "texts": ["A\nb"], "answer": "duty"}], "no kind of statement"),
        ([{"topic": "negation"}], "/answers/0"),
    ],
)
def test_an_answer_that_is_none_is_refused(yard: Yard, answers: list[dict], said: str) -> None:  # type: ignore[type-arg]
    before = yard.revision
    answer = yard.put(HANDBOOK, answers=answers)

    assert answer.status_code in {400, 422}
    assert said in answer.text
    assert before == yard.revision


def test_what_was_changed_in_the_browser_stays(yard: Yard) -> None:
    """An alternative name is a person's word; the next version of the document must keep it."""
    yard.put(HANDBOOK)
    role = yard.client.get("/api/v1/roles/banksman")
    changed = yard.client.patch(
        "/api/v1/roles/banksman",
        json={"altLabels": ["Slinger"]},
        headers=EDITOR
        | {"If-Match": role.headers["etag"], "Content-Type": "application/merge-patch+json"},
    )
    assert 200 == changed.status_code, changed.text

    told = yard.put(SECOND)

    assert [] == told.json()["undone"]
    assert ["Slinger"] == yard.client.get("/api/v1/roles/banksman").json()["altLabels"]


def test_a_statement_reworded_in_the_browser_is_taken_back_only_where_that_is_agreed_to(
    yard: Yard,
) -> None:
    yard.put(HANDBOOK)
    at = "/api/v1/responsibilities/"
    items = yard.client.get(at.rstrip("/")).json()["items"]
    (signals,) = [each for each in items if "signals" in each["label"]]
    at = signals["href"]
    changed = yard.client.patch(
        at,
        json={"label": "Waves"},
        headers=EDITOR
        | {
            "If-Match": yard.client.get(at).headers["etag"],
            "Content-Type": "application/merge-patch+json",
        },
    )
    assert 200 == changed.status_code, changed.text

    told = yard.put(SECOND, **{"dry-run": "true"}).json()

    assert any("Waves" in each for each in told["undone"]), told["undone"]
    before, was = yard.revision, yard.graph()
    refused = yard.put(SECOND)
    assert (409, before, was) == (refused.status_code, yard.revision, yard.graph())
    assert "Waves" in refused.text
    assert 200 == yard.put(SECOND, overwrite="true").status_code
    assert not any("Waves" in each for each in yard.graph())


def test_only_who_may_write_brings_documents_in(yard: Yard) -> None:
    before = yard.revision
    answers = [
        yard.client.put(AT, content=HANDBOOK.encode(), headers=headers).status_code
        for headers in ({}, {"Authorization": "Bearer wrong"}, yard.by("reader"))
    ]

    assert ([401, 401, 403], before) == (answers, yard.revision)


def test_a_document_that_is_there_needs_its_state(yard: Yard) -> None:
    """Two people who bring in the same document must not take back each other's version."""
    yard.put(HANDBOOK)
    without = yard.client.put(AT, content=SECOND.encode(), headers=EDITOR)
    first = yard.state()
    yard.put(SECOND)
    late = yard.client.put(AT, content=HANDBOOK.encode(), headers=EDITOR | first)
    new = yard.client.put(AT, content=HANDBOOK.encode(), headers=EDITOR | {"If-None-Match": "*"})

    assert [428, 412, 412] == [without.status_code, late.status_code, new.status_code]


def test_a_document_does_not_take_the_graph_of_another_one(yard: Yard) -> None:
    yard.put(HANDBOOK)
    other = yard.put("name;duties\nRigger;Rigs\n", name="data/handbook.csv")

    assert 409 == other.status_code
    assert "data/handbook.ttl is the graph of data/handbook.md" in other.json()["detail"]


def test_a_document_takes_no_file_that_people_wrote(yard: Yard) -> None:
    tool = {"id": "logbook", "label": "Logbook"}
    assert 201 == yard.client.post("/api/v1/tools", json=tool, headers=EDITOR).status_code
    answer = yard.put(HANDBOOK, name="data/tools.md")

    assert 409 == answer.status_code
    assert "data/tools.ttl was written by people" in answer.json()["detail"]


@pytest.mark.parametrize("name", ["data/people/handbook.md", "data/../x.md", "../x.md", "x"])
def test_a_document_lies_in_the_catalogue(yard: Yard, name: str) -> None:
    path = f"/api/v1/document-files/{name.replace('..', '%2e%2e')}"
    answer = yard.client.put(path, content=HANDBOOK.encode(), headers=EDITOR)

    assert answer.status_code in {400, 403}, answer.text
    assert [] == yard.client.get("/api/v1/document-files").json()["items"]


def test_the_guard_refuses_what_the_rules_do_not_allow(
    start_server: StartServer, tmp_path: Path
) -> None:
    """In a complete catalogue each role has a definition; a document without one is not stored."""
    strict = yard_of(start_server, tmp_path, MANIFEST.replace("draft", "complete"))
    with strict.client:
        answer = strict.put(HANDBOOK)

        assert 422 == answer.status_code
        assert answer.json()["findings"]
        assert set() == strict.graph()
        assert [] == strict.client.get("/api/v1/document-files").json()["items"]


def test_what_is_kept_is_in_nobodys_way(yard: Yard) -> None:
    """An analyst who counts finds the catalogue; who names the graph finds what is kept."""
    yard.put(HANDBOOK)
    ask = "ASK { ?s <https://w3id.org/rolegraph/ontology#curationText> ?o }"
    named = ask.replace("ASK {", f"ASK {{ GRAPH <{KEPT}> {{") + " }"

    found = [
        yard.client.get("/sparql", params={"query": one}).json()["boolean"] for one in (ask, named)
    ]

    assert [False, True] == found


def test_nothing_else_writes_what_is_kept(yard: Yard) -> None:
    yard.put(HANDBOOK)
    update = f"DELETE WHERE {{ GRAPH <{KEPT}> {{ ?s ?p ?o }} }}"
    answers = [
        yard.client.post(
            "/sparql",
            content=update,
            headers=EDITOR | {"Content-Type": "application/sparql-update"},
        ),
        yard.client.delete("/graphs", params={"graph": KEPT}, headers=EDITOR),
    ]

    assert {403} >= {answer.status_code for answer in answers} or {400} >= {
        answer.status_code for answer in answers
    }
    assert 1 == yard.client.get("/api/v1/document-files").json()["total"]


def test_a_document_is_taken_back_with_all_that_is_kept_of_it(yard: Yard) -> None:
    yard.put(HANDBOOK)
    answer = yard.client.post(
        f"/api/v1/changes/{yard.revision}/revert",
        params={"confirm": "removal"},
        headers=yard.by("admin"),
    )

    assert answer.status_code in {200, 201}, answer.text
    assert set() == yard.graph()
    assert [] == yard.client.get("/api/v1/document-files").json()["items"]


def test_two_documents_define_a_role_as_they_do_in_the_folder(yard: Yard) -> None:
    other = "# Site rules\n\n## Banksman\n\n### Duties\n\n- Wears a vest\n"
    yard.put(HANDBOOK)
    yard.put(other, name="data/site.md")
    yard.import_here(HANDBOOK)

    assert yard.import_here(other, "data/site.md") == yard.graph("data/site.ttl")
