"""The manager's pages: everything can be set up, shown and changed, and foreign booths do not exist."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook

from app.audit.models import AuditEvent
from app.audit.rules import SYSTEM
from app.booths.queries import find_booth
from app.booths.services import create_booth
from app.extensions import db
from app.makers.models import Product, ProductPrice
from app.makers.queries import list_catalogue, list_prices
from app.makers.services import create_product
from app.tills.queries.shifts import list_shifts
from app.tills.services.tills import enrol_till
from tests.counter import Counter, at_the_till, make_counter
from tests.pages import PageClient


@pytest.fixture
def counter(session: Any) -> Counter:
    """The small city."""
    return make_counter()


@pytest.fixture
def manager(as_role: Callable[..., PageClient], counter: Counter) -> PageClient:
    """A manager of all booths."""
    return as_role("manager")


PAGES = ("", "/pojok", "/pojok/baru", "/perangkat", "/perangkat/baru", "/kasir", "/kasir/harian", "/giliran", "/umkm",
         "/umkm/baru",
         "/produk", "/produk/baru", "/produk/unggah")  # fmt: skip


@pytest.mark.parametrize("path", PAGES)
def test_each_page_opens_in_a_new_city_too(path: str, session: Any, as_role: Any) -> None:
    as_role("manager").get(f"/pengelola{path}")


@pytest.mark.parametrize("path", PAGES)
def test_each_page_opens_in_a_working_city(
    path: str, app: Any, manager: PageClient, counter: Counter
) -> None:
    at_the_till(app, counter)
    enrol_till(counter.booth_id, "Tablet 1", actor=SYSTEM)
    manager.get(f"/pengelola{path}")


def test_the_list_of_products_asks_as_often_for_many_as_for_three(
    manager: PageClient, counter: Counter, count_queries: Any
) -> None:
    manager.get("/pengelola/produk")  # commits what the test prepared
    with count_queries() as few:
        manager.get("/pengelola/produk")
    for number in range(30):
        create_product(
            counter.maker_id, f"Kue {number}", actor=SYSTEM, unit_price=1000, effective_from=date(2026, 1, 1)
        )
    manager.get("/pengelola/produk")
    with count_queries() as many:
        manager.get("/pengelola/produk")
    assert len(many) == len(few), many


def test_a_booth_is_set_up_and_changed(manager: PageClient) -> None:
    manager.get("/pengelola/pojok/baru")
    manager.form().submit(name="Pojok  Dinas", mode="cash").follow()
    booth = find_booth("pojok dinas")
    assert booth is not None and booth.mode == "cash" and booth.is_active and booth.name == "Pojok Dinas"
    manager.get(f"/pengelola/pojok/{booth.id}/ubah")
    manager.form().submit(name="Pojok Dinas", mode="record", is_active=None).follow()
    db.session.expire_all()
    changed = find_booth("pojok dinas")
    assert changed is not None and changed.mode == "record" and not changed.is_active


def test_a_second_booth_of_the_same_name_is_refused_in_words(manager: PageClient) -> None:
    manager.get("/pengelola/pojok/baru")
    page = manager.form().submit(name="BALAI KOTA", expect=422)
    assert "Sudah ada pojok dengan nama ini" in page.text


def test_a_manager_of_one_booth_does_not_find_another(
    as_role: Any, app: Any, counter: Counter, session: Any
) -> None:
    other = create_booth("Gedung A", actor=SYSTEM)
    till, _token = enrol_till(counter.booth_id, "Tablet 1", actor=SYSTEM)
    at_the_till(app, counter)
    (shift,) = list_shifts(open_only=True)
    bound = as_role("manager", booth=other.id)
    assert "Balai Kota" not in bound.get("/pengelola/pojok").text
    assert "Balai Kota" not in bound.get("/pengelola/perangkat").text
    assert "Balai Kota" not in bound.get("/pengelola/giliran").text
    bound.get(f"/pengelola/pojok/{counter.booth_id}", expect=404)
    bound.get(f"/pengelola/pojok/{counter.booth_id}/ubah", expect=404)
    bound.get("/pengelola/pojok/baru", expect=404)
    bound.get("/pengelola/perangkat/baru")
    bound.post(f"/pengelola/perangkat/{till.id}/cabut", expect=404)
    bound.get(f"/pengelola/giliran/{shift.id}", expect=404)
    bound.post(f"/pengelola/giliran/{shift.id}/tutup", {"reason": "iseng"}, expect=404)
    bound.get(f"/pengelola/pojok/{counter.booth_id}/setoran", expect=404)
    bound.get(f"/pengelola/pojok/{counter.booth_id}/setoran/slip", expect=404)
    bound.post("/pengelola/perangkat/baru", {"booth": counter.booth_id, "name": "Tablet 9"}, expect=422)


def test_a_price_between_two_others_holds_only_between_them(manager: PageClient, counter: Counter) -> None:
    path = f"/pengelola/produk/{counter.bagea}"
    for price, since in (("30.000", "2026-12-01"), ("27.500", "2026-06-15")):
        manager.get(path)
        manager.form(f"{path}/harga").submit(unit_price=price, effective_from=since).follow()
    assert [(one.effective_from.isoformat(), one.unit_price) for one in list_prices(counter.bagea)] == [
        ("2026-12-01", 30_000), ("2026-06-15", 27_500), ("2026-01-01", 25_000),
    ]  # fmt: skip


def test_the_same_day_replaces_the_price(manager: PageClient, counter: Counter) -> None:
    manager.get(f"/pengelola/produk/{counter.bagea}")
    form = manager.form(f"/pengelola/produk/{counter.bagea}/harga")
    assert "diganti" in form.submit(unit_price="26.000", effective_from="2026-01-01").follow().text
    assert [one.unit_price for one in list_prices(counter.bagea)] == [26_000]


@pytest.mark.parametrize("typed", ["0", "-5", "12,5", "1e5", "", "9999999999999"])
def test_an_unreadable_price_is_refused_with_a_sentence(
    typed: str, manager: PageClient, counter: Counter
) -> None:
    manager.get(f"/pengelola/produk/{counter.bagea}")
    form = manager.form(f"/pengelola/produk/{counter.bagea}/harga")
    form.submit(unit_price=typed, effective_from="2026-02-01", expect=422)
    assert db.session.query(ProductPrice).filter_by(product_id=counter.bagea).count() == 1


def test_a_barcode_belongs_to_one_product(manager: PageClient, counter: Counter) -> None:
    manager.get(f"/pengelola/produk/{counter.kopi}/ubah")
    page = manager.form().submit(barcode="8990000000005", expect=422)
    assert "sudah dipakai produk Bagea kenari 250 g" in page.text


def test_a_favourite_is_put_in_front_and_taken_back(manager: PageClient, counter: Counter) -> None:
    manager.get("/pengelola/produk")
    manager.post(f"/pengelola/produk/{counter.sagu}/favorit")
    assert db.session.get(Product, counter.sagu, populate_existing=True).is_favourite  # type: ignore[union-attr]
    manager.post(f"/pengelola/produk/{counter.sagu}/favorit")
    assert not db.session.get(Product, counter.sagu, populate_existing=True).is_favourite  # type: ignore[union-attr]


def _workbook(*rows: tuple[Any, ...]) -> io.BytesIO:
    book = Workbook()
    book.active.append(("UMKM", "PRODUK", "KATEGORI", "HARGA", "BERLAKU SEJAK", "KODE BATANG"))
    for row in rows:
        book.active.append(row)
    data = io.BytesIO()
    book.save(data)
    data.seek(0)
    return data


def _upload(manager: PageClient, data: io.BytesIO, name: str = "daftar.xlsx", expect: int = 200) -> Any:
    manager.get("/pengelola/produk/unggah")
    return manager.post("/pengelola/produk/unggah", {"file": (data, name)}, expect=expect)


def test_an_uploaded_list_is_shown_before_it_is_applied(manager: PageClient) -> None:
    data = _workbook(
        ("Roti Hative", "Roti kenari", "Makanan", "Rp 8.000", "01-11-2026", "899111"),
        ("Roti Hative", "Roti sagu", "Makanan", 12.5, "01-11-2026", None),
    )
    page = _upload(manager, data)
    assert "2 baris: 1 baru" in page.text and "Harga harus rupiah bulat" in page.text
    assert "Roti kenari" not in [one.name for one in list_catalogue(date(2026, 11, 7))]
    manager.form("/pengelola/produk/unggah/terapkan").submit().follow()
    (found,) = (one for one in list_catalogue(date(2026, 11, 7)) if one.name == "Roti kenari")
    assert (found.maker_name, found.unit_price, found.barcode) == ("Roti Hative", 8_000, "899111")


def test_refused_rows_of_a_list_come_back_as_a_workbook_to_correct_and_send_again(
    manager: PageClient,
) -> None:
    data = _workbook(
        ("Roti Hative", "Roti kenari", "Makanan", "Rp 8.000", "01-11-2026", "899111"),
        ("Roti Hative", "Roti sagu", "Makanan", 12.5, "01-11-2026", None),
    )
    page = _upload(manager, data)
    assert "Roti sagu" in page.text  # whose row it was, beside the reason
    file = manager.form("/pengelola/produk/unggah/ditolak").submit(expect=200)
    sheet = load_workbook(io.BytesIO(file.data)).active
    head, row = list(sheet.iter_rows(values_only=True))
    assert head[:4] == ("BARIS", "ALASAN", "UMKM", "PRODUK")
    assert row[0] == 3 and row[3] == "Roti sagu" and "rupiah bulat" in row[1]
    assert db.session.query(AuditEvent).filter_by(action="umkm.export_rejects").count() == 1
    sheet.cell(2, head.index("HARGA") + 1, "12500")
    corrected = io.BytesIO()
    sheet.parent.save(corrected)
    corrected.seek(0)
    assert "1 baris: 1 baru" in _upload(manager, corrected).text


def test_a_file_that_was_not_shown_cannot_be_applied(manager: PageClient) -> None:
    manager.get("/pengelola/produk/unggah")
    page = manager.post("/pengelola/produk/unggah/terapkan", {"upload": "../../etc/passwd"}, expect=404)
    assert "Kirim lagi" in page.text


def test_a_file_that_is_no_list_is_refused_in_words(manager: PageClient, tmp_path: Path) -> None:
    page = _upload(manager, io.BytesIO(b"<html>halo</html>"), expect=422)
    assert "perlu diperbaiki" in page.text


def test_an_upload_may_be_larger_than_other_requests(manager: PageClient) -> None:
    rows = [(f"UMKM {number}", f"Barang {number}", "", 1000 + number, None, None) for number in range(6000)]
    data = _workbook(*rows)
    assert data.getbuffer().nbytes > 64 * 1024
    assert "6.000 baru" in _upload(manager, data).text
