"""Makers pay in what they owe; who holds the money has dates (ADR 0045).

No page and no command ever wrote whose QRIS money it is; what somebody entered past the program is taken over as in
force from the first day on, and `audit verify` says that no act recorded it.
"""

from datetime import UTC, date, datetime

import sqlalchemy as sa
from alembic import op

revision = "2026_12_0016"
down_revision = "2026_12_0015"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_INSTANT = sa.DateTime(timezone=True)
_APPEND_ONLY = ("remittance", "booth_former_mode")


def upgrade() -> None:
    """Two tables that are only added to, and the dated holder of QRIS money in place of the undated one."""
    _create_remittance()
    _create_booth_former_mode()
    for table in _APPEND_ONLY:
        _guard(op.get_bind().dialect.name, table)
    before = op.get_bind().execute(sa.text("SELECT booth_id, qris_holder FROM booth_money")).all()
    op.drop_table("booth_money")
    made = _create_booth_money()
    since = {"effective_from": date(2000, 1, 1), "recorded_at": datetime(2000, 1, 1, tzinfo=UTC)}
    if before:
        op.bulk_insert(made, [{"booth_id": row[0], "qris_holder": row[1], **since} for row in before])


def downgrade() -> None:
    """What was paid in and the former modes go; of each booth the last holder stays."""
    last = "SELECT booth_id, qris_holder FROM booth_money ORDER BY effective_from"
    kept = {row[0]: row[1] for row in op.get_bind().execute(sa.text(last))}
    for table in ("booth_money", "booth_former_mode", "remittance"):
        op.drop_table(table)
    made = op.create_table(
        "booth_money",
        sa.Column("booth_id", _ID, autoincrement=False, nullable=False),
        sa.Column("qris_holder", sa.String(5), nullable=False),
        sa.CheckConstraint("qris_holder IN ('booth','maker')", name=op.f("ck_booth_money_qris_holder")),
        sa.ForeignKeyConstraint(["booth_id"], ["booth.id"], name=op.f("fk_booth_money_booth_id")),
        sa.PrimaryKeyConstraint("booth_id", name=op.f("pk_booth_money")),
    )
    if kept:
        op.bulk_insert(made, [{"booth_id": one, "qris_holder": holder} for one, holder in kept.items()])


def _create_remittance() -> None:
    op.create_table(
        "remittance",
        sa.Column("id", _ID, autoincrement=True, nullable=False),
        sa.Column("uuid", sa.String(36), nullable=False),
        sa.Column("statement_id", _ID, nullable=False),
        sa.Column("reversal_of", _ID, nullable=True),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("way", sa.String(8), nullable=False),
        sa.Column("reference", sa.String(100), nullable=False),
        sa.Column("received_at", _INSTANT, nullable=False),
        sa.Column("received_by", _ID, nullable=True),
        sa.Column("reason", sa.String(300), nullable=False),
        sa.CheckConstraint(
            "(reversal_of IS NULL AND amount > 0) OR (reversal_of IS NOT NULL AND amount < 0)",
            name=op.f("ck_remittance_sign"),
        ),
        sa.CheckConstraint("abs(amount) <= 999999999999", name=op.f("ck_remittance_cap")),
        sa.CheckConstraint("way IN ('cash','transfer')", name=op.f("ck_remittance_way")),
        sa.ForeignKeyConstraint(["statement_id"], ["statement.id"], name=op.f("fk_remittance_statement_id")),
        sa.ForeignKeyConstraint(["reversal_of"], ["remittance.id"], name=op.f("fk_remittance_reversal_of")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_remittance")),
        sa.UniqueConstraint("uuid", name=op.f("uq_remittance_uuid")),
        sa.UniqueConstraint("reversal_of", name=op.f("uq_remittance_reversal_of")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_remittance_statement_id"), "remittance", ["statement_id"])


def _create_booth_former_mode() -> None:
    op.create_table(
        "booth_former_mode",
        sa.Column("id", _ID, autoincrement=True, nullable=False),
        sa.Column("booth_id", _ID, nullable=False),
        sa.Column("mode", sa.String(6), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.Column("changed_at", _INSTANT, nullable=False),
        sa.Column("changed_by", _ID, nullable=True),
        sa.CheckConstraint("mode IN ('cash','record')", name=op.f("ck_booth_former_mode_mode")),
        sa.ForeignKeyConstraint(["booth_id"], ["booth.id"], name=op.f("fk_booth_former_mode_booth_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_booth_former_mode")),
        sa.UniqueConstraint("booth_id", "until", name=op.f("uq_booth_former_mode_booth_id_until")),
        sqlite_autoincrement=True,
    )


def _create_booth_money() -> sa.Table:
    return op.create_table(
        "booth_money",
        sa.Column("id", _ID, autoincrement=True, nullable=False),
        sa.Column("booth_id", _ID, nullable=False),
        sa.Column("effective_from", sa.Date(), nullable=False),
        sa.Column("qris_holder", sa.String(5), nullable=False),
        sa.Column("recorded_at", _INSTANT, nullable=False),
        sa.Column("recorded_by", _ID, nullable=True),
        sa.CheckConstraint("qris_holder IN ('booth','maker')", name=op.f("ck_booth_money_qris_holder")),
        sa.ForeignKeyConstraint(["booth_id"], ["booth.id"], name=op.f("fk_booth_money_booth_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_booth_money")),
        sa.UniqueConstraint("booth_id", "effective_from", name=op.f("uq_booth_money_booth_id_effective_from")),
        sqlite_autoincrement=True,
    )


def _guard(engine: str, table: str) -> None:
    """The database itself refuses changes of rows that are only added to."""
    for act in ("UPDATE", "DELETE"):
        name = f"{table}_no_{act.lower()}"
        if engine == "postgresql":
            run = "FOR EACH ROW EXECUTE FUNCTION refuse_change()"
        else:
            run = f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
        op.execute(f"CREATE TRIGGER {name} BEFORE {act} ON {table} {run}")
    if engine == "postgresql":
        run = "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
        op.execute(f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} {run}")
        return
    op.execute(
        f"CREATE TRIGGER {table}_no_replace BEFORE INSERT ON {table} "
        f"WHEN NEW.id IS NOT NULL AND EXISTS (SELECT 1 FROM {table} WHERE id = NEW.id) "  # noqa: S608
        f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
    )
