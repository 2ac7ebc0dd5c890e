"""What the lines of an AsciiDoc file begin: headings, lists, blocks, and what stands above them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

HEADING = re.compile(r"(?P<signs>={1,6}|#{1,6})[ \t]+(?P<text>\S.*?)(?:[ \t]+(?P=signs))?[ \t]*")
UNDERLINE = re.compile(r"(?P<sign>[=\-~^+])(?P=sign)+[ \t]*")
DELIMITER = re.compile(r"(?P<sign>={4,}|\*{4,}|_{4,}|--|\"\")[ \t]*")
TABLE = re.compile(r"(?P<sign>[|,:!])={3,}[ \t]*")
MEDIA = re.compile(r"(?P<name>image|video|audio)::(?P<target>\S[^\[\]]*)?\[(?P<text>.*)\][ \t]*")
CONTENTS = re.compile(r"toc::\[.*\][ \t]*")
BREAK = re.compile(r"(?:'{3,}|<{3,}|-[ ]?-[ ]?-|\*[ ]?\*[ ]?\*)[ \t]*")
ABOVE = re.compile(r"\[\[(?P<anchor>[^\[\]]*)\]\][ \t]*|\[(?P<list>(?:[\w.#%\",'*{].*)?)\][ \t]*")
BLOCK_TITLE = re.compile(r"\.(?P<text>[^\s.].*)")
CONTINUED = re.compile(r"\+[ \t]*")
ADMONITION = re.compile(r"(?P<name>NOTE|TIP|IMPORTANT|WARNING|CAUTION):[ \t]+(?=\S)")
ADMONITIONS = frozenset({"NOTE", "TIP", "IMPORTANT", "WARNING", "CAUTION"})
BULLET = re.compile(
    r"[ \t]*(?P<marker>\*{1,5}|-|\u2022)[ \t]+(?:(?P<box>\[[ xX*]\])[ \t]+)?(?P<text>\S.*)"
)
NUMBER = re.compile(
    r"[ \t]*(?P<marker>\.{1,5}|\d+\.|[a-zA-Z]\.|[ivx]+\)|[IVX]+\))[ \t]+(?P<text>\S.*)"
)
TERM = re.compile(r"[ \t]*(?!//)(?P<term>\S.*?|\S)(?P<marker>:{2,4}|;;)(?:[ \t]+(?P<text>\S.*))?")
CALLOUT = re.compile(r"<(?:\d+|\.)>[ \t]+(?P<text>\S.*)")
_ID = re.compile(r"#([\w:.-]+)")
_OPTION = re.compile(r"%([\w-]+)")


@dataclass
class BlockAttributes:
    """What stands above a block: `[cols="1,2",%header]`, an anchor, a title.

    Attributes:
        style: its first value, such as `NOTE` or `horizontal`.
        named: values by their names.
        options: such as `header`.
        names: identifiers that references may use.
    """

    style: str = ""
    named: dict[str, str] = field(default_factory=dict)
    options: set[str] = field(default_factory=set)
    names: list[str] = field(default_factory=list)

    def add(self, text: str) -> None:
        """Add a line of attributes, without its brackets."""
        for number, part in enumerate(_split(text)):
            name, sign, value = part.partition("=")
            if sign and re.fullmatch(r"[\w-]+", name.strip()):
                self._set(name.strip(), value.strip().strip("\"'"))
            elif number == 0:
                self.names += _ID.findall(part)
                self.options.update(_OPTION.findall(part))
                style = re.split(r"[#.%]", part.strip(), maxsplit=1)[0]
                self.style = style or self.style
            elif part.strip().startswith("%"):
                self.options.update(_OPTION.findall(part))

    def _set(self, name: str, value: str) -> None:
        if name in {"options", "opts"}:
            self.options.update(each.strip() for each in value.split(","))
        elif name == "id":
            self.names.append(value)
        else:
            self.named[name] = value


def _split(text: str) -> list[str]:
    """Return attributes parted by commas, but for those between quotation marks."""
    return [each[0] for each in re.finditer(r"(?:[^,\"']|\"[^\"]*\"?|'[^']*'?)+", text)]
