"""Tools about rules: what one asks for, and what a text breaks."""

from __future__ import annotations

from rolegraph.client import AsyncClient
from rolegraph.mcp.answers.arguments import an_object, choice, text
from rolegraph.mcp.answers.bounds import bounded
from rolegraph.mcp.answers.knowledge import Knowledge
from rolegraph.mcp.tools.tool import AgentTool, Json

_FORMATS = {
    "turtle": "text/turtle",
    "json-ld": "application/ld+json",
    "n-triples": "application/n-triples",
    "rdf-xml": "application/rdf+xml",
    "trig": "application/trig",
}
_FINDING = ("severity", "rule", "message", "focus", "label", "path", "value", "line", "column")


def rule_tools(known: Knowledge) -> list[AgentTool]:
    """Return the tools about rules."""
    del known
    return [
        AgentTool(
            "explain_rule",
            "Explain a rule",
            "Say what a rule asks for, by the name that findings and refusals give it.",
            an_object({"rule": text("Its name, as in PersonaShape-goal.", longest=200)}, "rule"),
            _explain,
        ),
        AgentTool(
            "check_text",
            "Check RDF against the rules",
            "Check a text in an RDF format against the rules of the catalogue. Nothing is stored. "
            "Findings have line, rule and fix. To check a thing as JSON, use propose.",
            an_object(
                {
                    "text": text("The text.", longest=1_000_000),
                    "format": {**choice("Its format.", list(_FORMATS)), "default": "turtle"},
                    "with_catalogue": {
                        "type": "boolean",
                        "description": "Whether links into the catalogue are followed.",
                        "default": True,
                    },
                },
                "text",
            ),
            _check,
        ),
    ]


async def _explain(client: AsyncClient, given: Json) -> Json:
    return bounded(await client.rule(given["rule"]))


async def _check(client: AsyncClient, given: Json) -> Json:
    context = "catalogue" if given["with_catalogue"] else "none"
    report = await client.validate(given["text"], _FORMATS[given["format"]], context=context)
    findings = [
        {name: finding[name] for name in _FINDING if finding.get(name) is not None}
        for finding in report["findings"]
    ]
    answer: Json = {
        "passed": report["passed"],
        "summary": report["summary"],
        "counts": report["counts"],
        "findings": findings,
    }
    return bounded(answer, "correct these, and check again")
