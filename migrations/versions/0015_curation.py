"""Curation: agencies and who judges for them, versions of products, offers, verdicts, holds; the role `curator`.

SQLite widens no check: there the table of roles is made anew under its name, its rows kept. Going back takes the role
from its logins. The guards of `submission` hold its states: it begins as a draft, ends once, and nobody is told *not
yet* unless somebody held the product in this offer.
"""

import sqlalchemy as sa
from alembic import op

revision = "2026_12_0015"
down_revision = "2026_12_0014"
branch_labels = None
depends_on = None

_BEFORE = ("cashier", "manager", "employee", "maker", "opd", "personnel", "finance", "umkm", "leader", "auditor", "admin")
_AFTER = (*_BEFORE[:8], "curator", *_BEFORE[8:])
_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_INSTANT = sa.DateTime(timezone=True)
_COLUMNS = "id, user_id, role, unit_id, booth_id"
_UNSEEN = (
    "NEW.state = 'not_yet' AND OLD.state <> 'not_yet' AND NOT EXISTS (SELECT 1 FROM verdict JOIN submission_round "
    "ON submission_round.id = verdict.round_id WHERE verdict.id = NEW.seen_verdict_id "
    "AND submission_round.submission_id = NEW.id AND verdict.handled_on IS NOT NULL)"
)
_NOT_YET = "nobody held this product"


def upgrade() -> None:
    """The check names the new role; tables, then their guards."""
    _set_roles(_AFTER)
    for create in CREATES:
        create()
    _guard(op.get_bind().dialect.name)


def downgrade() -> None:
    """The tables go, with all that was recorded, and the role, with the rights it gave."""
    for create in reversed(CREATES):
        op.drop_table(create.__name__.removeprefix("_create_"))
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION refuse_unseen()")
    op.execute("DELETE FROM user_role WHERE role = 'curator'")
    _set_roles(_BEFORE)


def _create_agency() -> None:
    op.create_table(
        "agency",
        sa.Column("id", _ID, autoincrement=True, nullable=False),
        sa.Column("name", sa.String(120), nullable=False),
        sa.Column("search_name", sa.String(120), nullable=False),
        sa.Column("unit_id", _ID, nullable=True),
        sa.Column("aspects", sa.JSON(), nullable=False),
        sa.Column("may_hold", sa.Boolean(), nullable=False),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_agency_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agency")),
        sa.UniqueConstraint("search_name", name=op.f("uq_agency_search_name")),
        sqlite_autoincrement=True,
    )


def _create_agency_member() -> None:
    op.create_table(
        "agency_member",
        sa.Column("id", _ID, autoincrement=True, nullable=False),
        sa.Column("agency_id", _ID, nullable=False),
        sa.Column("user_id", _ID, nullable=False),
        sa.Column("since", _INSTANT, nullable=False),
        sa.Column("until", _INSTANT, nullable=True),
        sa.CheckConstraint("until IS NULL OR until >= since", name=op.f("ck_agency_member_until")),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], name=op.f("fk_agency_member_agency_id")),
        sa.ForeignKeyConstraint(["user_id"], ["user_account.id"], name=op.f("fk_agency_member_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agency_member")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_agency_member_agency_id"), "agency_member", ["agency_id"])
    op.create_index(op.f("ix_agency_member_user_id"), "agency_member", ["user_id"])
    _create_partial_index("uq_agency_member_now", "agency_member", ["user_id"], "until IS NULL")


def _create_curation_reason() -> None:
    op.create_table(
        "curation_reason",
        sa.Column("id", _ID, autoincrement=True, nullable=False),
        sa.Column("aspect", sa.String(9), nullable=False),
        sa.Column("weight", sa.String(6), nullable=False),
        sa.Column("sentence", sa.String(160), nullable=False),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.CheckConstraint("weight IN ('advice','fix')", name=op.f("ck_curation_reason_weight")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_curation_reason")),
        sa.UniqueConstraint("aspect", "sentence", name=op.f("uq_curation_reason_aspect_sentence")),
        sqlite_autoincrement=True,
    )


def _create_product_version() -> None:
    op.create_table(
        "product_version",
        sa.Column("id", _ID, autoincrement=True, nullable=False),
        sa.Column("product_id", _ID, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("composition", sa.Text(), nullable=False),
        sa.Column("net_content", sa.String(60), nullable=False),
        sa.Column("keeps_days", sa.Integer(), nullable=True),
        sa.Column("label_text", sa.Text(), nullable=False),
        sa.Column("claims", sa.Text(), nullable=False),
        sa.Column("made_at", _INSTANT, nullable=False),
        sa.Column("made_by", _ID, nullable=True),
        sa.Column("frozen_at", _INSTANT, nullable=True),
        sa.CheckConstraint("number > 0", name=op.f("ck_product_version_number")),
        sa.CheckConstraint("keeps_days IS NULL OR keeps_days BETWEEN 1 AND 3650", name=op.f("ck_product_version_keeps_days")),
        sa.ForeignKeyConstraint(["product_id"], ["product.id"], name=op.f("fk_product_version_product_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_product_version")),
        sa.UniqueConstraint("product_id", "number", name=op.f("uq_product_version_product_id_number")),
        sqlite_autoincrement=True,
    )
    _create_partial_index("uq_product_version_draft", "product_version", ["product_id"], "frozen_at IS NULL")


def _create_submission() -> None:
    op.create_table(
        "submission",
        sa.Column("id", _ID, autoincrement=True, nullable=False),
        sa.Column("product_id", _ID, nullable=False),
        sa.Column("maker_id", _ID, nullable=False),
        sa.Column("version_id", _ID, nullable=False),
        sa.Column("state", sa.String(9), nullable=False),
        sa.Column("rounds", sa.Integer(), nullable=False),
        sa.Column("opens_product", sa.Boolean(), nullable=False),
        sa.Column("made_at", _INSTANT, nullable=False),
        sa.Column("made_by", _ID, nullable=True),
        sa.Column("decided_at", _INSTANT, nullable=True),
        sa.Column("decided_by", _ID, nullable=True),
        sa.Column("seen_verdict_id", _ID, nullable=True),
        sa.Column("next_step", sa.String(8), nullable=False),
        sa.Column("advice", sa.String(300), nullable=False),
        sa.Column("read_at", _INSTANT, nullable=True),
        sa.Column("withdrawn_at", _INSTANT, nullable=True),
        sa.CheckConstraint("state <> 'draft' OR rounds = 0", name=op.f("ck_submission_draft")),
        sa.CheckConstraint("(state IN ('accepted','not_yet')) = (decided_at IS NOT NULL)", name=op.f("ck_submission_decided")),
        sa.CheckConstraint("state <> 'not_yet' OR decided_by IS NOT NULL", name=op.f("ck_submission_not_yet_by")),
        sa.CheckConstraint("next_step IN ('','visit','training','letter')", name=op.f("ck_submission_next_step")),
        sa.CheckConstraint("state <> 'not_yet' OR advice <> ''", name=op.f("ck_submission_not_yet_advice")),
        sa.CheckConstraint("read_at IS NULL OR decided_at IS NOT NULL", name=op.f("ck_submission_read")),
        sa.CheckConstraint("state IN ('draft','sent','fixing','accepted','not_yet','withdrawn')", name=op.f("ck_submission_state")),
        sa.CheckConstraint("decided_by IS NULL OR decided_at IS NOT NULL", name=op.f("ck_submission_decided_by")),
        sa.CheckConstraint("(state = 'not_yet') = (seen_verdict_id IS NOT NULL)", name=op.f("ck_submission_seen")),
        sa.CheckConstraint("(state = 'not_yet') = (next_step <> '')", name=op.f("ck_submission_not_yet_step")),
        sa.CheckConstraint("(state = 'withdrawn') = (withdrawn_at IS NOT NULL)", name=op.f("ck_submission_withdrawn")),
        sa.CheckConstraint("state IN ('draft','withdrawn') OR rounds > 0", name=op.f("ck_submission_sent")),
        sa.CheckConstraint("rounds >= 0", name=op.f("ck_submission_rounds")),
        sa.ForeignKeyConstraint(["product_id"], ["product.id"], name=op.f("fk_submission_product_id")),
        sa.ForeignKeyConstraint(["version_id"], ["product_version.id"], name=op.f("fk_submission_version_id")),
        sa.ForeignKeyConstraint(["maker_id"], ["maker.id"], name=op.f("fk_submission_maker_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_submission")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_submission_maker_id"), "submission", ["maker_id"])
    op.create_index(op.f("ix_submission_product_id"), "submission", ["product_id"])
    op.create_index(op.f("ix_submission_state"), "submission", ["state"])
    op.create_index(op.f("ix_submission_version_id"), "submission", ["version_id"])
    _create_partial_index("uq_submission_open", "submission", ["product_id"], "state IN ('draft','sent','fixing')")


def _create_submission_round() -> None:
    op.create_table(
        "submission_round",
        sa.Column("id", _ID, autoincrement=True, nullable=False),
        sa.Column("submission_id", _ID, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("version_id", _ID, nullable=False),
        sa.Column("fixed", sa.String(300), nullable=False),
        sa.Column("sent_at", _INSTANT, nullable=False),
        sa.Column("sent_by", _ID, nullable=True),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("ended_at", _INSTANT, nullable=True),
        sa.CheckConstraint("ended_at IS NULL OR ended_at >= sent_at", name=op.f("ck_submission_round_ended")),
        sa.CheckConstraint("(number = 1) = (fixed = '')", name=op.f("ck_submission_round_fixed")),
        sa.CheckConstraint("number > 0", name=op.f("ck_submission_round_number")),
        sa.ForeignKeyConstraint(["submission_id"], ["submission.id"], name=op.f("fk_submission_round_submission_id")),
        sa.ForeignKeyConstraint(["version_id"], ["product_version.id"], name=op.f("fk_submission_round_version_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_submission_round")),
        sa.UniqueConstraint("submission_id", "number", name=op.f("uq_submission_round_submission_id_number")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_submission_round_version_id"), "submission_round", ["version_id"])


def _create_verdict() -> None:
    op.create_table(
        "verdict",
        sa.Column("id", _ID, autoincrement=True, nullable=False),
        sa.Column("round_id", _ID, nullable=False),
        sa.Column("agency_id", _ID, nullable=False),
        sa.Column("answer", sa.String(8), nullable=True),
        sa.Column("remark", sa.String(300), nullable=False),
        sa.Column("handled_on", sa.Date(), nullable=True),
        sa.Column("handled_place", sa.String(80), nullable=False),
        sa.Column("answered_at", _INSTANT, nullable=True),
        sa.Column("answered_by", _ID, nullable=True),
        sa.Column("skipped_at", _INSTANT, nullable=True),
        sa.CheckConstraint("(answer IS NULL) = (answered_at IS NULL)", name=op.f("ck_verdict_answered")),
        sa.CheckConstraint("(answer IS NULL) = (answered_by IS NULL)", name=op.f("ck_verdict_answered_by")),
        sa.CheckConstraint("(handled_on IS NULL) = (handled_place = '')", name=op.f("ck_verdict_handled")),
        sa.CheckConstraint("answer IN ('good','advice','fix','not_ours')", name=op.f("ck_verdict_answer")),
        sa.CheckConstraint("handled_on IS NULL OR answer IN ('good','advice','fix')", name=op.f("ck_verdict_handled_answer")),
        sa.ForeignKeyConstraint(["round_id"], ["submission_round.id"], name=op.f("fk_verdict_round_id")),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], name=op.f("fk_verdict_agency_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_verdict")),
        sa.UniqueConstraint("round_id", "agency_id", name=op.f("uq_verdict_round_id_agency_id")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_verdict_agency_id"), "verdict", ["agency_id"])


def _create_verdict_point() -> None:
    op.create_table(
        "verdict_point",
        sa.Column("id", _ID, autoincrement=True, nullable=False),
        sa.Column("verdict_id", _ID, nullable=False),
        sa.Column("reason_id", _ID, nullable=False),
        sa.Column("aspect", sa.String(9), nullable=False),
        sa.Column("weight", sa.String(6), nullable=False),
        sa.Column("sentence", sa.String(160), nullable=False),
        sa.ForeignKeyConstraint(["reason_id"], ["curation_reason.id"], name=op.f("fk_verdict_point_reason_id")),
        sa.ForeignKeyConstraint(["verdict_id"], ["verdict.id"], name=op.f("fk_verdict_point_verdict_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_verdict_point")),
        sa.UniqueConstraint("verdict_id", "reason_id", name=op.f("uq_verdict_point_verdict_id_reason_id")),
        sqlite_autoincrement=True,
    )


def _create_curation_interest() -> None:
    op.create_table(
        "curation_interest",
        sa.Column("id", _ID, autoincrement=True, nullable=False),
        sa.Column("user_id", _ID, nullable=False),
        sa.Column("maker_id", _ID, nullable=False),
        sa.Column("declared_at", _INSTANT, nullable=False),
        sa.ForeignKeyConstraint(["maker_id"], ["maker.id"], name=op.f("fk_curation_interest_maker_id")),
        sa.ForeignKeyConstraint(["user_id"], ["user_account.id"], name=op.f("fk_curation_interest_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_curation_interest")),
        sa.UniqueConstraint("user_id", "maker_id", name=op.f("uq_curation_interest_user_id_maker_id")),
        sqlite_autoincrement=True,
    )


def _create_product_hold() -> None:
    op.create_table(
        "product_hold",
        sa.Column("id", _ID, autoincrement=True, nullable=False),
        sa.Column("product_id", _ID, nullable=False),
        sa.Column("agency_id", _ID, nullable=False),
        sa.Column("effective_from", sa.Date(), nullable=False),
        sa.Column("effective_until", sa.Date(), nullable=True),
        sa.Column("reason", sa.String(300), nullable=False),
        sa.Column("letter_number", sa.String(80), nullable=False),
        sa.Column("set_at", _INSTANT, nullable=False),
        sa.Column("set_by", _ID, nullable=False),
        sa.Column("lifted_on", sa.Date(), nullable=True),
        sa.Column("lifted_by", _ID, nullable=True),
        sa.Column("lift_reason", sa.String(300), nullable=False),
        sa.CheckConstraint("(lifted_on IS NULL) = (lift_reason = '')", name=op.f("ck_product_hold_lifted")),
        sa.CheckConstraint("effective_until IS NULL OR effective_until > effective_from", name=op.f("ck_product_hold_until")),
        sa.CheckConstraint("(lifted_on IS NULL) = (lifted_by IS NULL)", name=op.f("ck_product_hold_lifted_by")),
        sa.CheckConstraint("reason <> '' AND letter_number <> ''", name=op.f("ck_product_hold_reasoned")),
        sa.ForeignKeyConstraint(["product_id"], ["product.id"], name=op.f("fk_product_hold_product_id")),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], name=op.f("fk_product_hold_agency_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_product_hold")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_product_hold_agency_id"), "product_hold", ["agency_id"])
    op.create_index(op.f("ix_product_hold_product_id"), "product_hold", ["product_id"])


CREATES = (
    _create_agency,
    _create_agency_member,
    _create_curation_reason,
    _create_product_version,
    _create_submission,
    _create_submission_round,
    _create_verdict,
    _create_verdict_point,
    _create_curation_interest,
    _create_product_hold,
)
APPEND_ONLY = ("verdict_point", "curation_interest")
_CLOSED = "OLD.state IN ('accepted','not_yet','withdrawn')"
GUARDS: tuple[tuple[str, str, str, str, str], ...] = (
    ("product_version_frozen", "product_version", "UPDATE", "OLD.frozen_at IS NOT NULL", "a frozen version stays"),
    ("product_version_no_delete", "product_version", "DELETE", "", "product_version is never deleted"),
    ("submission_begins", "submission", "INSERT", "NEW.state <> 'draft' OR NEW.rounds <> 0", "an offer begins as a draft"),
    ("submission_ended", "submission", "UPDATE", f"{_CLOSED} AND NEW.state <> OLD.state", "an offer ends once"),
    (
        "submission_path", "submission", "UPDATE",
        "(NEW.state = 'draft' AND OLD.state <> 'draft') OR (NEW.state = 'fixing' AND OLD.state NOT IN ('sent','fixing')) "
        "OR (NEW.state = 'accepted' AND OLD.state NOT IN ('sent','accepted')) "
        "OR (NEW.state = 'not_yet' AND OLD.state NOT IN ('sent','fixing','not_yet'))",
        "no way leads there",
    ),
    ("submission_rounds", "submission", "UPDATE", "NEW.rounds < OLD.rounds", "rounds only grow"),
    ("submission_no_delete", "submission", "DELETE", "", "submission is never deleted"),
    ("submission_round_ended", "submission_round", "UPDATE", "OLD.ended_at IS NOT NULL", "a round ends once"),
    ("submission_round_no_delete", "submission_round", "DELETE", "", "submission_round is never deleted"),
    ("verdict_given", "verdict", "UPDATE", "OLD.answer IS NOT NULL", "a verdict is given once"),
    ("verdict_no_delete", "verdict", "DELETE", "", "verdict is never deleted"),
    ("product_hold_lifted", "product_hold", "UPDATE", "OLD.lifted_on IS NOT NULL", "a lifted hold stays"),
    ("product_hold_no_delete", "product_hold", "DELETE", "", "product_hold is never deleted"),
)  # fmt: skip
"""(trigger, table, act, when it refuses, what SQLite says)."""


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
    _guard_not_yet(engine)


def _guard_not_yet(engine: str) -> None:
    """Nobody is told *not yet* without a verdict of this offer by somebody who held the product."""
    if engine == "sqlite":
        _refuse(engine, "submission_seen", "submission", "UPDATE", _NOT_YET, _UNSEEN)
        return
    op.execute(
        "CREATE FUNCTION refuse_unseen() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        f"IF {_UNSEEN} THEN RAISE EXCEPTION '{_NOT_YET}'; END IF; RETURN NEW; END $$"
    )
    op.execute(
        "CREATE TRIGGER submission_seen BEFORE UPDATE ON submission FOR EACH ROW EXECUTE FUNCTION refuse_unseen()"
    )


def _refuse(engine: str, name: str, table: str, act: str, says: str, when: str = "") -> None:
    condition = f"WHEN ({when}) " if when else ""
    if engine == "sqlite":
        run = f"BEGIN SELECT RAISE(ABORT, '{says}'); END"
        op.execute(f"CREATE TRIGGER {name} BEFORE {act} ON {table} {condition}{run}")
    else:
        run = "EXECUTE FUNCTION refuse_change()"
        op.execute(f"CREATE TRIGGER {name} BEFORE {act} ON {table} FOR EACH ROW {condition}{run}")


def _create_partial_index(name: str, table: str, columns: list[str], condition: str) -> None:
    where = sa.text(condition)
    op.create_index(op.f(name), table, columns, unique=True, sqlite_where=where, postgresql_where=where)


def _set_roles(roles: tuple[str, ...]) -> None:
    check = "role IN ('" + "','".join(roles) + "')"
    if op.get_bind().dialect.name != "sqlite":
        op.drop_constraint(op.f("ck_user_role_role"), "user_role", type_="check")
        op.create_check_constraint(op.f("ck_user_role_role"), "user_role", check)
        return
    op.execute(f"CREATE TEMPORARY TABLE roles_kept AS SELECT {_COLUMNS} FROM user_role")
    op.drop_table("user_role")
    _create_user_role(check)
    op.execute(f"INSERT INTO user_role ({_COLUMNS}) SELECT {_COLUMNS} FROM roles_kept")  # noqa: S608
    op.execute("DROP TABLE roles_kept")


def _create_user_role(check: str) -> None:
    op.create_table(
        "user_role",
        sa.Column("id", _ID, autoincrement=True, nullable=False),
        sa.Column("user_id", _ID, nullable=False),
        sa.Column("role", sa.String(10), nullable=False),
        sa.Column("unit_id", _ID, nullable=True),
        sa.Column("booth_id", _ID, nullable=True),
        sa.CheckConstraint(check, name=op.f("ck_user_role_role")),
        sa.ForeignKeyConstraint(["user_id"], ["user_account.id"], name=op.f("fk_user_role_user_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_user_role_unit_id")),
        sa.ForeignKeyConstraint(["booth_id"], ["booth.id"], name=op.f("fk_user_role_booth_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_user_role")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_user_role_user_id"), "user_role", ["user_id"])
    op.create_index(op.f("uq_user_role"), "user_role", ["user_id", "role", "unit_id", "booth_id"], unique=True)
