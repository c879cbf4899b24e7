"""What every command shares: the writing transaction, exit codes, and the closing line of JSON."""

import functools
import json
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NoReturn

import click
from flask import current_app
from flask.cli import with_appcontext

from app.accounts.queries import find_user
from app.audit.rules import Actor
from app.extensions import db
from app.shared.errors import DomainError
from app.shared.period import Period
from app.shared.transaction import ANNOUNCE, begin_writing, commit, is_writing, rollback

_UNSAID = "unsaid_lines"
"""Key in the session's `info`: lines of JSON that wait for the commit."""
CLI_ACTOR = Actor("cli", None, "baris perintah")


def unusable(sentence: str) -> NoReturn:
    """Exit 2 with a sentence on standard error: the file or an argument is unusable, nothing changed."""
    rollback()
    click.echo(sentence, err=True)
    sys.exit(2)


def say_json(values: dict[str, Any]) -> None:
    """Print a line of JSON on standard output; within a writing transaction only after the commit.

    So a refused commit never leaves a line about something that was not done.
    """
    line = json.dumps(values, ensure_ascii=False)
    if is_writing():
        db.session.info.setdefault(_UNSAID, []).append(line)
    else:
        click.echo(line)


def _say_the_rest() -> None:
    for line in db.session.info.pop(_UNSAID, []):
        click.echo(line)


@contextmanager
def _announce_target() -> Iterator[None]:
    """Print the database that the command writes to, so that a forgotten setting is noticed."""
    info = db.session.info
    info[ANNOUNCE] = lambda: click.echo(target_line(), err=True)
    try:
        yield
    finally:
        info.pop(ANNOUNCE, None)


def target_line() -> str:
    """The address of the database, without its password."""
    settings = current_app.config["SETTINGS"]
    place = db.engine.url.render_as_string(hide_password=True)
    return f"Menulis ke {place} ({settings.app_env})."


def reading_command(function: Callable[..., Any]) -> Callable[..., Any]:
    """Decorate a command that only reads; refusals exit 2 with their sentence."""

    @with_appcontext
    @functools.wraps(function)
    def run(*args: Any, **kwargs: Any) -> Any:
        try:
            with _announce_target():
                answer = function(*args, **kwargs)
        except DomainError as error:
            _exit_refused(error)
        _say_the_rest()
        return answer

    return run


def writing_command(function: Callable[..., Any]) -> Callable[..., Any]:
    """Decorate a command that writes: commit once when it returns, roll back if it raises or exits."""

    @with_appcontext
    @functools.wraps(function)
    def run(*args: Any, **kwargs: Any) -> Any:
        try:
            with _announce_target():
                begin_writing()
                answer = function(*args, **kwargs)
                commit()
        except DomainError as error:
            _exit_refused(error)
        except BaseException:
            rollback()
            raise
        _say_the_rest()
        return answer

    return run


def _exit_refused(error: DomainError) -> NoReturn:
    from app.messages.errors import sentence  # noqa: PLC0415  (the sentences are kept in one place)

    unusable(sentence(error))


def ensure_target(path: Path | None) -> None:
    """Exit 2 with a sentence if a file cannot be written at this path; call it before any other step."""
    if path is None:
        return
    if path.is_dir():
        unusable(f"{str(path)!r} adalah folder. Sebutkan nama berkas .xlsx di dalamnya.")
    if not path.absolute().parent.is_dir():
        unusable(f"Folder {str(path.parent)!r} tidak ada.")


def warn_ignored(sheets: Iterable[str], hidden: Iterable[str] = ()) -> None:
    """List the sheets of a workbook that were not read, also hidden ones, on standard error."""
    for sheet in hidden:
        click.echo(
            f"Lembar {sheet!r} tersembunyi, jadi tidak dibaca. Tampilkan di Excel bila perlu.", err=True
        )
    for sheet in sheets:
        click.echo(
            f"Lembar {sheet!r} tidak dibaca: tidak ada baris judul kolom yang diperlukan di sana.", err=True
        )


@contextmanager
def writing_to(path: Path) -> Iterator[None]:
    """Exit 2 with a sentence if the file cannot be written; the transaction is rolled back."""
    try:
        yield
    except OSError as error:
        unusable(f"Berkas {str(path)!r} tidak dapat ditulis: {error.strerror}.")


def read_period(text: str) -> Period:
    """Read a month argument; exit 2 with a sentence if it is invalid."""
    try:
        return Period.parse(text)
    except ValueError:
        unusable(f"Bulan ditulis TAHUN-BULAN, misalnya 2026-11; bukan {text!r}.")


def read_actor(username: str) -> Actor:
    """The actor by user name; exit 2 unless it is an active login of finance (decisions 17 and 18)."""
    user = find_user(username)
    if user is None or not user.is_active:
        unusable(f"Tidak ada login aktif bernama {username!r}.")
    if "finance" not in user.role_names:
        unusable(f"Login {username!r} bukan bagian keuangan. Hanya keuangan yang boleh melakukan ini.")
    return Actor("user", user.id, user.username)
