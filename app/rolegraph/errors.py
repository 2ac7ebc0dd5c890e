"""Everything that can go wrong, as one tree.

```
RolegraphError
├── InputError                what the user sent cannot be used; nothing was changed
│   ├── SyntaxFault           text that does not parse, with line and column
│   ├── ShapesFault           shapes that nothing can be judged by
│   ├── ParameterError        a parameter is unknown, missing or of the wrong form
│   ├── FieldFaults           a JSON body does not fit its type; has a pointer to each fault
│   ├── ForbiddenOperation    SERVICE, LOAD or another thing policy refuses
│   ├── TooLarge              a body or text longer than the limit allows
│   ├── Unreadable            a text that nests too deep, or takes too long, to be read here
│   ├── IllTyped              a literal whose text is no value of its datatype
│   ├── ResultTooLarge        a query's result has more bytes or rows than the limit allows
│   ├── NotAcceptable         no media type on offer satisfies the request
│   ├── StoreRefusal          a remote store's engine does not take the request
│   ├── UnsupportedMedia      a body in a media type that is not read here
│   └── MethodNotAllowed      an HTTP method that is not for this address
├── NotFound                  the named thing does not exist
│   ├── Removed               a thing that was there, until a commit removed it
│   └── Archived              a revision whose commit `rolegraph compact` has archived
├── Conflict                  somebody else changed it meanwhile
│   ├── ChangedSince          later commits changed it; carries which, and what
│   ├── StillNeeded           others refer to what is to be deleted; carries who
│   └── ConfirmationNeeded    a change that must be confirmed in so many words; carries which
├── PreconditionFailed        the thing is not in the state that If-Match names
├── PreconditionRequired      a write without the If-Match that it needs
├── Refused                   the guard found violations; carries the findings
├── Misdirected               a request for a host name that the service does not answer to
├── Unauthenticated           no credentials, or wrong ones
├── PermissionDenied          the credentials do not reach this far
├── QueryTimeout              a query ran past its time limit and was ended
├── QueryResourceLimit        a query ran past its memory limit and was ended
├── ReadOnlyReplica           a write that came to a read replica; carries where it belongs
├── Busy                      too many queries wait; try again later
├── StoreError                the store cannot be opened, read or written
│   ├── Damaged               files of a data directory are damaged; names the command that helps
│   ├── AnswerLost            a write was sent and its answer did not come
│   ├── Diverged              a commit made elsewhere does not continue this store's history
│   ├── StorageFull           the disk takes no more; nothing was stored
│   ├── NotSeenYet            the commit is made, and cannot be seen here yet
│   ├── RestartNeeded         the engine failed before; nothing was stored
│   ├── StoreUnavailable      a remote store cannot be reached; try again later
│   ├── StoreTimeout          a remote store did not answer in time
│   └── StoreAnswer           a remote store gave an answer that is none
├── Outrun                    another service has committed to the same store first
└── ConfigurationError        settings or shipped files do not fit together
```
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any


class RolegraphError(Exception):
    """Base of all errors of this package; `str()` of it is meant for people.

    Attributes:
        problem: the problem document (RFC 9457) in which a service told of it, or None.
    """

    problem: Mapping[str, Any] | None = None


class InputError(RolegraphError):
    """What the user sent cannot be used; nothing was changed."""


class SyntaxFault(InputError):
    """Text that does not parse.

    Args:
        message: what is wrong, for people.
        source: the file or part of the request it stands in.
        line: line of the fault, counted from 1.
        column: column of the fault in characters, counted from 1.
    """

    def __init__(
        self,
        message: str,
        *,
        source: str | None = None,
        line: int | None = None,
        column: int | None = None,
    ) -> None:
        super().__init__(message)
        self.message, self.source = message, source
        self.line, self.column = line, column

    def __str__(self) -> str:
        place = ":".join(str(part) for part in (self.source, self.line, self.column) if part)
        return f"{place}: {self.message}" if place else self.message


class ShapesFault(InputError):
    """Shapes that nothing can be judged by: ill-formed, without a target, or beyond the engines."""


class ParameterError(InputError):
    """A parameter is unknown, missing or of the wrong form."""


class FieldFaults(InputError):
    """A JSON body that does not fit the type of thing it is for.

    Args:
        faults: what is wrong, each as a JSON pointer (RFC 6901) to the place and a sentence.
    """

    def __init__(self, faults: Sequence[tuple[str, str]]) -> None:
        pointer, first = faults[0]
        more = f" ({len(faults) - 1} more: see errors)" if len(faults) > 1 else ""
        super().__init__(f"{pointer or 'The body'}: {first}{more}")
        self.faults = tuple(faults)


class ForbiddenOperation(InputError):
    """A part of a query or update that policy refuses, such as SERVICE."""


class TooLarge(InputError):
    """A body or text longer than the limit allows."""


class Unreadable(InputError):
    """A text that cannot be read within the limits: it nests too deep, or takes too long."""


class IllTyped(InputError):
    """A literal whose text is no value of its datatype, and which the store would change."""


class ResultTooLarge(InputError):
    """A query's result has more bytes or rows than the limit allows."""


class NotAcceptable(InputError):
    """None of the media types on offer satisfies the request."""

    def __init__(self, message: str, offers: Sequence[str] = ()) -> None:
        super().__init__(message)
        self.offers = tuple(offers)


class KeyReused(InputError):
    """An idempotency key that came with another request before."""


class UnsupportedMedia(InputError):
    """A body in a media type that is not read here.

    Args:
        message: what is wrong.
        accepted: the media types that are read there.
    """

    def __init__(self, message: str, accepted: Sequence[str] = ()) -> None:
        super().__init__(message)
        self.accepted = tuple(accepted)


class StoreRefusal(InputError):
    """The engine of a remote store does not take a query or a change; nothing was changed.

    Args:
        message: what is known of why, for people.
        again: whether the same may be taken when it is sent again.
    """

    def __init__(self, message: str, *, again: bool = False) -> None:
        super().__init__(message)
        self.again = again


class MethodNotAllowed(InputError):
    """An HTTP method that is not for this address; `allowed` are those that are."""

    def __init__(self, message: str, allowed: Sequence[str] = ()) -> None:
        super().__init__(message)
        self.allowed = tuple(allowed)


class Misdirected(RolegraphError):
    """A request for a host name that the service does not answer to."""


class NotFound(RolegraphError):
    """The named thing does not exist; its IRI, and those of things with similar names."""

    iri, near = "", tuple[str, ...]()


class Removed(NotFound):
    """A thing that a commit removed: its `label`, and that commit's number, author and time."""

    def __init__(self, label: str, revision: int, author: str, time: str, why: str) -> None:
        said = f": {why}" if why else ""
        when = f"{time[:16].replace('T', ' ')} UTC"
        super().__init__(f"{label!r} was removed by {author} in change {revision} of {when}{said}.")
        self.label, self.revision, self.author, self.time = label, revision, author, time


class Archived(NotFound):
    """A revision is in the archive, and no longer in the change log.

    Args:
        revision: which was asked for.
        last: the last revision that is archived.
    """

    def __init__(self, revision: int, last: int) -> None:
        super().__init__(
            f"Revision {revision} is archived: the change log begins with a snapshot of revision "
            f"{last}. Commits up to it are in the folder `archive` of the data directory; "
            f"`rolegraph restore DATA --until {revision} --data-dir NEW` makes a data directory "
            "of that state."
        )
        self.revision, self.last = revision, last


class Conflict(RolegraphError):
    """Somebody else changed it meanwhile, or others still need it."""


class StillNeeded(Conflict):
    """Others refer to what is to be deleted.

    Args:
        message: a summary for people.
        needed_by: the things that refer to it, as JSON links with the field that does.
    """

    def __init__(self, message: str, needed_by: Sequence[Any]) -> None:
        super().__init__(message)
        self.needed_by = tuple(needed_by)


class StillRunning(Conflict):
    """The first request with an idempotency key has no answer yet."""

    retry_after = 1  # seconds


class StoredBefore(Conflict):
    """The first request with an idempotency key was stored; its answer was lost."""


class ChangedSince(Conflict):
    """Later commits (`revisions`) changed what is to be taken back: `things`, by their IRIs."""

    def __init__(self, message: str, things: Sequence[str], revisions: Sequence[int]) -> None:
        super().__init__(message)
        self.things, self.revisions = tuple(things), tuple(revisions)


class ConfirmationNeeded(Conflict):
    """A change that must be confirmed in so many words; nothing was stored.

    Args:
        message: a summary for people.
        confirm: the words that are missing.
    """

    def __init__(self, message: str, confirm: Sequence[str]) -> None:
        super().__init__(message)
        self.confirm = tuple(confirm)


class PreconditionFailed(RolegraphError):
    """The thing is not in the state that If-Match or If-None-Match names."""


class PreconditionRequired(RolegraphError):
    """A write that must say by If-Match which state it is for."""


class Refused(RolegraphError):
    """The guard found violations and the write was not stored.

    Args:
        message: a summary for people.
        findings: the findings that led to the refusal.
        patch: what would have been stored, where it is known.
    """

    def __init__(self, message: str, findings: Sequence[Any] = (), patch: Any = None) -> None:
        super().__init__(message)
        self.findings, self.patch = tuple(findings), patch


class Unauthenticated(RolegraphError):
    """No credentials were given, or they are wrong, expired or revoked."""


class PermissionDenied(RolegraphError):
    """The credentials are good but do not reach this far."""


class QueryTimeout(RolegraphError):
    """A query ran past its time limit (seconds) and was ended."""

    def __init__(self, limit: float) -> None:
        super().__init__(
            f"The query ran past the limit of {limit:g} s and was ended. "
            "Make it more selective, add a LIMIT, or ask the operator for a longer limit."
        )
        self.limit = limit


class QueryResourceLimit(RolegraphError):
    """A query ran past its memory limit, or its worker died, and was ended."""


class ReadOnlyReplica(RolegraphError):
    """A write that came to a read replica.

    Args:
        leader: the address at which the leader would take the same request.
    """

    def __init__(self, leader: str) -> None:
        said = "This is a read replica, which takes no writes. Send the change to its leader, with"
        super().__init__(f"{said} a token of the leader: {leader}")
        self.leader = leader


class Busy(RolegraphError):
    """Too many queries wait; `retry_after` says in how many seconds to try again."""

    def __init__(self, message: str, retry_after: int = 1) -> None:
        super().__init__(message)
        self.retry_after = retry_after


class StoreError(RolegraphError):
    """The store cannot be opened, read or written."""


class Damaged(StoreError):
    """Files of a data directory are damaged or lost; the message names the command that helps."""


class AnswerLost(StoreError):
    """A write was sent to a service, and its answer did not come: it may be stored or not."""


class Diverged(StoreError):
    """A commit that was made elsewhere does not continue this store's history."""


class StorageFull(StoreError):
    """The disk of the data directory takes no more; nothing was stored."""


class NotSeenYet(StoreError):
    """A commit (`revision`) is in the log and cannot be seen here; `why`: what has to change."""

    def __init__(self, revision: int, why: str) -> None:
        stored = f"The change is stored as revision {revision}, but cannot be seen yet: {why}."
        super().__init__(f"{stored} Do not send it again.")
        self.revision = revision


class RestartNeeded(StoreError):
    """The engine failed at an earlier commit; nothing is stored until a restart."""

    def __init__(
        self,
        why: str = "The store's engine has failed; nothing was stored. The service must be "
        "restarted.",
    ) -> None:
        super().__init__(why)


class StoreUnavailable(StoreError):
    """A remote store cannot be reached; `retry_after` says in how many seconds to try again."""

    def __init__(self, message: str, retry_after: int = 5) -> None:
        super().__init__(message)
        self.retry_after = retry_after


class StoreTimeout(StoreError):
    """A remote store did not answer in time."""


class StoreAnswer(StoreError):
    """A remote store gave an answer that cannot be used."""


class Outrun(RolegraphError):
    """Another service has committed to the same store first; make the change on its state."""


class ConfigurationError(RolegraphError):
    """Settings or shipped files do not fit together."""
