"""Texts of records that are given once for each language: one of them is read.

```json
{"preferredLabel": {"en": "boatman", "de": "Matrose"},
 "duties": [{"en": "Moors vessels", "de": "Wirft Leinen"}],
 "description": {"en": {"literal": "Moors vessels.", "mimetype": "plain/text"}},
 "prefLabel": [{"@language": "en", "@value": "boatman"}]}
```
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

import yaml

from rolegraph.documents.outline import SetAside

OTHER_LANGUAGE = "the text in another language"
_TAG = re.compile(r"[a-z]{2,3}(?:[-_][A-Za-z0-9]{2,8})*")
_TEXTS = re.compile(r".*(?:labels?|name|title|description|definition|text|note|comment)", re.ASCII)
"""Names of fields that hold texts, folded: of `{"id": …, "no": …}` in others these are no tags."""
_VALUES = ("@value", "literal", "value")
_LANGUAGES = ("@language", "lang", "language")
_FIRST = "en"
_CODES = {
    *("ar", "bg", "bn", "ca", "cs", "cy", "da", "de", "el", "en", "es", "et", "eu"),
    *("fa", "fi", "fr", "ga", "gl", "he", "hi", "hr", "hu", "hy", "is", "it", "ja"),
    *("ka", "ko", "lt", "lv", "mk", "mt", "nb", "nl", "nn", "pl", "pt", "ro", "ru"),
    *("sk", "sl", "sq", "sr", "sv", "th", "tr", "uk", "ur", "uz", "vi", "zh"),
}
"""Languages by whose codes the entries of a list may be told apart; “id” and “no” are fields."""


def take_language(root: yaml.Node, language: str | None) -> list[SetAside]:
    """Put one text in place of those that are told apart by their language.

    Args:
        root: the file, which is changed.
        language: the language to take where it is there; else English, else the first.

    Returns:
        The texts in other languages, and what stands around the one that was taken.
    """
    wanted = [each for each in (language, _FIRST) if each]
    aside: list[SetAside] = []
    _walk(root, wanted, aside)
    return aside


def _walk(node: yaml.Node, wanted: list[str], aside: list[SetAside]) -> None:
    if isinstance(node, yaml.SequenceNode):
        entries = [_entry(child) for child in node.value]
        if entries and all(entries):  # duties, each in several languages
            both = zip(node.value, entries, strict=True)
            node.value = [_taken(child, texts, wanted, aside) for child, texts in both]
            return
        for child in node.value:
            _walk(child, wanted, aside)
    elif isinstance(node, yaml.MappingNode):
        pairs = []
        for key, value in node.value:
            texts = _by_language(value) if _TEXTS.fullmatch(_folded(key)) else {}
            if texts:
                pairs.append((key, _taken(value, texts, wanted, aside)))
            else:
                _walk(value, wanted, aside)
                pairs.append((key, value))
        node.value = pairs


def _entry(node: yaml.Node) -> Mapping[str, yaml.Node]:
    """Return the texts of an entry of a list that has nothing but one for each language."""
    is_several = isinstance(node, yaml.MappingNode) and len(node.value) > 1
    texts = _by_language(node) if is_several else {}
    return texts if all(tag.partition("-")[0] in _CODES for tag in texts) else {}


def _folded(key: yaml.Node) -> str:
    return re.sub(r"[\W_]", "", str(key.value)).casefold()


def _by_language(node: yaml.Node) -> Mapping[str, yaml.Node]:
    """Return the texts of a value by their language; nothing where it holds none such."""
    if isinstance(node, yaml.MappingNode):
        if found := _with_tag(node):
            return dict([found])
        keys = [str(key.value) for key, _ in node.value]
        if not keys or not all(map(_TAG.fullmatch, keys)):
            return {}
        texts = {str(key.value): _text(value) for key, value in node.value}
        return {tag: text for tag, text in texts.items() if text} if all(texts.values()) else {}
    if isinstance(node, yaml.SequenceNode) and node.value:
        pairs = [_with_tag(e) if isinstance(e, yaml.MappingNode) else None for e in node.value]
        if all(pairs):
            return _together([pair for pair in pairs if pair])
    return {}


def _together(pairs: list[tuple[str, yaml.Node]]) -> dict[str, yaml.Node]:
    found: dict[str, list[yaml.Node]] = {}
    for tag, text in pairs:
        found.setdefault(tag, []).append(text)
    sequence = "tag:yaml.org,2002:seq"
    return {
        tag: texts[0]
        if len(texts) == 1
        else yaml.SequenceNode(sequence, texts, texts[0].start_mark, texts[-1].end_mark)
        for tag, texts in found.items()
    }


def _with_tag(node: yaml.MappingNode) -> tuple[str, yaml.Node] | None:
    """Return language and text of `{"@value": …, "@language": …}`."""
    values = {str(key.value): value for key, value in node.value}
    tag = next((values[name] for name in _LANGUAGES if name in values), None)
    text = next((values[name] for name in _VALUES if name in values), None)
    is_both = isinstance(tag, yaml.ScalarNode) and isinstance(text, yaml.ScalarNode)
    return (str(tag.value), text) if is_both and tag and text else None


def _text(node: yaml.Node) -> yaml.Node | None:
    """Return a text, or a list of texts, or the text in `{"literal": …}`; None for other values."""
    if isinstance(node, yaml.MappingNode):
        values = {str(key.value): value for key, value in node.value}
        node = next((values[name] for name in _VALUES if name in values), node)
    if isinstance(node, yaml.SequenceNode):
        return node if all(isinstance(each, yaml.ScalarNode) for each in node.value) else None
    return node if isinstance(node, yaml.ScalarNode) else None


def _taken(
    node: yaml.Node, texts: Mapping[str, yaml.Node], wanted: list[str], aside: list[SetAside]
) -> yaml.Node:
    first = next(iter(texts))
    tags = [tag for want in wanted for tag in texts if _speaks(tag, want)]
    chosen = texts[(tags or [first])[0]]
    for start, end, reason in _around(node, chosen, texts):
        aside.append(SetAside(start, end, reason))
    return chosen


def _around(
    node: yaml.Node, chosen: yaml.Node, texts: Mapping[str, yaml.Node]
) -> Iterator[tuple[int, int, str]]:
    """Yield what stands beside the text that was taken: other texts, and the marks around them."""
    done = node.start_mark.index
    for text in sorted(texts.values(), key=lambda each: int(each.start_mark.index)):
        start, end = text.start_mark.index, text.end_mark.index
        yield done, start, ""
        if text is not chosen:
            yield start, end, OTHER_LANGUAGE
        done = end
    yield done, node.end_mark.index, ""


def _speaks(tag: str, language: str) -> bool:
    return tag.casefold().replace("_", "-").partition("-")[0] == language.partition("-")[0]
