"""Purging on both engines: no name is left, no sum moves, the chain still proves the rest, and guards stand."""

from __future__ import annotations

import json
import random
from datetime import date
from typing import Any

import pytest
from flask import Flask, current_app
from sqlalchemy import select, text, update
from sqlalchemy.exc import DBAPIError

from app.accounts.models import User
from app.accounts.rules.identity import Grant
from app.accounts.services import create_user
from app.audit.key_change import change_key
from app.audit.models import AuditEvent, PurgedRow
from app.audit.rules import ERASED, SYSTEM
from app.audit.verify import catch_up, verify_chain
from app.closing.check import check_snapshots
from app.closing.models import Closing, ClosingFile, SnapshotRow
from app.closing.queries import get_stored_file
from app.closing.rules import StoredFilePurged
from app.directory.models import Employee, FormerNumber, Posting, Unit
from app.disputes.models import Dispute
from app.extensions import db
from app.retention.rules import cutoff
from app.retention.services import preview_purge, purge
from app.sales.corrections.buyer_resolution import resolve_buyer
from app.sales.ledger.check import check_ledger
from app.sales.models import Sale, SaleLine
from app.shared import clock
from app.shared.columns import table
from app.shared.transaction import begin_writing, commit, rollback
from tests.audit.test_tampering import behind_its_back, other_value
from tests.office import TREASURER, October, close, make_october
from tests.standing import OCTOBER, make_sale, post

LATER = date(2032, 1, 15)
KINDS = {"sale": "sale", "snapshot_row": "snapshot", "closing_file": "file"}
CHANCE = random.Random(9)
SECRETS = (
    "Ani Contoh",
    "Dr. Rahasia",
    "198001012005011009",
    "LAMA-77",
    "Budi?",
    "K9999",
    "ani.rahasia",
    "tulisan ani",
)


@pytest.fixture
def october(app: Flask) -> October:
    """A closed October; Ani left in December, with everything that holds something of hers."""
    begin_writing()
    made = make_october()
    ani = db.session.get_one(Employee, made.ani)
    ani.nip, ani.front_title = "198001012005011009", "Dr. Rahasia"
    now = clock.now()
    db.session.add_all(
        [
            FormerNumber(employee_id=ani.id, number="LAMA-77", changed_at=now),
            User(username="ani.rahasia", display_name="Ani Contoh", employee_id=ani.id, created_at=now),
            Dispute(
                employee_id=ani.id, kind="missing", period=OCTOBER, reason="tulisan ani", state="declined",
                answer="tulisan ani", created_at=now,
            ),
        ]
    )  # fmt: skip
    commit()
    close()
    commit()
    begin_writing()
    left = db.session.get_one(Employee, made.ani)
    post(left, "2026-12-01", db.session.get_one(Unit, made.opd), service="pension")
    commit()
    catch_up()
    return made


def run(today: date = LATER) -> dict[str, Any]:
    rollback()
    catch_up()
    begin_writing()
    done = purge(today, actor=TREASURER).counts
    commit()
    catch_up()
    return done


def everything() -> str:
    """Every value of every table, as one text."""
    return " ".join(
        json.dumps(list(row), default=str)
        for one in db.metadata.sorted_tables
        for row in db.session.execute(select(one))
    )


def is_sound() -> bool:
    report = check_ledger()
    check_snapshots(report)
    return report.is_sound and verify_chain(db.session()).is_intact


def test_nothing_personal_is_left_of_who_went_and_every_sum_and_seal_holds(october: October) -> None:
    sums = select(Sale.period, Sale.employee_id, Sale.amount).order_by(Sale.id)
    frozen = select(SnapshotRow.unit, SnapshotRow.minimum, SnapshotRow.bought, SnapshotRow.status)
    before = [list(db.session.execute(one)) for one in (sums, frozen.order_by(SnapshotRow.id))]
    anchor = verify_chain(db.session())
    told = {"people": 1, "held": 0, "logins": 1, "typed_buyers": 1, "frozen_rows": 1, "signed_files": 2}
    assert [one for one in SECRETS if one not in everything()] == []
    expected = preview_purge(LATER).counts
    assert expected | told == expected
    assert run() == expected
    assert [one for one in SECRETS if one in everything()] == []
    assert "Budi Contoh" in everything()  # who stayed is untouched
    assert [list(db.session.execute(one)) for one in (sums, frozen.order_by(SnapshotRow.id))] == before
    assert is_sound()
    assert verify_chain(db.session(), anchor=(anchor.links, anchor.head)).is_intact
    with pytest.raises(StoredFilePurged):
        get_stored_file(OCTOBER, 1)
    again = run()
    assert (again["people"], again["frozen_rows"], again["typed_buyers"], again["signed_files"]) == (
        0,
        0,
        0,
        0,
    )
    event = db.session.scalars(select(AuditEvent).where(AuditEvent.action == "retention.purge")).first()
    assert event is not None and event.actor_name == TREASURER.name and event.details["people"] == 1


@pytest.mark.parametrize("today", [date(2031, 11, 30), date(2031, 12, 1)])
def test_until_the_last_day_of_the_retention_nobody_is_purged(october: October, today: date) -> None:
    assert run(today)["people"] == 0
    assert run(date(2031, 12, 2))["people"] == 1


def test_who_has_an_open_question_is_held(october: October) -> None:
    begin_writing()
    db.session.execute(update(Dispute).values(state="open"))
    commit()
    done = run()
    assert (done["people"], done["held"]) == (0, 1)
    assert "Ani Contoh" in everything()


def test_a_buyer_who_is_nobody_of_the_city_holds_nobody_back(october: October) -> None:
    begin_writing()
    sale = make_sale(
        None, 2_000, "2026-11-03", buyer_kind="unresolved", buyer_name="Siapa"
    )  # of an open month
    resolve_buyer(sale.id, None, "bukan pegawai kota", actor=TREASURER)
    commit()
    assert run()["people"] == 1


def is_refused(statement: Any) -> bool:
    begin_writing()
    try:
        db.session.execute(statement)
    except DBAPIError as error:
        return "append-only" in str(error.orig)
    finally:
        rollback()
    return False


@pytest.mark.parametrize("purged", [False, True])
def test_every_other_change_is_refused_before_and_after_a_purge(october: October, purged: bool) -> None:
    if purged:
        run()
    for model in (Sale, SaleLine, SnapshotRow, ClosingFile, Closing):
        stored = table(model)
        assert is_refused(stored.delete()), stored.name
        row = db.session.execute(select(stored).order_by(stored.c.id).limit(1)).mappings().one()
        if purged and (kind := KINDS.get(stored.name)):
            gone = select(table(PurgedRow).c.row_id).where(table(PurgedRow).c.kind == kind)
            row = db.session.execute(select(stored).where(stored.c.id.in_(gone)).limit(1)).mappings().one()
        for column in stored.columns:
            other = b"lain" if column.name == "content" else other_value(column, row[column.name], CHANCE)
            if other != row[column.name]:
                changed = stored.update().where(stored.c.id == row["id"]).values({column.name: other})
                assert is_refused(changed), column
    emptied = {"nip": None, "code": None, "name": ERASED, "note": ""}
    of_budi = table(SnapshotRow).c.employee_id == october.budi
    assert is_refused(table(SnapshotRow).update().where(of_budi).values(emptied))
    if purged:
        assert is_refused(table(PurgedRow).update().values(veils={}))
        assert is_refused(table(PurgedRow).delete())
    else:
        assert is_refused(table(Sale).update().values(buyer_name="", buyer_number=""))
        assert is_refused(table(ClosingFile).update().values(content=b""))


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE snapshot_row SET name = 'Orang Lain' WHERE name = '(data dihapus)'",
        "UPDATE sale SET buyer_name = 'Orang Lain' WHERE id IN (SELECT row_id FROM purged_row WHERE kind = 'sale')",
        "UPDATE sale SET amount = amount + 1 WHERE id IN (SELECT row_id FROM purged_row WHERE kind = 'sale')",
        "UPDATE snapshot_row SET bought = bought + 1 WHERE name = '(data dihapus)'",
        "UPDATE purged_row SET veils = '{}' WHERE kind = 'snapshot'",
        "DELETE FROM purged_row WHERE kind = 'sale'",
        "UPDATE chain_link SET key_id = 1 WHERE kind = 'closing'",
    ],
)
def test_tampering_with_what_was_purged_is_found(october: October, statement: str) -> None:
    run()
    with behind_its_back() as (connection, session):
        assert verify_chain(session).is_intact
        assert connection.execute(text(statement)).rowcount > 0
        assert not verify_chain(session).is_intact


@pytest.mark.parametrize(("today", "before"), [("2032-02-29", "2027-02-28"), ("2031-12-01", "2026-12-01")])
def test_the_cutoff_is_so_many_years_before(today: str, before: str) -> None:
    assert cutoff(date.fromisoformat(today), 5) == date.fromisoformat(before)


@pytest.mark.sqlite
@pytest.mark.clock("2032-01-15 08:00")
def test_the_command_says_first_and_then_wants_somebody_who_may(october: October) -> None:
    def ask(*words: str) -> tuple[int, str]:
        rollback()
        done = current_app.test_cli_runner().invoke(args=["purge", *words])
        return done.exit_code, done.stdout

    begin_writing()
    for name, role in (("bendahara", "finance"), ("kasir", "cashier")):
        create_user(name, actor=SYSTEM, grants=[Grant(role)])
    db.session.execute(update(User).where(User.username.in_(["bendahara", "kasir"])).values(is_active=True))
    commit()
    code, said = ask("--dry-run")
    assert code == 0 and json.loads(said)["purged"] is False
    assert ask()[0] == 2 and ask("--actor", "kasir")[0] == 2
    assert "Ani Contoh" in everything()
    code, said = ask("--actor", "bendahara")
    assert code == 0 and json.loads(said)["purged"] is True
    assert "Ani Contoh" not in everything()


def test_who_bought_since_is_kept_though_the_month_is_closed(october: October) -> None:
    """Ani left in September; her purchase in the closed October is younger than the retention."""
    begin_writing()
    db.session.execute(
        update(Posting).where(Posting.employee_id == october.ani, Posting.service == "pension").values(
            effective_from=date(2026, 9, 1)
        )
    )  # fmt: skip
    commit()
    assert run(date(2031, 10, 5))["people"] == 0  # until 5 October 2026; she bought on that day
    assert db.session.get_one(Employee, october.ani).name == "Ani Contoh"
    assert run(date(2031, 10, 6))["people"] == 1


def test_a_purge_after_the_key_was_changed_is_proven_as_before(october: October) -> None:
    """The hashes of persons keep the book's first key; the links that prove them are of both."""
    begin_writing()
    change_key("9f2c4e7a1b8d3056c7e9f1a2b3d4c5e60718293a4b5c6d7e8f90a1b2c3d4e5f6", actor=SYSTEM)
    commit()
    assert run()["people"] == 1 and is_sound()
    assert "Ani Contoh" not in everything()
