"""What a newcomer sees first: the pages of a catalogue that was just made from one document."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from commands import rolegraph
from serving import Server, StartServer, fetch

MATRIX = """Tätigkeit,Hafenmeister,Lotse,Festmacher
Liegeplatz zuweisen,A/R,C,I
Schiff festmachen,I,A,R
"""


@pytest.fixture(scope="module")
def dock(
    tmp_path_factory: pytest.TempPathFactory, start_module_server: StartServer
) -> Iterator[httpx.Client]:
    """A served catalogue in German that has one RACI matrix and nothing else."""
    folder = tmp_path_factory.mktemp("dock")
    matrix = folder / "raci.csv"
    matrix.write_text(MATRIX, encoding="utf-8")
    home = folder / "catalogue"
    made = rolegraph(
        *("init", str(home), "--from", str(matrix), "--title", "Dock", "--language", "de"),
        *("--base", "https://dock.example/id/", "--yes"),
    )
    assert 0 == made.returncode, made.stderr
    server: Server = start_module_server(str(home))
    with server.client() as client:
        yield client
    server.stop()


def test_the_first_page_leads_to_the_matrix_and_lists_no_gap_that_nothing_could_fill(
    dock: httpx.Client,
) -> None:
    """Four roles that “work in no stage” tell nothing where no stage is recorded."""
    page = dock.get("/").text

    assert 'href="/raci"' in page
    assert "2 activities" in page
    assert "It works in no stage." not in page
    assert "Roles without a lifecycle stage" not in page
    assert "The catalogue has no lifecycle stages or frameworks yet" in page
    assert "personas that represent them" not in page
    assert "<figure" not in page  # there is nothing to draw but names


def test_roles_with_tools_alone_are_a_list_and_no_picture(
    start_server: StartServer, tmp_path: Path
) -> None:
    """Boxes with names below each other say less than the list below them."""
    document = tmp_path / "museum.md"
    document.write_text(
        "# Museum\n\n## Registrar\n\n### Tasks\n\n- Keeps the register\n\n### Tools\n\n- Excel\n",
        encoding="utf-8",
    )
    made = rolegraph("init", "--yes", "--from", "museum.md", folder=tmp_path)
    assert 0 == made.returncode, made.stderr
    url = start_server(str(tmp_path)).url
    page, report = (
        fetch(url + path, headers={"Accept": "text/html"}).text for path in ("", "report")
    )

    assert "Registrar" in page
    assert "<figure" not in page
    assert '<dt>With</dt><dd><span class="chip tool"><a href="/tools/excel">Excel</a>' in page
    row = report.partition('href="/roles/registrar"')[2].partition("</tr>")[0]
    # One duty, no persona, no workflow, one tool.
    assert ["1", "none", "none", "1"] == re.findall(r"<td[^>]*>(?:<[^>]*>)*([^<]+)", row)[:4]


def test_german_texts_are_marked_on_pages_that_speak_english(dock: httpx.Client) -> None:
    """A screen reader would read them by English rules."""
    first, role = dock.get("/").text, dock.get("/roles/hafenmeister").text

    assert '<html lang="en"' in first
    assert '<h1 lang="de">Dock</h1>' in first
    assert '<a href="/roles/hafenmeister" lang="de">Hafenmeister</a>' in first
    assert '<h1 lang="de">Hafenmeister</h1>' in role
    assert 'lang="de">Documented' not in first


@pytest.mark.parametrize(
    ("question", "meaning"),
    [
        ("tools-that-support-nothing", "Nothing is recorded yet: the catalogue has no tools."),
        (
            "activities-without-one-accountable-role",
            "Every activity that roles take part in has one accountable role.",
        ),
        ("roles-that-build-and-evaluate", "Choose building and evaluating above."),
    ],
)
def test_a_question_without_an_answer_says_what_that_means(
    dock: httpx.Client, question: str, meaning: str
) -> None:
    """“0 rows” is praise to one reader and a fault to the next."""
    page = dock.get("/query", params={"name": question}).text

    assert f"<p>0 rows. {meaning}</p>" in page
    assert f'data-nothing="{meaning}"' in page  # scripts ask again, and show it as well
