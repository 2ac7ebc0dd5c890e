"""JSON writes: create, replace, patch and delete things at their addresses.

The shapes lead: the fields of a body are those of the type, and the guard judges the outcome.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from fastapi import APIRouter, Depends, Request, Response

from rolegraph.access.identity import Identity
from rolegraph.api.operations.late_routes import LateRouter
from rolegraph.api.schema.write_schema import (
    JSON,
    JSON_LD,
    MERGE_PATCH,
    answers,
    body_names,
    extra,
    written_name,
)
from rolegraph.catalogue import Catalogue, ResourceType
from rolegraph.catalogue.index.model import API
from rolegraph.catalogue.schema.json_schema import reference
from rolegraph.catalogue.schema.names import SchemaNames
from rolegraph.catalogue.schema.types import LABEL
from rolegraph.catalogue.writing.bodies import Body, an_object, read_json
from rolegraph.catalogue.writing.change import Change
from rolegraph.errors import NotFound, PreconditionFailed
from rolegraph.history.commit import Committer
from rolegraph.http.bodies import body_reader, check_media_type
from rolegraph.http.commits import JsonCommits, commit_response, outcome
from rolegraph.http.conditions import Precondition
from rolegraph.http.request import known_parameters

Editor = Callable[..., Any]
"""A dependency that gives the `Identity` of who may write."""

_PARAMETERS = ("dry-run", "confirm")
_LONGEST = 200  # characters of a label in a message


def router(
    catalogue: Catalogue,
    committer: Committer,
    editor: Editor,
    *,
    public_url: str | None = None,
    body_limit: int,
) -> APIRouter:
    """Return the routes that write things of all types.

    Args:
        catalogue: whose things are written.
        committer: makes commits.
        editor: dependency that gives the identity of who writes, or refuses.
        public_url: address of the service as clients see it; by default that of each request.
        body_limit: bytes that a body may have.
    """
    routes = LateRouter()
    commits = JsonCommits(catalogue, committer, public_url)
    names = SchemaNames(catalogue.types)
    for resource_type in catalogue.types.values():
        name = names.singular(resource_type)
        _add(routes, _TypeWrites(catalogue, commits, resource_type), name, editor, body_limit)
    return routes


def _add(
    routes: APIRouter, writes: _TypeWrites, name: str, editor: Editor, body_limit: int
) -> None:
    """Add the routes of one type; operations are named by its name."""
    who, sent = Depends(editor), Depends(body_reader(body_limit))

    def create(request: Request, author: Identity = who, raw: bytes = sent) -> Response:
        return writes.create(request, author, raw)

    def replace(
        id: str,  # noqa: A002 - its name in the API
        request: Request,
        author: Identity = who,
        raw: bytes = sent,
    ) -> Response:
        return writes.replace(id, request, author, raw)

    def patch(
        id: str,  # noqa: A002
        request: Request,
        author: Identity = who,
        raw: bytes = sent,
    ) -> Response:
        return writes.patch(id, request, author, raw)

    def delete(
        id: str,  # noqa: A002
        request: Request,
        author: Identity = who,
    ) -> Response:
        return writes.delete(id, request, author)

    resource_type = writes.resource_type
    plural, label = resource_type.plural, resource_type.label.lower()
    whole, part = body_names(resource_type)
    schema, gone = reference(written_name(resource_type)), reference("DeletedThing")
    kinds: tuple[tuple[str, str, Callable[..., Response], dict[str, Any]], ...] = (
        (
            "POST",
            "Create",
            create,
            {
                "responses": answers(schema, 201, 400, 401, 403, 409, 415, 422),
                "openapi_extra": extra(whole, JSON, JSON_LD),
            },
        ),
        (
            "PUT",
            "Replace",
            replace,
            {
                "responses": answers(schema, 200, 400, 401, 403, 404, 409, 410, 412, 415, 422, 428),
                "openapi_extra": extra(whole, JSON, JSON_LD, if_match=True),
            },
        ),
        (
            "PATCH",
            "Update",
            patch,
            {
                "responses": answers(schema, 200, 400, 401, 403, 404, 409, 410, 412, 415, 422, 428),
                "openapi_extra": extra(part, MERGE_PATCH, if_match=True),
            },
        ),
        (
            "DELETE",
            "Delete",
            delete,
            {
                "responses": answers(gone, 200, 400, 401, 403, 404, 409, 410, 412, 422, 428),
                "openapi_extra": extra(None, if_match=True),
            },
        ),
    )
    for method, verb, endpoint, described in kinds:
        routes.add_api_route(
            f"{API}{plural}" if method == "POST" else f"{API}{plural}/{{id}}",
            endpoint,
            methods=[method],
            tags=[plural],
            operation_id=f"{verb.lower()}{name}",
            summary=f"{verb} {'an' if label[:1] in 'aeiou' else 'a'} {label}",
            status_code=201 if method == "POST" else 200,
            **described,
        )


class _TypeWrites:
    """Writes things of one type."""

    def __init__(
        self, catalogue: Catalogue, commits: JsonCommits, resource_type: ResourceType
    ) -> None:
        self.resource_type = resource_type
        self.types = catalogue.types
        self._catalogue, self._commits = catalogue, commits
        self._plural = resource_type.plural

    def create(self, request: Request, author: Identity, raw: bytes) -> Response:
        known_parameters(request, _PARAMETERS)
        check_media_type(request.scope, JSON, JSON_LD)
        return self._create(request, author, an_object(read_json(raw)))

    def replace(self, slug: str, request: Request, author: Identity, raw: bytes) -> Response:
        known_parameters(request, _PARAMETERS)
        check_media_type(request.scope, JSON, JSON_LD)
        body = an_object(read_json(raw))
        if Precondition.of(request.scope).wants_new:
            self._refuse_existing(slug)
            return self._create(request, author, {**body, "id": slug}, exists=False)

        def act(change: Change, iri: str) -> None:
            change.plan_within(iri, body)
            change.replace(iri, body)

        return self._write(slug, request, author, "Replace", act)

    def patch(self, slug: str, request: Request, author: Identity, raw: bytes) -> Response:
        known_parameters(request, _PARAMETERS)
        check_media_type(request.scope, MERGE_PATCH)
        body = an_object(read_json(raw))
        return self._write(
            slug, request, author, "Change", lambda change, iri: change.merge(iri, body)
        )

    def delete(self, slug: str, request: Request, author: Identity) -> Response:
        known_parameters(request, _PARAMETERS)

        named = ""

        def act(change: Change) -> Callable[[], tuple[dict[str, str], Any]]:
            nonlocal named
            iri = self._expected(change, slug, request)
            label, named = change.label(iri), self._named(change, iri, slug)
            change.delete(iri)
            return lambda: ({"id": iri, "label": label}, change.gone(iri))

        commit, (thing, others) = self._commits.commit(
            request, author, lambda: f"Delete {named}", act
        )
        return commit_response({**thing, **others, "commit": outcome(commit)}, commit)

    def _create(
        self, request: Request, author: Identity, body: Body, *, exists: bool = True
    ) -> Response:
        """Create a thing.

        Args:
            request: what is answered.
            author: who answers for it.
            body: the thing.
            exists: whether what the request addresses is there: the list, or not yet the thing.
        """
        precondition, what = Precondition.of(request.scope), f"The list of {self._plural}"

        def act(change: Change) -> Callable[[], tuple[Any, str]]:
            precondition.check(what, self._catalogue.store.revision, exists=exists)
            iri = change.plan(self._plural, body)
            change.create(body)
            return lambda: (change.thing(iri or ""), change.new_version(iri or ""))

        label = body.get(LABEL)
        name = label if isinstance(label, str) else ""
        message = f"Create {self.resource_type.label.lower()} {name[:_LONGEST]}".strip()
        commit, (thing, version) = self._commits.commit(request, author, message, act)
        return self._commits.written(request, commit, thing, version, 201)

    def _write(
        self,
        slug: str,
        request: Request,
        author: Identity,
        verb: str,
        change_it: Callable[[Change, str], None],
    ) -> Response:
        named = ""

        def act(change: Change) -> Callable[[], tuple[Any, str]]:
            nonlocal named
            iri = self._expected(change, slug, request)
            named = self._named(change, iri, slug)
            change_it(change, iri)
            return lambda: (change.thing(iri), change.new_version(iri))

        commit, (thing, version) = self._commits.commit(
            request, author, lambda: f"{verb} {named}", act
        )
        return self._commits.written(request, commit, thing, version, 200)

    def _expected(self, change: Change, slug: str, request: Request) -> str:
        """Return the IRI of a thing that is in the state for which the request is made."""
        iri = change.resolve(self._plural, slug)
        precondition = Precondition.of(request.scope)
        precondition.require(f"{slug!r}")
        revision = self._catalogue.store.revision
        precondition.check(f"{slug!r}", revision, version=change.version(iri))
        return iri

    def _refuse_existing(self, slug: str) -> None:
        with self._catalogue.view() as view:
            try:
                view.resolve(self._plural, slug)
            except NotFound:
                return
        raise PreconditionFailed(f"There is a {self.resource_type.label.lower()} {slug!r} already.")

    def _named(self, change: Change, iri: str, slug: str) -> str:
        """Return a thing as a message for the change log names it: as it was called before."""
        return f"{self.resource_type.label.lower()} {change.label_or(iri, slug)[:_LONGEST]}"
