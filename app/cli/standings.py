"""`flask standings YYYY-MM [--opd NAME]`: one line of JSON per person, for other programs and checks."""

import json

import click

from app.cli.edge import reading_command, unusable
from app.closing.queries import list_standings_of_month
from app.compliance.rules import StandingRow
from app.directory.rules import fold_name
from app.shared.period import Period
from app.shared.transaction import begin_snapshot


@click.command("standings")
@click.argument("month")
@click.option("--opd", metavar="NAMA", help="Hanya OPD ini.")
@reading_command
def standings(month: str, opd: str | None) -> None:
    """Kepatuhan setiap orang dalam satu bulan, satu baris JSON per orang.

    `tier` adalah kode jenjang; jumlah dalam rupiah bulat; null bila tidak ada. Bulan yang sudah ditutup
    dibaca dari rekamannya.
    """
    try:
        period = Period.parse(month)
    except ValueError:
        unusable(f"Bulan {month!r} tidak terbaca. Tulis tahun-bulan, misalnya 2026-10.")
    begin_snapshot()
    rows = list_standings_of_month(period)
    if opd is not None:
        opd_names = {fold_name(row.opd) for row in rows if row.opd}
        if fold_name(opd) not in opd_names:
            unusable(f"OPD {opd!r} tidak ditemukan pada bulan itu. Periksa namanya.")
        rows = [row for row in rows if row.opd and fold_name(row.opd) == fold_name(opd)]
    for row in rows:
        click.echo(json.dumps(_values(row), ensure_ascii=False))


def _values(row: StandingRow) -> dict[str, str | int | None]:
    return {
        "id": row.employee_id,
        "nip": row.nip,
        "code": row.code,
        "name": row.name,
        "opd": row.opd,
        "unit": row.unit,
        "tier": row.tier,
        "minimum": row.minimum,
        "bought": row.bought,
        "status": row.status,
    }


commands = (standings,)
