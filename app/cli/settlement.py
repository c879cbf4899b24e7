"""`flask settlement due | make | pay | receive | list`: unsettled sums, statements, payments."""

from uuid import UUID

import click
from flask.cli import AppGroup

from app.audit.rules import Actor
from app.cli.edge import read_actor, reading_command, say_json, unusable, writing_command
from app.cli.stock import read_booth
from app.makers.queries import find_maker_id
from app.reports.settlement import build_statement_file
from app.settlement.models import Payout, Remittance
from app.settlement.queries.due import Due, list_due
from app.settlement.queries.statements import StatementRow, list_statements
from app.settlement.services.payouts import pay_statement
from app.settlement.services.remittances import receive_remittance
from app.settlement.services.statements import make_statements
from app.shared.money import NotRupiah, parse_rupiah
from app.shared.transaction import begin_snapshot

settlement = AppGroup("settlement", help="Penyelesaian dengan UMKM: yang terutang, nota, pembayaran.")
commands = [settlement]
_FIELDS = ("maker", "booth", "gross", "share", "losses", "carried", "payable", "money_with", "lines")
maker_option = click.option("--maker", metavar="NAMA", help="Hanya UMKM ini.")
booth_option = click.option("--booth", metavar="NAMA", help="Hanya pojok ini.")


def read_maker(name: str | None) -> list[int] | None:
    """The maker of this name as a filter, None for all; exit 2 with a sentence if there is no such maker."""
    if name is None:
        return None
    maker_id = find_maker_id(name)
    if maker_id is None:
        unusable(f"UMKM {name!r} tidak ditemukan. Periksa namanya.")
    return [maker_id]


@settlement.command("due", help="Yang belum diselesaikan, satu baris JSON per UMKM dan pojok.")
@maker_option
@booth_option
@reading_command
def due(maker: str | None, booth: str | None) -> None:
    """One line of JSON per maker and booth; amounts in whole rupiah."""
    maker_ids, booth_ids = read_maker(maker), read_booth(booth)
    begin_snapshot()
    for row in list_due(maker_ids, booth_ids):
        say_json(_as_json(row))


def _as_json(row: Due | StatementRow) -> dict[str, object]:
    return {name: getattr(row, name) for name in _FIELDS}


@settlement.command("make", help="Buat nota penyelesaian.")
@maker_option
@booth_option
@click.option("--actor", "username", required=True, help="Pengguna keuangan yang membuat.")
@writing_command
def make(maker: str | None, booth: str | None, username: str) -> None:
    """One line of JSON per statement made; none where nothing is unsettled."""
    actor = read_actor(username)
    build = build_statement_file(actor.name)
    ids = make_statements(actor=actor, maker_ids=read_maker(maker), booth_ids=read_booth(booth), build=build)
    for row in reversed(list_statements(ids=ids)):
        say_json(
            {"number": row.number, **_as_json(row), "due_on": row.due_on.isoformat(), "to_seq": row.to_seq}
        )


@settlement.command("pay", help="Catat pembayaran sebuah nota penyelesaian.")
@click.argument("number")
@click.option("--amount", required=True, help="Rupiah bulat.")
@click.option("--way", required=True, type=click.Choice(["cash", "transfer"]), help="Tunai atau transfer.")
@click.option("--reference", required=True, help="Nomor bukti.")
@click.option("--actor", "username", required=True, help="Pengguna keuangan yang membayar.")
@click.option("--approver", help="Pengguna keuangan lain yang menyetujui, di atas batas kota.")
@click.option("--id", "uuid", type=click.UUID, help="UUID pembayaran; yang sama tidak dibayar dua kali.")
@writing_command
def pay(
    number: str, amount: str, way: str, reference: str, username: str, approver: str | None, uuid: UUID | None
) -> None:
    """Record a payout; the last line of output is JSON."""
    second: Actor | None = read_actor(approver) if approver else None
    payout = pay_statement(
        number, amount=_read_rupiah(amount), way=way, reference=reference, actor=read_actor(username),
        uuid=str(uuid) if uuid else None, approver=second,
    )  # fmt: skip
    say_json(_payment_json(payout))


@settlement.command("receive", help="Catat setoran UMKM untuk nota di bawah nol.")
@click.argument("number")
@click.option("--amount", required=True, help="Rupiah bulat.")
@click.option("--way", required=True, type=click.Choice(["cash", "transfer"]), help="Tunai atau transfer.")
@click.option("--reference", required=True, help="Nomor bukti.")
@click.option("--actor", "username", required=True, help="Pengguna yang menerima.")
@click.option("--id", "uuid", type=click.UUID, help="UUID setoran; yang sama tidak dicatat dua kali.")
@writing_command
def receive(number: str, amount: str, way: str, reference: str, username: str, uuid: UUID | None) -> None:
    """Record what a maker paid in; the last line of output is JSON."""
    received = receive_remittance(
        number, amount=_read_rupiah(amount), way=way, reference=reference, actor=read_actor(username),
        uuid=str(uuid) if uuid else None,
    )  # fmt: skip
    say_json(_payment_json(received))


def _read_rupiah(amount: str) -> int:
    try:
        return parse_rupiah(amount)
    except NotRupiah:
        unusable(f"Jumlah ditulis dalam rupiah bulat, misalnya 250000; bukan {amount!r}.")


def _payment_json(payment: Payout | Remittance) -> dict[str, object]:
    (row,) = list_statements(ids=[payment.statement_id])
    return {"id": payment.uuid, "number": row.number, "amount": payment.amount, **_payments(row)}


def _payments(row: StatementRow) -> dict[str, int]:
    """The paid and unpaid sums of a statement, and the maker's payments and debt; whole rupiah."""
    return {"paid": row.paid, "unpaid": row.unpaid, "received": row.received, "owed": row.owed}


@settlement.command("list", help="Nota penyelesaian, satu baris JSON per nota.")
@click.option("--unpaid", is_flag=True, help="Hanya yang belum lunas.")
@reading_command
def list_all(unpaid: bool) -> None:
    """One line of JSON per statement, oldest first."""
    begin_snapshot()
    for row in reversed(list_statements(unpaid_only=unpaid)):
        say_json({"number": row.number, **_as_json(row), "due_on": row.due_on.isoformat(), **_payments(row)})
