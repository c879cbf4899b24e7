"""`flask report compliance`: the workbook finance signs, from the command line."""

from pathlib import Path

import click
from flask.cli import AppGroup

from app.audit.services import record_event
from app.cli.edge import CLI_ACTOR, read_period, say_json, unusable, writing_command
from app.reports.compliance import write_compliance
from app.shared.transaction import begin_writing, commit

report = AppGroup("report", help="Laporan Excel.")
commands = [report]


@report.command("compliance", help="Rekap belanja sebulan: per OPD, per jenjang, per pegawai, transaksi.")
@click.argument("bulan")
@click.option("--out", required=True, type=click.Path(path_type=Path, dir_okay=False), help="Berkas .xlsx tujuan.")
@click.option("--without-names", is_flag=True, help="Hanya rekap dan keterangan.")
def compliance(bulan: str, out: Path, without_names: bool) -> None:
    """Write the workbook, then note the export in the trail; one line of JSON at the end."""
    _write(bulan, out, without_names)


@writing_command
def _write(bulan: str, out: Path, without_names: bool) -> None:
    period = read_period(bulan)
    if not out.parent.is_dir():
        unusable(f"Folder {str(out.parent)!r} tidak ada.")
    commit()  # the workbook is read from one snapshot, outside the writing transaction
    month = write_compliance(out, period, made_by=CLI_ACTOR.name, with_names=not without_names)
    begin_writing()
    record_event(
        "report.export",
        actor=CLI_ACTOR,
        subject="compliance",
        details={"period": str(period), "names": not without_names, "people": len(month.rows)},
    )
    say_json(
        {
            "month": str(period),
            "file": out.name,
            "people": len(month.rows),
            "version": month.heading.version,
            "ledger_seq": month.ledger_seq,
        }
    )
