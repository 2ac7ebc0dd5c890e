"""Many things of a list changed at once: choose them, see what will change, save it as one commit.

All of it works with plain forms. The change goes the way of every write: one commit, judged by the
guard, refused as a whole, and taken back by its revision.
"""

from __future__ import annotations

from collections.abc import Sequence
from http import HTTPStatus

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import RedirectResponse

from rolegraph.access.identity import Identity
from rolegraph.catalogue import Catalogue
from rolegraph.errors import (
    InputError,
    NotFound,
    ParameterError,
    PreconditionFailed,
    RolegraphError,
)
from rolegraph.http.bodies import body_reader
from rolegraph.http.commits import one_line
from rolegraph.http.request import pairs_in
from rolegraph.web.forms.posting import LONGEST, FormOutcome, Pairs, PostedForms, one_of
from rolegraph.web.frame.pages import Pages
from rolegraph.web.lists.settings import PREFIX, FieldSetting, ThingPreview, changed, settings_of

_MOST = 200
"""Things that one change may be of: more nobody looks through."""
_OWN = ("thing", "state", "token", "message", "act")


class ManyPages:
    """The pages that change many things.

    Args:
        pages: renders them.
        catalogue: whose things are changed.
        posted: carries out what is sent.
    """

    def __init__(self, pages: Pages, catalogue: Catalogue, posted: PostedForms) -> None:
        self._pages, self._catalogue, self._posted = pages, catalogue, posted

    @property
    def _base(self) -> str:
        return self._catalogue.about.base

    def router(self) -> APIRouter:
        """Return the routes."""
        routes = self._pages.router()
        sent = Depends(body_reader(LONGEST))

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
                author = self._posted.author(request, given)
                return self._written(request, plural, given, author)
            except (NotFound, ParameterError):
                raise
            except RolegraphError as error:
                if not _things(given):
                    raise
                return self._page(request, plural, given, self._posted.refused(request, error))

        return routes

    def _elsewhere(self, plural: str) -> Response:
        return RedirectResponse(f"{self._pages.writing}/{plural}?view=table", HTTPStatus.SEE_OTHER)

    def _written(self, request: Request, plural: str, given: Pairs, author: Identity) -> Response:
        """Save, propose or only judge what a form asks for.

        Raises:
            RolegraphError: it may not be, or cannot be; nothing was stored.
        """
        root = request.scope.get("root_path", "")
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
        message = one_line(one_of(given, "message"), "The message") or _summary(
            self._catalogue.type(plural).plural, len(operations), wanted
        )
        outcome = self._posted.carry_out(request, given, operations, message, author)
        if isinstance(outcome, FormOutcome):
            return self._page(request, plural, given, outcome)
        return outcome

    def _looked(
        self, root: str, plural: str, given: Pairs
    ) -> tuple[list[ThingPreview], list[FieldSetting]]:
        """Return what each chosen thing would be given, and what is asked for."""
        kind = self._catalogue.type(plural)
        with self._catalogue.view(root) as view:
            wanted = [one for one in settings_of(self._catalogue, view, kind, given) if one.chosen]
            there = set(view.iris(plural))
            # What has an IRI of its own is named by it.
            names = _things(given)
            things = [name if name in there else self._base + name for name in names]
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
            "message": one_of(given, "message"),
            "suggested": _summary(kind.plural, sum(bool(o.operation) for o in looked), wanted),
        }
        status = told.status if told else HTTPStatus.OK
        answer = self._pages.render(request, "many.html", values, status=status)
        if told:
            answer.headers["Cache-Control"] = "no-store"
        return answer


def _things(given: Pairs) -> list[str]:
    things = [slug for slug in given.get("thing", ()) if slug]
    if len(things) > _MOST:
        raise ParameterError(f"{len(things)} things are chosen; take at most {_MOST} at once.")
    return things


def _summary(plural: str, number: int, wanted: Sequence[FieldSetting]) -> str:
    said = ", ".join(f"{one.field.label}: {one.choices[one.chosen]}" for one in wanted)
    return f"Change {number} of the {plural.replace('-', ' ')}: {said}"
