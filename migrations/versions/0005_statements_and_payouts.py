"""Terms of consignment, statements of what makers are owed, and payouts."""

import sqlalchemy as sa
from alembic import op

revision = "2026_12_0005"
down_revision = "2026_12_0004"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_INSTANT = sa.DateTime(timezone=True)


def _create_consignment_terms() -> None:
    op.create_table(
        "consignment_terms",
        sa.Column("id", _ID, autoincrement=True, nullable=False),
        sa.Column("maker_id", _ID, nullable=False),
        sa.Column("booth_id", _ID, nullable=False),
        sa.Column("effective_from", sa.Date(), nullable=False),
        sa.Column("share_percent", sa.Integer(), nullable=False),
        sa.Column("loss_bearer", sa.String(5), nullable=False),
        sa.Column("expiry_bearer", sa.String(5), nullable=False),
        sa.Column("due_days", sa.Integer(), nullable=False),
        sa.Column("paper_number", sa.String(40), nullable=False),
        sa.Column("recorded_at", _INSTANT, nullable=False),
        sa.Column("recorded_by", _ID, nullable=True),
        sa.CheckConstraint("share_percent BETWEEN 0 AND 50", name=op.f("ck_consignment_terms_share_percent")),
        sa.CheckConstraint("loss_bearer IN ('booth','maker')", name=op.f("ck_consignment_terms_loss_bearer")),
        sa.CheckConstraint("expiry_bearer IN ('booth','maker')", name=op.f("ck_consignment_terms_expiry_bearer")),
        sa.CheckConstraint("due_days BETWEEN 0 AND 15", name=op.f("ck_consignment_terms_due_days")),
        sa.ForeignKeyConstraint(["maker_id"], ["maker.id"], name=op.f("fk_consignment_terms_maker_id")),
        sa.ForeignKeyConstraint(["booth_id"], ["booth.id"], name=op.f("fk_consignment_terms_booth_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consignment_terms")),
        sa.UniqueConstraint("maker_id", "booth_id", "effective_from", name=op.f("uq_consignment_terms_maker_id_booth_id_effective_from")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_consignment_terms_booth_id"), "consignment_terms", ["booth_id"])


def _create_booth_money() -> None:
    op.create_table(
        "booth_money",
        sa.Column("booth_id", _ID, autoincrement=False, nullable=False),
        sa.Column("qris_holder", sa.String(5), nullable=False),
        sa.CheckConstraint("qris_holder IN ('booth','maker')", name=op.f("ck_booth_money_qris_holder")),
        sa.ForeignKeyConstraint(["booth_id"], ["booth.id"], name=op.f("fk_booth_money_booth_id")),
        sa.PrimaryKeyConstraint("booth_id", name=op.f("pk_booth_money")),
    )


def _create_statement() -> None:
    op.create_table(
        "statement",
        sa.Column("id", _ID, autoincrement=True, nullable=False),
        sa.Column("number", sa.String(40), nullable=False),
        sa.Column("maker_id", _ID, nullable=False),
        sa.Column("booth_id", _ID, nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("previous_id", _ID, nullable=True),
        sa.Column("to_seq", sa.BigInteger(), nullable=False),
        sa.Column("made_at", _INSTANT, nullable=False),
        sa.Column("made_by", _ID, nullable=True),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("line_count", sa.Integer(), nullable=False),
        sa.Column("loss_count", sa.Integer(), nullable=False),
        sa.Column("gross", sa.BigInteger(), nullable=False),
        sa.Column("held_gross", sa.BigInteger(), nullable=False),
        sa.Column("share", sa.BigInteger(), nullable=False),
        sa.Column("losses", sa.BigInteger(), nullable=False),
        sa.Column("carried", sa.BigInteger(), nullable=False),
        sa.Column("payable", sa.BigInteger(), nullable=False),
        sa.Column("money_with", sa.String(5), nullable=False),
        sa.CheckConstraint("sequence > 0", name=op.f("ck_statement_sequence")),
        sa.CheckConstraint("payable = held_gross - share + losses + carried", name=op.f("ck_statement_payable")),
        sa.CheckConstraint("carried <= 0", name=op.f("ck_statement_carried")),
        sa.CheckConstraint("carried = 0 OR previous_id IS NOT NULL", name=op.f("ck_statement_carried_from")),
        sa.CheckConstraint("previous_id IS NULL OR previous_id < id", name=op.f("ck_statement_previous_before")),
        sa.CheckConstraint("money_with IN ('booth','maker','mixed')", name=op.f("ck_statement_money_with")),
        sa.CheckConstraint("line_count + loss_count > 0", name=op.f("ck_statement_not_empty")),
        sa.ForeignKeyConstraint(["maker_id"], ["maker.id"], name=op.f("fk_statement_maker_id")),
        sa.ForeignKeyConstraint(["booth_id"], ["booth.id"], name=op.f("fk_statement_booth_id")),
        sa.ForeignKeyConstraint(["previous_id"], ["statement.id"], name=op.f("fk_statement_previous_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_statement")),
        sa.UniqueConstraint("booth_id", "year", "sequence", name=op.f("uq_statement_booth_id_year_sequence")),
        sa.UniqueConstraint("number", name=op.f("uq_statement_number")),
        sa.UniqueConstraint("previous_id", name=op.f("uq_statement_previous_id")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_statement_maker_id"), "statement", ["maker_id"])


def _create_statement_line() -> None:
    op.create_table(
        "statement_line",
        sa.Column("id", _ID, autoincrement=True, nullable=False),
        sa.Column("statement_id", _ID, nullable=False),
        sa.Column("sale_line_id", _ID, nullable=False),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("percent", sa.Integer(), nullable=False),
        sa.Column("share", sa.BigInteger(), nullable=False),
        sa.Column("money_with", sa.String(5), nullable=False),
        sa.CheckConstraint("percent BETWEEN 0 AND 50", name=op.f("ck_statement_line_percent")),
        sa.CheckConstraint("abs(share) <= abs(amount)", name=op.f("ck_statement_line_share")),
        sa.CheckConstraint("money_with IN ('booth','maker')", name=op.f("ck_statement_line_money_with")),
        sa.ForeignKeyConstraint(["statement_id"], ["statement.id"], name=op.f("fk_statement_line_statement_id")),
        sa.ForeignKeyConstraint(["sale_line_id"], ["sale_line.id"], name=op.f("fk_statement_line_sale_line_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_statement_line")),
        sa.UniqueConstraint("sale_line_id", name=op.f("uq_statement_line_sale_line_id")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_statement_line_statement_id"), "statement_line", ["statement_id"])


def _create_statement_loss() -> None:
    op.create_table(
        "statement_loss",
        sa.Column("id", _ID, autoincrement=True, nullable=False),
        sa.Column("statement_id", _ID, nullable=False),
        sa.Column("move_id", _ID, nullable=False),
        sa.Column("pieces", sa.Integer(), nullable=False),
        sa.Column("unit_price", sa.BigInteger(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("share", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("pieces > 0", name=op.f("ck_statement_loss_pieces")),
        sa.CheckConstraint("amount = pieces * unit_price", name=op.f("ck_statement_loss_amount")),
        sa.CheckConstraint("share BETWEEN 0 AND amount", name=op.f("ck_statement_loss_share")),
        sa.ForeignKeyConstraint(["statement_id"], ["statement.id"], name=op.f("fk_statement_loss_statement_id")),
        sa.ForeignKeyConstraint(["move_id"], ["stock_move.id"], name=op.f("fk_statement_loss_move_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_statement_loss")),
        sa.UniqueConstraint("move_id", name=op.f("uq_statement_loss_move_id")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_statement_loss_statement_id"), "statement_loss", ["statement_id"])


def _create_statement_file() -> None:
    op.create_table(
        "statement_file",
        sa.Column("id", _ID, autoincrement=True, nullable=False),
        sa.Column("statement_id", _ID, nullable=False),
        sa.Column("name", sa.String(120), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["statement_id"], ["statement.id"], name=op.f("fk_statement_file_statement_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_statement_file")),
        sa.UniqueConstraint("statement_id", name=op.f("uq_statement_file_statement_id")),
        sqlite_autoincrement=True,
    )


def _create_payout() -> None:
    op.create_table(
        "payout",
        sa.Column("id", _ID, autoincrement=True, nullable=False),
        sa.Column("uuid", sa.String(36), nullable=False),
        sa.Column("statement_id", _ID, nullable=False),
        sa.Column("reversal_of", _ID, nullable=True),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("way", sa.String(8), nullable=False),
        sa.Column("reference", sa.String(100), nullable=False),
        sa.Column("paid_at", _INSTANT, nullable=False),
        sa.Column("paid_by", _ID, nullable=True),
        sa.Column("approved_by", _ID, nullable=True),
        sa.Column("reason", sa.String(300), nullable=False),
        sa.CheckConstraint("(reversal_of IS NULL AND amount > 0) OR (reversal_of IS NOT NULL AND amount < 0)", name=op.f("ck_payout_sign")),
        sa.CheckConstraint("abs(amount) <= 999999999999", name=op.f("ck_payout_cap")),
        sa.CheckConstraint("way IN ('cash','transfer')", name=op.f("ck_payout_way")),
        sa.CheckConstraint("approved_by IS NULL OR approved_by <> paid_by", name=op.f("ck_payout_two_people")),
        sa.ForeignKeyConstraint(["statement_id"], ["statement.id"], name=op.f("fk_payout_statement_id")),
        sa.ForeignKeyConstraint(["reversal_of"], ["payout.id"], name=op.f("fk_payout_reversal_of")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payout")),
        sa.UniqueConstraint("uuid", name=op.f("uq_payout_uuid")),
        sa.UniqueConstraint("reversal_of", name=op.f("uq_payout_reversal_of")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_payout_statement_id"), "payout", ["statement_id"])


def _create_payout_request() -> None:
    op.create_table(
        "payout_request",
        sa.Column("id", _ID, autoincrement=True, nullable=False),
        sa.Column("uuid", sa.String(36), nullable=False),
        sa.Column("statement_id", _ID, nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("way", sa.String(8), nullable=False),
        sa.Column("reference", sa.String(100), nullable=False),
        sa.Column("prepared_at", _INSTANT, nullable=False),
        sa.Column("prepared_by", _ID, nullable=True),
        sa.Column("decision", sa.String(9), nullable=True),
        sa.Column("decided_by", _ID, nullable=True),
        sa.Column("decided_at", _INSTANT, nullable=True),
        sa.Column("decision_reason", sa.String(300), nullable=False, server_default=""),
        sa.CheckConstraint("amount > 0 AND amount <= 999999999999", name=op.f("ck_payout_request_amount")),
        sa.CheckConstraint("way IN ('cash','transfer')", name=op.f("ck_payout_request_way")),
        sa.CheckConstraint("decision IS NULL OR decision IN ('approved','dismissed')", name=op.f("ck_payout_request_decision")),
        sa.CheckConstraint("(decision IS NULL) = (decided_at IS NULL)", name=op.f("ck_payout_request_decided")),
        sa.CheckConstraint("decided_by IS NULL OR decided_by <> prepared_by OR decision = 'dismissed'", name=op.f("ck_payout_request_two_people")),
        sa.ForeignKeyConstraint(["statement_id"], ["statement.id"], name=op.f("fk_payout_request_statement_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payout_request")),
        sa.UniqueConstraint("uuid", name=op.f("uq_payout_request_uuid")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_payout_request_statement_id"), "payout_request", ["statement_id"])


def _create_payout_answer() -> None:
    op.create_table(
        "payout_answer",
        sa.Column("id", _ID, autoincrement=True, nullable=False),
        sa.Column("payout_id", _ID, nullable=False),
        sa.Column("answer", sa.String(8), nullable=False),
        sa.Column("answered_at", _INSTANT, nullable=False),
        sa.Column("answered_by", _ID, nullable=True),
        sa.Column("is_by_officer", sa.Boolean(), nullable=False),
        sa.CheckConstraint("answer IN ('received','missing')", name=op.f("ck_payout_answer_answer")),
        sa.ForeignKeyConstraint(["payout_id"], ["payout.id"], name=op.f("fk_payout_answer_payout_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payout_answer")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_payout_answer_payout_id"), "payout_answer", ["payout_id"])


CREATES = (_create_consignment_terms, _create_booth_money, _create_statement, _create_statement_line, _create_statement_loss, _create_statement_file, _create_payout, _create_payout_request, _create_payout_answer)
APPEND_ONLY = ("statement", "statement_line", "statement_loss", "statement_file", "payout", "payout_answer")
GUARDS: tuple[tuple[str, str, str, str, str], ...] = (
    ("payout_request_decided", "payout_request", "UPDATE", "OLD.decision IS NOT NULL", "a decided payout request stays as it is"),
    ("payout_request_no_delete", "payout_request", "DELETE", "", "payout_request is never deleted"),
)
"""(trigger, table, act, when it refuses, what SQLite says)."""


def upgrade() -> None:
    """Tables, then their guards."""
    for create in CREATES:
        create()
    _guard(op.get_bind().dialect.name)


def _guard(engine: str) -> None:
    """The database itself refuses changes: of rows that are only added to, and of what was decided."""
    for table in APPEND_ONLY:
        for act in ("UPDATE", "DELETE"):
            _refuse(engine, f"{table}_no_{act.lower()}", table, act, f"{table} is append-only")
        if engine == "postgresql":
            op.execute(
                f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} "
                "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
            )
        else:
            op.execute(
                f"CREATE TRIGGER {table}_no_replace BEFORE INSERT ON {table} "
                f"WHEN NEW.id IS NOT NULL AND EXISTS (SELECT 1 FROM {table} WHERE id = NEW.id) "  # noqa: S608
                f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
            )
    for name, table, act, when, says in GUARDS:
        _refuse(engine, name, table, act, says, when)


def _refuse(engine: str, name: str, table: str, act: str, says: str, when: str = "") -> None:
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
