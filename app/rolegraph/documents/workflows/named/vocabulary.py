"""The words by which workflows are known: those of the document's language, and English ones."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from rolegraph.documents.language.words import LANGUAGES, Words, fold, without_number

FIELDS = (
    *("purpose", "trigger", "frequency", "duration", "outcome", "entry", "exit", "persona"),
    "steps",
)
"""Labels of a workflow."""
OF_STEPS = ("who", "owner", "tool", "input", "output", "stage", "escalation", "escalated_when")
"""Labels and columns of a step; some are said of a workflow as a whole as well."""
OF_WHOLE = ("input", "output", "tool")
"""What is said of a workflow as a whole, and names things."""
_SAME = {"owner": "who", "record": "output"}
"""What a column says by the word in its head, where that is another one."""
_SIGNS_OF_NUMBER = ("#", "\u2116", "n\u00ba", "n\u00b0")
_SECTION = "workflow"


@dataclass(frozen=True, slots=True)
class Titled:
    """What a heading says: the name of a workflow in it, by offsets, and how plainly it does."""

    start: int
    is_explicit: bool


class WorkflowWords:
    """Looks up words on workflows.

    Args:
        words: the words of the document's language.
    """

    def __init__(self, words: Words) -> None:
        english = Words.load("en")
        others = [english] if english is not None and english.language != words.language else []
        self._words = words
        self._all = [words, *others]

    @classmethod
    def of_heads(cls, words: Words) -> list[WorkflowWords]:
        """Return that of each language, the document's first, for the heads of tables."""
        loaded = (Words.load(each) for each in LANGUAGES if each != words.language)
        return [cls(each) for each in (words, *filter(None, loaded))]

    def has(self, text: str, *names: str) -> bool:
        """Tell whether a text is, as a whole, a word of some lists."""
        return any(each.exact(text, _SECTION, name) for each in self._all for name in names)

    def field(self, text: str) -> str:
        """Return what a label says of a workflow or its steps; empty where it is none."""
        for name in (*FIELDS, *OF_STEPS, "accountable", "when"):
            if self.has(text, name):
                return name
        return "tool" if any(each.exact(text, "tools") for each in self._all) else ""

    def column(self, head: str) -> str:
        """Return what a column of a table of steps says; empty where it is not known."""
        if head.strip().casefold() in _SIGNS_OF_NUMBER:
            return "number"
        for name in ("number", "step", *OF_STEPS, "record", "workflow", "when", "notes", "action"):
            if self.has(head, name) or (name == "workflow" and self.has(head, "heads")):
                return _SAME.get(name, name)
        return ""

    def is_sipoc(self, heads: Iterable[str]) -> bool:
        """Tell whether columns are those of a table from suppliers to customers (SIPOC)."""
        named = [each for each in heads if each]
        ends = ("suppliers", "customers")
        return all(any(self.has(each, end) for each in named) for end in ends)

    def is_action(self, head: str) -> bool:
        """Tell whether a column may say what is done, as “Description” does."""
        return self.has(head, "action", "step")

    def heading(self, title: str) -> Titled | None:
        """Return where the name of a workflow begins in a heading: “Workflow: Ship a release”."""
        heads = sorted({each for words in self._all for each in words.raw(_SECTION, "heads")})
        either = "|".join(re.escape(each) for each in sorted(heads, key=len, reverse=True))
        number = re.match(r"\s*(?:[0-9]+(?:\.[0-9]+)*[.)]?\s+)?", title)
        begin = number.end() if number else 0
        rest = title[begin:]
        found = re.match(
            rf"(?:{either})(?:\s+(?:[0-9]+|[A-Z]))?\s*(?:[:\uff1a]|\s[\u2013\u2014-]\s)\s*(?=\S)",
            rest,
            re.IGNORECASE,
        )
        if found:
            return Titled(begin + found.end(), is_explicit=True)
        bare = without_number(title)
        folded = fold(bare).split()
        if self.is_sentence(rest):
            return Titled(begin, is_explicit=False)
        if len(folded) > 1 and (self._ends(folded) or self._begins(folded, bare.split())):
            return Titled(begin, is_explicit=False)
        return None

    def is_sentence(self, title: str) -> bool:
        """Tell whether a heading is one such as “How we ship a release”."""
        return any(each.matches(title, _SECTION, "sentences") for each in self._all)

    def _ends(self, folded: list[str]) -> bool:
        """Tell whether a heading ends with a word for a workflow: “Release process”."""
        last = (folded[-1], " ".join(folded[-2:]), " ".join(folded[-3:]))
        return any(
            each in words.set_of(_SECTION, "heads")
            for words in self._all
            if not words.is_head_first
            for each in last
        )

    def _begins(self, folded: list[str], written: list[str]) -> bool:
        """Tell whether it begins so, with what belongs to it: “Procedure for releases”.

        In German a noun may stand right behind it: “Ablauf Schichtübergabe”.
        """
        for words in self._all:
            heads, joints = (words.set_of(_SECTION, name) for name in ("heads", "joints"))
            for count in (1, 2, 3):
                if " ".join(folded[:count]) in heads and folded[count : count + 1]:
                    is_noun = words.has_capital_nouns and written[count : count + 1] != []
                    is_noun = is_noun and written[count][0].isupper()
                    return folded[count] in joints or words.is_head_first or is_noun
        return False

    def is_compound(self, title: str) -> bool:
        """Tell whether a word of a heading ends with one for a workflow: “Freigabeprozess”."""
        if not self._words.has_capital_nouns and self._words.language != "nl":
            return False
        heads = [each for each in self._words.set_of(_SECTION, "heads") if " " not in each]
        last = fold(title).split()[-1:]
        return any(word.endswith(head) and word != head for word in last for head in heads)

    def step_number(self, text: str) -> tuple[int, str]:
        """Return where a text goes on behind “Step 2:”, and the number; 0 where none is there."""
        for words in self._all:
            if found := words.matches(text, _SECTION, "step_n"):
                return found.end(), found["n"]
        return 0, ""

    def is_period(self, title: str) -> bool:
        """Tell whether a heading is a time within a workflow: “Day 1”, “Before the first day”."""
        text = without_number(title)
        return any(each.matches(text, _SECTION, "periods") for each in self._all)

    def goes_to(self, text: str) -> Iterator[str]:
        """Yield the numbers of the steps that “go back to 2” and “go to step 6” name."""
        for words in self._all:
            for pattern in (*words.patterns(_SECTION, "back"), *words.patterns(_SECTION, "onward")):
                yield from (found["to"] for found in pattern.finditer(text))

    def escalates(self, text: str) -> Iterator[re.Match[str]]:
        """Yield where a text says that somebody else takes over: “escalate to the Duty Manager”."""
        for words in self._all:
            for pattern in words.patterns(_SECTION, "escalates"):
                yield from pattern.finditer(text)

    def used(self, text: str, names: Iterable[str]) -> list[tuple[int, str]]:
        """Return the tools, of some names, that a step is done with, and where they stand.

        They stand behind “with”, “using” and the like, or in brackets. A name with a capital
        letter is written with one: who works “in teams” does not work in Teams.
        """
        known = sorted(names, key=len, reverse=True)
        before = [each for words in self._all for each in words.raw(_SECTION, "using")]
        if not known or not before:
            return []
        one = rf"(?:{'|'.join(map(re.escape, known))})(?![\w-])"
        several = rf"{one}(?:\s*(?:[,;/&]|\b\w{{1,5}}\b)\s*(?:\w{{1,5}}\s+)?{one})*"
        with_ = "|".join(map(re.escape, sorted(before, key=len, reverse=True)))
        runs = [
            rf"\b(?:{with_})\s+(?:the\s+)?(?P<run>{several})",
            rf"[(\[](?P<run>{several})[)\]]",
        ]
        is_large = {each.casefold(): each[0].isupper() for each in known}
        found: dict[int, str] = {}
        for run in (hit for each in runs for hit in re.finditer(each, text, re.IGNORECASE)):
            for hit in re.finditer(one, run["run"], re.IGNORECASE):
                if hit[0][0].isupper() or not is_large[hit[0].casefold()]:
                    found[run.start("run") + hit.start()] = hit[0]
        return sorted(found.items())

    def without_article(self, text: str) -> int:
        """Return how many signs an article at the beginning of a text takes: “The ”."""
        articles = [each for words in self._all for each in words.raw(_SECTION, "articles")]
        found = re.match(
            rf"(?:{'|'.join(map(re.escape, articles))})\s+|l['\u2019]" if articles else r"(?!)",
            text,
            re.IGNORECASE,
        )
        return found.end() if found else 0

    def is_verb(self, rest: str) -> bool:
        """Tell whether what follows the name of a role says what it does: “ deploys to …”."""
        return self._words.matches(rest.strip(), _SECTION, "verbs") is not None
