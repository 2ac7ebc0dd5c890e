"""Duties that German sentences and headings say otherwise than “The treasurer shall …”."""

from __future__ import annotations

from pathlib import Path

import pytest

from rolegraph.documents.reading import Reading, read_file


def read(folder: Path, text: str) -> Reading:
    path = folder / "ordnung.md"
    path.write_text(text, encoding="utf-8")
    return read_file(path, language="de")


def told(reading: Reading) -> dict[str, list[tuple[str | None, str]]]:
    return {r.name: [(s.kind, s.passage.plain) for s in r.statements] for r in reading.roles}


@pytest.mark.parametrize(
    "sentence",
    [
        "Dem Kassenwart obliegt die Führung der Kasse.",
        "Zu den Aufgaben des Kassenwarts gehört die Führung der Kasse.",
        "Die Führung der Kasse obliegt dem Kassenwart.",
    ],
)
def test_whom_a_duty_falls_to_has_it(tmp_path: Path, sentence: str) -> None:
    """The sentence was told as describing no role, since its subject is the duty."""
    text = f"# Ordnung\n\n## Allgemeines\n\n{sentence} Ihm obliegt auch der Einzug der Beiträge.\n"
    reading = read(tmp_path, text)

    assert {
        "Kassenwart": [
            ("responsibility", sentence),
            ("responsibility", "Ihm obliegt auch der Einzug der Beiträge."),
        ]
    } == told(reading)
    assert "role" == reading.roles[0].waits_for  # a guess, which a person confirms


def test_what_does_not_fall_to_somebody_is_no_duty(tmp_path: Path) -> None:
    """A denied duty must not become one."""
    text = "# Ordnung\n\n## Allgemeines\n\nDem Kassenwart obliegt die Prüfung nicht.\n"

    assert not any(role.statements for role in read(tmp_path, text).roles)


def test_tasks_of_specialists_are_read(tmp_path: Path) -> None:
    """“§ 6 Aufgaben der Fachkräfte” named no role, and the title of the ordinance did."""
    reading = read(
        tmp_path,
        "# Verordnung über Fachkräfte\n\n## § 6 Aufgaben der Fachkräfte\n\n"
        "1. den Arbeitgeber zu beraten,\n2. die Anlagen zu prüfen.\n",
    )

    assert ["Fachkräfte"] == [role.name for role in reading.roles]
    assert 2 == len(reading.roles[0].statements)
    assert not reading.questions
