"""The modules that are mutated, and the tests of their rooms, the nearest first.

Modules are found by the end of their path, so that they may move from room to room.
"""

from __future__ import annotations

GUARD = (
    "tests/guard/test_one_change.py",
    "tests/guard/test_values_and_queries.py",
    "tests/guard/test_unusable_shapes.py",
    "tests/guard/test_random_shapes.py",
    "tests/guard/test_guard.py",
)
TURNS = (
    "tests/store/workers/test_fair_queue.py",
    "tests/store/workers/test_results_on_their_way.py",
    "tests/store/workers/test_schedule.py",
)
ENDPOINT = ("tests/sparql/test_reading_requests.py",)

ROOMS: dict[str, tuple[str, ...]] = {
    "guard/guard.py": GUARD,
    "guard/affected.py": GUARD,
    "evaluation/**/paths.py": GUARD,
    "history/**/commit.py": (
        "tests/history/test_commit.py",
        "tests/history/test_every_way_in.py",
        "tests/access/test_rules_are_not_content.py",
        "tests/operations/test_traces.py",
    ),
    "journal/entry_format.py": (
        "tests/store/recovery/test_format.py",
        "tests/history/test_journal.py",
        "tests/store/test_replay.py",
        "tests/sandbox/test_stored_depth.py",
        "tests/store/test_journal_dump.py",
        "tests/store/recovery/test_compact.py",
    ),
    "turns/lane.py": TURNS,
    "turns/schedule.py": (*TURNS, "tests/sparql/test_stopped_worker.py"),
    "workers/pool.py": ("tests/store/workers/test_workers.py", *TURNS),
    "sparql/request.py": ENDPOINT,
    "sparql/**/policy.py": (
        "tests/sparql/test_query_policy.py",
        "tests/sparql/test_base_iri.py",
        "tests/sparql/test_volatile.py",
    ),
    "access/**/tokens.py": ("tests/access/test_tokens.py",),
    "rdf/sssom/table.py": ("tests/sssom", "tests/exchange/test_table.py"),
    "documents/drift/drift.py": ("tests/documents/test_drift.py",),
}
"""The end of a path below the package → tests."""
