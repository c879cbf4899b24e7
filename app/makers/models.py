"""Tables of makers and products."""

from datetime import date, datetime

from sqlalchemy import BigInteger, CheckConstraint, Date, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.shared.columns import Base, Instant, Key, table_args


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
    """A product of one maker. Favourites stand first at the till."""

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
    """A catalogue price in whole rupiah from a local date on; the latest not after a day holds."""

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
