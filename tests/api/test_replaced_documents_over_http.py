"""A document under another name or in another format: things keep their IRIs, and answers stay."""

from __future__ import annotations

import pytest

from bringing import AT, EDITOR, HANDBOOK, NAME, SECOND, Yard, triples

NEVER = {"topic": "negation", "texts": ["Never lift people"], "answer": "exclusion"}
TABLE = (
    "Role,Responsibility\nCrane Driver,Lifts loads\nBanksman,Gives signals to the crane driver\n"
)
HTML = """<h1>Handbook of the yard</h1><h2>Crane Driver</h2>
<p>The crane driver is responsible for the crane.</p><h3>Duties</h3>
<ul><li>Lifts loads</li><li>Reports defects of the crane</li><li>Never lift people</li></ul>
<h2>Banksman</h2><h3>Duties</h3><ul><li>Gives signals to the crane driver</li></ul>
"""


def duties(yard: Yard) -> dict[str, str]:
    """Return the responsibilities in force: label → IRI."""
    items = yard.client.get("/api/v1/responsibilities").json()["items"]
    return {str(each["label"]): str(each["id"]) for each in items if "retired" not in str(each)}


@pytest.mark.parametrize(
    ("name", "text"),
    [("data/yard-2027.md", HANDBOOK), ("data/handbook.html", HTML), ("data/book/yard.html", HTML)],
)
def test_all_things_keep_their_iris_and_answers_stay(yard: Yard, name: str, text: str) -> None:
    yard.put(HANDBOOK, answers=[NEVER])
    before = duties(yard)

    answer = yard.put(text, name, replaces=NAME)

    assert 201 == answer.status_code, answer.text
    assert f"/api/v1/document-files/{name}" == answer.headers["location"]
    told = answer.json()
    assert (NAME, []) == (told["replaces"], told["retired"])
    assert before == duties(yard)
    assert ["exclusion"] == [each["answer"] for each in told["questions"]]
    items = yard.client.get("/api/v1/document-files").json()["items"]
    assert [name] == [each["name"] for each in items]
    commit = yard.client.get(f"/api/v1/changes/{yard.revision}").json()
    assert f"Bring in {name} in the place of {NAME}" == commit["message"]


def test_the_graph_is_that_of_the_folder(yard: Yard) -> None:
    """`documents import NEW --replaces OLD` does the same there."""
    new = HANDBOOK.replace("- Lifts loads", "- Lifts loads\n- Writes the diary")
    yard.put(HANDBOOK, answers=[NEVER])
    yard.pull()
    yard.put(new, "data/yard.md", replaces=NAME)

    (yard.folder / NAME).unlink()
    (yard.folder / "data/yard.md").write_text(new, "utf-8")
    done = yard.run("documents", "import", "data/yard.md", "--replaces", NAME)

    assert 0 == done.returncode, done.stderr
    assert triples(yard.folder / "data/yard.ttl") == yard.graph("data/yard.ttl")


def test_what_the_new_one_does_not_say_is_retired_with_its_old_iri(yard: Yard) -> None:
    yard.put(HANDBOOK)
    before = duties(yard)

    told = yard.put(TABLE, "data/handbook.csv", replaces=NAME).json()

    assert {"Reports defects of the crane", "The crane driver is responsible for the crane."} == {
        each["label"] for each in told["retired"]
    }
    assert before["Lifts loads"] == duties(yard)["Lifts loads"]
    assert set(before.values()) >= {each["id"] for each in told["retired"]}


def test_an_edit_made_in_the_service_is_told_as_for_a_next_version(yard: Yard) -> None:
    yard.put(HANDBOOK)
    role = next(
        each
        for each in yard.client.get("/api/v1/roles").json()["items"]
        if each["label"] == "Banksman"
    )
    known = yard.client.get(role["href"])
    yard.client.patch(
        role["href"],
        content='{"label": "Slinger"}',
        headers=EDITOR
        | {"If-Match": known.headers["etag"], "Content-Type": "application/merge-patch+json"},
    )

    refused = yard.put(HANDBOOK, "data/yard.md", replaces=NAME)

    assert (409, True) == (refused.status_code, "Slinger" in refused.text)


def test_a_name_alone_is_changed_without_sending_the_file_again(yard: Yard) -> None:
    yard.put(HANDBOOK)
    at = "/api/v1/document-files/data/yard.md"

    done = yard.client.put(at, params={"replaces": NAME}, headers=EDITOR | yard.state())

    assert 201 == done.status_code, done.text
    assert HANDBOOK == yard.client.get(at, params={"format": "file"}).text
    other = "/api/v1/document-files/data/yard.csv"
    state = yard.state(at)
    wrong = yard.client.put(other, params={"replaces": "data/yard.md"}, headers=EDITOR | state)
    assert (400, True) == (wrong.status_code, "Send its bytes" in wrong.text)


def test_the_state_of_the_replaced_one_has_to_be_named(yard: Yard) -> None:
    yard.put(HANDBOOK)
    seen = yard.state()
    yard.put(SECOND)
    at, asked = "/api/v1/document-files/data/yard.md", {"replaces": NAME}

    none = yard.client.put(at, params=asked, headers=EDITOR, content=HANDBOOK.encode())
    old = yard.client.put(at, params=asked, headers=EDITOR | seen, content=HANDBOOK.encode())

    assert (428, 412) == (none.status_code, old.status_code)


def test_without_it_the_same_name_in_another_format_is_refused_and_told_how(yard: Yard) -> None:
    yard.put(HANDBOOK)

    refused = yard.put(TABLE, "data/handbook.csv")

    assert 409 == refused.status_code
    assert f"(replaces={NAME})" in refused.json()["detail"]


def test_what_cannot_be_replaced_is_said(yard: Yard) -> None:
    yard.put(HANDBOOK)
    unknown = yard.put(HANDBOOK, "data/yard.md", replaces="data/nothing.md")
    assert (400, True) == (unknown.status_code, NAME in unknown.text)
    yard.put("# Rota\n\n## Gatekeeper\n\n### Duties\n\n- Opens the gate\n", "data/rota.md")

    there = yard.put(HANDBOOK, "data/rota.md", replaces=NAME)

    assert (409, True) == (there.status_code, "Take one of them out" in there.text)


def test_it_is_one_commit_that_a_revert_takes_back(yard: Yard) -> None:
    yard.put(HANDBOOK, answers=[NEVER])
    graph, kept = yard.graph(), yard.client.get(AT, headers=EDITOR).json()
    yard.put(SECOND, "data/yard.md", replaces=NAME)

    yard.take_back(yard.revision - 1)

    assert graph == yard.graph()
    assert kept == yard.client.get(AT, headers=EDITOR).json()


def test_another_name_is_proposed(yard: Yard) -> None:
    yard.put(HANDBOOK)
    before = duties(yard)

    made = yard.put(HANDBOOK, "data/yard.md", replaces=NAME, propose="true")

    assert 201 == made.status_code, made.text
    at = f"/api/v1/proposals/{made.json()['proposal']}"
    assert at == made.headers["location"]
    assert yard.client.post(f"{at}/approval", headers=yard.by("admin")).is_success
    assert before == duties(yard)
    assert 404 == yard.client.get(AT).status_code
