"""A thousand ask for seats of one course at once, through the server: no seat twice, none lost, no failure."""

from __future__ import annotations

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import date, time
from http.client import HTTPConnection
from urllib.parse import urlencode

import pytest
from flask import Flask
from sqlalchemy import select

from app.audit.rules import SYSTEM
from app.extensions import db
from app.shared import clock
from app.shared.transaction import begin_writing, commit
from app.training.models import Enrolment
from app.training.queries.events import list_queue
from app.training.services.events import EventDraft, announce_event
from tests.ledger import City
from tests.logins import sign_in
from tests.served import Server
from tests.training.course import make_makers

pytestmark = pytest.mark.real_clock
OFFICERS, SITE, ONLINE = 16, 30, 70
SEATS = SITE + ONLINE


def _course(makers: int) -> tuple[int, list[int]]:
    begin_writing()
    day = date.fromordinal(clock.today().toordinal() + 20)
    draft = EventDraft("Kemasan", "Kemasan", day, day, time(9), time(12), {"site": SITE, "online": ONLINE})
    found = announce_event(draft, actor=SYSTEM).id, make_makers(makers)
    commit()
    return found


def _ask_all(
    server: Server, head: dict[str, str], token: str, event_id: int, makers: list[int]
) -> Counter[int]:
    """Enrol these makers one after the other, over one connection of an officer; how often which status."""
    statuses: Counter[int] = Counter()
    line = HTTPConnection("127.0.0.1", server.port, timeout=300)
    for maker_id in makers:
        form = {"csrf_token": token, "maker_id": maker_id, "person": "Ibu Maria", "wish": "any"}
        line.request("POST", f"/dinas/pelatihan/{event_id}/daftar", urlencode(form), head)
        answer = line.getresponse()
        answer.read()
        statuses[answer.status] += 1
    line.close()
    return statuses


def _sign_in(app: Flask, event_id: int) -> tuple[dict[str, str], str]:
    """The head of an officer's requests, and the token of its forms."""
    officer = sign_in(app, "umkm")
    token = officer.get(f"/dinas/pelatihan/{event_id}").token
    cookie = officer.browser.get_cookie("sesi")
    assert cookie is not None
    return {"Cookie": f"sesi={cookie.value}", "Content-Type": "application/x-www-form-urlencoded"}, token


def test_a_thousand_enrol_at_once_and_no_seat_is_given_twice(
    app: Flask, city: City, server: Server, is_long: bool
) -> None:
    count = 1_000 if is_long else 120
    event_id, makers = _course(count)
    officers = [_sign_in(app, event_id) for _ in range(OFFICERS)]
    db.session.remove()
    with ThreadPoolExecutor(OFFICERS) as crowd:
        asked = [
            crowd.submit(_ask_all, server, head, token, event_id, makers[place::OFFICERS])
            for place, (head, token) in enumerate(officers)
        ]
        statuses = sum((one.result() for one in asked), Counter())
    assert statuses == {302: count} or statuses == {303: count}, statuses
    db.session.rollback()
    query = select(Enrolment).where(Enrolment.event_id == event_id).order_by(Enrolment.asked_at, Enrolment.id)
    rows = list(db.session.scalars(query))
    assert sorted(one.maker_id for one in rows) == sorted(makers)
    assert [one.state for one in rows] == ["enrolled"] * SEATS + ["waiting"] * (count - SEATS)
    held = {(one.seat, one.seat_number) for one in rows[:SEATS]}
    assert held == {("site", one) for one in range(1, SITE + 1)} | {
        ("online", one) for one in range(1, ONLINE + 1)
    }
    assert [one.id for one in list_queue(event_id)] == [one.id for one in rows[SEATS:]]
