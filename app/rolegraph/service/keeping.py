"""Keeps what is known of all things for the next start, so that its first reads need not wait."""

from __future__ import annotations

import hashlib
import json
from importlib.metadata import version

from rolegraph import __version__
from rolegraph.analysis.analyses import Analyses
from rolegraph.analysis.findings import PresentFindings
from rolegraph.analysis.gaps import Gaps
from rolegraph.api.questions.kept_rows import KeptRows
from rolegraph.catalogue import Catalogue
from rolegraph.catalogue.schema.types import ResourceTypes
from rolegraph.history.touched import PART, Touched
from rolegraph.inference.current import Inference
from rolegraph.shacl.as_of import day_that_counts
from rolegraph.shacl.guard.guard import Guard
from rolegraph.store.embedded import EmbeddedStore
from rolegraph.store.kept import (
    DESCRIPTION_FILE,
    FINDINGS_FILE,
    INFERRED_FILE,
    ROWS_FILE,
    RULES_FILE,
    KeptIndex,
)

KEEP_FROM = 50_000
"""Quads below which nothing is kept or asked beforehand: to read all from the store takes as
long."""


def keep_for_first_start(store: EmbeddedStore) -> None:
    """Keep what the first start of a service would read off the engine.

    Args:
        store: loaded, and written to by nobody meanwhile.

    Raises:
        ConfigurationError: the shapes in the store break a convention.
    """
    catalogue = Catalogue(store)
    if not catalogue.types:  # a plain store, which has no lists
        return
    analyses, touched = Analyses(catalogue), Touched(store)
    findings = PresentFindings(store, Guard(store))
    keeping = Keeping(store, catalogue, analyses, touched, findings, least=0)
    for step in (catalogue.prepare, analyses.prepare, touched.prepare, keeping.keep):
        step()


class Keeping:
    """Takes what an earlier start has kept, and keeps it anew.

    Args:
        store: whose data directory has the file.
        catalogue: knows lists and texts.
        analyses: know relations.
        touched: knows which commits speak of which thing.
        findings: know what is wrong. The shapes are in the store, so the same revision has the
            same ones; another version of the service may judge otherwise.
        inference: what follows, if the service infers.
        least: quads that a store has at least for anything to be kept.
    """

    def __init__(
        self,
        store: EmbeddedStore,
        catalogue: Catalogue,
        analyses: Analyses,
        touched: Touched,
        findings: PresentFindings,
        inference: Inference | None = None,
        least: int = KEEP_FROM,
    ) -> None:
        self._store, self._catalogue = store, catalogue
        self._analyses, self._touched, self._findings = analyses, touched, findings
        self._inference = inference
        self._kept = KeptIndex(store, rules_of(catalogue.types), least=least)
        catalogue.use(self._kept)
        analyses.use(self._kept)
        touched.use(self._kept)
        judges = f"{__version__} {version('shacl')} {version('rdflib')}"
        if day := day_that_counts(store):
            judges += f" {day}"  # the same data are too old one day
        findings.use(KeptIndex(store, judges, FINDINGS_FILE, least))

        if inference is not None:
            inference.use(KeptIndex(store, __version__, INFERRED_FILE, least))
        self._rows: tuple[KeptRows, ...] = ()
        self._gaps: Gaps | None = None
        self._least = least

    def description(self, rules: str) -> KeptIndex:
        """Return the file of the description of the API.

        Args:
            rules: what it follows from, besides the shapes.
        """
        types = rules_of(self._catalogue.types)
        return KeptIndex(self._store, f"{rules} {types}", DESCRIPTION_FILE, self._least)

    def rules_shown(self) -> KeptIndex:
        """Return the file of what pages tell of ontology and shapes."""
        return KeptIndex(self._store, __version__, RULES_FILE, self._least)

    def add_gaps(self, gaps: Gaps) -> None:
        """Keep the gaps of coverage as well."""
        gaps.use(self._kept)
        self._gaps = gaps

    def add(self, rows: KeptRows) -> None:
        """Keep rows of questions as well."""
        engine = f"{__version__} {version('pyoxigraph')}"
        rows.use(KeptIndex(self._store, engine, ROWS_FILE, self._least))
        self._rows = (*self._rows, rows)

    @property
    def has_something(self) -> bool:
        """Whether an earlier start has kept something that fits."""
        return self._kept.revision >= 0

    def keep(self) -> None:
        """Write what is known now, if it is all known and not yet kept."""
        self._findings.keep()
        if self._inference is not None:
            self._inference.keep()
        for rows in self._rows:
            rows.keep()
        with self._store.reading() as revision:
            gaps = self._gaps.parts(revision) if self._gaps is not None else {}
            # Who ended early may have kept all but these.
            now = {*gaps, PART} if self._touched.knows(revision) else {*gaps}
            if not self._kept.lacks(revision, now):
                return
            parts = self._catalogue.parts(revision)
            relations = self._analyses.parts(revision)
            touched = self._touched.parts(revision)
        if parts and relations:
            self._kept.write(revision, {**parts, **relations, **touched, **gaps})


def rules_of(types: ResourceTypes) -> str:
    """Return a short text that differs where types would make other lists or texts of the data."""
    said = [
        [t.plural, t.iri, t.ordered_by, sorted(t.classes)]
        + [[f.name, *f.path, f.kind, f.datatype, len(f.choices)] for f in t.fields]
        for t in types.values()
    ]
    text = json.dumps([types.label_predicate, said])
    return hashlib.sha256(text.encode()).hexdigest()
