"""Tools that a role works with: “Tools: Jira, Git (code), Grafana”."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from rolegraph.documents.account.context import Context
from rolegraph.documents.account.leads import DETERMINER
from rolegraph.documents.account.model import IS_TOOL, LabelKind, RoleRead, ToolRead
from rolegraph.documents.language.likeness import has_verb
from rolegraph.documents.language.meaning import denies
from rolegraph.documents.language.other_language import label_list_elsewhere
from rolegraph.documents.language.words import Words, fold, without_number
from rolegraph.documents.outline import Block, Bullets, Item, Passage
from rolegraph.documents.outline.sections import Section

_MOST_WORDS = 5
_MOST_SIGNS = 24
_FEW = 2
_MOST_LARGE = 0.6
_BETWEEN = re.compile(r"\s*[,;\u3001\uff0c]\s*")
_BRACKETS = re.compile(r"\s*[(\uff08](?P<in>[^()\uff08\uff09]*)[)\uff09]\s*")
_PURPOSE = re.compile(r"\s*[:\uff1a]\s+|\uff1a|\s+[-\u2013\u2014]{1,2}\s+")
_JOINT = {
    "en": r"for|to\s+(?=[a-z])",
    "de": "f\u00fcr|zum|zur",
    "fr": "pour",
    "es": "para",
    "it": "per",
    "nl": "voor",
    "pt": "para",
    "pl": "do",
    "ru": "\u0434\u043b\u044f",
    "uk": "\u0434\u043b\u044f",
}
"""Language → what stands between a tool and what it is for: “Jira for defects”."""
_SENTENCE = re.compile(r"(?<=[.;])\s+")
_LABELLED = re.compile(r"(?P<label>[^\W\d_][^:.;\uff1a]{1,30})[:\uff1a]\s*(?P<value>[^.;]+)[.;]?")
_AND = {
    "en": "and|or",
    "de": r"und|oder|bzw\.|sowie",
    "fr": "et|ou",
    "es": "y|e|o|u",
    "it": "e|ed|o",
    "nl": "en|of",
    "pt": "e|ou",
    "pl": "i|oraz|lub",
    "ru": "\u0438|\u0438\u043b\u0438",
    "uk": "\u0456|\u0442\u0430|\u0430\u0431\u043e",
    "tr": "ve|veya",
}
"""Language → what stands between the last two of a list."""
_ON = re.compile(
    r"\s+(?:on|to|for|of|in|auf|f\u00fcr|zu|en|sobre|sur|\u00e0|dans|su|op|tot|em|no|na|do|w)\s+"
    r"(?:the\s+|das\s+|die\s+|den\s+|el\s+|la\s+|le\s+|het\s+|de\s+)?",
    re.IGNORECASE,
)
"""What stands between a level of access and a tool: “Admin in Jira”."""
_ASIDE = re.compile(r"(?P<name>[^()]+)\((?P<in>[^()]+)\)")
_SPACE = re.compile(r"\s*[:\uff1a]\s*|\s+[\u2013\u2014-]\s+|\s+")
_SHORT = re.compile(r"[A-Z][A-Z0-9&+./-]{1,9}")
_NAME = re.compile(r"[A-Z0-9\u00c0-\u00de]|[a-z]+[A-Z0-9.+#]")


def names_tools(context: Context, label: str) -> bool:
    """Tell whether a heading or label is one for tools, as a whole: “Systems used:”."""
    words = context.words
    if words is None or not label:
        return False
    text = label.strip().rstrip(":\uff1a ")
    return words.exact(text, "tools") or label_list_elsewhere(text, words, "tools")


def read_tools(
    context: Context,
    role: RoleRead,
    passage: Passage,
    kind: LabelKind,
    persona: str,
    blocks: tuple[Block, ...] = (),
) -> bool:
    """Read an entry below a label for tools; tell whether it names tools.

    What says something else, such as a sentence on how they are used, is left to be a practice.

    Args:
        context: the document.
        role: whose section it is.
        passage: the entry.
        kind: what its label says.
        persona: the name of the persona whose section it is; empty in that of the role.
        blocks: what is nested in the entry: tools, where it is a group of them.
    """
    if kind.name != "practice" or not names_tools(context, kind.label):
        return False
    entries = _nested(blocks) if blocks else [passage]
    found = [tools_in(context, each, persona) for each in entries or ()]
    if not found or not all(found):
        return False
    context.account.claim(passage, *(entries or ()))
    for item in _items(blocks):
        context.account.claim(item.marker)
    for tool in (tool for tools in found for tool in tools or ()):
        context.account.claim(tool.passage)
        if tool not in role.tools:
            role.tools.append(tool)
    return True


def without_tools(context: Context, section: Section) -> Sequence[Block]:
    """Read the lists of “Tools we use” beside the roles; return the other blocks.

    Args:
        context: the document.
        section: a section that is no role's.
    """
    words, title = context.words, without_number(section.title).strip()
    is_titled = words is not None and words.matches(title, "tools_titles") is not None
    if section.heading is None or not (is_titled or names_tools(context, title)):
        return section.blocks
    rest: list[Block] = []
    for block in section.blocks:
        entries = _nested((block,))
        found = [tools_in(context, each) for each in entries or ()]
        if not found or not all(found):
            rest.append(block)
            continue
        context.account.claim_lines(section.heading)
        context.account.claim(*(entries or ()), *(item.marker for item in _items((block,))))
        context.tools += [_with_users(context, tool) for tools in found for tool in tools or ()]
    return rest


def _with_users(context: Context, tool: ToolRead) -> ToolRead:
    """Return a tool of a list without what its entry says of others: “rota. Users: Registrar”.

    Who uses it is kept for the end, when all roles are known; “Owner: IT” is a fact about it.
    """
    first, *rest = _SENTENCE.split(tool.purpose)
    if not tool.purpose or not all(_LABELLED.fullmatch(each) for each in rest):
        return tool
    found = [_LABELLED.fullmatch(each) for each in (first, *rest)]
    facts: list[tuple[str, str]] = []
    users: list[str] = []
    for each in found:
        if each and context.is_word(each["label"], "tool_table", "users"):
            users.append(each["value"].strip(" ."))
        elif each:
            facts.append(("about", each[0].strip(" .")))
    read = replace(tool, purpose="" if found[0] else first.strip(" ."), facts=tuple(facts))
    context.tool_users += [(read, tool.passage, each) for each in users]
    return read


def _items(blocks: Iterable[Block]) -> list[Item]:
    return [item for block in blocks if isinstance(block, Bullets) for item in block.items]


def _nested(blocks: Iterable[Block]) -> list[Passage] | None:
    """Return the entries nested in one; None where there is anything else than a list of texts."""
    found: list[Passage] = []
    for block in blocks:
        if not isinstance(block, Bullets):
            return None
        for item in block.items:
            if item.passage is None or item.blocks:
                return None
            found.append(item.passage)
    return found


def tools_in(context: Context, passage: Passage, persona: str = "") -> list[ToolRead] | None:
    """Return the tools that a text names; None where it says something else.

    Args:
        context: the document.
        passage: the text.
        persona: the name of the persona who uses them; empty where a role does.
    """
    words = context.words
    plain = passage.plain.strip(" .")
    if words is None or denies(words, plain):
        return None
    if words.kind_of(plain, "cues") or words.matches(plain, "presents"):
        return None
    one = _tool(context, passage, plain, persona)
    if one is not None:
        return [one]
    group = _PURPOSE.split(plain, maxsplit=1)
    if len(group) == _FEW and len(group[0].split()) <= _FEW:
        parts = _parts(context, group[1])
        if len(parts) > 1 and all(_NAME.match(each) for each in parts):
            plain = group[1]  # “Monitoring: Grafana, Prometheus”
    found = [_tool(context, passage, each, persona) for each in _parts(context, plain)]
    tools = [each for each in found if each is not None]
    return tools if tools and len(tools) == len(found) else None


def _parts(context: Context, text: str) -> list[str]:
    """Return what stands between commas, and around the last “and”; not within brackets."""
    masked = _BRACKETS.sub(lambda found: re.sub(r"[,;]", "\x00", found[0]), text)
    parts = [each for each in _BETWEEN.split(masked) if each.strip()]
    joint = _AND.get(context.language.partition("-")[0], "")
    apart: list[str] = []
    for part in parts:
        halves = re.split(rf"\s+(?:{joint})\s+|\s+[&+/]\s+", part) if joint else [part]
        are_short = all(len(each.split()) <= _FEW for each in halves)
        apart += halves if len(parts) > 1 or are_short else [part]
    begins = rf"^(?:{joint})\s+" if joint else r"^\b$"
    return [re.sub(begins, "", each.replace("\x00", ",")).strip(" .") for each in apart]


@dataclass(frozen=True)
class _Told:
    """What stands beside the name of a tool."""

    name: str
    purpose: str = ""
    short: str = ""


def _tool(context: Context, passage: Passage, text: str, persona: str) -> ToolRead | None:
    """Return the tool that a text names, perhaps with what it is for; None where it is none."""
    article = DETERMINER.match(text)
    told = _told(context, text[article.end() :] if article else text)
    if told is None or not _is_name(context, told.name, is_thing=article is not None):
        return None
    if context.answers.get((IS_TOOL, told.name)) == "no":
        return None
    return ToolRead(
        told.name, _place(context, passage, told.name), told.purpose, told.short, persona
    )


def _told(context: Context, text: str) -> _Told | None:
    brackets = list(_BRACKETS.finditer(text))
    if len(brackets) == 1 and brackets[0].end() == len(text):
        name, inside = text[: brackets[0].start()].strip(), brackets[0]["in"].strip()
        if _SHORT.fullmatch(inside):
            return _Told(name, short=inside)
        return _Told(name, purpose=inside)
    head, *rest = _PURPOSE.split(text, maxsplit=1)
    if rest:
        if _BETWEEN.search(head) or len(_parts(context, rest[0])) > 1:
            parts = _parts(context, rest[0])
            if not _has_capital_nouns(context) and all(_NAME.match(each) for each in parts):
                return None
        return _Told(head.strip(), purpose=rest[0].strip())
    joint = _JOINT.get(context.language.partition("-")[0])
    halves = re.split(rf"\s+(?:{joint})\s+", text, maxsplit=1) if joint else [text]
    if len(halves) == _FEW and not _BETWEEN.search(halves[0]):
        return _Told(halves[0].strip(), purpose=halves[1].strip())
    return _Told(text)


def _has_capital_nouns(context: Context) -> bool:
    return context.words is not None and context.words.has_capital_nouns


def _is_name(context: Context, name: str, *, is_thing: bool) -> bool:
    """Tell whether a text may be the name of a tool: a few words, and no sentence.

    What has an article is a thing, and nothing that somebody does: “a paper day book”.
    """
    words = context.words
    if not name or words is None or _BETWEEN.search(name) or not any(map(str.isalpha, name)):
        return False
    joint = _AND.get(context.language.partition("-")[0])
    if joint and re.search(rf"\s(?:{joint})\s", name):
        return False
    if words.is_joined and not name.isascii():
        return len(name) <= _MOST_SIGNS
    if len(name.split()) > _MOST_WORDS or has_verb(name, words) or context.known(name):
        return False
    return is_thing or not _is_deed(words, name)


def _is_deed(words: Words, name: str) -> bool:
    """Tell whether some words say what somebody does: “Keep the ERP running”, “Submit tickets”.

    In a name of several words, most begin with a capital letter; one or two may be small ones.
    """
    parts = [each for each in name.split() if fold(each) not in words.common]
    large = [each for each in parts if _NAME.match(each)]
    if len(parts) > 1 and len(large) == len(parts):
        return False
    first = fold(name).split()[:1]
    starts = words.set_of("not_role_starts") | words.set_of("modals")
    if len(name.split()) > 1 and first and first[0] in starts:
        return True
    return len(parts) > _FEW and len(large) < _MOST_LARGE * len(parts)


def _place(context: Context, passage: Passage, name: str) -> Passage:
    """Return where a name stands in a text; the text where its marks are in between."""
    at = passage.span.text.find(name)
    if at < 0 or passage.cell:
        return passage
    return context.outline.part(passage, at, at + len(name))


def is_access(context: Context, label: str) -> bool:
    """Tell whether a label is one on access to systems, as a whole: “System access:”."""
    text = label.strip().rstrip(":\uff1a ")
    return bool(text) and any(each.exact(text, "access_labels") for each in _spoken(context))


def access_entries(context: Context, passage: Passage) -> list[Passage]:
    """Return the entries of “Jira admin, SAP read-only”, if all name tools plainly; else none."""
    text = passage.span.text
    starts = [0, *(found.end() for found in _BETWEEN.finditer(text))]
    ends = [*(found.start() for found in _BETWEEN.finditer(text)), len(text)]
    parts = [context.outline.part(passage, *each) for each in zip(starts, ends, strict=True)]
    parts = [each for each in parts if each.plain.strip(" .")]
    is_plain = len(parts) > 1 and all(tool_of_access(context, each) for each in parts)
    return parts if is_plain and context.outline.names is None and not passage.cell else []


def tool_of_access(context: Context, passage: Passage) -> str:
    """Return the tool that an entry on access names beside a level of access; empty without.

    The forms are “Jira admin”, “Jira: admin”, “Jira (admin)” and “Admin in Jira”. What denies
    names none.
    """
    text = passage.plain.strip(" .")
    if context.words is None or denies(context.words, _without_levels(context, text)):
        return ""
    for name, level in _halves_of_access(text):
        is_level = any(fold(level) in each.set_of("access_levels") for each in _spoken(context))
        if is_level and _NAME.match(name):
            tool = _tool(context, passage, name, "")
            if tool is not None and not (tool.purpose or tool.short):
                return tool.name
    return ""


def _halves_of_access(text: str) -> Iterator[tuple[str, str]]:
    """Yield what may be the name of a tool in an entry, and what may be the level of access."""
    if found := _ON.search(text):
        yield text[found.end() :].strip(), text[: found.start()].strip()
    if found := _ASIDE.fullmatch(text):
        yield found["name"].strip(), found["in"].strip()
    words = list(_SPACE.finditer(text))
    for found in words:
        name = text[: found.start()].strip()
        yield name.rstrip(":\uff1a\u2013\u2014- "), text[found.end() :].strip()


def _without_levels(context: Context, text: str) -> str:
    """Return a text without the words for levels: “read only” denies nothing."""
    levels = {each for words in _spoken(context) for each in words.raw("access_levels")}
    either = "|".join(re.escape(each) for each in sorted(levels, key=len, reverse=True))
    return re.sub(rf"(?<!\w)(?:{either})(?!\w)", " ", text, flags=re.IGNORECASE)


def _spoken(context: Context) -> list[Words]:
    english = Words.load("en")
    return [each for each in (context.words, english) if each is not None]
