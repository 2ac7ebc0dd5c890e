"""What a query may do, told from its text alone."""

from __future__ import annotations

import pytest

from rolegraph.errors import ForbiddenOperation, TooLarge, Unreadable
from rolegraph.sparql.policy import QueryBounds, ServiceClause, check_query, services, unnamed

ELSEWHERE = "<http://elsewhere.example/>"


@pytest.mark.parametrize(
    ("clause", "url", "silent"),
    [
        (f"SERVICE {ELSEWHERE}", "http://elsewhere.example/", False),
        (f"service\n{ELSEWHERE}", "http://elsewhere.example/", False),
        (f"SERVICE SILENT {ELSEWHERE}", "http://elsewhere.example/", True),
        ("SERVICE ?where", None, False),
        ("SERVICE SILENT ?where", None, True),
        ("SERVICE ex:there", None, False),
    ],
)
def test_a_service_clause_is_found_with_its_address(
    clause: str, url: str | None, *, silent: bool
) -> None:
    """The place is where the relay's address is put instead."""
    text = f"SELECT * {{ {clause} {{ ?s ?p ?o }} }}"
    (found,) = services(text)

    named = clause.rsplit(maxsplit=1)[-1]
    start = text.index(named)
    assert ServiceClause(url, start, start + len(named), silent) == found


def test_each_clause_of_a_query_is_found() -> None:
    """One that is passed over would be asked unjudged."""
    text = f"SELECT * {{ SERVICE ?a {{}} {{ SERVICE SILENT {ELSEWHERE} {{ SERVICE ?b {{}} }} }} }}"

    assert [(None, False), ("http://elsewhere.example/", True), (None, False)] == [
        (service.url, service.silent) for service in services(text)
    ]


@pytest.mark.parametrize(
    "text",
    [
        "SELECT ?service { ?service ?p 'SERVICE' }",
        "SELECT * { ?s <urn:SERVICE> ?o } # SERVICE ?x",
        "SELECT * { ?s ex:SERVICE ?o }",
    ],
)
def test_the_word_elsewhere_is_no_clause(text: str) -> None:
    """In a name, a text or a comment it asks nobody."""
    assert [] == services(text)


@pytest.mark.parametrize(
    "text",
    [
        f"ASK {{ SERVICE {ELSEWHERE} {{}} }}",
        f"ASK {{ SERVICE SILENT {ELSEWHERE} {{}} SERVICE {ELSEWHERE} {{}} }}",
        f"ASK {{ \\u0053ERVICE {ELSEWHERE} {{}} }}",
        "ASK { SERVICE ?where {} }",
        "ASK { SERVICE",
        "ASK { SERVICE SILENT",
    ],
)
def test_a_query_that_asks_another_service_is_refused(text: str) -> None:
    """However it is written."""
    with pytest.raises(ForbiddenOperation, match=r"line 3\)"):
        check_query("\n\n" + text)


@pytest.mark.parametrize("text", ["ASK {}", f"ASK {{ SERVICE SILENT {ELSEWHERE} {{}} }}"])
def test_other_queries_pass(text: str) -> None:
    """A SERVICE SILENT that fails is one solution without bindings, as SPARQL has it."""
    check_query(text)


def test_a_clause_without_an_address_is_told_with_its_line() -> None:
    """The asker finds it by that."""
    text = "\nSELECT * { SERVICE ?where {} }"
    (found,) = services(text)

    assert "line 2" in str(unnamed(text, found))


def test_a_query_may_be_as_long_and_deep_as_the_bounds_and_no_more() -> None:
    """To the character, and to the level."""
    bounds = QueryBounds(length=40, depth=8)
    bounds.check("ASK {}".ljust(40))
    bounds.check("ASK " + "{" * 8 + "}" * 8)

    with pytest.raises(TooLarge, match="41 characters"):
        bounds.check("ASK {}".ljust(41))
    with pytest.raises(Unreadable, match="The query nests deeper than 8"):
        bounds.check("ASK " + "{" * 9 + "}" * 9)
