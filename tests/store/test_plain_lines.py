"""Lines known by their form: what no parser has read must be what a parser would have read."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from rolegraph.errors import StoreError, SyntaxFault
from rolegraph.rdf.terms import NamedNode, RdfFormat, parse, serialize
from rolegraph.rdf.uploads import plain_lines
from rolegraph.rdf.uploads.plain_lines import graphs_in, has_each_once, is_plain
from rolegraph.store.embedded import EmbeddedStore
from rolegraph.store.files.line_text import Irregular, as_stored_text
from rolegraph.store.files.rdf_files import RdfFile

PLAIN = [
    "<urn:a:1> <http://a.example/p> <https://a.example:8080/x?y=z#part> <urn:a:g> .\n",
    '<http://a.example> <urn:a:p> "says \\"so\\" and \\\\ or\\n" <urn:a:g> .\n',
    '<urn:a:é> <urn:a:p> "gr\u00fcn, \u7dd1, \U0001f7e2"@de-at <urn:a:g> .\n',
    '<urn:a:1> <urn:a:p> "1"^^<http://www.w3.org/2001/XMLSchema#integer> <urn:a:%41> .\n',
]
ODD = [
    "_:b <urn:a:p> <urn:a:o> <urn:a:g> .\n",
    "<urn:a:1> <urn:a:p> <urn:a:o> .\n",
    '<urn:a:1> <urn:a:p> "x"@en-GB <urn:a:g> .\n',
    '<urn:a:1> <urn:a:p> "x"@englishlanguage <urn:a:g> .\n',
    '<urn:a:1> <urn:a:p> "\\u0041" <urn:a:g> .\n',
    '<urn:a:1> <urn:a:p> "a\ttab" <urn:a:g> .\n',
    '<urn:a:1> <urn:a:p> "\ufffe" <urn:a:g> .\n',
    '<urn:a:1> <urn:a:p> "x"^^<http://www.w3.org/2001/XMLSchema#string> <urn:a:g> .\n',
    "<urn:a:1>  <urn:a:p> <urn:a:o> <urn:a:g> .\n",
    "<urn:a:1> <urn:a:p> <urn:a:o> <urn:a:g> . # why\n",
    "<urn:a:1> <urn:a:p> <urn:a:o> <urn:a:g> .\r\n",
    "<urn:a:1> <urn:a:p> <http://a/%zz> <urn:a:g> .\n",
    "<urn:a:1> <urn:a:p> <http://a/#x#y> <urn:a:g> .\n",
    "<urn:a:1> <urn:a:p> <http://a/\u0085> <urn:a:g> .\n",
    "<urn:a:1> <urn:a:p> <nothing> <urn:a:g> .\n",
    "<urn:a:1> <urn:a:p> <<( <urn:x> <urn:y> <urn:z> )>> <urn:a:g> .\n",
    "<urn:a:1> <urn:a:p> <urn:a:o> <urn:a:g> .",
]
PIECES = (
    *'<>"\\ .@^:/#?%-_éü\u0085\ufffe\uffff\u2028\t\r\n',
    "http://a.example/", "https://b:80", "urn:a:", "urn:", "%41", "%4", "@en", "@en-GB", "^^<",
    "\\n", "\\u0041", "\\t", "\\'", "x", "7", "integer", "[::1]", "<<(", ")>>", "_:",
)  # fmt: skip
IRIS = st.lists(st.sampled_from(PIECES), max_size=4).map("".join)


@pytest.mark.parametrize("line", PLAIN)
def test_usual_lines_need_no_parser(line: str) -> None:
    """Most of a large file has the usual forms; those are what the time is saved at."""
    assert is_plain(line.encode(), quads=True)
    assert is_plain("".join(PLAIN).encode(), quads=True)


@pytest.mark.parametrize("line", ODD)
def test_what_has_another_form_is_left_to_a_parser(line: str) -> None:
    """One such line in a piece is enough, wherever it stands."""
    for text in (line, PLAIN[0] + line, line + PLAIN[0]):
        assert not is_plain(text.encode(), quads=True)


def test_bytes_that_are_no_text_are_left_to_a_parser() -> None:
    """What is no UTF-8 would be stored, and nobody could read it again."""
    assert not is_plain(b'<urn:a:1> <urn:a:p> "\xff" <urn:a:g> .\n', quads=True)


@settings(max_examples=600, deadline=None)
@given(
    st.sampled_from(["<urn:a:{}>", "<http://a.example/{}>", "<{}>"]),
    st.sampled_from(['"{}"', '"{}"@en', '"{}"^^<urn:a:t>', "<urn:a:{}>", "<{}>", '"x"@{}']),
    IRIS,
    IRIS,
)
def test_a_line_that_needs_no_parser_is_what_the_engine_writes(
    subject: str, value: str, first: str, second: str
) -> None:
    """Whatever is in it: it parses strictly, is one quad, and comes back as the same bytes."""
    text = f"{subject.format(first)} <urn:a:p> {value.format(second)} <urn:a:g> .\n".encode()
    assume(is_plain(text, quads=True))

    (found,) = parse(text, format=RdfFormat.N_QUADS)
    store = EmbeddedStore()
    store.load([found])

    assert serialize([found], format=RdfFormat.N_QUADS) == text
    assert serialize(store.data(), format=RdfFormat.N_QUADS) == text


def test_graphs_are_known_without_a_parser() -> None:
    """What is in which graph decides which rules hold, and who may write it."""
    assert graphs_in("".join(PLAIN).encode()) == {"urn:a:g", "urn:a:%41"}
    assert graphs_in((PLAIN[0] * 3).encode()) == {"urn:a:g"}
    assert graphs_in(b'<urn:s> <urn:p> " <urn:x> .\\n" <urn:a:g> .\n') == {"urn:a:g"}


@pytest.mark.parametrize("at_once", [2, 3, 1000])
def test_a_line_that_comes_twice_is_found_however_far_apart(
    at_once: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The size of a commit is in the log before anything is indexed, so it has to be right."""
    monkeypatch.setattr(plain_lines, "_AT_ONCE", at_once)
    some = [b"".join(b"line %d\n" % n for n in range(first, first + 7)) for first in (0, 7, 14)]

    assert has_each_once(some)
    assert has_each_once([])
    assert not has_each_once([*some, b"line 0\n"])
    assert not has_each_once([b"line 20\n", *some])


def test_two_spellings_of_a_quad_become_one_text() -> None:
    """Else the same quad would be counted twice."""
    end = '<urn:a:1> <urn:a:p> "\\u0041"@en-gb <urn:a:g> .\n'
    begin = '<urn:a:1>\t<urn:a:p> "A"@en-GB <urn:a:g> .\n'
    first, second = (list(as_stored_text([text.encode()], None)) for text in (begin, end))

    assert first == second
    assert first[0].graphs == {"urn:a:g"}


@pytest.mark.parametrize("line", ["<urn:a:1> <urn:a:p> <urn:a:o> .\n", ODD[0], "what is this\n"])
def test_what_only_the_whole_file_can_tell_is_read_anew(line: str) -> None:
    """Such as the graph of a file, or the names of its blank nodes."""
    with pytest.raises(Irregular):
        list(as_stored_text([PLAIN[0].encode(), line.encode()], None))


def test_a_fault_is_found_before_anything_is_stored_and_told_with_its_line(tmp_path: Path) -> None:
    """The engine reads leniently afterwards, so nothing may get that far unread."""
    path = tmp_path / "faulty.nq"
    path.write_text("".join(PLAIN) + "<urn:a:1> <urn:a:p> <http://a/%zz> <urn:a:g> .\n", "utf-8")
    store = EmbeddedStore(tmp_path / "data")

    with store.staging() as staged, pytest.raises(SyntaxFault) as told:
        staged.fill([RdfFile(path)])
    store.close()

    assert told.value.line == len(PLAIN) + 1


def test_lines_are_sorted_out_by_their_text_only_where_that_is_enough(tmp_path: Path) -> None:
    """What comes twice, or is there already, is not counted as new."""
    twice, store = tmp_path / "twice.nq", EmbeddedStore(tmp_path / "data")
    twice.write_text("".join([*PLAIN, PLAIN[1]]), encoding="utf-8")
    store.load(parse(PLAIN[3], format=RdfFormat.N_QUADS))
    store.load(parse(PLAIN[0], format=RdfFormat.N_QUADS))

    with store.staging() as staged:
        staged.fill([RdfFile(twice)])
        staged.sort_out(early=True)
        assert (staged.patch.added, staged.graphs) == (2, {"urn:a:g", "urn:a:%41"})
        assert not any(map(store.holds, staged.patch.quads()))
    store.close()


def test_an_engine_that_disagrees_with_the_text_is_not_taken(tmp_path: Path) -> None:
    """Should the checks of a later version err, a commit with a wrong size is not made here."""
    path, store = tmp_path / "some.nq", EmbeddedStore(tmp_path / "data")
    path.write_text("".join(PLAIN), encoding="utf-8")

    with store.staging() as staged:
        staged.fill([RdfFile(path)])
        staged.sort_out(early=True)
        staged.engine.remove(
            next(staged.engine.quads_for_pattern(NamedNode("urn:a:1"), None, None))
        )
        with pytest.raises(StoreError, match="3 quads of 4 lines"):
            store.take(staged, {"author": "test", "message": "Some."})
    assert store.revision == 0
    store.close()
