"""Report formats: for people, for review tools and for other RDF software."""

from __future__ import annotations

from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rolegraph.shacl.report import Report

FORMATS = {
    "text": "text",
    "github": "github",
    "sarif": "sarif",
    "junit": "junit",
    "json": "as_json",
    "markdown": "markdown",
    "turtle": "rdf_report",
}
"""Name of a format → module with its `render` and `failed`; loaded only when asked for."""


def render(report: Report, name: str) -> str:
    """Return a report in one of `FORMATS`, without colours.

    Raises:
        KeyError: there is no such format.
    """
    rendered: str = _module(name).render(report)
    return rendered


def failed(name: str, message: str) -> str:
    """Return what a report in one of `FORMATS` says where the check could not run.

    Args:
        name: the format.
        message: why; whoever reads the report must not miss it.

    Raises:
        KeyError: there is no such format.
    """
    said: str = _module(name).failed(message)
    return said


def _module(name: str) -> ModuleType:
    return import_module(f"{__name__}.{FORMATS[name]}")
