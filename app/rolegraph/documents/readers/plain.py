"""Markdown as a reader sees it: without the marks of emphasis, links and code."""

from __future__ import annotations

import html
import re

_STEPS = (
    (re.compile(r"!\[([^\]]*)\](?:\([^)]*\)|\[[^\]]*\])"), r"\1"),
    (re.compile("\u200b"), ""),
    (re.compile(r"\[\^[^\]]+\]"), ""),
    (re.compile(r"\[((?:[^\[\]]|\[[^\[\]]*\])+)\]\((?:[^()\s]|\([^()]*\)|\s)*\)"), r"\1"),
    (re.compile(r"\[([^\[\]]+)\]\[[^\[\]]*\]"), r"\1"),
    (re.compile(r"<(https?://[^>\s]+|[^@>\s]+@[^>\s]+)>"), r"\1"),
    (re.compile(r"</?[A-Za-z][^<>]*>"), " "),
    (re.compile(r"`+([^`]+)`+"), r"\1"),
    (re.compile(r"(\*\*\*|___)(?=\S)(.+?)(?<=\S)\1", re.DOTALL), r"\2"),
    (re.compile(r"\*\*(.+?)\*\*|(?<!\w)__(.+?)__(?!\w)", re.DOTALL), r"\1\2"),
    (re.compile(r"(?<![*\w])\*(?=\S)([^*]+?)(?<=\S)\*(?!\*)"), r"\1"),
    (re.compile(r"(?<!\w)_(?=\S)([^_]+?)(?<=\S)_(?!\w)"), r"\1"),
    (re.compile(r"~~([^~]+)~~"), r"\1"),
    (re.compile(r"[ \t]*\{[:#][^{}]*\}"), ""),
    (re.compile(r"(?m)^[ \t]*>[ \t]?"), " "),
    (re.compile(r"\\([!-/:-@\[-`{-~])"), r"\1"),
    (re.compile(r"(?<=\s\w)\\(?=\s)"), ""),
)

_MARK = re.compile(r"[!*_`<>\[~{\\&\u200b]")
"""What a text must have for a step to change it."""


def plain_markdown(text: str) -> str:
    """Return Markdown text on one line and without marks."""
    if not _MARK.search(text):
        return " ".join(text.split())
    for pattern, replacement in _STEPS:
        text = pattern.sub(replacement, text)
    return " ".join(html.unescape(text).split())


def plain_text(text: str) -> str:
    """Return text on one line."""
    return " ".join(text.split())
