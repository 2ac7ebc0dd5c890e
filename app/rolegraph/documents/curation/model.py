"""The curation of a document: what its Markdown cannot tell, in a YAML file beside it.

A curator says there which activities a bullet is about, which bullets are exclusions, practices or
characteristics, what the roles mean, and what became of the cited names. The file names bullets,
notes and roles by their text, so that it does not move when lines do.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
Slug = Annotated[str, StringConstraints(pattern=r"^[^\W_]+(-[^\W_]+)*$")]
ThingPath = Annotated[
    str, StringConstraints(pattern=r"^(roles|external-roles)/[A-Za-z0-9][A-Za-z0-9._-]*$")
]
Sha256 = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
StatementKind = Literal[
    "responsibility", "exclusion", "requirement", "privilege", "practice", "characteristic"
]
KINDS: dict[StatementKind, tuple[str, str, str]] = {
    "responsibility": ("responsibilities", "rg:Responsibility", "rg:hasResponsibility"),
    "exclusion": ("exclusions", "rg:Exclusion", "rg:hasExclusion"),
    "requirement": ("requirements", "rg:Requirement", "rg:hasRequirement"),
    "privilege": ("privileges", "rg:Privilege", "rg:hasPrivilege"),
    "practice": ("practices", "rg:Practice", "rg:hasPractice"),
    "characteristic": ("characteristics", "rg:Characteristic", "rg:hasCharacteristic"),
}
"""Kind of statement → the plural in its IRI, its class, the link from its role."""


class _Entry(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class CuratedDocument(_Entry):
    """The document as a whole.

    Attributes:
        id: its slug; the file's stem when left out. Two versions of one document have the same.
        title: its title; the first heading when left out.
        revision_of: hash of the version before this one.
    """

    id: Slug | None = None
    title: Text | None = None
    revision_of: Sha256 | None = None


class CuratedScheme(_Entry):
    """The roles as a whole.

    Attributes:
        definition: what a role is, in a full sentence.
        is_open: whether there may be other roles, for a document that does not say so.
    """

    definition: Text
    is_open: bool | None = None


class CuratedStatement(_Entry):
    """One bullet.

    Attributes:
        text: the bullet as a reader sees it.
        kind: what sort of statement it is.
        activities: what it is about; for an exclusion, what the role must not do. An empty list
            says that this has yet to be chosen, which the shapes then complain of.
        qualifier: how often it holds, where the bullet says so.
        editorial_note: a remark on the wording, which stays as it is.
        formerly: the wording under which the bullet got its id.
    """

    text: Text
    kind: StatementKind = "responsibility"
    activities: tuple[Slug, ...]
    qualifier: Literal["often", "sometimes", "rarely", "always"] | None = None
    editorial_note: Text | None = None
    formerly: Text | None = None


class CuratedCitation(_Entry):
    """What a curator found when looking for a cited name in a reference.

    Attributes:
        label: the cited name.
        reference: position of the reference in the list, from 1.
        status: whether the reference has a role of that name.
        checked_on: the day of looking.
        editorial_note: what exactly was looked at.
    """

    label: Text
    reference: int = Field(ge=1)
    status: Literal["found", "not-found", "unchecked"]
    checked_on: date | None = None
    editorial_note: Text | None = None


class CuratedNote(_Entry):
    """One naming note.

    Attributes:
        text: the sentence.
        discouraged_labels: the names it warns about; empty while they have yet to be chosen.
        confusable_with: the roles those names may be taken for, such as `roles/data-analyst`.
        audience: for whom the warning is meant.
        editorial_note: a remark on the judgement.
        id: the number in its id, where that is no longer its position among the role's notes.
    """

    text: Text
    id: int | None = Field(default=None, ge=1)
    discouraged_labels: tuple[Text, ...]
    confusable_with: tuple[ThingPath, ...] = ()
    audience: Text | None = None
    editorial_note: Text | None = None


class CuratedRole(_Entry):
    """One role.

    Attributes:
        definition: what the role is, in a full sentence; null while it has yet to be written.
        hidden_labels: names by which it is found but never shown.
        confusable_with: roles it may be taken for.
        editorial_note: a remark on the role.
        formerly: the name under which the role got its id.
    """

    definition: Text | None
    hidden_labels: tuple[Text, ...] = ()
    confusable_with: tuple[ThingPath, ...] = ()
    editorial_note: Text | None = None
    formerly: Text | None = None
    statements: tuple[CuratedStatement, ...]
    citations: tuple[CuratedCitation, ...] = ()
    notes: tuple[CuratedNote, ...] = ()


class CuratedReference(_Entry):
    """One entry of the list of references whose number in its id is not its position.

    Attributes:
        url: its address.
        id: the number in its id.
    """

    url: Text
    id: int = Field(ge=1)


class Curation(_Entry):
    """A whole curation file; roles go by the names they have in the document."""

    document: CuratedDocument = CuratedDocument()
    scheme: CuratedScheme | None = None
    references: tuple[CuratedReference, ...] = ()
    roles: dict[str, CuratedRole]
