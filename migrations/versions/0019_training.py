"""Training of makers: courses with sessions and seats, enrolments, attendance, certificates, follow-ups."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "2026_12_0019"
down_revision = "2026_12_0018"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_INSTANT = sa.DateTime(timezone=True)


def _create_training_event() -> None:
    op.create_table(
        "training_event",
        sa.Column("id", _ID, autoincrement=True, nullable=False),
        sa.Column("title", sa.String(200), nullable=False),
        sa.Column("topic", sa.String(80), nullable=False),
        sa.Column("topic_key", sa.String(80), nullable=False),
        sa.Column("organizer", sa.String(120), nullable=False),
        sa.Column("place", sa.String(200), nullable=False),
        sa.Column("link", sa.String(300), nullable=False),
        sa.Column("step", sa.String(120), nullable=False),
        sa.Column("share_percent", sa.Integer(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("state", sa.String(9), nullable=False),
        sa.Column("created_at", _INSTANT, nullable=False),
        sa.Column("created_by", _ID, nullable=True),
        sa.CheckConstraint("state IN ('open','done','cancelled')", name=op.f("ck_training_event_state")),
        sa.CheckConstraint("share_percent BETWEEN 1 AND 100", name=op.f("ck_training_event_share_percent")),
        sa.CheckConstraint("starts_on <= ends_on", name=op.f("ck_training_event_days")),
        sa.CheckConstraint("link = '' OR link LIKE 'https://%' OR link LIKE 'http://%'", name=op.f("ck_training_event_link")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_training_event")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_training_event_topic_key"), "training_event", ["topic_key"])


def _create_training_session() -> None:
    op.create_table(
        "training_session",
        sa.Column("id", _ID, autoincrement=True, nullable=False),
        sa.Column("event_id", _ID, nullable=False),
        sa.Column("starts_at", _INSTANT, nullable=False),
        sa.Column("ends_at", _INSTANT, nullable=False),
        sa.Column("word", sa.String(20), nullable=False),
        sa.Column("word_at", _INSTANT, nullable=True),
        sa.CheckConstraint("(word = '') = (word_at IS NULL)", name=op.f("ck_training_session_word")),
        sa.CheckConstraint("starts_at < ends_at", name=op.f("ck_training_session_times")),
        sa.ForeignKeyConstraint(["event_id"], ["training_event.id"], name=op.f("fk_training_session_event_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_training_session")),
        sa.UniqueConstraint("event_id", "starts_at", name=op.f("uq_training_session_event_id_starts_at")),
        sa.UniqueConstraint("id", "event_id", name=op.f("uq_training_session_id_event_id")),
        sqlite_autoincrement=True,
    )


def _create_training_seats() -> None:
    op.create_table(
        "training_seats",
        sa.Column("id", _ID, autoincrement=True, nullable=False),
        sa.Column("event_id", _ID, nullable=False),
        sa.Column("kind", sa.String(6), nullable=False),
        sa.Column("capacity", sa.Integer(), nullable=False),
        sa.CheckConstraint("kind IN ('site','online')", name=op.f("ck_training_seats_kind")),
        sa.CheckConstraint("capacity BETWEEN 1 AND 100000", name=op.f("ck_training_seats_capacity")),
        sa.ForeignKeyConstraint(["event_id"], ["training_event.id"], name=op.f("fk_training_seats_event_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_training_seats")),
        sa.UniqueConstraint("event_id", "kind", name=op.f("uq_training_seats_event_id_kind")),
        sqlite_autoincrement=True,
    )


def _create_training_enrolment() -> None:
    op.create_table(
        "training_enrolment",
        sa.Column("id", _ID, autoincrement=True, nullable=False),
        sa.Column("event_id", _ID, nullable=False),
        sa.Column("maker_id", _ID, nullable=False),
        sa.Column("person_name", sa.String(100), nullable=False),
        sa.Column("person_key", sa.String(130), nullable=False),
        sa.Column("wish", sa.String(6), nullable=False),
        sa.Column("seat", sa.String(6), nullable=False),
        sa.Column("seat_number", sa.Integer(), nullable=True),
        sa.Column("state", sa.String(9), nullable=False),
        sa.Column("is_first", sa.Boolean(), nullable=False),
        sa.Column("is_walk_in", sa.Boolean(), nullable=False),
        sa.Column("asked_at", _INSTANT, nullable=False),
        sa.Column("asked_by", _ID, nullable=True),
        sa.Column("offered_at", _INSTANT, nullable=True),
        sa.Column("offer_until", _INSTANT, nullable=True),
        sa.Column("ended_at", _INSTANT, nullable=True),
        sa.CheckConstraint("seat IN ('','site','online')", name=op.f("ck_training_enrolment_seat")),
        sa.CheckConstraint("state <> 'offered' OR offer_until IS NOT NULL", name=op.f("ck_training_enrolment_offer")),
        sa.CheckConstraint("state IN ('waiting','offered','enrolled','cancelled','lapsed')", name=op.f("ck_training_enrolment_state")),
        sa.CheckConstraint("state NOT IN ('offered','enrolled') OR is_walk_in OR seat_number IS NOT NULL", name=op.f("ck_training_enrolment_numbered")),
        sa.CheckConstraint("state NOT IN ('offered','enrolled') OR seat <> ''", name=op.f("ck_training_enrolment_seat_of_state")),
        sa.CheckConstraint("wish IN ('site','online','any')", name=op.f("ck_training_enrolment_wish")),
        sa.CheckConstraint("seat_number IS NULL OR seat_number > 0", name=op.f("ck_training_enrolment_seat_number")),
        sa.ForeignKeyConstraint(["event_id"], ["training_event.id"], name=op.f("fk_training_enrolment_event_id")),
        sa.ForeignKeyConstraint(["maker_id"], ["maker.id"], name=op.f("fk_training_enrolment_maker_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_training_enrolment")),
        sa.UniqueConstraint("id", "event_id", name=op.f("uq_training_enrolment_id_event_id")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_training_enrolment_maker_id"), "training_enrolment", ["maker_id"])
    op.create_index(op.f("uq_training_enrolment_person"), "training_enrolment", ["event_id", "person_key"], unique=True, **_where("state IN ('waiting','offered','enrolled')"))
    op.create_index(op.f("uq_training_enrolment_seat"), "training_enrolment", ["event_id", "seat", "seat_number"], unique=True, **_where("state IN ('offered','enrolled')"))


def _create_training_attendance() -> None:
    op.create_table(
        "training_attendance",
        sa.Column("id", _ID, autoincrement=True, nullable=False),
        sa.Column("event_id", _ID, nullable=False),
        sa.Column("session_id", _ID, nullable=False),
        sa.Column("enrolment_id", _ID, nullable=False),
        sa.Column("source", sa.String(4), nullable=False),
        sa.Column("attended_at", _INSTANT, nullable=False),
        sa.Column("recorded_by", _ID, nullable=True),
        sa.CheckConstraint("source IN ('card','list','word')", name=op.f("ck_training_attendance_source")),
        sa.ForeignKeyConstraint(["enrolment_id", "event_id"], ["training_enrolment.id", "training_enrolment.event_id"], name=op.f("fk_training_attendance_enrolment_id_event_id")),
        sa.ForeignKeyConstraint(["session_id", "event_id"], ["training_session.id", "training_session.event_id"], name=op.f("fk_training_attendance_session_id_event_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_training_attendance")),
        sa.UniqueConstraint("session_id", "enrolment_id", name=op.f("uq_training_attendance_session_id_enrolment_id")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_training_attendance_enrolment_id"), "training_attendance", ["enrolment_id"])


def _create_training_certificate() -> None:
    op.create_table(
        "training_certificate",
        sa.Column("id", _ID, autoincrement=True, nullable=False),
        sa.Column("event_id", _ID, nullable=False),
        sa.Column("enrolment_id", _ID, nullable=False),
        sa.Column("person_key", sa.String(130), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("token", sa.String(32), nullable=False),
        sa.Column("issued_at", _INSTANT, nullable=False),
        sa.Column("issued_by", _ID, nullable=True),
        sa.ForeignKeyConstraint(["enrolment_id", "event_id"], ["training_enrolment.id", "training_enrolment.event_id"], name=op.f("fk_training_certificate_enrolment_id_event_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_training_certificate")),
        sa.UniqueConstraint("enrolment_id", name=op.f("uq_training_certificate_enrolment_id")),
        sa.UniqueConstraint("event_id", "person_key", name=op.f("uq_training_certificate_event_id_person_key")),
        sa.UniqueConstraint("token", name=op.f("uq_training_certificate_token")),
        sa.UniqueConstraint("year", "sequence", name=op.f("uq_training_certificate_year_sequence")),
        sqlite_autoincrement=True,
    )


def _create_training_follow_up() -> None:
    op.create_table(
        "training_follow_up",
        sa.Column("id", _ID, autoincrement=True, nullable=False),
        sa.Column("enrolment_id", _ID, nullable=False),
        sa.Column("months", sa.Integer(), nullable=False),
        sa.Column("answer", sa.String(7), nullable=False),
        sa.Column("answered_at", _INSTANT, nullable=False),
        sa.Column("answered_by", _ID, nullable=True),
        sa.CheckConstraint("answer IN ('done','partly','not_yet')", name=op.f("ck_training_follow_up_answer")),
        sa.CheckConstraint("months IN (3,6)", name=op.f("ck_training_follow_up_months")),
        sa.ForeignKeyConstraint(["enrolment_id"], ["training_enrolment.id"], name=op.f("fk_training_follow_up_enrolment_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_training_follow_up")),
        sa.UniqueConstraint("enrolment_id", "months", name=op.f("uq_training_follow_up_enrolment_id_months")),
        sqlite_autoincrement=True,
    )


def _where(condition: str) -> dict[str, Any]:
    """A partial index, on both engines."""
    return {"sqlite_where": sa.text(condition), "postgresql_where": sa.text(condition)}


CREATES = (
    _create_training_event, _create_training_session, _create_training_seats, _create_training_enrolment,
    _create_training_attendance, _create_training_certificate, _create_training_follow_up,
)  # fmt: skip
GUARDS = (
    (
        "training_enrolment_ended", "training_enrolment", "UPDATE",
        "OLD.state IN ('cancelled','lapsed') AND NEW.state <> OLD.state", "an ended enrolment never lives again",
    ),
    ("training_certificate_no_delete", "training_certificate", "DELETE", "", "a certificate is never deleted"),
)  # fmt: skip
"""(trigger, table, act, when it refuses, what SQLite says)."""


def upgrade() -> None:
    """Tables, then their guards."""
    for create in CREATES:
        create()
    for guard in GUARDS:
        _refuse(op.get_bind().dialect.name, *guard)


def _refuse(engine: str, name: str, table: str, act: str, when: str, says: str) -> None:
    condition = f"WHEN ({when}) " if when else ""
    if engine == "sqlite":
        run = f"BEGIN SELECT RAISE(ABORT, '{says}'); END"
        op.execute(f"CREATE TRIGGER {name} BEFORE {act} ON {table} {condition}{run}")
    else:
        run = "EXECUTE FUNCTION refuse_change()"
        op.execute(f"CREATE TRIGGER {name} BEFORE {act} ON {table} FOR EACH ROW {condition}{run}")


def downgrade() -> None:
    """The tables go, with all that was recorded."""
    for create in reversed(CREATES):
        op.drop_table(create.__name__.removeprefix("_create_"))
