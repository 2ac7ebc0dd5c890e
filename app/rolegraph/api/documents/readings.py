"""`POST /api/v1/readings`: what `rolegraph documents read` makes of a document, over HTTP.

The body is the document, and `name` the name of its file; or a form with the file in its field
`file`. The answer is the reading as JSON, its graph as Turtle, or a folder that is a catalogue with
the document, as a ZIP file. A confined process reads it, and nothing of it is stored.
"""

from __future__ import annotations

import json
from pathlib import PurePosixPath
from urllib.parse import quote

from fastapi import APIRouter, Request, Response

from rolegraph.api.documents.sending import FIELD, sent_form, unless_gone
from rolegraph.api.operations.late_routes import LateRouter
from rolegraph.api.schema.shared_schemas import FILE
from rolegraph.catalogue.index.model import API
from rolegraph.catalogue.schema.json_schema import reference
from rolegraph.documents.uploads.reading import DocumentRead, read_document
from rolegraph.errors import InputError
from rolegraph.http.accept import wanted_by
from rolegraph.http.request import known_parameters
from rolegraph.http.tables.writers import named_format
from rolegraph.rdf.uploads.forms import MULTIPART
from rolegraph.sandbox.sandbox import Sandbox

PATH = f"{API}readings"
ZIP = "application/zip"
FORMATS = {"json": "application/json", "turtle": "text/turtle", "zip": ZIP}
"""What `?format=` names, in the order of preference → its media type."""


def router(sandbox: Sandbox, body_limit: int) -> APIRouter:
    """Return the route that reads documents.

    Args:
        sandbox: where they are read.
        body_limit: bytes that a request may have.
    """
    routes = LateRouter(tags=["documents"])

    async def read(request: Request) -> Response:
        known_parameters(request, ("name", "format"))
        chosen = named_format(request.query_params.get("format"), FORMATS)
        media_type = chosen or wanted_by(request, (*FORMATS.values(),))
        found = await sent_document(request, sandbox, body_limit)
        if media_type == ZIP:
            return archive(found)
        if media_type == "text/turtle":
            return _answer(found.turtle.encode(), "text/turtle; charset=utf-8")
        text = json.dumps(found.data, ensure_ascii=False)
        return _answer(text.encode(), "application/json")

    routes.add_api_route(
        PATH,
        read,
        methods=["POST"],
        operation_id="readDocument",
        summary="Read a document of roles, and store nothing",
        description=__doc__,
        responses={
            200: {
                "description": "What was read.",
                "content": {
                    "application/json": {"schema": reference("Reading")},
                    "text/turtle": {"schema": {"type": "string"}},
                    ZIP: {"schema": FILE},
                },
            }
        },
        openapi_extra={
            "requestBody": {
                "required": True,
                "content": {
                    "application/octet-stream": {"schema": FILE},
                    MULTIPART: {
                        "schema": {
                            "type": "object",
                            "required": [FIELD],
                            "properties": {FIELD: FILE},
                        }
                    },
                },
            },
            "parameters": [
                {
                    "name": "name",
                    "in": "query",
                    "description": "The name of the file, such as roles.docx; a form has its own.",
                    "schema": {"type": "string"},
                },
                {
                    "name": "format",
                    "in": "query",
                    "description": "The form of the answer, whatever the Accept header says.",
                    "schema": {"type": "string", "enum": [*FORMATS]},
                },
            ],
        },
    )
    return routes


async def sent_document(request: Request, sandbox: Sandbox, body_limit: int) -> DocumentRead:
    """Read the document that a request brings.

    Who goes away meanwhile gives up the reading: its process is ended, and the next one begins.

    Raises:
        InputError: it brings none, the document cannot be read, or the client is gone.
        TooLarge: it is longer than the limit, or needs too much memory.
        Busy: too many wait.
    """
    sent = await sent_form(request, body_limit, (FIELD,))
    name = request.query_params.get("name", "") or sent.file
    if sent.content is None:
        raise InputError("The document is empty. Choose a file, or send its bytes.")
    return await unless_gone(request, read_document(sandbox, name, sent.content))


def archive(found: DocumentRead) -> Response:
    """Return the answer with the catalogue folder of a document."""
    answer = _answer(found.archive(), ZIP)
    name = quote(f"{PurePosixPath(found.name).stem}.zip")
    answer.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{name}"
    return answer


def _answer(content: bytes, media_type: str) -> Response:
    headers = {"Content-Type": media_type, "Vary": "Accept", "Cache-Control": "no-store"}
    return Response(content, headers=headers)
