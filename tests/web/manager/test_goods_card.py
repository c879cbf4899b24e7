"""The goods card of a manager's booth: page, paper and workbook say the same, and lead to the papers behind it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from app.audit.models import AuditEvent
from app.audit.rules import SYSTEM
from app.booths.services import create_booth
from app.extensions import db
from app.settlement.services.statements import make_statements
from app.shared.transaction import begin_writing, commit
from app.stock.services import LineCount, NoteLine, check_note, open_note
from tests.consigned import sell_goods
from tests.counter import Counter, make_counter
from tests.excel.written import read_back
from tests.pages import PageClient


@pytest.fixture
def counter(session: Any) -> Counter:
    """Five bagea are counted in, two sold and settled, one more sold."""
    found = make_counter()
    note = open_note(
        found.booth_id, found.maker_id, "delivery", [NoteLine(found.bagea, 5, 25_000)], actor=SYSTEM
    )
    check_note(note.id, [LineCount(5)], actor=SYSTEM)
    sell_goods(found, 2)
    make_statements(actor=SYSTEM)
    sell_goods(found, 1, day="2026-11-04")
    commit()
    return found


@pytest.fixture
def manager(as_role: Callable[..., PageClient], counter: Counter) -> PageClient:
    return as_role("manager", booth=counter.booth_id)


def card(counter: Counter) -> str:
    return f"/pengelola/rak/{counter.booth_id}/{counter.bagea}"


def test_the_shelf_leads_to_the_card_and_the_card_to_its_papers(
    manager: PageClient, counter: Counter
) -> None:
    address = manager.get("/pengelola/rak").links["Bagea kenari 250 g"]
    assert address.split("?")[0] == card(counter)
    page = manager.get(address)
    rows = page.rows()
    assert [row["Sisa"].partition("▲")[0] for row in rows] == ["0", "−2", "−3", "2"]
    assert [row["Gerak"].split()[0] for row in rows] == ["Sisa", "Terjual", "Terjual", "Titip"]
    assert "belum di nota" in page.text and "stok minus" in page.text
    numbers = [name for name in page.links if name.startswith(("NT-", "NP-"))]
    assert len(numbers) == 2
    for number in numbers:
        assert number in manager.get(page.links[number]).text


def test_paper_and_workbook_have_the_rows_of_the_page(manager: PageClient, counter: Counter) -> None:
    page = manager.get(card(counter), query={"masa": "2026"})
    assert (
        "Sisa awal 0 + masuk 5 − keluar 0 − terjual 3 + batal 0 = sisa akhir 2"
        in manager.get(f"{card(counter)}/cetak", query={"masa": "2026"}).text
    )
    file = page.form(f"{card(counter)}/unduh").submit(expect=200)
    cells = read_back(file.data, "Kartu barang")
    top = next(place for place, row in enumerate(cells) if row[0] == "No.")
    assert [row[9] for row in cells[top + 1 : top + 5]] == [0, -2, -3, 2]
    assert cells[top + 5][5:9] == [5, 0, 3, 0]
    file.response.close()
    db.session.rollback()
    event = db.session.query(AuditEvent).filter_by(action="report.export").one()
    assert (event.details["report"], event.details["months"]) == ("goods-card", "2026")


def test_below_zero_is_explained_as_on_the_shelf(manager: PageClient, counter: Counter) -> None:
    assert "memilih barang yang keliru" not in manager.get(card(counter)).text
    begin_writing()
    sell_goods(counter, 4, day="2026-11-05")
    commit()
    text = manager.get(card(counter)).text
    assert "Penjualannya tetap sah" in text and "memilih barang yang keliru" in text
    assert "Penjualannya tetap sah" in manager.get(f"{card(counter)}/cetak").text


@pytest.mark.parametrize("span", ["2026-13", "1999", "x"])
def test_a_span_nobody_has_is_not_found(manager: PageClient, counter: Counter, span: str) -> None:
    manager.get(card(counter), query={"masa": span}, expect=404)


def test_goods_that_never_were_there_and_booths_of_others_have_no_card(
    as_role: Callable[..., PageClient], manager: PageClient, counter: Counter
) -> None:
    manager.get(f"/pengelola/rak/{counter.booth_id}/{counter.kopi}", expect=404)
    begin_writing()
    other = as_role("manager", username="lain", booth=create_booth("Gedung A", actor=SYSTEM).id)
    other.get(card(counter), expect=404)
    other.get(f"{card(counter)}/cetak", expect=404)
    other.post(f"{card(counter)}/unduh", {"masa": "2026"}, expect=404)
