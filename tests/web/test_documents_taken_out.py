"""Documents are taken out and get another name on pages, by plain forms."""

from __future__ import annotations

import re

import httpx
from test_bringing_in import BROWSER, looked, plain, pressed, read

from bringing import EDITOR, HANDBOOK, NAME, SECOND, TOKEN, Yard

OTHER = "# Gate\n\n## Gatekeeper\n\n### Duties\n\n- Opens the gate\n"
TABLE = (
    "Role,Responsibility\nCrane Driver,Lifts loads\nBanksman,Gives signals to the crane driver\n"
)


def sent(yard: Yard, page: str, act: str, **typed: str) -> httpx.Response:
    """Send the form of the page that takes a document out, by one of its buttons."""
    assert f'value="{act}"' in page, "There is no such button."
    found = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', page)
    fields = {**dict(found), "message": "", "token": TOKEN, "act": act, **typed}
    parts = [(name, (None, value)) for name, value in fields.items()]
    return yard.client.post("/read/remove", files=parts, headers=BROWSER)


def page_of(yard: Yard, name: str = NAME) -> str:
    """Return the page that begins to take a document out."""
    answer = yard.client.get("/read/remove", params={"name": name}, headers=BROWSER)
    assert 200 == answer.status_code, answer.text
    return answer.text


def test_its_pages_lead_to_where_a_document_is_taken_out(yard: Yard) -> None:
    yard.put(HANDBOOK)
    at = f'href="/read/remove?name={NAME}"'

    assert at in yard.client.get("/read", headers=BROWSER).text
    document = yard.client.get("/api/v1/documents").json()["items"][0]["href"]
    page = yard.client.get(document.removeprefix("/api/v1"), headers=BROWSER)
    assert at in page.text


def test_what_goes_is_shown_and_then_taken_out(yard: Yard) -> None:
    yard.put(HANDBOOK)
    before = yard.revision
    begun = page_of(yard)
    assert "Crane Driver" not in begun  # only editors see what depends on what

    page = sent(yard, begun, "look").text
    assert "4 responsibilities, 2 roles" in plain(page)
    assert "Lifts loads" in page
    assert before == yard.revision
    done = sent(yard, page, "save", message="Nobody works by it")

    assert (303, before + 1) == (done.status_code, yard.revision)
    assert f"/changes/{yard.revision}" == done.headers["location"]
    commit = yard.client.get(f"/api/v1/changes/{yard.revision}").json()
    assert "Nobody works by it" == commit["message"]
    gone = yard.client.get("/read/remove", params={"name": NAME}, headers=BROWSER)
    assert (404, False) == (gone.status_code, NAME in yard.client.get("/read").text)


def test_what_refers_to_it_is_named_and_keeps_it(yard: Yard) -> None:
    yard.put(HANDBOOK)
    duty = yard.client.get("/api/v1/responsibilities").json()["items"][0]
    tool = {"id": "logbook", "label": "Logbook", "supports": [{"id": duty["id"]}]}
    yard.client.post("/api/v1/tools", json=tool, headers=EDITOR)

    page = sent(yard, page_of(yard), "look")

    assert 422 == page.status_code
    told = plain(page.text)
    assert "The rules of the catalogue do not allow this." in told
    assert "1 thing refers to it, logbook" in told
    assert 'value="save"' not in page.text


def test_what_changed_since_it_was_shown_is_shown_again(yard: Yard) -> None:
    yard.put(HANDBOOK)
    page = sent(yard, page_of(yard), "look").text
    yard.put(SECOND)
    at = yard.revision

    answer = sent(yard, page, "save")

    assert (200, at) == (answer.status_code, yard.revision)
    assert "Nothing was taken out: since you looked" in plain(answer.text)
    assert "Writes the diary" in answer.text


def test_it_is_proposed_instead(yard: Yard) -> None:
    yard.put(HANDBOOK)
    page = sent(yard, page_of(yard), "look").text

    done = sent(yard, page, "propose")

    assert 303 == done.status_code
    shown = yard.client.get(done.headers["location"]).text
    assert f"Take out {NAME}" in shown
    assert NAME in yard.client.get("/read").text


def test_a_token_is_needed_and_a_form_of_another_site_refused(yard: Yard) -> None:
    yard.put(HANDBOOK)
    begun = page_of(yard)

    assert 401 == sent(yard, begun, "look", token="wrong").status_code
    foreign = yard.client.post(
        "/read/remove",
        files={"name": (None, NAME)},
        headers={"Accept": "text/html", "Sec-Fetch-Site": "cross-site"},
    )
    assert 403 == foreign.status_code


def test_the_same_name_in_another_format_may_take_the_place(yard: Yard) -> None:
    """The page says which document it would collide with, and offers that one."""
    yard.put(HANDBOOK)
    page = pressed(yard.client, read(yard.client, TABLE, "handbook.csv"), "look")
    assert 409 == page.status_code
    assert f"If it is {NAME} under another name or in another format, say so below." in plain(
        page.text
    )
    assert f'<option value="{NAME}">' in page.text

    chosen = pressed(yard.client, page.text, "look", replaces=NAME)
    assert f"It takes the place of {NAME}, which goes." in plain(chosen.text)
    done = pressed(yard.client, chosen.text, "save")

    assert 303 == done.status_code, done.text
    items = yard.client.get("/api/v1/document-files").json()["items"]
    assert ["data/handbook.csv"] == [each["name"] for each in items]


def test_a_document_with_half_of_the_roles_of_another_is_asked_about(yard: Yard) -> None:
    yard.put(HANDBOOK)

    page = looked(yard.client, SECOND, "yard-2027.md")

    assert f"Half of its roles or more are in {NAME}." in plain(page)
    assert "Half of its roles" not in plain(looked(yard.client, OTHER, "gate.md"))


def test_the_language_of_a_document_is_said_in_the_form(yard: Yard) -> None:
    """A table has too few words to tell; and what was said is kept."""
    german = "Rolle,Aufgabe\nKranführer,Hebt Lasten\n"
    page = looked(yard.client, german, "kran.csv")
    assert 'name="answer-l1"' in page

    said = pressed(yard.client, page, "look", **{"answer-l1": "de"})
    assert '<option value="de" selected>' in said.text
    assert 303 == pressed(yard.client, said.text, "save").status_code

    at = "/api/v1/document-files/data/kran.csv"
    assert "language: de" in yard.client.get(at, params={"format": "curation"}).text
    assert '<option value="de" selected>' in looked(
        yard.client, german + "Lotse,Führt\n", "kran.csv"
    )


def test_who_has_chosen_no_document_is_sent_to_where_they_are(yard: Yard) -> None:
    answer = yard.client.get("/read/remove", headers=BROWSER, follow_redirects=False)

    assert (303, "/read") == (answer.status_code, answer.headers["location"])
