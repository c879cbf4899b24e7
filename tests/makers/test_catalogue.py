"""A product list into the catalogue: twice changes nothing, dated prices in between, refused rows named."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook
from sqlalchemy.exc import IntegrityError

from app.audit.models import AuditEvent
from app.audit.rules import SYSTEM
from app.excel.errors import UnusableFile
from app.extensions import db
from app.makers import catalogue_import, catalogue_rows
from app.makers.catalogue_import import apply_catalogue, plan_catalogue, read_catalogue
from app.makers.errors import BarcodeTaken, MakerNameTaken, PriceOutOfRange, ProductNameTaken
from app.makers.imports import PRODUCTS
from app.makers.models import Maker, Product, ProductPrice
from app.makers.queries import find_catalogue_items, list_catalogue, list_prices, list_products_by_name
from app.makers.services import change_maker, change_product, create_maker, create_product, set_price
from app.messages.imports import PRODUCTS as SENTENCES
from app.messages.imports import fault_sentence

TODAY = date(2026, 11, 7)
NEW_YEAR = date(2026, 1, 1)


def book(folder: Path, *rows: tuple[Any, ...], title: bool = False) -> Path:
    """A workbook with the six columns; `title` puts a line above the header."""
    made = Workbook()
    if title:
        made.active.append(("DAFTAR PRODUK",))
    made.active.append(("KODE BATANG", "UMKM", "PRODUK", "KATEGORI", "HARGA", "BERLAKU SEJAK"))
    for row in rows:
        made.active.append(row)
    path = folder / "daftar.xlsx"
    made.save(path)
    return path


def run(path: Path, today: date = TODAY) -> dict[str, int]:
    return apply_catalogue(plan_catalogue(read_catalogue(path), today=today), actor=SYSTEM).counts()


ROWS = (
    (8990000000001, "Kopi Tuni", "Kopi rempah", "Minuman", 24000, "01-01-2026"),
    ("8990000000002", "Kopi Tuni", "Kopi bubuk", "Minuman", "Rp 30.000", date(2026, 1, 1)),
    (None, "KOPI  TUNI", "Kue cara", None, 5000, None),
)


def test_products_of_all_sheets_are_taken_in(session: Any, tmp_path: Path) -> None:
    path = book(tmp_path, *ROWS[:2])
    made = load_workbook(path)
    more = made.create_sheet("Kue")
    more.append(("HARGA", "UMKM", "PRODUK"))
    more.append((5000, "Kopi Tuni", "Kue cara"))
    made.create_sheet("Catatan").append(("halo",))
    made.save(path)
    read = read_catalogue(path)
    assert read.ignored == ["Catatan"]
    assert apply_catalogue(plan_catalogue(read, today=TODAY), actor=SYSTEM).created == 3


def test_a_list_is_taken_in_and_the_same_again_changes_nothing(session: Any, tmp_path: Path) -> None:
    path = book(tmp_path, *ROWS, (None, None, " ", None, None, None), title=True)
    first = run(path)
    assert first == {
        "rows": 4, "created": 3, "changed": 0, "unchanged": 0, "refused": 0, "blank": 1, "new_makers": 1,
    }  # fmt: skip
    assert run(path) == first | {"created": 0, "unchanged": 3, "new_makers": 0}
    assert run(path, date(2026, 12, 24))["unchanged"] == 3, "a row without a date is not new every day"
    assert db.session.query(Maker).count() == 1 and db.session.query(ProductPrice).count() == 3


def test_a_later_list_adds_a_price_and_corrects_labels(session: Any, tmp_path: Path) -> None:
    run(book(tmp_path, *ROWS))
    later = book(
        tmp_path,
        (None, "Kopi Tuni", "Kopi rempah", None, 26000, "01-12-2026"),
        ("899777", "Kopi Tuni", "Kopi bubuk", "Bubuk", 30000, "01-01-2026"),
        (None, "Kopi Tuni", "Kue cara", None, 6000, None),
    )
    counts = run(later)
    assert (counts["changed"], counts["created"], counts["unchanged"]) == (3, 0, 0)
    kopi = list_products_by_name(TODAY)["kopi tuni", "kopi rempah"]
    assert kopi.unit_price == 24_000 and kopi.barcode == "8990000000001"
    assert find_catalogue_items([kopi.product_id], date(2026, 12, 1))[kopi.product_id].unit_price == 26_000
    bubuk = list_products_by_name(TODAY)["kopi tuni", "kopi bubuk"]
    assert (bubuk.category, bubuk.barcode) == ("Bubuk", "899777")


def test_refused_rows_are_named_and_the_rest_is_taken(session: Any, tmp_path: Path) -> None:
    path = book(
        tmp_path,
        *ROWS,
        (1e16, "Kopi Tuni", "A", None, 1000, None),
        ("8990000000001", "Kopi Tuni", "B", None, 1000, None),
        (None, "Kopi Tuni", "C", None, 10.5, None),
        (None, "Kopi Tuni", "D", None, "=1+1", None),
        (None, "Kopi Tuni", "Kopi rempah", None, 99000, "01-01-2026"),
        (None, "Kopi Tuni", "E", None, 1000, 46000),
    )
    plan = plan_catalogue(read_catalogue(path), today=TODAY)
    assert [(one.row, one.reason) for one in plan.refused] == [
        (5, "barcode_rounded"), (6, "barcode_taken"), (7, "price_unreadable"), (8, "formula"), (9, "price_twice"),
        (10, "date_unreadable"),
    ]  # fmt: skip
    counts = apply_catalogue(plan, actor=SYSTEM).counts()
    parts = ("created", "changed", "unchanged", "refused", "blank")
    assert counts["rows"] == sum(counts[part] for part in parts) == 9
    assert all(fault_sentence(PRODUCTS, one) for one in plan.refused)


def test_every_reason_has_a_sentence() -> None:
    sources = [Path(module.__file__ or "").read_text() for module in (catalogue_rows, catalogue_import)]
    plain = re.findall(r'RowRefused\("(\w+)"', "".join(sources)) + ["barcode_rounded", "barcode_unreadable"]
    named = {f"{column}_{what}" for column in ("maker", "product") for what in ("missing", "unreadable")}
    assert {*plain, *named} == set(SENTENCES)


def test_a_file_without_the_columns_is_unusable(tmp_path: Path, session: Any) -> None:
    made = Workbook()
    made.active.append(("NAMA", "NIP"))
    made.save(tmp_path / "lain.xlsx")
    with pytest.raises(UnusableFile):
        read_catalogue(tmp_path / "lain.xlsx")


def test_the_catalogue_is_asked_once_for_many_and_leaves_unknown_ones_out(
    session: Any, count_queries: Any
) -> None:
    maker = create_maker("Dapur", actor=SYSTEM)
    ids = [
        create_product(maker.id, f"Kue {n}", actor=SYSTEM, unit_price=1000 + n, effective_from=NEW_YEAR).id
        for n in range(20)
    ]
    with count_queries() as statements:
        found = find_catalogue_items([*ids, 999_999], TODAY)
    assert len(statements) == 1 and set(found) == set(ids) and found[ids[3]].unit_price == 1003
    assert find_catalogue_items([], TODAY) == {}


def test_a_product_has_no_price_before_its_first_day(session: Any) -> None:
    maker = create_maker("Dapur", actor=SYSTEM)
    product = create_product(maker.id, "Kue", actor=SYSTEM, unit_price=1000, effective_from=TODAY)
    assert find_catalogue_items([product.id], date(2026, 11, 6))[product.id].unit_price is None
    assert find_catalogue_items([product.id], TODAY)[product.id].unit_price == 1000


def test_what_is_not_sold_is_no_longer_offered_but_still_known(session: Any) -> None:
    maker = create_maker("Dapur", actor=SYSTEM)
    product = create_product(maker.id, "Kue", actor=SYSTEM, unit_price=1000, effective_from=NEW_YEAR)
    change_maker(maker.id, name="Dapur", contact="", is_active=False, actor=SYSTEM)
    assert list_catalogue(TODAY) == []
    assert not find_catalogue_items([product.id], TODAY)[product.id].is_active
    assert ("dapur", "kue") in list_products_by_name()


def test_a_price_between_and_on_the_same_day(session: Any) -> None:
    maker = create_maker("Dapur", actor=SYSTEM)
    product = create_product(maker.id, "Kue", actor=SYSTEM, unit_price=1000, effective_from=NEW_YEAR)
    outcomes = [
        set_price(product.id, price, since, actor=SYSTEM)
        for price, since in ((3000, date(2026, 9, 1)), (2000, date(2026, 5, 1)), (2000, date(2026, 5, 1)),
                             (2500, date(2026, 5, 1)))
    ]  # fmt: skip
    assert outcomes == ["created", "created", "unchanged", "changed"]
    assert [one.unit_price for one in list_prices(product.id)] == [3000, 2500, 1000]
    events = db.session.query(AuditEvent).filter_by(action="umkm.set_price").order_by(AuditEvent.id).all()
    assert [event.details["before"] for event in events] == [None, None, 2000]


@pytest.mark.parametrize("price", [0, -1, 10**12])
def test_a_price_outside_the_range_is_refused_kindly_and_by_the_database(price: int, session: Any) -> None:
    maker = create_maker("Dapur", actor=SYSTEM)
    with pytest.raises(PriceOutOfRange):
        create_product(maker.id, "Kue", actor=SYSTEM, unit_price=price, effective_from=NEW_YEAR)
    product = create_product(maker.id, "Kue", actor=SYSTEM, unit_price=1, effective_from=NEW_YEAR)
    with pytest.raises(IntegrityError), db.session.begin_nested():
        db.session.execute(ProductPrice.__table__.update().values(unit_price=price))
    assert product.id


def test_names_and_barcodes_are_taken_once(session: Any) -> None:
    maker = create_maker("Dapur Kenari", actor=SYSTEM)
    with pytest.raises(MakerNameTaken):
        create_maker("DAPUR  KENARI", actor=SYSTEM)
    first = create_product(
        maker.id, "Kue", actor=SYSTEM, unit_price=1, effective_from=NEW_YEAR, barcode="123"
    )
    with pytest.raises(ProductNameTaken):
        create_product(maker.id, "KUE", actor=SYSTEM, unit_price=1, effective_from=NEW_YEAR)
    with pytest.raises(BarcodeTaken):
        create_product(maker.id, "Roti", actor=SYSTEM, unit_price=1, effective_from=NEW_YEAR, barcode="123")
    with pytest.raises(IntegrityError), db.session.begin_nested():
        db.session.execute(
            Product.__table__.insert().values(
                maker_id=maker.id, name="X", search_name="x", category="", barcode="123", is_favourite=False,
                is_active=True, created_at=first.created_at,
            )
        )  # fmt: skip
    same = change_product(
        first.id, name="Kue", category="", barcode="123", is_favourite=True, is_active=True, actor=SYSTEM
    )
    assert same.is_favourite
