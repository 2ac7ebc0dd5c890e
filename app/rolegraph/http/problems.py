"""Errors as problem documents (RFC 9457)."""

from __future__ import annotations

import json
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

import structlog
from starlette.responses import Response
from starlette.types import Send

from rolegraph import errors
from rolegraph.http.answers import answer
from rolegraph.http.request import Headers
from rolegraph.rdf.patch import Patch
from rolegraph.store.journal.entry_format import encode_patch
from rolegraph.telemetry.request_log import present

MEDIA_TYPE = "application/problem+json"
MERGE_PATCH = "application/merge-patch+json"
TYPES = "https://w3id.org/rolegraph/problems/"

_PATCH = 2000
"""Quads of a refused patch up to which the problem document shows it."""

_log = structlog.get_logger(__name__)

# The first class that fits decides, so special ones stand before general ones.
_KINDS: tuple[tuple[type[errors.RolegraphError], HTTPStatus, str, str], ...] = (
    (errors.SyntaxFault, HTTPStatus.BAD_REQUEST, "syntax", "The text does not parse"),
    (errors.ForbiddenOperation, HTTPStatus.FORBIDDEN, "forbidden-operation", "Not allowed here"),
    (errors.TooLarge, HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "too-large", "Too large"),
    (
        errors.Unreadable,
        HTTPStatus.UNPROCESSABLE_ENTITY,
        "unreadable",
        "The text cannot be read within the limits",
    ),
    (
        errors.IllTyped,
        HTTPStatus.UNPROCESSABLE_ENTITY,
        "ill-typed",
        "A literal has no value",
    ),
    (
        errors.ResultTooLarge,
        HTTPStatus.BAD_REQUEST,
        "result-too-large",
        "The result is too large",
    ),
    (errors.NotAcceptable, HTTPStatus.NOT_ACCEPTABLE, "not-acceptable", "Not acceptable"),
    (
        errors.UnsupportedMedia,
        HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
        "unsupported-media-type",
        "Unsupported media type",
    ),
    (
        errors.MethodNotAllowed,
        HTTPStatus.METHOD_NOT_ALLOWED,
        "method-not-allowed",
        "Method not allowed",
    ),
    (
        errors.StoreRefusal,
        HTTPStatus.UNPROCESSABLE_ENTITY,
        "store-refusal",
        "The store does not take it",
    ),
    (
        errors.ShapesFault,
        HTTPStatus.UNPROCESSABLE_ENTITY,
        "shapes",
        "Nothing can be judged by these shapes",
    ),
    (errors.ParameterError, HTTPStatus.BAD_REQUEST, "parameter", "A parameter cannot be used"),
    (
        errors.FieldFaults,
        HTTPStatus.UNPROCESSABLE_ENTITY,
        "fields",
        "The body does not fit the type",
    ),
    (
        errors.KeyReused,
        HTTPStatus.UNPROCESSABLE_ENTITY,
        "key-reused",
        "The key was sent with another request",
    ),
    (errors.InputError, HTTPStatus.BAD_REQUEST, "bad-request", "The request cannot be used"),
    (errors.Archived, HTTPStatus.GONE, "archived", "The revision is archived"),
    (errors.Removed, HTTPStatus.GONE, "removed", "It was removed"),
    (
        errors.Misdirected,
        HTTPStatus.MISDIRECTED_REQUEST,
        "host-not-allowed",
        "The service does not answer to this name",
    ),
    (errors.NotFound, HTTPStatus.NOT_FOUND, "not-found", "Not found"),
    (errors.StillNeeded, HTTPStatus.CONFLICT, "still-needed", "Others still need it"),
    (
        errors.ConfirmationNeeded,
        HTTPStatus.CONFLICT,
        "confirmation-needed",
        "This must be confirmed",
    ),
    (errors.StillRunning, HTTPStatus.CONFLICT, "still-running", "The first request still runs"),
    (errors.StoredBefore, HTTPStatus.CONFLICT, "answer-lost", "Stored before; the answer is lost"),
    (errors.Conflict, HTTPStatus.CONFLICT, "conflict", "Conflict"),
    (
        errors.PreconditionFailed,
        HTTPStatus.PRECONDITION_FAILED,
        "precondition-failed",
        "Somebody changed it meanwhile",
    ),
    (
        errors.PreconditionRequired,
        HTTPStatus.PRECONDITION_REQUIRED,
        "precondition-required",
        "Say which state the change is for",
    ),
    (
        errors.Refused,
        HTTPStatus.UNPROCESSABLE_ENTITY,
        "refused",
        "The change would leave the catalogue incomplete",
    ),
    (
        errors.Unauthenticated,
        HTTPStatus.UNAUTHORIZED,
        "unauthenticated",
        "Credentials are missing or wrong",
    ),
    (errors.PermissionDenied, HTTPStatus.FORBIDDEN, "permission-denied", "Permission denied"),
    (errors.QueryTimeout, HTTPStatus.SERVICE_UNAVAILABLE, "query-timeout", "The query took long"),
    (
        errors.QueryResourceLimit,
        HTTPStatus.SERVICE_UNAVAILABLE,
        "query-resources",
        "The query needed too much",
    ),
    (
        errors.ReadOnlyReplica,
        HTTPStatus.MISDIRECTED_REQUEST,
        "read-only-replica",
        "Writes go to the leader",
    ),
    (errors.Busy, HTTPStatus.SERVICE_UNAVAILABLE, "busy", "The service is busy"),
    (
        errors.StorageFull,
        HTTPStatus.INSUFFICIENT_STORAGE,
        "storage-full",
        "The disk takes no more",
    ),
    (
        errors.NotSeenYet,
        HTTPStatus.INTERNAL_SERVER_ERROR,
        "not-seen-yet",
        "Stored, but not seen yet",
    ),
    (
        errors.RestartNeeded,
        HTTPStatus.SERVICE_UNAVAILABLE,
        "restart-needed",
        "The service must be restarted",
    ),
    (
        errors.StoreUnavailable,
        HTTPStatus.SERVICE_UNAVAILABLE,
        "store-unavailable",
        "The store cannot be reached",
    ),
    (errors.StoreTimeout, HTTPStatus.GATEWAY_TIMEOUT, "store-timeout", "The store is too slow"),
    (errors.StoreAnswer, HTTPStatus.BAD_GATEWAY, "store-answer", "The store answers wrongly"),
    (errors.Diverged, HTTPStatus.BAD_GATEWAY, "store-diverged", "The store has another history"),
)


def problem_of(error: errors.RolegraphError) -> tuple[int, dict[str, Any], dict[str, str]]:
    """Return the status, the problem document and the headers that an error is answered with.

    Errors of the service itself (its store, its settings) are logged, and reported without details.
    """
    for kind, status, name, title in _KINDS:
        if isinstance(error, kind):
            document: dict[str, Any] = {
                "type": TYPES + name,
                "title": title,
                "status": status.value,
                "detail": str(error),
            }
            document.update(_details(error))
            return status.value, document, _headers(error)
    _log.error("service.fault", error=str(error), kind=type(error).__name__)
    return internal()


def internal() -> tuple[int, dict[str, Any], dict[str, str]]:
    """Return the answer to a fault of the service itself."""
    document = {
        "type": TYPES + "internal",
        "title": "The service failed",
        "status": 500,
        "detail": "The service met an error of its own; it is in the service's log.",
    }
    return 500, document, {}


def _details(error: errors.RolegraphError) -> dict[str, Any]:
    """Return what a problem document says beyond the members that each has."""
    found: dict[str, Any] = {}
    match error:
        case errors.SyntaxFault():
            place = {"line": error.line, "column": error.column}
            found = {name: value for name, value in place.items() if value is not None}
        case errors.NotAcceptable() if error.offers:
            found = {"offers": list(error.offers)}
        case errors.FieldFaults():
            found = {"errors": [{"pointer": where, "detail": what} for where, what in error.faults]}
        case errors.Removed():
            found = {
                "label": error.label,
                "removedIn": error.revision,
                "removedBy": error.author,
                "removedAt": error.time,
            }
        case errors.Conflict():
            found = _of_conflict(error)
        case errors.Refused():
            found = {
                "findings": [f.to_json() if hasattr(f, "to_json") else f for f in error.findings]
            }
            if isinstance(error.patch, Patch) and len(error.patch) <= _PATCH:
                found["patch"] = encode_patch(error.patch).decode()
        case errors.ReadOnlyReplica():
            found = {"leader": error.leader}
    return found


def _of_conflict(error: errors.Conflict) -> dict[str, Any]:
    match error:
        case errors.StillNeeded():
            return {"neededBy": list(error.needed_by)}
        case errors.ChangedSince():
            return {"changedSince": list(error.things), "laterCommits": list(error.revisions)}
        case errors.ConfirmationNeeded():
            return {"confirm": list(error.confirm)}
    return {}


def _headers(error: errors.RolegraphError) -> dict[str, str]:
    match error:
        case errors.Busy() | errors.StoreUnavailable() | errors.StillRunning():
            return {"Retry-After": str(error.retry_after)}
        case errors.QueryTimeout() | errors.QueryResourceLimit():
            return {"Retry-After": "60"}
        case errors.ReadOnlyReplica():
            # RFC 8288; "edit" is registered for where a resource can be changed (RFC 5023). No
            # redirect: clients that follow one may send their token to another host.
            return {"Link": f'<{error.leader}>; rel="edit"'}
        case errors.MethodNotAllowed():
            return {"Allow": ", ".join(error.allowed)}
        case errors.UnsupportedMedia() if error.accepted:
            # RFC 5789, 3.1, and RFC 9110, 12.5.1.
            name = "Accept-Patch" if MERGE_PATCH in error.accepted else "Accept"
            return {name: ", ".join(error.accepted)}
    unknown = isinstance(error, errors.Unauthenticated)
    return {"WWW-Authenticate": 'Bearer realm="rolegraph"'} if unknown else {}


def encode(document: dict[str, Any]) -> bytes:
    """Return a problem document as bytes, with the name of the request that it answers."""
    request_id = present()
    if request_id is not None:
        document = {**document, "requestId": request_id}
    return json.dumps(document, ensure_ascii=False).encode()


def response_of(error: errors.RolegraphError) -> Response:
    """Return the response to an error."""
    status, document, headers = problem_of(error)
    return Response(encode(document), status, {**headers, "Cache-Control": "no-store"}, MEDIA_TYPE)


async def answer_error(
    send: Send, error: errors.RolegraphError, extra: Headers, *, head: bool = False
) -> None:
    """Send the problem document of an error."""
    status, document, own = problem_of(error)
    await answer_problem(send, (status, document, own), extra, head=head)


async def answer_problem(
    send: Send,
    problem: tuple[int, dict[str, Any], Mapping[str, str]],
    extra: Headers,
    *,
    head: bool = False,
) -> None:
    """Send a problem document."""
    status, document, own = problem
    headers = [(b"content-type", MEDIA_TYPE.encode()), (b"cache-control", b"no-store"), *extra]
    headers += [(name.lower().encode(), value.encode()) for name, value in own.items()]
    await answer(send, status, headers, encode(document), head=head)
