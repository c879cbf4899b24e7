"""`flask key change`: changes SECRET_KEY of a database, after a leak or a change of staff (docs/kunci.md)."""

import os
import sys

import click
from flask.cli import AppGroup

from app.accounts.services import end_every_session
from app.audit.errors import WrongKey
from app.audit.key_change import change_key, is_key_of_book
from app.audit.verify import catch_up, verify_chain
from app.cli.edge import CLI_ACTOR, reading_command, say_json, unusable
from app.extensions import db
from app.shared.transaction import begin_writing, commit, rollback
from config import GUESSABLE, is_guessable

key = AppGroup("key", help="Kunci buku (SECRET_KEY).")
commands = [key]
NEXT = "Tulis kunci baru itu sebagai SECRET_KEY di berkas lingkungan, lalu mulai ulang semua server."


@key.command(
    "change", help="Ganti SECRET_KEY. Kunci baru: NEW_SECRET_KEY, atau satu baris di masukan standar."
)
@reading_command
def change() -> None:
    """The old key is SECRET_KEY; one line of JSON at the end. Once more after it was done: says so and exits 0."""
    new = os.environ.get("NEW_SECRET_KEY", "") or sys.stdin.readline().strip()
    if is_guessable(new):
        unusable(GUESSABLE.replace("SECRET_KEY", "Kunci baru"))
    if is_key_of_book(new):
        click.echo(f"Kunci baru sudah berlaku untuk buku ini. {NEXT}", err=True)
        return
    catch_up()
    report = verify_chain(db.session())
    if not report.is_right_key:
        raise WrongKey
    if not report.is_intact:
        click.echo(
            "Kunci tidak diganti: rantai dengan kunci sekarang tidak utuh. Jalankan audit verify.", err=True
        )
        sys.exit(1)
    rollback()
    begin_writing()
    until, head = change_key(new, actor=CLI_ACTOR)
    ended = end_every_session("key")
    commit()
    click.echo(f"Kunci sudah diganti. {NEXT}", err=True)
    say_json({"changed": True, "links": until, "head": head, "sessions_ended": ended})
