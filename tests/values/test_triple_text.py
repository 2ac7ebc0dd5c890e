"""Triples kept as text say what the same triples as objects say."""

from collections.abc import Iterable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rolegraph.rdf.namespaces import RDF
from rolegraph.rdf.terms import BlankNode, Literal, NamedNode, Quad, RdfFormat, Term
from rolegraph.rdf.triple_text import TripleText

EX = "https://example.org/"
TYPE = NamedNode(RDF + "type")
NASTY = (
    "> _:b .",
    '"> _:b .\n_:b <https://example.org/p> _:b .',
    f" <{RDF}type> <{EX}C> .\n",
    f"<{EX}a> <{EX}p> <{EX}b> .",
    "a\\",
    '"',
    "\r\n\u2028é😀",
)  # fmt: skip
NAMED = st.sampled_from([NamedNode(EX + name) for name in ("a", "b", "C", "é", "p#q")])
PREDICATES = st.sampled_from([NamedNode(EX + "p"), NamedNode(EX + "pp"), TYPE])
BLANK = st.sampled_from([BlankNode(label) for label in ("b", "b1", "x.y")])
LITERALS = st.builds(
    lambda text, make: make(text),
    st.sampled_from(NASTY) | st.text(max_size=5),
    st.sampled_from(
        [
            Literal,
            lambda text: Literal(text, language="en"),
            lambda text: Literal(text, datatype=NamedNode(EX + "type")),
        ]
    ),
)
QUADS = st.lists(st.builds(Quad, NAMED | BLANK, PREDICATES, NAMED | BLANK | LITERALS), max_size=12)


def listed(found: Iterable[Quad]) -> list[Quad]:
    """Return quads in an order of their own: with several things sought, that of the text."""
    return sorted(found, key=str)


@given(QUADS)
def test_a_text_has_all_triples_in_their_order(quads: list[Quad]) -> None:
    """What is left out or repeated would change what a check says."""
    text = TripleText.of(quads)

    assert quads == list(text)
    assert len(quads) == len(text)
    assert quads + quads == list(text + text)


@given(QUADS, st.lists(PREDICATES, max_size=2))
def test_triples_are_found_by_predicate_and_subject(
    quads: list[Quad], predicates: list[NamedNode]
) -> None:
    """A literal that looks like a triple is none."""
    text, wanted = TripleText.of(quads), {predicate.value for predicate in predicates}
    of_wanted = [quad for quad in quads if quad.predicate.value in wanted]
    about = [quad for quad in of_wanted if str(quad.subject) in {f"<{EX}a>", "_:b"}]

    assert of_wanted == list(text.of_predicates(wanted))
    assert about == list(text.of_predicates(wanted, {f"<{EX}a>", "_:b"}))


@given(QUADS, NAMED | BLANK | LITERALS)
def test_triples_are_found_by_object(quads: list[Quad], value: Term) -> None:
    """A literal that ends with the name of the object is another object."""
    found = list(TripleText.of(quads).of_object(value))

    assert [quad for quad in quads if quad.object == value] == found


@given(QUADS)
def test_blank_nodes_subjects_and_instances_are_known(quads: list[Quad]) -> None:
    """A literal may have what looks like a blank node at its end."""
    text = TripleText.of(quads)
    blank = [q for q in quads if BlankNode in {type(q.subject), type(q.object)}]
    labels = {t.value for q in quads for t in (q.subject, q.object) if isinstance(t, BlankNode)}
    instances: dict[str, list[str]] = {}
    for quad in quads:
        if quad.predicate == TYPE:
            instances.setdefault(str(quad.object), []).append(str(quad.subject))

    assert blank == list(text.of_blank_nodes())
    assert labels == text.blank_labels
    assert {str(quad.subject) for quad in quads} == text.subjects
    assert instances == text.instances


@given(QUADS, st.sampled_from([f"<{EX}a>", f" <{EX}p> ", "_:b"]))
def test_triples_are_found_by_a_part_of_their_text(quads: list[Quad], part: str) -> None:
    """Whoever asks so looks closer at what is found; nothing may be missing."""
    text = TripleText.of(quads)
    found = [quad for quad in quads if part in f"{quad.triple} .".replace("\n", "\\n")]

    assert listed(found) == listed(text.with_text(part))
    assert bool(found) == text.has(part)


@pytest.mark.parametrize("rdf_format", [RdfFormat.TURTLE, RdfFormat.TRIG])
def test_a_mark_keeps_the_blank_nodes_of_files_apart(rdf_format: RdfFormat) -> None:
    """Two files may both have `_:x`; a text that says `_:x` is left as it is."""
    turtle = f"""_:x <{EX}p> _:y , "> _:x ." , "_:x" . <{EX}a> <{EX}p> _:x ."""
    text = TripleText.parsed(turtle, rdf_format, EX, "m.")
    x, y, p = BlankNode("m.x"), BlankNode("m.y"), NamedNode(EX + "p")

    assert list(text) == [
        Quad(x, p, y),
        Quad(x, p, Literal("> _:x .")),
        Quad(x, p, Literal("_:x")),
        Quad(NamedNode(EX + "a"), p, x),
    ]
