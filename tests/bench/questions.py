"""The questions that the benchmarks ask, each in a cold form: a text never seen before."""

from __future__ import annotations

from collections.abc import Mapping

PREFIXES = """PREFIX rg: <https://w3id.org/rolegraph/ontology#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
"""
QUESTIONS = {
    "lookup": "SELECT ?p ?o { <https://w3id.org/rolegraph/id/roles/generated-%d> ?p ?o }",
    "join": "SELECT ?persona ?step ?artifact ?tool { ?persona rg:representsRole "
    "<https://w3id.org/rolegraph/id/roles/generated-%d> ; rg:followsWorkflow/rg:hasStep ?step . "
    "?step rg:produces ?artifact ; rg:usesTool ?tool }",
    "aggregation": "SELECT ?activity (COUNT(?statement) AS ?n) { ?statement rg:refersToActivity "
    "?activity . ?role rg:hasResponsibility ?statement FILTER(%d > 0) } GROUP BY ?activity "
    "ORDER BY ?activity",
    "gap": "SELECT ?statement { ?statement a rg:Responsibility FILTER(%d > 0) FILTER NOT EXISTS "
    "{ ?tool rg:supportsStatement ?statement } }",
}
"""Name → text with a place for a number from 1 to the number of roles."""


def text(name: str, number: int) -> str:
    """Return the text of a question."""
    return PREFIXES + QUESTIONS[name] % number


def lua(
    name: str, path: str, roles: int, *, hot: bool, headers: Mapping[str, str] | None = None
) -> str:
    """Return a wrk script that asks a question: the same each time, or never the same twice.

    A comment makes cold texts differ, so that no cache of texts, of parsed queries or of results
    can help. The path may have parameters already; headers are sent besides `Accept`.
    """
    sent = {"Accept": "application/sparql-results+json", **(headers or {})}
    fields = ", ".join(f'["{key}"] = "{value}"' for key, value in sent.items())
    address = f"{path}{'&' if '?' in path else '?'}query="
    question = PREFIXES.replace("\n", "\\n") + QUESTIONS[name].replace("%d", "%%d")
    number = "1" if hot else f"counter % {roles} + 1"
    suffix = '""' if hot else '"\\n# " .. salt .. "-" .. counter'
    return f"""
local counter = 0
local salt = 0
math.randomseed(os.time())
salt = math.random(1, 1000000000)
function encode(text)
  return (text:gsub("[^%w]", function(c) return string.format("%%%02X", string.byte(c)) end))
end
function request()
  counter = counter + 1
  local text = string.format("{question.replace("%%d", "%d").replace('"', chr(92) + '"')}", {number}) .. {suffix}
  return wrk.format("GET", "{address}" .. encode(text), {{{fields}}})
end
"""
