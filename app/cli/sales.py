"""`flask sales import`: a hand-kept book into the ledger."""

from pathlib import Path

import click
from flask.cli import AppGroup

from app.cli.edge import (
    CLI_ACTOR,
    ensure_target,
    say_ignored,
    say_json,
    unusable,
    writing_command,
    writing_to,
)
from app.excel.rejects import write_rejects
from app.sales.sales_import import Book, Imported, Rejected, apply_book, read_book
from app.shared import clock
from app.shared.transaction import rollback

sales = AppGroup("sales", help="Penjualan.")
commands = [sales]

REASONS = {
    "future": "tanggalnya di masa depan ({shown})",
    "total": "TOTAL ({shown}) tidak sama dengan JUMLAH × HARGA SATUAN",
    "payment": "CARA BAYAR tidak dikenal ({shown}); pakai TUNAI, QRIS, atau TRANSFER",
    "date": "TANGGAL tidak terbaca ({shown}); tulis seperti 01-08-2026",
    "time": "JAM tidak terbaca ({shown}); tulis seperti 16:18",
    "formula": "kolom {column} berisi rumus; tempelkan sebagai nilai",
    "not_text": "kolom {column} bukan teks ({shown})",
    "characters": "kolom {column} memuat huruf yang tidak terlihat",
    "too_long": "kolom {column} terlalu panjang",
    "missing": "kolom {column} kosong",
    "number": "kolom {column} bukan bilangan bulat yang wajar ({shown})",
    "key_twice": "POJOK, NO LEMBAR, dan BARIS yang sama muncul dua kali dengan isi berbeda",
    "content_differs": "baris ini sudah tercatat dengan isi lain; buku besar tidak diubah",
    "void_missing": "baris ini sudah dibatalkan; tanda BATAL tidak boleh hilang",
}
COLUMNS = {
    "date": "TANGGAL", "time": "JAM", "booth": "POJOK", "sheet": "NO LEMBAR", "line": "BARIS", "nip": "NIP",
    "name": "NAMA", "maker": "UMKM", "product": "PRODUK", "quantity": "JUMLAH", "unit_price": "HARGA SATUAN",
    "total": "TOTAL", "payment": "CARA BAYAR", "note": "KETERANGAN",
}  # fmt: skip


@sales.command("import", help="Masukkan buku penjualan tulisan tangan (.xlsx).")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--dry-run", is_flag=True, help="Hitung saja; tidak ada yang disimpan.")
@click.option(
    "--rejects", type=click.Path(path_type=Path), help="Tulis baris yang ditolak ke berkas .xlsx ini."
)
@writing_command
def import_sales(file: Path, dry_run: bool, rejects: Path | None) -> None:
    """Import a book; the last line of output is JSON (decisions, files)."""
    if not file.is_file():
        unusable(f"Berkas tidak ditemukan: {file}")
    ensure_target(rejects)
    rollback()  # the file is read at length without holding back a till
    book = read_book(file, clock.today())
    done = apply_book(book, actor=CLI_ACTOR)
    if dry_run:
        rollback()
    say_ignored(book.ignored, book.hidden)
    for one in done.rejected:
        click.echo(f"Baris {one.number} ditolak: {reason_sentence(one)}", err=True)
    if rejects is not None:
        _write_rejects(rejects, book, done)
    say_json(done.counts())


def reason_sentence(one: Rejected) -> str:
    """Why a row was refused, for the person who keeps the book."""
    return REASONS[one.code].format(shown=one.shown, column=COLUMNS.get(one.column, one.column))


def _write_rejects(target: Path, book: Book, done: Imported) -> None:
    rows = ((one.number, reason_sentence(one), one.cells) for one in done.rejected)
    with writing_to(target):
        write_rejects(target, book.titles, rows, several_sheets=len(book.sheets) > 1)
