"""Commits are told in words: who gained, lost or renamed what; on the page and in the feed alike."""

from __future__ import annotations

import html
from xml.etree import ElementTree as ET

import pytest

from rolegraph.api.changes.atom import ATOM, MOST, feed
from rolegraph.history.reports.commit_words import MOST_SENTENCES, CommitWords
from rolegraph.history.versions import Versions
from rolegraph.rdf.patch import Patch
from rolegraph.rdf.terms import NamedNode, Quad, RdfFormat, parse
from rolegraph.store.embedded import EmbeddedStore
from rolegraph.store.journal.entry_format import Entry
from serving import StartServer

ATOM_NAMESPACE = "{http://www.w3.org/2005/Atom}"
ID = "https://w3id.org/rolegraph/id/"
PREFIXES = f"""
@prefix roles: <{ID}roles/> . @prefix duties: <{ID}responsibilities/> .
@prefix rg: <https://w3id.org/rolegraph/ontology#> . @prefix skos: <http://www.w3.org/2004/02/skos/core#> .
"""
TEST = 'duties:t a rg:Responsibility ; skos:prefLabel "Test\\n  models"@en ; rg:statementOf roles:ml-developer .'
TOKEN = "a-token-for-the-feed-of-changes"


def quads(turtle: str) -> frozenset[Quad]:
    triples = parse(PREFIXES + turtle, format=RdfFormat.TURTLE)
    return frozenset(Quad(t.subject, t.predicate, t.object, NamedNode("urn:g")) for t in triples)


def told(store: EmbeddedStore, *changes: tuple[str, str]) -> list[list[str]]:
    """Commit changes, each what goes and what comes, and tell of them."""
    first = store.revision + 1
    for removed, added in changes:
        store.apply(Patch(quads(removed), quads(added)))
    versions = Versions(store)
    words = CommitWords(
        store, versions, lambda: {"https://w3id.org/rolegraph/ontology#statementOf"}
    )
    return [list(words.of(versions.entry(at))) for at in range(first, store.revision + 1)]


def test_who_gained_and_lost_what_is_said(catalogue_store: EmbeddedStore) -> None:
    """With the names that things had then."""
    gained, renamed, changed, moved, lost = told(
        catalogue_store,
        ("", TEST),
        (
            'duties:t skos:prefLabel "Test\\n  models"@en .',
            'duties:t skos:prefLabel "Try models"@en .',
        ),
        ("", 'duties:t rg:sourceLine 7 ; skos:altLabel "a"@en, "b"@en, "c"@en, "d"@en .'),
        (
            "duties:t rg:statementOf roles:ml-developer .",
            "duties:t rg:statementOf roles:data-analyst .",
        ),
        (
            'duties:t a rg:Responsibility ; skos:prefLabel "Try models"@en ; rg:statementOf roles:data-analyst .',
            "",
        ),
    )

    assert ["ML Developer gained the responsibility “Test models”."] == gained
    assert ["The responsibility “Test models” is now called “Try models”."] == renamed
    assert [
        "The responsibility “Try models”: other name, added: “a”, “b”, “c” and 1 more.",
        "The responsibility “Try models”: source line, added: “7”.",
    ] == sorted(changed)
    assert [
        "ML Developer lost the responsibility “Try models”.",
        "Data Analyst gained the responsibility “Try models”.",
    ] == moved
    assert ["Data Analyst lost the responsibility “Try models”."] == lost


def test_what_a_commit_is_about_comes_first_in_the_words_of_the_form(
    catalogue_store: EmbeddedStore,
) -> None:
    """“Add persona …” began with four artifacts, and said “has skill” where the form has “skills”."""
    persona = f"{ID}personas/z"
    for added, message in (
        (
            f"""<{ID}artifacts/a> a rg:Artifact ; skos:prefLabel "A plan"@en .
            <{persona}> a rg:Persona ; skos:prefLabel "Zoe"@en .""",
            "Add persona Zoe",
        ),
        (f'<{persona}> rg:hasSkill "Python" .', "More of Zoe"),
    ):
        catalogue_store.apply(Patch(frozenset(), quads(added)), {"message": message})
    versions = Versions(catalogue_store)
    known = {("persona", "https://w3id.org/rolegraph/ontology#hasSkill"): "skills"}
    words = CommitWords(catalogue_store, versions, fields=lambda: known)
    new, more = (words.of(versions.entry(catalogue_store.revision - back)) for back in (1, 0))

    assert ("The persona “Zoe” was added.", "The artifact “A plan” was added.") == new
    assert ("The persona “Zoe”: skills, added: “Python”.",) == more


def test_rules_that_come_with_the_service_are_counted_not_spelt_out(
    catalogue_store: EmbeddedStore,
) -> None:
    """After an update the page of changes began with hashes and names of shapes."""
    shapes = NamedNode("https://w3id.org/rolegraph/graph/shapes/own.ttl")
    about = NamedNode("https://w3id.org/rolegraph/graph/catalogue")
    rule = (
        "@prefix sh: <http://www.w3.org/ns/shacl#> . <urn:Shape> a sh:NodeShape ; sh:closed true ."
    )
    noted = f'<{ID}> <https://w3id.org/rolegraph/shapes#deployed> "1f6624" .'
    title = f'<{ID}> <http://purl.org/dc/terms/title> "Other"@en .'
    versions = Versions(catalogue_store)
    said = []
    for texts in ([(rule, shapes), (noted, about)], [(title, about)]):
        named = (
            Quad(t.subject, t.predicate, t.object, graph)
            for text, graph in texts
            for t in parse(text, format=RdfFormat.TURTLE)
        )
        revision = catalogue_store.apply(Patch(added=frozenset(named)))
        said.append(CommitWords(catalogue_store, versions).of(versions.entry(revision)))

    assert ("One rule or term of the catalogue came, went or changed.",) == said[0]
    assert "title, added: “Other”" in " ".join(said[1])


def test_a_commit_of_any_size_is_bounded(catalogue_store: EmbeddedStore) -> None:
    """The first filling is counted; of many things the first are told, and the rest counted."""
    many = " ".join(
        f'roles:n{n} a rg:Role ; skos:prefLabel "{n:03} {"x" * 500}"@en .'
        for n in range(MOST_SENTENCES + 5)
    )
    [sentences] = told(catalogue_store, ("", many))
    versions = Versions(catalogue_store)
    [whole] = CommitWords(catalogue_store, versions).of(versions.entry(1))

    assert MOST_SENTENCES + 1 == len(sentences)
    assert "And 5 more." == sentences[-1]
    assert max(map(len, sentences)) < 200
    assert whole.endswith("values were added, 0 removed.")


@pytest.mark.parametrize("text", ["<b>&amp;</b>", "\x00\x1b[31m", "]]>", "\ud7ff \U0001f600"])
def test_hostile_texts_stay_text_in_the_feed(text: str) -> None:
    """A label is shown, never read as markup; characters that XML lacks are replaced."""
    said = {"message": text, "author": text, "time": "2026-01-31T10:00:00+00:00"}
    entry = Entry(3, said, 0, 0)
    root = ET.fromstring(feed(text, "http://here/", [(entry, [f"{text} came."])]))  # noqa: S314 - made here
    shown = "".join("\N{REPLACEMENT CHARACTER}" if c < " " else c for c in text)

    item = root.find(f"{ATOM_NAMESPACE}entry")
    assert item is not None
    assert shown == item.findtext(f"{ATOM_NAMESPACE}title")
    assert f"{shown} came." == item.findtext(f"{ATOM_NAMESPACE}content")


def test_the_feed_and_the_page_say_the_same(start_server: StartServer) -> None:
    """Each entry has what RFC 4287 asks for, and leads to its commit."""
    server = start_server(ROLEGRAPH_WRITE_TOKEN=TOKEN)
    with server.client(headers={"Authorization": f"Bearer {TOKEN}"}) as client:
        update = """PREFIX rg: <https://w3id.org/rolegraph/ontology#> PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
        INSERT { GRAPH ?g { ?r skos:altLabel "ML <Builder>"@en } } WHERE { GRAPH ?g { ?r skos:prefLabel "ML Developer"@en } }"""
        assert client.post("/sparql", data={"update": update}).is_success
        answer = client.get("/changes.atom")
        again = client.get("/changes.atom", headers={"If-None-Match": answer.headers["etag"]})
        page = client.get("/changes", headers={"Accept": "text/html"}).text
        refused = client.get("/changes.atom", params={"limit": 3})
        root = ET.fromstring(answer.content)  # noqa: S314 - made here

        assert answer.headers["content-type"].startswith(ATOM)
        assert (304, 400) == (again.status_code, refused.status_code)
        assert all(root.findtext(ATOM_NAMESPACE + name) for name in ("id", "title", "updated"))
        entries = root.findall(f"{ATOM_NAMESPACE}entry")
        assert 2 <= len(entries) <= MOST
        for entry in entries:
            assert all(
                entry.findtext(ATOM_NAMESPACE + n) for n in ("id", "title", "updated", "content")
            )
            assert entry.findtext(f"{ATOM_NAMESPACE}author/{ATOM_NAMESPACE}name")
            link = entry.find(f"{ATOM_NAMESPACE}link")
            assert link is not None
            assert 200 == client.get(link.attrib["href"]).status_code
            for sentence in (entry.findtext(f"{ATOM_NAMESPACE}content") or "").splitlines():
                assert html.escape(sentence, quote=False) in page
    assert "ML <Builder>" in (entries[0].findtext(f"{ATOM_NAMESPACE}content") or "")
    assert 'type="application/atom+xml"' in page
