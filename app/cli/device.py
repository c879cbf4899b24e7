"""`flask device add`: enrol a till and print its bearer token, once."""

import click

from app.booths.services import get_or_create_booth
from app.cli.edge import CLI_ACTOR, writing_command
from app.tills.services.tills import enrol_till

device = click.Group("device", help="Perangkat kasir di pojok.")


@device.command("add")
@click.argument("name")
@click.option("--booth", required=True, help="Nama pojok; dibuat bila belum ada.")
def add_device(name: str, booth: str) -> None:
    """Daftarkan perangkat kasir dan cetak tokennya satu kali, sebagai kata terakhir."""
    till, place, token = _enrol(name, booth)
    click.echo(f'Perangkat "{till}" terdaftar di pojok "{place}". Token, hanya tampil sekali: {token}')


@writing_command
def _enrol(name: str, booth: str) -> tuple[str, str, str]:
    place = get_or_create_booth(booth, actor=CLI_ACTOR)
    till, token = enrol_till(place.id, name, actor=CLI_ACTOR)
    return till.name, place.name, token


commands = (device,)
