"""`flask minimums load FILE.toml`: loads a mayor's decree (decisions 2)."""

from pathlib import Path

import click
from flask.cli import AppGroup

from app.cli.edge import CLI_ACTOR, say_json, unusable, writing_command
from app.messages.decrees import problem_sentence
from app.messages.errors import sentence
from app.minimums.errors import DecreeNumberTaken, DecreeUnusable
from app.minimums.services import load_decree
from app.months.queries import list_months

MOST_BYTES = 1_000_000

minimums = AppGroup("minimums", help="Aturan batas minimal belanja.")


@minimums.command("load")
@click.argument("file", type=click.Path(path_type=Path))
@writing_command
def load(file: Path) -> None:
    """Muat satu aturan dari berkas TOML. Nomor dan isi yang sama tidak mengubah apa-apa."""
    text = _read(file)
    try:
        loaded = load_decree(text, actor=CLI_ACTOR)
    except DecreeUnusable as error:
        lines = "\n".join(f"- {problem_sentence(problem)}" for problem in error.problems)
        unusable(f"{sentence(error)}\n{lines}")
    except DecreeNumberTaken as error:
        unusable(sentence(error))
    draft = loaded.draft
    closed = [
        str(month.period)
        for month in list_months()
        if month.state == "closed" and month.period >= draft.effective_from
    ]
    if closed and loaded.result == "created":
        click.echo(f"Bulan yang sudah ditutup tidak berubah: {', '.join(closed)}", err=True)
    say_json(
        {
            "number": draft.number,
            "effective_from": str(draft.effective_from),
            "result": loaded.result,
            "tiers": len(draft.tiers),
            "closed_months": closed,
        }
    )


def _read(file: Path) -> str:
    """The file's text; exit 2 where there is none."""
    try:
        if file.stat().st_size > MOST_BYTES:
            unusable("Berkas aturan terlalu besar; paling besar 1 MB.")
        return file.read_bytes().decode("utf-8-sig")
    except OSError:
        unusable(f"Berkas {file} tidak dapat dibaca. Periksa letak dan namanya.")
    except UnicodeDecodeError:
        unusable(f"Berkas {file} bukan teks UTF-8. Simpan ulang sebagai teks biasa (TOML).")


commands = (minimums,)
