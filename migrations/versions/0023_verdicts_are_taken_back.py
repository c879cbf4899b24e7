"""A verdict may be taken back while its round runs; afterwards it stays, as before."""

from alembic import op

revision = "2026_12_0023"
down_revision = "2026_12_0022"
branch_labels = None
depends_on = None

_ENDED = "EXISTS (SELECT 1 FROM submission_round WHERE id = OLD.round_id AND ended_at IS NOT NULL)"
_GIVEN = f"OLD.answer IS NOT NULL AND (NEW.answer IS NOT NULL OR {_ENDED})"
_POINT_ENDED = (
    "EXISTS (SELECT 1 FROM verdict JOIN submission_round ON submission_round.id = verdict.round_id "
    "WHERE verdict.id = OLD.verdict_id AND submission_round.ended_at IS NOT NULL)"
)
_GUARDS = (
    ("verdict_given", "verdict", "UPDATE", _GIVEN, "a verdict is given once"),
    ("verdict_point_no_delete", "verdict_point", "DELETE", _POINT_ENDED, "verdict_point is append-only"),
)
"""(trigger, table, act, when it refuses, what it says)."""
_BEFORE = ("WHEN (OLD.answer IS NOT NULL) ", "")
"""When the two refused before."""


def upgrade() -> None:
    """The two triggers look at the round."""
    for name, table, act, when, says in _GUARDS:
        _drop(name, table)
        if op.get_bind().dialect.name == "sqlite":
            _refuse(name, table, act, f"WHEN ({when}) ", says)
            continue
        row = "NEW" if act == "UPDATE" else "OLD"
        op.execute(
            f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
            f"IF {when} THEN RAISE EXCEPTION '{says}'; END IF; RETURN {row}; END $$"
        )
        op.execute(f"CREATE TRIGGER {name} BEFORE {act} ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()")


def downgrade() -> None:
    """A verdict is given once, whatever the round."""
    for (name, table, act, _when, says), before in zip(_GUARDS, _BEFORE, strict=True):
        _drop(name, table)
        if op.get_bind().dialect.name != "sqlite":
            op.execute(f"DROP FUNCTION {name}()")
        _refuse(name, table, act, before, says)


def _drop(name: str, table: str) -> None:
    on = "" if op.get_bind().dialect.name == "sqlite" else f" ON {table}"
    op.execute(f"DROP TRIGGER {name}{on}")


def _refuse(name: str, table: str, act: str, condition: str, says: str) -> None:
    if op.get_bind().dialect.name == "sqlite":
        run = f"BEGIN SELECT RAISE(ABORT, '{says}'); END"
        op.execute(f"CREATE TRIGGER {name} BEFORE {act} ON {table} {condition}{run}")
    else:
        run = "EXECUTE FUNCTION refuse_change()"
        op.execute(f"CREATE TRIGGER {name} BEFORE {act} ON {table} FOR EACH ROW {condition}{run}")
