"""What stands in the section of a role: labels, lists, prose and tables, in order."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from rolegraph.documents.account.duties import falls_to_other
from rolegraph.documents.account.field_lines import fields_apart
from rolegraph.documents.account.leading import LEADS, is_whole, names_only, tell_lead
from rolegraph.documents.account.model import UNKNOWN_KIND, LabelKind, RoleRead
from rolegraph.documents.content.assigned import read_parts_within
from rolegraph.documents.content.delegates import TableReader
from rolegraph.documents.content.holders import names_nobody, whose_duties, without_holders
from rolegraph.documents.content.opening_quote import persona_of, without_opening_quote
from rolegraph.documents.content.pieces import pieces
from rolegraph.documents.content.properties import without_properties
from rolegraph.documents.content.statements import Statements
from rolegraph.documents.language.meaning import denies
from rolegraph.documents.language.tables import STATEMENT_KINDS
from rolegraph.documents.language.words import Label
from rolegraph.documents.outline import Aside, Block, Bullets, Heading, Paragraph, Passage, Table
from rolegraph.documents.outline.sections import Section, is_contents

_LEAD_WORDS = 6
_SENTENCE = 4
_LABEL_LEVEL = 7


@dataclass
class _State:
    """What a section's own sentences have said so far."""

    kind: LabelKind
    lead: LabelKind | None = None
    had_list: bool = False
    other: RoleRead | None = None


def is_short(text: str) -> bool:
    """Tell whether a text is a word or a few, which describe nothing without a label."""
    return len(text.split()) < _SENTENCE and not text.endswith((".", "!", "?", "\u3002"))


def _are_short(blocks: Sequence[Block]) -> bool:
    """Tell whether blocks are texts of a few words each."""
    texts = [block.passage.plain for block in blocks if isinstance(block, Paragraph)]
    return bool(texts) and all(is_short(text) for text in texts)


class Content(Statements):
    """Reads the sections of roles."""

    tables: TableReader
    """Reads the tables; set once after both are made."""

    roles_in: Callable[[RoleRead, Bullets], bool]
    """Reads a list in the section of a role whose entries are other roles; whether it was one."""

    visit: Callable[[Section], bool]
    """Reads a subsection that is a role of its own; returns whether it was one."""

    def section(
        self,
        role: RoleRead,
        section: Section,
        kind: LabelKind = UNKNOWN_KIND,
        title: Passage | None = None,
    ) -> None:
        """Read a section of a role and all below it.

        Args:
            role: the role.
            section: the section.
            kind: what its heading announces.
            title: the title of a document that describes the role; it announces nothing.
        """
        self._context.account.claim_lines(section.heading)
        if kind.name == "skipped":
            self.refuse(section, f"“{section.title}” {kind.label}")
            return
        if section.heading is not None and section.heading != title:
            self._told_in_heading(role, section.heading, kind)
        rest = without_opening_quote(self._context, self, role, section)
        self.blocks(role, rest, kind, is_label=section.level >= _LABEL_LEVEL)
        for child in section.sections:
            if child.heading is None or not self.visit(child):
                is_title = title is not None and child.heading == title
                below = kind if is_title else self._kind_below(child, kind)
                other = whose_duties(self._context, role, child.heading) if child.heading else None
                with persona_of(self._context, self, child):
                    self.section(other or role, child, below)

    def _told_in_heading(self, role: RoleRead, heading: Passage, kind: LabelKind) -> None:
        """Read what stands behind a label in a heading: “Objective 1: Open the wing on time”."""
        found = self._context.field(heading)
        if found is None or found[2] is None:
            return
        told = self._context.name(found[2]).passage  # without the marks around it
        is_word = is_short(told.plain) and kind.name in STATEMENT_KINDS  # “Duties: day to day”
        if (
            not is_word
            and not self._context.label(told.plain)
            and not self._context.is_sure(told.plain)
        ):
            self.text(role, told, kind, heading.span.start)

    def _kind_below(self, section: Section, above: LabelKind) -> LabelKind:
        """Return what a heading within a role announces."""
        label = self._context.label(section.title)
        if label is None:
            unknown = self.kind_of_unknown(section.title)
            if unknown is UNKNOWN_KIND and self._context.outline.names is not None:
                return self._field_kind_of(section, above)
            return self._inherited(section, above) if unknown is UNKNOWN_KIND else unknown
        found = self._skill(section, above) or self.kind_of_label(label, section.title)
        named = self._context.words and label.reason == self._context.words.people
        if found.name == "skipped" and len(label.rest.split()) > (1 if named else 3):
            return above  # “Serve as contact” is no list of contacts
        if not found.is_statement and above.is_statement and label.rest:
            return above
        return found

    def _skill(self, section: Section, above: LabelKind) -> LabelKind | None:
        """Return what “Communication” announces among skills, or where roles are levels."""
        if not self._context.is_word(section.title, "competencies"):
            return None
        if above.name in {"requirement", "practice"}:
            return above
        is_level = self._context.is_ladder
        return LabelKind("practice", "inferred", label=section.title) if is_level else None

    def _inherited(self, section: Section, above: LabelKind) -> LabelKind:
        """Return what stands below a label that is not known: what the heading above it says.

        Where a bold label before it said something else, this one may do so too: it is asked.
        """
        if section.level < _LABEL_LEVEL or section.parent is None:
            return above
        if not section.title.endswith((":", "\uff1a")):
            return above
        row = section.parent.sections
        for other in row[: row.index(section)]:
            label = self._context.label(other.title)
            said = (
                self.kind_of_label(label, other.title)
                if label
                else self.kind_of_unknown(other.title)
            )
            if said.is_statement and (said.name, said.topic) != (above.name, above.topic):
                return LabelKind(above.name or said.name, "asked", "label", section.title)
        return above

    def _field_kind_of(self, section: Section, above: LabelKind) -> LabelKind:
        """Return what a field of a record holds whose name is not known."""
        if above.is_statement and section.heading is not None:
            told = f"“{section.title}” groups what stands below it, and is no part of it"
            self._context.account.drop(section.heading.line, told)
            return above
        are_entries = any(isinstance(block, Bullets) for block in section.blocks)
        if are_entries or _are_short(section.blocks):
            reason = "is no known field; say under `fields` in the curation what it holds"
            return LabelKind("skipped", label=reason)
        return LabelKind("description")

    def refuse(self, section: Section, reason: str) -> None:
        """Note that a section and all below it is not read."""
        account = self._context.account
        for each in section.walk():
            if each.heading is not None:
                if each is section:
                    account.claim_lines(each.heading)
                else:
                    account.refuse(reason, each.heading)
            account.refuse(reason, *each.blocks)

    def blocks(
        self,
        role: RoleRead,
        blocks: Iterable[Block],
        kind: LabelKind,
        *,
        is_label: bool = False,
    ) -> None:
        """Read blocks of a role in order; a sentence before a list may say what the list is."""
        state = _State(kind)
        row = list(blocks)
        for position, block in enumerate(row):
            following = row[position + 1] if position + 1 < len(row) else None
            if isinstance(block, Paragraph):
                self._text_block(role, block, following, state, is_label=is_label)
            elif isinstance(block, Bullets):
                self._list(role, block, kind, state, is_label=is_label)
            elif isinstance(block, Table):
                self.tables.within(role, block, state.lead or state.kind)
                state.lead, state.had_list = None, True
            elif isinstance(block, Heading):
                self._context.account.claim(block.passage)
                label = self._context.label(block.passage.plain)
                state.lead = self.kind_of_label(label, block.passage.plain) if label else None
            elif not self.quoted(role, block, state.lead or state.kind):
                self._aside(role, block)

    def _list(
        self, role: RoleRead, bullets: Bullets, kind: LabelKind, state: _State, *, is_label: bool
    ) -> None:
        """Read a list in the section of a role; it may be that of another one."""
        lead = state.lead or state.kind
        if state.other is not None:
            self.bullets(state.other, bullets, LabelKind("responsibility", "inferred"))
        elif (state.lead or kind).name == "skipped":
            self._context.account.refuse((state.lead or kind).label, bullets)
        elif is_contents(bullets):
            self._context.account.refuse("a table of contents", bullets)
            return
        elif lead.is_statement or not self.roles_in(role, bullets):
            if is_label and state.had_list and state.lead is None and lead.is_statement:
                # The label may speak for its first list alone.
                lead = LabelKind(lead.name, "asked", lead.topic or "label", lead.label)
            self.bullets(role, bullets, lead)
        state.lead, state.other, state.had_list = None, None, True

    def _aside(self, role: RoleRead, block: Aside) -> None:
        reason = f"in the section of “{role.name}”" if block.what else ""
        self._context.account.refuse(reason, block)

    def _text_block(
        self,
        role: RoleRead,
        block: Paragraph,
        following: Block | None,
        state: _State,
        *,
        is_label: bool,
    ) -> None:
        if read_parts_within(self._context, block.passage):
            state.lead = None
        else:
            rest = without_properties(self._context, block.passage)
            for number, part in enumerate(rest, start=1):
                after = following if number == len(rest) else None
                read = block if part is block.passage else Paragraph(part)
                self._paragraph(role, read, after, state, is_label=is_label)

    def _paragraph(
        self,
        role: RoleRead,
        block: Paragraph,
        following: Block | None,
        state: _State,
        *,
        is_label: bool,
    ) -> None:
        context, passage = self._context, block.passage
        lines = fields_apart(context, role, passage)
        if lines is not None:
            for number, line in enumerate(lines):
                after = following if number == len(lines) - 1 else None
                self._paragraph(role, Paragraph(line), after, state, is_label=is_label)
            return
        if is_label and state.had_list and state.kind.is_statement:
            # A bold label speaks for the list below it, not for what follows that list.
            state.kind = UNKNOWN_KIND
        state.lead = state.other = None
        found = self._field(passage, following)
        if found and (found[2] is not None or isinstance(following, Bullets | Table)):
            label, head, rest = found
            context.account.claim(head)
            below = self.kind_of_label(label, head.plain)
            if block.is_guess and below.status == "read":
                below = LabelKind(below.name, "inferred", below.topic, below.label, below.relation)
            if rest is not None:
                self.text(role, rest, below, passage.span.start)
            # A label with a value of its own says nothing of the list of a section with a label,
            # nor does “Purpose: keeps the peace.” of the list behind it.
            is_told = rest is not None and (state.kind.is_statement or is_whole(rest, below))
            if isinstance(following, Bullets | Table) and not is_told:
                state.lead = below
            return
        if isinstance(following, Bullets | Table) and self._leads(role, passage):
            self._lead(role, passage, state, following)
            return
        # The value of a record's field is an entry; other paragraphs are running text.
        is_prose = context.outline.names is None
        is_said = is_label and state.kind.is_statement  # “Not for: Repair of Bottles” is no name
        told = passage if is_said else without_holders(context, passage)
        if told is not None:
            self.text(role, told, state.kind, passage.span.start, is_prose=is_prose)

    def _leads(self, role: RoleRead, passage: Passage) -> bool:
        """Tell whether a paragraph before a list leads to it: “Duties:”, or “Duties” in a line."""
        plain = passage.plain
        is_open = plain.endswith((":", "\uff1a", "?", "\uff1f")) or passage.is_bold
        if is_open or names_only(self._context, role, passage):
            return True
        if not plain[-1:].isalnum():
            return False
        if self._context.words and self._context.words.matches(plain, "open_ends"):
            return True  # “They are expected to” goes on in the list
        label = self._context.label(plain) if len(plain.split()) <= _LEAD_WORDS else None
        return label is not None and not label.rest

    def _lead(
        self, role: RoleRead, passage: Passage, state: _State, following: Block | None
    ) -> None:
        """Read the sentence before a list: it says what the list is, and stays a description."""
        context, words = self._context, self._context.words
        *before, last = list(context.sentences(passage)) or [passage]
        for sentence in before:
            self.text(role, sentence, state.kind, passage.span.start, is_prose=True)
        state.other = falls_to_other(context, role, last)
        if state.other is not None:
            context.account.claim(last)
            return
        if words is None:
            # What the label says is not known, so its list is asked about apart from others.
            context.account.refuse(LEADS, last)
            state.lead = LabelKind(None, "asked", "language", last.plain)
            return
        plain = words.without_harmless(last.plain.rstrip(":\uff1a?\uff1f "))
        label = words.label(plain)
        is_label = label is not None and len(label.rest.split()) <= 1
        if label and is_label and self._tells_of_list(label, last):
            is_label = False
        if label and context.is_people(label.reason) and names_nobody(context, following):
            label, is_label = None, False
        if label and is_label and len(plain.split()) <= _LEAD_WORDS:
            state.lead = self.kind_of_label(label, plain)
            if state.lead.is_statement:
                context.account.claim(last)
                return
        if label and label.kinds == ("skipped",):
            context.account.refuse(label.reason, last)
            state.lead = self.kind_of_label(label, plain)
            return
        is_limit = self.is_limit(plain)
        state.lead = self.limit(plain) if is_limit else self._announced(plain, label, state.kind)
        tell_lead(context, role, last)

    def _field(
        self, passage: Passage, following: Block | None
    ) -> tuple[Label, Passage, Passage | None] | None:
        """Return a passage of the form `Label: text`.

        “The role includes:” is none. Nor are “Token holders can:” and “Its staff:” above duties.
        """
        found = self._context.field(passage)
        if found is None:
            return None
        of_people = self._context.is_people(found[0].reason)
        if of_people and names_nobody(self._context, following):
            return None
        is_lead = found[2] is None
        return None if is_lead and self._tells_of_list(found[0], passage) else found

    def _tells_of_list(self, label: Label, passage: Passage) -> bool:
        """Tell whether a sentence with a word for a description says what the list below it is."""
        words = self._context.words
        is_description = words is not None and label.kind == "description" and bool(label.rest)
        return is_description and words is not None and bool(words.kind_of(passage.plain, "leads"))

    def _announced(self, plain: str, label: Label | None, above: LabelKind) -> LabelKind | None:
        """Return what a sentence before a list says that the list is; None where it says nothing.

        Args:
            plain: the sentence.
            label: the phrases in it.
            above: what the section is.
        """
        words = self._context.words
        if words is None:
            return None
        kind = words.kind_of(plain, "leads")
        if kind == "exclusion":
            # “must not …” is plain; “is not only responsible for …” is not.
            plainly = words.kind_of(plain, "cues") == "exclusion"
            return LabelKind("exclusion", "inferred", "" if plainly else "negation", plain)
        mixed = self.kind_of_label(label, plain) if label else UNKNOWN_KIND
        if kind is not None and mixed.topic == "kind" and not above.is_statement:
            return mixed  # “… the following rights and responsibilities:”
        if above.is_statement and above.status == "read":
            return above
        if kind is not None and not denies(words, plain):  # “What does she not do?”
            return LabelKind(kind, "inferred", label=plain)
        unknown = self.kind_of_unknown(plain)  # “What nobody expects from you:”
        is_condition = words.matches(plain, "conditions") and above.is_statement
        return unknown if unknown is not UNKNOWN_KIND else above if is_condition else None

    def cell(self, role: RoleRead, cell: Passage, kind: LabelKind, group: int) -> None:
        """Read a cell of a table: one statement, or several with breaks between."""
        for passage in pieces(self._context, cell):
            found = self._context.field(passage)
            if found and found[2] is not None and not found[0].rest and not kind.is_statement:
                self._context.account.claim(found[1])
                below = self.kind_of_label(found[0], found[1].plain)
                self.text(role, found[2], below, group)
            elif kind.is_statement:
                self.one(role, passage, kind, group)
            else:
                self.text(role, passage, kind, group)
