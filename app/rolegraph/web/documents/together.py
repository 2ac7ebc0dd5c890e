"""Several documents are put into the catalogue at once: what changes is shown first, then stored.

As with one document the form carries them from step to step, and needs no script.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest
from typing import Any

from fastapi import APIRouter, Request, Response

from rolegraph.access.identity import Identity
from rolegraph.api.documents.carrying_out import bring_in_together
from rolegraph.api.documents.sending import SentForm, sent_form, unless_gone
from rolegraph.api.documents.several import SentFiles
from rolegraph.documents.keeping.kept import packed, unpacked
from rolegraph.documents.uploads.given import GivenAnswer
from rolegraph.documents.uploads.imports import Overtaken
from rolegraph.documents.uploads.plainly import plainly
from rolegraph.documents.uploads.reading import read_document
from rolegraph.documents.uploads.together import (
    DocumentsTogether,
    PlannedTogether,
    SentDocument,
)
from rolegraph.errors import Busy, InputError, RolegraphError
from rolegraph.history.proposals.keeping import Proposals
from rolegraph.http.commits import one_line
from rolegraph.sandbox.sandbox import Sandbox
from rolegraph.web.documents.bring import MOST_CARRIED, given_in, not_allowed
from rolegraph.web.documents.planned import likely, shown, verdict
from rolegraph.web.documents.steps import LOOK, PROPOSE, TITLE, DocumentSteps, act_of
from rolegraph.web.forms.posting import FormOutcome, PostedForms
from rolegraph.web.frame.pages import Pages

PATH = "/read/together"
_USUAL: Mapping[str, Any] = {"documents": [], "left_out": [], "too_large": False}
_OTHERWISE = (
    "Nothing was stored: what would be stored is other than what you saw. Your answers made it so, "
    "or others changed the catalogue. Look at it, and press the button again."
)


@dataclass(frozen=True)
class _Sent:
    """What a form brings: documents, and the seal of the outcome that was shown."""

    documents: Sequence[SentDocument]
    seen: str
    message: str


class TogetherPages:
    """The page on which several documents are put into the catalogue.

    Args:
        pages: renders it.
        together: brings documents in.
        proposals: keeps what is proposed instead.
        posted: knows who sends a form, and tells why one is refused.
        sandbox: where documents are read.
        body_limit: bytes that a form may have.
    """

    def __init__(
        self,
        pages: Pages,
        together: DocumentsTogether,
        proposals: Proposals,
        posted: PostedForms,
        sandbox: Sandbox,
        body_limit: int,
    ) -> None:
        self._pages, self._together, self._proposals = pages, together, proposals
        self._posted, self._sandbox, self._limit = posted, sandbox, body_limit
        self._steps = DocumentSteps(pages, posted, "together.html", _USUAL)

    def router(self) -> APIRouter:
        """Return the routes."""
        routes = self._pages.router()

        @routes.get(PATH)
        async def begin(request: Request) -> Response:
            return self._steps.beginning(request)

        @routes.post(PATH)
        async def bring(request: Request) -> Response:
            return await self._steps.received(request, lambda: self._answered(request))

        return routes

    async def chosen(self, request: Request, files: SentFiles) -> Response:
        """Show what is read of several documents that somebody chose; nothing is stored.

        Raises:
            InputError: there is no document among them, or a name is none.
            Busy: too many wait.
        """
        named = "; ".join(f"{name}: {reason}" for name, reason in files.left_out)
        if not files.documents:
            raise InputError(f"There is no document among these files. {named}")
        told = []
        for each in files.documents:
            path = await asyncio.to_thread(self._together.files.path_of, each.name)
            curation = files.curations.get(each.name)
            sent = SentDocument(path, each.content, (), curation)
            told.append(_carried(sent) | await unless_gone(request, self._read(sent)))
        values = {"documents": told, "left_out": files.left_out, "too_large": _too_large(told)}
        return self._steps.page(request, values)

    async def _read(self, sent: SentDocument) -> dict[str, Any]:
        try:
            found = await read_document(self._sandbox, sent.name, sent.content)
        except Busy:
            raise
        except RolegraphError as error:
            return {"problem": plainly(str(error))}
        return {"found": found.shown["counts"]}

    async def _answered(self, request: Request) -> Response:
        form = await sent_form(request, self._limit)
        values: dict[str, Any] = {"message": form.one("message")}
        try:
            sent = await asyncio.to_thread(self._sent, form)
            values["documents"] = [_carried(each) for each in sent.documents]
            author = await asyncio.to_thread(self._posted.by_token, request, form.one("token"))
            act = act_of(form.one("act"))
            return await unless_gone(request, self._done(request, sent, author, act, values))
        except RolegraphError as error:
            told = self._posted.refused(request, error)
            told = replace(told, text=plainly(told.text))
            return self._steps.page(request, values | {"told": told}, told.status)

    async def _done(
        self, request: Request, sent: _Sent, author: Identity, act: str, values: dict[str, Any]
    ) -> Response:
        """Show what the documents would do; store or propose what was shown before."""
        planned = await self._together.plan(self._sandbox, sent.documents)
        if act != LOOK and planned.seal == sent.seen:
            try:
                return await self._stored(request, planned, sent, author, act)
            except Overtaken:
                planned = await self._together.plan(self._sandbox, sent.documents)
        values |= {"plan": planned, "documents": _shown(planned, sent.documents)}
        if act != LOOK:
            values["told"] = FormOutcome(_OTHERWISE)
        judged = await self._steps.judged(
            request,
            lambda: self._together.commit(
                planned, author=author, message=planned.message, dry_run=True
            ),
            not_allowed(self._together.files),
            lambda commit, findings: verdict(len(commit.patch), findings, several=True),
        )
        changes = judged.commit is not None and bool(judged.commit.patch)
        values |= {"verdict": judged.outcome, "changes_something": changes}
        return self._steps.page(request, values, judged.status)

    async def _stored(
        self, request: Request, planned: PlannedTogether, sent: _Sent, author: Identity, act: str
    ) -> Response:
        message = sent.message or planned.message
        if act == PROPOSE:
            return await self._steps.proposed(
                request,
                lambda: self._together.propose(
                    planned, self._proposals, author=author, title=message[:TITLE]
                ),
            )

        def accept(now: PlannedTogether) -> None:
            if now.seal != planned.seal:
                raise Overtaken(_OTHERWISE)

        _, commit = await bring_in_together(
            self._together,
            self._sandbox,
            sent.documents,
            author=author,
            message=message,
            accept=accept,
            planned=planned,
        )
        return self._steps.made(request, commit)

    def _sent(self, form: SentForm) -> _Sent:
        """Return what a form brings.

        Raises:
            InputError: a document in it is broken.
        """
        names, contents = form.all("name"), form.all("content")
        given: dict[str, list[GivenAnswer]] = {}
        for about, texts, answer in given_in(form):
            which, _, topic = about.partition(" ")
            given.setdefault(which, []).append(GivenAnswer(topic, texts, answer))
        found, left = [], self._limit
        for number, (name, text, curated) in enumerate(
            zip_longest(names, contents, form.all("curated"), fillvalue=""), start=1
        ):
            content = unpacked(text, left)
            curation = unpacked(curated, left) if curated else None
            if not content or (curated and curation is None):
                raise InputError(f"{name} is empty or broken. Choose the documents again at /read.")
            left -= len(content)
            said = curation.decode(errors="replace") if curation is not None else None
            answers = tuple(given.get(str(number), ()))
            found.append(SentDocument(self._together.files.path_of(name), content, answers, said))
        message = one_line(form.one("message"), "The message") or ""
        return _Sent(found, form.one("seen"), message)


def _carried(sent: SentDocument) -> dict[str, Any]:
    """Return a document as the page carries it."""
    return {
        "name": sent.name,
        "carried": packed(sent.content),
        "curated": packed(sent.curation.encode()) if sent.curation is not None else "",
        "has_curation": sent.curation is not None,
        "plan": None,
        "found": None,
        "problem": "",
    }


def _too_large(documents: Sequence[Mapping[str, Any]]) -> bool:
    return sum(len(each["carried"]) + len(each["curated"]) for each in documents) > MOST_CARRIED


def _shown(planned: PlannedTogether, sent: Sequence[SentDocument]) -> list[dict[str, Any]]:
    """Return what the page shows of documents that are ready to be brought in."""
    found = []
    for each, document in zip(planned.documents, sent, strict=True):
        values = shown(each) | {"likely": likely(each) if each.plan.is_new else ""}
        values["needs_curation"] = values["needs_curation"] and document.curation is None
        found.append(_carried(document) | values)
    return found
