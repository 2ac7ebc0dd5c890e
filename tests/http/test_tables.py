"""Tables of every list and answer: what a spreadsheet or a data frame reads is what is there."""

from __future__ import annotations

import csv
import io
import json
import re
from importlib.util import find_spec

import httpx
import openpyxl
import pytest

from rolegraph.analysis.coverage import MATRICES
from rolegraph.http.tables.table import table_of
from rolegraph.http.tables.writers import CSV, NAMES, NDJSON, XLSX, write_table

TABLES = (
    "/api/v1/roles",
    "/api/v1/personas",
    "/api/v1/steps",
    "/api/v1/queries/raci-matrix",
    "/api/v1/queries/roles-without-a-persona",
    f"/api/v1/analysis/coverage/{next(iter(MATRICES))}",
    "/api/v1/analysis/raci",
    "/api/v1/gaps",
    "/api/v1/score",
)
every = pytest.mark.parametrize("address", TABLES)
BAD = "@prefix rg: <https://w3id.org/rolegraph/ontology#> . <urn:a> a rg:Persona ."


def rows_of(answer: httpx.Response) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(answer.content.decode(), newline="")))


@pytest.mark.parametrize("form", ["csv", "xlsx", "ndjson"])
@every
def test_every_list_and_answer_is_a_table(client: httpx.Client, address: str, form: str) -> None:
    """By `format` and by Accept alike, with the name of a file and an entity tag."""
    named = client.get(address, params={"format": form})
    asked = client.get(address, headers={"Accept": NAMES[form]})

    assert 200 == named.status_code, named.text
    assert named.headers["content-type"].startswith(NAMES[form])
    assert named.headers["content-type"] == asked.headers["content-type"]
    assert named.headers["etag"]
    if form == "xlsx":
        sheet = openpyxl.load_workbook(io.BytesIO(named.content)).active
        assert sheet is not None
        assert sheet.max_row >= 1
        assert all(isinstance(cell.value, str) for cell in sheet[1])
    elif form == "ndjson":
        assert all(isinstance(json.loads(line), dict) for line in named.text.splitlines())
    else:
        assert named.text.splitlines()[0]


def test_a_table_has_all_things(client: httpx.Client) -> None:
    """Not a page of them, which nobody would notice in a spreadsheet."""
    total = client.get("/api/v1/statements", params={"limit": 1}).json()["total"]
    whole = rows_of(client.get("/api/v1/statements", params={"format": "csv"}))
    page = client.get("/api/v1/statements", params={"format": "csv", "limit": 2})

    assert total > 20
    assert total == len(whole) == len({row["id"] for row in whole})
    assert 2 == len(rows_of(page))
    assert 'rel="next"' in page.headers["link"]
    assert "format=csv" in page.headers["link"]


def test_a_link_has_its_label_and_its_iri(client: httpx.Client) -> None:
    """People read the one, programs join by the other."""
    persona = next(
        row
        for row in rows_of(client.get("/api/v1/personas", params={"format": "csv"}))
        if row["id"].endswith("/robin-castellanos")
    )
    thing = client.get("/api/v1/personas/robin-castellanos").json()

    assert thing["representsRole"]["label"] == persona["representsRole"]
    assert thing["representsRole"]["id"] == persona["representsRole.id"]
    assert [one["id"] for one in thing["tools"]] == persona["tools.id"].split(" | ")


def test_tables_are_filtered_and_narrowed(client: httpx.Client) -> None:
    """By the parameters of the list."""
    query = {"format": "csv", "fields": "label,status", "label.contains": "t&e"}

    assert [{"label": "AI T&E Engineer"}] == [
        {"label": row["label"]} for row in rows_of(client.get("/api/v1/roles", params=query))
    ]


def test_findings_are_a_table(client: httpx.Client) -> None:
    """The checks, for who fixes them in a spreadsheet."""
    turtle = {"Content-Type": "text/turtle"}
    answer = client.post("/api/v1/validate?format=csv", content=BAD, headers=turtle)
    rows = rows_of(answer)

    assert 5 < len(rows)
    assert {"Violation", "Warning"} == {row["severity"] for row in rows}
    assert all(row["message"] for row in rows)


def test_text_that_looks_like_a_formula_stays_text() -> None:
    """A label of another's document must not run in a spreadsheet."""
    table = table_of("t", [{"id": "urn:a", "label": '=HYPERLINK("http://x")', "count": 3}])
    sheet = openpyxl.load_workbook(io.BytesIO(write_table(table, XLSX))).active

    assert sheet is not None
    assert "s" == sheet["B2"].data_type
    assert '=HYPERLINK("http://x")' == sheet["B2"].value
    assert 3 == sheet["C2"].value


def test_a_sheet_can_be_read_as_it_opens() -> None:
    """Columns as wide as what they hold, long texts in lines, heads to filter by, links to press."""
    long, page = "What to do about it, said at length. " * 4, "http://localhost:8000/tools/art"
    table = table_of("t", [{"label": "Weigh risk", "advice": long, "page": page, "n": 1}] * 3)
    sheet = openpyxl.load_workbook(io.BytesIO(write_table(table, XLSX))).active

    assert sheet is not None
    widths = [sheet.column_dimensions[letter].width for letter in "ABCD"]
    assert [12, 60, len(page) + 2, 8] == widths
    assert (True, None) == (sheet["B2"].alignment.wrap_text, sheet["A2"].alignment.wrap_text)
    assert "top" == sheet["A2"].alignment.vertical == sheet["B2"].alignment.vertical
    assert ("A2", "A1:D4", True) == (sheet.freeze_panes, sheet.auto_filter.ref, sheet["D1"].font.b)
    assert [page] * 3 == [row[2].hyperlink.target for row in sheet.iter_rows(min_row=2)]
    assert sheet["A2"].hyperlink is None


def test_awkward_cells_come_through() -> None:
    """Quotation marks, line ends, control characters, several values, nothing."""
    odd = 'a "b", c\nd'
    table = table_of("t", [{"a": odd, "b": ["x", "y"], "c": None, "d": "\x01", "e": True}])
    read = next(csv.DictReader(io.StringIO(write_table(table, CSV).decode(), newline="")))
    sheet = openpyxl.load_workbook(io.BytesIO(write_table(table, XLSX))).active

    assert {"a": odd, "b": "x | y", "c": "", "d": "\x01", "e": "true"} == read
    assert sheet is not None
    assert "\N{REPLACEMENT CHARACTER}" == sheet["D2"].value
    assert {"a": odd, "b": ["x", "y"], "c": None, "d": "\x01", "e": True} == json.loads(
        write_table(table, NDJSON)
    )


@pytest.mark.parametrize("form", ["arrow", "parquet"])
@every
def test_data_frames_read_arrow_and_parquet(client: httpx.Client, address: str, form: str) -> None:
    """With pyarrow; without it the answer says what to install."""
    answer = client.get(address, params={"format": form})
    if find_spec("pyarrow") is None:
        assert 406 == answer.status_code
        assert "rolegraph[arrow]" in answer.json()["detail"]
        return
    import pyarrow as pa
    from pyarrow import parquet

    source = pa.BufferReader(answer.content)
    read = pa.ipc.open_stream(source).read_all() if form == "arrow" else parquet.read_table(source)
    lines = client.get(address, params={"format": "ndjson"}).text.splitlines()
    assert len(lines) == read.num_rows


ASKED = "/sparql?format=parquet&query=SELECT%20*%20%7B%20%3Fs%20a%20%3Fo%20%7D%20ORDER%20BY%20%3Fs"


@pytest.mark.parametrize(
    "address", ["/api/v1/roles?format=csv", "/api/v1/roles", "/openapi.json", ASKED]
)
def test_parts_of_an_answer_are_served(client: httpx.Client, address: str) -> None:
    """DuckDB and polars read the end of a file first (RFC 9110, 14)."""
    whole = client.get(address, headers={"Accept-Encoding": "identity"})
    size = len(whole.content)

    def part(wanted: str, **headers: str) -> httpx.Response:
        return client.get(address, headers={"Range": wanted, **headers})

    assert "bytes" == whole.headers["accept-ranges"]
    first, last, rest = part("bytes=0-9"), part("bytes=-7"), part(f"bytes={size - 3}-")
    assert [206] * 3 == [first.status_code, last.status_code, rest.status_code]
    assert (whole.content[:10], whole.content[-7:]) == (first.content, last.content)
    assert whole.content[-3:] == rest.content
    assert f"bytes 0-9/{size}" == first.headers["content-range"]
    assert 416 == part(f"bytes={size}-").status_code
    assert 200 == part("bytes=0-1,3-4").status_code
    assert 200 == part("bytes=0-9", **{"If-Range": '"another"'}).status_code
    assert 206 == part("bytes=0-9", **{"If-Range": whole.headers["etag"]}).status_code


RDF = ("text/turtle", "application/n-triples", "application/rdf+xml")


@pytest.mark.parametrize("kind", RDF)
@pytest.mark.parametrize("address", ["/api/v1/roles", "/api/v1/roles/data-analyst"])
@pytest.mark.parametrize("query", ["fields=label", "expand=levels", "include=referencedBy"])
def test_a_parameter_without_effect_is_refused(
    client: httpx.Client, kind: str, address: str, query: str
) -> None:
    """Silence would let somebody believe that the triples are those that were asked for."""
    answer = client.get(f"{address}?{query}", headers={"Accept": kind})

    assert 400 == answer.status_code
    assert kind in answer.json()["detail"]


def test_what_a_table_cannot_show_is_refused(client: httpx.Client) -> None:
    """NDJSON has it, a sheet has not."""
    query = "/api/v1/roles?include=referencedBy&limit=1&format="

    assert 400 == client.get(query + "csv").status_code
    assert "referencedBy" in client.get(query + "ndjson").json()
    assert 400 == client.get("/api/v1/roles?format=docx").status_code


@pytest.mark.parametrize("form", ["csv", "xlsx"])
@every
def test_every_table_has_headings_in_words_for_people(
    client: httpx.Client, address: str, form: str
) -> None:
    """`thing.id` and `operatesInStage` say nothing to a meeting; programs have the names."""
    asked = client.get(address, params={"format": form, "headings": "words"})
    assert 200 == asked.status_code, asked.text
    if form == "xlsx":
        sheet = openpyxl.load_workbook(io.BytesIO(asked.content)).active
        assert sheet is not None
        head = [str(cell.value) for cell in sheet[1]]
    else:
        head = next(csv.reader(io.StringIO(asked.text)))

    assert len(set(head)) == len(head)
    assert [] == [name for name in head if "_" in name or name.endswith((".id", "Label"))]
    assert [] == [name for name in head if re.search("[a-z][A-Z][a-z]", name)]


@every
def test_headings_that_nobody_would_see_are_refused(client: httpx.Client, address: str) -> None:
    """Silence would be taken for a yes."""
    for params in ({"headings": "words"}, {"headings": "words", "format": "ndjson"}):
        refused = client.get(address, params=params)
        assert 400 == refused.status_code
        assert "headings" in refused.json()["detail"]
    unknown = client.get(address, params={"headings": "german", "format": "csv"})
    assert 400 == unknown.status_code


def test_a_sheet_for_people_has_names_first_and_addresses_last(client: httpx.Client) -> None:
    """Lists begin with what a person looks for, days are days, and yes is yes."""
    text = client.get("/api/v1/tools", params={"format": "csv", "headings": "words"}).text
    first = next(csv.DictReader(io.StringIO(text)))
    names = list(first)

    assert ["Name", "Kind", "Address"] == [names[0], *names[-2:]]
    assert "Supports" in names
    assert not any("T00:00:00Z" in value for value in first.values())


def test_a_wide_sheet_is_printed_across_on_pages_of_its_width() -> None:
    """Columns of 275 characters came out of the printer as four sheets to be glued."""
    rows = [{f"column {n}": f"{'long words ' * 9}{n}" for n in range(7)}] * 3
    sheet = openpyxl.load_workbook(io.BytesIO(write_table(table_of("gaps", rows), XLSX))).active
    assert sheet is not None
    letters = "ABCDEFG"
    narrow = openpyxl.load_workbook(
        io.BytesIO(write_table(table_of("one", [{"a": "b"}]), XLSX))
    ).active

    assert ("landscape", 1, 0) == (
        sheet.page_setup.orientation,
        sheet.page_setup.fitToWidth,
        sheet.page_setup.fitToHeight,
    )
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert 140 < sum(sheet.column_dimensions[one].width for one in letters) <= 150
    assert all(sheet[f"{one}2"].alignment.wrap_text for one in letters)
    assert narrow is not None
    assert 8 == narrow.column_dimensions["A"].width
