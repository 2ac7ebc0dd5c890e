"""SPARQL 1.1 Protocol requests, read from the parts of an HTTP request, with the formats they take.

Source: https://www.w3.org/TR/sparql11-protocol/, section 2. The HTTP method QUERY is taken as a
direct POST of a query, as the HTTP working group's draft describes it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from rolegraph.errors import (
    InputError,
    MethodNotAllowed,
    NotAcceptable,
    ParameterError,
    UnsupportedMedia,
)
from rolegraph.http.accept import negotiate_format
from rolegraph.http.bodies import media_type_of
from rolegraph.http.request import boolean, pairs_in
from rolegraph.http.tables.writers import has_pyarrow, without_pyarrow
from rolegraph.rdf.media import (
    GRAPH_FORMATS,
    QUERY_FORMATS,
    RESULT_FORMATS,
    TABLE_FORMATS,
    Format,
    format_of_name,
)
from rolegraph.rdf.namespaces import INFERRED_GRAPH

FORM, QUERY, UPDATE = (
    "application/x-www-form-urlencoded",
    "application/sparql-query",
    "application/sparql-update",
)
METHODS = ("GET", "HEAD", "POST", "QUERY", "OPTIONS")
_REMEMBERED = 256
_WITHOUT_PYARROW = [known.media_type for known in RESULT_FORMATS]


class QueryRequest(NamedTuple):
    """A query with its dataset; None for the graphs means the service's own.

    `at` names the revision or time whose state is asked; None asks the present. `base` is what
    relative IRIs are resolved against; None where there are none. With `inferred` the default graph
    has what follows as well. A tuple, since one is made and
    hashed for each query.
    """

    text: str
    default_graphs: tuple[str, ...] | None = None
    named_graphs: tuple[str, ...] | None = None
    format: str | None = None
    at: str | None = None
    base: str | None = None
    inferred: bool = False


@dataclass(frozen=True)
class UpdateRequest:
    """An update with its dataset; None for the graphs means the service's own.

    With `dry_run` it is judged but not committed. `confirm` has the words that confirm it.
    """

    text: str
    using_graphs: tuple[str, ...] | None = None
    using_named_graphs: tuple[str, ...] | None = None
    dry_run: bool = False
    confirm: str | None = None


@dataclass(frozen=True)
class DescriptionRequest:
    """Asked without a query: the service description is wanted."""

    format: str | None = None


ProtocolRequest = QueryRequest | UpdateRequest | DescriptionRequest


def read_request(
    method: str, query_string: bytes, content_type: str | None, body: bytes
) -> ProtocolRequest:
    """Return what an HTTP request asks of the endpoint.

    Args:
        method: the HTTP method.
        query_string: the undecoded query part of the URL.
        content_type: the Content-Type header.
        body: the body, as sent.

    Raises:
        MethodNotAllowed: the method is not for this endpoint, or an update came by GET.
        UnsupportedMedia: the body is of a type that is neither a form, a query nor an update.
        ParameterError: parameters are missing, repeated or contradict each other.
        InputError: the body or the URL cannot be decoded.
    """
    if method not in METHODS:
        raise MethodNotAllowed(
            f"{method} is not for the SPARQL endpoint; query by GET or POST, update by POST.",
            METHODS,
        )
    parameters = pairs_in(query_string, "The URL")
    if method in {"GET", "HEAD"}:
        return _by_get(parameters)
    media_type = media_type_of(content_type)
    if media_type == FORM:
        if method == "QUERY":
            raise UnsupportedMedia(f"HTTP QUERY takes a body of {QUERY}.")
        return _by_form(parameters, pairs_in(body, "The form"))
    if media_type == QUERY:
        _refuse(parameters, "query", "update", where="beside a query in the body")
        return _query(_decode(body), parameters)
    if media_type == UPDATE and method == "POST":
        _refuse(parameters, "query", "update", where="beside an update in the body")
        return _update(_decode(body), parameters)
    if method == "POST" and not body and not media_type:
        return DescriptionRequest(_form(parameters))
    raise UnsupportedMedia(
        f"A body of {media_type or 'no media type'} is not read here; send {QUERY}, {UPDATE} or "
        f"{FORM}."
    )


def _by_get(parameters: dict[str, list[str]]) -> ProtocolRequest:
    if "update" in parameters:
        raise ParameterError("An update changes data and cannot come by GET; POST it.")
    if "query" not in parameters:
        return DescriptionRequest(_form(parameters))
    return _query(_required(parameters, "query"), parameters)


def _by_form(url: dict[str, list[str]], form: dict[str, list[str]]) -> ProtocolRequest:
    parameters = {name: url.get(name, []) + form.get(name, []) for name in {*url, *form}}
    if "query" in parameters and "update" in parameters:
        raise ParameterError("The request has both a query and an update; send one of them.")
    if "update" in parameters:
        return _update(_required(parameters, "update"), parameters)
    if "query" in parameters:
        return _query(_required(parameters, "query"), parameters)
    raise ParameterError("The form has neither a 'query' nor an 'update' field.")


def _query(text: str, parameters: Mapping[str, list[str]]) -> QueryRequest:
    if parameters.keys() <= {"query"}:
        return QueryRequest(text)
    _refuse(parameters, "using-graph-uri", "using-named-graph-uri", where="with a query")
    default, named = _graphs(parameters, "default-graph-uri", "named-graph-uri")
    form, at = _form(parameters), _single(parameters, "at")
    inferred = boolean(_single(parameters, "inferred"), "inferred")
    if inferred and (default is not None or at is not None):
        other = "'at'" if default is None else "a dataset (default-graph-uri, named-graph-uri)"
        raise ParameterError(
            f"'inferred' goes with the dataset of the service as it is now, not with {other}. "
            f"Leave one of them out; by its name, what follows is the graph <{INFERRED_GRAPH}>."
        )
    return QueryRequest(text, default, named, form, at, inferred=inferred)


def _update(text: str, parameters: Mapping[str, list[str]]) -> UpdateRequest:
    _refuse(parameters, "default-graph-uri", "named-graph-uri", where="with an update")
    using, using_named = _graphs(parameters, "using-graph-uri", "using-named-graph-uri")
    dry_run, confirm = boolean(_single(parameters, "dry-run")), _single(parameters, "confirm")
    return UpdateRequest(text, using, using_named, dry_run, confirm)


def _graphs(
    parameters: Mapping[str, list[str]], default_name: str, named_name: str
) -> tuple[tuple[str, ...] | None, tuple[str, ...] | None]:
    """Return the dataset; where any graph is named, what is not named is empty."""
    default, named = parameters.get(default_name), parameters.get(named_name)
    for name, values in ((default_name, default), (named_name, named)):
        for value in values or ():
            if ":" not in value or any(character in value for character in ' <>"{}|\\^`'):
                raise ParameterError(f"{name} is {value!r}, which is not an absolute IRI.")
    if default is None and named is None:
        return None, None
    return tuple(default or ()), tuple(named or ())


def _required(parameters: Mapping[str, list[str]], name: str) -> str:
    values = parameters[name]
    if len(values) > 1:
        raise ParameterError(f"There are {len(values)} '{name}' parameters; send exactly one.")
    return values[0]


def _single(parameters: Mapping[str, list[str]], name: str) -> str | None:
    return _required(parameters, name) if name in parameters else None


def _form(parameters: Mapping[str, list[str]]) -> str | None:
    """Return the form that an answer is wanted in: the first that is known, of several.

    `format` is no parameter of the protocol, and SPARQLWrapper sends it twice, with its own name
    of the form and with the media type. One that is not known is refused where it is alone.
    """
    values = parameters.get("format")
    if not values:
        return None
    known = (v for v in values if format_of_name(v, QUERY_FORMATS))
    return next(known, values[0])


def _refuse(parameters: Mapping[str, list[str]], *names: str, where: str) -> None:
    for name in names:
        if name in parameters:
            raise ParameterError(f"The parameter '{name}' has no place {where}.")


def _decode(body: bytes) -> str:
    try:
        return body.decode()
    except UnicodeDecodeError:
        raise InputError("The body is not UTF-8.") from None


class Chosen(NamedTuple):
    """A format, the media type to call it, and the Content-Type that this makes."""

    format: Format
    media_type: str
    content_type: str

    @classmethod
    def of(cls, wanted: Format, media_type: str | None = None) -> Chosen:
        """Return a format under the media type that was asked for, or under its own."""
        return cls(wanted, media_type or wanted.media_type, wanted.content_type(media_type))


class Formats:
    """Chooses formats, and remembers what it chose: clients send the same headers all the time."""

    def __init__(self) -> None:
        self._chosen: dict[tuple[str | None, bytes | None], tuple[Chosen | None, Chosen | None]]
        self._chosen = {}

    def choose(self, name: str | None, accept: bytes | None) -> tuple[Chosen | None, Chosen | None]:
        """Return the formats for tables and for graphs; see `choose_formats`."""
        known = self._chosen.get((name, accept))
        if known is None:
            if len(self._chosen) >= _REMEMBERED:
                self._chosen.clear()
            text = None if accept is None else accept.decode("latin-1")
            known = self._chosen[name, accept] = choose_formats(name, text)
        return known


def choose_formats(name: str | None, accept: str | None) -> tuple[Chosen | None, Chosen | None]:
    """Return the formats for tables and for graphs, each with the media type to call it.

    Which of them is needed is known only when the query has been read, by its worker.
    """
    if name is not None:
        return _named(name)
    tables = (*RESULT_FORMATS, *TABLE_FORMATS) if has_pyarrow() else RESULT_FORMATS
    result, graph = _accepted(accept, tables), _accepted(accept, GRAPH_FORMATS)
    if result is None and graph is None:
        typed = _accepted(accept, TABLE_FORMATS)
        if typed is not None:
            raise without_pyarrow(typed.media_type, _WITHOUT_PYARROW)
        raise NotAcceptable(
            f"Nothing that queries give fits 'Accept: {accept}'.",
            [known.media_type for known in QUERY_FORMATS],
        )
    return result, graph


def _named(name: str) -> tuple[Chosen | None, Chosen | None]:
    result = format_of_name(name, (*RESULT_FORMATS, *TABLE_FORMATS))
    graph = format_of_name(name, GRAPH_FORMATS)
    if result is None and graph is None:
        raise ParameterError(_unknown_format(name, QUERY_FORMATS))
    if result in TABLE_FORMATS and not has_pyarrow():
        raise without_pyarrow(result.media_type, _WITHOUT_PYARROW)
    return (
        Chosen.of(result) if result else None,
        Chosen.of(graph) if graph else None,
    )


def _accepted(accept: str | None, formats: Sequence[Format]) -> Chosen | None:
    try:
        return Chosen.of(*negotiate_format(accept, formats))
    except NotAcceptable:
        return None


def choose_graph_format(name: str | None, accept: str | None) -> Chosen:
    """Return the format for a graph, by its name or else by the Accept header."""
    if name is None:
        return Chosen.of(*negotiate_format(accept, GRAPH_FORMATS))
    wanted = format_of_name(name, GRAPH_FORMATS)
    if wanted is None:
        raise ParameterError(_unknown_format(name, GRAPH_FORMATS))
    return Chosen.of(wanted)


def _unknown_format(name: str, formats: tuple[Format, ...]) -> str:
    known = ", ".join(dict.fromkeys(known.name for known in formats))
    return f"The format {name!r} is not known; known are {known}."


def question_of(
    request: QueryRequest, results: Chosen | None, graphs: Chosen | None
) -> tuple[object, ...]:
    """Return what decides the bytes of an answer at one revision."""
    return (
        *(request.text, request.default_graphs, request.named_graphs, request.at, request.base),
        request.inferred,
        *(
            results and (results.format.name, results.media_type),
            graphs and (graphs.format.name, graphs.media_type),
        ),
    )
