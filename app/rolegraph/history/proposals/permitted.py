"""What an open proposal waits for: who may act on it, and the things that it would change."""

from __future__ import annotations

from rolegraph.access.identity import AccessRole, Identity
from rolegraph.folder.description import base_of
from rolegraph.history.proposals.as_rdf import GRAPH, STATUS, proposals_in
from rolegraph.history.proposals.keeping import Proposals
from rolegraph.history.proposals.model import Proposal, ProposalStatus
from rolegraph.rdf.patch import things_named
from rolegraph.rdf.terms import Literal
from rolegraph.store.embedded import EmbeddedStore
from rolegraph.store.protocol import Store

_OPEN = Literal(ProposalStatus.OPEN.value)


def kept_from(proposals: Proposals, one: Proposal, author: Identity) -> dict[str, str]:
    """Return why somebody may not act on a proposal, in plain words.

    Args:
        proposals: know the rules.
        one: the proposal.
        author: who would act.

    Returns:
        The act → why not; without those that they may do.
    """
    rules = proposals.rules
    found: dict[str, str] = {}
    if author.role < AccessRole.named(rules.approve):
        who = "administrator" if rules.approve == "admin" else rules.approve
        why = f"Only an {who} approves or declines proposals here, or asks for changes."
        found["approval"] = found["refusal"] = found["change-request"] = why
    elif one.author == author.name and not rules.own:
        found["approval"] = "You made this proposal, so somebody else must approve it."
    elif author.name in one.approvals:
        found["approval"] = "You have approved it already."
    elif others := [name for name in one.asking if name != author.name]:
        found["approval"] = f"{', '.join(others)} asked for changes; it must be revised first."
    if one.author == author.name:
        found.setdefault("change-request", "This is your own proposal, so you can revise it.")
    if one.author != author.name and author.role < AccessRole.ADMIN:
        found["withdrawal"] = f"Only {one.author} or an administrator may withdraw it."
    return found


def how_many_open(store: Store) -> int:
    """Return how many proposals are open."""
    return sum(1 for _ in store.match(None, STATUS, _OPEN, GRAPH))


class OpenProposals:
    """Knows which things open proposals would change. Safe to share among threads.

    Args:
        store: where the proposals stand.
    """

    def __init__(self, store: EmbeddedStore) -> None:
        self._store = store
        self._known: tuple[int, dict[str, list[Proposal]], list[Proposal]] = (-1, {}, [])

    def about(self, iri: str) -> list[Proposal]:
        """Return the open proposals that would change a thing, the oldest first."""
        return self._at_hand()[0].get(iri, [])

    def all(self) -> list[Proposal]:
        """Return all open proposals, the oldest first."""
        return self._at_hand()[1]

    def _at_hand(self) -> tuple[dict[str, list[Proposal]], list[Proposal]]:
        revision, known, every = self._known
        if revision != self._store.revision:
            with self._store.reading() as revision:
                known, every = self._read()
            self._known = revision, known, every
        return known, every

    def _read(self) -> tuple[dict[str, list[Proposal]], list[Proposal]]:
        nodes = [quad.subject for quad in self._store.match(None, STATUS, _OPEN, GRAPH)]
        base, known = base_of(self._store), dict[str, list[Proposal]]()
        quads = (quad for node in nodes for quad in self._store.match(node, graph=GRAPH))
        every = [one for _, one in sorted(proposals_in(quads).items())]
        for one in every:
            for thing in things_named((*one.patch.removed, *one.patch.added), base):
                known.setdefault(thing, []).append(one)
        return known, every
