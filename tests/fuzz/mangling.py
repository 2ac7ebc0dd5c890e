"""How often the parsers are tried, and texts that are nearly right."""

from __future__ import annotations

import os

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st

LONG = "FUZZ_EXAMPLES" in os.environ
TIMES = int(os.environ.get("FUZZ_EXAMPLES", "1"))

# Characters that mean something to one parser or another, and some that upset all of them.
ODD = ["\x00", "\ud7ff", "\ufeff", "\u2028", "\u0085", "é", "e\u0301", "😀", "\r", "\n", "\t", "\\"]
SIGNS = [
    *ODD,
    *"<>{}[]()\"'`#:;,.@^_-*!&|~?=+/%$ 0aA",
    "\n- ",
    "\n\n",
    "\n# ",
    "'''",
    '"""',
    "\\u",
    "%zz",
]


def trying(number: int) -> settings:
    """The same tries each time, a number of them; with FUZZ_EXAMPLES, that many times more."""
    return settings(
        max_examples=number * TIMES,
        deadline=None,
        derandomize=not LONG,
        database=None,
        suppress_health_check=list(HealthCheck),
        phases=[Phase.explicit, Phase.generate, Phase.shrink],
    )


@st.composite
def mangled(draw: st.DrawFn, text: str, most: int = 6) -> str:
    """A text in which some stretches are lost, doubled, swapped or replaced by odd characters."""
    for _ in range(draw(st.integers(0, most))):
        start = draw(st.integers(0, len(text)))
        end = min(len(text), start + draw(st.integers(0, 40)))
        piece = text[start:end]
        way = draw(st.sampled_from(["lose", "double", "put", "swap", "cut"]))
        if way == "lose":
            text = text[:start] + text[end:]
        elif way == "double":
            text = text[:end] + piece + text[end:]
        elif way == "put":
            text = text[:start] + draw(st.sampled_from(SIGNS)) + text[start:]
        elif way == "swap":
            text = text[:start] + piece[::-1] + text[end:]
        else:
            text = text[: max(end, 1)]
    return text
