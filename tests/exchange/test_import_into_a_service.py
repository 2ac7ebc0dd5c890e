"""`rolegraph documents import --url` brings documents into a service from the command line."""

from __future__ import annotations

import io
import sys
from unittest import mock

from bringing import AT, EDITOR, HANDBOOK, NAME, SECOND, TOKEN, Yard
from commands import Ran


def write(yard: Yard, text: str, name: str = NAME) -> None:
    """Write a document into the folder."""
    path = yard.folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")


def sent(yard: Yard, *options: str, typed: str = "", token: str = TOKEN) -> Ran:
    """Send a document, with what somebody types at questions."""
    service = ("--url", yard.server.url, "--token", token)
    with mock.patch.object(sys, "stdin", io.StringIO(typed)):
        return yard.run("documents", "import", *options, *service)


def test_a_document_of_the_folder_becomes_one_of_the_service(yard: Yard) -> None:
    """Its path in the catalogue is that below `rolegraph.toml`; nothing is written here."""
    write(yard, HANDBOOK)
    before = {path.name for path in yard.folder.rglob("*")}

    done = sent(yard, NAME, "--message", "From a terminal")

    assert 0 == done.returncode, done.stderr
    assert "New: 2 roles, 4 statements." in done.stdout
    assert "1 question is open" in done.stdout
    assert f"revision {yard.revision}, {yard.server.url}changes/{yard.revision}" in done.stdout
    assert HANDBOOK == yard.client.get(AT, params={"format": "file"}).text
    commit = yard.client.get(f"/api/v1/changes/{yard.revision}").json()
    assert "From a terminal" == commit["message"]
    assert before == {path.name for path in yard.folder.rglob("*")}


def test_questions_are_asked_and_answered_in_the_terminal(yard: Yard) -> None:
    """By the number of a choice or by its name; what is none is asked once more."""
    write(yard, HANDBOOK)

    done = sent(yard, NAME, "--ask", typed="perhaps\nexclusion\n")

    assert 0 == done.returncode, done.stderr
    assert "“perhaps” is none of" in done.stdout
    assert "5 statements" in done.stdout
    items = yard.client.get("/api/v1/exclusions").json()["items"]
    assert ["Never lift people"] == [each["label"] for each in items]


def test_an_answer_may_be_left_for_later(yard: Yard) -> None:
    write(yard, HANDBOOK)

    done = sent(yard, NAME, "--ask", typed="\n")

    assert 0 == done.returncode, done.stderr
    assert 1 == yard.client.get(AT, headers=EDITOR).json()["open"]


def test_answers_come_from_a_curation_file(yard: Yard) -> None:
    write(yard, HANDBOOK)
    yard.run("documents", "import", NAME)
    curation = yard.folder / "data/handbook.curation.yaml"
    text = curation.read_text("utf-8").replace("answer:\n", "answer: exclusion\n", 1)
    curation.write_text(text, "utf-8")

    without = sent(yard, NAME, "--dry-run")
    done = sent(yard, NAME, "--curation", "data/handbook.curation.yaml")

    assert "was not sent; --curation" in without.stderr
    assert 0 == done.returncode, done.stderr
    assert "answer: exclusion" in yard.client.get(AT, params={"format": "curation"}).text


def test_a_next_version_tells_what_vanishes_and_asks_before_it_is_stored(yard: Yard) -> None:
    yard.put(HANDBOOK)
    write(yard, SECOND)
    at = yard.revision

    kept = sent(yard, NAME, "--ask", typed="\nn\n")
    assert (1, at) == (kept.returncode, yard.revision)
    assert "Retired (1):\n  Reports defects of the crane" in kept.stdout
    done = sent(yard, NAME, "--ask", typed="\ny\n")

    assert (0, at + 1) == (done.returncode, yard.revision)
    assert "has all of this already" in sent(yard, NAME).stdout


def test_a_dry_run_stores_nothing(yard: Yard) -> None:
    write(yard, HANDBOOK)
    at = yard.revision

    done = sent(yard, NAME, "--dry-run")

    assert (0, at) == (done.returncode, yard.revision)
    assert "Nothing was stored" in done.stdout


def test_it_is_proposed(yard: Yard) -> None:
    write(yard, HANDBOOK)

    done = sent(yard, NAME, "--propose", "--message", "A first handbook")

    assert 0 == done.returncode, done.stderr
    number = yard.client.get("/api/v1/proposals").json()["items"][0]["number"]
    assert f"{NAME}: proposed, {yard.server.url}proposals/{number}" in done.stdout
    assert 404 == yard.client.get(AT).status_code


def test_another_name_and_format_take_the_place_of_a_document(yard: Yard) -> None:
    yard.put(HANDBOOK)
    write(yard, "Role,Responsibility\nCrane Driver,Lifts loads\n", "data/handbook.csv")

    refused = sent(yard, "data/handbook.csv")
    done = sent(yard, "data/handbook.csv", "--replaces", NAME)

    assert (2, True) == (refused.returncode, f"--replaces {NAME}" in refused.stderr)
    assert 0 == done.returncode, done.stderr
    assert f"takes the place of {NAME}" in done.stdout
    assert 404 == yard.client.get(AT).status_code


def test_changes_of_the_catalogue_are_taken_back_only_if_that_is_agreed_to(yard: Yard) -> None:
    yard.put(HANDBOOK)
    (role,) = [
        each
        for each in yard.client.get("/api/v1/roles").json()["items"]
        if each["label"] == "Banksman"
    ]
    known = yard.client.get(role["href"])
    yard.client.patch(
        role["href"],
        content='{"label": "Slinger"}',
        headers=EDITOR
        | {"If-Match": known.headers["etag"], "Content-Type": "application/merge-patch+json"},
    )
    write(yard, SECOND)

    refused = sent(yard, NAME)
    done = sent(yard, NAME, "--overwrite")

    assert 2 == refused.returncode
    assert "run this with --overwrite" in refused.stderr
    assert "Slinger" in refused.stderr
    assert 0 == done.returncode, done.stderr


def test_who_may_not_write_is_told(yard: Yard) -> None:
    write(yard, HANDBOOK)

    done = sent(yard, NAME, token=yard.tokens["reader"])

    assert (2, "") == (done.returncode, done.stdout)
    assert "rolegraph: " in done.stderr


def test_options_of_the_service_need_one_and_those_of_the_folder_none(yard: Yard) -> None:
    write(yard, HANDBOOK)

    alone = yard.run("documents", "import", NAME, "--propose")
    both = sent(yard, NAME, "--fresh")

    assert (2, True) == (alone.returncode, "need --url" in alone.stderr)
    assert (2, True) == (both.returncode, "without --url" in both.stderr)


def test_a_token_that_cannot_be_one_is_not_sent(yard: Yard) -> None:
    """An empty one is none, as an empty variable in a script has it."""
    write(yard, HANDBOOK)

    empty, torn = sent(yard, NAME, token=""), sent(yard, NAME, token=f"{TOKEN} {TOKEN}")

    assert (2, True) == (empty.returncode, "needs a token" in empty.stderr), empty.stderr
    assert (2, True) == (torn.returncode, "The token has blanks" in torn.stderr), torn.stderr


def test_a_name_with_brackets_is_told_whole(yard: Yard) -> None:
    """What is to be typed can be copied, blanks and brackets included."""
    taken = "data/Crane (new).md"
    yard.put(HANDBOOK, taken)
    write(yard, HANDBOOK, "Crane (new).docx.md")

    done = sent(yard, "Crane (new).docx.md", "--name", "data/crane-(new).md")
    page = yard.client.post(
        "/read/bring",
        data={"name": "data/crane-(new).md", "token": TOKEN, "act": "look"},
        files={"file": ("crane-(new).md", HANDBOOK.encode())},
    )

    assert f"name that one: --replaces '{taken}'. Else" in done.stderr
    assert "say so below. Else give the document another name." in page.text


def test_assignments_of_a_matrix_are_counted(yard: Yard) -> None:
    """A document that is nothing but a matrix brings more than roles and activities."""
    write(yard, "Task,Crane Driver,Banksman\nLift a load,A/R,C\n", "raci.csv")

    done = sent(yard, "raci.csv")

    assert "New: 2 roles, 1 activity, 3 assignments." in done.stdout
    assert 3 == yard.client.get("/api/v1/assignments").json()["total"]


def test_remarks_of_the_rules_are_listed_by_a_dry_run(yard: Yard) -> None:
    """A draft lacks so much that a list would hide what is changed."""
    write(yard, HANDBOOK)

    listed = sent(yard, NAME, "--dry-run").stderr
    counted = sent(yard, NAME).stderr

    many = listed.count("Warning ") + listed.count("Info ")
    assert f"the rules have {many} warnings and hints for it; --dry-run lists them." in counted
    assert "Warning " not in counted


def test_a_document_with_the_roles_of_another_may_be_that_one(yard: Yard) -> None:
    """Else all of its statements would be there twice, without a word."""
    yard.put(HANDBOOK)
    write(yard, HANDBOOK, "yard 2027.md")
    write(yard, "# Office\n\n## Clerk\n\n### Duties\n\n- Writes letters\n", "office.md")

    told = sent(yard, "yard 2027.md", "--dry-run").stdout
    said = sent(yard, "yard 2027.md", "--dry-run", "--replaces", NAME).stdout
    other = sent(yard, "office.md", "--dry-run").stdout

    assert f"--replaces {NAME}" in told
    assert "would be there twice" not in said + other
