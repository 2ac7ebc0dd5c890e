"""Signing in to read, where reading is closed: a page, and the cookie that it leads to."""

from __future__ import annotations

from http import HTTPStatus

import structlog
from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse
from starlette.concurrency import run_in_threadpool
from starlette.types import Receive, Scope, Send

from rolegraph.access.authenticate import Authenticator
from rolegraph.access.cookies import cookie, is_own, reference_in
from rolegraph.access.identity import AccessRole
from rolegraph.access.sessions import LIFETIME
from rolegraph.errors import PermissionDenied, RolegraphError, Unauthenticated
from rolegraph.http.accept import prefers_html
from rolegraph.http.bodies import read_body
from rolegraph.http.request import client_in, pairs_in
from rolegraph.web.frame.pages import Pages

_log = structlog.get_logger(__name__)
_LONGEST = 16_384  # bytes of the form
_NO_STORE = {"Cache-Control": "no-store", "Vary": "Accept, Cookie"}


class SignIn:
    """The sign-in page and its routes.

    Args:
        pages: renders it.
        authenticator: knows the tokens, and keeps the sessions.
        secure: whether the service is known to be reached by HTTPS only.
    """

    def __init__(self, pages: Pages, authenticator: Authenticator, *, secure: bool) -> None:
        self._pages, self._authenticator, self._secure = pages, authenticator, secure

    async def refuse(
        self, scope: Scope, receive: Receive, send: Send, error: RolegraphError
    ) -> bool:
        """Answer a reader who may not come in with the page, if it is a person who asks.

        Returns:
            Whether it was answered.
        """
        request = Request(scope, receive)
        if scope["method"] not in {"GET", "HEAD"} or not prefers_html(request):
            return False
        known = request.cookies or "authorization" in request.headers
        address = request.url.path + (f"?{request.url.query}" if request.url.query else "")
        answer = self._page(request, address, str(error) if known else "")
        await answer(scope, receive, send)
        return True

    def _page(self, request: Request, following: str, problem: str = "") -> Response:
        values = {
            "following": following,
            "problem": problem,
            "stranger": True,
            "partly": self._authenticator.open_reading,
        }
        answer = self._pages.render(request, "sign_in.html", values, status=HTTPStatus.UNAUTHORIZED)
        answer.headers.update(_NO_STORE)
        answer.headers["WWW-Authenticate"] = 'Bearer realm="rolegraph"'
        return answer

    def router(self) -> APIRouter:
        """Return the routes to sign in and out."""
        routes = self._pages.router()

        @routes.post("/sign-in")
        async def sign_in(request: Request) -> Response:
            _require_own(request)
            given = await _form(request)
            following = _local(given.get("following", "/"))
            token = given.get("token", "").strip()
            client = client_in(request.scope)
            try:
                who = await run_in_threadpool(
                    self._authenticator.authenticate, f"Bearer {token}", AccessRole.READER
                )
            except (Unauthenticated, PermissionDenied) as error:
                _log.warning("access.sign_in_refused", client=client, reason=str(error))
                return self._page(request, following, str(error) if token else "Give a token.")
            _log.info("access.signed_in", user=who.name, role=who.role.label, client=client)
            return self._gone(request, following, self._authenticator.sessions.begin(token))

        @routes.post("/sign-out")
        async def sign_out(request: Request) -> Response:
            _require_own(request)
            reference = reference_in(request.scope["headers"])
            if reference:
                token = self._authenticator.sessions.token(reference)
                user = self._authenticator.name_of(f"Bearer {token}")
                self._authenticator.sessions.end(reference)
                _log.info("access.signed_out", user=user, client=client_in(request.scope))
            return self._gone(request, str(request.scope.get("root_path", "")) + "/", None)

        return routes

    def _gone(self, request: Request, place: str, reference: str | None) -> Response:
        """Return the answer that leads on, with the cookie of a session or without."""
        answer = RedirectResponse(place, status_code=HTTPStatus.SEE_OTHER, headers=_NO_STORE)
        answer.headers["Set-Cookie"] = cookie(
            reference or "",
            path=request.scope.get("root_path", "") or "/",
            secure=self._secure or request.url.scheme == "https",
            lifetime=LIFETIME if reference else 0,
        )
        return answer


def _require_own(request: Request) -> None:
    if not is_own(request.scope["headers"]):
        raise PermissionDenied("Another site asked for this; go to the page of this service.")


async def _form(request: Request) -> dict[str, str]:
    """Read a short form.

    Raises:
        TooLarge: it is none.
        InputError: it is not UTF-8.
    """
    body = await read_body(request.scope, request.receive, _LONGEST)
    return {name: values[-1] for name, values in pairs_in(body, "The form").items()}


def _local(address: str) -> str:
    """Return an address if it is one of this service, else its first page."""
    plain = address.startswith("/") and not address.startswith(("//", "/\\"))
    return address if plain and address.isprintable() else "/"
