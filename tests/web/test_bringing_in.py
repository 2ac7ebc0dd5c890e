"""A document is put into the catalogue by plain forms: looked at, answered, stored or proposed."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path

import httpx
import pytest

from bringing import AT, HANDBOOK, MANIFEST, NAME, SECOND, TOKEN, Yard, yard_of
from serving import StartServer

BROWSER = {"Accept": "text/html,*/*;q=0.8", "Sec-Fetch-Site": "same-origin"}


class Fields(HTMLParser):
    """The fields of the form that brings a document in, as a browser without scripts sends them."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.fields: dict[str, list[str]] = {}
        self._inside, self._select = False, ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Take a field of the form."""
        said = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._inside = "/read/bring" in said.get("action", "")
        if self._inside and tag == "option" and "selected" in said:
            self.fields[self._select] = [said["value"]]
        if not self._inside or "name" not in said or tag not in {"input", "select"}:
            return
        if tag == "select":
            self._select = said["name"]
        unchecked = said.get("type") == "radio" and "checked" not in said
        if said.get("type") != "file" and not unchecked:
            self.fields.setdefault(said["name"], []).append(said.get("value", ""))

    def handle_endtag(self, tag: str) -> None:
        """Leave the form."""
        self._inside = self._inside and tag != "form"


def pressed(
    client: httpx.Client, page: str, act: str, token: str = TOKEN, **typed: str
) -> httpx.Response:
    """Send the form of a page with what was typed, by one of its buttons."""
    assert f'value="{act}"' in page, "There is no such button."
    fields = {**Fields(page).fields, **{name: [text] for name, text in typed.items()}}
    fields |= {"token": [token], "act": [act]}
    parts = [(name, (None, value)) for name, values in fields.items() for value in values]
    return client.post("/read/bring", files=parts, headers=BROWSER)


def read(client: httpx.Client, text: str, name: str = "handbook.md") -> str:
    """Return the page of a reading."""
    answer = client.post("/read", files={"file": (name, text.encode())}, headers=BROWSER)
    assert 200 == answer.status_code, answer.text
    return answer.text


def looked(client: httpx.Client, text: str, name: str = "handbook.md") -> str:
    """Return the page that shows what would change."""
    answer = pressed(client, read(client, text, name), "look")
    assert 200 == answer.status_code, answer.text
    return answer.text


def plain(page: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))


def test_a_document_is_looked_at_answered_and_stored(yard: Yard) -> None:
    """All without a script: what was seen is what is stored."""
    before = yard.revision
    page = looked(yard.client, HANDBOOK)
    assert "New: 2 roles, 4 statements" in plain(page)
    assert before == yard.revision

    page = pressed(yard.client, page, "look", **{"answer-o1": "exclusion"}).text
    assert "New: 2 roles, 5 statements" in plain(page)
    stored = pressed(yard.client, page, "save", message="The first handbook")

    assert (303, before + 1) == (stored.status_code, yard.revision)
    assert f"/changes/{yard.revision}" == stored.headers["location"]
    commit = yard.client.get(f"/api/v1/changes/{yard.revision}").json()
    assert ("The first handbook", "setting") != (commit["message"], commit["author"])
    assert "The first handbook" == commit["message"]


def test_the_next_version_asks_nothing_again_and_tells_what_vanishes(yard: Yard) -> None:
    first = pressed(
        yard.client, looked(yard.client, HANDBOOK), "look", **{"answer-o1": "exclusion"}
    )
    pressed(yard.client, first.text, "save")

    page = looked(yard.client, SECOND)

    assert "question-o1" not in page
    assert "No longer in the document 1" in plain(page)
    assert "Reports defects of the crane" in page
    assert 303 == pressed(yard.client, page, "save").status_code
    assert yard.put(SECOND).json()["commit"]["added"] == 0


def test_answers_that_were_not_looked_at_are_shown_before_they_are_stored(yard: Yard) -> None:
    before = yard.revision
    page = looked(yard.client, HANDBOOK)

    answer = pressed(yard.client, page, "save", **{"answer-o1": "exclusion"})

    assert (200, before) == (answer.status_code, yard.revision)
    assert "what would be stored is other than what you saw" in answer.text
    assert 303 == pressed(yard.client, answer.text, "save").status_code


def test_a_change_that_comes_between_is_shown_before_anything_is_stored(yard: Yard) -> None:
    page = looked(yard.client, HANDBOOK)
    yard.put(SECOND)
    before = yard.revision

    answer = pressed(yard.client, page, "save")

    assert (200, before) == (answer.status_code, yard.revision)
    assert "other than what you saw" in answer.text


def test_a_question_is_answered_later_without_the_file(yard: Yard) -> None:
    yard.put(HANDBOOK)
    overview = yard.client.get("/read", headers=BROWSER).text
    assert "1 open question, 0 answered" in plain(overview)

    page = pressed(yard.client, overview, "look").text
    page = pressed(yard.client, page, "look", **{"answer-o1": "exclusion"}).text
    assert 303 == pressed(yard.client, page, "save").status_code

    assert "0 open questions, 1 answered" in plain(yard.client.get("/read").text)


def test_the_first_page_and_the_report_tell_of_open_questions_until_they_are_answered(
    yard: Yard,
) -> None:
    """Who brought a document in may have left; what it asks must not be out of sight then."""
    told = "1 question about the documents is open"
    before = plain(yard.client.get("/", headers=BROWSER).text)

    yard.put(HANDBOOK)
    asked, report = (plain(yard.client.get(at, headers=BROWSER).text) for at in ("/", "/report"))
    question = yard.client.get(AT).json()["questions"][0]
    given = {key: question[key] for key in ("topic", "texts")} | {"answer": "exclusion"}
    assert 200 == yard.put(HANDBOOK, answers=[given]).status_code
    after = [plain(yard.client.get(at, headers=BROWSER).text) for at in ("/", "/report")]

    assert told not in before
    assert told in asked
    assert "data/handbook.md, line 11: “Never lift people” (line 11) may say" in report
    assert "Documents that were brought in here are answered at /read." in report
    assert told not in after[0]
    assert "All questions about the documents are answered." in after[1]


def test_a_document_is_proposed_and_made_by_its_approval(yard: Yard) -> None:
    before = yard.graph()
    proposed = pressed(yard.client, looked(yard.client, HANDBOOK), "propose")
    assert 303 == proposed.status_code, proposed.text
    at = proposed.headers["location"]
    assert (before, 200) == (yard.graph(), yard.client.get(at).status_code)

    approved = yard.client.post(f"/api/v1{at}/approval", headers=yard.by("admin"))

    assert 200 == approved.status_code, approved.text
    assert yard.import_here(HANDBOOK) == yard.graph()
    assert [NAME] == [
        each["name"] for each in yard.client.get("/api/v1/document-files").json()["items"]
    ]


@pytest.mark.parametrize(("token", "status"), [("", 401), ("wrong", 401), ("reader", 403)])
def test_who_may_not_write_is_told_and_the_document_stays_in_the_form(
    yard: Yard, token: str, status: int
) -> None:
    page = read(yard.client, HANDBOOK)

    answer = pressed(yard.client, page, "look", yard.tokens.get(token, token))

    assert status == answer.status_code
    assert "Nothing was stored" in answer.text
    assert Fields(page).fields["content"] == Fields(answer.text).fields["content"]


def test_a_page_of_another_site_brings_nothing_in(yard: Yard) -> None:
    before = yard.revision
    fields = {"token": (None, TOKEN), "act": (None, "save"), "file": ("x.md", HANDBOOK.encode())}
    answer = yard.client.post(
        "/read/bring", files=fields, headers=BROWSER | {"Sec-Fetch-Site": "cross-site"}
    )

    assert (403, before) == (answer.status_code, yard.revision)


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"content": "no base64"}, "empty or broken"),
        ({"content": "H4sIAAAAAAAA/w=="}, "empty or broken"),
        ({"name": "../../x.md"}, "The folder"),
        ({"act": "burn"}, "is none of look, save, propose"),
        ({"about": "o1 negation", "texts-o1": "{"}, "The form is broken"),
        ({"name": "data/handbook.exe"}, "is not read here"),
    ],
)
def test_a_form_that_is_broken_is_told_in_words(
    yard: Yard, fields: dict[str, str], said: str
) -> None:
    sent = Fields(read(yard.client, HANDBOOK)).fields
    form = {name: values[0] for name, values in sent.items()} | {"token": TOKEN} | fields
    parts = {name: (None, value) for name, value in form.items()}
    answer = yard.client.post("/read/bring", files=parts, headers=BROWSER)

    assert 400 == answer.status_code, answer.text
    assert said in plain(answer.text)


def test_a_refused_document_shows_what_is_missing_and_no_button_to_store_it(
    start_server: StartServer, tmp_path: Path
) -> None:
    strict = yard_of(start_server, tmp_path, MANIFEST.replace("draft", "complete"))
    with strict.client:
        answer = pressed(strict.client, read(strict.client, HANDBOOK), "look")

        assert 422 == answer.status_code
        assert "must have a definition" in answer.text
        assert "A catalogue that is a draft takes it as it is" in answer.text
        assert 'value="save"' not in answer.text
        assert 'value="look"' in answer.text


def test_texts_that_would_be_kept_in_another_language_are_told(yard: Yard) -> None:
    """The catalogue is in English, and the document is not."""
    text = (
        "# Werft\n\n## Kranführer\n\n### Aufgaben\n\n"
        "- Hebt die Lasten mit dem Kran und prüft die Seile\n"
        "- Meldet die Mängel an den Leiter der Werft\n"
    )

    german = plain(looked(yard.client, text, "werft.md"))
    english = plain(looked(yard.client, HANDBOOK, "another.md"))

    assert "reads as Deutsch. Its texts are kept as English" in german
    assert "Its texts are kept as" not in english
