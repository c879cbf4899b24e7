"""Purging what was typed beside a sale (decisions 16, ADR 0010): reasons, what tills sent, who acted for themself.

The same one path as in 0009, for more tables: a row may lose the columns of one group, and nothing else may happen
to it, once a `purged_row` of that group's kind stands for it. Every other change is refused as it was. A migration
that adds a column to one of these tables must make its trigger again: SQLite's names every column that stays.
"""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

_KEPT = ("uuid", "till_id", "booth_id", "content", "errors", "received_at")
# JSON columns are compared as text: PostgreSQL knows no equality of json
_AS_SENT = " OR ".join(f"CAST(OLD.{one} AS TEXT) <> CAST(NEW.{one} AS TEXT)" for one in _KEPT)
BUYER = (("sale", ("buyer_number", "buyer_name")),)
GROUPS = {
    "sale": (*BUYER, ("sale_words", ("reason", "cashier_name"))),
    "audit_event": (("audit", ("actor_name", "address")),),
    "sale_resolution": (("resolution", ("reason",)),),
    "late_item": (("late", ("decision_reason",)),),
    "flag_review": (("flag", ("reason",)),),
    "held_item": (("held", ("content", "errors", "reason")),),
    "sale_conflict": (("conflict", ("content", "reason")),),
    "pending_void": (("void", ("reason", "cashier_name", "decision_reason")),),
    "paper_sheet_end": (("sheet_end", ("reason",)),),
}
"""Table → groups of columns that may be emptied together, each with the kind of its `purged_row`."""
# (trigger on SQLite, on PostgreSQL, table, when it refuses, what it says)
TRIGGERS = (
    ("sale_no_update", "sale_no_change", "sale", "", "sale is append-only"),
    ("audit_event_no_update", "audit_event_no_change", "audit_event", "", "audit_event is append-only"),
    ("sale_resolution_no_update", "sale_resolution_no_change", "sale_resolution", "",
     "sale_resolution is append-only"),
    ("late_item_decided", "late_item_decided", "late_item", "OLD.decision IS NOT NULL",
     "a decided late item stays as it is"),
    ("flag_review_no_change", "flag_review_no_change", "flag_review", "", "what was decided about flag_review stays"),
    ("held_item_decided", "held_item_decided", "held_item", "OLD.decision IS NOT NULL",
     "a decided item stays as it is"),
    ("held_item_kept", "held_item_kept", "held_item", _AS_SENT, "what a till held stays as it was sent"),
    ("sale_conflict_settled", "sale_conflict_settled", "sale_conflict", "OLD.settled_at IS NOT NULL",
     "what was decided about sale_conflict stays"),
    ("pending_void_ended", "pending_void_ended", "pending_void", "OLD.applied_at IS NOT NULL",
     "what was decided about pending_void stays"),
    ("paper_sheet_end_no_change", "paper_sheet_end_no_change", "paper_sheet_end", "",
     "the end of a paper sheet stays as it is"),
)  # fmt: skip
SPLIT = ("audit_event", "sale_resolution")
"""Tables whose trigger on PostgreSQL stood for UPDATE and DELETE together."""
FUNCTION = """CREATE FUNCTION refuse_unless_purged() RETURNS trigger LANGUAGE plpgsql AS $$
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
END $$"""


def _is_sqlite() -> bool:
    return op.get_bind().dialect.name == "sqlite"


def upgrade() -> None:
    """Each guard again, with the path of a purge through it."""
    if not _is_sqlite():
        op.execute(FUNCTION)
    for old, new, table, when, says in TRIGGERS:
        if _is_sqlite():
            _replace_sqlite(old, table, when, says, GROUPS[table])
        else:
            told = ", ".join(f"'{kind}', '{','.join(names)}'" for kind, names in GROUPS[table])
            _replace_postgresql(new, table, when, "UPDATE", f"refuse_unless_purged({told})")
    for table in SPLIT if not _is_sqlite() else ():
        op.execute(
            f"CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table} "
            "FOR EACH ROW EXECUTE FUNCTION refuse_change()"
        )


def _replace_sqlite(
    name: str, table: str, when: str, says: str, groups: tuple[tuple[str, tuple[str, ...]], ...]
) -> None:
    names = [column["name"] for column in sa.inspect(op.get_bind()).get_columns(table)]
    ways = []
    for kind, emptied in groups:
        kept = " AND ".join(f"NEW.{one} IS OLD.{one}" for one in names if one not in emptied)
        gone = " AND ".join(f"coalesce(NEW.{one}, '') IN ('', '(data dihapus)', '{{}}')" for one in emptied)
        told = f"EXISTS (SELECT 1 FROM purged_row p WHERE p.kind = '{kind}' AND p.row_id = OLD.id)"  # noqa: S608  (kinds of this file)
        ways.append(f"({kept} AND {gone} AND {told})")
    conditions = ([f"({when})"] if when else []) + ([f"NOT ({' OR '.join(ways)})"] if ways else [])
    condition = f"WHEN {' AND '.join(conditions)} " if conditions else ""
    op.execute(f"DROP TRIGGER {name}")
    op.execute(
        f"CREATE TRIGGER {name} BEFORE UPDATE ON {table} {condition}BEGIN SELECT RAISE(ABORT, '{says}'); END"
    )


def _replace_postgresql(name: str, table: str, when: str, acts: str, function: str) -> None:
    condition = f"WHEN ({when}) " if when else ""
    op.execute(f"DROP TRIGGER {name} ON {table}")
    op.execute(
        f"CREATE TRIGGER {name} BEFORE {acts} ON {table} FOR EACH ROW {condition}EXECUTE FUNCTION {function}"
    )


def downgrade() -> None:
    """The guards as they were: of all these only a sale's typed buyer could be emptied."""
    for old, new, table, when, says in TRIGGERS:
        if _is_sqlite():
            _replace_sqlite(old, table, when, says, BUYER if table == "sale" else ())
            continue
        function = "refuse_change()"
        if table == "sale":
            function = "refuse_all_but_purging('sale', 'buyer_number,buyer_name')"
        _replace_postgresql(new, table, when, "UPDATE OR DELETE" if table in SPLIT else "UPDATE", function)
    if not _is_sqlite():
        for table in SPLIT:
            op.execute(f"DROP TRIGGER {table}_no_delete ON {table}")
        op.execute("DROP FUNCTION refuse_unless_purged()")
