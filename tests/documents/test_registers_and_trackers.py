"""What public registers of occupations and trackers of issues write."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from rolegraph.documents.reading import Reading, read_file

ELEMENTS = [
    {"element_type": "work_role", "element_identifier": "R1", "title": "Port Analyst"},
    {"element_type": "work_role", "element_identifier": "R2", "title": "Records Clerk"},
    {"element_type": "task", "element_identifier": "T1", "title": "", "text": "Count the ships"},
    {"element_type": "task", "element_identifier": "T2", "title": "", "text": "Keep the log"},
    {"element_type": "knowledge", "element_identifier": "K1", "text": "Knowledge of tides"},
    {"element_type": "task", "element_identifier": "T3", "title": "", "text": "Paint the pier"},
]
LINKS = [("R1", "T1"), ("T2", "R2"), ("R1", "K1")]


def read(path: Path, text: str) -> Reading:
    path.write_text(text, encoding="utf-8")
    return read_file(path, language="en")


def told(reading: Reading) -> dict[str, list[tuple[str | None, str]]]:
    return {r.name: [(s.kind, s.passage.plain) for s in r.statements] for r in reading.roles}


def test_elements_that_are_linked_are_statements_of_their_role(tmp_path: Path) -> None:
    """The form of the NICE framework gave no role at all."""
    links = [
        {"source_element_identifier": one, "dest_element_identifier": other} for one, other in LINKS
    ]
    data = {
        "response": {
            "requestType": 1,
            "elements": {
                "documents": [{"name": "A"}],
                "elements": ELEMENTS,
                "relationships": links,
            },
        }
    }
    reading = read(tmp_path / "export.json", json.dumps(data, indent=1))

    assert {
        "Port Analyst": [
            ("responsibility", "Count the ships"),
            ("requirement", "Knowledge of tides"),
        ],
        "Records Clerk": [("responsibility", "Keep the log")],
    } == told(reading)
    assert any("is linked with no role of this file" in e.reason for e in reading.not_read)


def test_a_preferred_label_names_an_occupation(tmp_path: Path) -> None:
    """ESCO calls it so, as a column and as a field."""
    table = read(
        tmp_path / "occupations.csv",
        "conceptType,preferredLabel,altLabels,description\n"
        'Occupation,boatman,"deck rating\nmatrose",Assists the master on inland vessels.\n'
        "KnowledgeSkillCompetence,steer vessels,,Bring a ship where it should go.\n",
    )
    records = read(
        tmp_path / "export.json",
        json.dumps(
            {"occupations": [{"preferredLabel": "boatman", "essentialSkills": ["moor vessels"]}]}
        ),
    )

    assert ["boatman"] == [role.name for role in table.roles]
    assert ["deck rating", "matrose"] == table.roles[0].aliases
    assert any("KnowledgeSkillCompetence" in each.reason for each in table.not_read)
    assert {"boatman": [("requirement", "moor vessels")]} == told(records)


def test_a_description_in_each_row_is_told_once(tmp_path: Path) -> None:
    """O*NET has one row for each task, and the occupation in all of them."""
    reading = read(
        tmp_path / "tasks.csv",
        "Title,Description,Task\nSailors,Stand watch on deck.,Tie barges\n"
        "Sailors,Stand watch on deck.,Man lifeboats\n",
    )

    assert ["Stand watch on deck."] == [each.plain for each in reading.roles[0].description]
    assert 2 == len(reading.roles[0].statements)


def test_an_issue_is_told_by_its_summary(tmp_path: Path) -> None:
    """The component was the activity, one for all issues."""
    head = "Summary,Issue key,Component/s,Responsible,Accountable,Consulted,Informed\n"
    owners = read(
        tmp_path / "issues.csv",
        f"{head}Moor the ferry,H-1,Ferry,Deckhand,Ferry Manager,Pilot,Harbour Master\n",
    )
    letters = read(
        tmp_path / "letters.csv",
        "Issue key,Summary,Component,Deckhand,Ferry Manager\nH-1,Moor the ferry,Ferry,R,A\n",
    )

    for reading in (owners, letters):
        assert {"Moor the ferry"} == {each.activity for each in reading.assignments}


BY_LANGUAGE = {
    "en": {
        "preferredLabel": {"en": "boatman", "de": "Matrose"},
        "alternativeLabel": {"en": ["deck rating"], "de": ["Decksmann"]},
        "description": {"en": {"literal": "Assists the master.", "mimetype": "plain/text"}},
        "essentialSkills": ["moor vessels"],
    },
    "de": {
        "prefLabel": [
            {"@language": "en", "@value": "boatman"},
            {"@language": "de", "@value": "Matrose"},
        ],
        "description": {"@language": "de", "@value": "Hilft dem Schiffer."},
        "aufgaben": [{"en": "moor vessels", "de": "Leinen werfen"}],
    },
}


@pytest.mark.parametrize("language", ["en", "de"])
def test_of_texts_in_several_languages_one_is_read(tmp_path: Path, language: str) -> None:
    """ESCO and JSON-LD give a name once for each language; no name was found at all."""
    path = tmp_path / "export.json"
    records = {"rollen" if language == "de" else "occupations": [BY_LANGUAGE[language]]}
    path.write_text(json.dumps(records, indent=1), encoding="utf-8")
    reading = read_file(path, language=language)
    (role,) = reading.roles
    (statement,) = role.statements

    names = {"en": ["boatman", "deck rating"], "de": ["Matrose"]}
    assert names[language] == [role.name, *role.aliases]
    assert {"en": "moor vessels", "de": "Leinen werfen"}[language] == statement.passage.plain
    assert () == statement.parts
    assert any("another language" in each.reason for each in reading.not_read)
