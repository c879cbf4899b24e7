"""The import commands: one for each registered kind of import, in the group that its entry names.

Each prints one line of JSON at the end (decisions, commands). Refused rows and messages go to standard error.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click
from flask.cli import AppGroup

from app.cli.edge import (
    CLI_ACTOR,
    ensure_target,
    reading_command,
    say_json,
    warn_ignored,
    writing_to,
)
from app.imports.registry import ImportKind, list_kinds
from app.imports.rejects import write_refused_rows
from app.imports.services import apply_import, preview_import
from app.imports.sheet import SheetFile
from app.messages.imports import fault_sentence, sentences_of
from app.shared.transaction import commit, rollback

MOST_LINES = 50
"""So many refused rows are said on the screen; the workbook of refused rows holds all."""
_REJECTS_HELP = "Tulis baris yang ditolak ke berkas .xlsx ini."


@dataclass(frozen=True, slots=True)
class Details:
    """Additions to a kind's command: options, lines about the effect, further keys of its JSON."""

    options: tuple[click.Option, ...] = ()
    describe: Callable[[Any], Iterable[str]] = lambda _effect: ()
    further: Callable[[Any, bool], dict[str, Any]] = lambda _effect, _is_dry: {}


DETAILS: dict[str, Details] = {}
"""By the slug of the kind; each topic adds its own."""


class ImportGroup(AppGroup):
    """A group with its own commands and those of the imports that name it."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Its own, and the imports registered now."""
        return sorted({*super().list_commands(ctx), *self._kinds()})

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """One of them."""
        kind = self._kinds().get(cmd_name)
        return _command_of(kind, cmd_name) if kind else super().get_command(ctx, cmd_name)

    def _kinds(self) -> dict[str, ImportKind]:
        commands = ((kind.command.partition(" "), kind) for kind in list_kinds())
        return {name: kind for (group, _blank, name), kind in commands if group == self.name}


def _command_of(kind: ImportKind, name: str) -> click.Command:
    details = DETAILS.get(kind.slug, Details())

    @reading_command
    def run(file: Path, dry_run: bool, rejects: Path | None, **options: Any) -> None:
        _run(kind, details, file, options, is_dry=dry_run, rejects=rejects)

    return click.Command(
        name,
        callback=run,
        help=kind.help,
        params=[
            click.Argument(["file"], type=click.Path(path_type=Path), callback=_readable),
            click.Option(["--dry-run"], is_flag=True, help="Hanya melihat; tidak ada yang berubah."),
            click.Option(["--rejects"], type=click.Path(path_type=Path), help=_REJECTS_HELP),
            *details.options,
        ],
    )


def _readable(_context: click.Context, _parameter: click.Parameter, path: Path) -> Path:
    if not path.is_file():
        raise click.BadParameter(f"berkas tidak ada: {path}")
    return path


def _run(
    kind: ImportKind,
    details: Details,
    path: Path,
    options: dict[str, Any],
    *,
    is_dry: bool,
    rejects: Path | None,
) -> None:
    ensure_target(rejects)
    file = kind.read(path, None, options)
    rollback()  # the file was read without a lock that would block tills
    act = preview_import if is_dry else apply_import
    effect = act(kind, file, options, actor=CLI_ACTOR)
    if rejects is not None:  # before the commit: a full disk must not leave half of the work done
        with writing_to(rejects):
            write_refused_rows(rejects, file, effect.refused, sentences_of(kind))
    commit()
    _print_messages(kind, file, effect, details.describe(effect))
    say_json(effect.counts() | details.further(effect, is_dry))


def _print_messages(kind: ImportKind, file: SheetFile[Any], effect: Any, lines: Iterable[str]) -> None:
    """Print the sheets that were not read, refused rows, warnings, and the kind's own lines."""
    warn_ignored(file.ignored, file.hidden)
    if file.unread:
        click.echo(f"Kolom yang tidak dibaca: {', '.join(file.unread)}.", err=True)
    for fault in effect.refused[:MOST_LINES]:
        click.echo(f"Baris {fault.row} ditolak: {fault_sentence(kind, fault)}", err=True)
    for line in lines:
        click.echo(line, err=True)
