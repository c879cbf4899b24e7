"""The import of handwritten books of consigned goods."""

from app.imports.registry import ImportKind, register
from app.shared import clock
from app.shared.words import N_
from app.stock.book_import import COLUMNS, apply_book, plan_book, read_book

SUPPLY_BOOK = register(
    ImportKind(
        "supply-book",
        title=N_("buku titipan"),
        place=N_("Pengelola, Buku titipan"),
        command="supply import",
        help="Masukkan buku titipan tulisan tangan.",
        audience="manager",
        columns=COLUMNS,
        read=lambda path, name, _options: read_book(path, clock.now(), name),
        plan=lambda file, options: plan_book(file, options.get("booth_ids")),
        apply=lambda plan, actor, _options: apply_book(plan, actor=actor),
        room="stock",
        subject="supply_note",
        event="stock.import_book",
        has_own_pages=True,
    )
)
