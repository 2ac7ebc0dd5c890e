"""What OpenAPI says of the endpoints in plain ASGI, which FastAPI does not know: SPARQL, graphs."""

from __future__ import annotations

from rolegraph.api.schema.shared_schemas import FILE, TEXT, Described, an_object
from rolegraph.api.schema.write_schema import JSON, write_parameters
from rolegraph.catalogue.schema.json_schema import reference
from rolegraph.history.permission import CONFIRM
from rolegraph.http.commits import ADDED, REMOVED, REVISION
from rolegraph.rdf.media import (
    GRAPH_FORMATS,
    MAPPING_FORMATS,
    QUERY_FORMATS,
    RESULT_FORMATS,
    TABLE_FORMATS,
)

_FORM = "application/x-www-form-urlencoded"
_IRIS: Described = {"type": "array", "items": {"type": "string", "format": "iri"}}
_FORMATS = list(dict.fromkeys(f.name for f in QUERY_FORMATS))
_QUERY_FIELDS: dict[str, tuple[str, Described]] = {
    "query": ("The query: SPARQL 1.1.", TEXT),
    "default-graph-uri": ("Graphs whose union is the default graph.", _IRIS),
    "named-graph-uri": ("Graphs that GRAPH may name.", _IRIS),
    "format": (
        "The form of the answer, whatever the Accept header says.",
        {"type": "string", "enum": _FORMATS},
    ),
    "at": (
        "The state to ask: a revision, or a date or time such as 2026-11-23T14:00:00Z.",
        TEXT,
    ),
    "inferred": (
        "Whether the default graph has what follows by the rules of OWL 2 RL as well.",
        {"type": "boolean", "default": False},
    ),
}
_UPDATE_FIELDS: dict[str, tuple[str, Described]] = {
    "update": ("The update: SPARQL 1.1.", TEXT),
    "using-graph-uri": ("Graphs whose union is the default graph.", _IRIS),
    "using-named-graph-uri": ("Graphs that GRAPH may name.", _IRIS),
    "dry-run": ("Judge it, but store nothing.", {"type": "boolean", "default": False}),
    "confirm": (CONFIRM, TEXT),
}


def _form(about: str, fields: dict[str, tuple[str, Described]], needed: str) -> Described:
    members = {name: {**schema, "description": said} for name, (said, schema) in fields.items()}
    return an_object(about, members, *(name for name in fields if name != needed))


def _in_query(fields: dict[str, tuple[str, Described]], *needed: str) -> list[Described]:
    return [
        {
            "name": name,
            "in": "query",
            "required": name in needed,
            "description": said,
            "schema": schema,
        }
        for name, (said, schema) in fields.items()
    ]


SPARQL_SCHEMAS: dict[str, Described] = {
    "SparqlResults": an_object(
        "The JSON results of SPARQL 1.1.",
        {
            "head": reference("SparqlHead"),
            "boolean": {"type": "boolean", "description": "The answer of ASK."},
            "results": reference("SparqlBindings"),
        },
        *("boolean", "results"),
    ),
    "SparqlHead": {
        "type": "object",
        "description": "The variables of an answer, in order.",
        "properties": {"vars": {"type": "array", "items": TEXT}},
    },
    "SparqlBindings": {
        "type": "object",
        "description": "The solutions of SELECT.",
        "properties": {
            "bindings": {"type": "array", "items": reference("SparqlSolution")},
        },
        "required": ["bindings"],
    },
    "SparqlSolution": {
        "type": "object",
        "description": "One solution: variable → term; what is unbound is missing.",
        "additionalProperties": reference("SparqlTerm"),
    },
    "SparqlTerm": an_object(
        "A term.",
        {
            "type": {"type": "string", "enum": ["uri", "literal", "bnode", "triple"]},
            "value": {"description": "Its text; of a triple, its parts."},
            "xml:lang": TEXT,
            "datatype": {"type": "string", "format": "iri"},
        },
        *("xml:lang", "datatype"),
    ),
    "SparqlQueryForm": _form("A query with its dataset.", _QUERY_FIELDS, "query"),
    "SparqlUpdateForm": _form("An update with its dataset.", _UPDATE_FIELDS, "update"),
}

_TEXT_OF = {
    f.media_type: {"schema": TEXT}
    for f in (*RESULT_FORMATS, *GRAPH_FORMATS)
    if "json" not in f.media_type
}
_GRAPH: Described = {f.media_type: {"schema": TEXT} for f in (*GRAPH_FORMATS, *MAPPING_FORMATS)}
_UNCHANGED = {"description": "The client's copy, named by If-None-Match, is still right."}
_ANSWER: Described = {
    "200": {
        "description": "The answer; without a query, the description of the service.",
        "headers": {"ETag": {"schema": TEXT}},
        "content": {
            "application/sparql-results+json": {"schema": reference("SparqlResults")},
            JSON: {"schema": reference("SparqlResults")},
            **_TEXT_OF,
            **{f.media_type: {"schema": FILE} for f in TABLE_FORMATS},
            "application/ld+json": {"schema": {}},
        },
    },
}
_OUTCOME_HEADERS: Described = {name: {"schema": TEXT} for name in (REVISION, ADDED, REMOVED)}
_OUTCOME: Described = {
    "200": {
        "description": "Done, or judged only; with what the guard found.",
        "headers": _OUTCOME_HEADERS,
        "content": {JSON: {"schema": reference("Commit")}},
    },
    "204": {"description": "Done.", "headers": _OUTCOME_HEADERS},
}
_CREATED: Described = {
    "201": {
        "description": "A graph that was not there before.",
        "headers": {**_OUTCOME_HEADERS, "Location": {"schema": TEXT}},
    }
}
_NAMED: dict[str, tuple[str, Described]] = {
    "graph": ("The graph of this IRI.", {"type": "string", "format": "iri"}),
    "default": (
        "The default graph. Without either, the whole dataset.",
        {"type": "string", "maxLength": 0},
    ),
}
_IN_FORMAT: dict[str, tuple[str, Described]] = {
    "format": (
        "The form of the answer, whatever the Accept header says.",
        {"type": "string", "enum": [f.name for f in (*GRAPH_FORMATS, *MAPPING_FORMATS)]},
    )
}
_WRITING = write_parameters("IdempotencyKey", "DryRun", "Confirm", "Message")


def _graph_write(name: str, summary: str, *, body: bool, created: bool) -> Described:
    found: Described = {
        "tags": ["graphs"],
        "operationId": name,
        "summary": summary,
        "description": "The header `If-Match` may name the state that the write is for.",
        "parameters": [*_in_query(_NAMED), *_WRITING],
        "responses": {**_OUTCOME, **(_CREATED if created else {})},
    }
    sent = {f.media_type: {"schema": FILE} for f in GRAPH_FORMATS}
    return found | ({"requestBody": {"required": True, "content": sent}} if body else {})


PATHS: dict[str, Described] = {
    "/sparql": {
        "get": {
            "tags": ["sparql"],
            "operationId": "querySparql",
            "summary": "Query, or ask for the description of the service",
            "description": "The SPARQL 1.1 Protocol. SELECT and ASK give results, CONSTRUCT and "
            "DESCRIBE give RDF.",
            "parameters": _in_query(_QUERY_FIELDS),
            "responses": {**_ANSWER, "304": _UNCHANGED},
        },
        "post": {
            "tags": ["sparql"],
            "operationId": "postSparql",
            "summary": "Query or update",
            "description": "The SPARQL 1.1 Protocol: a form, or the text itself. An update needs "
            "the token of an editor; a query needs what reading needs.",
            "parameters": write_parameters("IdempotencyKey", "Message"),
            "requestBody": {
                "required": True,
                "content": {
                    "application/sparql-query": {"schema": TEXT},
                    "application/sparql-update": {"schema": TEXT},
                    _FORM: {
                        "schema": {
                            "anyOf": [
                                reference("SparqlQueryForm"),
                                reference("SparqlUpdateForm"),
                            ]
                        }
                    },
                },
            },
            "responses": {
                "200": {
                    **_ANSWER["200"],
                    "description": "The answer of a query, or what became of an update.",
                    "content": {
                        **_ANSWER["200"]["content"],
                        JSON: {
                            "schema": {"anyOf": [reference("SparqlResults"), reference("Commit")]}
                        },
                    },
                },
                "204": _OUTCOME["204"],
            },
        },
    },
    "/graphs": {
        "get": {
            "tags": ["graphs"],
            "operationId": "getGraph",
            "summary": "Read a graph, or the whole dataset",
            "description": "The SPARQL 1.1 Graph Store HTTP Protocol. Mappings are also there as "
            "tools for SSSOM read them: as a table (`sssom-tsv`) and as a graph (`sssom-ttl`); "
            "404 where a graph has none.",
            "parameters": _in_query(_NAMED | _IN_FORMAT),
            "responses": {
                "200": {
                    "description": "The graph.",
                    "headers": {name: {"schema": TEXT} for name in ("ETag", REVISION)},
                    "content": _GRAPH,
                },
                "304": _UNCHANGED,
            },
        },
        "put": _graph_write("replaceGraph", "Replace a graph", body=True, created=True),
        "post": _graph_write("addToGraph", "Add to a graph", body=True, created=True),
        "delete": _graph_write("deleteGraph", "Delete a graph", body=False, created=False),
    },
}
"""Path → method → operation."""
