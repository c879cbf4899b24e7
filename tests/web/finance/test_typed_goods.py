"""*Barang belum dicocokkan*: exact names in a batch, others by search, a wrong match undone, own booths alone."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from app.booths.services import create_booth
from app.extensions import db
from app.makers.models import Product
from app.makers.services import create_maker, create_product
from app.sales.models import LineMatch, Sale, SaleLine
from tests.office import TREASURER
from tests.pages import PageClient
from tests.standing import make_sale

HERE = "/keuangan/putuskan/barang"


@pytest.fixture
def product(session: Any) -> Product:
    """Sagu of Dapur Pala at 15.000."""
    maker = create_maker("Dapur Pala", actor=TREASURER)
    return create_product(
        maker.id, "Sagu lempeng", unit_price=15_000, effective_from=date(2026, 1, 1), actor=TREASURER
    )


def typed(maker: str, name: str, *, booth_id: int | None = None) -> int:
    """A sale of two pieces typed so; its line."""
    more = {} if booth_id is None else {"booth_id": booth_id}
    sale = make_sale(None, 30_000, "2026-11-03", buyer_kind="public", **more)
    line = SaleLine(
        sale_id=sale.id, position=1, maker_name=maker, product_name=name, quantity=2, unit_price=15_000,
        amount=30_000,
    )  # fmt: skip
    db.session.add(line)
    db.session.flush()
    return line.id


def matched() -> dict[int, int]:
    return {one.sale_line_id: one.product_id for one in db.session.query(LineMatch)}


def test_exact_names_are_confirmed_in_a_batch(as_role: Any, product: Product) -> None:
    lines = [typed("DAPUR pala", "sagu  lempeng"), typed("Dapur Pala", "Sagu Lempeng")]
    other = typed("Dapur Pala", "Sagu <b>bulat</b>")
    finance: PageClient = as_role("finance")
    page = finance.get(f"{HERE}?bulan=2026-11")
    assert "2 barang cocok persis" in page.text and "Sagu <b>bulat</b>" in page.text
    assert "<b>bulat" not in page.body
    done = page.form("cocok").submit(button="langkah=match", rows=[str(one) for one in lines]).follow()
    assert "2 barang dicocokkan." in done.text
    assert matched() == dict.fromkeys(lines, product.id)
    assert done.links["Sagu <b>bulat</b>"] == f"{HERE}/{other}"


def test_others_are_found_by_search_and_all_that_were_typed_so_follow(as_role: Any, product: Product) -> None:
    lines = [typed("mama pala", "sagu"), typed("mama pala", "sagu")]
    finance: PageClient = as_role("finance")
    page = finance.get(f"{HERE}/{lines[0]}")
    assert "Sagu lempeng" in page.text and "1 barang lain" in page.text
    assert "Tidak ada produk yang mirip" in finance.get(f"{HERE}/{lines[0]}?cari=%F0%9F%8D%AA").text
    assert "Sagu lempeng" in finance.get(f"{HERE}/{lines[0]}?cari=%00").text
    assert page.form("cocokkan").submit(expect=422).text.count("Produknya harus diisi") >= 1
    assert (
        "tidak ditemukan" in finance.post(f"{HERE}/{lines[0]}", {"product": "999"}, expect=422).text.lower()
    )
    assert matched() == {}
    done = page.form("cocokkan").submit(product=str(product.id), also="y").follow()
    assert "2 barang dicocokkan." in done.text and matched() == dict.fromkeys(lines, product.id)
    finance.get(f"{HERE}/{lines[0]}", expect=404)


def test_a_wrong_match_is_undone_with_a_reason(as_role: Any, product: Product) -> None:
    line = typed("Dapur Pala", "Sagu lempeng")
    finance: PageClient = as_role("finance")
    finance.get(HERE).form("cocok").submit(button="langkah=match", rows=str(line))
    page = finance.get(finance.get(HERE).links["Lihat yang sudah dicocokkan"])
    assert "Sagu lempeng" in page.text
    assert "Alasan" in page.form("batalkan").submit(expect=422, rows=str(line)).text
    assert "Pilih" in page.form("batalkan").submit(expect=422, reason="salah").text
    done = page.form("batalkan").submit(rows=str(line), reason="ternyata milik lain").follow()
    assert "Kecocokan 1 barang dibatalkan." in done.text and matched() == {}
    assert "Belum ada yang dicocokkan" in finance.get(f"{HERE}/cocok").text


def test_a_manager_matches_goods_of_the_own_booths_alone(as_role: Any, product: Product) -> None:
    own = typed("Dapur Pala", "Sagu lempeng")
    foreign = typed("Dapur Pala", "Sagu lempeng", booth_id=create_booth("Pasar", actor=TREASURER).id)
    booth = db.session.query(Sale.booth_id).join(SaleLine).filter(SaleLine.id == own).scalar()
    manager: PageClient = as_role("manager", booth=booth)
    here = "/pengelola/putuskan/barang"
    page = manager.get(here)
    assert [box.get("value") for box in page.all("input", name="rows")] == [str(own)]
    manager.get(f"{here}/{foreign}", expect=404)
    manager.post(f"{here}/{foreign}", {"product": str(product.id)}, expect=404)
    manager.post(here, {"langkah": "match", "rows": str(foreign)}, expect=422)
    assert matched() == {}
    page.form("cocok").submit(button="langkah=match", rows=str(own)).follow()
    assert matched() == {own: product.id}
    finance: PageClient = as_role("finance")
    finance.get(HERE).form("cocok").submit(button="langkah=match", rows=str(foreign))
    manager.get(here)
    refused = manager.post(f"{here}/cocok", {"rows": str(foreign), "reason": "x"}, expect=422)
    assert "diputuskan" in refused.text and set(matched()) == {own, foreign}
