"""Pictures of findings: added by the officer or by the maker, seen by nobody else, gone with old findings."""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import func, select

from app.audit.rules import Actor
from app.audit.services import record_event
from app.extensions import db
from app.photos.encoding import Picture
from app.photos.errors import PhotosFull
from app.photos.models import Upload
from app.photos.rules import MOST_PHOTOS
from app.photos.services import store_upload
from app.shared import clock
from app.shared.columns import table
from app.shared.errors import NotFound
from app.visits.models import Finding, FindingPhoto
from app.visits.services import get_live_finding

_PHOTO, _UPLOAD, _FINDING = table(FindingPhoto), table(Upload), table(Finding)


@dataclass(frozen=True, slots=True)
class FindingPicture:
    """A picture of a finding."""

    id: int
    finding_id: int
    sha256: str


def list_finding_photos(finding_ids: Collection[int]) -> dict[int, list[FindingPicture]]:
    """The pictures of these findings, the first sent first; findings without one are left out. One statement."""
    query = (
        select(_PHOTO.c.id, _PHOTO.c.finding_id, _UPLOAD.c.sha256)
        .join_from(_PHOTO, _UPLOAD)
        .where(_PHOTO.c.finding_id.in_(finding_ids))
        .order_by(_PHOTO.c.id)
    )
    found: dict[int, list[FindingPicture]] = {}
    for row in db.session.execute(query):
        found.setdefault(row[1], []).append(FindingPicture(*row))
    return found


def get_finding_photo(photo_id: int, finding_id: int, maker_ids: Collection[int]) -> FindingPicture:
    """One picture of a finding of these makers. NotFound."""
    owner = db.session.scalar(select(_FINDING.c.maker_id).where(_FINDING.c.id == finding_id))
    for one in list_finding_photos([finding_id]).get(finding_id, []) if owner in maker_ids else []:
        if one.id == photo_id:
            return one
    raise NotFound()


def add_finding_photo(
    finding_id: int, picture: Picture, *, maker_ids: Collection[int], actor: Actor
) -> FindingPhoto:
    """Put a picture to a live finding of these makers; one it has stays. NotFound, FindingClosed, PhotosFull."""
    finding = get_live_finding(finding_id, maker_ids)
    upload = store_upload(picture, actor=actor)
    known = db.session.scalar(select(FindingPhoto).filter_by(finding_id=finding.id, upload_id=upload.id))
    if known is not None:
        return known
    count = select(func.count()).where(_PHOTO.c.finding_id == finding.id)
    if (db.session.scalar(count) or 0) >= MOST_PHOTOS:
        raise PhotosFull("photo", most=MOST_PHOTOS)
    photo = FindingPhoto(finding_id=finding.id, upload_id=upload.id, made_at=clock.now())
    db.session.add(photo)
    db.session.flush()
    details = {"photo": photo.id, "upload": upload.id}
    record_event("visits.add_photo", actor=actor, subject="finding", subject_id=finding.id, details=details)
    return photo


def remove_finding_photo(photo_id: int, finding_id: int, *, maker_ids: Collection[int], actor: Actor) -> None:
    """Take a picture from a finding of these makers; its file goes with the next purge. NotFound."""
    one = get_finding_photo(photo_id, finding_id, maker_ids)
    db.session.delete(db.session.get_one(FindingPhoto, one.id))
    db.session.flush()
    details = {"photo": one.id}
    record_event(
        "visits.remove_photo", actor=actor, subject="finding", subject_id=finding_id, details=details
    )
