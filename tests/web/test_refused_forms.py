"""What a view wrote before it refused is not stored: the answer decides, once, at the edge."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask, Response

from app.audit.models import AuditEvent
from app.audit.rules import SYSTEM
from app.audit.services import record_event
from app.extensions import db
from tests.ledger import City, make_city


@pytest.mark.parametrize(("status", "stored"), [(200, 1), (303, 1), (400, 0), (409, 0), (422, 0), (503, 0)])
def test_only_an_answer_below_400_stores_what_was_written(app: Flask, status: int, stored: int) -> None:
    def view(**_given: Any) -> Response:
        record_event("test.written", actor=SYSTEM)
        return Response(status=status)

    city: City = make_city()
    app.view_functions["api.take_heartbeat"] = view
    app.config["WTF_CSRF_ENABLED"] = False  # this view is not on the tills' own list
    headers = {"Authorization": f"Bearer {city.token}"}
    answer = app.test_client().post("/api/v1/till/heartbeat", json={"unsent": 0}, headers=headers)
    assert answer.status_code == status
    db.session.rollback()
    assert db.session.query(AuditEvent).filter_by(action="test.written").count() == stored
