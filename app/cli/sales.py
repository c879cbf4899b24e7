"""`flask sales import`: a hand-kept book into the ledger."""

from pathlib import Path

import click
from flask.cli import AppGroup

from app.cli.edge import (
    CLI_ACTOR,
    ensure_target,
    say_json,
    unusable,
    warn_ignored,
    writing_command,
    writing_to,
)
from app.excel.rejects import write_rejects
from app.messages.sales_book import reason_sentence
from app.sales.paper.sales_import import Book, ImportResult, apply_book, read_book
from app.shared import clock
from app.shared.transaction import rollback

sales = AppGroup("sales", help="Penjualan.")
commands = [sales]
MOST_LINES = 50


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
    warn_ignored(book.ignored, book.hidden)
    for one in done.rejected:
        click.echo(f"Baris {one.number} ditolak: {reason_sentence(one)}", err=True)
    if rejects is not None:
        _write_rejects(rejects, book, done)
    _say_unknown(done)
    say_json(done.counts() | _names(done))


def _say_unknown(done: ImportResult) -> None:
    """Name the booths that were set up, and makers and products nobody knows, with what they resemble."""
    for kind, names in (
        ("Pojok baru", done.unknown.booths),
        ("UMKM belum dikenal", done.unknown.makers),
        ("Produk belum dikenal", done.unknown.products),
    ):
        for one in names[:MOST_LINES]:
            like = f" (mirip {one.like!r}; periksa ejaannya)" if one.like else ""
            click.echo(f"{kind}: {one.name!r}{like}", err=True)


def _names(done: ImportResult) -> dict[str, list[str]]:
    """Further keys of the closing line: what was set up, and what was kept as typed."""
    unknown = done.unknown
    return {
        "new_booths": [one.name for one in unknown.booths],
        "unknown_makers": [one.name for one in unknown.makers],
        "unknown_products": [one.name for one in unknown.products],
    }


def _write_rejects(target: Path, book: Book, done: ImportResult) -> None:
    rows = ((one.number, reason_sentence(one), one.cells) for one in done.rejected)
    with writing_to(target):
        write_rejects(target, book.titles, rows, several_sheets=len(book.sheets) > 1)
