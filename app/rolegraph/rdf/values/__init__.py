"""Values of literals: what is well formed, which value is less, what a pattern matches.

Engines differ here, and all of them differ from the specifications: Python's idea of a number or a
pattern is not that of XML Schema. This is the one place of the package that judges.

Sources: XML Schema 1.1 part 2 (https://www.w3.org/TR/xmlschema11-2/) for lexical forms and order,
XPath Functions and Operators 3.1 (https://www.w3.org/TR/xpath-functions-31/#regex-syntax) for
patterns, SPARQL 1.1 (https://www.w3.org/TR/sparql11-query/#OperatorMapping) for what may be
compared with what.
"""

from __future__ import annotations

from rolegraph.rdf.values.lexical import is_well_formed, well_formed
from rolegraph.rdf.values.order import compare, equal
from rolegraph.rdf.values.patterns import Pattern

__all__ = ["Pattern", "compare", "equal", "is_well_formed", "well_formed"]
