"""Finance's answers to what employees say: real goods or none, one decision, also in a closed month."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from sqlalchemy import select

from app.closing.queries import list_readiness, list_supplement_gains
from app.disputes.services import MissingPurchase, dispute_sale, report_missing
from app.extensions import db
from app.makers.services import create_maker, create_product
from app.months.models import LateItem
from app.notices.models import Notice
from app.reports.queries.day import get_day
from app.reports.queries.journal import list_journal
from app.sales.models import Sale, SaleLine
from app.sales.queries import get_sale, list_ledger_rows
from app.sales.queries.supplier_day_statement import list_day_statement_lines
from app.sales.queries.trend import list_maker_sums
from app.shared import clock
from tests.office import SYSTEM, TREASURER, October, close
from tests.pages import Form, PageClient
from tests.standing import OCTOBER, make_sale

ANSWER = "Notanya sudah ada, terima kasih."


def missing(october: October, amount: int = 27_000, day: int = 12) -> str:
    """Budi says that a purchase is missing; the page of it."""
    told = MissingPurchase(
        october.booth, clock.at_local(date(2026, 10, day), 10, 0), amount, "", "dua bungkus bagea"
    )
    return f"/keuangan/pengaduan/{report_missing(october.budi, told, actor=SYSTEM).id}"


def newest() -> Any:
    return get_sale(db.session.scalars(select(Sale.id).order_by(Sale.id.desc())).first() or 0)


def form_of(finance: PageClient, page: str) -> Form:
    return finance.get(page).form()


def test_nothing_is_decided_beforehand_and_what_is_not_there_is_not_offered(
    finance: PageClient, october: October
) -> None:
    page = finance.get(missing(october))
    radios = page.all("input", type="radio")
    assert [one.get("value") for one in radios] == ["record", "decline"]
    assert not any(one.get("checked") for one in radios)
    refused = page.form().submit(expect=422, answer=ANSWER)
    assert "Keputusan harus diisi" in refused.text and ANSWER in refused.text
    with_candidate = finance.get(missing(october, 8_000, day=20))
    assert "found" in [one.get("value") for one in with_candidate.all("input", name="decision")]


def test_the_real_product_is_credited_and_the_amount_may_be_set_right(
    finance: PageClient, october: October
) -> None:
    maker = create_maker("Dapur Pala", actor=TREASURER)
    product = create_product(
        maker.id, "Sirup pala", unit_price=15_000, effective_from=date(2026, 1, 1), actor=TREASURER
    )
    form = form_of(finance, missing(october))
    form.submit(
        expect=422, decision="record", product=str(product.id), quantity="2", amount="27.001", answer=ANSWER
    )
    form.submit(decision="record", product=str(product.id), quantity="2", amount="26.000", answer=ANSWER)
    sale = newest()
    (line,) = sale.lines
    assert (line.maker, line.quantity, line.amount, sale.amount) == ("Dapur Pala", 2, 26_000, 26_000)
    assert ("Dapur Pala", 26_000) in [(one.maker, one.amount) for one in list_maker_sums(OCTOBER).makers]


def test_finances_own_entry_raises_no_question(finance: PageClient, october: October) -> None:
    form_of(finance, missing(october)).submit(decision="record", maker="", answer=ANSWER)
    assert newest().flags == []
    assert "flagged" not in [point.code for point in list_readiness(OCTOBER)]


def invented(maker: str) -> None:
    """A purchase nobody knows the maker of, as it was and as it is written."""
    sale = make_sale(None, 27_000, "2026-10-12")
    db.session.add(
        SaleLine(
            sale_id=sale.id, position=1, maker_name=maker, product_name="Belanja belum tercatat", quantity=1,
            unit_price=27_000, amount=27_000,
        )
    )  # fmt: skip
    db.session.flush()


@pytest.mark.parametrize("maker", ["", "(pengaduan)"])
def test_an_unknown_maker_is_counted_and_printed_nowhere(
    finance: PageClient, october: October, maker: str
) -> None:
    invented(maker)
    sums = list_maker_sums(OCTOBER)
    assert ([one.maker for one in sums.makers], sums.unmatched) == (["Dapur Kenari"], 27_000)
    found = get_day(date(2026, 10, 12))
    assert (found.makers, found.unmatched, found.turnover) == ([], 27_000, 27_000)
    assert list_day_statement_lines(october.booth, date(2026, 10, 12)) == []
    assert {row.maker for row in list_ledger_rows(OCTOBER)} == {"Dapur Kenari", ""}
    assert "(pengaduan)" not in {row.maker for row in list_journal(OCTOBER)}
    page = finance.get("/keuangan/ringkasan?bulan=2026-10")
    assert (
        "1 UMKM" in page.text and "Rp27.000 belum dicocokkan" in page.text and "(pengaduan)" not in page.text
    )
    waiting = finance.get(page.links["Lihat dan cocokkan"])
    assert waiting.h1 == "Perlu diputuskan" and "Rp27.000" in waiting.text
    assert waiting.links["Belanja belum tercatat"].startswith("/keuangan/putuskan/barang/")


def test_one_decision_settles_it_in_a_closed_month_and_the_person_reads_one_thing(
    finance: PageClient, october: October
) -> None:
    close()
    page = form_of(finance, missing(october)).submit(decision="record", answer=ANSWER).follow()
    assert "Sudah masuk suplemen 1 Oktober 2026" in page.text
    assert [(one.employee_id, one.amount) for one in list_supplement_gains(OCTOBER)] == [
        (october.budi, 27_000)
    ]
    (notice,) = db.session.query(Notice)
    assert notice.facts["state"] == "granted" and "waiting" not in notice.facts


def test_a_sale_that_was_not_theirs_leaves_a_closed_month_at_once(
    finance: PageClient, october: October
) -> None:
    sale_id = db.session.scalars(select(Sale.id).where(Sale.employee_id == october.ani)).one()
    close()
    dispute = dispute_sale(october.ani, sale_id, "saya dinas luar", actor=SYSTEM)
    form_of(finance, f"/keuangan/pengaduan/{dispute.id}").submit(decision="void", answer=ANSWER)
    assert [(one.employee_id, one.amount) for one in list_supplement_gains(OCTOBER)] == [
        (october.ani, -30_000)
    ]


def test_a_name_found_for_a_sale_of_a_closed_month_counts_at_once(
    finance: PageClient, october: October
) -> None:
    close()
    form = form_of(finance, missing(october, 8_000, day=20))
    form.submit(decision="found", sale=str(october.unknown), answer=ANSWER)
    assert [(one.employee_id, one.amount) for one in list_supplement_gains(OCTOBER)] == [
        (october.budi, 8_000)
    ]


def test_who_leaves_it_to_the_tray_says_so_to_the_person(finance: PageClient, october: October) -> None:
    close()
    page = form_of(finance, missing(october)).submit(decision="record", take_in=None, answer=ANSWER).follow()
    assert "menunggu di daftar kiriman terlambat Oktober 2026" in page.text
    assert db.session.query(LateItem).one().decision is None
    (notice,) = db.session.query(Notice)
    assert (notice.facts["state"], notice.facts["waiting"]) == ("granted", True)


def test_the_list_leads_back_to_the_closing_it_holds_up(finance: PageClient, october: October) -> None:
    page = missing(october)
    month = finance.get("/keuangan/bulan/2026-10")
    href = month.links["Selesaikan: 1 pengaduan pegawai belum dijawab"]
    assert "/keuangan/bulan/2026-10" in finance.get(href).links.values()
    assert "/keuangan/bulan/2026-10" in finance.get(page).links.values()
