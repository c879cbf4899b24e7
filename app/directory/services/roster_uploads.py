"""Finds, locks and discards uploaded roster files."""

from sqlalchemy import select

from app.audit.rules import Actor
from app.audit.services import record_event
from app.directory.errors import (
    RosterAlreadyApplied,
    RosterDiscarded,
    RosterFileChanged,
    RosterUploadNotFound,
)
from app.directory.models import RosterUpload
from app.extensions import db


def lock_upload(upload_id: int, sha256: str) -> RosterUpload:
    """The upload, locked against a concurrent confirmation.

    RosterUploadNotFound, RosterAlreadyApplied, RosterDiscarded, RosterFileChanged.
    """
    upload = db.session.execute(
        select(RosterUpload)
        .where(RosterUpload.id == upload_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).scalar_one_or_none()
    if upload is None:
        raise RosterUploadNotFound()
    if upload.state == "applied":
        raise RosterAlreadyApplied()
    if upload.state in ("discarded", "undone"):
        raise RosterDiscarded()
    if upload.sha256 != sha256:
        raise RosterFileChanged()
    return upload


def get_upload(upload_id: int) -> RosterUpload:
    """One upload. RosterUploadNotFound."""
    upload = db.session.get(RosterUpload, upload_id, populate_existing=True)
    if upload is None:
        raise RosterUploadNotFound()
    return upload


def discard_upload(upload_id: int, *, actor: Actor) -> RosterUpload:
    """Discard an unconfirmed upload; does nothing if it is discarded already. RosterAlreadyApplied,
    RosterUploadNotFound."""
    upload = get_upload(upload_id)
    if upload.state == "applied":
        raise RosterAlreadyApplied()
    if upload.state == "previewed":
        upload.state = "discarded"
        db.session.flush()
        record_event("directory.discard_roster", actor=actor, subject="roster_upload", subject_id=upload.id)
    return upload
