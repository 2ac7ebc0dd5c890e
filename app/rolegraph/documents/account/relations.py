"""Relations between roles: whom each names, and whether the graph has a link for it."""

from __future__ import annotations

import re
from dataclasses import replace

from rolegraph.documents.account.context import Context
from rolegraph.documents.account.duties import meant_by
from rolegraph.documents.account.leads import DETERMINER
from rolegraph.documents.account.model import LINKS, Relation, RoleRead
from rolegraph.documents.language.names import name_key

_BRACKETS = re.compile(r"\s*\([^()]*\)")
_SIGNS = r"\s*[,;/&\u3001]\s*"
_JOINING = {
    "en": "and|or",
    "de": "und|oder",
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

    What the graph has no link for, and what names no role here, is told as not read.
    """
    for role in list(context.roles):
        role.relations[:] = [_settled(context, role, each) for each in role.relations]
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
    is_all = len(relation.roles) == len(_names_in(relation.to, context.language))
    return is_all and (not before or name in own or context.is_word(before, "this_post"))


def _names_in(text: str, language: str) -> list[str]:
    joining = _JOINING.get(language)
    between = rf"{_SIGNS}|\s+(?:{joining})\s+" if joining else _SIGNS
    return [each for each in re.split(between, text, flags=re.IGNORECASE) if each]


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


def _settled(context: Context, role: RoleRead, relation: Relation) -> Relation:
    told = f"“{relation.kind}: {relation.to}” is told here and not in the graph"
    if relation.kind not in LINKS:
        context.account.drop(relation.passage.line, f"{told}, which has no such link")
        return relation
    text = _BRACKETS.sub("", relation.to)
    is_one = meant_by(context, text) or context.named.noted(text)
    names = [text] if is_one else _names_in(text, context.language)
    bare = [name[article.end() if (article := DETERMINER.match(name)) else 0 :] for name in names]
    found = {name: meant_by(context, name) or context.named.noted(name) for name in bare}
    for name, other in found.items():
        if other is None and relation.is_line:
            found[name] = _asked(context, relation, name)
        elif other is None:
            several = " and ".join(f"“{each.name}”" for each in context.named.all_noted(name))
            why = f"“{name}” is the id of {several}" if several else ""
            reason = f"{told}: {why or f'no role of this document is called “{name}”'}"
            context.account.drop(relation.passage.line, reason)
    roles = [each.name for each in found.values() if each is not None and each is not role]
    if not roles and None not in found.values():
        reason = f"{told}: it names no other role"
        context.account.drop(relation.passage.line, reason)
    return replace(relation, roles=tuple(roles))
