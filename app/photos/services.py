"""Services for pictures. The slow part is `make_picture`, which is called before the writing transaction."""

from sqlalchemy import func, select

from app.audit.rules import Actor
from app.audit.services import record_event
from app.extensions import db
from app.makers.queries import get_product
from app.photos.encoding import Picture, encode_picture
from app.photos.errors import PhotosFull
from app.photos.files import find_folder, remove_files, write_files
from app.photos.models import ProductPhoto, Upload
from app.photos.queries import count_photos, find_upload, get_photo, list_digests
from app.photos.rules import MAX_ALT, MOST_PHOTOS
from app.shared import clock

UNUSED_FOR = 86_400
"""Seconds after which a file without a row goes: until then its row may still be written."""


def make_picture(data: bytes) -> Picture:
    """Encode all sizes of an uploaded picture and write their files, in up to a second; call it before `begin_writing`.

    A purge removes files whose row is never written. PhotoRefused, PhotosBusy, OSError.
    """
    picture = encode_picture(data)
    write_files(picture)
    return picture


def store_upload(picture: Picture, *, actor: Actor) -> Upload:
    """Store the row of a picture; returns the existing row if it was sent before."""
    stored = find_upload(picture.sha256)
    if stored is None:
        stored = Upload(
            sha256=picture.sha256,
            bytes=len(picture.files["full"]),
            width=picture.width,
            height=picture.height,
            made_by=actor.id,
            made_at=clock.now(),
        )
        db.session.add(stored)
        db.session.flush()
    write_files(picture)  # a purge may have removed the files of an unused row in between
    return stored


def add_product_photo(product_id: int, picture: Picture, *, actor: Actor, alt: str = "") -> ProductPhoto:
    """Add a picture to a product, in last position; one that it has already keeps its position.

    NotFound, PhotosFull.
    """
    product = get_product(product_id)
    upload = store_upload(picture, actor=actor)
    shown = db.session.scalar(select(ProductPhoto).filter_by(product_id=product.id, upload_id=upload.id))
    if shown is not None:
        return shown
    if count_photos(product.id) >= MOST_PHOTOS:
        raise PhotosFull("photo", most=MOST_PHOTOS)
    last = db.session.scalar(select(func.max(ProductPhoto.position)).filter_by(product_id=product.id))
    photo = ProductPhoto(
        product_id=product.id,
        upload_id=upload.id,
        position=0 if last is None else last + 1,
        alt=alt[:MAX_ALT],
        made_at=clock.now(),
    )
    db.session.add(photo)
    db.session.flush()
    _record("photos.add", photo, actor)
    return photo


def describe_photo(photo_id: int, product_id: int, alt: str, *, actor: Actor) -> None:
    """Set the description of a picture for people who cannot see it. NotFound."""
    photo = get_photo(photo_id, product_id)
    photo.alt = alt[:MAX_ALT]
    db.session.flush()
    _record("photos.describe", photo, actor)


def put_photo_first(photo_id: int, product_id: int, *, actor: Actor) -> None:
    """Make this picture the product's first. NotFound."""
    chosen = get_photo(photo_id, product_id)
    others = select(ProductPhoto).filter_by(product_id=product_id).order_by(ProductPhoto.position)
    chosen.position = 0
    for number, photo in enumerate((one for one in db.session.scalars(others) if one is not chosen), 1):
        photo.position = number
    db.session.flush()
    _record("photos.put_first", chosen, actor)


def remove_product_photo(photo_id: int, product_id: int, *, actor: Actor) -> None:
    """Remove a picture from a product; the next purge deletes its files. NotFound."""
    photo = get_photo(photo_id, product_id)
    db.session.delete(photo)
    db.session.flush()
    _record("photos.remove", photo, actor)


def sweep_files() -> int:
    """Remove files without a row that are older than a day; returns their number. Call it outside a transaction."""
    return remove_files(find_folder(), list_digests(), clock.now().timestamp() - UNUSED_FOR)


def _record(action: str, photo: ProductPhoto, actor: Actor) -> None:
    details = {"photo": photo.id, "upload": photo.upload_id}
    record_event(action, actor=actor, subject="product", subject_id=photo.product_id, details=details)
