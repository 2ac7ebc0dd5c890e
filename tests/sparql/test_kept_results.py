"""Which results of queries are kept for the next who asks the same."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from rolegraph.api.sparql.results import QUICK, CachedResult, ResultCache
from rolegraph.rdf.plain.queries import depends_on_base, is_ordinary, is_volatile
from rolegraph.sparql.policy import check_query

FRAGMENTS = [
    *(
        "<",
        "<http://a/",
        "<https://b#c>",
        "<rel",
        ">",
        "<urn:x>",
        "<HTTP://d>",
        " ",
        "#",
        "\n",
        '"',
    ),
    *("NOW()", "now", "renowned", "RAND", "random", "StrUUID()", "SERVICE", "services", "IRI", "("),
    *("uri (", "Uri", "\\u0052AND()", "\\", "?s ?p ?o", "{", "}"),
]


def result(revision: int, body: bytes = b"{}") -> CachedResult:
    return CachedResult(revision, "text/csv", '"tag"', body)


def test_what_took_a_moment_is_kept_from_its_second_time_on() -> None:
    """Most questions are asked once; keeping them costs more than some took, and drives out others."""
    cache: ResultCache[CachedResult] = ResultCache(2**20)

    assert not cache.put("once", result(1), seconds=QUICK / 2)
    assert cache.get("once", 1) is None
    assert cache.put("once", result(1), seconds=QUICK / 2)
    assert result(1) == cache.get("once", 1)


def test_what_took_long_is_kept_at_once() -> None:
    """Nobody is to wait for it a second time."""
    cache: ResultCache[CachedResult] = ResultCache(2**20)

    assert cache.put("long", result(1), seconds=QUICK)
    assert cache.put("of another way", result(1))
    assert 2 == len(cache)


def test_what_is_asked_often_is_kept_at_once_after_a_commit() -> None:
    """A commit outdates a result, not that people ask for it."""
    cache: ResultCache[CachedResult] = ResultCache(2**20)
    for _ in range(2):
        cache.put("often", result(1), seconds=0.0)

    assert cache.put("often", result(2), seconds=0.0)
    assert result(2) == cache.get("often", 2)


def test_a_flood_of_quick_questions_drives_nothing_out() -> None:
    """Who asks each thing once takes no room from what others ask again."""
    cache: ResultCache[CachedResult] = ResultCache(2**16)
    cache.put("long", result(1), seconds=1.0)
    for number in range(1000):
        cache.put(("flood", number), result(1, b"x" * 1000), seconds=0.0)

    assert cache.get("long", 1) is not None


@given(st.lists(st.sampled_from(FRAGMENTS), max_size=10).map("".join))
def test_an_ordinary_text_is_ordinary_by_every_rule(text: str) -> None:
    """The look at its letters may doubt without need, and never passes what a rule holds back."""
    if is_ordinary(text):
        assert not depends_on_base(text)
        assert not is_volatile(text)
        check_query(text)


def test_most_texts_are_ordinary() -> None:
    """Or the look would save nothing."""
    assert is_ordinary("PREFIX ex: <https://example.org/> SELECT ?a { <http://a/b> ex:p ?a } # 1")
