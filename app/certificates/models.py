"""Tables of certificates, their products, groups of goods, and the city's rules."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Date, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.shared.columns import Base, BigId, Instant, Key, table_args


class Certificate(Base):
    """A certificate of a maker: claimed, and `checked_on` the day an officer saw it, if any (makers 17).

    Whether it is valid depends on `expires_on` only, not on the check. `number_key`: the number's capital letters and
    digits; "" if only its existence is claimed. `ended_as`: why it is no longer valid, whatever its date.
    """

    __tablename__ = "certificate"
    __table_args__ = table_args(
        UniqueConstraint("maker_id", "kind", "number_key"),
        CheckConstraint("source IN ('sheet','import','officer','maker')", name="source"),
        CheckConstraint("(checked_on IS NULL) = (checked_by = '')", name="checked"),
        CheckConstraint("checked_on IS NULL OR number_key <> ''", name="checked_number"),
        CheckConstraint("expires_on IS NULL OR issued_on IS NULL OR expires_on >= issued_on", name="dates"),
        CheckConstraint("ended_as IN ('','revoked','not_found','mistaken')", name="ended_as"),
        CheckConstraint("(ended_as = '') = (ended_at IS NULL)", name="ended"),
        CheckConstraint("replaces_id IS NULL OR replaces_id <> id", name="replaces_other"),
        Index("ix_certificate_expires_on", "expires_on"),
    )

    id: Mapped[Key]
    maker_id: Mapped[int] = mapped_column(ForeignKey("maker.id"))
    kind: Mapped[str] = mapped_column(String(20))
    number: Mapped[str] = mapped_column(String(60))
    number_key: Mapped[str] = mapped_column(String(60))
    issuer: Mapped[str] = mapped_column(String(100), default="")
    issued_on: Mapped[date | None] = mapped_column(Date)
    expires_on: Mapped[date | None] = mapped_column(Date)
    source: Mapped[str] = mapped_column(String(7))
    claimed_at: Mapped[datetime] = mapped_column(Instant)
    claimed_by: Mapped[int | None] = mapped_column(BigId)
    checked_on: Mapped[date | None] = mapped_column(Date)
    checked_by: Mapped[str] = mapped_column(String(100), default="")
    replaces_id: Mapped[int | None] = mapped_column(ForeignKey("certificate.id"), unique=True)
    ended_as: Mapped[str] = mapped_column(String(9), default="")
    ended_at: Mapped[datetime | None] = mapped_column(Instant)
    end_reason: Mapped[str] = mapped_column(String(300), default="")


class CertificateProduct(Base):
    """A product that a certificate names."""

    __tablename__ = "certificate_product"
    __table_args__ = table_args(UniqueConstraint("certificate_id", "product_id"))

    id: Mapped[Key]
    certificate_id: Mapped[int] = mapped_column(ForeignKey("certificate.id"))
    product_id: Mapped[int] = mapped_column(ForeignKey("product.id"), index=True)


class ProductGoods(Base):
    """The group of goods (by its code in the rules) that an officer set for a product."""

    __tablename__ = "product_goods"
    __table_args__ = ()

    product_id: Mapped[int] = mapped_column(ForeignKey("product.id"), primary_key=True, autoincrement=False)
    goods: Mapped[str] = mapped_column(String(20))
    set_at: Mapped[datetime] = mapped_column(Instant)


class CertificateRules(Base):
    """A text of rules that the city loaded; the last one is in force, or the shipped one if there is none."""

    __tablename__ = "certificate_rules"
    __table_args__ = table_args()

    id: Mapped[Key]
    content: Mapped[str] = mapped_column(Text)
    loaded_at: Mapped[datetime] = mapped_column(Instant)
    loaded_by: Mapped[int | None] = mapped_column(BigId)
