"""A product list from a spreadsheet: read, judged against what is known, applied; twice changes nothing."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from app.audit.rules import Actor
from app.audit.services import record_event
from app.excel.header import Header
from app.excel.reader import open_table
from app.excel.rejects import RejectedRow, read_rejected_rows
from app.makers import services
from app.makers.catalogue_rows import MAX_NAME, CatalogueRow, RowRefused, read_row
from app.makers.queries import KnownProduct, list_known_products, list_maker_ids, list_product_ids
from app.makers.rules import price_on, tidy_name

SYNONYMS = {
    "maker": ["UMKM", "NAMA UMKM", "PELAKU UMKM"],
    "product": ["PRODUK", "NAMA PRODUK"],
    "category": ["KATEGORI"],
    "price": ["HARGA", "HARGA SATUAN"],
    "since": ["BERLAKU SEJAK", "TANGGAL BERLAKU"],
    "barcode": ["KODE BATANG", "BARCODE"],
}
REQUIRED = [{"maker", "product", "price"}]


@dataclass(frozen=True, slots=True)
class Change:
    """What one row does: `kind` is created, changed or unchanged; the flags say what changes; `since` is the
    local date its price holds from."""

    row: CatalogueRow
    kind: str
    since: date
    price: bool = False
    category: bool = False
    barcode: bool = False
    is_new_maker: bool = False


@dataclass(frozen=True, slots=True)
class Refusal:
    """A row left out: its number in the file, a reason code, facts for the sentence, the product as written."""

    number: int
    reason: str
    facts: dict[str, object]
    product: str = ""


@dataclass
class CataloguePlan:
    """What a file would do, row by row: `rows = created + changed + unchanged + refused + blank`, always."""

    changes: list[Change] = field(default_factory=list)
    refused: list[Refusal] = field(default_factory=list)
    blank: int = 0
    ignored: Sequence[str] = ()
    hidden: Sequence[str] = ()

    def count(self, kind: str) -> int:
        """How many rows of that kind."""
        return sum(1 for change in self.changes if change.kind == kind)

    @property
    def summary(self) -> dict[str, int]:
        """The counts of the closing line."""
        counted = {kind: self.count(kind) for kind in ("created", "changed", "unchanged")}
        rows = len(self.changes) + len(self.refused) + self.blank
        makers = sum(1 for change in self.changes if change.is_new_maker)
        return {
            "rows": rows,
            **counted,
            "refused": len(self.refused),
            "blank": self.blank,
            "new_makers": makers,
        }


ReadRow = CatalogueRow | Refusal | None


@dataclass(frozen=True, slots=True)
class ReadCatalogue:
    """A file as read; `ignored` names visible sheets with something in them and no header, `hidden` the hidden ones."""

    rows: Sequence[ReadRow]
    ignored: Sequence[str] = ()
    hidden: Sequence[str] = ()
    titles: Sequence[str] = ()
    sheets: Sequence[str] = ()


def read_catalogue(path: Path, name: str | None = None) -> ReadCatalogue:
    """The rows of a product list: read, refused, or None for a blank one. UnusableFile; asks no database.

    `name` is the name the person gave the upload.
    """
    with open_table(path, REQUIRED, SYNONYMS, name=name) as table:
        rows = [_read(number, table.header, cells) for number, cells in table]
        tabs = table.tabs
        return ReadCatalogue(rows, tabs.ignored, tabs.hidden, tabs.titles, tabs.names)


def _read(number: int, header: Header | None, cells: list[object]) -> ReadRow:
    named = {column: header.get(cells, column) if header else None for column in SYNONYMS}
    try:
        return read_row(number, named)
    except RowRefused as refusal:
        written = named["product"]
        product = tidy_name(written)[:MAX_NAME] if isinstance(written, str) else ""
        return Refusal(number, refusal.reason, refusal.facts, product)


def reject_rows(
    path: Path, plan: CataloguePlan, sentence: Callable[[Refusal], str], name: str | None = None
) -> Iterator[RejectedRow]:
    """The refused rows with reason and cells, for the workbook to correct and send again; reads the file anew."""
    why = {refusal.number: sentence(refusal) for refusal in plan.refused}
    return read_rejected_rows(path, REQUIRED, SYNONYMS, why, name=name)


def plan_catalogue(read: ReadCatalogue, *, today: date) -> CataloguePlan:
    """Judge what was read against what is known; writes nothing. `today`: for a price without a date."""
    plan = CataloguePlan(ignored=read.ignored, hidden=read.hidden)
    judge = _Judge(list_known_products(), set(list_maker_ids()), today)
    for row in read.rows:
        if row is None:
            plan.blank += 1
        elif isinstance(row, Refusal):
            plan.refused.append(row)
        else:
            try:
                plan.changes.append(judge.judge(row))
            except RowRefused as refusal:
                plan.refused.append(Refusal(row.number, refusal.reason, refusal.facts, row.product))
    return plan


class _Judge:
    """Holds what is known and learns each accepted row: a file is judged as if applied row by row."""

    def __init__(self, known: list[KnownProduct], makers: set[str], today: date) -> None:
        self.products = {product.key: product for product in known}
        self.makers = makers
        self.carriers = {product.barcode: product.key for product in known if product.barcode}
        self.seen: dict[tuple[str, str, date], int] = {}
        self.today = today

    def judge(self, row: CatalogueRow) -> Change:
        """The change this row makes; RowRefused."""
        self._ensure_free_barcode(row)
        known = self.products.get(row.key)
        since = row.effective_from or self.today
        self._ensure_first_price_of_day(row, since)
        if known is None:
            return self._create(row, since)
        price = not self._holds_already(row, known, since)
        category = bool(row.category) and row.category != known.category
        barcode = row.barcode is not None and row.barcode != known.barcode
        self._learn(row, known, since if price else None)
        kind = "changed" if price or category or barcode else "unchanged"
        return Change(row, kind, since, price, category, barcode)

    def _create(self, row: CatalogueRow, since: date) -> Change:
        is_new_maker = row.key[0] not in self.makers
        self.makers.add(row.key[0])
        fresh = self.products[row.key] = KnownProduct(None, row.key, "", None)
        self._learn(row, fresh, since)
        return Change(row, "created", since, price=True, is_new_maker=is_new_maker)

    def _holds_already(self, row: CatalogueRow, known: KnownProduct, since: date) -> bool:
        """A row without a date states today's price, whenever that began; one with a date that day's."""
        if row.effective_from is None:
            return price_on(known.prices.items(), since) == row.unit_price
        return known.prices.get(since) == row.unit_price

    def _learn(self, row: CatalogueRow, known: KnownProduct, since: date | None) -> None:
        if since:
            known.prices[since] = row.unit_price
        known.category = row.category or known.category
        if row.barcode:
            self.carriers.pop(known.barcode or "", None)
            known.barcode = row.barcode
            self.carriers[row.barcode] = row.key

    def _ensure_free_barcode(self, row: CatalogueRow) -> None:
        carrier = self.carriers.get(row.barcode) if row.barcode else None
        if carrier is not None and carrier != row.key:
            raise RowRefused("barcode_taken")

    def _ensure_first_price_of_day(self, row: CatalogueRow, since: date) -> None:
        before = self.seen.setdefault((*row.key, since), row.unit_price)
        if before != row.unit_price:
            raise RowRefused("price_twice")


def apply_catalogue(plan: CataloguePlan, *, actor: Actor) -> dict[str, int]:
    """Write a plan made in the same transaction; gives its counts. One event for all, one per change."""
    ids = list_product_ids()
    makers = list_maker_ids()
    for change in plan.changes:
        if change.kind == "created":
            ids[change.row.key] = _create(change, makers, actor)
        elif change.kind == "changed":
            _change(ids[change.row.key], change, actor)
    summary = plan.summary
    record_event("umkm.import", actor=actor, subject="product", details=dict(summary))
    return summary


def _create(change: Change, makers: dict[str, int], actor: Actor) -> int:
    row = change.row
    maker_key = row.key[0]
    if maker_key not in makers:
        makers[maker_key] = services.create_maker(row.maker, actor=actor).id
    product = services.create_product(
        makers[maker_key],
        row.product,
        actor=actor,
        unit_price=row.unit_price,
        effective_from=change.since,
        category=row.category,
        barcode=row.barcode,
    )
    return product.id


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
