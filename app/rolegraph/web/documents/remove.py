"""A document is taken out of the catalogue: what vanishes is shown first, then it is done.

What depends on the document is worked out from the whole catalogue, so only editors see it. The
forms need no script.
"""

from __future__ import annotations

import asyncio
from typing import Any

from fastapi import APIRouter, Request, Response

from rolegraph.access.identity import Identity
from rolegraph.api.documents.carrying_out import take_out
from rolegraph.api.documents.sending import SentForm, sent_form, unless_gone
from rolegraph.documents.uploads.known import KnownFiles
from rolegraph.documents.uploads.plainly import plainly
from rolegraph.documents.uploads.removing import DocumentRemovals, PlannedRemoval
from rolegraph.errors import NotFound, RolegraphError
from rolegraph.history.proposals.keeping import Proposals
from rolegraph.http.commits import one_line
from rolegraph.http.request import known_parameters
from rolegraph.sandbox.sandbox import Sandbox
from rolegraph.web.documents.steps import LOOK, PROPOSE, TITLE, DocumentSteps, act_of
from rolegraph.web.forms.posting import LONGEST, FormOutcome, PostedForms
from rolegraph.web.frame.pages import Pages

PATH = "/read/remove"
_SHOWN = 100
"""Things of each kind of list that a page shows."""
_NOT_ALLOWED = (
    "The rules of the catalogue do not allow this. What is named here needs something that only "
    "the document says: change it first, or write elsewhere what it needs."
)
_FINE = "It can be taken out."
_FINE_BUT = "It can be taken out; something should be fixed after it."
_OTHERWISE = (
    "Nothing was taken out: since you looked, others changed the document or what depends on it. "
    "Look at it, and press the button again."
)


class RemovePages:
    """The page on which a document is taken out of the catalogue.

    Args:
        pages: renders it.
        files: the documents of the catalogue, as those may see them who ask.
        removals: takes documents out.
        proposals: keeps what is proposed instead.
        posted: knows who sends a form, and tells why one is refused.
        sandbox: where other documents are read that are brought in anew.
    """

    def __init__(
        self,
        pages: Pages,
        files: KnownFiles,
        removals: DocumentRemovals,
        proposals: Proposals,
        posted: PostedForms,
        sandbox: Sandbox,
    ) -> None:
        self._pages, self._files, self._removals = pages, files, removals
        self._proposals, self._posted, self._sandbox = proposals, posted, sandbox
        self._steps = DocumentSteps(pages, posted, "remove.html", {})

    def router(self) -> APIRouter:
        """Return the routes."""
        routes = self._pages.router()

        @routes.get(PATH)
        def begin(request: Request) -> Response:
            known_parameters(request, ("name", "lang"))
            if (away := self._steps.away(request)) is not None:
                return away
            name = request.query_params.get("name")
            if name is None:  # nothing is chosen yet
                return self._steps.beginning(request)
            return self._steps.page(request, {"name": self._name(name)})

        @routes.post(PATH)
        async def remove(request: Request) -> Response:
            return await self._steps.received(request, lambda: self._answered(request))

        return routes

    def _name(self, name: str) -> str:
        """Return the path of a document.

        Raises:
            NotFound: the catalogue has none of that name.
        """
        file = self._files.sent_as(name) if name else None
        if file is None or not file.is_there:
            raise NotFound(
                f"The catalogue has no document {name!r}. /read lists those that it has."
            )
        return file.name

    async def _answered(self, request: Request) -> Response:
        form = await sent_form(request, LONGEST)
        name = form.one("name")
        values: dict[str, Any] = {"name": name, "message": form.one("message")}
        try:
            author = await asyncio.to_thread(self._posted.by_token, request, form.one("token"))
            values["name"] = await asyncio.to_thread(self._name, name)
            act = act_of(form.one("act"))
            return await unless_gone(request, self._done(request, form, author, act, values))
        except RolegraphError as error:
            told = self._posted.refused(request, error)
            shown = values | {"told": FormOutcome(plainly(told.text), told.findings)}
            return self._steps.page(request, shown, told.status)

    async def _done(
        self, request: Request, form: SentForm, author: Identity, act: str, values: dict[str, Any]
    ) -> Response:
        """Show what taking a document out would do; do or propose what was shown before."""
        planned = await self._removals.plan(self._sandbox, values["name"])
        if act != LOOK and planned.seal == form.one("seen"):
            return await self._stored(request, planned, form, author, act)
        values |= _shown(planned)
        if act != LOOK:
            values["told"] = FormOutcome(_OTHERWISE)
        judged = await self._steps.judged(
            request,
            lambda: self._removals.commit(
                planned, author=author, message=planned.message, dry_run=True
            ),
            _NOT_ALLOWED,
            lambda _, findings: _FINE_BUT if findings else _FINE,
        )
        return self._steps.page(request, values | {"verdict": judged.outcome}, judged.status)

    async def _stored(
        self, request: Request, planned: PlannedRemoval, form: SentForm, author: Identity, act: str
    ) -> Response:
        message = one_line(form.one("message"), "The message") or planned.message
        if act == PROPOSE:
            return await self._steps.proposed(
                request,
                lambda: self._removals.propose(
                    planned, self._proposals, author=author, title=message[:TITLE]
                ),
            )
        _, commit = await take_out(
            self._removals,
            self._sandbox,
            planned.file.name,
            author=author,
            message=message,
            planned=planned,
        )
        return self._steps.made(request, commit)


def _shown(planned: PlannedRemoval) -> dict[str, Any]:
    """Return what the page shows of a document that is ready to be taken out."""
    leaning: dict[tuple[str, str], list[str]] = {}
    for iri, label, by in planned.leaning:
        leaning.setdefault((iri, label), []).append(by)
    kept = planned.file.kept
    return {
        "plan": planned,
        "seen": planned.seal,
        "suggested": planned.message,
        "counts": dict(sorted(planned.going.counts.items())),
        "gone": planned.going.gone[:_SHOWN],
        "leaning": [(label, by) for (_, label), by in leaning.items()][:_SHOWN],
        "leaning_count": len(leaning),
        "staying": planned.going.staying[:_SHOWN],
        "answered": kept.counts[1] if kept else 0,
        "has_file": kept is not None and kept.packed is not None,
    }
