"""`flask month close | reopen`, beside the month's status in `app/cli/month.py`."""

from typing import Any

import click
from flask import current_app

from app.cli.edge import read_actor, read_period, say_json, unusable, writing_command
from app.cli.month import month
from app.closing import queries
from app.closing.rules import ReadinessOpen
from app.closing.services import close_month, reopen_month
from app.reports.month import incomplete
from app.shared.transaction import commit

commands: tuple[Any, ...] = ()


@month.command("close", help="Menutup bulan: membekukan angka dan menyimpan berkas yang ditandatangani.")
@click.argument("bulan")
@click.option("--actor", required=True, help="Nama login yang menutup.")
@click.option("--override", default="", help="Alasan tetap menutup walau daftar kesiapan belum kosong.")
@writing_command
def close(bulan: str, actor: str, override: str) -> None:
    """Close a month; one line of JSON with version, file and its SHA-256. Exit 2 with the open points."""
    period, who = read_period(bulan), read_actor(actor)
    origin = current_app.config["SETTINGS"].origin
    commit()  # the file is made from a snapshot before the closing takes the writers' turn
    try:
        closing = close_month(
            period,
            actor=who,
            override=override,
            origin=origin,
        )
    except ReadinessOpen:
        points = incomplete(queries.list_readiness(period))
        lines = "\n".join(f"- {point}" for point in points)
        unusable(
            f"Bulan {period} belum ditutup. Masih terbuka:\n{lines}\nSelesaikan, atau beri --override ALASAN."
        )
    stored = queries.get_stored_file(period, closing.version)
    say_json(
        {
            "month": str(period),
            "state": "closed",
            "version": closing.version,
            "file": stored.name,
            "sha256": stored.sha256,
            "open_points": {point["code"]: point["count"] for point in closing.readiness},
        }
    )


@month.command("reopen", help="Membuka lagi bulan yang sudah ditutup; versi lama tetap tersimpan.")
@click.argument("bulan")
@click.option("--actor", required=True, help="Nama login yang membuka.")
@click.option("--reason", required=True, help="Alasan, tercatat di jejak audit.")
@writing_command
def reopen(bulan: str, actor: str, reason: str) -> None:
    """Open a closed month again; one line of JSON."""
    period = read_period(bulan)
    reopen_month(period, actor=read_actor(actor), reason=reason)
    say_json({"month": str(period), "state": "open"})
