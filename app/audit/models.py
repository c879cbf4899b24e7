"""Tables of the trail and of the chain. Both are append-only, by triggers in the database (see migrations)."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, Index, Integer, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.shared.columns import Base, BigId, Instant, Json, Key, table_args


class AuditEvent(Base):
    """One act of one actor. `details` holds ids and counts, never a NIP, a name or a secret."""

    __tablename__ = "audit_event"
    __table_args__ = table_args(Index("ix_audit_event_subject", "subject", "subject_id"))

    id: Mapped[Key]
    at: Mapped[datetime] = mapped_column(Instant, index=True)
    actor_kind: Mapped[str] = mapped_column(String(8))
    actor_id: Mapped[int | None] = mapped_column(BigId)
    actor_name: Mapped[str] = mapped_column(String(120))
    action: Mapped[str] = mapped_column(String(60), index=True)
    subject: Mapped[str] = mapped_column(String(40))
    subject_id: Mapped[int | None] = mapped_column(BigId)
    details: Mapped[dict[str, Any]] = mapped_column(Json)
    address: Mapped[str | None] = mapped_column(String(45))


class ChainLink(Base):
    """One sealed row: `seq` has no gap, each hash covers the one before. Kinds: `sale`, `audit`, `state`,
    `resolution`, `closing`. `key_id`: which key made its hash, counted from 0."""

    __tablename__ = "chain_link"
    __table_args__ = (UniqueConstraint("kind", "row_id"),)

    seq: Mapped[int] = mapped_column(BigId, primary_key=True, autoincrement=False)
    kind: Mapped[str] = mapped_column(String(12))
    row_id: Mapped[int] = mapped_column(BigId)
    row_digest: Mapped[str] = mapped_column(String(64))
    hash: Mapped[str] = mapped_column(String(64))
    key_id: Mapped[int] = mapped_column(Integer)


class BookKey(Base):
    """The one row with the proof of the right SECRET_KEY and the earlier keys (`app/audit/keyring.py`)."""

    __tablename__ = "book_key"
    __table_args__ = (CheckConstraint("id = 1", name="one_row"),)

    id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    proof: Mapped[str] = mapped_column(String(64))
    previous: Mapped[list[dict[str, Any]]] = mapped_column(Json)


class PurgedRow(Base):
    """The keyed hashes of a row's erased columns, with which the chain still proves the row (ADR 0010).

    `kind`: `sale`, `snapshot` or `file`; `sealed_id` is the row of the chain it belongs to (a snapshot's closing).
    """

    __tablename__ = "purged_row"
    __table_args__ = table_args(
        UniqueConstraint("kind", "row_id"), Index("ix_purged_row_sealed", "kind", "sealed_id")
    )

    id: Mapped[Key]
    kind: Mapped[str] = mapped_column(String(12))
    row_id: Mapped[int] = mapped_column(BigId)
    sealed_id: Mapped[int] = mapped_column(BigId)
    veils: Mapped[dict[str, str]] = mapped_column(Json)


class StateSeal(Base):
    """The state of a row after an act changed it (`app/audit/state_seal.py`); append-only, sealed in the chain.

    `digest` is a keyed hash, empty for a deleted row.
    """

    __tablename__ = "kept_state"
    __table_args__ = table_args(Index("ix_kept_state_row", "kind", "row_key"))

    id: Mapped[Key]
    kind: Mapped[str] = mapped_column(String(20))
    row_key: Mapped[str] = mapped_column(String(20))
    digest: Mapped[str] = mapped_column(String(64))
