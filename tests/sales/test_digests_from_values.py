"""What is sealed without being read back is what the database holds: unusual values, savepoints, retries."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from app.audit import chain
from app.audit.models import AuditEvent, ChainLink
from app.audit.rules import Actor
from app.audit.services import record_event
from app.audit.sources import row_digests
from app.audit.verify import verify_chain
from app.audit.written import cache_digest, find_digests
from app.extensions import db
from app.sales.intake import validation
from app.shared.columns import table
from app.shared.transaction import begin_writing, commit, rollback
from tests.ledger import City, TillClient, a_sale, a_void, new_id

pytestmark = pytest.mark.sqlite


def assert_sealed_as_stored() -> None:
    db.session.rollback()
    report = verify_chain(db.session())
    assert report.findings == []
    for source in chain.sources():
        link = table(ChainLink)
        wanted = select(link.c.row_id, link.c.row_digest).where(link.c.kind == source.kind)
        sealed = {row_id: digest for row_id, digest in db.session.execute(wanted)}
        assert dict(row_digests(db.session(), source, 0, max(sealed, default=0))) == sealed


def test_sales_of_every_kind_are_sealed_as_they_are_stored(till: TillClient, city: City) -> None:
    first = new_id()
    odd = "Ånt'on \u201cKä\u0301\u201d \U0001f965"
    results = till.send(
        a_sale(city, id=first),
        a_sale(city, sold_at="2026-11-07T00:10:00.000001Z", buyer={"name": odd}, cashier=odd),
        a_sale(city, sold_at="2026-11-07T05:40:00+05:30", buyer={"public": True}, payment="qris"),
        a_sale(city, sold_at="2026-01-31T23:59:59+09:00"),
        a_sale(city, buyer={"nip": "123", "name": odd}, shift=new_id()),
        a_sale(
            city,
            lines=[
                {"maker": odd, "name": odd, "quantity": 3, "unit_price": 7},
                {"product": city.product_id, "quantity": 10_000, "unit_price": 1},
            ],
        ),
        a_void(first),
        a_void(new_id()),
    )
    assert {one["result"] for one in results} >= {"recorded", "parked"}
    till.send(a_sale(city, id=first, payment="transfer"))
    assert_sealed_as_stored()


def test_ids_that_a_savepoint_gave_back_are_sealed_with_their_new_rows(
    app: Flask, city: City, till: TillClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A line that cannot be stored spoils its own sale; the number of that sale then goes to the next one."""
    poor = a_sale(city)

    made = validation._sale_row

    def making(*args: Any) -> dict[str, Any]:
        row = made(*args)
        return row | {"reason": None} if row["uuid"] == poor["id"] else row

    monkeypatch.setattr(validation, "_sale_row", making)
    results = till.send(a_sale(city), poor, a_sale(city))
    assert [one["result"] for one in results] == ["recorded", "refused", "recorded"]
    assert_sealed_as_stored()


def test_details_of_an_event_are_sealed_as_json_gives_them_back(app: Flask) -> None:
    begin_writing()
    details = {"z": (1, 2), "a": {10: "x", 9: None}, "ü": True, "empty": []}
    record_event("test.event", actor=Actor("till", 1, "Ü" * 200), details=details)
    record_event("test.event", actor=Actor("system", None, "s"))
    commit()
    assert_sealed_as_stored()


def test_a_value_of_another_type_than_its_column_is_read_back(app: Flask) -> None:
    begin_writing()
    (source,) = (one for one in chain.sources() if one.kind == "audit")
    event_row = dict.fromkeys(table(AuditEvent).c.keys())
    for odd in ({"action": 7}, {"subject_id": True}, {"at": date(2026, 1, 1)}):
        cache_digest(db.session.connection(), source, 99, event_row | odd)
        assert find_digests(db.session.connection(), source, 98, 99) is None
    moment = datetime(2026, 1, 1, tzinfo=timezone(timedelta(hours=9)))
    cache_digest(
        db.session.connection(), source, 99, event_row | {"at": moment, "details": {}, "actor_name": ""}
    )
    with_utc = find_digests(db.session.connection(), source, 98, 99)
    assert with_utc is not None
    cache_digest(
        db.session.connection(),
        source,
        99,
        event_row | {"at": moment.astimezone(UTC), "details": {}, "actor_name": ""},
    )
    assert find_digests(db.session.connection(), source, 98, 99) == with_utc
    rollback()
    assert find_digests(db.session.connection(), source, 98, 99) is None
