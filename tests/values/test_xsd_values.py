"""Literals are judged as XML Schema and XPath have it, not as Python or an engine does."""

from __future__ import annotations

import pytest
from elementpath.datatypes import builtin_atomic_types
from hypothesis import given
from hypothesis import strategies as st

from rolegraph.rdf.namespaces import XSD
from rolegraph.rdf.terms import Literal, NamedNode
from rolegraph.rdf.values import Pattern, compare, equal, well_formed
from rolegraph.rdf.values.lexical import INTEGERS
from rolegraph.rdf.values.temporal import TYPES
from verdicts import Verdict, literal, verdicts

VERDICTS = list(verdicts())


def judged(verdict: Verdict) -> bool:
    if verdict.constraint == "datatype":
        return well_formed(verdict.value)
    parameter = verdict.parameter
    assert isinstance(parameter, Literal)
    if verdict.constraint == "pattern":
        return Pattern(parameter.value, verdict.flags).matches(verdict.value.value)
    order = compare(verdict.value, parameter)
    fits = {"minInclusive": {0, 1}, "minExclusive": {1}, "maxInclusive": {0, -1}}
    return order in fits.get(verdict.constraint, {-1})


def test_every_verdict_is_right() -> None:
    """A value that is taken for valid and is not breaks whoever reads the data next."""
    wrong = [verdict for verdict in VERDICTS if judged(verdict) != verdict.right]

    assert [] == wrong
    assert len(VERDICTS) >= 400


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ('"1"^^integer', '"1.0"^^decimal', True),
        ('"1"^^integer', '"2"^^integer', False),
        ('"x"', '"1"^^integer', None),
        ('"x"', '"x"@en', None),
        ('"x"@en', '"x"@en', True),
        ('"NaN"^^double', '"NaN"^^double', False),
        ('"P30D"^^duration', '"P1M"^^duration', False),
        ('"0a"^^hexBinary', '"0A"^^hexBinary', True),
        ('"2024-01-01T12:00:00"^^dateTime', '"2024-01-01T12:00:00Z"^^dateTime', None),
        ('"1e2"^^decimal', '"1e2"^^decimal', True),
        ('"1e2"^^decimal', '"100"^^decimal', None),
    ],
)
def test_equality_is_that_of_sparql(one: str, other: str, expected: bool | None) -> None:
    """Two texts that cannot be compared are neither equal nor unequal: SPARQL has an error."""
    assert expected is equal(literal(one), literal(other))
    assert expected is equal(literal(other), literal(one))


def test_numbers_of_any_length_are_judged() -> None:
    """Python refuses to read integers beyond 4,300 digits, and a value must not stop a write."""
    long, longer = ("9" * length for length in (5000, 5001))
    integers = [Literal(text, datatype=NamedNode(XSD + "integer")) for text in (long, longer)]
    years = [Literal(text, datatype=NamedNode(XSD + "gYear")) for text in (long, longer)]

    assert all(map(well_formed, integers + years))
    assert -1 == compare(*integers)
    assert 1 == compare(integers[0], Literal("1.5", datatype=NamedNode(XSD + "double")))
    assert compare(*years) is None


def test_a_pattern_that_xpath_does_not_know_is_read_as_python_does_and_says_so() -> None:
    """Many shapes are written for engines that read Perl's patterns."""
    pattern = Pattern("^(?!test)")

    assert pattern.note is not None
    assert pattern.matches("live")
    assert not pattern.matches("test")


@pytest.mark.parametrize(("pattern", "flags"), [("[a", ""), (r"\q", ""), ("a", "g"), ("*", "")])
def test_a_pattern_that_nobody_can_read_is_an_error(pattern: str, flags: str) -> None:
    """Whoever wrote it must learn of it before the first value is judged."""
    with pytest.raises(ValueError, match="pattern"):
        Pattern(pattern, flags)


@given(
    st.text("[](){}^$|*+?.\\-ipPcLudwWsS&~#ab0129 \n,", max_size=12), st.text("smixq", max_size=2)
)
def test_any_text_is_a_pattern_or_a_known_error(text: str, flags: str) -> None:
    """A shape with an odd pattern must not end in a traceback."""
    try:
        Pattern(text, flags).matches("ab0 \n")
    except ValueError as error:
        assert "pattern" in str(error)  # noqa: PT017 - most texts are patterns


_TEXTS = st.text("0123456789+-.eE:TZPYMDHS ", max_size=14) | st.sampled_from(
    [verdict.value.value for verdict in VERDICTS if verdict.constraint == "datatype"]
)


@given(
    st.sampled_from(sorted({*INTEGERS, *(XSD + name for name in TYPES), XSD + "double"})), _TEXTS
)
def test_lexical_forms_are_those_that_elementpath_knows(datatype: str, text: str) -> None:
    """A library of XML Schema is a second opinion, but for spaces, `1_000` and digits of others."""
    peer = builtin_atomic_types["xs:" + datatype.removeprefix(XSD)]
    try:
        peer.make(text)
        known = text == text.strip() and text.isascii() and "_" not in text
    except ValueError:
        known = False
    except OverflowError:  # years beyond what the library counts
        return

    assert known is well_formed(Literal(text, datatype=NamedNode(datatype)))


_VALUES = st.sampled_from(
    [
        v
        for verdict in VERDICTS
        for v in (verdict.value, verdict.parameter)
        if isinstance(v, Literal)
    ]
)


@given(_VALUES, _VALUES, _VALUES)
def test_the_order_is_one(one: Literal, other: Literal, third: Literal) -> None:
    """What is less than one thing that is less than another is less than that as well."""
    order, back = compare(one, other), compare(other, one)

    assert (None if order is None else -order) == back
    if order == -1 == compare(other, third):
        assert compare(one, third) == -1
