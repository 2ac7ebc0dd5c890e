"""Who somebody is, and how far that reaches."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, IntEnum

from rolegraph.errors import InputError, PermissionDenied


class AccessRole(IntEnum):
    """What somebody may do; each role may do what the ones before it may."""

    READER = 1
    EDITOR = 2
    ADMIN = 3

    @classmethod
    def named(cls, name: str) -> AccessRole:
        """Return the role of a name such as `editor`.

        Raises:
            InputError: there is none of that name.
        """
        for role in cls:
            if role.label == name.strip().lower():
                return role
        known = ", ".join(role.label for role in cls)
        raise InputError(f"{name!r} is no role; take one of {known}.")

    @property
    def label(self) -> str:
        """Its name, as options and files write it."""
        return self.name.lower()


@dataclass(frozen=True)
class Identity:
    """Somebody the service knows.

    Attributes:
        name: how the change log names them.
        role: what they may do.
    """

    name: str
    role: AccessRole

    def reaching(self, role: AccessRole, why: str = "") -> Identity:
        """Return this identity if its role reaches as far as `role`.

        Args:
            role: the least role that may do it.
            why: what makes it so, as sentences.

        Raises:
            PermissionDenied: it does not.
        """
        if self.role < role:
            raise PermissionDenied(
                f"{self.name!r} is {_article(self.role)} here; this needs {_article(role)}. "
                f"{why}{' ' if why else ''}"
                "Ask an administrator of the service for a token of that role."
            )
        return self


ANONYMOUS = Identity("anonymous", AccessRole.READER)
"""Whoever reads without saying who they are, where reading is open."""


def _article(role: AccessRole) -> str:
    return f"{'an' if role.label[0] in 'aeiou' else 'a'} {role.label}"


class Right(Enum):
    """Something to do: the role that it takes, and what it is, for people.

    The table in the reference is made from this.
    """

    READ = (AccessRole.READER, "Read pages, JSON, graphs and history; ask queries; validate data.")
    WRITE = (AccessRole.EDITOR, "Write content; take back a commit; propose and approve changes.")
    RULES = (
        AccessRole.ADMIN,
        "Change shapes or ontology, which are the rules. Needs `confirm=rules`.",
    )
    REMOVAL = (
        AccessRole.ADMIN,
        "Take back the first load, or over a tenth of the catalogue. Needs `confirm=removal`.",
    )
    OPERATE = (AccessRole.ADMIN, "See the queries that run, and end one.")

    @property
    def role(self) -> AccessRole:
        """The least role that has it."""
        return self.value[0]

    @property
    def meaning(self) -> str:
        """What it is, as a sentence."""
        return self.value[1]
