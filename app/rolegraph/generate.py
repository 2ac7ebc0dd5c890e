"""A made-up catalogue of any size, for tests and benchmarks: seeded, and valid by the shapes.

Each role has what the shapes ask of one: a definition, statements quoted from a made-up document
version, a persona, a workflow with artifacts handed on; every fortieth role brings a tool.
Responsibilities of some roles have no tool, as in real catalogues. Activities, lifecycle stages
and frameworks are the shipped ones.
"""

from __future__ import annotations

import hashlib
import random
from collections.abc import Iterator
from enum import StrEnum

from rolegraph.rdf.namespaces import (
    DCTERMS,
    OA,
    ONTOLOGY,
    RDF,
    SKOS,
    THINGS,
    graph_of_file,
)
from rolegraph.rdf.terms import Literal, NamedNode, Quad, Term, integer

_QUALITIES = ("Applied", "Assurance", "Field", "Fleet", "Mission", "Portfolio", "Safety", "Systems")
_DOMAINS = ("Data", "Deployment", "Edge AI", "Imaging", "Language", "Model", "Sensor", "Simulation")
_TITLES = ("Analyst", "Curator", "Engineer", "Evaluator", "Integrator", "Lead", "Planner", "Tester")
_VERBS = ("Assess", "Catalogue", "Compare", "Document", "Measure", "Prepare", "Review", "Validate")
_OBJECTS = (
    "acceptance evidence",
    "candidate models",
    "data sheets",
    "drift reports",
    "edge deployments",
    "labelled samples",
    "model cards",
    "test conditions",
)
_ACTIVITIES = (
    "data-curation",
    "data-validation",
    "findings-reporting",
    "performance-comparison",
    "performance-measurement",
    "requirements-verification",
    "statistical-analysis",
)
_STAGES = ("data-collection-and-preparation", "model-development", "verification-and-validation")
_ROLES_A_TOOL = 40


class Detail(StrEnum):
    """How much there is about each role.

    `full` has about 160 triples a role: three responsibilities, a persona, a workflow. `lean` has
    about 88, and with fewer the shapes would be violated: roles as they are read from a document,
    each with three responsibilities, their quotations and activities, and tools for most of them.
    Persona and workflow are still to be written, of which the shapes warn.
    """

    FULL = "full"
    LEAN = "lean"


def generate(roles: int, seed: int = 1, detail: Detail = Detail.FULL) -> Iterator[Quad]:
    """Yield the quads of a catalogue one role after the other; the same for the same arguments.

    Args:
        roles: how many roles it has.
        seed: of the random choices.
        detail: how much there is about each.
    """
    maker = _Maker(random.Random(seed))  # noqa: S311 - no secret
    yield from maker.document(roles)
    for number in range(1, roles + 1):
        yield from maker.role(number, detail)


class _Maker:
    def __init__(self, choices: random.Random) -> None:
        self._choices = choices
        self._version = THINGS + "document-versions/generated-000000000000"
        self._offset = 0
        self._tool = 0
        self._out: list[Quad] = []
        self._predicates = _Nodes()
        self._graph = NamedNode(graph_of_file("data/generated.ttl"))

    def document(self, roles: int) -> list[Quad]:
        digest = hashlib.sha256(str(roles).encode()).hexdigest()
        self._version = f"{THINGS}document-versions/generated-{digest[:12]}"
        document = THINGS + "documents/generated"
        self._thing(document, "SourceDocument", "Generated roles")
        self._say(document, DCTERMS + "title", _english("Generated roles"))
        self._thing(self._version, "DocumentVersion", f"Generated roles, {digest[:12]}")
        self._link(self._version, "versionOf", document)
        self._say(self._version, ONTOLOGY + "sha256", Literal(digest))
        self._say(self._version, ONTOLOGY + "characterCount", integer(roles * 200))
        self._say(self._version, ONTOLOGY + "sourceFile", Literal("data/generated.md"))
        return self._flush()

    def role(self, number: int, detail: Detail) -> list[Quad]:
        pick = self._choices.choice
        label = f"{pick(_QUALITIES)} {pick(_DOMAINS)} {pick(_TITLES)} {number}"
        slug = f"generated-{number}"
        role = f"{THINGS}roles/{slug}"
        self._thing(role, "Role", label)
        text = f"{label} is a made-up role whose work is to look after what its programme builds."
        self._say(role, SKOS + "definition", _english(text))
        self._say(role, ONTOLOGY + "documentOrder", integer(1000 + number))
        self._link(role, "definedIn", self._version)
        self._say(role, SKOS + "inScheme", NamedNode(THINGS + "schemes/roles"))
        self._quote(role, "quotedFrom", label, number * 10)
        statements = [self._responsibility(role, slug, order, number) for order in range(1, 4)]
        tool = self._tool_of(number, statements)
        if detail is Detail.LEAN:
            return self._flush()
        workflow = self._workflow(slug, role, label, statements, tool)
        self._persona(slug, role, label, workflow)
        return self._flush()

    def _responsibility(self, role: str, slug: str, order: int, number: int) -> str:
        pick = self._choices.choice
        text = f"{pick(_VERBS)} {pick(_OBJECTS)} of lot {number}-{order}"
        iri = f"{THINGS}responsibilities/{slug}-{order}"
        line = number * 10 + order
        self._thing(iri, "Responsibility", text)
        self._link(role, "hasResponsibility", iri)
        self._link(iri, "statementOf", role)
        self._say(iri, ONTOLOGY + "verbatimText", Literal(text))
        self._say(iri, ONTOLOGY + "statementOrder", integer(order))
        self._say(iri, ONTOLOGY + "sourceLine", integer(line))
        self._say(iri, ONTOLOGY + "assertionStatus", Literal("verbatim"))
        activity = f"{THINGS}activities/{pick(_ACTIVITIES)}"
        self._link(iri, "refersToActivity", activity)
        self._link(role, "isResponsibleFor", activity)
        self._quote(iri, "quotedFrom", text, line)
        return iri

    def _quote(self, iri: str, name: str, text: str, line: int) -> None:
        quote, exact, place = f"{iri}#quote", f"{iri}#text", f"{iri}#position"
        self._link(iri, name, quote)
        self._type(quote, OA + "SpecificResource")
        self._say(quote, OA + "hasSource", NamedNode(self._version))
        self._say(quote, OA + "hasSelector", NamedNode(exact))
        self._say(quote, OA + "hasSelector", NamedNode(place))
        self._say(quote, ONTOLOGY + "sourceLine", integer(line))
        self._type(exact, OA + "TextQuoteSelector")
        self._say(exact, OA + "exact", Literal(text))
        self._say(exact, OA + "prefix", Literal("- "))
        self._say(exact, OA + "suffix", Literal("\n"))
        self._type(place, OA + "TextPositionSelector")
        self._say(place, OA + "start", integer(self._offset))
        self._offset += len(text) + 3
        self._say(place, OA + "end", integer(self._offset - 3))

    def _tool_of(self, number: int, statements: list[str]) -> str | None:
        if number % _ROLES_A_TOOL == 1:
            self._tool = number
            iri = f"{THINGS}tools/generated-{number}"
            self._thing(iri, "Tool", f"Workbench {number}")
            self._say(iri, ONTOLOGY + "purpose", _english("Supports the made-up work of a few."))
            self._say(iri, DCTERMS + "license", NamedNode("https://spdx.org/licenses/Apache-2.0"))
            address = NamedNode(f"https://example.org/workbench/{number}")
            self._say(iri, "https://schema.org/codeRepository", address)
            self._say(iri, ONTOLOGY + "curationStatus", Literal("unreviewed"))
        iri = f"{THINGS}tools/generated-{self._tool}"
        # About one responsibility in ten is a gap.
        for statement in statements:
            if self._choices.random() < 0.9 or number % _ROLES_A_TOOL == 1:  # noqa: PLR2004
                self._link(iri, "supportsStatement", statement)
        return iri

    def _workflow(
        self, slug: str, role: str, label: str, statements: list[str], tool: str | None
    ) -> str:
        iri = f"{THINGS}workflows/{slug}"
        self._thing(iri, "Workflow", f"Work of {label}")
        self._say(iri, ONTOLOGY + "purpose", _english(f"Get the work of {label} done."))
        self._say(iri, ONTOLOGY + "trigger", _english("A new lot arrives."))
        for name, text in (("Entry", "The lot is complete."), ("Exit", "The report is filed.")):
            criterion = f"{THINGS}criteria/{slug}-{name.lower()}"
            self._thing(criterion, "Criterion", f"{name} of the work of {label}")
            self._say(criterion, DCTERMS + "description", _english(text))
            self._link(iri, f"has{name}Criterion", criterion)
        before, given = None, self._artifact(slug, "lot", label, external=True)
        for order, statement in enumerate(statements, 1):
            step = f"{THINGS}steps/{slug}-{order}"
            verb = self._choices.choice(_VERBS)
            self._thing(step, "WorkflowStep", f"{verb} the lot of {label}, part {order}")
            self._link(iri, "hasStep", step)
            self._link(step, "stepOf", iri)
            self._say(step, ONTOLOGY + "stepOrder", integer(order))
            self._link(step, "performedByRole", role)
            self._link(step, "fulfils", statement)
            self._link(step, "consumes", given)
            stage = f"{THINGS}lifecycle-stages/{self._choices.choice(_STAGES)}"
            self._link(step, "operatesInStage", stage)
            if tool is not None:
                self._link(step, "usesTool", tool)
            if before is not None:
                self._link(step, "directlyPrecededBy", before)
            given = self._artifact(slug, f"result-{order}", label, external=False)
            self._link(step, "produces", given)
            before = step
        return iri

    def _artifact(self, slug: str, name: str, label: str, *, external: bool) -> str:
        iri = f"{THINGS}artifacts/{slug}-{name}"
        self._thing(iri, "Artifact", f"{name.capitalize()} of {label}")
        self._say(iri, DCTERMS + "description", _english(f"What {label} works on: {name}."))
        if external:
            boolean = NamedNode("http://www.w3.org/2001/XMLSchema#boolean")
            self._say(iri, ONTOLOGY + "isExternal", Literal("true", datatype=boolean))
        return iri

    def _persona(self, slug: str, role: str, label: str, workflow: str) -> None:
        iri = f"{THINGS}personas/{slug}"
        self._thing(iri, "Persona", f"Persona of {label}")
        self._say(iri, DCTERMS + "description", _english(f"Somebody who does the work of {label}."))
        self._link(iri, "representsRole", role)
        self._link(iri, "followsWorkflow", workflow)
        for name, text in (
            ("quote", "I want to know what I sign."),
            ("hasGoal", "Have each lot looked at before it is used."),
            ("hasPainPoint", "Lots arrive without their papers."),
            ("hasContext", "Works with three teams at two places."),
            ("hasSkill", "Reads evidence quickly."),
            ("hasScenario", "A lot arrives late; what can still be said of it is said plainly."),
        ):
            self._say(iri, ONTOLOGY + name, _english(text))
        self._say(iri, ONTOLOGY + "evidenceBasis", Literal("assumption"))
        self._say(iri, ONTOLOGY + "status", Literal("draft"))

    def _thing(self, iri: str, kind: str, label: str) -> None:
        self._type(iri, ONTOLOGY + kind)
        self._say(iri, SKOS + "prefLabel", _english(label))

    def _type(self, iri: str, kind: str) -> None:
        self._say(iri, RDF + "type", NamedNode(kind))

    def _link(self, iri: str, name: str, target: str) -> None:
        self._say(iri, ONTOLOGY + name, NamedNode(target))

    def _say(self, iri: str, predicate: str, value: Term) -> None:
        self._out.append(Quad(NamedNode(iri), self._predicates[predicate], value, self._graph))

    def _flush(self) -> list[Quad]:
        out, self._out = self._out, []
        return list(dict.fromkeys(out))  # two statements of a role may be about one activity


class _Nodes(dict[str, NamedNode]):
    """Nodes by IRI, made when first asked for."""

    def __missing__(self, iri: str) -> NamedNode:
        node = self[iri] = NamedNode(iri)
        return node


def _english(text: str) -> Literal:
    return Literal(text, language="en")
