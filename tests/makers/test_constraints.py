"""The database's own last word on the makers' side: each check and unique key refuses what only it forbids."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask
from sqlalchemy import CheckConstraint, Table, UniqueConstraint, insert, select, text
from sqlalchemy.exc import IntegrityError

from app.extensions import db
from app.shared import clock
from app.shared.columns import Base, table
from app.shared.transaction import begin_writing, rollback
from tests.makers.constraint_cases import CASES, SUBSUMED
from tests.makers.rows import Rows, make_rows
from tests.makers.test_kept_rows import SUBJECTS

pytestmark = pytest.mark.both_engines


def constraints(target: Table) -> set[str]:
    """Checks and unique indexes by their names, unique keys by their columns; the primary key apart."""
    checks = {str(one.name).removeprefix(f"ck_{target.name}_") for one in target.constraints
              if isinstance(one, CheckConstraint)}  # fmt: skip
    keys = {"key " + " ".join(one.columns.keys()) for one in target.constraints
            if isinstance(one, UniqueConstraint)}  # fmt: skip
    return checks | keys | {str(one.name) for one in target.indexes if one.unique}


def values_of(like: dict[str, Any], changes: dict[str, Any], rows: Rows) -> dict[str, Any]:
    """The first row of a table with these changes; see `constraint_cases` for their words."""
    words = {"now": clock.now()} | {f"spare {name}": number for name, number in rows.spare.items()}
    values = {name: value for name, value in like.items() if name != "id"}
    for name, word in changes.items():
        own = {"same": like.get(name), "spare": rows.spare.get(name)}
        values[name] = (own | words).get(word, word) if isinstance(word, str) else word
    return values


def is_refused(statement: Any) -> bool:
    begin_writing()
    try:
        db.session.execute(statement)
    except IntegrityError:
        return True
    finally:
        rollback()
    return False


def test_every_table_that_is_guarded_has_its_cases() -> None:
    tables = {
        table(one.class_).name
        for one in Base.registry.mappers
        if one.class_.__module__.split(".")[1] in SUBJECTS and "settlement" not in one.class_.__module__
        and constraints(table(one.class_))
    }  # fmt: skip
    uncased = tables - {table(model).name for model in CASES}
    assert not uncased, (
        f"say for each in CASES of tests/makers/constraint_cases.py what its checks and keys refuse: {uncased}"
    )
    for model, (_valid, cases) in CASES.items():
        target = table(model)
        assert constraints(target) - SUBSUMED.get(target.name, set()) == set(cases), target.name


def test_each_check_and_key_refuses_what_only_it_forbids(app: Flask) -> None:
    rows = make_rows()
    for model, (valid, cases) in CASES.items():
        target = table(model)
        first = select(target).order_by(*target.primary_key.columns).limit(1)
        row = db.session.execute(first).mappings().first()
        assert row is not None, f"make a row of {target.name} in make_rows of tests/makers/rows.py"
        like = dict(row)
        rollback()
        if valid is not None:
            sound = insert(target).values(values_of(like, valid, rows))
            assert not is_refused(sound), f"{target.name}: the sound row"
        for name, case in cases.items():
            if isinstance(case, str):
                statement: Any = text(case)
            else:
                statement = insert(target).values(values_of(like, (valid or {}) | case, rows))
            assert is_refused(statement), f"{target.name}: {name}"
