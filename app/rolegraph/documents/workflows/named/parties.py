"""Who a text names as doing something: one or several roles, a persona, or a person."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from rolegraph.documents.account.context import Context
from rolegraph.documents.account.model import RoleRead
from rolegraph.documents.language.names import name_key
from rolegraph.documents.language.people import is_full_name
from rolegraph.documents.outline import Bullets, Passage

_APART = re.compile(r"\s*(?:<br\s*/?>|\u2028|[;,\n\u3001\uff0c])\s*|\s+\+\s+")
"""What stands between several names and within none."""
_JOINED = re.compile(r"\s+(?:and|und|et|y|e|en|&|i|oraz|и|та|ve)\s+|\s*/\s*")
"""What stands between several names, and within some: “Health and Safety Officer”."""
_LEAD = re.compile(
    r"(?:[\s\u2610-\u2612\u25a1\u25a2\u2713\u2714]|</?(?:span|p|font)\b[^<>]*>)*"
    r"(?:(?P<mark>\*\*|__|\*|_)(?P<bold>[^*_\[\]:\uff1a\n]{2,60}?)\s*[:\uff1a]?\s*(?P=mark)\s*[:\uff1a]?"
    r"(?:\s+[\u2013\u2014\u2192-]+)?\s*"
    r"|\[(?P<square>[^*_\[\]:\n]{2,60}?)\]\s*[:\uff1a]?\s*(?!\()"
    r"|(?P<plain>[^\W\d_][^:\uff1a*_\[\]|.!?;\n]{1,60}?)\s*"
    r"(?:[:\uff1a]\s*|\s[\u2013\u2014\u2192-]+\s+))(?=\S)"
)
"""What a step may begin with: “Registrar: …”, with a dash, in bold, or in square brackets."""
_MORE = re.compile(
    r"\s*(?:[+&,/]|\b(?:and|und|et|y|e|en)\b)\s*(?P<mark>\*\*|__|\*|_)(?P<bold>[^*_\n]{2,60}?)"
    r"\s*[:\uff1a]?\s*(?P=mark)\s*[:\uff1a]?(?:\s+[\u2013\u2014\u2192-]+\s)?\s*(?=\S)"
)
"""Another name in bold behind the first."""
_END = re.compile(r"\s*[(\[](?P<name>[^()\[\]]{2,60})[)\]]\s*[.]?\s*\Z")
_ASIDE = re.compile(r"\s*\([^()]*\)\s*\Z")
_FULL = re.compile(r"[^\W\d_][\w'\u2019.-]*(?:\s+[^\W\d_][\w'\u2019-]*){1,2}")
_COUNT = re.compile(
    r"\A(?:one|two|three|a|an|the|eine?n?|zwei|der|die|un|une|deux|le|la|dos|el|uno|una|due|il|um|uma"
    r"|dois|o|een|twee|de)\s+",
    re.IGNORECASE,
)
"""What says how many of a role do something: “one Poll Clerk”."""
_MOST_WORDS = 6
_MOST = 0.6


@dataclass(frozen=True, slots=True)
class Led:
    """A text with whom it begins.

    Attributes:
        who: where somebody is named.
        rest: what is done.
    """

    who: Passage
    rest: Passage


def led(context: Context, passage: Passage) -> Led | None:
    """Return who a text begins with, by its signs: “Registrar: log the request”; None without."""
    if context.outline.names is not None:
        return None
    found = _LEAD.match(passage.span.text)
    if found is None:
        return None
    group = next(each for each in ("bold", "square", "plain") if found[each])
    if len(found[group].split()) > _MOST_WORDS:
        return None
    start, end = found.span(group)
    while (more := _MORE.match(passage.span.text, found.end())) is not None and group == "bold":
        found, end = more, more.end("bold")  # “**Buyer** + **Controller** review the quote”
    who = context.outline.part(passage, start, end)
    rest = context.outline.part(passage, found.end())
    return Led(who, rest) if who.plain and any(map(str.isalnum, rest.plain)) else None


def ended(context: Context, passage: Passage) -> Led | None:
    """Return who a text names in brackets at its end: “Sign off (Registrar)”; None without."""
    found = _END.search(passage.span.text)
    if found is None or context.outline.names is not None or not found.start():
        return None
    who = context.outline.part(passage, *found.span("name"))
    return Led(who, context.outline.part(passage, 0, found.start()))


def without_aside(text: str) -> str:
    """Return a name without what stands in brackets behind it: “Conservator (textiles)”."""
    return _ASIDE.sub("", text).strip(" *_`:")


def person_in(context: Context, passage: Passage) -> Led | None:
    """Return the full name of a person that a text begins or ends with; None without."""
    words = context.words
    if words is None or context.outline.names is not None:
        return None
    for found in (led(context, passage), ended(context, passage)):
        if found is not None and is_full_name(found.who.plain, words):
            return found
    begin = _FULL.match(passage.span.text)
    while begin is not None:
        if is_full_name(begin[0], words) and begin.end() < len(passage.span.text):
            who = context.outline.part(passage, 0, begin.end())
            return Led(who, context.outline.part(passage, begin.end()))
        shorter = begin[0].rpartition(" ")[0]
        begin = _FULL.match(passage.span.text, 0, len(shorter)) if " " in shorter else None
    return None


def without_people(context: Context, passage: Passage) -> tuple[Passage, str]:
    """Return a text without full names of people at its beginning and end, and the first of them.

    They are left out of what is read: everybody who reads the graph would see them.
    """
    named = ""
    while (found := person_in(context, passage)) is not None:
        context.account.leave_out_person(found.who.span)
        passage, named = found.rest, named or found.who.plain
    return passage, named


def leads_in(context: Context, texts: Iterable[Passage]) -> frozenset[str]:
    """Return the keys of the names that the entries of a list begin with, where they are roles.

    Some must plainly be roles. Others of the same form are, where each entry has one, and one of
    them is there twice: “Registrar: …”, “Quartermain: …”, “Registrar: …”.
    """
    found = [(text, led(context, text)) for text in texts]
    heads = [each.who.plain for _, each in found if each is not None]
    plain = [name for name in heads if plain_names(context, name)]
    keys = [name_key(without_aside(name)) for name in heads]
    is_row = len(heads) == len(found) and len(set(keys)) < len(keys) and bool(plain)
    return frozenset(keys if is_row else (name_key(without_aside(name)) for name in plain))


def names_several(context: Context, bullets: Bullets) -> bool:
    """Tell whether the entries of a list say whose they are: “- Buyer: places orders”."""
    texts = [item.passage for item in bullets.items if item.passage is not None]
    heads = [found.who.plain for text in texts if (found := led(context, text))]
    names = {name for head in heads for name in plain_names(context, head)}
    return len(names) > 1 and len(heads) > _MOST * len(texts)


class Parties:
    """Finds whom a name means, once the roles and personas of a document are known.

    Args:
        context: the document.
        personas: a persona → the name of her role.
    """

    def __init__(self, context: Context, personas: Mapping[str, str] | None = None) -> None:
        self._context = context
        self.personas: Mapping[str, str] = personas or {}

    def role_named(self, text: str) -> str:
        """Return the role of a name, be it the one of a persona; empty where it is none."""
        for name in (text, without_aside(text), _COUNT.sub("", text)):
            role = self.known(name)
            if role is not None:
                return role.name
            persona = next((n for n in self.personas if n.casefold() == name.casefold()), "")
            if persona:
                return self.personas[persona]
        return ""

    def known(self, name: str) -> RoleRead | None:
        """Return the role of this document that has a name."""
        role = self._context.known(name) if name else None
        return role if role in self._context.roles else None

    def parts(self, cell: Passage) -> list[tuple[Passage, bool]]:
        """Return the names in a cell, and whether each is no role that is known or plainly one.

        Names that “and” or a slash joins are several where all of them are plainly roles, or one
        is known; the others are then asked about. “Health and Safety Officer” is one.
        """
        if self.role_named(cell.plain):
            return [(cell, False)]
        found: list[tuple[Passage, bool]] = []
        for part in cut(self._context, cell, _APART):
            several = [] if self.role_named(part.plain) else [*cut(self._context, part, _JOINED)]
            known = [bool(self.role_named(each.plain)) for each in several]
            sure = [self._context.is_sure(without_aside(each.plain)) for each in several]
            if len(several) > 1 and (any(known) or all(sure)):
                pairs = zip(several, known, sure, strict=True)
                found += [(each, not (is_known or is_sure)) for each, is_known, is_sure in pairs]
            else:
                found.append((part, False))
        return found


def cut(context: Context, cell: Passage, at: re.Pattern[str]) -> Iterator[Passage]:
    """Yield what stands between separators, not within brackets."""
    text, begin = cell.span.text, 0
    if context.outline.names is not None:
        yield cell
        return
    for hit in at.finditer(text):
        if text.count("(", 0, hit.start()) > text.count(")", 0, hit.start()):
            continue
        part = context.outline.part(cell, begin, hit.start())
        begin = hit.end()
        if part.span.text:
            yield part
    part = context.outline.part(cell, begin, len(text))
    if part.span.text:
        yield part


def plain_names(context: Context, text: str) -> list[str]:
    """Return the names of roles that a text joins, where each is plainly one; else none."""
    found: list[str] = []
    for piece in _APART.split(without_aside(text)):
        parts = [without_aside(each) for each in _JOINED.split(piece) if each.strip()]
        if parts and all(map(context.is_sure, parts)):
            found += parts
        elif context.is_sure(without_aside(piece)):
            found.append(without_aside(piece))
        else:
            return []
    return found
