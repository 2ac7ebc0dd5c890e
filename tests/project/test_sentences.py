"""The documentation is read by people who learned English at school: its sentences are short."""

from __future__ import annotations

import statistics

import pytest
import rooms
import sentences


@pytest.mark.parametrize("page", [*sentences.PAGES, *sentences.FURTHER])
def test_no_sentence_is_too_long(page: str) -> None:
    """A sentence with two thoughts is read twice."""
    long = [text for number, text in sentences.lengths(page) if number > sentences.LONGEST]

    assert [] == long, "make two of each, or a list"


def test_no_sentence_of_a_docstring_is_too_long() -> None:
    """Whoever reads code reads it between two other things."""
    texts = [
        (module, text)
        for module, tree in rooms.modules().items()
        for docstring in sentences.docstrings(tree)
        for text in sentences.sentences(docstring)
    ]

    assert len(texts) > 10_000
    assert [] == [pair for pair in texts if sentences.words(pair[1]) > sentences.LONGEST]


def test_the_usual_sentence_is_short() -> None:
    """The map and the pages behind it, taken together; labels in lists do not make up for text."""
    pages = [page for page in sentences.PAGES if page != "docs/facts.md"]
    numbers = [number for page in pages for number, _ in sentences.lengths(page)]

    assert statistics.median(numbers) <= sentences.MEDIAN


@pytest.mark.parametrize("page", sentences.PAGES)
def test_the_usual_sentence_of_each_page_is_short(page: str) -> None:
    """One page in a hard style is not hidden by the others."""
    assert sentences.median(page) <= sentences.MEDIAN


def test_a_long_sentence_is_found() -> None:
    """A measure that finds nothing proves nothing until it has found something."""
    text = "# Head\n\nShort one. " + "word " * 41 + "\nend.\n\n* item `a`\n  goes on\n* other\n"
    text += "\n```\ncode is. Not read\n```\n| a table | is not |\n"

    found = [sentences.words(one) for one in sentences.sentences(text)]

    assert [2, 42, 4, 1] == found
