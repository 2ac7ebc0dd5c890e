"""JSON-LD contexts that stand in files: a parser that fetches nothing needs them written in place.

Source: https://www.w3.org/TR/json-ld11/#the-context. A context that is named by its address is
looked for among the files given for addresses, then beside the document, then among the common ones
that come with the package. Nothing is fetched.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from rolegraph.checking.files.bundled_contexts import addresses, bundled

_DEEPEST = 16
_Text = tuple[str, frozenset[Path]]


class ContextFault(Exception):
    """A context cannot be read; `reference` is how the document names it."""

    def __init__(self, reference: str, reason: str) -> None:
        super().__init__(reason)
        self.reference = reference


def with_contexts(text: str, path: Path | None, known: Sequence[tuple[str, Path]]) -> _Text:
    """Return a JSON-LD document with each context that it names written in its place.

    Args:
        text: the document.
        path: where it lies; None where it has no place.
        known: address of a context → file that holds it.

    Returns:
        the document, and the files that contexts were read from.

    Raises:
        ContextFault: a context is nowhere to be found, or is none.
    """
    try:
        document = json.loads(text)
    except ValueError:
        return text, frozenset()  # the parser says where and why
    reader = _Reader(path.parent if path else None, dict(known))
    changed = reader.replaced(document)
    changed_text = json.dumps(changed, ensure_ascii=False) if reader.found else text
    return changed_text, frozenset(reader.files)


class _Reader:
    def __init__(self, folder: Path | None, known: Mapping[str, Path]) -> None:
        self._folder = folder
        self._known = known
        self.found = False
        self.files: set[Path] = set()

    def replaced(self, value: Any) -> Any:
        """Return a part of a document with its contexts in place."""
        if isinstance(value, list):
            return [self.replaced(item) for item in value]
        if isinstance(value, dict):
            return {
                key: self._context(item, self._folder, 0)
                if key == "@context"
                else self.replaced(item)
                for key, item in value.items()
            }
        return value

    def _context(self, value: Any, folder: Path | None, depth: int) -> Any:
        if depth > _DEEPEST:
            raise ContextFault(str(value), "The contexts name each other without end.")
        if isinstance(value, list):
            parts = [self._context(item, folder, depth) for item in value]
            return [one for part in parts for one in (part if isinstance(part, list) else [part])]
        if isinstance(value, str):
            self.found = True
            return self._loaded(value, folder, depth)
        if isinstance(value, dict):
            return {
                key: self._context(item, folder, depth)
                if key == "@context"
                else self._term(item, folder, depth)
                for key, item in value.items()
            }
        return value

    def _term(self, value: Any, folder: Path | None, depth: int) -> Any:
        """Return the definition of a term with the context that is scoped to it."""
        if isinstance(value, dict) and "@context" in value:
            return value | {"@context": self._context(value["@context"], folder, depth)}
        return value

    def _loaded(self, reference: str, folder: Path | None, depth: int) -> Any:
        file = self._known.get(reference)
        if file is None and "://" not in reference and folder is not None:
            file = folder / reference
        if file is None:
            common = bundled(reference)
            if common is not None:
                return common
            raise ContextFault(reference, _unknown(reference))
        self.files.add(file.resolve())
        try:
            content = json.loads(file.read_bytes())
        except OSError as error:
            reason = f"The context {reference} cannot be read: {file}: {error.strerror}."
            raise ContextFault(reference, reason) from None
        except ValueError as error:
            raise ContextFault(reference, f"The context {file} is no JSON: {error}.") from None
        if not isinstance(content, dict) or "@context" not in content:
            raise ContextFault(reference, f"The file {file} has no @context.")
        return self._context(content["@context"], file.parent, depth + 1)


def _unknown(reference: str) -> str:
    """Return what to do about a context that is not known, with the nearest of those that are."""
    near = get_close_matches(reference, addresses(), n=1, cutoff=0.85)
    hint = f'; "{near[0]}" is known' if near else ""
    return (
        f'The context "{reference}" is not known here{hint}, and nothing is fetched from the web. '
        f'Give a file for it: --context "{reference}=FILE".'
    )
