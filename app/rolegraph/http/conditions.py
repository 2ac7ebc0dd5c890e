"""Entity tags and conditional requests (RFC 9110, sections 8.8.3 and 13)."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from starlette.types import Scope

from rolegraph.errors import PreconditionFailed, PreconditionRequired
from rolegraph.http.request import header

_TAG = re.compile(r'(W/)?("[\x21\x23-\x7e\x80-\xff]*")')
_ANY = "*"
NO_TAG = ""
"""In the place of the tag of an answer that has none: it is unlike any other."""


def entity_tag(body: bytes, version: str | None = None) -> str:
    """Return the strong entity tag of a representation, its thing's version first."""
    digest = hashlib.blake2b(body, digest_size=9).hexdigest()
    return f'"{version}.{digest}"' if version else f'"{digest}"'


def revision_tag(revision: int) -> str:
    """Return the entity tag of a state of the whole dataset."""
    return f'"revision-{revision}"'


def is_known(scope: Scope, etag: str) -> bool:
    """Tell whether a reader has a representation already, so that 304 is the answer.

    Raises:
        PreconditionFailed: the request is for another representation only (If-Match).
    """
    if_match = header(scope, b"if-match")
    if if_match is not None and if_match.strip() != _ANY and etag not in _strong(if_match):
        raise PreconditionFailed("What is here now is not what If-Match names.")
    return _matches_weakly(header(scope, b"if-none-match"), etag)


@dataclass(frozen=True)
class Precondition:
    """What a write says about the state that it is for.

    Attributes:
        if_match, if_none_match: the headers of these names, or None.
    """

    if_match: str | None = None
    if_none_match: str | None = None

    @classmethod
    def of(cls, scope: Scope) -> Precondition:
        """Return the precondition of a request."""
        return cls(header(scope, b"if-match"), header(scope, b"if-none-match"))

    @property
    def wants_new(self) -> bool:
        """Whether the write is only to make what is not there yet."""
        return (self.if_none_match or "").strip() == _ANY

    def require(self, what: str) -> None:
        """Go on only if the write names the state that it is for.

        Raises:
            PreconditionRequired: it has no If-Match.
        """
        if self.if_match is None:
            raise PreconditionRequired(
                f"Say which state of {what} the change is for: send the ETag of its last answer "
                "in the header If-Match."
            )

    def check(
        self,
        what: str,
        revision: int,
        *,
        exists: bool = True,
        version: str | None = None,
        tags: Callable[[], Iterable[str]] = tuple,
    ) -> None:
        """Go on only if the present state is the one that the write is for.

        Call it where no other commit can come between. If-Match takes entity tags of the
        target, compared strongly, and the tag of the dataset's revision, `"revision-N"`.

        Args:
            what: the target, for messages.
            revision: the present revision of the dataset.
            exists: whether the target is there.
            version: the target's version, the first part of its entity tags (`entity_tag`).
            tags: gives all strong entity tags of the target, where they have no version.

        Raises:
            PreconditionFailed: it is another state.
        """
        if self.if_match is not None and not self._is_met(revision, exists, version, tags):
            raise PreconditionFailed(
                f"{what} has changed since it was read, or is not there: If-Match names another "
                f"state, and the revision is now {revision}. Read it again, and make the change "
                "on that."
            )
        if self.if_none_match is None or not exists:
            return
        if self.wants_new:
            raise PreconditionFailed(f"{what} exists, and If-None-Match: * asks for a new one.")
        if any(_matches_weakly(self.if_none_match, tag) for tag in tags()) or (
            version is not None and version in map(version_in, _weak(self.if_none_match))
        ):
            raise PreconditionFailed(f"{what} is in a state that If-None-Match rules out.")

    def _is_met(
        self,
        revision: int,
        exists: bool,
        version: str | None,
        tags: Callable[[], Iterable[str]],
    ) -> bool:
        text = self.if_match or ""
        if text.strip() == _ANY:
            return exists
        named = _strong(text)
        if revision_tag(revision) in named:
            return True
        if not exists or not named:
            return False
        if version is not None:
            return version in map(version_in, named)
        return not named.isdisjoint(tags())


def version_in(etag: str) -> str | None:
    """Return the version of the thing that an entity tag of `entity_tag` names, or None."""
    version, dot, _ = etag.strip('"').partition(".")
    return version if dot else None


def _matches_weakly(text: str | None, etag: str) -> bool:
    if text is None:
        return False
    return text.strip() == _ANY or etag.removeprefix("W/") in _weak(text)


def _strong(text: str) -> set[str]:
    """Return the strong tags of a list; a weak one is equal to none (RFC 9110, 8.8.3.2)."""
    return {tag for weak, tag in _TAG.findall(text) if not weak}


def _weak(text: str) -> set[str]:
    return {tag for _, tag in _TAG.findall(text)}
