"""What waits for a person stands on the report: questions about documents, and findings."""

from __future__ import annotations

import os
import re
import time
from html import unescape
from io import BytesIO
from pathlib import Path

import httpx
import pytest
from pypdf import PdfReader
from visiting import VisitPage

from rolegraph.documents.keeping.open_questions import OpenQuestions
from rolegraph.folder.catalogue_folder import CatalogueFolder
from rolegraph.store.embedded import EmbeddedStore
from serving import Server, StartServer

TOML = """
[catalogue]
title = "Roles of the yard"
base = "https://yard.example/id/"
language = "en"

[documents]
"handbook/cranes.md" = {}
"handbook/gates.md" = {}

[rules]
profile = "draft"
"""
CURATION = """reading: 1
questions:
  - line: 8
    question: “Never lift people” (line 8) may say what the role must not do. Is it an exclusion?
    choices: [exclusion, responsibility]
    topic: negation
    texts: [Never lift people]
    answer:
  - line: 12
    question: Is “Emil Watt” (line 12) a role?
    choices: ["yes", "no"]
    topic: role
    texts: [Emil Watt]
    answer:
  - line: 15
    question: “Not at night” (line 15) may say what the role must not do. Is it an exclusion?
    choices: [exclusion, responsibility]
    topic: negation
    texts: [Not at night]
    answer: exclusion
"""
DATA = """
@prefix rg: <https://w3id.org/rolegraph/ontology#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@base <https://yard.example/id/> .
<roles/driver> a rg:Role ; skos:prefLabel "Crane driver"@en ;
    rg:hasResponsibility <responsibilities/lift> .
<responsibilities/lift> a rg:Responsibility ; skos:prefLabel "Lift loads"@en ;
    rg:statementOf <roles/driver> .
"""


@pytest.fixture
def yard(tmp_path: Path) -> Path:
    """A catalogue with two documents: questions about one of them are open."""
    for name in ("data", "handbook"):
        (tmp_path / name).mkdir()
    (tmp_path / "rolegraph.toml").write_text(TOML, encoding="utf-8")
    (tmp_path / "data" / "yard.ttl").write_text(DATA, encoding="utf-8")
    for name in ("cranes", "gates"):
        (tmp_path / "handbook" / f"{name}.md").write_text(f"# {name}\n", encoding="utf-8")
    (tmp_path / "handbook" / "cranes.curation.yaml").write_text(CURATION, encoding="utf-8")
    return tmp_path


def told(client: httpx.Client, path: str) -> str:
    """Return the words of a page."""
    answer = client.get(path, headers={"Accept": "text/html"})
    assert answer.is_success, answer.text
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", answer.text)).split())


def test_a_meeting_sees_what_the_documents_leave_open(
    yard: Path, start_server: StartServer
) -> None:
    """A manager answers in the meeting; nobody there opens a curation file to find the question."""
    with start_server(str(yard)).client() as client:
        while client.get("/checks", headers={"Accept": "text/html"}).status_code == 503:
            time.sleep(0.2)  # the checks are at work
        report, earlier = told(client, "/report"), told(client, "/at/1/report")

    assert "To answer: questions about the documents 2" in report
    assert "handbook/cranes.md, line 8: “Never lift people” (line 8) may say what" in report
    assert "Not at night" not in report  # it is answered
    assert "Warning: role: definition: Crane driver" in report
    assert re.search(r"\d+ of severity Info are on the page of the checks", report)
    assert "Info:" not in report
    # A name that may be a person's is not for all who read the report.
    assert "handbook/cranes.md, line 12: A name stands here" in report
    assert "Emil" not in report
    assert "To answer" not in earlier
    assert "To settle" not in earlier


def test_an_answer_in_the_file_is_seen_and_a_broken_file_is_told(yard: Path) -> None:
    """The report must not ask again what was answered, nor be silent of what it cannot read."""
    curation = yard / "handbook" / "cranes.curation.yaml"
    asked = OpenQuestions(CatalogueFolder(yard), EmbeddedStore())

    def lines(text: str | None = None) -> list[int | None]:
        if text is not None:
            curation.write_text(text, encoding="utf-8")
            os.utime(curation, ns=(1, len(text)))
        return [one.line for one in asked.all() or ()]

    assert [8, 12] == lines()
    assert [12] == lines(CURATION.replace("answer:\n", "answer: exclusion\n", 1))
    assert [8, 12] == lines(CURATION)
    lines("reading: 1\nquestions: [")
    assert ["rolegraph check" in one.text for one in asked.all() or ()] == [True]
    lines("reading: 1\n")
    assert [] == asked.all()
    curation.unlink()
    assert asked.all() is None


def test_the_first_page_counts_the_questions_of_the_files_and_leads_to_them(
    yard: Path, start_server: StartServer
) -> None:
    """Who opens the catalogue learns that documents wait for her, without looking for it."""
    with start_server(str(yard)).client() as client:
        first, documents = told(client, "/"), told(client, "/read")
        (yard / "handbook" / "cranes.curation.yaml").unlink()
        after = told(client, "/read")

    assert "2 questions about the documents are open" in first
    assert "handbook/cranes.md 2 open questions: answer in handbook/cranes.curation.yaml" in (
        documents
    )
    assert "Take it out" not in documents  # the service has nothing of it
    assert "cranes.md" not in after


def test_findings_stand_on_the_reports_by_rule(client: httpx.Client) -> None:
    """What the checks find is settled by people, and they meet over this sheet."""
    while client.get("/checks", headers={"Accept": "text/html"}).status_code == 503:
        time.sleep(0.2)  # the checks are at work
    checks = told(client, "/checks?severity=Warning")
    number = int(re.findall(r"of (\d+) findings?\b", checks)[0])
    whole, role, other = (
        told(client, f"{path}/report")
        for path in ("", "/roles/ml-developer", "/roles/data-analyst")
    )

    assert number
    # The report names them as gaps of Coverage; twice, they read as twice as many.
    said = f"find nothing else that waits for anybody. {number} are gaps of Coverage, told there."
    assert f"To settle: findings of the checks The checks {said}" in whole
    assert f"{number} Responsibilities without a tool" in whole
    assert "Feature engineering" in checks
    settled = role.partition("To settle: findings of the checks")[2].partition("Completeness")[0]
    assert "1 is a gap of Coverage, told there." in settled
    assert "Warning" not in settled
    assert "Feature engineering" in role
    assert "findings of the checks The checks find nothing" in other


def test_questions_and_findings_fit_on_the_sheet(
    yard: Path, visit: VisitPage, start_server: StartServer
) -> None:
    """Many questions are counted; the sheet remains one."""
    many = "".join(
        f"  - line: {n}\n    question: “Lift load {n} with the crane at the quay, and report” (line"
        f" {n}) stands below a label that was not understood. What is it?\n"
        f"    topic: label\n    texts: [Lift load {n}]\n"
        for n in range(20, 140)
    )
    (yard / "handbook" / "cranes.curation.yaml").write_text(CURATION + many, encoding="utf-8")
    server: Server = start_server(str(yard))
    page = visit("/report", url=server.url, scripts=False).page
    (sheet,) = PdfReader(BytesIO(page.pdf(format="A4", prefer_css_page_size=True))).pages
    text = " ".join(sheet.extract_text().split())
    left = re.search(r"and (\d+) more", text.partition("questions about the documents")[2])

    assert left is not None
    assert 122 == int(left[1]) + len(re.findall(r"handbook/cranes\.md, line", text))
    assert "To settle" in text


def test_a_matrix_has_no_column_of_a_role_that_takes_part_in_nothing(
    tmp_path: Path, start_server: StartServer
) -> None:
    """Empty columns push the letters off the page; that a role has none is worth a sentence."""
    activity = "<activities/lifting> a rg:Activity ; skos:prefLabel 'Lifting'@en ."
    idle = "<roles/clerk> a rg:Role ; skos:prefLabel 'Clerk'@en ."
    refers = DATA.replace(
        '"Lift loads"@en ;', '"Lift loads"@en ; rg:refersToActivity <activities/lifting> ;'
    )
    (tmp_path / "data").mkdir()
    (tmp_path / "rolegraph.toml").write_text(TOML, encoding="utf-8")
    (tmp_path / "data" / "yard.ttl").write_text(f"{refers}{activity}\n{idle}\n", encoding="utf-8")
    with start_server(str(tmp_path)).client() as client:
        page = client.get("/raci", headers={"Accept": "text/html"}).text

    head = page.partition("<thead>")[2].partition("</thead>")[0]
    assert "Crane driver" in head
    assert "Clerk" not in head
    assert "1 role takes part in none of these activities: Clerk ." in " ".join(
        unescape(re.sub(r"<[^>]+>", " ", page)).split()
    )
