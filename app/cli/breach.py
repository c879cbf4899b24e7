"""`flask breach`: the people whose data an account or till may have leaked, for the notice by law (article 46)."""

import os
from datetime import datetime
from pathlib import Path

import click

from app.accounts.queries import find_user
from app.audit.services import record_event
from app.cli.edge import CLI_ACTOR, ensure_target, say_json, unusable, writing_command
from app.retention.breach import find_breach, write_breach
from app.shared import clock
from app.tills.queries.tills import get_till


@click.command(
    "breach", help="Siapa yang datanya mungkin terungkap oleh satu akun atau satu perangkat, dari jejak."
)
@click.option("--from", "since", required=True, help="Sejak kapan, misalnya 2026-11-07T08:00 (jam kota).")
@click.option("--until", required=True, help="Sebelum kapan.")
@click.option("--user", "username", help="Nama pengguna.")
@click.option("--till", "till_id", type=int, help="Nomor perangkat.")
@click.option(
    "--out", required=True, type=click.Path(path_type=Path), help="Berkas .xlsx tujuan, hanya untuk Anda."
)
@writing_command
def breach_command(since: str, until: str, username: str | None, till_id: int | None, out: Path) -> None:
    """Write the file with the names; print one line of JSON with counts. The audit event has counts only."""
    ensure_target(out)
    if (username is None) == (till_id is None):
        unusable("Sebutkan satu: --user NAMA atau --till NOMOR.")
    start, end = _instant(since), _instant(until)
    if not start < end:
        unusable("--until harus sesudah --from.")
    kind, actor_id, own = _whose(username, till_id)
    breach = find_breach(kind, actor_id, start, end, own)
    before = os.umask(0o077)
    try:
        write_breach(str(out), breach, CLI_ACTOR.name)
    except OSError as error:
        unusable(f"Berkas {str(out)!r} tidak dapat ditulis: {error.strerror}.")
    finally:
        os.umask(before)
    counts = {
        "people": len(breach.people),
        "opened": sum(person.opened for person in breach.people.values()),
        "exports": len(breach.exports),
        "makers": len(breach.makers.makers),
        "maker_rows": breach.makers.rows,
    }
    record_event("retention.breach", actor=CLI_ACTOR, subject=kind, subject_id=actor_id, details=counts)
    say_json(counts | {"file": out.name})


def _whose(username: str | None, till_id: int | None) -> tuple[str, int, int | None]:
    if till_id is not None:
        return "till", get_till(till_id).id, None
    user = find_user(username or "")
    if user is None:
        unusable(f"Tidak ada akun {username!r}.")
    return "user", user.id, user.employee_id


def _instant(text: str) -> datetime:
    try:
        instant = datetime.fromisoformat(text)
    except ValueError:
        unusable(f"Waktu {text!r} tidak terbaca. Tulis misalnya 2026-11-07T08:00.")
    if instant.tzinfo is not None:
        return instant
    return clock.at_local(instant.date(), instant.hour, instant.minute, instant.second)


commands = [breach_command]
