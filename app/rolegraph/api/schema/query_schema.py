"""How the query library looks in OpenAPI: parameters, answers and the list of queries."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import BaseModel, Field

from rolegraph.rdf.media import RESULT_FORMATS
from rolegraph.sparql.library import NamedQuery
from rolegraph.sparql.library_parameters import QueryParameter

Schema = dict[str, Any]

JSON = "application/json"
SPARQL = "application/sparql-query"
RESULT_NAMES = {result.media_type: result.name for result in RESULT_FORMATS}
OFFERS = (JSON, *RESULT_NAMES, SPARQL)
"""The media types of an answer, the server's order of preference; the last is the query's text."""

FORMATS = {"json": JSON} | {
    ("sparql-json" if result.name == "json" else result.name): result.media_type
    for result in RESULT_FORMATS
}
"""Value of `?format=` → media type."""

_CELL: Schema = {
    "anyOf": [
        {
            "type": "object",
            "required": ["id"],
            "properties": {
                "id": {"type": "string", "format": "iri"},
                "label": {"type": "string"},
                "href": {"type": "string", "description": "Where the thing is served."},
            },
        },
        {"type": "string"},
        {"type": "number"},
        {"type": "boolean"},
        {"type": "null"},
    ]
}


class ParameterDescription(BaseModel):
    """A parameter of a query."""

    name: str
    type: Literal["iri", "string", "integer"] = Field(
        description="iri: names a thing, as IRI, plural/slug, slug or prefixed name."
    )
    classes: list[str] = Field(description="Plural names of what it may name; empty for anything.")
    required: bool
    default: str | None
    description: str


class ColumnDescription(BaseModel):
    """A column of an answer."""

    name: str
    description: str


class QueryDescription(BaseModel):
    """A named query."""

    name: str
    question: int = Field(description="The number of the question it answers.")
    title: str
    summary: str
    tags: list[str]
    parameters: list[ParameterDescription]
    columns: list[ColumnDescription]
    none: str | None = Field(description="What it means when nothing is found.")
    href: str


class QueryList(BaseModel):
    """All named queries."""

    items: list[QueryDescription]
    total: int


def describe(query: NamedQuery, href: str) -> QueryDescription:
    """Return the description of a query.

    Args:
        query: the query.
        href: its address.
    """
    header = query.header
    return QueryDescription(
        name=query.name,
        question=header.question,
        title=header.title,
        summary=header.summary,
        tags=list(header.tags),
        parameters=[
            ParameterDescription(
                name=parameter.name,
                type=parameter.type,
                classes=list(parameter.plurals),
                required=parameter.required,
                default=parameter.default,
                description=parameter.description,
            )
            for parameter in query.parameters
        ],
        columns=[
            ColumnDescription(name=name, description=text) for name, text in header.columns.items()
        ],
        none=header.none,
        href=href,
    )


def parameter_schemas(query: NamedQuery) -> list[Schema]:
    """Return the OpenAPI parameters of a query's address."""
    return [*(_parameter(parameter) for parameter in query.parameters), *own_parameters()]


def own_parameters() -> list[Schema]:
    """Return the OpenAPI parameters that every query has."""
    return [
        {
            "name": "source",
            "in": "query",
            "description": "Give the text of the query in place of its answer.",
            "schema": {"type": "boolean", "default": False},
        },
        {
            "name": "format",
            "in": "query",
            "description": "The form of the answer, where no Accept header can be sent.",
            "schema": {"type": "string", "enum": list(FORMATS)},
        },
    ]


def _parameter(parameter: QueryParameter) -> Schema:
    schema: Schema = {"type": "integer" if parameter.type == "integer" else "string"}
    if parameter.default is not None:
        is_number = parameter.type == "integer"
        schema["default"] = int(parameter.default) if is_number else parameter.default
    description = parameter.description
    if parameter.type == "iri":
        known = f" of the {' or '.join(parameter.plurals)}" if parameter.plurals else ""
        description += f" An IRI, plural/slug, prefixed name or slug{known}."
    return {
        "name": parameter.name,
        "in": "query",
        "required": parameter.required,
        "description": description,
        "schema": schema,
    }


def responses(query: NamedQuery | None = None) -> dict[int | str, Schema]:
    """Return the OpenAPI responses of a query's address; of any query without one."""
    columns: Schema = {}
    if query is not None:
        columns = {
            "required": list(query.columns),
            "properties": {
                name: {**_CELL, "description": text} for name, text in query.header.columns.items()
            },
        }
    row: Schema = {"type": "object", "additionalProperties": query is None and _CELL, **columns}
    body: Schema = {
        "type": "object",
        "required": ["name", "title", "columns", "rows", "total"],
        "properties": {
            "name": {"type": "string"},
            "title": {"type": "string"},
            "columns": {"type": "array", "items": {"type": "string"}},
            "rows": {"type": "array", "items": row},
            "total": {"type": "integer", "description": "How many rows there are."},
            "none": {
                "type": ["string", "null"],
                "description": "What it means that nothing was found, where there are no rows.",
            },
        },
    }
    others: Schema = {name: {"schema": {"type": "string"}} for name in OFFERS if name != JSON}
    return {
        200: {"description": "The answer.", "content": {JSON: {"schema": body}, **others}},
        304: {"description": "The client's copy, named by If-None-Match, is still right."},
        "default": {
            "description": "What went wrong.",
            "content": {
                "application/problem+json": {
                    "schema": {
                        "type": "object",
                        "description": "A problem document (RFC 9457).",
                    }
                }
            },
        },
    }
