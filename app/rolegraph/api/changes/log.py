"""The change log over HTTP: commits, differences, a feed, and taking a commit back."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Callable
from enum import Enum
from typing import Any
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import StreamingResponse

from rolegraph.access.identity import Identity
from rolegraph.api.changes.as_json import Json, commit_json, guard_json, thing_json
from rolegraph.api.operations.late_routes import LateRouter
from rolegraph.api.schema.shared_schemas import TEXT, Described, query_parameters
from rolegraph.api.schema.write_schema import answers, write_parameters
from rolegraph.catalogue import Catalogue
from rolegraph.catalogue.index.paging import MAX_LIMIT, limit_of
from rolegraph.catalogue.schema.json_schema import reference
from rolegraph.errors import ParameterError
from rolegraph.history.commit import Committer
from rolegraph.history.feed import Feed
from rolegraph.history.permission import confirmations
from rolegraph.history.reports.differences import ThingChange, differences
from rolegraph.history.reports.rendering import difference
from rolegraph.history.revert import revert
from rolegraph.history.touched import Touched
from rolegraph.history.undone import taken_back, takes_back
from rolegraph.history.versions import Versions
from rolegraph.http.accept import wanted_by
from rolegraph.http.answers import json_bytes, page_headers, tagged
from rolegraph.http.commits import message_in, outcome, outcome_headers
from rolegraph.http.conditions import Precondition
from rolegraph.http.request import boolean, known_parameters, root_of
from rolegraph.rdf.patch import Patch
from rolegraph.store.embedded import EmbeddedStore
from rolegraph.store.journal.entry_format import encode_patch

ADDRESS = "/api/v1/changes"
JSON, RDF_PATCH = "application/json", "application/rdf-patch"
TEXT_PLAIN, MARKDOWN = "text/plain", "text/markdown"
HEARTBEAT = 15.0
"""Seconds after which a silent feed shows that it lives."""
_WHOLE: Described = {"type": "integer", "minimum": 0}
_REVERTED: Described = {JSON: {"schema": reference("RevertResult")}}
_TAG: list[str | Enum] = ["changes"]


class _Changes:
    """What the routes share."""

    def __init__(
        self, store: EmbeddedStore, versions: Versions, catalogue: Catalogue, public_url: str | None
    ) -> None:
        self._store, self.versions = store, versions
        self._catalogue, self._public_url = catalogue, public_url

    def address(self, request: Request) -> str:
        """Return the address of all changes."""
        return root_of(request, self._public_url) + ADDRESS

    def things(self, patch: Patch, revision: int) -> list[ThingChange]:
        """Return what a patch that led to a revision did, thing by thing."""
        with self._store.reading() as now:
            return differences(self._store, patch, self.versions.between(revision, now))

    def told(self, old: int, new: int, *, markdown: bool) -> bytes:
        """Return what changed between two revisions, for people."""
        return difference(self._store, self.versions, old, new, markdown=markdown).encode()

    def things_json(self, request: Request, patch: Patch, revision: int) -> list[Json]:
        """Return the same as JSON."""
        root = root_of(request, self._public_url)

        def href(iri: str) -> str | None:
            address = self._catalogue.address(iri)
            return None if address is None else root + address

        return [thing_json(thing, href) for thing in self.things(patch, revision)]


def router(
    store: EmbeddedStore,
    versions: Versions,
    feed: Feed,
    committer: Committer,
    catalogue: Catalogue,
    editor: Callable[..., Any],
    touched: Touched,
    *,
    public_url: str | None = None,
) -> APIRouter:
    """Return the routes of `/api/v1/changes`.

    Args:
        store: the store.
        versions: its history.
        feed: tells of commits.
        committer: makes the commits that take others back.
        catalogue: gives addresses of things.
        editor: dependency that gives the identity of who writes, or refuses.
        touched: knows which commits speak of a thing, to find which took another back.
        public_url: address of the service as clients see it; by default that of each request.
    """
    routes = LateRouter()
    changes = _Changes(store, versions, catalogue, public_url)
    _add_list(routes, changes)
    _add_feed(routes, changes, feed)
    _add_difference(routes, changes)
    _add_one(routes, changes, touched)
    _add_revert(routes, changes, committer, editor)
    return routes


def _add_list(routes: APIRouter, changes: _Changes) -> None:
    @routes.get(
        ADDRESS,
        tags=_TAG,
        operation_id="listChanges",
        summary="List commits, the newest first",
        responses=_answers("ChangeList"),
        openapi_extra=query_parameters(
            ("limit", {**_WHOLE, "minimum": 1, "maximum": MAX_LIMIT}, "Commits that a page has."),
            ("cursor", _WHOLE, "As the link `next` of the page before has it."),
        ),
    )
    def list_changes(request: Request) -> Response:
        known_parameters(request, ("limit", "cursor"))
        wanted_by(request, (JSON,))
        limit = limit_of(request.query_params.get("limit"))
        before = _number(request, "cursor")
        address = changes.address(request)
        entries = changes.versions.newest(limit, before)
        first = changes.versions.first
        total = max(changes.versions.revision - first + 1, 0)
        following = None
        if entries and entries[-1].revision > first:
            query = urlencode({"limit": limit, "cursor": entries[-1].revision})
            following = f"{address}?{query}"
        headers = page_headers(total, following)
        body = {
            "items": [commit_json(entry, address) for entry in entries],
            "total": total,
            "limit": limit,
            "next": following,
        }
        return tagged(request, json_bytes(body), JSON, headers=headers)


def _add_feed(routes: APIRouter, changes: _Changes, feed: Feed) -> None:
    @routes.get(
        f"{ADDRESS}/feed",
        tags=_TAG,
        operation_id="followChanges",
        summary="Follow commits as they happen (Server-Sent Events)",
        description="Each event has the revision as its id; send the last one as `Last-Event-ID` "
        "to go on where the connection broke.",
        response_class=StreamingResponse,
        responses={200: {"content": {"text/event-stream": {"schema": {"type": "string"}}}}},
        openapi_extra=query_parameters(
            ("after", _WHOLE, "Begin behind this revision, in place of `Last-Event-ID`.")
        ),
    )
    async def follow(request: Request) -> StreamingResponse:
        known_parameters(request, ("after",))
        after = _resumed(request, changes.versions.revision)
        feed.check_has(after)
        address = changes.address(request)
        entries = feed.after(after, HEARTBEAT)

        async def events() -> AsyncIterator[bytes]:
            # An event at once, so that proxies and clients know that the feed stands.
            yield f": behind revision {after}\nretry: 2000\n\n".encode()
            async for entry in entries:
                if entry is None:
                    yield b": still here\n\n"
                else:
                    data = json.dumps(commit_json(entry, address), ensure_ascii=False)
                    yield f"id: {entry.revision}\nevent: commit\ndata: {data}\n\n".encode()

        headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
        return StreamingResponse(events(), media_type="text/event-stream", headers=headers)


def _add_difference(routes: APIRouter, changes: _Changes) -> None:
    @routes.get(
        f"{ADDRESS}/diff",
        tags=_TAG,
        operation_id="compareRevisions",
        summary="Compare two revisions",
        description="JSON by thing and property; Markdown ready for a pull request, plain text or "
        "RDF Patch by Accept. Markdown and text tell the first filling of the catalogue in one "
        "line where later commits are asked for as well.",
        responses=_answers("Difference", MARKDOWN, TEXT_PLAIN, RDF_PATCH),
        openapi_extra=query_parameters(
            ("from", TEXT, "The older state: a revision, or a time in ISO 8601."),
            ("to", TEXT, "The newer state, by default the present; a date includes its day."),
            needed=("from",),
        ),
    )
    def compare(request: Request) -> Response:
        known_parameters(request, ("from", "to"))
        versions = changes.versions
        given = request.query_params
        if "from" not in given:
            raise ParameterError("from= is missing: a revision or a time to compare with.")
        old = versions.resolve(given["from"])
        new = versions.resolve(given["to"], end=True) if "to" in given else versions.revision
        kind = wanted_by(request, (JSON, MARKDOWN, TEXT_PLAIN, RDF_PATCH))
        patch = versions.between(old, new)
        if kind == RDF_PATCH:
            return tagged(request, b"TX .\n" + encode_patch(patch) + b"TC .\n", RDF_PATCH)
        if kind in {MARKDOWN, TEXT_PLAIN}:
            return tagged(request, changes.told(old, new, markdown=kind == MARKDOWN), kind)
        body = {
            "from": old,
            "to": new,
            "added": len(patch.added),
            "removed": len(patch.removed),
            "things": changes.things_json(request, patch, new),
        }
        return tagged(request, json_bytes(body), JSON)


def _add_one(routes: APIRouter, changes: _Changes, touched: Touched) -> None:
    @routes.get(
        f"{ADDRESS}/{{revision}}",
        tags=_TAG,
        operation_id="getChange",
        summary="Read a commit: who, when, what, and the guard's report",
        responses=_answers("Change", RDF_PATCH),
    )
    def read_change(revision: int, request: Request) -> Response:
        known_parameters(request, ())
        kind = wanted_by(request, (JSON, RDF_PATCH))
        entry = changes.versions.entry(revision)
        if kind == RDF_PATCH:
            return tagged(request, changes.versions.rdf_patch(revision), RDF_PATCH)
        address = changes.address(request)
        body = commit_json(entry, address)
        for member, find in (("takenBackBy", taken_back), ("takesBack", takes_back)):
            other = find(changes.versions, touched, entry)
            body[member] = other and commit_json(other, address)
        body["guard"] = guard_json(entry)
        body["things"] = changes.things_json(request, changes.versions.patch(revision), revision)
        return tagged(request, json_bytes(body), JSON)


def _add_revert(
    routes: APIRouter, changes: _Changes, committer: Committer, editor: Callable[..., Any]
) -> None:
    who = Depends(editor)

    @routes.post(
        f"{ADDRESS}/{{revision}}/revert",
        tags=_TAG,
        operation_id="revertChange",
        summary="Take a commit back, by a guarded commit",
        status_code=201,
        responses={
            200: {"description": "Judged only.", "content": _REVERTED},
            **answers(reference("RevertResult"), 201, 400, 401, 403, 404, 409, 412, 422),
        },
        openapi_extra={
            "parameters": write_parameters("IdempotencyKey", "DryRun", "Confirm", "Message")
        },
    )
    def revert_change(revision: int, request: Request, author: Identity = who) -> Response:
        known_parameters(request, ("dry-run", "confirm"))
        dry_run = boolean(request.query_params.get("dry-run"))
        commit = revert(
            committer,
            changes.versions,
            revision,
            author=author,
            message=message_in(request.scope),
            dry_run=dry_run,
            confirmed=confirmations(request.query_params.get("confirm")),
            check=lambda now: Precondition.of(request.scope).check("The catalogue", now),
        )
        address = changes.address(request)
        href = f"{address}/{commit.revision}"
        headers = outcome_headers(commit) | ({} if dry_run else {"Location": href})
        body = outcome(commit) | {"href": href}
        return Response(json_bytes(body), 200 if dry_run else 201, headers, JSON)


def _resumed(request: Request, present: int) -> int:
    """Return the revision behind which a listener wants to begin."""
    given = request.headers.get("last-event-id") or request.query_params.get("after")
    if given is None:
        return present
    if not (given.isascii() and given.isdigit() and len(given) < 16):  # noqa: PLR2004 - as above
        raise ParameterError(f"{given!r} is no revision; send the id of the last event.")
    return min(int(given), present)


def _number(request: Request, name: str) -> int | None:
    text = request.query_params.get(name)
    if text is None:
        return None
    if not (text.isascii() and text.isdigit() and 0 < len(text) < 16):  # noqa: PLR2004
        raise ParameterError(f"{name}={text!r} is not one that an answer gave.")
    return int(text)


def _answers(schema: str, *others: str) -> dict[int | str, Described]:
    """Return the answers of a read: JSON of a schema, and texts in other media types."""
    texts = {kind: {"schema": TEXT} for kind in others}
    content = {JSON: {"schema": reference(schema)}, **texts}
    return {
        200: {
            "description": "As the log has it.",
            "content": content,
            "headers": {"ETag": {"schema": TEXT}},
        },
        304: {"description": "The client's copy, named by If-None-Match, is still right."},
    }
