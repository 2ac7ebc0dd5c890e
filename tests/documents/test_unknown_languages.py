"""A document in a language whose words are not known, and what its reader is told to do."""

# ruff: noqa: RUF001 - other languages have letters of their own
from __future__ import annotations

from pathlib import Path

import pytest

from rolegraph.documents.reading import Reading, read_file
from rolegraph.documents.reading.output import as_text

CROATIAN = """# Uloge u klubu

## Blagajnik

- Vodi blagajnu i račune kluba te svaki mjesec podnosi izvještaj upravi

## Tajnik

- Piše zapisnik sa svake sjednice i čuva ga u arhivi kluba
"""


def read(folder: Path, text: str, language: str | None = None) -> Reading:
    path = folder / "roles.md"
    path.write_text(text, encoding="utf-8")
    return read_file(path, language=language)


def test_croatian_is_no_english_and_is_asked_about(tmp_path: Path) -> None:
    """Bosnian is so close to it that no detector is sure, and “no role” was the end."""
    reading = read(tmp_path, CROATIAN)
    text = as_text(reading)

    assert "en" != reading.language
    assert ["Blagajnik", "Tajnik"] == [role.name for role in reading.roles]
    assert all(role.waits_for for role in reading.roles)
    assert "`--language`, with one of de, en, es" in text


def test_a_line_of_finnish_says_what_to_do(tmp_path: Path) -> None:
    """Prose cannot be read without words; a heading and a list can."""
    text = as_text(read(tmp_path, "# Seura\n\nRahastonhoitaja pitää kirjaa ja maksaa laskut.\n"))

    assert "Language: fi" in text
    assert "Of fi no words are known" in text
    assert "with its duties as a list below" in text


def test_a_text_that_is_too_short_names_the_option(tmp_path: Path) -> None:
    """English is a guess then, and whoever reads it must learn how to say what it is."""
    text = as_text(read(tmp_path, "# Seura\n\n## Puhe\n\nHei.\n"))

    assert "Language: en (assumed; too short to tell)." in text
    assert 2 == text.count("`--language fi`")  # beside the language, and where no role is found


@pytest.mark.parametrize("text", ["# Roles\n\n## Pilot\n\n- Guides ships\n", "# A\n\nMoor, R, A\n"])
def test_short_english_stays_english(tmp_path: Path, text: str) -> None:
    """Most short documents are."""
    assert "en" == read(tmp_path, text).language


@pytest.mark.parametrize(
    ("language", "may", "must_not"),
    [
        ("th", "ตรวจสอบบัญชีทุกเดือน", "ห้ามให้ยืมเงิน"),
        ("ko", "매달 장부를 확인한다", "돈을 빌려주지 않는다"),
        ("ar", "يحفظ السجلات", "لا يجوز له إقراض المال"),
        ("hi", "हर महीने हिसाब रखता है", "पैसा उधार नहीं देता"),
        ("az", "Hər ay hesabları aparır", "Heç kimə borc verməməlidir"),
        ("fi", "Pitää kirjaa", "Ei lainaa rahaa"),
    ],
)
def test_what_a_list_forbids_is_asked_apart_from_what_it_allows(
    tmp_path: Path, language: str, may: str, must_not: str
) -> None:
    """One answer for both would turn the meaning of one of them."""
    reading = read(tmp_path, f"# X\n\n## Y Z\n\n- {may}\n- {must_not}\n", language)
    asked = {each.topic: each.texts for each in reading.questions}

    assert (may,) == asked["language"]
    assert (must_not,) == asked["negation"]
    assert [None, None] == [each.kind for each in reading.roles[0].statements]
