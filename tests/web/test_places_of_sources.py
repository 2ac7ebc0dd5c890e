"""Pages say where a thing stands in its own document: in which one, and in which cell or line."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path

import httpx
import pytest
from openpyxl import Workbook

from commands import rolegraph
from serving import StartServer

ROLES = "# Roles\n\n## Inspector\n\n### Responsibilities\n\n- Checks sites\n- Reports offences\n"
RULES = "# House rules\n\n\n## Inspector\n\n\n### Responsibilities\n\n- Signs the log\n"


@pytest.fixture(scope="module")
def town(
    tmp_path_factory: pytest.TempPathFactory, start_module_server: StartServer
) -> Iterator[httpx.Client]:
    """A served catalogue: two documents on one role, a workbook and a table in CSV."""
    home: Path = tmp_path_factory.mktemp("town") / "town"
    home.mkdir()
    (home / "roles.md").write_text(ROLES)
    (home / "rules.md").write_text(RULES)
    (home / "gate.csv").write_text("Task,Inspector,Warden\nOpen the gate,R,A\n")
    book = Workbook()
    assert book.active is not None
    book.active.title = "RACI"
    for row in (["Who does what"], [], ["Task", "Inspector", "Mayor"], ["Check sites", "R", "A"]):
        book.active.append(row)
    book.create_sheet("Notes").append(["Nothing yet"])
    book.save(home / "raci.xlsx")
    names = ("roles.md", "rules.md", "raci.xlsx", "gate.csv")
    made = rolegraph(
        *("init", home, "--yes", "--base", "https://town.example/id/"),
        *(part for name in names for part in ("--from", home / name)),
    )
    assert 0 == made.returncode, made.stderr
    with start_module_server(str(home)).client() as client:
        yield client


def page(town: httpx.Client, path: str) -> str:
    """Return a page without its scripts."""
    got = town.get(path, headers={"Accept": "text/html"})
    assert 200 == got.status_code, path
    return re.sub(r"<script.*?</script>", "", got.text, flags=re.DOTALL)


def words(html: str) -> str:
    """Return the words of a page."""
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", html)))


def test_a_statement_leads_to_its_line_in_the_document_that_says_it(town: httpx.Client) -> None:
    """It led to the line of that number in the first document of the role."""
    role = page(town, "/roles/inspector")

    rows = re.findall(
        r'<td data-label="Line"><a href="([^"]+)"[^>]*>(\d+)</a>.*?>([^<]+)</span>', role
    )
    assert {
        ("/documents/roles#L7", "7", "Roles"),
        ("/documents/roles#L8", "8", "Roles"),
        ("/documents/rules#L9", "9", "House rules"),
    } == set(rows)
    assert "Statement and line are from Roles , House rules ." in words(role)
    assert '<li id="L9">' in (document := page(town, "/documents/rules"))
    assert "Signs the log" in words(document.partition('<li id="L9">')[2].partition("</li>")[0])


def test_a_place_in_a_workbook_is_a_cell(town: httpx.Client) -> None:
    """It was the line of a text that nobody sees, one more than the row."""
    letter = page(town, "/assignments/inspector-check-sites-responsible")

    assert "R cell RACI!B4 of raci" in words(letter)
    assert "Inspector cell RACI!B3 of raci" in words(page(town, "/roles/inspector"))


def test_the_link_of_a_cell_leads_to_the_text_that_it_stands_in(town: httpx.Client) -> None:
    """The text of a workbook has lines for the names of its sheets, so rows and lines differ."""
    letter = page(town, "/assignments/inspector-check-sites-responsible")
    found = re.search(r'<a href="(/documents/raci)#(L\d+)">cell RACI!B4</a>', letter)

    assert found
    line = page(town, found[1]).partition(f'<li id="{found[2]}">')[2].partition("</li>")[0]
    assert "Check sites R A" in words(line)


def test_a_place_in_a_table_of_text_is_row_and_column(town: httpx.Client) -> None:
    """`cell=2,2` is how an address says it."""
    letter = page(town, "/assignments/inspector-open-the-gate-responsible")

    assert "R row 2, column 2 of gate" in words(letter)


def test_how_a_role_takes_part_is_a_word(town: httpx.Client) -> None:
    """Who reads the page of an assignment does not know prefixes."""
    letter = words(page(town, "/assignments/inspector-check-sites-responsible"))

    assert "takes part as responsible" in letter
    assert "rg:" not in letter


def test_what_is_not_recorded_is_a_list_in_words(town: httpx.Client) -> None:
    """“No stages and no frameworks and no assignments” is hard to read."""
    assert "The catalogue has no lifecycle stages or frameworks yet" in words(page(town, "/"))
