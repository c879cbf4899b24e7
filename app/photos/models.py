"""Tables of pictures and of the products that show them. The files are stored outside the database."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Integer, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.shared.columns import Base, BigId, Instant, Key, table_args


class Upload(Base):
    """A re-encoded picture, stored once for all senders. `bytes`, `width` and `height` are those of the largest size.

    Other subjects refer to it by a foreign key; a purge removes pictures without references.
    """

    __tablename__ = "upload"
    __table_args__ = table_args(
        CheckConstraint("length(sha256) = 64", name="sha256"),
        CheckConstraint("width > 0 AND height > 0 AND bytes > 0", name="size"),
    )

    id: Mapped[Key]
    sha256: Mapped[str] = mapped_column(String(64), unique=True)
    bytes: Mapped[int] = mapped_column(Integer)
    width: Mapped[int] = mapped_column(Integer)
    height: Mapped[int] = mapped_column(Integer)
    made_by: Mapped[int | None] = mapped_column(BigId, index=True)
    made_at: Mapped[datetime] = mapped_column(Instant)


class ProductPhoto(Base):
    """A picture of a product; the lowest `position` comes first. `alt`: the description of its content."""

    __tablename__ = "product_photo"
    __table_args__ = table_args(
        UniqueConstraint("product_id", "upload_id"),
        CheckConstraint("position >= 0", name="position"),
    )

    id: Mapped[Key]
    product_id: Mapped[int] = mapped_column(ForeignKey("product.id"), index=True)
    upload_id: Mapped[int] = mapped_column(ForeignKey("upload.id"), index=True)
    position: Mapped[int] = mapped_column(Integer)
    alt: Mapped[str] = mapped_column(String(150), default="")
    made_at: Mapped[datetime] = mapped_column(Instant)
