"""What became of a write, as every surface tells it.

Three headers say it in full: `Rolegraph-Revision` is the revision that the commit made, or the
present one where nothing changed; `Rolegraph-Added` and `Rolegraph-Removed` count quads. Both are
0 where the data was so already.
"""

from __future__ import annotations

import json
from http import HTTPStatus
from typing import Any

from starlette.types import Send

from rolegraph.history.commit import Commit
from rolegraph.http.answers import answer
from rolegraph.http.headers import Headers
from rolegraph.store.journal.entry_format import encode_patch

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
