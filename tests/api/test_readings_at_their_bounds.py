"""Documents that are large, oddly named, or sent by who goes away; and the page that shows them."""

from __future__ import annotations

import io
import json
import os
import socket
import tempfile
import time
import zipfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httpx
import jsonschema
import pytest

from rolegraph.documents.uploads.reading import file_name, forget_left
from serving import Server, StartServer

ROOMS = Path(__file__).parents[1] / "documents"
ROLE = """# Yard

## Crane Driver {number}

### Duties

- Lifts loads of yard {number}
- Never lift people of yard {number}
"""
BROWSER = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}


def on_page(client: httpx.Client, name: str, content: bytes, **headers: str) -> httpx.Response:
    return client.post("/read", files={"file": (name, content)}, headers=BROWSER | headers)


@pytest.fixture
def small(start_server: StartServer) -> Iterator[httpx.Client]:
    """A service that takes bodies of 3,000 bytes, and reads for three seconds at most."""
    server = start_server(ROLEGRAPH_UPDATE_LENGTH="3000", ROLEGRAPH_UPLOAD_TIMEOUT="3")
    with server.client() as client:
        yield client


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("Bu\u0308ro.docx", "Büro.docx"),
        ("हिन्दी.md", "हिन्दी.md"),
        ("دليل.md", "دليل.md"),
        ("x\u202edm.exe.md", "x-dm.exe.md"),
        ("con.md", "_con.md"),
        ("Com1.old.md", "_Com1.old.md"),
        ("constable.md", "constable.md"),
        ("roles.docx.md", "roles.docx.md"),
        ("ROLES.MD", "ROLES.MD"),
        ("roles..md", "roles.md"),
        ("C:\\Users\\me\\roles.md", "roles.md"),
    ],
)
def test_a_name_is_kept_as_far_as_any_disk_takes_it(name: str, kept: str) -> None:
    """A Mac sends letters and their accents apart; Windows keeps some names for devices."""
    assert kept == file_name(name)


def test_a_long_name_in_any_script_is_no_fault(client: httpx.Client) -> None:
    """A disk counts bytes: 100 Chinese characters are 300 of them."""
    content = ROLE.format(number=1).encode()
    for name in ("字" * 120 + ".md", "a" * 300 + ".md", "e\u0301" * 200 + ".md"):
        answer = client.post(
            "/api/v1/readings", params={"name": name, "format": "zip"}, content=content
        )
        assert 200 == answer.status_code, answer.text
        with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
            parts = {part for path in archive.namelist() for part in path.split("/")}
        assert max(len(part.encode()) for part in parts) < 255


def test_format_goes_before_accept_as_elsewhere(client: httpx.Client) -> None:
    content, heads = ROLE.format(number=1).encode(), {}
    for name in ("json", "turtle", "zip"):
        answer = client.post(
            "/api/v1/readings",
            params={"name": "yard.md", "format": name},
            content=content,
            headers={"Accept": "text/html"},
        )
        heads[name] = answer.headers["content-type"]
    wrong = client.post(
        "/api/v1/readings", params={"name": "yard.md", "format": "csv"}, content=content
    )

    assert {
        "json": "application/json",
        "turtle": "text/turtle; charset=utf-8",
        "zip": "application/zip",
    } == heads
    assert (400, "format: 'csv' is none of json, turtle, zip.") == (
        wrong.status_code,
        wrong.json()["detail"],
    )


def closed(schema: Any) -> Any:
    """Return a schema whose objects take no members but those it tells."""
    if isinstance(schema, dict):
        found = {name: closed(value) for name, value in schema.items()}
        return found | ({"additionalProperties": False} if "required" in schema else {})
    return [closed(each) for each in schema] if isinstance(schema, list) else schema


def test_a_reading_is_what_its_schema_says(client: httpx.Client) -> None:
    """Each expected reading of the tests is one, and none has a member that is not described."""
    document = client.get("/openapi.json").json()
    answers = document["paths"]["/api/v1/readings"]["post"]["responses"]["200"]["content"]
    reference = answers["application/json"]["schema"]["$ref"]
    names = ("Reading", "Read", "NotReadPlace", "WaitingPlace", "WorkflowText")
    schemas = {
        name: closed(schema)
        for name, schema in document["components"]["schemas"].items()
        if name.endswith(names)
    } | {"ReadingQuestion": closed(document["components"]["schemas"]["ReadingQuestion"])}
    whole = {"$ref": reference, "components": {"schemas": schemas}}
    validator = jsonschema.Draft202012Validator(whole)

    sent = 0
    for path in sorted(ROOMS.rglob("*.expected.json")):
        said = json.loads(path.read_text("utf-8"))
        if isinstance(said, dict) and {"roles", "questions"} <= said.keys():
            faults = [
                f"{each.json_path}: {each.message}"
                for each in validator.iter_errors({"waiting": [], **said})
            ]
            assert [] == faults, path.name
            sent += 1
    assert sent > 100
    for name in ("structures/raci.xlsx", "pdf/theatre-tagged.pdf"):
        file = ROOMS / name
        answer = client.post(
            "/api/v1/readings", params={"name": file.name}, content=file.read_bytes()
        )
        validator.validate(answer.json())


def test_a_document_beyond_the_limit_is_told_as_a_page_to_people(small: httpx.Client) -> None:
    long = b"# Roles\n" * 400
    program = small.post("/api/v1/readings", params={"name": "roles.md"}, content=long)
    person = on_page(small, "roles.md", long)

    assert (413, "application/problem+json") == (
        program.status_code,
        program.headers["content-type"],
    )
    assert (413, "text/html; charset=utf-8") == (person.status_code, person.headers["content-type"])
    assert "the limit is 3000" in person.text


def test_what_takes_too_long_is_told_as_a_page_to_people(small: httpx.Client) -> None:
    """A small archive may unpack to a million paragraphs."""
    packed = word_file(b"<w:p><w:r><w:t>b</w:t></w:r></w:p>" * 400_000, zipfile.ZIP_BZIP2)
    assert len(packed) < 2900
    answer = on_page(small, "roles.docx", packed)

    assert (422, True) == (answer.status_code, "ROLEGRAPH_UPLOAD_TIMEOUT" in answer.text)
    assert 200 == on_page(small, "yard.md", ROLE.format(number=1).encode()).status_code


def test_an_archive_that_unpacks_to_more_is_refused_at_once(client: httpx.Client) -> None:
    answer = on_page(client, "roles.docx", word_file(b" " * (80 * 2**20)))

    assert (400, True) == (answer.status_code, "unpacks to 80 MB of XML" in answer.text)


def word_file(body: bytes, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    space = b"http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    types = (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="xml" ContentType="application/xml"/></Types>'
    )
    relation = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        '<Relationship Id="a" Target="word/document.xml" Type="http://schemas.openxmlformats.org/'
        'officeDocument/2006/relationships/officeDocument"/></Relationships>'
    )
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", method) as archive:
        archive.writestr("[Content_Types].xml", types)
        archive.writestr("_rels/.rels", relation)
        archive.writestr(
            "word/document.xml",
            b'<w:document xmlns:w="%s"><w:body>%s</w:body></w:document>' % (space, body),
        )
    return made.getvalue()


def test_many_at_once_get_their_own_answer_or_are_asked_to_come_again(
    client: httpx.Client,
) -> None:
    """People get a page that says so, programs a problem document; both with Retry-After."""

    def ask(number: int) -> tuple[int, httpx.Response]:
        content = ROLE.format(number=number).encode()
        if number % 2:
            return number, on_page(client, f"yard-{number}.md", content)
        name = {"name": f"yard-{number}.md"}
        return number, client.post("/api/v1/readings", params=name, content=content)

    with ThreadPoolExecutor(40) as threads:
        answers = list(threads.map(ask, range(100, 140)))

    assert {200} <= {answer.status_code for _, answer in answers} <= {200, 503}
    for number, answer in answers:
        kind = answer.headers["content-type"].partition(";")[0]
        if answer.status_code == 200:
            found = {other for other in range(100, 140) if f"loads of yard {other}" in answer.text}
            assert {number} == found
        else:
            assert "5" == answer.headers["retry-after"]
        plain = "application/json" if answer.status_code == 200 else "application/problem+json"
        assert ("text/html" if number % 2 else plain) == kind


def test_a_page_of_another_site_cannot_have_a_document_shown_here(client: httpx.Client) -> None:
    """Nothing would be stored; but its text, or a ZIP file, would seem to come from here."""
    content = ROLE.format(number=1).encode()
    foreign = on_page(client, "yard.md", content, **{"Sec-Fetch-Site": "cross-site"})
    other = on_page(client, "yard.md", content, Origin="https://elsewhere.example")
    own = on_page(client, "yard.md", content, **{"Sec-Fetch-Site": "same-origin"})

    assert [403, 403, 200] == [each.status_code for each in (foreign, other, own)]
    assert "Crane Driver" not in foreign.text + other.text


def test_an_answer_to_a_form_is_never_answered_from_a_cache(client: httpx.Client) -> None:
    first = on_page(client, "yard.md", ROLE.format(number=1).encode())
    again = on_page(client, "yard.md", ROLE.format(number=1).encode(), **{"If-None-Match": "*"})

    assert "etag" not in first.headers
    assert (200, "no-store") == (again.status_code, again.headers["cache-control"])


def test_a_handbook_of_300_roles_is_a_page_of_100_kilobytes(client: httpx.Client) -> None:
    """The first roles are shown whole, the others by name, and the page says so."""
    handbook = "".join(ROLE.format(number=number)[7:] for number in range(300))
    page = on_page(client, "handbook.md", handbook.encode())

    assert 200 == page.status_code
    assert len(page.content) < 100_000
    assert "<strong>300 roles</strong>" in page.text
    assert "The page shows the first of them" in page.text
    assert "Crane Driver 299" in page.text
    assert "responsibility matrix" not in page.text
    assert "1 question for a person. 0 places were not read." in page.text


def test_what_a_page_leaves_out_of_a_list_is_counted(client: httpx.Client) -> None:
    rows = "\n".join(f"| Task {number} | R | A |" for number in range(130))
    tools = "".join(f"### Tools\n\n- Tool {number}\n" for number in range(130))
    matrix = f"# Yard\n\n| Task | Driver | Head |\n|---|---|---|\n{rows}\n"
    duties = "".join(f"- Lifts load {number}\n" for number in range(500))
    text = f"{matrix}\n## Crane Driver\n\n### Duties\n\n{duties}\n{tools}"
    page = on_page(client, "yard.md", text.encode())

    assert 200 == page.status_code
    for said in ("130 activities", "30 more activities", "201 more statements", "30 more tools"):
        assert said in page.text


def test_a_line_of_a_megabyte_is_shown_by_its_beginning(client: httpx.Client) -> None:
    page = on_page(client, "long.md", f"# Clerk\n\n## Duties\n\n- {'word ' * 40_000}\n".encode())

    assert (200, True) == (page.status_code, "more characters)" in page.text)
    assert len(page.content) < 30_000


def test_markup_of_a_document_is_text_on_the_page(client: httpx.Client) -> None:
    text = '# Clerk"><script>alert(2)</script><img src=x onerror=alert(1)>\n\n## Duties\n\n- Files "a" & `b<c`\n'
    page = on_page(client, "<b>roles.md", text.encode())

    assert 200 == page.status_code
    assert "Files &#34;a&#34; &amp; b&lt;c" in page.text
    assert "<script>alert" not in page.text
    assert "<img src=x" not in page.text
    assert "script-src 'self'" in page.headers["content-security-policy"]


def half_sent(server: httpx.Client, path: str, content: bytes, sent: int) -> None:
    """Send the beginning of a document, or all of it, and go away."""
    place = urlsplit(str(server.base_url))
    with socket.create_connection((place.hostname, place.port)) as connection:
        head = f"POST {path} HTTP/1.1\r\nHost: {place.netloc}\r\nContent-Length: {len(content)}"
        connection.sendall(head.encode() + b"\r\n\r\n" + content[:sent])
        time.sleep(0.5)


def test_who_goes_away_leaves_nothing_behind(start_server: StartServer, tmp_path: Path) -> None:
    """The process of a reading that nobody waits for is ended, and the next one begins."""
    server: Server = start_server(TMPDIR=str(tmp_path), ROLEGRAPH_UPLOAD_TIMEOUT="600")
    slow = word_file(b"<w:p><w:r><w:t>b</w:t></w:r></w:p>" * 1_500_000)
    with server.client() as client:
        small = ROLE.format(number=1).encode()
        assert 200 == on_page(client, "yard.md", small).status_code
        half_sent(client, "/api/v1/readings?name=slow.docx", slow, len(slow) // 2)
        half_sent(client, "/api/v1/validate", slow, len(slow) // 2)
        for _ in range(3):  # one more than are read at once
            half_sent(client, "/api/v1/readings?name=slow.docx", slow, len(slow))

        assert 200 == on_page(client, "yard.md", small).status_code
        assert [] == list(tmp_path.glob("rolegraph-document-*"))


def test_what_a_killed_service_left_is_removed_by_the_next(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    old, new, other = (
        tmp_path / name for name in ("rolegraph-document-a", "rolegraph-document-b", "else")
    )
    for folder in (old, new, other):
        (folder / "data").mkdir(parents=True)
        (folder / "data" / "roles.md").write_text("# Roles", "utf-8")
    for folder in (old, other):
        os.utime(folder, (0, 0))
    (tmp_path / "rolegraph-document-link").symlink_to(other)

    forget_left()

    assert not old.exists()
    assert (new / "data" / "roles.md").exists()
    assert (other / "data" / "roles.md").exists()


def test_where_reading_is_closed_a_stranger_has_nothing_read(start_server: StartServer) -> None:
    token = "a-token-that-may-write"
    server = start_server(ROLEGRAPH_OPEN_READING="false", ROLEGRAPH_WRITE_TOKEN=token)
    content = ROLE.format(number=1).encode()
    with server.client() as client:
        known = {"Authorization": f"Bearer {token}"}
        name = {"name": "yard.md"}
        refused = client.post("/api/v1/readings", params=name, content=content)
        taken = client.post("/api/v1/readings", params=name, content=content, headers=known)
        signed = client.post("/sign-in", data={"token": token})
        cookie = {"Cookie": signed.headers["set-cookie"].partition(";")[0]}
        own = on_page(client, "yard.md", content, **cookie)
        foreign = on_page(client, "yard.md", content, **cookie, **{"Sec-Fetch-Site": "cross-site"})

    assert [401, 200, 200] == [each.status_code for each in (refused, taken, own)]
    assert foreign.status_code in {401, 403}
    assert "Crane Driver" not in foreign.text
    assert "private, no-cache" == own.headers["cache-control"]
