"""An import is undone twice at once, and beside a sale to somebody it added, a closing, and the next import."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from app.audit.rules import SYSTEM
from app.audit.verify import catch_up, verify_chain
from app.closing import services as closing
from app.closing.models import SnapshotRow
from app.directory.models import Employee, RosterUpload
from app.directory.services import apply_roster
from app.extensions import db
from app.roster_undo.errors import RosterUndoPrevented
from app.roster_undo.services import undo_roster
from app.sales.intake import sync
from app.sales.ledger.check import check_ledger
from app.sales.models import Sale
from app.shared.errors import DomainError
from app.shared.period import Period
from app.shared.transaction import begin_writing, commit, rollback
from tests.directory.files import HEADER, line, write_xlsx
from tests.ledger import City, TillClient, a_sale
from tests.people import close
from tests.standing import make_decree

pytestmark = pytest.mark.real_clock
NEW = "199002012015071004"
AT = "2026-03-05T09:00:00+09:00"


@pytest.fixture
def imported(city: City, tmp_path: Path) -> int:
    """An import of somebody new into the small city."""
    return bring_in(tmp_path, date(2026, 3, 1))


def bring_in(folder: Path, day: date) -> int:
    file = write_xlsx(folder / "pegawai.xlsx", [HEADER, line("A-3", NEW, "PAULUS", UNOR_ID="U1")])
    done = apply_roster(file, actor=SYSTEM, as_of=day, is_addition=True)
    commit()
    rollback()
    return done.upload_id


def undo(upload_id: int) -> str:
    undo_roster(upload_id, "keliru", actor=SYSTEM)
    commit()
    return "undone"


def new_id() -> int | None:
    found = db.session.scalar(select(Employee.id).where(Employee.nip == NEW))
    rollback()
    return found


def test_two_undo_the_same_import_at_once_and_one_is_told(
    imported: int, at_once: Callable[..., list[Any]]
) -> None:
    answers = at_once(*(lambda: undo(imported) for _ in range(3)))
    refused = [one for one in answers if isinstance(one, RosterUndoPrevented)]
    assert answers.count("undone") == 1 and [one.facts["codes"] for one in refused] == [["undone"]] * 2


def test_a_sale_judged_before_the_undo_and_written_after_it_is_unresolved_not_refused(
    app: Flask, city: City, imported: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    judge, buyer = sync.validate_batch, new_id()

    def judge_then_undo(*args: Any, **named: Any) -> Any:
        batch = judge(*args, **named)
        monkeypatch.setattr(sync, "validate_batch", judge)

        def other() -> None:
            with app.app_context():
                undo(imported)
                db.session.remove()

        thread = threading.Thread(target=other)
        thread.start()
        thread.join(20)
        return batch

    monkeypatch.setattr(sync, "validate_batch", judge_then_undo)
    known, gone = a_sale(city, sold_at=AT), a_sale(city, sold_at=AT, buyer={"employee": buyer})
    till = TillClient(app, city.token)
    assert [one["result"] for one in till.send(known, gone)] == ["recorded"] * 2
    assert [one["result"] for one in till.send(known, gone)] == ["replayed"] * 2
    rows = db.session.execute(
        select(Sale.buyer_kind, Sale.employee_id, Sale.buyer_number).order_by(Sale.id)
    ).all()
    assert [tuple(row) for row in rows] == [
        ("employee", city.employee_id, ""),
        ("unresolved", None, str(buyer)),
    ]
    rollback()
    catch_up()
    assert check_ledger().findings == [] and verify_chain(db.session()).is_intact


def test_sales_to_somebody_new_beside_the_undo_keep_the_person_or_are_unresolved(
    app: Flask, city: City, imported: int, at_once: Callable[..., list[Any]]
) -> None:
    def sell() -> list[str]:
        sales = [a_sale(city, sold_at=AT, buyer={"nip": NEW}) for _ in range(3)]
        return [one["result"] for one in TillClient(app, city.token).send(*sales)]

    *sold, undone = at_once(sell, sell, lambda: undo(imported))
    assert {result for each in sold for result in each} == {"recorded"}, sold
    kinds = db.session.scalars(select(Sale.buyer_kind)).all()
    rollback()
    assert len(kinds) == 6
    if undone == "undone":
        assert new_id() is None and set(kinds) == {"unresolved"}
    else:
        assert isinstance(undone, RosterUndoPrevented) and new_id() is not None and "employee" in kinds
    catch_up()
    assert check_ledger().findings == []


def start_undo(app: Flask, upload_id: int, answers: list[Any]) -> threading.Thread:
    """Begin to undo in another thread; it has two seconds before the caller goes on."""

    def other() -> None:
        with app.app_context():
            try:
                answers.append(undo(upload_id))
            except Exception as error:  # noqa: BLE001  (the test looks at it)
                answers.append(error)
            finally:
                rollback()
                db.session.remove()

    thread = threading.Thread(target=other)
    thread.start()
    thread.join(2)
    return thread


def test_a_sale_being_written_is_waited_for_and_keeps_the_import(
    app: Flask, city: City, imported: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    finish, answers, threads = sync.apply_pending_voids, list[Any](), list[threading.Thread]()

    def undo_then_finish(*args: Any) -> None:
        if not threads:
            threads.append(start_undo(app, imported, answers))
        finish(*args)

    monkeypatch.setattr(sync, "apply_pending_voids", undo_then_finish)
    sale = a_sale(city, sold_at=AT, buyer={"nip": NEW})
    assert [one["result"] for one in TillClient(app, city.token).send(sale)] == ["recorded"]
    threads[0].join(20)
    assert answers[0].facts["codes"] == ["sale"], answers
    assert db.session.scalars(select(Sale.employee_id)).all() == [new_id()]


def test_a_closing_about_to_store_its_people_is_waited_for_and_keeps_the_import(
    app: Flask, city: City, imported: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    TillClient(app, city.token).send(a_sale(city, sold_at=AT))
    begin_writing()
    make_decree()
    commit()
    store, answers, threads = closing._store, list[Any](), list[threading.Thread]()

    def undo_then_store(*args: Any) -> Any:
        threads.append(start_undo(app, imported, answers))
        return store(*args)

    monkeypatch.setattr(closing, "_store", undo_then_store)
    close(Period(2026, 3))
    commit()
    threads[0].join(20)
    assert answers[0].facts["codes"] == ["closed_month"], answers


def test_a_closing_beside_the_undo_counts_the_person_and_keeps_him_or_neither(
    app: Flask, city: City, imported: int, at_once: Callable[..., list[Any]]
) -> None:
    TillClient(app, city.token).send(a_sale(city, sold_at=AT))
    begin_writing()
    make_decree()
    commit()
    who = new_id()

    def close_march() -> str:
        close(Period(2026, 3))
        commit()
        return "closed"

    closed, undone = at_once(close_march, lambda: undo(imported))
    assert closed == "closed"
    is_counted = db.session.scalar(select(SnapshotRow.id).where(SnapshotRow.employee_id == who)) is not None
    rollback()
    assert is_counted == (new_id() is not None)
    assert undone == "undone" or isinstance(undone, RosterUndoPrevented)


def test_the_next_import_beside_the_undo_comes_before_or_after_it(
    imported: int, tmp_path: Path, at_once: Callable[..., list[Any]]
) -> None:
    again, undone = at_once(lambda: bring_in(tmp_path, date(2026, 4, 1)), lambda: undo(imported))
    assert isinstance(again, int), again
    assert undone == "undone" or isinstance(undone, DomainError)
    assert new_id() is not None
    states = {db.session.get_one(RosterUpload, one).state for one in (imported, again)}
    assert states == ({"applied", "undone"} if undone == "undone" else {"applied"})
