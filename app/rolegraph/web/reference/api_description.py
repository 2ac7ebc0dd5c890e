"""The OpenAPI document of the service as the documentation pages show it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from rolegraph.errors import NotFound
from rolegraph.web.reference.api_schema import Described, Kind, Member, Schemas

_METHODS = ("get", "post", "put", "patch", "delete")
_FILTER = "Filter: "  # how descriptions of parameters that filter begin


@dataclass(frozen=True)
class DescribedParameter:
    """A parameter; `place` is `path`, `query` or `header`."""

    name: str
    place: str
    required: bool
    description: str
    kind: Kind
    default: str


@dataclass(frozen=True)
class BodyDescription:
    """A body, in one or more media types.

    Attributes:
        media_types: those that it may have.
        kind: which values it may have.
        members: those of it that are written out in place.
        example: one as text, or "".
    """

    media_types: Sequence[str]
    kind: Kind
    members: Sequence[Member]
    example: str


@dataclass(frozen=True)
class AnswerDescription:
    """What a request may be answered with."""

    status: str
    description: str
    headers: Sequence[str]
    contents: Sequence[BodyDescription]


@dataclass(frozen=True)
class OperationName:
    """What an operation is called.

    Attributes:
        key: its name in addresses.
        method: the HTTP method.
        path: the path, with names in braces.
        summary: what it does, in a few words.
    """

    key: str
    method: str
    path: str
    summary: str


@dataclass(frozen=True)
class Operation(OperationName):
    """One thing that can be asked of the service.

    Attributes:
        description: more of it, or "".
        secured: whether it always needs a token.
        parameters: those but the filters.
        filters: those by which a list is filtered.
        bodies: what it takes.
        answers: what it gives.
    """

    description: str
    secured: bool
    parameters: Sequence[DescribedParameter]
    filters: Sequence[DescribedParameter]
    bodies: Sequence[BodyDescription]
    answers: Sequence[AnswerDescription]


@dataclass(frozen=True)
class NamedSchema:
    """A schema that has a name."""

    name: str
    description: str
    kind: Kind
    members: Sequence[Member]
    example: str


class ApiDescription:
    """An OpenAPI document, in groups.

    Args:
        document: the document.
    """

    def __init__(self, document: Described) -> None:
        self._document = document
        self._schemas = Schemas(document)
        self._told: dict[str, Sequence[Operation]] = {}

    @cached_property
    def groups(self) -> Mapping[str, Sequence[OperationName]]:
        """The names of operations by their group, in the order of the document."""
        found: dict[str, list[OperationName]] = {}
        for path, methods in self._document["paths"].items():
            for method in _METHODS:
                if method in methods:
                    tag = (methods[method].get("tags") or ["other"])[0]
                    named = _name(path, method, methods[method])
                    found.setdefault(tag, []).append(named)
        return found

    def group(self, name: str) -> Sequence[Operation]:
        """Return the operations of a group.

        Raises:
            NotFound: there is no such group.
        """
        if name not in self.groups:
            raise NotFound(f"There is no group {name!r}; there are {', '.join(self.groups)}.")
        if name not in self._told:
            paths = self._document["paths"]
            self._told[name] = tuple(
                self._operation(one.path, one.method.lower(), paths[one.path][one.method.lower()])
                for one in self.groups[name]
            )
        return self._told[name]

    @property
    def schema_names(self) -> list[str]:
        """The names of all schemas, in order."""
        return sorted(self._schemas.named)

    def schema(self, name: str) -> NamedSchema:
        """Return a schema.

        Raises:
            NotFound: there is none of that name.
        """
        described = self._schemas.named.get(name)
        if described is None:
            raise NotFound(f"There is no schema {name!r}; the API page lists them all.")
        return NamedSchema(
            name,
            str(described.get("description", "")),
            self._schemas.kind(described),
            tuple(self._schemas.members(described)),
            _text(self._schemas.example({"$ref": f"#/components/schemas/{name}"})),
        )

    def _operation(self, path: str, method: str, described: Described) -> Operation:
        parameters = [self._parameter(one) for one in described.get("parameters", ())]
        body = self._schemas.resolve(described.get("requestBody", {}))
        return Operation(
            **vars(_name(path, method, described)),
            description=str(described.get("description", "")),
            secured=bool(described.get("security")),
            parameters=[p for p in parameters if not p.description.startswith(_FILTER)],
            filters=[p for p in parameters if p.description.startswith(_FILTER)],
            bodies=tuple(self._contents(body)),
            answers=tuple(self._answers(described["responses"])),
        )

    def _parameter(self, described: Described) -> DescribedParameter:
        found = self._schemas.resolve(described)
        schema = found.get("schema", {})
        default = schema.get("default")
        return DescribedParameter(
            name=found["name"],
            place=found["in"],
            required=bool(found.get("required")),
            description=str(found.get("description", "")),
            kind=self._schemas.kind(schema),
            default="" if default is None else json.dumps(default).strip('"'),
        )

    def _answers(self, responses: Described) -> Iterator[AnswerDescription]:
        for status, described in responses.items():
            found = self._schemas.resolve(described)
            yield AnswerDescription(
                status="other" if status == "default" else str(status),
                description=str(found.get("description", "")),
                headers=tuple(found.get("headers", ())),
                contents=tuple(self._contents(found)),
            )

    def _contents(self, described: Described) -> Iterator[BodyDescription]:
        """Yield bodies, those of several media types and one schema together."""
        found: dict[str, list[str]] = {}
        for media_type, content in described.get("content", {}).items():
            found.setdefault(json.dumps(content, sort_keys=True), []).append(media_type)
        for text, media_types in found.items():
            content = json.loads(text)
            schema = content.get("schema", {})
            # An example of a problem would say less than its schema.
            structured = any(
                ("json" in one or "form" in one) and "problem" not in one for one in media_types
            )
            example = content.get("example") or self._schemas.example(schema)
            inline = not schema.get("$ref", "")
            yield BodyDescription(
                media_types,
                self._schemas.kind(schema),
                tuple(self._schemas.members(schema)) if inline else (),
                _text(example) if structured or "example" in content else "",
            )


def _name(path: str, method: str, described: Described) -> OperationName:
    key = str(described.get("operationId") or f"{method}-{path}")
    return OperationName(key, method.upper(), path, str(described.get("summary", "")))


def _text(example: Any) -> str:
    if example in (None, {}, [], "…"):
        return ""
    if isinstance(example, str):
        return example
    return json.dumps(example, indent=2, ensure_ascii=False)
