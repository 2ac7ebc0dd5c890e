"""Personas known by the shape of their cards, whatever heading they stand below."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from word_files import paragraph, table, write_word

from rolegraph.documents.language.likeness import SURE, likeness
from rolegraph.documents.language.words import Words
from rolegraph.documents.reading import PersonaRead, Reading, read_file

V = 'xmlns:v="urn:schemas-microsoft-com:vml"'
ROLES = "# Handbook\n\n## Roles\n\n### Registrar\n\n- Keeps the register\n\n### Technician\n\n- Packs\n\n"
BELOW = "## The people we write for\n\n"
FORMS = {
    "quotation": (
        "> **Rosa, the tired one**\n>\n> - *Role:* Registrar\n> - *Goals:* fewer clicks; one list\n"
        "> - *Frustrations:* no bulk edit\n"
    ),
    "quotation of lines": (
        "> **Rosa**  \n> Role: Registrar  \n> Goals: fewer clicks; one list  \n"
        "> Frustrations: no bulk edit\n"
    ),
    "table of fields": (
        "| Name | Rosa |\n|---|---|\n| Role | Registrar |\n| Goals | fewer clicks<br>one list |\n"
        "| Pain points | no bulk edit |\n"
    ),
    "entries of a list": (
        "- **Rosa**\n  - Role: Registrar\n  - Goals: fewer clicks; one list\n"
        "  - Frustrations: no bulk edit\n"
    ),
    "lines": (
        "Name: Rosa\nRole: Registrar\nGoals: fewer clicks; one list\nFrustrations: no bulk edit\n"
    ),
    "column of a table": (
        "| | Rosa | Theo |\n|---|---|---|\n| Role | Registrar | Technician |\n"
        "| Gains | fewer clicks<br>one list | |\n| Pains | no bulk edit | stairs |\n"
    ),
    "row of a table": (
        "| Persona | Role | Goals | Frustrations |\n|---|---|---|---|\n"
        "| Rosa | Registrar | fewer clicks; one list | no bulk edit |\n"
    ),
    "section": (
        "### The Tired One\n\n**Role:** Registrar\n\n**Goals:** fewer clicks; one list\n\n"
        "**Frustrations:** no bulk edit\n"
    ),
}


def read(folder: Path, text: str, name: str = "people.md") -> Reading:
    """Read a document in English."""
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return read_file(path, shown_as=name, language="en")


def told(persona: PersonaRead) -> list[tuple[str, str]]:
    """Return what is told of a persona."""
    return sorted((each.what, each.text) for each in persona.told)


@pytest.mark.parametrize("form", FORMS)
def test_a_card_with_a_role_and_what_one_wants_is_a_persona(tmp_path: Path, form: str) -> None:
    """The heading above is one that nobody knows; quotations were left out as such."""
    reading = read(tmp_path, ROLES + BELOW + FORMS[form])

    persona = reading.personas[0]
    assert "Registrar" == persona.role
    assert [("goal", "fewer clicks"), ("goal", "one list"), ("pain-point", "no bulk edit")] == told(
        persona
    )
    assert ["Registrar", "Technician"] == [role.name for role in reading.roles]
    assert () == reading.not_read


def test_a_card_in_a_quotation_of_a_web_page_is_one(tmp_path: Path) -> None:
    page = (
        "<html><body><h1>Roles</h1><h2>Registrar</h2><ul><li>Keeps the register</li></ul>"
        "<h1>Readers</h1><blockquote><p><strong>Rosa</strong></p><p>Role: Registrar<br>"
        "Needs: one list</p></blockquote></body></html>"
    )
    (persona,) = read(tmp_path, page, "people.html").personas

    assert ("Rosa", "Registrar", [("goal", "one list")]) == (
        persona.name,
        persona.role,
        told(persona),
    )


def test_cards_of_a_word_template_are_read_in_text_boxes_and_tables(tmp_path: Path) -> None:
    bold = "<w:r><w:rPr><w:b/></w:rPr><w:t>Rosa</w:t></w:r>"
    card = "".join(map(paragraph, (bold, "Role: Registrar", "Frustrations: no bulk edit")))
    box = f"<w:txbxContent>{card}</w:txbxContent>"
    document = write_word(
        tmp_path / "personas.docx",
        *(paragraph("Roles", "heading 1"), paragraph("Registrar", "heading 2")),
        *(paragraph("Keeps the register.", "List Bullet"), paragraph("Technician", "heading 2")),
        *(paragraph("Packs.", "List Bullet"), paragraph("Who reads us", "heading 1")),
        f"<w:p><w:r><w:pict><v:shape {V}><v:textbox>{box}</v:textbox></v:shape></w:pict></w:r></w:p>",
        table(("Name", "Theo"), ("Job title", "Technician"), ("Pain points", "stairs")),
    )
    reading = read_file(document, shown_as="personas.docx", language="en")

    assert [
        ("Rosa", "Registrar", [("pain-point", "no bulk edit")]),
        ("Theo", "Technician", [("pain-point", "stairs")]),
    ] == [(each.name, each.role, told(each)) for each in reading.personas]


def test_what_one_says_on_a_card_is_her_quotation_over_several_lines(tmp_path: Path) -> None:
    card = '> **Rosa**\n> "I want to know\n> which box it is in."\n>\n> - Role: Registrar\n'
    (persona,) = read(tmp_path, ROLES + BELOW + card).personas

    assert [("quote", "I want to know which box it is in.")] == told(persona)


def test_what_a_card_says_that_nobody_knows_is_told_with_its_line(tmp_path: Path) -> None:
    card = "> **Rosa**\n>\n> - Role: Registrar\n> - Goals: one list\n>\n> ```\n> code\n> ```\n"
    reading = read(tmp_path, ROLES + BELOW + card)

    assert [(20, 22, "a code block; in the section of “Rosa”")] == [
        (each.line, each.end_line, each.reason) for each in reading.not_read
    ]


def test_a_card_without_a_role_is_asked_about(tmp_path: Path) -> None:
    card = "> **Persona: Rosa**\n>\n> - Goals: one list\n> - Frustrations: no bulk edit\n"
    reading = read(tmp_path, ROLES + BELOW + card)

    assert [""] == [each.role for each in reading.personas]
    (question,) = reading.questions
    assert ("Registrar", "Technician", "leave out") == question.choices


@pytest.mark.parametrize(
    "text",
    [
        "> **Note**\n> The registrar keeps the keys.\n",
        "> **Rosa Mendez**, our registrar, wrote this page.\n",
        "| Name | Role | Goals |\n|---|---|---|\n| Jo Park | Registrar | 3 loans |\n",
        "- **Registrar**\n  - Keeps the keys\n  - Goals: one list\n",
    ],
)
def test_what_only_looks_like_a_card_is_none(tmp_path: Path, text: str) -> None:
    """People in a team have goals too, and quotations say other things."""
    assert () == read(tmp_path, f"{ROLES}## Remarks\n\n{text}").personas


def test_an_empathy_map_says_what_one_wants_and_what_hurts(tmp_path: Path) -> None:
    quadrants = (
        "## Rosa, Registrar\n\n### Says\n\n- “Where is it?”\n\n### Thinks\n\n- It is slow\n\n"
        "### Does\n\n- Walks to the store\n\n### Pains\n\n- Two lists\n\n### Gains\n\n- One list\n"
    )
    reading = read(tmp_path, f"{ROLES}# Empathy maps\n\n{quadrants}")

    assert [
        ("context", "It is slow"),
        ("context", "Walks to the store"),
        ("goal", "One list"),
        ("pain-point", "Two lists"),
        ("quote", "Where is it?"),
    ] == told(reading.personas[0])
    assert ["Keeps the register"] == [
        each.passage.plain
        for role in reading.roles
        for each in role.statements
        if "Keeps" in each.passage.plain
    ]
    assert 2 == sum(len(role.statements) for role in reading.roles)


@given(
    first=st.sampled_from([form for form in FORMS if "of a table" not in form]),
    second=st.sampled_from([form for form in FORMS if "of a table" not in form]),
)
def test_cards_one_behind_the_other_stay_apart(
    tmp_path_factory: pytest.TempPathFactory, first: str, second: str
) -> None:
    """Whatever the shape of each; what the second wants is not what the first does."""
    other = FORMS[second].replace("Rosa", "Theo").replace("Tired", "Quick")
    other = other.replace("Registrar", "Technician").replace("bulk edit", "working lift")
    text = f"{ROLES}{BELOW}{FORMS[first]}\n{other}"
    reading = read(tmp_path_factory.mktemp("two"), text)

    assert ["Registrar", "Technician"] == [each.role for each in reading.personas]
    assert [["no bulk edit"], ["no working lift"]] == [
        [each.text for each in persona.told if each.what == "pain-point"]
        for persona in reading.personas
    ]


LABELS = st.sampled_from(["Goals", "Frustrations", "Needs", "Says", "Uses", "Age", "Thinks", "Hat"])
VALUES = st.sampled_from(["one list", "two logins", "Excel", "a plan", "quiet nights", "paper"])
CARDS = st.sampled_from(["> - {0}: {1}\n", "> {0}: {1}  \n", "  - {0}: {1}\n", "{0}: {1}\n"])


@given(fields=st.lists(st.tuples(LABELS, VALUES), min_size=1, max_size=6), form=CARDS)
def test_no_field_of_a_card_is_lost_whatever_its_shape(
    tmp_path_factory: pytest.TempPathFactory, fields: list[tuple[str, str]], form: str
) -> None:
    """Each is told of the persona, or told as not read with its line."""
    head = {">": "> **Rosa**\n>\n", " ": "- **Rosa**\n"}.get(form[0], "Name: Rosa\n")
    every = [("Role", "Registrar"), ("Pains", "no bulk edit"), *fields]
    card = head + "".join(form.format(*each) for each in every)
    reading = read(tmp_path_factory.mktemp("card"), ROLES + BELOW + card)

    (persona,) = reading.personas
    assert "Registrar" == persona.role
    known = {n for each in reading.not_read for n in range(each.line, each.end_line + 1)}
    known |= {each.passage.line for each in (*persona.told, *persona.tools)}
    lines = reading.outline.source.text.splitlines()
    begin = next(number for number, line in enumerate(lines) if "Pains" in line)
    for number in range(begin, begin + len(fields) + 1):
        assert number + 1 in known, lines[number]


@pytest.mark.parametrize(
    "name",
    [
        "Lock Keeper",
        "Block Captain",
        "Works Manager",
        "Archive Assistant",
        "Security Guard",
        "Bosun",
    ],
)
def test_nouns_that_are_verbs_as_well_begin_names_of_roles(name: str) -> None:
    """“Lock Keeper” was taken for something that is done, as “Lock users” is."""
    assert SURE == likeness(name, Words.load("en"))


@pytest.mark.parametrize(
    "text",
    ["Lock users", "Lock user", "Block member", "Request reviewer", "Update Server", "Water Meter"],
)
def test_what_is_done_and_what_is_a_thing_names_no_role(text: str) -> None:
    assert SURE != likeness(text, Words.load("en"))
