"""An unknown buyer who is nobody of the city: settled as the public, singly and in bulk, and undone by another word."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from app.closing.queries import list_readiness
from app.decisions.filters import OpenItemFilter
from app.decisions.queries import count_open_of
from app.extensions import db
from app.months.models import LateItem
from app.reports.queries.journal import list_journal
from app.sales.models import SaleResolution
from app.sales.queries import list_ledger_rows, sum_period
from app.sales.queries.open_items import list_unknown_buyers
from app.sales.services import resolve_buyer
from tests.office import TREASURER, October, bought, close
from tests.pages import PageClient
from tests.standing import OCTOBER, make_sale

LIST = "/keuangan/putuskan/pembeli?bulan=2026-10"
REASON = "sudah dicari, bukan pegawai"


def page_of(sale_id: int) -> str:
    return f"/keuangan/putuskan/pembeli/{sale_id}"


def waiting() -> int:
    return count_open_of(list_unknown_buyers, OpenItemFilter(period=OCTOBER))


def test_one_receipt_becomes_the_publics_and_readiness_falls(finance: PageClient, october: October) -> None:
    before = sum_period(OCTOBER)
    page = finance.get(page_of(october.unknown)).form("tetapkan").submit(employee="0", reason=REASON).follow()
    assert "Semua pembeli sudah dikenal" in page.text
    after = sum_period(OCTOBER)
    assert (after.public - before.public, after.unresolved, after.turnover) == (8_000, 0, before.turnover)
    assert [point.code for point in list_readiness(OCTOBER)] == []
    row = db.session.scalars(select(SaleResolution)).one()
    assert (row.employee_id, row.reason, row.result) == (None, REASON, "recorded")


def test_it_is_offered_where_nobody_is_alike_and_wants_a_reason(finance: PageClient, session: Any) -> None:
    sale = make_sale(None, 2_000, "2026-10-21", buyer_kind="unresolved", buyer_name="Xqz")
    form = finance.get(page_of(sale.id)).form("tetapkan")
    form.submit(expect=422, employee="0", reason=" ")
    form.submit(expect=422, reason=REASON)  # nothing is chosen beforehand
    form.submit(employee="0", reason=REASON)
    assert waiting() == 1


def test_many_at_once_with_one_reason(finance: PageClient, october: October, session: Any) -> None:
    others = [make_sale(None, 2_000, "2026-10-21", buyer_kind="unresolved", buyer_name=name) for name in "AB"]
    rows = [str(october.unknown), *(str(one.id) for one in others)]
    form = finance.get(LIST).form("putuskan")
    form.submit(expect=422, rows=rows, reason="", button="langkah=public")
    page = form.submit(rows=rows, reason=REASON, button="langkah=public").follow()
    assert "3 nota ditetapkan sebagai belanja umum." in page.text
    assert waiting() == 0


def test_an_employee_named_afterwards_wins_and_the_other_way_round(
    finance: PageClient, october: October
) -> None:
    form = finance.get(page_of(october.unknown)).form("tetapkan")
    form.submit(employee="0", reason=REASON)
    finance.get(page_of(october.unknown)).form("tetapkan").submit(
        employee=str(october.budi), reason="ternyata dia"
    )
    assert (bought(october.budi), sum_period(OCTOBER).public) == (23_000, 3_000)
    page = finance.get(page_of(october.unknown))
    page.form("tetapkan").submit(employee="0", reason="salah")
    assert (bought(october.budi), sum_period(OCTOBER).public) == (15_000, 11_000)
    assert "umum salah" in finance.get(page_of(october.unknown)).text
    assert db.session.query(SaleResolution).count() == 3


def test_in_a_closed_month_it_waits_in_the_tray_and_counts_once_taken_in(
    finance: PageClient, october: October, session: Any
) -> None:
    resolve_buyer(october.unknown, october.budi, "dikira dia", actor=TREASURER)
    close()
    page = finance.get(page_of(october.unknown)).form("tetapkan").submit(employee="0", reason=REASON).follow()
    assert "menunggu di daftar kiriman terlambat" in page.text
    assert sum_period(OCTOBER).public == 3_000
    waiting = finance.get("/keuangan/putuskan/terlambat?bulan=2026-10")
    assert "pembeli ditetapkan: umum" in waiting.text
    rows = [str(box.get("value")) for box in waiting.all("input", name="rows")]
    waiting.form("putuskan").submit(rows=rows, button="langkah=accept")
    assert db.session.query(LateItem).one().decision == "accepted"
    assert sum_period(OCTOBER).public == 11_000
    assert "Umum" in finance.get("/keuangan/bulan/2026-10").words("td")


def test_the_workbooks_say_umum(october: October, session: Any) -> None:
    resolve_buyer(october.unknown, None, REASON, actor=TREASURER)
    kinds = {row.sale_id: row.buyer_kind for row in list_ledger_rows(OCTOBER)}
    assert kinds[october.unknown] == "public"
    said = [row for row in list_journal(OCTOBER) if row.kind == "resolution"]
    assert [(row.buyer, row.buyer_kind, row.reason) for row in said] == [("", "public", REASON)]


def test_a_manager_may_not_say_so(app: Any, october: October, as_role: Any) -> None:
    client = as_role("manager", booth=october.booth)
    found = client.get(f"/pengelola/putuskan/pembeli/{october.unknown}")
    assert "jadikan umum" not in found.text
    found.form("tetapkan").submit(expect=403, employee="0", reason=REASON)
    assert db.session.query(SaleResolution).count() == 0
