"""Documents of a catalogue, as `Client.documents` has them: brought in, answered, given back."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from pathlib import PurePosixPath
from typing import Any, TypeVar
from urllib.parse import quote

import httpx

from rolegraph.client.addresses import API
from rolegraph.client.calls import ApiCall, ThroughAsyncClient, ThroughClient
from rolegraph.client.model import Resource
from rolegraph.client.requests import ApiRequest, JsonObjects, Writing, json_of

T = TypeVar("T")
_PATH = f"{API}document-files"
Answers = Iterable[Mapping[str, Any]]
"""Questions as an answer of the service has them, each with its `answer`."""


class DocumentCalls:
    """What both clients of documents can do."""

    @ApiCall
    def list(self) -> ApiRequest[JsonObjects]:
        """Return the documents: names, graphs, and how many questions of each are open."""
        return _listed()

    @ApiCall
    def get(self, name: str) -> ApiRequest[Resource]:
        """Return what the catalogue has of a document, with its questions and its `etag`.

        Args:
            name: its path in the catalogue, such as `data/roles.docx`.

        Raises:
            NotFound: there is none.
        """
        return _one(name)

    @ApiCall
    def bring_in(
        self,
        name: str,
        content: bytes | None = None,
        *,
        answers: Answers = (),
        curation: str | None = None,
        etag: str | None = None,
        dry_run: bool = False,
        overwrite: bool = False,
        message: str | None = None,
        replaces: str | None = None,
        propose: bool = False,
    ) -> ApiRequest[dict[str, Any]]:
        """Bring a document into the catalogue, or its next version, by one guarded commit.

        Args:
            name: its path in the catalogue.
            content: its bytes; by default those that the service keeps.
            answers: to its questions.
            curation: the text of its curation file, in place of the one that is kept.
            etag: its present state, as `get` gives it; needed where it is there already.
            dry_run: tell what would change and vanish, and store nothing.
            overwrite: take back what was changed of its things in the catalogue (`undone`).
            message: what the change is for.
            replaces: a document whose place it takes, under another name or in another format;
                `etag` names the state of that one.
            propose: keep it as a proposal; its number is in `proposal`.

        Returns:
            `changes`, `retired`, `questions` and what else it does; what became of it in `commit`.

        Raises:
            Refused: the rules are not kept; has the findings.
            Conflict: its graph is that of another document, or it would take changes back.
            PreconditionFailed: the document has changed since.
        """
        how = Writing(dry_run=dry_run, message=message)
        asked = _asked(overwrite=overwrite, replaces=replaces, propose=propose)
        return _put(name, content, answers, curation, etag, how, asked)

    @ApiCall
    def bring_in_together(
        self,
        documents: Mapping[str, bytes],
        *,
        answers: Answers = (),
        curations: Mapping[str, str] | None = None,
        seal: str | None = None,
        dry_run: bool = False,
        overwrite: bool = False,
        message: str | None = None,
        propose: bool = False,
    ) -> ApiRequest[dict[str, Any]]:
        """Bring several documents in, or their next versions, by one guarded commit.

        Each is compared with the catalogue as the others will make it: their order does not matter.

        Args:
            documents: their paths in the catalogue, and their bytes.
            answers: to their questions, each with the name of its `document`.
            curations: the path of a document → the text of its curation file, in place of the one
                that is kept.
            seal: that of the dry run whose outcome is stored; needed where one is there already.
            dry_run: tell what would change and vanish, and store nothing.
            overwrite: take back what was changed of their things in the catalogue (`undone`).
            message: what the change is for.
            propose: keep them as one proposal; its number is in `proposal`.

        Returns:
            What each does in `documents`, and what became of all in `commit`.

        Raises:
            Refused: the rules are not kept; has the findings.
            Conflict: see `bring_in`.
            PreconditionFailed: something else would be stored than the dry run told.
        """
        how = Writing(dry_run=dry_run, message=message)
        asked = _asked(overwrite=overwrite, replaces=None, propose=propose)
        asked |= {"seal": seal} if seal else {}
        return _post(documents, answers, curations or {}, how, asked)

    @ApiCall
    def remove(
        self,
        name: str,
        *,
        etag: str | None = None,
        dry_run: bool = False,
        message: str | None = None,
        propose: bool = False,
    ) -> ApiRequest[dict[str, Any]]:
        """Take a document out of the catalogue, with its graph and curation, by one commit.

        A revert of that commit brings all of it back.

        Args:
            name: its path in the catalogue.
            etag: its present state, as `get` gives it; needed but for a dry run or a proposal.
            dry_run: tell what would vanish, and store nothing.
            message: what the change is for.
            propose: keep it as a proposal; its number is in `proposal`.

        Returns:
            `vanishing`, `leaning`, `staying` and what else it does; what became of it in `commit`.

        Raises:
            NotFound: there is none.
            Refused: something needs what only the document says; has the findings.
            PreconditionFailed: the document has changed since.
        """
        how = Writing(dry_run=dry_run, message=message)
        return _delete(name, etag, how, propose=propose)

    @ApiCall
    def curation(self, name: str) -> ApiRequest[str]:
        """Return the text of the curation file that is kept of a document."""
        return _kept(name, "curation", lambda answer: answer.content.decode())

    @ApiCall
    def content(self, name: str) -> ApiRequest[bytes]:
        """Return the bytes of a document, where they are kept."""
        return _kept(name, "file", lambda answer: answer.content)


class DocumentsClient(DocumentCalls, ThroughClient):
    """The documents of a catalogue. Each method raises what those of `Client` raise."""


class AsyncDocumentsClient(DocumentCalls, ThroughAsyncClient):
    """The same for asyncio; the methods and arguments are those of `DocumentsClient`."""


def _listed() -> ApiRequest[JsonObjects]:
    return ApiRequest("GET", _PATH, lambda answer: list(json_of(answer)["items"]))


def _one(name: str) -> ApiRequest[Resource]:
    return ApiRequest(
        "GET", _at(name), lambda answer: Resource(json_of(answer), answer.headers.get("etag"), None)
    )


def _kept(name: str, which: str, read: Callable[[httpx.Response], T]) -> ApiRequest[T]:
    return ApiRequest("GET", _at(name), read, {"format": which})


def _put(
    name: str,
    content: bytes | None,
    answers: Answers,
    curation: str | None,
    etag: str | None,
    how: Writing,
    asked: Mapping[str, str],
) -> ApiRequest[dict[str, Any]]:
    parts: list[tuple[str, Any]] = [
        ("answers", (None, _given(answers, "topic", "texts", "answer")))
    ]
    if curation is not None:
        parts.append(("curation", (None, curation)))
    if content is not None:
        parts.append(("file", (name.rpartition("/")[2], content)))
    headers, body = _form(parts)
    headers |= how.headers() | ({"If-Match": etag} if etag else {})
    return ApiRequest("PUT", _at(name), json_of, {**how.params(), **asked}, headers, body)


def _post(
    documents: Mapping[str, bytes],
    answers: Answers,
    curations: Mapping[str, str],
    how: Writing,
    asked: Mapping[str, str],
) -> ApiRequest[dict[str, Any]]:
    given = _given(answers, "document", "topic", "texts", "answer")
    parts: list[tuple[str, Any]] = [("answers", (None, given))]
    parts += [("file", (name, content)) for name, content in documents.items()]
    parts += [
        ("file", (str(PurePosixPath(name).with_suffix(".curation.yaml")), text.encode()))
        for name, text in curations.items()
    ]
    headers, body = _form(parts)
    headers |= how.headers()
    return ApiRequest("POST", _PATH, json_of, {**how.params(), **asked}, headers, body)


def _given(answers: Answers, *keys: str) -> str:
    return json.dumps([{key: one[key] for key in keys} for one in answers])


def _form(parts: list[tuple[str, Any]]) -> tuple[dict[str, str | bytes], bytes]:
    """Return the headers and the body of a form."""
    form = httpx.Request("PUT", "http://form.invalid/", files=parts)
    return {"Content-Type": form.headers["content-type"]}, form.read()


def _asked(*, overwrite: bool, replaces: str | None, propose: bool) -> dict[str, str]:
    """Return the parameters of a document that is sent."""
    flags = {"overwrite": overwrite, "propose": propose}
    asked = {name: "true" for name, is_asked in flags.items() if is_asked}
    return asked | ({"replaces": replaces} if replaces else {})


def _delete(
    name: str, etag: str | None, how: Writing, *, propose: bool
) -> ApiRequest[dict[str, Any]]:
    headers = how.headers() | ({"If-Match": etag} if etag else {})
    params = how.params() | ({"propose": "true"} if propose else {})
    return ApiRequest("DELETE", _at(name), json_of, params, headers)


def _at(name: str) -> str:
    return f"{_PATH}/{quote(name)}"
