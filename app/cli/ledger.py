"""`flask ledger check`: checks that independent sums of the ledger agree, and verifies the chain."""

import sys

import click
from flask.cli import AppGroup

from app.audit.verify import catch_up
from app.cli.edge import reading_command, say_json
from app.cli.runs import recorded
from app.closing.check import check_books
from app.shared.transaction import begin_snapshot

ledger = AppGroup("ledger", help="Buku besar penjualan.")
commands = [ledger]


@ledger.command(
    "check", help="Hitung ulang buku besar dengan cara-cara yang berdiri sendiri, dan periksa rantainya."
)
@reading_command
@recorded("check")
def check() -> None:
    """Findings one a line, then one line of JSON; exit 1 when something was found."""
    catch_up()
    begin_snapshot()
    report = check_books()
    for finding in report.findings:
        click.echo(finding)
    say_json(
        {
            "sales": report.sales,
            "turnover": report.turnover,
            "months": report.months,
            "chain": report.links,
            "findings": len(report.findings),
        }
    )
    if not report.is_sound:
        sys.exit(1)
