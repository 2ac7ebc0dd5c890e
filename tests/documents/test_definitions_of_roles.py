"""What defines a role: a label that says its purpose; no lead-in, no holder, no hours or grade."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rolegraph.documents.reading import Reading, read_file

ROLE = {
    "en": "## Registrar",
    "de": "## Hausmeister",
    "fr": "## Technicien",
    "es": "## Coordinador",
    "it": "## Coordinatore",
    "nl": "## Coördinator",
    "pt": "## Coordenador",
    "pl": "## Koordynator",
    "ru": "## Координатор",
    "uk": "## Координатор",
    "tr": "## Koordinatör",
    "zh": "# 角色\n\n## 登记员",
    "ja": "# 役割\n\n## 記録管理者",
}
MEASURED = (
    "tells by what is measured how well a role does its work, for which the model has no place"
)


def read(folder: Path, text: str, language: str = "en") -> Reading:
    """Read a document."""
    path = folder / "handbook.md"
    path.write_text(text, encoding="utf-8")
    return read_file(path, shown_as="handbook.md", language=language)


def definition(reading: Reading) -> str:
    """Return what defines the first role."""
    return " ".join(each.plain for each in reading.roles[0].description)


@pytest.mark.parametrize(
    ("language", "label"),
    [
        ("en", "Purpose of the job"),
        ("en", "In brief"),
        ("en", "Mission"),
        ("de", "Zweck der Stelle"),
        ("fr", "Finalité du poste"),
        ("es", "Misión del cargo"),
        ("it", "Scopo del ruolo"),
        ("nl", "Doel van de functie"),
        ("pt", "Missão do cargo"),
        ("pl", "Cel stanowiska"),
        ("ru", "Цель должности"),
        ("uk", "Мета посади"),
        ("tr", "Görevin amacı"),  # noqa: RUF001
        ("zh", "岗位使命"),
        ("ja", "職務の目的"),
    ],
)
@pytest.mark.parametrize("form", ["**{}.** {}", "**{}:** {}", "*{}* \u2013 {}", "**{}**\n\n{}"])
def test_a_label_for_the_purpose_gives_the_definition(
    tmp_path: Path, language: str, label: str, form: str
) -> None:
    text = f"{ROLE[language]}\n\n{form.format(label, 'Axiell, TMS.')}\n"

    assert "Axiell, TMS." == definition(read(tmp_path, text, language))


@pytest.mark.parametrize(
    "remark", ["0.4 FTE", "objects and textiles", "grade 7", "Leeds", "part-time", "night shift"]
)
def test_hours_scope_grade_and_place_in_brackets_define_nothing_and_are_told(
    tmp_path: Path, remark: str
) -> None:
    reading = read(tmp_path, f"## Registrar ({remark})\n\n- Keeps the register\n")

    assert "" == definition(reading)
    (told,) = reading.not_read
    assert (1, "stands in brackets behind “Registrar”, and does not define it") == (
        told.line,
        told.reason,
    )


def test_a_sentence_in_brackets_defines_the_role(tmp_path: Path) -> None:
    reading = read(tmp_path, "## Courier (drives objects to museums)\n\n- Signs for crates\n")

    assert "drives objects to museums" == definition(reading)


def test_a_person_in_brackets_is_left_out(tmp_path: Path) -> None:
    reading = read(tmp_path, "## Registrar (Amelia Hart)\n\n- Keeps the register\n")

    assert "" == definition(reading)
    assert ["Amelia Hart"] == [each.text for each in reading.people]


def test_roles_that_differ_in_brackets_alone_stay_apart(tmp_path: Path) -> None:
    """Their duties became those of one role."""
    text = (
        "## Engineer (Lighting)\n\n- Replaces lamps\n\n## Engineer (Sound)\n\n- Tunes speakers\n\n"
        "## RACI\n\n| Task | Engineer (Lighting) | Engineer (Sound) |\n|---|---|---|\n| Show | R | I |\n"
    )
    reading = read(tmp_path, text)

    assert [("Engineer (Lighting)", "Replaces lamps"), ("Engineer (Sound)", "Tunes speakers")] == [
        (role.name, role.statements[0].passage.plain) for role in reading.roles
    ]
    assert ["Engineer (Lighting)", "Engineer (Sound)"] == [e.role for e in reading.assignments]


@pytest.mark.parametrize(
    ("language", "label"),
    [
        ("en", "What good looks like"),
        ("en", "KPIs"),
        ("en", "How we measure success"),
        ("en", "Service levels"),
        ("de", "Woran man gute Arbeit erkennt"),
        ("de", "Erfolgskriterien"),
        ("fr", "Indicateurs de performance"),
        ("es", "Indicadores de desempeño"),
        ("it", "Indicatori di successo"),
        ("nl", "Prestatie-indicatoren"),
        ("pt", "Critérios de sucesso"),
        ("pl", "Mierniki sukcesu"),
        ("ru", "Показатели успеха"),
        ("uk", "Показники успіху"),
        ("tr", "Başarı ölçütleri"),  # noqa: RUF001
        ("zh", "绩效指标"),
        ("ja", "成功指標"),
    ],
)
@pytest.mark.parametrize("form", ["{}:", "**{}**", "### {}"])
def test_how_good_work_is_measured_is_no_duty_and_is_told(
    tmp_path: Path, language: str, label: str, form: str
) -> None:
    """“No loan leaves without a report” was a question about an exclusion."""
    entries = "- 95 % within 10 days\n- no loan leaves without a report\n"
    reading = read(tmp_path, f"{ROLE[language]}\n\n{form.format(label)}\n\n{entries}", language)

    assert [] == [each for role in reading.roles for each in role.statements]
    assert () == reading.questions
    lines = {n for each in reading.not_read for n in range(each.line, each.end_line + 1)}
    told = [each.reason for each in reading.not_read]
    assert all(reason.endswith(MEASURED) or "describes no role" in reason for reason in told)
    first = reading.outline.source.text.splitlines().index("- 95 % within 10 days") + 1
    assert {first, first + 1} <= lines


LEADS = st.sampled_from(
    [
        "What we like to see:",
        "The registrar is responsible for:",
        "Day by day:",
        "One or more of the following:",
        "You will:",
        "Main duties:",
        "On the first Monday of each month, and before each loan, in this order:",
    ]
)
HOLDERS = st.sampled_from(
    ["Post holder: Amelia Hart", "Held by: Amelia Hart", "Incumbent: A. Hart"]
)


@given(
    leads=st.lists(LEADS, min_size=1, max_size=4, unique=True),
    holder=st.none() | HOLDERS,
    remark=st.sampled_from(["", " (0.5 FTE)", " (paper)"]),
)
def test_nothing_but_the_purpose_gets_into_the_definition(
    tmp_path_factory: pytest.TempPathFactory, leads: list[str], holder: str | None, remark: str
) -> None:
    """Whatever lists, holders and brackets stand around it; and none of them is lost."""
    head = f"## Registrar{remark}\n\n" + (f"{holder}\n\n" if holder else "")
    lists = "\n".join(f"{lead}\n\n- keeps list {n}\n" for n, lead in enumerate(leads))
    text = f"{head}**Job purpose.** Keeps the record true.\n\n{lists}"
    reading = read(tmp_path_factory.mktemp("role"), text)

    assert "Keeps the record true." == definition(reading)
    lost = {n for each in reading.not_read for n in range(each.line, each.end_line + 1)}
    told = {each.passage.line for each in reading.roles[0].statements}
    for number, line in enumerate(text.splitlines(), start=1):
        if line.startswith("- ") or "Hart" in line or "One or more" in line:
            assert number in lost | told, line
