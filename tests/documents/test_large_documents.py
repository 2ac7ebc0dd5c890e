"""A large document costs what its length does, and what is saved changes no result."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from commands import rolegraph
from rolegraph.documents.curation.yaml_text import scalar
from rolegraph.documents.language.words import LANGUAGES, Words, usual_words
from rolegraph.documents.readers import markdown
from rolegraph.documents.text.model import Span
from rolegraph.documents.text.quotes import CONTEXT, Quotes

PIECES = st.lists(st.sampled_from(["the crane of the yard ", "ab", "\n- ", "x", "1"]), max_size=60)


@given(PIECES.map("".join), st.data())
def test_a_quote_is_the_least_that_stands_once(text: str, data: st.DataObject) -> None:
    """Who looks for a quote in the document must find one place, and no longer quote than that."""
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, min(len(text), start + 40)))
    before, after = Quotes(text).context(Span(text[start:end], start, end, 1, 1))
    width = CONTEXT
    while True:
        whole = text[max(start - width, 0) : end + width]
        if text.find(whole, text.find(whole) + 1) == -1 or len(whole) == len(text):
            break
        width *= 2
    assert (before, after) == (text[max(start - width, 0) : start], text[end : end + width])


@given(st.text("abcABZ019()/,.;'-\u00e9\u00df :#", max_size=20))
def test_words_are_written_as_yaml_reads_them(text: str) -> None:
    """The curation file writes plain words without asking a YAML library for each."""
    assert yaml.safe_load(f"key: {scalar(text)}") == {"key": text}


@pytest.mark.parametrize("code", LANGUAGES)
def test_usual_words_are_those_of_the_table(code: str) -> None:
    """To find a document's language, only a part of each table of words is read."""
    table = Words.load(code)
    assert table is not None
    assert usual_words(code) == table.common


def test_init_reads_a_document_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A person waits for it: reading once for the language and again for links took twice that."""
    roles = tmp_path / "roles.md"
    roles.write_text("# Roles\n\n## Crane Driver\n\n### Responsibilities\n\n- Lifts loads\n")
    read: list[str] = []
    really = markdown.read_markdown

    def counted(source: markdown.SourceText) -> markdown.Outline:
        read.append(source.file)
        return really(source)

    monkeypatch.setattr(markdown, "read_markdown", counted)
    monkeypatch.chdir(tmp_path)
    rolegraph("init", "yard", "--from", roles, "--yes")
    assert read == ["yard/roles.md"]
    assert "Lifts loads" in (tmp_path / "yard/data/roles.ttl").read_text("utf-8")
