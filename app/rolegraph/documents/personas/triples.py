"""Personas as triples: each once, for her role, with the place of each word that is told of her."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Container, Mapping
from functools import partial

from rolegraph.documents.account.model import PersonaRead
from rolegraph.documents.graph.builder import GraphBuilder
from rolegraph.documents.graph.reporting import PERSONA_FACTS, persona_told
from rolegraph.documents.graph.tools import ToolGraph
from rolegraph.documents.outline import Passage
from rolegraph.documents.text.identity import Naming

FIELDS = PERSONA_FACTS
"""What is told of a persona → the property that holds it."""
_ONE_TEXT = frozenset({"scenario", "summary"})
"""What of a persona is one text, however many sentences it has."""
_ONCE = frozenset({"quote", "summary"})
"""What a persona has once, whichever documents tell of her."""


class PersonaGraph:
    """Writes the personas of one document.

    Args:
        builder: takes the triples.
        document: what IRIs of the document end in.
        naming: how names become ends of IRIs.
        taken: IRIs of what other documents have.
        former: name of a persona → the one that she had before.
        tools: writes the tools that she uses.
        wait: is told of what is not written, and why.
    """

    def __init__(
        self,
        builder: GraphBuilder,
        document: str,
        naming: Naming,
        taken: Container[str],
        former: Mapping[str, str],
        tools: ToolGraph,
        wait: Callable[[Passage, str], None],
    ) -> None:
        self._builder, self._document, self._naming = builder, document, naming
        self._taken, self._former = taken, former
        self._tools, self._wait = tools, wait
        self._told: Counter[tuple[str, str]] = Counter()

    def persona(self, name: str, role: str, role_iri: str) -> str:
        """Write a persona of a role; return her IRI.

        Args:
            name: her name; empty where the document names the role alone.
            role: the name of the role.
            role_iri: its IRI.
        """
        builder, former = self._builder, self._former.get(name)
        make = partial(builder.home.iri, "personas")
        own = self._naming.of(former or name, make) if name else role_iri.rpartition("/")[2]
        iri = make(own)
        if iri not in self._taken:
            builder.thing(iri, "rg:Persona", name or role)
            builder.text(iri, "skos:altLabel", former)
            builder.link(iri, "rg:representsRole", role_iri)
            builder.string(iri, "rg:status", "draft")
            builder.origin(iri, "inferred")
        return iri

    def with_card(self, persona: PersonaRead, role_iri: str) -> None:
        """Write a persona whom the document tells of apart, with the place of each field.

        Args:
            persona: what is told of her.
            role_iri: the role that she stands for.
        """
        builder, iri = self._builder, self.persona(persona.name, persona.role, role_iri)
        self._quote(iri, persona.passage, "name")
        texts: dict[str, list[str]] = {}
        for told in persona.told:
            spoken = texts.setdefault(told.what, [])
            if told.what in _ONCE and iri in self._taken:
                self._wait(told.passage, f"another document tells the same of “{persona.name}”")
                continue
            if told.what == "quote" and spoken:
                self._wait(told.passage, f"“{persona.name}” has a quotation already")
                continue
            spoken.append(told.text)
            self.told(iri, told.what, told.passage)
        for what, spoken in texts.items():
            whole = [" ".join(spoken)] if spoken and what in _ONE_TEXT else spoken
            builder.text(iri, FIELDS[what], *whole)
        self._tools.used(iri, persona.name, persona.tools)

    def told(self, iri: str, what: str, passage: Passage) -> None:
        """Add the place of something that is told of a persona.

        Args:
            iri: the persona.
            what: which of `FIELDS` it is.
            passage: the words.
        """
        self._told[iri, what] += 1
        self._quote(iri, passage, persona_told(what, self._told[iri, what])[1:])

    def _quote(self, iri: str, passage: Passage, what: str) -> None:
        if passage.span.text:
            suffix = f"-{self._document}-{what}"
            self._builder.quote(iri, passage.span, suffix, passage.cell)
