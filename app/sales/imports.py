"""The import of a sales book written by hand."""

from app.imports.registry import ImportKind, register
from app.sales.paper.book_rows import COLUMNS
from app.sales.paper.sales_import import apply_book, read_book
from app.shared import clock
from app.shared.words import N_

SALES_BOOK = register(
    ImportKind(
        "sales-book",
        title=N_("buku penjualan"),
        place=N_("Keuangan, Buku penjualan"),
        command="sales import",
        help="Masukkan buku penjualan tulisan tangan (.xlsx).",
        audience="finance",
        has_own_pages=True,
        columns=COLUMNS,
        read=lambda path, name, _options: read_book(path, clock.today(), name),
        apply=lambda book, actor, _options: apply_book(book, actor=actor),
        room="sales",
        subject="sale",
        event="sales.import_book",
    )
)
