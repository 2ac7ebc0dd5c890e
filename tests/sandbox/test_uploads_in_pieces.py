"""A large upload is read piece by piece, and says the same as one that is read as a whole."""

from __future__ import annotations

import io
from dataclasses import asdict

import pytest

from rolegraph.errors import InputError, SyntaxFault, TooLarge, Unreadable
from rolegraph.rdf.terms import RdfFormat, parse, serialize
from rolegraph.rdf.uploads import coming_lines, task
from rolegraph.rdf.uploads.reading import Upload

LINES = "".join(f'<urn:a:{n}> <urn:p> "{n} é" .\n' for n in range(300))
NAMED = {
    "n-triples": RdfFormat.N_TRIPLES,
    "n-quads": RdfFormat.N_QUADS,
    "turtle": RdfFormat.TURTLE,
    "trig": RdfFormat.TRIG,
    "rdf+xml": RdfFormat.RDF_XML,
}
S = "<urn:s> <urn:p> "


class Coming(io.BytesIO):
    """A text that comes."""

    @property
    def size(self) -> int:
        return len(self.getvalue())


@pytest.fixture(autouse=True)
def small_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    """Cut texts within their lines, and results behind a few."""
    monkeypatch.setattr(coming_lines, "_PIECE", 7)
    monkeypatch.setattr(task, "_PIECE", 100)


def given(upload: Upload, text: str) -> list[bytes]:
    pieces: list[bytes] = []
    task.give(asdict(upload), Coming(text.encode()), pieces.append)
    return pieces


@pytest.mark.parametrize("graph", ["urn:g", None])
@pytest.mark.parametrize("name", NAMED)
def test_the_pieces_are_whole_lines_of_all_of_it(name: str, graph: str | None) -> None:
    quads = list(parse(LINES, format=RdfFormat.N_TRIPLES))
    text = (serialize(quads, format=NAMED[name]) or b"").decode()
    upload = Upload(f"application/{name}", "urn:base", graph)

    pieces = given(upload, text)
    assert len(pieces) > 1
    assert all(piece.endswith(b" .\n") for piece in pieces)
    assert task.read_upload(upload, text.encode()) == b"".join(pieces)


def nested(levels: int) -> str:
    return S + f"<<( {S}" * levels + "<urn:o>" + " )>>" * levels + " .\n"


def test_what_nests_too_deep_is_found_before_the_parser_sees_it() -> None:
    """Though it comes in pieces, of which none nests deep."""
    upload = Upload("application/n-triples", "urn:base", "urn:g", depth=8)
    with pytest.raises(Unreadable, match="deeper than 8 levels"):
        given(upload, LINES + nested(9) + LINES)
    with pytest.raises(Unreadable, match="deeper than 8 levels"):
        given(upload, LINES + nested(2000))


def test_many_terms_that_nest_a_little_are_read() -> None:
    upload = Upload("application/n-triples", "urn:base", "urn:g", depth=8)
    text = "".join(nested(1).replace("urn:o", f"urn:o{n}") for n in range(100)) + nested(8)
    assert task.read_upload(upload, text.encode()) == b"".join(given(upload, text))


def test_a_fault_has_its_line() -> None:
    upload = Upload("application/n-triples", "urn:base", "urn:g")
    with pytest.raises(SyntaxFault) as fault:
        given(upload, LINES + "<urn:a> <urn:p> <not an iri> .\n" + LINES)
    assert 301 == fault.value.line


def test_a_graph_that_is_not_meant_is_refused() -> None:
    upload = Upload("application/n-quads", "urn:base", "urn:g")
    with pytest.raises(InputError, match="urn:other"):
        given(upload, LINES + "<urn:a> <urn:p> <urn:b> <urn:other> .\n")


def test_what_grows_beyond_its_bounds_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(task, "_FLOOR", 10)
    with pytest.raises(TooLarge, match="ROLEGRAPH_UPLOAD_EXPANSION"):
        given(Upload("application/n-triples", "urn:base", "urn:g", expansion=0.5), LINES)
