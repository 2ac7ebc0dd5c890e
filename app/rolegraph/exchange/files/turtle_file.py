"""Brings a Turtle file to a new state with the smallest difference of its text."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from rolegraph.errors import SyntaxFault
from rolegraph.exchange.files.edits import TextEdit, apply_edits
from rolegraph.exchange.files.turtle_block import BlockEditor
from rolegraph.exchange.files.turtle_layout import TurtleLayout, base_of
from rolegraph.exchange.files.units import Triples
from rolegraph.rdf.namespaces import PREFIXES, RDF, THINGS
from rolegraph.rdf.terms import NamedNode, RdfFormat, Term, Triple, parse
from rolegraph.rdf.turtle.places import TurtlePlaces
from rolegraph.rdf.turtle.terms import TermWriter, natural_key
from rolegraph.rdf.turtle.writer import write_turtle

_TYPE = NamedNode(RDF + "type")

Things = Mapping[str, Triples]


def parse_turtle(text: str, base: str, source: str) -> Triples:
    """Return the triples of a Turtle text.

    Raises:
        SyntaxFault: it does not parse.
    """
    try:
        quads = list(parse(text.encode(), format=RdfFormat.TURTLE, base_iri=base))
    except SyntaxError as error:
        raise SyntaxFault(
            error.msg, source=source, line=error.lineno, column=error.offset
        ) from None
    return frozenset(quad.triple for quad in quads)


def edit_turtle(text: str, base: str, old: Things, new: Things, things: str = THINGS) -> str:
    """Return a file's text with its things brought to a new state.

    What is said of the other things keeps its characters, as does what stays of a changed one. A
    text whose form leaves no room for that is laid out anew, first thing by thing, then whole.

    Args:
        text: the file.
        base: IRI of its graph, which its relative references are resolved against.
        old: all its things.
        new: all the things it shall have.
        things: what the IRIs of the catalogue's things begin with.
    """
    wanted = frozenset(triple for triples in new.values() for triple in triples)
    if not text.strip():
        return canonical(wanted, base=things)
    for finely in (True, False):
        edited = _FileEditor(text, base, old, new).edit(finely=finely)
        if edited is not None and _holds(edited, base, wanted):
            return edited
    return canonical(wanted, _head(text), things)


def canonical(triples: Iterable[Triple], head: str = "", base: str = THINGS) -> str:
    """Return triples as a file of its own.

    Args:
        triples: what it says.
        head: the comment that a file began with.
        base: what the IRIs of the catalogue's things begin with.
    """
    text = write_turtle(triples, PREFIXES, base=base)
    return f"{head}\n{text}" if head else text


def _head(text: str) -> str:
    lines = text.splitlines()
    size = next((n for n, line in enumerate(lines) if not line.startswith("#")), len(lines))
    return "".join(line + "\n" for line in lines[:size])


def _holds(text: str, base: str, wanted: Triples) -> bool:
    try:
        return parse_turtle(text, base, "") == wanted
    except SyntaxFault:
        return False


class _FileEditor:
    def __init__(self, text: str, base: str, old: Things, new: Things) -> None:
        self._old, self._new = old, new
        self._line_end = "\r\n" if "\r\n" in text else "\n"
        self._layout = TurtleLayout(text, base)
        self._places = TurtlePlaces(text, base)
        self._types: dict[str, set[Term]] = {
            subject: {triple.object for triple in triples if triple.predicate == _TYPE}
            for subject, triples in old.items()
            if subject in new
        }

    def edit(self, *, finely: bool) -> str | None:
        """Return the new text, or None where it cannot be had this way."""
        layout, old, new = self._layout, self._old, self._new
        if not layout.blocks:
            return None
        changed = [s for s in old if s in new and old[s] != new[s]]
        came = sorted((s for s in new if s not in old), key=natural_key)
        said = (triple for s in (*changed, *came) for triple in new[s] - old.get(s, frozenset()))
        added = layout.missing_prefixes(said) if layout.declares else {}
        edits = layout.declare(added)
        for subject in old.keys() - new.keys():
            edits += layout.removal(subject)
        for subject in changed:
            edits += self._change(subject, added, finely=finely)
        at_end = ""
        for subject in came:
            place = layout.insertion(subject, new[subject], self._types)
            text = "\n" + self._block(subject, added)
            if place < len(layout.text):
                edits.append(TextEdit(place, place, text))
            else:
                at_end += text
        try:
            edited = apply_edits(
                layout.text, (TextEdit(e.start, e.end, self._lines(e.text)) for e in edits)
            )
        except ValueError:
            return None
        if at_end and not edited.endswith("\n"):
            edited += self._line_end
        return _tidy_end(edited, layout.text) + self._lines(at_end)

    def _change(self, subject: str, added: Mapping[str, str], *, finely: bool) -> list[TextEdit]:
        scope = self._layout.scope_of(subject)
        if finely and scope is not None:
            terms = TermWriter({**scope.prefixes, **added}, base_of(scope))
            editor = BlockEditor(self._places, subject, terms)
            edits = editor.edits(self._old[subject], self._new[subject])
            if edits is not None:
                return edits
        return self._layout.replacement(subject, self._block(subject, added))

    def _block(self, subject: str, added: Mapping[str, str]) -> str:
        scope = self._layout.scope_of(subject)
        if scope is None:
            return ""
        return self._layout.block_text(self._new[subject], scope, added)

    def _lines(self, text: str) -> str:
        return text.replace("\n", self._line_end)


def _tidy_end(edited: str, before: str) -> str:
    """Take off the blank lines that the removal of the last thing left at the end."""
    lines = edited.rstrip("\r\n")
    ending = edited[len(lines) :]
    if ending.count("\n") <= 1 or before.endswith(ending):
        return edited
    return lines + ("\r\n" if ending.startswith("\r") else "\n")
