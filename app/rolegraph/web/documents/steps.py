"""What pages share on which documents come and go: looked at first, then stored or proposed."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from fastapi import Request, Response
from fastapi.responses import RedirectResponse

from rolegraph.access.cookies import is_own
from rolegraph.api.operations.gate import same_at
from rolegraph.errors import ParameterError, PermissionDenied, Refused
from rolegraph.history.commit import Commit
from rolegraph.history.proposals.model import Proposal
from rolegraph.http.request import known_parameters
from rolegraph.web.forms.posting import FormOutcome, PostedForms
from rolegraph.web.frame.pages import Pages

LOOK, SAVE, PROPOSE = ACTS = ("look", "save", "propose")
"""What the buttons of such a page ask for."""
TITLE = 200
"""Characters of the title of a proposal."""


@dataclass(frozen=True)
class StepVerdict:
    """What the rules say of what was looked at.

    Attributes:
        outcome: for people.
        status: of the answer.
        commit: the dry run; None where the rules refuse it.
    """

    outcome: FormOutcome
    status: int
    commit: Commit | None


class DocumentSteps:
    """The steps of one page.

    Args:
        pages: renders it.
        posted: tells why something is refused.
        template: the template of the page.
        usual: what the template needs, where nothing else is said.
    """

    def __init__(
        self, pages: Pages, posted: PostedForms, template: str, usual: Mapping[str, Any]
    ) -> None:
        self._pages, self._posted = pages, posted
        self._template, self._usual = template, usual

    async def received(
        self, request: Request, answered: Callable[[], Awaitable[Response]]
    ) -> Response:
        """Answer a form that a page of this service sent; a replica leads to its leader.

        Raises:
            PermissionDenied: a page of another site sent it.
        """
        known_parameters(request, ("lang",))
        if (away := self.away(request)) is not None:
            return away
        if not is_own(request.scope["headers"]):
            raise PermissionDenied(
                "A page of another site sent this form. Choose the document at /read."
            )
        return await answered()

    def away(self, request: Request) -> Response | None:
        """Return the way to where documents are written, if that is not here."""
        if self._pages.writing is None:
            return None
        at = same_at(self._pages.writing, request.scope)
        return RedirectResponse(at, HTTPStatus.SEE_OTHER)

    def beginning(self, request: Request) -> Response:
        """Return the way to the page on which a document is chosen."""
        return self._led(request, "/read")

    async def judged(
        self, request: Request, judge: Callable[[], Commit], refused: str, fine: Callable[..., str]
    ) -> StepVerdict:
        """Have the rules judge what was looked at.

        Args:
            request: the request.
            judge: makes the dry run.
            refused: what is said where the rules refuse it.
            fine: is given the dry run and the number of remarks, and says what there is else.
        """
        try:
            commit = await asyncio.to_thread(judge)
        except Refused as error:
            said = self._posted.refused(request, error)
            return StepVerdict(FormOutcome(refused, said.findings), said.status, None)
        named = self._posted.named(request, [one.to_json() for one in commit.findings])
        outcome = FormOutcome(fine(commit, len(named)), named, bad=False)
        return StepVerdict(outcome, HTTPStatus.OK, commit)

    async def proposed(
        self, request: Request, propose: Callable[[], tuple[Proposal, Commit]]
    ) -> Response:
        """Keep what was looked at as a proposal, and lead to it."""
        proposal, _ = await asyncio.to_thread(propose)
        return self._led(request, f"/proposals/{proposal.number}")

    def made(self, request: Request, commit: Commit) -> Response:
        """Lead to the change that was made."""
        return self._led(request, f"/changes/{commit.revision}")

    def page(
        self, request: Request, values: Mapping[str, Any], status: int = HTTPStatus.OK
    ) -> Response:
        """Return the page with some values."""
        known = {"plan": None, "told": None, "verdict": None, "message": "", **self._usual}
        answer = self._pages.render(request, self._template, {**known, **values}, status=status)
        answer.headers["Cache-Control"] = "no-store"
        return answer

    @staticmethod
    def _led(request: Request, path: str) -> Response:
        root = request.scope.get("root_path", "")
        return RedirectResponse(f"{root}{path}", HTTPStatus.SEE_OTHER)


def act_of(asked: str) -> str:
    """Return what a form asks for; without a word to look.

    Raises:
        ParameterError: there is no such button.
    """
    act = asked or LOOK
    if act not in ACTS:
        raise ParameterError(f"act={act!r} is none of {', '.join(ACTS)}.")
    return act
