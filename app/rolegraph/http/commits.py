"""Commits over HTTP: what a write says of itself, how it is made, and how it is answered."""

from __future__ import annotations

import json
from collections.abc import Callable
from http import HTTPStatus
from typing import Any
from urllib.parse import unquote_to_bytes

from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Scope, Send

from rolegraph.access.identity import Identity
from rolegraph.catalogue import Catalogue
from rolegraph.catalogue.schema.context import ADDRESS
from rolegraph.catalogue.writing.change import Change
from rolegraph.errors import InputError
from rolegraph.history.commit import Commit, Committer
from rolegraph.history.permission import confirmations
from rolegraph.http.answers import answer, json_bytes
from rolegraph.http.conditions import Precondition, entity_tag
from rolegraph.http.request import Headers, base_of, boolean, root_of
from rolegraph.rdf.patch import Patch
from rolegraph.store.embedded import EmbeddedStore
from rolegraph.store.journal.entry_format import encode_patch

MESSAGE = "Rolegraph-Message"
"""The header that a write may bring."""
MOST_OF_MESSAGE = 1000
"""Characters that a message for the change log may have."""
_EXTENDED = b"utf-8''"


def message_in(scope: Scope) -> str | None:
    """Return the message that a request gives for the change log, or None.

    Header values are bytes. UTF-8 is read as such; what is not UTF-8 is Latin-1, as older clients
    send it. Clients that can send ASCII only write `UTF-8''caf%C3%A9` (RFC 8187).

    Raises:
        InputError: it is too long, or its percent-encoding is not UTF-8.
    """
    found = [value for name, value in scope["headers"] if name == b"rolegraph-message"]
    if not found:
        return None
    if len(found) > 1:
        raise InputError(f"{MESSAGE} is sent {len(found)} times; send it once.")
    raw = found[0]
    if raw[: len(_EXTENDED)].lower() == _EXTENDED:
        try:
            return one_line(unquote_to_bytes(raw[len(_EXTENDED) :]).decode(), MESSAGE)
        except UnicodeDecodeError:
            raise InputError(f"{MESSAGE} is not percent-encoded UTF-8.") from None
    try:
        return one_line(raw.decode(), MESSAGE)
    except UnicodeDecodeError:
        return one_line(raw.decode("latin-1"), MESSAGE)


def one_line(text: str, where: str) -> str | None:
    """Return a message as the change log keeps it: on one line; None where nothing is left.

    Args:
        text: as it was sent.
        where: the header or field that it came in, for messages.

    Raises:
        InputError: it is too long.
    """
    if len(text) > MOST_OF_MESSAGE:
        raise InputError(
            f"{where} has {len(text)} characters; a message for the change log may have "
            f"{MOST_OF_MESSAGE}."
        )
    return " ".join(text.split()) or None


REVISION, ADDED, REMOVED = "Rolegraph-Revision", "Rolegraph-Added", "Rolegraph-Removed"


def outcome(commit: Commit) -> dict[str, Any]:
    """Return what became of a write as JSON; of a dry run, with the patch as RDF Patch."""
    reported: dict[str, Any] = {
        "revision": commit.revision,
        "dryRun": commit.dry_run,
        "removed": len(commit.patch.removed),
        "added": commit.patch.number_added,
        "findings": [finding.to_json() for finding in commit.findings],
    }
    if commit.dry_run:
        reported["patch"] = encode_patch(commit.patch).decode()
    return reported


def outcome_headers(commit: Commit) -> dict[str, str]:
    """Return the headers that tell what became of a write."""
    return {
        REVISION: str(commit.revision),
        ADDED: str(commit.patch.number_added),
        REMOVED: str(len(commit.patch.removed)),
        "Cache-Control": "no-store",
    }


async def send_commit(send: Send, commit: Commit, headers: Headers, *, status: int) -> None:
    """Answer a write: by headers where all went well, else also with what the guard found.

    Args:
        send: to the client.
        commit: what became of the write.
        headers: further headers.
        status: of a write that was committed without remarks: 200, 201 or 204.
    """
    reported = outcome_headers(commit).items()
    headers = [*headers, *((name.lower().encode(), value.encode()) for name, value in reported)]
    if not commit.dry_run and not commit.findings:
        await answer(send, status, headers, b"", head=False)
        return
    headers.append((b"content-type", b"application/json"))
    created = status == HTTPStatus.CREATED and not commit.dry_run
    body = json.dumps(outcome(commit), ensure_ascii=False).encode()
    await answer(send, HTTPStatus.CREATED if created else HTTPStatus.OK, headers, body, head=False)


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
        return commit_response(body | {"commit": outcome(commit)}, commit, status, headers)


def commit_response(
    body: dict[str, Any], commit: Commit, status: int = 200, headers: dict[str, str] | None = None
) -> Response:
    """Return the JSON answer to a write."""
    fields = {**outcome_headers(commit), **(headers or {})}
    return Response(json_bytes(body), status, fields, "application/json")
