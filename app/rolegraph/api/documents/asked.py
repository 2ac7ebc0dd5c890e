"""What every request that brings documents asks for besides them."""

from __future__ import annotations

from starlette.requests import Request

from rolegraph.errors import ParameterError
from rolegraph.http.commits import message_in
from rolegraph.http.request import boolean


class AskedOfImport:
    """The parameters `dry-run`, `overwrite` and `propose`, and the message.

    Args:
        request: the request.

    Raises:
        ParameterError: a value is neither true nor false, or two exclude each other.
    """

    def __init__(self, request: Request) -> None:
        given = request.query_params
        self.dry_run = boolean(given.get("dry-run"))
        self.overwrite = boolean(given.get("overwrite"))
        self.propose = boolean(given.get("propose"))
        if self.dry_run and self.propose:
            raise ParameterError("dry-run and propose: ask for one of them.")
        self.message = message_in(request.scope)
