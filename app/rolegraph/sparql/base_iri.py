"""Whether a query or update says something else under another base IRI.

Relative IRIs are resolved against the address of the endpoint (RFC 3986, 5.1.3), which depends on
the name that a client knows the service by. Most texts have none; their answers are the same for
all clients.
"""

from __future__ import annotations

import re

_DEPENDENT = re.compile(
    r"<(?![A-Za-z][A-Za-z0-9+.-]*:)[^<>\"{}|^`\\\x00-\x20]*>"  # an IRI without a scheme
    r"|\\[uU]"  # may stand for any of these
    r"|[UuIi][Rr][Ii]\s*\("  # the function, which resolves as well
)


def depends_on_base(text: str) -> bool:
    """Tell whether a text may say something else under another base IRI.

    What stands in strings and comments counts as well: the answer may be yes without need.
    """
    return _DEPENDENT.search(text) is not None
