"""`flask report …`: each workbook from the command line. `report compliance` is named in decisions and stays."""

from datetime import date
from pathlib import Path
from typing import Any

import click
from flask.cli import AppGroup

from app.audit.services import record_event
from app.cli.edge import CLI_ACTOR, read_period, say_json, unusable, writing_command
from app.directory.queries import find_employee_by_number, load_tree
from app.reports.catalogue import ReportRequest
from app.reports.export import Export, export_order
from app.shared import clock
from app.shared.period import Period
from app.shared.transaction import begin_writing, commit

report = AppGroup("report", help="Laporan Excel.")
commands = [report]
_OUT = click.option(
    "--out", required=True, type=click.Path(path_type=Path, dir_okay=False), help="Berkas .xlsx tujuan."
)


def _read_month(text: str) -> Period:
    """A month argument nobody can have mistyped by years; exit 2 with a sentence."""
    period = read_period(text)
    if clock.is_far_ahead(period):
        unusable(f"Bulan {period} lebih dari setahun lagi. Periksa tahunnya.")
    return period


@report.command("compliance", help="Rekap belanja sebulan: per OPD, per jenjang, per pegawai, transaksi.")
@click.argument("bulan")
@_OUT
@click.option("--without-names", is_flag=True, help="Hanya rekap dan keterangan.")
@click.option(
    "--with-supplement", is_flag=True, help="Bulan yang ditutup, dengan lembar suplemen di sampingnya."
)
@writing_command
def compliance(bulan: str, out: Path, without_names: bool, with_supplement: bool) -> None:
    """Write the workbook, then note the export in the trail; one line of JSON at the end.

    Of a closed month with names: the very bytes that were signed (decisions 16).
    """
    period = _read_month(bulan)
    if without_names and with_supplement:
        unusable("Pilih salah satu: --without-names atau --with-supplement.")
    content = "tanpa-nama" if without_names else "dengan-suplemen" if with_supplement else "lengkap"
    made = _write(out, ReportRequest("compliance", period=period, content=content))
    say_json(
        {
            "month": str(period),
            "file": out.name,
            "version": made.version,
            "ledger_seq": made.ledger_seq,
            "signed": made.is_stored,
        }
    )


@report.command("event-day", help="Hari belanja: pembeli per jam, OPD, pojok, dan UMKM.")
@click.argument("tanggal")
@_OUT
@writing_command
def event_day(tanggal: str, out: Path) -> None:
    """Write one business date."""
    try:
        day = date.fromisoformat(tanggal)
    except ValueError:
        unusable(f"Tanggal ditulis TAHUN-BULAN-TANGGAL, misalnya 2026-11-07; bukan {tanggal!r}.")
    _tell(out, _write(out, ReportRequest("event-day", day=day)), day=day.isoformat())


@report.command("year", help="Matriks tahun: dua belas bulan per OPD dan per pegawai.")
@click.argument("tahun", type=click.IntRange(2000, 2999))
@_OUT
@click.option("--opd", type=int, default=None, help="Nomor unit; hanya pegawai OPD ini.")
@writing_command
def year(tahun: int, out: Path, opd: int | None) -> None:
    """Write a calendar year."""
    if opd is not None:
        _ensure_unit(opd)
    _tell(out, _write(out, ReportRequest("year", year=tahun, opd_id=opd)), year=tahun)


@report.command(
    "ledger", help="Buku penjualan sebulan: setiap baris, juga yang dibatalkan dan yang menunggu."
)
@click.argument("bulan")
@_OUT
@writing_command
def ledger(bulan: str, out: Path) -> None:
    """Write a month's ledger."""
    period = _read_month(bulan)
    _tell(out, _write(out, ReportRequest("ledger", period=period)), month=str(period))


@report.command("opd", help="Buku satu OPD: pegawainya sendiri dalam satu bulan.")
@click.argument("bulan")
@click.option("--unit", type=int, required=True, help="Nomor unit OPD.")
@_OUT
@writing_command
def opd(bulan: str, unit: int, out: Path) -> None:
    """Write one unit and all below it."""
    period = _read_month(bulan)
    _ensure_unit(unit)
    _tell(out, _write(out, ReportRequest("opd", period=period, roots=(unit,))), month=str(period), unit=unit)


@report.command("statement", help="Belanja satu pegawai: sebulan (2026-11) atau setahun (2026).")
@click.argument("masa")
@click.option("--employee", "number", required=True, help="NIP atau KODE pegawai.")
@_OUT
@writing_command
def statement(masa: str, number: str, out: Path) -> None:
    """Write one person's statement; the number given is not repeated in the output (decisions 22)."""
    employee_id = find_employee_by_number(number)
    if employee_id is None:
        unusable("Tidak ada pegawai dengan nomor itu.")
    is_year = masa.isascii() and masa.isdigit() and len(masa) == 4
    order = ReportRequest(
        "statement",
        employee_id=employee_id,
        year=int(masa) if is_year else None,
        period=None if is_year else _read_month(masa),
    )
    _tell(out, _write(out, order), months=masa)


def _ensure_unit(unit_id: int) -> None:
    if unit_id not in load_tree():
        unusable(f"Tidak ada unit bernomor {unit_id}.")


def _write(out: Path, order: ReportRequest) -> Export:
    """Make the file from one snapshot, outside the writing transaction; then note the export in the trail."""
    if not out.parent.is_dir():
        unusable(f"Folder {str(out.parent)!r} tidak ada.")
    commit()
    try:
        made = export_order(out, order, made_by=CLI_ACTOR.name)
    except OSError as error:
        unusable(f"Berkas {str(out)!r} tidak dapat ditulis: {error.strerror}.")
    begin_writing()
    about = (
        {"subject": "employee", "subject_id": order.employee_id}
        if order.employee_id
        else {"subject": "report"}
    )
    record_event("report.export", actor=CLI_ACTOR, details=made.details, **about)  # type: ignore[arg-type]
    return made


def _tell(out: Path, made: Export, **what: Any) -> None:
    say_json({**what, "file": out.name, "ledger_seq": made.ledger_seq})
