"""Names that stand for roles: short ones such as “PM”, and those that roles had before.

What a short name in a matrix stands for the same document says. That a heading has a new name, and
a persona, a step or a matrix the old one, nobody sees there: the curation file has it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from rolegraph.documents.account.context import Context
from rolegraph.documents.account.model import FORMER_NAME, RoleRead
from rolegraph.documents.language.names import halves, name_key
from rolegraph.documents.language.words import fold

TWO_NAMES = "two-names"
"""The question whether a name such as “Clerk or Lead” is that of one role."""
AS_IT_STANDS = "as it stands"
_SHORT = re.compile(r"(?:[A-Z][a-z]?[&/]?){1,5}[A-Z]s?")
_SMALL = frozenset(
    {"a", "and", "for", "in", "of", "the", "de", "del", "der", "des", "du", "und", "y"}
)
_MARKS = r"[*_`\"“”'\u2018\u2019]*"
_SAYS = (
    r"(?:\s*(?:=|:|→|[-\u2013\u2014](?=\s))|\s+(?:stands\s+for|is\s+short\s+for|is|means|steht\s+für"
    r"|signifie|significa|staat\s+voor))\s*"
)
_BETWEEN = r"[ \t]*[|,;\t][ \t]*"
_FULL = r"(?P<full>[^\W\d_][^\n|,;.:=()\[\]*_`\"“”]{2,60})"
_SYLLABLE = 4
_NEXT = re.compile(r"\s+(?:and|und|et|y|e|en)\s+")
_BEFORE = r"(?P<full>[^\W\d_][\w&/' -]{2,60}?)\s*[(\[]\s*"


def resolve_short_names(context: Context) -> None:
    """Give the roles that a matrix names by short names their full ones; ask for the rest, once.

    A legend (“PM = Project Manager”, “Project Manager (PM)”), another name of a role, or the
    initials of exactly one role of the document say what a short name stands for; before all,
    what a person said. Two roles that fit leave it open.
    """
    asked = _resolve_ids(context)
    _resolve_halves(context)
    for role in list(context.roles):
        if any(role is each for each in asked):
            continue
        short = role.name
        if (
            role.waits_for == TWO_NAMES
            or name_key(short) not in context.in_matrices
            or context.has_two_names(short)
        ):
            continue
        stated = context.answers.get(("short-name-of", short))
        if not _SHORT.fullmatch(short):
            _resolve_word(context, role, stated)
            continue
        full = stated or _meant(context, role)
        if full is not None:
            context.rename(role, full)
        elif not context.is_word(short, "titles"):
            answer = context.answers.get(("short-name", short))
            role.status = "read" if answer == AS_IT_STANDS else "asked"
            role.waits_for = "" if answer == AS_IT_STANDS else "short-name"
            context.doubts.add("short-name", 0, role.passage)


def _resolve_ids(context: Context) -> list[RoleRead]:
    """Give what tables name by ids, such as “R-02”, to the roles of these ids.

    One that looks like those of the document, and is none of them, is asked about. These are
    returned.
    """
    named = context.named
    asked = [each for each in context.roles if each.passage.span.start in context.outline.unknown]
    shapes = {_shape(each) for role in context.roles for each in role.notations}
    for role in list(context.roles):
        # A role that has an id of its own is no other one, whatever ids others have.
        other = None if role.notations else named.noted(role.name)
        if other is not None and other is not role:
            context.rename(role, other.name, keeps_name=False)
            continue
        is_told = role.statements or role.description or role.notations or role.waits_for
        is_like = other is None and _is_code(role.name) and _shape(role.name) in shapes
        if is_like and not is_told:
            asked.append(role)
            context.ask_whether_role(role, 0)
    return asked


def _is_code(name: str) -> bool:
    """Tell whether a name is an id by its looks: “R-02”, “crane_driver”; “Co-Driver” is none."""
    is_one_case = name in {name.casefold(), name.upper()} and re.search("[_-]", name)
    return " " not in name and bool(re.search("[0-9]", name) or is_one_case)


def _shape(notation: str) -> str:
    """Return what ids of one kind have in common: “R-02” and “R-17” are both `A-9`."""
    return re.sub("9+", "9", re.sub(r"[^\W\d_]+", "A", re.sub("[0-9]", "9", notation)))


def _resolve_halves(context: Context) -> None:
    """Find “Auditors” beside “Auditor or Oversight Reviewer”, which may be one role or two.

    The question about the two names is about both of them then. One that is nothing but the head
    of a column waits for the answer.
    """
    for whole in list(context.roles):
        names = halves(whole.name) if context.has_two_names(whole.name) else []
        keys = {name_key(each) for each in names}
        found = [each for each in context.roles if name_key(each.name) in keys]
        found = [
            each for each in found if not _SHORT.fullmatch(each.name)
        ]  # “DBA” of “DBA / Owner”
        answer = context.answers.get((TWO_NAMES, whole.passage.plain))
        for half in found:
            if answer == "one":
                context.rename(half, whole.name)
                continue
            context.doubts.add(TWO_NAMES, whole.passage.span.start, half.passage)
            if not (half.statements or half.description or half.relations):
                half.status, half.waits_for = "asked", TWO_NAMES


def _resolve_word(context: Context, role: RoleRead, stated: str | None) -> None:
    """Take “Steward” in a matrix for the one “Data Steward” of the document.

    A name in a cell that is no role's, and is not plainly one, is asked about.
    """
    is_bare = not (role.statements or role.description or role.relations or role.aliases)
    in_cell = name_key(role.name) in context.in_cells
    if stated is not None:
        context.rename(role, stated)
        return
    if is_bare and (held := _held_by(context, role)) is not None:
        for passage in (role.passage, *role.also):
            context.account.leave_out_person(passage.span)
        context.rename(role, held, keeps_name=False)
        return
    full = _by_head(context, role, in_cell=in_cell) if is_bare else None
    if full is not None:
        places = (role.passage, *role.also)
        for passage in {each.line: each for each in places}.values():
            context.account.explain(passage.line, f"“{role.name}” is taken for “{full}”")
        context.rename(role, full, keeps_name=False)
    elif is_bare and in_cell and not context.is_sure(role.name):
        role.status, role.waits_for = "asked", "role"
        context.doubts.add("role", 0, role.passage)


def _held_by(context: Context, role: RoleRead) -> str | None:
    """Return the one role beside whose name a person was left out whom a matrix names."""
    word = fold(role.name)
    held = {each.name for name, each in context.held_by.items() if word in fold(name).split()}
    return held.pop() if len(held) == 1 and role.name not in held else None


def _by_head(context: Context, role: RoleRead, *, in_cell: bool) -> str | None:
    """Return the one role of the document whose name ends with a name, or begins like it.

    In a language such as French the word that counts stands first. Two roles that fit leave it
    open, and so does one that the matrix has a column of its own for.
    """
    short = name_key(role.name).split()
    others = [
        each.name
        for each in context.roles
        if each is not role
        and (each.statements or each.description or not in_cell)
        and (in_cell or name_key(each.name) not in context.in_matrices)
        and _is_part(short, name_key(each.name).split(), is_first=context.is_head_first)
    ]
    return others[0] if len(others) == 1 else None


def _is_part(short: list[str], full: list[str], *, is_first: bool) -> bool:
    if len(short) < len(full) and full[: len(short)] == short and is_first:
        return True
    if len(short) < len(full) and full[-len(short) :] == short:
        return True
    if len(short) == len(full) > 1 and short != full:
        pairs = zip(short, full, strict=True)
        return all(word == whole or _abbreviates(word, whole) for word, whole in pairs)
    if len(short) != 1 or short == full:
        return False
    word = short[0].rstrip(".")
    if len(full) == 1 and len(full[0]) > len(word) and full[0].endswith(word):
        return len(word) > _SYLLABLE  # “Meister” of a “Hafenmeister”
    return len(word) > 2 and len(full[0]) > len(word) + 1 and full[0].startswith(word)  # noqa: PLR2004


def _abbreviates(word: str, whole: str) -> bool:
    """Tell whether a word is short for another one: “Coord.”, “Mgr” for “Manager”."""
    word = word.rstrip(".")
    if not 1 < len(word) < len(whole) - 1 or word[0] != whole[0]:
        return False
    letters = iter(whole)
    is_within = all(letter in letters for letter in word) and word[-1] == whole[-1]
    return is_within or (len(word) > 2 and whole.startswith(word))  # noqa: PLR2004


def _meant(context: Context, role: RoleRead) -> str | None:
    """Return what a short name stands for; None where nothing says so, or several things do."""
    short = role.name
    legend = {name_key(full): full for full in _legend(context, short)}
    if legend:
        return next(iter(legend.values())) if len(legend) == 1 else None
    others = [each for each in context.roles if each is not role]
    named = [each.name for each in others if any(fold(short) == fold(a) for a in each.aliases)]
    if not named:
        named = [each.name for each in others if _fits(short, each.name)]
    if not named:
        # “DBA” is one of the two names of “DBA / Data steward”.
        named = [n.name for n in others if fold(short) in {fold(half) for half in halves(n.name)}]
    return named[0] if len(named) == 1 else None


def _legend(context: Context, short: str) -> Iterator[str]:
    """Yield what the text of a document says that a short name stands for."""
    source = context.outline.source
    text = context.outline.to_text or source.text
    name = rf"(?<![\w/&]){_MARKS}{re.escape(short)}{_MARKS}"
    for pattern, is_plain in ((name + _SAYS, True), (name + _BETWEEN, False)):
        for found in re.finditer(rf"{pattern}{_MARKS}{_FULL}", text):
            full = _NEXT.split(found["full"])[0].strip(" -/")
            if _fits(short, full) or (is_plain and context.is_sure(full)):
                context.account.explain(source.span(found.start(), found.end()).line)
                yield full
    for found in re.finditer(rf"{_BEFORE}{name}\s*[)\]]", text):
        words = found["full"].split()
        tails = (" ".join(words[start:]) for start in range(len(words)))
        full = next((tail for tail in tails if _fits(short, tail)), "")
        if full:
            yield full


def _fits(short: str, full: str) -> bool:
    """Tell whether a short name is made of the initials of a full one."""
    letters = "".join(sign for sign in short.removesuffix("s") if sign.isalpha()).casefold()
    words = [word for word in re.split(r"[\s/&-]+", full) if word]
    if len(words) < 2 or len(full) <= len(short) + 2:  # noqa: PLR2004
        return False
    every = "".join(word[0] for word in words).casefold()
    large = "".join(word[0] for word in words if word.casefold() not in _SMALL).casefold()
    return letters in {every, large}


def is_only_named(role: RoleRead) -> bool:
    """Tell whether a document has no more of a role than its name, somewhere."""
    return not role.description and all(each.persona for each in role.statements)


def join_former_names(context: Context) -> None:
    """Let each role be known by the names that it had before.

    A name below which the document describes a role of its own is left to that one.
    """
    for topic, said in list(context.answers):
        if topic != FORMER_NAME:
            continue
        old, _, new = said.partition("\n")
        whole, role = context.known(new), context.known(old)
        if whole is None or whole is role:
            continue
        if role is None:
            context.named.add(old, whole)
        elif name_key(role.name) == name_key(old) and is_only_named(role):
            context.rename(role, whole.name)
