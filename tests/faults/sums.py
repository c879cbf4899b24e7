"""Three sums that know nothing of each other: what clients were told, what the ledger holds, what people bought."""

from __future__ import annotations

import json

from flask import Flask
from sqlalchemy import text

from app.extensions import db
from tests.faults.tills import Acknowledged


def ensure_three_sums_agree(app: Flask, acknowledged: Acknowledged) -> None:
    """Acknowledged = stored, none doubled; the chain verifies (`ledger check` recomputes it)."""
    db.session.rollback()
    rows = db.session.execute(text("SELECT uuid, amount FROM sale")).all()
    stored = {str(row[0]): row[1] for row in rows}
    assert len(stored) == len(rows), "a sale stands twice"
    assert stored == acknowledged.amounts, "what was acknowledged is not what is stored"
    report = json.loads(_command(app, "ledger", "check")[-1])
    assert report["findings"] == 0
    assert (report["sales"], report["turnover"]) == (
        len(acknowledged.amounts),
        sum(acknowledged.amounts.values()),
    )
    assert _bought(app) == dict(acknowledged.bought)


def _bought(app: Flask) -> dict[int, int]:
    """By person, as `standings` tells it, over the months there are."""
    months = [row[0] for row in db.session.execute(text("SELECT DISTINCT period FROM sale"))]
    db.session.rollback()
    found: dict[int, int] = {}
    for month in months:
        for line in _command(app, "standings", month):
            row = json.loads(line)
            if row.get("bought"):
                found[row["id"]] = found.get(row["id"], 0) + row["bought"]
    return found


def _command(app: Flask, *words: str) -> list[str]:
    answer = app.test_cli_runner().invoke(args=list(words))
    assert answer.exit_code == 0, answer.output
    return answer.stdout.splitlines()
