"""How plain ASGI routes tell what became of a write."""

from __future__ import annotations

import json
from http import HTTPStatus

from starlette.types import Send

from rolegraph.history.commit import Commit
from rolegraph.http.answers import answer
from rolegraph.http.headers import Headers
from rolegraph.store.journal.entry_format import encode_patch


async def send_commit(
    send: Send, commit: Commit, headers: Headers, *, status: int, head: bool = False
) -> None:
    """Answer a write: nothing to say where all went well, else what the guard found.

    Args:
        send: to the client.
        commit: what became of the write.
        headers: further headers.
        status: of a write that was committed without remarks: 200, 201 or 204.
        head: whether only the headers are wanted.
    """
    headers = [*headers, (b"rolegraph-revision", str(commit.revision).encode())]
    if not commit.dry_run and not commit.findings:
        await answer(send, status, headers, b"", head=head)
        return
    document = {
        "revision": commit.revision,
        "dryRun": commit.dry_run,
        "removed": len(commit.patch.removed),
        "added": len(commit.patch.added),
        "findings": [finding.to_json() for finding in commit.findings],
    }
    if commit.dry_run:
        document["patch"] = encode_patch(commit.patch).decode()
    body = json.dumps(document, ensure_ascii=False).encode()
    headers.append((b"content-type", b"application/json"))
    created = status == HTTPStatus.CREATED and not commit.dry_run
    told = HTTPStatus.CREATED if created else HTTPStatus.OK
    await answer(send, told, headers, body, head=head)
