"""Counts the statements sent to the database, apart from those with which a test's browser commits what it prepared."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import event
from sqlalchemy.engine import Engine

from app.shared import prepared_statements
from app.shared.engine import run_on_driver


class Counted(list[str]):
    """The statements sent to the database inside the block."""

    is_paused = False

    def __str__(self) -> str:
        return f"{len(self)} statements:\n" + "\n".join(" ".join(one.split())[:160] for one in self)


@contextmanager
def count_statements() -> Iterator[Counted]:
    """The statements of the block; BEGIN and PRAGMA are none."""
    seen = Counted()

    def note(_conn: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if not Counted.is_paused and not statement.startswith(("BEGIN", "PRAGMA")):
            seen.append(statement)

    def spoken(connection: Any, statement: str, *rest: Any, **how: Any) -> Any:
        note(None, None, statement)
        return run_on_driver(connection, statement, *rest, **how)

    event.listen(Engine, "before_cursor_execute", note)
    prepared_statements.run_on_driver = spoken  # they go past SQLAlchemy's events on SQLite
    try:
        yield seen
    finally:
        event.remove(Engine, "before_cursor_execute", note)
        prepared_statements.run_on_driver = run_on_driver


@contextmanager
def uncounted() -> Iterator[None]:
    """What the test itself does is none of the statements counted around it."""
    Counted.is_paused = True
    try:
        yield
    finally:
        Counted.is_paused = False
