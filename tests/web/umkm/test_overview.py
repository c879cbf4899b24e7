"""The Dinas' front page: what waits, with where to settle it, and the year; leaders and the Inspektorat read it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from app.shared import clock
from app.shared.transaction import commit
from tests.figures.test_publishing import maker, sell_of
from tests.settlement.corner import make_booth, make_product, sell, settle


def test_what_waits_is_counted_and_leads_to_where_it_is_settled(session: Any, as_role: Any) -> None:
    sell_of(maker("Dapur Ina"), 90_000, "2026-11-03")
    maker("Dapur Sepi")
    commit()
    page = as_role("umkm").get("/dinas/ringkasan")
    assert "UMKM baru yang belum dilihat petugas 2" in page.text
    assert "Pelaku tanpa penjualan tiga bulan 1" in page.text
    assert "Rp90.000" in page.text
    assert page.links["UMKM baru yang belum dilihat petugas"].startswith("/dinas/?keadaan=new")


def test_each_month_of_the_year_has_its_column_and_they_add_up_to_the_years_sales(
    session: Any, as_role: Any
) -> None:
    own = maker("Dapur Ina")
    for day, amount in (
        ("2025-12-31", 7_000),
        ("2026-10-02", 40_000),
        ("2026-11-03", 90_000),
        ("2026-11-04", 5_000),
    ):
        sell_of(own, amount, day)
    commit()
    page = as_role("umkm").get("/dinas/ringkasan")
    assert "Rp135.000" in page.text  # the year's
    assert [page.text.count(one) > 0 for one in ("Rp40.000", "Rp95.000", "Rp7.000")] == [True, True, False]


def test_a_statement_past_its_day_is_listed_without_asking(
    session: Any, as_role: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    sell(make_booth().id, make_product(), 4)
    settle()
    later = clock.today() + timedelta(days=8)
    dinas = as_role("umkm")
    assert "Semua sudah dibayar" in dinas.get("/dinas/belum-dibayar").text
    monkeypatch.setattr(clock, "today", lambda: later)
    page = dinas.get("/dinas/belum-dibayar")
    assert "Dapur Kenari" in page.text and "Rp40.000" in page.text and "1 hari" in page.text
    assert "Nota penyelesaian yang lewat hari bayarnya 1" in dinas.get("/dinas/ringkasan").text


@pytest.mark.parametrize("role", ["leader", "auditor"])
def test_readers_see_it_and_read_the_records_behind_it(session: Any, as_role: Any, role: str) -> None:
    own = maker("Dapur Ina")
    sell_of(own, 90_000, "2026-11-03")
    commit()
    client = as_role(role)
    for path in ("ringkasan", "belum-dibayar"):
        client.get(f"/dinas/{path}")
    assert client.get("/dinas/keadilan?bulan=2026-11").links["Dapur Ina"] == f"/dinas/umkm/{own}"
    assert client.get(f"/dinas/umkm/{own}").all("input", name="owner_name") == []
