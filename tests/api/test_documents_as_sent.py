"""What a client sends with a document is taken, refused or told; nothing is passed over."""

from __future__ import annotations

import gzip
import json
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from urllib.parse import quote

import httpx
import pytest

from bringing import AT, EDITOR, HANDBOOK, NAME, SECOND, Yard

NEVER = {"topic": "negation", "texts": ["Never lift people"], "answer": "exclusion"}
FILES = "/api/v1/document-files"


def sent(yard: Yard, at: str = AT, **parts: str) -> httpx.Response:
    """Send a form with the handbook and further fields."""
    form = {"file": ("handbook.md", HANDBOOK.encode())}
    fields = {name: (None, value.encode()) for name, value in parts.items()}
    return yard.client.put(at, headers=EDITOR | yard.state(at), files=form | fields)


def test_of_two_people_who_bring_in_a_new_document_at_once_the_later_one_is_told(
    yard: Yard,
) -> None:
    """Neither saw what the other one wrote, so none may take the other's version back."""
    texts = [HANDBOOK, SECOND, HANDBOOK.replace("Lifts loads", "Lifts pallets")]
    begin = Barrier(len(texts))

    def put(text: str) -> httpx.Response:
        begin.wait()
        while True:
            answer = yard.client.put(AT, content=text.encode(), headers=EDITOR)
            if answer.status_code != 503:  # too many at once, on a busy machine
                return answer

    with ThreadPoolExecutor(len(texts)) as people:
        answers = list(people.map(put, texts))

    (first,) = [each for each in answers if each.status_code == 201]
    assert [201, 428, 428] == sorted(each.status_code for each in answers)
    stored = yard.client.get(AT, params={"format": "file"}).text
    assert texts[answers.index(first)] == stored
    assert yard.import_here(stored) == yard.graph()


def test_a_document_is_brought_in_once_however_often_it_is_sent(yard: Yard) -> None:
    """Who did not see the answer asks again, and gets it."""
    headers = EDITOR | {"Idempotency-Key": "the-first-handbook"}
    first = yard.client.put(AT, content=HANDBOOK.encode(), headers=headers)
    again = yard.client.put(AT, content=HANDBOOK.encode(), headers=headers)

    assert (201, first.content) == (again.status_code, again.content)
    assert "true" == again.headers["idempotency-replayed"]
    other = yard.client.put(AT, content=SECOND.encode(), headers=headers)
    assert 422 == other.status_code


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (NEVER | {"texts": ["Never lift cats"]}, "It asks negation: “Never lift people”."),
        (NEVER | {"topic": "negatoin"}, "no question with the topic 'negatoin'"),
        (NEVER | {"texts": []}, "is answered with all of them: “Never lift people”."),
        ({"topic": "kind-of", "texts": ["Banksman\nSings"], "answer": "practice"}, "no statement"),
        (NEVER | {"reason": "x"}, "'reason' is no part of an answer"),
    ],
)
def test_an_answer_that_nobody_asked_for_is_refused_with_what_is_asked(
    yard: Yard, answer: dict[str, object], said: str
) -> None:
    """A misspelt text would else leave its question open, and its sender believe it answered."""
    before = yard.revision
    refused = sent(yard, answers=json.dumps([NEVER, answer]))

    assert 422 == refused.status_code
    (fault,) = refused.json()["errors"]
    assert "/answers/1" == fault["pointer"]
    assert said in fault["detail"]
    assert before == yard.revision


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"answer": "[]"}, "field 'answer', which is not known here. It may have: file, curation"),
        (
            {
                "curation": "reading: 1\nroles: {Banksman: {statements: [{text: A, kind: nonsense}]}}"
            },
            "“nonsense”, which is none. The kinds are responsibility, exclusion,",
        ),
        ({"curation": "roles: {}"}, "The curation file has no line `reading: 1`"),
    ],
)
def test_a_form_with_what_is_not_known_is_refused_by_its_name(
    yard: Yard, fields: dict[str, str], said: str
) -> None:
    refused = sent(yard, **fields)

    assert 400 == refused.status_code
    assert said in refused.json()["detail"]
    assert 404 == yard.client.get(AT).status_code


def test_a_reading_knows_no_other_field_than_the_file(yard: Yard) -> None:
    form = {"file": ("x.md", HANDBOOK.encode()), "language": (None, b"de")}
    refused = yard.client.post("/api/v1/readings", files=form)

    assert 400 == refused.status_code
    assert "'language'" in refused.json()["detail"]


@pytest.mark.parametrize("headers", [{}, {"Content-Encoding": "gzip"}])
def test_a_compressed_document_is_told_to_be_one(yard: Yard, headers: dict[str, str]) -> None:
    content = gzip.compress(HANDBOOK.encode())
    refused = yard.client.put(AT, content=content, headers=EDITOR | headers)

    assert 415 == refused.status_code
    assert "compressed" in refused.json()["detail"]


@pytest.mark.parametrize(
    "name", ["data/.soup.md", "data/a\\b.md", "data/🔥.md", f"data/{'x' * 120}.md", "data/what?.md"]
)
def test_a_name_that_cannot_be_kept_is_refused_with_what_is_allowed(yard: Yard, name: str) -> None:
    """Under a name that was changed in silence nobody finds the document again."""
    refused = yard.client.put(f"{FILES}/{quote(name)}", content=HANDBOOK.encode(), headers=EDITOR)

    assert 400 == refused.status_code
    assert "A name has letters, digits" in refused.json()["detail"]
    assert [] == yard.client.get(FILES).json()["items"]


@pytest.mark.parametrize("name", ["handbook.md", "data/handbook.md", "data/Büro & Hof (2).md"])
def test_a_document_is_found_under_the_name_it_was_sent_with(yard: Yard, name: str) -> None:
    at = f"{FILES}/{quote(name)}"
    stored = yard.client.put(at, content=HANDBOOK.encode(), headers=EDITOR)
    found = yard.client.get(at)

    assert (201, 200) == (stored.status_code, found.status_code), stored.text
    assert stored.json()["name"] == found.json()["name"]
    assert stored.headers["etag"] == found.headers["etag"]


def test_a_role_that_another_document_has_is_told_and_is_no_new_one(yard: Yard) -> None:
    yard.put(HANDBOOK)

    told = yard.put(HANDBOOK, name="data/copy.md").json()

    shared = {(each["name"], each["in"]) for each in told["shared"]}
    assert {("Crane Driver", NAME), ("Banksman", NAME)} == shared
    assert "role" not in told["added"]


def test_a_fault_of_a_document_names_no_path_of_the_machine(yard: Yard) -> None:
    refused = yard.client.put(f"{FILES}/data/x.toml", content=b"a = = 1\n", headers=EDITOR)

    assert refused.status_code in {400, 422}
    assert "x.toml" in refused.text
    assert "rolegraph-document-" not in refused.text
