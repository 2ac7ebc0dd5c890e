"""Which role of the catalogue each role of a document is: what its IRI ends in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial

from rolegraph.documents.graph.described import Described
from rolegraph.documents.importing.answers import Answers
from rolegraph.documents.importing.conflicts import answer_there, answers_of, label_there, source_of
from rolegraph.documents.importing.continued import as_answered, carried
from rolegraph.documents.importing.elsewhere import Elsewhere
from rolegraph.documents.language.names import letters_key, name_key
from rolegraph.documents.outline import Outline
from rolegraph.documents.reading import OpenQuestion, Reading, RoleRead, read_outline
from rolegraph.documents.tables.tool_table import USER
from rolegraph.documents.text.home import Home
from rolegraph.documents.text.identity import Naming
from rolegraph.folder.own_words import OwnWords

SAME_ROLE = "same-role"
"""The question whether a role here is one that another document has by another name."""
ONE, TWO = "one", "two"


@dataclass(frozen=True)
class Identified:
    """Name of a role → what its IRI ends in; and which roles may be those of other documents."""

    identifiers: Mapping[str, str]
    questions: tuple[OpenQuestion, ...]


@dataclass(frozen=True)
class Understood:
    """A document as it was read with all that people said of it.

    Attributes:
        reading: what was read.
        answers: what was said, with what came along from where a statement stood before.
        identified: which roles those of the document are.
        iris: name of a role → its IRI.
    """

    reading: Reading
    answers: Answers
    identified: Identified
    iris: Mapping[str, str]


def understand(
    outline: Outline,
    shown_as: str,
    answers: Answers,
    home: Home,
    elsewhere: Elsewhere,
    before: Described,
    naming: Naming,
    *,
    language: str | None,
    own: Mapping[str, OwnWords],
) -> Understood:
    """Read a document with what people said of it; what they said of what moved goes along.

    Args:
        outline: the document.
        shown_as: its name for people.
        answers: what its curation says.
        home: what the catalogue says of it.
        elsewhere: what other documents say.
        before: its graph as it was.
        naming: how names become ends of IRIs.
        language: its language, where that is not for the curation to say.
        own: the words of the catalogue.
    """
    known: dict[tuple[str, str], str] = {}

    def read(answered: Answers) -> Understood:
        found = read_outline(
            outline,
            shown_as,
            language=language or answered.document.language,
            answers=known | answered.by_topic(),
            tools=elsewhere.tool_names,
            own=own,
        )
        named = identify(found, home, answered, elsewhere, before, naming)
        iris = {name: home.iri("roles", end) for name, end in named.identifiers.items()}
        return Understood(found, answered, named, iris)

    first = read(as_answered(answers))
    known |= _known_elsewhere(first.reading, elsewhere)
    if known:
        first = read(first.answers)
    left_by = dict.fromkeys(g for iri in first.iris.values() for g in elsewhere.left_by(iri))
    along = carried(first.answers, first.reading, map(answers_of, left_by))
    return first if along is first.answers else read(along)


def _known_elsewhere(reading: Reading, elsewhere: Elsewhere) -> dict[tuple[str, str], str]:
    """Return the answers that other documents give: what has a name there is a role.

    “QMB” in a matrix is whom another document calls “Quality officer (QMB)”.
    """
    found: dict[tuple[str, str], str] = {}
    for role in reading.roles:
        there = elsewhere.short(role.name)
        if role.waits_for == "short-name" and len(there) == 1:
            found["short-name-of", role.name] = label_there(there[0].iri, elsewhere)
        elif role.waits_for == "role" and (elsewhere.spelled(role.name) or len(there) == 1):
            found["role", role.passage.plain] = "yes"
    for name in reading.users_elsewhere:
        if elsewhere.spelled(name) or len(elsewhere.short(name)) == 1:
            found[USER, name] = "yes"
    return found


def identify(
    reading: Reading,
    home: Home,
    answers: Answers,
    elsewhere: Elsewhere,
    before: Described,
    naming: Naming,
) -> Identified:
    """Return what the IRI of each role ends in, by its name or the one it had before.

    Another document may have the role in the plural, with an article, or with a hyphen: “The
    ferry managers” are “Ferry Manager”, as they are within one document. What the graph of this
    one has stays. An id that another document gives to a role names that one. An id that is a name
    there is asked about, and so is “Auditors” beside “Auditor or Oversight Reviewer”.
    """
    own = set(before.of_class("rg:Role"))
    stated = answers.by_topic()
    found: dict[str, str] = {}
    questions: list[OpenQuestion] = []
    for each in reading.roles:
        usual = _usual(each, home, answers, elsewhere, own, naming)
        found[each.name] = usual
        if home.iri("roles", usual) in elsewhere.roles:
            continue
        noted = [there for notation in each.notations for there in elsewhere.short(notation)]
        for there in (*elsewhere.spelled(each.name), *elsewhere.sharing(each.name), *noted):
            key = " | ".join(sorted((each.name, there.label)))
            is_here = home.iri("roles", usual) == there.iri or not _end(home, there.iri)
            if is_here or answer_there(there.graph, SAME_ROLE, key):
                continue
            answer = stated.get((SAME_ROLE, key))
            if answer == ONE:
                found[each.name] = _end(home, there.iri)
            elif answer is None and all(key not in asked.texts for asked in questions):
                text = (
                    f"“{each.name}” ({each.passage.place}) and “{there.label}” of "
                    f"{source_of(there.graph)}: is this one role, or two?"
                )
                questions.append(
                    OpenQuestion(SAME_ROLE, each.passage.line, text, (ONE, TWO), (key,))
                )
    return Identified(found, tuple(questions))


def _usual(
    role: RoleRead,
    home: Home,
    answers: Answers,
    elsewhere: Elsewhere,
    own: set[str],
    naming: Naming,
) -> str:
    curated = answers.roles.get(role.name)
    former = curated.formerly if curated else None
    of_role = partial(home.iri, "roles")
    usual = naming.of(former or role.name, of_role) or "role"
    iri = home.iri("roles", usual)
    if former or iri in own or iri in elsewhere.roles:
        return usual
    single = naming.of(name_key(role.name), of_role) or usual
    ways = (single, f"{single}s", f"{single[:-1]}ies" if single.endswith("y") else single)
    known = next((way for way in ways if home.iri("roles", way) in elsewhere.roles), None)
    if known is not None:
        return known
    if len(short := elsewhere.short(role.name)) == 1:
        return _end(home, short[0].iri) or usual
    if not letters_key(role.name):
        return usual
    spelled = (_end(home, each.iri) for each in elsewhere.spelled(role.name))
    return next(filter(None, spelled), usual)


def _end(home: Home, iri: str) -> str:
    """Return what the IRI of a role ends in; empty for one of another form, as of another base."""
    return iri.removeprefix(home.iri("roles", "")) if iri.startswith(home.iri("roles", "")) else ""
