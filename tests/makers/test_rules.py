"""Barcodes, names, dated prices and the rows of a product list, as values."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest

from app.imports.faults import RowRefused
from app.makers.catalogue_rows import read_date, read_price, read_row
from app.makers.rules import fold_name, price_on, read_barcode, tidy_name


@pytest.mark.parametrize(
    ("value", "code"),
    [("8990000000001", "8990000000001"), (8990000000001, "8990000000001"), ("'0899", "0899"), ("  A-12/3 ", "A-12/3"),
     (999_999_999_999_999, "999999999999999"), (None, None), ("  ", None)],
)  # fmt: skip
def test_a_barcode_is_read_as_text(value: object, code: str | None) -> None:
    assert read_barcode(value) == code


@pytest.mark.parametrize(
    ("value", "why"),
    [(1_000_000_000_000_000, "rounded"), (8.99e15, "fraction"), (12.5, "fraction"), (0, "rounded"), (-5, "rounded"),
     ("é99", "spelling"), ("-99", "spelling"), ("9" * 41, "spelling"), (True, "spelling"), ("99\n8", "spelling")],
)  # fmt: skip
def test_a_barcode_that_lost_digits_or_is_none_is_refused(value: object, why: str) -> None:
    with pytest.raises(ValueError, match=why):
        read_barcode(value)


def test_the_latest_price_not_after_the_day_holds() -> None:
    prices = [(date(2026, 6, 1), 20_000), (date(2026, 1, 1), 15_000)]
    days = [date(2025, 12, 31), date(2026, 1, 1), date(2026, 5, 31), date(2026, 6, 1), date(2026, 6, 2)]
    assert [price_on(prices, day) for day in days] == [None, 15_000, 15_000, 20_000, 20_000]


def test_names_are_compared_folded_and_shown_tidy() -> None:
    assert (
        fold_name("  KOPI   Tuni ") == fold_name("kopi tuni") and tidy_name("  KOPI   Tuni ") == "KOPI Tuni"
    )


@pytest.mark.parametrize(
    ("cell", "amount"),
    [(15000, 15_000), ("Rp 15.000", 15_000), ("15000", 15_000), ("Rp15.000,00", 15_000), (1, 1),
     (999_999_999_999, 999_999_999_999)],
)  # fmt: skip
def test_a_price_is_whole_rupiah(cell: object, amount: int) -> None:
    assert read_price(cell) == amount


@pytest.mark.parametrize(
    "cell", [0, -1, 12.5, "12,5", "15.00", "gratis", True, 10**12, date(2026, 1, 1), "1e5"]
)
def test_a_price_that_is_none_is_refused_never_rounded(cell: object) -> None:
    with pytest.raises(RowRefused) as refused:
        read_price(cell)
    assert refused.value.reason == "price_unreadable"


@pytest.mark.parametrize(
    "cell",
    [
        "01-11-2026",
        "1/11/2026",
        "2026-11-01",
        "01.11.2026",
        date(2026, 11, 1),
        datetime(2026, 11, 1, 8, tzinfo=UTC),
    ],
)
def test_a_date_is_read_day_first_or_iso(cell: object) -> None:
    assert read_date(cell) == date(2026, 11, 1)


@pytest.mark.parametrize(
    "cell", ["31-02-2026", "11-2026", 46327, "01-11-26", "besok", "01-11-1899", "1-1/2026"]
)
def test_a_date_nobody_can_be_sure_of_is_refused(cell: object) -> None:
    with pytest.raises(RowRefused):
        read_date(cell)


def test_an_empty_date_is_no_date() -> None:
    assert read_date(None) is None and read_date(" ") is None


def row(**cells: Any) -> dict[str, object]:
    return {
        "maker": "Kopi Tuni",
        "product": "Kopi",
        "category": None,
        "price": 5000,
        "since": None,
        "barcode": None,
    } | cells


def test_a_row_without_anything_is_blank() -> None:
    assert read_row(2, dict.fromkeys(row(), None)) is None


@pytest.mark.parametrize(
    ("cells", "reason"),
    [({"maker": ""}, "maker_missing"), ({"maker": 3.5}, "maker_unreadable"), ({"product": None}, "product_missing"),
     ({"product": "x" * 101}, "product_unreadable"), ({"price": None}, "price_missing"),
     ({"category": "k" * 61}, "category_unreadable"), ({"barcode": 1e16}, "barcode_rounded"),
     ({"barcode": "?"}, "barcode_unreadable"), ({"product": "a\u202eb"}, "product_unreadable")],
)  # fmt: skip
def test_each_fault_has_its_reason(cells: dict[str, object], reason: str) -> None:
    with pytest.raises(RowRefused) as refused:
        read_row(2, row(**cells))
    assert refused.value.reason == reason
