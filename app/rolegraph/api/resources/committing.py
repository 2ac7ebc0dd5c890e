"""How JSON writes become commits, and how they are answered."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from fastapi import Request, Response

from rolegraph.access.identity import Identity
from rolegraph.api.schema.write_schema import JSON
from rolegraph.catalogue import Catalogue
from rolegraph.catalogue.schema.context import ADDRESS
from rolegraph.catalogue.writing.change import Change
from rolegraph.history.commit import Commit, Committer
from rolegraph.history.permission import confirmations
from rolegraph.http.answers import json_bytes
from rolegraph.http.commits import message_in, outcome, outcome_headers
from rolegraph.http.conditions import Precondition, entity_tag
from rolegraph.http.request import base_of, boolean, root_of
from rolegraph.rdf.patch import Patch
from rolegraph.store.embedded import EmbeddedStore


class JsonCommits:
    """Commits changes of things.

    Args:
        catalogue: whose things are changed.
        committer: makes commits.
        public_url: address of the service as clients see it; by default that of each request.
    """

    def __init__(
        self, catalogue: Catalogue, committer: Committer, public_url: str | None = None
    ) -> None:
        self._catalogue, self._committer = catalogue, committer
        self._public_url = public_url

    def commit(
        self,
        request: Request,
        author: Identity,
        message: str | Callable[[], str],
        act: Callable[[Change], Callable[[], Any]],
        target: str | None = None,
    ) -> tuple[Commit, Any]:
        """Make one commit, or a dry run of it where the request asks for that.

        Args:
            request: what is answered.
            author: who answers for the change.
            message: what it does, unless the request says so itself; see `Committer.commit`.
            act: makes the change, and returns what tells of it once it is finished.
            target: what the precondition of the request is about, where `act` does not check it.

        Raises:
            PreconditionFailed: the catalogue has another state than the request is for.
            Refused: the guard found violations.
            RolegraphError: whatever `act` raises; nothing was stored.
        """
        reported: list[Any] = []

        def build(store: EmbeddedStore) -> Patch:
            if target is not None:
                Precondition.of(request.scope).check(target, store.revision)
            change = self._catalogue.change(root_of(request, self._public_url))
            tell = act(change)
            patch = change.finish()
            reported.append(tell())
            return patch

        commit = self._committer.commit(
            build,
            author=author,
            message=message_in(request.scope) or message,
            dry_run=boolean(request.query_params.get("dry-run")),
            confirmed=confirmations(request.query_params.get("confirm")),
        )
        return commit, reported[-1]

    def written(
        self, request: Request, commit: Commit, thing: dict[str, Any], version: str, status: int
    ) -> Response:
        """Return the answer to a write of one thing: the thing, and what became of the write.

        Its ETag is that which reading the thing gives.
        """
        context = {"@context": base_of(request, self._public_url) + ADDRESS}
        body = context | thing
        headers = {"ETag": entity_tag(json_bytes(body), version)}
        if status == 201 and not commit.dry_run:  # noqa: PLR2004 - Created
            headers["Location"] = str(thing["href"])
        return answer(body | {"commit": outcome(commit)}, commit, status, headers)


def answer(
    body: dict[str, Any], commit: Commit, status: int = 200, headers: dict[str, str] | None = None
) -> Response:
    """Return the JSON answer to a write."""
    fields = {**outcome_headers(commit), **(headers or {})}
    return Response(json_bytes(body), status, fields, JSON)
