"""What people read of a document that is proposed, stored, or refused on its page."""

from __future__ import annotations

import re

import httpx
from test_bringing_in import BROWSER, Fields, looked, plain, pressed, read

from bringing import HANDBOOK, NAME, SECOND, TOKEN, Yard


def proposed(yard: Yard, text: str = HANDBOOK, name: str = "handbook.md") -> str:
    """Propose a document, and return the address of the proposal."""
    answer = pressed(yard.client, looked(yard.client, text, name), "propose")
    assert 303 == answer.status_code, answer.text
    return answer.headers["location"]


def approved(yard: Yard, at: str) -> httpx.Response:
    return yard.client.post(f"/api/v1{at}/approval", headers=yard.by("admin"))


def shown(page: str) -> str:
    """Return what the page of a change or a proposal tells of it."""
    return plain(page.partition("What it changes")[2].partition("What is said of it")[0])


def test_a_proposed_document_is_told_in_words(yard: Yard) -> None:
    """Who approves it must see what it says, and not a packed file and digests."""
    page = yard.client.get(proposed(yard)).text
    told = shown(page)

    assert NAME in told
    assert "1 open, 0 answered" in told
    assert f"{len(HANDBOOK):,} bytes" in told
    assert "Lifts loads" in told
    assert "H4sI" not in told
    first = told[told.index(f"added {NAME} Field") :].partition(" Field What it is ")[2]
    assert not re.search(r"[0-9a-f]{32}", first.partition(" Field What it is ")[0])


def test_a_document_that_others_have_overtaken_is_told_to_be_outdated(yard: Yard) -> None:
    """It would else be stored on what is no more, or be refused for what nobody proposed."""
    at = proposed(yard)
    yard.put(HANDBOOK, name="data/copy.md")
    before = yard.revision

    refused, page = approved(yard, at), yard.client.get(at).text

    assert (409, before) == (refused.status_code, yard.revision)
    assert "changed what it speaks of since: data/copy.md" in refused.json()["detail"]
    assert "It is outdated" in plain(page)
    assert "data/copy.md" in plain(page)


def test_a_document_is_not_outdated_by_one_that_speaks_of_other_things(yard: Yard) -> None:
    at = proposed(yard)
    yard.put("# Gate\n\n## Gatekeeper\n\n### Duties\n\n- Opens the gate\n", name="data/gate.md")

    assert "It is outdated" not in plain(yard.client.get(at).text)
    assert 200 == approved(yard, at).status_code
    assert yard.import_here(HANDBOOK) == yard.graph()
    page = looked(yard.client, HANDBOOK)
    assert "The document says what the catalogue has." in plain(page)


def test_a_document_is_outdated_by_one_that_names_a_role_otherwise(yard: Yard) -> None:
    """“Crane-drivers” would be the role of the proposal, had that been there first."""
    at = proposed(yard)
    yard.put("# Gate\n\n## Crane-Drivers\n\n### Duties\n\n- Wait\n", name="data/gate.md")

    assert (409, True) == (
        approved(yard, at).status_code,
        "data/gate.md" in plain(yard.client.get(at).text),
    )


def test_a_document_is_outdated_by_its_own_next_version(yard: Yard) -> None:
    yard.put(HANDBOOK)
    at = proposed(yard, SECOND)
    yard.put(HANDBOOK + "- Sweeps the yard\n")

    refused = approved(yard, at)

    assert (409, True) == (refused.status_code, NAME in refused.json()["detail"])


def test_a_document_that_is_to_go_is_outdated_once_another_shares_its_role(yard: Yard) -> None:
    yard.put(HANDBOOK)
    at = yard.remove(propose="true").headers["location"].removeprefix("/api/v1")
    yard.put("# Gate\n\n## Banksman\n\n### Duties\n\n- Opens the gate\n", name="data/gate.md")

    refused = approved(yard, at)

    assert (409, True) == (refused.status_code, "data/gate.md" in refused.json()["detail"])
    page = yard.client.get(at).text
    assert f"/read/remove?name={NAME}" in page


def test_a_document_is_not_outdated_by_what_has_nothing_to_do_with_it(yard: Yard) -> None:
    at = proposed(yard)
    tool = {"id": "logbook", "label": "Logbook"}
    headers = {"Authorization": f"Bearer {TOKEN}"}
    assert 201 == yard.client.post("/api/v1/tools", json=tool, headers=headers).status_code

    assert 200 == approved(yard, at).status_code


def test_an_outdated_document_is_proposed_anew_from_its_page(yard: Yard) -> None:
    """Nobody needs the file again, nor has to answer twice."""
    page = pressed(yard.client, looked(yard.client, HANDBOOK), "look", **{"answer-o1": "exclusion"})
    at = pressed(yard.client, page.text, "propose").headers["location"]
    yard.put(HANDBOOK, name="data/copy.md")

    page = pressed(yard.client, yard.client.get(at).text, "look")
    assert "question-o1" not in page.text
    again = pressed(yard.client, page.text, "propose").headers["location"]

    assert 200 == approved(yard, again).status_code


def test_roles_that_are_there_already_are_told(yard: Yard) -> None:
    yard.put(HANDBOOK)

    page = plain(looked(yard.client, HANDBOOK, "copy.md"))

    _, _, told = page.partition("Roles that are there already, and are no new ones:")
    assert f"Crane Driver (in {NAME})" in told
    assert "New: 2 roles" not in page


def test_open_questions_are_told_once_a_document_is_stored(yard: Yard) -> None:
    stored = pressed(yard.client, looked(yard.client, HANDBOOK), "save")
    page = yard.client.get(stored.headers["location"]).text
    assert f"{NAME} has 1 open question." in plain(page)

    never = {"topic": "negation", "texts": ["Never lift people"], "answer": "exclusion"}
    yard.put(HANDBOOK, answers=[never])
    assert "open question" not in plain(yard.client.get(stored.headers["location"]).text)


def test_who_changed_what_was_looked_at_is_named(yard: Yard) -> None:
    """Else somebody reads a long page twice to find what differs."""
    page = looked(yard.client, HANDBOOK)
    yard.put(SECOND)

    answer = pressed(yard.client, page, "save")

    assert "others changed what the document is compared with" in answer.text
    assert f'href="/changes/{yard.revision}"' in answer.text
    assert "Bring in data/handbook.md" in plain(answer.text)


def test_own_answers_are_told_apart_from_changes_of_others(yard: Yard) -> None:
    answer = pressed(
        yard.client, looked(yard.client, HANDBOOK), "save", **{"answer-o1": "exclusion"}
    )

    assert "Your answers made it so." in answer.text


def test_an_answer_to_what_is_not_asked_any_more_is_told(yard: Yard) -> None:
    fields = Fields(looked(yard.client, HANDBOOK)).fields
    form = {name: values[0] for name, values in fields.items()} | {
        "token": TOKEN,
        "act": "look",
        "about": "o1 negation",
        "texts-o1": '["Never lift cats"]',
        "answer-o1": "exclusion",
    }
    parts = {name: (None, value) for name, value in form.items()}
    page = plain(yard.client.post("/read/bring", files=parts, headers=BROWSER).text)

    assert "These answers were not taken" in page
    assert "Never lift cats: exclusion" in page


def test_a_page_speaks_of_what_can_be_done_on_it(yard: Yard) -> None:
    """Flags of commands, headers and files of the folder help nobody in a browser."""
    no_token = pressed(yard.client, read(yard.client, HANDBOOK), "look", token="").text
    nothing = read(yard.client, "Only a sentence.\n", "note.md")
    yard.put(HANDBOOK.replace("## Banksman\n", "## Banksman\n\nThe banksman signals.\n"))
    other = "# Site\n\n## Banksman\n\nThe banksman keeps people away.\n\n### Duties\n\n- Waves\n"
    two = looked(yard.client, other, "site.md")

    assert "Type yours into the field “Token”" in plain(no_token)
    assert "No role was found" in plain(nothing)
    assert "in other words" in plain(two)
    assert "change one of the documents" in plain(two)
    for page in (no_token, nothing, two):
        told = plain(page)
        assert not re.search(r"--[a-z]+|Authorization|\S+\.curation\.yaml|its line in", told)


def test_an_update_that_says_nothing_is_told_with_a_way_out_of_the_browser(yard: Yard) -> None:
    yard.put(HANDBOOK)
    fields = Fields(read(yard.client, HANDBOOK)).fields
    form = {name: (None, values[0]) for name, values in fields.items() if name != "content"}
    form |= {"token": (None, TOKEN), "act": (None, "look")}
    file = {"file": ("handbook.md", b"Only a sentence.\n")}
    answer = yard.client.post("/read/bring", files=form | file, headers=BROWSER)

    assert 400 == answer.status_code
    assert "take it out of the catalogue" in plain(answer.text)
    assert "rolegraph.toml" not in plain(answer.text)
