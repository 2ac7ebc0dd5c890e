"""Where things stand in a Turtle file, and the text of a thing for a place in it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from itertools import takewhile

from rolegraph.exchange.files.edits import TextEdit
from rolegraph.exchange.files.units import Triples
from rolegraph.rdf.namespaces import PREFIXES, RDF
from rolegraph.rdf.terms import Literal, NamedNode, Term, Triple
from rolegraph.rdf.turtle.terms import TermWriter
from rolegraph.rdf.turtle.tokens import Scope, TurtleBlock, blocks
from rolegraph.rdf.turtle.writer import write_turtle

_TYPE = NamedNode(RDF + "type")
_STATEMENT_END = re.compile(r"\s*\.")
_REST_OF_LINE = re.compile(r"[ \t]*(?:#[^\n]*)?(?:\r?\n|\Z)")
_BLANK_LINES = re.compile(r"(?:[ \t]*\r?\n)*")
_DIRECTIVE = re.compile(r"^@prefix[ \t]+([^\s:]*):[^\n]*\n", re.MULTILINE)
_NEAR = 2
"""Words of a name that must agree before a new thing is put beside a known one."""


class TurtleLayout:
    """The statements of a file, in their order.

    Args:
        text: the file, well-formed.
        base: IRI that its relative references are resolved against.
    """

    def __init__(self, text: str, base: str) -> None:
        self.text = text
        self.blocks = list(blocks(text, base))
        self._subjects = [self._subject(block) for block in self.blocks]
        bound = self.blocks[-1].scope.prefixes if self.blocks else {}
        self._bound = dict(bound)

    def _subject(self, block: TurtleBlock) -> str:
        return block.scope.iri(block.first) or "" if block.first else ""

    def missing_prefixes(self, triples: Iterable[Triple]) -> dict[str, str]:
        """Return the usual prefixes that would shorten triples and that the file does not bind."""
        usual = {name: iri for name, iri in PREFIXES.items() if name not in self._bound}
        terms = TermWriter({**usual, **self._bound}, None)
        for triple in triples:
            if isinstance(triple.subject, NamedNode):
                terms.iri(triple.subject.value)
            if triple.predicate != _TYPE:
                terms.iri(triple.predicate.value)
            if isinstance(triple.object, NamedNode):
                terms.iri(triple.object.value)
            elif isinstance(triple.object, Literal):
                terms.literal(triple.object)
        used = terms.directives()
        return {name: iri for name, iri in usual.items() if f"@prefix {name}: " in used}

    def declare(self, prefixes: Mapping[str, str]) -> list[TextEdit]:
        """Return the edits that bind prefixes, in the order of their names; none without a place.

        The file must have `@prefix` lines before its first statement.
        """
        end = self.blocks[0].span.start if self.blocks else len(self.text)
        lines = [m for m in _DIRECTIVE.finditer(self.text) if m.end() <= end]
        edits = []
        for prefix, namespace in sorted(prefixes.items()):
            before = [line for line in lines if line[1] < prefix]
            place = before[-1].end() if before else lines[0].start()
            edits.append(TextEdit(place, place, f"@prefix {prefix}: <{namespace}> .\n"))
        return edits

    @property
    def declares(self) -> bool:
        """Whether there are `@prefix` lines that another can be put beside."""
        end = self.blocks[0].span.start if self.blocks else 0
        return any(match.end() <= end for match in _DIRECTIVE.finditer(self.text))

    def scope_of(self, subject: str) -> Scope | None:
        """Return what abbreviations mean where a thing stands; without one, at the end."""
        for block, name in zip(self.blocks, self._subjects, strict=True):
            if name == subject:
                return block.scope
        return self.blocks[-1].scope if self.blocks else None

    def block_text(self, triples: Triples, scope: Scope, added: Mapping[str, str]) -> str:
        """Return a thing as canonical Turtle, without directives, ending in a line break."""
        text = write_turtle(triples, {**scope.prefixes, **added}, base=base_of(scope))
        head, blank, body = text.partition("\n\n")
        return body if blank and head.startswith(("@prefix", "@base")) else text

    def insertion(self, subject: str, triples: Triples, types: Mapping[str, set[Term]]) -> int:
        """Return where a new thing should stand: behind what it is nearest to, else at the end.

        Args:
            subject: IRI of the thing.
            triples: what is said of it.
            types: the classes of the things that stay in the file.
        """
        own = {triple.object for triple in triples if triple.predicate == _TYPE}
        best, place = (0, 0), None
        for block, name in zip(self.blocks, self._subjects, strict=True):
            if name not in types:
                continue
            nearness = _nearness(subject, name, alike=bool(own & types[name]))
            if nearness >= max(best, (1, 0)):
                best, place = nearness, block
        return self.after(place) if place else len(self.text)

    def after(self, block: TurtleBlock) -> int:
        """Return the offset behind a statement and the line that it ends on."""
        end = self._end(block)
        rest = _REST_OF_LINE.match(self.text, end)
        return rest.end() if rest else end

    def removal(self, subject: str) -> list[TextEdit]:
        """Return the edits that remove the statements of a thing, each with a blank line."""
        edits = []
        for block, name in zip(self.blocks, self._subjects, strict=True):
            if name == subject:
                start, end = block.span.start, self.after(block)
                begins_line = not self.text[self.text.rfind("\n", 0, start) + 1 : start].strip()
                blank = _BLANK_LINES.match(self.text, end)
                if begins_line and blank and self.text[start:end].endswith("\n"):
                    end = blank.end()
                edits.append(TextEdit(start, end))
        return edits

    def replacement(self, subject: str, text: str) -> list[TextEdit]:
        """Return the edits that put one statement in the place of all those of a thing."""
        first, *others = self.removal(subject)
        block = next(
            b for b, name in zip(self.blocks, self._subjects, strict=True) if name == subject
        )
        return [TextEdit(first.start, self._end(block), text.rstrip("\n")), *others]

    def _end(self, block: TurtleBlock) -> int:
        match = _STATEMENT_END.match(self.text, block.span.end)
        return match.end() if match else block.span.end


def base_of(scope: Scope) -> str | None:
    """Return the base that IRIs can be written relative to, None where there is no such."""
    return scope.base if scope.base.endswith("/") else None


def _nearness(subject: str, other: str, *, alike: bool) -> tuple[int, int]:
    """Say how near two things are: parts of one whole, else of one class and alike in name."""
    if subject.partition("#")[0] == other.partition("#")[0]:
        return (2, 0)
    words, others = (re.split(r"[#-]", iri.rpartition("/")[2]) for iri in (subject, other))
    pairs = zip(words, others, strict=False)
    shared = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))
    return (1, shared) if alike and shared >= _NEAR else (0, 0)
