"""Tables and records that a service or a register wrote, and files that are no documents."""

from __future__ import annotations

from pathlib import Path

import pytest

from rolegraph.documents.readers import outline_of
from rolegraph.documents.reading import Reading, read_file
from rolegraph.documents.text.errors import MalformedDocument


def read(tmp_path: Path, text: str, name: str) -> Reading:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return read_file(path)


def told(reading: Reading) -> dict[str, list[str]]:
    """Return the statements of each role: kind and text."""
    return {
        role.name: [f"{each.kind}: {each.passage.plain}" for each in role.statements]
        for role in reading.roles
    }


def test_a_column_says_of_each_row_whether_it_forbids(tmp_path: Path) -> None:
    """What must not be done was a duty, and “Must not” another statement beside it."""
    reading = read(
        tmp_path,
        "Title,Role Owner,Duty,Duty Type\n"
        "Births,Registrar,Registers births,Must\n"
        "Passports,Passport Officer,Issues passports,Must\n"
        "Passports,Passport Officer,Hand out passports unseen,Must not\n",
        "duties.csv",
    )

    assert told(reading) == {
        "Registrar": ["responsibility: Registers births"],
        "Passport Officer": [
            "responsibility: Issues passports",
            "exclusion: Hand out passports unseen",
        ],
    }


def test_numbers_and_sorts_of_entries_are_no_statements(tmp_path: Path) -> None:
    """Each task had its number and “Core” for two more duties."""
    reading = read(
        tmp_path,
        "Title\tTask ID\tTask\tTask Type\n"
        "Ferry Masters\t101\tSteer ferries across the river\tCore\n"
        "Deck Cooks\t201\tPrepare meals for the crew\tCore\n",
        "tasks.tsv",
    )

    assert told(reading) == {
        "Ferry Masters": ["responsibility: Steer ferries across the river"],
        "Deck Cooks": ["responsibility: Prepare meals for the crew"],
    }
    assert any("“Task ID” marks an entry" in each.reason for each in reading.not_read)


def test_an_entry_of_records_says_its_text(tmp_path: Path) -> None:
    """The duty was “1”, with “text” and the number of its share nested in it."""
    reading = read(
        tmp_path,
        '{"positions": [{"title": "Payroll Clerk", "reportsTo": null, "duties": ['
        '{"seq": 1, "text": "Runs the payroll", "percent": 60},'
        '{"seq": 2, "text": "Answers questions", "percent": 40}]}]}',
        "positions.json",
    )

    assert told(reading) == {
        "Payroll Clerk": ["responsibility: Runs the payroll", "responsibility: Answers questions"]
    }
    assert not any(each.parts for each in reading.roles[0].statements)
    assert not reading.roles[0].relations
    assert any("a number beside the text" in each.reason for each in reading.not_read)


@pytest.mark.parametrize(
    ("name", "content", "way_out"),
    [
        ("roles.opml", b"<opml/>", "pandoc -f opml"),
        ("roles.ipynb", b"{}", "jupyter nbconvert"),
        ("export.zip", b"PK", "Unpack it"),
        ("roles.jsonl", b"{}", "jq -s"),
        ("roles.csv", "Rolle,Aufgabe\nPrüfer,Prüft\n".encode("cp1252"), "-f WINDOWS-1252"),
        ("roles.csv", "Rolle,Aufgabe\n".encode("utf-16"), "seems to be UTF-16"),
    ],
)
def test_what_cannot_be_read_is_told_with_a_way_out(
    tmp_path: Path, name: str, content: bytes, way_out: str
) -> None:
    """“Save it as Markdown” helps nobody who has an archive or a table from Excel."""
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(MalformedDocument) as told_so:
        outline_of(path, name)

    assert way_out in str(told_so.value)


def test_an_address_of_the_web_is_no_missing_file() -> None:
    """It was “No such file or directory”, with one slash less than was typed."""
    with pytest.raises(MalformedDocument, match="Nothing is taken from the web"):
        outline_of(Path("https://example.org/roles.md"), "https://example.org/roles.md")
