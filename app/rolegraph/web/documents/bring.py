"""A document that was read is put into the catalogue: what changes is shown first, then stored.

The form carries the document from step to step, so that the service keeps nothing of those who only
look. It needs no script.
"""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Any

from fastapi import APIRouter, Request, Response

from rolegraph.access.identity import Identity
from rolegraph.api.documents.carrying_out import bring_in
from rolegraph.api.documents.sending import SentForm, sent_form, unless_gone
from rolegraph.documents.keeping.kept import packed, unpacked
from rolegraph.documents.language.words import LANGUAGES
from rolegraph.documents.uploads.given import KIND_OF, LANGUAGE_OF, GivenAnswer
from rolegraph.documents.uploads.imports import DocumentImports, PlannedImport
from rolegraph.documents.uploads.known import KnownFiles
from rolegraph.documents.uploads.plainly import plainly
from rolegraph.documents.uploads.refusing import CurationNeeded, NameTaken
from rolegraph.documents.uploads.together import SentDocument
from rolegraph.errors import InputError, RolegraphError
from rolegraph.history.proposals.keeping import Proposals
from rolegraph.http.commits import one_line
from rolegraph.sandbox.sandbox import Sandbox
from rolegraph.web.documents.planned import likely, shown, unmatched, verdict
from rolegraph.web.documents.steps import LOOK, PROPOSE, TITLE, DocumentSteps, act_of
from rolegraph.web.forms.posting import FormOutcome, PostedForms
from rolegraph.web.frame.pages import Pages

PATH = "/read/bring"
MOST_CARRIED = 1_500_000
"""Characters of a document that a page carries; a larger one is chosen once more."""
_NOT_ALLOWED = (
    "The rules of the catalogue do not allow this. Answer the questions, or write what is missing "
    "into the document."
)
_AS_A_DRAFT = (
    " A catalogue that is a draft takes it as it is; this one is complete. Who keeps its "
    "description can say that it is a draft."
)
_USUAL: Mapping[str, Any] = {
    "carried": "",
    "curated": "",
    "suggested": "",
    "replaces": "",
    "others": [],
    "likely": "",
    "curation_wanted": False,
    "said_language": "",
    "languages": sorted(LANGUAGES),
}
_REVISION = re.compile(r"[0-9]{1,15}")
_COMMITS = 10
"""Changes of others that a page names."""


@dataclass(frozen=True)
class _Sent:
    """What a form brings.

    Attributes:
        name: the path of the document in the catalogue.
        content: its bytes.
        curation: the text of a curation file that was chosen, or None.
        answers: what was answered.
        message: what the change is for.
        replaces: the name of the document whose place it takes; empty where it takes none.
        seen: the seal of the outcome that was shown.
        looked_at: the revision of the catalogue that it was shown for; 0 where none was.
    """

    name: str
    content: bytes
    curation: str | None
    answers: Sequence[GivenAnswer]
    message: str
    replaces: str
    seen: str
    looked_at: int

    @property
    def document(self) -> SentDocument:
        """The document, ready to be brought in."""
        return SentDocument(
            self.name, self.content, tuple(self.answers), self.curation, self.replaces
        )


class BringPages:
    """The page on which a document is put into the catalogue.

    Args:
        pages: renders it.
        imports: brings documents in.
        proposals: keeps what is proposed instead.
        posted: knows who sends a form, and tells why one is refused.
        sandbox: where documents are read.
        body_limit: bytes that a form may have.
    """

    def __init__(
        self,
        pages: Pages,
        imports: DocumentImports,
        proposals: Proposals,
        posted: PostedForms,
        sandbox: Sandbox,
        body_limit: int,
    ) -> None:
        self._pages, self._imports, self._proposals = pages, imports, proposals
        self._posted, self._sandbox, self._limit = posted, sandbox, body_limit
        self._steps = DocumentSteps(pages, posted, "bring.html", _USUAL)

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

    async def _answered(self, request: Request) -> Response:
        form = await sent_form(request, self._limit)
        values: dict[str, Any] = {
            "name": form.one("name"),
            "message": form.one("message"),
            "replaces": form.one("replaces"),
            "said_language": form.one("answer-l1"),
        }
        try:
            try:
                author = await asyncio.to_thread(self._posted.by_token, request, form.one("token"))
            except RolegraphError:
                with suppress(RolegraphError):  # the document stays in the form all the same
                    values |= _carried(await asyncio.to_thread(self._sent, form))
                raise
            sent = await asyncio.to_thread(self._sent, form)
            values |= _carried(sent)
            act = act_of(form.one("act"))
            return await unless_gone(request, self._done(request, sent, author, act, values))
        except RolegraphError as error:
            told = self._posted.refused(request, error)
            told = replace(told, text=plainly(told.text))
            values |= {"curation_wanted": isinstance(error, CurationNeeded)}
            if isinstance(error, NameTaken):
                values |= await asyncio.to_thread(self._offered, error.other)
            return self._steps.page(request, values | {"told": told}, told.status)

    async def _done(
        self, request: Request, sent: _Sent, author: Identity, act: str, values: dict[str, Any]
    ) -> Response:
        """Show what bringing a document in would do; store or propose what was shown before."""
        planned = await sent.document.planned(self._imports, self._sandbox)
        if act != LOOK and planned.seal == sent.seen:
            return await self._stored(request, planned, sent, author, act)
        values |= shown(planned) | {"unmatched": unmatched(planned, sent.answers)}
        if planned.plan.is_new or planned.replaces:
            values |= await asyncio.to_thread(self._offered, likely(planned))
        if act != LOOK:
            values["told"] = await asyncio.to_thread(self._otherwise, planned, sent)
        judged = await self._steps.judged(
            request,
            lambda: self._imports.commit(
                planned, author=author, message=planned.message, dry_run=True
            ),
            not_allowed(self._imports.files),
            lambda commit, findings: verdict(len(commit.patch), findings),
        )
        changes = judged.commit is not None and bool(judged.commit.patch)
        values |= {"verdict": judged.outcome, "changes_something": changes}
        return self._steps.page(request, values, judged.status)

    def _offered(self, likely: str) -> dict[str, Any]:
        """Return the documents whose place one may take, and the one that it likely is."""
        names = [each.name for each in self._imports.files.there()]
        return {"others": names, "likely": likely if likely in names else ""}

    def _otherwise(self, planned: PlannedImport, sent: _Sent) -> FormOutcome:
        """Tell why something else would be stored than what was shown."""
        graphs, at = planned.graphs, sent.looked_at
        since = self._imports.changed_since(graphs, at) if at else []
        why = (
            "Since you looked, others changed what the document is compared with."
            if since
            else "Your answers made it so."
            if sent.looked_at
            else "You have not seen it yet."
        )
        named = [
            (
                f"Change {each.revision}",
                f"/changes/{each.revision}",
                f"{each.headers.get('message', '')} ({each.headers.get('author', 'unknown')})",
                "Info",
            )
            for each in since[-_COMMITS:]
        ]
        return FormOutcome(
            "Nothing was stored: what would be stored is other than what you saw. "
            f"{why} Look at it, and press the button again.",
            named,
        )

    async def _stored(
        self, request: Request, planned: PlannedImport, sent: _Sent, author: Identity, act: str
    ) -> Response:
        message = sent.message or planned.message
        if act == PROPOSE:
            return await self._steps.proposed(
                request,
                lambda: self._imports.propose(
                    planned, self._proposals, author=author, title=message[:TITLE]
                ),
            )
        _, commit = await bring_in(
            self._imports,
            self._sandbox,
            sent.document,
            author=author,
            message=message,
            planned=planned,
        )
        return self._steps.made(request, commit)

    def _sent(self, form: SentForm) -> _Sent:
        """Return what a form brings.

        Raises:
            InputError: it has no document, or one that is broken.
        """
        name = self._imports.files.path_of(form.one("name") or form.file)
        content, carried = form.content, form.one("content")
        if content is None and carried:
            content = unpacked(carried, self._limit)
        if content is None and not carried:
            known = self._imports.files.one(name)
            content = known.kept.content if known is not None and known.kept is not None else None
        if content is None:
            raise InputError("The document is empty or broken. Choose it again.")
        return _Sent(
            name,
            content,
            self._curation(form),
            _answers(form),
            one_line(form.one("message"), "The message") or "",
            form.one("replaces"),
            form.one("seen"),
            int(at) if _REVISION.fullmatch(at := form.one("at")) else 0,
        )

    def _curation(self, form: SentForm) -> str | None:
        chosen = [each for each in form.all("curation") if each.strip()]
        if chosen:
            return chosen[0]
        carried = form.one("curated")
        if not carried:
            return None
        content = unpacked(carried, self._limit)
        if content is None:
            raise InputError("The curation file is broken. Choose it again.")
        return content.decode(errors="replace")


def not_allowed(files: KnownFiles) -> str:
    """Return what is said where the rules refuse what documents bring."""
    return _NOT_ALLOWED + ("" if files.is_draft else _AS_A_DRAFT)


def carried(content: bytes) -> str:
    """Return a document as a page carries it; empty where it is too large for that."""
    text = packed(content)
    return text if len(text) <= MOST_CARRIED else ""


def _carried(sent: _Sent) -> dict[str, Any]:
    return {
        "name": sent.name,
        "message": sent.message,
        "carried": carried(sent.content),
        "curated": packed(sent.curation.encode()) if sent.curation is not None else "",
    }


def given_in(form: SentForm) -> Iterator[tuple[str, tuple[str, ...], str]]:
    """Yield the answers of a form: `about`, a number and what it is about each, and their parts.

    Raises:
        InputError: what they are about is broken.
    """
    for about in form.all("about"):
        number, _, topic = about.partition(" ")
        try:
            texts = json.loads(form.one(f"texts-{number}"))
        except ValueError:
            texts = None
        if not isinstance(texts, list) or not all(isinstance(each, str) for each in texts):
            raise InputError("The form is broken. Choose the document again at /read.")
        yield topic, tuple(texts), form.one(f"answer-{number}").strip()


def _answers(form: SentForm) -> list[GivenAnswer]:
    """Return the answers of a form; see `given_in`."""
    given = []
    for topic, texts, answer in given_in(form):
        # What no page has shown yet is not taken back: a guess, and the language.
        is_as_shown = topic == KIND_OF or (topic == LANGUAGE_OF and not form.one("seen"))
        if answer or not is_as_shown:
            given.append(GivenAnswer(topic, texts, answer))
    return given
