"""Messages of rules as pages show them: no word of RDF is left in any of them."""

from __future__ import annotations

import re

from visiting import ROOT

from rolegraph.rdf.namespaces import SH
from rolegraph.rdf.terms import Literal, RdfFormat, parse
from rolegraph.web.frame import plain


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


def test_the_id_of_a_rule_reads_as_words() -> None:
    """Rules of one's own have ids of their own."""
    assert "tool: code repository" == plain.rule_in_words("ToolShape-codeRepository")
    assert "kept values" == plain.rule_in_words("keptValues")
