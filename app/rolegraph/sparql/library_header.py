"""The header of a named query: YAML in comments that begin with `#+`, at the top of the file.

```
#+ question: 17
#+ title: What loses support if a tool is withdrawn
#+ summary: Lists the statements, steps and personas that lean on a tool.
#+ tags: [tools, coverage]
#+ parameters:
#+   tool: {type: iri, plural: tools, required: true, description: The tool to withdraw.}
#+ columns:
#+   thing: What leans on the tool.
#+ about: {tools: "rg:Tool"}
#+ none: Nothing leans on this tool.
```

These keys may be left out:

* `parameters`;
* `amounts`: those of the columns whose numbers may be added up, such as a number of steps;
* `none`: what an empty answer means, and `about`: what must be recorded for it to mean that;
* `unjudged`: things of which the question knows nothing, as `{tools without a licence: ["rg:Tool",
  "dcterms:license"]}`: those of the class that lack the property; an empty answer names them;
* `missing`: what each thing lacks that is found, and `advice`: what to do about it;
* `formerly`: an earlier name;
* `language`: the tag of its texts, and `translations`: language tag → the same texts.

The form follows that of grlc, the keys are this package's own.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Literal

import yaml
from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
    ValidationError,
)

from rolegraph.errors import SyntaxFault
from rolegraph.rdf.namespaces import PREFIXES
from rolegraph.rdf.terms import NamedNode
from rolegraph.sparql.library_parameters import QueryParameter

_MARK = "#+"

RESERVED = ("format", "headings", "source", "inferred")
"""Names that the HTTP interface uses beside a query's own parameters."""


def _single_line(value: object) -> object:
    return " ".join(value.split()) if isinstance(value, str) else value


_Line = Annotated[str, BeforeValidator(_single_line), StringConstraints(min_length=1)]
_Sentence = Annotated[
    _Line, StringConstraints(pattern=r"^[\p{Lu}\p{Lo}\p{N}“„«¿¡\"'].*[.?!。\uff01\uff1f؟।]$")
]
"""In any script: most have no capitals."""
_Language = Annotated[str, StringConstraints(pattern=r"^[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*$")]
_Variable = Annotated[str, StringConstraints(pattern=r"^[a-z][A-Za-z0-9]*$")]
_Word = Annotated[str, StringConstraints(pattern=r"^[a-z0-9-]+$")]


def _expanded(value: object) -> object:
    prefix, _, local = value.partition(":") if isinstance(value, str) else ("", "", "")
    if local.startswith("//"):  # a term of the catalogue's own
        return str(NamedNode(f"{prefix}:{local}").value)
    if prefix not in PREFIXES or not local:
        raise ValueError("write a known prefix, as in rg:Role, or the whole IRI")
    return PREFIXES[prefix] + local


_Term = Annotated[str, BeforeValidator(_expanded)]


def _as_tuple(value: object) -> object:
    return (value,) if isinstance(value, str) else value


class _ParameterForm(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=False)

    type: Literal["iri", "string", "integer"]
    plural: Annotated[tuple[_Word, ...], BeforeValidator(_as_tuple)] = ()
    required: bool = False
    default: str | int | None = None
    description: _Sentence


class Wording(BaseModel):
    """The texts by which people know a query, in one language.

    Attributes:
        title: the question in a few words.
        summary: what the answer holds and how it is found, in full sentences.
        none: what it means when nothing is found, if the query says so.
        missing: of a question of completeness, what each thing lacks that it finds.
        advice: what to do about that.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True)

    title: _Line
    summary: _Sentence
    none: _Sentence | None = None
    missing: _Sentence | None = None
    advice: _Sentence | None = None


class Header(Wording):
    """What a query says of itself.

    Attributes:
        question: number of the question that the query answers.
        tags: what the query is about.
        parameters: what may or must be given.
        columns: name of each result column → what stands in it, in the order of the columns.
        amounts: columns whose numbers may be added up in a chart, which those of lines or years may
            not; None where their names have to tell.
        about: plural for people → class; where the catalogue has nothing of one of them, an empty
            answer means only that nothing is recorded yet.
        unjudged: words for people → class and property; of the things of the class that lack the
            property an empty answer says nothing, and tells so.
        formerly: a name that the query had before, by which it is still found.
        language: the tag of its texts.
        translations: language tag → the same texts.
    """

    question: Annotated[int, Field(ge=1, strict=True)]
    tags: Annotated[tuple[_Word, ...], Field(min_length=1)]
    parameters: tuple[QueryParameter, ...] = ()
    columns: Annotated[dict[_Variable, _Sentence], Field(min_length=1)]
    amounts: tuple[_Variable, ...] | None = None
    about: dict[_Line, _Term] = {}
    unjudged: dict[_Line, tuple[_Term, _Term]] = {}
    formerly: _Word | None = None
    language: _Language = "en"
    translations: dict[_Language, Wording] = {}


def read_header(text: str, *, source: str) -> Header:
    """Read the header of a query's text.

    Args:
        text: the whole file.
        source: name of the file, for errors.

    Raises:
        SyntaxFault: there is no header, it is no YAML, or a key is unknown, missing or of the
            wrong form; has file and line.
    """
    lines = []
    for line in text.splitlines():
        if not line.startswith(_MARK):
            break
        lines.append(line.removeprefix(_MARK).removeprefix(" "))
    block = "\n".join(lines)
    if not lines:
        raise SyntaxFault(
            "The file must begin with a header of lines '#+ key: value'.", source=source, line=1
        )
    try:
        # libyaml's parser where PyYAML has it: ten times as fast, and thirty headers are read at
        # each start.
        loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
        node = yaml.compose(block, Loader=loader)
        content = yaml.load(block, Loader=loader)  # noqa: S506 - safe either way
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        raise SyntaxFault(
            f"The header is no YAML: {error.problem or error.context}.",
            source=source,
            line=mark.line + 1 if mark else 1,
        ) from None
    if not isinstance(content, dict):
        raise SyntaxFault("The header must be lines '#+ key: value'.", source=source, line=1)
    try:
        parameters = _parameters(content.pop("parameters", None) or {})
        return _whole(Header(**content, parameters=parameters))
    except ValidationError as error:
        # A misspelt key is also a missing one; what is there tells more than what is not.
        faults = sorted(error.errors(), key=lambda fault: fault["type"] != "extra_forbidden")
        keys = [str(part) for part in faults[0]["loc"]]
        message = f"{'.'.join(keys)}: {faults[0]['msg']}."
        if faults[0]["type"] == "extra_forbidden":
            message = f"{'.'.join(keys)}: no header has this key."
        raise SyntaxFault(message, source=source, line=_line(node, keys)) from None


class _ParameterForms(BaseModel):
    model_config = ConfigDict(extra="forbid")

    parameters: dict[_Variable, _ParameterForm]


def _parameters(content: Any) -> tuple[QueryParameter, ...]:
    forms = _ParameterForms.model_validate({"parameters": content}).parameters
    found = []
    for name, form in forms.items():
        if name in RESERVED:
            _fail("is a name kept for the HTTP interface; choose another", "parameters", name)
        if form.required and form.default is not None:
            _fail("is required and has a default; it can only be one of them", "parameters", name)
        default = None if form.default is None else str(form.default)
        found.append(
            QueryParameter(name, form.type, form.plural, form.required, default, form.description)
        )
    return tuple(found)


def _whole(header: Header) -> Header:
    """Return a header whose translations have all of its texts: half of one would mix languages."""
    for amount in header.amounts or ():
        if amount not in header.columns:
            _fail(f"{amount} is none of the columns: {', '.join(header.columns)}", "amounts")
    for language, words in header.translations.items():
        for name in Wording.model_fields:
            if (getattr(header, name) is None) != (getattr(words, name) is None):
                lacks, has = ("the header", "it") if getattr(words, name) else ("it", "the header")
                message = f"{lacks} has no '{name}:', and {has} has; write both or none"
                _fail(message, "translations", language)
    return header


def _fail(message: str, *place: str) -> None:
    raise ValidationError.from_exception_data(
        "header",
        [
            {
                "type": "value_error",
                "loc": place,
                "input": place[-1],
                "ctx": {"error": ValueError(message)},
            }
        ],
    )


def _line(node: yaml.Node | None, keys: list[str]) -> int:
    """Return the line, counted from 1, of the deepest key of a path that stands in the YAML."""
    line = 1
    for key in keys:
        if not isinstance(node, yaml.MappingNode):
            break
        entries: Mapping[str, tuple[yaml.Node, yaml.Node]] = {
            entry.value: (entry, value) for entry, value in node.value
        }
        if key not in entries:
            break
        found, node = entries[key]
        line = found.start_mark.line + 1
    return line
