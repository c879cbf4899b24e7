"""`flask remind`: for a daily timer: sends due notices, publishes closed months, ends rounds of curation; each once."""

import click
from flask.cli import with_appcontext

from app.cli.edge import CLI_ACTOR, say_json, writing_command
from app.cli.runs import recorded
from app.curation.services import finish_due_rounds
from app.figures.services import publish_closed_months
from app.notices.services import remind
from app.shared import clock


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
    """One line of JSON: how many new notices were sent, by the figures of the kinds; months
    published, rounds of curation that ended."""
    figures = remind(actor=CLI_ACTOR, days=days)
    published = publish_closed_months(actor=CLI_ACTOR)
    say_json(
        {
            "month": str(clock.this_period()),
            **figures,
            "published": [str(period) for period in published],
            "rounds": finish_due_rounds(),
        }
    )


commands = [remind_command]
