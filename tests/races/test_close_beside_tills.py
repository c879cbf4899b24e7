"""The signed file is made while the tills go on selling, and what moved meanwhile is made anew (decisions 16, 17)."""

from __future__ import annotations

import io
import threading
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from flask import Flask
from python_calamine import CalamineWorkbook

from app.audit.rules import SYSTEM
from app.closing.models import Closing, SnapshotRow
from app.closing.queries import get_stored_file
from app.closing.services import close_month, reopen_month
from app.closing.signed_files import BuiltFile
from app.closing.snapshot import MonthSnapshot
from app.compliance.services import ExemptionDraft, approve_exemption, propose_exemption
from app.directory.models import Employee
from app.extensions import db
from app.reports.signed_files import build_signed_files
from app.sales.corrections.buyer_resolution import resolve_buyer
from app.sales.ledger.check import check_ledger
from app.sales.models import Sale
from app.settings.services import set_setting
from app.shared.period import Period
from app.shared.transaction import begin_writing, commit, rollback
from tests.closing.other_files import files_by, plain_files
from tests.ledger import City, TillClient, a_sale
from tests.races.test_close_race import LONG_AGO, with_one_sale

pytestmark = pytest.mark.real_clock
MARCH = Period(2026, 3)
Act = Callable[[], None]


@pytest.fixture
def close_during(app: Flask, city: City) -> Callable[..., list[int]]:
    """`close_during(act, act, …)`: close March; during the first build the first act is done by somebody else,
    during the second the next … Gives what each build had frozen, as the sum of what people bought."""

    def run(*acts: Act) -> list[int]:
        with_one_sale(app, city)
        built: list[int] = []

        def build(frozen: MonthSnapshot) -> list[BuiltFile]:
            if len(built) < len(acts):
                _elsewhere(app, acts[len(built)])
            built.append(sum(row.bought for row in frozen.rows))
            return build_signed_files(frozen, "Bendahara", "")

        with files_by(build):
            close_month(MARCH, actor=SYSTEM, override="x")
        commit()
        db.session.remove()
        return built

    return run


def _elsewhere(app: Flask, act: Act) -> None:
    """In a thread with a connection of its own; it must not have to wait for the closing."""
    failed: list[BaseException] = []

    def work() -> None:
        with app.app_context():
            try:
                act()
            except BaseException as error:  # noqa: BLE001  (told to the test)
                failed.append(error)
            finally:
                rollback()
                db.session.remove()

    thread = threading.Thread(target=work)
    thread.start()
    thread.join(4)  # less than a writer waits for its turn: who is held up is seen
    assert not thread.is_alive()
    assert not failed, failed


def selling(app: Flask, city: City, sold_at: str = LONG_AGO) -> Act:
    def act() -> None:
        (answer,) = TillClient(app, city.token).send(a_sale(city, sold_at=sold_at))
        assert answer["result"] == "recorded"

    return act


def test_tills_sell_while_the_file_is_made_and_it_is_made_once(
    app: Flask, city: City, close_during: Any
) -> None:
    assert len(close_during(selling(app, city, "2026-04-05T09:00:00+09:00"))) == 1


def test_a_sale_of_the_month_meanwhile_has_the_file_made_anew(
    app: Flask, city: City, close_during: Any
) -> None:
    first, second = close_during(selling(app, city))
    assert second > first
    _ensure_file_and_snapshot_agree(second)


def test_figures_that_move_each_time_are_caught_under_the_lock(
    app: Flask, city: City, close_during: Any
) -> None:
    sums = close_during(selling(app, city), selling(app, city))
    assert len(sums) == 3
    _ensure_file_and_snapshot_agree(sums[-1])


def test_another_letterhead_meanwhile_has_the_file_made_anew(close_during: Any) -> None:
    def act() -> None:
        begin_writing()
        set_setting("letterhead", ["KOP BARU"], actor=SYSTEM)
        commit()

    assert len(close_during(act)) == 2
    assert _sheet_rows("Rekap OPD")[0][0] == "KOP BARU"


def _sheet_rows(sheet: str) -> list[list[Any]]:
    content = get_stored_file(MARCH, 1).content
    return CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_name(sheet).to_python()


def _ensure_file_and_snapshot_agree(expected: int) -> None:
    """What is frozen, what is printed and what the ledger counts are one sum."""
    closing = db.session.query(Closing).one()
    frozen = db.session.query(SnapshotRow).filter_by(closing_id=closing.id).all()
    rows = _sheet_rows("Transaksi")
    amount = next(row for row in rows if "Nilai (Rp)" in row).index("Nilai (Rp)")
    total = next(row for row in rows if row[0] == "JUMLAH")[amount]
    assert sum(row.bought for row in frozen) == total == expected
    assert {row.employee_id for row in frozen} == {one.id for one in db.session.query(Employee)}
    assert check_ledger().findings == []


def test_a_month_closed_and_opened_again_meanwhile_has_the_file_made_anew(close_during: Any) -> None:
    """The figures are the same, but the file says which closing it is of."""

    def act() -> None:
        with files_by(plain_files):
            close_month(MARCH, actor=SYSTEM, override="x")
        commit()
        begin_writing()
        reopen_month(MARCH, actor=SYSTEM, reason="keliru")
        commit()

    assert len(close_during(act)) == 2
    assert [one.version for one in db.session.query(Closing).order_by(Closing.id)] == [1, 2]


def test_somebody_exempt_meanwhile_has_the_file_made_anew(city: City, close_during: Any) -> None:
    def act() -> None:
        begin_writing()
        draft = ExemptionDraft(
            "person", kind="tugas belajar", letter_number="800/1", letter_date=date(2026, 2, 1),
            from_period=MARCH, until_period=MARCH, employee_id=city.employee_id,
        )  # fmt: skip
        approve_exemption(propose_exemption(draft, actor=SYSTEM).id, actor=SYSTEM)
        commit()

    assert len(close_during(act)) == 2
    row = db.session.query(SnapshotRow).filter_by(employee_id=city.employee_id).one()
    assert row.status == "exempt"


def test_a_buyer_corrected_meanwhile_has_the_file_made_anew(
    app: Flask, city: City, close_during: Any
) -> None:
    """From one person to another: no sum of the month moves."""
    sale = a_sale(city, sold_at=LONG_AGO, buyer={"name": "Siapa dia"})
    TillClient(app, city.token).send(sale)
    sale_id = db.session.query(Sale.id).filter_by(uuid=sale["id"]).scalar()
    resolve_buyer(sale_id, city.other_id, "ditanyakan", actor=SYSTEM)
    commit()
    db.session.remove()

    def act() -> None:
        resolve_buyer(sale_id, city.employee_id, "orang lain", actor=SYSTEM)
        commit()

    assert len(close_during(act)) == 2
    row = db.session.query(SnapshotRow).filter_by(employee_id=city.employee_id).one()
    assert row.bought == 60_000
