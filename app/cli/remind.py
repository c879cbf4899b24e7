"""`flask remind`: for a daily timer; whoever was told is not told again, a month is published once."""

import click
from flask.cli import with_appcontext

from app.cli.edge import CLI_ACTOR, say_json, writing_command
from app.cli.runs import recorded
from app.figures.services import publish_closed_months
from app.notices.services import remind


@click.command(
    "remind",
    help="Pengingat yang jatuh tempo hari ini: pegawai yang kurang, rekap OPD, kesiapan tutup bulan.",
)
@click.option(
    "--days", type=click.IntRange(1, 31), help="Berapa hari sebelum akhir bulan; tanpa ini: dari pengaturan."
)
@with_appcontext
@recorded("remind")
@writing_command
def remind_command(days: int | None) -> None:
    """One line of JSON: how many were told that were not told before."""
    done = remind(actor=CLI_ACTOR, days=days)
    published = publish_closed_months(actor=CLI_ACTOR)
    told = {"people": done.people, "units": done.units, "finance": done.finance}
    say_json({"month": str(done.period), **told, "published": [str(period) for period in published]})


commands = [remind_command]
