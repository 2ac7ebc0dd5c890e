"""Relations between roles: whom each names, and whether the graph has a link for it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import pairwise

from rolegraph.documents.account.context import Context
from rolegraph.documents.account.duties import meant_by
from rolegraph.documents.account.leads import DETERMINER
from rolegraph.documents.account.model import LINKS, PARTIES, Relation, RoleRead
from rolegraph.documents.language.clauses import clause_start
from rolegraph.documents.language.likeness import has_verb
from rolegraph.documents.language.meaning import denies
from rolegraph.documents.language.names import name_key
from rolegraph.documents.language.people import are_people, is_full_name
from rolegraph.documents.language.words import Words
from rolegraph.documents.outline import Passage

_BRACKETS = re.compile(r"\s*\([^()]*\)")
_SIGNS = r"\s*(?:[,;/&\u3001\uff0c\uff1b\u2028\n]|<br\s*/?>)\s*"
_ARROW = re.compile(r"\s*(?:\u2192|\u21d2|->|=>|\s[>\u203a\u00bb]\s)\s*")
"""What stands between two stations of a way: “Shift Lead → Dock Manager”."""
_MOST_WORDS = 8
_JOINING = {
    "en": "and|or",
    "de": "und|oder|sowie",
    "fr": "et|ou",
    "es": "y|e|o|u",
    "it": "e|ed|o",
    "nl": "en|of",
    "pt": "e|ou",
    "pl": "i|oraz|lub",
    "ru": "и|или",
    "uk": "\u0456|\u0439|\u0442\u0430|\u0430\u0431\u043e",
    "tr": "ve|veya",
}
"""Language → the words between several names: “of” is one in Dutch, and not in “Head of Data”."""


def settle_relations(context: Context) -> None:
    """Say of each relation which roles of the document it names, once all of these are known.

    What the graph has no link for, and what names no role here, is told as not read. With whom a
    role works, and to whom it escalates, is kept as a text where that is no role here.
    """
    further: list[tuple[RoleRead, Relation]] = []
    for role in list(context.roles):
        settled = []
        for each in role.relations:
            stations = _stations(each)
            settled.append(_settled(context, role, replace(each, to=stations[0])))
            for before, to in pairwise(stations):
                further.append((_at(context, role, before), replace(each, to=to)))
        role.relations[:] = settled
    for role, each in further:
        relation = _settled(context, role, each)
        same = [one for one in role.relations if one.kind == relation.kind]
        told = {name for one in same for name in (*one.roles, *one.parties)}
        if not {*relation.roles, *relation.parties} <= told:
            role.relations.append(relation)
    for role in context.roles:
        links = [each for each in role.relations if each.roles and _is_whole(context, role, each)]
        said = [each.passage for each in links]
        role.description[:] = [each for each in role.description if each not in said]


def _is_whole(context: Context, role: RoleRead, relation: Relation) -> bool:
    """Tell whether a sentence says nothing else than how a role stands to others.

    “Works closely with the Registrar” is a link then, and no definition of the role.
    """
    text, words = relation.passage.plain.strip(" .;"), context.words
    found = words.matches(text, "relations", relation.kind) if words else None
    if found is None or words is None or not text.endswith(relation.to):
        return False
    before = text[: found.start()].strip()
    article = DETERMINER.match(before)
    name = name_key(before[article.end() :] if article else before)
    own = {name_key(each) for each in (role.name, *role.aliases)}
    kept = len(relation.roles) + len(relation.parties)
    is_all = kept == len(_names_in(relation.to, context.language))
    return is_all and (not before or name in own or context.is_word(before, "this_post"))


def _stations(relation: Relation) -> list[str]:
    """Return the stations of a way that an escalation takes; else the whole text."""
    found = _ARROW.split(relation.to) if relation.kind == "escalates-to" else []
    return [each for each in found if each.strip()] or [relation.to]


def _at(context: Context, role: RoleRead, name: str) -> RoleRead:
    """Return the role of a station; that of the section where the document has none."""
    found = _found(context, _bare(_BRACKETS.sub("", name)))
    return role if found is None or found not in context.roles else found


def _found(context: Context, name: str) -> RoleRead | None:
    return meant_by(context, name) or context.named.noted(name)


def _bare(name: str) -> str:
    article = DETERMINER.match(name)
    return name[article.end() if article else 0 :].strip(" .")


def _names_in(text: str, language: str) -> list[str]:
    joining = _JOINING.get(language)
    between = rf"{_SIGNS}|\s+(?:{joining})\s+" if joining else _SIGNS
    return [each for each in re.split(between, text, flags=re.IGNORECASE) if each]


def _parties_in(context: Context, text: str) -> Iterator[str]:
    """Yield the names in a text, of roles and others; “Research and Development” is one.

    An “and” parts two names where several others stand before it, or where one is a role.
    """
    parts = [each for each in re.split(_SIGNS, text) if each.strip()]
    joining = _JOINING.get(context.language)
    for number, part in enumerate(parts):
        named = part[: clause_start(context.words, part)]
        halves = re.split(rf"\s+(?:{joining})\s+", named, flags=re.IGNORECASE) if joining else []
        begins = re.sub(rf"^(?:{joining})\s+", "", named) if joining else named
        is_last = number > 0 and number == len(parts) - 1
        are_roles = [
            _found(context, _bare(half)) is not None or context.is_sure(_bare(half))
            for half in halves
        ]
        is_one = _found(context, _bare(named)) is not None
        if len(halves) > 1 and not is_one and (any(are_roles) or is_last):
            yield from map(_bare, halves)
        else:
            yield _bare(begins)


def _asked(context: Context, relation: Relation, name: str) -> RoleRead | None:
    """Return the role that an entry alone names as superior; it waits for an answer."""
    start = relation.passage.span.text.find(name)
    if start < 0:
        return None
    passage = context.outline.part(relation.passage, start, start + len(name))
    role = context.role(context.name(passage))
    if context.answers.get(("role", role.passage.plain)) != "yes":
        context.ask_whether_role(role, 0)
    return role


@dataclass
class _Names:
    """What became of the names of a relation.

    Attributes:
        roles: of this document.
        parties: that no role here has, and that are kept as texts.
        left: that are told as not read, or say that there is none.
    """

    roles: list[RoleRead] = field(default_factory=list)
    parties: list[str] = field(default_factory=list)
    left: list[str] = field(default_factory=list)


def _settled(context: Context, role: RoleRead, relation: Relation) -> Relation:
    told = f"“{relation.kind}: {relation.to}” is told here and not in the graph"
    if relation.kind not in LINKS:
        context.account.drop(relation.passage.line, f"{told}, which has no such link")
        return relation
    found = (
        _with_parties(context, relation, told)
        if relation.kind in PARTIES
        else _roles_alone(context, relation, told)
    )
    roles = list(dict.fromkeys(each.name for each in found.roles if each is not role))
    if not (roles or found.parties or found.left):
        reason = f"{told}: it names no other role"
        context.account.drop(relation.passage.line, reason)
    return replace(relation, roles=tuple(roles), parties=tuple(dict.fromkeys(found.parties)))


def _roles_alone(context: Context, relation: Relation, told: str) -> _Names:
    text = _BRACKETS.sub("", relation.to)
    names = [text] if _found(context, text) else _names_in(text, context.language)
    found = _Names()
    for name in map(_bare, names):
        other = _found(context, name)
        if other is None and relation.is_line:
            other = _asked(context, relation, name)
        elif other is None:
            several = " and ".join(f"“{each.name}”" for each in context.named.all_noted(name))
            why = f"“{name}” is the id of {several}" if several else ""
            reason = f"{told}: {why or f'no role of this document is called “{name}”'}"
            context.account.drop(relation.passage.line, reason)
        if other is None:
            found.left.append(name)
        else:
            found.roles.append(other)
    return found


def _with_parties(context: Context, relation: Relation, told: str) -> _Names:
    words = context.words
    text = _BRACKETS.sub("", relation.to).strip()
    said = words.matches(text, "relations", relation.kind) if words else None
    if words and said and not denies(words, text[: said.start("to")]):
        text = said["to"]  # “Relations: works with nurses and doctors”
    found = _Names()
    for name in [text] if _found(context, _bare(text)) else _parties_in(context, text):
        other = _found(context, _bare(name))
        if other is not None:
            found.roles.append(other)
        elif relation.is_in_statement and not context.is_sure(name):
            found.left.append(name)  # which the statement tells in full
        elif not any(map(str.isalpha, name)) or _is_left(context, relation, name, told):
            found.left.append(name)
        else:
            found.parties.append(name)
    return found


def _is_left(context: Context, relation: Relation, name: str, told: str) -> bool:
    """Tell whether a name is kept out of the graph, and say why: it may be that of a person."""
    words, line, account = context.words, relation.passage.line, context.account
    several = context.named.all_noted(name)
    if context.is_word(name, "nobody"):
        account.explain(line, f"says that there is none: “{relation.kind}”")
    elif words is not None and is_full_name(name, words):
        account.leave_out_person(_place(context, relation.passage, name).span)
    elif several:
        ids = " and ".join(f"“{each.name}”" for each in several)
        account.drop(line, f"{told}: “{name}” is the id of {ids}")
    elif len(name.split()) > _MOST_WORDS or _says_more(words, name):
        account.drop(line, f"{told}: “{name}” says more than a name")
    elif words is not None and are_people(name, words):
        account.drop(line, f"{told}: “{name}” may be the name of a person")
    else:
        return False
    return True


def _says_more(words: Words | None, name: str) -> bool:
    return words is not None and (has_verb(name, words) or denies(words, name))


def _place(context: Context, passage: Passage, name: str) -> Passage:
    at = passage.span.text.find(name)
    if at < 0 or passage.cell:
        return passage
    return context.outline.part(passage, at, at + len(name))
