"""`roster imports` and `roster undo`: the closing line of JSON, and what keeps an import."""

import json
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from app.audit.models import AuditEvent
from app.audit.rules import SYSTEM
from app.directory.models import Employee
from app.directory.services import change_number
from app.extensions import db
from app.shared.transaction import commit
from tests.directory.files import JANUARY, MARTHA, NOVEMBER, line, person, plant_units, yohanis
from tests.roster_undo.state import bring_in

pytestmark = pytest.mark.sqlite


def run(app: Flask, *arguments: Any, code: int = 0) -> list[dict[str, Any]]:
    result = app.test_cli_runner().invoke(args=["roster", *map(str, arguments)])
    assert result.exit_code == code, result.output
    return [json.loads(one) for one in result.stdout.splitlines()]


def test_an_import_is_found_looked_at_and_undone(app: Flask, tmp_path: Path) -> None:
    plant_units(tmp_path)
    first = bring_in(tmp_path, line(), as_of=JANUARY)
    last = bring_in(tmp_path, line(UNOR_ID="P"), yohanis(), as_of=NOVEMBER)
    listed = run(app, "imports")
    assert [(one["import"], one["obstacle"]) for one in listed] == [(last, ""), (first, "later_import")]
    done = {"import": last, "removed": 1, "restored": 1, "dependents": {}, "dry_run": True}
    assert run(app, "undo", last, "--dry-run") == [done]
    assert db.session.query(Employee).count() == 2
    assert run(app, "undo", last, code=2) == []  # no reason
    assert run(app, "undo", last, "--reason", "berkas lama") == [done | {"dry_run": False}]
    assert db.session.query(Employee).count() == 1
    assert [one["state"] for one in run(app, "imports")] == ["undone", "applied"]
    event = db.session.scalars(select(AuditEvent).where(AuditEvent.action == "directory.undo_roster")).one()
    assert (event.actor_kind, event.subject_id) == ("cli", last)


def test_what_depends_on_it_is_said_and_nothing_is_done(app: Flask, tmp_path: Path) -> None:
    plant_units(tmp_path)
    upload = bring_in(tmp_path, line(), as_of=JANUARY)
    change_number(person(nip=MARTHA).id, nip=None, code="K-1", letter="SK", actor=SYSTEM)
    commit()
    (looked,) = run(app, "undo", upload, "--dry-run")
    assert looked["dependents"] == {"changed": 1}
    result = app.test_cli_runner().invoke(args=["roster", "undo", str(upload), "--reason", "keliru"])
    assert (result.exit_code, result.stdout) == (2, "")
    assert "1 orang: sesudahnya jabatan" in result.stderr and "tidak dapat dibatalkan" in result.stderr
    assert db.session.query(Employee).count() == 1
    assert run(app, "undo", upload + 1, "--dry-run", code=2) == []
