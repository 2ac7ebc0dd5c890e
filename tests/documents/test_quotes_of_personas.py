"""What a persona says straight below her name is her quote."""

from __future__ import annotations

from pathlib import Path

import pytest

from rolegraph.documents.reading import Reading, read_file

CARD = """# Personas

## Nurse

{above}### Maya Sharma

{quote}

Maya works on ward 4.

#### Goals

- Finish rounds early
{below}"""


def _read(folder: Path, text: str) -> Reading:
    path = folder / "cards.md"
    path.write_text(text, encoding="utf-8")
    return read_file(path, shown_as=path.name)


def _quotes(reading: Reading) -> list[tuple[str, str]]:
    statements = [each for role in reading.roles for each in role.statements]
    return [(s.persona, s.passage.plain) for s in statements if s.kind == "quote"]


@pytest.mark.parametrize(
    "quote",
    [
        "> I just want to finish my rounds before noon.",
        "“I just want to finish my rounds before noon.”",
        '*"I just want to finish my rounds before noon."*',
        "![Maya](maya.png)\n\n> I just want to finish my rounds before noon.",
    ],
)
def test_a_quotation_below_the_name_is_the_quote(tmp_path: Path, quote: str) -> None:
    """Most cards of personas begin so; it was told as not read, or was a description."""
    reading = _read(tmp_path, CARD.format(above="", quote=quote, below=""))

    ((persona, said),) = _quotes(reading)
    assert "Maya Sharma" == persona
    assert "I just want to finish my rounds before noon." == said.strip('“”"*')
    assert ["Maya works on ward 4."] == [each.plain for each in reading.roles[0].description]


def test_a_card_with_a_heading_for_it_has_its_quote_there(tmp_path: Path) -> None:
    """A persona has one."""
    below = "\n#### Quote\n\n> Which bed is free?\n"
    reading = _read(tmp_path, CARD.format(above="", quote="> A story begins.", below=below))

    assert [("Maya Sharma", "Which bed is free?")] == _quotes(reading)


def test_a_quotation_below_a_role_is_nobody_s_quote(tmp_path: Path) -> None:
    """It may be of a law, or of somebody else; it is told as before."""
    above = "> A nurse is on duty at night.\n\n"
    reading = _read(tmp_path, CARD.format(above=above, quote="She is new.", below=""))

    assert [] == _quotes(reading)
    assert any("a quotation" in each.reason for each in reading.not_read)
