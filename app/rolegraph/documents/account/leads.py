"""What a list entry or a sentence begins with: the name of a role."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from rolegraph.documents.account.context import Context
from rolegraph.documents.account.model import LabelKind, RoleRead
from rolegraph.documents.language.likeness import SURE, has_verb
from rolegraph.documents.language.meaning import denies
from rolegraph.documents.language.names import RoleName
from rolegraph.documents.language.words import Label, fold
from rolegraph.documents.outline import Block, Bullets, Paragraph, Passage
from rolegraph.documents.outline.sections import Section
from rolegraph.documents.text.model import Span

_LEAD = re.compile(
    r"(?P<name>(?:(?:\*\*|__|`)(?=\S)(?:(?!\*\*|__|`).){2,80}(?:\*\*|__|`)"
    r"|<(?:b|strong)\b[^<>]*>[^<>]{2,80}</(?:b|strong)>)(?:\s*\([^()\n]{1,40}\))?)"
    r"(?P<gap>\s*(?:[:\uff1a.]|,(?=\s)|[-\u2013\u2014]{1,2}(?=\s))?\s*)|"
    r"(?P<plain>(?=\S)[^:\uff1a\n.;*_]{2,60}?)"
    r"(?P<plain_gap>\s*:\s+|\s*\uff1a\s*|\s+[-\u2013\u2014]{1,2}\s+)|"
    r"(?P<line>(?=\S)[^\n.:;<]{2,60}?)"
    r"(?P<line_gap>[ \t]*(?:<br\s*/?>\s*|\\?\n[ \t]*)(?=[^\W\d_a-z]))",
    re.DOTALL,
)
_SINGLE = re.compile(
    r"(?P<name>\*(?=[^\s*])[^*\n]{2,80}\*(?!\w)(?:\s*\([^()\n]{1,40}\))?)"
    r"(?P<gap>\s*(?:[:\uff1a.]|[-\u2013\u2014]{1,2}(?=\s))?\s*)"
)
"""The same for a name in `*single*` signs, where these are bold."""
_CODE = re.compile(
    r"(?P<bold>\*\*|__)?(?P<code>[A-Z]{1,5}-?[0-9]{1,3})(?(bold)(?P=bold))\s*(?::|[-\u2013\u2014](?=\s))\s*"
)
"""A code before the name of a role: “**IS1** - Harbour Master - plans the berths”."""
_STATED = re.compile(
    r"\W{0,3}(?P<label>[^:\n]{2,20})[*_]*:[*_]*[ \t]*(?P<name>[^\n<]{2,60}?)"
    r"[ \t]*(?:<br\s*/?>)?(?:\n|\Z)"
)
_STOP = re.compile(r"[:.\uff1a](?:\*{1,2}|__|`|</\w+>)?\s*(?:\([^()]*\))?\Z")
DETERMINER = re.compile(
    r"(?:the|an?|each|every|eine?[nmr]?|der|die|das|den|dem|jede[rs]?|un|une|le|la|les|el|los|las|il|lo|gli|o|os|as"
    r"|de|het|een|um|uma)\s+|l['\u2019]",
    re.IGNORECASE,
)
_LINK = re.compile(
    r"\s*(?P<of>(?:of|for|von|des|der|du|de|del|da|do|dos|das|di|della|für|van)\s+|d['\u2019])?"
    r"(?:(?:the|an?|la|le|el|l')\s+)?",
    re.IGNORECASE,
)
MOST_WORDS = 5
_POSSESSIVE = re.compile(r"['\u2019]s?\s*\Z")
_SENTENCE = 4
"""So many words without a stop may be a sentence."""
_OPENING = " \t*_~`\"'“”„«"
_MARKS = re.compile(
    r"(?:\*\*|__|`|<[^<>]*>)(?P<text>[^*_`<>]+?)[\s:\uff1a.]*(?:\*\*|__|`|</\w+>)\Z"
)
"""A bold text without its marks and the colon in them."""
_ENTRY = re.compile(r"(?:\A|\n)[ \t]*(?:[-*\u2022]|[0-9]{1,2}[.)])[ \t]+")


@dataclass
class Lead:
    """A list entry or paragraph that begins with what may be a role's name.

    Attributes:
        name: the name.
        rest: what is said of it; None where nothing is.
        is_bold: whether the name is set in bold.
        head: all that stands before the rest; None where that is all.
    """

    name: RoleName
    rest: Passage | None
    is_bold: bool
    head: Passage | None = None


def lead_of(context: Context, passage: Passage) -> Lead | None:
    """Return the name that a passage begins with, and what it says of it."""
    code = _CODE.match(passage.span.text)
    behind = context.outline.part(passage, code.end()) if code else None
    inner = lead_of(context, behind) if behind is not None and behind.span.text else None
    if code and inner is not None and inner.name.likeness == SURE:
        name = replace(inner.name, aliases=(*inner.name.aliases, code["code"]))
        return replace(inner, name=name, is_bold=True)
    text = passage.span.text
    single = _SINGLE.match(text) if context.outline.is_asciidoc else None
    found = single or _LEAD.match(text)
    if not found:
        name = context.name(passage)
        is_name = passage.is_bold or name.likeness == SURE
        return Lead(name, None, passage.is_bold) if is_name else None
    groups = found.groupdict()
    group = next(each for each in ("name", "plain", "line") if groups.get(each))
    gap = "gap" if group == "name" else f"{group}_gap"
    head = context.outline.part(passage, 0, found.end(group))
    name, end = context.name(head), found.end(gap)
    rest = context.outline.part(passage, end) if end < len(passage.span.text) else None
    if group == "name" and rest is not None and not found[gap].strip():
        line = found[gap].count("\n") == 0 and not _STOP.search(found[group])
        if line and _runs_on(context, name, rest.plain):
            return None
    return Lead(name, rest, group == "name", head)


def led_by_article(context: Context, passage: Passage) -> Lead | None:
    """Return the bold name of a role behind an article: “The **Lead Maintainer** breaks ties”."""
    begin = DETERMINER.match(passage.span.text)
    rest = context.outline.part(passage, begin.end()) if begin else None
    lead = lead_of(context, rest) if rest is not None and rest.span.text else None
    if lead is None or not lead.is_bold or lead.rest is None or lead.name.likeness != SURE:
        return None
    context.account.claim(context.outline.part(passage, 0, begin.end() if begin else 0))
    return lead


def plainly_led(context: Context, blocks: Sequence[Block]) -> list[tuple[int, Lead]]:
    """Return where texts begin with roles, where all do: “Pilot: guides ships into the harbour”.

    Bold signs are lost in files of Word. Each role is named once, and has a sentence of its own.
    """
    found: list[tuple[int, Lead]] = []
    for n, block in enumerate(blocks):
        if not isinstance(block, Paragraph):
            return []
        lead = lead_of(context, block.passage)
        if lead is None or lead.rest is None or lead.name.likeness != SURE:
            return []
        found += [(n, lead)] if len(lead.rest.plain.split()) >= _SENTENCE else []
    names = {fold(lead.name.name) for _, lead in found}
    return found if 1 < len(names) == len(found) == len(blocks) else []


def names_role(context: Context, block: Block) -> bool:
    """Tell whether a paragraph begins with the bold name of a role: “**Pilot:** guides ships”."""
    lead = lead_of(context, block.passage) if isinstance(block, Paragraph) else None
    return (
        lead is not None
        and lead.is_bold
        and lead.rest is not None
        and lead.name.likeness == SURE
        and context.label(lead.name.name) is None
    )


def led_apart(context: Context, blocks: list[Block]) -> list[Block]:
    """Return blocks with a paragraph for each role that begins a line of one, as in a list."""
    found: list[Block] = []
    for block in blocks:
        if not isinstance(block, Paragraph) or "\n" not in block.passage.span.text:
            found.append(block)
            continue
        text, outline = block.passage.span.text, context.outline
        starts = [0, *(hit.end() for hit in re.finditer(r"\n", text))]
        led = [
            start
            for start in starts
            if names_role(context, Paragraph(outline.part(block.passage, start)))
        ]
        if len(led) < 2 or led[0]:  # noqa: PLR2004
            found.append(block)
            continue
        ends = [*led[1:], len(text)]
        found += [
            Paragraph(outline.part(block.passage, start, end), block.is_guess)
            for start, end in zip(led, ends, strict=True)
        ]
    return found


def _runs_on(context: Context, name: RoleName, rest: str) -> bool:
    """Tell whether bold words are the beginning of a sentence that goes on behind them.

    “**Payments are valid** with a signature” names nobody, nor does “**Decisions by** a majority”;
    “**Maintainers** review changes” does.
    """
    words = context.words
    if words is None or words.is_joined:
        return False
    if name.likeness == SURE:
        # “mit einfacher” is an adjective of what follows: names in German end with a noun.
        last = name.name.split()[-1]
        is_adjective = last.islower() and " " in name.name and rest[:1].isupper()
        return words.has_capital_nouns and is_adjective and last not in words.role_words
    return has_verb(name.name, words) or rest[:1].islower()


def affirms(context: Context, role: RoleRead, sentence: Passage) -> bool:
    """Tell whether a sentence says what a role or somebody does, and denies nothing.

    “The commander delegates technical work.” Below “does not do” it is no exclusion.
    """
    words, text = context.words, sentence.plain.lstrip(_OPENING)
    if words is None or denies(words, text) or words.kind_of(text, "cues") == "exclusion":
        return False
    if len(text.split()) < _SENTENCE and not text.endswith((".", "!", "\u3002")):
        return False
    begin = DETERMINER.match(text)
    rest = text[begin.end() if begin else 0 :]
    first = fold(rest).split()[:1]
    if not begin and first and first[0] in words.set_of("subjects"):
        return True
    own = [name for each in (role.name, *role.aliases) for name in _called(context, each)]
    if any(_begins(rest, name, is_joined=context.is_joined) for name in own):
        return True
    parts = list(re.finditer(r"[^\s,;:()]+", rest))[:MOST_WORDS] if begin else []
    return any(context.is_sure(rest[: part.end()]) for part in parts[:-1])


def _called(context: Context, name: str) -> tuple[str, ...]:
    """Return a name and the word that stands for it: “Incident Commander”, “commander”."""
    parts = name.split()
    return (name, parts[0 if context.is_head_first else -1]) if parts else ()


def _begins(text: str, name: str, *, is_joined: bool) -> bool:
    """Tell whether a text begins with a name and goes on behind it."""
    end = "" if is_joined else r"(?:\s*\([^()]*\))?,?\s+\w"
    return re.match(re.escape(name) + end, text, re.IGNORECASE) is not None


def explained(
    context: Context, role: RoleRead, passage: Passage
) -> tuple[Passage, list[Passage]] | None:
    """Return what an entry begins with, and the sentences that explain it; None without such.

    “**Hands-on debugging:** The commander delegates technical work.” is about the debugging.
    """
    text = passage.span.text
    found = _LEAD.match(text)
    group = next((each for each in ("name", "plain") if found and found[each]), None)
    if found is None or group is None:
        return None
    gap = "gap" if group == "name" else "plain_gap"
    if not found[gap].strip() and not re.search(r"[:\uff1a.]\W*\Z", found[group]):
        return None  # bold for its weight alone
    told = context.outline.part(passage, found.end(gap))
    sentences = list(context.sentences(told)) if told.span.text else []
    if not any(affirms(context, role, each) for each in sentences):
        return None
    marks = _MARKS.match(text[: found.end(group)])
    start, end = marks.span("text") if marks else found.span(group)
    head = context.outline.part(passage, start, end)
    return replace(head, is_struck=passage.is_struck), sentences


def entries_in(context: Context, passage: Passage) -> list[Passage]:
    """Return the entries of a list that somebody wrote into the value of a record."""
    outline, text = context.outline, passage.span.text
    marks = list(_ENTRY.finditer(text)) if outline.names is not None else []
    if not marks or text[: marks[0].start()].strip():
        return []
    ends = [*(mark.start() for mark in marks[1:]), len(text)]
    for mark in marks:
        context.account.claim(outline.part(passage, mark.start(), mark.end()))
    return [
        outline.part(passage, mark.end(), end)
        for mark, end in zip(marks, ends, strict=True)
        if text[mark.end() : end].strip()
    ]


def stated_role(context: Context, section: Section) -> RoleName | None:
    """Return the role in a section about a person: `Role: Team Lead`; None without one."""
    texts = [block.passage for block in section.blocks if isinstance(block, Paragraph)]
    texts += [
        item.passage
        for block in section.blocks
        if isinstance(block, Bullets)
        for item in block.items
        if item.passage
    ]
    for passage in texts:
        found = _STATED.match(passage.span.text)
        if found and context.is_word(found["label"].strip("*_ "), "fields", "name"):
            part = context.outline.part(passage, found.start("name"), found.end("name"))
            name = context.name(part)
            if name.likeness == SURE:
                return name
    return None


def passages_of(block: Block) -> Iterator[tuple[Passage, Span | None]]:
    """Yield the texts of paragraphs and lists, with the markers of entries."""
    if isinstance(block, Paragraph):
        yield block.passage, None
    elif isinstance(block, Bullets):
        for item in block.items:
            if item.passage is not None:
                yield item.passage, item.marker
            for nested in item.blocks:
                yield from passages_of(nested)


def role_and_label(
    context: Context, heading: Passage, kind_of: Callable[[Label, str], LabelKind]
) -> tuple[RoleName, LabelKind] | None:
    """Return role and kind of a heading such as “Maintainer responsibilities”."""
    label = context.label(heading.plain)
    if label is None or not label.rest:
        return None
    kind = kind_of(label, heading.plain)
    place = heading.span.text.casefold().find(label.phrase)
    if not kind.is_statement or kind.status == "asked" or place < 0:
        return None
    if not context.is_word(label.phrase, "strong"):
        return None  # “Committee meetings” tells when it meets
    nouns = "|".join(map(re.escape, sorted(context.words_raw("role_nouns"))))
    before = re.sub(
        rf"\s+(?:{nouns})\W*(?:and|und|et|y|e)?\W*$",
        "",
        heading.span.text[:place],
        flags=re.IGNORECASE,
    )
    for start, end in (
        (0, len(before) if nouns else place),
        (place + len(label.phrase), len(heading.span.text)),
    ):
        lead = _LINK.match(heading.span.text[start:end])
        begin = start + (lead.end() if lead else 0)
        if start and context.is_head_first and not (lead and lead["of"]):
            continue  # “Competencias técnicas” are no competences of technicians
        named = _POSSESSIVE.sub("", heading.span.text[begin:end])
        if named.strip():
            name = context.name(context.outline.part(heading, begin, begin + len(named)))
            if name.likeness == SURE:
                is_genitive = lead is not None and (lead["of"] or "").strip() == "des"
                return _nominative(context, name) if is_genitive else name, kind
    return None


def _nominative(context: Context, name: RoleName) -> RoleName:
    """Return a German name as it is called: “Aufgaben des Schatzmeisters”."""
    for ending in ("s", "es"):
        short = name.name.removesuffix(ending)
        if " " not in short and short != name.name and context.is_sure(short):
            return replace(name, name=short)
    return name
