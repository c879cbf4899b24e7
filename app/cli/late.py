"""`flask late list | accept`: items that arrived for a closed month or with a wrong clock (decisions 17, 20)."""

import click
from flask.cli import AppGroup

from app.cli.edge import read_actor, read_period, reading_command, say_json, unusable, writing_command
from app.months.queries import LateRow, list_late
from app.months.services import accept_late
from app.sales.queries import SaleRow, list_late_sales

late = AppGroup("late", help="Kiriman terlambat: yang datang untuk bulan yang sudah ditutup.")
commands = [late]


@late.command("list", help="Butir yang menunggu, satu baris JSON per butir.")
@click.argument("month")
@reading_command
def list_items(month: str) -> None:
    """Print one line of JSON per pending item; amounts in whole rupiah, no names and no numbers of people."""
    period = read_period(month)
    sales = {sale.id: sale for sale in list_late_sales(period)}
    for item in list_late(period):
        say_json(_as_json(item, sales.get(item.sale_id) if item.sale_id else None))


def _as_json(item: LateRow, sale: SaleRow | None) -> dict[str, object]:
    shown: dict[str, object] = {
        "id": item.id,
        "month": str(item.period),
        "reason": item.reason,
        "kind": "resolution" if item.resolution_id else "void" if sale and sale.void_of else "sale",
        "arrived_at": item.arrived_at.isoformat(),
    }
    if sale is not None:
        shown |= {
            "receipt": sale.receipt,
            "amount": sale.amount,
            "booth": sale.booth,
            "date": sale.business_date.isoformat(),
            "flags": sale.flags,
        }
    return shown


@late.command("accept", help="Terima butir ke suplemen berikutnya dari bulan itu.")
@click.argument("month")
@click.argument("ids", nargs=-1, type=click.IntRange(1, 10**15))
@click.option("--all", "everything", is_flag=True, help="Terima semua yang menunggu.")
@click.option("--actor", "username", required=True, help="Pengguna keuangan yang memutuskan.")
@writing_command
def accept(month: str, ids: tuple[int, ...], everything: bool, username: str) -> None:
    """Take items in; the last line of output is JSON with the number of the supplement."""
    period = read_period(month)
    if everything == bool(ids):
        unusable("Sebut nomor butir, atau --all; salah satu.")
    done = accept_late(period, None if everything else ids, actor=read_actor(username))
    say_json(
        {
            "month": str(period),
            "accepted": done.count,
            "version": done.version,
            "supplement": done.supplement,
        }
    )
