"""Relations between roles: whom each names, and whether the graph has a link for it."""

from __future__ import annotations

import re
from dataclasses import replace

from rolegraph.documents.account.context import Context
from rolegraph.documents.account.duties import meant_by
from rolegraph.documents.account.leads import DETERMINER
from rolegraph.documents.account.model import LINKED, Relation, RoleRead

_BRACKETS = re.compile(r"\s*\([^()]*\)")
_JOINED = re.compile(
    r"\s*[,;/&\u3001]\s*|\s+(?:and|or|und|oder|et|ou|y|o|e|en|of|i|lub|и|или)\s+", re.IGNORECASE
)


def settle_relations(context: Context) -> None:
    """Say of each relation which roles of the document it names, once all of these are known.

    What the graph has no link for, and what names no role here, is told as not read.
    """
    for role in context.roles:
        role.relations[:] = [_settled(context, role, each) for each in role.relations]


def _settled(context: Context, role: RoleRead, relation: Relation) -> Relation:
    told = f"“{relation.kind}: {relation.to}” is told here and not in the graph"
    if relation.kind not in LINKED:
        context.account.drop(relation.passage.line, f"{told}, which has no such link")
        return relation
    text = _BRACKETS.sub("", relation.to)
    names = [text] if meant_by(context, text) else [each for each in _JOINED.split(text) if each]
    bare = [name[article.end() if (article := DETERMINER.match(name)) else 0 :] for name in names]
    found = {name: meant_by(context, name) for name in bare}
    for name, other in found.items():
        if other is None:
            reason = f"{told}: no role of this document is called “{name}”"
            context.account.drop(relation.passage.line, reason)
    roles = [each.name for each in found.values() if each is not None and each is not role]
    return replace(relation, roles=tuple(roles))
