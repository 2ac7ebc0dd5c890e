"""`POST /api/v1/validate`: the checks of `rolegraph check` over HTTP.

The body is the data in an RDF format, or a form with the fields `data` and, if wanted, `shapes`.
Without shapes those of the catalogue apply, and its ontology is known. The report comes by
`Accept`: findings as JSON, the SHACL report in any RDF format, SARIF or Markdown.
"""

from __future__ import annotations

import asyncio
import json
from io import BytesIO
from typing import Any

from fastapi import APIRouter, Request, Response

from rolegraph.api.operations.late_routes import LateRouter
from rolegraph.api.schema.shared_schemas import FILE
from rolegraph.catalogue.index.model import API
from rolegraph.catalogue.schema.json_schema import reference
from rolegraph.checking.uploads.validation import KnownTexts, ValidationOptions, validate_upload
from rolegraph.errors import ParameterError
from rolegraph.http.accept import wanted_by
from rolegraph.http.bodies import body_reader, media_type_of
from rolegraph.http.request import known_parameters, listed
from rolegraph.http.tables.answers import format_parameter, table_contents, tabled
from rolegraph.http.tables.table import table_of
from rolegraph.http.tables.writers import NAMES, named_format
from rolegraph.rdf.media import GRAPH_FORMATS
from rolegraph.rdf.namespaces import ONTOLOGY_GRAPHS, SHAPES_GRAPHS, is_default_dataset_graph
from rolegraph.rdf.terms import DefaultGraph, NamedNode, RdfFormat
from rolegraph.rdf.uploads.reading import Uploads
from rolegraph.store.protocol import Store

PATH = f"{API}validate"
REPORTS = {
    "application/json": "json",
    "application/sarif+json": "sarif",
    "text/markdown": "markdown",
}
"""Media type of a report that is no RDF → name of the report format."""
OFFERS = ("application/json", *(f.media_type for f in GRAPH_FORMATS), *list(REPORTS)[1:])
CHECKS = ("shacl", "reading", "values", "terms", "links", "consistency")
ENGINES = ("auto", "shacl", "pyshacl")
_TABLES = frozenset(NAMES.values())
CONTEXTS = ("none", "catalogue")


def router(store: Store, uploads: Uploads, body_limit: int) -> APIRouter:
    """Return the route of validation.

    Args:
        store: has the shapes, ontology and data of the catalogue.
        uploads: where uploads are validated, and how deep they may nest.
        body_limit: bytes that a request may have.
    """
    routes = LateRouter(tags=["validation"])
    catalogue = _Catalogue(store)
    read_body = body_reader(body_limit)

    async def validate(request: Request) -> Response:
        known_parameters(request, ("checks", "context", "engine", "format"), lists=("checks",))
        chosen = named_format(request.query_params.get("format"), NAMES)
        media_type = chosen or wanted_by(request, (*OFFERS, *NAMES.values()))
        in_table = media_type in _TABLES
        checks = _several(request, "checks", CHECKS, "shacl")
        engine = _choice(request, "engine", ENGINES)
        context = _choice(request, "context", CONTEXTS) == "catalogue"
        body = await read_body(request)
        known = await asyncio.to_thread(catalogue.texts, data=context)
        content_type = request.headers.get("content-type")
        media_type_of(content_type)
        output = "json" if in_table else REPORTS.get(media_type, media_type)
        wanted = ValidationOptions(content_type, checks, output, engine, uploads.depth)
        report = await validate_upload(uploads.sandbox, body, known, wanted)
        if in_table:
            return tabled(request, table_of("findings", json.loads(report)["findings"]), media_type)
        charset = "; charset=utf-8" if media_type.startswith("text/") else ""
        headers = {"Content-Type": media_type + charset, "Vary": "Accept"}
        return Response(report, headers={**headers, "Cache-Control": "no-store"})

    routes.add_api_route(
        PATH,
        validate,
        methods=["POST"],
        operation_id="validateData",
        summary="Validate data against the shapes of the catalogue, or against your own",
        description=__doc__,
        responses={200: {"description": "The report.", "content": _reports()}},
        openapi_extra={"requestBody": _request_body(), "parameters": _parameters()},
    )
    return routes


class _Catalogue:
    """The catalogue's own shapes, ontology and data as texts, kept until the next commit."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._kept: dict[str, tuple[int, KnownTexts]] = {}

    def texts(self, *, data: bool) -> list[KnownTexts]:
        """Return shapes and ontology, and the data if they are wanted as well."""
        return [self._text(part) for part in ("shapes", "ontology", *(["data"] if data else []))]

    def _text(self, part: str) -> KnownTexts:
        revision = self._store.revision
        kept = self._kept.get(part)
        if kept is None or kept[0] != revision:
            content = self._dumped(part)
            if self._store.revision != revision:  # a commit came between two graphs
                with self._store.reading() as revision:
                    content = self._dumped(part)
            kept = self._kept[part] = (revision, KnownTexts(part, content))
        return kept[1]

    def _dumped(self, part: str) -> bytes:
        found = BytesIO()
        graphs: list[DefaultGraph | NamedNode] = [DefaultGraph(), *self._store.graph_names()]
        for graph in graphs:
            if _part_of(graph) == part:
                self._store.dump(found, RdfFormat.N_TRIPLES, graph)
        return found.getvalue()


def _part_of(graph: DefaultGraph | NamedNode) -> str | None:
    name = graph.value if isinstance(graph, NamedNode) else ""
    if name.startswith(SHAPES_GRAPHS):
        return "shapes"
    if name.startswith(ONTOLOGY_GRAPHS):
        return "ontology"
    return "data" if is_default_dataset_graph(name) else None


def _choice(request: Request, name: str, allowed: tuple[str, ...]) -> str:
    value = request.query_params.get(name, allowed[0])
    if value not in allowed:
        raise ParameterError(f"The parameter {name!r} is one of {', '.join(allowed)}.")
    return value


def _several(
    request: Request, name: str, allowed: tuple[str, ...], default: str
) -> tuple[str, ...]:
    values = tuple((listed(request.query_params, name) or default).split(","))
    if not set(values) <= set(allowed):
        raise ParameterError(f"The parameter {name!r} takes {', '.join(allowed)}, by commas.")
    return values


def _request_body() -> dict[str, Any]:
    text = {"type": "string"}
    fields = {"data": text, "shapes": text, "data_format": text, "shapes_format": text}
    form = {"schema": {"type": "object", "required": ["data"], "properties": fields}}
    bodies: dict[str, Any] = {f.media_type: {"schema": FILE} for f in GRAPH_FORMATS}
    forms = {"multipart/form-data": form, "application/x-www-form-urlencoded": form}
    return {"required": True, "content": bodies | forms}


def _reports() -> dict[str, Any]:
    texts: dict[str, Any] = {name: {"schema": {"type": "string"}} for name in OFFERS}
    texts["application/json"] = {"schema": reference("ValidationReport")}
    for name in ("application/ld+json", "application/sarif+json"):
        texts[name] = {"schema": {}}
    return texts | table_contents()


def _parameters() -> list[dict[str, Any]]:
    described = (
        (
            "checks",
            "Checks to run; by default the shapes alone.",
            {"type": "array", "items": {"type": "string", "enum": list(CHECKS)}},
        ),
        (
            "context",
            "Whether links into the catalogue are followed.",
            {"type": "string", "enum": list(CONTEXTS)},
        ),
        ("engine", "The SHACL engine.", {"type": "string", "enum": list(ENGINES)}),
    )
    return [
        format_parameter(),
        *(
            {"name": name, "in": "query", "required": False, "description": text, "schema": schema}
            for name, text, schema in described
        ),
    ]
