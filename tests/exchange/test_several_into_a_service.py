"""`rolegraph documents import FILE FILE --url` brings several documents in by one commit."""

from __future__ import annotations

import io
import sys
from unittest import mock

import pytest

from bringing import HANDBOOK, SECOND, TOKEN, Yard
from commands import Ran

FERRY = "# Ferry\n\n## Deckhand\n\n### Duties\n\n- Casts off the lines\n- Never jump ashore\n"
NAMES = ("data/handbook.md", "data/ferry.md")


@pytest.fixture
def written(yard: Yard) -> Yard:
    """A folder with two documents that the service does not have."""
    for name, text in zip(NAMES, (HANDBOOK, FERRY), strict=True):
        (yard.folder / name).write_text(text, "utf-8")
    return yard


def sent(yard: Yard, *options: str, typed: str = "") -> Ran:
    with mock.patch.object(sys, "stdin", io.StringIO(typed)):
        return yard.run(
            "documents", "import", *NAMES, "--url", yard.server.url, "--token", TOKEN, *options
        )


def test_they_become_one_commit_and_each_is_told(written: Yard) -> None:
    before = written.revision

    done = sent(written)

    assert (0, before + 1) == (done.returncode, written.revision), done.stderr
    assert "data/handbook.md:\n  New: 2 roles, 4 statements." in done.stdout
    assert "data/ferry.md:\n  New: 1 role, 1 statement" in done.stdout
    assert f"data/handbook.md, data/ferry.md: revision {before + 1}, " in done.stdout
    assert "2 questions are open" in done.stdout


def test_questions_say_which_document_they_are_about(written: Yard) -> None:
    done = sent(written, "--ask", typed="exclusion\nexclusion\n")

    assert 0 == done.returncode, done.stderr
    assert "data/handbook.md, line 11: “Never lift people”" in done.stdout
    assert "data/ferry.md, line 8: “Never jump ashore”" in done.stdout
    labels = {e["label"] for e in written.client.get("/api/v1/exclusions").json()["items"]}
    assert {"Never lift people", "Never jump ashore"} == labels


def test_next_versions_are_looked_at_before_they_are_stored(written: Yard) -> None:
    sent(written)
    (written.folder / NAMES[0]).write_text(SECOND, "utf-8")
    before = written.revision

    kept = sent(written, "--ask", typed="\n\nn\n")
    made = sent(written, "--dry-run")
    done = sent(written)

    assert "Retired (1):" in kept.stdout
    assert "Nothing was stored." in kept.stdout
    assert "Nothing was stored (--dry-run)." in made.stdout
    assert (0, before + 1) == (done.returncode, written.revision), done.stderr
    assert "the service has all of this already" in sent(written).stdout


def test_one_that_cannot_be_read_keeps_all_of_them_out(written: Yard) -> None:
    (written.folder / NAMES[1]).write_text("Nothing of roles.\n", "utf-8")
    before = written.revision

    done = sent(written)

    assert 0 != done.returncode
    assert "data/ferry.md" in done.stderr
    assert before == written.revision


def test_they_are_proposed_as_one(written: Yard) -> None:
    before = written.revision

    done = sent(written, "--propose")

    assert 0 == done.returncode, done.stderr
    assert "data/handbook.md, data/ferry.md: proposed, " in done.stdout
    assert 0 == len(written.graph("data/ferry.ttl"))
    assert before <= written.revision
