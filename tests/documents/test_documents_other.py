"""Documents of the same form but with other content, other typing habits, or no curation."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from document_graphs import Graphs

from rolegraph.documents.grammar.parse import parse_document
from rolegraph.documents.graph.importer import Imported
from rolegraph.documents.text.model import ParsedDocument

TEAM = """\
# The people of the observatory

We write down who works here.

1. Night Observer
2. Instrument/Optics R&D Lead

## 1. Night Observer

- Points the telescope
- Points the telescope at what the schedule of the night says first
- Never opens the dome in rain

## 2. Instrument/Optics R&D Lead

- Calibrates instruments

See Optical Engineer in [2], [1] and Metrologist in [1]. Some say optician. That is a shop.

## References

1. [Handbook](https://example.org/handbook)
2. [Job list](https://example.org/jobs)
"""

Import = Callable[..., Imported]


def parse(text: str) -> ParsedDocument:
    """Parse a document given as text."""
    return parse_document(text.encode(), "team.md")


def bullet_texts(document: ParsedDocument) -> list[str]:
    """List the bullets as written, having checked that their offsets lead to them."""
    spans = [bullet.span for _, bullet in document.bullets()]
    assert [document.text[span.start : span.end] for span in spans] == [s.text for s in spans]
    return [span.text for span in spans]


def test_another_document_imports_without_a_curation(import_text: Import) -> None:
    """Whoever comes with a document of their own sees its graph before curating anything."""
    graph = Graphs(import_text(TEAM))

    assert [
        ("night-observer-never-opens-the-dome-in-rain", "3", "12"),
        ("night-observer-points-the-telescope", "1", "10"),
    ] == [
        (path.removeprefix("responsibilities/"), order, line)
        for path, order, line in graph.rows(
            "SELECT ?thing ?order ?line { ?thing rg:statementOf <roles/night-observer> ;"
            " rg:statementOrder ?order ; rg:sourceLine ?line . FILTER (?order != 2) }"
        )
    ]
    assert [("roles/instrument-optics-rd-lead",), ("roles/night-observer",)] == graph.rows(
        "SELECT ?role { ?role a rg:Role }"
    )
    assert not graph.holds("?statement rg:refersToActivity ?activity")
    assert not graph.holds("?role a rg:Role ; skos:definition ?definition")
    assert graph.holds("<documents/team> dcterms:title 'The people of the observatory'@en")


def test_statements_that_begin_alike_get_ids_of_their_own(import_text: Import) -> None:
    """Six words are not always enough."""
    text = TEAM.replace("- Never", "- Points the telescope at what the guests like\n- Never")
    graph = Graphs(import_text(text))

    assert [
        ("responsibilities/night-observer-points-the-telescope-at-what-the",),
        ("responsibilities/night-observer-points-the-telescope-at-what-the-2",),
    ] == graph.rows(
        "SELECT ?thing { ?thing rg:statementOrder ?order ;"
        " rg:statementOf <roles/night-observer> FILTER (?order IN (2, 3)) }"
    )


def test_citations_of_any_number_of_names_and_references_are_read(import_text: Import) -> None:
    """The sentence is read by its grammar, not by the names of one document."""
    graph = Graphs(import_text(TEAM))

    assert [
        ("instrument-optics-rd-lead-metrologist-1", "Metrologist in [1]"),
        ("instrument-optics-rd-lead-optical-engineer-1", "Optical Engineer in [2], [1]"),
        ("instrument-optics-rd-lead-optical-engineer-2", "Optical Engineer in [2], [1]"),
    ] == [
        (path.removeprefix("citations/"), exact)
        for path, exact in graph.rows(
            "SELECT ?thing ?exact { ?thing a rg:RoleCitation ;"
            " rg:quotedFrom/oa:hasSelector/oa:exact ?exact }"
        )
    ]


def test_each_other_sentence_is_a_naming_note(import_text: Import) -> None:
    """Two warnings in one paragraph are two things to agree or disagree with."""
    graph = Graphs(import_text(TEAM))

    assert [
        ("naming-notes/instrument-optics-rd-lead-1", "Some say optician."),
        ("naming-notes/instrument-optics-rd-lead-2", "That is a shop."),
    ] == graph.rows("SELECT ?thing ?text { ?thing a rg:NamingNote ; rg:verbatimText ?text }")


def test_a_document_that_makes_no_commitment_has_none(import_text: Import) -> None:
    """Nothing is invented for what a document leaves out."""
    graph = Graphs(import_text(TEAM))

    assert not graph.holds("?thing a rg:SupportCommitment")
    assert not graph.holds("?scheme rg:isOpenList ?open")


@pytest.mark.parametrize(
    "change",
    [
        lambda text: text.replace("\n", "\r\n"),
        lambda text: text.replace("\n", "\r"),
        lambda text: "\ufeff" + text,
        lambda text: text.replace("\n- ", "\n* "),
        lambda text: text.replace("\n- ", "\n-\t"),
        lambda text: text.replace("\n- ", "\n  -   "),
        lambda text: text.replace("\n- ", "\n\n- "),
        lambda text: text.replace("\n- Cal", "\n-\n  Cal"),
        lambda text: text.replace("\n\n", "  \n\n"),
        lambda text: re.sub("## 2. (.*)", r"##   2.  \1  ##", text),
        lambda text: text.replace("# The people of the observatory", "Observatory\n==========="),
        lambda text: text.removesuffix("\n"),
        lambda text: text.replace("2. [Job", "1. [Job"),
    ],
    ids=[
        "Windows line ends",
        "old Mac line ends",
        "byte order mark",
        "asterisks",
        "tabs",
        "indented bullets",
        "loose lists",
        "text below its bullet",
        "blanks at line ends",
        "wide headings",
        "underlined title",
        "no last line end",
        "all references numbered 1",
    ],
)
def test_typing_habits_do_not_change_what_is_read(change: Callable[[str], str]) -> None:
    """The same document saved by another editor says the same."""
    expected, actual = parse(TEAM), parse(change(TEAM))

    assert change(TEAM) == actual.text
    assert bullet_texts(expected) == bullet_texts(actual)
    assert [role.name for role in expected.roles] == [role.name for role in actual.roles]
    assert [role.heading.text for role in expected.roles] == [
        role.heading.text for role in actual.roles
    ]
    assert [(item.label, item.ordinal) for role in expected.roles for item in role.citations] == [
        (item.label, item.ordinal) for role in actual.roles for item in role.citations
    ]
    assert [item.url for item in expected.references] == [item.url for item in actual.references]


def test_offsets_count_characters_not_bytes(import_text: Import) -> None:
    """A letter with an accent, or an emoji, is one character."""
    graph = Graphs(import_text(TEAM.replace("who works", "wér 🔭 works")))
    text = TEAM.replace("who works", "wér 🔭 works")
    (start,) = graph.rows(
        "SELECT ?start { ?thing rg:verbatimText 'Calibrates instruments' ;"
        " rg:quotedFrom/oa:hasSelector/oa:start ?start }"
    )

    assert text.index("Calibrates") == int(start[0])


def test_marks_of_emphasis_stay_in_the_text_but_not_in_the_label(import_text: Import) -> None:
    """Verbatim means with its asterisks; a label is for reading."""
    marked = TEAM.replace("Calibrates instruments", "Calibrates **all `lab` _instruments_**")
    graph = Graphs(import_text(marked))

    assert [
        (
            "responsibilities/instrument-optics-rd-lead-calibrates-all-lab-instruments",
            "Calibrates **all `lab` _instruments_**",
            "Calibrates all lab instruments",
        )
    ] == graph.rows(
        "SELECT ?thing ?text ?label { ?thing rg:statementOf <roles/instrument-optics-rd-lead> ;"
        " rg:verbatimText ?text ; skos:prefLabel ?label }"
    )


def test_a_bullet_may_go_on_in_the_next_line() -> None:
    """Editors wrap long lines; the text between the offsets then holds the line end."""
    document = parse(TEAM.replace("Never opens the dome", "Never opens\n  the dome"))
    bullet = document.roles[0].bullets[2]

    assert "Never opens\n  the dome in rain" == bullet.span.text
    assert "Never opens the dome in rain" == bullet.plain
    assert document.text[bullet.span.start : bullet.span.end] == bullet.span.text


def test_context_grows_until_a_quote_is_unique(import_text: Import) -> None:
    """Two sections that read alike must not be taken for each other."""
    same = "- One two three four five six seven eight\n- The end of it\n"
    text = (
        "# T\n\n1. A\n2. B\n\n## 1. A\n\n" + same + "\nNote: none.\n\n"
        "## 2. B\n\n" + same + "\nNote: none.\n"
    )
    graph = Graphs(import_text(text))
    quotes = graph.rows(
        "SELECT ?prefix ?exact ?suffix { ?text oa:prefix ?prefix ; oa:exact ?exact ;"
        " oa:suffix ?suffix }"
    )

    assert 11 == len(quotes)
    assert all(text.count("".join(quote)) == 1 for quote in quotes)


@pytest.mark.parametrize(
    ("sentence", "modality", "means"),
    [
        ("We will support roles by writing to them.", "will", ("writing to them",)),
        (
            "Roles that one should support, one can support by A; and B.",
            "should",
            ("A", "B"),
        ),
    ],
)
def test_commitments_are_read_in_other_words(
    sentence: str, modality: str, means: tuple[str, ...]
) -> None:
    """Another programme promises other things in another mood."""
    document = parse(TEAM.replace("We write down who works here.", sentence))

    assert document.commitment
    assert (modality, means) == (document.commitment.modality, document.commitment.means)


def test_sentences_end_where_a_reader_would_end_them() -> None:
    """An abbreviation or a version number ends no sentence."""
    notes = 'Mind e.g. Opticians of v1.2 there. They say "lens." But so do we!'
    document = parse(TEAM.replace("Some say optician. That is a shop.", notes))

    assert [
        "Mind e.g. Opticians of v1.2 there.",
        'They say "lens."',
        "But so do we!",
    ] == [note.span.text for note in document.roles[1].notes]
