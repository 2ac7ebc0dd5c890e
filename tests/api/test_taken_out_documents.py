"""Documents are taken out of a running service, with all that only they say; a revert undoes it."""

from __future__ import annotations

from bringing import AT, EDITOR, HANDBOOK, NAME, SECOND, Yard

NEVER = {"topic": "negation", "texts": ["Never lift people"], "answer": "exclusion"}
ROTA = """\
# Rota of the yard

## Crane Driver

### Duties

- Signs the rota
"""
NAMED = "data/rota.md"


def labels(yard: Yard, plural: str) -> set[str]:
    """Return the labels of the things of a type."""
    items = yard.client.get(f"/api/v1/{plural}").json()["items"]
    return {str(each["label"]) for each in items}


def test_what_only_the_document_says_goes_with_its_file_and_curation(yard: Yard) -> None:
    yard.put(HANDBOOK, answers=[NEVER])
    before = yard.revision

    answer = yard.remove()

    assert 200 == answer.status_code, answer.text
    assert before + 1 == yard.revision
    told = answer.json()
    assert {"Crane Driver", "Banksman"} == {
        each["label"] for each in told["vanishing"] if each["kind"] == "role"
    }
    assert {"responsibility": 4, "exclusion": 1, "role": 2} == {
        kind: sum(each["kind"] == kind for each in told["vanishing"])
        for kind in {each["kind"] for each in told["vanishing"]}
    }
    assert set() == labels(yard, "roles")
    assert set() == yard.graph()
    assert 404 == yard.client.get(AT).status_code
    assert NAME not in yard.client.get("/api/v1/document-files").text
    commit = yard.client.get(f"/api/v1/changes/{yard.revision}").json()
    assert "Take out data/handbook.md" == commit["message"]


def test_a_dry_run_tells_the_same_and_takes_nothing(yard: Yard) -> None:
    yard.put(HANDBOOK)
    at, graph = yard.revision, yard.graph()

    told = yard.remove(**{"dry-run": "true"}).json()
    done = yard.remove().json()

    assert at + 1 == yard.revision
    assert graph
    assert {key: told[key] for key in told if key != "commit"} == {
        key: done[key] for key in done if key != "commit"
    }


def test_a_revert_brings_document_answers_and_identities_back(yard: Yard) -> None:
    yard.put(HANDBOOK, answers=[NEVER])
    graph, kept = yard.graph(), yard.client.get(AT, headers=EDITOR).json()
    yard.remove()

    back = yard.client.post(f"/api/v1/changes/{yard.revision}/revert", headers=EDITOR)

    assert back.is_success, back.text
    assert graph == yard.graph()
    assert kept == yard.client.get(AT, headers=EDITOR).json()
    assert HANDBOOK == yard.client.get(AT, params={"format": "file"}).text
    assert ["exclusion"] == [each["answer"] for each in yard.put(SECOND).json()["questions"]]


def test_what_refers_to_it_keeps_it_and_is_named(yard: Yard) -> None:
    """The guard decides: a link to nothing is a violation under every profile."""
    yard.put(HANDBOOK)
    items = yard.client.get("/api/v1/responsibilities").json()["items"]
    (duty,) = [each["id"] for each in items if "defects" in each["label"]]
    tool = {"label": "Logbook", "supports": [{"id": duty}]}
    made = yard.client.post("/api/v1/tools", json=tool, headers=EDITOR).json()
    at = yard.revision

    refused = yard.remove()

    assert (422, at) == (refused.status_code, yard.revision)
    assert made["id"] in {each["focus"] for each in refused.json()["findings"]}
    assert "Logbook" in refused.text
    told = yard.client.delete(AT, params={"dry-run": "true"}, headers=EDITOR)
    assert 422 == told.status_code


def test_a_role_that_another_document_has_too_stays(yard: Yard) -> None:
    yard.put(ROTA, NAMED)
    yard.put(HANDBOOK)

    told = yard.remove().json()

    assert {"name": "Crane Driver", "in": NAMED} in told["staying"]
    assert [] == told["again"]
    assert {"Crane Driver"} == labels(yard, "roles")
    assert {"Signs the rota"} == labels(yard, "responsibilities")


def test_a_role_that_others_name_is_defined_by_these_then(yard: Yard) -> None:
    """The first document that has a role defines it; without it, the next one does."""
    yard.put(HANDBOOK)
    yard.put(ROTA, NAMED)

    told = yard.remove()

    assert 200 == told.status_code, told.text
    assert ([NAMED], []) == (told.json()["again"], told.json()["overtaken"])
    assert {"Crane Driver"} == labels(yard, "roles")
    assert yard.import_here(ROTA, NAMED) == yard.graph("data/rota.ttl")
    assert [] == yard.put(ROTA, NAMED).json()["changes"]


def test_what_people_wrote_beside_it_stays(yard: Yard) -> None:
    """Tools of a table and tools that people add stand in one graph."""
    yard.put("Tool,Purpose\nJira,Tracks work\nConfluence,Keeps notes\n", "data/tools.csv")
    made = yard.client.post("/api/v1/tools", json={"label": "Radio"}, headers=EDITOR)
    assert 201 == made.status_code, made.text
    assert {"Jira", "Confluence", "Radio"} == labels(yard, "tools")

    told = yard.remove("data/tools.csv")

    assert 200 == told.status_code, told.text
    assert ["Radio"] == told.json()["left"]
    assert {"Radio"} == labels(yard, "tools")


def test_the_state_that_was_seen_has_to_be_named(yard: Yard) -> None:
    yard.put(HANDBOOK)
    seen = yard.state()
    yard.put(SECOND)

    assert 428 == yard.client.delete(AT, headers=EDITOR).status_code
    assert 412 == yard.client.delete(AT, headers=EDITOR | seen).status_code
    assert 401 == yard.client.delete(AT, headers=seen).status_code
    assert 403 == yard.client.delete(AT, headers=yard.by("reader") | seen).status_code
    unknown = yard.client.delete("/api/v1/document-files/data/nothing.md", headers=EDITOR)
    assert (404, True) == (unknown.status_code, NAME in unknown.text)


def test_it_is_proposed_and_made_by_an_approval(yard: Yard) -> None:
    yard.put(HANDBOOK)

    proposed = yard.remove(propose="true")

    assert 201 == proposed.status_code, proposed.text
    number = proposed.json()["proposal"]
    assert f"/api/v1/proposals/{number}" == proposed.headers["location"]
    assert {"Crane Driver", "Banksman"} == labels(yard, "roles")
    approved = yard.client.post(f"/api/v1/proposals/{number}/approval", headers=yard.by("admin"))
    assert approved.is_success, approved.text
    assert 404 == yard.client.get(AT).status_code
    assert set() == labels(yard, "roles")


def test_it_can_be_brought_in_again_by_another_format(yard: Yard) -> None:
    yard.put(HANDBOOK)
    yard.remove()

    again = yard.put("Role,Duty\nCrane Driver,Lifts loads\n", "data/handbook.csv")

    assert 201 == again.status_code, again.text
    assert {"Crane Driver"} == labels(yard, "roles")
