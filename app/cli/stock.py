"""`flask stock`: the goods on the shelves, one line of JSON per booth and product."""

from datetime import date, datetime

import click

from app.booths.queries import find_booth
from app.cli.edge import CLI_ACTOR, reading_command, say_json, unusable, writing_command
from app.shared import clock
from app.shared.transaction import begin_snapshot
from app.stock.queries.shelf import ShelfRow, list_shelf
from app.stock.services import finish_waiting_counts


def read_booth(name: str | None) -> list[int] | None:
    """The booth of this name as a filter, None for all; exit 2 with a sentence if there is no such booth."""
    if name is None:
        return None
    booth = find_booth(name)
    if booth is None:
        unusable(f"Pojok {name!r} tidak ditemukan. Periksa namanya.")
    return [booth.id]


def read_day(text: str) -> date:
    """Read a local date argument; exit 2 with a sentence if it is invalid."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        unusable(f"Tanggal ditulis TAHUN-BULAN-HARI, misalnya 2026-11-30; bukan {text!r}.")


@click.command("stock")
@click.option("--booth", metavar="NAMA", help="Hanya pojok ini.")
@click.option("--on", "day", metavar="TANGGAL", help="Sampai akhir hari ini; tanpa ini sekarang.")
@reading_command
def stock(booth: str | None, day: str | None) -> None:
    """Isi rak menurut nota titip dan penjualan, satu baris JSON per pojok dan produk."""
    until: datetime | None = clock.end_of_day(read_day(day)) if day else None
    booth_ids = read_booth(booth)
    begin_snapshot()
    for row in list_shelf(booth_ids, until):
        say_json(_as_json(row))


def _as_json(row: ShelfRow) -> dict[str, object]:
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
    return {name: getattr(row, name) for name in names}


@click.command("stock-counts")
@writing_command
def finish_counts() -> None:
    """Selesaikan hitung rak yang tidak menunggu apa-apa lagi; untuk timer tiap jam."""
    say_json({"finished": finish_waiting_counts(actor=CLI_ACTOR)})


commands = (stock, finish_counts)
