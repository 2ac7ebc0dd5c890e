"""SPARQL 1.1 Protocol, section 2: what an HTTP request asks of the endpoint, read in process."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import urlencode

import pytest

from rolegraph.api.sparql.request import (
    DescriptionRequest,
    ProtocolRequest,
    QueryRequest,
    UpdateRequest,
    read_request,
)
from rolegraph.errors import InputError, MethodNotAllowed, ParameterError, UnsupportedMedia

FORM = "application/x-www-form-urlencoded"
QUERY, UPDATE = "application/sparql-query", "application/sparql-update"
ASK, CLEAR = "ASK {}", "CLEAR ALL"
Pairs = Sequence[tuple[str, str]]


def read(
    method: str,
    url: Pairs = (),
    kind: str | None = None,
    body: Pairs | str = "",
) -> ProtocolRequest:
    """Read a request from its parts; a form is given by its pairs."""
    content = body if isinstance(body, str) else urlencode(body)
    return read_request(method, urlencode(url).encode(), kind, content.encode())


@pytest.mark.parametrize(
    ("method", "url", "kind", "body"),
    [
        ("GET", [("query", ASK)], None, ""),
        ("HEAD", [("query", ASK)], None, ""),
        ("POST", [], FORM, [("query", ASK)]),
        ("POST", [("query", ASK)], FORM, []),
        ("POST", [], QUERY, ASK),
        ("POST", [], f"{QUERY}; charset=UTF-8", ASK),
        ("QUERY", [], QUERY, ASK),
    ],
)
def test_a_query_comes_in_several_ways(
    method: str, url: Pairs, kind: str | None, body: Pairs | str
) -> None:
    """All of them ask the same, of the service's own dataset at present."""
    found = read(method, url, kind, body)

    assert QueryRequest(ASK, None, None, None, None) == found


@pytest.mark.parametrize("way", ["url", "form", "beside a body", "both"])
def test_everything_that_is_asked_for_reaches_the_query(way: str) -> None:
    """Parameters stand in the URL, in the form, or here and there."""
    graphs = [("default-graph-uri", "urn:a"), ("default-graph-uri", "urn:b")]
    further = [("named-graph-uri", "urn:c"), ("format", "csv"), ("at", "7")]
    query = [("query", ASK)]
    found = {
        "url": lambda: read("GET", [*query, *graphs, *further]),
        "form": lambda: read("POST", [], FORM, query + graphs + further),
        "beside a body": lambda: read("POST", graphs + further, QUERY, ASK),
        "both": lambda: read("POST", graphs[:1] + further, FORM, query + graphs[1:]),
    }[way]()

    assert QueryRequest(ASK, ("urn:a", "urn:b"), ("urn:c",), "csv", "7") == found


@pytest.mark.parametrize(
    ("name", "default", "named"),
    [("default-graph-uri", ("urn:a",), ()), ("named-graph-uri", (), ("urn:a",))],
)
def test_what_is_not_named_is_empty_where_anything_is(
    name: str, default: tuple[str, ...], named: tuple[str, ...]
) -> None:
    """2.1.4: the dataset is what the request names, and nothing of the service's own."""
    found = read("GET", [("query", ASK), (name, "urn:a")])

    assert isinstance(found, QueryRequest)
    assert (default, named) == (found.default_graphs, found.named_graphs)


def test_what_follows_is_asked_of_the_dataset_as_it_is_now() -> None:
    """With no other dataset named, there is nothing that it could contradict."""
    asked = [("query", ASK), ("inferred", "true")]

    assert QueryRequest(ASK, inferred=True) == read("GET", asked)
    with pytest.raises(ParameterError, match="not with 'at'"):
        read("GET", [*asked, ("at", "7")])


@pytest.mark.parametrize("direct", [True, False])
def test_an_update_comes_in_a_form_or_as_the_body(*, direct: bool) -> None:
    """With its dataset, and whether it is only to be tried."""
    beside = [("using-graph-uri", "urn:a"), ("dry-run", "true"), ("confirm", "rules")]
    bare = (
        read("POST", [], UPDATE, CLEAR) if direct else read("POST", [], FORM, [("update", CLEAR)])
    )
    full = (
        read("POST", beside, UPDATE, CLEAR)
        if direct
        else read("POST", [], FORM, [("update", CLEAR), *beside])
    )

    assert UpdateRequest(CLEAR) == bare
    assert UpdateRequest(CLEAR, ("urn:a",), (), dry_run=True, confirm="rules") == full


@pytest.mark.parametrize(
    ("method", "url", "kind"),
    [("GET", [], None), ("HEAD", [], None), ("POST", [], None), ("GET", [("format", "nt")], None)],
)
def test_without_a_query_the_description_is_wanted(
    method: str, url: Pairs, kind: str | None
) -> None:
    """Service Description, section 2: the endpoint's address alone gives it."""
    assert DescriptionRequest("nt" if url else None) == read(method, url, kind)


GRAPH = ("default-graph-uri", "urn:a")
USING = ("using-graph-uri", "urn:a")
REFUSED: dict[str, tuple[type[Exception], str, tuple[object, ...]]] = {
    "another method": (MethodNotAllowed, "DELETE", ("DELETE",)),
    "an update by GET": (ParameterError, "POST it", ("GET", [("update", CLEAR)])),
    "two queries": (ParameterError, "2 'query'", ("GET", [("query", ASK)] * 2)),
    "two updates": (ParameterError, "2 'update'", ("POST", [], FORM, [("update", CLEAR)] * 2)),
    "a query here and there": (
        ParameterError,
        "2 'query'",
        ("POST", [("query", ASK)], FORM, [("query", ASK)]),
    ),
    "a query and an update": (
        ParameterError,
        "both",
        ("POST", [("query", ASK)], FORM, [("update", CLEAR)]),
    ),
    "an empty form": (ParameterError, "neither", ("POST", [], FORM, [])),
    "HTTP QUERY of a form": (UnsupportedMedia, QUERY, ("QUERY", [], FORM, [("query", ASK)])),
    "HTTP QUERY of an update": (UnsupportedMedia, UPDATE, ("QUERY", [], UPDATE, CLEAR)),
    "HTTP QUERY of nothing": (UnsupportedMedia, "no media type", ("QUERY",)),
    "another media type": (UnsupportedMedia, "text/plain", ("POST", [], "text/plain", ASK)),
    "a body without a type": (UnsupportedMedia, "no media type", ("POST", [], None, ASK)),
    "a query beside a query": (ParameterError, "'query'", ("POST", [("query", ASK)], QUERY, ASK)),
    "an update beside a query": (
        ParameterError,
        "'update'",
        ("POST", [("update", CLEAR)], QUERY, ASK),
    ),
    "a query beside an update": (
        ParameterError,
        "'query'",
        ("POST", [("query", ASK)], UPDATE, CLEAR),
    ),
    "an update beside an update": (
        ParameterError,
        "'update'",
        ("POST", [("update", CLEAR)], UPDATE, CLEAR),
    ),
    "USING with a query": (ParameterError, "using-graph-uri", ("GET", [("query", ASK), USING])),
    "FROM with an update": (ParameterError, "default-graph-uri", ("POST", [GRAPH], UPDATE, CLEAR)),
    "a relative graph": (
        ParameterError,
        "absolute",
        ("GET", [("query", ASK), ("default-graph-uri", "a")]),
    ),
    "a graph that is no IRI": (
        ParameterError,
        "absolute",
        ("GET", [("query", ASK), ("named-graph-uri", "urn:a b")]),
    ),
    "another charset": (UnsupportedMedia, "UTF-8", ("POST", [], f"{QUERY}; charset=latin1", ASK)),
}


@pytest.mark.parametrize(("error", "said", "request_"), REFUSED.values(), ids=REFUSED)
def test_what_is_not_of_the_protocol_is_refused_and_says_why(
    error: type[Exception], said: str, request_: tuple[object, ...]
) -> None:
    """A guess would answer a question that nobody asked."""
    with pytest.raises(error, match=said):
        read(*request_)  # type: ignore[arg-type]


def test_a_body_that_is_not_utf_8_is_refused() -> None:
    """Letters replaced by signs would ask for something else."""
    with pytest.raises(InputError, match="UTF-8"):
        read_request("POST", b"", QUERY, b"ASK { ?s ?p '\xff' }")
