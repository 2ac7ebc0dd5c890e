"""Tools as triples: each once, and each link with the place in the document that tells it."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Mapping, MutableMapping

from rolegraph.documents.account.model import ToolRead
from rolegraph.documents.graph.builder import GraphBuilder, term
from rolegraph.documents.graph.reporting import TOOL_FACTS, supports_told, uses_told
from rolegraph.documents.language.names import tool_key
from rolegraph.documents.text.identity import distinct, folded_slug

_SPDX = re.compile(
    r"(?:MIT|ISC|Zlib|Unlicense|(?:Apache|A?GPL|LGPL|MPL|BSD|CC0?|EPL|EUPL|CDDL|MS|PostgreSQL)"
    r"-[A-Za-z0-9.+-]+)"
)
"""The identifiers of licences that are in wide use (https://spdx.org/licenses/)."""
_CLOSED = re.compile(
    r"proprietary|commercial|closed(?:[ -]source)?|propriet[\u00e4a]r|kommerziell"
    r"|propri[\u00e9e]taire|commerciale?|propietari[oa]|comercial|proprietari[oa]|commercieel"
    r"|not public",
    re.IGNORECASE,
)
_ADDRESS = re.compile(r"<?(https?://[^\s<>]+)>?")
_SOURCES = re.compile(r"//(?:[\w-]+\.)*(?:git|code|src|bitbucket|codeberg|sourceforge)")
"""Addresses of code, and not of a home page."""


class ToolGraph:
    """Writes the tools of one document.

    Args:
        builder: takes the triples.
        document: what IRIs of the document end in.
        taken: IRIs of what other documents have.
        described: the key of each name of a tool that people described → its IRI.
        former: name of a tool → the one that it had before.
    """

    def __init__(
        self,
        builder: GraphBuilder,
        document: str,
        taken: Container[str],
        described: Mapping[str, str],
        former: Mapping[str, str],
    ) -> None:
        self._builder = builder
        self._document = document
        self._taken = taken
        self._former = former
        self._described = described
        self._known: MutableMapping[str, str] = {}
        self._used: set[str] = set()
        self._said: dict[tuple[str, str], str] = {}
        self._told: set[tuple[str, str]] = set()
        self._about: dict[str, list[str]] = {}

    def used(self, by: str, label: str, tools: Iterable[ToolRead]) -> None:
        """Write that a role or persona uses tools.

        Args:
            by: its IRI.
            label: its name, which tells its purposes from those of others.
            tools: the tools.
        """
        for tool in tools:
            iri = self.tool(tool, label)
            if (by, iri) not in self._told:  # which may be told twice
                self._told.add((by, iri))
                self._builder.link(by, "rg:usesTool", iri)
                self._quote(by, tool, uses_told(iri))

    def supports(self, statement: str, tools: Iterable[ToolRead]) -> None:
        """Write that a duty, given by its IRI, names tools; so they support it."""
        for tool in tools:
            iri = self.tool(tool)
            self._builder.link(iri, "rg:supportsStatement", statement)
            self._quote(iri, tool, supports_told(statement))

    def gives_access(self, privilege: str, tool: ToolRead) -> None:
        """Write that a privilege, given by its IRI, lets use a tool."""
        iri = self.tool(tool)
        self._builder.link(privilege, "rg:givesAccessTo", iri)

    def tool(self, tool: ToolRead, by: str = "") -> str:
        """Write a tool with what is said of it, perhaps by somebody; return its IRI."""
        builder, key = self._builder, tool_key(tool.name)
        iri = self._described.get(key) or self._known.get(key)
        if iri is None:
            former = self._former.get(tool.name)
            name = distinct(folded_slug(former or tool.name) or "tool", self._used)
            iri = self._known[key] = builder.home.iri("tools", name)
            if iri not in self._taken:
                builder.thing(iri, "rg:Tool", tool.name)
                builder.text(iri, "skos:altLabel", former)
                builder.origin(iri, "normalised")
                self._quote(iri, tool, "-name")
        if iri not in self._taken and iri not in self._described.values():
            builder.text(iri, "skos:altLabel", tool.short or None)
            for name, text in (("purpose", tool.purpose), *tool.facts):
                if text:
                    self._fact(iri, tool, name, text, by)
        return iri

    def finish(self) -> None:
        """Write what else is said of each tool, in one text."""
        for iri, texts in self._about.items():
            self._builder.text(iri, TOOL_FACTS["about"], ". ".join(dict.fromkeys(texts)))

    def _fact(self, iri: str, tool: ToolRead, name: str, text: str, by: str) -> None:
        address, value = _ADDRESS.fullmatch(text), ""
        if address and (name == "license" or (name == "address" and _SOURCES.search(text))):
            value = address[1]
        elif name == "license" and _SPDX.fullmatch(text):
            value = f"https://spdx.org/licenses/{text}"
        elif name in {"license", "address"} and _CLOSED.fullmatch(text):
            value = term("rg:notPublic").value
        is_text = name in {"purpose", "version"}
        if (is_text or value) and (iri, name) in self._said:
            if text == self._said[iri, name]:
                return
            # Of two purposes, the second is told beside the first.
            value, is_text, text = "", False, f"{by}: {text}" if by else text
        if not (is_text or value):
            told = self._about.setdefault(iri, [])
            if (text := text.rstrip(".")) in told:
                return
            told.append(text)
            self._quote(iri, tool, f"-about-{len(self._about[iri])}")
            return
        self._said[iri, name] = text
        if value:
            self._builder.link(iri, TOOL_FACTS[name], value)
        elif name == "version":
            self._builder.string(iri, TOOL_FACTS[name], text)
        else:
            self._builder.text(iri, TOOL_FACTS[name], text)
        self._quote(iri, tool, f"-{name}")

    def _quote(self, owner: str, tool: ToolRead, suffix: str) -> None:
        passage = tool.passage
        if passage.span.text:
            self._builder.quote(owner, passage.span, f"-{self._document}{suffix}", passage.cell)
