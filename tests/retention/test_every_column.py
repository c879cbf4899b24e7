"""Every column that can hold words is placed: taken out by a purge, or said why it need not be. Then it is proven."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from sqlalchemy import JSON, LargeBinary, String, select
from sqlalchemy.exc import DBAPIError

from app.audit.models import PurgedRow
from app.audit.verify import catch_up, verify_chain
from app.closing.check import check_snapshots
from app.extensions import db
from app.retention.services import preview_purge, purge
from app.sales.intake.rejected import RejectedDraft, store_rejected_items
from app.sales.ledger.check import check_ledger
from app.sales.models import RejectedItem
from app.shared import clock
from app.shared.columns import PeriodType
from app.shared.transaction import begin_writing, commit, rollback
from app.tills.queries.tills import TillIdentity
from tests.office import TREASURER, October
from tests.retention.marked import KIND, NIP, mark, standing_in
from tests.retention.places import DELETED, PERSONAL, PLACED
from tests.retention.test_purge import LATER, everything


def columns() -> set[str]:
    """Every column of every table that can hold text, JSON or bytes."""
    kinds = (String, JSON, LargeBinary, PeriodType)
    return {
        f"{one.name}.{column.name}"
        for one in db.metadata.sorted_tables
        for column in one.columns
        if isinstance(column.type, kinds) and not isinstance(column.type, PeriodType)
    }


def test_every_column_that_can_hold_words_is_placed_once() -> None:
    assert sorted(columns() - set(PLACED)) == [], (
        "about a person: purge it in <subject>/purging.py and name it in BY of tests/retention/places.py; else say in "
        "NOT_PERSONAL there why a purge leaves it"
    )
    assert sorted(set(PLACED) - columns()) == [], (
        "no such column any more: take it out of tests/retention/places.py"
    )


UNMARKED = {
    "employee.nip": NIP,
    "snapshot_row.nip": NIP,
    "snapshot_row.name": mark("employee.name"),
    "snapshot_row.code": mark("employee.code"),
    "snapshot_row.note": KIND,
    "exemption.kind": KIND,
}


def run() -> dict[str, Any]:
    rollback()
    catch_up()
    foreseen = preview_purge(LATER)
    rollback()
    begin_writing()
    done = purge(LATER, actor=TREASURER)
    commit()
    catch_up()
    assert foreseen == done
    return {name: done.counts[name] for name in ("people", "logins", "set_aside", "own_acts")}


def test_every_personal_column_is_empty_after_a_purge_and_the_chain_holds(october: October) -> None:
    for column in set(PERSONAL) - set(DELETED):
        wanted = UNMARKED.get(
            column, f"employee:{october.ani}" if column == "notice.reader" else mark(column)
        )
        assert wanted in standing_in(column), (
            f"fill {column} with its mark in tests/retention/marked.py: else this test would prove nothing"
        )
    assert verify_chain(db.session()).is_intact
    assert run() == {"people": 1, "logins": 2, "set_aside": 3, "own_acts": 1}
    left = everything()
    assert [column for column in PERSONAL if mark(column) in left] == []
    assert KIND not in left and NIP not in left and "Orang Bantuan" not in left and "Budi Contoh" in left
    assert "pembantu" in standing_in("audit_event.actor_name")  # who decided in office stays answerable
    report = check_ledger()
    check_snapshots(report)
    assert report.is_sound and verify_chain(db.session()).is_intact
    assert run() == {"people": 0, "logins": 0, "set_aside": 0, "own_acts": 0}


def test_what_a_till_held_is_known_again_after_it_was_purged(october: October) -> None:
    run()
    begin_writing()
    (row,) = db.session.scalars(select(RejectedItem))
    till = TillIdentity(
        row.till_id, row.booth_id, "Tablet", clock.now(), "Balai Kota", "record", "enrolled", None, b""
    )
    sent = {"buyer": mark("held_item.content")}
    commit()
    answers = store_rejected_items(
        [RejectedDraft(row.uuid, sent, {}), RejectedDraft(row.uuid, sent | {"x": 1}, {})], till
    )
    commit()
    assert [one.result for one in answers] == ["replayed", "recorded"]


def test_what_is_younger_keeps_its_words(october: October) -> None:
    before = everything()
    begin_writing()
    done = purge(date(2031, 10, 31), actor=TREASURER)
    commit()
    untouched = ("people", "typed_buyers", "words", "set_aside", "jobs", "contacts")
    assert [done.counts[name] for name in untouched] == [0] * 6
    assert [one for one in PERSONAL if mark(one) in before and mark(one) not in everything()] == []


def test_what_nobody_decided_stays_and_is_counted(october: October) -> None:
    begin_writing()
    till, booth = db.session.scalars(select(RejectedItem.till_id)).one(), october.booth
    open_one = {"uuid": "o" * 36, "till_id": till, "booth_id": booth, "received_at": clock.now()}
    db.session.add(RejectedItem(content={"buyer": "Tanpa Putusan"}, errors={}, **open_one))
    commit()
    begin_writing()
    done = purge(LATER, actor=TREASURER)
    commit()
    assert (done.counts["set_aside"], done.counts["undecided"]) == (3, 1)
    assert "Tanpa Putusan" in standing_in("held_item.content")


GUARDED = {
    "sale_resolution": ("sale_id", 1), "late_item": ("period", "2026-11"), "flag_review": ("sale_id", 1),
    "held_item": ("decision", "recorded"), "sale_conflict": ("decision", "booked"),
    "pending_void": ("decision", "applied"), "paper_sheet_end": ("kind", "entered"),
    "audit_event": ("action", "other"),
}  # fmt: skip


@pytest.mark.parametrize("purged", [False, True])
def test_the_guards_let_nothing_through_but_a_purge(october: October, purged: bool) -> None:
    if purged:
        run()
    kinds = {"late_item": "late", "held_item": "held", "audit_event": "audit"}
    for name, (column, value) in GUARDED.items():
        rows = db.metadata.tables[name]
        row = db.session.execute(select(rows.c.id)).scalars().first()
        if name in kinds and purged:
            gone = select(PurgedRow.row_id).where(PurgedRow.kind == kinds[name])
            row = db.session.scalars(gone).first()
        change = rows.update().where(rows.c.id == row)
        words = next(one.partition(".")[2] for one in PERSONAL if one.startswith(f"{name}."))
        other = {} if isinstance(rows.c[words].type, JSON) else ""
        assert is_kept(change.values({column: value})), name
        assert is_kept(change.values({words: {"a": "b"} if other == {} else "Orang Lain"})), name
        assert purged or is_kept(change.values({words: other})), name
        assert is_kept(rows.delete().where(rows.c.id == row)), name


def is_kept(statement: Any) -> bool:
    """Whether the database refuses this change."""
    begin_writing()
    try:
        db.session.execute(statement)
    except DBAPIError:
        return True
    finally:
        rollback()
    return False
