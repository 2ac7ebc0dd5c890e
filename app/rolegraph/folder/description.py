"""What a store says of the catalogue it holds: `rolegraph.toml` as triples, and back.

The description stands in the graph `<…/graph/catalogue>`, beside the rules. So a service knows base
IRI, title and licence of its catalogue wherever its store comes from: a folder, a backup, a leader
or a remote store. The terms are those of VoID and Dublin Core; `void:uriSpace` is the base.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from rolegraph.folder.catalogue_folder import RULE_PARTS, CatalogueFolder
from rolegraph.rdf.namespaces import CATALOGUE_GRAPH, DCTERMS, PREFIXES, RDF, SHAPES, THINGS
from rolegraph.rdf.quad_source import QuadSource
from rolegraph.rdf.terms import Literal, NamedNode, Quad, Term

OFF = "off"
_Questions = Mapping[str, Mapping[str, str] | str]
_JSON = NamedNode(RDF + "JSON")
_URI_SPACE = PREFIXES["void"] + "uriSpace"
_DEPLOYED, _FILE, _PROFILE, _SAMPLE, _LANGUAGE, _DEFAULTS, _PROPOSALS, _READ = (
    SHAPES + name
    for name in (
        "deployed",
        "deployedFile",
        "profile",
        "sample",
        "mainLanguage",
        "questionDefaults",
        "proposalRules",
        "documentsAndWords",
    )
)

DEPLOYMENT = frozenset({_DEPLOYED, _FILE})
"""Properties of a description that tell which files it was made from; nothing that people read."""


@dataclass(frozen=True)
class ProposalRules:
    """Who may approve proposals.

    Attributes:
        approve: the least role that may: `editor` or `admin`.
        approvals: how many people must.
        own: whether people may approve what they proposed themselves.
        approved: who may give things the status `approved`: `review` (whoever has a review of
            the thing, or a proposal that was approved) or `anyone`.
    """

    approve: str = "editor"
    approvals: int = 1
    own: bool = False
    approved: str = "review"


@dataclass(frozen=True)
class Description:
    """The catalogue that a store holds.

    Attributes:
        title: its name, for pages and answers.
        description: what it is about.
        base: what the IRIs of its resources begin with.
        languages: the tags of its texts, the main one first.
        creator, publisher: names, or nothing.
        license: an IRI, or None.
        profile: `draft` or `complete`.
        sample: whether it is the catalogue that is shipped with the package.
        deployed: a hash of `rolegraph.toml`, ontology and shapes as they were deployed.
        defaults: query → parameter → value of parameters that are left out.
        silent: questions that are off: what they ask for is not missed.
        files: the files of ontology and shapes that were deployed, such as `shapes/role.ttl`.
        proposals: who may approve proposals.
        documents: path of a source document → how it is read, in the order of `rolegraph.toml`.
        words: language → the catalogue's own words for headings and labels of its documents.
    """

    title: str = "rolegraph"
    description: str = ""
    base: str = THINGS
    languages: tuple[str, ...] = ("en",)
    creator: str = ""
    publisher: str = ""
    license: str | None = None
    profile: str = "complete"
    sample: bool = False
    deployed: str = ""
    files: tuple[str, ...] = ()
    defaults: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    proposals: ProposalRules = ProposalRules()
    silent: tuple[str, ...] = ()
    documents: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    words: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)

    @property
    def language(self) -> str:
        """The tag that new texts get."""
        return self.languages[0]

    @classmethod
    def of(cls, folder: CatalogueFolder) -> Description:
        """Return what the folder of a catalogue says."""
        manifest = folder.manifest
        about = manifest.catalogue
        return cls(
            title=about.title,
            description=about.description,
            base=about.base,
            languages=about.tags,
            creator=about.creator,
            publisher=about.publisher,
            license=about.license,
            profile=manifest.rules.profile.value,
            sample=folder.is_sample,
            deployed=folder.digest,
            files=tuple(file.key for file in folder.files(*RULE_PARTS)),
            defaults=_asked(manifest.questions),
            silent=_off(manifest.questions),
            proposals=ProposalRules(
                manifest.proposals.approve,
                manifest.proposals.approvals,
                manifest.proposals.own,
                manifest.proposals.approved,
            ),
            documents={
                key: entry.model_dump(mode="json", exclude_defaults=True)
                for key, entry in folder.documents()
            },
            words={
                language: own.model_dump(mode="json", exclude_defaults=True, by_alias=True)
                for language, own in manifest.words.items()
            },
        )

    @classmethod
    def from_quads(cls, quads: Iterable[Quad]) -> Description | None:
        """Return what the graph of the description says; None where it says nothing.

        Args:
            quads: those of the graph `CATALOGUE_GRAPH`.
        """
        said: dict[str, list[str]] = {}
        for quad in quads:
            if isinstance(quad.object, NamedNode | Literal):
                said.setdefault(quad.predicate.value, []).append(quad.object.value)
        if not said.get(_URI_SPACE):
            return None

        def one(predicate: str) -> str:
            return next(iter(said.get(predicate, ())), "")

        questions, read = json.loads(one(_DEFAULTS) or "{}"), json.loads(one(_READ) or "{}")
        main = one(_LANGUAGE)
        languages = (main, *sorted(said.get(DCTERMS + "language", ())))
        return cls(
            title=one(DCTERMS + "title"),
            description=one(DCTERMS + "description"),
            base=one(_URI_SPACE),
            languages=tuple(dict.fromkeys(filter(None, languages))) or ("en",),
            creator=one(DCTERMS + "creator"),
            publisher=one(DCTERMS + "publisher"),
            license=one(DCTERMS + "license") or None,
            profile=one(_PROFILE),
            sample=one(_SAMPLE) == "true",
            deployed=one(_DEPLOYED),
            files=tuple(sorted(said.get(_FILE, ()))),
            defaults=_asked(questions),
            silent=_off(questions),
            proposals=ProposalRules(**json.loads(one(_PROPOSALS) or "{}")),
            documents=read.get("documents", {}),
            words=read.get("words", {}),
        )

    def quads(self) -> list[Quad]:
        """Return the description as a graph."""
        language = self.language
        questions = {**self.defaults, **dict.fromkeys(self.silent, OFF)}
        said: list[tuple[str, Term]] = [
            (RDF + "type", NamedNode(PREFIXES["void"] + "Dataset")),
            (_URI_SPACE, Literal(self.base)),
            (DCTERMS + "title", Literal(self.title, language=language)),
            (_LANGUAGE, Literal(self.language)),
            *((DCTERMS + "language", Literal(tag)) for tag in self.languages),
            (_PROFILE, Literal(self.profile)),
            (_SAMPLE, Literal(self.sample)),
            (_DEPLOYED, Literal(self.deployed)),
            *((_FILE, Literal(key)) for key in self.files),
            (_DEFAULTS, Literal(json.dumps(questions, sort_keys=True), datatype=_JSON)),
            (_PROPOSALS, Literal(json.dumps(asdict(self.proposals)), datatype=_JSON)),
        ]
        if self.documents or self.words:
            read = {"documents": self.documents, "words": self.words}
            text = json.dumps(read, ensure_ascii=False)
            said.append((_READ, Literal(text, datatype=_JSON)))
        said += [
            (DCTERMS + name, Literal(value, language=language))
            for name in ("description", "creator", "publisher")
            if (value := getattr(self, name))
        ]
        if self.license:
            said.append((DCTERMS + "license", NamedNode(self.license)))
        subject, graph = NamedNode(self.base), NamedNode(CATALOGUE_GRAPH)
        return [Quad(subject, NamedNode(predicate), term, graph) for predicate, term in said]


def _asked(questions: _Questions) -> dict[str, Mapping[str, str]]:
    return {name: given for name, given in questions.items() if not isinstance(given, str)}


def _off(questions: _Questions) -> tuple[str, ...]:
    return tuple(sorted(name for name, given in questions.items() if given == OFF))


def description_of(store: QuadSource) -> Description | None:
    """Return what a store says of its catalogue, or None where it holds none."""
    return Description.from_quads(store.match(graph=NamedNode(CATALOGUE_GRAPH)))


def base_of(store: QuadSource) -> str:
    """Return what the IRIs of a store's resources begin with."""
    return (description_of(store) or Description()).base
