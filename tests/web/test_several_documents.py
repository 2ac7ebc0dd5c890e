"""Several files are chosen at once, looked at together, and stored by one change, by plain forms."""

from __future__ import annotations

import io
import re
import zipfile
from html.parser import HTMLParser

import httpx
import pytest

from bringing import HANDBOOK, SECOND, TOKEN, Yard

BROWSER = {"Accept": "text/html,*/*;q=0.8", "Sec-Fetch-Site": "same-origin"}
FERRY = "# Ferry\n\n## Deckhand\n\n### Duties\n\n- Casts off the lines\n- Never jump ashore\n"
FILES = [("handbook.md", HANDBOOK), ("ferry.md", FERRY)]


class SentFields(HTMLParser):
    """The fields of the form, in their order, as a browser without scripts sends them."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.fields: list[tuple[str, str]] = []
        self._inside = False
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Take a field of the form."""
        said = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._inside = "/read/together" in said.get("action", "")
        is_unchecked = said.get("type") == "radio" and "checked" not in said
        if self._inside and tag == "input" and "name" in said and not is_unchecked:
            self.fields.append((said["name"], said.get("value", "")))

    def handle_endtag(self, tag: str) -> None:
        """Leave the form."""
        self._inside = self._inside and tag != "form"


def chosen(client: httpx.Client, files: list[tuple[str, str | bytes]]) -> str:
    """Choose files at /read, and return the page that comes."""
    parts = [
        ("file", (name, each if isinstance(each, bytes) else each.encode())) for name, each in files
    ]
    answer = client.post("/read", files=parts, headers=BROWSER)
    assert 200 == answer.status_code, answer.text
    return answer.text


def pressed(
    client: httpx.Client, page: str, act: str, token: str = TOKEN, **typed: str
) -> httpx.Response:
    assert f'value="{act}"' in page, "There is no such button."
    kept = [(n, v) for n, v in SentFields(page).fields if n not in {*typed, "token", "act"}]
    fields = [*kept, *typed.items(), ("token", token), ("act", act)]
    parts = [(name, (None, value)) for name, value in fields]
    return client.post("/read/together", files=parts, headers=BROWSER)


def plain(page: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))


def test_what_is_read_of_each_is_shown_without_a_token(yard: Yard) -> None:
    before = yard.revision

    page = plain(chosen(yard.client, [*FILES, ("photo.png", b"\x89PNG")]))

    assert "data/handbook.md 2 roles. 1 question for a person." in page
    assert "data/ferry.md 1 role" in page
    assert "photo.png: files of that ending are not read as documents" in page
    assert before == yard.revision


def test_they_are_looked_at_answered_and_stored_by_one_change(yard: Yard) -> None:
    before = yard.revision
    page = pressed(yard.client, chosen(yard.client, FILES), "look").text
    assert "New: 2 roles, 4 statements" in plain(page)
    assert "New: 1 role, 1 statement" in plain(page)

    early = pressed(yard.client, page, "save", **{"answer-o1-1": "exclusion"})
    assert (200, before) == (early.status_code, yard.revision)
    assert "what would be stored is other than what you saw" in early.text
    assert "New: 2 roles, 5 statements" in plain(early.text)
    stored = pressed(yard.client, early.text, "save", message="All handbooks")

    assert (303, before + 1) == (stored.status_code, yard.revision), stored.text
    assert f"/changes/{yard.revision}" == stored.headers["location"]
    commit = yard.client.get(f"/api/v1/changes/{yard.revision}").json()
    assert "All handbooks" == commit["message"]
    files = yard.client.get("/api/v1/document-files").json()["items"]
    assert {"data/handbook.md": (0, 1), "data/ferry.md": (1, 0)} == {
        each["name"]: (each["open"], each["answered"]) for each in files
    }


def test_next_versions_tell_what_vanishes(yard: Yard) -> None:
    yard.put(HANDBOOK)

    page = pressed(
        yard.client, chosen(yard.client, [("handbook.md", SECOND), ("ferry.md", FERRY)]), "look"
    ).text

    assert "No longer in the document 1" in plain(page)
    assert "Reports defects of the crane" in page
    assert 303 == pressed(yard.client, page, "save").status_code


def test_a_change_that_comes_between_is_shown_before_anything_is_stored(yard: Yard) -> None:
    page = pressed(yard.client, chosen(yard.client, FILES), "look").text
    yard.put(SECOND)
    before = yard.revision

    answer = pressed(yard.client, page, "save")

    assert (200, before) == (answer.status_code, yard.revision)
    assert "what would be stored is other than what you saw" in answer.text


def test_they_are_proposed_as_one(yard: Yard) -> None:
    page = pressed(yard.client, chosen(yard.client, FILES), "look").text

    proposed = pressed(yard.client, page, "propose")

    assert 303 == proposed.status_code, proposed.text
    assert re.fullmatch(r"/proposals/\d+", proposed.headers["location"])
    assert 0 == len(yard.graph("data/ferry.ttl"))
    shown = yard.client.get(proposed.headers["location"], headers=BROWSER)
    assert "Casts off the lines" in shown.text


def test_a_zip_file_is_several_documents_with_their_curation(yard: Yard) -> None:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for name, text in FILES:
            archive.writestr(name, text)
        archive.writestr("ferry.curation.yaml", "reading: 1\nquestions: []\n")

    page = chosen(yard.client, [("all.zip", made.getvalue())])

    assert "2 documents" in plain(page)
    assert "With its curation file." in page
    assert 200 == pressed(yard.client, page, "look").status_code


def test_what_cannot_be_read_is_told_with_each_and_nothing_is_lost(yard: Yard) -> None:
    page = chosen(yard.client, [*FILES, ("broken.yaml", "roles: [")])
    looked = pressed(yard.client, page, "look")

    assert "broken.yaml" in plain(page)
    assert 400 == looked.status_code
    assert "broken.yaml" in looked.text
    assert SentFields(page).fields == SentFields(looked.text).fields


@pytest.mark.parametrize(("token", "status"), [("", 401), ("wrong", 401), ("reader", 403)])
def test_who_may_not_write_is_told_and_the_documents_stay_in_the_form(
    yard: Yard, token: str, status: int
) -> None:
    page = chosen(yard.client, FILES)

    answer = pressed(yard.client, page, "look", yard.tokens.get(token, token))

    assert status == answer.status_code
    assert "Nothing was stored" in answer.text
    assert SentFields(page).fields == SentFields(answer.text).fields


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"content": "no base64"}, "empty or broken"),
        ({"act": "burn"}, "is none of look, save, propose"),
        ({"name": "../../x.md"}, "The folder"),
    ],
)
def test_a_form_that_is_broken_is_told_in_words(
    yard: Yard, typed: dict[str, str], said: str
) -> None:
    page = chosen(yard.client, FILES)
    fields = [(n, v) for n, v in SentFields(page).fields if n not in {*typed, "token"}]
    sent = [*fields, *typed.items(), ("token", TOKEN)]
    parts = [(name, (None, value)) for name, value in sent]
    answer = yard.client.post("/read/together", files=parts, headers=BROWSER)

    assert 400 == answer.status_code, answer.text
    assert said in plain(answer.text)


def test_a_page_of_another_site_brings_nothing_in(yard: Yard) -> None:
    parts = [("name", (None, "x.md")), ("token", (None, TOKEN)), ("act", (None, "save"))]
    foreign = BROWSER | {"Sec-Fetch-Site": "cross-site"}

    assert 403 == yard.client.post("/read/together", files=parts, headers=foreign).status_code
    begun = yard.client.get("/read/together", headers=BROWSER)
    assert (303, "/read") == (begun.status_code, begun.headers["location"])
