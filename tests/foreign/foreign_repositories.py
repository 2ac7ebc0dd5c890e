"""Public repositories with shapes and data, and which files of theirs are judged together.

They are not part of this repository. FOREIGN names the folder with a copy of each, by its name.
"""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

VARIABLE = "FOREIGN"


@dataclass(frozen=True)
class Repository:
    """A public repository at a pinned revision.

    Attributes:
        address: owner and name on GitHub.
        revision: the commit.
        sets: patterns of shapes → patterns of data. Each file of data is judged by itself.
        ontology: patterns of files that are judged together with each file of data.
        together: whether the files of data are judged as one graph.
    """

    address: str
    revision: str
    sets: dict[tuple[str, ...], tuple[str, ...]]
    ontology: tuple[str, ...] = ()
    together: bool = False

    @property
    def name(self) -> str:
        """The name of its folder."""
        return self.address.rpartition("/")[2]


@dataclass(frozen=True)
class Case:
    """What is judged in one run.

    Attributes:
        name: names it among all.
        data, shapes, ontology: files.
    """

    name: str
    data: tuple[Path, ...]
    shapes: tuple[Path, ...]
    ontology: tuple[Path, ...]


_DCAT_AP = "releases/3.0.1/html/shacl"
_PROFILE = "rocrate_validator/profiles/ro-crate/1.1"
_CRATES = "tests/data/crates"
REPOSITORIES = (
    Repository(
        "SEMICeu/DCAT-AP",
        "7c531da7f154794da620fd0e57a3e8afe0286c0f",
        {
            (f"{_DCAT_AP}/shapes.ttl", f"{_DCAT_AP}/shapes_recommended.ttl"): (
                "releases/3.0.1/html/examples/*.ttl",
                "releases/3.0.0-hvd/html/examples/*.ttl",
            ),
            (f"{_DCAT_AP}/range.ttl", f"{_DCAT_AP}/mdr-vocabularies.shape.ttl"): (
                "releases/3.0.1/html/examples/*.ttl",
            ),
            ("releases/3.0.1/shacl/dcat-ap-SHACL.ttl",): ("releases/3.0.1/html/examples/*.ttl",),
        },
    ),
    Repository(
        "zazuko/cube-link",
        "905ce61799edea846d1502cf57004f95540d47b6",
        {
            (f"validation/{name}.ttl",): (f"test/{name}/*.ttl",)
            for name in (
                "basic-cube-constraint",
                "profile-opendataswiss",
                "profile-opendataswiss-lindas",
                "profile-visualize",
                "standalone-constraint-constraint",
                "standalone-cube-constraint",
            )
        },
    ),
    Repository(
        "AGLDWG/vocpub-profile",
        "24d33641440cc1c4849cb5d34cee116916ca2b98",
        {
            ("validators/validator.ttl",): ("examples/*.ttl", "vocs/*.ttl"),
            ("validators/validator.multilang.ttl",): ("examples/*.ttl",),
        },
    ),
    Repository(
        "ucoProject/UCO",
        "8335d32d600f717b7b4f43d74cf40efdf07aa340",
        {("ontology/*/*.ttl", "ontology/uco/*/*.ttl"): ("tests/examples/*.json",)},
        ontology=("ontology/*/*.ttl", "ontology/uco/*/*.ttl"),
        together=True,
    ),
    Repository(
        "crs4/rocrate-validator",
        "3fcaf92ae16a52fc7a6f9490bc7ac11db4a1535a",
        {
            (f"{_PROFILE}/prefixes.ttl", f"{_PROFILE}/*/*.ttl"): (
                f"{_CRATES}/valid/*/ro-crate-metadata.json",
                f"{_CRATES}/invalid/[1-9]*/*/ro-crate-metadata.json",
            ),
        },
        ontology=(f"{_PROFILE}/ontology.ttl",),
    ),
    Repository(
        "open223/models.open223.info",
        "bedc43d73b6c7ce6d40aaf249d130b854544d8da",
        {
            ("ontologies/223p.ttl",): (
                "models/guideline36-2021-A-1.ttl",
                "models/guideline36-2021-A-4.ttl",
                "models/design-patterns.ttl",
            )
        },
    ),
    Repository(
        "BrickSchema/Brick",
        "80674356d0da9b5db09b20ca30577b5d56f4479b",
        {
            ("bricksrc/root_class_shapes.ttl", "support/ref-schema.ttl"): (
                "examples/*/*.ttl",
                "examples/rice_brick.ttl",
            )
        },
        ontology=("alignments/rec/Brick-REC-alignment.ttl",),
    ),
)


def folder() -> Path | None:
    """Return the folder of the copies, if there is one."""
    named = os.environ.get(VARIABLE)
    return Path(named).resolve() if named else None


def cases(root: Path | None) -> Iterator[Case]:
    """Yield what is judged, of the repositories that there is a copy of."""
    for repository in REPOSITORIES if root else ():
        place = Path(str(root)) / repository.name
        for shapes, data in repository.sets.items():
            yield from _cases(repository, place, shapes, data)


def _cases(
    repository: Repository, place: Path, shapes: tuple[str, ...], data: tuple[str, ...]
) -> Iterator[Case]:
    rules, given = _files(place, shapes), _files(place, data)
    ontology = _files(place, repository.ontology)
    if not rules or not given:
        return
    groups = [given] if repository.together else [(file,) for file in given]
    for group in groups:
        first = group[0].relative_to(place).as_posix() if len(group) == 1 else "all data"
        yield Case(f"{repository.name}: {first} by {rules[0].name}", group, rules, ontology)


def _files(place: Path, patterns: tuple[str, ...]) -> tuple[Path, ...]:
    return tuple(file for pattern in patterns for file in sorted(place.glob(pattern)))
