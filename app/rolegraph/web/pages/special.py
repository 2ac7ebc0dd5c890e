"""What the templates of single classes show besides the fields that the shapes give."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

from rolegraph.analysis.step_values import tools_in_steps
from rolegraph.catalogue import Catalogue, View
from rolegraph.catalogue.reading.view import Thing
from rolegraph.checking.files.endings import COMPANIONS
from rolegraph.rdf.namespaces import OA, ONTOLOGY, PROV
from rolegraph.rdf.quad_source import visible
from rolegraph.rdf.terms import Literal, NamedNode
from rolegraph.web.frame.links import both_ways, label_of
from rolegraph.web.pages.origins import OriginPlace, Origins
from rolegraph.web.pages.things import Extra
from rolegraph.web.pictures.paper import lies_across
from rolegraph.web.pictures.swimlane import narrow_diagram, wide_diagram

_PERSONA = {
    *("representsRole", "evidenceBasis", "quote", "goals", "painPoints", "contexts", "skills"),
    *("scenarios", "workflows", "tools"),
}
_KINDS = (
    *("responsibilities", "exclusions", "requirements", "privileges", "practices"),
    "characteristics",
)


def extras(catalogue: Catalogue, origins: Origins) -> Mapping[str, Extra]:
    """Return what each special template needs, by plural."""
    special = _Special(catalogue, origins)
    return {
        "roles": special.role,
        "workflows": special.workflow,
        "lifecycle-stages": special.stage,
        "documents": special.document,
        "personas": special.persona,
        "saved-queries": lambda _, __: {"shown": {"query"}},
    }


class _Special:
    def __init__(self, catalogue: Catalogue, origins: Origins) -> None:
        self._catalogue, self._origins = catalogue, origins

    def role(self, view: View, thing: Thing) -> dict[str, Any]:
        """Return a role's statements, mappings, notes and work."""
        statements = [
            (kind, view.thing(str(link["id"]))) for kind in _KINDS for link in _links(thing, kind)
        ]
        statements.sort(key=lambda pair: _number(pair[1], "statementOrder"))
        places = self._places(view, [statement for _, statement in statements])
        said_in = {p.document["id"]: p.document for p in places.values() if p.document}
        work = self._work(view, thing)
        stated = {link["id"] for link in _links(thing, "operatesInStage")}
        stages = [
            cast("Thing", step["operatesInStage"])
            for _, steps in work
            for step in steps
            if "operatesInStage" in step and step.get("status") != "retired"
        ]
        return {
            "by_steps": [*{one["id"]: one for one in stages if one["id"] not in stated}.values()],
            "statements": statements,
            "works_with": both_ways(thing, "worksWith", "workedWithBy"),
            "mappings": [view.thing(str(link["id"])) for link in _links(thing, "mappings")],
            "notes": [view.thing(str(link["id"])) for link in _links(thing, "namingNotes")],
            "workflows": work,
            "source": self._document(view, thing),
            "places": places,
            "sources": list(said_in.values()),
            "shown": {
                *_KINDS,
                "mappings",
                "namingNotes",
                "definedIn",
                "reportsTo",
                "directReports",
                "deputies",
                "deputyFor",
                "worksWith",
                "workedWithBy",
                "worksWithParty",
                "escalatesTo",
                "escalatesToParty",
                "escalationsFrom",
                "escalatedSteps",
            },
        }

    def persona(self, view: View, thing: Thing) -> dict[str, Any]:
        """Return the tools of the steps of a persona that are not given as her own."""
        own = {link["id"] for link in _links(thing, "tools")}
        match = self._catalogue.store.match

        def ahead(name: str, one: str) -> list[str]:
            quads = visible(match(NamedNode(one), NamedNode(ONTOLOGY + name)))
            return [q.object.value for q in quads if isinstance(q.object, NamedNode | Literal)]

        def behind(name: str, one: str) -> list[str]:
            quads = visible(match(None, NamedNode(ONTOLOGY + name), NamedNode(one)))
            return [q.subject.value for q in quads if isinstance(q.subject, NamedNode)]

        found = tools_in_steps(str(thing["id"]), ahead, behind)
        return {"by_steps": [view.link(one) for one in found if one not in own], "shown": _PERSONA}

    def stage(self, view: View, thing: Thing) -> dict[str, Any]:
        """Return the roles that work in a stage by their steps alone."""
        store, found = self._catalogue.store, dict[str, None]()
        in_stage, by = (NamedNode(ONTOLOGY + one) for one in ("operatesInStage", "performedByRole"))
        there = [quad.subject for quad in visible(store.match(None, in_stage, _node(thing)))]
        for step in there:
            for quad in visible(store.match(step, by)) if isinstance(step, NamedNode) else ():
                if quad.object not in there and isinstance(quad.object, NamedNode):
                    found[quad.object.value] = None
        return {"by_steps": sorted(map(view.link, found), key=label_of)}

    def workflow(self, view: View, thing: Thing) -> dict[str, Any]:
        """Return a workflow's steps and its diagrams."""
        steps = [view.thing(str(link["id"])) for link in _links(thing, "steps")]
        steps.sort(key=lambda step: _number(step, "stepOrder"))
        wide = wide_diagram(steps)
        return {
            "steps": steps,
            "wide": wide,
            "across": bool(steps) and lies_across(wide.width, wide.height),
            "narrow": narrow_diagram(steps),
            "shown": {"steps"},
        }

    def document(self, view: View, thing: Thing) -> dict[str, Any]:
        """Return the lines of a document's version at hand, and what is taken from each."""
        for link in self._latest_first(_links(thing, "versions")):
            source = self._origins.text(str(link["id"]))
            if source:
                return {
                    "lines": [source.line(n + 1).text for n in range(source.line_count)],
                    "at_line": self._at_lines(view, str(link["id"])),
                    "current": link,
                    "file": source.file,
                    "document_file": self._path(link),
                }
        path = next((self._path(link) for link in _links(thing, "versions")), "")
        return {"lines": [], "at_line": {}, "current": None, "file": None, "document_file": path}

    def _path(self, version: Thing) -> str:
        """Return the path in the catalogue of the file that a version was read from.

        It is empty for a curation file, which comes and goes with its document.
        """
        said = self._catalogue.store.match(_node(version), NamedNode(ONTOLOGY + "sourceFile"))
        path = next((getattr(quad.object, "value", "") for quad in said), "")
        return "" if path.endswith(COMPANIONS) else path

    def _latest_first(self, versions: list[Thing]) -> list[Thing]:
        """Return versions that no other is a revision of before those that one is."""
        revised = {
            quad.object.value
            for quad in self._catalogue.store.match(None, NamedNode(PROV + "wasRevisionOf"))
            if isinstance(quad.object, NamedNode)
        }
        return sorted(versions, key=lambda link: link["id"] in revised)

    def _work(self, view: View, thing: Thing) -> list[tuple[Thing, list[Thing]]]:
        """Return the workflows a role takes part in, each with its steps there."""
        found: dict[str, tuple[Thing, list[Thing]]] = {}
        performed = NamedNode(ONTOLOGY + "performedByRole")
        for quad in visible(self._catalogue.store.match(None, performed, _node(thing))):
            if isinstance(quad.subject, NamedNode):
                step = view.thing(quad.subject.value)
                workflow = cast(
                    "Thing", step.get("stepOf") or {"id": "", "label": "", "href": None}
                )
                found.setdefault(str(workflow["id"]), (workflow, []))[1].append(step)
        for _, steps in found.values():
            steps.sort(key=lambda step: _number(step, "stepOrder"))
        return sorted(found.values(), key=lambda pair: label_of(pair[0]))

    def _places(self, view: View, things: list[Thing]) -> dict[str, OriginPlace]:
        """Return where things are quoted from, by their IRIs: the first place of each."""
        quoted = [
            (str(one["id"]), NamedNode(str(quotation["id"])))
            for one in things
            if isinstance(quotation := one.get("quotedFrom"), dict)
        ]
        places = self._origins.lines(view, [quotation for _, quotation in quoted])
        return {iri: place for (iri, _), place in zip(quoted, places, strict=True) if place}

    def _document(self, view: View, thing: Thing) -> Thing | None:
        version = cast("Thing | None", thing.get("definedIn"))
        found = self._origins.document(str(version["id"])) if version else None
        return view.link(found) if found else None

    def _at_lines(self, view: View, version: str) -> dict[int, list[tuple[str, Thing]]]:
        """Return what quotes each line of a document version: its class and a link."""
        found: dict[int, list[tuple[str, Thing]]] = {}
        match = self._catalogue.store.match
        own = visible(match(None, NamedNode(OA + "hasSource"), NamedNode(version)))
        quotes = [
            (quad.subject.value, quad.object)
            for quotation in dict.fromkeys(quad.subject for quad in own)
            for quad in visible(match(None, NamedNode(ONTOLOGY + "quotedFrom"), quotation))
            if isinstance(quad.subject, NamedNode)
        ]
        places = self._origins.lines(view, [quotation for _, quotation in quotes])
        for (iri, _), place in zip(quotes, places, strict=True):
            kinds = view.types_of(iri)
            if kinds and place and place.line and place.version["id"] == version:
                found.setdefault(place.line, []).append((kinds[0].label, view.link(iri)))
        return found


def _links(thing: Thing, name: str) -> list[Thing]:
    return cast("list[Thing]", thing.get(name) or [])


def _number(thing: Thing, name: str) -> int:
    number = thing.get(name)
    return number if isinstance(number, int) else 0


def _node(thing: Thing) -> NamedNode:
    return NamedNode(str(thing["id"]))
