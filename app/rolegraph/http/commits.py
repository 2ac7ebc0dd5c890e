"""Commits over HTTP: what a write says of itself, and what its answer says of the commit."""

from __future__ import annotations

import json
from http import HTTPStatus
from typing import Any
from urllib.parse import unquote_to_bytes

from starlette.types import Scope, Send

from rolegraph.errors import InputError
from rolegraph.history.commit import Commit
from rolegraph.http.answers import answer
from rolegraph.http.request import Headers
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
        "added": len(commit.patch.added),
        "findings": [finding.to_json() for finding in commit.findings],
    }
    if commit.dry_run:
        reported["patch"] = encode_patch(commit.patch).decode()
    return reported


def outcome_headers(commit: Commit) -> dict[str, str]:
    """Return the headers that tell what became of a write."""
    return {
        REVISION: str(commit.revision),
        ADDED: str(len(commit.patch.added)),
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
