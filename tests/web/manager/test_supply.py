"""Supply notes and the shelf: opened, counted once, withdrawn, printed; foreign booths do not exist."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from openpyxl import load_workbook

from app.audit.rules import SYSTEM
from app.booths.services import create_booth
from app.extensions import db
from app.sales.models import SaleLine
from app.shared import clock
from app.shared.transaction import begin_writing, commit
from app.stock.models import StockMove, SupplyNote
from app.stock.queries.notes import list_lines, list_notes
from app.stock.queries.shelf import list_shelf
from app.stock.services import LineCount, NoteLine, check_note, open_note
from tests.counter import Counter, at_the_till, make_counter, sale_of, sell
from tests.pages import PageClient
from tests.standing import make_sale


@pytest.fixture
def counter(session: Any) -> Counter:
    return make_counter()


@pytest.fixture
def manager(as_role: Callable[..., PageClient], counter: Counter) -> PageClient:
    return as_role("manager", booth=counter.booth_id)


def open_page(counter: Counter) -> str:
    return f"/pengelola/nota-titip/baru?umkm={counter.maker_id}"


def handed(counter: Counter, *lines: NoteLine) -> int:
    """A delivery that waits to be counted: five pieces of bagea unless said otherwise."""
    lines = lines or (NoteLine(counter.bagea, 5, 25_000),)
    return open_note(counter.booth_id, counter.maker_id, "delivery", lines, actor=SYSTEM).id


def the_shelf(counter: Counter) -> dict[int, int]:
    return {row.product_id: row.shelf for row in list_shelf([counter.booth_id])}


def state_of(note_id: int) -> str:
    db.session.expire_all()
    return db.session.get_one(SupplyNote, note_id).state


def test_a_note_is_opened_and_counted_with_a_tapped_reason(manager: PageClient, counter: Counter) -> None:
    manager.get("/pengelola/nota-titip")
    manager.get("/pengelola/nota-titip/baru")
    manager.get(open_page(counter))
    until = (clock.today() + timedelta(days=30)).isoformat()
    typed = {f"pieces-{counter.bagea}": "10", f"until-{counter.bagea}": until, f"pieces-{counter.kopi}": "4"}
    page = manager.form().submit(**typed).follow()
    assert the_shelf(counter) == {}, "nothing moves before the booth has counted"
    assert page.form("hitungan").values["pieces-1"] == ["10"]
    page = manager.form("hitungan").submit(**{"pieces-2": "3"}, expect=422)
    assert "Pilih alasan" in page.text and the_shelf(counter) == {}
    page = manager.form("hitungan").submit(**{"pieces-2": "3", "reason-2": "kurang dari nota"}).follow()
    assert "kurang dari nota" in page.text
    assert the_shelf(counter) == {counter.bagea: 10, counter.kopi: 3}
    (note,) = list_notes(booth_ids=[counter.booth_id])
    assert (note.state, note.has_difference) == ("checked", True)
    assert [line.best_before for line in list_lines(note.id)] == [clock.today() + timedelta(days=30), None]
    assert note.number in manager.get("/pengelola/nota-titip").text


def test_a_form_sent_twice_stores_one_note(manager: PageClient, counter: Counter) -> None:
    page = manager.get(open_page(counter))
    first, second = (page.form().submit(**{f"pieces-{counter.bagea}": "2"}) for _ in range(2))
    assert first.location == second.location
    assert len(list_notes(booth_ids=[counter.booth_id])) == 1


def test_an_empty_note_and_goods_past_their_date_are_refused(manager: PageClient, counter: Counter) -> None:
    manager.get(open_page(counter))
    assert "belum berisi barang" in manager.form().submit(expect=422).text
    yesterday = (clock.today() - timedelta(days=1)).isoformat()
    typed = {f"pieces-{counter.bagea}": "2", f"until-{counter.bagea}": yesterday}
    assert "Sudah lewat tanggal" in manager.form().submit(**typed, expect=422).text
    assert "Tulis angka bulat" in manager.form().submit(**{f"pieces-{counter.bagea}": "-2"}, expect=422).text
    assert list_notes() == []


def test_what_is_no_date_is_refused(manager: PageClient, counter: Counter) -> None:
    field = f"until-{counter.bagea}"
    page = manager.get(open_page(counter)).form().submit(**{field: "besok"}, expect=422)
    assert "Tulis tanggal yang ada" in page.text and page.form().values[field] == ["besok"]


def test_a_changed_form_is_told(manager: PageClient, counter: Counter) -> None:
    form, field = manager.get(open_page(counter)).form(), f"pieces-{counter.bagea}"
    form.submit(**{field: "5"})
    page = form.submit(**{field: "6"}, expect=422)
    assert "sudah tersimpan sebagai nota NT-" in page.text
    page.form().submit()
    assert [row.pieces for row in list_notes()] == [6, 5]


def test_goods_that_are_gone_need_a_reason(manager: PageClient, counter: Counter) -> None:
    check_note(handed(counter), [LineCount(5)], actor=SYSTEM)
    manager.get(open_page(counter) + "&jenis=broken")
    typed = {f"pieces-{counter.bagea}": "2"}
    assert "Pilih salah satu alasan" in manager.form().submit(**typed, expect=422).text
    manager.form().submit(**typed, reason="rusak di rak").follow()
    manager.form("hitungan").submit().follow()
    assert the_shelf(counter) == {counter.bagea: 3}


def test_a_second_clerk_is_told_and_changes_nothing(manager: PageClient, counter: Counter) -> None:
    note_id = handed(counter)
    page = manager.get(f"/pengelola/nota-titip/{note_id}")
    check_note(note_id, [LineCount(4, "kurang dari nota")], actor=SYSTEM)
    page = page.form("hitungan").submit(expect=422)
    assert "sudah diperiksa orang lain" in page.text and "kurang dari nota" in page.text
    assert the_shelf(counter) == {counter.bagea: 4}
    assert db.session.query(StockMove).count() == 1


def test_a_note_is_withdrawn_until_it_is_counted(manager: PageClient, counter: Counter) -> None:
    first, second = handed(counter), handed(counter)
    manager.get(f"/pengelola/nota-titip/{first}")
    manager.form(f"/pengelola/nota-titip/{first}/tarik").submit().follow()
    assert state_of(first) == "withdrawn"
    assert "ditarik" in manager.get(f"/pengelola/nota-titip/{first}").text
    check_note(second, [LineCount(5)], actor=SYSTEM)
    manager.post(f"/pengelola/nota-titip/{second}/tarik", expect=409)
    assert state_of(second) == "checked"


def test_the_slip_prints_for_both_sides_before_and_after_the_count(
    manager: PageClient, counter: Counter
) -> None:
    note_id = handed(counter)
    for _turn in range(2):
        for path in ("slip", "slip?kertas=58"):
            text = manager.get(f"/pengelola/nota-titip/{note_id}/{path}").text
            assert "untuk UMKM" in text and "untuk pojok" in text and "Kode QR nota NT-" in text
        if state_of(note_id) != "checked":
            check_note(note_id, [LineCount(5)], actor=SYSTEM)


def test_foreign_booths_do_not_exist(as_role: Callable[..., PageClient], counter: Counter) -> None:
    note_id = handed(counter)
    other = create_booth("Gedung A", actor=SYSTEM)
    bound = as_role("manager", booth=other.id)
    assert "NT-" not in bound.get("/pengelola/nota-titip").text
    bound.get(f"/pengelola/nota-titip/{note_id}", expect=404)
    bound.get(f"/pengelola/nota-titip/{note_id}/slip", expect=404)
    bound.post(f"/pengelola/nota-titip/{note_id}", {"pieces-1": "1"}, expect=404)
    bound.post(f"/pengelola/nota-titip/{note_id}/tarik", expect=404)
    bound.get(f"{open_page(counter)}&pojok={counter.booth_id}", expect=404)
    bound.get(f"/pengelola/rak?pojok={counter.booth_id}", expect=404)
    assert state_of(note_id) == "handed"


def test_the_shelf_says_what_is_wrong_and_leads_to_what_mends_it(
    app: Flask, manager: PageClient, counter: Counter
) -> None:
    till = at_the_till(app, counter)
    for number, (product, pieces) in enumerate([(counter.bagea, 3), (counter.kopi, 2)], start=1):
        line = {"product": product, "quantity": pieces, "unit_price": 1000}
        sell(till, sale_of(till, number, [line]))
    page = manager.get("/pengelola/rak")
    assert "Stok minus" in page.text and page.text.count("belum pernah dicatat") == 2
    note_id = handed(counter)
    page = manager.get("/pengelola/rak")
    assert f"/pengelola/nota-titip/{note_id}" in page.links.values()
    check_note(note_id, [LineCount(1, "kurang dari nota")], actor=SYSTEM)
    assert "memilih barang yang keliru" in manager.get("/pengelola/rak").text
    check_note(handed(counter), [LineCount(5)], actor=SYSTEM)
    (row,) = [one for one in manager.get("/pengelola/rak").rows() if "Bagea" in one["Barang"]]
    assert (row["Datang"], row["Terjual"], row["Di rak"]) == ("6", "3", "3")


def test_the_shelf_lists_what_expires_this_week_first_expired_first(
    manager: PageClient, counter: Counter
) -> None:
    today = clock.today()
    lots = [(counter.bagea, 6), (counter.kopi, -1), (counter.sagu, 8)]
    lines = [NoteLine(product, 2, 1000, today + timedelta(days=days)) for product, days in lots]
    check_note(handed(counter, *lines), [LineCount(2)] * 3, actor=SYSTEM)
    text = manager.get("/pengelola/rak").text
    old, soon = text.index("sudah lewat"), text.index("Kembalikan")
    assert old < soon and text.count("2 buah, baik sampai") == 2


def test_the_shelf_of_a_past_day_knows_nothing_of_today(manager: PageClient, counter: Counter) -> None:
    check_note(handed(counter), [LineCount(5)], actor=SYSTEM)
    yesterday = clock.today() - timedelta(days=1)
    assert "Bagea" in manager.get("/pengelola/rak").text
    assert "Bagea" not in manager.get(f"/pengelola/rak?tanggal={yesterday.isoformat()}").text


def test_the_pages_open_in_a_new_city(session: Any, as_role: Callable[..., PageClient]) -> None:
    manager = as_role("manager")
    for path in ("rak", "nota-titip", "nota-titip/baru", "buku-titipan"):
        manager.get(f"/pengelola/{path}")


BOOK = "TANGGAL;POJOK;NO NOTA;BARIS;JENIS;UMKM;PRODUK;JUMLAH DITERIMA;HARGA JUAL\n"
ROW = "2026-11-02;{booth};A-1;{line};TITIP;Dapur Kenari;{product};{pieces};25000\n"


def test_the_hand_kept_book_is_previewed_and_applied_for_own_booths_only(
    manager: PageClient, counter: Counter
) -> None:
    create_booth("Gedung A", actor=SYSTEM)
    rows = [
        ROW.format(booth="Balai Kota", line=1, product="Sagu lempeng", pieces=7),
        ROW.format(booth="Gedung A", line=2, product="Sagu lempeng", pieces=9),
        ROW.format(booth="Balai Kota", line=3, product="Kue asing", pieces=1),
    ]
    path = "/pengelola/buku-titipan"
    manager.get(path)
    file = (io.BytesIO((BOOK + "".join(rows)).encode()), "buku.csv")
    page = manager.post(path, {"file": file}, expect=200)
    assert "1 baru" in page.text and "2 ditolak" in page.text
    assert "Pojok Gedung A tidak ada" in page.text and "Kue asing" in page.text
    assert the_shelf(counter) == {}
    rejects = page.form(f"{path}/ditolak").submit(expect=200)
    assert load_workbook(io.BytesIO(rejects.data)).active.max_row == 3
    page.form(f"{path}/terapkan").submit().follow()
    assert the_shelf(counter) == {counter.sagu: 7}
    assert [row.booth for row in list_shelf()] == ["Balai Kota"]
    manager.get("/pengelola/impor/supply-book", expect=404)


def sell_typed(counter: Counter) -> None:
    """A sale of something typed without a product."""
    sale = make_sale(None, 5_000, booth_id=counter.booth_id, buyer_kind="public")
    line = SaleLine(
        sale_id=sale.id, position=1, maker_name="?", product_name="kue", quantity=1, unit_price=5_000, amount=5_000
    )  # fmt: skip
    db.session.add(line)
    db.session.flush()


def test_a_shelf_is_counted_and_set_right(
    manager: PageClient, counter: Counter, as_role: Callable[..., PageClient]
) -> None:
    check_note(handed(counter), [LineCount(5)], actor=SYSTEM)
    manager.get("/pengelola/rak")
    page = manager.form(f"/pengelola/pojok/{counter.booth_id}/hitung-rak").submit().follow()
    path = str(page.form("hitungan").action)
    page.form("hitungan").submit(**{f"pieces-{counter.bagea}": "3"}).follow()
    page = manager.get(path)
    assert "Seharusnya 5, dihitung 3" in page.text and "Ditanggung pojok: UMKM menerima Rp50.000" in page.text
    assert "diketik tanpa produk" not in page.text
    sell_typed(counter)
    page = manager.get(path)
    assert "1 barang yang terjual di pojok ini diketik tanpa produk" in page.text
    manager.get(page.links["Lihat dan cocokkan"])
    typed = {f"pieces-{counter.bagea}": "3"}
    assert "Pilih alasan" in manager.post(f"{path}/selesai", typed, expect=422).text
    typed[f"reason-{counter.bagea}"] = "tidak ditemukan"
    assert "tidak ditemukan" in manager.post(f"{path}/selesai", typed).follow().text
    assert the_shelf(counter) == {counter.bagea: 3}
    assert "sudah selesai" in manager.post(path, typed, expect=422).text
    manager.post(f"{path}/batal", expect=409)
    bound = as_role("manager", booth=create_booth("Gedung A", actor=SYSTEM).id)
    bound.get(path, expect=404)
    bound.post(f"/pengelola/pojok/{counter.booth_id}/hitung-rak", expect=404)


def test_the_check_list_has_an_empty_box_for_each_product(
    as_role: Callable[..., PageClient], manager: PageClient, counter: Counter
) -> None:
    path = manager.get("/pengelola/rak").links["Cetak daftar periksa"]
    assert "Tidak ada yang perlu diperiksa" in manager.get(path).text
    begin_writing()
    today = clock.today()
    lots = [(counter.kopi, 6), (counter.bagea, -1), (counter.sagu, 8)]
    lines = [NoteLine(product, 2, 1000, today + timedelta(days=days)) for product, days in lots]
    check_note(handed(counter, *lines), [LineCount(2)] * 3, actor=SYSTEM)
    commit()
    page = manager.get(path)
    assert [row["Barang"].startswith(name) for row, name in zip(page.rows(), ("Bagea", "Kopi"), strict=True)]
    assert len(page.all("span", class_="check-box")) == 2
    assert page.text.index("Turunkan: kedaluwarsa") < page.text.index("Segera kedaluwarsa")
    begin_writing()
    bound = as_role("manager", username="lain", booth=create_booth("Gedung A", actor=SYSTEM).id)
    bound.get(path, expect=404)
