"""The findings as people read them, by thing, with filters."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from fastapi import APIRouter, Request, Response

from rolegraph.analysis.findings import VALIDATING, PresentFindings
from rolegraph.catalogue import Catalogue
from rolegraph.catalogue.reading.view import Thing
from rolegraph.catalogue.schema.values import Json
from rolegraph.folder.rules import MISSING
from rolegraph.http.request import iri
from rolegraph.rdf.namespaces import SHAPES
from rolegraph.rdf.terms import Literal
from rolegraph.shacl.findings import SEVERITIES, Finding
from rolegraph.shacl.results import read_term
from rolegraph.web.frame.pages import LITTLE_PATIENCE, Pages
from rolegraph.web.frame.paging import start_of
from rolegraph.web.frame.plain import rule_in_words
from rolegraph.web.pages.origins import OriginPlace, Origins

AT_ONCE = 100
PATIENCE = 3.0
"""Seconds that a reader of a small catalogue waits for findings."""


@dataclass(frozen=True)
class ShownFinding:
    """A finding with links.

    Attributes:
        finding: the finding.
        thing: link to the thing it is about, or None.
        kind: the class of the thing, for people.
        places: the lines of the document behind the thing.
    """

    finding: Finding
    thing: Thing | None
    kind: str
    places: list[OriginPlace]

    @property
    def value(self) -> Json:
        """The value at fault: of a text what it says, with its language; of the rest its form."""
        text = self.finding.value or ""
        term = read_term(text) if text.startswith('"') else None
        if isinstance(term, Literal):
            return {"value": term.value, "language": term.language}
        return text if text != self.finding.focus else ""


def router(
    pages: Pages, catalogue: Catalogue, origins: Origins, findings: PresentFindings
) -> APIRouter:
    """Return the route of the checks page."""
    routes = pages.router()

    @routes.get("/checks")
    def checks(request: Request) -> Response:
        asked = {
            name: request.query_params.get(name, "")
            for name in ("severity", "rule", "kind", "thing")
        }
        start = start_of(request)
        if asked["thing"]:
            iri(asked["thing"], "thing")
        found = findings.within(LITTLE_PATIENCE if findings.take_long else PATIENCE)
        if found is None:
            what = "All rules are being checked on all of the catalogue."
            if under_way := findings.work.one(VALIDATING):
                seconds = round(under_way.seconds)
                what += f" It began {seconds} {'second' if seconds == 1 else 'seconds'} ago."
            return pages.waiting(request, "Checks", what)
        with catalogue.view(request.scope.get("root_path", ""), pages.languages(request)) as view:
            plurals = {
                focus: kinds[0].plural
                for focus in {finding.focus for finding in found if finding.focus}
                if (kinds := view.types_of(focus))
            }
            wanted = [
                one
                for one in found
                if asked["severity"] in {"", one.severity}
                and asked["rule"] in {"", one.rule}
                and asked["thing"] in {"", one.focus or ""}
                and asked["kind"] in {"", plurals.get(one.focus or "", "")}
            ]
            shown = []
            for one in wanted[start - 1 : start - 1 + AT_ONCE]:
                known = one.focus is not None and one.focus in plurals
                shown.append(
                    ShownFinding(
                        one,
                        view.link(one.focus) if known and one.focus else None,
                        plurals.get(one.focus or "", ""),
                        origins.of(view, one.focus).places if known and one.focus else [],
                    )
                )
            thing = view.link(asked["thing"]) if asked["thing"] else None
            recorded = any(view.count(plural) for plural in catalogue.types)
        values = {
            "asked": asked,
            "thing": thing,
            "shown": shown,
            "total": len(wanted),
            "all": len(found),
            "recorded": recorded,
            "counts": Counter(one.severity for one in found),
            "severities": SEVERITIES,
            "rules": sorted({one.rule for one in found}),
            "names": names_of_rules(catalogue, {one.rule for one in found}),
            "kinds": sorted(set(plurals.values())),
            "start": start,
            "step": AT_ONCE,
        }
        return pages.render(request, "checks.html", values)

    return routes


def names_of_rules(catalogue: Catalogue, rules: set[str]) -> dict[str, str]:
    """Return what rules are about, for people: the kind of thing and the field that each is for."""
    found = {rule: rule_in_words(rule) for rule in rules}
    for resource_type in catalogue.types.values():
        for field in resource_type.fields:
            for shape in field.shapes:
                rule = shape.removeprefix(SHAPES)
                if rule in rules:
                    found[rule] = f"{resource_type.label}: {field.label}"
                if (part := rule + MISSING) in rules:
                    found[part] = f"{resource_type.label}: {field.label} missing"
    return found
