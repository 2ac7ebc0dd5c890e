"""Decides which sections of a document describe a role, before any is read."""

from __future__ import annotations

from dataclasses import dataclass, field

from rolegraph.documents.account.duties import says_own_duty
from rolegraph.documents.account.leads import lead_of, role_and_label, stated_role
from rolegraph.documents.account.model import LabelKind
from rolegraph.documents.content.holders import lists_people
from rolegraph.documents.language.levels import are_levels
from rolegraph.documents.language.likeness import MAYBE, SURE, is_one_of
from rolegraph.documents.language.names import RoleName, announces_duties, halves, name_key
from rolegraph.documents.language.words import Label, fold, without_number
from rolegraph.documents.outline import Bullets, Passage, Table, walk
from rolegraph.documents.outline.sections import Section, is_contents
from rolegraph.documents.reading.announced import Announced
from rolegraph.documents.reading.titled import named_in_label
from rolegraph.documents.workflows.named.parties import names_several

_MOST = 0.6
_HALF = 0.5


@dataclass
class Decisions(Announced):
    """Which sections are roles.

    Args:
        context: the document while it is read.
        content: tells what labels mean.
        tables: tells which tables are fields of a role.
    """

    _index: set[str] = field(default_factory=set)
    _headings: set[str] = field(default_factory=set)
    _roles: dict[int, RoleName] = field(default_factory=dict)
    _kinds: dict[int, LabelKind] = field(default_factory=dict)
    _doubtful: set[int] = field(default_factory=set)
    _is_plain: bool = False
    """Whether some sections are plainly roles, so that a title alone makes none of the others."""

    def make(self, root: Section) -> bool:
        """Decide for a whole document; tell whether a section is a role."""
        self._collect_index(root)
        self.cards = self._named_by_cards(root)
        sure = [each for each in root.walk() if each.heading and self._likeness(each) == SURE]
        self._is_plain = len(sure) > 1
        self._decide(root, grouped=False)
        self._decide_by_labels(root)
        self._doubt_chapters(root)
        names = [each.name for each in self._roles.values()]
        self.context.is_ladder = are_levels(names, self.context.words)
        return bool(self._roles)

    def _doubt_chapters(self, root: Section) -> None:
        """Doubt a chapter of prose beside one on roles: “5 Visitors” in a policy names nobody."""
        for group in root.walk():
            if group.heading is None or group.parent is None or not self.is_group(group):
                continue
            found = [each for each in group.parent.sections if id(each) in self._roles]
            plain = [each for each in found if each.has_list or self.labels_below(each)]
            listed = any(self.is_indexed(self._roles[id(each)]) for each in found)
            if not plain and not listed:
                self._doubtful |= {id(each) for each in found}

    def _decide_by_labels(self, root: Section) -> None:
        """Give sections to the other role that their label names, such as one beside this one."""
        names = list(self._roles.values())
        for section in root.walk():
            if section.heading is None or id(section) in self._roles:
                continue
            named = named_in_label(self.context, section.heading, names)
            own = self._own(section)
            if named is None or (own and name_key(own.name) == name_key(named.name)):
                continue
            label = self.context.label(section.title)
            self._roles[id(section)] = named
            self._kinds[id(section)] = (
                self.content.kind_of_label(label, section.title)
                if label
                else self.content.kind_of_unknown(section.title)
            )

    def _own(self, section: Section) -> RoleName | None:
        """Return the role in whose section another one stands."""
        above = section.parent
        while above is not None and id(above) not in self._roles:
            above = above.parent
        return self._roles.get(id(above)) if above is not None else None

    def yield_to(self, title: RoleName) -> bool:
        """Give up a single section that only could be a role, where the title surely is one."""
        (single, *others) = self._roles.items()
        if others or single[1].likeness == SURE or name_key(single[1].name) == name_key(title.name):
            return False
        self._roles.clear()
        return True

    def role(self, section: Section) -> RoleName | None:
        """Return the role that a section describes; None where it is none."""
        return self._roles.get(id(section))

    def kind(self, section: Section) -> LabelKind | None:
        """Return what the heading of a role's section says besides the role's name."""
        return self._kinds.get(id(section))

    def is_indexed(self, name: RoleName) -> bool:
        """Tell whether a name is in a list of roles whose sections follow."""
        return name_key(name.name) in self._index

    def has_section(self, name: RoleName) -> bool:
        """Tell whether a heading of the document has a name, be it that of a role or not."""
        return name_key(name.name) in self._headings

    def _collect_index(self, root: Section) -> None:
        """Note the names that a list and a heading both have."""
        headings = self._headings
        headings |= {
            key for s in root.walk() if s.heading and (key := name_key(self._name(s).name))
        }
        for section in root.walk():
            for block in walk(tuple(section.blocks)):
                if isinstance(block, Bullets) and not is_contents(block):
                    names = [
                        name_key(self.context.name(item.passage).name)
                        for item in block.items
                        if item.passage
                    ]
                    common = {name for name in names if name in headings}
                    sure = sum(self.context.is_sure(name) for name in common)
                    if len(common) >= _MOST * len(block.items) and sure >= _HALF * len(common):
                        self._index |= {n for n in common if self._may_be_role(n)}

    def _may_be_role(self, name: str) -> bool:
        label = self.context.label(name)
        return label is None or self.context.is_sure(name)

    def _decide(self, section: Section, *, grouped: bool) -> None:
        children = [child for child in section.sections if child.heading is not None]
        grouped = grouped or (self.is_group(section) and not self.is_wide(section))
        sure = [child for child in children if self._likeness(child) == SURE]
        # A blank of a template is neither for nor against its neighbours.
        open_ = [c for c in children if not self.is_other(c) and self._name(c).name]
        majority = len(sure) >= max(2, _HALF * len(open_))
        for child in children:
            name = self.cards.get(id(child)) or self.in_full(child)
            if name is None and not self.is_over_cards(child):
                name = self._role_of(child, grouped=grouped, majority=majority)
            if name is not None:
                self._roles[id(child)] = name
                self._decide_within(child)
            else:
                below = grouped and not self.is_other(child)
                self._decide(child, grouped=below and self.label_kind(child) is None)

    def _decide_within(self, section: Section) -> None:
        """Decide which subsections of a role are roles of their own."""
        own = self._roles.get(id(section))
        among = self._lists_roles(section)
        for child in section.sections:
            if child.heading is None:
                continue
            if self.context.outline.names is not None:
                continue  # a field of a record
            name = self._name(child)
            label = self.context.label(child.title)
            known = name_key(name.name) in self._index
            is_own = (
                own is not None
                and name_key(own.name) in name_key(name.name).split(" ")
                and (label is not None)
            )
            if known or (
                name.likeness == SURE
                and (label is None or len(label.rest.split()) > 1)
                and not is_own
                and (self.labels_below(child) or child.has_list or (among and child.has_content))
                and not (own and name_key(own.name) == name_key(name.name))
            ):
                self._roles[id(child)] = name
            self._decide_within(child)

    def _lists_roles(self, section: Section) -> bool:
        """Tell whether several subsections of a role are plainly roles, such as its officers."""
        named = [
            child
            for child in section.sections
            if child.heading and self._likeness(child) == SURE and child.has_list
        ]
        return sum(self.context.label(child.title) is None for child in named) > 1

    def is_wide(self, section: Section) -> bool:
        """Tell whether a title is over chapters: “Roles of the yard”, with roles further down."""
        if section.level != 1:
            return False
        if any(self.is_group(child) for child in section.sections):
            return True
        return self._is_plain and any(child.sections for child in section.sections)

    def is_group(self, section: Section) -> bool:
        """Tell whether a heading is one over several roles, such as “Roles”."""
        words = self.context.words
        if words is None or section.heading is None:
            return False
        if words.matches(section.title, "says_role") and self._names_one(section):
            return False  # the word for “roles” is in it, since the language has no plural
        if words.exact(section.title, "roles_headings"):
            return True
        # “Community roles”, “Roles in the project”, “Responsibilities by role”
        folded = section.title.casefold()
        return any(word in folded for word in words.raw("role_nouns"))

    def _names_one(self, section: Section) -> bool:
        """Tell whether a heading names a role, and not what is said of roles."""
        name = self._name(section)
        return name.likeness == SURE and self.context.label(name.name) is None

    def is_process(self, title: str) -> bool:
        """Tell whether a heading begins as one on a process does: “Nominate a member”."""
        words = self.context.words
        first = fold(without_number(f"{title} ")).split()[:1]  # “Section 4.” alone is a number
        return words is not None and bool(first) and first[0] in words.set_of("not_role_starts")

    def _role_of(self, section: Section, *, grouped: bool, majority: bool) -> RoleName | None:
        """Return the role that a section describes; None where it describes none."""
        name = self._name(section)
        if not name.name:
            return None  # a blank of a template
        if self.context.outline.names is not None:
            return name if self._is_record(section, name, majority=majority) else None
        label = self.context.label(section.title)
        is_unit = grouped and self._is_unit(section, label, name)
        if name_key(name.name) in self._index or is_unit:
            return name
        if self.is_group(section):
            return self._named_before_roles(section, label)
        split = None if name.likeness == SURE else self.role_with_label(section, label)
        is_of_people = label is not None and self.context.is_people(label.reason)
        if (
            split is not None
            or self._is_label_alone(section, label, name)
            or (is_of_people and lists_people(self.context, section))  # “Membros da equipe”
        ):
            return split
        is_open = name.likeness == MAYBE or self.tells_of_persona(section)
        if is_open and name.likeness != SURE and section.has_content:
            stated = stated_role(self.context, section)
            fits = (
                stated is None
                and name.likeness == MAYBE
                and (
                    says_own_duty(self.context, section, name)
                    or self._may_be(section, label, grouped, majority)
                )
            )
            found = name if fits else stated
        else:
            found = name if name.likeness == SURE and self._is_sure_role(section) else None
        if found is name:
            self._note_duties(section, name)
        return found

    def _note_duties(self, section: Section, name: RoleName) -> None:
        """Note that a heading has a word for duties before the name: “Duties: Treasurer”."""
        heading, words = section.heading, self.context.words
        if heading is None or words is None or name.passage.span.start <= heading.span.start:
            return
        before = heading.span.text[: name.passage.span.start - heading.span.start]
        before = without_number(before).strip(" :\u2013\u2014-")
        label = self.context.label(before)
        if label is not None and announces_duties(before, words):
            self._kinds[id(section)] = self.content.kind_of_label(label, before)

    def _named_before_roles(self, section: Section, label: Label | None) -> RoleName | None:
        """Return the role of “Board Member Roles & Responsibilities” over a list of duties."""
        lists = [block for block in section.blocks if isinstance(block, Bullets)]
        texts = [item.passage for each in lists for item in each.items if item.passage]
        if not texts or any(self._begins_with_role(text) for text in texts):
            return None
        return self.role_with_label(section, label)

    def _begins_with_role(self, text: Passage) -> bool:
        lead = lead_of(self.context, text)
        return lead is not None and (lead.is_bold or lead.name.likeness == SURE)

    def _is_unit(self, section: Section, label: Label | None, name: RoleName) -> bool:
        """Tell whether a heading among roles names a unit: “IT Department” beside “Committee”."""
        if label is None or label.kind != "skipped" or not section.has_list:
            return False
        last = fold(name.name).split()[-1:]
        return bool(label.rest) and self.context.is_word(" ".join(last), "units")

    def _is_record(self, section: Section, name: RoleName, *, majority: bool) -> bool:
        """Tell whether a section is a record of a role: by its list, its name or its fields."""
        names = self.context.outline.names or frozenset()
        if section.heading is None or section.heading.span.start not in names:
            return False
        listed = section.parent is not None and self.is_group(section.parent)
        listed = listed or self.is_file_of_roles()
        return (
            listed
            or (majority and not self.has_type(section))
            or self.says_it_is_a_role(section)
            or name.likeness == SURE
            or self.labels_below(section)
        )

    def _is_label_alone(self, section: Section, label: Label | None, name: RoleName) -> bool:
        """Tell whether a heading announces something else than a role."""
        if label is None:
            return False
        if not label.rest and name.likeness != SURE:
            return True
        return label.kind == "skipped" and name.likeness != SURE and not self.labels_below(section)

    def _is_sure_role(self, section: Section) -> bool:
        """Tell whether a section with a role's name describes that role, and not several."""
        labels, has_list = self.labels_below(section), section.has_list
        nested = [
            child
            for child in section.sections
            if self._likeness(child) == SURE and not self.label_kind(child)
        ]
        own = name_key(self._name(section).name)
        stated = [each for child in section.sections if (each := stated_role(self.context, child))]
        if any(name_key(each.name) != own for each in stated) or self.is_wide(section):
            return False
        if self._is_over_table(section) and not labels:
            return False
        several = [half for half in halves(section.title) if self.context.is_sure(half)]
        if len(several) > 1 and (nested or self.has_roles_in_tables(section)):
            return False  # “Maintainers, Contributors and Adopters” is over several roles
        is_label = self.context.label(section.title) is not None and not labels
        is_label = is_label or any(is_one_of(each.title, section.title) for each in nested)
        if not section.blocks and (len(nested) > 1 or (nested and is_label)):
            return False  # a heading over the members of a team
        if nested and not labels and (section.level == 1 or (len(nested) > 1 and not has_list)):
            return False
        return section.has_content and (section.level > 1 or labels or has_list)

    def _may_be(self, section: Section, label: Label | None, grouped: bool, majority: bool) -> bool:
        """Tell whether a section whose heading could be a role's name describes one."""
        labels, has_list = self.labels_below(section), section.has_list
        if any(isinstance(b, Bullets) and names_several(self.context, b) for b in section.blocks):
            return False  # “Who does what” over “- Buyer: places orders”
        if section.level == 1:
            siblings = section.parent.sections if section.parent else []
            return labels and len(siblings) > 1
        if self.context.words is None:
            return any(isinstance(block, Bullets) for block in section.blocks)
        if any(self._likeness(child) == SURE for child in section.sections):
            return labels
        if self._is_over_table(section) and not labels:
            return False
        among = grouped and not section.has_table and (has_list or not section.sections)
        if among and not labels and not self._is_plain_group(section.parent):
            self._doubtful.add(id(section))
        may_be = among or labels or (majority and self.tells_duties(section) and label is None)
        if may_be and not among and not self.labels_plainly_below(section):
            self._doubtful.add(id(section))
        return may_be

    def _is_plain_group(self, group: Section | None) -> bool:
        """Tell whether a heading says “Roles” and no more, and none below it is plainly a role.

        Beside “Kassenwartin”, “Schlüssel und Schlösser” need be no role.
        """
        words = self.context.words
        if group is None or words is None:
            return True
        if any(self._likeness(each) == SURE for each in group.sections if each.heading):
            return False
        is_titled = group.heading is not None and self.is_group(group)
        return not is_titled or words.exact(group.title, "roles_headings")

    def is_doubtful(self, section: Section) -> bool:
        """Tell whether nothing but its place shows that a section is a role."""
        return id(section) in self._doubtful

    def _is_over_table(self, section: Section) -> bool:
        """Tell whether a heading stands over a matrix or a table of roles: “RACI”."""
        blocks = [block for block in section.blocks if isinstance(block, Bullets | Table)]
        return bool(blocks) and all(
            isinstance(block, Table) and self.tables.is_of_roles(block) for block in blocks
        )

    def role_with_label(self, section: Section, label: Label | None) -> RoleName | None:
        """Return the role of a heading such as “Maintainer responsibilities”."""
        if label is None or section.heading is None or not section.blocks:
            return None
        found = self.split(section.heading)
        if found is None:
            return None
        self._kinds[id(section)] = found[1]
        return found[0]

    def split(self, heading: Passage) -> tuple[RoleName, LabelKind] | None:
        """Return role and kind of a heading such as “Maintainer responsibilities”."""
        return role_and_label(self.context, heading, self.content.kind_of_label)
