"""`flask report compliance`: the workbook finance signs, from the command line."""

from pathlib import Path

import click
from flask.cli import AppGroup

from app.audit.services import record_event
from app.cli.edge import CLI_ACTOR, read_period, say_json, unusable, writing_command
from app.reports.export import export_report
from app.shared.transaction import begin_writing, commit

report = AppGroup("report", help="Laporan Excel.")
commands = [report]


@report.command("compliance", help="Rekap belanja sebulan: per OPD, per jenjang, per pegawai, transaksi.")
@click.argument("bulan")
@click.option(
    "--out", required=True, type=click.Path(path_type=Path, dir_okay=False), help="Berkas .xlsx tujuan."
)
@click.option("--without-names", is_flag=True, help="Hanya rekap dan keterangan.")
@writing_command
def compliance(bulan: str, out: Path, without_names: bool) -> None:
    """Write the workbook, then note the export in the trail; one line of JSON at the end.

    Of a closed month with names: the very bytes that were signed (decisions 16).
    """
    period = read_period(bulan)
    if not out.parent.is_dir():
        unusable(f"Folder {str(out.parent)!r} tidak ada.")
    commit()  # the workbook is read from one snapshot, outside the writing transaction
    kind = "tanpa-nama" if without_names else "lengkap"
    try:
        made = export_report(out, period, kind, made_by=CLI_ACTOR.name)
    except OSError as error:
        unusable(f"Berkas {str(out)!r} tidak dapat ditulis: {error.strerror}.")
    begin_writing()
    details = {"period": str(period), "kind": kind, "version": made.version, "ledger_seq": made.ledger_seq}
    record_event("report.export", actor=CLI_ACTOR, subject="report", details=details)
    say_json(
        {
            "month": str(period),
            "file": out.name,
            "version": made.version,
            "ledger_seq": made.ledger_seq,
            "signed": made.is_stored,
        }
    )
