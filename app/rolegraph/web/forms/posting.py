"""What plain forms send: who sent it, saving, proposing or only checking it, and what is told."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from fastapi import Request, Response
from fastapi.responses import RedirectResponse

from rolegraph.access.authenticate import Authenticator
from rolegraph.access.identity import Identity, Right
from rolegraph.api.resources.batch import writes_of
from rolegraph.catalogue import Catalogue
from rolegraph.catalogue.reading.view import Thing
from rolegraph.errors import ParameterError, RolegraphError, Unauthenticated
from rolegraph.history.commit import Committer
from rolegraph.history.permission import APPROVED_BY_REVIEW
from rolegraph.history.proposals.keeping import Proposals
from rolegraph.http.bodies import check_media_type
from rolegraph.http.problems import problem_of
from rolegraph.http.request import header
from rolegraph.rdf.patch import Patch
from rolegraph.store.embedded import EmbeddedStore
from rolegraph.web.frame.links import label_of
from rolegraph.web.frame.plain import in_words

LONGEST = 262_144  # bytes of a form
_FORM = "application/x-www-form-urlencoded"
_ACTS = ("save", "check", "propose")
_TITLE = 200  # characters of the title of a proposal

Pairs = Mapping[str, Sequence[str]]


@dataclass(frozen=True)
class FormOutcome:
    """What became of a try.

    Attributes:
        text: a sentence for people.
        findings: what was said: label, address of the page or None, message, severity.
        bad: whether it was refused.
        status: of the answer.
    """

    text: str
    findings: Sequence[tuple[str, str | None, str, str]] = ()
    bad: bool = True
    status: int = HTTPStatus.OK


class PostedForms:
    """Carries out what plain forms ask for, each as one commit or proposal.

    Args:
        catalogue: whose things are written.
        committer: makes the commits.
        proposals: keeps what is proposed instead.
        authenticator: knows the tokens.
    """

    def __init__(
        self,
        catalogue: Catalogue,
        committer: Committer,
        proposals: Proposals,
        authenticator: Authenticator,
    ) -> None:
        self._catalogue, self._committer = catalogue, committer
        self._proposals, self._authenticator = proposals, authenticator

    def author(self, request: Request, given: Pairs) -> Identity:
        """Return whose form it is: the gate lets it through, and the token is a field of it.

        Raises:
            Unauthenticated, PermissionDenied: it is nobody who may write.
            UnsupportedMediaType: it is no form.
        """
        author = self.by_token(request, one_of(given, "token"))
        check_media_type(request.scope, _FORM)
        return author

    def by_token(self, request: Request, token: str) -> Identity:
        """Return whose form it is, by the token that it has, or that its request has.

        Raises:
            Unauthenticated, PermissionDenied: it is nobody who may write.
        """
        token = token.strip()
        given = f"Bearer {token}" if token else header(request.scope, b"authorization")
        if given is None and self._authenticator.configured:
            raise Unauthenticated("This needs a token. Type yours into the field “Token”.")
        return self._authenticator.authenticate(given, Right.WRITE.role)

    def carry_out(
        self,
        request: Request,
        given: Pairs,
        operations: Sequence[Mapping[str, Any]],
        message: str,
        author: Identity,
    ) -> Response | FormOutcome:
        """Save or propose what a form asks for, and lead to it; or only judge it.

        Raises:
            RolegraphError: it may not be, or cannot be; nothing was stored.
        """
        root = request.scope.get("root_path", "")
        act = one_of(given, "act") or _ACTS[0]
        if act not in _ACTS:
            raise ParameterError(f"act={act!r} is none of {', '.join(_ACTS)}.")
        carry_out = writes_of(self._catalogue, {"operations": list(operations)})

        def build(_: EmbeddedStore) -> Patch:
            change = self._catalogue.change(root)
            carry_out(change)
            return change.finish()

        if act == "propose":
            made, _ = self._proposals.propose(build, author=author, title=message[:_TITLE])
            return RedirectResponse(f"{root}/proposals/{made.number}", HTTPStatus.SEE_OTHER)
        commit = self._committer.commit(
            build, author=author, message=message, dry_run=act == "check"
        )
        if act != "check":
            return RedirectResponse(f"{root}/changes/{commit.revision}", HTTPStatus.SEE_OTHER)
        findings = self.named(request, [one.to_json() for one in commit.findings])
        text = "It can be saved" + ("; something should still be fixed." if findings else ".")
        return FormOutcome(text, findings, bad=False)

    def refused(
        self, request: Request, error: RolegraphError, name_of: Callable[[str], str] = str
    ) -> FormOutcome:
        """Say why something was refused.

        Args:
            request: the request.
            error: why.
            name_of: the name for people of the value that a JSON pointer into the batch names.
        """
        status, problem, _ = problem_of(error)
        findings = problem.get("findings", [])
        named = self.named(request, findings)
        if findings and all(one["rule"] == APPROVED_BY_REVIEW for one in findings):
            text = "Nothing was saved: the status “approved” comes from a review. Propose it."
        elif findings:
            text = "Nothing was saved: the rules of the catalogue do not allow it."
        elif faults := problem.get("errors"):
            text = "Nothing was saved: some values cannot be used."
            told = ((name_of(one["pointer"]), None, one["detail"], "Violation") for one in faults)
            named = list(told)
        else:
            text = str(error)
        return FormOutcome(text, named, status=status)

    def named(
        self, request: Request, findings: Sequence[Mapping[str, Any]]
    ) -> list[tuple[str, str | None, str, str]]:
        """Return findings as a page shows them; see `FormOutcome`."""
        named = []
        with self._catalogue.view(request.scope.get("root_path", "")) as view:
            for one in findings:
                focus = str(one.get("focus") or "")
                link: Thing = view.link(focus) if focus and view.types_of(focus) else {}
                label = str(one.get("label") or label_of(link) or focus)
                message = in_words(str(one["message"]))
                href = str(link["href"]) if link.get("href") else None
                named.append((label, href, message, str(one["severity"])))
        return named


def one_of(given: Pairs, name: str) -> str:
    """Return the first value of a parameter, or an empty text."""
    return next(iter(given.get(name, ())), "")
