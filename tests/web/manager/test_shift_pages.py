"""Shifts and slips on the manager's pages: the drawer's figures, forgotten shifts, paper to sign."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask

from app.audit.rules import SYSTEM
from app.booths.services import change_booth
from app.extensions import db
from app.shared import clock as now
from app.tills.models import Shift, Till
from app.tills.queries.shifts import list_shifts
from app.tills.services.tills import enrol_till
from tests.counter import Counter, at_the_till, make_counter, sale_of, sell
from tests.pages import PageClient


@pytest.fixture
def counter(session: Any) -> Counter:
    """The small city."""
    return make_counter()


@pytest.fixture
def manager(as_role: Callable[..., PageClient], counter: Counter) -> PageClient:
    """A manager of all booths."""
    return as_role("manager")


@pytest.fixture
def cashier(app: Flask, counter: Counter) -> PageClient:
    """A cashier with an open shift of 100.000 change money, two notes of 50.000, and a void of the second."""
    client = at_the_till(app, counter)
    db.session.query(Shift).one().float_amount = 100_000
    client.get("/kasir/giliran/selesai")
    lines = [{"product": counter.bagea, "quantity": 2, "unit_price": 25_000}]
    for number in (1, 2):
        sell(client, sale_of(client, number, lines))
    client.get("/kasir/nota/00000000-0000-4000-8000-000000000002/batal")
    client.form().submit(reason="salah").follow()
    return client


def test_a_shift_s_page_shows_how_its_drawer_is_reckoned(manager: PageClient, cashier: PageClient) -> None:
    (shift,) = list_shifts()
    page = manager.get(f"/pengelola/giliran/{shift.id}")
    for words in ("Uang awal di laci Rp100.000", "Seharusnya ada Rp150.000", "−Rp50.000"):
        assert words in page.text, words
    assert page.rows()[0] == {
        "Cara bayar": "Tunai", "Nota": "2", "Terjual": "Rp100.000", "Dibatalkan": "−Rp50.000", "Bersih": "Rp50.000",
    }  # fmt: skip
    cashier.get("/kasir/giliran/selesai")
    cashier.form().submit(counted_amount="140.000", expect=200)
    cashier.form().submit(counted_amount="148.000", reason="salah kembalian").follow()
    page = manager.get(f"/pengelola/giliran/{shift.id}")
    assert "kurang Rp2.000" in page.text and "salah kembalian" in page.text
    assert "Hitungan pertama Rp140.000" in page.text
    assert manager.get("/pengelola/giliran").rows()[0]["Selisih"] == "kurang Rp2.000"


def test_a_forgotten_shift_is_marked_and_closed_by_the_manager_with_a_reason(
    manager: PageClient, cashier: PageClient
) -> None:
    shift = db.session.query(Shift).one()
    assert "Lupa ditutup" not in manager.get("/pengelola/giliran").text
    shift.opened_at -= timedelta(days=1)
    assert "1 sif dari hari sebelumnya" in manager.get("/pengelola/giliran").text
    assert "lupa ditutup" in manager.get("/pengelola").text
    path = f"/pengelola/giliran/{shift.id}"
    manager.get(path)
    manager.form(f"{path}/tutup").submit(reason=" ", expect=422)
    manager.form(f"{path}/tutup").submit(reason="sakit", counted_amount="150.000").follow()
    closed = db.session.query(Shift).one()
    assert (closed.closed_by, closed.counted_amount, closed.difference_reason) == (
        manager.user.id, 150_000, "sakit",
    )  # fmt: skip
    manager.post(f"{path}/tutup", {"reason": "lagi"}, expect=422)


def test_a_booth_that_only_notes_shows_no_drawer_and_no_closed_shift(
    manager: PageClient, cashier: PageClient, counter: Counter
) -> None:
    change_booth(
        counter.booth_id, name="Balai Kota", mode="record", unit_id=None, is_active=True, actor=SYSTEM
    )
    (shift,) = list_shifts()
    assert "laci" not in manager.get(f"/pengelola/giliran/{shift.id}").text.replace("hitungan laci", "")
    cashier.get("/kasir/giliran/selesai")
    cashier.form().submit().follow()
    assert "Belum ada sif" in manager.get("/pengelola/giliran").text


def test_what_is_still_on_a_device_is_said_beside_the_figures(
    manager: PageClient, cashier: PageClient, counter: Counter
) -> None:
    enrol_till(counter.booth_id, "Tablet 1", actor=SYSTEM)
    db.session.query(Till).filter_by(name="Tablet 1").one().unsent_count = 3
    (shift,) = list_shifts()
    for path in (f"giliran/{shift.id}", f"pojok/{counter.booth_id}/setoran"):
        assert "Tablet 1: 3 penjualan" in manager.get(f"/pengelola/{path}").text


def test_the_slips_of_a_day_stand_on_the_screen_and_on_paper(
    manager: PageClient, cashier: PageClient, counter: Counter
) -> None:
    path = f"/pengelola/pojok/{counter.booth_id}/setoran"
    page = manager.get(path)
    assert page.rows() == [{"UMKM": "Dapur Kenari", "Barang": "2", "Jumlah uang": "Rp50.000"}]
    assert page.rows(1)[0] == {"Barang": "Bagea kenari 250 gRp25.000", "Banyaknya": "2", "Uang": "Rp50.000"}
    paper = manager.get(f"{path}/slip")
    assert "Slip setoran UMKM" in paper.text and "lima puluh ribu rupiah" in paper.text
    assert len(paper.all("p", class_="slip-line")) == 2
    assert "Tidak ada penjualan" in manager.get(path, query={"tanggal": "2026-11-06"}).text
    for odd in ("2027-01-01", "kemarin", "0001-01-01"):
        manager.get(path, query={"tanggal": odd})
    assert f"{now.today():%Y-%m-%d}" in manager.get(path, query={"tanggal": "2027-01-01"}).body


def test_the_card_for_beginners_is_open_to_anybody_and_linked(
    app: Flask, manager: PageClient, cashier: PageClient
) -> None:
    page = PageClient(app).get("/cara-memakai")
    steps = ["Buka", "Cari pembeli", "Sentuh barang", "Simpan", "Jaringan mati?", "Salah?"]
    assert page.words("h2")[:6] == steps
    links = manager.get("/pengelola").links
    assert links["Kartu cara memakai"] == "/cara-memakai"
    assert links["Masukkan dari nota pembeli"] == "/pengelola/dari-nota"
    cashier.get("/kasir/giliran/selesai")
    cashier.form().submit(counted_amount="150.000").follow()
    assert cashier.get("/kasir/giliran/mulai").links["Cara memakai, dua menit"] == "/cara-memakai"
