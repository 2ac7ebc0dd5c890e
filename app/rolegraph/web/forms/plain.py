"""The form that needs no script: the fields of one thing, sent as a plain form.

It does what the guided form does, with fewer comforts: one thing at a time, lists of texts one a
line. What must be made together with a thing, as the first steps of a workflow, is asked as well.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from http import HTTPStatus
from itertools import groupby

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import RedirectResponse

from rolegraph.api.operations.gate import same_at
from rolegraph.catalogue import Catalogue, Field, ResourceType, View
from rolegraph.catalogue.schema.values import Json
from rolegraph.errors import InputError, ParameterError, PreconditionFailed, RolegraphError
from rolegraph.http.bodies import body_reader
from rolegraph.http.commits import one_line
from rolegraph.http.request import pairs_in
from rolegraph.web.forms.model import Body, PlainField, PlainForm, same
from rolegraph.web.forms.offers import offered, targets
from rolegraph.web.forms.page import inner_of, input_of, is_first
from rolegraph.web.forms.posting import LONGEST, FormOutcome, Pairs, PostedForms, one_of
from rolegraph.web.frame.pages import Pages

_OWN = frozenset({"token", "message", "act", "state", "was"})


class PlainForms:
    """The pages of plain forms.

    Args:
        pages: renders them.
        catalogue: whose things are written.
        posted: carries out what is sent.
    """

    def __init__(self, pages: Pages, catalogue: Catalogue, posted: PostedForms) -> None:
        self._pages, self._catalogue, self._posted = pages, catalogue, posted

    def router(self) -> APIRouter:
        """Return the routes."""
        routes = self._pages.router()
        sent = Depends(body_reader(LONGEST))

        @routes.get("/edit-plain/{plural}")
        def create(plural: str, request: Request) -> Response:
            return self._shown(request, plural, None)

        @routes.get("/edit-plain/{plural}/{slug}")
        def edit(plural: str, slug: str, request: Request) -> Response:
            return self._shown(request, plural, slug)

        @routes.post("/edit-plain/{plural}")
        def make(plural: str, request: Request, raw: bytes = sent) -> Response:
            return self._sent(request, plural, None, raw)

        @routes.post("/edit-plain/{plural}/{slug}")
        def change(plural: str, slug: str, request: Request, raw: bytes = sent) -> Response:
            return self._sent(request, plural, slug, raw)

        return routes

    def _shown(self, request: Request, plural: str, slug: str | None) -> Response:
        if self._pages.writing is not None:
            return RedirectResponse(
                same_at(self._pages.writing, request.scope), HTTPStatus.SEE_OTHER
            )
        with self._catalogue.view(request.scope.get("root_path", "")) as view:
            form = self._form(view, plural, slug, self._pages.languages(request))
            return self._page(request, form, None, {}, "")

    def _sent(self, request: Request, plural: str, slug: str | None, raw: bytes) -> Response:
        if self._pages.writing is not None:
            return RedirectResponse(
                same_at(self._pages.writing, request.scope), HTTPStatus.SEE_OTHER
            )
        given = pairs_in(raw, "The form")
        denied: RolegraphError | None = None
        try:
            author = self._posted.author(request, given)
        except RolegraphError as error:
            denied = error  # shown on the form, so that nothing typed is lost
        try:
            with self._catalogue.view(request.scope.get("root_path", "")) as view:
                form = self._form(view, plural, slug, self._pages.languages(request))
            typed = {one.name: one.read(given) for one in form.fields}
            if strange := given.keys() - typed.keys() - _OWN:
                raise ParameterError(f"There is no field {min(strange)!r} here.")
        except RolegraphError as error:
            # Who may not write is told that first, as at every address.
            raise denied or error from None
        was = _was(given)
        mine = {name: value for name, value in typed.items() if not same(value, was.get(name))}
        message = one_line(one_of(given, "message"), "The message") or ""
        name = typed["label"] if isinstance(typed.get("label"), str) else form.name
        said = message or f"{'Change' if form.thing else 'Add'} {form.kind.label} “{name}”"
        opened = form.since(one_of(given, "state"), was)
        try:
            if denied:
                raise denied
            if not mine:
                raise InputError("Nothing would change. Give a field another value.")
            outcome = self._posted.carry_out(request, given, opened.operations(mine), said, author)
        except PreconditionFailed:
            # What is there now takes the place of what was there, but for what was typed.
            return self._page(request, form, form.clash(mine, was), mine, message)
        except RolegraphError as error:
            outcome = self._posted.refused(request, error, form.label_at)
        if isinstance(outcome, Response):
            return outcome
        return self._page(request, opened, outcome, typed, message)

    def _form(
        self, view: View, plural: str, slug: str | None, languages: Sequence[str]
    ) -> PlainForm:
        kind = self._catalogue.type(plural)
        iri = view.resolve(plural, slug) if slug else None
        thing = view.thing(iri) if iri else None
        fields, kept = [], []
        for field in _own(kind):
            value = _plain((thing or {}).get(field.name), field)
            control = _control(field)
            if _is_shown(value, control):
                fields.append(self._field(view, field, field.name, value, languages))
            else:
                kept.append(field.label)
        inside = None if thing else self._inside(kind)
        if inside:
            outer, target, given = inside
            fields = [one for one in fields if one.field is not outer]
            fields += [
                self._field(view, field, f"{outer.name}.{place}.{field.name}", None, languages)
                for place in range(1, outer.min_count + 1)
                for field in _own(target)
                if is_first(field) and field.name not in given.values()
            ]
        state = f'"{view.known_version(iri).content.decode()}.page"' if iri else ""
        return PlainForm(kind, thing, tuple(fields), tuple(kept), inside, state, slug)

    def _inside(self, kind: ResourceType) -> tuple[Field, ResourceType, Mapping[str, str]] | None:
        """Return what a new thing cannot be without, and which cannot be without it."""
        for field in _own(kind):
            kinds = targets(self._catalogue, field) if field.kind == "link" else []
            given = inner_of(kind, kinds[0]) if len(kinds) == 1 and not field.single else {}
            if field.required and given.get("back"):
                parts = {
                    name: str(given[name]) for name in ("back", "order", "chain") if given[name]
                }
                return field, kinds[0], parts
        return None

    def _field(
        self, view: View, field: Field, name: str, value: Json, languages: Sequence[str]
    ) -> PlainField:
        control, options = _control(field), None
        if control == "choice":
            options = [("", [(choice, choice, "") for choice in field.choices])]
        elif control == "boolean":
            options = [("", [("true", "yes", ""), ("false", "no", "")])]
        elif control == "link":
            found = offered(self._catalogue, view, field, languages)
            if found is None:  # too many to choose from: by their ids
                control = "text" if field.single else "lines"
            else:
                found = sorted(found, key=lambda one: one["of"])
                options = [
                    (of, [(one["id"], one["label"], one.get("lang", "")) for one in members])
                    for of, members in groupby(found, key=lambda one: one["of"])
                ]
        return PlainField(field, name, control, value, options)

    def _page(
        self, request: Request, form: PlainForm, told: FormOutcome | None, typed: Body, message: str
    ) -> Response:
        values = {
            "kind": form.kind,
            "thing": form.thing,
            "form": form,
            "fields": [form.filled(one, typed) for one in form.fields],
            "was": json.dumps(form.was),
            "told": told,
            "message": message,
        }
        status = told.status if told else HTTPStatus.OK
        answer = self._pages.render(request, "plain_form.html", values, status=status)
        if told:
            answer.headers["Cache-Control"] = "no-store"
        return answer


def _own(kind: ResourceType) -> Iterator[Field]:
    return (field for field in kind.fields if not field.inverse and field.nested is None)


def _control(field: Field) -> str:
    found = input_of(field)
    return "lines" if not field.single and found not in {"link", "choice"} else found


def _is_shown(value: Json, control: str) -> bool:
    """Tell whether a control can show a value: no text of another language, no lines in a line."""
    if control == "link":
        return True
    values = value if isinstance(value, list) else [value]
    return not any(
        isinstance(one, dict | list) or (control == "lines" and "\n" in str(one)) for one in values
    )


def _plain(value: Json, field: Field) -> Json:
    """Return a value as the API takes it: links by their ids, and nothing as the field has it."""
    if isinstance(value, list):
        return [_plain(one, field) for one in value]
    if isinstance(value, dict) and field.kind == "link":
        return {"id": value["id"]}
    if value is None:
        return None if field.single else []
    return value


def _was(given: Pairs) -> Body:
    try:
        found = json.loads(one_of(given, "was") or "{}")
    except ValueError as error:
        raise InputError(f"was: {error}. Open the form anew.") from None
    if not isinstance(found, dict):
        raise InputError("was: it is no object. Open the form anew.")
    return found
