"""Finance finds any receipt, takes it back or corrects it, also in a closed month (decisions 14, 17)."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import select

from app.closing.queries import list_supplement_gains
from app.extensions import db
from app.makers.services import create_maker, create_product
from app.months.models import LateItem
from app.sales.models import Sale
from app.sales.queries import get_sale
from app.sales.services import resolve_buyer
from tests.office import TREASURER, October, bought, close, sell
from tests.pages import PageClient
from tests.standing import OCTOBER

REASON = "salah ketik, sudah ditanyakan"


def receipt_of(employee_id: int) -> int:
    return (
        db.session.scalars(select(Sale.id).where(Sale.employee_id == employee_id).order_by(Sale.id)).first()
        or 0
    )


def page_of(sale_id: int) -> str:
    return f"/keuangan/nota/{sale_id}"


def gains() -> dict[tuple[int, int], int]:
    return {(one.employee_id, one.number): one.amount for one in list_supplement_gains(OCTOBER)}


def test_a_receipt_is_reached_from_the_person_the_month_and_by_its_number(
    finance: PageClient, october: October
) -> None:
    sale = get_sale(receipt_of(october.ani))
    person = finance.get(f"/keuangan/pegawai/{october.ani}?bulan=2026-10")
    assert person.links[sale.receipt] == page_of(sale.id)
    month = finance.get("/keuangan/nota?bulan=2026-10")
    assert len(month.rows()) == 4
    assert month.links[sale.receipt] == page_of(sale.id)
    found = finance.get(f"/keuangan/nota?nomor={sale.receipt.lower().replace('-', ' ')}")
    assert [row["Nota"][:9] for row in found.rows()] == [sale.receipt]
    assert "Itu bukan nomor nota" in finance.get("/keuangan/nota?nomor=abc").text
    assert finance.get(f"/keuangan/nota?bulan=2026-10&pojok={'9' * 5000}").rows() == month.rows()
    assert "Tidak ada nota bernomor itu" in finance.get("/keuangan/nota?nomor=ZZZZ-ZZZZ").text


def test_any_receipt_is_taken_back_with_a_reason(finance: PageClient, october: October) -> None:
    sale_id = receipt_of(october.ani)
    finance.get(page_of(sale_id)).form("batalkan").submit(expect=422, reason=" ")
    page = finance.get(page_of(sale_id)).form("batalkan").submit(reason=REASON).follow()
    assert "dibatalkan" in page.text and REASON in page.text
    assert bought(october.ani) == 0
    finance.post(f"{page_of(sale_id)}/batal", {"reason": "lagi"}, expect=422)


def test_an_amount_typed_ten_times_too_high_is_corrected_on_its_date(
    finance: PageClient, october: October
) -> None:
    sale_id = receipt_of(october.ani)
    form = finance.get(f"{page_of(sale_id)}/perbaiki").form("perbaiki-nota")
    page = form.submit(**{"lines-0-unit_price": "3.000"}, reason=REASON).follow()
    assert "Nota diperbaiki" in page.text
    assert bought(october.ani) == 3_000
    new = db.session.scalars(select(Sale).where(Sale.correction_of == sale_id)).one()
    assert (str(new.business_date), new.flags, new.reason) == ("2026-10-05", [], REASON)
    assert page_of(new.id) in finance.get(page_of(sale_id)).links.values()


def test_the_product_found_out_later_takes_the_place_of_what_nobody_knew(
    finance: PageClient, october: October, session: Any
) -> None:
    maker = create_maker("Dapur Pala", actor=TREASURER)
    product = create_product(
        maker.id, "Sirup pala", unit_price=25_000, effective_from=date(2026, 1, 1), actor=TREASURER
    )
    form = finance.get(f"{page_of(receipt_of(october.ani))}/perbaiki").form("perbaiki-nota")
    form.submit(**{"lines-0-product": str(product.id)}, reason=REASON)
    new = db.session.scalars(select(Sale).where(Sale.correction_of.is_not(None))).one()
    (line,) = get_sale(new.id).lines
    assert (line.maker, line.product, line.unit_price) == ("Dapur Pala", "Sirup pala", 30_000)
    assert new.flags == []  # finance writes what was paid; the catalogue's price is no question


def test_another_buyer_is_named_and_a_resolved_one_stays(finance: PageClient, october: October) -> None:
    resolve_buyer(october.unknown, october.budi, "ditelepon", actor=TREASURER)
    form = finance.get(f"{page_of(october.unknown)}/perbaiki").form("perbaiki-nota")
    form.submit(**{"lines-0-unit_price": "7.000"}, reason=REASON)
    assert bought(october.budi) == 22_000
    form = finance.get(f"{page_of(receipt_of(october.ani))}/perbaiki").form("perbaiki-nota")
    refused = form.submit(expect=422, buyer="other", buyer_text="Contoh", reason=REASON)
    assert "Beberapa orang cocok" in refused.text
    refused.form("perbaiki-nota").submit(buyer="other", person=str(october.budi), reason=REASON)
    assert (bought(october.ani), bought(october.budi)) == (0, 52_000)


def test_a_correction_offers_the_public_once_and_names_who_is_kept(
    finance: PageClient, october: October
) -> None:
    public = db.session.scalars(select(Sale.id).where(Sale.buyer_kind == "public")).one()
    page = finance.get(f"{page_of(public)}/perbaiki")
    assert page.text.count("Pembeli umum") == 1 and "Tetap: Pembeli umum" in page.text
    assert "Tetap: Budi?" in finance.get(f"{page_of(october.unknown)}/perbaiki").text


def test_a_wrongly_resolved_buyer_is_changed_from_the_receipt(finance: PageClient, october: October) -> None:
    resolve_buyer(october.unknown, october.budi, "dikira dia", actor=TREASURER)
    page = finance.get(page_of(october.unknown))
    assert page.links["Ubah pembelinya"] == f"/keuangan/putuskan/pembeli/{october.unknown}"


def test_nothing_left_is_no_correction_and_nothing_typed_is_lost(
    finance: PageClient, october: October
) -> None:
    form = finance.get(f"{page_of(receipt_of(october.ani))}/perbaiki").form("perbaiki-nota")
    page = form.submit(expect=422, **{"lines-0-quantity": "0"}, reason=REASON)
    assert "batalkan notanya" in page.text
    assert page.form("perbaiki-nota").values["reason"] == [REASON]
    page = form.submit(expect=422, **{"lines-0-unit_price": "", "lines-0-product": "0", "lines-0-name": ""})
    assert "Tulis harga satuannya" in page.text


def test_in_a_closed_month_it_goes_into_the_supplement_at_once(finance: PageClient, october: October) -> None:
    close()
    form = finance.get(page_of(receipt_of(october.ani))).form("batalkan")
    page = form.submit(reason=REASON).follow()
    assert "Sudah masuk suplemen 1 Oktober 2026" in page.text
    assert gains() == {(october.ani, 1): -30_000}
    form = finance.get(f"{page_of(receipt_of(october.budi))}/perbaiki").form("perbaiki-nota")
    form.submit(**{"lines-0-unit_price": "25.000"}, reason=REASON)
    assert gains() == {(october.ani, 1): -30_000, (october.budi, 2): 10_000}


def test_without_the_tick_it_waits_among_the_late_entries(finance: PageClient, october: October) -> None:
    close()
    form = finance.get(page_of(receipt_of(october.ani))).form("batalkan")
    page = form.submit(reason=REASON, take_in=None).follow()
    assert "menunggu di daftar kiriman terlambat Oktober 2026" in page.text
    assert (gains(), db.session.query(LateItem).one().decision) == ({}, None)


def test_a_reversal_and_what_is_not_there_have_no_page(finance: PageClient, october: October) -> None:
    finance.get(page_of(receipt_of(october.ani))).form("batalkan").submit(reason=REASON)
    reversal = db.session.scalars(select(Sale.id).where(Sale.void_of.is_not(None))).one()
    finance.get(page_of(reversal), expect=404)
    finance.get(page_of(999999), expect=404)
    finance.get(f"{page_of(999999)}/perbaiki", expect=404)


def test_the_list_asks_as_often_for_many_as_for_one(
    finance: PageClient, october: October, count_queries: Any
) -> None:
    finance.get("/keuangan/nota?bulan=2026-10")
    with count_queries() as few:
        finance.get("/keuangan/nota?bulan=2026-10")
    for amount in range(1, 30):
        sell(october, october.budi, amount * 1_000)
    finance.get("/keuangan/nota?bulan=2026-10")
    with count_queries() as many:
        finance.get("/keuangan/nota?bulan=2026-10")
    assert len(many) <= len(few)


def test_opening_a_receipt_is_noted_for_its_buyer(finance: PageClient, october: October) -> None:
    before = db.session.scalar(
        db.text("SELECT count(*) FROM audit_event WHERE action = 'access.open_person'")
    )
    finance.get(page_of(receipt_of(october.ani)))
    after = db.session.scalar(db.text("SELECT count(*) FROM audit_event WHERE action = 'access.open_person'"))
    assert after == before + 1
