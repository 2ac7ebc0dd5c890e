"""The findings of the present state follow the commits, and are those of a full validation."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rolegraph import resources
from rolegraph.analysis.analyses import Analyses
from rolegraph.analysis.coverage import MATRICES
from rolegraph.analysis.findings import PresentFindings
from rolegraph.catalogue import Catalogue
from rolegraph.rdf.patch import Patch
from rolegraph.rdf.terms import Literal, NamedNode, Quad
from rolegraph.shacl.findings import Finding
from rolegraph.shacl.guard.guard import Guard
from rolegraph.store.embedded import EmbeddedStore
from rolegraph.store.files.loading import catalogue_quads

DATA = "https://w3id.org/rolegraph/graph/data/"


def kept(findings: object) -> list[Finding]:
    """Findings whatever their wording: two engines word values in their own ways."""
    return sorted(
        (f.severity, f.rule, f.focus, f.focus_label, f.path, f.value or "") for f in findings
    )  # type: ignore[attr-defined]


class Followed:
    """A store whose findings follow, beside findings that are made anew each time."""

    def __init__(self) -> None:
        self.store = EmbeddedStore()
        self.store.load(catalogue_quads(resources.root()))
        self.guard = Guard(self.store)
        self.findings = PresentFindings(self.store, self.guard)
        self.catalogue = Catalogue(self.store)
        self.store.on_commit(lambda revision, patch: self.catalogue.follow(patch, revision))
        self.analyses = Analyses(self.catalogue)
        self.store.on_commit(lambda revision, patch: self.analyses.follow(patch, revision))
        self.findings.all()
        self.quads = sorted(
            (q for q in self.store.data() if str(q.graph_name.value).startswith(DATA)),  # type: ignore[union-attr]
            key=str,
        )
        values = {quad.predicate: quad.object for quad in self.quads}
        self.pool = self.quads + [
            Quad(q.subject, p, o, q.graph_name) for q in self.quads[::40] for p, o in values.items()
        ]


@pytest.fixture(scope="module")
def followed() -> Followed:
    return Followed()


@settings(
    max_examples=25,
    derandomize=True,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
@given(data=st.data())
def test_findings_and_analyses_that_follow_are_those_made_anew(
    followed: Followed, data: st.DataObject
) -> None:
    """What the page shows after a thousand commits must not depend on having been there."""
    for _ in range(data.draw(st.integers(1, 3))):
        removed = data.draw(st.lists(st.sampled_from(followed.quads), max_size=4))
        added = data.draw(st.lists(st.sampled_from(followed.pool), max_size=4))
        followed.store.apply(Patch.exact(removed, added, followed.store.holds))

    fresh = PresentFindings(followed.store, followed.guard)
    assert kept(fresh.all()) == kept(followed.findings.all())
    anew = Analyses(followed.catalogue)
    with followed.catalogue.view() as view:
        for name in MATRICES:
            assert anew.matrix(view, name) == followed.analyses.matrix(view, name)
        assert anew.separation(view) == followed.analyses.separation(view)


def test_findings_that_follow_read_no_more_than_the_change(
    followed: Followed, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A commit must not cost a validation of everything."""
    followed.findings.all()
    monkeypatch.setattr(EmbeddedStore, "dump", None)
    tool = NamedNode("https://w3id.org/rolegraph/id/tools/maite")
    purpose = NamedNode("https://w3id.org/rolegraph/ontology#purpose")
    quad = Quad(
        tool, purpose, Literal("Another purpose.", language="en"), NamedNode(DATA + "x.ttl")
    )
    followed.store.apply(Patch(added=frozenset([quad])))

    assert any(finding.focus == tool.value for finding in followed.findings.all())


def test_a_reader_does_not_wait_for_ever(followed: Followed) -> None:
    """With many roles the first validation takes long; the page says so."""
    fresh = PresentFindings(followed.store, followed.guard)

    assert fresh.within(0) is None
    assert fresh.within(60) is not None
