"""`flask audit`: verifies that the trail and the ledger are unchanged."""

import sys

import click
from flask.cli import AppGroup

from app.audit.restored import accept_restored
from app.audit.verify import ChainReport, catch_up, verify_chain
from app.cli.edge import CLI_ACTOR, reading_command, say_json
from app.cli.runs import recorded
from app.extensions import db

audit = AppGroup("audit", help="Jejak audit dan rantai sidik.")
commands = [audit]
_SHOWN = 20
"""So many findings are said; a cut chain has one for each row that lost its link."""


@audit.command(
    "verify", help="Hitung ulang seluruh rantai; keluar 1 bila ada yang berubah, hilang atau disisipkan."
)
@click.option("--anchor", default="", help="Bukti urutan dari laporan tercetak, ditulis NOMOR:SIDIK.")
@reading_command
@recorded("verify")
def verify(anchor: str) -> None:
    """Recompute the chain; one line of JSON at the end, findings before it on standard error."""
    head = _anchor(anchor)
    catch_up()
    _finish(verify_chain(db.session(), head))


@audit.command(
    "restored", help="Setelah memulihkan cadangan lama: terima bahwa rantai di server ini lebih pendek."
)
@reading_command
def restored() -> None:
    """Accept an older copy of the database as the book, if it is whole in itself; leaves an event in the trail."""
    _finish(accept_restored(actor=CLI_ACTOR))


def _finish(report: ChainReport) -> None:
    """The first findings, then JSON; exit 1 when something was found."""
    for finding in report.findings[:_SHOWN]:
        click.echo(finding, err=True)
    if len(report.findings) > _SHOWN:
        click.echo(f"… dan {len(report.findings) - _SHOWN} temuan lagi.", err=True)
    say_json(
        {
            "intact": report.is_intact,
            "right_key": report.is_right_key,
            "links": report.links,
            "head": report.head,
            "mark": report.mark,
            "unsealed": report.unsealed,
            "findings": len(report.findings),
        }
    )
    if not report.is_intact:
        sys.exit(1)


def _anchor(text: str) -> tuple[int, str] | None:
    if not text:
        return None
    number, _, head = text.partition(":")
    if not (number.isascii() and number.isdigit() and len(head) == 64):
        raise click.UsageError("Tulis bukti urutan sebagai NOMOR:SIDIK, seperti tercetak di laporan.")
    return int(number), head
