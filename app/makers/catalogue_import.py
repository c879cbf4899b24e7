"""Imports a product list from a spreadsheet: read, compare, apply. Importing it again changes nothing."""

from dataclasses import dataclass, field
from datetime import date
from itertools import groupby
from pathlib import Path

from app.audit.rules import Actor
from app.imports.effect import ImportEffect
from app.imports.faults import RowRefused
from app.imports.sheet import Columns, SheetFile, SheetRow
from app.makers import services
from app.makers.bulk import NewProduct, create_makers, create_products
from app.makers.catalogue_rows import CatalogueRow, read_row
from app.makers.queries import StoredProduct, list_maker_ids, list_product_ids, list_stored_products
from app.makers.rules import price_on

COLUMNS = Columns(
    {
        "maker": ["UMKM", "NAMA UMKM", "PELAKU UMKM"],
        "product": ["PRODUK", "NAMA PRODUK"],
        "category": ["KATEGORI"],
        "price": ["HARGA", "HARGA SATUAN"],
        "since": ["BERLAKU SEJAK", "TANGGAL BERLAKU"],
        "barcode": ["KODE BATANG", "BARCODE"],
    },
    required=[{"maker", "product", "price"}],
    label="product",
)


@dataclass(frozen=True, slots=True)
class Change:
    """The effect of one row. `kind`: created, changed or unchanged; the flags: which parts change; `since`: the local
    date from which its price is valid."""

    row: CatalogueRow
    kind: str
    since: date
    price: bool = False
    category: bool = False
    barcode: bool = False
    is_new_maker: bool = False


@dataclass
class CataloguePlan(ImportEffect):
    """The changes a file would make, row by row."""

    changes: list[Change] = field(default_factory=list)

    def further_counts(self) -> dict[str, int]:
        """The number of new makers."""
        return {"new_makers": sum(1 for change in self.changes if change.is_new_maker)}

    def add(self, change: Change) -> None:
        """Add one row's change and count it."""
        self.changes.append(change)
        self.created += change.kind == "created"
        self.changed += change.kind == "changed"
        self.unchanged += change.kind == "unchanged"


def read_catalogue(path: Path, name: str | None = None) -> SheetFile[CatalogueRow]:
    """The rows of a product list, read without the database. `name`: the uploaded file's name. UnusableFile."""
    return SheetFile[CatalogueRow](COLUMNS).read(path, _read, name)


def _read(row: SheetRow) -> CatalogueRow | None:
    return read_row(row.number, {column: row.get(column) for column in COLUMNS.synonyms})


def plan_catalogue(file: SheetFile[CatalogueRow], *, today: date) -> CataloguePlan:
    """Compare the rows with the stored products; writes nothing. `today`: the date of prices without one."""
    plan = CataloguePlan.of(file)
    judge = _Judge(list_stored_products(), set(list_maker_ids()), today)
    for row in file.rows:
        try:
            plan.add(judge.judge(row))
        except RowRefused as refused:
            plan.refused.append(refused.at(row.number, row.product))
    plan.refused.sort(key=lambda fault: fault.row)
    return plan


class _Judge:
    """Checks rows against the stored data plus the rows accepted before, as if the file were applied row by row."""

    def __init__(self, stored: list[StoredProduct], makers: set[str], today: date) -> None:
        self.products = {product.key: product for product in stored}
        self.makers = makers
        self.carriers = {product.barcode: product.key for product in stored if product.barcode}
        self.seen: dict[tuple[str, str, date], int] = {}
        self.today = today

    def judge(self, row: CatalogueRow) -> Change:
        """The change this row makes; RowRefused."""
        self._ensure_free_barcode(row)
        stored = self.products.get(row.key)
        since = row.effective_from or self.today
        self._ensure_first_price_of_day(row, since)
        if stored is None:
            return self._create(row, since)
        price = not self._holds_already(row, stored, since)
        category = bool(row.category) and row.category != stored.category
        barcode = row.barcode is not None and row.barcode != stored.barcode
        self._learn(row, stored, since if price else None)
        kind = "changed" if price or category or barcode else "unchanged"
        return Change(row, kind, since, price, category, barcode)

    def _create(self, row: CatalogueRow, since: date) -> Change:
        is_new_maker = row.key[0] not in self.makers
        self.makers.add(row.key[0])
        fresh = self.products[row.key] = StoredProduct(None, row.key, "", None)
        self._learn(row, fresh, since)
        return Change(row, "created", since, price=True, is_new_maker=is_new_maker)

    def _holds_already(self, row: CatalogueRow, stored: StoredProduct, since: date) -> bool:
        """Whether the price is stored already: for a row without a date, today's price; else that of its date."""
        if row.effective_from is None:
            return price_on(stored.prices.items(), since) == row.unit_price
        return stored.prices.get(since) == row.unit_price

    def _learn(self, row: CatalogueRow, stored: StoredProduct, since: date | None) -> None:
        if since:
            stored.prices[since] = row.unit_price
        stored.category = row.category or stored.category
        if row.barcode:
            self.carriers.pop(stored.barcode or "", None)
            stored.barcode = row.barcode
            self.carriers[row.barcode] = row.key

    def _ensure_free_barcode(self, row: CatalogueRow) -> None:
        carrier = self.carriers.get(row.barcode) if row.barcode else None
        if carrier is not None and carrier != row.key:
            raise RowRefused("barcode_taken")

    def _ensure_first_price_of_day(self, row: CatalogueRow, since: date) -> None:
        before = self.seen.setdefault((*row.key, since), row.unit_price)
        if before != row.unit_price:
            raise RowRefused("price_twice")


def apply_catalogue(plan: CataloguePlan, *, actor: Actor) -> CataloguePlan:
    """Write a plan made in the same transaction: one event per change.

    Consecutive new products are written together. The order of the file is kept, because a barcode may move.
    """
    ids, makers = list_product_ids(), list_maker_ids()
    new_makers = {one.row.key[0]: one.row.maker for one in plan.changes if one.is_new_maker}
    makers |= create_makers(new_makers.values(), actor=actor)
    writing = (one for one in plan.changes if one.kind != "unchanged")
    for kind, run in groupby(writing, lambda change: change.kind):
        if kind == "created":
            changes = list(run)
            made = create_products([_new(one, makers) for one in changes], actor=actor)
            ids |= {one.row.key: product_id for one, product_id in zip(changes, made, strict=True)}
        else:
            for change in run:
                _change(ids[change.row.key], change, actor)
    return plan


def _new(change: Change, makers: dict[str, int]) -> NewProduct:
    row = change.row
    return NewProduct(
        makers[row.key[0]], row.product, row.category, row.barcode, row.unit_price, change.since
    )


def _change(product_id: int, change: Change, actor: Actor) -> None:
    if change.price:
        services.set_price(product_id, change.row.unit_price, change.since, actor=actor)
    if change.category or change.barcode:
        services.set_labels(
            product_id,
            category=change.row.category if change.category else None,
            barcode=change.row.barcode if change.barcode else None,
            actor=actor,
        )
