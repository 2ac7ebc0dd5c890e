"""Responsibility matrices that records hold as mappings or lists, as tables.

```yaml
raci:
  Close incident: {SOC-L1: I, SOC-L2: R, SOC-LEAD: A}     # activity → role → letter
  Tune rules: {R: SOC-L2, A: SOC-LEAD, C: [SOC-L1]}       # activity → letter → roles
raci:
  SOC-LEAD: {Close incident: A, Tune rules: A}            # role → activity → letter
raci:
  - {activity: Close incident, R: SOC-L2, A: SOC-LEAD}    # one record an activity
  - {activity: Tune rules, role: SOC-L2, letter: R}       # one record a letter
```
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import yaml

from rolegraph.documents.outline import Passage, Row, SetAside, Table
from rolegraph.documents.readers.records.keys import DUTIES, STEPS, fields_of, folded_key, is_filled

_WORDS = {
    "R": ("r", "responsible", "verantwortlich", "durchführung", "réalisateur", "ejecutor", "doer"),
    "A": ("a", "accountable", "rechenschaftspflichtig", "approbateur", "aprobador", "redevable"),
    "C": ("c", "consulted", "consult", "konsultiert", "zubefragen", "consulté", "consultado"),
    "I": ("i", "informed", "inform", "informiert", "zuinformieren", "informé", "informado"),
    "S": ("s", "support", "supports", "supporting", "unterstützend"),
}
_LETTER_OF = {word: letter for letter, words in _WORDS.items() for word in words}
_LETTERS = re.compile(r"[RACISVPDQ](?:\s*[/,&+|]?\s*[RACISVPDQ]){0,3}", re.IGNORECASE)
_ACTIVITIES = (
    *("activity", "task", "process", "step", "deliverable", "decision", "name", "title", "item"),
    *("what", "work", "aktivität", "aufgabe", "tätigkeit", "prozess", "activité", "tâche"),
    *("actividad", "tarea", "attività", "processus"),
)
_ROLE = ("role", "who", "rolle", "rôle", "rol", "ruolo", "actor")
_LETTER = ("letter", "raci", "participation", "involvement", "code", "value", "type", "beteiligung")
_MATRIX = re.compile(
    r"ra[sc]?[sc]?ci.*|daci|rapid|.*(?:responsibility|raci|assignment)matrix|assignments"
    r"|.*zuständigkeitsmatrix|.*verantwortungsmatrix|matrice.*|matriz.*"
)


@dataclass
class Matrix:
    """A matrix while it is read: who takes part in which activity, and by which letters.

    Attributes:
        activities, roles: their names → where they stand first.
        cells: activity and role → the letters, with their places.
        aside: what names something once more, and what could not be read.
    """

    activities: dict[str, yaml.Node] = field(default_factory=dict)
    roles: dict[str, yaml.Node] = field(default_factory=dict)
    cells: dict[tuple[str, str], list[tuple[yaml.Node, str]]] = field(default_factory=dict)
    aside: list[SetAside] = field(default_factory=list)

    def add(self, activity: yaml.Node, role: yaml.Node, at: yaml.Node, letters: str) -> None:
        """Note that a role takes part in an activity."""
        for named, node in ((self.activities, activity), (self.roles, role)):
            name = str(node.value).strip()
            if named.setdefault(name, node) is not node:
                self.claim(node)
        both = str(activity.value).strip(), str(role.value).strip()
        self.cells.setdefault(both, []).append((at, letters))

    def claim(self, *nodes: yaml.Node | None) -> None:
        """Note that something was understood that stands in no cell."""
        self.aside += [
            SetAside(each.start_mark.index, each.end_mark.index, "") for each in nodes if each
        ]

    def table(self, key: yaml.Node | None, passage: Callable[[yaml.Node], Passage]) -> Table:
        """Return the matrix as a table with an activity in each row and a role in each column."""
        head = Row(
            (None, *map(passage, self.roles.values())), key.start_mark.line + 1 if key else 0
        )
        rows = []
        for activity, node in self.activities.items():
            cells: list[Passage | None] = []
            for role in self.roles:
                found = self.cells.get((activity, role), [])
                self.claim(*(at for at, _ in found[1:]))
                letters = "/".join(dict.fromkeys(each for _, each in found))
                place = passage(found[0][0]) if found else None
                cells.append(Passage(place.span, letters) if place else None)
            rows.append(Row((passage(node), *cells), node.start_mark.line + 1))
        return Table(head, tuple(rows), of_activities=True)


def matrix_of(
    key: yaml.Node | None, node: yaml.Node, is_role: Callable[[str], bool]
) -> Matrix | None:
    """Return a value as a matrix; None where it is none.

    Args:
        key: the field that it stands in.
        node: the value.
        is_role: whether a name is that of a record of the file that may be a role.
    """
    is_said = key is not None and _MATRIX.fullmatch(folded_key(str(key.value))) is not None
    matrix = Matrix()
    if isinstance(node, yaml.MappingNode) and node.value:
        if not all(isinstance(value, yaml.MappingNode) for _, value in node.value):
            return None
        parts = [_row_of(name, value, matrix, is_role) for name, value in node.value]
    elif isinstance(node, yaml.SequenceNode) and node.value:
        if not all(isinstance(value, yaml.MappingNode) for value in node.value):
            return None
        parts = [_record_of(value, matrix) for value in node.value]
    else:
        return None
    read = sum(parts)
    # Two thirds at least; below “raci” one line will do.
    is_one = read >= 1 if is_said else read == len(parts) and len(matrix.cells) > 1
    return matrix if is_one and matrix.cells else None


def letters_of(node: yaml.Node) -> str:
    """Return the letters of a value such as `A/R` or `responsible`; empty where it has none."""
    if isinstance(node, yaml.SequenceNode):
        found = [letters_of(each) for each in node.value]
        return "/".join(found) if found and all(found) else ""
    if not isinstance(node, yaml.ScalarNode):
        return ""
    text = str(node.value).strip()
    if text.upper() == text and _LETTERS.fullmatch(text):
        return "/".join(re.findall("[A-Z]", text))
    return _LETTER_OF.get(folded_key(text), "")


def _row_of(
    name: yaml.Node, value: yaml.MappingNode, matrix: Matrix, is_role: Callable[[str], bool]
) -> bool:
    """Read `Close incident: {SOC-L2: R}`, `SOC-L2: {Close incident: R}` or `Close: {R: SOC-L2}`."""
    keys = [_LETTER_OF.get(folded_key(str(key.value)), "") for key, _ in value.value]
    if keys and all(keys):
        for (key, roles), letter in zip(value.value, keys, strict=True):
            _all(name, key, roles, letter, matrix)
        return True
    letters = [(key, each, letters_of(each)) for key, each in value.value]
    if not letters or not any(found for _, _, found in letters):
        return False
    inner = sum(is_role(str(key.value)) for key, _, _ in letters)
    turned = is_role(str(name.value)) and not inner
    for key, each, found in letters:
        activity, role = (key, name) if turned else (name, key)
        matrix.add(activity, role, each, found or str(getattr(each, "value", "")))
    return True


def _record_of(node: yaml.MappingNode, matrix: Matrix) -> bool:
    """Read `{activity: …, R: …, A: …}` or `{activity: …, role: …, letter: R}`."""
    fields = fields_of(node)
    activity = _first(fields, _ACTIVITIES)
    role, said = _first(fields, _ROLE), _first(fields, _LETTER)
    if activity is None or not (STEPS | DUTIES).isdisjoint(fields):
        return False
    used: list[yaml.Node] = [activity]
    if role is not None and said is not None and letters_of(said):
        matrix.add(activity, role, said, letters_of(said))
        used += [role, said]
    else:
        found = [
            (key, value, letter)
            for key, value in node.value
            if (letter := _LETTER_OF.get(folded_key(str(key.value)), "")) and value is not activity
        ]
        inner = fields.get("raci") or fields.get("roles") or fields.get("assignments")
        if len(found) < 1 and isinstance(inner, yaml.MappingNode):
            if not _row_of(activity, inner, matrix, lambda _: False):
                return False
            used.append(inner)
        elif not {"R", "A"} & {letter for _, _, letter in found}:
            return False
        for key, value, letter in found:
            _all(activity, key, value, letter, matrix)
            used.append(value)
    for key, value in node.value:
        if any(value is each for each in used):
            matrix.claim(key)
        else:
            start, end = key.start_mark.index, value.end_mark.index
            matrix.aside.append(SetAside(start, end, "a note in a matrix"))
    return True


def _all(
    activity: yaml.Node, key: yaml.Node, roles: yaml.Node, letter: str, matrix: Matrix
) -> None:
    """Note the roles of one letter; the letter stands once for all of them."""
    for number, role in enumerate(_scalars(roles)):
        matrix.add(activity, role, key if number == 0 else role, letter)
    if not any(True for _ in _scalars(roles)):
        reason = f"names nobody who is “{letter}”"
        start, end = key.start_mark.index, max(key.end_mark.index, roles.end_mark.index)
        matrix.aside.append(SetAside(start, end, reason))


def _scalars(node: yaml.Node) -> Iterator[yaml.ScalarNode]:
    for each in node.value if isinstance(node, yaml.SequenceNode) else [node]:
        if isinstance(each, yaml.ScalarNode) and is_filled(each):
            yield each


def _first(fields: dict[str, yaml.Node], names: tuple[str, ...]) -> yaml.ScalarNode | None:
    found = (fields.get(each) for each in names)
    return next((e for e in found if isinstance(e, yaml.ScalarNode) and is_filled(e)), None)
