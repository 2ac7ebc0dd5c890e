"""Query parameters: those that are known, each given once."""

from __future__ import annotations

from starlette.requests import Request

from rolegraph.errors import ParameterError


def known_parameters(request: Request, known: tuple[str, ...]) -> None:
    """Refuse query parameters that do not exist, or come twice.

    Raises:
        ParameterError: names the parameter and those that there are.
    """
    for name in request.query_params:
        if name not in known:
            there_are = f"Known here: {', '.join(known)}." if known else "There are none here."
            raise ParameterError(f"Unknown parameter {name!r}. {there_are}")
        if len(request.query_params.getlist(name)) > 1:
            raise ParameterError(f"The parameter {name!r} is given more than once.")


def boolean(value: str | None) -> bool:
    """Return the value of the parameter `dry-run`; false where it is not given.

    Raises:
        ParameterError: it is neither true nor false.
    """
    if value not in {None, "true", "false"}:
        raise ParameterError(f"dry-run is {value!r}; it is true or false.")
    return value == "true"
