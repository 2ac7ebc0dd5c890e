"""How the query library looks in OpenAPI: parameters, answers and the list of queries."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import BaseModel, Field

from rolegraph.api.schema.shared_schemas import FILE, TEXT, an_array, an_object, text, whole
from rolegraph.catalogue.schema.json_schema import reference
from rolegraph.catalogue.schema.names import pascal
from rolegraph.http.tables.answers import headings_parameter
from rolegraph.http.tables.writers import NAMES
from rolegraph.rdf.media import RESULT_FORMATS
from rolegraph.sparql.library import NamedQuery, QueryLibrary
from rolegraph.sparql.library_parameters import QueryParameter

Schema = dict[str, Any]

JSON = "application/json"
SPARQL = "application/sparql-query"
RESULT_NAMES = {result.media_type: result.name for result in RESULT_FORMATS}
_TABLES = {name: kind for name, kind in NAMES.items() if name != "csv"}
OFFERS = (JSON, *RESULT_NAMES, *_TABLES.values(), SPARQL)
"""The media types of an answer, the server's order of preference; the last is the query's text."""

FORMATS = {"json": JSON} | {
    ("sparql-json" if result.name == "json" else result.name): result.media_type
    for result in RESULT_FORMATS
}
FORMATS |= _TABLES
"""Value of `?format=` → media type."""


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
    saved: str | None = Field(
        description="Where the queries are that people keep in the catalogue; they are things like "
        "others, with their text in `query`. Null where the catalogue has no such things."
    )


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
            ColumnDescription(name=name, description=said) for name, said in header.columns.items()
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
        headings_parameter(),
        {
            "name": "inferred",
            "in": "query",
            "description": "Ask also what follows by the rules of OWL 2 RL.",
            "schema": {"type": "boolean", "default": False},
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


def answer_name(query: NamedQuery) -> str:
    """Return the name of the schema of a query's answer; that of a row ends in `Row`."""
    return f"{pascal(query.name)}Answer"


def answer_schemas(library: QueryLibrary) -> dict[str, Schema]:
    """Return the schemas of the answers of all queries, by name."""
    found: dict[str, Schema] = {
        "Cell": {
            "description": "A value in an answer: a thing, a text, a number, or nothing.",
            "anyOf": [
                reference("CellLink"),
                {"type": "string"},
                {"type": "number"},
                {"type": "boolean"},
                {"type": "null"},
            ],
        },
        "CellLink": an_object(
            "A thing in an answer.",
            {
                "id": {"type": "string", "format": "iri"},
                "label": text("Its label."),
                "href": text("Where it is served."),
            },
            *("label", "href"),
        ),
        "AnswerRow": {
            "type": "object",
            "description": "Column → value.",
            "additionalProperties": reference("Cell"),
        },
        "Answer": _answer("The answer of a named query.", "AnswerRow"),
    }
    for query in library.values():
        row = f"{pascal(query.name)}Row"
        columns = {
            name: {**reference("Cell"), "description": said}
            for name, said in query.header.columns.items()
        }
        found[row] = an_object(f"One row: {query.title}.", columns, closed=True)
        found[answer_name(query)] = _answer(query.header.summary, row)
    return found


def _answer(about: str, row: str) -> Schema:
    return an_object(
        about,
        {
            "name": text("Name of the query."),
            "title": text("The question in a few words."),
            "columns": an_array(TEXT),
            "rows": an_array(reference(row)),
            "total": whole("How many rows there are."),
            "none": text("What it means that nothing was found.", null=True),
        },
        "none",
    )


def responses(query: NamedQuery | None = None) -> dict[int | str, Schema]:
    """Return the OpenAPI responses of a query's address; of any query without one."""
    body = reference("Answer" if query is None else answer_name(query))
    others: Schema = {name: {"schema": TEXT} for name in OFFERS if name != JSON}
    others |= {kind: {"schema": FILE} for kind in _TABLES.values()}
    others["application/sparql-results+json"] = {"schema": reference("SparqlResults")}
    return {
        200: {
            "description": "The answer.",
            "content": {JSON: {"schema": body}, **others},
            "headers": {"ETag": {"schema": TEXT}},
        },
        304: {"description": "The client's copy, named by If-None-Match, is still right."},
    }
