"""Tables of the directory: the unit tree, people, and their postings by date."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Date,
    ForeignKey,
    Index,
    String,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from app.shared.columns import Base, BigId, Instant, Json, Key, table_args

_MERGED = text("merged_into_id IS NOT NULL")


class Unit(Base):
    """A node of the city's tree. An OPD is a unit whose parent is the root (the unit without a parent)."""

    __tablename__ = "unit"
    __table_args__ = table_args()

    id: Mapped[Key]
    external_id: Mapped[str] = mapped_column(String(64), unique=True)
    name: Mapped[str] = mapped_column(String(200), index=True)
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"), index=True)


class UnitAct(Base):
    """One act on the tree: an imported file, or a rename, move, merger or end by form. It is undone as a whole.

    `details` holds the ids that undoing needs: `created` units, `inserted` postings, `moved` as [posting, unit].
    """

    __tablename__ = "unit_act"
    __table_args__ = table_args(
        CheckConstraint("kind IN ('import','add','rename','move','merge','end')", name="kind")
    )

    id: Mapped[Key]
    kind: Mapped[str] = mapped_column(String(10))
    effective_from: Mapped[date] = mapped_column(Date)
    letter: Mapped[str] = mapped_column(String(120), default="")
    file_name: Mapped[str] = mapped_column(String(200), default="")
    details: Mapped[dict[str, Any]] = mapped_column(Json)
    actor_id: Mapped[int | None] = mapped_column(BigId)
    recorded_at: Mapped[datetime] = mapped_column(Instant)
    undone_at: Mapped[datetime | None] = mapped_column(Instant)


class UnitChange(Base):
    """A change of one unit from `effective_from` on; an empty column changes nothing.

    Until its first change a unit is as in `unit`. Undoing an act deletes its changes.
    """

    __tablename__ = "unit_change"
    __table_args__ = table_args()

    id: Mapped[Key]
    act_id: Mapped[int] = mapped_column(ForeignKey("unit_act.id"), index=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), index=True)
    effective_from: Mapped[date] = mapped_column(Date)
    name: Mapped[str | None] = mapped_column(String(200))
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"))
    is_ended: Mapped[bool | None] = mapped_column(Boolean)
    successor_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"))


class Employee(Base):
    """A person who should buy, identified by at least one of `pns_id`, `nip` and `code` (decisions 8)."""

    __tablename__ = "employee"
    __table_args__ = table_args(
        CheckConstraint("pns_id IS NOT NULL OR nip IS NOT NULL OR code IS NOT NULL", name="identified"),
        CheckConstraint("nip IS NULL OR length(nip) = 18", name="nip_length"),
        Index("ix_employee_merged", "merged_into_id", sqlite_where=_MERGED, postgresql_where=_MERGED),
    )

    id: Mapped[Key]
    pns_id: Mapped[str | None] = mapped_column(String(64), unique=True)
    nip: Mapped[str | None] = mapped_column(String(18), unique=True)
    code: Mapped[str | None] = mapped_column(String(40), unique=True)
    name: Mapped[str] = mapped_column(String(200), index=True)
    search_name: Mapped[str] = mapped_column(String(200), index=True)  # folded: lower case, single blanks
    front_title: Mapped[str] = mapped_column(String(60), default="")
    back_title: Mapped[str] = mapped_column(String(120), default="")
    card_token: Mapped[str] = mapped_column(String(32), unique=True)
    created_at: Mapped[datetime] = mapped_column(Instant)
    missing_since: Mapped[date | None] = mapped_column(Date, index=True)  # "perlu diperiksa" (decisions 9)
    purged_at: Mapped[datetime | None] = mapped_column(Instant)  # name and numbers were removed (ADR 0010)
    merged_into_id: Mapped[int | None] = mapped_column(BigId)  # the record of the same person (ADR 0023)


class FormerNumber(Base):
    """A NIP or code that an employee had before; stored when the number changes (decisions 8)."""

    __tablename__ = "former_number"
    __table_args__ = table_args()

    id: Mapped[Key]
    employee_id: Mapped[int] = mapped_column(ForeignKey("employee.id"), index=True)
    number: Mapped[str] = mapped_column(String(40), index=True)
    changed_at: Mapped[datetime] = mapped_column(Instant)


class Posting(Base):
    """A person's position and unit, from `effective_from` until the person's next posting begins.

    `service` is `active` or why the person is out of service: `pension`, `death`, `leave`, `dismissed` or
    `left`. `status` is PNS, CPNS, PPPK, PPPK Paruh Waktu, Non ASN or Kepala daerah; `echelon` I.a … V.b or
    empty; `position_kind` Struktural, Fungsional, Pelaksana or empty (decisions, normal forms).
    """

    __tablename__ = "posting"
    __table_args__ = table_args(
        UniqueConstraint("employee_id", "effective_from"),
        CheckConstraint("service IN ('active','pension','death','leave','dismissed','left')", name="service"),
    )

    id: Mapped[Key]
    employee_id: Mapped[int] = mapped_column(ForeignKey("employee.id"))
    effective_from: Mapped[date] = mapped_column(Date)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), index=True)
    status: Mapped[str] = mapped_column(String(20))
    echelon: Mapped[str] = mapped_column(String(5), default="")
    position: Mapped[str] = mapped_column(String(200), default="")
    position_kind: Mapped[str] = mapped_column(String(20), default="")
    grade: Mapped[str] = mapped_column(String(10), default="")
    service: Mapped[str] = mapped_column(String(12), default="active")
    letter: Mapped[str] = mapped_column(String(120), default="")
    recorded_at: Mapped[datetime] = mapped_column(Instant)


class PostingVersion(Base):
    """The number of changes to postings: one row, increased by triggers on `posting` (ADR 0038). While it is the same,
    no posting has changed."""

    __tablename__ = "posting_version"
    __table_args__ = table_args(CheckConstraint("id = 1", name="single"))

    id: Mapped[Key]
    number: Mapped[int] = mapped_column(BigInteger)


class RosterListing(Base):
    """A person that a roster of a day listed (decisions 9).

    A roster that lists somebody unchanged writes no posting. This row keeps an older roster imported afterwards from
    changing that person beyond this day.
    """

    __tablename__ = "roster_listing"

    employee_id: Mapped[int] = mapped_column(ForeignKey("employee.id"), primary_key=True)
    as_of: Mapped[date] = mapped_column(Date, primary_key=True)
    upload_id: Mapped[int | None] = mapped_column(BigId)  # the first roster of that day to list the person


class RosterUpload(Base):
    """A previewed roster file. Confirming it is bound to `sha256`; a confirmed one may be undone (ADR 0036)."""

    __tablename__ = "roster_upload"
    __table_args__ = table_args(
        CheckConstraint("state IN ('previewed','applied','discarded','undone')", name="state")
    )

    id: Mapped[Key]
    file_name: Mapped[str] = mapped_column(String(200))
    sha256: Mapped[str] = mapped_column(String(64), index=True)
    as_of: Mapped[date] = mapped_column(Date)
    state: Mapped[str] = mapped_column(String(10))
    summary: Mapped[dict[str, Any]] = mapped_column(Json)
    uploaded_by: Mapped[int | None] = mapped_column(BigId)
    uploaded_at: Mapped[datetime] = mapped_column(Instant)
    applied_at: Mapped[datetime | None] = mapped_column(Instant)
    undone_at: Mapped[datetime | None] = mapped_column(Instant)
    undone_by: Mapped[int | None] = mapped_column(BigId)
    undo_reason: Mapped[str] = mapped_column(String(300), default="", server_default="")


class RosterChange(Base):
    """An applied roster's change to one person, stored while the roster can be undone (ADR 0036).

    `before`: the person's state before it (`roster_import/person_state.py`), empty for an added person. `digest`:
    SHA-256 of the state after it. A purge of the person empties both.
    """

    __tablename__ = "roster_change"

    upload_id: Mapped[int] = mapped_column(ForeignKey("roster_upload.id"), primary_key=True)
    employee_id: Mapped[int] = mapped_column(ForeignKey("employee.id"), primary_key=True, index=True)
    is_new: Mapped[bool] = mapped_column(Boolean)
    before: Mapped[dict[str, Any]] = mapped_column(Json)
    digest: Mapped[str] = mapped_column(String(64))
