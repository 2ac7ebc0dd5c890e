"""What the lists of a form offer: things by their names, each with what it belongs to."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rolegraph.catalogue import Catalogue, Field, ResourceType, View
from rolegraph.catalogue.reading.read import Selection
from rolegraph.web.frame.links import label_of, language_of

MOST = 80
"""Things that a list offers; with more there is a search instead."""
Way = tuple[Field, Field | None]
"""A field that leads to what a thing belongs to, or to what lies in that by another field."""


def targets(catalogue: Catalogue, field: Field) -> list[ResourceType]:
    """Return the types whose things a link may lead to; those above others are enough."""
    named = [kind for kind in catalogue.types.values() if kind.iri in field.targets]
    if named:
        return named
    wanted = set(field.targets)
    return [kind for kind in catalogue.types.values() if wanted & kind.classes] or list(
        catalogue.types.values()
    )


def offered(
    catalogue: Catalogue, view: View, field: Field, languages: Sequence[str] = ()
) -> list[dict[str, str]] | None:
    """Return what a link may lead to: `id`, `label`, `of`, what it belongs to, and `lang`.

    The language of a label stands there where it is not English.

    Args:
        catalogue: whose types these are.
        view: what is read.
        field: a field with links.
        languages: in which names are wanted, the best first; by default those of the view.

    Returns:
        None where there are more things than a list can hold.
    """
    kinds = targets(catalogue, field)
    if sum(view.count(kind.plural) for kind in kinds) > MOST:
        return None
    found = []
    for kind in kinds:
        ways = _ways(catalogue, kind)
        for iri in view.iris(kind.plural):
            link = view.link(iri, languages)
            label, lang = label_of(link), language_of(link.get("label"), catalogue.about.language)
            whole = _whole(view, iri, ways, languages)
            of = "" if whole in label else whole
            found.append({"id": iri, "label": label, "of": of} | ({"lang": lang} if lang else {}))
    if len({one["of"] for one in found}) == 1:  # what all have in common tells none apart
        return [one | {"of": ""} for one in found]
    return found


def container(catalogue: Catalogue, kind: ResourceType) -> Field | None:
    """Return the field that says in what a thing lies, as a step in a workflow, by the shapes."""
    for field in kind.fields:
        if field.single and field.required and not field.inverse and len(field.targets) == 1:
            whole = next((t for t in catalogue.types.values() if t.iri == field.targets[0]), None)
            if whole and any(not f.single and kind.iri in f.targets for f in whole.fields):
                return field
    return None


def _whole(view: View, iri: str, ways: Sequence[Way], languages: Sequence[str]) -> str:
    """Name what a thing belongs to; empty where the shapes know nothing of that kind."""
    wholes = (view.link(whole, languages) for whole in _wholes(view, iri, ways))
    names = list(dict.fromkeys(map(label_of, wholes)))
    return names[0] + (f" and {len(names) - 1} more" if len(names) > 1 else "") if names else ""


def _wholes(view: View, iri: str, ways: Sequence[Way]) -> Iterator[str]:
    for field, lies_in in ways:
        for link in _links(view, iri, field):
            yield from _links(view, link, lies_in) if lies_in else [link]


def _ways(catalogue: Catalogue, kind: ResourceType) -> list[Way]:
    """Return the fields that lead from things of a kind to what they belong to."""
    lies_in = container(catalogue, kind)
    return [(lies_in, None)] if lies_in else _used_by(catalogue, kind)


def _used_by(catalogue: Catalogue, kind: ResourceType) -> list[Way]:
    """Return the fields of a kind that say who lists it, each with what says in what these lie.

    Artifacts are listed by steps, which lie in a workflow, and by workflows themselves. Nothing is
    returned where not all of them lead to one type in the end.
    """
    types = {one.iri: one for one in catalogue.types.values()}
    found: list[Way] = []
    wholes: set[str] = set()
    for field in kind.fields:
        if not field.inverse or not field.targets:
            continue
        user = types.get(field.targets[0])
        if len(field.targets) > 1 or user is None or user is kind:
            return []
        if not any(f.predicate == field.predicate and _is_list(f) for f in user.fields):
            return []
        lies_in = container(catalogue, user)
        wholes.add(lies_in.targets[0] if lies_in else user.iri)
        found.append((field, lies_in))
    return found if len(wholes) == 1 else []


def _is_list(field: Field) -> bool:
    return not field.single and not field.inverse


def _links(view: View, iri: str, field: Field) -> list[str]:
    value = view.thing(iri, Selection(frozenset({field.name}))).get(field.name)
    links = value if isinstance(value, list) else [value]
    return [str(one["id"]) for one in links if isinstance(one, dict)]
