"""Arrow and Parquet: data frames get numbers, dates and texts as what they are, and lose nothing."""

from __future__ import annotations

import datetime as dt
import io
from typing import Any

import httpx
import pytest

from rolegraph.api.sparql.request import choose_formats
from rolegraph.api.sparql.results import MOST_BYTES
from rolegraph.errors import NotAcceptable
from rolegraph.http.tables import writers
from rolegraph.http.tables.table import table_of
from rolegraph.http.tables.writers import ARROW, PARQUET, write_table

pa: Any = pytest.importorskip("pyarrow", reason="needs the extra arrow")
parquet: Any = pytest.importorskip("pyarrow.parquet")
both = pytest.mark.parametrize("form", ["arrow", "parquet"])
XSD = "http://www.w3.org/2001/XMLSchema#"


def read(content: bytes, form: str) -> Any:
    source = pa.BufferReader(content)
    return pa.ipc.open_stream(source).read_all() if form == "arrow" else parquet.read_table(source)


def selected(client: httpx.Client, form: str, query: str) -> Any:
    answer = client.get("/sparql", params={"query": query, "format": form})
    assert 200 == answer.status_code, answer.text
    return read(answer.content, form)


def columns(table: Any) -> dict[str, tuple[str, list[Any]]]:
    return {
        name: (str(table.schema.field(name).type), table[name].to_pylist())
        for name in table.column_names
    }


@both
def test_each_datatype_has_its_type(client: httpx.Client, form: str) -> None:
    """What is not bound is null, in a column of numbers as in one of texts."""
    table = selected(
        client,
        form,
        """PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
        SELECT * { VALUES (?iri ?whole ?real ?tenth ?yes ?day ?then ?local ?text) {
          (<urn:a> 3 2.5e0 0.1 true "2026-01-31"^^xsd:date "2026-01-31T10:00:00.5+02:00"^^xsd:dateTime "2026-01-31T10:00:00"^^xsd:dateTime "x")
          (UNDEF UNDEF UNDEF UNDEF UNDEF UNDEF UNDEF UNDEF UNDEF) } }""",
    )
    utc = dt.UTC

    assert {
        "iri": ("string", ["urn:a", None]),
        "whole": ("int64", [3, None]),
        "real": ("double", [2.5, None]),
        "tenth": ("double", [0.1, None]),
        "yes": ("bool", [True, None]),
        "day": ("date32[day]", [dt.date(2026, 1, 31), None]),
        "then": (
            "timestamp[us, tz=UTC]",
            [dt.datetime(2026, 1, 31, 8, 0, 0, 500_000, utc), None],
        ),
        "local": ("timestamp[us]", [dt.datetime(2026, 1, 31, 10, 0), None]),  # noqa: DTZ001 - it has no zone
        "text": ("string", ["x", None]),
    } == columns(table)
    assert {b"datatype": XSD.encode() + b"anyURI"} == table.schema.field("iri").metadata
    assert {b"datatype": XSD.encode() + b"date"} == table.schema.field("day").metadata


@both
def test_languages_and_mixed_kinds_stand_beside_their_column(
    client: httpx.Client, form: str
) -> None:
    """So that a column of several kinds can be taken apart again."""
    table = selected(
        client,
        form,
        'SELECT * { VALUES (?label ?any) { ("Rolle"@de <urn:a>) ("Role"@en 3) ("R" "x"@en) } }',
    )

    assert {
        "label": ("string", ["Rolle", "Role", "R"]),
        "label.lang": ("string", ["de", "en", None]),
        "any": ("string", ["urn:a", "3", "x"]),
        "any.type": (
            "string",
            ["iri", f"{XSD}integer", "http://www.w3.org/1999/02/22-rdf-syntax-ns#langString"],
        ),
        "any.lang": ("string", [None, None, "en"]),
    } == columns(table)


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ('"12345678901234567890"^^xsd:integer', "12345678901234567890"),
        ('"eleven"^^xsd:integer', "eleven"),
        ('"2026-02-30"^^xsd:date', "2026-02-30"),
        ('"2026-01-31Z"^^xsd:date', "2026-01-31Z"),
        ('"12026-01-31"^^xsd:date', "12026-01-31"),
        ('"2026-01-31T10:00:00.123456789Z"^^xsd:dateTime', "2026-01-31T10:00:00.123456789Z"),
        ('"PT1H"^^xsd:duration', "PT1H"),
    ],
)
def test_what_fits_no_type_is_text(client: httpx.Client, value: str, shown: str) -> None:
    """A value is never rounded, cut or dropped to fit a type."""
    query = f"PREFIX xsd: <{XSD}> SELECT ?x {{ VALUES ?x {{ {value} }} }}"

    assert {"x": ("string", [shown])} == columns(selected(client, "arrow", query))


def test_numbers_without_end_come_through(client: httpx.Client) -> None:
    """Infinity is a number of a data frame too."""
    query = f'SELECT ?x {{ VALUES ?x {{ "INF"^^<{XSD}double> "-INF"^^<{XSD}double> }} }}'

    assert {"x": ("double", [float("inf"), float("-inf")])} == columns(
        selected(client, "arrow", query)
    )


@both
def test_columns_stand_in_the_order_of_the_query_also_without_rows(
    client: httpx.Client, form: str
) -> None:
    """A data frame of nothing still has its columns."""
    assert ["z", "a"] == selected(client, form, "SELECT ?z ?a { FILTER(false) }").column_names


@both
def test_a_large_result_is_a_table_too(client: httpx.Client, form: str) -> None:
    """Results that are streamed otherwise are gathered first."""
    things = selected(client, form, "SELECT ?s ?p ?o { ?s ?p ?o }")
    counted = selected(client, form, "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }")

    assert 3000 < things.num_rows == counted["n"].to_pylist()[0]
    assert MOST_BYTES > len(things["o"].combine_chunks())


@both
def test_ask_is_one_cell(client: httpx.Client, form: str) -> None:
    """By POST and Accept, as a program sends it."""
    kind = {"arrow": ARROW, "parquet": PARQUET}[form]
    answer = client.post("/sparql", data={"query": "ASK {}"}, headers={"Accept": kind})

    assert kind == answer.headers["content-type"]
    assert {"boolean": ("bool", [True])} == columns(read(answer.content, form))


def test_a_graph_is_no_table(client: httpx.Client) -> None:
    """CONSTRUCT gives triples, and the refusal says so."""
    answer = client.get(
        "/sparql", params={"query": "CONSTRUCT WHERE { ?s ?p ?o }", "format": "arrow"}
    )

    assert 406 == answer.status_code
    assert "RDF graph" in answer.json()["detail"]


def test_a_table_is_kept_under_a_tag_of_its_own(client: httpx.Client) -> None:
    """Asked again it is the same bytes; JSON of the same query is another answer."""
    query = {"query": "SELECT ?s { ?s a <https://w3id.org/rolegraph/ontology#Role> }"}
    first, json = (
        client.get("/sparql", params={**query, "format": f}) for f in ("parquet", "json")
    )
    again = client.get(
        "/sparql",
        params={**query, "format": "parquet"},
        headers={"If-None-Match": first.headers["etag"]},
    )

    assert 304 == again.status_code
    assert first.headers["etag"] != json.headers["etag"]
    assert first.content == client.get("/sparql", params={**query, "format": "parquet"}).content


@both
def test_questions_and_lists_have_types_too(client: httpx.Client, form: str) -> None:
    """A time of a list is a time, a number of a question a number."""
    frameworks = read(client.get("/api/v1/frameworks", params={"format": form}).content, form)
    matrix = read(
        client.get("/api/v1/queries/roles-without-a-persona", params={"format": form}).content, form
    )

    assert "timestamp[us, tz=UTC]" == str(frameworks.schema.field("issued").type)
    assert {"string"} == {str(field.type) for field in matrix.schema} - {"int64"}


@both
def test_columns_of_lists_keep_their_type_where_a_cell_does_not_fit(form: str) -> None:
    """Numbers with halves among whole ones are not cut."""
    table = table_of("t", [{"n": 1}, {"n": 2.5}, {"n": None}])
    kind = {"arrow": ARROW, "parquet": PARQUET}[form]

    assert {"n": ("double", [1.0, 2.5, None])} == columns(read(write_table(table, kind), form))
    assert io.BytesIO(write_table(table, kind)).read(4) in {b"PAR1", b"\xff\xff\xff\xff"}


def test_without_pyarrow_the_answer_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    """And a client that takes CSV as well gets that."""
    monkeypatch.setattr(writers, "find_spec", lambda _: None)
    for named, accept in (("arrow", None), ("parquet", None), (None, ARROW), (None, PARQUET)):
        with pytest.raises(NotAcceptable, match=r"rolegraph\[arrow\]"):
            choose_formats(named, accept)
    with pytest.raises(NotAcceptable, match=r"rolegraph\[arrow\]"):
        write_table(table_of("t", [{"n": 1}]), ARROW)

    result, _ = choose_formats(None, f"{ARROW}, text/csv;q=0.5")
    assert result is not None
    assert "text/csv" == result[1]
