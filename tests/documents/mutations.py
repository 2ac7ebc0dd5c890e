"""Ways to change the shipped document, and what drift each of them is.

A change is a list of replacements; each old text must be there exactly once. Expected are pairs of
a rule and a place: a line of the changed document, or the end of an IRI whose block in the Turtle
file is meant.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from document_graphs import ROOT

SHIPPED = (ROOT / "data/roles.md").read_text(encoding="utf-8")
ANALYST = SHIPPED[SHIPPED.index("## 3. Data") : SHIPPED.index("## 4. AI Red")]
TEAMER = SHIPPED[SHIPPED.index("## 4. AI Red") : SHIPPED.index("## References")]
NOTE = SHIPPED[SHIPPED.index(" We're calling") : SHIPPED.index(" \n\n## 3. Data")]
PILOT = "## 5. Pilot\n\n- Fly it\n- Land it safely\n\n"
REFERENCE_4 = SHIPPED[SHIPPED.rindex("\n1. [") :]
REFERENCE_2 = SHIPPED[SHIPPED.index("1. [Red Hat") : SHIPPED.index("1. [Domino")]
REFERENCE_3 = SHIPPED[SHIPPED.index("1. [Domino") : SHIPPED.index("1. [AWS Well")]


@dataclass(frozen=True)
class Mutation:
    """A change of the document and what it is."""

    name: str
    changes: tuple[tuple[str, str], ...]
    expected: frozenset[tuple[str, int | str]]

    @property
    def text(self) -> str:
        text = SHIPPED
        for old, new in self.changes:
            assert 1 == text.count(old), f"{self.name}: {old!r}"
            text = text.replace(old, new)
        return text


def mutation(
    name: str, *changes: tuple[str, str], expected: set[tuple[str, int | str]]
) -> Mutation:
    return Mutation(name, changes, frozenset((f"drift-{rule}", at) for rule, at in expected))


MUTATIONS = [
    mutation(
        "a bullet added",
        ("summary report of findings\n", "summary report of findings\n- Teach what was found\n"),
        expected={("added", 20)},
    ),
    mutation(
        "a bullet removed",
        ("- Model experimentation\n", ""),
        expected={("removed", "responsibilities/ml-developer-model-experimentation")},
    ),
    mutation(
        "a bullet reworded",
        ("Develop summary report of findings", "Develop a short report of all findings"),
        expected={("reworded", 19)},
    ),
    mutation(
        "a bullet reworded behind its sixth word",
        ("within various settings and contexts", "within various settings and surroundings"),
        expected={("reworded", 14)},
    ),
    mutation(
        "a bullet set in bold",
        ("- Feature engineering", "- **Feature engineering**"),
        expected={("reworded", 27)},
    ),
    mutation(
        "a bullet in two",
        (
            "- Verification of requirements satisfaction and validation of evaluation results\n",
            "- Verification of requirements satisfaction\n- Validate evaluation results\n",
        ),
        expected={("reworded", 16), ("added", 17)},
    ),
    mutation(
        "the first bullet last",
        ("- Data visualization and analysis\n", ""),
        (
            "preparation and cleaning\n",
            "preparation and cleaning\n- Data visualization and analysis\n",
        ),
        expected={("reordered", 38)},
    ),
    mutation(
        "two bullets exchanged",
        (
            "- Model experimentation\n- Feature engineering\n",
            "- Feature engineering\n- Model experimentation\n",
        ),
        expected={("reordered", 26)},
    ),
    mutation(
        "a bullet under another role",
        ("- Feature engineering\n", ""),
        ("- Data preparation and", "- Feature engineering\n- Data preparation and"),
        expected={("moved", 37)},
    ),
    mutation(
        "often dropped",
        ("Often possess limited", "Possess limited"),
        expected={("requalified", 48)},
    ),
    mutation(
        "often become rarely",
        ("Often possess limited", "Rarely possess limited"),
        expected={("requalified", 48)},
    ),
    mutation(
        "often added, with other words",
        ("- Explore potential unknown risks", "- Always explore potential new unknown risks"),
        expected={("requalified", 18), ("reworded", 18)},
    ),
    mutation(
        "a denial dropped",
        ("- Not a developer of the system", "- A developer of the system"),
        expected={("kind", 20)},
    ),
    mutation(
        "a denial added",
        ("- Perform threat analysis", "- Does not perform threat analysis"),
        expected={("kind", 45)},
    ),
    mutation(
        "a role renamed",
        ("2. ML Developer\n3.", "2. Model Builder\n3."),
        ("## 2. ML Developer", "## 2. Model Builder"),
        expected={("renamed", 22)},
    ),
    mutation(
        "a role removed",
        ("3. Data Analyst\n4. AI Red Teamer", "3. AI Red Teamer"),
        (ANALYST, ""),
        ("## 4. AI Red", "## 3. AI Red"),
        expected={("removed", "roles/data-analyst")},
    ),
    mutation(
        "a role added",
        ("3. Data Analyst\n4. AI Red Teamer", "3. Data Analyst\n4. AI Red Teamer\n5. Pilot"),
        ("## References", f"{PILOT}## References"),
        expected={("added", 51)},
    ),
    mutation(
        "two roles exchanged",
        ("3. Data Analyst\n4. AI Red Teamer", "3. AI Red Teamer\n4. Data Analyst"),
        (
            ANALYST + TEAMER,
            TEAMER.replace("## 4", "## 3", 1) + ANALYST.replace("## 3", "## 4", 1),
        ),
        expected={("reordered", 33)},
    ),
    mutation(
        "a reference and its citation gone",
        (REFERENCE_4, ""),
        ("Data Analyst in [3] and [4]", "Data Analyst in [3]"),
        expected={
            ("reference-gone", "references/roles-4"),
            ("removed", "citations/data-analyst-data-analyst-4"),
        },
    ),
    mutation(
        "a reference in the middle gone and the others renumbered",
        (REFERENCE_2, ""),
        ("Data Scientist in [2] and [3]", "Data Scientist in [2]"),
        ("Data Analyst in [3] and [4]", "Data Analyst in [2] and [3]"),
        expected={
            ("reference-gone", "references/roles-2"),
            ("removed", "citations/ml-developer-data-scientist-2"),
        },
    ),
    mutation(
        "a reference under another title",
        ("[Domino ML Roles]", "[Seven ML Roles]"),
        expected={("renamed", 54)},
    ),
    mutation(
        "a reference at another address",
        ("com/blog/7-roles-in-mlops", "com/blog/eight-roles"),
        expected={("reference-changed", 54)},
    ),
    mutation(
        "a reference added",
        ("## References\n\n", "## References\n\n1. [A Book](https://example.org/book)\n"),
        (
            "Engineer in [1], and Data Scientist in [2] and [3]",
            "Engineer in [2], and Data Scientist in [3] and [4]",
        ),
        ("Data Analyst in [3] and [4]", "Data Analyst in [4] and [5]"),
        expected={("added", 52)},
    ),
    mutation(
        "two references exchanged, and so what is cited",
        (REFERENCE_2 + REFERENCE_3, REFERENCE_3 + REFERENCE_2),
        expected={("reordered", 53), ("citation", 40)},
    ),
    mutation(
        "another reference cited",
        ("Data Scientist in [2] and [3]", "Data Scientist in [2] and [4]"),
        expected={("citation", 31)},
    ),
    mutation(
        "another name cited",
        ("Scientist and ML Engineer in [1]", "Scientist and AI Engineer in [1]"),
        expected={("citation", 31)},
    ),
    mutation(
        "a citation added",
        ("Data Analyst in [3] and [4]", "Data Analyst in [2], [3] and [4]"),
        expected={("added", 40)},
    ),
    mutation(
        "a naming note reworded",
        ("is easily confused with the following", "is readily confused with the following"),
        expected={("note", 31)},
    ),
    mutation(
        "a naming note removed",
        (NOTE, ""),
        expected={("removed", "naming-notes/ml-developer-1")},
    ),
    mutation(
        "a naming note added",
        ("job description. Note that", "job description. Do not say number cruncher. Note that"),
        expected={("added", 40)},
    ),
    mutation(
        "the commitment firmer",
        ("different roles we may support", "different roles we must support"),
        expected={("commitment", 5)},
    ),
    mutation(
        "the passage on roles reworded",
        ("a number of different types of users", "several types of users"),
        expected={("scheme", 3)},
    ),
    mutation(
        "a blank at the end of a line gone",
        ("threat analysis \n", "threat analysis\n"),
        expected={("whitespace", 45)},
    ),
    mutation(
        "an empty line more",
        ("## 3. Data Analyst\n\n", "## 3. Data Analyst\n\n\n"),
        expected={("whitespace", 35)},
    ),
    mutation(
        "words of no statement changed",
        ("[2] and [3] for references and", "[2] and [3] for sources and"),
        expected={("text", 31)},
    ),
    mutation(
        "another sign before a bullet",
        ("- Data visualization", "* Data visualization"),
        expected={("text", 35)},
    ),
]


def write_catalogue(folder: Path, document: str = SHIPPED, *, whole: bool = False) -> Path:
    """Copy the shipped graph and curation into a folder, and a text as the document; return that.

    With `whole` the other files of the catalogue are copied too.
    """
    data = folder / "data"
    data.mkdir()
    for source in (ROOT / "data").iterdir():
        if whole or source.name.startswith("roles."):
            (data / source.name).write_bytes(source.read_bytes())
    path = data / "roles.md"
    path.write_bytes(document.encode())
    return path
