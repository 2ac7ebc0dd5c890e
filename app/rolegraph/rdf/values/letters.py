"""Letters that Unicode does not take apart, as people write them in addresses: `ß` is `ss`."""

from __future__ import annotations

_PLAIN = str.maketrans(
    {
        "\u00df": "ss", "\u1e9e": "SS", "\u00e6": "ae", "\u00c6": "AE", "\u0153": "oe",
        "\u0152": "OE", "\u00f8": "o", "\u00d8": "O", "\u0142": "l", "\u0141": "L",
        "\u0111": "d", "\u0110": "D", "\u00f0": "d", "\u00d0": "D", "\u00fe": "th",
        "\u00de": "TH", "\u0127": "h", "\u0126": "H", "\u014b": "n", "\u014a": "N",
        "\u0167": "t", "\u0166": "T", "\u0131": "i",
    }
)  # fmt: skip
"""As the transform Latin-ASCII of CLDR has them (https://cldr.unicode.org/)."""


def with_plain_letters(text: str) -> str:
    """Return a text in which letters such as `ß`, `æ`, `ø`, `ł` and `đ` are plain ones."""
    return text.translate(_PLAIN)
