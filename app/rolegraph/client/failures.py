"""From the answer of a service to the error that it tells of (problem documents, RFC 9457)."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from http import HTTPStatus
from typing import Any

import httpx

from rolegraph import errors
from rolegraph.errors import RolegraphError

Problem = Mapping[str, Any]

_BY_TYPE: dict[str, Callable[[str], RolegraphError]] = {
    "forbidden-operation": errors.ForbiddenOperation,
    "too-large": errors.TooLarge,
    "unreadable": errors.Unreadable,
    "ill-typed": errors.IllTyped,
    "result-too-large": errors.ResultTooLarge,
    "unsupported-media-type": errors.UnsupportedMedia,
    "shapes": errors.ShapesFault,
    "parameter": errors.ParameterError,
    "host-not-allowed": errors.Misdirected,
    "precondition-failed": errors.PreconditionFailed,
    "precondition-required": errors.PreconditionRequired,
    "query-resources": errors.QueryResourceLimit,
    "store-refusal": errors.StoreRefusal,
}
"""The last part of a problem's type → the error it is, where its text is all that it carries."""
_BY_STATUS: dict[int, Callable[[str], RolegraphError]] = {
    HTTPStatus.BAD_REQUEST: errors.InputError,
    HTTPStatus.UNAUTHORIZED: errors.Unauthenticated,
    HTTPStatus.FORBIDDEN: errors.PermissionDenied,
    HTTPStatus.NOT_FOUND: errors.NotFound,
    HTTPStatus.GONE: errors.NotFound,
    HTTPStatus.CONFLICT: errors.Conflict,
    HTTPStatus.PRECONDITION_FAILED: errors.PreconditionFailed,
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: errors.TooLarge,
    HTTPStatus.MISDIRECTED_REQUEST: errors.Misdirected,
}


def error_of(answer: httpx.Response) -> RolegraphError:
    """Return the error that an answer tells of; `problem` of it is the problem document, if any.

    Args:
        answer: read to its end, and no success.
    """
    try:
        document = answer.json()
        detail = str(document["detail"])
    except (ValueError, KeyError, TypeError):
        return _plain(answer, f"{_origin(answer)} answered {answer.status_code}.")
    error = _special(document, detail, answer) or _plain(answer, detail, _name(document))
    error.problem = document
    return error


def _special(document: Problem, detail: str, answer: httpx.Response) -> RolegraphError | None:
    """Return the error that carries more than a text, if it is one of those."""
    found: RolegraphError | None = None
    match _name(document):
        case "syntax":
            line, column = document.get("line"), document.get("column")
            source, message = _parted(detail, line, column)
            found = errors.SyntaxFault(message, source=source, line=line, column=column)
        case "fields":
            faults = [(e["pointer"], e["detail"]) for e in document.get("errors", ())]
            found = errors.FieldFaults(faults or [("", detail)])
        case "refused":
            found = errors.Refused(detail, document.get("findings", ()), document.get("patch"))
        case "still-needed":
            found = errors.StillNeeded(detail, document.get("neededBy", ()))
        case "confirmation-needed":
            found = errors.ConfirmationNeeded(detail, document.get("confirm", ()))
        case "not-acceptable":
            found = errors.NotAcceptable(detail, document.get("offers", ()))
        case "busy" | "query-timeout" | "store-unavailable":
            wait = answer.headers.get("retry-after", "")
            found = errors.Busy(detail, int(wait) if wait.isdecimal() else 1)
    return found


def _plain(answer: httpx.Response, detail: str, name: str = "") -> RolegraphError:
    kind = _BY_TYPE.get(name) or _BY_STATUS.get(answer.status_code, errors.StoreError)
    if answer.status_code == HTTPStatus.SERVICE_UNAVAILABLE and name not in _BY_TYPE:
        kind = errors.Busy
    return kind(detail)


def _name(document: Problem) -> str:
    return str(document.get("type", "")).rpartition("/")[2]


def _parted(detail: str, line: int | None, column: int | None) -> tuple[str | None, str]:
    """Return source and message of a syntax fault without its place, which the error adds."""
    place = ":".join(str(part) for part in (line, column) if part)
    match = re.match(rf"(?:([^\s:]+):)?{place}: ", detail) if place else None
    return (match[1], detail[match.end() :]) if match else (None, detail)


def _origin(answer: httpx.Response) -> str:
    return str(answer.request.url.copy_with(query=None, username=None, password=None))
