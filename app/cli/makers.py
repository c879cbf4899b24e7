"""`flask makers import`: a product list into the catalogue."""

from pathlib import Path

import click

from app.cli.edge import CLI_ACTOR, reading_command, say_json, unusable, warn_ignored, writing_command
from app.makers.catalogue_import import (
    ReadCatalogue,
    Refusal,
    apply_catalogue,
    plan_catalogue,
    read_catalogue,
)
from app.messages.catalogue import reason_sentence
from app.shared import clock

makers = click.Group("makers", help="UMKM dan produknya.")


@makers.command("import")
@click.argument("file", type=click.Path(path_type=Path))
@reading_command
def import_makers(file: Path) -> None:
    """Baca daftar produk: UMKM, PRODUK, KATEGORI, HARGA, BERLAKU SEJAK, KODE BATANG."""
    if not file.is_file():
        unusable(f"Berkas tidak ditemukan: {file}")
    read = read_catalogue(file)
    refused, summary = _apply(read)
    warn_ignored(read.ignored, read.hidden)
    for refusal in refused:
        click.echo(f"Baris {refusal.number} ditolak: {reason_sentence(refusal)}", err=True)
    say_json(summary)


@writing_command
def _apply(read: ReadCatalogue) -> tuple[list[Refusal], dict[str, int]]:
    plan = plan_catalogue(read, today=clock.today())
    return plan.refused, apply_catalogue(plan, actor=CLI_ACTOR)


commands = (makers,)
