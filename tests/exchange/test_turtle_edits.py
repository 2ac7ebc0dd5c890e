"""A Turtle file is brought to a new state with the smallest difference of its text."""

from __future__ import annotations

from collections import defaultdict

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rolegraph.exchange.files.turtle_file import edit_turtle, parse_turtle
from rolegraph.exchange.files.units import Triples
from rolegraph.rdf.namespaces import XSD
from rolegraph.rdf.terms import Literal, NamedNode, Term, Triple

BASE = "https://w3id.org/rolegraph/graph/data/personas.ttl"
HEAD = """\
# People, in the order in which a reader should meet them.

@prefix p: <https://w3id.org/rolegraph/id/personas/> .
@prefix rg: <https://w3id.org/rolegraph/ontology#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .

"""
ROBIN = """\
p:robin a rg:Persona ;
    skos:prefLabel "Robin"@en ;  # as on the badge
    rg:hasGoal "Tell how good it is."@en,
        "Be believed."@en ;
    rg:status "draft" .
"""
ADA = """\
# Ada came later.
p:ada a rg:Persona ;
    skos:prefLabel "Ada"@en .
"""
FILE = HEAD + ROBIN + "\n" + ADA


def things(turtle: str) -> dict[str, Triples]:
    found: dict[str, set[Triple]] = defaultdict(set)
    for triple in parse_turtle(turtle, BASE, "test"):
        found[triple.subject.value].add(triple)
    return {subject: frozenset(triples) for subject, triples in found.items()}


def edited(text: str, wanted: str) -> str:
    return edit_turtle(text, BASE, things(text), things(wanted))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('"Robin"@en', '"Robin C."@en'),
        ('"Be believed."@en', '"Be \\"heard\\"."@en'),
        (',\n        "Be believed."@en', ""),
        ('"Tell how good it is."@en,\n        ', ""),
        (' ;\n    rg:status "draft" .', " ."),
        (' ;\n    rg:status "draft" .', ' ;\n    rg:status "draft" ;\n    rg:quote "Hm."@en .'),
        (ADA.removeprefix("# Ada came later.\n"), ""),
        (
            '        "Be believed."@en ;\n',
            '        "Be believed."@en,\n        "Be done by five."@en ;\n',
        ),
        (ADA, ADA + '\np:new a rg:Persona ;\n    skos:prefLabel "New"@en .\n'),
    ],
    ids=lambda text: text.strip()[:30],
)
def test_only_what_changed_changes(old: str, new: str) -> None:
    """A reviewer of the pull request sees the change and nothing else."""
    assert old in FILE

    assert FILE.replace(old, new) == edited(FILE, FILE.replace(old, new))


def test_a_comment_over_a_thing_stays_when_the_thing_goes() -> None:
    """What a person wrote for people is theirs to remove."""
    assert edited(FILE, HEAD + ROBIN).endswith("# Ada came later.\n")


def test_a_part_of_a_thing_stands_behind_it() -> None:
    """A quotation belongs to its statement, not to the end of the file."""
    part = (
        "p:robin a rg:Persona . <https://w3id.org/rolegraph/id/personas/robin#quote> a rg:Quote ."
    )

    lines = edited(FILE, FILE + part).split("\n\n")

    assert "<https://w3id.org/rolegraph/id/personas/robin#quote> a rg:Quote ." == lines[3]


def test_steps_stand_with_the_steps_of_their_workflow() -> None:
    """A file is laid out to be read; a new step at its end would be lost."""
    text = HEAD + "\n".join(
        f"p:{name} a rg:{kind} .\n"
        for name, kind in (
            ("test-a-model", "Workflow"),
            ("test-a-model-plan", "Step"),
            ("test-a-model-run", "Step"),
            ("clean-the-data", "Workflow"),
            ("clean-the-data-look", "Step"),
        )
    )

    found = edited(text, text + "p:test-a-model-report a rg:Step . p:another a rg:Workflow .")

    order = [line.split()[0] for line in found.splitlines() if line.startswith("p:")]
    assert order.index("p:test-a-model-run") + 1 == order.index("p:test-a-model-report")
    assert "p:another" == order[-1]


def test_a_missing_prefix_is_declared_among_the_others() -> None:
    """Full IRIs in the middle of a file laid out with prefixes are hard to read."""
    created = f' ; <http://purl.org/dc/terms/created> "2026-01-02"^^<{XSD}date> .'
    wanted = FILE.replace(' ;\n    rg:status "draft" .', created)

    found = edited(FILE, wanted)

    head = found.splitlines()[2:7]
    assert ["dcterms:", "p:", "rg:", "skos:", "xsd:"] == [line.split()[1] for line in head]
    assert '    dcterms:created "2026-01-02"^^xsd:date .\n' in found


def test_line_ends_of_other_systems_are_kept() -> None:
    """A file of CRLF lines does not become one of both kinds."""
    text = FILE.replace("\n", "\r\n")
    wanted = FILE.replace('"draft"', '"approved"') + "p:new a rg:Persona ; rg:status 'draft' ."

    found = edited(text, wanted)

    assert found.count("\n") == found.count("\r\n")
    assert things(wanted) == things(found)


def test_a_file_that_no_edit_fits_is_laid_out_anew_below_its_comment() -> None:
    """Better a large difference than a wrong one."""
    text = "# On top.\n\n<a> <b> <c> . <a> <b> <c>, <d> ."
    wanted = "<a> <b> <e> ."

    found = edited(text, wanted)

    assert found.startswith("# On top.\n")
    assert things(wanted) == things(found)


WORDS = st.sampled_from(
    ["one", "two.", "it's # no; comment", 'a "quote"', "two\nlines", "ü\\", "a . b"]
)
OBJECTS: st.SearchStrategy[Term] = st.one_of(
    WORDS.map(lambda text: Literal(text, language="en")),
    WORDS.map(Literal),
    st.sampled_from(["1", "-2"]).map(lambda n: Literal(n, datatype=NamedNode(XSD + "integer"))),
    st.sampled_from("abc").map(
        lambda name: NamedNode(f"https://w3id.org/rolegraph/id/roles/{name}")
    ),
)
SUBJECTS = st.sampled_from([f"https://w3id.org/rolegraph/id/personas/{name}" for name in "abcdef"])
PREDICATES = st.sampled_from(
    [
        "https://w3id.org/rolegraph/ontology#hasGoal",
        "http://www.w3.org/2004/02/skos/core#prefLabel",
        "http://purl.org/dc/terms/created",
        "http://www.w3.org/1999/02/22-rdf-syntax-ns#type",
    ]
)
TRIPLES = st.builds(
    lambda subject, predicate, value: Triple(NamedNode(subject), NamedNode(predicate), value),
    SUBJECTS,
    PREDICATES,
    OBJECTS,
)


def by_thing(triples: set[Triple]) -> dict[str, Triples]:
    subjects = sorted({triple.subject.value for triple in triples})
    return {s: frozenset(t for t in triples if t.subject.value == s) for s in subjects}


def laid_out(found: dict[str, Triples], style: int) -> str:
    """Write things as one of three hands would, with a comment over each."""
    text = HEAD
    for subject, triples in found.items():
        text += f"# About {subject[-1]}.\n"
        lines = [f"<{t.predicate.value}> {t.object}" for t in sorted(triples, key=str)]
        if style == 0:
            text += f"<{subject}> " + " ;\n  ".join(lines) + " .\n\n"
        elif style == 1:
            text += "".join(f"<{subject}> {line} .\n" for line in lines)
        else:
            text += f"p:{subject[-1]} " + "; ".join(lines) + ";.\n"
    return text


@given(st.sets(TRIPLES, min_size=1), st.sets(TRIPLES, min_size=1), st.integers(0, 2))
def test_any_change_of_any_file_says_what_it_should(
    before: set[Triple], after: set[Triple], style: int
) -> None:
    """Whatever the layout: the new state, exactly; and what did not change as it stood."""
    old, new = by_thing(before), by_thing(after)
    text = laid_out(old, style)
    assert old == things(text)

    found = edit_turtle(text, BASE, old, new)

    assert new == things(found)
    assert found.startswith(HEAD[: HEAD.index("@prefix")])
    for subject, triples in old.items():
        if new.get(subject) == triples:
            own = laid_out({subject: triples}, style).removeprefix(HEAD).strip()
            assert own in found
    for number, line in enumerate(text.splitlines()):
        assert not line.startswith("# About") or line in found, number


@given(st.sets(TRIPLES, min_size=1), st.integers(0, 2))
def test_no_change_is_no_change(triples: set[Triple], style: int) -> None:
    """Not a byte, whatever the layout."""
    text = laid_out(by_thing(triples), style)

    assert text == edit_turtle(text, BASE, by_thing(triples), by_thing(triples))
