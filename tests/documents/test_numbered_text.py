"""Plain text whose numbers, letters, capitals and indents show how it is divided."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rolegraph.documents.outline import Block, Bullets, Heading, Outline, Paragraph
from rolegraph.documents.readers.markdown import read_markdown
from rolegraph.documents.readers.numbered_text import read_numbered
from rolegraph.documents.reading import Reading, read_file
from rolegraph.documents.text.source import SourceText

STRUCTURES = Path(__file__).parent / "structures"
Read = Callable[[str], Reading]
PASTED = ("procedure-pasted-into-markdown.md", "procedure-below-a-title.md")
UNDERSTOOD = (
    *("ARTICLE V", "Steps:"),
    *("2.1  The Chairman shall:", "3.2  The Proper Officer shall:", "4.3  The RFO must not:"),
)
"""A number in a line of its own, a label, and lines that say whose duties stand below them."""
NAMES = ("Practice Manager", "Receptionist", "Harbour Master", "Crane Driver")
DEEDS = ("opens the gate", "keeps the log", "counts the stores", "calls the supplier at once")
PLAIN = """{0}. PURPOSE
To keep order.

{1}. RESPONSIBILITIES
{2}

{3}. RECORDS
The log is kept.
"""


@pytest.fixture
def read(tmp_path: Path) -> Read:
    """Reads a plain text."""

    def _read(text: str) -> Reading:
        path = tmp_path / "procedure.txt"
        path.write_text(text, encoding="utf-8")
        return read_file(path, language="en")

    return _read


def told(reading: Reading) -> dict[str, list[tuple[str | None, str]]]:
    return {r.name: [(s.kind, s.passage.plain) for s in r.statements] for r in reading.roles}


def shown(blocks: Iterable[Block]) -> list[tuple[str, str]]:
    """Return what a reader sees, in order: headings, entries and paragraphs."""
    found: list[tuple[str, str]] = []
    for block in blocks:
        if isinstance(block, Heading):
            found.append((f"heading {block.level}", block.passage.plain))
        elif isinstance(block, Paragraph):
            found.append(("text", block.passage.plain))
        elif isinstance(block, Bullets):
            for item in block.items:
                text = item.passage.plain if item.passage else ""
                found += [("entry", text), *shown(item.blocks)]
    return found


def outline(text: str, name: str = "procedure.txt") -> Outline:
    return read_markdown(SourceText(name, text.encode()))


def test_a_procedure_in_plain_text_has_its_roles_and_workflows() -> None:
    """The clinic was the role, and both procedures were steps of one workflow."""
    reading = read_file(STRUCTURES / "procedure-of-a-clinic.txt")

    assert {
        "Practice Manager": [
            ("responsibility", "owns this procedure"),
            ("responsibility", "orders the calibration of thermometers once a year"),
        ],
        "Nurse in charge": [
            ("responsibility", "reads the thermometer twice a day and signs the log"),
            ("privilege", "may move vaccines to the back-up fridge"),
        ],
        "Receptionist": [
            ("responsibility", "takes in deliveries and tells the nurse in charge at once"),
            ("exclusion", "never opens the fridge"),
        ],
    } == told(reading)
    flows = {each.name: [step.role for step in each.steps] for each in reading.workflows}
    nurse = "Nurse in charge"
    assert flows == {
        "Taking in a delivery": ["Receptionist", "Receptionist", nurse, nurse],
        "Temperature out of range": [nurse, nurse, "Practice Manager"],
    }
    third = reading.workflows[0].steps[2]
    assert ["If it is red: put the vaccines aside, call the supplier, stop."] == [
        each.plain for each in third.notes
    ]


def test_the_same_text_in_a_markdown_file_is_read_alike() -> None:
    """People paste it there."""
    plain = read_file(STRUCTURES / "procedure-of-a-clinic.txt")
    pasted = read_file(STRUCTURES / "procedure-pasted-into-markdown.md")

    assert told(plain) == told(pasted)
    assert [each.name for each in plain.workflows] == [each.name for each in pasted.workflows]


@pytest.mark.parametrize("indent", ["", " ", "  ", "   ", "    ", "        ", "\t"])
@pytest.mark.parametrize("marks", ["a) b)", "(a) (b)", "a. b.", "i. ii.", "(1) (2)", "- -", "• •"])
def test_entries_are_of_the_role_above_them_however_they_are_marked(
    read: Read, indent: str, marks: str
) -> None:
    """With four blanks an entry was a part of the line above, with two the end of a list."""
    first, second = marks.split()
    parts = "\n".join(
        f"2.{n} {name}\n{indent}{first} opens the gate\n{indent}{second} may close the gate"
        for n, name in enumerate(NAMES[:3], 1)
    )
    reading = read(PLAIN.format(1, 2, parts, 3))

    duties = [("responsibility", "opens the gate"), ("privilege", "may close the gate")]
    assert dict.fromkeys(NAMES[:3], duties) == told(reading)


@pytest.mark.parametrize(
    "numbers", ["1 2 3", "I II III", "A B C", "4 5 6", "1.0 2.0 3.0", "§1 §2 §3"]
)
def test_chapters_may_be_numbered_in_any_way(read: Read, numbers: str) -> None:
    """Their titles are no roles, and none of their lines is a duty."""
    first, second, third = numbers.split()
    text = PLAIN.format(first, second, "The log is no role.", third)
    found = shown(outline(text).blocks)

    assert ["PURPOSE", "RESPONSIBILITIES", "RECORDS"] == [
        text for kind, text in found if kind == "heading 2"
    ]
    assert not read(text).roles


@pytest.mark.parametrize(
    "word",
    [
        "Article",
        "ARTICLE",
        "Section",
        "Artikel",
        "Artículo",
        "Articolo",
        "Artigo",
        "Artykuł",
        "Chapter",
        "Kapitel",
        "Chapitre",
        "Capítulo",
        "Hoofdstuk",
        "Madde",
        "Статья",
        "Стаття",
    ],
)
@pytest.mark.parametrize("sign", [".", ":", " –", "", ".-"])  # noqa: RUF001
def test_articles_are_headings(word: str, sign: str) -> None:
    """By-laws have them, in any language."""
    text = f"{word} 4{sign} Treasurer\nThe books are kept.\n\n{word} 5{sign} Secretary\nMinutes.\n"

    assert ["Treasurer", "Secretary"] == [
        text for kind, text in shown(outline(text).blocks) if kind.startswith("heading")
    ]


def test_a_title_that_runs_into_its_text_is_a_heading(read: Read) -> None:
    """“Section 2. Treasurer. The Treasurer shall …” is how by-laws are written."""
    reading = read(
        "ARTICLE IV. OFFICERS\n\nSection 1. Secretary.\n  (a) Keeps the minutes.\n\n"
        "Section 2. Treasurer. The Treasurer shall keep the books and\npay the bills.\n\n"
        "Section 3. The Librarian shall buy books.\n"
    )

    assert {
        "Secretary": [("responsibility", "Keeps the minutes.")],
        "Treasurer": [("responsibility", "The Treasurer shall keep the books and pay the bills.")],
        "Librarian": [("responsibility", "The Librarian shall buy books.")],
    } == told(reading)


def test_what_runs_on_from_a_title_and_is_not_read_is_told(read: Read) -> None:
    """A heading was claimed with all of its line."""
    reading = read(
        "ARTICLE I. OFFICERS\n\nSection 1. Elections. Ballots are held in May.\n\n"
        "Section 2. Secretary. The Secretary shall keep the minutes.\n"
    )

    assert ["Secretary"] == [role.name for role in reading.roles]
    assert any(each.line == 3 for each in reading.not_read)


def test_a_word_for_several_over_one_of_them_is_no_role() -> None:
    """“COMMITTEES” was a role beside the one committee below it."""
    reading = read_file(STRUCTURES / "bylaws-in-plain-text.txt")

    assert ["President", "Secretary", "Book Sale Committee", "Treasurer"] == [
        role.name for role in reading.roles
    ]


def test_a_step_with_parts_is_no_heading(read: Read) -> None:
    """“1. Open the box” with “a) …” below it is a step of chapter 3."""
    reading = read(
        PLAIN.format(1, 2, "2.1 Crane Driver\n   - lifts loads", 3)
        + "\n4. PROCEDURE\n   1. Open the box\n      a) cut the tape\n      b) lift the lid\n"
        "   2. Call the Crane Driver\n   3. Close the box\n"
    )

    assert [3] == [len(each.steps) for each in reading.workflows]


def test_a_count_goes_on_where_a_list_at_the_same_place_ends() -> None:
    """Chapter 4 follows three steps that are not indented."""
    text = (
        "1. PURPOSE\nOrder.\n\n2. SCOPE\nAll.\n\n3. PROCEDURE\n1. The clerk opens the post.\n"
        "2. The clerk sorts it.\n3. The clerk files it.\n\n4. RECORDS\nThe file.\n"
    )

    assert ["PURPOSE", "SCOPE", "PROCEDURE", "RECORDS"] == [
        text for kind, text in shown(outline(text).blocks) if kind == "heading 2"
    ]


def test_a_number_at_the_beginning_of_a_line_may_be_part_of_a_sentence() -> None:
    """“within”, “2 hours” and “section 2 of the act” begin no chapter."""
    text = (
        "1. PURPOSE\nEach delivery is to be entered into the log of the stores within the next\n"
        "2 hours, as it is laid down for all of the stores of the company in\n"
        "section 2 of the act.\n\n2. SCOPE\nAll stores.\n"
    )

    assert ["heading 2", "text", "heading 2", "text"] == [
        kind for kind, _ in shown(outline(text).blocks)
    ]


def test_each_paragraph_of_a_statute_binds_whom_it_names_below_duties_as_well() -> None:
    """All of “Aufgaben des Vorstands” was of the board, the duties of its treasurer too."""
    said = told(read_file(STRUCTURES / "satzung-de.txt"))

    assert ("privilege", "darf Ausgaben bis 500 Euro allein freigeben.") in said["Kassenwart"]
    assert 2 == len(said["Vorsitzende"]) == len(said["Schriftführer"])


@pytest.mark.parametrize(
    "path",
    [path for path in sorted(STRUCTURES.glob("*.md")) if "plain-text" not in path.name],
    ids=lambda path: path.name,
)
def test_markdown_stays_markdown(path: Path) -> None:
    """What Markdown says better is left to it."""
    is_numbered = read_numbered(SourceText(path.name, path.read_bytes())) is not None

    assert is_numbered is (path.name in PASTED)


WORDS = st.lists(st.sampled_from(["keeps", "the", "log", "gate", "crane"]), min_size=1, max_size=5)
LINES = st.lists(
    st.tuples(
        st.sampled_from(["- ", "* ", "1. ", "2. ", "3) ", "  - ", "    - ", "   1. ", "a) ", ""]),
        WORDS.map(" ".join),
    ).map("".join),
    min_size=1,
    max_size=8,
)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(["# ", "## ", "### "]), LINES), min_size=1, max_size=4))
def test_a_text_with_headings_of_markdown_is_markdown(
    parts: list[tuple[str, list[str]]],
) -> None:
    """Whatever lists it has."""
    text = "\n\n".join(f"{sign}Gate\n\n" + "\n".join(lines) for sign, lines in parts)

    assert read_numbered(SourceText("roles.md", text.encode())) is None


@pytest.mark.parametrize("indent", [2, 3, 4])
@pytest.mark.parametrize("title", ["", "# Roles\n\n"])
def test_a_list_of_names_with_lists_in_it_is_a_list_of_markdown(title: str, indent: int) -> None:
    """Its entries are roles, as they were."""
    text = title + "".join(
        f"{n}. {name}\n{' ' * indent}- keeps the log\n" for n, name in enumerate(NAMES, 1)
    )

    assert read_numbered(SourceText("roles.md", text.encode())) is None


def test_a_text_pasted_below_a_title_of_markdown_is_read_by_its_numbers() -> None:
    """All chapters were steps of one workflow."""
    reading = read_file(STRUCTURES / "procedure-below-a-title.md")

    assert ["Key Custodian", "Night Guard"] == [role.name for role in reading.roles]
    assert ["Lost key"] == [each.name for each in reading.workflows]


@pytest.mark.parametrize("word", ["Step", "STEP", "Schritt", "Étape", "Paso", "Passo", "Stap"])
def test_lines_with_the_word_for_a_step_are_steps(word: str) -> None:
    """Three lines one below the other were one paragraph."""
    text = (
        PLAIN.format(1, 2, "All.", 3)
        + "\n4. PROCEDURE\n"
        + "".join(f"{word} {n}: the clerk {deed}\n" for n, deed in enumerate(DEEDS, 1))
    )

    assert [f"the clerk {deed}" for deed in DEEDS] == [
        text for kind, text in shown(outline(text).blocks) if kind == "entry"
    ]


def test_parts_with_letters_in_a_section_are_roles() -> None:
    """“A. Department Head” over “1. Approves …” was a duty of “Purchasing Procedures”."""
    reading = read_file(STRUCTURES / "sections-with-letters.txt")

    assert ["Department Head", "Purchasing Agent", "Finance Director", "City Manager"] == [
        role.name for role in reading.roles
    ]
    steps = [step.role for step in reading.workflows[0].steps]
    assert steps[:2] == ["Department Head", "Purchasing Agent"]


@settings(max_examples=60, deadline=None)
@given(LINES)
def test_lists_without_titles_are_left_to_markdown(lines: list[str]) -> None:
    """A list is a list, be it numbered."""
    assert read_numbered(SourceText("roles.md", "\n".join(lines).encode())) is None


PARTS = st.lists(
    st.tuples(
        st.sampled_from(NAMES),
        st.lists(st.sampled_from(DEEDS), min_size=1, max_size=4, unique=True),
    ),
    min_size=1,
    max_size=4,
    unique_by=lambda part: part[0],
)


@settings(max_examples=80, deadline=None)
@given(
    parts=PARTS,
    numbers=st.sampled_from(
        [("{}.", "{}.{}"), ("{}", "{}.{}"), ("{})", "{}.{}."), ("§ {}", "{}.{}")]
    ),
    indent=st.sampled_from(["", "  ", "   ", "    ", "\t", "        "]),
    mark=st.sampled_from(["{})", "({})", "{}."]),
    gap=st.sampled_from(["\n", "\n\n"]),
    title=st.sampled_from([str.upper, str]),
)
def test_the_outline_is_the_same_however_it_is_set(
    parts: list[tuple[str, list[str]]],
    numbers: tuple[str, str],
    indent: str,
    mark: str,
    gap: str,
    title: Callable[[str], str],
) -> None:
    """Width of indents, blank lines, capitals and signs change nothing."""
    chapter, part = numbers
    lines = [f"{chapter.format(1)} {title('Purpose')}", "To keep order."]
    lines.append(f"{chapter.format(2)} {title('Responsibilities')}")
    wanted = [("heading 2", title("Purpose")), ("text", "To keep order.")]
    wanted.append(("heading 2", title("Responsibilities")))
    for n, (name, deeds) in enumerate(parts, 1):
        lines.append(f"{indent}{part.format(2, n)} {name}")
        wanted.append(("heading 3", name))
        for letter, deed in zip("abcd", deeds, strict=False):
            lines.append(f"{indent}{indent}{mark.format(letter)} {deed}")
            wanted.append(("entry", deed))
    lines += [f"{chapter.format(3)} {title('Records')}", "The log."]
    wanted += [("heading 2", title("Records")), ("text", "The log.")]

    assert wanted == shown(outline(gap.join(lines)).blocks)


@settings(max_examples=100, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.sampled_from(["", "  ", "    ", "\t"]),
            st.sampled_from(
                ["", "1. ", "2. ", "1.1 ", "2.3.1 ", "a) ", "(i) ", "§ 3 ", "- ", "IV. "]
            ),
            st.sampled_from([*NAMES, *DEEDS, "DUTIES", "The clerk files it.", "Owner: port"]),
        ),
        min_size=1,
        max_size=14,
    )
)
def test_no_line_is_lost(lines: list[tuple[str, str, str]]) -> None:
    """Each line is in a heading, an entry or a paragraph, and in one of them alone."""
    text = "\n".join(map("".join, lines)) + "\n"
    found = read_numbered(SourceText("procedure.txt", text.encode()))
    if found is None:
        return
    told_of = " ".join(text for _, text in shown(found.blocks))

    for each in {words for _, _, words in lines}:
        in_others = [other for other in {w for _, _, w in lines} if each in other and other != each]
        if not in_others:
            assert told_of.count(each) == sum(words == each for _, _, words in lines)


@pytest.mark.parametrize("path", sorted(STRUCTURES.glob("*.txt")), ids=lambda path: path.name)
def test_each_line_is_read_or_told(path: Path) -> None:
    """Only titles that a reader understands, and rules, need no word."""
    reading = read_file(path)
    whole = reading.outline
    known = {each.passage.line for each in whole.blocks if isinstance(each, Heading)}
    for role in reading.roles:
        places = (role.passage, *role.description, *(each.passage for each in role.statements))
        known |= {n for each in places for n in range(each.line, each.end_line + 1)}
    for flow in reading.workflows:
        places = (*flow.notes, *(note for values in flow.fields.values() for note in values))
        steps = [each for step in flow.steps for each in (step.passage, *step.notes)]
        known |= {n for each in (*places, *steps) for n in range(each.line, each.end_line + 1)}
    known |= {n for each in reading.not_read for n in range(each.line, each.end_line + 1)}

    lines = enumerate(whole.source.text.splitlines(), 1)
    lost = [text for n, text in lines if n not in known and any(map(str.isalnum, text))]
    assert [] == [text for text in lost if text not in UNDERSTOOD]
