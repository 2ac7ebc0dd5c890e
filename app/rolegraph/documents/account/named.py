"""The roles of a document by their names, however these are spelled."""

from __future__ import annotations

from rolegraph.documents.account.model import RoleRead
from rolegraph.documents.language.names import letters_key, name_key


class NamedRoles:
    """Roles by name: folded, in the singular, and without regard to blanks and hyphens."""

    def __init__(self) -> None:
        self._by_key: dict[str, RoleRead] = {}
        self._by_letters: dict[str, RoleRead] = {}

    def get(self, name: str) -> RoleRead | None:
        """Return the role of a name, or else of one that has the same letters: “Deck Hand”."""
        return self._by_key.get(name_key(name)) or self._by_letters.get(letters_key(name))

    def put(self, name: str, role: RoleRead) -> None:
        """Note that a name is that of a role, whatever it was before."""
        self._by_key[name_key(name)] = role
        if letters := letters_key(name):
            self._by_letters[letters] = role

    def add(self, name: str, role: RoleRead) -> None:
        """Note that a name is that of a role, where it is no other one's."""
        self._by_key.setdefault(name_key(name), role)
        if letters := letters_key(name):
            self._by_letters.setdefault(letters, role)

    def is_spelled_otherwise(self, name: str) -> bool:
        """Tell whether a role is known by the letters of a name, and not by the name."""
        return name_key(name) not in self._by_key and letters_key(name) in self._by_letters
