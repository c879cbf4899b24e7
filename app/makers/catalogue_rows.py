"""Reads one row of a product list, or refuses it with a reason. Pure.

The columns are UMKM, PRODUK, KATEGORI, HARGA, BERLAKU SEJAK, KODE BATANG (decisions, commands).
"""

import re
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from app.imports.cells import read_day
from app.imports.faults import RowRefused
from app.makers.rules import fold_name, read_barcode, tidy_name
from app.shared.money import MAX_AMOUNT, NotRupiah, parse_rupiah

MAX_NAME, MAX_CATEGORY = 100, 60
_DATE = re.compile(r"[0-9]{1,4}([-/.])[0-9]{1,2}\1[0-9]{2,4}", re.ASCII)


@dataclass(frozen=True)
class CatalogueRow:
    """A row as read: names tidied, price in whole rupiah; None for an empty cell."""

    number: int
    maker: str
    product: str
    category: str
    unit_price: int
    effective_from: date | None
    barcode: str | None

    @cached_property
    def key(self) -> tuple[str, str]:
        """The key of the product: folded maker and product name."""
        return fold_name(self.maker), fold_name(self.product)


def read_row(number: int, cells: dict[str, object]) -> CatalogueRow | None:
    """Read a row from its cells by column name; None if all cells are empty. RowRefused."""
    if all(_is_empty(cell) for cell in cells.values()):
        return None
    for name, cell in cells.items():
        if type(cell).__name__ == "CellMark":
            raise RowRefused("formula", name)
    return CatalogueRow(
        number,
        _read_name(cells.get("maker"), "maker"),
        _read_name(cells.get("product"), "product"),
        _read_category(cells.get("category")),
        read_price(cells.get("price")),
        read_date(cells.get("since")),
        _read_code(cells.get("barcode")),
    )


def read_price(cell: object) -> int:
    """Whole rupiah from a number or a text such as `Rp 15.000`; a fraction is refused, never rounded."""
    if _is_empty(cell):
        raise RowRefused("price_missing")
    amount: int | None = None
    if isinstance(cell, int) and not isinstance(cell, bool):
        amount = cell
    elif isinstance(cell, str):
        try:
            amount = parse_rupiah(cell)
        except NotRupiah:
            amount = None
    if amount is None or not 0 < amount <= MAX_AMOUNT:
        raise RowRefused("price_unreadable")
    return amount


def read_date(cell: object) -> date | None:
    """The first day of a price: a date cell, or text with the day first or ISO; None if empty."""
    if _is_empty(cell):
        return None
    if isinstance(cell, date) or (isinstance(cell, str) and _DATE.fullmatch(cell.strip())):
        with suppress(RowRefused):
            return read_day(cell, "since")
    raise RowRefused("date_unreadable", "since")


def _is_empty(cell: object) -> bool:
    return cell is None or (isinstance(cell, str) and not cell.strip())


def _read_name(cell: object, column: str) -> str:
    if _is_empty(cell):
        raise RowRefused(f"{column}_missing")
    if isinstance(cell, bool) or not isinstance(cell, str | int):
        raise RowRefused(f"{column}_unreadable")
    name = tidy_name(str(cell))
    if len(name) > MAX_NAME or not name.isprintable():
        raise RowRefused(f"{column}_unreadable")
    return name


def _read_category(cell: object) -> str:
    if _is_empty(cell):
        return ""
    category = tidy_name(str(cell))
    if len(category) > MAX_CATEGORY or not category.isprintable():
        raise RowRefused("category_unreadable")
    return category


def _read_code(cell: object) -> str | None:
    try:
        return read_barcode(cell)
    except ValueError as error:
        reason = "barcode_rounded" if str(error) in ("rounded", "fraction") else "barcode_unreadable"
        raise RowRefused(reason) from error
