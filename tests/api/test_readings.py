"""Documents that are sent to be read: as the command reads them, and nothing is stored."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from commands import rolegraph
from rolegraph.documents.uploads.reading import file_name
from rolegraph.errors import InputError

STRUCTURES = Path(__file__).parents[1] / "documents" / "structures"
PRINTED = Path(__file__).parents[1] / "documents" / "pdf"
FILES = [
    STRUCTURES / "job-description.md",
    STRUCTURES / "raci.xlsx",
    STRUCTURES / "chapters.json",
    STRUCTURES / "page.html",
    STRUCTURES / "actor-ja.md",
    PRINTED / "theatre-tagged.pdf",
]
YARD = """# Yard

## Crane Driver

### Duties

- Lifts loads
- Never lift people
"""


def sent(client: httpx.Client, file: Path, **headers: str) -> httpx.Response:
    name = {"name": file.name}
    return client.post("/api/v1/readings", params=name, content=file.read_bytes(), headers=headers)


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_a_document_is_read_as_the_command_reads_it(client: httpx.Client, file: Path) -> None:
    command = rolegraph("documents", "read", file.name, "--format", "json", folder=file.parent)
    answer = sent(client, file)

    assert 200 == answer.status_code, answer.text
    said = answer.json()
    said.pop("waiting")
    assert json.loads(command.stdout) == said


def test_a_form_of_a_page_brings_the_same(client: httpx.Client) -> None:
    file = FILES[0]
    form = client.post("/api/v1/readings", files={"file": (file.name, file.read_bytes())})

    assert sent(client, file).json() == form.json()


def test_the_archive_is_a_catalogue_that_goes_on(client: httpx.Client, tmp_path: Path) -> None:
    """Whoever saw her document read takes it along, answers, and imports again."""
    document = tmp_path / "yard of 2026.md"
    document.write_text(YARD, "utf-8")
    answer = sent(client, document, Accept="application/zip")
    assert 200 == answer.status_code, answer.text
    assert "yard%20of%202026.zip" in answer.headers["content-disposition"]
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        archive.extractall(tmp_path)
    folder = tmp_path / "yard of 2026"

    checked = rolegraph("check", folder=folder)
    assert 0 == checked.returncode, checked.stdout + checked.stderr
    (file,) = (folder / "data").glob("*.ttl")
    graph = file.read_text("utf-8")
    again = rolegraph("documents", "import", "data/yard of 2026.md", folder=folder)
    assert 0 == again.returncode, again.stderr
    assert graph == file.read_text("utf-8")

    (curation,) = (folder / "data").glob("*.curation.yaml")
    asked = curation.read_text("utf-8")
    assert "a rg:Exclusion" not in graph
    curation.write_text(asked.replace("answer:\n", "answer: exclusion\n", 1), "utf-8")
    assert 0 == rolegraph("documents", "import", "data/yard of 2026.md", folder=folder).returncode
    assert "a rg:Exclusion" in file.read_text("utf-8")
    assert {file} == {*(folder / "data").glob("*.ttl")}


def test_its_graph_comes_as_turtle(client: httpx.Client, tmp_path: Path) -> None:
    document = tmp_path / "yard.md"
    document.write_text(YARD, "utf-8")
    answer = sent(client, document, Accept="text/turtle")

    assert "text/turtle; charset=utf-8" == answer.headers["content-type"]
    assert 'skos:prefLabel "Crane Driver"@en' in answer.text


def test_what_waits_for_a_person_is_told(client: httpx.Client, tmp_path: Path) -> None:
    document = tmp_path / "yard.md"
    document.write_text(YARD, "utf-8")

    (waiting,) = sent(client, document).json()["waiting"]

    assert (8, "Never lift people") == (waiting["line"], waiting["text"])


def test_nothing_of_a_document_is_stored(client: httpx.Client, tmp_path: Path) -> None:
    before = client.get("/api/v1/changes").json()["items"][0]
    document = tmp_path / "yard.md"
    document.write_text(YARD, "utf-8")
    for accept in ("application/json", "text/turtle", "application/zip"):
        assert 200 == sent(client, document, Accept=accept).status_code

    assert before == client.get("/api/v1/changes").json()["items"][0]
    found = client.get("/api/v1/search", params={"q": "Crane Driver"}).json()["items"]
    assert "Crane Driver" not in {each["label"] for each in found}


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("roles.docx", b"no Word file", "This is no Word file"),
        ("roles.exe", b"MZ", "A file that ends in .exe is not read here"),
        ("roles.md", b"", "The document is empty"),
        ("roles.md", b"\xff\xfe\xff", "roles.md:1"),
        ("", b"# Roles", "no file name with an ending"),
        ("roles", b"# Roles", "no file name with an ending"),
        ("roles.ttl", b"<urn:a> a <urn:b> .", "Load it with `rolegraph load`"),
    ],
)
def test_what_cannot_be_read_is_refused_with_the_reason(
    client: httpx.Client, name: str, content: bytes, said: str
) -> None:
    answer = client.post("/api/v1/readings", params={"name": name}, content=content)

    assert 400 == answer.status_code
    assert said in answer.json()["detail"]


def test_a_form_with_two_documents_is_refused(client: httpx.Client) -> None:
    two = [("file", (f"{name}.md", b"# Roles")) for name in "ab"]
    answer = client.post("/api/v1/readings", files=two)

    assert (400, True) == (answer.status_code, "Send one document" in answer.json()["detail"])


def test_a_document_brings_in_no_file_of_the_machine(client: httpx.Client, tmp_path: Path) -> None:
    """The process that reads may open files, so what it reads must not say which."""
    secret = tmp_path / "secret.txt"
    secret.write_text("KEEP-THIS", "utf-8")
    page = tmp_path / "roles.xhtml"
    page.write_text(
        f'<!DOCTYPE html [<!ENTITY said SYSTEM "{secret.as_uri()}">]>'
        "<html><body><h1>Clerk</h1><h2>Duties</h2><ul><li>Files &said; reports</li></ul></body></html>",
        "utf-8",
    )
    flat = tmp_path / "roles.fodt"
    flat.write_text(
        f'<!DOCTYPE x [<!ENTITY said SYSTEM "{secret.as_uri()}">]>'
        '<office:document xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
        'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:text>'
        "<text:h>Clerk</text:h><text:p>Files &said; reports</text:p>"
        "</office:text></office:body></office:document>",
        "utf-8",
    )
    book = tmp_path / "roles.adoc"
    book.write_text(f"= Clerk\n\n== Duties\n\n* Files reports\n\ninclude::{secret}[]\n", "utf-8")

    for document in (page, flat, book):
        assert "KEEP-THIS" not in sent(client, document).text


@given(st.text(max_size=300))
def test_a_name_never_leads_out_of_its_folder(name: str) -> None:
    try:
        bare = file_name(name)
    except InputError:
        return
    assert Path(bare).name == bare
    assert bare not in {".", ".."}
    assert len(bare.encode()) < 1000
    assert file_name(bare) == bare


def test_the_page_shows_what_was_read_and_what_was_not(
    client: httpx.Client, tmp_path: Path
) -> None:
    document = tmp_path / "yard.md"
    document.write_text(f"{YARD}\n## Parking\n\nUse the north gate.\n", "utf-8")
    answer = client.post("/read", files={"file": (document.name, document.read_bytes())})

    assert 200 == answer.status_code
    for said in (
        "Crane Driver",
        "Lifts loads",
        "line 7",
        "Is it an exclusion?",
        "Nothing is stored",
    ):
        assert said in answer.text
    assert "Not read, and why" in answer.text


def test_the_page_says_what_is_wrong_with_a_document(client: httpx.Client) -> None:
    answer = client.post("/read", files={"file": ("roles.docx", b"no Word file")})

    assert 400 == answer.status_code
    assert "This is no Word file" in answer.text
    assert "nothing was stored" in answer.text


def test_pages_lead_there(client: httpx.Client) -> None:
    for path in ("/", "/documents", "/roles"):
        assert 'href="/read"' in client.get(path, headers={"Accept": "text/html"}).text
