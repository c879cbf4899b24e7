"""Creates the first admin of an empty city on a page, with a code that only the server's log shows.

The code is stored in a file of the server's user, so that all processes of the server share it. It is valid for an
hour, and only while no account exists.
"""

import contextlib
import hmac
import json
import os
import secrets
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import exists, select, text

from app.accounts.errors import FirstCodeRefused
from app.accounts.models import User
from app.accounts.rules.codes import format_code, read
from app.accounts.rules.identity import Grant
from app.accounts.rules.passwords import ensure_usable
from app.accounts.services.hashing import hash_password
from app.accounts.services.login import NewSession
from app.accounts.services.sessions import start_session
from app.accounts.services.tries import clear_attempts, count_try, record_failure
from app.accounts.services.users import create_user, read_username
from app.audit.rules import Actor
from app.extensions import db
from app.settings.queries import get_city_name
from app.shared import clock
from app.shared.transaction import begin_writing

FILE = "first-admin.json"
LASTS = timedelta(hours=1)
_ACTOR = Actor("cli", None, "kode pertama")


def has_accounts() -> bool:
    """Whether any account exists."""
    return bool(db.session.scalar(select(exists().select_from(User))))


def offer_code(folder: Path) -> tuple[str, datetime]:
    """The code of this server and its expiry: the stored one, else a new one."""
    stored = _find_code(folder)
    if stored is not None:
        return stored
    file = folder / FILE
    with contextlib.suppress(FileNotFoundError):
        file.unlink()  # it is expired or unreadable
    until = clock.now() + LASTS
    content = json.dumps({"code": format_code(secrets.randbits(80)), "until": until.isoformat()})
    unfinished = folder / f"{FILE}.{os.getpid()}"
    unfinished.touch(mode=0o600)
    unfinished.write_text(content, encoding="ascii")
    with contextlib.suppress(FileExistsError):  # another process of this server was first
        os.link(unfinished, file)
    unfinished.unlink()
    return _find_code(folder) or offer_code(folder)


def remove_code(folder: Path) -> None:
    """Remove the code: it was used, or there are accounts."""
    (folder / FILE).unlink(missing_ok=True)


def _find_code(folder: Path) -> tuple[str, datetime] | None:
    try:
        stored = json.loads((folder / FILE).read_text(encoding="ascii"))
        code, until = str(stored["code"]), datetime.fromisoformat(stored["until"])
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return (code, until) if until > clock.now() else None


def create_first_admin(
    folder: Path, typed: str, username: str, password: str, *, agent: str = ""
) -> NewSession:
    """Create the first admin and sign in. Opens the writing transaction itself, after hashing.

    FirstCodeRefused: wrong, expired, or an account exists. TooManyTries, UnusableUsername, unusable passwords.
    """
    counted = count_try(None)
    stored = _find_code(folder)
    if stored is None or not hmac.compare_digest(read(typed) or "", read(stored[0]) or "-"):
        record_failure(None, "accounts.activate_failed")
        raise FirstCodeRefused("code")
    name = read_username(username)
    ensure_usable(password, username=name, names=[get_city_name()])
    password_hash = hash_password(password)
    begin_writing()
    if db.session.get_bind().dialect.name == "postgresql":  # SQLite has one writer anyway
        db.session.execute(text("LOCK TABLE user_account IN SHARE ROW EXCLUSIVE MODE"))
    if has_accounts():
        raise FirstCodeRefused("code")
    clear_attempts(counted)
    user = create_user(name, actor=_ACTOR, grants=[Grant("admin")], password_hash=password_hash)
    return NewSession(user.id, start_session(user.id, agent=agent))
