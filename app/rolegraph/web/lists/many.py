"""Many things of a list changed at once: choose them, see what will change, save it as one commit.

All of it works with plain forms. The change goes the way of every write: one commit, judged by the
guard, refused as a whole, and taken back by its revision.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import RedirectResponse

from rolegraph.access.authenticate import Authenticator
from rolegraph.access.identity import Identity, Right
from rolegraph.api.resources.batch import writes_of
from rolegraph.catalogue import Catalogue
from rolegraph.catalogue.reading.view import Thing
from rolegraph.errors import (
    InputError,
    NotFound,
    ParameterError,
    PreconditionFailed,
    RolegraphError,
)
from rolegraph.history.approval import RULE
from rolegraph.history.commit import Commit, Committer
from rolegraph.history.proposals.keeping import Proposals
from rolegraph.http.bodies import body_reader, check_media_type
from rolegraph.http.commits import one_line
from rolegraph.http.problems import problem_of
from rolegraph.http.request import header, pairs_in
from rolegraph.rdf.patch import Patch
from rolegraph.store.embedded import EmbeddedStore
from rolegraph.web.frame.links import label_of
from rolegraph.web.frame.pages import Pages
from rolegraph.web.frame.plain import in_words
from rolegraph.web.lists.settings import PREFIX, FieldSetting, ThingPreview, changed, settings_of

_MOST = 200
"""Things that one change may be of: more nobody looks through."""
_LONGEST = 262_144  # bytes of the form
_FORM = "application/x-www-form-urlencoded"
_ACTS = ("save", "check", "propose")
_OWN = ("thing", "state", "token", "message", "act")

Pairs = Mapping[str, Sequence[str]]


@dataclass(frozen=True)
class FormOutcome:
    """What became of a try.

    Attributes:
        text: a sentence for people.
        findings: what the guard said: label, address of the page or None, message, severity.
        bad: whether it was refused.
        status: of the answer.
    """

    text: str
    findings: Sequence[tuple[str, str | None, str, str]] = ()
    bad: bool = True
    status: int = HTTPStatus.OK


class ManyPages:
    """The pages that change many things.

    Args:
        pages: renders them.
        catalogue: whose things are changed.
        committer: makes the commits.
        proposals: keeps what is proposed instead.
        authenticator: knows the tokens.
    """

    def __init__(
        self,
        pages: Pages,
        catalogue: Catalogue,
        committer: Committer,
        proposals: Proposals,
        authenticator: Authenticator,
    ) -> None:
        self._pages, self._catalogue = pages, catalogue
        self._committer, self._proposals = committer, proposals
        self._authenticator = authenticator

    @property
    def _base(self) -> str:
        return self._catalogue.about.base

    def router(self) -> APIRouter:
        """Return the routes."""
        routes = self._pages.router()
        sent = Depends(body_reader(_LONGEST))

        @routes.get("/edit-many/{plural}")
        def choose(plural: str, request: Request) -> Response:
            if self._pages.writing is not None:
                return self._elsewhere(plural)
            given = pairs_in(request.scope["query_string"], "The address")
            return self._page(request, plural, given)

        @routes.post("/edit-many/{plural}")
        def write(plural: str, request: Request, raw: bytes = sent) -> Response:
            if self._pages.writing is not None:
                return self._elsewhere(plural)
            given = pairs_in(raw, "The form")
            try:
                author = self._author(request, given)
                check_media_type(request.scope, _FORM)
                return self._written(request, plural, given, author)
            except (NotFound, ParameterError):
                raise
            except RolegraphError as error:
                if not _things(given):
                    raise
                return self._page(request, plural, given, self._told(request, error))

        return routes

    def _elsewhere(self, plural: str) -> Response:
        return RedirectResponse(f"{self._pages.writing}/{plural}?view=table", HTTPStatus.SEE_OTHER)

    def _author(self, request: Request, given: Pairs) -> Identity:
        """Return whose form it is: the gate lets it through, and the token is a field of it.

        Raises:
            Unauthenticated, PermissionDenied: it is nobody who may write.
        """
        token = _one(given, "token").strip()
        return self._authenticator.authenticate(
            f"Bearer {token}" if token else header(request.scope, b"authorization"),
            Right.WRITE.role,
        )

    def _written(self, request: Request, plural: str, given: Pairs, author: Identity) -> Response:
        """Save, propose or only judge what a form asks for.

        Raises:
            RolegraphError: it may not be, or cannot be; nothing was stored.
        """
        root = request.scope.get("root_path", "")
        act = _one(given, "act") or _ACTS[0]
        if act not in _ACTS:
            raise ParameterError(f"act={act!r} is none of {', '.join(_ACTS)}.")
        looked, wanted = self._looked(root, plural, given)
        operations = [one.operation for one in looked if one.operation]
        if not operations:
            raise InputError("Nothing would change. Choose a field and what to set it to.")
        states = [state for state in given.get("state", ()) if state]
        if states != [str(one["ifMatch"]) for one in operations]:
            raise PreconditionFailed(
                "Somebody changed one of these meanwhile. Nothing was stored; look at what would "
                "change now, and press the button again."
            )
        message = one_line(_one(given, "message"), "The message") or _summary(
            self._catalogue.type(plural).plural, len(operations), wanted
        )
        carry_out = writes_of(self._catalogue, {"operations": operations})

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
        if act == "check":
            return self._page(request, plural, given, self._fine(request, commit))
        return RedirectResponse(f"{root}/changes/{commit.revision}", HTTPStatus.SEE_OTHER)

    def _looked(
        self, root: str, plural: str, given: Pairs
    ) -> tuple[list[ThingPreview], list[FieldSetting]]:
        """Return what each chosen thing would be given, and what is asked for."""
        kind = self._catalogue.type(plural)
        with self._catalogue.view(root) as view:
            wanted = [one for one in settings_of(self._catalogue, view, kind, given) if one.chosen]
            there = set(view.iris(plural))
            things = [self._base + name for name in _things(given)]
            for iri in things:
                if iri not in there:
                    raise NotFound(f"There is no {kind.label} <{iri}> any more. Choose again.")
            return [changed(view, iri, wanted) for iri in dict.fromkeys(things)], wanted

    def _page(
        self, request: Request, plural: str, given: Pairs, told: FormOutcome | None = None
    ) -> Response:
        root = request.scope.get("root_path", "")
        kind = self._catalogue.type(plural)
        for name in given:
            if name not in _OWN and not name.startswith(PREFIX):
                raise ParameterError(f"There is no parameter {name!r} here.")
        looked, wanted = self._looked(root, plural, given)
        with self._catalogue.view(root) as view:
            settings = settings_of(self._catalogue, view, kind, given)
        values = {
            "kind": kind,
            "looked": looked,
            "slugs": list(dict.fromkeys(_things(given))),
            "settings": settings,
            "wanted": wanted,
            "writes": [one for one in looked if one.operation],
            "told": told,
            "message": _one(given, "message"),
            "suggested": _summary(kind.plural, sum(bool(o.operation) for o in looked), wanted),
        }
        status = told.status if told else HTTPStatus.OK
        answer = self._pages.render(request, "many.html", values, status=status)
        if told:
            answer.headers["Cache-Control"] = "no-store"
        return answer

    def _told(self, request: Request, error: RolegraphError) -> FormOutcome:
        status, problem, _ = problem_of(error)
        findings = problem.get("findings", [])
        if findings and all(one["rule"] == RULE for one in findings):
            text = "Nothing was saved: the status “approved” comes from a review. Propose it."
        elif findings:
            text = "Nothing was saved: the rules of the catalogue do not allow it."
        else:
            text = str(error)
        return FormOutcome(text, self._named(request, findings), status=status)

    def _fine(self, request: Request, commit: Commit) -> FormOutcome:
        findings = self._named(request, [one.to_json() for one in commit.findings])
        text = "It can be saved" + ("; something should still be fixed." if findings else ".")
        return FormOutcome(text, findings, bad=False)

    def _named(
        self, request: Request, findings: Sequence[Mapping[str, Any]]
    ) -> list[tuple[str, str | None, str, str]]:
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


_TITLE = 200  # characters of the title of a proposal


def _things(given: Pairs) -> list[str]:
    things = [slug for slug in given.get("thing", ()) if slug]
    if len(things) > _MOST:
        raise ParameterError(f"{len(things)} things are chosen; take at most {_MOST} at once.")
    return things


def _one(given: Pairs, name: str) -> str:
    return next(iter(given.get(name, ())), "")


def _summary(plural: str, number: int, wanted: Sequence[FieldSetting]) -> str:
    said = ", ".join(f"{one.field.label}: {one.choices[one.chosen]}" for one in wanted)
    return f"Change {number} of the {plural.replace('-', ' ')}: {said}"
