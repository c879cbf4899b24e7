"""The demo city's makers and, where its files lie beside the project, the full city's: shelf and money to the rupiah.

`truth_makers_demo.json` (and `truth_makers.json` of the full city) was computed by who made the files.
"""

from __future__ import annotations

import json
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from app.audit.rules import SYSTEM
from app.audit.verify import verify_chain
from app.booths.queries import list_booth_ids
from app.extensions import db
from app.imports.services import import_file
from app.makers.imports import PRODUCTS, REGISTER
from app.sales.imports import SALES_BOOK
from app.settlement.imports import TERMS
from app.settlement.queries.due import Due, list_due
from app.settlement.rules import payable
from app.settlement.services.statements import make_statements
from app.shared import clock
from app.shared.transaction import begin_writing, commit
from app.stock.imports import SUPPLY_BOOK
from app.stock.queries.card import get_goods_card
from app.stock.queries.shelf import list_shelf

ROOT = Path(__file__).resolve().parents[2]
FULL = ROOT.parent / "shared" / "data"
MONTHS = ("2026-08", "2026-09", "2026-10")


def load_makers(folder: Path) -> dict[str, Any]:
    """Take in the makers' files as the commands do; what the register did."""
    begin_writing()
    import_file(PRODUCTS, folder / "produk_umkm.xlsx", actor=SYSTEM)
    for month in MONTHS:
        import_file(SALES_BOOK, folder / f"buku_penjualan_{month}.xlsx", actor=SYSTEM)
    registered = import_file(REGISTER, folder / "umkm_binaan.xlsx", actor=SYSTEM)
    import_file(TERMS, folder / "perjanjian_titip.xlsx", actor=SYSTEM)
    for month in MONTHS:
        done = import_file(SUPPLY_BOOK, folder / f"buku_titipan_{month}.xlsx", actor=SYSTEM)
        assert done.refused == []
    commit()
    return {"counts": registered.counts(), "refused": [(one.row, one.reason) for one in registered.refused]}


def agrees(truth: dict[str, Any], registered: dict[str, Any]) -> None:
    """Compare registry, shelf and money with what truth says."""
    expected = truth["registry"]
    assert registered["refused"] == [(one["row"], one["reason"]) for one in expected["refused"]]
    counts = registered["counts"]
    assert (counts["rows"], counts["created"] + counts["changed"]) == (expected["rows"], expected["makers"])
    until = clock.end_of_day(date.fromisoformat(truth["today"]))
    names = (
        "booth",
        "maker",
        "product",
        "delivered",
        "returned",
        "lost",
        "expired",
        "found",
        "sold",
        "shelf",
    )
    shelf = [{name: getattr(row, name) for name in names} for row in list_shelf(None, until)]
    wanted = [{"found": 0, **row} for row in truth["shelf"]]
    assert sorted(shelf, key=_place) == sorted(wanted, key=_place)
    assert sorted(map(_money, list_due()), key=_place) == sorted(truth["money"], key=_place)
    cards_end_with_the_shelf(until)


def cards_end_with_the_shelf(until: datetime) -> None:
    """Each card's last balance is the shelf of that instant, and so is the balance of a month's end on the way."""
    day = clock.local_date(until)
    middle = date(day.year, day.month, 1) - timedelta(days=1)
    earlier = {
        (row.booth_id, row.product_id): row.shelf for row in list_shelf(None, clock.end_of_day(middle))
    }
    for row in list_shelf(None, until):
        place = (row.booth_id, row.product_id)
        whole = get_goods_card(*place, date(2026, 1, 1), day)
        month = get_goods_card(*place, date(day.year, day.month, 1), day)
        assert (whole.opening, whole.closing, month.closing) == (0, row.shelf, row.shelf), row
        assert month.opening == earlier.get(place, 0), row


def _place(row: dict[str, Any]) -> tuple[str, ...]:
    return row["booth"], row["maker"], row.get("product", "")


def _money(due: Due) -> dict[str, Any]:
    named = {name: getattr(due, name) for name in ("maker", "booth", "gross", "share", "losses")}
    return {
        **named,
        "if_booth_holds_money": payable(due.gross, due.share, due.losses, 0),
        "if_maker_holds_money": payable(0, due.share, due.losses, 0),
    }


def settles_once() -> None:
    """Statements take every line and loss, and nothing is left to settle a second time."""
    begin_writing()
    made = make_statements(actor=SYSTEM)
    assert made and list_due() == []
    assert make_statements(actor=SYSTEM) == []
    commit()
    assert verify_chain(db.session()).findings == []


@pytest.mark.both_engines
def test_the_demo_makers_agree_with_the_truth(app):
    registered = load_makers(ROOT / "app" / "demo" / "data")
    truth = json.loads((Path(__file__).parent / "truth_makers_demo.json").read_text(encoding="utf-8"))
    agrees(truth, registered)
    settles_once()


@pytest.mark.skipif(not (FULL / "truth_makers.json").exists(), reason="the full city is not here")
def test_the_full_city_agrees_with_the_truth(app):
    agrees(json.loads((FULL / "truth_makers.json").read_text(encoding="utf-8")), load_makers(FULL))
    assert len(list_booth_ids()) > 1


@pytest.mark.both_engines
def test_the_same_files_again_change_nothing(app):
    data = ROOT / "app" / "demo" / "data"
    load_makers(data)
    begin_writing()
    for kind, name in (
        (REGISTER, "umkm_binaan"),
        (TERMS, "perjanjian_titip"),
        (SUPPLY_BOOK, "buku_titipan_2026-08"),
    ):
        counts = import_file(kind, data / f"{name}.xlsx", actor=SYSTEM).counts()
        assert (counts["created"], counts["changed"]) == (0, 0), name
    commit()
