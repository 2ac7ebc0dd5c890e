"""Makes pages: templates, the headers all pages have, and errors as pages."""

from __future__ import annotations

from collections.abc import Callable, Container, Coroutine, Iterable, Mapping
from http import HTTPStatus
from pathlib import Path
from typing import Any

from fastapi import APIRouter, Request, Response
from jinja2 import Environment, FileSystemLoader, StrictUndefined, TemplateNotFound

from rolegraph.access.cookies import reference_in
from rolegraph.api.operations.late_routes import LateRoute, LateRouter
from rolegraph.errors import (
    Archived,
    InputError,
    NotFound,
    PermissionDenied,
    QueryTimeout,
    Removed,
    RolegraphError,
    TooLarge,
)
from rolegraph.folder.description import Description
from rolegraph.history.proposals.permitted import how_many_open
from rolegraph.http.conditions import entity_tag, is_known
from rolegraph.http.languages import COOKIE, LANG, known_language, languages_of
from rolegraph.http.request import base_in
from rolegraph.rdf.namespaces import compact, spaced
from rolegraph.store.protocol import Store
from rolegraph.web.frame.assets import Assets
from rolegraph.web.frame.compiled import CompiledTemplates
from rolegraph.web.frame.linked_data import LinkedData
from rolegraph.web.frame.links import is_linkable, page_path, term_path
from rolegraph.web.frame.plain import (
    day_of,
    in_words,
    initials_of,
    language_name,
    moment_in_words,
    runs_left,
)
from rolegraph.web.frame.sections import nested_rows

CONTENT_SECURITY_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "font-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'self'; "
    "frame-ancestors 'none'"
)
"""Nothing inline and nothing from another host."""

HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "Referrer-Policy": "same-origin",
    "Cache-Control": "no-cache",
    "Vary": "Accept, Accept-Language, Cookie",
}

LITTLE_PATIENCE = 0.1
"""Seconds that a reader looks at an empty page while something is worked out that takes longer."""
_AGAIN = "2"
"""Seconds after which a page comes again that says so."""

KINDS = ("roles", "personas", "workflows", "tools")
"""Plurals of the things that people look for; those that a catalogue has stand first."""

NAVIGATION = (
    ("/coverage", "Coverage"),
    ("/checks", "Checks"),
    ("/changes", "Changes"),
    ("/proposals", "Proposals"),
    ("/query", "Query"),
)
FOR_DEVELOPERS = (
    ("/ontology", "Ontology"),
    ("/shapes", "Shapes"),
    ("/docs", "API"),
)

_FIRST = ("atlas.html", "coverage.html", "search.html", "things/roles.html", "lists/default.html")


class Pages:
    """Renders templates into answers.

    Args:
        store: whose revision the pages show.
        assets: styles and scripts.
        version: version of the service.
        about: what the catalogue says of itself.
        writing: where things are edited, if not here: the leader of a read replica.
        plurals: of the kinds of things that the catalogue lists.
        public_url: address of the service as clients see it; by default that of each request.
        infers: whether the service says what follows, and why.
        spoken: finds the languages that labels have, beside those that `about` names.
        committed: tells when a revision was made, in ISO 8601; paper says it.
    """

    def __init__(
        self,
        store: Store,
        assets: Assets,
        version: str,
        about: Description,
        writing: str | None = None,
        plurals: Container[str] = (),
        public_url: str | None = None,
        *,
        infers: bool = False,
        spoken: Callable[[], Iterable[str]] = tuple,
        committed: Callable[[int], str] = lambda _: "",
    ) -> None:
        self._store, self._public_url, self._spoken = store, public_url, spoken
        self.writing, self._about, self._committed = writing, about, committed
        templates = Path(__file__).parents[1] / "templates"
        self._environment = Environment(
            loader=FileSystemLoader(templates),
            bytecode_cache=CompiledTemplates(templates),
            autoescape=True,
            auto_reload=False,  # templates come with the package
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._environment.filters |= {
            "page": page_path,
            "term": term_path,
            "linkable": is_linkable,
            "compact": compact,
            "spaced": spaced,
            "in_words": in_words,
            "language_name": language_name,
            "day": day_of,
            "initials": initials_of,
            "moment": moment_in_words,
            "words": lambda plural: plural.replace("-", " "),
        }
        self._environment.globals |= {
            "navigation": [
                *((f"/{one}", one.capitalize()) for one in KINDS if one in plurals),
                *NAVIGATION,
            ],
            "for_developers": FOR_DEVELOPERS,
            "plurals": plurals,
            "version": version,
            "about": about,
            "infers": infers,
            "writing": writing,
            "asset": assets.address,
            "runs_left": runs_left,
            "nested_rows": nested_rows,
        }

    def base(self, request: Request) -> str:
        """Return the address of the service as the client sees it, without a slash at its end."""
        return base_in(request.scope, self._public_url)

    def languages(self, request: Request) -> tuple[str, ...]:
        """Return the languages in which a page shows texts of the catalogue, the best first.

        Raises:
            ParameterError: the parameter `lang` is no language tag, or nothing is in that language.
        """
        self.asked_language(request)
        return (*languages_of(request.scope), *self._about.languages)

    def asked_language(self, request: Request) -> str | None:
        """Return the language that the parameter `lang` asks for, None where it does not.

        Raises:
            ParameterError: it is no language tag, or nothing is in that language.
        """
        given = request.query_params.get(LANG)
        return known_language(given, self._about.languages, self._spoken)

    def prepare(self) -> None:
        """Have the templates of the first pages compiled, which takes longer than to fill them."""
        for template in _FIRST:
            self._environment.get_template(template)

    def exists(self, template: str) -> bool:
        """Tell whether there is a template of a name."""
        try:
            self._environment.get_template(template)
        except TemplateNotFound:
            return False
        return True

    def render(
        self,
        request: Request,
        template: str,
        values: Mapping[str, Any] | None = None,
        *,
        status: int = 200,
        linked: LinkedData | None = None,
    ) -> Response:
        """Return a page.

        Args:
            request: what is answered; its If-None-Match is heeded.
            template: name of the template.
            values: what it shows.
            status: the HTTP status.
            linked: what the page is about, for programs.
        """
        root = request.scope.get("root_path", "")
        context = {
            "root": root,
            "path": request.url.path.removeprefix(root) or "/",
            "revision": self._store.revision,
            "open_proposals": how_many_open(self._store),
            "as_of": None,
            "stranger": False,
            "linked": linked,
            "signed_in": reference_in(request.scope["headers"]) is not None,
            **(values or {}),
        }
        context["committed"] = self._committed(context["as_of"] or context["revision"])
        body = self._environment.get_template(template).render(context).encode()
        headers = dict(HEADERS)
        if linked is not None:
            headers["Link"] = linked.signposts.header
        if lang := self.asked_language(request) if status == HTTPStatus.OK else None:
            headers["Set-Cookie"] = f"{COOKIE}={lang}; Path={root or '/'}; SameSite=Lax; HttpOnly"
        if status == HTTPStatus.OK and request.method in {"GET", "HEAD"}:
            headers["ETag"] = entity_tag(body)
            if is_known(request.scope, headers["ETag"]):
                return Response(status_code=304, headers=headers)
        return Response(body, status, headers, "text/html; charset=utf-8")

    def waiting(self, request: Request, title: str, what: str) -> Response:
        """Return the page that says what is being worked out, and comes again by itself.

        Args:
            request: what is answered.
            title: of the page that is waited for.
            what: is being done, in a sentence.
        """
        values = {"title": title, "what": what, "again": _AGAIN}
        status = HTTPStatus.SERVICE_UNAVAILABLE
        response = self.render(request, "waiting.html", values, status=status)
        response.headers["Refresh"] = response.headers["Retry-After"] = _AGAIN
        return response

    def problem(self, request: Request, error: RolegraphError) -> Response:
        """Return the page that tells of an error people can do something about."""
        if isinstance(error, Archived):
            status, title = HTTPStatus.GONE, "Archived"
        elif isinstance(error, Removed):
            status, title = HTTPStatus.GONE, "Removed"
        elif isinstance(error, NotFound):
            status, title = HTTPStatus.NOT_FOUND, "Not found"
        elif isinstance(error, TooLarge):
            status, title = HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "Too large"
        elif isinstance(error, InputError):
            status, title = HTTPStatus.BAD_REQUEST, "The request cannot be used"
        elif isinstance(error, PermissionDenied):
            status, title = HTTPStatus.FORBIDDEN, "Not allowed"
        elif isinstance(error, QueryTimeout):
            status, title = HTTPStatus.SERVICE_UNAVAILABLE, "The query took long"
        else:
            raise error
        values = {"title": title, "message": str(error)}
        return self.render(request, "problem.html", values, status=status)

    def router(self) -> APIRouter:
        """Return an empty router whose routes answer errors with pages."""
        pages = self

        class PageRoute(LateRoute):
            def get_route_handler(
                self,
            ) -> Callable[[Request], Coroutine[Any, Any, Response]]:
                handler = super().get_route_handler()

                async def handle(request: Request) -> Response:
                    try:
                        return await handler(request)
                    except RolegraphError as error:
                        return pages.problem(request, error)

                return handle

        return LateRouter(include_in_schema=False, route_class=PageRoute)
