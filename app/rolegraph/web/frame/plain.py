"""Messages of rules in words for people who write no RDF."""

from __future__ import annotations

import re
from datetime import date

from rolegraph.folder.rules import MISSING
from rolegraph.rdf.namespaces import spaced

# A message says what is wrong, then behind a semicolon what to write in RDF.
_TAIL = re.compile(r"; [^;]*\b[a-z]+:[A-Za-z][^;]*$", re.DOTALL)
_NAME = re.compile(r"\b(?:rgsh|rg|skos|dcterms|prov|org|foaf|sh|xsd|schema):([A-Za-z]\w*)")
_LANGUAGES = frozenset({"ar", "fa", "he", "ur", "ps", "sd", "ug", "yi", "dv", "ckb", "syr"})
_SCRIPTS = frozenset({"arab", "hebr", "thaa", "syrc", "nkoo"})
"""Languages and scripts that run from right to left."""
_SCRIPT = 4
"""Letters of the name of a script (ISO 15924)."""
_NAMES = {
    "ar": "العربية", "de": "Deutsch", "en": "English", "es": "Español", "fr": "Français",
    "it": "Italiano", "ja": "日本語", "nl": "Nederlands", "pl": "Polski", "pt": "Português",
    "ru": "Русский", "tr": "Türkçe", "uk": "Українська", "zh": "中文",
}  # fmt: skip
"""Languages as their readers call them."""


def language_name(tag: str) -> str:
    """Return what the readers of a language call it; its tag where that is not known."""
    return _NAMES.get(tag.lower(), tag)


def in_words(message: str) -> str:
    """Return a message without what it says of RDF; `app/web/src/words.ts` does the same."""
    return _NAME.sub(lambda found: spaced(found[1]), _TAIL.sub(".", message))


def rule_in_words(rule: str) -> str:
    """Return the id of a rule in words: `ToolShape-codeRepository` as `tool: code repository`."""
    whole = rule.removesuffix(MISSING)
    words = ": ".join(spaced(part) for part in whole.replace("Shape-", "-", 1).split("-", 1))
    return words if whole == rule else f"{words} missing"


def runs_left(language: str) -> bool:
    """Tell whether texts in a language run from right to left, by its script or its usual one."""
    parts = language.lower().split("-")
    scripts = [part for part in parts[1:] if len(part) == _SCRIPT]
    return scripts[0] in _SCRIPTS if scripts else parts[0] in _LANGUAGES


def initials_of(name: str) -> str:
    """Return the initials of a name, two letters at most: of its first and its last capital word.

    “Nadia, night analyst” is N, “Ana de la Cruz” is AC; a name without capitals has its first sign.
    """
    found = [word[0] for word in re.findall(r"[^\W\d_]+", name) if word[0].isupper()]
    return "".join([found[0], *found[1:][-1:]]) if found else name.strip()[:1].upper()


def moment_in_words(time: str) -> str:
    """Return a moment of the log for people; `app/web/src/moment.ts` says it in the same form."""
    return f"{time[:16].replace('T', ' ')} UTC"


def day_of(text: str) -> str:
    """Return the day that a text begins with, as a field for days takes it; empty for no day."""
    try:
        return date.fromisoformat(text[:10]).isoformat()
    except ValueError:
        return ""
