"""Whatever is written, a parser of ours gives a value or an error of the kind it declares."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import pytest
from hypothesis import given
from hypothesis import strategies as st
from mangling import SIGNS, mangled, trying

from rolegraph import resources
from rolegraph.api.sparql.request import METHODS, read_request
from rolegraph.catalogue.index.paging import cursor_of, key_of, limit_of
from rolegraph.documents.curation.file import parse_curation
from rolegraph.documents.grammar.parse import parse_document
from rolegraph.documents.text.errors import MalformedDocument
from rolegraph.errors import InputError, ParameterError, RolegraphError, StoreError
from rolegraph.http.accept import negotiate_format
from rolegraph.rdf.media import GRAPH_FORMATS, RESULT_FORMATS
from rolegraph.rdf.patch import Patch, composed
from rolegraph.rdf.sparql_tokens import tokens
from rolegraph.rdf.sssom.table import parse_table
from rolegraph.rdf.terms import Literal, NamedNode, Quad, RdfFormat, parse
from rolegraph.rdf.turtle.places import TurtlePlaces
from rolegraph.sparql.policy import check_query
from rolegraph.store.journal.entry_format import (
    END,
    FORMAT_LINE,
    START,
    decode_patch,
    encode_head,
    encode_patch,
    sealed,
)
from rolegraph.store.journal.reading import LogFile

T = TypeVar("T")

DATA = resources.root() / "data"
MARKDOWN = (DATA / "roles.md").read_text(encoding="utf-8")
CURATION = (DATA / "roles.curation.yaml").read_text(encoding="utf-8")
TABLE = next(DATA.rglob("*.sssom.tsv")).read_text(encoding="utf-8")
TURTLE = (DATA / "personas.ttl").read_text(encoding="utf-8")[:3000]
QUERIES = [
    p.read_text(encoding="utf-8") for p in sorted(resources.part("queries").glob("*.rq"))[:6]
]


def tried(read: Callable[[], T], *errors: type[Exception]) -> tuple[T | None, Exception | None]:
    """Return what a parser gives, or the error that it declares; any other one fails the test."""
    try:
        return read(), None
    except errors as error:
        return None, error


FORM = "application/x-www-form-urlencoded"


@trying(60)
@given(text=mangled(MARKDOWN))
def test_markdown_is_read_or_its_faults_told_with_their_lines(text: str) -> None:
    """Whoever edits the document must be told where it broke."""
    lines = text.count("\n") + text.count("\r") + 2
    content = text.encode("utf-8", "surrogatepass")
    parsed, error = tried(lambda: parse_document(content, "data/roles.md"), MalformedDocument)

    if parsed is None:
        assert error.faults
        assert all(fault.line is None or 1 <= fault.line <= lines for fault in error.faults)
        return
    for role in parsed.roles:
        for bullet in role.bullets:
            assert 1 <= bullet.span.line <= lines


@trying(60)
@given(content=st.binary(max_size=400))
def test_bytes_that_are_no_document_are_refused(content: bytes) -> None:
    for read in (
        lambda: parse_document(content, "data/x.md"),
        lambda: parse_curation(content, "data/x.yaml", "x.yaml"),
    ):
        with pytest.raises(MalformedDocument):
            read()


@trying(60)
@given(text=mangled(CURATION))
def test_a_curation_is_read_or_refused_with_its_places(text: str) -> None:
    """YAML has many ways to be something else than it looks."""
    content = text.encode("utf-8", "surrogatepass")
    found, error = tried(
        lambda: parse_curation(content, "data/x.yaml", "x.yaml"), MalformedDocument
    )

    assert found or error.faults
    assert found or all((fault.line or 1) >= 1 for fault in error.faults)


@trying(100)
@given(text=mangled(TABLE))
def test_a_table_of_mappings_is_read_whatever_is_in_it(text: str) -> None:
    """Faults are told row by row, so that reading goes on."""
    try:
        table = parse_table(text)
    except RolegraphError:
        return
    assert all(row.line >= 1 for row in table.rows)


@trying(150)
@given(text=st.one_of(mangled(TURTLE), st.lists(st.sampled_from(SIGNS), max_size=60).map("".join)))
def test_places_in_turtle_are_those_of_what_the_engine_reads(text: str) -> None:
    """For what the engine reads, every subject stands where it is said to stand."""
    try:
        triples = list(
            parse(text.encode(), format=RdfFormat.TURTLE, base_iri="https://base.example/")
        )
    except (SyntaxError, ValueError, UnicodeEncodeError):
        return
    places = TurtlePlaces(text, "https://base.example/")
    for triple in triples:
        if isinstance(triple.subject, NamedNode):
            for written in places.triples(triple.subject.value):
                assert 0 <= written.at_subject.start <= written.at_object.end <= len(text)


@trying(200)
@given(text=st.one_of(st.sampled_from(QUERIES).flatmap(mangled), st.text(max_size=80)))
def test_the_lexer_reads_every_character_once(text: str) -> None:
    """What it leaves out is spaces and comments; a `SERVICE` must not hide between tokens."""
    end = 0
    for token in tokens(text):
        assert end <= token.start < token.end
        gap = text[end : token.start]
        assert not gap.strip() or "#" in gap
        end = token.end
    assert not text[end:].strip() or "#" in text[end:]
    tried(lambda: check_query(text), InputError)


parts = st.lists(
    st.tuples(
        st.sampled_from(
            [
                "query",
                "update",
                "default-graph-uri",
                "using-graph-uri",
                "at",
                "format",
                "dry-run",
                "x",
            ]
        ),
        st.lists(st.sampled_from([*"aé%+&=;#?", "%zz", "%00", "\udcff"]), max_size=8).map("".join),
    ),
    max_size=4,
).map(
    lambda pairs: "&".join(f"{name}={value}" for name, value in pairs).encode(
        "utf-8", "surrogateescape"
    )
)


@trying(200)
@given(
    method=st.sampled_from([*METHODS, "PUT", "BREW"]),
    query=st.one_of(parts, st.binary(max_size=30)),
    kind=st.one_of(
        st.none(),
        st.sampled_from(
            [
                FORM,
                "application/sparql-query",
                "application/sparql-update; charset=utf-16",
                "text/turtle",
            ]
        ),
        st.text(alphabet=st.characters(max_codepoint=255), max_size=40),
        st.builds("application/sparql-query; charset={}".format, st.text(max_size=12)),
    ),
    body=st.one_of(parts, st.binary(max_size=60)),
)
def test_a_protocol_request_is_read_or_refused(
    method: str, query: bytes, kind: str | None, body: bytes
) -> None:
    """It is the first code that a stranger's bytes meet."""
    found, error = tried(lambda: read_request(method, query, kind, body), InputError)

    assert found or str(error)


@trying(200)
@given(
    accept=st.one_of(
        st.text(max_size=60),
        st.lists(
            st.sampled_from(
                [
                    "text/turtle",
                    "*/*",
                    "text/*",
                    "q=0",
                    "q=1.5",
                    ";",
                    '"a,b"',
                    "q=nan",
                    "a/b;c=d",
                    "",
                    "*",
                    "q=-1",
                    "q=1e9",
                ]
            ),
            max_size=8,
        ).map(lambda some: ";".join(some[:4]) + "," + ",".join(some[4:])),
    )
)
def test_whatever_is_accepted_one_of_the_offers_is_chosen_or_none(accept: str) -> None:
    for formats in (RESULT_FORMATS, GRAPH_FORMATS):
        try:
            chosen, media_type = negotiate_format(accept, formats)
        except InputError:
            continue
        assert chosen in formats
        assert media_type in (chosen.media_type, *chosen.synonyms)


@trying(200)
@given(text=st.one_of(st.text(max_size=60), st.binary(max_size=40).map(lambda b: b.hex())))
def test_cursors_and_limits_of_strangers_are_refused(text: str) -> None:
    for read in (key_of, limit_of):
        try:
            value = read(text)
        except ParameterError:
            continue
        assert value is not None


keys = st.tuples(
    st.integers(0, 2),
    st.floats(allow_nan=False, allow_infinity=False),
    st.text(max_size=9),
    st.text(max_size=9),
    st.text(max_size=9),
)


@trying(100)
@given(key=keys)
def test_a_cursor_leads_back_to_its_place(key: tuple[int, float, str, str, str]) -> None:
    assert key == key_of(cursor_of(key))


nodes = st.sampled_from([NamedNode(f"https://example.org/{n}") for n in "abc"])
quads = st.builds(
    Quad,
    nodes,
    nodes,
    st.one_of(
        nodes, st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=12).map(Literal)
    ),
    nodes,
)
patches = st.builds(
    lambda removed, added: Patch(removed=removed - added, added=added - removed),
    st.frozensets(quads, max_size=4),
    st.frozensets(quads, max_size=4),
)


@trying(100)
@given(patch=patches)
def test_a_patch_is_read_as_it_was_written(patch: Patch) -> None:
    assert patch == decode_patch(encode_patch(patch))
    assert not composed([patch, patch.inverse()])


@trying(80)
@given(data=st.data(), some=st.lists(patches, min_size=1, max_size=3))
def test_a_journal_gives_what_is_whole_or_says_that_it_is_damaged(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject, some: list[Patch]
) -> None:
    """A disk that lost or changed bytes must not become a shorter or another history."""
    written, seal = FORMAT_LINE, START
    ends = [len(written)]
    for revision, patch in enumerate(some, start=1):
        body = encode_patch(patch)
        head = {
            "revision": str(revision),
            "bytes": str(len(body)),
            "digest": hashlib.sha256(body).hexdigest(),
            "message": "é\n",
        }
        head = sealed(head, seal)
        written, seal = written + encode_head(head) + body + END, head["seal"]
        ends.append(len(written))
    place = data.draw(st.integers(0, len(written)))
    path = Path(tmp_path_factory.getbasetemp()) / "fuzzed.rdfp"
    log = LogFile(path)
    if data.draw(st.booleans()):
        path.write_bytes(written[:place])
        expected = sum(1 for end in ends[1:] if end <= place)
        assert expected == len(list(log.whole()))
        assert (log.fault is None) == (place in {0, *ends})
        return
    damaged = bytearray(written)
    if place < len(damaged):
        damaged[place] ^= data.draw(st.integers(1, 255))
    path.write_bytes(damaged)
    entries, problem = tried(lambda: list(log.whole()), StoreError)
    assert (problem is None and log.fault is None) == (damaged == written)
    for entry, patch in zip(entries or [], some, strict=False):
        text = path.read_bytes()[entry.offset : entry.offset + entry.length]
        assert patch == decode_patch(text)
