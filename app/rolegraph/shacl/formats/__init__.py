"""Report formats: for people, for review tools and for other RDF software."""

from __future__ import annotations

from importlib import import_module

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
"""Name of a format → module that renders it; loaded only when asked for."""


def render(report: Report, name: str) -> str:
    """Return a report in one of `FORMATS`, without colours.

    Raises:
        KeyError: there is no such format.
    """
    module = import_module(f"{__name__}.{FORMATS[name]}")
    rendered: str = module.render(report)
    return rendered
