"""AsciiDoc, in which engineering handbooks are written, is read with the line of each text."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from outlines import PAPERS, spans_of, told

from rolegraph.documents.readers import outline_of
from rolegraph.documents.readers.asciidoc.read import read_asciidoc
from rolegraph.documents.reading import Reading, read_file, read_outline
from rolegraph.documents.text.source import SourceText


def _read(text: str) -> Reading:
    return read_outline(read_asciidoc(SourceText("yard.adoc", text.encode())), "yard.adoc")


def _statements(reading: Reading) -> dict[str, list[tuple[str | None, str, int]]]:
    return {
        role.name: [(each.kind, each.passage.plain, each.passage.line) for each in role.statements]
        for role in reading.roles
    }


def _told(reading: Reading) -> dict[int, str]:
    return {
        n: each.reason for each in reading.not_read for n in range(each.line, each.end_line + 1)
    }


def test_a_handbook_has_its_roles_with_their_lines() -> None:
    """Block titles, terms and nested lists are labels, duties and parts."""
    paper = next(path for path in PAPERS if path.stem == "quay")
    lines = paper.read_text().splitlines()
    reading = read_file(paper)

    said = _statements(reading)
    assert [
        ("responsibility", "Lifts loads for the Quay Office"),
        ("responsibility", "Keeps the log"),
        ("responsibility", "Reads Handling and Banksman"),
        ("exclusion", "Lift people"),
    ] == [(kind, text) for kind, text, _ in said["Crane Driver"]]
    assert [("exclusion", "Leave the post"), ("exclusion", "Look away")] == [
        (kind, text) for kind, text, _ in said["Banksman"][1:]
    ]
    assert all(
        text.split()[0] in lines[line - 1] for texts in said.values() for _, text, line in texts
    )
    assert [
        ("Crane Driver", "Lift", ("R",)),
        ("Banksman", "Lift", ("A",)),
        ("Banksman", "Both empty", ("C",)),
    ] == [(each.role, each.activity, each.letters) for each in reading.assignments]


def test_what_the_preprocessor_takes_out_is_told() -> None:
    """Includes are not followed, authors are people, and a condition may hide a duty."""
    text = (
        "= Yard\nMara Vance <mara@example.org>\nv1.0, 2026-05-01\n:org: Quay Office\n\n"
        "include::people.adoc[]\n\n// a remark\n\nifdef::draft[]\n* Only in drafts\nendif::[]\n\n"
        "== Rigger\n\n.Responsibilities\n* Slings loadsfootnote:[By two.] for {org}\n"
    )
    reading = _read(text)
    told = _told(reading)

    assert "names of people are left out" in told[2]
    assert "the revision" in told[3]
    assert "an attribute" in told[4]
    assert "not followed" in told[6]
    assert "a comment" in told[8]
    assert "left out by a condition" in told[11]
    assert "a footnote" in told[17]
    assert {"Rigger": [("responsibility", "Slings loads for Quay Office", 17)]} == (
        _statements(reading)
    )


def test_a_name_of_the_author_is_covered_in_the_graph() -> None:
    """People did not ask to stand in a catalogue of roles."""
    reading = _read("= Yard\nMara Vance\n\n== Rigger\n\nResponsibilities::\n* Slings loads\n")

    assert ["Mara Vance"] == [span.text for span in reading.people]


def test_an_attribute_with_two_values_stays_as_it_is_written() -> None:
    """Which of them holds, depends on the place; a wrong one would be another text."""
    text = ":who: Rigger\n\n== {who}\n\n:who: Banksman\n\nDuties:\n\n* Helps {who}\n"
    outline = read_asciidoc(SourceText("yard.adoc", text.encode()))

    assert ["heading", "{who}"] in [
        ["heading", block.passage.plain] for block in outline.blocks if hasattr(block, "level")
    ]


def test_attributes_that_stand_for_each_other_come_to_an_end() -> None:
    """A file of some lines must not grow to gigabytes."""
    lines = [":a0: xxxxxxxxxx"] + [f":a{n}: {{a{n - 1}}}{{a{n - 1}}}" for n in range(1, 60)]
    text = "= Yard\n" + "\n".join(lines) + "\n\n{a59} and {loop}\n"

    assert _read(text.replace(":a0:", ":loop: {loop}{loop}\n:a0:")).roles == ()


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("*Bold* and _it_ and `code` and #mark#", "Bold and it and code and mark"),
        ("a_b_c and 2 * 3 * 4", "a_b_c and 2 * 3 * 4"),
        ("<<rig,the rigger>> and <<rig>>", "the rigger and [rig]"),
        ("xref:a.adoc#b[There] and link:x.html[Here^]", "There and Here"),
        ("https://example.org/x[Other,window=_blank]", "Other"),
        ("https://example.org/x", "https://example.org/x"),
        ("\\*not bold* and \\{name}", "*not bold* and {name}"),
        ("`+{raw}+` and ++*raw*++ and pass:[*raw*]", "{raw} and *raw* and *raw*"),
        ("image:i.png[A crane] ((shown))(((hidden)))", "A crane shown"),
        ('"`quoted`" -- it`s{nbsp}so...', "\u201cquoted\u201d\u2014it`s\u00a0so\u2026"),
        ("kbd:[Ctrl] menu:File[Save]", "Ctrl File \u203a Save"),
        ("line one +\nline two", "line one line two"),
    ],
)
def test_marks_are_read_as_a_reader_sees_them(text: str, plain: str) -> None:
    """A name in marks is the same name."""
    outline = read_asciidoc(SourceText("yard.adoc", f"= Yard\n\nx {text}\n".encode()))

    *_, last = outline.blocks
    assert plain.replace("\u00a0", " ") == last.passage.plain.removeprefix("x ").replace(
        " \u2014 ", "\u2014"
    )


def test_bold_names_in_a_list_are_roles() -> None:
    """One star is bold here, and emphasis in Markdown."""
    text = "= Yard\n\n== Roles\n\n* *Rigger*: slings loads\n* *Banksman*: gives signs\n"

    assert {"Rigger": ["slings loads"], "Banksman": ["gives signs"]} == {
        name: [text for _, text, _ in said] for name, said in _statements(_read(text)).items()
    }


def test_names_behind_references_are_the_names_they_lead_to() -> None:
    """Handbooks link each role to its page."""
    text = (
        "= Yard\n:boss: Yard Manager\n\n[[rig]]\n== Rigger\n\n* Slings loads\n\n== {boss}\n\n"
        "* Plans the shifts\n\n== Matrix\n\n[%header,cols=3*]\n|===\n|Task |<<rig>> |{boss}\n"
        "|Lift |R |A\n|===\n"
    )
    reading = _read(text)

    assert ["Rigger", "Yard Manager"] == [role.name for role in reading.roles]
    assert [("Rigger", ("R",)), ("Yard Manager", ("A",))] == [
        (each.role, each.letters) for each in reading.assignments
    ]


def test_what_is_said_of_a_term_in_its_line_is_not_taken_for_understood() -> None:
    """“Weather:: Rain is likely.” tells nothing of a role, and is told."""
    text = "= Yard\n\n== Notes\n\nWeather:: Rain is likely.\n\n== Rigger\n\n* Slings loads\n"

    assert 5 in _told(_read(text))


def test_cells_with_lists_have_a_statement_for_each_entry() -> None:
    """`a|` cells hold AsciiDoc of their own."""
    text = (
        '[cols="1,2a",options="header"]\n|===\n|Role |Responsibilities\n\n|Rigger\n|\n'
        "* Slings loads\n* Checks slings\n\n|Banksman\n|\n. Gives signs\n. Stops lifts\n|===\n"
    )

    assert {
        "Rigger": ["Slings loads", "Checks slings"],
        "Banksman": ["Gives signs", "Stops lifts"],
    } == {name: [text for _, text, _ in said] for name, said in _statements(_read(text)).items()}


def test_struck_words_are_asked_about() -> None:
    """`[.line-through]#…#` may say that a duty is gone."""
    text = "== Rigger\n\n* [.line-through]#Slings loads#\n* Checks slings\n"

    assert "struck" in [each.topic for each in _read(text).questions]


@pytest.mark.parametrize(
    ("block", "reason"),
    [
        ("----\nsh run\n----", "a code block"),
        ("[source,ruby]\nputs 1", "a code block"),
        (" indented text", "a code block"),
        ("____\nquoted words\n____", "a quotation"),
        ("[quote]\nquoted words", "a quotation"),
        ("image::plan.png[Plan of the yard]", "a picture"),
        ("++++\n<b>raw</b>\n++++", "not read as text"),
        (",===\na,b\n,===", "a table of values"),
        ("////\nhidden words\n////", "a comment"),
        ("|===\n|a |x\n!===\n! inner\n!===\n|===", "a table within a cell"),
    ],
)
def test_blocks_that_are_no_text_are_told(block: str, reason: str) -> None:
    """Code may hold duties, and a picture a matrix."""
    told = _told(_read(f"== Rigger\n\n.Duties\n* Slings loads\n\n=== More\n\n{block}\n"))

    assert any(reason in each for each in told.values()), told


@pytest.mark.parametrize("paper", PAPERS, ids=lambda path: path.stem)
def test_each_text_of_a_paper_is_where_it_says(paper: Path) -> None:
    """A place that is wrong cannot be traced."""
    outline = outline_of(paper, paper.name)
    found = list(spans_of(outline))

    assert found
    assert all(outline.source.text[start:end] == text for start, end, text in found)


def test_windows_line_ends_change_nothing(tmp_path: Path) -> None:
    """An editor of Windows may have saved the file."""
    for paper in PAPERS:
        other = tmp_path / paper.name
        other.write_bytes(paper.read_bytes().replace(b"\n", b"\r\n"))
        assert told(paper) == told(other), paper.name


PHRASE = st.lists(
    st.sampled_from(["lift", "loads", "{org}", "*bold*", "a|b", "<<x>>", "never", "x::", "3"]),
    min_size=1,
    max_size=5,
).map(" ".join)
LINES = st.one_of(
    st.builds("{} {}".format, st.sampled_from(["*", "**", "-", ".", "..", "1.", "=="]), PHRASE),
    st.builds("{}:: {}".format, PHRASE, PHRASE),
    st.builds("{}::".format, st.sampled_from(["Responsibilities", "Must not", "Notes", "Rigger"])),
    st.builds("|{} |{}".format, PHRASE, PHRASE),
    PHRASE,
    st.builds(".{}".format, PHRASE),
    st.sampled_from(
        [
            *("", "", "+", "----", "====", "****", "____", "--", "|===", "[NOTE]", "[[x]]"),
            *("////", "// c", ":org: Office", "NOTE: told", "'''", "[%header,cols=2*]", "2+|wide"),
            *("ifdef::org[]", "endif::[]", "include::y.adoc[]", "image::i.png[pic]", " lit"),
            *("== Rigger", "=== Responsibilities", ".2+|high", "3*|x", "!===", ",===", "<1> call"),
        ]
    ),
)


@settings(deadline=None, max_examples=300)
@given(st.lists(LINES, min_size=1, max_size=14))
def test_each_line_of_any_file_is_read_or_told(lines: list[str]) -> None:
    """Each letter is in a passage, in a mark, or in a line that is told."""
    text = "\n".join(lines)
    outline = read_asciidoc(SourceText("yard.adoc", text.encode()))
    covered = bytearray(len(text))
    for start, end, said in spans_of(outline):
        assert text[start:end] == said
        covered[start:end] = b"\x01" * (end - start)
    for each in outline.aside:
        covered[each.start : each.end] = b"\x01" * (each.end - each.start)
    told = set(_told(read_outline(outline, "yard.adoc")))

    lost = [
        text[place]
        for place in range(len(text))
        if text[place].isalnum()
        and not covered[place]
        and text.count("\n", 0, place) + 1 not in told
    ]
    assert [] == [each for each in lost if not each.isdecimal()]
