"""What all parts of reading a document share: the outline, the words, the account, the roles."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property

from rolegraph.documents.account.account import Account, Doubts
from rolegraph.documents.account.model import (
    STRUCK,
    Assignment,
    NamedRoles,
    PersonaRead,
    Relation,
    RoleRead,
    ToolRead,
)
from rolegraph.documents.account.remarks import (
    OPEN_TO_ALL,
    describes,
    in_full,
    is_of_genders,
    scoped_names,
)
from rolegraph.documents.account.run_in import label_before_colon, run_in_label
from rolegraph.documents.account.sentences import sentences_of
from rolegraph.documents.language.clauses import told_relations
from rolegraph.documents.language.levels import is_code
from rolegraph.documents.language.likeness import SURE, likeness
from rolegraph.documents.language.names import RoleName, halves, name_key, other_name, read_name
from rolegraph.documents.language.other_language import is_strong, label_elsewhere
from rolegraph.documents.language.people import are_people
from rolegraph.documents.language.words import Label, Words, fold
from rolegraph.documents.outline import Heading, Outline, Passage
from rolegraph.documents.text.model import Span

_WORDS_OF_NAME = 5
_BARE_NUMBER = re.compile(r"[0-9]{1,2}\s+(?=[^\W\d_])")
_MANY = 3
_SLASH = re.compile(r"\S\s*/\s*\S")
_OR = re.compile(r"\s(?:or|oder|ou|o)\s", re.IGNORECASE)
_STRUCK = re.compile(
    r"~~(?=\S)(?:(?!\n\s*\n)[^~])+~~|<(del|s|strike)\b[^<>]*>(?:(?!</\1>|\n\s*\n).)+</\1>",
    re.DOTALL | re.IGNORECASE,
)
"""What a text strikes through."""


@dataclass
class Context:
    """A document while it is read.

    Attributes:
        outline: the document.
        words: the words of its language; None where there is no table for it.
        account: what of it was read.
        doubts: what a person has to say.
        roles: the roles so far, in order of first mention.
        answers: what a person said before: topic and text → answer.
        language: the tag of its language.
        assignments: the cells of matrices so far.
        tools: what tables say of tools.
        personas: the personas so far.
        in_matrices: the keys of the names by which matrices have roles.
        in_cells: those of them that stand in cells below “Responsible” and the like.
        held_by: names of people that were left out beside a role → that role.
        letters: what the legends of the document say that letters in a matrix mean.
        is_ladder: whether its roles are levels of one another.
        named: those roles by name.
        tool_users: tools of lists, with the entry and the text that names who uses each.
        users_elsewhere: who uses tools and is no role here; it may be one of another document.
    """

    outline: Outline
    words: Words | None
    account: Account
    doubts: Doubts
    answers: dict[tuple[str, str], str] = field(default_factory=dict)
    language: str = ""
    roles: list[RoleRead] = field(default_factory=list)
    assignments: list[Assignment] = field(default_factory=list)
    tools: list[ToolRead] = field(default_factory=list)
    personas: list[PersonaRead] = field(default_factory=list)
    in_matrices: set[str] = field(default_factory=set)
    in_cells: set[str] = field(default_factory=set)
    held_by: dict[str, RoleRead] = field(default_factory=dict)
    letters: dict[str, str] = field(default_factory=dict)
    is_ladder: bool = False
    named: NamedRoles = field(default_factory=NamedRoles)
    users_elsewhere: list[str] = field(default_factory=list)
    tool_users: list[tuple[ToolRead, Passage, str]] = field(default_factory=list)
    _names: dict[Passage, RoleName] = field(default_factory=dict)

    def name(self, passage: Passage) -> RoleName:
        """Return the role's name that a passage may be."""
        known = self._names.get(passage)
        if known is not None:
            return known
        found = self._names[passage] = self._read_name(passage)
        if self._is_struck(passage, found.passage):
            struck = replace(found, passage=replace(found.passage, is_struck=True))
            found = self._names[passage] = struck
        return found

    def _is_struck(self, whole: Passage, name: Passage) -> bool:
        """Tell whether a name is struck through, and not only a remark beside it."""
        if not self._struck:
            return whole.is_struck  # a sheet or Word says so of a cell or paragraph
        span = name.span
        return any(start <= span.start and span.end <= end for start, end in self._struck)

    @cached_property
    def _struck(self) -> list[tuple[int, int]]:
        """Where the text of the document strikes something through: start and end."""
        text = self.outline.to_text or self.outline.source.text
        return [found.span() for found in _STRUCK.finditer(text)]

    @cached_property
    def _numbered(self) -> frozenset[Passage]:
        """The headings behind bare numbers: three at least, or one over “5.1”: “5 Visitors”."""
        headings = [each.passage for each in self.outline.blocks if isinstance(each, Heading)]
        found = [each for each in headings if _BARE_NUMBER.match(each.span.text)]
        text = self.outline.source.text
        first = rf"^\W*{found[0].span.text.split()[0]}\.[0-9]" if found else ""
        is_above = bool(first) and re.search(first, text, re.MULTILINE) is not None
        return frozenset(found if len(found) >= _MANY or is_above else ())

    @cached_property
    def _scoped(self) -> frozenset[str]:
        """The names that headings tell apart by what stands in brackets: “Engineer (Data)”."""
        headings = [each.passage for each in self.outline.blocks if isinstance(each, Heading)]
        return scoped_names(map(self._read_plain, headings), self.words)

    def _read_plain(self, passage: Passage) -> RoleName:
        return read_name(self.outline, passage, self.words)

    def _read_name(self, passage: Passage) -> RoleName:
        number = _BARE_NUMBER.match(passage.span.text) if passage in self._numbered else None
        if number:
            passage = self.outline.part(passage, number.end())
        found = in_full(self.outline, passage, self._read_plain(passage), self._scoped)
        if found.whole and self.answers.get(("person", found.whole.plain)) == "no":
            return read_name(self.outline, passage, self.words, has_person=False)
        return found

    def _short_before(self, name: RoleName) -> Iterator[Span]:
        """Yield where a short name stands before the name: “IM (Incident Manager)”."""
        start, source = name.passage.span.start, self.outline.source
        for alias in name.aliases:
            at = source.text.rfind(f"{alias} (", max(start - 2 * len(alias) - 4, 0), start)
            if at >= 0:
                yield source.span(at, start)

    def label(self, text: str) -> Label | None:
        """Return what a heading or label announces, be it in another language as a whole."""
        if self.words is None:
            return None
        return self.words.label(text) or label_elsewhere(text, self.words)

    def is_strong(self, label: Label) -> bool:
        """Tell whether a label is said of roles, and of little else."""
        return is_strong(label, self.words) if self.words else False

    def role(self, name: RoleName) -> RoleRead:
        """Return the role of a name, a new one where it was not named before."""
        self.account.claim(name.passage, *self._short_before(name))
        found = self.known(name.name) or self._by_other_script(name)
        if found is None:
            found = RoleRead(name.name, name.passage)
            self.roles.append(found)
            if self.has_two_names(name.name):
                self.doubts.add("two-names", name.passage.span.start, name.passage)
            if name.passage.span.start in self.outline.unknown:
                self.ask_whether_role(found, 0)
        elif name.passage not in (found.passage, *found.also):
            found.also.append(name.passage)
        if self.named.is_spelled_otherwise(name.name):
            told = f"“{name.name}” is taken for “{found.name}”, with which it shares all letters"
            self.account.explain(name.passage.line, told)
            self.alias(found, name.name)
        self.named.add(name.name, found)
        if name.passage.is_struck:
            found.status, found.waits_for = "asked", STRUCK
            self.doubts.add(STRUCK, name.passage.span.start, name.passage)
        if name.whole is not None:
            self._leave_out(found, name.whole, name.person)
        for alias in name.aliases:
            self.alias(found, alias)
        if name.remark is not None:
            self._read_remark(found, name.remark)
        return found

    def _read_remark(self, role: RoleRead, remark: Passage) -> None:
        """Read what stands in brackets behind the name of a role."""
        text, account = remark.plain, self.account
        if not re.search(r"[^\W\d_]|[%\u20ac]|[0-9][.,][0-9]", text):
            account.claim(remark)
        elif is_of_genders(text):
            account.refuse(OPEN_TO_ALL, remark)
        elif self.words and (name := text if is_code(text) else other_name(self.words, text)):
            account.claim(remark)
            self.alias(role, name)
        elif self.words and are_people(text, self.words):
            account.claim(remark)
            account.leave_out_person(remark.span)
        elif not describes(text, self.words):
            told = f"stands in brackets behind “{role.name}”, and does not define it"
            account.refuse(told, remark)
            account.explain(remark.line, told)
        elif remark not in role.description:
            self.describe(role, remark)

    def _by_other_script(self, name: RoleName) -> RoleRead | None:
        """Return a role that was read before by its name in other letters: “贡献者 Contributor”."""
        others = (alias for alias in name.aliases if alias.isascii() != name.name.isascii())
        return next((role for each in others if (role := self.known(each)) is not None), None)

    def _leave_out(self, role: RoleRead, whole: Passage, person: str) -> None:
        """Leave the name of a person out of a role's name, and ask whether it is one."""
        if self.answers.get(("person", whole.plain)) != "yes":
            role.status = "asked"
        self.doubts.add("person", whole.span.start, whole)
        self.held_by[person] = role
        start = whole.span.text.index(person)
        self.account.leave_out_person(
            self.outline.source.part(whole.span, start, start + len(person))
        )

    def ask_whether_role(self, role: RoleRead, group: int) -> None:
        """Ask whether something is a role; it waits for the answer."""
        if role.waits_for == STRUCK:
            return  # that it still holds says that it is one
        role.status, role.waits_for = "asked", "role"
        self.doubts.add("role", group, role.passage)

    def says_role(self, role: RoleRead) -> bool:
        """Tell whether the document calls something a role: “Role: Monitor”."""
        named = [each for each in self._names.values() if each.passage == role.passage]
        return any(each.likeness == SURE for each in named)

    def is_named_otherwise(self, name: str) -> bool:
        """Tell whether a name is headed by a word for something else: “Lateral Transfer”."""
        words = self.words
        parts = fold(name).split()
        if words is None or not parts or self.is_sure(name):
            return False
        head = parts[0] if words.is_head_first else parts[-1]
        return head in words.not_role_words or head in words.set_of("moves")

    def has_two_names(self, name: str) -> bool:
        """Tell whether a name has a slash or an “or” between what may be two roles."""
        words = self.words
        if words is None or not (_SLASH.search(name) or _OR.search(name)):
            return False
        return all(likeness(half, words) for half in halves(name))

    def joins_roles(self, name: str) -> bool:
        """Tell whether a name joins roles that were read before: “Reviewers and Approvers”."""
        parts = halves(name)
        return bool(parts) and all(self.known(part) for part in parts)

    def known(self, name: str) -> RoleRead | None:
        """Return a role by one of its names."""
        return self.named.get(name)

    def alias(self, role: RoleRead, alias: str) -> None:
        """Give a role another name."""
        if alias not in role.aliases and name_key(alias) != name_key(role.name):
            role.aliases.append(alias)
        self.named.add(alias, role)

    def rename(self, role: RoleRead, name: str, *, keeps_name: bool = True) -> None:
        """Give a role its full name; the one that it had becomes another name of it.

        Where the document has a role of the full name, the two are one. Without `keeps_name` the
        name that it had is forgotten.
        """
        before, whole = role.name, self.known(name)
        if whole is None or whole is role:
            whole = role
            role.name = name
            self.named.put(name, role)
        else:
            whole.also += [role.passage, *role.also]
            whole.description += role.description
            whole.relations += role.relations
            whole.statements += role.statements
            whole.tools += role.tools
            whole.notations += [each for each in role.notations if each not in whole.notations]
            self.named.merge(role, whole)
            if whole.waits_for == "role" and role.status == "read":
                whole.status, whole.waits_for = "read", ""
                self.doubts.withdraw("role", whole.passage)
            self.roles[:] = [each for each in self.roles if each is not role]
        for alias in ((before,) if keeps_name else ()) + tuple(role.aliases):
            self.alias(whole, alias)
            self.named.put(alias, whole)
        self.assignments[:] = [
            replace(each, role=whole.name) if each.role == before else each
            for each in self.assignments
        ]

    def sentences(self, passage: Passage) -> Iterator[Passage]:
        """Yield the sentences of a passage; “Dr. Hall” and “A. Hall” end none."""
        return sentences_of(self.outline, passage, self.words)

    def field(self, passage: Passage) -> tuple[Label, Passage, Passage | None] | None:
        """Return a passage of the form `Label: text` as label, its passage, and the text."""
        if self.words is None:
            return None
        colon = label_before_colon(passage.span.text)
        ends = colon or run_in_label(passage.span.text)
        if ends is None:
            return None
        head = self.outline.part(passage, 0, ends[0])
        text = head.plain.rstrip(":\uff1a.\u3002\u2013\u2014- ")
        # In a template a bold label may be in another language, as its headings are.
        label = self.label(text) if head.is_bold else self.words.label(text)
        if label is None or len(label.rest.split()) > (1 if colon else 0):
            return None
        if ends[1] >= len(passage.span.text.rstrip()):
            return label, head, None
        rest = self.outline.part(passage, ends[1])
        return label, head, rest if rest.span.text else None

    def note(self, role: RoleRead, passage: Passage, *, is_in_statement: bool = False) -> None:
        """Read relations and other names out of a sentence about a role."""
        if self.words is None:
            return
        for kind, name in told_relations(self.words, passage.plain):
            if self._names_role(name, kind):
                self.relation(role, kind, name, passage, is_in_statement=is_in_statement)
        alias = self.words.matches(passage.plain, "aliases")
        if alias:
            self.alias(role, alias["name"].strip())

    def _names_role(self, text: str, kind: str) -> bool:
        """Tell whether what stands behind “reports to” and the like is a role.

        “Manages users” and “manages suppliers” say what somebody does, not who reports to whom.
        """
        name = text.strip(" .;,")
        first = " ".join(name.split()[:_WORDS_OF_NAME])
        last = first.split()[-1:]
        if kind == "supervises" and last and self.is_word(name_key(last[0]), "not_supervised"):
            return False
        return self.is_sure(first) or self.known(name) is not None

    def relation(
        self, role: RoleRead, kind: str, to: str, passage: Passage, *, is_in_statement: bool = False
    ) -> None:
        """Add a relation; of the words that name the other role, its name where it is known."""
        text = to.strip(" .;,")
        found = Relation(kind, text, passage, is_in_statement=is_in_statement)
        if self.is_word(text, "nobody"):
            self.account.explain(passage.line, f"says that there is none: “{kind}”")
        elif text and found not in role.relations:
            role.relations.append(found)

    def describe(self, role: RoleRead, passage: Passage) -> None:
        """Add a sentence to what describes a role; a table may say it in each row of that role."""
        if passage.cell and any(passage.plain == each.plain for each in role.description):
            self.account.refuse("is told by another row already", passage)
            return
        self.account.claim(passage)
        if name_key(passage.plain) == name_key(role.name):
            return  # “Role: Data Analyst”
        self.note(role, passage)
        role.description.append(passage)

    def is_sure(self, text: str) -> bool:
        """Tell whether a text is plainly the name of a role."""
        return self.words is not None and likeness(text, self.words) == SURE

    @property
    def is_head_first(self) -> bool:
        """Whether what a name is of stands at its beginning in the document's language."""
        return self.words is not None and self.words.is_head_first

    @property
    def is_joined(self) -> bool:
        """Whether the document's language writes no blanks between words."""
        return self.words is not None and self.words.is_joined

    def is_people(self, reason: str) -> bool:
        """Tell whether a reason for not reading is that people are named."""
        return self.words is not None and bool(reason) and reason == self.words.people

    def words_raw(self, *path: str) -> frozenset[str]:
        """Return a list of the words of the document's language; empty without one."""
        return self.words.raw(*path) if self.words else frozenset()

    def is_word(self, text: str, *path: str) -> bool:
        """Tell whether a text is, as a whole, one of a list of words."""
        return self.words is not None and fold(text) in self.words.set_of(*path)
