"""Two people deciding at the same moment, and beside a closing: one decides, the other is told, nothing doubles."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.audit.rules import SYSTEM
from app.audit.verify import catch_up
from app.decisions.errors import AlreadyDecided
from app.decisions.services import dismiss
from app.extensions import db
from app.months.models import LateItem
from app.months.services import set_closed
from app.sales.corrections.decisions import (
    apply_voids,
    book_conflict,
    book_rejected,
    review_flags,
)
from app.sales.drafts import BuyerRef, LineDraft, SaleDraft
from app.sales.ledger.check import check_ledger
from app.sales.models import FlagReview, PendingVoid, RejectedItem, Sale, SaleConflict, SaleResolution
from app.sales.services import resolve_buyers
from app.shared import clock
from app.shared.columns import table
from app.shared.period import Period
from app.shared.transaction import begin_writing, commit
from tests.ledger import City, TillClient, a_sale, new_id, other_booth

pytestmark = pytest.mark.real_clock
AtOnce = Callable[..., list[Any]]
LONG_AGO = "2026-03-05T09:00:00+09:00"


def done(act: Callable[..., Any], *args: Any, **named: Any) -> Callable[[], Any]:
    """The act and its commit, as a request does them."""

    def press() -> str:
        act(*args, actor=SYSTEM, **named)
        commit()
        return "done"

    return press


def ensure_one(answers: list[Any]) -> None:
    told = sorted("done" if one == "done" else type(one).__name__ for one in answers)
    assert told == ["AlreadyDecided"] * (len(answers) - 1) + ["done"], answers
    db.session.rollback()
    catch_up()
    assert check_ledger().findings == []


def count(model: type, **where: Any) -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(model).filter_by(**where)) or 0


def test_a_conflict_is_booked_or_dismissed_by_one(app: Flask, city: City, at_once: AtOnce) -> None:
    sale = a_sale(city)
    TillClient(app, city.token).send(sale)
    TillClient(app, city.token).send(sale | {"payment": "qris"})
    (row,) = [one.id for one in db.session.scalars(select(SaleConflict))]
    db.session.remove()
    book = done(book_conflict, row, "dua pembeli")
    drop = done(dismiss, table(SaleConflict), [row], "diketik ulang", action="sales.settle_conflict")
    ensure_one(at_once(book, book, drop, book))
    decision = db.session.get_one(SaleConflict, row).decision
    assert count(Sale) == (2 if decision == "booked" else 1)


def test_a_waiting_reversal_is_applied_or_dismissed_by_one(app: Flask, city: City, at_once: AtOnce) -> None:
    sale, elsewhere, at = a_sale(city), other_booth().id, clock.now()
    begin_writing()
    row = PendingVoid(
        uuid=new_id(), target_uuid=sale["id"], content_hash="x", booth_id=elsewhere, reason="salah",
        sold_at=at, received_at=at,
    )  # fmt: skip
    db.session.add(row)
    db.session.flush()
    pending = row.id
    commit()
    TillClient(app, city.token).send(sale)
    db.session.remove()
    apply = done(apply_voids, [pending], "benar")
    drop = done(dismiss, table(PendingVoid), [pending], "keliru", action="sales.settle_void")
    ensure_one(at_once(apply, drop, apply))
    assert count(Sale) == (2 if db.session.get_one(PendingVoid, pending).decision == "applied" else 1)


def test_a_flag_is_looked_at_once_and_a_lost_batch_notes_nothing(
    app: Flask, city: City, at_once: AtOnce
) -> None:
    cheap = {"product": city.product_id, "quantity": 1, "unit_price": 9_000}
    TillClient(app, city.token).send(*[a_sale(city, lines=[cheap]) for _ in range(4)])
    ids = list(db.session.scalars(select(Sale.id)))
    db.session.remove()
    ensure_one(at_once(done(review_flags, ids, "obral"), done(review_flags, ids[::-1], "obral")))
    assert count(FlagReview) == 4


def test_a_held_item_is_booked_or_dismissed_by_one(app: Flask, city: City, at_once: AtOnce) -> None:
    begin_writing()
    uuid, at = new_id(), clock.now()
    row = RejectedItem(
        uuid=uuid, till_id=city.till_id, booth_id=city.booth_id, content={}, errors={}, received_at=at,
    )  # fmt: skip
    db.session.add(row)
    db.session.flush()
    held = row.id
    commit()
    db.session.remove()
    draft = SaleDraft(
        uuid, at, BuyerRef("public"), (LineDraft(1, 5_000, maker="D", name="K"),), "cash", "rina"
    )
    book = done(book_rejected, held, draft, "dari kertas")
    drop = done(dismiss, table(RejectedItem), [held], "percobaan", action="sales.decide_held")
    ensure_one(at_once(book, drop, book))
    assert count(Sale) == (1 if db.session.get_one(RejectedItem, held).decision == "recorded" else 0)


def test_two_managers_name_a_buyer_and_one_is_told(app: Flask, city: City, at_once: AtOnce) -> None:
    sale = a_sale(city, buyer={"name": "Ibu Ani"})
    TillClient(app, city.token).send(sale)
    (row,) = db.session.scalars(select(Sale.id))
    db.session.remove()

    def name(employee_id: int) -> Callable[[], Any]:
        return done(resolve_buyers, {row}, employee_id, "ditanya", only_open=True)

    ensure_one(at_once(name(city.employee_id), name(city.other_id)))
    assert count(SaleResolution) == 1


def test_booking_beside_a_closing_counts_before_it_or_waits_after_it(
    app: Flask, city: City, at_once: AtOnce
) -> None:
    sales = [a_sale(city, sold_at=LONG_AGO) for _ in range(4)]
    till = TillClient(app, city.token)
    till.send(*sales)
    till.send(*[sale | {"payment": "qris"} for sale in sales])
    rows = [one.id for one in db.session.scalars(select(SaleConflict))]
    db.session.remove()

    def close() -> int:
        begin_writing()
        set_closed(Period(2026, 3))
        frozen = db.session.scalar(select(func.count()).where(Sale.result == "recorded")) or 0
        commit()
        return frozen

    answers = at_once(*[done(book_conflict, row, "dua pembeli") for row in rows], close)
    assert not [one for one in answers if isinstance(one, AlreadyDecided)]
    assert count(Sale) == 8
    assert count(Sale, result="recorded") == answers[-1]  # nothing slips in behind the closing
    assert count(LateItem) == count(Sale, result="parked") == 8 - answers[-1]
