"""Columns with a type, as Arrow and Parquet have them.

A column whose values all have the XML Schema datatype that is known of it has the type of that
datatype. Where one value does not fit, such as a date without a day or an integer of more than
64 bits, the whole column is text: nothing is rounded and nothing gets lost. A decimal becomes a
floating-point number, which data frames compute with; it has 15 digits.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import Any

from rolegraph.rdf.namespaces import XSD
from rolegraph.rdf.values.lexical import is_well_formed

Cell = str | int | float | bool | None

_INTEGERS = {
    XSD + name
    for name in (
        *("integer", "long", "int", "short", "byte", "nonNegativeInteger", "positiveInteger"),
        *("nonPositiveInteger", "negativeInteger", "unsignedLong", "unsignedInt"),
        *("unsignedShort", "unsignedByte"),
    )
}
_NUMBERS = {XSD + name for name in ("decimal", "double", "float")}
_MOST = 2**63
_MICROSECONDS = 6
"""Digits of a fraction of a second that a timestamp keeps."""


def arrow_column(cells: Sequence[Cell], datatype: str | None = None) -> Any:
    """Return a column as a `pyarrow.Array`.

    Args:
        cells: its values; those of a datatype may be written as in XML Schema.
        datatype: IRI of the datatype that its values have, None where it is not known.
    """
    import pyarrow as pa

    kinds = _kinds_of(datatype) if datatype else _kinds_in(cells)
    for kind, read in kinds:
        try:
            return pa.array([None if cell is None else read(cell) for cell in cells], kind)
        except (ValueError, OverflowError, pa.ArrowException):
            continue
    return pa.array([None if cell is None else _text(cell) for cell in cells], pa.string())


def _kinds_in(cells: Sequence[Cell]) -> list[tuple[Any, Callable[[Any], Any]]]:
    """Return the Arrow type of cells that are values already, with what makes it of one."""
    found = {type(cell) for cell in cells if cell is not None}
    if found == {bool}:
        return _kinds_of(XSD + "boolean")
    if found == {int}:
        return _kinds_of(XSD + "integer")
    if found and found <= {int, float}:
        return _kinds_of(XSD + "double")
    return []


def _kinds_of(datatype: str) -> list[tuple[Any, Callable[[Any], Any]]]:
    """Return the Arrow types that a datatype may have, with what makes a value of a cell."""
    import pyarrow as pa

    def checked(read: Callable[[str], Any]) -> Callable[[Any], Any]:
        def value(cell: Any) -> Any:
            if not isinstance(cell, str):
                return cell
            if not is_well_formed(cell, datatype):
                raise ValueError(cell)
            return read(cell)

        return value

    if datatype in _INTEGERS:
        return [(pa.int64(), checked(_integer))]
    if datatype in _NUMBERS:
        return [(pa.float64(), checked(float))]
    if datatype == XSD + "boolean":
        return [(pa.bool_(), checked(lambda text: text.strip() in {"true", "1"}))]
    if datatype == XSD + "date":
        return [(pa.date32(), checked(date.fromisoformat))]
    if datatype == XSD + "dateTime":
        return [
            (pa.timestamp("us", "UTC"), checked(lambda text: _moment(text, zoned=True))),
            (pa.timestamp("us"), checked(lambda text: _moment(text, zoned=False))),
        ]
    return []


def _integer(text: str) -> int:
    value = int(text)
    if not -_MOST <= value < _MOST:
        raise OverflowError(text)
    return value


def _moment(text: str, *, zoned: bool) -> datetime:
    """Read a time; `zoned` says whether it must have a time zone, or must have none."""
    moment = datetime.fromisoformat(text)
    _, _, fraction = text.partition(".")
    digits = fraction.rstrip("Z").partition("+")[0].partition("-")[0]
    if (moment.tzinfo is not None) != zoned or len(digits) > _MICROSECONDS:
        raise ValueError(text)
    return moment


def _text(cell: Cell) -> str:
    return str(cell).lower() if isinstance(cell, bool) else str(cell)
