"""Patches: the quads that a change adds and removes."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import cached_property
from itertools import chain, pairwise

from pyoxigraph import parse, serialize

from rolegraph.rdf.namespaces import whole_of
from rolegraph.rdf.terms import NamedNode, Quad, RdfFormat


@dataclass(frozen=True)
class Patch:
    """An exact difference between two states of a dataset.

    Attributes:
        removed: quads of the old state that the new one lacks.
        added: quads of the new state that the old one lacks.

    The properties are worked out once, since a large patch is looked at by many.
    """

    removed: frozenset[Quad] = frozenset()
    added: frozenset[Quad] = frozenset()

    @cached_property
    def removed_text(self) -> bytes:
        """What it removes, as N-Quads."""
        return _nquads(self.removed)

    @cached_property
    def added_text(self) -> bytes:
        """What it adds, as N-Quads."""
        return _nquads(self.added)

    @cached_property
    def graphs(self) -> frozenset[str]:
        """The names of the graphs that it changes; that of the default graph is empty."""
        graphs = {quad.graph_name for quad in chain(self.removed, self.added)}
        return frozenset(getattr(graph, "value", "") for graph in graphs)

    @property
    def number_added(self) -> int:
        """How many quads it adds."""
        return len(self.added)

    @property
    def parts(self) -> tuple[bytes, bytes]:
        """What it adds, as N-Quads: most of it, and a few more."""
        return self.added_text, b""

    @property
    def may_add_blank_nodes(self) -> bool:
        """Whether there may be blank nodes in most of what it adds; False is certain."""
        return b"_:" in self.parts[0]

    def may_add(self, iri: str) -> bool:
        """Tell whether it may add a quad with an IRI; False is certain."""
        known = self._mentioned
        if iri not in known:
            known[iri] = any(f"<{iri}>".encode() in part for part in self.parts)
        return known[iri]

    @cached_property
    def _mentioned(self) -> dict[str, bool]:
        """Whether it may add quads with IRIs that were asked for."""
        return {}

    def with_added(self, quads: frozenset[Quad]) -> Patch:
        """Return the patch that adds some quads besides; of what it knows nothing is lost."""
        more = Patch(added=quads - self.added)
        whole = Patch(removed=self.removed, added=self.added | quads)
        whole.__dict__.update(
            removed_text=self.removed_text,
            added_text=self.added_text + more.added_text,
            graphs=self.graphs | more.graphs,
        )
        return whole

    @classmethod
    def exact(
        cls, removed: Iterable[Quad], added: Iterable[Quad], holds: Callable[[Quad], bool]
    ) -> Patch:
        """Make a patch exact against the state that `holds` describes.

        What is both removed and added stays; what is already there is not added; what is absent
        is not removed.
        """
        to_add, to_remove = set(added), set(removed)
        return cls(
            removed=frozenset(quad for quad in to_remove - to_add if holds(quad)),
            added=frozenset(quad for quad in to_add if not holds(quad)),
        )

    def inverse(self) -> Patch:
        """Return the patch that takes this one back."""
        return Patch(removed=self.added, added=self.removed)

    def __bool__(self) -> bool:
        return bool(self.removed or self.number_added)

    def __len__(self) -> int:
        return len(self.removed) + self.number_added


class WrittenPatch(Patch):
    """A patch that adds what lines of N-Quads say; they are read when somebody asks for `added`.

    Args:
        lines: the lines, as the store writes them, each quad once.
        number: how many they are, with those in `more`.
        graphs: the names of their graphs; that of the default graph is empty.
        more: a few lines besides, so that the others need not be copied.
        plain: whether there are surely no blank nodes and no triple terms in `lines`.
        exact: whether it was compared with the state that it will change, and adds nothing of that.
        typed: value and datatype of the literals with a datatype, as written, where known already.
    """

    def __init__(
        self,
        lines: bytes,
        number: int,
        graphs: frozenset[str],
        more: bytes = b"",
        *,
        plain: bool = False,
        exact: bool = False,
        typed: frozenset[tuple[bytes, bytes]] | None = None,
    ) -> None:
        super().__init__()
        self.__dict__.pop("added", None)
        self.__dict__.update(removed_text=b"", graphs=graphs)
        self.__dict__.update(_number=number, _parts=(lines, more), _plain=plain)
        self.__dict__.update(_exact=exact)
        if typed is not None:
            self.__dict__.update(typed=typed)

    def __repr__(self) -> str:
        return f"WrittenPatch(number_added={self.number_added}, graphs={sorted(self.graphs)})"

    @cached_property
    def added(self) -> frozenset[Quad]:
        """The quads that it adds."""
        return frozenset(parse(self.added_text, format=RdfFormat.N_QUADS))

    @cached_property
    def added_text(self) -> bytes:
        """What it adds, as N-Quads."""
        lines, more = self.parts
        return lines + more if more else lines

    @property
    def parts(self) -> tuple[bytes, bytes]:
        """What it adds, as N-Quads: most of it, and a few more."""
        parts: tuple[bytes, bytes] = self.__dict__["_parts"]
        return parts

    @property
    def is_plain(self) -> bool:
        """Whether there are surely no blank nodes and no triple terms in most of what it adds."""
        return bool(self.__dict__["_plain"])

    @property
    def is_exact(self) -> bool:
        """Whether it was compared with the state that it will change."""
        return bool(self.__dict__["_exact"])

    def without(self, present: AbstractSet[bytes]) -> WrittenPatch:
        """Return the patch that adds those of its lines that are not present, exact then.

        Args:
            present: the lines of the graphs that it changes, as the store writes them.
        """
        lines = [line for line in self.added_text.splitlines(keepends=True) if line not in present]
        return WrittenPatch(
            b"".join(lines),
            len(lines),
            self.graphs if lines else frozenset(),
            plain=self.is_plain,
            exact=True,
            typed=self.typed,
        )

    @property
    def may_add_blank_nodes(self) -> bool:
        """Whether there may be blank nodes in most of what it adds; False is certain."""
        return not self.is_plain and super().may_add_blank_nodes

    @cached_property
    def typed(self) -> frozenset[tuple[bytes, bytes]]:
        """Value and datatype, as written, of the literals that it adds and that have a datatype."""
        return frozenset(typed_literals(self.added_text))

    @property
    def number_added(self) -> int:
        """How many quads it adds."""
        number: int = self.__dict__["_number"]
        return number

    def with_added(self, quads: frozenset[Quad]) -> Patch:
        """Return the patch that adds some quads besides, which are not read either."""
        more = Patch(added=quads)
        if not self.graphs.isdisjoint(more.graphs):  # then it may have some of them already
            return super().with_added(quads)
        lines, few = self.parts
        whole = WrittenPatch(
            lines,
            self.number_added + len(quads),
            self.graphs | more.graphs,
            few + more.added_text,
            plain=self.is_plain,
        )
        asked = {iri: found or more.may_add(iri) for iri, found in self._mentioned.items()}
        whole.__dict__.update(_mentioned=asked)
        return whole


def typed_literals(text: bytes) -> set[tuple[bytes, bytes]]:
    """Return value and datatype, as written, of each literal of N-Quads that has a datatype.

    Of a value with a quote in it this is the end.
    """
    return {
        (before[before.rfind(b'"') + 1 :], after[: after.find(b">")])
        for before, after in pairwise(text.split(b'"^^<'))
    }


def _nquads(quads: Iterable[Quad]) -> bytes:
    # By the engine itself: N-Quads say all there is, so nothing has to be refused in words.
    return serialize(quads, format=RdfFormat.N_QUADS) or b""


def composed(patches: Iterable[Patch]) -> Patch:
    """Return the one patch that does what patches do one after the other."""
    removed: set[Quad] = set()
    added: set[Quad] = set()
    for patch in patches:
        removed |= patch.removed - added
        added -= patch.removed
        added |= patch.added - removed
        removed -= patch.added
    return Patch(frozenset(removed), frozenset(added))


def things_named(quads: Iterable[Quad], base: str) -> list[str]:
    """Return the IRIs of the things that quads are about, sorted; `base` is that of things."""
    subjects = (quad.subject for quad in quads)
    return sorted({whole_of(s.value, base) for s in subjects if isinstance(s, NamedNode)})
