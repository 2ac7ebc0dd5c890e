"""Many writes in one commit: `POST /api/v1/batch`, all or nothing."""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote

from fastapi import APIRouter, Depends, Request, Response

from rolegraph.access.identity import Identity
from rolegraph.api.operations.late_routes import LateRouter
from rolegraph.api.resources.writes import Editor
from rolegraph.api.schema.write_schema import JSON, answers, extra
from rolegraph.catalogue import Catalogue
from rolegraph.catalogue.index.model import API
from rolegraph.catalogue.index.paths import near
from rolegraph.catalogue.schema.json_schema import reference
from rolegraph.catalogue.writing.bodies import Body, an_object, at, kind_of, read_json
from rolegraph.catalogue.writing.change import Change
from rolegraph.errors import (
    Conflict,
    FieldFaults,
    InputError,
    NotFound,
    PreconditionFailed,
    PreconditionRequired,
    StillNeeded,
)
from rolegraph.history.commit import Committer
from rolegraph.http.bodies import body_reader, check_media_type
from rolegraph.http.commits import JsonCommits, commit_response, one_line, outcome
from rolegraph.http.conditions import Precondition
from rolegraph.http.request import known_parameters

PATH = f"{API}batch"
_MEMBERS = ("method", "path", "body", "ifMatch", "ifNoneMatch")
_SAID = 3  # operations that a batch without a message names
_METHODS = ("POST", "PUT", "PATCH", "DELETE")
_ADDRESSED = (NotFound, Conflict, PreconditionFailed, PreconditionRequired, InputError)


@dataclass
class _Operation:
    """One write of a batch; `iri` is known once it is planned."""

    place: int
    method: str
    plural: str
    slug: str | None
    body: Any
    if_match: str | None
    creates: bool
    iri: str = ""
    label: str = ""

    @property
    def pointer(self) -> str:
        """Where its body stands in the request."""
        return f"/operations/{self.place}/body"


def router(
    catalogue: Catalogue,
    committer: Committer,
    editor: Editor,
    *,
    public_url: str | None = None,
    body_limit: int,
) -> APIRouter:
    """Return the route of batches; see `writes.router` for the arguments."""
    routes = LateRouter(tags=["batch"])
    commits = JsonCommits(catalogue, committer, public_url)
    who, sent = Depends(editor), Depends(body_reader(body_limit))

    def batch(request: Request, author: Identity = who, raw: bytes = sent) -> Response:
        known_parameters(request, ("dry-run", "confirm"))
        check_media_type(request.scope, JSON)
        body = an_object(read_json(raw))
        operations = _operations(body, ("operations", "message"))
        reported = body.get("message")
        message = one_line(reported, "/message") if isinstance(reported, str) else None
        message = message or _summary(operations)

        def act(change: Change) -> Callable[[], list[Body]]:
            _write_all(catalogue, change, operations)
            return lambda: [_result(change, operation) for operation in operations]

        commit, results = commits.commit(request, author, message, act, "The catalogue")
        return commit_response({"results": results, "commit": outcome(commit)}, commit)

    routes.add_api_route(
        PATH,
        batch,
        methods=["POST"],
        operation_id="commitBatch",
        summary="Write many things in one commit",
        description=(
            "All operations become one commit, or none does. They are like single requests. New "
            "things may refer to each other, in any order, by ids such as `_:first` that they are "
            "given as `id`; these hold within the request."
        ),
        responses=answers(
            reference("BatchResult"), 200, 400, 401, 403, 404, 409, 412, 415, 422, 428
        ),
        openapi_extra=extra("Batch", JSON),
    )
    return routes


def writes_of(catalogue: Catalogue, body: Body) -> Callable[[Change], None]:
    """Return what carries out the `operations` of a body on a change.

    Args:
        catalogue: whose things are written.
        body: has them, as a batch has; other members are the caller's.

    Raises:
        FieldFaults: they are not of their form.
    """
    operations = _operations(body, tuple(body))

    def act(change: Change) -> None:
        # A conflict with another service has it done once more, on bodies as they were sent.
        _write_all(catalogue, change, deepcopy(operations))

    return act


def _write_all(catalogue: Catalogue, change: Change, operations: list[_Operation]) -> None:
    _plan(catalogue.store.revision, change, operations)
    for operation in operations:
        _placed(operation, lambda op=operation: _write(change, op))  # type: ignore[misc]


def _summary(operations: list[_Operation]) -> str:
    """Return what the change log says of a batch without a message."""
    verbs = {"POST": "Add to", "PUT": "Write", "PATCH": "Change", "DELETE": "Delete"}
    said = [f"{verbs[o.method]} {o.plural}{f'/{o.slug}' if o.slug else ''}" for o in operations]
    more = len(said) - _SAID
    return ", ".join(said[:_SAID]) + (f" and {more} more" if more > 0 else "")


def _operations(body: Body, members: tuple[str, ...]) -> list[_Operation]:
    """Read the operations of a batch.

    Raises:
        FieldFaults: the batch is not of its form.
    """
    faults = [
        (at("", name), f"there is no such member. {near(name, members)}")
        for name in body
        if name not in members
    ]
    listed = body.get("operations")
    if not isinstance(listed, list) or not listed:
        faults.append(("/operations", f"expected an array of writes, not {kind_of(listed)}"))
        listed = []
    operations = []
    for place, item in enumerate(listed):
        wrong = _wrong(item, f"/operations/{place}")
        faults += wrong
        if not wrong:
            operations.append(_operation(place, item))
    if faults:
        raise FieldFaults(faults)
    return operations


def _wrong(item: Any, pointer: str) -> list[tuple[str, str]]:
    if not isinstance(item, dict):
        return [(pointer, f"expected an object, not {kind_of(item)}")]
    faults = [
        (at(pointer, name), f"there is no such member. {near(name, _MEMBERS)}")
        for name in item
        if name not in _MEMBERS
    ]
    method, path = item.get("method"), item.get("path")
    if method not in _METHODS:
        faults.append((f"{pointer}/method", f"expected one of {', '.join(_METHODS)}"))
    if not isinstance(path, str):
        faults.append((f"{pointer}/path", f"expected a text, not {kind_of(path)}"))
    elif len(_segments(path)) != (1 if method == "POST" else 2):
        form = "personas" if method == "POST" else "personas/robin-castellanos"
        faults.append((f"{pointer}/path", f"expected the path of such a request, as in {form!r}"))
    if method != "DELETE" and not isinstance(item.get("body"), dict):
        faults.append((f"{pointer}/body", f"expected an object, not {kind_of(item.get('body'))}"))
    if not isinstance(item.get("ifMatch", ""), str):
        faults.append((f"{pointer}/ifMatch", "expected an ETag"))
    if item.get("ifNoneMatch", "*") != "*":
        faults.append((f"{pointer}/ifNoneMatch", "expected '*'"))
    return faults


def _segments(path: str) -> list[str]:
    head, mark, tail = path.partition(API)
    below = tail if mark else head
    return [unquote(part) for part in below.strip("/").split("/") if part]


def _operation(place: int, item: Body) -> _Operation:
    plural, *slug = _segments(item["path"])
    return _Operation(
        place=place,
        method=item["method"],
        plural=plural,
        slug=slug[0] if slug else None,
        body=item.get("body"),
        if_match=item.get("ifMatch"),
        creates=item["method"] == "POST" or "ifNoneMatch" in item,
    )


def _plan(revision: int, change: Change, operations: list[_Operation]) -> None:
    """Find the things that are written at a revision, and plan the new ones."""

    def plan(operation: _Operation) -> None:
        if operation.creates:
            if operation.slug is not None:
                operation.body = {**operation.body, "id": operation.slug}
            planned = change.plan(operation.plural, operation.body, operation.pointer)
            operation.iri = planned or ""
            return
        operation.iri = change.resolve(operation.plural, operation.slug or "")
        version = change.version(operation.iri)
        precondition = Precondition(operation.if_match)
        precondition.require(f"{operation.slug!r}")
        precondition.check(f"{operation.slug!r}", revision, version=version)
        if operation.method == "PUT":
            change.plan_within(operation.iri, operation.body, operation.pointer)

    for operation in operations:
        _placed(operation, lambda op=operation: plan(op))  # type: ignore[misc]


def _write(change: Change, operation: _Operation) -> None:
    if operation.creates:
        change.create(operation.body, operation.pointer)
    elif operation.method == "PUT":
        change.replace(operation.iri, operation.body, operation.pointer)
    elif operation.method == "PATCH":
        change.merge(operation.iri, operation.body, operation.pointer)
    else:
        operation.label = change.label(operation.iri)
        change.delete(operation.iri)


def _result(change: Change, operation: _Operation) -> Body:
    deleted = operation.method == "DELETE"
    link = change.link(operation.iri)
    label = operation.label if deleted else link["label"]
    return {
        "method": operation.method,
        "status": 201 if operation.creates else 200,
        "id": operation.iri,
        "label": label,
        "href": None if deleted else link["href"],
    }


def _placed(operation: _Operation, act: Callable[[], None]) -> None:
    """Do a part of a batch; an error says which operation it is of."""
    try:
        act()
    except (StillNeeded, FieldFaults):
        raise
    except _ADDRESSED as error:
        raise type(error)(f"/operations/{operation.place}: {error}") from None
