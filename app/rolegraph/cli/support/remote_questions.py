"""The named queries of a service by its address, as `rolegraph query --url` asks them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rolegraph.client import Client, Rows
from rolegraph.client.requests import result_document
from rolegraph.errors import StoreError
from rolegraph.rdf.terms import Literal
from rolegraph.sparql.library import LibraryAnswer, NamedQuery, QueryLibrary
from rolegraph.sparql.library_header import Header
from rolegraph.sparql.library_parameters import QueryParameter


class RemoteQuestions:
    """The query library of a service.

    Args:
        client: the service; the caller closes it.
    """

    def __init__(self, client: Client) -> None:
        self._client = client

    def library(self) -> QueryLibrary:
        """Return the named queries that the service has, without their texts.

        Raises:
            StoreError: it cannot be reached, or describes them in another way.
        """
        try:
            queries = [_described(item) for item in self._client.questions()]
        except (KeyError, TypeError, ValueError) as error:
            raise StoreError(
                f"{self._client.url} describes its queries in a way that this version of rolegraph "
                f"does not know ({error})."
            ) from error
        return QueryLibrary({query.name: query for query in queries})

    def ask(self, query: NamedQuery, values: Mapping[str, str]) -> LibraryAnswer:
        """Run a named query at the service.

        Raises:
            ParameterError: a parameter is unknown, missing or of the wrong form.
        """
        from rolegraph.store.remote.endpoints.results import bindings

        body = self._client.send(result_document(query.name, values))
        rows = bindings(body, {})
        given = {name: Literal(value) for name, value in values.items()}
        return LibraryAnswer(query, rows, given, None if rows else self._none(query, values))

    def _none(self, query: NamedQuery, values: Mapping[str, str]) -> str | None:
        """Return what it means that nothing was found, which results in SPARQL's JSON lack."""
        found: Rows = self._client.question(query.name, **values)
        return found.none


def _described(item: Mapping[str, Any]) -> NamedQuery:
    parameters = tuple(
        QueryParameter(
            given["name"],
            given["type"],
            tuple(given["classes"]),
            given["required"],
            given["default"],
            given["description"],
        )
        for given in item["parameters"]
    )
    header = Header(
        question=item["question"],
        title=item["title"],
        summary=item["summary"],
        tags=tuple(item["tags"]),
        parameters=parameters,
        columns={column["name"]: column["description"] for column in item["columns"]},
        none=item["none"],
    )
    return NamedQuery(item["name"], header, text="")
