"""Dates, times and durations of XML Schema 1.1 as numbers.

Python's `datetime` knows the years 1 to 9999 and no 24:00:00. Here years are of any size, the year
0000 is the one before 0001, and seconds are exact.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction
from functools import cache

_YEAR = r"(?P<year>-?(?:[1-9][0-9]{3,}|0[0-9]{3}))"
_MONTH = "(?P<month>0[1-9]|1[0-2])"
_DAY = "(?P<day>0[1-9]|[12][0-9]|3[01])"
_TIME = (
    r"(?:(?P<hour>[01][0-9]|2[0-3]):(?P<minute>[0-5][0-9]):(?P<second>[0-5][0-9](?:\.[0-9]+)?)"
    r"|(?P<midnight>24:00:00(?:\.0+)?))"
)
_ZONE = r"(?P<zone>Z|[+-](?:(?:0[0-9]|1[0-3]):[0-5][0-9]|14:00))"
_DAY_TIME = (
    r"(?:(?P<days>[0-9]+)D)?"
    r"(?:T(?=[0-9])(?:(?P<hours>[0-9]+)H)?(?:(?P<minutes>[0-9]+)M)?"
    r"(?:(?P<seconds>[0-9]+(?:\.[0-9]+)?)S)?)?"
)
_YEAR_MONTH = "(?:(?P<years>[0-9]+)Y)?(?:(?P<months>[0-9]+)M)?"
_FORMS = {
    "dateTime": f"{_YEAR}-{_MONTH}-{_DAY}T{_TIME}{_ZONE}?",
    "dateTimeStamp": f"{_YEAR}-{_MONTH}-{_DAY}T{_TIME}{_ZONE}",
    "date": f"{_YEAR}-{_MONTH}-{_DAY}{_ZONE}?",
    "time": f"{_TIME}{_ZONE}?",
    "gYearMonth": f"{_YEAR}-{_MONTH}{_ZONE}?",
    "gYear": f"{_YEAR}{_ZONE}?",
    "gMonthDay": f"--{_MONTH}-{_DAY}{_ZONE}?",
    "gDay": f"---{_DAY}{_ZONE}?",
    "gMonth": f"--{_MONTH}{_ZONE}?",
    "duration": f"-?P(?=[0-9T]){_YEAR_MONTH}{_DAY_TIME}",
    "yearMonthDuration": f"-?P(?=[0-9]){_YEAR_MONTH}",
    "dayTimeDuration": f"-?P(?=[0-9T]){_DAY_TIME}",
}
TYPES = frozenset(_FORMS)
"""Local names of the types."""

_LONGEST = 1000
"""Longer forms are read, but have no place in an order: exact numbers of any size cost time."""
_DAYS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_DAYS_BEFORE = tuple(sum(_DAYS[:month]) for month in range(12))
_FEBRUARY, _SHORTEST, _ABSENT_YEAR = 2, 28, 1972
_MINUTE, _HOUR, _DAY_LONG = 60, 3600, 86400
_REFERENCES = ((1696, 9), (1697, 2), (1903, 3), (1903, 7))
"""Months that decide which of two durations is longer (XML Schema 1.1 part 2, 3.3.6.2)."""


@dataclass(frozen=True)
class Moment:
    """A date or time, or a part of one.

    Attributes:
        kind: local name of its primitive type; moments of two kinds are not compared.
        seconds: on the timeline of XML Schema; None where it is too long to be compared.
        zoned: whether it has a time zone.
    """

    kind: str
    seconds: Fraction | None
    zoned: bool


@dataclass(frozen=True)
class Duration:
    """Months and seconds, both negative or none; None where they are too long to be compared."""

    months: int | None
    seconds: Fraction


@cache
def _form(name: str) -> re.Pattern[str]:
    """Return the pattern of a type, made when it is first needed: few data have all types."""
    return re.compile(_FORMS[name])


def is_form(text: str, name: str) -> bool:
    """Tell whether a text is a lexical form of a type, without working out its value.

    Args:
        text: the text.
        name: local name of the type, one of `TYPES`.
    """
    found = _form(name).fullmatch(text)
    if found is None or "day" not in found.re.groupindex:
        return found is not None
    day = int(found["day"])
    return day <= _SHORTEST or "month" not in found.re.groupindex or day <= _last_day(found)


def read(text: str, name: str) -> Moment | Duration | None:
    """Return the value of a text, or None where it is no lexical form.

    Args:
        text: the lexical form.
        name: local name of the type, one of `TYPES`.
    """
    found = _form(name).fullmatch(text) if is_form(text, name) else None
    if found is None:
        return None
    if name.lower().endswith("duration"):
        return _duration(found)
    return _moment(found, "dateTime" if name == "dateTimeStamp" else name)


def order(one: Moment | Duration, other: Moment | Duration) -> int | None:
    """Return below 0, 0 or above 0; None where neither is less and they are not equal."""
    if isinstance(one, Duration) and isinstance(other, Duration):
        return _durations(one, other)
    if isinstance(one, Moment) and isinstance(other, Moment) and one.kind == other.kind:
        return _moments(one, other)
    return None


def _moment(found: re.Match[str], kind: str) -> Moment:
    parts = found.groupdict()
    zoned = bool(parts.get("zone"))
    if len(found[0]) > _LONGEST:
        return Moment(kind, None, zoned)
    year = int(parts.get("year") or _ABSENT_YEAR)
    month, day = int(parts.get("month") or 12), int(parts.get("day") or 0)
    days = _days_before(year) + _DAYS_BEFORE[month - 1] + (month > _FEBRUARY and _leap(year))
    days += (day or _days(year, month)) - 1
    seconds = Fraction(days * _DAY_LONG) + _clock(parts, kind) - _offset(parts.get("zone"))
    return Moment(kind, seconds, zoned)


def _last_day(found: re.Match[str]) -> int:
    """Return the last day of a month; of a February without a year, 29."""
    year = found["year"] if "year" in found.re.groupindex else str(_ABSENT_YEAR)
    return _days(int(year[-4:]), int(found["month"]))  # four digits tell a leap year


def _clock(parts: dict[str, str | None], kind: str) -> Fraction:
    if parts.get("midnight"):  # which ends a day, and is 00:00:00 where no day is told
        return Fraction(0 if kind == "time" else _DAY_LONG)
    hours, minutes = (int(parts.get(name) or 0) for name in ("hour", "minute"))
    return hours * _HOUR + minutes * _MINUTE + Fraction(parts.get("second") or 0)


def _offset(zone: str | None) -> int:
    if zone is None or zone == "Z":
        return 0
    seconds = int(zone[1:3]) * _HOUR + int(zone[4:6]) * _MINUTE
    return -seconds if zone[0] == "-" else seconds


def _leap(year: int) -> bool:
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)


def _days(year: int, month: int) -> int:
    return _DAYS[month - 1] + (month == _FEBRUARY and _leap(year))


def _days_before(year: int) -> int:
    """Return the days before a year, from the year 1 on."""
    past = year - 1
    return past * 365 + past // 4 - past // 100 + past // 400


def _moments(one: Moment, other: Moment) -> int | None:
    if one.seconds is None or other.seconds is None:
        return None
    difference = one.seconds - other.seconds
    if one.zoned != other.zoned and abs(difference) <= 14 * _HOUR:
        return None  # it depends on the time zone that one of them lacks
    return _sign(difference)


def _duration(found: re.Match[str]) -> Duration:
    if len(found[0]) > _LONGEST:
        return Duration(None, Fraction(0))
    parts = {name: Fraction(text or 0) for name, text in found.groupdict().items()}

    def part(name: str) -> Fraction:
        return parts.get(name, Fraction(0))

    months = int(part("years") * 12 + part("months"))
    seconds = part("days") * _DAY_LONG + part("hours") * _HOUR
    seconds += part("minutes") * _MINUTE + part("seconds")
    return Duration(-months, -seconds) if found[0][0] == "-" else Duration(months, seconds)


def _durations(one: Duration, other: Duration) -> int | None:
    if one.months is None or other.months is None:
        return None
    signs = {
        _sign(_later(start, one.months, one.seconds) - _later(start, other.months, other.seconds))
        for start in _REFERENCES
    }
    return signs.pop() if len(signs) == 1 else None


def _later(start: tuple[int, int], months: int, seconds: Fraction) -> Fraction:
    year, month = divmod(start[0] * 12 + start[1] - 1 + months, 12)
    days = _days_before(year) + _DAYS_BEFORE[month] + (month + 1 > _FEBRUARY and _leap(year))
    return days * _DAY_LONG + seconds


def _sign(number: Fraction) -> int:
    return (number > 0) - (number < 0)
