"""Which tests run on SQLite and on PostgreSQL, and which on SQLite alone.

Both run where the dialect, a lock or a constraint matters: what stands in BOTH_ENGINES, and each test with the marker
`both_engines`. Every statement the application sends runs on PostgreSQL in at least one of them: a test that is the
only one to send a statement has the marker. `--everything` (and `make faults`) repeats every test on both.
"""

from __future__ import annotations

from pathlib import Path

import pytest

BOTH_ENGINES = {
    "audit": "the chain locks its end, and triggers refuse what tampers with it",
    "backups": "each engine is copied and restored in its own way",
    "booths": "unique names, and the savepoints around them",
    "closing": "a month is frozen under a lock while tills go on",
    "faults": "kills, power cuts and retries are about the engine",
    "migrations": "DDL is written for each engine",
    "minimums/test_decrees.py": "its inserts are written for each engine, and a trigger keeps decrees",
    "races": "locks",
    "retention": "the triggers let a purge through and nothing else",
    "sales": "the ledger is written here, with statements for each engine",
    "settlement/test_model.py": "money is summed and cut by each engine itself",
    "tills": "unique tokens and shifts, and the savepoints around them",
    "shared": "transactions, and the session that keeps a connection",
    "makers/test_catalogue.py": "unique names and barcodes",
}
"""Folders and modules below tests/, each with the reason."""
ENGINES = ("sqlite", "postgresql")


def engines_for(test: pytest.Item) -> list[str]:
    """The engines this test runs on: the one its marker names, else both or SQLite."""
    for only in ENGINES:
        if test.get_closest_marker(only):
            return [only]
    is_both = (
        test.config.getoption("--everything")
        or test.get_closest_marker("both_engines")
        or is_listed(Path(test.path).relative_to(Path(__file__).parent))
    )
    return list(ENGINES if is_both else ENGINES[:1])


def is_listed(path: Path) -> bool:
    """Whether a test file (its path below tests/) or one of its folders is in the list."""
    return any(place.as_posix() in BOTH_ENGINES for place in (path, *path.parents))
