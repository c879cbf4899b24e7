"""The base of all tables and the column types they share."""

from datetime import UTC, datetime
from typing import Annotated, Any

from sqlalchemy import BigInteger, DateTime, Integer, MetaData, String, Table
from sqlalchemy.engine import Dialect
from sqlalchemy.orm import DeclarativeBase, mapped_column
from sqlalchemy.types import JSON, TypeDecorator

from app.shared.period import Period

# Names for constraints, so that a migration can drop what another made, on both engines.
NAMING = {
    "ix": "ix_%(column_0_N_label)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}

BigId = BigInteger().with_variant(Integer(), "sqlite")
"""64-bit key; SQLite only numbers its rows itself when the type is exactly INTEGER."""


class Base(DeclarativeBase):
    """The base class of all tables."""

    metadata = MetaData(naming_convention=NAMING)


class Instant(TypeDecorator[datetime]):
    """An aware instant, stored in UTC. ValueError for a naive one, whose month would be ambiguous."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Aware → UTC (SQLite stores no zone, so it is dropped there after conversion)."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("naive instant")
        value = value.astimezone(UTC)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def bind_processor(self, dialect: Dialect) -> Any:
        """The same in one function for SQLite, in the format of SQLAlchemy's own type; faster, a sale binds six of
        them."""
        return _sqlite_text if dialect.name == "sqlite" else super().bind_processor(dialect)

    def result_processor(self, dialect: Dialect, coltype: Any) -> Any:
        """The reverse conversion in one function."""
        return _from_sqlite if dialect.name == "sqlite" else super().result_processor(dialect, coltype)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """The stored value as an aware UTC instant."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def _sqlite_text(value: datetime | None) -> str | None:
    if value is None:
        return None
    if value.tzinfo is None:
        raise ValueError("naive instant")
    return value.astimezone(UTC).replace(tzinfo=None).isoformat(" ", "microseconds")


def _from_sqlite(value: str | None) -> datetime | None:
    return None if value is None else datetime.fromisoformat(value).replace(tzinfo=UTC)


class PeriodType(TypeDecorator[Period]):
    """A calendar month, stored as text `YYYY-MM`, which sorts by time."""

    impl = String(7)
    cache_ok = True

    def process_bind_param(self, value: Period | None, dialect: Dialect) -> str | None:
        """Period → text."""
        return None if value is None else str(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> Period | None:
        """Text → Period."""
        return None if value is None else Period.parse(value)


Json = JSON
Key = Annotated[int, mapped_column(BigId, primary_key=True, autoincrement=True)]
"""The primary key, assigned by the database."""


def table_args(*constraints: Any) -> tuple[Any, ...]:
    """`__table_args__` with these constraints; on SQLite ids are never reused (AUTOINCREMENT)."""
    return (*constraints, {"sqlite_autoincrement": True})


def table(model: type[Base]) -> Table:
    """The Core table of a model."""
    core_table = model.__table__
    if not isinstance(core_table, Table):
        raise TypeError(model)
    return core_table
