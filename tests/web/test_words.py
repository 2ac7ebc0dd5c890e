"""Messages of rules as pages show them: no word of RDF is left in any of them."""

from __future__ import annotations

import re

from visiting import ROOT

from rolegraph import resources
from rolegraph.catalogue import Catalogue
from rolegraph.catalogue.schema.fields import walk
from rolegraph.rdf.namespaces import SH, SKOS
from rolegraph.rdf.terms import Literal, Quad, RdfFormat, parse
from rolegraph.store.embedded import EmbeddedStore
from rolegraph.store.files.loading import catalogue_quads
from rolegraph.web.forms import page as forms
from rolegraph.web.frame import plain
from rolegraph.web.lists.settings import settings_of
from rolegraph.web.pictures.swimlane import wide_diagram


def test_no_message_of_the_shipped_rules_speaks_rdf_to_readers() -> None:
    """Who knows roles reads "goal is missing"; "add rg:hasGoal" is for those who write files."""
    messages = [
        triple.object.value
        for path in sorted((ROOT / "shapes").glob("*.ttl"))
        for triple in parse(path=str(path), format=RdfFormat.TURTLE)
        if triple.predicate.value == SH + "message" and isinstance(triple.object, Literal)
    ]
    shown = [plain.in_words(message) for message in messages]

    assert 200 < len(messages)
    assert [] == [text for text in shown if re.search(r"\b[a-z]+:[A-Za-z]", text)]
    assert [] == [text for text in shown if len(text) < 15 or not text.endswith(".")]
    assert "A persona must have at least one goal." in shown


def test_forms_and_pages_cut_messages_by_the_same_patterns() -> None:
    """The script of the forms gets findings as JSON, so the rule stands there once more."""
    script = (ROOT / "app" / "web" / "src" / "words.ts").read_text(encoding="utf-8")

    assert f"/{plain._TAIL.pattern}/s" in script
    assert f"/{plain._NAME.pattern}/g" in script


def test_a_portrait_has_the_initials_of_a_name() -> None:
    """“Nna” for a night analyst is nobody's name."""
    assert ["N", "AC", "SO", "李", "É", ""] == [
        plain.initials_of(name)
        for name in ("Nadia, night analyst", "Ana de la Cruz", "Sam B. Okafor", "李", "élan", "")
    ]


def test_every_field_of_a_form_is_explained(shipped_store: EmbeddedStore) -> None:
    """“Licence must be given” helps nobody who has never seen the field."""
    fields = {
        (kind.plural, field.name): field.description
        for kind in Catalogue(shipped_store).types.values()
        for field in walk(kind.fields)
    }

    assert 150 < len(fields)
    assert {} == {
        field: text
        for field, text in fields.items()
        if len(text) < 10 or not text.endswith(".") or re.search(r"\b(IRI|RDF|rg:)", text)
    }


def test_scripts_and_templates_say_a_moment_in_one_form() -> None:
    """A window that says “Nov 30, 8:51 AM” beside a page of “08:51 UTC” seems another time."""
    sources = {path: path.read_text() for path in (ROOT / "app" / "web" / "src").glob("*.ts")}

    assert "2026-11-30 08:51 UTC" == plain.moment_in_words("2026-11-30T08:51:07Z")
    assert '.slice(0, 16).replace("T", " ")} UTC' in sources[ROOT / "app/web/src/moment.ts"]
    assert [] == [path.name for path, text in sources.items() if "toLocaleString(" in text]
    assert [] == [path.name for path, text in sources.items() if "toLocaleDateString(" in text]


def test_the_id_of_a_rule_reads_as_words() -> None:
    """Rules of one's own have ids of their own."""
    assert "tool: code repository" == plain.rule_in_words("ToolShape-codeRepository")
    assert "exclusion: excluded activity missing" == plain.rule_in_words(
        "ExclusionShape-excludedActivity-missing"
    )
    assert "kept values" == plain.rule_in_words("keptValues")


def in_chinese(quad: Quad) -> Quad:
    """Return a label of the catalogue in Chinese alone, and any other quad as it is."""
    if quad.predicate.value != SKOS + "prefLabel" or "/id/" not in str(quad.subject):
        return quad
    return Quad(quad.subject, quad.predicate, Literal("审计", language="zh"), quad.graph_name)


def test_a_name_in_another_language_than_the_main_one_is_shown_as_its_text() -> None:
    """Lists to choose from and pictures showed {'value': …, 'language': 'zh'}."""
    store = EmbeddedStore()
    store.load(map(in_chinese, catalogue_quads(resources.root())))
    catalogue = Catalogue(store)
    with catalogue.view() as view:
        steps = [view.thing(iri) for iri in view.iris("steps")[:3]]
        shown = (
            forms._fields(catalogue, view, catalogue.types["steps"], ("en",)),
            settings_of(catalogue, view, catalogue.types["steps"], {}),
            wide_diagram(steps),
        )

    for one in shown:
        assert "审计" in str(one)
        assert "\"{'value" not in str(one)  # a text that begins so
