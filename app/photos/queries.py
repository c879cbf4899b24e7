"""Reads of pictures: those of products, and which are used."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, exists, func, not_, or_, select

from app.extensions import db
from app.makers.models import Maker, Product
from app.photos.models import ProductPhoto, Upload
from app.shared import clock
from app.shared.columns import Base, table
from app.shared.errors import NotFound

_UPLOAD, _PHOTO = table(Upload), table(ProductPhoto)


@dataclass(frozen=True, slots=True)
class Photo:
    """A picture of a product; `width` and `height` of its largest size in pixels."""

    id: int
    product_id: int
    sha256: str
    width: int
    height: int
    alt: str


_COLUMNS = (
    _PHOTO.c.id,
    _PHOTO.c.product_id,
    _UPLOAD.c.sha256,
    _UPLOAD.c.width,
    _UPLOAD.c.height,
    _PHOTO.c.alt,
)
_PHOTOS = select(*_COLUMNS).join_from(_PHOTO, _UPLOAD).order_by(_PHOTO.c.position, _PHOTO.c.id)


def list_photos(product_ids: Collection[int]) -> dict[int, list[Photo]]:
    """The pictures of these products in their order; products without one are left out. One statement."""
    photos: dict[int, list[Photo]] = {}
    for row in db.session.execute(_PHOTOS.where(_PHOTO.c.product_id.in_(product_ids))):
        photos.setdefault(row[1], []).append(Photo(*row))
    return photos


def get_photo(photo_id: int, product_id: int) -> ProductPhoto:
    """One picture of this product. NotFound."""
    photo = db.session.get(ProductPhoto, photo_id)
    if photo is None or photo.product_id != product_id:
        raise NotFound()
    return photo


def find_upload(digest: str) -> Upload | None:
    """The picture of this SHA-256, or None."""
    return db.session.scalar(select(Upload).filter_by(sha256=digest))


def is_shown(digest: str) -> bool:
    """Whether a product shows this picture; only then it is public."""
    query = select(_PHOTO.c.id).join_from(_PHOTO, _UPLOAD).where(_UPLOAD.c.sha256 == digest).limit(1)
    return db.session.scalar(query) is not None


def list_digests() -> list[str]:
    """The SHA-256 of all pictures, sorted."""
    return list(db.session.scalars(select(_UPLOAD.c.sha256).order_by(_UPLOAD.c.sha256)))


def list_gone(before: date, selling: Collection[int]) -> list[int]:
    """Ids of pictures of products of inactive makers created before this day and not among `selling`."""
    made = Maker.created_at < clock.at_local(before, 0, 0)
    query = (
        select(ProductPhoto.id)
        .join(Product, Product.id == ProductPhoto.product_id)
        .join(Maker, Maker.id == Product.maker_id)
        .where(Maker.is_active.is_(False), made, Maker.id.not_in(selling))
    )
    return list(db.session.scalars(query))


def is_unused() -> ColumnElement[bool]:
    """The condition that no table has a foreign key to an upload's row."""
    pointers = [
        exists(select(column).where(column == _UPLOAD.c.id))
        for one in Base.metadata.sorted_tables
        for column in one.columns
        if any(key.column is _UPLOAD.c.id for key in column.foreign_keys)
    ]
    return not_(or_(*pointers))


def list_sent_by(user_id: int) -> list[tuple[Any, ...]]:
    """(time, width, height, bytes) of the pictures that a login sent, oldest first."""
    columns = (_UPLOAD.c.made_at, _UPLOAD.c.width, _UPLOAD.c.height, _UPLOAD.c.bytes)
    query = select(*columns).where(_UPLOAD.c.made_by == user_id).order_by(_UPLOAD.c.id)
    return [tuple(row) for row in db.session.execute(query)]


def count_photos(product_id: int) -> int:
    """The number of a product's pictures."""
    return db.session.scalar(select(func.count()).where(_PHOTO.c.product_id == product_id)) or 0
