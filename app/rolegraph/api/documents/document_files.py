"""`/api/v1/document-files`: the documents of the catalogue, with what is kept of them."""

from __future__ import annotations

from urllib.parse import quote

from fastapi import APIRouter, Request, Response

from rolegraph.api.documents.telling import PATH, DocumentAnswers, version_of
from rolegraph.api.documents.together import TogetherWrites
from rolegraph.api.documents.writing import DocumentWrites
from rolegraph.api.operations.late_routes import LateRouter
from rolegraph.api.schema.shared_schemas import FILE, TEXT, Described, query_parameters
from rolegraph.api.schema.write_schema import JSON
from rolegraph.catalogue.schema.json_schema import reference
from rolegraph.documents.uploads.known import KnownFiles
from rolegraph.errors import NotFound, ParameterError
from rolegraph.http.answers import json_bytes, tagged
from rolegraph.http.request import known_parameters

FORMATS = ("json", "curation", "file")


def router(
    files: KnownFiles,
    writes: DocumentWrites,
    together: TogetherWrites,
    public_url: str | None = None,
) -> APIRouter:
    """Return the routes of documents.

    Args:
        files: the documents, as those may see them who ask.
        writes: bring documents in, and take them out.
        together: bring several in at once.
        public_url: address of the service as clients see it; by default that of each request.
    """
    routes = LateRouter(tags=["documents"])
    shared = DocumentAnswers(files, public_url)
    _add_reading(routes, shared)
    together.add_to(routes, shared)
    writes.add_to(routes, shared)
    return routes


def _add_reading(routes: APIRouter, shared: DocumentAnswers) -> None:
    def listed(request: Request) -> Response:
        known_parameters(request, ())
        items = [shared.brief(request, file) for file in shared.files.there()]
        headers = {"X-Total-Count": str(len(items))}
        body = {"items": items, "total": len(items)}
        return tagged(request, json_bytes(body), JSON, headers=headers)

    def one(name: str, request: Request) -> Response:
        known_parameters(request, ("format",))
        chosen = request.query_params.get("format", FORMATS[0])
        if chosen not in FORMATS:
            raise ParameterError(f"format={chosen!r} is none of {', '.join(FORMATS)}.")
        file = shared.one(name)
        if chosen == FORMATS[0]:
            body = shared.whole(request, file)
            return tagged(request, json_bytes(body), JSON, version=version_of(file))
        kept = file.kept
        content = None if kept is None else kept.content
        if kept is not None and chosen == "curation":
            return _file(kept.curation.encode(), "application/yaml; charset=utf-8", "")
        if content is None:
            raise NotFound(f"The {chosen} of {file.name!r} is not kept here.")
        return _file(content, "application/octet-stream", file.name.rpartition("/")[2])

    routes.add_api_route(
        PATH,
        listed,
        operation_id="listDocumentFiles",
        summary="List the documents of the catalogue",
        responses={200: {"content": {JSON: {"schema": reference("DocumentFileList")}}}},
    )
    described: dict[int | str, Described] = {
        200: {
            "description": "The document, its curation file, or its bytes.",
            "content": {
                JSON: {"schema": reference("DocumentFile")},
                "application/yaml": {"schema": TEXT},
                "application/octet-stream": {"schema": FILE},
            },
        }
    }
    routes.add_api_route(
        PATH + "/{name:path}",
        one,
        operation_id="getDocumentFile",
        summary="Read what the catalogue has of a document, its curation file, or its bytes",
        responses=described,
        openapi_extra=query_parameters(
            ("format", {**TEXT, "enum": [*FORMATS]}, "What of it: json by default.")
        ),
    )


def _file(content: bytes, media_type: str, name: str) -> Response:
    headers = {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"}
    if name:
        headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    return Response(content, 200, headers, media_type)
