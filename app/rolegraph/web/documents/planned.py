"""What the page shows of a document that is ready to be brought in."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from rolegraph.documents.curation.model import KINDS
from rolegraph.documents.language.words import LANGUAGES
from rolegraph.documents.uploads.given import GivenAnswer
from rolegraph.documents.uploads.imports import PlannedImport

_RADIOS = 8
"""Choices that are shown side by side; of more, one is chosen from a list."""
_SHOWN = 100
"""Questions, changes and guesses that a page shows."""


def shown(planned: PlannedImport) -> dict[str, Any]:
    """Return what the page shows of a document that is ready to be brought in."""
    plan, file = planned.plan, planned.file
    asked = [_question(each) for each in plan.questions]
    leaning: dict[str, list[str]] = {}
    for iri, _, by in planned.leaning:
        leaning.setdefault(iri, []).append(by)
    open_ones = [each for each in asked if not each["answer"]]
    return {
        "plan": plan,
        "seen": planned.seal,
        "at": planned.revision,
        "suggested": planned.message,
        "changes": plan.changes[:_SHOWN],
        "shared": plan.shared[:_SHOWN],
        "retired": [(label, leaning.get(iri, [])) for iri, label in plan.retired[:_SHOWN]],
        "open": open_ones[:_SHOWN],
        "answered": [each for each in asked if each["answer"]][:_SHOWN],
        "open_count": len(open_ones),
        "guessed": _guessed(plan.data),
        "kinds": [*KINDS],
        "not_kept": planned.why_not_kept,
        "needs_curation": not plan.is_new and (file.kept is None or file.is_behind),
        "is_behind": file.is_behind,
        "waiting": plan.data["waiting"][:_SHOWN],
        "languages": sorted({*LANGUAGES, plan.language} - {""}),
    }


def likely(planned: PlannedImport) -> str:
    """Return a document that this one may be under another name; empty where none is likely.

    As in the folder of a catalogue, that is one with half of its roles.
    """
    if planned.replaces:
        return ""
    roles = {str(role["name"]) for role in planned.plan.data["roles"]}
    there: dict[str, set[str]] = {}
    for role, name in planned.plan.shared:
        there.setdefault(name, set()).add(role)
    best = max(there, key=lambda name: len(there[name]), default="")
    return best if best and 2 * len(there[best]) >= len(roles) else ""


def unmatched(planned: PlannedImport, given: Sequence[GivenAnswer]) -> list[str]:
    """Return the answers to what the document does not ask any more, each with its texts."""
    unmatched = [*planned.plan.unmatched]
    return [
        f"{', '.join(each.texts)}: {each.answer}".replace("\n", ": ")
        for each in given
        if each.answer and [each.topic, [*each.texts]] in unmatched
    ][:_SHOWN]


def _question(asked: Mapping[str, Any]) -> dict[str, Any]:
    choices = list(asked["choices"])
    return {
        **asked,
        "texts": json.dumps(list(asked["texts"]), ensure_ascii=False),
        "choices": choices,
        "as_radios": 0 < len(choices) <= _RADIOS,
    }


def _guessed(reading: Mapping[str, Any]) -> list[dict[str, str]]:
    """Return the statements whose kind was guessed, for a person to confirm."""
    found = [
        {
            "role": str(role["name"]),
            "text": str(each["text"]),
            "kind": str(each["kind"] or ""),
            "texts": json.dumps([f"{role['name']}\n{each['text']}"], ensure_ascii=False),
        }
        for role in reading["roles"]
        for each in role["statements"]
        if each["status"] == "inferred" and each["kind"] in KINDS
    ]
    return found[:_SHOWN]


def verdict(changes: int, findings: int, *, several: bool = False) -> str:
    """Return whether something can be stored, in a sentence."""
    if not changes:
        return "Nothing would change: the catalogue has all of this already."
    they = "They" if several else "It"
    return f"{they} can be stored{'; something should still be fixed' if findings else ''}."
