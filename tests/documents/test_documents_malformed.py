"""Malformed documents: each fault is told with its line, its column and what is wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from commands import rolegraph
from rolegraph.documents.grammar.parse import parse_document
from rolegraph.documents.text.errors import MalformedDocument

GOOD = """\
# Team

Who we are.

1. Pilot
2. Cook

## 1. Pilot

- Flies

## 2. Cook

- Cooks

See Chef in [1].

## References

1. [Book](https://example.org/book)
"""


def faults(text: str | bytes) -> list[tuple[int | None, int | None, str]]:
    """Return the faults of a document."""
    content = text if isinstance(text, bytes) else text.encode()
    with pytest.raises(MalformedDocument) as caught:
        parse_document(content, "team.md")
    return [(fault.line, fault.column, fault.message) for fault in caught.value.faults]


def test_the_document_these_cases_spoil_is_well_formed() -> None:
    """Otherwise each case below could fail for another reason."""
    assert 2 == len(parse_document(GOOD.encode(), "team.md").roles)


@pytest.mark.parametrize(
    ("old", "new", "line", "column", "reason"),
    [
        ("# Team\n", "", 2, 1, "does not begin with a title"),
        ("# Team", "#", 1, 2, "heading is empty"),
        ("1. Pilot\n2. Cook\n\n##", "\n##", 1, 1, "no numbered list of roles"),
        ("\n1. Pilot\n2", "\n1) First\n\n1. Pilot\n2", 7, 4, "second numbered list"),
        ("2. Cook\n\n", "3. Cook\n\n", 6, 4, "Entry 2 of the list of roles is numbered 3"),
        ("2. Cook\n\n", "2. Cook\n3. pilot\n\n", 7, 4, "listed already in line 5"),
        ("2. Cook\n\n", "2. Cook\n3. ?!\n\n", 7, 4, "neither letter nor digit"),
        ("2. Cook\n\n", "2. Cook\n3.\n\n", 7, 1, "list entry is empty"),
        ("Who we are.", "- Flies", 3, 3, "belongs to no role"),
        ("## 2. Cook", "## 2. Baker", 12, 4, "“Baker” is not in the list of roles"),
        ("## 2. Cook", "## 2. Baker", 6, 4, "“Cook” has no section; write `## 2. Cook`"),
        ("## 2. Cook", "## 3. Cook", 12, 4, "number 3; in the list of roles it is 2"),
        ("## 2. Cook", "## Cook", 12, 4, "neither `## 1. Name of a role` nor `## References`"),
        ("## 2. Cook", "## 1. Pilot", 12, 4, "has a section already in line 8"),
        ("## 2. Cook", "### 2. Cook", 12, 5, "Only the one title"),
        ("## 2. Cook", "# 2. Cook", 12, 3, "Only the one title"),
        ("- Flies", "- Flies\n- Flies", 11, 3, "says the same as line 10"),
        ("- Flies", "- …", 10, 3, "neither letter nor digit"),
        ("- Flies", "1. Flies", 10, 4, "begin this line with `- `"),
        ("- Flies", "- Flies\n  - High", 11, 3, "a list within a list"),
        ("- Flies", "- Flies\n\n  High", 12, 3, "a second paragraph within a list entry"),
        ("- Flies", "- # Flies", 10, 1, "a heading within a list"),
        ("- Flies", "-", 10, 1, "list entry is empty"),
        ("- Flies", "> Flies", 10, 1, "a quotation"),
        ("- Flies", "```\nFlies\n```", 10, 1, "a code block"),
        ("- Flies", "| a | b |\n|---|---|\n| 1 | 2 |", 10, 1, "a table"),
        ("- Flies", "<!-- Flies -->", 10, 1, "HTML"),
        ("- Flies", "- Flies\n\n---", 12, 1, "a rule"),
        ("- Flies", "[x]: https://example.org/", 10, 1, "a link definition?"),
        ("in [1].", "in [2].", 16, 5, "[2] is not in the references, which have 1 entries"),
        ("in [1].", "in [0].", 16, 5, "[0] is not in the references"),
        ("in [1].", "in the book.", 16, 1, "not of the form `See Name in [1]"),
        ("See Chef in", "As in", 16, 1, "not of the form"),
        ("in [1].", "in [1], also [1].", 16, 1, "not of the form"),
        ("in [1].", "in [1] and Chef in [1].", 16, 21, "“Chef” in [1] is cited twice"),
        ("1. [Book]", "- [Book]", 20, 3, "one numbered list and nothing else"),
        ("1. [Book]", "Books:\n\n1. [Book]", 20, 1, "one numbered list and nothing else"),
        ("[Book](https://example.org/book)", "A book", 20, 4, "must be one web link"),
        ("https://example.org/book", "book.html", 20, 4, "must be one web link"),
        ("[Book](https", "[](https", 20, 4, "must be one web link"),
        ("1. [Book]", "2. [Book]", 20, 4, "Entry 1 of the references is numbered 2"),
        ("## References", "## References\n\n## References", 20, 4, "second section of references"),
    ],
)
def test_faults_have_their_place_and_reason(
    old: str, new: str, line: int, column: int, reason: str
) -> None:
    """An editor must be able to go there and know what to do."""
    found = faults(GOOD.replace(old, new, 1))

    assert [(line, column)] == [place[:2] for place in found if reason in place[2]]


def test_sections_out_of_order_are_refused() -> None:
    """The number of a role is its place in the document."""
    head, pilot, rest = GOOD.partition("## 1. Pilot\n\n- Flies\n\n")
    text = head + rest.replace("## References", pilot + "## References")

    assert [(14, 4, "The sections are not in the order of the list of roles.")] == faults(text)


def test_references_before_a_role_are_refused() -> None:
    """What follows the references would be read as one of them."""
    text = GOOD.replace("## 2. Cook\n\n- Cooks\n\nSee Chef in [1].\n\n", "")

    assert [(12, 4, "The references must be the last section.")] == faults(
        text + "\n## 2. Cook\n\n- Cooks\n"
    )


def test_all_faults_are_told_at_once() -> None:
    """Nobody likes to fix one line, run again, and be told of the next."""
    text = GOOD.replace("- Flies", "> Flies").replace("in [1]", "in [7]").replace("https:", "file:")

    assert [10, 16, 20] == [line for line, *_ in faults(text)]


@pytest.mark.parametrize("text", ["", "\n\n", "\ufeff"])
def test_an_empty_document_is_refused(text: str) -> None:
    """An empty file is a mistake, not a team of nobody."""
    assert [(1, 1)] == [(line, column) for line, column, _ in faults(text)]


def test_bytes_that_are_no_text_are_refused_with_their_line() -> None:
    """A file in another encoding would shift every offset."""
    ((line, column, told),) = faults(GOOD.replace("Who we", "Wer wähl").encode("latin-1"))

    assert (3, None) == (line, column)
    assert told.startswith("The file is not UTF-8 text; its encoding seems to be")


def test_faults_are_written_like_those_of_a_compiler() -> None:
    """Editors and CI jump to `file:line:column`."""
    with pytest.raises(MalformedDocument) as caught:
        parse_document(GOOD.replace("## 2. Cook", "## Cook").encode(), "data/team.md")

    lines = str(caught.value).splitlines()
    assert "data/team.md:6:4: The role “Cook” has no section; write `## 2. Cook`." == lines[0]
    assert lines[1].startswith("data/team.md:12:4: This section is neither")


def test_a_page_that_nests_too_deep_is_refused_at_its_place(
    tmp_path: Path,
) -> None:
    """Whoever saved a broken page must learn where, and must see no traceback."""
    page = tmp_path / "roles.html"
    page.write_text("<h1>Roles</h1>\n" + "<div>" * 3000 + "Pilots fly.")

    ran = rolegraph("documents", "read", page)

    assert 2 == ran.returncode
    assert "roles.html:2:501: Here more than 100 elements of HTML" in ran.stderr
