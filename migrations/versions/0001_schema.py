"""The whole schema as the first city gets it: tables, indexes, and the guards of what is only added to (ADR 0029).

It stands alone: what it says is what every database began with, whatever the models say later. From here on
migrations are only added. A migration that adds a column to a table of `PURGEABLE`, or to `decree`, must make that
table's triggers again: SQLite's name every column that stays.
"""

from collections.abc import Iterator

import sqlalchemy as sa
from alembic import op

revision = "2026_11_0001"
down_revision = None
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_INSTANT = sa.DateTime(timezone=True)


def _create_audit_event() -> None:
    op.create_table(
        "audit_event",
        sa.Column("id", _ID, autoincrement=True, nullable=False),
        sa.Column("at", _INSTANT, nullable=False),
        sa.Column("actor_kind", sa.String(8), nullable=False),
        sa.Column("actor_id", _ID, nullable=True),
        sa.Column("actor_name", sa.String(120), nullable=False),
        sa.Column("action", sa.String(60), nullable=False),
        sa.Column("subject", sa.String(40), nullable=False),
        sa.Column("subject_id", _ID, nullable=True),
        sa.Column("details", sa.JSON(), nullable=False),
        sa.Column("address", sa.String(45), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_event")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_audit_event_action"), "audit_event", ["action"])
    op.create_index(op.f("ix_audit_event_at"), "audit_event", ["at"])
    op.create_index(op.f("ix_audit_event_subject"), "audit_event", ["subject", "subject_id"])


def _create_book_key() -> None:
    op.create_table(
        "book_key",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("proof", sa.String(64), nullable=False),
        sa.Column("previous", sa.JSON(), nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("ck_book_key_one_row")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_book_key")),
    )


def _create_chain_link() -> None:
    op.create_table(
        "chain_link",
        sa.Column("seq", _ID, autoincrement=False, nullable=False),
        sa.Column("kind", sa.String(12), nullable=False),
        sa.Column("row_id", _ID, nullable=False),
        sa.Column("row_digest", sa.String(64), nullable=False),
        sa.Column("hash", sa.String(64), nullable=False),
        sa.Column("key_id", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_chain_link")),
        sa.UniqueConstraint("kind", "row_id", name=op.f("uq_chain_link_kind_row_id")),
    )


def _create_closing() -> None:
    op.create_table(
        "closing",
        sa.Column("id", _ID, autoincrement=True, nullable=False),
        sa.Column("period", sa.String(7), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("closed_at", _INSTANT, nullable=False),
        sa.Column("closed_by", _ID, nullable=True),
        sa.Column("closed_by_name", sa.String(200), nullable=False),
        sa.Column("override_reason", sa.String(300), nullable=False),
        sa.Column("readiness", sa.JSON(), nullable=False),
        sa.Column("header", sa.JSON(), nullable=False),
        sa.Column("ledger_seq", _ID, nullable=False),
        sa.Column("chain_seq", _ID, nullable=False),
        sa.Column("chain_head", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_closing")),
        sa.UniqueConstraint("period", "version", name=op.f("uq_closing_period_version")),
        sqlite_autoincrement=True,
    )


def _create_decree() -> None:
    op.create_table(
        "decree",
        sa.Column("id", _ID, autoincrement=True, nullable=False),
        sa.Column("number", sa.String(120), nullable=False),
        sa.Column("title", sa.String(300), nullable=False),
        sa.Column("signed_on", sa.Date(), nullable=False),
        sa.Column("effective_from", sa.String(7), nullable=False),
        sa.Column("mode", sa.String(10), nullable=False),
        sa.Column("content_hash", sa.String(64), nullable=False),
        sa.Column("loaded_at", _INSTANT, nullable=False),
        sa.CheckConstraint("mode IN ('wajib','himbauan')", name=op.f("ck_decree_mode")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decree")),
        sa.UniqueConstraint("number", name=op.f("uq_decree_number")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_decree_effective_from"), "decree", ["effective_from"])


def _create_employee() -> None:
    op.create_table(
        "employee",
        sa.Column("id", _ID, autoincrement=True, nullable=False),
        sa.Column("pns_id", sa.String(64), nullable=True),
        sa.Column("nip", sa.String(18), nullable=True),
        sa.Column("code", sa.String(40), nullable=True),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("search_name", sa.String(200), nullable=False),
        sa.Column("front_title", sa.String(60), nullable=False),
        sa.Column("back_title", sa.String(120), nullable=False),
        sa.Column("card_token", sa.String(32), nullable=False),
        sa.Column("created_at", _INSTANT, nullable=False),
        sa.Column("missing_since", sa.Date(), nullable=True),
        sa.Column("purged_at", _INSTANT, nullable=True),
        sa.Column("merged_into_id", _ID, nullable=True),
        sa.CheckConstraint(
            "pns_id IS NOT NULL OR nip IS NOT NULL OR code IS NOT NULL", name=op.f("ck_employee_identified")
        ),
        sa.CheckConstraint("nip IS NULL OR length(nip) = 18", name=op.f("ck_employee_nip_length")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_employee")),
        sa.UniqueConstraint("pns_id", name=op.f("uq_employee_pns_id")),
        sa.UniqueConstraint("nip", name=op.f("uq_employee_nip")),
        sa.UniqueConstraint("code", name=op.f("uq_employee_code")),
        sa.UniqueConstraint("card_token", name=op.f("uq_employee_card_token")),
        sqlite_autoincrement=True,
    )
    op.create_index(
        op.f("ix_employee_merged"),
        "employee",
        ["merged_into_id"],
        sqlite_where=sa.text("merged_into_id IS NOT NULL"),
        postgresql_where=sa.text("merged_into_id IS NOT NULL"),
    )
    op.create_index(op.f("ix_employee_missing_since"), "employee", ["missing_since"])
    op.create_index(op.f("ix_employee_name"), "employee", ["name"])
    op.create_index(op.f("ix_employee_search_name"), "employee", ["search_name"])


def _create_kept_state() -> None:
    op.create_table(
        "kept_state",
        sa.Column("id", _ID, autoincrement=True, nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("row_key", sa.String(20), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_kept_state")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_kept_state_row"), "kept_state", ["kind", "row_key"])


def _create_login_failure() -> None:
    op.create_table(
        "login_failure",
        sa.Column("key", sa.String(64), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("window_started_at", _INSTANT, nullable=False),
        sa.Column("blocked_until", _INSTANT, nullable=True),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_login_failure")),
    )


def _create_lowered_month() -> None:
    op.create_table(
        "lowered_month",
        sa.Column("period", sa.String(7), nullable=False),
        sa.Column("percent", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(300), nullable=False),
        sa.Column("letter_number", sa.String(120), nullable=False),
        sa.Column("letter_date", sa.Date(), nullable=False),
        sa.Column("decided_by", _ID, nullable=True),
        sa.Column("decided_at", _INSTANT, nullable=False),
        sa.CheckConstraint("percent BETWEEN 1 AND 100", name=op.f("ck_lowered_month_percent")),
        sa.PrimaryKeyConstraint("period", name=op.f("pk_lowered_month")),
    )


def _create_maker() -> None:
    op.create_table(
        "maker",
        sa.Column("id", _ID, autoincrement=True, nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("search_name", sa.String(200), nullable=False),
        sa.Column("contact", sa.String(200), nullable=False),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.Column("created_at", _INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_maker")),
        sa.UniqueConstraint("search_name", name=op.f("uq_maker_search_name")),
        sqlite_autoincrement=True,
    )


def _create_month() -> None:
    op.create_table(
        "month",
        sa.Column("period", sa.String(7), nullable=False),
        sa.Column("state", sa.String(6), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("state IN ('open','closed')", name=op.f("ck_month_state")),
        sa.PrimaryKeyConstraint("period", name=op.f("pk_month")),
    )


def _create_notice() -> None:
    op.create_table(
        "notice",
        sa.Column("id", _ID, autoincrement=True, nullable=False),
        sa.Column("reader", sa.String(40), nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("event", sa.String(60), nullable=False),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("made_at", _INSTANT, nullable=False),
        sa.Column("seen_at", _INSTANT, nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notice")),
        sa.UniqueConstraint("reader", "event", name=op.f("uq_notice_reader_event")),
        sqlite_autoincrement=True,
    )


def _create_purged_row() -> None:
    op.create_table(
        "purged_row",
        sa.Column("id", _ID, autoincrement=True, nullable=False),
        sa.Column("kind", sa.String(12), nullable=False),
        sa.Column("row_id", _ID, nullable=False),
        sa.Column("sealed_id", _ID, nullable=False),
        sa.Column("veils", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_purged_row")),
        sa.UniqueConstraint("kind", "row_id", name=op.f("uq_purged_row_kind_row_id")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_purged_row_sealed"), "purged_row", ["kind", "sealed_id"])


def _create_roster_upload() -> None:
    op.create_table(
        "roster_upload",
        sa.Column("id", _ID, autoincrement=True, nullable=False),
        sa.Column("file_name", sa.String(200), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("as_of", sa.Date(), nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("summary", sa.JSON(), nullable=False),
        sa.Column("uploaded_by", _ID, nullable=True),
        sa.Column("uploaded_at", _INSTANT, nullable=False),
        sa.Column("applied_at", _INSTANT, nullable=True),
        sa.CheckConstraint("state IN ('previewed','applied','discarded')", name=op.f("ck_roster_upload_state")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_roster_upload")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_roster_upload_sha256"), "roster_upload", ["sha256"])


def _create_setting() -> None:
    op.create_table(
        "setting",
        sa.Column("key", sa.String(60), nullable=False),
        sa.Column("effective_from", sa.String(7), nullable=False),
        sa.Column("value", sa.JSON(), nullable=False),
        sa.Column("changed_at", _INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("key", "effective_from", name=op.f("pk_setting")),
    )


def _create_supplement() -> None:
    op.create_table(
        "supplement",
        sa.Column("id", _ID, autoincrement=True, nullable=False),
        sa.Column("period", sa.String(7), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("accepted_by", _ID, nullable=True),
        sa.Column("accepted_at", _INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_supplement")),
        sa.UniqueConstraint("period", "version", "number", name=op.f("uq_supplement_period_version_number")),
        sqlite_autoincrement=True,
    )


def _create_unit() -> None:
    op.create_table(
        "unit",
        sa.Column("id", _ID, autoincrement=True, nullable=False),
        sa.Column("external_id", sa.String(64), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("parent_id", _ID, nullable=True),
        sa.ForeignKeyConstraint(["parent_id"], ["unit.id"], name=op.f("fk_unit_parent_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_unit")),
        sa.UniqueConstraint("external_id", name=op.f("uq_unit_external_id")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_unit_name"), "unit", ["name"])
    op.create_index(op.f("ix_unit_parent_id"), "unit", ["parent_id"])


def _create_unit_act() -> None:
    op.create_table(
        "unit_act",
        sa.Column("id", _ID, autoincrement=True, nullable=False),
        sa.Column("kind", sa.String(10), nullable=False),
        sa.Column("effective_from", sa.Date(), nullable=False),
        sa.Column("letter", sa.String(120), nullable=False),
        sa.Column("file_name", sa.String(200), nullable=False),
        sa.Column("details", sa.JSON(), nullable=False),
        sa.Column("actor_id", _ID, nullable=True),
        sa.Column("recorded_at", _INSTANT, nullable=False),
        sa.Column("undone_at", _INSTANT, nullable=True),
        sa.CheckConstraint("kind IN ('import','add','rename','move','merge','end')", name=op.f("ck_unit_act_kind")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_unit_act")),
        sqlite_autoincrement=True,
    )


def _create_booth() -> None:
    op.create_table(
        "booth",
        sa.Column("id", _ID, autoincrement=True, nullable=False),
        sa.Column("name", sa.String(120), nullable=False),
        sa.Column("search_name", sa.String(120), nullable=False),
        sa.Column("unit_id", _ID, nullable=True),
        sa.Column("mode", sa.String(6), nullable=False),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.Column("address", sa.String(200), nullable=False, server_default=""),
        sa.Column("hours", sa.JSON(), nullable=True),
        sa.Column("created_at", _INSTANT, nullable=False),
        sa.CheckConstraint("mode IN ('cash','record')", name=op.f("ck_booth_mode")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_booth_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_booth")),
        sa.UniqueConstraint("search_name", name=op.f("uq_booth_search_name")),
        sqlite_autoincrement=True,
    )


def _create_closing_file() -> None:
    op.create_table(
        "closing_file",
        sa.Column("id", _ID, autoincrement=True, nullable=False),
        sa.Column("closing_id", _ID, nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["closing_id"], ["closing.id"], name=op.f("fk_closing_file_closing_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_closing_file")),
        sa.UniqueConstraint("closing_id", "kind", name=op.f("uq_closing_file_closing_id_kind")),
        sqlite_autoincrement=True,
    )


def _create_decree_withdrawal() -> None:
    op.create_table(
        "decree_withdrawal",
        sa.Column("id", _ID, autoincrement=True, nullable=False),
        sa.Column("decree_id", _ID, nullable=False),
        sa.Column("number", sa.String(120), nullable=False),
        sa.Column("withdrawn_by", _ID, nullable=True),
        sa.Column("withdrawn_at", _INSTANT, nullable=False),
        sa.Column("reason", sa.String(300), nullable=False),
        sa.ForeignKeyConstraint(["decree_id"], ["decree.id"], name=op.f("fk_decree_withdrawal_decree_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decree_withdrawal")),
        sa.UniqueConstraint("decree_id", name=op.f("uq_decree_withdrawal_decree_id")),
        sqlite_autoincrement=True,
    )


def _create_exemption() -> None:
    op.create_table(
        "exemption",
        sa.Column("id", _ID, autoincrement=True, nullable=False),
        sa.Column("scope", sa.String(8), nullable=False),
        sa.Column("employee_id", _ID, nullable=True),
        sa.Column("unit_id", _ID, nullable=True),
        sa.Column("tier_code", sa.String(60), nullable=False),
        sa.Column("from_period", sa.String(7), nullable=False),
        sa.Column("until_period", sa.String(7), nullable=True),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("letter_number", sa.String(120), nullable=False),
        sa.Column("letter_date", sa.Date(), nullable=False),
        sa.Column("state", sa.String(8), nullable=False),
        sa.Column("proposed_by", _ID, nullable=True),
        sa.Column("decided_by", _ID, nullable=True),
        sa.Column("decision_reason", sa.String(300), nullable=False),
        sa.Column("created_at", _INSTANT, nullable=False),
        sa.Column("decided_at", _INSTANT, nullable=True),
        sa.CheckConstraint(
            "(scope='person' AND employee_id IS NOT NULL) OR (scope='unit' AND unit_id IS NOT NULL) OR (scope='tier' AND tier_code <> '') OR scope='everyone'",
            name=op.f("ck_exemption_scope"),
        ),
        sa.CheckConstraint("until_period IS NULL OR until_period >= from_period", name=op.f("ck_exemption_span")),
        sa.CheckConstraint("state IN ('proposed','approved','rejected','revoked')", name=op.f("ck_exemption_state")),
        sa.ForeignKeyConstraint(["employee_id"], ["employee.id"], name=op.f("fk_exemption_employee_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_exemption_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_exemption")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_exemption_employee_id"), "exemption", ["employee_id"])


def _create_former_number() -> None:
    op.create_table(
        "former_number",
        sa.Column("id", _ID, autoincrement=True, nullable=False),
        sa.Column("employee_id", _ID, nullable=False),
        sa.Column("number", sa.String(40), nullable=False),
        sa.Column("changed_at", _INSTANT, nullable=False),
        sa.ForeignKeyConstraint(["employee_id"], ["employee.id"], name=op.f("fk_former_number_employee_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_former_number")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_former_number_employee_id"), "former_number", ["employee_id"])
    op.create_index(op.f("ix_former_number_number"), "former_number", ["number"])


def _create_minimum_tier() -> None:
    op.create_table(
        "minimum_tier",
        sa.Column("id", _ID, autoincrement=True, nullable=False),
        sa.Column("decree_id", _ID, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(60), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("minimum", sa.BigInteger(), nullable=True),
        sa.Column("matches", sa.JSON(), nullable=False),
        sa.CheckConstraint(
            "minimum IS NULL OR (minimum >= 0 AND minimum <= 999999999999)", name=op.f("ck_minimum_tier_minimum")
        ),
        sa.ForeignKeyConstraint(["decree_id"], ["decree.id"], name=op.f("fk_minimum_tier_decree_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_minimum_tier")),
        sa.UniqueConstraint("decree_id", "position", name=op.f("uq_minimum_tier_decree_id_position")),
        sa.UniqueConstraint("decree_id", "code", name=op.f("uq_minimum_tier_decree_id_code")),
        sqlite_autoincrement=True,
    )


def _create_person_merge() -> None:
    op.create_table(
        "person_merge",
        sa.Column("id", _ID, autoincrement=True, nullable=False),
        sa.Column("survivor_id", _ID, nullable=False),
        sa.Column("merged_id", _ID, nullable=False),
        sa.Column("reason", sa.String(300), nullable=False),
        sa.Column("details", sa.JSON(), nullable=False),
        sa.Column("actor_id", _ID, nullable=True),
        sa.Column("recorded_at", _INSTANT, nullable=False),
        sa.Column("undone_at", _INSTANT, nullable=True),
        sa.CheckConstraint("survivor_id <> merged_id", name=op.f("ck_person_merge_two")),
        sa.ForeignKeyConstraint(["survivor_id"], ["employee.id"], name=op.f("fk_person_merge_survivor_id_employee")),
        sa.ForeignKeyConstraint(["merged_id"], ["employee.id"], name=op.f("fk_person_merge_merged_id_employee")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person_merge")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_person_merge_merged_id"), "person_merge", ["merged_id"])
    op.create_index(op.f("ix_person_merge_survivor_id"), "person_merge", ["survivor_id"])


def _create_posting() -> None:
    op.create_table(
        "posting",
        sa.Column("id", _ID, autoincrement=True, nullable=False),
        sa.Column("employee_id", _ID, nullable=False),
        sa.Column("effective_from", sa.Date(), nullable=False),
        sa.Column("unit_id", _ID, nullable=False),
        sa.Column("status", sa.String(20), nullable=False),
        sa.Column("echelon", sa.String(5), nullable=False),
        sa.Column("position", sa.String(200), nullable=False),
        sa.Column("position_kind", sa.String(20), nullable=False),
        sa.Column("grade", sa.String(10), nullable=False),
        sa.Column("service", sa.String(12), nullable=False),
        sa.Column("letter", sa.String(120), nullable=False),
        sa.Column("recorded_at", _INSTANT, nullable=False),
        sa.CheckConstraint(
            "service IN ('active','pension','death','leave','dismissed','left')", name=op.f("ck_posting_service")
        ),
        sa.ForeignKeyConstraint(["employee_id"], ["employee.id"], name=op.f("fk_posting_employee_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_posting_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_posting")),
        sa.UniqueConstraint("employee_id", "effective_from", name=op.f("uq_posting_employee_id_effective_from")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_posting_unit_id"), "posting", ["unit_id"])


def _create_product() -> None:
    op.create_table(
        "product",
        sa.Column("id", _ID, autoincrement=True, nullable=False),
        sa.Column("maker_id", _ID, nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("search_name", sa.String(200), nullable=False),
        sa.Column("category", sa.String(60), nullable=False),
        sa.Column("barcode", sa.String(40), nullable=True),
        sa.Column("is_favourite", sa.Boolean(), nullable=False),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.Column("created_at", _INSTANT, nullable=False),
        sa.ForeignKeyConstraint(["maker_id"], ["maker.id"], name=op.f("fk_product_maker_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_product")),
        sa.UniqueConstraint("maker_id", "search_name", name=op.f("uq_product_maker_id_search_name")),
        sa.UniqueConstraint("barcode", name=op.f("uq_product_barcode")),
        sqlite_autoincrement=True,
    )


def _create_roster_listing() -> None:
    op.create_table(
        "roster_listing",
        sa.Column("employee_id", _ID, nullable=False),
        sa.Column("as_of", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["employee_id"], ["employee.id"], name=op.f("fk_roster_listing_employee_id")),
        sa.PrimaryKeyConstraint("employee_id", "as_of", name=op.f("pk_roster_listing")),
    )


def _create_snapshot_row() -> None:
    op.create_table(
        "snapshot_row",
        sa.Column("id", _ID, autoincrement=True, nullable=False),
        sa.Column("closing_id", _ID, nullable=False),
        sa.Column("employee_id", _ID, nullable=False),
        sa.Column("nip", sa.String(18), nullable=True),
        sa.Column("code", sa.String(40), nullable=True),
        sa.Column("name", sa.String(400), nullable=False),
        sa.Column("employment", sa.String(20), nullable=False),
        sa.Column("position", sa.String(200), nullable=False),
        sa.Column("echelon", sa.String(5), nullable=False),
        sa.Column("grade", sa.String(10), nullable=False),
        sa.Column("unit_id", _ID, nullable=True),
        sa.Column("unit", sa.String(200), nullable=True),
        sa.Column("opd_id", _ID, nullable=True),
        sa.Column("opd", sa.String(200), nullable=True),
        sa.Column("tier", sa.String(60), nullable=True),
        sa.Column("tier_name", sa.String(200), nullable=True),
        sa.Column("minimum", sa.BigInteger(), nullable=True),
        sa.Column("bought", sa.BigInteger(), nullable=False),
        sa.Column("status", sa.String(12), nullable=False),
        sa.Column("note", sa.String(300), nullable=False),
        sa.CheckConstraint(
            "status IN ('met','short','exempt','not_obliged','no_rule')", name=op.f("ck_snapshot_row_status")
        ),
        sa.ForeignKeyConstraint(["closing_id"], ["closing.id"], name=op.f("fk_snapshot_row_closing_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_snapshot_row")),
        sa.UniqueConstraint("closing_id", "employee_id", name=op.f("uq_snapshot_row_closing_id_employee_id")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_snapshot_row_employee_id"), "snapshot_row", ["employee_id"])
    op.create_index(
        op.f("ix_snapshot_row_recap"), "snapshot_row", ["closing_id", "opd_id", "unit_id", "status", "bought"]
    )


def _create_unit_change() -> None:
    op.create_table(
        "unit_change",
        sa.Column("id", _ID, autoincrement=True, nullable=False),
        sa.Column("act_id", _ID, nullable=False),
        sa.Column("unit_id", _ID, nullable=False),
        sa.Column("effective_from", sa.Date(), nullable=False),
        sa.Column("name", sa.String(200), nullable=True),
        sa.Column("parent_id", _ID, nullable=True),
        sa.Column("is_ended", sa.Boolean(), nullable=True),
        sa.Column("successor_id", _ID, nullable=True),
        sa.ForeignKeyConstraint(["act_id"], ["unit_act.id"], name=op.f("fk_unit_change_act_id_unit_act")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_unit_change_unit_id_unit")),
        sa.ForeignKeyConstraint(["parent_id"], ["unit.id"], name=op.f("fk_unit_change_parent_id_unit")),
        sa.ForeignKeyConstraint(["successor_id"], ["unit.id"], name=op.f("fk_unit_change_successor_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_unit_change")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_unit_change_act_id"), "unit_change", ["act_id"])
    op.create_index(op.f("ix_unit_change_unit_id"), "unit_change", ["unit_id"])


def _create_user_account() -> None:
    op.create_table(
        "user_account",
        sa.Column("id", _ID, autoincrement=True, nullable=False),
        sa.Column("username", sa.String(60), nullable=False),
        sa.Column("display_name", sa.String(200), nullable=False),
        sa.Column("password_hash", sa.String(200), nullable=False),
        sa.Column("employee_id", _ID, nullable=True),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.Column("created_at", _INSTANT, nullable=False),
        sa.Column("password_changed_at", _INSTANT, nullable=True),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.Column("form_key", sa.String(36), nullable=True),
        sa.CheckConstraint("username = lower(username)", name=op.f("ck_user_account_folded")),
        sa.ForeignKeyConstraint(["employee_id"], ["employee.id"], name=op.f("fk_user_account_employee_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_user_account")),
        sa.UniqueConstraint("username", name=op.f("uq_user_account_username")),
        sa.UniqueConstraint("employee_id", name=op.f("uq_user_account_employee_id")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("uq_user_form_key"), "user_account", ["form_key"], unique=True)


def _create_activation_code() -> None:
    op.create_table(
        "activation_code",
        sa.Column("id", _ID, autoincrement=True, nullable=False),
        sa.Column("user_id", _ID, nullable=False),
        sa.Column("code_hash", sa.String(64), nullable=False),
        sa.Column("created_at", _INSTANT, nullable=False),
        sa.Column("expires_at", _INSTANT, nullable=False),
        sa.Column("used_at", _INSTANT, nullable=True),
        sa.Column("revoked_at", _INSTANT, nullable=True),
        sa.ForeignKeyConstraint(["user_id"], ["user_account.id"], name=op.f("fk_activation_code_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_activation_code")),
        sa.UniqueConstraint("code_hash", name=op.f("uq_activation_code_code_hash")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_activation_code_user_id"), "activation_code", ["user_id"])


def _create_cashier_pin() -> None:
    op.create_table(
        "cashier_pin",
        sa.Column("user_id", _ID, nullable=False),
        sa.Column("salt", sa.String(64), nullable=False),
        sa.Column("iterations", sa.Integer(), nullable=False),
        sa.Column("verifier", sa.String(64), nullable=False),
        sa.Column("set_at", _INSTANT, nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["user_account.id"], name=op.f("fk_cashier_pin_user_id")),
        sa.PrimaryKeyConstraint("user_id", name=op.f("pk_cashier_pin")),
    )


def _create_login_session() -> None:
    op.create_table(
        "login_session",
        sa.Column("id", _ID, autoincrement=True, nullable=False),
        sa.Column("user_id", _ID, nullable=False),
        sa.Column("key_hash", sa.String(64), nullable=False),
        sa.Column("created_at", _INSTANT, nullable=False),
        sa.Column("last_seen_at", _INSTANT, nullable=False),
        sa.Column("ended_at", _INSTANT, nullable=True),
        sa.Column("end_reason", sa.String(20), nullable=False),
        sa.Column("address", sa.String(45), nullable=True),
        sa.Column("agent", sa.String(200), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["user_account.id"], name=op.f("fk_login_session_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_login_session")),
        sa.UniqueConstraint("key_hash", name=op.f("uq_login_session_key_hash")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_login_session_user_id"), "login_session", ["user_id"])


def _create_paper_sheet() -> None:
    op.create_table(
        "paper_sheet",
        sa.Column("id", _ID, autoincrement=True, nullable=False),
        sa.Column("booth_id", _ID, nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("number", sa.String(60), nullable=False),
        sa.Column("printed_at", _INSTANT, nullable=False),
        sa.Column("printed_by", _ID, nullable=True),
        sa.ForeignKeyConstraint(["booth_id"], ["booth.id"], name=op.f("fk_paper_sheet_booth_id")),
        sa.ForeignKeyConstraint(["printed_by"], ["user_account.id"], name=op.f("fk_paper_sheet_printed_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_paper_sheet")),
        sa.UniqueConstraint("booth_id", "number", name=op.f("uq_paper_sheet_booth_id_number")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_paper_sheet_day"), "paper_sheet", ["day"])


def _create_product_price() -> None:
    op.create_table(
        "product_price",
        sa.Column("id", _ID, autoincrement=True, nullable=False),
        sa.Column("product_id", _ID, nullable=False),
        sa.Column("effective_from", sa.Date(), nullable=False),
        sa.Column("unit_price", sa.BigInteger(), nullable=False),
        sa.Column("recorded_at", _INSTANT, nullable=False),
        sa.CheckConstraint("unit_price > 0 AND unit_price <= 999999999999", name=op.f("ck_product_price_unit_price")),
        sa.ForeignKeyConstraint(["product_id"], ["product.id"], name=op.f("fk_product_price_product_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_product_price")),
        sa.UniqueConstraint("product_id", "effective_from", name=op.f("uq_product_price_product_id_effective_from")),
        sqlite_autoincrement=True,
    )


def _create_report_job() -> None:
    op.create_table(
        "report_job",
        sa.Column("id", _ID, autoincrement=True, nullable=False),
        sa.Column("user_id", _ID, nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("parameters", sa.JSON(), nullable=False),
        sa.Column("title", sa.String(200), nullable=False),
        sa.Column("made_by", sa.String(200), nullable=False),
        sa.Column("state", sa.String(11), nullable=False),
        sa.Column("worker", sa.String(32), nullable=False),
        sa.Column("rows_done", sa.Integer(), nullable=False),
        sa.Column("rows_total", sa.Integer(), nullable=True),
        sa.Column("file_name", sa.String(200), nullable=True),
        sa.Column("file_size", sa.BigInteger(), nullable=True),
        sa.Column("sha256", sa.String(64), nullable=True),
        sa.Column("created_at", _INSTANT, nullable=False),
        sa.Column("started_at", _INSTANT, nullable=True),
        sa.Column("finished_at", _INSTANT, nullable=True),
        sa.Column("cancel_asked_at", _INSTANT, nullable=True),
        sa.CheckConstraint(
            "state IN ('waiting','running','done','failed','cancelled','interrupted')", name=op.f("ck_report_job_state")
        ),
        sa.ForeignKeyConstraint(["user_id"], ["user_account.id"], name=op.f("fk_report_job_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report_job")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_report_job_user"), "report_job", ["user_id", "id"])
    op.create_index(
        op.f("uq_report_job_running"),
        "report_job",
        ["user_id"],
        unique=True,
        sqlite_where=sa.text("state = 'running'"),
        postgresql_where=sa.text("state = 'running'"),
    )


def _create_till() -> None:
    op.create_table(
        "till",
        sa.Column("id", _ID, autoincrement=True, nullable=False),
        sa.Column("booth_id", _ID, nullable=False),
        sa.Column("name", sa.String(120), nullable=False),
        sa.Column("token_hash", sa.String(64), nullable=False),
        sa.Column("enrolled_at", _INSTANT, nullable=False),
        sa.Column("revoked_at", _INSTANT, nullable=True),
        sa.Column("last_seen_at", _INSTANT, nullable=True),
        sa.Column("last_synced_at", _INSTANT, nullable=True),
        sa.Column("unsent_count", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(8), nullable=False, server_default="enrolled"),
        sa.Column("cashier_id", _ID, nullable=True),
        sa.Column("session_id", sa.BigInteger(), nullable=True),
        sa.Column("expires_at", _INSTANT, nullable=True),
        sa.Column("version", sa.String(40), nullable=False, server_default=""),
        sa.Column("clock_offset", sa.BigInteger(), nullable=True),
        sa.Column("oldest_unsent_at", _INSTANT, nullable=True),
        sa.CheckConstraint("kind IN ('enrolled','login')", name=op.f("ck_till_kind")),
        sa.CheckConstraint("(kind = 'login') = (cashier_id IS NOT NULL)", name=op.f("ck_till_owner")),
        sa.ForeignKeyConstraint(["booth_id"], ["booth.id"], name=op.f("fk_till_booth_id")),
        sa.ForeignKeyConstraint(["cashier_id"], ["user_account.id"], name=op.f("fk_till_cashier_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_till")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_till_token_hash")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_till_booth_id"), "till", ["booth_id"])


def _create_user_role() -> None:
    op.create_table(
        "user_role",
        sa.Column("id", _ID, autoincrement=True, nullable=False),
        sa.Column("user_id", _ID, nullable=False),
        sa.Column("role", sa.String(10), nullable=False),
        sa.Column("unit_id", _ID, nullable=True),
        sa.Column("booth_id", _ID, nullable=True),
        sa.CheckConstraint(
            "role IN ('cashier','manager','employee','opd','personnel','finance','leader','auditor','admin')",
            name=op.f("ck_user_role_role"),
        ),
        sa.ForeignKeyConstraint(["user_id"], ["user_account.id"], name=op.f("fk_user_role_user_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_user_role_unit_id")),
        sa.ForeignKeyConstraint(["booth_id"], ["booth.id"], name=op.f("fk_user_role_booth_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_user_role")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_user_role_user_id"), "user_role", ["user_id"])
    op.create_index(op.f("uq_user_role"), "user_role", ["user_id", "role", "unit_id", "booth_id"], unique=True)


def _create_paper_sheet_end() -> None:
    op.create_table(
        "paper_sheet_end",
        sa.Column("id", _ID, autoincrement=True, nullable=False),
        sa.Column("sheet_id", _ID, nullable=False),
        sa.Column("kind", sa.String(7), nullable=False),
        sa.Column("reason", sa.String(300), nullable=False),
        sa.Column("ended_at", _INSTANT, nullable=False),
        sa.Column("ended_by", _ID, nullable=True),
        sa.CheckConstraint("kind IN ('entered','unused')", name=op.f("ck_paper_sheet_end_kind")),
        sa.ForeignKeyConstraint(["sheet_id"], ["paper_sheet.id"], name=op.f("fk_paper_sheet_end_sheet_id")),
        sa.ForeignKeyConstraint(["ended_by"], ["user_account.id"], name=op.f("fk_paper_sheet_end_ended_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_paper_sheet_end")),
        sa.UniqueConstraint("sheet_id", name=op.f("uq_paper_sheet_end_sheet_id")),
        sqlite_autoincrement=True,
    )


def _create_pending_void() -> None:
    op.create_table(
        "pending_void",
        sa.Column("id", _ID, autoincrement=True, nullable=False),
        sa.Column("uuid", sa.String(36), nullable=False),
        sa.Column("target_uuid", sa.String(36), nullable=False),
        sa.Column("content_hash", sa.String(64), nullable=False),
        sa.Column("till_id", _ID, nullable=True),
        sa.Column("booth_id", _ID, nullable=False),
        sa.Column("cashier_id", _ID, nullable=True),
        sa.Column("cashier_name", sa.String(60), nullable=False),
        sa.Column("reason", sa.String(300), nullable=False),
        sa.Column("sold_at", _INSTANT, nullable=False),
        sa.Column("sent_at", _INSTANT, nullable=True),
        sa.Column("received_at", _INSTANT, nullable=False),
        sa.Column("applied_at", _INSTANT, nullable=True),
        sa.Column("business_date", sa.Date(), nullable=True),
        sa.Column("decision", sa.String(9), nullable=True),
        sa.Column("decided_by", _ID, nullable=True),
        sa.Column("decision_reason", sa.String(300), nullable=False, server_default=""),
        sa.CheckConstraint("decision IN ('dismissed','applied')", name=op.f("ck_pending_void_decision")),
        sa.ForeignKeyConstraint(["till_id"], ["till.id"], name=op.f("fk_pending_void_till_id")),
        sa.ForeignKeyConstraint(["booth_id"], ["booth.id"], name=op.f("fk_pending_void_booth_id")),
        sa.ForeignKeyConstraint(["cashier_id"], ["user_account.id"], name=op.f("fk_pending_void_cashier_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pending_void")),
        sa.UniqueConstraint("uuid", name=op.f("uq_pending_void_uuid")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_pending_void_target_uuid"), "pending_void", ["target_uuid"])


def _create_shift() -> None:
    op.create_table(
        "shift",
        sa.Column("id", _ID, autoincrement=True, nullable=False),
        sa.Column("uuid", sa.String(36), nullable=False),
        sa.Column("booth_id", _ID, nullable=False),
        sa.Column("till_id", _ID, nullable=True),
        sa.Column("cashier_id", _ID, nullable=False),
        sa.Column("opened_at", _INSTANT, nullable=False),
        sa.Column("closed_at", _INSTANT, nullable=True),
        sa.Column("closed_by", _ID, nullable=True),
        sa.Column("float_amount", sa.BigInteger(), nullable=True),
        sa.Column("first_counted_amount", sa.BigInteger(), nullable=True),
        sa.Column("counted_amount", sa.BigInteger(), nullable=True),
        sa.Column("difference_reason", sa.String(300), nullable=False),
        sa.Column("open_hash", sa.String(64), nullable=True),
        sa.Column("close_hash", sa.String(64), nullable=True),
        sa.ForeignKeyConstraint(["booth_id"], ["booth.id"], name=op.f("fk_shift_booth_id")),
        sa.ForeignKeyConstraint(["till_id"], ["till.id"], name=op.f("fk_shift_till_id")),
        sa.ForeignKeyConstraint(["cashier_id"], ["user_account.id"], name=op.f("fk_shift_cashier_id")),
        sa.ForeignKeyConstraint(["closed_by"], ["user_account.id"], name=op.f("fk_shift_closed_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_shift")),
        sa.UniqueConstraint("uuid", name=op.f("uq_shift_uuid")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_shift_cashier_id"), "shift", ["cashier_id"])
    op.create_index(
        op.f("uq_shift_open"),
        "shift",
        ["booth_id", "cashier_id"],
        unique=True,
        sqlite_where=sa.text("closed_at IS NULL"),
        postgresql_where=sa.text("closed_at IS NULL"),
    )


def _create_till_code() -> None:
    op.create_table(
        "till_code",
        sa.Column("id", _ID, autoincrement=True, nullable=False),
        sa.Column("booth_id", _ID, nullable=False),
        sa.Column("name", sa.String(120), nullable=False),
        sa.Column("code_hash", sa.String(64), nullable=False),
        sa.Column("created_by", _ID, nullable=True),
        sa.Column("created_at", _INSTANT, nullable=False),
        sa.Column("expires_at", _INSTANT, nullable=False),
        sa.Column("used_at", _INSTANT, nullable=True),
        sa.Column("till_id", _ID, nullable=True),
        sa.Column("revoked_at", _INSTANT, nullable=True),
        sa.CheckConstraint("(used_at IS NULL) = (till_id IS NULL)", name=op.f("ck_till_code_used")),
        sa.ForeignKeyConstraint(["booth_id"], ["booth.id"], name=op.f("fk_till_code_booth_id")),
        sa.ForeignKeyConstraint(["created_by"], ["user_account.id"], name=op.f("fk_till_code_created_by")),
        sa.ForeignKeyConstraint(["till_id"], ["till.id"], name=op.f("fk_till_code_till_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_till_code")),
        sa.UniqueConstraint("code_hash", name=op.f("uq_till_code_code_hash")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_till_code_booth_id"), "till_code", ["booth_id"])


def _create_sale() -> None:
    op.create_table(
        "sale",
        sa.Column("id", _ID, autoincrement=True, nullable=False),
        sa.Column("uuid", sa.String(36), nullable=False),
        sa.Column("content_hash", sa.String(64), nullable=False),
        sa.Column("void_of", _ID, nullable=True),
        sa.Column("correction_of", _ID, nullable=True),
        sa.Column("booth_id", _ID, nullable=False),
        sa.Column("till_id", _ID, nullable=True),
        sa.Column("shift_id", _ID, nullable=True),
        sa.Column("cashier_id", _ID, nullable=True),
        sa.Column("cashier_name", sa.String(60), nullable=False),
        sa.Column("buyer_kind", sa.String(10), nullable=False),
        sa.Column("employee_id", _ID, nullable=True),
        sa.Column("buyer_number", sa.String(60), nullable=False),
        sa.Column("buyer_name", sa.String(200), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("payment", sa.String(8), nullable=False),
        sa.Column("sold_at", _INSTANT, nullable=False),
        sa.Column("sent_at", _INSTANT, nullable=True),
        sa.Column("received_at", _INSTANT, nullable=False),
        sa.Column("offset_seconds", sa.BigInteger(), nullable=True),
        sa.Column("business_date", sa.Date(), nullable=False),
        sa.Column("period", sa.String(7), nullable=False),
        sa.Column("result", sa.String(8), nullable=False),
        sa.Column("flags", sa.JSON(), nullable=False),
        sa.Column("reason", sa.String(300), nullable=False),
        sa.Column("source", sa.String(4), nullable=False),
        sa.Column("book_sheet", sa.String(60), nullable=True),
        sa.Column("book_line", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "(void_of IS NULL AND amount > 0) OR (void_of IS NOT NULL AND amount < 0)", name=op.f("ck_sale_sign")
        ),
        sa.CheckConstraint("abs(amount) <= 999999999999", name=op.f("ck_sale_cap")),
        sa.CheckConstraint("void_of IS NULL OR void_of < id", name=op.f("ck_sale_void_after")),
        sa.CheckConstraint("buyer_kind IN ('employee','public','unresolved')", name=op.f("ck_sale_buyer_kind")),
        sa.CheckConstraint("(buyer_kind = 'employee') = (employee_id IS NOT NULL)", name=op.f("ck_sale_buyer")),
        sa.CheckConstraint("result IN ('recorded','parked')", name=op.f("ck_sale_result")),
        sa.CheckConstraint("payment IN ('cash','qris','transfer','none')", name=op.f("ck_sale_payment")),
        sa.CheckConstraint("source IN ('till','web','book')", name=op.f("ck_sale_source")),
        sa.CheckConstraint("substr(CAST(business_date AS VARCHAR(10)), 1, 7) = period", name=op.f("ck_sale_period")),
        sa.ForeignKeyConstraint(["void_of"], ["sale.id"], name=op.f("fk_sale_void_of")),
        sa.ForeignKeyConstraint(["correction_of"], ["sale.id"], name=op.f("fk_sale_correction_of")),
        sa.ForeignKeyConstraint(["booth_id"], ["booth.id"], name=op.f("fk_sale_booth_id")),
        sa.ForeignKeyConstraint(["till_id"], ["till.id"], name=op.f("fk_sale_till_id")),
        sa.ForeignKeyConstraint(["shift_id"], ["shift.id"], name=op.f("fk_sale_shift_id")),
        sa.ForeignKeyConstraint(["cashier_id"], ["user_account.id"], name=op.f("fk_sale_cashier_id")),
        sa.ForeignKeyConstraint(["employee_id"], ["employee.id"], name=op.f("fk_sale_employee_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sale")),
        sa.UniqueConstraint("uuid", name=op.f("uq_sale_uuid")),
        sa.UniqueConstraint("void_of", name=op.f("uq_sale_void_of")),
        sa.UniqueConstraint("correction_of", name=op.f("uq_sale_correction_of")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_sale_booth_day"), "sale", ["booth_id", "business_date"])
    op.create_index(op.f("ix_sale_business_date"), "sale", ["business_date"])
    op.create_index(
        op.f("ix_sale_counted"),
        "sale",
        ["period", "employee_id", "amount"],
        sqlite_where=sa.text("result = 'recorded' AND employee_id IS NOT NULL"),
        postgresql_where=sa.text("result = 'recorded' AND employee_id IS NOT NULL"),
    )
    op.create_index(
        op.f("ix_sale_counted_of_others"),
        "sale",
        ["period", "amount"],
        sqlite_where=sa.text("result = 'recorded' AND employee_id IS NULL"),
        postgresql_where=sa.text("result = 'recorded' AND employee_id IS NULL"),
    )
    op.create_index(op.f("ix_sale_employee"), "sale", ["employee_id", "business_date"])
    op.create_index(
        op.f("ix_sale_flagged"),
        "sale",
        ["period", "id"],
        sqlite_where=sa.text("CAST(flags AS TEXT) <> '[]'"),
        postgresql_where=sa.text("CAST(flags AS TEXT) <> '[]'"),
    )
    op.create_index(op.f("ix_sale_shift_id"), "sale", ["shift_id"])
    op.create_index(
        op.f("ix_sale_unresolved"),
        "sale",
        ["period", "id"],
        sqlite_where=sa.text("buyer_kind = 'unresolved'"),
        postgresql_where=sa.text("buyer_kind = 'unresolved'"),
    )
    op.create_index(op.f("uq_sale_book"), "sale", ["booth_id", "book_sheet", "book_line"], unique=True)


def _create_dispute() -> None:
    op.create_table(
        "dispute",
        sa.Column("id", _ID, autoincrement=True, nullable=False),
        sa.Column("employee_id", _ID, nullable=False),
        sa.Column("kind", sa.String(10), nullable=False),
        sa.Column("sale_id", _ID, nullable=True),
        sa.Column("period", sa.String(7), nullable=False),
        sa.Column("booth_id", _ID, nullable=True),
        sa.Column("bought_at", _INSTANT, nullable=True),
        sa.Column("amount", sa.BigInteger(), nullable=True),
        sa.Column("receipt", sa.String(12), nullable=False),
        sa.Column("reason", sa.String(300), nullable=False),
        sa.Column("created_at", _INSTANT, nullable=False),
        sa.Column("state", sa.String(8), nullable=False),
        sa.Column("answer", sa.String(300), nullable=False),
        sa.Column("answered_by", _ID, nullable=True),
        sa.Column("answered_at", _INSTANT, nullable=True),
        sa.Column("outcome_id", _ID, nullable=True),
        sa.CheckConstraint("kind IN ('not_mine','missing')", name=op.f("ck_dispute_kind")),
        sa.CheckConstraint("state IN ('open','granted','declined')", name=op.f("ck_dispute_state")),
        sa.CheckConstraint("(kind = 'not_mine') = (sale_id IS NOT NULL)", name=op.f("ck_dispute_about_a_sale")),
        sa.ForeignKeyConstraint(["employee_id"], ["employee.id"], name=op.f("fk_dispute_employee_id")),
        sa.ForeignKeyConstraint(["sale_id"], ["sale.id"], name=op.f("fk_dispute_sale_id")),
        sa.ForeignKeyConstraint(["booth_id"], ["booth.id"], name=op.f("fk_dispute_booth_id")),
        sa.ForeignKeyConstraint(["answered_by"], ["user_account.id"], name=op.f("fk_dispute_answered_by")),
        sa.ForeignKeyConstraint(["outcome_id"], ["sale.id"], name=op.f("fk_dispute_outcome_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dispute")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_dispute_employee_id"), "dispute", ["employee_id"])
    op.create_index(
        op.f("uq_dispute_open_sale"),
        "dispute",
        ["sale_id"],
        unique=True,
        sqlite_where=sa.text("state = 'open'"),
        postgresql_where=sa.text("state = 'open'"),
    )


def _create_flag_review() -> None:
    op.create_table(
        "flag_review",
        sa.Column("id", _ID, autoincrement=True, nullable=False),
        sa.Column("sale_id", _ID, nullable=False),
        sa.Column("reviewed_by", _ID, nullable=True),
        sa.Column("reviewed_at", _INSTANT, nullable=False),
        sa.Column("reason", sa.String(300), nullable=False),
        sa.ForeignKeyConstraint(["sale_id"], ["sale.id"], name=op.f("fk_flag_review_sale_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_flag_review")),
        sa.UniqueConstraint("sale_id", name=op.f("uq_flag_review_sale_id")),
        sqlite_autoincrement=True,
    )


def _create_held_item() -> None:
    op.create_table(
        "held_item",
        sa.Column("id", _ID, autoincrement=True, nullable=False),
        sa.Column("uuid", sa.String(36), nullable=False),
        sa.Column("till_id", _ID, nullable=False),
        sa.Column("booth_id", _ID, nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("errors", sa.JSON(), nullable=False),
        sa.Column("received_at", _INSTANT, nullable=False),
        sa.Column("decision", sa.String(9), nullable=True),
        sa.Column("decided_by", _ID, nullable=True),
        sa.Column("decided_at", _INSTANT, nullable=True),
        sa.Column("reason", sa.String(300), nullable=False),
        sa.Column("sale_id", _ID, nullable=True),
        sa.Column("business_date", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "decision IS NULL OR decision IN ('recorded','dismissed')", name=op.f("ck_held_item_decision")
        ),
        sa.CheckConstraint("(decision IS NULL) = (decided_at IS NULL)", name=op.f("ck_held_item_decided")),
        sa.CheckConstraint("sale_id IS NULL OR decision = 'recorded'", name=op.f("ck_held_item_booked")),
        sa.ForeignKeyConstraint(["till_id"], ["till.id"], name=op.f("fk_held_item_till_id")),
        sa.ForeignKeyConstraint(["booth_id"], ["booth.id"], name=op.f("fk_held_item_booth_id")),
        sa.ForeignKeyConstraint(["sale_id"], ["sale.id"], name=op.f("fk_held_item_sale_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_held_item")),
        sa.UniqueConstraint("uuid", name=op.f("uq_held_item_uuid")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_held_item_booth_id"), "held_item", ["booth_id"])
    op.create_index(
        op.f("ix_held_item_open"),
        "held_item",
        ["id"],
        sqlite_where=sa.text("decision IS NULL"),
        postgresql_where=sa.text("decision IS NULL"),
    )


def _create_sale_conflict() -> None:
    op.create_table(
        "sale_conflict",
        sa.Column("id", _ID, autoincrement=True, nullable=False),
        sa.Column("uuid", sa.String(36), nullable=False),
        sa.Column("content_hash", sa.String(64), nullable=False),
        sa.Column("till_id", _ID, nullable=True),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("received_at", _INSTANT, nullable=False),
        sa.Column("settled_at", _INSTANT, nullable=True),
        sa.Column("booth_id", _ID, nullable=True),
        sa.Column("business_date", sa.Date(), nullable=True),
        sa.Column("decision", sa.String(9), nullable=True),
        sa.Column("decided_by", _ID, nullable=True),
        sa.Column("reason", sa.String(300), nullable=False, server_default=""),
        sa.Column("sale_id", _ID, nullable=True),
        sa.CheckConstraint("decision IN ('dismissed','booked')", name=op.f("ck_sale_conflict_decision")),
        sa.ForeignKeyConstraint(["till_id"], ["till.id"], name=op.f("fk_sale_conflict_till_id")),
        sa.ForeignKeyConstraint(["booth_id"], ["booth.id"], name=op.f("fk_sale_conflict_booth_id")),
        sa.ForeignKeyConstraint(["sale_id"], ["sale.id"], name=op.f("fk_sale_conflict_sale_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sale_conflict")),
        sa.UniqueConstraint("uuid", "content_hash", name=op.f("uq_sale_conflict_uuid_content_hash")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_sale_conflict_uuid"), "sale_conflict", ["uuid"])


def _create_sale_line() -> None:
    op.create_table(
        "sale_line",
        sa.Column("id", _ID, autoincrement=True, nullable=False),
        sa.Column("sale_id", _ID, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("product_id", _ID, nullable=True),
        sa.Column("maker_id", _ID, nullable=True),
        sa.Column("maker_name", sa.String(200), nullable=False),
        sa.Column("product_name", sa.String(200), nullable=False),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.Column("unit_price", sa.BigInteger(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("amount = quantity * unit_price", name=op.f("ck_sale_line_amount")),
        sa.CheckConstraint("quantity <> 0 AND abs(quantity) <= 10000", name=op.f("ck_sale_line_quantity")),
        sa.CheckConstraint("unit_price > 0 AND unit_price <= 999999999999", name=op.f("ck_sale_line_unit_price")),
        sa.ForeignKeyConstraint(["sale_id"], ["sale.id"], name=op.f("fk_sale_line_sale_id")),
        sa.ForeignKeyConstraint(["product_id"], ["product.id"], name=op.f("fk_sale_line_product_id")),
        sa.ForeignKeyConstraint(["maker_id"], ["maker.id"], name=op.f("fk_sale_line_maker_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sale_line")),
        sa.UniqueConstraint("sale_id", "position", name=op.f("uq_sale_line_sale_id_position")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_sale_line_maker_id"), "sale_line", ["maker_id"])
    op.create_index(op.f("ix_sale_line_product_id"), "sale_line", ["product_id"])


def _create_sale_resolution() -> None:
    op.create_table(
        "sale_resolution",
        sa.Column("id", _ID, autoincrement=True, nullable=False),
        sa.Column("sale_id", _ID, nullable=False),
        sa.Column("employee_id", _ID, nullable=True),
        sa.Column("resolved_by", _ID, nullable=True),
        sa.Column("resolved_at", _INSTANT, nullable=False),
        sa.Column("reason", sa.String(300), nullable=False),
        sa.Column("result", sa.String(8), nullable=False),
        sa.CheckConstraint("result IN ('recorded','parked')", name=op.f("ck_sale_resolution_result")),
        sa.ForeignKeyConstraint(["sale_id"], ["sale.id"], name=op.f("fk_sale_resolution_sale_id")),
        sa.ForeignKeyConstraint(["employee_id"], ["employee.id"], name=op.f("fk_sale_resolution_employee_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sale_resolution")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_sale_resolution_employee_id"), "sale_resolution", ["employee_id"])
    op.create_index(op.f("ix_sale_resolution_sale_id"), "sale_resolution", ["sale_id"])


def _create_late_item() -> None:
    op.create_table(
        "late_item",
        sa.Column("id", _ID, autoincrement=True, nullable=False),
        sa.Column("period", sa.String(7), nullable=False),
        sa.Column("reason", sa.String(12), nullable=False),
        sa.Column("sale_id", _ID, nullable=True),
        sa.Column("resolution_id", _ID, nullable=True),
        sa.Column("bundle", _ID, nullable=True),
        sa.Column("arrived_at", _INSTANT, nullable=False),
        sa.Column("decision", sa.String(8), nullable=True),
        sa.Column("decision_reason", sa.String(300), nullable=False),
        sa.Column("decided_by", _ID, nullable=True),
        sa.Column("decided_at", _INSTANT, nullable=True),
        sa.Column("supplement_id", _ID, nullable=True),
        sa.CheckConstraint("reason IN ('month_closed','clock')", name=op.f("ck_late_item_reason")),
        sa.CheckConstraint("(sale_id IS NULL) <> (resolution_id IS NULL)", name=op.f("ck_late_item_one_subject")),
        sa.CheckConstraint(
            "decision IS NULL OR decision IN ('accepted','declined')", name=op.f("ck_late_item_decision")
        ),
        sa.CheckConstraint("(decision IS NULL) = (decided_at IS NULL)", name=op.f("ck_late_item_decided")),
        sa.ForeignKeyConstraint(["sale_id"], ["sale.id"], name=op.f("fk_late_item_sale_id")),
        sa.ForeignKeyConstraint(["resolution_id"], ["sale_resolution.id"], name=op.f("fk_late_item_resolution_id")),
        sa.ForeignKeyConstraint(["supplement_id"], ["supplement.id"], name=op.f("fk_late_item_supplement_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_late_item")),
        sa.UniqueConstraint("sale_id", name=op.f("uq_late_item_sale_id")),
        sa.UniqueConstraint("resolution_id", name=op.f("uq_late_item_resolution_id")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_late_item_period"), "late_item", ["period"])
    op.create_index(op.f("ix_late_item_supplement_id"), "late_item", ["supplement_id"])
    op.create_index(
        op.f("ix_late_item_waiting"),
        "late_item",
        ["period"],
        sqlite_where=sa.text("decision IS NULL"),
        postgresql_where=sa.text("decision IS NULL"),
    )


CREATES = (
    _create_audit_event,
    _create_book_key,
    _create_chain_link,
    _create_closing,
    _create_decree,
    _create_employee,
    _create_kept_state,
    _create_login_failure,
    _create_lowered_month,
    _create_maker,
    _create_month,
    _create_notice,
    _create_purged_row,
    _create_roster_upload,
    _create_setting,
    _create_supplement,
    _create_unit,
    _create_unit_act,
    _create_booth,
    _create_closing_file,
    _create_decree_withdrawal,
    _create_exemption,
    _create_former_number,
    _create_minimum_tier,
    _create_person_merge,
    _create_posting,
    _create_product,
    _create_roster_listing,
    _create_snapshot_row,
    _create_unit_change,
    _create_user_account,
    _create_activation_code,
    _create_cashier_pin,
    _create_login_session,
    _create_paper_sheet,
    _create_product_price,
    _create_report_job,
    _create_till,
    _create_user_role,
    _create_paper_sheet_end,
    _create_pending_void,
    _create_shift,
    _create_till_code,
    _create_sale,
    _create_dispute,
    _create_flag_review,
    _create_held_item,
    _create_sale_conflict,
    _create_sale_line,
    _create_sale_resolution,
    _create_late_item,
)
"""One function per table, each after those it points to."""

APPEND_ONLY = (
    "audit_event",
    "chain_link",
    "closing",
    "closing_file",
    "decree",
    "decree_withdrawal",
    "kept_state",
    "minimum_tier",
    "purged_row",
    "sale",
    "sale_line",
    "sale_resolution",
    "snapshot_row",
)
"""The ledger, the trail, the chain, snapshots, decrees: the database itself refuses changes."""
NUMBERED = ("audit_event", "kept_state", "sale", "sale_line", "sale_resolution")
"""On SQLite these are numbered by the database only: INSERT OR REPLACE, or an id chosen by hand, would overwrite what
is sealed already."""
_SENT = ("uuid", "till_id", "booth_id", "content", "errors", "received_at")
# JSON columns are compared as text: PostgreSQL knows no equality of json
_NOT_AS_SENT = " OR ".join(f"CAST(OLD.{one} AS TEXT) <> CAST(NEW.{one} AS TEXT)" for one in _SENT)
GUARDS = (
    ("flag_review_no_change", "flag_review", "UPDATE", "", "what was decided about flag_review stays"),
    ("flag_review_no_delete", "flag_review", "DELETE", "", "flag_review is never deleted"),
    ("held_item_decided", "held_item", "UPDATE", "OLD.decision IS NOT NULL", "a decided item stays as it is"),
    ("held_item_kept", "held_item", "UPDATE", _NOT_AS_SENT, "what a till held stays as it was sent"),
    ("held_item_no_delete", "held_item", "DELETE", "", "held_item is never deleted"),
    ("late_item_decided", "late_item", "UPDATE", "OLD.decision IS NOT NULL", "a decided late item stays as it is"),
    ("late_item_no_delete", "late_item", "DELETE", "", "late_item is never deleted"),
    ("paper_sheet_no_change", "paper_sheet", "UPDATE", "", "paper_sheet is append-only"),
    ("paper_sheet_no_delete", "paper_sheet", "DELETE", "", "paper_sheet is never deleted"),
    ("paper_sheet_end_no_change", "paper_sheet_end", "UPDATE", "", "the end of a paper sheet stays as it is"),
    ("paper_sheet_end_no_delete", "paper_sheet_end", "DELETE", "", "the end of a paper sheet stays as it is"),
    ("pending_void_ended", "pending_void", "UPDATE", "OLD.applied_at IS NOT NULL",
     "what was decided about pending_void stays"),
    ("pending_void_no_delete", "pending_void", "DELETE", "", "pending_void is never deleted"),
    ("sale_conflict_settled", "sale_conflict", "UPDATE", "OLD.settled_at IS NOT NULL",
     "what was decided about sale_conflict stays"),
    ("sale_conflict_no_delete", "sale_conflict", "DELETE", "", "sale_conflict is never deleted"),
    ("till_code_used", "till_code", "UPDATE", "OLD.used_at IS NOT NULL", "a used code stays as it is"),
)  # fmt: skip
"""What people decide, and what tills sent: (trigger, table, act, when it refuses, what SQLite says)."""
PURGEABLE = {
    "audit_event": (("audit", ("actor_name", "address")),),
    "closing_file": (("file", ("content",)),),
    "flag_review": (("flag", ("reason",)),),
    "held_item": (("held", ("content", "errors", "reason")),),
    "late_item": (("late", ("decision_reason",)),),
    "paper_sheet_end": (("sheet_end", ("reason",)),),
    "pending_void": (("void", ("reason", "cashier_name", "decision_reason")),),
    "sale": (("sale", ("buyer_number", "buyer_name")), ("sale_words", ("reason", "cashier_name"))),
    "sale_conflict": (("conflict", ("content", "reason")),),
    "sale_resolution": (("resolution", ("reason",)),),
    "snapshot_row": (("snapshot", ("nip", "code", "name", "note")),),
}
"""The one way past the guards (ADR 0010): a row may lose the columns of one group, and nothing else may happen to it,
once a `purged_row` of that group's kind stands for it. Table → (kind of `purged_row`, columns that may be emptied)."""
CLOSED = ("closing_file", "snapshot_row")
"""Of these a column of bytes may be emptied, too; the others hold JSON, whose empty form is {}."""
FUNCTIONS = {
    "refuse_change": """CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME; END $$""",
    "refuse_all_but_purging": """CREATE FUNCTION refuse_all_but_purging() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE emptied text[] := string_to_array(TG_ARGV[1], ',');
BEGIN
  IF (to_jsonb(NEW) - emptied) = (to_jsonb(OLD) - emptied)
     AND EXISTS (SELECT 1 FROM purged_row p WHERE p.kind = TG_ARGV[0] AND p.row_id = OLD.id)
     AND NOT EXISTS (SELECT 1 FROM jsonb_each_text(to_jsonb(NEW)) AS c
                     WHERE c.key = ANY(emptied) AND coalesce(c.value, '') NOT IN ('', '(data dihapus)', '\\x'))
  THEN RETURN NEW; END IF;
  RAISE EXCEPTION '% is append-only', TG_TABLE_NAME;
END $$""",
    "refuse_unless_purged": """CREATE FUNCTION refuse_unless_purged() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE place int := 0; emptied text[];
BEGIN
  WHILE place < TG_NARGS LOOP
    emptied := string_to_array(TG_ARGV[place + 1], ',');
    IF (to_jsonb(NEW) - emptied) = (to_jsonb(OLD) - emptied)
       AND EXISTS (SELECT 1 FROM purged_row p WHERE p.kind = TG_ARGV[place] AND p.row_id = OLD.id)
       AND NOT EXISTS (SELECT 1 FROM jsonb_each_text(to_jsonb(NEW)) AS c
                       WHERE c.key = ANY(emptied) AND coalesce(c.value, '') NOT IN ('', '(data dihapus)', '{}'))
    THEN RETURN NEW; END IF;
    place := place + 2;
  END LOOP;
  RAISE EXCEPTION '% is append-only', TG_TABLE_NAME;
END $$""",
    "refuse_unless_withdrawn": """CREATE FUNCTION refuse_unless_withdrawn() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (to_jsonb(NEW) - 'number') = (to_jsonb(OLD) - 'number')
     AND EXISTS (SELECT 1 FROM decree_withdrawal w WHERE w.decree_id = OLD.id AND w.number = OLD.number)
  THEN RETURN NEW; END IF;
  RAISE EXCEPTION '% is append-only', TG_TABLE_NAME;
END $$""",
}
"""What the guards run on PostgreSQL. A decree's number alone gives way, once, to its withdrawal (ADR 0016)."""


def upgrade() -> None:
    """Tables with their indexes, then the guards of this engine."""
    for create in CREATES:
        create()
    if op.get_bind().dialect.name == "sqlite":
        _guard_sqlite()
    else:
        _guard_postgresql()


def _guard_sqlite() -> None:
    for table in APPEND_ONLY:
        for act in ("UPDATE", "DELETE"):
            _create_sqlite_trigger(f"{table}_no_{act.lower()}", table, act, "", f"{table} is append-only")
    for guard in GUARDS:
        _create_sqlite_trigger(*guard)
    for table in NUMBERED:
        op.execute(
            f"CREATE TRIGGER {table}_no_replace BEFORE INSERT ON {table} "
            f"WHEN NEW.id IS NOT NULL AND EXISTS (SELECT 1 FROM {table} WHERE id = NEW.id) "  # noqa: S608
            f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
        )


def _create_sqlite_trigger(name: str, table: str, act: str, when: str, says: str) -> None:
    ways = " OR ".join(_allowed_on_sqlite(table)) if act == "UPDATE" else ""
    conditions = ([f"({when})"] if when else []) + ([f"NOT ({ways})"] if ways else [])
    condition = f"WHEN {' AND '.join(conditions)} " if conditions else ""
    op.execute(f"CREATE TRIGGER {name} BEFORE {act} ON {table} {condition}BEGIN SELECT RAISE(ABORT, '{says}'); END")


def _allowed_on_sqlite(table: str) -> Iterator[str]:
    """Each change of a row that passes: these columns emptied, and all others as they were."""
    names = [column["name"] for column in sa.inspect(op.get_bind()).get_columns(table)]
    empty = "x''" if table in CLOSED else "'{}'"
    for kind, emptied in PURGEABLE.get(table, ()):
        gone = " AND ".join(f"coalesce(NEW.{one}, '') IN ('', '(data dihapus)', {empty})" for one in emptied)
        told = f"EXISTS (SELECT 1 FROM purged_row p WHERE p.kind = '{kind}' AND p.row_id = OLD.id)"  # noqa: S608
        yield f"({_unchanged(names, emptied)} AND {gone} AND {told})"
    if table == "decree":
        withdrawn = "SELECT 1 FROM decree_withdrawal w WHERE w.decree_id = OLD.id AND w.number = OLD.number"
        yield f"({_unchanged(names, ('number',))} AND EXISTS ({withdrawn}))"


def _unchanged(names: list[str], but: tuple[str, ...]) -> str:
    return " AND ".join(f"NEW.{one} IS OLD.{one}" for one in names if one not in but)


def _guard_postgresql() -> None:
    for function in FUNCTIONS.values():
        op.execute(function)
    for table in APPEND_ONLY:
        if _refusal(table) == "refuse_change()":
            _create_postgresql_trigger(f"{table}_no_change", table, "UPDATE OR DELETE")
        else:
            _create_postgresql_trigger(f"{table}_no_change", table, "UPDATE", run=_refusal(table))
            _create_postgresql_trigger(f"{table}_no_delete", table, "DELETE")
        _create_postgresql_trigger(f"{table}_no_truncate", table, "TRUNCATE", each="STATEMENT")
    for name, table, act, when, _says in GUARDS:
        run = _refusal(table) if act == "UPDATE" else "refuse_change()"
        _create_postgresql_trigger(name, table, act, when, run)


def _refusal(table: str) -> str:
    """The call that refuses an UPDATE of a row of this table, but for what may pass."""
    if table == "decree":
        return "refuse_unless_withdrawn()"
    if table not in PURGEABLE:
        return "refuse_change()"
    name = "refuse_all_but_purging" if table in CLOSED else "refuse_unless_purged"
    told = ", ".join(f"'{kind}', '{','.join(emptied)}'" for kind, emptied in PURGEABLE[table])
    return f"{name}({told})"


def _create_postgresql_trigger(
    name: str, table: str, act: str, when: str = "", run: str = "refuse_change()", each: str = "ROW"
) -> None:
    condition = f"WHEN ({when}) " if when else ""
    op.execute(f"CREATE TRIGGER {name} BEFORE {act} ON {table} FOR EACH {each} {condition}EXECUTE FUNCTION {run}")


def downgrade() -> None:
    """Everything goes, with all that was recorded."""
    for create in reversed(CREATES):
        op.drop_table(create.__name__.removeprefix("_create_"))
    if op.get_bind().dialect.name != "sqlite":
        for name in FUNCTIONS:
            op.execute(f"DROP FUNCTION {name}()")
