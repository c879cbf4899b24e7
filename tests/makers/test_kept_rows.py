"""The database itself keeps what was counted, paid, judged and published: each of its triggers refuses one act."""

from __future__ import annotations

import re

import pytest
from flask import Flask
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from app.booths.models import FormerMode
from app.extensions import db
from app.sales.models import LineMatch
from app.shared.columns import Base
from app.shared.transaction import begin_writing, rollback
from tests.makers.rows import make_rows

pytestmark = pytest.mark.both_engines
SUBJECTS = (
    "makers", "curation", "training", "photos", "visits", "turns", "channels", "certificates", "stock", "settlement",
    "figures",
)  # fmt: skip
ONLY_ADDED = (
    "stock_move", "statement", "statement_line", "statement_loss", "statement_file", "payout", "payout_answer",
    "remittance", "booth_former_mode", "curation_interest",
)  # fmt: skip
KEPT = {
    "sale_line_match_no_update": "UPDATE sale_line_match SET id = id",
    "sale_line_match_settled_stays": "DELETE FROM sale_line_match",
    "open_figure_no_update": "UPDATE open_figure SET content = '[1]'",
    "open_figure_no_delete": "DELETE FROM open_figure",
    "supply_line_checked": "UPDATE supply_line SET remark = 'x' WHERE counted_quantity IS NOT NULL",
    "supply_line_no_delete": "DELETE FROM supply_line",
    "supply_note_no_delete": "DELETE FROM supply_note",
    "payout_request_decided": "UPDATE payout_request SET reference = 'x'",
    "payout_request_no_delete": "DELETE FROM payout_request",
    "product_version_frozen": "UPDATE product_version SET claims = 'x' WHERE frozen_at IS NOT NULL",
    "product_version_no_delete": "DELETE FROM product_version",
    "submission_begins": "INSERT INTO submission (product_id, maker_id, version_id, state, rounds, opens_product, "
    "made_at, next_step, advice) SELECT product_id, maker_id, version_id, 'sent', 1, opens_product, made_at, '', '' "
    "FROM submission",
    "submission_ended": "UPDATE submission SET state = 'withdrawn' WHERE state = 'not_yet'",
    "submission_path": "UPDATE submission SET state = 'fixing' WHERE state = 'draft'",
    "submission_rounds": "UPDATE submission SET rounds = 0 WHERE state = 'sent'",
    "submission_seen": "UPDATE submission SET state = 'not_yet', next_step = 'visit', advice = 'x', decided_by = 1, "
    "decided_at = made_at, seen_verdict_id = 0 WHERE state = 'sent'",
    "submission_no_delete": "DELETE FROM submission",
    "submission_round_ended": "UPDATE submission_round SET fixed = fixed WHERE ended_at IS NOT NULL",
    "submission_round_no_delete": "DELETE FROM submission_round",
    "verdict_given": "UPDATE verdict SET remark = 'x' WHERE answer IS NOT NULL",
    "verdict_no_delete": "DELETE FROM verdict",
    "verdict_point_no_update": "UPDATE verdict_point SET sentence = 'x'",
    "verdict_point_no_delete": "DELETE FROM verdict_point",
    "product_hold_lifted": "UPDATE product_hold SET reason = 'x' WHERE lifted_on IS NOT NULL",
    "product_hold_no_delete": "DELETE FROM product_hold",
    "training_enrolment_ended": "UPDATE training_enrolment SET state = 'waiting' WHERE state = 'cancelled'",
    "training_certificate_no_delete": "DELETE FROM training_certificate",
}
SAYS = re.compile(
    r"is append-only|is never deleted|stays|an offer|a round ends once|a verdict is given once|no way leads there"
    r"|rounds only grow|nobody held|never lives again"
)


def guards(engine: str) -> dict[str, str]:
    """Every trigger with an act that it refuses."""
    found = dict(KEPT)
    for table in ONLY_ADDED:
        found[f"{table}_no_update"] = f"UPDATE {table} SET id = id"  # noqa: S608
        found[f"{table}_no_delete"] = f"DELETE FROM {table}"  # noqa: S608
    for table in (*ONLY_ADDED, "sale_line_match", "verdict_point"):
        if engine == "postgresql":
            found[f"{table}_no_truncate"] = f"TRUNCATE {table} CASCADE"
        else:
            found[f"{table}_no_replace"] = f"INSERT OR REPLACE INTO {table} SELECT * FROM {table}"  # noqa: S608
    return found


def list_triggers(engine: str) -> set[str]:
    """The names of the database's triggers on tables of the makers' side."""
    tables = {
        one.local_table.name
        for one in Base.registry.mappers
        if one.class_.__module__.split(".")[1] in SUBJECTS or one.class_ in (LineMatch, FormerMode)
    }
    query = (
        "SELECT tgname, relname FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid WHERE NOT tgisinternal"
        if engine == "postgresql"
        else "SELECT name, tbl_name FROM sqlite_master WHERE type = 'trigger'"
    )
    return {name for name, table in db.session.execute(text(query)) if table in tables}


def test_each_trigger_refuses_its_act(app: Flask, engine_name: str) -> None:
    make_rows()
    refused = guards(engine_name)
    assert list_triggers(engine_name) == refused.keys()
    for name, statement in refused.items():
        said = refusal(name, statement)
        assert SAYS.search(said), f"{name}: {said}"
        if name.endswith("_no_truncate"):  # and not one of a table that would be emptied along with it
            assert said.startswith(name.replace("_no_truncate", " is ")), f"{name}: {said}"


def refusal(name: str, statement: str) -> str:
    """What the database says to an act that it refuses."""
    begin_writing()
    if is_replacing := name.endswith(
        "_no_replace"
    ):  # as by a tool that does not look for triggers of what goes
        db.session.execute(text("PRAGMA recursive_triggers = OFF"))
    try:
        with pytest.raises(DBAPIError) as error:
            db.session.execute(text(statement))
    finally:
        if is_replacing:
            db.session.execute(text("PRAGMA recursive_triggers = ON"))
        rollback()
    return str(error.value.orig)
