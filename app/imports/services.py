"""Previews and applies files of any kind. Applying is one transaction with its audit event."""

from pathlib import Path
from typing import Any

from app.audit.rules import Actor
from app.audit.sealing import hold_sealing
from app.audit.services import record_event
from app.extensions import db
from app.imports.errors import ImportChangedMeanwhile
from app.imports.registry import ImportKind, Options
from app.imports.sheet import SheetFile
from app.shared.transaction import begin_writing, rollback


def preview_import(kind: ImportKind, file: SheetFile[Any], options: Options, *, actor: Actor) -> Any:
    """The effect of applying a file; writes nothing."""
    if kind.plan is not None:
        return kind.plan(file, options)
    try:
        return apply_import(kind, file, options, actor=actor)
    finally:
        rollback()


def apply_import(
    kind: ImportKind, file: SheetFile[Any], options: Options, *, actor: Actor, promise: str = ""
) -> Any:
    """Plan a file again and write it, all or nothing. ImportChangedMeanwhile if the result differs from `promise`."""
    begin_writing()
    hold_sealing(db.session())
    if kind.lock is not None:
        kind.lock()
    planned = kind.plan(file, options) if kind.plan is not None else file
    if promise and getattr(planned, "promise", "") != promise:
        raise ImportChangedMeanwhile()
    done = kind.apply(planned, actor, options)
    if kind.event:
        record_event(kind.event, actor=actor, subject=kind.subject, details=done.counts())
    return done


def import_file(
    kind: ImportKind, path: Path, *, actor: Actor, name: str | None = None, **options: Any
) -> Any:
    """Read a file and apply it without a preview; returns the effect. UnusableFile, and the errors of the kind."""
    return apply_import(kind, kind.read(path, name, options), options, actor=actor)


def record_export(kind: ImportKind, refused: int, *, actor: Actor, subject_id: int | None = None) -> None:
    """Record in the trail that refused rows were downloaded as a workbook (decisions 23)."""
    record_event(
        f"{kind.room}.export_rejects",
        actor=actor,
        subject=kind.subject,
        subject_id=subject_id,
        details={"rows": refused},
    )
