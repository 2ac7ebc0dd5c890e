"""Errors as problem documents (RFC 9457)."""

from __future__ import annotations

import json
from collections.abc import Mapping
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
_KINDS: tuple[tuple[type[errors.RolegraphError], int, str, str], ...] = (
    (errors.SyntaxFault, 400, "syntax", "The text does not parse"),
    (errors.ForbiddenOperation, 403, "forbidden-operation", "Not allowed here"),
    (errors.TooLarge, 413, "too-large", "Too large"),
    (errors.Unreadable, 422, "unreadable", "The text cannot be read within the limits"),
    (errors.IllTyped, 422, "ill-typed", "A literal has no value"),
    (errors.ResultTooLarge, 400, "result-too-large", "The result is too large"),
    (errors.NotAcceptable, 406, "not-acceptable", "Not acceptable"),
    (errors.UnsupportedMedia, 415, "unsupported-media-type", "Unsupported media type"),
    (errors.MethodNotAllowed, 405, "method-not-allowed", "Method not allowed"),
    (errors.StoreRefusal, 422, "store-refusal", "The store does not take it"),
    (errors.ShapesFault, 422, "shapes", "Nothing can be judged by these shapes"),
    (errors.ParameterError, 400, "parameter", "A parameter cannot be used"),
    (errors.FieldFaults, 422, "fields", "The body does not fit the type"),
    (errors.KeyReused, 422, "key-reused", "The key was sent with another request"),
    (errors.InputError, 400, "bad-request", "The request cannot be used"),
    (errors.Archived, 410, "archived", "The revision is archived"),
    (errors.Removed, 410, "removed", "It was removed"),
    (errors.Misdirected, 421, "host-not-allowed", "The service does not answer to this name"),
    (errors.NotFound, 404, "not-found", "Not found"),
    (errors.StillNeeded, 409, "still-needed", "Others still need it"),
    (errors.ConfirmationNeeded, 409, "confirmation-needed", "This must be confirmed"),
    (errors.StillRunning, 409, "still-running", "The first request still runs"),
    (errors.StoredBefore, 409, "answer-lost", "Stored before; the answer is lost"),
    (errors.Conflict, 409, "conflict", "Conflict"),
    (errors.PreconditionFailed, 412, "precondition-failed", "Somebody changed it meanwhile"),
    (
        errors.PreconditionRequired,
        428,
        "precondition-required",
        "Say which state the change is for",
    ),
    (errors.Refused, 422, "refused", "The change would leave the catalogue incomplete"),
    (errors.Unauthenticated, 401, "unauthenticated", "Credentials are missing or wrong"),
    (errors.PermissionDenied, 403, "permission-denied", "Permission denied"),
    (errors.QueryTimeout, 503, "query-timeout", "The query took long"),
    (errors.QueryResourceLimit, 503, "query-resources", "The query needed too much"),
    (errors.ReadOnlyReplica, 421, "read-only-replica", "Writes go to the leader"),
    (errors.Busy, 503, "busy", "The service is busy"),
    (errors.StorageFull, 507, "storage-full", "The disk takes no more"),
    (errors.NotSeenYet, 500, "not-seen-yet", "Stored, but not seen yet"),
    (errors.RestartNeeded, 503, "restart-needed", "The service must be restarted"),
    (errors.StoreUnavailable, 503, "store-unavailable", "The store cannot be reached"),
    (errors.StoreTimeout, 504, "store-timeout", "The store is too slow"),
    (errors.StoreAnswer, 502, "store-answer", "The store answers wrongly"),
    (errors.Diverged, 502, "store-diverged", "The store has another history"),
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
                "status": status,
                "detail": str(error),
            }
            document.update(_details(error))
            return status, document, _headers(error)
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
