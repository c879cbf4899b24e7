"""Tables of makers: profiles, members, products, dated prices, texts and public pages."""

from datetime import date, datetime

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Date,
    ForeignKey,
    Index,
    Integer,
    String,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from app.shared.columns import Base, BigId, Instant, Key, table_args


class Maker(Base):
    """A micro, small or medium enterprise that sells at the booths."""

    __tablename__ = "maker"
    __table_args__ = table_args()

    id: Mapped[Key]
    name: Mapped[str] = mapped_column(String(200))
    search_name: Mapped[str] = mapped_column(String(200), unique=True)  # folded; key of imports
    contact: Mapped[str] = mapped_column(String(200), default="")
    is_active: Mapped[bool] = mapped_column(default=True)
    created_at: Mapped[datetime] = mapped_column(Instant)


class Product(Base):
    """A product of one maker. The till lists favourites first."""

    __tablename__ = "product"
    __table_args__ = table_args(UniqueConstraint("maker_id", "search_name"))

    id: Mapped[Key]
    maker_id: Mapped[int] = mapped_column(ForeignKey("maker.id"))
    name: Mapped[str] = mapped_column(String(200))
    search_name: Mapped[str] = mapped_column(String(200))
    category: Mapped[str] = mapped_column(String(60), default="")
    barcode: Mapped[str | None] = mapped_column(String(40), unique=True)
    is_favourite: Mapped[bool] = mapped_column(default=False)
    is_active: Mapped[bool] = mapped_column(default=True)
    created_at: Mapped[datetime] = mapped_column(Instant)


class ProductPrice(Base):
    """A catalogue price in whole rupiah, from a local date until the next price begins."""

    __tablename__ = "product_price"
    __table_args__ = table_args(
        UniqueConstraint("product_id", "effective_from"),
        CheckConstraint("unit_price > 0 AND unit_price <= 999999999999", name="unit_price"),
    )

    id: Mapped[Key]
    product_id: Mapped[int] = mapped_column(ForeignKey("product.id"))
    effective_from: Mapped[date] = mapped_column(Date)
    unit_price: Mapped[int] = mapped_column(BigInteger)
    recorded_at: Mapped[datetime] = mapped_column(Instant)


class MakerProfile(Base):
    """The details of a maker and its state; one row per maker.

    `state`: a `new` maker may offer and deliver at once; `active`: an officer has seen it. `joined_into_id`: the record
    of the same maker that this one was joined into; rows that refer to this record are not rewritten. There is no
    column for NIK, family number or home address. The NIB is text of 13 digits and identifies no person.
    """

    __tablename__ = "maker_profile"
    __table_args__ = (
        CheckConstraint("state IN ('new','active','paused','closed')", name="state"),
        CheckConstraint("origin IN ('self','clerk','sheet','catalogue')", name="origin"),
        CheckConstraint("size_class IN ('','mikro','kecil','menengah')", name="size_class"),
        CheckConstraint("nib IS NULL OR length(nib) = 13", name="nib"),
        CheckConstraint("capacity IS NULL OR (capacity > 0 AND capacity <= 999999999)", name="capacity"),
        CheckConstraint("joined_into_id IS NULL OR joined_into_id <> maker_id", name="joined_elsewhere"),
        CheckConstraint("joined_into_id IS NULL OR state = 'closed'", name="joined_is_closed"),
        CheckConstraint("(seen_at IS NULL) = (seen_by IS NULL)", name="seen"),
    )

    maker_id: Mapped[int] = mapped_column(ForeignKey("maker.id"), primary_key=True, autoincrement=False)
    state: Mapped[str] = mapped_column(String(6))
    origin: Mapped[str] = mapped_column(String(9))
    owner_name: Mapped[str] = mapped_column(String(200), default="")
    phone: Mapped[str] = mapped_column(String(20), default="")  # digits, Indonesian form 08…
    village: Mapped[str] = mapped_column(String(60), default="")
    makes: Mapped[str] = mapped_column(String(200), default="")
    sector: Mapped[str] = mapped_column(String(60), default="")
    size_class: Mapped[str] = mapped_column(String(8), default="")
    size_basis: Mapped[str] = mapped_column(String(60), default="")
    size_on: Mapped[date | None] = mapped_column(Date)
    kbli: Mapped[str] = mapped_column(String(5), default="")
    nib: Mapped[str | None] = mapped_column(String(13))
    capacity: Mapped[int | None] = mapped_column(Integer)  # pieces a month
    capacity_unit: Mapped[str] = mapped_column(String(20), default="")
    is_owner_public: Mapped[bool] = mapped_column(default=False)
    is_phone_public: Mapped[bool] = mapped_column(default=False)
    bank: Mapped[str] = mapped_column(String(40), default="")
    account_number: Mapped[str] = mapped_column(String(30), default="")
    account_name: Mapped[str] = mapped_column(String(100), default="")
    joined_into_id: Mapped[int | None] = mapped_column(ForeignKey("maker.id"), index=True)
    seen_by: Mapped[int | None] = mapped_column(BigId)
    seen_at: Mapped[datetime | None] = mapped_column(Instant)


class MakerMember(Base):
    """A login's right to act for a maker (makers 4), between two instants."""

    __tablename__ = "maker_member"
    __table_args__ = table_args(
        CheckConstraint("until IS NULL OR until >= since", name="until"),
        Index(
            "uq_maker_member_now",
            "maker_id",
            "user_id",
            unique=True,
            sqlite_where=text("until IS NULL"),
            postgresql_where=text("until IS NULL"),
        ),
    )

    id: Mapped[Key]
    maker_id: Mapped[int] = mapped_column(ForeignKey("maker.id"), index=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"), index=True)
    since: Mapped[datetime] = mapped_column(Instant)
    until: Mapped[datetime | None] = mapped_column(Instant)


class MakerClaim(Base):
    """An unchecked claim by a maker or a sheet: a certificate number, the address of a shop."""

    __tablename__ = "maker_claim"
    __table_args__ = table_args(
        UniqueConstraint("maker_id", "kind", "text"),
        CheckConstraint("kind IN ('pirt','halal','bpom','merek','shop')", name="kind"),
    )

    id: Mapped[Key]
    maker_id: Mapped[int] = mapped_column(ForeignKey("maker.id"))
    kind: Mapped[str] = mapped_column(String(5))
    text: Mapped[str] = mapped_column(String(200))
    claimed_at: Mapped[datetime] = mapped_column(Instant)


class PublicToken(Base):
    """The name of a product's or maker's public page. It never expires and is never reused.

    `retired_at`: when the page was withdrawn; the page says so until it is published again.
    """

    __tablename__ = "public_token"
    __table_args__ = table_args(
        UniqueConstraint("kind", "target_id"),
        CheckConstraint("kind IN ('product','maker')", name="kind"),
    )

    id: Mapped[Key]
    kind: Mapped[str] = mapped_column(String(7))
    target_id: Mapped[int] = mapped_column(BigId)
    token: Mapped[str] = mapped_column(String(16), unique=True)
    made_at: Mapped[datetime] = mapped_column(Instant)
    retired_at: Mapped[datetime | None] = mapped_column(Instant)


class ProductStory(Base):
    """The public texts about a product: its story, and how it is made."""

    __tablename__ = "product_story"

    product_id: Mapped[int] = mapped_column(ForeignKey("product.id"), primary_key=True, autoincrement=False)
    story: Mapped[str] = mapped_column(String(2000))
    how_made: Mapped[str] = mapped_column(String(2000))
    changed_at: Mapped[datetime] = mapped_column(Instant)


class MakerStory(Base):
    """The public text about a maker, and its consents."""

    __tablename__ = "maker_story"

    maker_id: Mapped[int] = mapped_column(ForeignKey("maker.id"), primary_key=True, autoincrement=False)
    story: Mapped[str] = mapped_column(String(2000))
    changed_at: Mapped[datetime] = mapped_column(Instant)
